"""Joins the stages for a file that is read row by row: finds the table, repairs its rows, writes them for the reader.

Imports csv_columns, csv_edges, csv_fixed_width, csv_gaps, csv_model, csv_names, csv_notes, csv_repair, csv_rows,
csv_structure, csv_table and csv_tables.
"""

import csv
import io
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_edges import mend_names
from shared.csv_fixed_width import find_columns, place_values
from shared.csv_gaps import bare_words
from shared.csv_model import DialectOverrides, Note
from shared.csv_names import column_names
from shared.csv_notes import list_lines
from shared.csv_repair import RepairLog, RowRepairer
from shared.csv_rows import Reading, Record, Shape, closed_records, read_records, split_lines
from shared.csv_structure import Layout, find_layout
from shared.csv_table import TableText
from shared.csv_tables import modal_width

WHOLE_CHARS: Final = 8_000_000
WHOLE_LINES: Final = 50_000
"""A file up to this size is searched for tables as a whole, a larger one at its ends."""
EDGE_LINES: Final = 3_000
SAMPLE_ROWS: Final = 400
_PLACES: Final = 40
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
    notes : tuple of Note
    line_of : callable
        Row -> line of the file, None where that is not known.
    has_rows : bool
    has_quotes : bool
        Whether the quote is anywhere in the file.
    gap_words : tuple of str
        Words that stand for a missing value in columns of text too.
    """

    table: TableText
    layout: Layout
    profiles: Sequence[ColumnProfile]
    notes: tuple[Note, ...]
    line_of: Callable[[int], int | None]
    has_rows: bool = True
    has_quotes: bool = True
    gap_words: tuple[str, ...] = ()


def is_simple(shape: Shape, encoding: str) -> bool:
    """Tell whether Arrow's reader splits rows of this shape as we do."""
    marks = shape.delimiter + shape.quotechar
    return (
        len(shape.delimiter) == 1
        and marks.isascii()
        and not shape.escapechar
        and not shape.skip_initial_space
        and encoding.lower().startswith(_SINGLE_BYTE_MARKS)
    )


def layout_of(records: Sequence[Record], told: DialectOverrides, *, complete: bool) -> Layout | None:
    """Find the table in records, as far as the user has not told where it is."""
    return find_layout(
        records,
        complete=complete,
        has_header=told.has_header,
        header_rows=told.header_rows,
        first_line=told.first_line,
    )


