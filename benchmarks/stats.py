"""Fifth stage: turns samples into medians, ratios and slopes with intervals. Reads no files, knows no framework.

What repeats is the *run* (a fresh server and page), not the click: clicks of one run share a process, a page and a
moment of the machine, so treating them as independent makes every interval too narrow. All functions therefore take
the clicks grouped by run.

With the 3 to 5 runs that a benchmark can afford, the usual percentile bootstrap holds the true value only about 75 %
of the time. The intervals here are t intervals with a bootstrap standard error, corrected for the narrowness of a
small sample (T. Hesterberg, "What teachers should know about the bootstrap", The American Statistician 69, 2015); runs
are resampled, each with all its clicks (Davison and Hinkley, "Bootstrap methods and their application", 1997, 3.8).
``tests/benchmarks/test_stats.py`` checks their coverage on synthetic runs.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

Floats = npt.NDArray[np.float64]
Runs = Sequence[Floats]
"""Clicks of one cell: one array per run, any lengths, failures already left out."""

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 2_000
SEED: Final = 20_130_101
P95_MINIMUM: Final = 100
"""Clicks needed for a 95th percentile: below that it rests on fewer than five clicks."""
SPREAD_LIMIT: Final = 0.10
"""Spread between runs from which a cell gets more runs and, if that does not help, a mark."""
NO_DIFFERENCE: Final = "no difference shown"

Verdict = Literal["numerator higher", "denominator higher", "no difference shown", "no interval"]


@dataclass(frozen=True)
class Interval:
    """A 95 % confidence interval, both ends included."""

    low: float
    high: float

    def covers(self, value: float) -> bool:
        """Tell whether a value lies in the interval."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Estimate:
    """A figure with the interval that belongs to it.

    Attributes
    ----------
    value : float
        The point estimate, in the unit of the clicks (a ratio has none).
    interval : Interval or None
        None if a side has a single run: nothing is known then about how runs differ.
    clicks, runs : int
        How much it rests on; of a ratio or slope, the total of all its parts.
    """

    value: float
    interval: Interval | None
    clicks: int
    runs: int


@dataclass(frozen=True)
class Slope(Estimate):
    """Growth per added panel, with the value at no panel and how straight the line is.

    Attributes
    ----------
    intercept : float
        Where the line meets zero panels.
    worst_miss : float
        Largest distance of a level's mean from the line, as a share of that mean; 0 is a straight line.
    """

    intercept: float
    worst_miss: float


def by_run(clicks: Iterable[tuple[int, float | None]]) -> list[Floats]:
    """Group clicks by run.

    Parameters
    ----------
    clicks : iterable of (int, float or None)
        Number of the run and the measured value; None (failed, or does not apply) is left out.

    Returns
    -------
    list of float arrays
        One for each run that has a value, in the order of the run numbers.
    """
    groups: dict[int, list[float]] = {}
    for run, value in clicks:
        if value is not None:
            groups.setdefault(run, []).append(value)
    return [np.asarray(groups[run], dtype=np.float64) for run in sorted(groups)]


def median(runs: Runs, *, seed: int = SEED) -> Estimate:
    """Estimate the median click with its interval.

    Parameters
    ----------
    runs : sequence of float arrays
        At least one run with one click.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    Estimate
        Median of all clicks. The interval is found on a log scale if all clicks are positive (times and bytes are
        skewed, and a bound below zero would be no time), else on the plain scale and cut at zero for clicks that are
        never negative.

    Raises
    ------
    ValueError
        If there is no click.
    """
    pooled = _pooled(runs)
    value = float(np.median(pooled))
    interval = None
    if len(runs) > 1:
        on_log = bool((pooled > 0).all())
        variance = _variance(_resampled_medians(runs, seed), len(runs), on_log=on_log)
        half = _t(len(runs) - 1) * math.sqrt(variance)
        if on_log:
            interval = Interval(value * math.exp(-half), value * math.exp(half))
        else:
            floor = 0.0 if (pooled >= 0).all() else -math.inf
            interval = Interval(max(floor, value - half), value + half)
    return Estimate(value, interval, len(pooled), len(runs))


def quartiles(runs: Runs) -> tuple[float, float]:
    """Give the first and the third quartile of all clicks. Raises ValueError if there is none."""
    low, high = np.quantile(_pooled(runs), [0.25, 0.75])
    return float(low), float(high)


def p95(runs: Runs) -> float | None:
    """Give the 95th percentile of all clicks, or None below ``P95_MINIMUM`` clicks."""
    pooled = _pooled(runs)
    return float(np.quantile(pooled, 0.95)) if len(pooled) >= P95_MINIMUM else None


def ratio(numerator: Runs, denominator: Runs, *, seed: int = SEED) -> Estimate | None:
    """Estimate how many times the median of one side is that of the other.

    Parameters
    ----------
    numerator, denominator : sequence of float arrays
        Clicks of both sides by run; the sides may have different numbers of runs.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    Estimate or None
        Degrees of freedom after Welch and Satterthwaite. None if a median is not positive: "times zero" says nothing.
        Without an interval if a side has one run, or has clicks that are zero or less.
    """
    above, below = _pooled(numerator), _pooled(denominator)
    top, bottom = float(np.median(above)), float(np.median(below))
    if top <= 0 or bottom <= 0:
        return None
    value = top / bottom
    clicks, runs = len(above) + len(below), len(numerator) + len(denominator)
    if min(len(numerator), len(denominator)) < 2 or (above <= 0).any() or (below <= 0).any():
        return Estimate(value, None, clicks, runs)
    parts = [
        (_variance(_resampled_medians(side, seed + place), len(side), on_log=True), len(side) - 1)
        for place, side in enumerate((numerator, denominator))
    ]
    half = _half_width(parts)
    return Estimate(value, Interval(value * math.exp(-half), value * math.exp(half)), clicks, runs)


