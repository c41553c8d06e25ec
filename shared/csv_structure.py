"""Fourth stage of CSV loading: where in the file the table is.

A file may hold titles, comments, column names over several rows, blank rows, footnotes and further tables. Imports
csv_cells, csv_columns, csv_header, csv_model and csv_rows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, groupby, takewhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_header import MAX_HEADER_ROWS, count_header_rows, looks_like_names
from shared.csv_model import Note
from shared.csv_rows import DECLARATION, FRONT_MATTER, Record

MAX_LINES_SHOWN: Final = 5
_RULE_MARKS: Final = frozenset(" \t|+:=_-#")
_MAX_FRONT_MATTER: Final = 200
"""Lines of a description above a table."""
_FEW: Final = 8
"""Part of a row's cells: with no more of them filled, and not the first, a row at the end is a footnote."""
_MAX_TITLES: Final = 12
"""Rows below a title among which its table's names are looked for."""


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


@dataclass
class _Table:
    """Records that belong together while the structure is being found."""

    records: list[Record]
    width: int = field(init=False)

    def __post_init__(self) -> None:
        self.width = modal_width(self.records)

    @property
    def size(self) -> int:
        return sum(len(record.cells) == self.width for record in self.records) * self.width

    @property
    def first_line(self) -> int:
        return self.records[0].line

    @property
    def last_line(self) -> int:
        return self.records[-1].last_line


def modal_width(records: Sequence[Record]) -> int:
    """How many cells most records have, comments apart; of two counts that are about as frequent the larger."""
    rows = [record for record in records if not _is_comment(record)] or records
    widths = Counter(len(record.cells) for record in rows)
    return max(widths, key=lambda width: (widths[width] * (2 if width > 1 else 1), width))


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
    tables = _tables([record for record in records if record.line >= start])
    if not tables:
        return None
    if first_line is not None:
        tables = _from_told_line(tables)
    table = max(tables, key=lambda each: each.size) if complete and first_line is None else _first_table(tables)
    if first_line is None and has_header is None and header_rows is None:
        _take_names_above(tables, table)
    notes = _describe_around(tables, table)
    above = [] if first_line is not None else _trim_above(table)
    below = _trim_below(table) if complete else []
    header, body_line = _header(table, has_header, header_rows)
    width = _body_width(table, 0 if body_line == table.first_line else len(header))
    if len(header) == 1 and len(header[0].cells) == width + 1 and header[0].cells[0].endswith(":"):
        # A word for all of the names before them: "Data:  y  x".
        notes.append(Note(f'"{header[0].cells[0]}" before the column names was left out.'))
        header = [replace(header[0], cells=header[0].cells[1:])]
    if not header and above and header_rows is None and has_header is None:
        header = _header_in_comment(above, table) or _header_with_other_delimiter(above, table)
    if above:
        notes.insert(0, _left_out("above the table", above))
    if rules := [record for record in header if is_rule(record)]:
        notes.append(_left_out("below the column names", rules))
    if skipped:
        notes.insert(0, _left_out("above the line that you chose" if first_line else "above the table", skipped))
    if below:
        notes.append(_left_out("below the table", below))
    end = table.last_line if complete and (below or table is not tables[-1]) else None
    return Layout(
        width,
        tuple(tuple(record.cells) for record in header if not is_rule(record)),
        header[0].line if header else table.first_line,
        body_line,
        end,
        tuple(notes),
    )


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


def _take_names_above(tables: list[_Table], table: _Table) -> None:
    """Add to a table without names those that a blank row tore off: the last row of what is above it."""
    place = tables.index(table)
    if place == 0 or count_header_rows(table.records, table.width):
        return
    names = tables[place - 1].records[-1]
    if (
        _is_comment(names)
        or len(names.cells) < max(2, table.width - 1)
        or len(names.cells) > table.width
        or not looks_like_names(names.cells)
    ):
        return
    if _fill(names) >= table.width - 2 and count_header_rows([names, *table.records], table.width):
        table.records.insert(0, tables[place - 1].records.pop())
        if not tables[place - 1].records:
            del tables[place - 1]


