"""What a column's cells have in common, learnt from good rows: weighs headers and repairs. Imports csv_cells."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import islice

from shared.csv_cells import TYPED, CellKind, cell_kind, cell_shape, digit_shape

_KINDS = 9
_SHAPES = 30
_MIN_ALIKE = 5
"""Values of one length from which on it is no chance."""


class ColumnProfile:
    """Kinds, shapes and values of a column's cells."""

    def __init__(self) -> None:
        self.count = 0
        self.kinds: Counter[CellKind] = Counter()
        self.shapes: Counter[str] = Counter()
        self.values: Counter[str] = Counter()
        self._likelihoods: dict[str, float] = {}

    def learn(self, cells: Sequence[str]) -> None:
        """Learn from cells of the column; counted in one go, which is several times as fast as one by one."""
        self.count += len(cells)
        self.kinds.update(map(cell_kind, cells))
        self.shapes.update(map(cell_shape, cells))
        self.values.update(map(str.strip, cells))

    @property
    def filled(self) -> int:
        """How many cells hold a value."""
        return self.count - self.kinds["empty"] - self.kinds["missing"]

    def typed_kind(self, share: float = 0.8) -> CellKind | None:
        """Return the kind of the values, if nearly all are numbers, dates, times or flags."""
        if not self.filled:
            return None
        kind, count = max(
            ((kind, count) for kind, count in self.kinds.items() if kind not in ("empty", "missing")),
            key=lambda pair: pair[1],
        )
        return kind if kind in TYPED and count >= share * self.filled else None

    def main_shape(self, share: float = 0.8) -> str | None:
        """Return the shape of the values, if nearly all have the same and it has digits: "AB-123"."""
        shapes = [(shape, count) for shape, count in self.shapes.items() if shape]
        if not shapes:
            return None
        shape, count = max(shapes, key=lambda pair: pair[1])
        return shape if "9" in shape and count >= share * self.filled and self.filled > 1 else None

    @cached_property
    def _digits(self) -> str | None:
        """The one shape of all values, each digit told: "99:99". For a column that learns no more."""
        shapes = {digit_shape(value) for value in self.values if value}
        return shapes.pop() if len(shapes) == 1 and len(self.values) >= _MIN_ALIKE else None

    @cached_property
    def _common(self) -> tuple[str | None, CellKind | None]:
        """Shape and kind of nearly all values. For a column that learns no more."""
        return self.main_shape(0.95), self.typed_kind(0.95)

    def knows(self, cell: str) -> bool:
        """Tell whether a value surely belongs here: it is there already, or has the shape or kind of all others."""
        value = cell.strip()
        if self.values[value] > 1:
            return True
        if self._digits is not None and "9" in self._digits:
            return digit_shape(value) == self._digits
        shape, kind = self._common
        return (shape is not None and cell_shape(value) == shape) or cell_kind(value) == kind

    @property
    def is_words(self) -> bool:
        """Whether values may be any words: they have no kind and no shape of their own."""
        return self.filled > 0 and self.typed_kind() is None and self.main_shape() is None

    def has_seen(self, cell: str) -> bool:
        """Tell whether a value is empty, or another one of its kind is in this column."""
        value = cell.strip()
        return not value or self.kinds[cell_kind(cell)] > (self.values[value] == 1)

    def likelihood(self, cell: str) -> float:
        """Return the logarithm of how well a cell fits; comparable between cells of this column only."""
        known = self._likelihoods.get(cell)
        if known is None:
            known = self._likelihoods[cell] = self._likelihood(cell)
        return known

    def _likelihood(self, cell: str) -> float:
        kind = math.log((self.kinds[cell_kind(cell)] + 0.3) / (self.count + 0.3 * _KINDS))
        shape = math.log((self.shapes[cell_shape(cell)] + 0.3) / (self.count + 0.3 * _SHAPES))
        seen = 0.5 if cell.strip() and self.values[cell.strip()] else 0.0
        return 0.6 * kind + 0.3 * shape + seen

    def rejects(self, cell: str) -> bool:
        """Tell whether a value is of another kind than nearly all of this column."""
        kind = self.typed_kind(0.9)
        return kind is not None and cell_kind(cell) not in (kind, "empty", "missing")

    def is_strange(self, cell: str) -> bool:
        """Tell whether a value is of another kind than nearly all, addresses included, or where there is never one."""
        if self.rejects(cell):
            return True
        if not self.filled:
            return self.count >= _MIN_ALIKE and bool(cell.strip())
        return self.kinds["address"] >= 0.9 * self.filled and cell_kind(cell) not in ("address", "empty", "missing")


def profile_columns(rows: Iterable[Sequence[str]], width: int, *, limit: int = 500) -> list[ColumnProfile]:
    """Learn each column from the first `limit` rows that have `width` cells."""
    profiles = [ColumnProfile() for _ in range(width)]
    chosen = islice((row for row in rows if len(row) == width), limit)
    for profile, cells in zip(profiles, zip(*chosen, strict=True), strict=False):
        profile.learn(cells)
    return profiles
