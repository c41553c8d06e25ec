"""Joins the stages for a large file: its good rows go to the reader as they stand, only the others are looked at.

A row by row reading of a hundred megabytes takes a minute; one row that is too short must not cost that. Imports
csv_body, csv_bytes, csv_columns, csv_comments, csv_encoding, csv_gaps, csv_model, csv_names, csv_repair, csv_rows,
csv_scan, csv_structure, csv_table and dialect.
"""

import re
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Final

import numpy as np

from shared.csv_body import Body, Written, is_simple, layout_of, name_columns, write_rows
from shared.csv_bytes import Data
from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_comments import with_usual_comments
from shared.csv_encoding import Encoding, detect_encoding, presumed_encoding
from shared.csv_gaps import bare_words
from shared.csv_model import DialectOverrides, Note
from shared.csv_names import column_names
from shared.csv_repair import RowRepairer
from shared.csv_rows import Record, Shape, closed_records, read_records, split_lines
from shared.csv_scan import count_lines, has_usual_ends, uneven_lines
from shared.csv_structure import Layout
from shared.csv_table import TableText
from shared.dialect import PIECE_LINES, SAMPLE_CHARS, Detected, detect_shape, sample_blocks

MIN_BYTES: Final = 200_000
"""A smaller file is read row by row: that is as quick, and sees more."""
SAMPLE_BYTES: Final = 8 * SAMPLE_CHARS
"""Of the beginning, for the detection of the delimiter."""
HEAD_LINES: Final = 100
HEAD_BYTES: Final = 100_000
TAIL_BYTES: Final = 4_000
SAMPLE_ROWS: Final = 100
MAX_BAD_SHARE: Final = 0.05
"""With more rows than these to look at, reading row by row is as quick."""
_MAX_LINES_OF_CELL: Final = 20
_COMMENTED: Final = re.compile(rb"\n[ \t]*+#")


@dataclass(frozen=True)
class LargePlan:
    """A large file of which the beginning, the end and samples between them look like one table."""

    data: Data
    start: int
    """Where its text starts."""
    first_row: int
    end: int
    encoding: str
    detected: Detected
    layout: Layout
    profiles: list[ColumnProfile]
    even: bool
    """Whether all rows of the samples are of one width."""
    shows_quotes: bool
    """Whether the quote is in a sample of the rows."""
    gap_words: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    """What is to be said of lines above the table, beside the notes of its layout."""

    @property
    def shape(self) -> Shape:
        """How the text is split into cells."""
        return self.detected.shape

    @cached_property
    def opens_cells(self) -> bool:
        """Whether a cell starts with the quote: elsewhere it is a sign like any other."""
        mark = self.shape.quotechar.encode()
        before = (self.shape.delimiter.encode(), b"\n")
        return bool(mark) and any(self.data.find(sign + mark, max(self.first_row - 1, 0)) >= 0 for sign in before)

    @cached_property
    def quoted(self) -> Body | None:
        """The rows as they are, with quotes; None where there are none, or line ends of several kinds inside them."""
        mark = self.shape.quotechar.encode()
        is_quoted = bool(mark) and self.data.find(mark, self.first_row) >= 0 and has_usual_ends(self.data)
        return _as_it_stands(self, quoted=True) if is_quoted else None


def plan_large(data: Data, label: str, told: DialectOverrides) -> tuple[Encoding, LargePlan | None]:
    """Find a file's encoding, and how to read it if it is large and seems clean; small or not, None if it is not.

    Parameters
    ----------
    data : bytes
        The whole file.
    label : str
        How messages call the file.
    told : DialectOverrides
        What the user knows.

    Raises
    ------
    EncodingError
        If the encoding that the user told is none, or is another one than the file's.
    """
    if len(data) < MIN_BYTES or told.encoding is not None:
        encoding = detect_encoding(data, label=label, told=told.encoding)
        return encoding, _plan(data, encoding, told)
    presumed = presumed_encoding(data)
    # To look at all bytes of a file takes as long as to look at its samples; what comes next needs both.
    with ThreadPoolExecutor(1) as beside:
        certain = beside.submit(detect_encoding, data, label=label)
        plan = _plan(data, presumed, told)
        if plan is not None and plan.even and plan.shows_quotes:
            _ = plan.quoted
        encoding = certain.result()
    return encoding, plan if encoding == presumed else _plan(data, encoding, told)