def _header_in_comment(above: list[Record], table: _Table) -> list[Record]:
    """Take the column names out of the last comment above rows without names, as programs of science write them."""
    last = above[-1]
    if not _is_comment(last) or is_rule(last):
        return []
    first = last.cells[0].lstrip("#").strip()
    names = [first, *last.cells[1:]] if first else last.cells[1:]
    if len(names) != table.width or not looks_like_names(names):
        return []
    above.pop()
    return [replace(last, cells=names)]


def _header_with_other_delimiter(above: list[Record], table: _Table) -> list[Record]:
    """Take the column names out of the line above rows without names that another delimiter splits into as many."""
    last = above[-1]
    if _is_comment(last):
        return []
    for delimiter in (",", ";", "\t", "|", None):
        names = [name.strip() for name in last.text.split(delimiter)]
        found = replace(last, cells=names)
        if (
            len(names) == table.width
            and looks_like_names(names)
            and count_header_rows([found, *table.records], table.width)
        ):
            above.pop()
            return [found]
    return []


def _from_told_line(tables: list[_Table]) -> list[_Table]:
    """Join a line that stands alone with the rows of its width below it: the user says that it belongs to them.

    Other lines that stand alone, such as a comment, may be between.
    """
    first, *others = tables
    between = list(takewhile(lambda table: table.width != first.width and len(table.records) == 1, others))
    below = others[len(between) :]
    alone = all(is_rule(record) or _same_cells(record, first.records[0]) for record in first.records)
    if not alone or not below or below[0].width != first.width:
        return tables
    joined = [record for table in (first, *between, below[0]) for record in table.records]
    return [_Table(joined), *below[1:]]


def _first_table(tables: list[_Table]) -> _Table:
    """Take the first table that is one: titles above it are not."""
    largest = max(tables, key=lambda each: each.size)
    return next(table for table in tables if table.size >= 0.2 * largest.size)


def _tables(records: Sequence[Record]) -> list[_Table]:
    """Split records at blank ones and where the width changes for good; join what only blank rows tore apart."""
    tables: list[_Table] = []
    for blank, group in groupby(records, key=lambda record: record.blank):
        if blank:
            continue
        for part in _split_at_width(list(group)):
            table = _Table(part)
            if tables and _continues(tables[-1], table):
                tables[-1] = _Table(tables[-1].records + part)
            elif (
                len(tables) > 1
                and _is_all_comments(tables[-1])
                and not _is_all_comments(table)
                and _continues(tables[-2], table)
            ):
                comments = tables.pop().records
                tables[-1] = _Table(tables[-1].records + comments + part)
            else:
                tables.append(table)
    return tables


def _is_all_comments(table: _Table) -> bool:
    return all(map(_is_comment, table.records))


def _continues(before: _Table, after: _Table) -> bool:
    """Tell whether a blank row is only a blank row: the same width goes on and no new column names follow."""
    if before.width != after.width or before.width == 1:
        return before.width == after.width
    if _has_other_groups(before, after):
        return False
    if len(before.records) < 2:
        filled = [_fill(table.records[0]) for table in (before, after)]
        return filled[0] > max(1, 0.5 * filled[1])
    if len(after.records) < 3:
        return not _same_cells(before.records[0], after.records[0])
    return count_header_rows(after.records, after.width) == 0 or not _typed(after)


def _has_other_groups(before: _Table, after: _Table) -> bool:
    """Tell whether the names of one table are there again, below names of other groups than in the first."""
    names = [record.cells for record in before.records[:MAX_HEADER_ROWS]]
    first = after.records[0]
    return (
        len(after.records) > 2
        and after.records[1].cells in names[1:]
        and first.cells not in names
        and _fill(first) > 1
        and looks_like_names(first.cells)
    )


def _typed(table: _Table) -> bool:
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
        other = bool(parts) and len(parts[-1]) >= 3 and modal_width(parts[-1]) not in (1, width)
        if other and len(run) >= 3 and width > 1 and count_header_rows(run, width) and _typed(_Table(run)):
            parts.append(run)
        elif parts:
            parts[-1] = parts[-1] + run
        else:
            parts.append(run)
    return parts


