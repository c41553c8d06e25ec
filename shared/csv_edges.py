"""Part of the fourth stage of CSV loading: what stands above and below the rows of a table.

Titles, comments and footnotes are no rows; a line above may hold the column names. Imports csv_cells, csv_columns,
csv_comments, csv_header, csv_rows and csv_tables.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_comments import OTHER_SIGNS, SIGN
from shared.csv_header import count_header_rows, has_address, looks_like_names, names_a_part
from shared.csv_rows import DECLARATION, Record, Shape, literal_cells, with_delimiter_added
from shared.csv_tables import Table, fill_of, is_comment, is_rule, usual_fill

_SHORT_ROWS: Final = 0.2
_PAIRS: Final = 0.6
"""Part of the rows that have both values where a table is of pairs."""
_SENTENCE: Final = 0.75
"""Part of a row's cells: with no more of them, a row of words below numbers is a footnote."""
_FEW: Final = 8
"""Part of a row's cells: with no more of them filled, and not the first, a row at the end is a footnote."""
_OTHER_DELIMITERS: Final = (",", ";", "\t", "|", None)
_SIGN: Final = re.compile(r"\s*#+\s+(?=\S)")
_LABEL: Final = re.compile(r"#\s*(?:(?:fields?|columns?|names)\b:?|column names:|header:)", re.I)
"""What a comment begins with that holds the column names."""
_MAX_WORDS: Final = 4
_MIN_PROSE: Final = 6
"""Words of a line above a table from which on they are no names, if its rows are of half as many values."""
_MIN_NAMES: Final = 3
_MAX_LINES_BETWEEN: Final = 3
"""Comments above the rows among which one that names the columns need not be the last."""
_MIN_COMMENTS: Final = 2
"""Lines above a single column that begin as comments do from which on they are some: one may be its name."""
_FEW_COMMENTS: Final = 0.1
"""Part of the lines of a single column below those: with more that begin so, these are values, as "#tag" is."""
_MIN_ROWS_BELOW: Final = 2
_QUOTES: Final = ("'", '"')
_MAX_TITLES: Final = 12
"""Rows below a title among which its table's names are looked for."""


def trim_above(table: Table) -> list[Record]:
    """Take titles and comments off the top: rows much emptier or shorter than the table's."""
    usual = max(usual_fill(table), _fill_of_full_rows(table))
    dropped: list[Record] = []
    below = list(dropwhile(is_comment, table.records))
    commented_below = sum(map(is_comment, below))
    few_comments = commented_below < 0.8 * len(below)
    count = len(table.records) - len(below)
    if table.width == 1 and count >= _MIN_COMMENTS and commented_below < _FEW_COMMENTS * len(below):
        dropped, table.records[:] = table.records[:count], below
    while len(table.records) > 1 and table.width > 1:
        commented = few_comments and is_comment(table.records[0])
        if ends_in_lists(table.records[0].cells, table.records[1:]):
            break
        if not _is_title(table, usual) and not (commented and _is_above_names(table)):
            break
        dropped.append(table.records.pop(0))
    return dropped


def _is_above_names(table: Table) -> bool:
    """Tell a comment above the table from column names that start with the comment's mark."""
    first, second, *others = table.records
    if (
        len(first.cells) != table.width
        or is_comment(second)
        or first.text.lstrip().startswith("##")
        or has_address(first.cells)
    ):
        return True
    return any(is_comment(record) and len(record.cells) == table.width for record in others)


def _is_title(table: Table, usual: float) -> bool:
    first, second = table.records[0], table.records[1]
    width, fill = len(first.cells), fill_of(first)
    if width == 1 or is_rule(first) or DECLARATION.fullmatch(first.text):
        return True
    if (width < table.width - 1 and not _names_ahead_of_data(table)) or _is_prose(table):
        return True
    if fill <= width / 2 and _is_cut_off(first, fill) and _names_ahead(table):
        return True
    if table.width == 2:
        return bool(first.cells[0].strip()) and fill == fill_of(second) == 1 and _is_pairs(table)
    if usual < 2:
        return False
    if fill <= 1:
        is_part = _is_often_short(table) or names_a_part(first.cells, [record.cells for record in table.records[1:]])
        return not is_part and (fill_of(second) > 1 or len(table.records) > 2)
    return fill < 0.5 * usual and fill_of(second) < 0.5 * usual and not _are_nested_groups(first, second)


def _is_prose(table: Table) -> bool:
    """Tell whether the first line is many words, split at blanks, above rows of few numbers and the like."""
    words = table.records[0].cells
    if len(words) < max(_MIN_PROSE, 2 * table.width) or table.records[0].text.split() != words:
        return False
    rows = (record.cells for record in table.records[1:] if len(record.cells) == table.width)
    return all(profile.typed_kind() for profile in profile_columns(rows, table.width))


