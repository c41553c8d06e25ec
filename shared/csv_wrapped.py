"""Takes off what makes no values: quotes around whole lines, the border of a table that is drawn, tabs that align.

A spreadsheet that took a file for one column writes each line in quotes. Imports csv_cells, csv_comments,
csv_model and csv_rows.
"""

import re
from collections.abc import Sequence
from itertools import dropwhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_comments import is_comment_line
from shared.csv_model import Note
from shared.csv_rows import split_lines

_DELIMITERS: Final = ",;\t|"
_QUOTE: Final = '"'
_MIN_DELIMITERS: Final = 2
_MIN_LINES: Final = 2
_MIN_ROWS: Final = 4
_MOST: Final = 0.8
_TAB_STOPS: Final = (8, 4)
_TABS: Final = re.compile(r"\t+")
_BLANKS: Final = re.compile(r"[ \t]+")
_AT_ENDS: Final = re.compile(r"(?:\A|(?<=[\r\n]))[ \t]|[ \t](?=[\r\n]|\Z)")
_BORDERS: Final = re.compile(r"(\A|[\r\n])[ \t]*\|")


def unwrapped(text: str) -> tuple[str, list[Note]]:
    """Take off what stands around each line of a text, or between values to align them.

    Returns
    -------
    (text, notes)
        The text as it is, and no notes, where nothing does.
    """
    if (rows := _without_line_quotes(text)) is not None:
        return rows, [Note("Each line stood in quotes as a whole: they were taken off.")]
    if "|" in text and (rows := _without_border(text)) is not None:
        return rows, [Note('Each line started with a bar, "|": it was taken off.')]
    return _with_single_gaps(text)


def _with_single_gaps(text: str) -> tuple[str, list[Note]]:
    """Write one tab where several align the values of a table, as people do who type it, or one blank where both do.

    Returns
    -------
    (text, notes)
        The text as it is, and no notes, where single tabs split it, so that empty values are between two of them.
    """
    if "\t" not in text or _QUOTE in text:
        return text, []
    rows = [line for line in split_lines(text)[0] if line.strip() and not is_comment_line(line)]
    for gap, mark, words, may_be in (
        (_TABS, "\t", "Several tabs between two values were taken for one.", _align),
        (_BLANKS, " ", "Tabs and blanks between two values were taken for one blank.", _are_among_blanks),
    ):
        width = len(gap.split(rows[0].strip())) if len(rows) >= _MIN_ROWS else 1
        if width > 1 and all(len(gap.split(row.strip())) == width for row in rows) and may_be(rows):
            return _AT_ENDS.sub("", gap.sub(mark, text)), [Note(words)]
    return text, []


def _align(rows: Sequence[str]) -> bool:
    """Tell whether tabs are several in places where no row has a value between them, or so that values are in columns.

    Else an empty value may be between two of them: of debit and credit, each row has one.
    """
    cells = [row.split("\t") for row in rows]
    inner = [row.strip().split("\t") for row in rows]  # a tab at each line's end splits no values
    if len(set(map(len, inner))) == 1 and not all(map(any, zip(*inner, strict=True))):
        return True
    return any("\t\t" in row for row in rows) and any(
        len({_starts(row, stop) for row in cells}) == 1 for stop in _TAB_STOPS
    )


def _starts(cells: Sequence[str], tab_stop: int) -> tuple[int, ...]:
    """Return where the values of a row stand on a screen."""
    starts, place = [], 0
    for cell in cells:
        if cell.strip():
            starts.append(place)
        place += len(cell)
        place += tab_stop - place % tab_stop
    return tuple(starts)


def _are_among_blanks(rows: Sequence[str]) -> bool:
    """Tell whether blanks stand between numbers and the like where tabs split no more, and nowhere an empty value."""
    cells = [cell.strip() for row in rows for cell in row.strip().split("\t")]
    parts = [part for cell in cells if cell_kind(cell) not in TYPED for part in cell.split() if part != cell]
    typed = sum(cell_kind(part) in TYPED for part in parts)
    return all(cells) and len(parts) >= len(rows) and typed >= _MOST * len(parts)


def _without_line_quotes(text: str) -> str | None:
    """Return a text without the quotes around each line; None if its lines are no rows of delimiters in quotes.

    The first line, with the names, may have none.
    """
    lines, separators = split_lines(text)
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) < _MIN_LINES or not all(map(_is_wrapped, filled[1:])):
        return None
    inner = [_unwrapped(line) if _is_wrapped(line.strip()) else line for line in lines]
    rows = [line for line in inner if line.strip()]
    counts = ({_outside_quotes(line, mark) for line in rows} for mark in _DELIMITERS)
    if not any(len(count) == 1 and count.pop() >= _MIN_DELIMITERS for count in counts):
        return None
    return "".join(f"{line}{end}" for line, end in zip(inner, [*separators, ""], strict=False))


def _without_border(text: str) -> str | None:
    """Return a text without the bars that each line starts with; None if one does not, or there is nothing else.

    Lines of prose may be above.
    """
    lines = [line.strip() for line in split_lines(text)[0]]
    filled = [line for line in dropwhile(lambda line: "|" not in line, lines) if line]
    bordered = len(filled) >= _MIN_LINES and all(line.startswith("|") for line in filled)
    return _BORDERS.sub(r"\1", text) if bordered and any("|" in line[1:] for line in filled) else None


def _is_wrapped(line: str) -> bool:
    """Tell whether a line is one value in quotes, those inside it doubled."""
    inside = line[1:-1]
    closed = len(line) > 1 and line[0] == line[-1] == _QUOTE
    return closed and _QUOTE not in inside.replace(_QUOTE * 2, "")


def _unwrapped(line: str) -> str:
    return line.strip()[1:-1].replace(_QUOTE * 2, _QUOTE)


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split(_QUOTE)[::2])