def large_bodies(plan: LargePlan) -> Iterator[Body]:
    """Yield ways to read a large file, the quickest first; none for a file that has to be read row by row.

    A way may turn out not to hold when the rows are read: the reader then raises UnevenRowsError.
    """
    if b"\x00" in plan.data or (plan.layout.commented and _COMMENTED.search(plan.data, max(plan.first_row - 1, 0))):
        return
    if plan.even and not plan.shows_quotes:
        yield _as_it_stands(plan, quoted=False)
    if plan.even and plan.quoted is not None:
        yield plan.quoted
    if has_usual_ends(plan.data) and not _names_again(plan) and (mended := _mended(plan)) is not None:
        yield mended


def _plan(data: Data, encoding: Encoding, told: DialectOverrides) -> LargePlan | None:
    """Look at samples of a file: nothing here may take longer for a longer one."""
    if len(data) < MIN_BYTES:
        return None
    start, codec = encoding.bom_bytes, encoding.name
    samples = _samples(data, start, codec)
    detected = detect_shape(samples, told)
    shape = detected.shape
    beginning = data[start : start + HEAD_BYTES]
    if not is_simple(shape, codec) or b"\x00" in beginning or not has_usual_ends(beginning.rstrip(b"\r")):
        return None
    head_text, notes = with_usual_comments(beginning.decode(codec, errors="replace"))
    head = _records(head_text, shape, HEAD_LINES)
    layout = layout_of(head, told, complete=False)
    if layout is None or layout.width < 2 or any(len(row) != layout.width for row in layout.header):
        return None
    records = [record for record in head if record.line >= layout.body_line]
    even = [record.cells for record in records if len(record.cells) == layout.width]
    if told.delimiter is None and shape.delimiter == "|" and not any(cells[0].strip() for cells in even):
        return None  # the border of a table
    first_row = _offset(data, start, layout.body_line)
    if len(even) < max(3, 0.9 * len(records)) or not _ends_clean(data, first_row, codec, shape, layout.width):
        return None
    middle = _middle_rows(data, codec, shape, layout.width)
    profiles = profile_columns([*even[:SAMPLE_ROWS], *middle], layout.width)
    unnamed = not any(row[-1].strip() for row in layout.header)
    if unnamed and profiles[-1].filled == 0:
        return None
    rows_read = [beginning[first_row - start :].decode(codec, errors="ignore"), *samples[1:]]
    shows_quotes = bool(shape.quotechar) and any(shape.quotechar in text for text in rows_read)
    return LargePlan(
        data,
        start,
        first_row,
        _end(data),
        codec,
        detected,
        layout,
        profiles,
        even=len(even) == len(records),
        shows_quotes=shows_quotes,
        gap_words=bare_words(
            records, shape.quotechar if shows_quotes else "", lambda text: data.find(text.encode(codec), first_row) >= 0
        ),
        notes=tuple(notes),
    )


