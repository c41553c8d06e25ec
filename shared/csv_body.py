"""Joins the stages for a table's rows: a clean file goes to the C engine as it is, any other is repaired first.

Imports csv_columns, csv_model, csv_names, csv_repair, csv_rows, csv_scan, csv_structure and csv_table.
"""

import csv
import io
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_model import DialectOverrides, Note
from shared.csv_names import column_names
from shared.csv_repair import RowRepairer
from shared.csv_rows import Reading, Record, Shape, read_records, split_lines
from shared.csv_scan import scan_rows
from shared.csv_structure import Layout, find_layout
from shared.csv_table import TableText

HEAD_LINES: Final = 200
HEAD_BYTES: Final = 200_000
TAIL_BYTES: Final = 4_000
MIN_FAST_BYTES: Final = 200_000
"""A smaller file is read row by row: that is as quick, and sees more."""
WHOLE_CHARS: Final = 8_000_000
WHOLE_LINES: Final = 50_000
"""A file up to this size is searched for tables as a whole, a larger one at its ends."""
EDGE_LINES: Final = 3_000
SAMPLE_ROWS: Final = 400
CLEAN_SAMPLE_ROWS: Final = 100
_SINGLE_BYTE_MARKS: Final = (
    "utf-8",
    "ascii",
    "latin",
    "iso-8859",
    "iso8859",
    "cp125",
    "windows-125",
    "koi8",
    "mac",
    "cp8",
)
_CANONICAL: Final = Shape(",", '"')


@dataclass(frozen=True)
class Body:
    """A table that is ready to be read, and what was found on the way.

    Attributes
    ----------
    table : TableText
    layout : Layout
    profiles : sequence of ColumnProfile
        From a sample of good rows.
    leading_zeros : frozenset of int
        Columns in which a value starts with 0 and a digit; those of the sample are in `profiles`.
    notes : tuple of Note
    line_of : callable
        Row -> line of the file, None where that is not known.
    rows : int
    """

    table: TableText
    layout: Layout
    profiles: Sequence[ColumnProfile]
    leading_zeros: frozenset[int]
    notes: tuple[Note, ...]
    line_of: Callable[[int], int | None]
    rows: int


def clean_body(data: bytes, start: int, encoding: str, shape: Shape, told: DialectOverrides) -> Body | None:
    """Prepare a large clean file for the C engine without touching its rows; None if it is not one.

    Clean: one delimiter of one character, no escapes, all rows of the same width, nothing below the table.
    """
    if len(data) < MIN_FAST_BYTES or not _simple(shape, encoding) or b"\x00" in data:
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    head = _records(data[start : start + HEAD_BYTES], encoding, shape, HEAD_LINES)
    layout = _layout(head, told, complete=False)
    if layout is None or layout.width < 2:
        return None
    body = [record.cells for record in head if record.line >= layout.body_line]
    names, notes = column_names(layout.header, layout.width)
    if len(body) < 3 or any(len(row) != layout.width for row in body) or _awkward_header(layout):
        return None
    offset = _offset(data, start, layout.body_line)
    if not _ends_clean(data, offset, encoding, shape, layout.width):
        return None
    scan = scan_rows(data, offset, width=layout.width, delimiter=shape.delimiter, quotechar=shape.quotechar)
    if not scan.even:
        return None
    middle = _middle_rows(data, encoding, shape, layout.width)
    profiles = profile_columns([*body[:CLEAN_SAMPLE_ROWS], *middle], layout.width)
    if _empty_last(layout, profiles):
        return None
    first = layout.body_line
    return Body(
        TableText(data, offset, encoding, shape, tuple(names)),
        layout,
        profiles,
        scan.leading_zeros,
        (*layout.notes, *notes),
        (lambda row: first + row) if scan.one_line_rows else (lambda _row: None),
        scan.rows,
    )


def _simple(shape: Shape, encoding: str) -> bool:
    marks = shape.delimiter + shape.quotechar
    return (
        len(shape.delimiter) == 1
        and marks.isascii()
        and not shape.escapechar
        and not shape.skip_initial_space
        and encoding.lower().startswith(_SINGLE_BYTE_MARKS)
    )


def _records(data: bytes, encoding: str, shape: Shape, limit: int) -> list[Record]:
    """Read the first records; the last, which may be cut off, is not among them."""
    lines, separators = split_lines(data.decode(encoding, errors="replace"))
    records = list(islice(read_records(lines[:-1], separators, shape), limit))
    return records[:-1]


def _layout(records: Sequence[Record], told: DialectOverrides, *, complete: bool) -> Layout | None:
    return find_layout(
        records,
        complete=complete,
        has_header=told.has_header,
        header_rows=told.header_rows,
        first_line=told.first_line,
    )


def _awkward_header(layout: Layout) -> bool:
    return any(len(row) != layout.width for row in layout.header)


def _empty_last(layout: Layout, profiles: Sequence[ColumnProfile]) -> bool:
    unnamed = not any(row[-1].strip() for row in layout.header)
    return unnamed and profiles[-1].filled == 0


def _offset(data: bytes, start: int, line: int) -> int:
    for _ in range(line - 1):
        start = data.index(b"\n", start) + 1
    return start


def _ends_clean(data: bytes, offset: int, encoding: str, shape: Shape, width: int) -> bool:
    """Tell whether the last rows are rows like all others; a cut inside a quoted cell may say no, which costs time."""
    rows = _rows_from(data, max(offset, len(data) - TAIL_BYTES), encoding, shape)
    if not rows or any(len(row) != width for row in rows):
        return False
    return width < 3 or any(cell.strip() for cell in rows[-1][1:])


