"""Tables in columns of a fixed width: where a value stands tells which column it is of, beside gaps too.

Programs that print such tables leave the place of a missing value blank, and write units, or the upper of two rows of
names, only above the columns that have them. Imports csv_cells, csv_model and csv_rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice, pairwise
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_model import SPACES
from shared.csv_rows import Record, Shape

_MIN_ROWS: Final = 4
"""Rows without gaps from which on the places of their values are no chance."""
_MIN_ALIGNED_ROWS: Final = 2
"""Rows without gaps, the names included, that do where all values below them start, or end, at the same place."""
_MAX_ROWS: Final = 2_000
"""Rows at either end that are looked at: those between stand as these do."""
_MIN_ROWS_UNDER_NAMES: Final = 3
_MIN_NAMES: Final = 3
_MAX_UNEVEN: Final = 2
"""Cells by which rows differ if split at blanks: sentences differ by more."""
_GAP: Final = re.compile(r"(?<=\S) +(?=\S)")
_QUOTES: Final = "\"' "
_WORDS: Final = re.compile(r"\S+")
_VALUES: Final = {SPACES: re.compile(r"\S+(?: \S+)*"), " ": _WORDS}

_Span = tuple[int, int]


@dataclass(frozen=True)
class FixedWidth:
    """Where the columns of a table stand.

    Attributes
    ----------
    spans : sequence of (int, int)
        For each column the first character of its values in a line, and the one after the last; they do not overlap.
    first_line, last_line : int
        The first and the last line with a value in each column.
    values : Pattern
        What a value is.
    """

    spans: Sequence[_Span]
    first_line: int
    last_line: int
    values: re.Pattern[str]

    def with_gaps(self, record: Record) -> Record:
        """Return a record with a cell for each column; the same one if it has, or if its values stand elsewhere.

        Outside the table's rows, a line right above or somewhere below is one of it only with values in half the
        columns: else it is a title.
        """
        width = len(self.spans)
        if len(record.cells) >= width:
            return record
        values = _spans_in(record, self.values)
        if record.cells != [record.text[slice(*value)] for value in values]:
            return record
        places = self._columns_of(values)
        if places is None and record.line == self.first_line - 1:  # two names with one blank between them
            values = _spans_in(record, _WORDS)
            places = self._columns_of(values)
        if places is None or not self._holds(record.line, len(set(places))):
            return record
        cells = [""] * width
        for place, value in zip(places, values, strict=True):
            cells[place] = f"{cells[place]} {record.text[slice(*value)]}".lstrip()
        return replace(record, cells=cells)

    def is_aligned(self, rows: Sequence[Sequence[_Span]], records: Sequence[Record]) -> bool:
        """Tell whether all rows, and those with gaps too, have each column's values at one left or right edge."""
        stacks = [list(column) for column in zip(*rows, strict=True)]
        gaps = [
            _spans_in(record, self.values)
            for record in records
            if record.line > self.first_line and 1 < len(record.cells) < len(self.spans)
        ]
        for values in gaps:
            places = self._columns_of(values)
            if places is None or len(set(places)) < len(places):
                return False
            for place, value in zip(places, values, strict=True):
                stacks[place].append(value)
        edges = [(len({start for start, _ in stack}), len({end for _, end in stack})) for stack in stacks]
        return bool(gaps) and all(1 in counts for counts in edges)

    def _holds(self, line: int, count: int) -> bool:
        """Tell whether a line with values in some columns is one of the table."""
        is_inside = self.first_line < line < self.last_line
        return is_inside or (line >= self.first_line - 1 and 2 * count >= len(self.spans))

    def _columns_of(self, values: Sequence[_Span]) -> list[int] | None:
        """Return the column in which each value stands; None if one stands in none, or across two."""
        places: list[int] = []
        following: _Span | None = None
        for value in reversed(values):
            found = [place for place, span in enumerate(self.spans) if value[0] < span[1] and span[0] < value[1]]
            is_close = following is not None and following[0] == value[1] + 1
            if not found and is_close:  # "Hi Temp" above a narrow column
                found = places[-1:]
            if len(found) != 1 or (found == places[-1:] and not is_close):
                return None
            places.append(found[0])
            following = value
        return places[::-1]


@dataclass(frozen=True)
class UnderNames:
    """Columns that stand under their names, with a blank between two of them in all rows.

    Attributes
    ----------
    cuts : sequence of int
        The character of a line, a blank, behind which each column but the first starts.
    first_line, last_line : int
        The line of the names, and that of the last row without a blank row between.
    """

    cuts: Sequence[int]
    first_line: int = 0
    last_line: int = 0

    def with_gaps(self, record: Record) -> Record:
        """Return a record cut where the columns start; the same one if that changes nothing or cuts through a value.

        Below a blank row, a line is one of the table only with values in half the columns: else it is a footnote.
        """
        if record.line < self.first_line or not all(map(partial(_is_blank, record.text), self.cuts)):
            return record
        cells = self.cells(record.text)
        is_row = record.line <= self.last_line or 2 * sum(map(bool, cells)) >= len(cells)
        same = [cell.strip(_QUOTES) for cell in cells] == [cell.strip(_QUOTES) for cell in record.cells]
        return replace(record, cells=cells) if is_row and not record.blank and not same else record

    def cells(self, text: str) -> list[str]:
        """Cut a line."""
        return [text[start:end].strip() for start, end in pairwise([0, *self.cuts, max([len(text), *self.cuts])])]