def _samples(data: Data, start: int, encoding: str) -> list[str]:
    """Decode the beginning of a file and, of one that is much longer, something of its middle and end."""
    beginning, _ = with_usual_comments(data[start : start + SAMPLE_BYTES].decode(encoding, errors="ignore"))
    blocks = sample_blocks(beginning)[:1]
    for part in (1, 2):
        place = data.find(b"\n", len(data) * part // 3) + 1
        if place > SAMPLE_BYTES:
            piece = data[place : place + SAMPLE_CHARS // 4].decode(encoding, errors="ignore")
            blocks.append("".join(piece.splitlines(keepends=True)[:-1][:PIECE_LINES]))
    return [block for block in blocks if block]


def _records(text: str, shape: Shape, limit: int) -> list[Record]:
    """Read the first records; the last, which may be cut off, is not among them."""
    lines, separators = split_lines(text)
    records = list(islice(read_records(lines[:-1], separators, shape), limit))
    return closed_records(records, shape)[:-1]


def _offset(data: Data, start: int, line: int) -> int:
    for _ in range(line - 1):
        start = data.index(b"\n", start) + 1
    return start


def _end(data: Data) -> int:
    """Find the end of the last row: line ends below it would be rows of their own."""
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _names_row(plan: LargePlan) -> bytes:
    return plan.data[plan.start : plan.first_row].rstrip(b"\r\n").rpartition(b"\n")[2] if plan.layout.header else b""


def _names_again(plan: LargePlan) -> bool:
    names = _names_row(plan)
    return bool(names) and plan.data.find(b"\n" + names, plan.first_row) >= 0


def _ends_clean(data: Data, offset: int, encoding: str, shape: Shape, width: int) -> bool:
    """Tell whether the last rows are rows like all others; a cut inside a long quoted cell may say no: this is slow."""
    start = max(offset, len(data) - TAIL_BYTES)
    for _ in range(_MAX_LINES_OF_CELL):
        rows = _rows_from(data, start, encoding, shape)
        if not rows or all(len(row) == width for row in rows):
            break
        start = data.find(b"\n", start) + 1  # where text stands in quotes, this may have been inside of it
    if not rows or any(len(row) != width for row in rows):
        return False
    return width < 3 or any(cell.strip() for cell in rows[-1][1:])


def _middle_rows(data: Data, encoding: str, shape: Shape, width: int) -> list[list[str]]:
    rows = []
    for part in (1, 2, 3):
        start = len(data) * part // 4
        found = _rows_from(data, start, encoding, shape, end=start + TAIL_BYTES)
        rows += [row for row in found[:-1] if len(row) == width]
    return rows


def _rows_from(data: Data, start: int, encoding: str, shape: Shape, *, end: int | None = None) -> list[list[str]]:
    start = data.find(b"\n", start) + 1
    text = data[start:end].decode(encoding, errors="replace")
    lines, separators = split_lines(text)
    return [record.cells for record in read_records(lines, separators, shape)]


def _as_it_stands(plan: LargePlan, *, quoted: bool) -> Body:
    """Take the rows as they are, with quotes or presuming that there are none.

    When they are read it shows whether that is so and all are of one width. So does a line end of another kind, as it
    tears a row, but not inside quotes.
    """
    layout, first_line = plan.layout, plan.layout.body_line
    names, notes = column_names(layout.header, layout.width)
    shape = plan.shape if quoted else replace(plan.shape, quotechar="")
    lines = count_lines(plan.data, plan.first_row, plan.end) if quoted else None
    table = TableText(
        plan.data,
        plan.first_row,
        plan.end,
        plan.encoding,
        shape,
        tuple(names),
        layout.width,
        lines=lines,
        as_it_stands=True,
        names_row=_names_row(plan),
        presumed_absent="" if quoted else plan.shape.quotechar,
    )
    notes = [*layout.notes, *notes]
    return Body(
        table,
        layout,
        plan.profiles,
        tuple(notes),
        lambda row: first_line + row,
        has_quotes=quoted and plan.opens_cells,
        gap_words=plan.gap_words,
    )


def _mended(plan: LargePlan) -> Body | None:
    """Repair the rows that are not of the table's width, and leave the others; None if there are too many of them."""
    layout, shape, first_line = plan.layout, plan.shape, plan.layout.body_line
    if not shape.quotechar:
        return None
    starts, spans = uneven_lines(
        plan.data, plan.first_row, plan.end, width=layout.width, delimiter=shape.delimiter, quotechar=shape.quotechar
    )
    if not spans or sum(last - first + 1 for first, last in spans) > MAX_BAD_SHARE * len(starts):
        return None
    repairer = RowRepairer(shape, plan.profiles)
    pieces: list[bytes] = []
    lines = array("q")
    beyond: dict[int, list[str]] = {}
    longest = done = 0
    for first, last in [*spans, (len(starts) - 1, len(starts) - 2)]:
        pieces.append(plan.data[starts[done] : starts[first]])
        lines.frombytes(np.arange(first_line + done, first_line + first, dtype=np.int64).tobytes())
        if first > last:
            break
        text_lines, separators = split_lines(plan.data[starts[first] : starts[last + 1]].decode(plan.encoding))
        records = read_records(text_lines, separators, shape, width=layout.width, first_line=first_line + first)
        written = write_rows(repairer, records, shape, layout.width)
        pieces.append(written.data.decode().encode(plan.encoding))
        beyond |= {len(lines) + row: cells for row, cells in written.beyond.items()}
        lines.extend(written.lines)
        longest, done = max(longest, written.longest), last + 1
    data = b"".join(pieces)
    whole = Written(
        data, shape, lines, beyond, longest, filled=layout.width + max(map(len, beyond.values()), default=0)
    )
    names, notes = name_columns(layout, plan.profiles, whole)
    table = TableText(
        data, 0, _end(data), plan.encoding, shape, tuple(names), layout.width, longest=longest, beyond=beyond
    )
    notes = [*layout.notes, *repairer.log.notes(), *notes]
    return Body(
        table,
        layout,
        plan.profiles,
        tuple(notes),
        lambda row: lines[row],
        has_quotes=plan.opens_cells,
        gap_words=plan.gap_words,
    )
