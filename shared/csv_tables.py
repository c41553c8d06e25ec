"""Part of the fourth stage of CSV loading: which records of a file belong together to a table.

Blank rows may be between tables, or in one. Imports csv_cells, csv_columns, csv_comments, csv_header
and csv_rows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_columns import profile_columns
from shared.csv_comments import is_comment_line
from shared.csv_header import MAX_HEADER_ROWS, count_header_rows, looks_like_names
from shared.csv_rows import Record

_WIDE: Final = 4
_BESIDE_WIDE: Final = 4
_BESIDE_NARROW: Final = 2
"""How many times as many as rows of several cells lines of one cell are where they are the rows."""
_ROWS_COMPARED: Final = 20
_MIN_ROWS: Final = 5
_ALIKE: Final = 0.1
_RULE_MARKS: Final = frozenset(" \t|+:=_-#*")


@dataclass
class Table:
    """Records that belong together while the structure is being found."""

    records: list[Record]
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = modal_width(self.records)

    @property
    def size(self) -> int:
        """Values in rows of the table's width: a title's empty cells, as spreadsheets write them, do not count."""
        return sum(fill_of(record) for record in self.records if len(record.cells) == self.width)

    @property
    def first_line(self) -> int:
        """Where it starts."""
        return self.records[0].line

    @property
    def last_line(self) -> int:
        """Where it ends."""
        return self.records[-1].last_line


def modal_width(records: Sequence[Record]) -> int:
    """How many cells most records have, comments apart; lines of one cell have to be many times as many as others."""
    rows = [record for record in records if not is_comment(record)] or records
    widths = Counter(len(record.cells) for record in rows)
    alone = widths.pop(1, 0)
    if not widths:
        return 1
    usual = max(widths, key=lambda width: (widths[width], width))
    return 1 if alone > (_BESIDE_WIDE if usual >= _WIDE else _BESIDE_NARROW) * widths[usual] else usual


def find_tables(records: Sequence[Record]) -> list[Table]:
    """Split records at blank ones and where the width changes for good; join what only blank rows tore apart."""
    tables: list[Table] = []
    for blank, group in groupby(records, key=lambda record: record.blank):
        if blank:
            continue
        for part in _split_at_width(list(group)):
            table = Table(part)
            if tables and _continues(tables[-1], table):
                tables[-1] = Table(tables[-1].records + part)
            elif (
                len(tables) > 1
                and is_all_comments(tables[-1])
                and not is_all_comments(table)
                and _continues(tables[-2], table)
            ):
                comments = tables.pop().records
                tables[-1] = Table(tables[-1].records + comments + part)
            else:
                tables.append(table)
    return tables


def _continues(before: Table, after: Table) -> bool:
    """Tell whether a blank row is only a blank row: the same width goes on and no new column names follow."""
    if before.width != after.width or before.width == 1:
        return before.width == after.width or _are_ragged_alike(before, after)
    if _has_other_groups(before, after) or _is_text_below_numbers(before, after):
        return False
    if len(before.records) < 2:
        filled = [fill_of(table.records[0]) for table in (before, after)]
        return filled[0] > max(1, 0.5 * filled[1])
    if len(after.records) < 3:
        return not _same_cells(before.records[0], after.records[0])
    return count_header_rows(after.records, after.width) == 0 or not has_typed_column(after)


def _are_ragged_alike(before: Table, after: Table) -> bool:
    """Tell whether the rows of two tables are of several widths, and many of each are as wide as most of the other."""
    if min(before.width, after.width) < 2 or min(len(before.records), len(after.records)) < _MIN_ROWS:
        return False
    pairs = ((before, after.width), (after, before.width))
    shares = (
        sum(len(record.cells) == width for record in table.records) / len(table.records) for table, width in pairs
    )
    return all(share >= _ALIKE for share in shares)


def _has_other_groups(before: Table, after: Table) -> bool:
    """Tell whether the names of one table are there again, below names of other groups than in the first."""
    names = [record.cells for record in before.records[:MAX_HEADER_ROWS]]
    first = after.records[0]
    return (
        len(after.records) > 2
        and after.records[1].cells in names[1:]
        and first.cells not in names
        and fill_of(first) > 1
        and looks_like_names(first.cells)
    )


def _is_text_below_numbers(before: Table, after: Table) -> bool:
    """Tell whether several rows are only words, also where a column above them is of numbers or the like."""
    cells = [cell for record in after.records for cell in record.cells]
    if len(after.records) < 2 or any(cell_kind(cell) in TYPED for cell in cells):
        return False
    above = [record.cells for record in before.records[1:][-_ROWS_COMPARED:]]
    profiles = profile_columns(above, before.width)
    rows = [record.cells for record in after.records if len(record.cells) == before.width]
    return len(above) >= _MIN_ROWS and any(
        profile.rejects(cell) for row in rows for profile, cell in zip(profiles, row, strict=True)
    )


def has_typed_column(table: Table) -> bool:
    """Tell whether a column below the first row is of numbers, dates or the like."""
    profiles = profile_columns((record.cells for record in table.records[1:]), table.width)
    return any(profile.typed_kind() for profile in profiles)


def _same_cells(one: Record, other: Record) -> bool:
    return one.cells == other.cells


def _split_at_width(records: list[Record]) -> list[list[Record]]:
    """Split where a run of another width starts that has column names of its own."""
    runs = [list(group) for _, group in groupby(records, key=lambda record: len(record.cells))]
    parts: list[list[Record]] = []
    for run in runs:
        width = len(run[0].cells)
        enough = bool(parts) and min(len(parts[-1]), len(run)) >= 3 and width > 1
        other = enough and modal_width(parts[-1]) not in (1, width)
        if other and count_header_rows(run, width) and has_typed_column(Table(run)):
            parts.append(run)
        elif parts:
            parts[-1] += run
        else:
            parts.append(run)
    return parts


def join_told_line(tables: list[Table]) -> list[Table]:
    """Join a line that stands alone with the rows of its width below it: the user says that it belongs to them.

    Other lines that stand alone, such as a comment, may be between.
    """
    first, *others = tables
    between = list(takewhile(lambda table: table.width != first.width and len(table.records) == 1, others))
    below = others[len(between) :]
    names = first.records[0]
    alone = all(
        is_rule(record) or len(record.cells) == 1 < first.width or _same_cells(record, names)
        for record in first.records
    )
    if not alone or not below or below[0].width != first.width:
        return tables
    joined = [record for table in (first, *between, below[0]) for record in table.records]
    return [Table(joined), *below[1:]]


def first_table(tables: list[Table]) -> Table:
    """Take the first table that is one: titles above it are not."""
    largest = max(tables, key=lambda each: each.size)
    return next(table for table in tables if table.size >= 0.2 * largest.size)


def fill_of(record: Record) -> int:
    """Count the cells that hold something."""
    return sum(map(bool, map(str.strip, record.cells)))  # of every row, many times: in half the time of a loop


def usual_fill(table: Table) -> float:
    """Return how many cells of a row usually hold something."""
    fills = sorted(fill_of(record) for record in table.records if len(record.cells) == table.width)
    return fills[len(fills) // 2] if fills else 1


def is_comment(record: Record) -> bool:
    """Tell whether a record starts as comments do."""
    return is_comment_line(record.text)


def is_all_comments(table: Table) -> bool:
    """Tell whether there is nothing but comments."""
    return all(map(is_comment, table.records))


def is_rule(record: Record) -> bool:
    """Tell whether a record is a line drawn with dashes."""
    return any(mark in record.text for mark in ("--", "==", "__", "**")) and _RULE_MARKS.issuperset(record.text)
