"""Splits text into records and cells, whatever quotes, escapes and record separators it uses.

The reading is the standard's where the text follows it. Where it does not, a quote that no delimiter or line end
follows is part of the value, and a quote that never closes is no quote: one stray character must not swallow a file.
Imports csv_comments and csv_model.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Final

from shared.csv_comments import is_comment_line
from shared.csv_model import SPACES

MAX_RECORD_LINES: Final = 500
"""Lines that one quoted cell may span; a longer one is taken for a quote that was never closed."""
MAX_RECORD_CHARS: Final = 2_000_000
_JOIN_BUDGET_CHARS: Final = 20_000_000
"""Characters read at most in search of closing quotes: a file full of stray quotes must not take minutes."""
_NEARLY_ALL: Final = 0.9
_MAX_ROWS_IN_CELL: Final = 3
"""Lines, all of one width, that may be the text of one quoted cell."""
_MAX_PLACES: Final = 200
"""Quotes beside which a delimiter may be missing."""
DECLARATION: Final = re.compile(r'"?sep=(.)"?[,;\t]*')
"""A first line by which spreadsheets tell the delimiter."""
FRONT_MATTER: Final = "---"
"""The line above and below a description of the file at its beginning, as CSVY has it."""
SEPARATOR: Final = re.compile(r"(\r\n|\n|\r)")


class Reading(IntEnum):
    """How a record's quotes were understood; the least standard of its cells counts."""

    STANDARD = 0
    SPACED = 1
    """Blanks around quotes were left out."""
    LENIENT = 2
    """A quote that nobody doubled or closed is a part of the value."""


_Joined = tuple[str, int, tuple[list[str], Reading]]


@dataclass(slots=True)
class Progress:
    """The cells of a record as far as it is read, how they were understood, and where the next one starts."""

    cells: list[str] = field(default_factory=list)
    place: int = 0
    reading: Reading = Reading.STANDARD


