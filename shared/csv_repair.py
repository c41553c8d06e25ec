"""Fifth stage of CSV loading: rows that do not have a value for each column are read again, and each one is reported.

A bad row is read in several ways (as it stands; its quotes taken for text; with a delimiter added between two cells
that touch; by another delimiter or quote), each reading is aligned with the columns, and the one whose values fit the
columns best is taken. A row that a line break tore apart is put together if its parts fit no columns of their own.
Nothing is thrown away: what fits no column goes to further columns. Imports csv_cells, csv_columns, csv_model,
csv_notes, csv_rows and csv_tables.
"""

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_columns import ColumnProfile
from shared.csv_model import Note
from shared.csv_notes import list_lines
from shared.csv_rows import Reading, Record, Shape, literal_cells, with_delimiter_added
from shared.csv_tables import is_comment, is_rule

ALIGNMENT_BUDGET: Final = 500_000
"""Cells times columns that are compared, about two seconds' work; bad rows beyond that are only filled up."""
MAX_EXTRA_COLUMNS: Final = 50
_MAX_MERGE: Final = 4
_MERGE_COST: Final = 1.5
_SKIP_COST: Final = 0.8
_GAP_COST: Final = 2.0
_END_GAP_COST: Final = 0.3
_REREAD_COST: Final = 1.0
_MAX_QUOTES: Final = 40
_MAX_TORN_CHARS: Final = 60
_MAX_TORN_LINES: Final = 10
_STAND_IN: Final = "\ue000"
"""A character that no file uses, to hide a quote from the reader."""
_QUOTES: Final = ("'", '"')
_COMMENT_SIGNS: Final = ("#", "//")
_MIN_GOOD_ROWS: Final = 2
_MIN_QUOTED: Final = 3
"""Values of a row in other quotes from which on it is no chance."""
_LONG_RULE: Final = "-----"
"""More than stands for a missing value."""
_GAPS: Final = re.compile(r"[ \t]*\t[ \t]*| {2,}")
_OTHER_DELIMITERS: Final = (",", ";", "\t", "|", ":", "^", "~", " ")

_WORDS: Final = {
    "short": "{rows} too short: {missing} the last columns",
    "gap": "{rows} too short: the values were set below the columns that they fit",
    "extra": "{rows} too long: the values beyond the last column are in further columns",
    "trimmed": "{rows} ended in delimiters without a value, which were left out",
    "skipped": "{rows} had a delimiter too many, which was left out",
    "merged": "{rows} too long: a value with the delimiter in it was put together again",
    "joined": "{rows} broken over several lines: the parts were put together again",
    "quotes": "{rows} had a quote that was never closed, which is now a part of the value",
    "split": "{rows} had a delimiter missing between two values, which was added",
    "delimiter": "{rows} had another delimiter than the file",
    "quotechar": "{rows} had other quotes than the file",
    "blank": "{rows} blank and left out",
    "comment": "{rows} a comment and left out",
    "repeated": "{rows} left out: {repeated} the column names",
    "rule": "{rows} only a drawn line and left out",
    "unpaired": "{rows} had a quote at one end of a value, which was left out",
    "lenient": "{rows} had quotes inside a quoted value that were not doubled; they are a part of the value",
}
"""What was done to a row -> the note's words; {rows} becomes "1 row was" or "3 rows were" where "was" must stand."""
_READ_AGAIN: Final = frozenset({"quotes", "split", "delimiter", "quotechar"})
_LEFT_OUT: Final = frozenset({"blank", "comment", "repeated", "rule"})
_THOUSANDS: Final = re.compile(r"\s*[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*")


@dataclass
class RepairLog:
    """Lines by what was done to them, in the order of the file."""

    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, what: str, line: int) -> None:
        """Remember that a row was repaired or left out."""
        self.lines[what].append(line)

    def notes(self) -> Iterator[Note]:
        """Word what was done, one note for each kind."""
        for what, words in _WORDS.items():
            if lines := self.lines.get(what):
                text = f"{_worded(words, len(lines))} ({list_lines(lines)})."
                yield Note(text, len(lines), tuple(lines), left_out=what in _LEFT_OUT)


def _worded(words: str, count: int) -> str:
    one = count == 1
    rows = f"{count:,} row" if one else f"{count:,} rows"
    if not words.startswith(("{rows} had", "{rows} ended")):
        rows += " was" if one else " were"
    missing, repeated = ("it has no values in", "it repeats") if one else ("they have no values in", "they repeat")
    return words.format(rows=rows, missing=missing, repeated=repeated)