def find_columns(records: Sequence[Record], shape: Shape, width: int) -> FixedWidth | UnderNames | None:
    """Learn where the columns stand: from their names, or from the rows without gaps.

    None where runs of blanks tell as much, or where columns have no place of their own.

    Parameters
    ----------
    records : sequence of Record
        The file's, or some of them.
    shape : Shape
        How they were split; only runs of spaces make columns.
    width : int
        Cells in a row without gaps.
    """
    pattern = _VALUES.get(shape.delimiter)
    if pattern is None or not (shape.delimiter == SPACES or shape.skip_initial_space) or width < 2:
        return None
    if (found := _find_under_names(records)) is not None:
        return found
    return _find_in_full_rows(records, pattern, width)


def _find_under_names(records: Sequence[Record]) -> UnderNames | None:
    """Cut the rows between the words of the first one, wherever a blank is in all of them; None if rows are even."""
    blocks = (list(group) for blank, group in groupby(records, key=lambda record: record.blank) if not blank)
    block = max(blocks, key=len, default=[])
    block = [*block[:_MAX_ROWS], *block[_MAX_ROWS:][-_MAX_ROWS:]]
    texts, widths = [record.text for record in block], {len(record.cells) for record in block}
    if len(block) <= _MIN_ROWS_UNDER_NAMES or not 0 < max(widths) - min(widths) <= _MAX_UNEVEN:
        return None
    if any(mark in text for text in texts for mark in "\t\n\r"):
        return None
    columns = UnderNames(_cuts_below(texts[0], texts[1:]), block[0].line, block[-1].line)
    names, *rows = map(columns.cells, texts)
    if len(names) < _MIN_NAMES or len(set(names)) < len(names) or any(cell_kind(name) in TYPED for name in names):
        return None
    filled = (sum(map(bool, column)) for column in zip(*rows, strict=True))
    return columns if all(2 * count >= len(rows) for count in filled) else None


def _cuts_below(names: str, rows: Sequence[str]) -> list[int]:
    """Return where columns start: in the gaps between names, where all rows have a blank and some go on behind it."""
    cuts = []
    for gap in _GAP.finditer(names):
        blank = (place for place in range(*gap.span()) if all(_is_blank(row, place) for row in rows))
        if (place := next(blank, None)) is not None:
            cuts.append(place)
    columns = zip(*map(UnderNames(cuts).cells, rows), strict=True)
    # A word with nothing below it belongs to the name before it: "Mounted on".
    return [cut for cut, cells in zip(cuts, islice(columns, 1, None), strict=True) if any(cells)]


def _is_blank(text: str, place: int) -> bool:
    return text[place : place + 1] in ("", " ")


def _find_in_full_rows(records: Sequence[Record], pattern: re.Pattern[str], width: int) -> FixedWidth | None:
    full = [record for record in records if len(record.cells) == width]
    full = [*full[:_MAX_ROWS], *full[_MAX_ROWS:][-_MAX_ROWS:]]
    rows = [_spans_in(record, pattern) for record in full]
    if len(rows) < _MIN_ALIGNED_ROWS or any(len(row) != width for row in rows):
        return None
    for known in (rows, rows[1:]):  # names may be wider than the places of their columns
        columns = zip(*known, strict=True)
        spans = [(min(start for start, _ in column), max(end for _, end in column)) for column in columns]
        if all(before[1] < after[0] for before, after in pairwise(spans)):
            found = FixedWidth(spans, full[0].line, full[-1].line, pattern)
            return found if len(rows) >= _MIN_ROWS or found.is_aligned(rows[1:], records) else None
    return None


def place_values(
    records: Iterable[Record], columns: FixedWidth | UnderNames | None, placed: list[int]
) -> Iterator[Record]:
    """Give records with gaps a cell for each column, and add their lines to `placed`."""
    for record in records:
        whole = columns.with_gaps(record) if columns else record
        if whole is not record:
            placed.append(record.line)
        yield whole


def _spans_in(record: Record, values: re.Pattern[str]) -> list[_Span]:
    """Return where the values of a record stand; nothing where a tab or a line end moves them."""
    moved = any(mark in record.text for mark in "\t\n\r")
    return [] if moved else [found.span() for found in values.finditer(record.text)]