@dataclass(frozen=True)
class Shape:
    """The characters that split a text into cells; the part of a `Dialect` that splitting needs.

    A single space with blanks after it that belong to it is a run of any length: the tables that programs print.
    """

    delimiter: str = ","
    quotechar: str = '"'
    escapechar: str = ""
    skip_initial_space: bool = False

    @cached_property
    def _runs(self) -> bool:
        return self.delimiter == SPACES or (self.delimiter == " " and self.skip_initial_space)

    @cached_property
    def _mark(self) -> str:
        if self._runs:
            return "[ ]{2,}" if self.delimiter == SPACES else "[ \t]+"
        return re.escape(self.delimiter)

    @cached_property
    def _end(self) -> str:
        """What may follow a closing quote: blanks, then a delimiter or the end."""
        if self._runs:
            return rf"(?={self._mark}|\s*\Z)"
        blanks = "" if self.delimiter in (" ", "\t") else "[ \t]*"
        return rf"(?={blanks}(?:{re.escape(self.delimiter)}|\Z))" if self.delimiter else rf"(?={blanks}\Z)"

    def _quoted(self, *, lenient: bool = False) -> str:
        """Return the pattern of a quoted cell up to its closing quote, or, where there is none, to the end."""
        quote = re.escape(self.quotechar)
        parts = [rf"[^{quote}{re.escape(self.escapechar)}]+" if self.escapechar else rf"[^{quote}]+"]
        if self.escapechar:
            parts.insert(0, rf"{re.escape(self.escapechar)}(?s:.)")
            parts.append(re.escape(self.escapechar))
        strict = rf"(?:{'|'.join([*parts, quote * 2])})*+"
        if not lenient:
            return rf"{quote}({strict})"
        stray = rf"{quote}(?!{self._end[3:-1]})"
        # Behind a quote that nobody doubled, of two before a delimiter and a quote the second one closes: "a "b"","c".
        closes = rf"{self._mark}{quote}|\Z" if self.delimiter else r"\Z"
        others = "|".join([*parts, rf"{quote * 2}(?!{closes})", stray])
        return rf"{quote}({strict}(?:{stray}(?:{others})*+)?)"

    @cached_property
    def _strict_cell(self) -> re.Pattern[str]:
        """A quoted cell as the standard has it."""
        return re.compile(self._quoted() + re.escape(self.quotechar) + self._end)

    @cached_property
    def _lenient_cell(self) -> re.Pattern[str]:
        """A quoted cell that may hold quotes nobody doubled."""
        return re.compile(self._quoted(lenient=True) + re.escape(self.quotechar) + self._end)

    @cached_property
    def _open_cell(self) -> re.Pattern[str]:
        """A quoted cell that is not closed yet, as the standard has it."""
        return re.compile(self._quoted() + r"\Z")

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        if not self.delimiter:
            return re.compile(r"(?s:.)*")
        if self.escapechar:
            return re.compile(rf"(?:{re.escape(self.escapechar)}(?s:.)|(?!{self._mark})(?s:.))*+")
        if len(self.delimiter) == 1 and not self._runs:
            return re.compile(rf"[^{self._mark}]*+")
        return re.compile(rf"(?:(?!{self._mark})(?s:.))*+")

    @cached_property
    def _gap(self) -> re.Pattern[str]:
        blanks = "[ \t]*" if self.delimiter not in (" ", "\t") and not self._runs else ""
        return re.compile(blanks + self._mark) if self.delimiter else re.compile(r"(?!)")

    @cached_property
    def _escaped(self) -> re.Pattern[str]:
        specials = re.escape(self.quotechar) + re.escape(self.escapechar) + "\r\n"
        options = rf"[{specials}]" + (f"|{re.escape(self.delimiter)}" if self.delimiter.strip() else "")
        return re.compile(rf"{re.escape(self.escapechar)}({options})")

    def opens_cells(self, text: str) -> bool:
        """Tell whether a cell starts with the quote: elsewhere it is a sign like any other."""
        if not self.quotechar or self.quotechar not in text:
            return False
        before = rf"\A|[\r\n]|{self._mark}" if self.delimiter else r"\A|[\r\n]"
        return re.search(rf"(?:{before})[ \t]*{re.escape(self.quotechar)}", text) is not None

    def unquote(self, body: str) -> str:
        """Undo doubled quotes and escapes inside a quoted cell."""
        if self.escapechar and self.escapechar in body:
            body = self._escaped.sub(r"\1", body)
        return body.replace(self.quotechar * 2, self.quotechar)

    def split(self, text: str) -> list[str]:
        """Split at each delimiter, as if there were no quotes."""
        if not self.delimiter:
            return [text]
        if self._runs:
            return re.split(self._mark, text.strip())
        cells = text.split(self.delimiter)
        return [cell.lstrip(" ") for cell in cells] if self.skip_initial_space else cells

    def read(self, text: str) -> tuple[list[str], Reading] | None:
        """Read one record: its cells and how they were understood; None where a quote is still open."""
        if not self.escapechar and (not self.quotechar or self.quotechar not in text):
            return self.split(text), Reading.STANDARD
        progress = Progress()
        return (progress.cells, progress.reading) if self.read_on(text, progress) else None

    def read_on(self, text: str, progress: "Progress") -> bool:
        """Read cells from where the reading of a shorter text stopped; tell whether all quotes are closed."""
        text = text.strip(" \t") if self._runs else text
        cells, place, end = progress.cells, progress.place, len(text)
        while (found := self._next(text, place)) is not None:
            cell, place, reading = found
            if reading > progress.reading:
                progress.reading = reading
            cells.append(cell)
            if place >= end:
                return True
            gap = self._gap.match(text, place)
            if gap is None:  # blanks after a closing quote at the end of the record
                progress.reading = max(progress.reading, Reading.SPACED)
                return True
            if gap.end() - place > len(self.delimiter) and not self._runs:
                progress.reading = max(progress.reading, Reading.SPACED)
            place = progress.place = gap.end()
            if place >= end:
                cells.append("")
                return True
        return False

    def may_close(self, text: str, place: int) -> bool:
        """Tell whether more lines may close the quote of the cell at a place as the standard has it.

        They may not once a quote is inside the cell that nobody doubled.
        """
        text = text.strip(" \t") if self._runs else text
        return self._open_cell.match(text, text.index(self.quotechar, place)) is not None

    def _next(self, text: str, place: int) -> tuple[str, int, Reading] | None:
        """Read the cell that starts at `place`: its value, where it ends and how it was understood."""
        start = place
        if self.quotechar:
            if self.skip_initial_space or (place < len(text) and text[place] in " \t"):
                start = _skip_blanks(text, place, self.delimiter)
            if text.startswith(self.quotechar, start):
                reading = Reading.STANDARD if start == place or self.skip_initial_space else Reading.SPACED
                found = self._strict_cell.match(text, start)
                if found is None:
                    found, reading = self._lenient_cell.match(text, start), Reading.LENIENT
                return None if found is None else (self.unquote(found[1]), found.end(), reading)
        if self.skip_initial_space:
            place = start
        bare = self._bare.match(text, place)
        cell = bare[0] if bare else ""
        end = place + len(cell)
        if self.escapechar and self.escapechar in cell:
            cell = self._escaped.sub(r"\1", cell)
        return cell, end, Reading.STANDARD