@dataclass(frozen=True)
class _Candidate:
    cells: list[str]
    cost: float
    what: str


@dataclass(frozen=True)
class _Attempt:
    """One reading of a row: cells, the text and the delimiter they are from, what was done and what that costs."""

    cells: list[str]
    text: str
    mark: str
    what: str = ""
    cost: float = 0.0

    def whole(self, quote: str) -> frozenset[int]:
        """Return the places of cells that stand in quotes: they are no parts of a value."""
        return frozenset(
            place
            for place, cell in enumerate(self.cells)
            if quote and cell and f"{quote}{cell.replace(quote, 2 * quote)}{quote}" in self.text
        )


class RowRepairer:
    """Gives every record a cell for each column.

    Parameters
    ----------
    shape : Shape
        How the file is split.
    profiles : sequence of ColumnProfile
        What the columns hold, learnt from good rows.
    repeated : list of str or None
        The column names, if rows that repeat them are to be left out: files that were put together have such rows.
    commented : bool
        Whether there are comments above the table, so that rows that start with their sign are none.
    log : RepairLog or None
        What was done before, to go on with.
    """

    def __init__(
        self,
        shape: Shape,
        profiles: Sequence[ColumnProfile],
        *,
        repeated: list[str] | None = None,
        commented: bool = False,
        log: RepairLog | None = None,
    ) -> None:
        self._repeated = repeated
        self._commented = commented
        self._shape = shape
        self._profiles = profiles
        self._width = len(profiles)
        self._budget = ALIGNMENT_BUDGET
        # Where nearly all rows are short, two of them in one are no row.
        self._knows_rows = any(profile.count >= _MIN_GOOD_ROWS for profile in profiles)
        self.log = log or RepairLog()

    def rows(self, records: Iterable[Record]) -> Iterator[tuple[Record, list[str] | None]]:
        """Yield each record with its cells, None for one that is left out; more cells than columns are possible."""
        source, ahead = iter(records), deque[Record]()
        while (record := ahead.popleft() if ahead else next(source, None)) is not None:
            torn = 1 <= len(record.cells) < self._width and self._width > 2 and self._knows_rows
            if torn and not self._to_leave_out(record):
                record = self._put_together(record, source, ahead)
            yield record, self._row(record)

    def _put_together(self, record: Record, source: Iterator[Record], ahead: deque[Record]) -> Record:
        """Join a short row with the short rows below it, if together they are one good row that none of them is."""
        cells, parts = record.cells, 0
        while len(cells) < self._width and parts < _MAX_TORN_LINES:
            if parts == len(ahead):
                ahead.extend(islice(source, 1))
            if parts == len(ahead) or len(ahead[parts].cells) >= self._width:
                return record
            more = ahead[parts].cells
            cells = [*cells[:-1], f"{cells[-1]}\n{more[0]}", *more[1:]]
            parts += 1
        if len(cells) != self._width or self._rejected(cells) or not all(map(self._strange, islice(ahead, parts))):
            return record
        text = "\n".join([record.text, *(ahead.popleft().text for _ in range(parts))])
        self.log.add("joined", record.line)
        return Record(record.line, text, cells, Reading.SPACED)

    def _strange(self, record: Record) -> bool:
        """Tell whether a record as it stands has a value of a kind that its column never has."""
        cells = zip(self._profiles, record.cells, strict=False)
        return not all(profile.has_seen(cell) for profile, cell in cells)

    def _row(self, record: Record) -> list[str] | None:
        cells = record.cells
        if len(cells) == self._width:
            if what := self._to_leave_out(record):
                self.log.add(what, record.line)
                return None
            if split := self._split_at_quote(record):
                self.log.add("split", record.line)
                return split
            if record.reading is Reading.LENIENT:
                self.log.add("lenient", record.line)
            return self._otherwise_quoted(record) or self._without_lone_quotes(record)
        if what := self._to_leave_out(record):
            self.log.add(what, record.line)
            return None
        return self._repaired(record)

    def _split_at_quote(self, record: Record) -> list[str] | None:
        """Read a row again in which a quote touches a value, and that has its width by the delimiters in the quotes."""
        quote = self._shape.quotechar
        if not quote or quote not in record.text:
            return None
        bare = [cell for cell in self._shape.split(record.text) if quote in cell]
        if not self._has_strange_quote(record.cells, bare) and not self._has_torn_quotes(record.cells):
            return None
        fitting = [
            cells
            for cells in with_delimiter_added(record.text, self._shape, self._width)
            if all(profile.has_seen(cell) for profile, cell in zip(self._profiles, cells, strict=True))
        ]
        return fitting[0] if fitting else None

    def _has_strange_quote(self, cells: Sequence[str], bare: Sequence[str]) -> bool:
        """Tell whether a bare value that has a quote in it is of a kind that its column never has."""
        return any(
            cell in bare and not profile.has_seen(cell) for profile, cell in zip(self._profiles, cells, strict=True)
        )

    def _has_torn_quotes(self, cells: Sequence[str]) -> bool:
        """Tell whether a quote opens inside a value, between letters, and closes at the end of a later one."""
        quote = self._shape.quotechar
        odd = [cell for cell in cells if cell.count(quote) % 2]
        if len(odd) != 2 or not odd[1].endswith(quote):
            return False
        return re.search(rf"[^\W\d].?{re.escape(quote)}[^\W\d]", odd[0]) is not None

    def _otherwise_quoted(self, record: Record) -> list[str] | None:
        """Read a row again of which all values are enclosed in other quotes than the file's."""
        filled = [cell.strip() for cell in record.cells if cell.strip()]
        quote = record.text[:1]
        if quote not in _QUOTES or quote == self._shape.quotechar or len(filled) < _MIN_QUOTED:
            return None
        found = replace(self._shape, quotechar=quote).read(record.text)
        enclosed = all(len(cell) >= 2 and cell[0] == cell[-1] == quote for cell in filled)
        if not enclosed or found is None or len(found[0]) != self._width:
            return None
        self.log.add("quotechar", record.line)
        return found[0]

    def _without_lone_quotes(self, record: Record) -> list[str]:
        """Take off a quote at one end of a value that its column knows without it: the other one is missing."""
        quote = self._shape.quotechar
        if record.reading is not Reading.STANDARD or not quote or quote not in record.text:
            return record.cells
        bare = self._shape.split(record.text)  # a quote that is doubled or enclosed is a part of its value
        cells = [
            self._unquoted(cell, profile) if cell in bare else cell
            for cell, profile in zip(record.cells, self._profiles, strict=True)
        ]
        if cells != record.cells:
            self.log.add("unpaired", record.line)
        return cells

    def _unquoted(self, cell: str, profile: ColumnProfile) -> str:
        bare = cell.strip(self._shape.quotechar)
        is_lone = bare and len(bare) == len(cell) - 1
        return bare if is_lone and profile.knows(bare) and not profile.knows(cell) else cell

    def _to_leave_out(self, record: Record) -> str | None:
        """Say why a record is no row of the table, if it is none."""
        width = len(record.cells)
        if (record.blank and max(width, self._width) > 1) or not record.text.strip():
            return "blank"
        if self._repeated is not None and record.cells == self._repeated:
            return "repeated"
        if record.text.lstrip().startswith(_COMMENT_SIGNS) and (
            width < self._width
            or (self._commented and is_comment(record))
            or self._profiles[0].rejects(record.cells[0])
        ):
            return "comment"
        is_drawn = width in (1, self._width) or _LONG_RULE in record.text
        return "rule" if is_rule(record) and is_drawn else None

    def _repaired(self, record: Record) -> list[str]:
        best = self._best(record) or self._filled_up(record.cells)
        self.log.add(best.what, record.line)
        if record.reading is Reading.LENIENT and best.what not in _READ_AGAIN:
            self.log.add("lenient", record.line)
        return best.cells

    def _filled_up(self, cells: list[str]) -> _Candidate:
        width = self._width
        if len(cells) < width:
            return _Candidate(cells + [""] * (width - len(cells)), 0.0, "short")
        if not any(cell.strip() for cell in cells[width:]):
            return _Candidate(cells[:width], 0.0, "trimmed")
        last = cells[width - 1 :]
        if (
            all(cell[:1] == " " for cell in last[1:])
            and self._profiles[-1].typed_kind() is None
            and self._shape.delimiter != " "
        ):
            return _Candidate([*cells[: width - 1], self._shape.delimiter.join(last)], 0.0, "merged")
        if not self._shape.delimiter.strip() and any(cell_kind(cell) not in TYPED for cell in cells[width:]):
            cells = [*cells[:width], " ".join(cells[width:])]  # a remark behind the values
        limit = width + MAX_EXTRA_COLUMNS
        if len(cells) > limit:
            cells = [*cells[: limit - 1], (self._shape.delimiter or " ").join(cells[limit - 1 :])]
        return _Candidate(cells, 0.0, "extra")

    def _best(self, record: Record) -> _Candidate | None:
        """Find the reading and alignment that fit the columns best; None where none is better than filling up."""
        candidates, plain = [], self._shape.delimiter or " "
        for attempt in self._readings(record):
            self._budget -= len(attempt.cells) * self._width
            candidate = self._align(attempt) if self._budget > 0 else None
            # Text has blanks and commas too: another delimiter is one where what it splits fits the columns.
            if candidate and not (attempt.mark != plain and self._rejected(candidate.cells)):
                candidates.append(replace(candidate, cost=candidate.cost + attempt.cost))
        return min(candidates, key=lambda candidate: candidate.cost, default=None)

    def _readings(self, record: Record) -> Iterator[_Attempt]:
        shape, text, width = self._shape, record.text, self._width
        quote = shape.quotechar
        plain = _Attempt(record.cells, text, shape.delimiter or " ")
        yield plain
        again = partial(replace, plain, cost=_REREAD_COST)
        torn = any(quote in cell for cell in record.cells) if quote else False
        if quote and quote in text:
            literal = literal_cells(text, shape)
            is_closed = (
                record.reading is Reading.STANDARD
            )  # then quotes are believed, but where they hide the row's width
            if literal != record.cells and (not is_closed or len(literal) == width):
                yield again(cells=literal, what="quotes")
            yield from (again(cells=cells, what="quotes") for cells in self._without_one_quote(text))
            if torn or len(record.cells) < width:
                yield from (again(cells=cells, what="split") for cells in with_delimiter_added(text, shape, width))
        if len(record.cells) == width - 1 and (cells := self._torn_apart(record.cells)):
            yield again(cells=cells, what="split")
        if shape.delimiter == "\t" and len(record.cells) < width and len(parts := _GAPS.split(text.strip())) == width:
            yield again(cells=parts, what="delimiter")  # typed with blanks where others have a tab
        enough = max(1, width // 2)
        if torn or len(record.cells) <= enough:
            for mark in _OTHER_DELIMITERS:
                found = replace(shape, delimiter=mark).read(text) if mark != shape.delimiter and mark in text else None
                if found and len(found[0]) > enough:
                    yield again(cells=found[0], what="delimiter", mark=mark)
        for other in _QUOTES:
            if other != quote and text.count(other) > 1:
                found = replace(shape, quotechar=other).read(text)
                if found and len(found[0]) == width:
                    yield again(cells=found[0], what="quotechar")

    def _without_one_quote(self, text: str) -> Iterator[list[str]]:
        """Take each quote in turn for a part of its value."""
        quote, start = self._shape.quotechar, -1
        for _ in range(_MAX_QUOTES):
            start = text.find(quote, start + 1)
            if start < 0:
                return
            found = self._shape.read(f"{text[:start]}{_STAND_IN}{text[start + 1 :]}")
            if found and found[1] is not Reading.LENIENT and len(found[0]) == self._width:
                yield [cell.replace(_STAND_IN, quote) for cell in found[0]]

    def _torn_apart(self, cells: list[str]) -> list[str] | None:
        """Split one value strange to its column in two that their columns know, at the one place: "5.2Berlin"."""
        pairs = list(zip(self._profiles, self._profiles[1:], strict=False))
        found = [
            [*cells[:place], cell[:cut], cell[cut:], *cells[place + 1 :]]
            for place, (cell, (profile, following)) in enumerate(zip(cells, pairs, strict=True))
            if not profile.knows(cell)
            for cut in range(1, min(len(cell), _MAX_TORN_CHARS))
            if _touch(cell[:cut], profile, cell[cut:], following)
        ]
        fitting = [row for row in found if not self._rejected(row)]
        return fitting[0] if len(fitting) == 1 else None

    def _rejected(self, row: Sequence[str]) -> bool:
        return self._count_rejected(row) > 0

    def _count_rejected(self, row: Sequence[str]) -> int:
        return sum(profile.is_strange(cell) for profile, cell in zip(self._profiles, row, strict=False))

    def _align(self, attempt: _Attempt, *, merge: bool = True) -> _Candidate | None:
        """Set cells below columns at the least cost: leave gaps, leave out empty cells, or put cells together."""
        cells, what = attempt.cells, attempt.what
        count, width = len(cells), self._width
        if count == width:
            cost = -sum(profile.likelihood(cell) for profile, cell in zip(self._profiles, cells, strict=True))
            return _Candidate(cells, cost, what) if what else None
        if count > 3 * width + 3 or (count == 1 and not what):
            return None
        paths = self._paths(attempt, _MAX_MERGE if merge and count > width else 1)
        cost, steps = paths[count][width]
        if steps is None:
            return None
        row, used = [], 0
        kinds = set()
        for step in _unwound(paths, count, width):
            if step == 0:
                row.append("")
                kinds.add("gap" if used < count else "short")
            elif step == -1:
                used += 1
                kinds.add("skipped" if any(cell.strip() for cell in cells[used:]) else "trimmed")
            else:
                row.append(attempt.mark.join(cells[used : used + step]))
                used += step
                if step > 1:
                    kinds.add("merged")
        if "merged" in kinds and not self._convincing(cells, row, attempt.mark):
            other = self._align(attempt, merge=False)
            # An empty cell is only one too many where that explains the row better than any other way.
            return None if other is None or other.what == "skipped" else other
        if "gap" in kinds and self._count_rejected(row) >= max(1, self._count_rejected(cells)):
            return None  # a gap explains nothing if what stands behind it fits no better
        done = next((kind for kind in ("merged", "skipped", "gap", "short", "trimmed") if kind in kinds), "short")
        return _Candidate(row, cost, what or done)

    def _paths(self, attempt: _Attempt, merge: int) -> list[list[tuple[float, int | None]]]:
        """Fill the table of least costs: [cells used][columns filled] -> (cost, last step)."""
        count, width = len(attempt.cells), self._width
        whole = attempt.whole(self._shape.quotechar) if merge > 1 else frozenset()
        impossible: tuple[float, int | None] = (float("inf"), None)
        paths = [[impossible] * (width + 1) for _ in range(count + 1)]
        paths[0][0] = (0.0, 9)
        slack = abs(count - width) + _MAX_MERGE
        for used in range(count + 1):
            for column in range(max(0, used - slack), min(width, used + slack) + 1):
                cost = paths[used][column][0]
                if cost == float("inf"):
                    continue
                for step, used_next, column_next, price in self._steps(attempt, used, column, merge, whole):
                    if cost + price < paths[used_next][column_next][0]:
                        paths[used_next][column_next] = (cost + price, step)
        return paths

    def _steps(
        self, attempt: _Attempt, used: int, column: int, merge: int, whole: Collection[int]
    ) -> Iterator[tuple[int, int, int, float]]:
        """Yield (cells taken; 0 a gap, -1 an empty cell left out; cells used; columns filled; cost)."""
        cells, count, width = attempt.cells, len(attempt.cells), self._width
        if used < count and count > width and not cells[used].strip():
            yield -1, used + 1, column, _SKIP_COST
        if column == width:
            return
        profile = self._profiles[column]
        if count < width:
            price = _END_GAP_COST if used == count else _GAP_COST
            yield 0, used, column + 1, price - profile.likelihood("")
        for step in range(1, min(merge, count - used) + 1):
            parts = range(used, used + step)
            if step > 1 and any(place in whole or not cells[place].strip() for place in parts):
                break
            value = attempt.mark.join(cells[used : used + step])
            yield step, used + step, column + 1, _MERGE_COST * (step - 1) - profile.likelihood(value)

    def _convincing(self, cells: list[str], row: list[str], mark: str) -> bool:
        """Tell whether putting cells together explains the row: every value fits now, and not all did before.

        Two numbers are one only by a mark of thousands: rows of "1,2" and "1,2,3" are lists.
        """
        together = (value for value in set(row).difference(cells) if not _THOUSANDS.fullmatch(value))
        if any(all(cell_kind(part) == "number" for part in value.split(mark)) for value in together):
            return False
        return not self._rejected(row) and self._rejected(cells)


def _touch(left: str, before: ColumnProfile, right: str, after: ColumnProfile) -> bool:
    """Tell whether the values of two columns touch here: both are known, or one is and the other begins with words."""
    if before.knows(left):
        return after.knows(right) or (after.is_words and right[0].isalpha() and after.has_seen(right))
    return after.knows(right) and before.is_words and left[-1].isalpha() and before.has_seen(left)


def _unwound(paths: list[list[tuple[float, int | None]]], used: int, column: int) -> list[int]:
    steps = []
    while used or column:
        step = paths[used][column][1]
        if step is None:
            break
        steps.append(step)
        if step == -1:
            used -= 1
        else:
            used, column = used - step, column - 1
    return steps[::-1]