def _middle_rows(data: bytes, encoding: str, shape: Shape, width: int) -> list[list[str]]:
    rows = []
    for part in (1, 2, 3):
        start = len(data) * part // 4
        found = _rows_from(data, start, encoding, shape, end=start + TAIL_BYTES)
        rows += [row for row in found[:-1] if len(row) == width]
    return rows


def _rows_from(data: bytes, start: int, encoding: str, shape: Shape, *, end: int | None = None) -> list[list[str]]:
    start = data.find(b"\n", start) + 1
    text = data[start:end].decode(encoding, errors="replace")
    lines, separators = split_lines(text)
    return [record.cells for record in read_records(lines, separators, shape)]


def repaired_body(text: str, shape: Shape, told: DialectOverrides, *, drop_repeats: bool) -> Body | None:
    """Read a text record by record, repair what is bad, and write the table anew for the C engine.

    Parameters
    ----------
    text : str
        The whole file.
    shape : Shape
        How it is split.
    told : DialectOverrides
        What the user knows.
    drop_repeats : bool
        Whether rows that repeat the column names are left out.

    Returns
    -------
    Body or None
        None if there is nothing but blank lines.
    """
    lines, separators = split_lines(text)
    layout = _layout_of(lines, separators, shape, told, chars=len(text))
    if layout is None:
        return None
    first, last = layout.body_line - 1, layout.last_line or len(lines)
    records = partial(
        read_records, lines[first:last], separators[first:last], shape, width=layout.width, first_line=first + 1
    )
    profiles = _profiles(records, layout.width, len(lines))
    repeated = list(layout.header[-1]) if drop_repeats and layout.header and layout.width > 1 else None
    repairer = RowRepairer(shape, profiles, repeated=repeated)
    written = _write(repairer, records(), shape)
    names, width_notes, ignored = _names(layout, profiles, written)
    return Body(
        TableText(written.data, 0, "utf-8", written.shape, tuple(names), ignored, narrow=len(names) > written.widest),
        layout,
        profiles,
        frozenset(),
        (*layout.notes, *repairer.log.notes(), *width_notes),
        lambda row: written.lines[row],
        len(written.lines),
    )


def _layout_of(
    lines: list[str], separators: list[str], shape: Shape, told: DialectOverrides, *, chars: int
) -> Layout | None:
    """Find the table in all records, or in those at the ends of a large file."""
    if len(lines) <= WHOLE_LINES and chars <= WHOLE_CHARS:
        return _layout(list(read_records(lines, separators, shape)), told, complete=True)
    edge = min(EDGE_LINES, max(20, EDGE_LINES * 500 * len(lines) // max(chars, 1)))
    head = list(read_records(lines[:edge], separators[:edge], shape))
    tail_start = max(edge, len(lines) - edge // 4)
    tail = list(read_records(lines[tail_start:], separators[tail_start:], shape, first_line=tail_start + 1))
    return _layout([*head[:-1], *tail], told, complete=True)


def _profiles(records: Callable[[], Iterable[Record]], width: int, lines: int) -> list[ColumnProfile]:
    """Learn the columns from rows over the whole table."""
    step = max(1, lines // (4 * SAMPLE_ROWS))
    good = (
        record.cells
        for place, record in enumerate(records())
        if (place < SAMPLE_ROWS or place % step == 0) and len(record.cells) == width and not record.blank
    )
    return profile_columns(good, width, limit=5 * SAMPLE_ROWS)


@dataclass(frozen=True)
class _Written:
    data: bytes
    shape: Shape
    lines: "array[int]"
    """The line of the file that each row is from."""
    widest: int
    filled: int
    """Cells up to the last that holds something in any row."""


def _write(repairer: RowRepairer, records: Iterable[Record], shape: Shape) -> _Written:
    """Write rows as the C engine reads them: as they stand in the file where it reads them alike."""
    simple = _simple(shape, "utf-8") and bool(shape.quotechar)
    written = shape if simple else _CANONICAL
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="surrogatepass", newline="", write_through=False)
    writer = csv.writer(text, delimiter=written.delimiter, quotechar=written.quotechar, lineterminator="\n")
    lines, widest, filled = array("q"), 0, 0
    for record, cells in repairer.rows(records):
        if cells is None:
            continue
        lines.append(record.line)
        widest = max(widest, len(cells))
        filled = max(filled, _filled(cells, filled))
        if cells is record.cells and simple and record.reading is Reading.STANDARD:
            text.write(record.text)
            text.write("\n")
        else:
            writer.writerow(cells)
    text.flush()
    return _Written(stream.getvalue(), written, lines, widest, filled)


def _filled(cells: Sequence[str], known: int) -> int:
    """Count the cells up to the last that holds something; cells before `known` need no look."""
    for place in range(len(cells), known, -1):
        if cells[place - 1].strip():
            return place
    return known


def _names(layout: Layout, profiles: Sequence[ColumnProfile], written: _Written) -> tuple[list[str], list[Note], int]:
    """Name the columns; say how many at the end have neither name nor value.

    Rows with one value more than there are names start with a name of their own, as R writes them.
    """
    header = [[cell.strip() for cell in row] for row in layout.header]
    named = max((_filled(row, 0) for row in header), default=0)
    cells = max((len(row) for row in header), default=0)
    shifted = cells == layout.width - 1 and profiles[-1].filled > 0 and written.filled == layout.width
    width = max(written.widest, cells)
    wanted = max(named + shifted, written.filled, 1)
    names, notes = column_names(layout.header, wanted, shifted=shifted)
    if wanted < width:
        columns = "column has" if width - wanted == 1 else "columns have"
        notes.append(Note(f"{width - wanted:,} {columns} neither name nor value: left out.", width - wanted))
    return names, notes, max(0, written.widest - wanted)