def _skip_blanks(text: str, place: int, delimiter: str) -> int:
    end = len(text)
    while place < end and text[place] in " \t" and not text.startswith(delimiter or "\n", place):
        place += 1
    return place


@dataclass(slots=True)
class Record:
    """One record of the file.

    Attributes
    ----------
    line : int
        Its first line, counted from 1.
    text : str
        As it stands in the file, without the last record separator.
    cells : list of str
        What was read.
    reading : Reading
        How they were understood.
    """

    line: int
    text: str
    cells: list[str]
    reading: Reading = Reading.STANDARD

    @property
    def last_line(self) -> int:
        """The line on which it ends."""
        return self.line + len(SEPARATOR.findall(self.text))

    @property
    def spans_lines(self) -> bool:
        """Whether a line ends inside of it."""
        return "\n" in self.text or "\r" in self.text

    @property
    def blank(self) -> bool:
        """Whether nothing is in it but delimiters and blanks."""
        return not any(map(str.strip, self.cells))


def split_lines(text: str) -> tuple[list[str], list[str]]:
    r"""Split at \r\n, \n and \r, mixed or not.

    Returns
    -------
    (lines, separators)
        One separator fewer than lines. What follows the last separator is a line only if there is something.
    """
    if "\r" in text:
        pieces = SEPARATOR.split(text)
        lines, separators = pieces[::2], pieces[1::2]
    else:
        lines = text.split("\n")
        separators = ["\n"] * (len(lines) - 1)
    if lines and not lines[-1]:
        lines.pop()
        if separators and len(separators) >= len(lines) > 0:
            separators.pop()
    return lines, separators


def read_records(
    lines: list[str], separators: list[str], shape: Shape, *, width: int | None = None, first_line: int = 1
) -> Iterator[Record]:
    """Read records; a quoted cell may span lines.

    Parameters
    ----------
    lines, separators : list of str
        From `split_lines`.
    shape : Shape
        How to split.
    width : int or None
        Cells in a record, where that is known: a record over several lines that has another number of cells is taken
        for a stray quote, if its first line alone is not stranger.
    first_line : int
        The number of the first line.
    """
    place, end, budget = 0, len(lines), _JOIN_BUDGET_CHARS
    while place < end:
        line = lines[place]
        found = shape.read(line)
        used = 1
        if found is None:
            joined, cost = _join_lines(lines, separators, place, shape, width) if budget > 0 else (None, 0)
            budget -= cost
            if joined is not None:
                line, used, found = joined
            else:
                found = literal_cells(line, shape), Reading.LENIENT
        yield Record(first_line + place, line, found[0], found[1])
        place += used