def _fill_of_full_rows(table: Table) -> float:
    """Return how many cells are filled in rows that hold more than one value: there may be few of them."""
    fills = sorted(fill for record in table.records if (fill := fill_of(record)) > 1)
    return fills[len(fills) // 2] if fills else 1


def _is_pairs(table: Table) -> bool:
    """Tell whether nearly all rows but the first ones have two values, the second a number or the like."""
    rows = [record.cells for record in table.records[1:] if len(record.cells) == 2]
    full = profile_columns((row for row in rows if all(map(str.strip, row))), 2)
    return full[1].count >= _PAIRS * len(rows) and full[1].typed_kind() is not None


def _is_often_short(table: Table) -> bool:
    """Tell whether many rows below the first full one have a value at their beginning alone: then it is no title."""
    fills = [fill_of(record) for record in table.records if len(record.cells) == table.width]
    below = fills[next((place for place, fill in enumerate(fills) if 2 * fill > table.width), len(fills)) :]
    return len(table.records[0].cells) == table.width and below.count(1) > max(1, _SHORT_ROWS * len(below))


def _is_cut_off(record: Record, fill: int) -> bool:
    """Tell whether values stand only at the left: spreadsheets write a title's empty cells too."""
    return all(cell.strip() for cell in record.cells[:fill])


def _are_nested_groups(first: Record, second: Record) -> bool:
    """Tell whether two sparse rows name groups and their parts: each group starts with a part, and has more of them."""
    groups, parts = ({place for place, cell in enumerate(row.cells) if cell.strip()} for row in (first, second))
    groups = {place for place in groups if place >= min(parts, default=0)}
    return len(groups) >= 2 and groups < parts


def _names_ahead(table: Table) -> bool:
    """Tell whether the first full row of the next ones names the columns."""
    for place, record in enumerate(table.records[1:_MAX_TITLES], 1):
        if len(record.cells) == table.width and all(cell.strip() for cell in record.cells):
            return looks_like_names(record.cells) and count_header_rows(table.records[place:], table.width) > 0
    return False


def _names_ahead_of_data(table: Table) -> bool:
    """Tell whether a first row that is too short is still the row of names: text, and data right below it."""
    first, second = table.records[0], table.records[1]
    if not all(cell.strip() and cell_kind(cell) not in TYPED for cell in first.cells):
        return False
    if len(second.cells) == table.width:
        return count_header_rows(table.records[1:], table.width) == 0
    return _names_all_rows(first.cells, table.records[1:])


def _names_all_rows(names: Sequence[str], rows: Sequence[Record]) -> bool:
    """Tell whether names stand above rows of several widths, all longer, as where a last value has the delimiter."""
    width = len(names)
    if not looks_like_names(names) or any(len(row.cells) <= width for row in rows):
        return False
    profiles = profile_columns((row.cells[:width] for row in rows), width)
    return any(profile.typed_kind() for profile in profiles)


def ends_in_lists(names: Sequence[str], rows: Sequence[Record]) -> bool:
    """Tell whether rows are longer than the names above them only by words after a blank: "Hydrography, Argentina"."""
    beyond = [cell for row in rows for cell in row.cells[len(names) :]]
    return (
        len(names) > 1
        and looks_like_names(names)
        and any(map(str.strip, beyond))
        and all(len(row.cells) >= len(names) for row in rows)
        and all(cell.startswith(" ") and cell_kind(cell) not in TYPED for cell in beyond)
    )


def trim_below(table: Table) -> list[Record]:
    """Take footnotes off the bottom: text without delimiters, a cell alone, few beside an empty one, or a sentence."""
    if table.width < 2:
        return []
    body = table.records[1:]
    few = table.width // _FEW
    beginnings = profile_columns(([record.cells[0]] for record in body[: 3 * len(body) // 4]), 1)[0]
    lone = {
        id(record)
        for record in body
        if (fill_of(record) == 1 and record.cells[0].strip())
        or len(record.cells) <= few
        or (fill_of(record) <= few and not record.cells[0].strip())
        or (_is_sentence(record, table.width) and beginnings.rejects(record.cells[0]))
    }
    end = len(body)
    while end > 1 and id(body[end - 1]) in lone:
        end -= 1
    tail = body[end:]
    alone = len(lone) == len(tail)
    full = usual_fill(table) >= max(2, table.width / 2)
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


def _is_sentence(record: Record, width: int) -> bool:
    """Tell whether a line that blanks split is shorter than a row, and hardly any of its words is a number."""
    cells = record.cells
    return (
        1 < len(cells) <= _SENTENCE * width
        and record.text.split() == cells
        and 4 * sum(cell_kind(cell) in TYPED for cell in cells) <= len(cells)
    )


def _is_footnote(record: Record, width: int, first: ColumnProfile, *, alone: bool, full: bool, apart: bool) -> bool:
    """Tell whether a row at the end with few values is text about the table and not a row of it."""
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


def take_names_above(tables: list[Table], table: Table) -> None:
    """Add to a table without names those that a blank row tore off: the last row of what is above it."""
    place = tables.index(table)
    if place == 0 or count_header_rows(table.records, table.width):
        return
    names = tables[place - 1].records[-1]
    if (
        is_comment(names)
        or len(names.cells) < max(2, table.width - 1)
        or len(names.cells) > table.width
        or not looks_like_names(names.cells)
    ):
        return
    if fill_of(names) >= table.width - 2 and count_header_rows([names, *table.records], table.width):
        table.records.insert(0, tables[place - 1].records.pop())
        if not tables[place - 1].records:
            del tables[place - 1]


def header_in_comment(above: list[Record], table: Table) -> list[Record]:
    """Take the column names out of comments above rows without names: one that says it has them, or a near one."""
    for place, record in reversed(list(enumerate(above))):
        if (label := _LABEL.match(record.text)) and (names := _split_into(record.text[label.end() :], table.width)):
            return [replace(above.pop(place), cells=names)]
        is_near = place >= len(above) - _MAX_LINES_BETWEEN and is_comment(record)
        if is_near and (names := _names_among_gaps(record, table.width)):
            return [replace(above.pop(place), cells=names)]
    last = above[-1]
    if not is_comment(last) or is_rule(last) or table.width == 1:
        return []
    first = _bare(last.cells[0])
    names = [first, *last.cells[1:]] if first else last.cells[1:]
    if len(names) != table.width or not looks_like_names(names) or has_address(names):
        names = _split_into(_bare(last.text), table.width)
    if not names:
        return []
    above.pop()
    return [replace(last, cells=names)]


def _bare(comment: str) -> str:
    """Take the signs off the beginning of a comment."""
    return comment.lstrip().lstrip(SIGN).strip()


def _names_among_gaps(comment: Record, width: int) -> list[str]:
    """Return the names that the file's delimiter splits, though it be there several times to align them."""
    names = [cell.strip() for cell in [_bare(comment.cells[0]), *comment.cells[1:]] if cell.strip()]
    return names if len(names) == width >= _MIN_NAMES and _are_short_names(names) else []


def without_sign(record: Record) -> Record:
    """Take the sign of a comment off the first of the column names, if a blank is between: "#id" may be a name."""
    first, *others = record.cells
    sign = _SIGN.match(first)
    return replace(record, cells=[first[sign.end() :], *others]) if sign else record


def _split_into(text: str, count: int) -> list[str]:
    """Split a text into names by whatever delimiter gives so many; empty where none does."""
    split = ([name.strip() for name in text.strip().split(mark)] for mark in _OTHER_DELIMITERS)
    return next((names for names in split if len(names) == count and _are_short_names(names)), [])


def _are_short_names(names: Sequence[str]) -> bool:
    return looks_like_names(names) and not has_address(names) and all(len(name.split()) <= _MAX_WORDS for name in names)


def header_with_other_delimiter(above: list[Record], table: Table) -> list[Record]:
    """Take the column names out of the line above rows without names that another delimiter splits into as many."""
    last = above[-1]
    if last.text.startswith((SIGN, *OTHER_SIGNS)):
        return []
    for delimiter in _OTHER_DELIMITERS:
        names = [_without_quotes(name.strip()) for name in last.text.split(delimiter)]
        found = replace(last, cells=names)
        if (
            len(names) == table.width
            and (not names[0] or any(names[1:]))
            and looks_like_names(names)
            and '"' not in "".join(names)
            and all(len(name.split()) < _MIN_PROSE for name in names)
            and count_header_rows([found, *table.records], table.width)
        ):
            above.pop()
            return [found]
    return []


def _without_quotes(name: str) -> str:
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] in _QUOTES else name


def mend_names(records: Sequence[Record], shape: Shape, width: int, log: Callable[[str, int], None]) -> list[Record]:
    """Read the row of names anew where it alone has not the table's width.

    Parameters
    ----------
    records : sequence of Record
        All records of a file, or its first ones.
    shape : Shape
        How the file is split.
    width : int
        Cells of most records.
    log : callable
        Gets what was done (see `csv_repair`) and the line.
    """
    place = next((place for place, record in enumerate(records) if not record.blank), 0)
    below = records[place + 1 : place + 1 + _MIN_ROWS_BELOW]
    if width < 3 or len(below) < _MIN_ROWS_BELOW or any(len(record.cells) != width for record in below):
        return list(records)
    names = records[place]
    for what, cells in _readings_of_names(names, shape, width):
        if len(cells) == width and looks_like_names(cells):
            log(what, names.line)
            return [*records[:place], replace(names, cells=cells), *records[place + 1 :]]
    return list(records)


def _readings_of_names(names: Record, shape: Shape, width: int) -> Iterator[tuple[str, list[str]]]:
    cells = names.cells
    gaps = [place for place, cell in enumerate(cells) if not cell.strip()]
    if len(cells) == width + 1 and len(gaps) == 1 and gaps[0] < width:
        yield "skipped", [*cells[: gaps[0]], *cells[gaps[0] + 1 :]]
    if len(cells) > width and all(cell[:1] == " " for cell in cells[width:]):
        yield "merged", [*cells[: width - 1], shape.delimiter.join(cells[width - 1 :])]
    if shape.quotechar and shape.quotechar in names.text and len(cells) < width:
        yield "quotes", literal_cells(names.text, shape)
        yield from (("split", found) for found in with_delimiter_added(names.text, shape, width))
