"""Second step of the report: sets the two frameworks side by side, tier with the same tier, and fits growth."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from benchmarks import stats
from benchmarks.report.cells import BASELINE_ARM, Cell, Matrix, Point
from benchmarks.report.measures import SETTLED, Measure
from benchmarks.stats import Estimate, Slope

Outcome = Literal["dash", "streamlit", "no difference", "no interval", "failed", "not measured"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("dash", "streamlit", "no difference", "no interval", "failed", "not measured")


@dataclass(frozen=True)
class Comparison:
    """Both frameworks at one point of the matrix, in one measure.

    Attributes
    ----------
    tier, point, measure
        What is compared.
    dash, streamlit : Cell or None
        None if the cell was not measured.
    ratio : Estimate or None
        Streamlit / Dash. None if a side has no figure, or a median is zero.
    outcome : str
        The framework that needs less, or why none is named. A side that failed makes it "failed", whatever the other
        side needed.
    """

    tier: str
    point: Point
    measure: Measure
    dash: Cell | None
    streamlit: Cell | None
    ratio: Estimate | None
    outcome: Outcome

    @property
    def decided(self) -> bool:
        """Whether a difference is shown."""
        return self.outcome in ("dash", "streamlit")


@lru_cache(maxsize=4096)  # many sections ask for the same comparison, and each costs a bootstrap
def compare(matrix: Matrix, tier: str, point: Point, measure: Measure = SETTLED) -> Comparison:
    """Compare the frameworks at one point, as delivered."""
    dash, streamlit = matrix.get("dash", tier, point), matrix.get("streamlit", tier, point)
    ratio, outcome = _decide(dash, streamlit, measure)
    return Comparison(tier, point, measure, dash, streamlit, ratio, outcome)


def compare_all(matrix: Matrix, measure: Measure, *, tiers: Sequence[str], scenario: str = "") -> list[Comparison]:
    """Compare at every point where a side was measured; points at which neither has the measure are left out."""
    found = [compare(matrix, tier, point, measure) for tier in tiers for point in matrix.points(scenario or None)]
    return [c for c in found if c.outcome != "not measured"]


def arm_ratio(matrix: Matrix, cell: Cell, measure: Measure = SETTLED) -> Estimate | None:
    """Ratio of a cell in another arm to the same cell as delivered; None if either has no figure."""
    same = matrix.get(cell.key.framework, cell.key.tier, cell.key.point, BASELINE_ARM)
    above, below = cell.runs(measure), same.runs(measure) if same else []
    return stats.ratio(above, below) if above and below else None


def growth(
    matrix: Matrix, framework: str, tier: str, measure: Measure, *, scenario: str = "change_axis"
) -> Slope | None:
    """Fit the growth per added panel, everything else at the base; failed cells are left out."""
    levels = {}
    for panels in matrix.panel_counts(scenario):
        cell = matrix.get(framework, tier, matrix.point(scenario, panels=panels))
        if cell is not None and (runs := cell.runs(measure)):
            levels[panels] = runs
    return stats.slope(levels)


def grows(slope: Slope) -> bool | None:
    """Tell whether growth is shown; None without an interval."""
    return None if slope.interval is None else not slope.interval.covers(0)


def _decide(dash: Cell | None, streamlit: Cell | None, measure: Measure) -> tuple[Estimate | None, Outcome]:
    sides = (dash, streamlit)
    if any(side is not None and side.has_failed for side in sides):
        return None, "failed"
    if dash is None or streamlit is None:
        return None, "not measured"
    of_dash, of_streamlit = dash.estimate(measure), streamlit.estimate(measure)
    if of_dash is None or of_streamlit is None:
        return None, "not measured"
    ratio = stats.ratio(streamlit.runs(measure), dash.runs(measure))
    if ratio is None:
        return None, _apart(of_dash, of_streamlit)
    words: dict[stats.Verdict, Outcome] = {
        "numerator higher": "dash",
        "denominator higher": "streamlit",
        "no difference shown": "no difference",
        "no interval": "no interval",
    }
    return ratio, words[stats.verdict(ratio)]


def _apart(dash: Estimate, streamlit: Estimate) -> Outcome:
    """Decide where a median is zero, so that there is no ratio: by intervals that do not touch."""
    if dash.interval is None or streamlit.interval is None:
        return "no interval"
    if dash.interval.high < streamlit.interval.low:
        return "dash"
    return "streamlit" if streamlit.interval.high < dash.interval.low else "no difference"