def closed_records(records: list[Record], shape: Shape) -> list[Record]:
    """Take records from the beginning of a text that goes on, without the last ones if a quote is open at its end.

    Only where one before it was closed on another line: a stray quote says nothing of the lines below it.
    """
    multiline = [place for place, record in enumerate(records) if record.spans_lines]
    for place in range(multiline[-1] + 1, len(records)) if multiline else ():
        if records[place].reading is Reading.LENIENT and shape.read(records[place].text) is None:
            return records[:place]
    return records


def _join_lines(
    lines: list[str], separators: list[str], place: int, shape: Shape, width: int | None
) -> tuple[_Joined | None, int]:
    """Find the line that closes an open quote, and say how many characters were read for it.

    Nothing is found where no line closes it, or where it closes at a strange place.
    """
    text, cost = lines[place], 0
    progress = Progress()
    shape.read_on(text, progress)
    if not shape.may_close(text, progress.place):
        return None, cost
    for used in range(2, min(MAX_RECORD_LINES, len(lines) - place) + 1):
        addition = lines[place + used - 1]
        text = f"{text}{separators[place + used - 2]}{addition}"
        if len(text) > MAX_RECORD_CHARS:
            break
        if shape.quotechar not in addition:
            continue
        cost += len(text) - progress.place
        if shape.read_on(text, progress):
            cells = progress.cells
            odd_width = width not in (None, len(cells)) and len(literal_cells(lines[place], shape)) == width
            stray = progress.reading is Reading.LENIENT or odd_width
            stray = stray or _are_rows(lines[place : place + used - 1], shape)
            return None if stray else (text, used, (cells, progress.reading)), cost
        if not shape.may_close(text, progress.place):
            break
    return None, cost


def _are_rows(lines: Sequence[str], shape: Shape) -> bool:
    """Tell whether nearly all lines that a quote holds together are rows of one width, or comments, or blank."""
    if len(lines) <= _MAX_ROWS_IN_CELL:
        return False
    widths = [len(shape.split(line)) for line in lines if line.strip() and not is_comment_line(line)]
    return len(widths) > _MAX_ROWS_IN_CELL and widths[0] > 1 and widths.count(widths[0]) >= _NEARLY_ALL * len(widths)


def literal_cells(line: str, shape: Shape) -> list[str]:
    """Read a record whose quotes cannot be trusted: split at delimiters, take off the quotes that are in pairs."""
    quote = shape.quotechar
    cells = []
    for cell in shape.split(line):
        stripped = cell.strip()
        if len(stripped) >= 2 and stripped[0] == stripped[-1] == quote:
            cells.append(shape.unquote(stripped[1:-1]))
        else:
            cells.append(cell)
    return cells


def with_delimiter_added(text: str, shape: Shape, width: int) -> Iterator[list[str]]:
    """Read a record that lacks a delimiter as if it had one, wherever two cells may touch: beside a quote.

    Yields
    ------
    list of str
        `width` cells, none with a lone quote at its end.
    """
    quote, delimiter = shape.quotechar, shape.delimiter
    if not quote or not delimiter:
        return
    places = [place for place in range(1, len(text)) if _may_touch(text, place, quote, delimiter)]
    for place in places[:_MAX_PLACES]:
        longer = f"{text[:place]}{delimiter}{text[place:]}"
        found = shape.read(longer)
        if found is None or found[1] is Reading.LENIENT or len(found[0]) != width:
            continue
        bare = shape.split(longer)
        if not any(cell.endswith(quote) and cell in bare for cell in found[0]):
            yield found[0]


def _may_touch(text: str, place: int, quote: str, delimiter: str) -> bool:
    """Tell whether a cell may end before a place and the next one begin there.

    One of them has a quote there, and no delimiter is beside it. Just behind an opening quote, or before a closing one,
    is the inside of a cell.
    """
    before, after = text[place - 1], text[place]
    if quote not in (before, after) or delimiter in (before, after):
        return False
    if before == after:
        return True
    opens = before == quote and text[place - 2 : place - 1] in ("", delimiter)
    closes = after == quote and text[place + 1 : place + 2] in ("", delimiter)
    return not opens and not closes