def repaired_body(text: str, shape: Shape, told: DialectOverrides, *, drop_repeats: bool) -> Body | None:
    """Read a text record by record, repair what is bad, and write the table anew for the reader.

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
    repairs = RepairLog()
    found = _edge_records(lines, separators, shape, chars=len(text))
    if found and told.has_header is None and told.header_rows is None and told.first_line is None:
        found = mend_names(found, shape, modal_width(found), repairs.add)
    columns = find_columns(found, shape, modal_width(found)) if found else None
    layout = layout_of(list(place_values(found, columns, [])), told, complete=True)
    if layout is None:
        return None
    first, last = layout.body_line - 1, layout.last_line or len(lines)
    lines, separators = lines[first:last], separators[first:last]
    profiles = _profiles(lines, separators, shape, layout.width)
    repeated = list(layout.header[-1]) if drop_repeats and layout.header and layout.width > 1 else None
    repairer = RowRepairer(shape, profiles, repeated=repeated, commented=layout.commented, log=repairs)
    placed: list[int] = []
    records = read_records(lines, separators, shape, width=layout.width, first_line=first + 1)
    written = write_rows(repairer, place_values(records, columns, placed), shape, layout.width)
    names, width_notes = name_columns(layout, profiles, written)
    table = TableText(
        written.data,
        0,
        len(written.data.rstrip(b"\r\n")),
        "utf-8",
        written.shape,
        tuple(names),
        layout.width,
        longest=written.longest,
        beyond=written.beyond,
    )
    return Body(
        table,
        layout,
        profiles,
        (*layout.notes, *_placed_notes(placed), *repairer.log.notes(), *width_notes),
        lambda row: written.lines[row],
        has_rows=bool(written.lines),
        has_quotes=shape.opens_cells(text),
        gap_words=bare_words(
            (record for record in found if first < record.line <= last), shape.quotechar, text.__contains__
        ),
    )


def _edge_records(lines: list[str], separators: list[str], shape: Shape, *, chars: int) -> list[Record]:
    """Read all records, or those at the ends of a large file: there are the table's."""
    if len(lines) <= WHOLE_LINES and chars <= WHOLE_CHARS:
        return list(read_records(lines, separators, shape))
    edge = min(EDGE_LINES, max(20, EDGE_LINES * 500 * len(lines) // max(chars, 1)))
    head = closed_records(list(read_records(lines[:edge], separators[:edge], shape)), shape)[:-1]
    tail_start = max(edge, len(lines) - edge // 4)
    if any(record.spans_lines for record in head):
        tail_start = _first_line_outside_quotes(lines, tail_start, shape.quotechar)
    tail = list(read_records(lines[tail_start:], separators[tail_start:], shape, first_line=tail_start + 1))
    return [*head, *tail]


def _first_line_outside_quotes(lines: list[str], start: int, quotechar: str) -> int:
    """Find the first line from a place on at whose beginning no quote is open."""
    quotes = sum(line.count(quotechar) for line in lines[:start])
    while start < len(lines) and quotes % 2:
        quotes += lines[start].count(quotechar)
        start += 1
    return start


def _placed_notes(lines: Sequence[int]) -> Iterable[Note]:
    if lines:
        rows, their = ("row was", "its") if len(lines) == 1 else ("rows were", "their")
        text = f"{len(lines):,} {rows} split by where {their} values stand, not by the blanks ({list_lines(lines)})."
        yield Note(text, len(lines), tuple(lines))


def _profiles(lines: list[str], separators: list[str], shape: Shape, width: int) -> list[ColumnProfile]:
    """Learn the columns from the first rows, and from some in many places of a long table."""
    count = len(lines)
    blocks = [(0, count)]
    if count > 4 * SAMPLE_ROWS:
        blocks = [(0, SAMPLE_ROWS), *((count * part // _PLACES, SAMPLE_ROWS // 10) for part in range(1, _PLACES))]
    good = (
        record.cells
        for start, size in blocks
        for record in read_records(lines[start : start + size], separators[start : start + size], shape, width=width)
        if len(record.cells) == width and not record.blank
    )
    return profile_columns(good, width, limit=5 * SAMPLE_ROWS)


@dataclass(frozen=True)
class Written:
    """Rows as the reader reads them.

    Attributes
    ----------
    data : bytes
        Rows of one width.
    shape : Shape
        How they are split.
    lines : array of int
        The line of the file that each row is from.
    beyond : dict of int to list of str
        Row -> cells beyond that width.
    longest : int
        Characters of the longest row.
    filled : int
        Cells up to the last that holds something in any row.
    """

    data: bytes
    shape: Shape
    lines: "array[int]"
    beyond: dict[int, list[str]]
    longest: int
    filled: int

    @property
    def widest(self) -> int:
        """How many cells a row has beyond the width, at most."""
        return max(map(len, self.beyond.values()), default=0)


def write_rows(repairer: RowRepairer, records: Iterable[Record], shape: Shape, width: int) -> Written:
    """Write rows of one width: as they stand in the file where the reader reads them alike."""
    simple = is_simple(shape, "utf-8") and bool(shape.quotechar)
    written = shape if simple else _CANONICAL
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="", write_through=False)
    # The csv module quotes a line end in a cell only if it is one of the terminator's characters.
    writer = csv.writer(text, delimiter=written.delimiter, quotechar=written.quotechar, lineterminator="\r\n")
    lines, beyond, longest, filled = array("q"), {}, 0, 0
    for record, cells in repairer.rows(records):
        if cells is None:
            continue
        longest = max(longest, len(record.text))
        filled = max(filled, _filled(cells, filled))
        if len(cells) > width:
            beyond[len(lines)], cells = cells[width:], cells[:width]
        lines.append(record.line)
        if cells is record.cells and simple and record.reading is Reading.STANDARD:
            text.write(record.text)
            text.write("\n")
        else:
            writer.writerow(cells)
    text.flush()
    return Written(stream.getvalue(), written, lines, beyond, longest, filled)


def _filled(cells: Sequence[str], known: int) -> int:
    """Count the cells up to the last that holds something; cells before `known` need no look."""
    for place in range(len(cells), known, -1):
        if cells[place - 1].strip():
            return place
    return known


def name_columns(layout: Layout, profiles: Sequence[ColumnProfile], written: Written) -> tuple[list[str], list[Note]]:
    """Name the columns; say how many at the end have neither name nor value.

    Rows with one value more than there are names start with a name of their own, as R writes them.
    """
    header = [[cell.strip() for cell in row] for row in layout.header]
    named = max((_filled(row, 0) for row in header), default=0)
    cells = max((len(row) for row in header), default=0)
    shifted = cells == layout.width - 1 and profiles[-1].filled > 0 and written.filled == layout.width
    width = max(layout.width + written.widest, cells)
    wanted = max(named + shifted, written.filled, 1)
    names, notes = column_names(layout.header, wanted, shifted=shifted)
    if (more := named + shifted - layout.width) > 0 and written.filled <= layout.width:
        columns, have = ("column name", "has") if more == 1 else ("column names", "have")
        notes.append(Note(f"{more:,} {columns} at the end {have} no values: all rows are shorter.", more))
    if wanted < width:
        columns = "column has" if width - wanted == 1 else "columns have"
        notes.append(Note(f"{width - wanted:,} {columns} neither name nor value: left out.", width - wanted))
    return names, notes