def _trim_above(table: _Table) -> list[Record]:
    """Take titles and comments off the top: rows much emptier or shorter than the table's."""
    usual = _usual_fill(table)
    dropped: list[Record] = []
    below = list(dropwhile(_is_comment, table.records))
    few_comments = sum(map(_is_comment, below)) < 0.8 * len(below)
    while len(table.records) > 1 and table.width > 1:
        commented = few_comments and _is_comment(table.records[0])
        if not _is_title(table, usual) and not (commented and _is_above_names(table)):
            break
        dropped.append(table.records.pop(0))
    return dropped


def _is_comment(record: Record) -> bool:
    return record.text.startswith("#")


def _is_above_names(table: _Table) -> bool:
    """Tell a comment above the table from column names that start with the comment's mark."""
    return len(table.records[0].cells) != table.width or _is_comment(table.records[1])


def _is_cut_off(record: Record, fill: int) -> bool:
    """Tell whether values stand only at the left: spreadsheets write a title's empty cells too."""
    return all(cell.strip() for cell in record.cells[:fill])


def _names_ahead(table: _Table) -> bool:
    """Tell whether the first full row of the next ones names the columns."""
    for place, record in enumerate(table.records[1:_MAX_TITLES], 1):
        if len(record.cells) == table.width and all(cell.strip() for cell in record.cells):
            return looks_like_names(record.cells) and count_header_rows(table.records[place:], table.width) > 0
    return False


