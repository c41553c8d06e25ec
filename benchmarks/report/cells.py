"""First step of the report: groups samples into cells and finds the axes along which they were measured."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from benchmarks import stats
from benchmarks.report.measures import FRAMEWORKS, INP, POSITIONS, SETTLED, Measure
from benchmarks.results import Sample

BASELINE_ARM: Final = "default"
GC_ARM: Final = "gc_off"
SAME_AGAIN_ARM: Final = "again"
GROWTH_SCENARIO: Final = "change_axis"

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True)
class Point:
    """Where in the matrix a comparison stands: a cell without framework, tier and arm."""

    scenario: str
    position: str | None
    panels: int
    rows: int
    rtt_ms: float
    users: int


@dataclass(frozen=True)
class Key:
    """A cell of the matrix with the arm it was measured in."""

    framework: str
    tier: str
    arm: str
    point: Point


@dataclass(eq=False)
class Cell:
    """All samples of one cell.

    Attributes
    ----------
    key : Key
        Which cell.
    kept, failed : tuple of Sample
        Samples with figures, and samples with a reason instead.
    """

    key: Key
    kept: tuple[Sample, ...]
    failed: tuple[Sample, ...]
    _runs: dict[Measure, list[stats.Floats]] = field(default_factory=dict, repr=False)
    _estimates: dict[Measure, stats.Estimate | None] = field(default_factory=dict, repr=False)

    @property
    def reasons(self) -> Counter[str]:
        """How often each reason of a failure was given."""
        return Counter(sample.error or "no reason given" for sample in self.failed)

    @property
    def has_failed(self) -> bool:
        """Whether nothing but failures came out."""
        return not self.kept

    def values(self, measure: Measure) -> list[float]:
        """Clicks of one measure, those without a value left out."""
        return [value for sample in self.kept if (value := measure.of(sample)) is not None]

    def runs(self, measure: Measure) -> list[stats.Floats]:
        """Clicks of one measure, by run."""
        if measure not in self._runs:
            self._runs[measure] = stats.by_run((sample.run, measure.of(sample)) for sample in self.kept)
        return self._runs[measure]

    def estimate(self, measure: Measure) -> stats.Estimate | None:
        """Median of a measure with its interval; None if no click has a value."""
        if measure not in self._estimates:
            runs = self.runs(measure)
            self._estimates[measure] = stats.median(runs) if runs else None
        return self._estimates[measure]

    def noisy(self, measure: Measure = SETTLED) -> bool:
        """Whether the runs differ by the limit of `stats.SPREAD_LIMIT` or more."""
        return stats.noisy(self.runs(measure))

    def unreported(self, measure: Measure = INP) -> int:
        """Kept samples without a value of this measure."""
        return len(self.kept) - len(self.values(measure))


@dataclass(frozen=True)
class Base:
    """The point from which one axis at a time is varied, found in the samples."""

    position: str | None
    panels: int
    rows: int
    rtt_ms: float
    users: int


class Matrix:
    """All cells of a result folder.

    Parameters
    ----------
    samples : iterable of Sample
        In any order; failures included.
    """

    def __init__(self, samples: Iterable[Sample]) -> None:
        groups: dict[Key, list[Sample]] = {}
        for sample in samples:
            groups.setdefault(_key(sample), []).append(sample)
        self.cells: Mapping[Key, Cell] = {
            key: Cell(
                key,
                tuple(s for s in group if s.error is None),
                tuple(s for s in group if s.error is not None),
            )
            for key, group in groups.items()
        }
        self.base = self._find_base()

    def get(self, framework: str, tier: str, point: Point, arm: str = BASELINE_ARM) -> Cell | None:
        """Find a cell. On a page of one panel every position is the same panel, so any of them will do."""
        cell = self.cells.get(Key(framework, tier, arm, point))
        if cell is None and point.panels == 1 and point.position is not None:
            for position in POSITIONS:
                cell = cell or self.cells.get(Key(framework, tier, arm, replace(point, position=position)))
        return cell

    def point(
        self, scenario: str = GROWTH_SCENARIO, *, panels: int | None = None, rows: int | None = None, position: str = ""
    ) -> Point:
        """Build the point of a scenario that differs from the base only where it is told to."""
        base = self.base
        if not any(key.point.position for key in self.cells if key.point.scenario == scenario):
            place = None
        else:
            place = position or base.position
        return Point(
            scenario,
            place,
            base.panels if panels is None else panels,
            base.rows if rows is None else rows,
            base.rtt_ms,
            base.users,
        )

    def panel_counts(self, scenario: str = GROWTH_SCENARIO) -> list[int]:
        """Panel counts at which a scenario was measured with everything else at the base."""
        return sorted(
            {
                key.point.panels
                for key in self.cells
                if key.arm == BASELINE_ARM
                and key.point.scenario == scenario
                and self.get(key.framework, key.tier, self.point(scenario, panels=key.point.panels)) is not None
            }
        )

    def row_counts(self, scenario: str = GROWTH_SCENARIO) -> list[int]:
        """Row counts at which a scenario was measured with everything else at the base."""
        return sorted(
            {
                key.point.rows
                for key in self.cells
                if key.arm == BASELINE_ARM and key.point == self.point(scenario, rows=key.point.rows)
            }
        )

    def points(self, scenario: str | None = None) -> list[Point]:
        """All points at which the baseline arm was measured, in order."""
        return sorted(
            {key.point for key in self.cells if key.arm == BASELINE_ARM and scenario in (None, key.point.scenario)},
            key=lambda point: (self.scenarios().index(point.scenario), *_order(point)),
        )

    def scenarios(self) -> list[str]:
        """Scenarios in the order in which the report shows them."""
        found = {key.point.scenario for key in self.cells}
        known = [s for s in ("change_axis", "rename_title", "global_filter", "open_page") if s in found]
        return known + sorted(found - set(known))

    def tiers(self) -> list[str]:
        """Tiers that were measured, from naive to optimised."""
        found = {key.tier for key in self.cells}
        known = [tier for tier in ("naive", "idiomatic", "optimised") if tier in found]
        return known + sorted(found - set(known))

    def frameworks(self) -> list[str]:
        """Frameworks that were measured."""
        found = {key.framework for key in self.cells}
        return [f for f in FRAMEWORKS if f in found] + sorted(found - set(FRAMEWORKS))

    def in_arm(self, arm: str) -> list[Cell]:
        """Cells of one arm, in order."""
        return sorted(
            (cell for key, cell in self.cells.items() if key.arm == arm),
            key=lambda cell: (
                self.scenarios().index(cell.key.point.scenario),
                *_order(cell.key.point),
                self.tiers().index(cell.key.tier),
                cell.key.framework,
            ),
        )

    def _find_base(self) -> Base:
        """Take, axis by axis, the value at which the most of the other axes was measured."""
        points = {k.point for k in self.cells if k.arm == BASELINE_ARM and k.point.scenario == GROWTH_SCENARIO}
        points = points or {key.point for key in self.cells}
        if not points:
            raise ValueError("0 samples: a report needs at least one; run the benchmark first")
        users = _commonest(p.users for p in points)
        rtt_ms = _commonest(p.rtt_ms for p in points)
        points = {p for p in points if p.users == users and p.rtt_ms == rtt_ms} or points
        rows = _widest((p.rows, p.panels) for p in points)
        placed = [p for p in points if p.rows == rows and p.panels > 1] or list(points)
        # At a tie the middle panel: Streamlit streams in script order, so the first and the last are the extremes.
        ranks = {"middle": 0, "first": 1, "last": 2}
        widths = Counter(position for position, _ in {(p.position, p.panels) for p in placed})
        position = min(widths, key=lambda place: (-widths[place], ranks.get(place or "", 3)))
        panels = _widest((p.panels, p.rows) for p in points if p.position in (position, None) or p.panels == 1)
        return Base(position, panels, rows, rtt_ms, users)


def _key(sample: Sample) -> Key:
    point = Point(sample.scenario, sample.position, sample.panels, sample.rows, sample.rtt_ms, sample.users)
    return Key(sample.framework, sample.tier, sample.arm, point)


def _order(point: Point) -> tuple[int, int, float, int, int]:
    place = POSITIONS.index(point.position) if point.position in POSITIONS else -1
    return (point.rows, point.panels, point.rtt_ms, point.users, place)


def _commonest(values: Iterable[_Number]) -> _Number:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _widest(pairs: Iterable[tuple[int, int]]) -> int:
    """Return the first part that occurs with the most different second parts; the smaller one at a tie."""
    seen = set(pairs)
    counts = Counter(first for first, _ in seen)
    return min(counts, key=lambda value: (-counts[value], value))
