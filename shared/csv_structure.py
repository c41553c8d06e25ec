"""Fourth stage of CSV loading: where in the file the table is.

A file may hold titles, comments, column names over several rows, blank rows, footnotes and further tables. Imports
csv_columns, csv_edges, csv_header, csv_model, csv_notes, csv_rows and csv_tables.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from shared.csv_columns import profile_columns
from shared.csv_edges import (
    ends_in_lists,
    header_in_comment,
    header_with_other_delimiter,
    take_names_above,
    trim_above,
    trim_below,
    without_sign,
)
from shared.csv_header import count_header_rows
from shared.csv_model import Note
from shared.csv_notes import beginning, left_out_note, lines_of, lines_text
from shared.csv_rows import FRONT_MATTER, Record
from shared.csv_tables import (
    Table,
    find_tables,
    first_table,
    has_typed_column,
    is_all_comments,
    is_comment,
    is_rule,
    join_told_line,
    modal_width,
)

_REMARK_CELLS: Final = 2
"""Cells of a remark: what it is about, and a value."""
_MAX_FRONT_MATTER: Final = 200
"""Lines of a description above a table."""


@dataclass(frozen=True)
class Layout:
    """Where the table is.

    Attributes
    ----------
    width : int
        Cells in a good row.
    header : tuple of rows
        The rows of column names as they stand in the file; empty without a header.
    first_line : int
        Where the table starts, header included.
    body_line : int
        Where its rows start.
    last_line : int or None
        Where they end; None for the end of the file.
    notes : tuple of Note
        What was left out around it.
    """

    width: int
    header: tuple[tuple[str, ...], ...]
    first_line: int
    body_line: int
    last_line: int | None = None
    notes: tuple[Note, ...] = ()
    commented: bool = False


def find_layout(
    records: Sequence[Record],
    *,
    complete: bool = True,
    has_header: bool | None = None,
    header_rows: int | None = None,
    first_line: int | None = None,
) -> Layout | None:
    """Find the table in a file.

    Parameters
    ----------
    records : sequence of Record
        The file's records; its first ones where `complete` is false.
    complete : bool
        Whether these are all records: footnotes and the largest of several tables are told from all of them.
    has_header, header_rows, first_line : optional
        What the user knows, as in `DialectOverrides`.

    Returns
    -------
    Layout or None
        None if there is nothing but blank records.
    """
    start = first_line or _below_front_matter(records)
    skipped = [record for record in records if record.line < start and not record.blank]
    tables = find_tables([record for record in records if record.line >= start])
    if not tables:
        return None
    if first_line is not None:
        tables = join_told_line(tables)
    table = max(tables, key=lambda each: each.size) if complete and first_line is None else first_table(tables)
    if first_line is None and has_header is None and header_rows is None:
        take_names_above(tables, table)
    others = [other for other in tables if other is not table]
    notes = [_other_table_note(other) for other in others if _is_worth_naming(other)]
    lines = [record for other in others if not _is_worth_naming(other) for record in other.records]
    above = [] if first_line is not None else trim_above(table)
    below = trim_below(table) if complete else []
    above = [*(record for record in lines if record.line < table.first_line), *above]
    below = [*below, *(record for record in lines if record.line > table.last_line)]
    header, body_line = _header(table, has_header, header_rows)
    width = _body_width(table, 0 if body_line == table.first_line else len(header))
    if len(header) == 1 and len(header[0].cells) == width + 1 and header[0].cells[0].endswith(":"):
        # A word for all of the names before them: "Data:  y  x".
        notes.append(Note(f'"{header[0].cells[0]}" before the column names was left out.'))
        header = [replace(header[0], cells=header[0].cells[1:])]
    if not header and above and header_rows is None and has_header is None:
        header = header_in_comment(above, table) or header_with_other_delimiter(above, table)
    if header and above and is_comment(above[-1]):
        header = [without_sign(header[0]), *header[1:]]
    if width == len(header) == 1 and has_header is None and header_rows is None and _may_be_value(table):
        name = beginning(header[0].text)
        notes.append(
            Note(f'The first line, "{name}", is the name of the column: choose 0 header rows if it is a value.')
        )
    if above:
        notes.insert(0, left_out_note("above the table", above))
    if rules := [record for record in header if is_rule(record)]:
        notes.append(left_out_note("below the column names", rules))
    if skipped:
        notes.insert(0, left_out_note("above the line that you chose" if first_line else "above the table", skipped))
    if below:
        notes.append(left_out_note("below the table", below))
    end = table.last_line if complete and (below or table is not tables[-1]) else None
    return Layout(
        width,
        tuple(tuple(record.cells) for record in header if not is_rule(record)),
        header[0].line if header else table.first_line,
        body_line,
        end,
        tuple(notes),
        commented=bool(above) and is_comment(above[-1]) and not all(map(is_comment, table.records)),
    )


def _may_be_value(table: Table) -> bool:
    """Tell whether nothing shows that the first line of a column of words is no value like the others."""
    words = profile_columns((record.cells for record in table.records[1:]), 1)[0]
    return words.filled > 0 and words.typed_kind() is None and not words.kinds["address"]


def _below_front_matter(records: Sequence[Record]) -> int:
    """Return the line below a description between two lines of three dashes, or the first line where there is none."""
    is_mark = [record.text.rstrip() == FRONT_MATTER for record in records[:_MAX_FRONT_MATTER]]
    if sum(is_mark) < 2 or not is_mark[0]:
        return 1
    end = is_mark.index(True, 1)
    described = [record for record in records[1:end] if not record.blank]
    is_yaml = all(":" in record.text or record.text.startswith((" ", "-", "#")) for record in described)
    is_above_rows = any(not record.blank for record in records[end + 1 :])
    return records[end].line + 1 if described and is_yaml and is_above_rows else 1


def _header(table: Table, has_header: bool | None, header_rows: int | None) -> tuple[list[Record], int]:
    if header_rows is None and has_header is not None:
        header_rows = max(1, count_header_rows(table.records, table.width)) if has_header else 0
    if header_rows is None:
        header_rows = count_header_rows(table.records, table.width)
    count = min(header_rows, len(table.records))
    if count and count < len(table.records) and is_rule(table.records[count]):
        count += 1
    header = table.records[:count]
    if not header:
        return header, table.first_line
    return header, header[-1].last_line + 1


def _body_width(table: Table, header_rows: int) -> int:
    """Tell how many cells a row has.

    The names decide where rows of two widths are about as many, and where longer rows than most have no more cells than
    there are names: the others end early.
    """
    body = table.records[header_rows:]
    if not body:
        return len(table.records[0].cells)
    widths = Counter(len(record.cells) for record in body)
    usual = modal_width(body)
    if not header_rows:
        return usual
    names = table.records[header_rows - 1].cells
    if ends_in_lists(names, body):
        return len(names)
    longest = max(width for width in widths if width <= len(names)) if min(widths) <= len(names) else 0
    ends_early = usual < longest and max(widths) <= len(names) and names[longest - 1].strip()
    return len(names) if ends_early or 2 * widths[len(names)] >= widths[usual] else usual


def _other_table_note(other: Table) -> Note:
    return Note(
        f"The file holds another table, {lines_text(other.first_line, other.last_line)} "
        f"({len(other.records):,} rows of {other.width:,} values). It was left out: the largest is loaded.",
        len(other.records),
        lines_of(other.records),
        left_out=True,
    )


def _is_worth_naming(table: Table) -> bool:
    """Tell whether a table that is left out is one, and not lines of text or remarks with a value each."""
    rows = sum(len(record.cells) == table.width for record in table.records)
    return (
        table.width > 1
        and rows >= max(3, 0.5 * len(table.records))
        and not is_all_comments(table)
        and (table.width > _REMARK_CELLS or has_typed_column(table))
    )