def verdict(estimate: Estimate) -> Verdict:
    """Word what a ratio shows: which side is higher, or that no difference is shown."""
    if estimate.interval is None:
        return "no interval"
    if estimate.interval.covers(1):
        return NO_DIFFERENCE
    return "numerator higher" if estimate.value > 1 else "denominator higher"


def slope(levels: Mapping[int, Runs], *, seed: int = SEED) -> Slope | None:
    """Estimate the growth per added panel: least squares through the medians of the runs.

    Parameters
    ----------
    levels : mapping of int to sequence of float arrays
        Clicks by run, for each number of panels.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    Slope or None
        In the unit of the clicks per panel. None with fewer than two levels. Runs are resampled within their level;
        without an interval if a level has a single run.
    """
    measured = {panels: runs for panels, runs in sorted(levels.items()) if runs}
    if len(measured) < 2:
        return None
    medians = [np.array([np.median(run) for run in runs]) for runs in measured.values()]
    x = np.array(list(measured), dtype=np.float64)
    weights = np.array([len(m) for m in medians], dtype=np.float64)
    means = np.array([m.mean() for m in medians])
    centred = x - np.average(x, weights=weights)
    leverage = weights * centred / float((weights * centred**2).sum())
    # exactly 0 for equal counts, where rounding would show a growth of 1e-15 with an interval of no width
    value = 0.0 if (means == means[0]).all() else float(leverage @ means)
    intercept = float(np.average(means, weights=weights) - value * np.average(x, weights=weights))
    miss = np.abs(means - (intercept + value * x))
    worst = float(np.max(np.divide(miss, np.abs(means), out=np.zeros_like(miss), where=means != 0)))
    interval = None
    if min(len(m) for m in medians) > 1:
        parts = [
            (share**2 * _variance(_resampled_means(level, seed + place), len(level), on_log=False), len(level) - 1)
            for place, (share, level) in enumerate(zip(leverage, medians, strict=True))
        ]
        half = _half_width(parts)
        interval = Interval(value - half, value + half)
    clicks = sum(len(run) for runs in measured.values() for run in runs)
    return Slope(value, interval, clicks, int(weights.sum()), intercept, worst)


def spread(runs: Runs) -> float | None:
    """Tell how much runs of one cell differ.

    Returns
    -------
    float or None
        Distance of the furthest medians of runs as a share of the median of all; None with fewer than two runs or a
        median of zero. From ``SPREAD_LIMIT`` on the cell counts as noisy.
    """
    medians = np.array([np.median(run) for run in runs])
    middle = float(np.median(medians)) if len(medians) > 1 else 0.0
    return float(np.ptp(medians)) / abs(middle) if middle else None


def noisy(runs: Runs) -> bool:
    """Tell whether the spread between runs reaches ``SPREAD_LIMIT``."""
    found = spread(runs)
    return found is not None and found >= SPREAD_LIMIT


def _pooled(runs: Runs) -> Floats:
    if not runs or not sum(len(run) for run in runs):
        raise ValueError("0 clicks: a figure needs at least one; leave cells without samples out and report them")
    return np.concatenate(runs)


def _resampled_medians(runs: Runs, seed: int) -> Floats:
    """Draw runs with replacement, each with all its clicks; shape (RESAMPLES,), the median of each draw."""
    first = runs[0][0]
    if all((run == first).all() for run in runs):
        return np.full(RESAMPLES, first)  # counts and bytes, mostly: no need to draw
    rng = np.random.default_rng(seed)
    longest = max(len(run) for run in runs)
    # inf sorts behind every click, so runs of different lengths fit one array
    padded = np.full((len(runs), longest), np.inf)
    for place, run in enumerate(runs):
        padded[place, : len(run)] = run
    lengths = np.array([len(run) for run in runs])
    drawn = rng.integers(len(runs), size=(RESAMPLES, len(runs)))
    clicks = np.sort(padded[drawn].reshape(RESAMPLES, -1), axis=1)
    counts = lengths[drawn].sum(axis=1)
    rows = np.arange(RESAMPLES)
    middle: Floats = (clicks[rows, (counts - 1) // 2] + clicks[rows, counts // 2]) / 2
    return middle


def _resampled_means(values: Floats, seed: int) -> Floats:
    """Draw values with replacement; shape (RESAMPLES,), the mean of each draw."""
    rng = np.random.default_rng(seed)
    means: Floats = values[rng.integers(len(values), size=(RESAMPLES, len(values)))].mean(axis=1)
    return means


def _variance(replicates: Floats, runs: int, *, on_log: bool) -> float:
    """Bootstrap variance; n / (n - 1) takes back that resampling n values varies too little."""
    if replicates.min() == replicates.max():
        return 0.0  # exactly: rounding would give equal counts an interval of 1e-14
    scaled = np.log(replicates) if on_log else replicates
    return float(scaled.var()) * runs / (runs - 1)


def _half_width(parts: Sequence[tuple[float, int]]) -> float:
    """Half an interval from independent variances with their degrees of freedom (Welch and Satterthwaite)."""
    total = sum(variance for variance, _ in parts)
    if total == 0:
        return 0.0
    freedom = total**2 / sum(variance**2 / free for variance, free in parts)
    return _t(freedom) * math.sqrt(total)


def _t(freedom: float) -> float:
    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