def _usual_fill(table: _Table) -> float:
    fills = sorted(_fill(record) for record in table.records if len(record.cells) == table.width)
    return fills[len(fills) // 2] if fills else 1


def _fill(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)


def _is_title(table: _Table, usual: float) -> bool:
    first, second = table.records[0], table.records[1]
    width, fill = len(first.cells), _fill(first)
    if width == 1 or is_rule(first) or DECLARATION.fullmatch(first.text):
        return True
    if width < table.width - 1 and not _names_ahead_of_data(table):
        return True
    if fill <= width / 2 and _is_cut_off(first, fill) and _names_ahead(table):
        return True
    if table.width < 3 or usual < 2:
        return False
    if fill <= 1:
        return _fill(second) > 1 or len(table.records) > 2
    return fill < 0.5 * usual and _fill(second) < 0.5 * usual and not _are_nested_groups(first, second)


def _are_nested_groups(first: Record, second: Record) -> bool:
    """Tell whether two sparse rows name groups and their parts: each group starts with a part, and has more of them."""
    groups, parts = ({place for place, cell in enumerate(row.cells) if cell.strip()} for row in (first, second))
    groups = {place for place in groups if place >= min(parts, default=0)}
    return len(groups) >= 2 and groups < parts


def _names_ahead_of_data(table: _Table) -> bool:
    """Tell whether a first row that is too short is still the row of names: text, and data right below it."""
    first, second = table.records[0], table.records[1]
    names = all(cell.strip() and cell_kind(cell) not in TYPED for cell in first.cells)
    return names and len(second.cells) == table.width and count_header_rows(table.records[1:], table.width) == 0


def _trim_below(table: _Table) -> list[Record]:
    """Take footnotes off the bottom: text without delimiters, or a first cell alone where no other row has that."""
    if table.width < 2:
        return []
    body = table.records[1:]
    few = table.width // _FEW
    lone = {
        id(record)
        for record in body
        if (_fill(record) == 1 and record.cells[0].strip())
        or len(record.cells) <= few
        or (_fill(record) <= few and not record.cells[0].strip())
    }
    end = len(body)
    while end > 1 and id(body[end - 1]) in lone:
        end -= 1
    tail = body[end:]
    alone = len(lone) == len(tail)
    full = _usual_fill(table) >= max(2, table.width / 2)
    first = profile_columns(([record.cells[0]] for record in body[:end]), 1)[0]
    before, kept = body[end - 1] if body else None, 0
    for record in tail:
        apart = before is not None and record.line > before.last_line + 1
        if _is_footnote(record, table.width, first, alone=alone, full=full, apart=apart):
            break
        before, kept = record, kept + 1
    dropped = tail[kept:]
    if dropped:
        del table.records[-len(dropped) :]
    return dropped


def _is_footnote(record: Record, width: int, first: ColumnProfile, *, alone: bool, full: bool, apart: bool) -> bool:
    """Tell whether a row at the end with a first cell alone is text about the table and not a row of it."""
    cell = record.cells[0].strip()
    typed = first.typed_kind() is not None
    if not cell:
        words = all(cell_kind(each) not in TYPED for each in record.cells)
        return words and (not first.kinds["empty"] or (apart and full))
    if first.values[cell] or (typed and not first.rejects(cell)):
        return False
    if len(record.cells) <= max(1, width // _FEW):
        return len(record.cells) > 1 or not _has_other_delimiter(record.text, width)
    if cell_kind(cell) in TYPED:
        return False
    longest = max((len(value) for value in first.values), default=0)
    longer = longest > 0 and len(cell) > 1.5 * longest
    sure = typed and apart
    return width >= 3 and alone and first.count >= 3 and (sure or (full and (typed or apart or longer)))


def _has_other_delimiter(text: str, width: int) -> bool:
    """Tell whether a line without the delimiter has another one as often as a row would."""
    return any(text.count(mark) >= width - 1 for mark in (",", ";", "\t", "|", "^", "~", '" "', "' '"))


def _describe_around(tables: list[_Table], table: _Table) -> list[Note]:
    """Tell the user what is above, below and beside the table that is loaded."""
    others = [other for other in tables if other is not table]
    notes = [
        Note(
            f"The file holds another table, {lines_text(other.first_line, other.last_line)} "
            f"({len(other.records):,} rows of {other.width:,} values). It was left out: the largest is loaded.",
            len(other.records),
            _lines_of(other.records),
            left_out=True,
        )
        for other in others
        if _is_worth_naming(other)
    ]
    small = [record for other in others if not _is_worth_naming(other) for record in other.records]
    above = [record for record in small if record.line < table.first_line]
    below = [record for record in small if record.line > table.first_line]
    if above:
        notes.insert(0, _left_out("above the table", above))
    if below:
        notes.append(_left_out("below the table", below))
    return notes


def _is_worth_naming(table: _Table) -> bool:
    """Tell whether a table that is left out is one, and not lines of text."""
    return table.width > 1 and len(table.records) >= 3 and not _is_all_comments(table)


def _left_out(place: str, records: Sequence[Record]) -> Note:
    lines = _lines_of(records)
    text = " ".join(records[0].text.split())
    shown = text if len(text) <= 60 else text[:57] + "..."
    rows = "row" if len(records) == 1 else "rows"
    return Note(
        f'{len(records):,} {rows} {place} left out ({list_lines(lines)}), starting with "{shown}".',
        len(lines),
        lines,
        left_out=True,
    )


def _lines_of(records: Sequence[Record]) -> tuple[int, ...]:
    return tuple(record.line for record in records)


def lines_text(first: int, last: int) -> str:
    """Word a range of lines: "line 7", "lines 7 to 12"."""
    return f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"


def list_lines(lines: Sequence[int]) -> str:
    """Word some lines: "line 7", "lines 7, 9 and 12", "lines 1 to 5", "lines 3, 9, 12, 15, 19 and 1,204 more"."""
    if len(lines) == 1:
        return f"line {lines[0]:,}"
    if len(lines) > 2 and lines[-1] - lines[0] == len(lines) - 1:
        return lines_text(lines[0], lines[-1])
    shown = [f"{line:,}" for line in lines[:MAX_LINES_SHOWN]]
    if len(lines) > MAX_LINES_SHOWN:
        return f"lines {', '.join(shown)} and {len(lines) - MAX_LINES_SHOWN:,} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def _header(table: _Table, has_header: bool | None, header_rows: int | None) -> tuple[list[Record], int]:
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


def is_rule(record: Record) -> bool:
    """Tell whether a record is a line drawn with dashes."""
    return any(mark in record.text for mark in ("--", "==", "__")) and _RULE_MARKS.issuperset(record.text)


def _body_width(table: _Table, header_rows: int) -> int:
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
    longest = max(width for width in widths if width <= len(names)) if min(widths) <= len(names) else 0
    ends_early = usual < longest and max(widths) <= len(names) and names[longest - 1].strip()
    return len(names) if ends_early or 2 * widths[len(names)] >= widths[usual] else usual
