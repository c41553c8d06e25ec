"""Puts rows into places along an axis: distinct values, or bins of equal width. Imports columns, explorer_spec, traces.

Bars, lines, boxes, densities and facets stand on this: they show all rows, and what is sent to the browser is bounded
by the number of places, not by the rows.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import Kind, column_kind, naive_dates, numbers
from shared.explorer_spec import OTHER_GROUP
from shared.traces import iso_times

NOWHERE: Final = -1
_EXACT: Final = 1e15
"""Whole numbers below it are worded in full."""
_LONGEST_DATE_S: Final = 1e11
"""About 3,000 years: beyond it a bin's middle would be no date that numpy can word."""


@dataclass(frozen=True)
class Places:
    """Where each row belongs.

    Attributes
    ----------
    codes : int array, shape (n_rows,)
        Number of the row's place, `NOWHERE` for a row without a value.
    at : array, shape (n_places,)
        What the axis is given for each place: numbers, ISO times or text.
    labels : list of str
        What a heading calls each place.
    kind : str
        Of the axis.
    left_out : int
        Distinct text values that share the last place, `OTHER_GROUP`; 0 where every value has its own.
    """

    codes: NDArray[np.int64]
    at: NDArray[Any]
    labels: list[str]
    kind: Kind
    left_out: int = 0

    def __len__(self) -> int:
        """Count the places."""
        return len(self.at)


def find_places(column: pd.Series, most: int) -> Places:
    """Put each row into one of at most ``most`` places.

    Parameters
    ----------
    column : Series, shape (n_rows,)
        Any type. Numbers and dates are put into bins of equal width where they have more distinct values than places;
        text keeps its most frequent values, the rest shares one place.
    most : int
        At least 2.
    """
    kind = column_kind(column)
    if kind == "text":
        return _text_places(column, most)
    values = _finite(column)
    known = np.isfinite(values)
    # Counted on the values that are there; a million distinct ones are found out by the first thousands.
    distinct = np.unique(values[known][:: max(1, len(values) // 20_000)])
    if len(distinct) <= most:
        distinct = np.unique(values[known])
    if len(distinct) <= most:
        codes = np.where(known, np.searchsorted(distinct, np.where(known, values, 0.0)), NOWHERE)
        return Places(codes.astype(np.int64), _worded(distinct, kind), _names(distinct, kind), kind)
    return _bins(values, known, kind, most)


def _bins(values: NDArray[np.float64], known: NDArray[np.bool_], kind: Kind, most: int) -> Places:
    low, high = values[known].min(), values[known].max()
    width = (high - low) / most
    inside = np.where(known, values, low)
    codes = np.minimum(((inside - low) / width).astype(np.int64), most - 1)
    edges = low + width * np.arange(most + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    names = [f"{start} – {end}" for start, end in zip(_names(edges[:-1], kind), _names(edges[1:], kind), strict=True)]
    return Places(np.where(known, codes, NOWHERE), _worded(middles, kind), names, kind)


def _text_places(column: pd.Series, most: int) -> Places:
    raw, values = pd.factorize(column)
    counts = np.bincount(raw[raw >= 0], minlength=len(values))
    names = [str(value) for value in values]
    ranked = sorted(range(len(values)), key=lambda code: (-counts[code], names[code]))
    ranked = [code for code in ranked if counts[code]]
    kept = ranked if len(ranked) <= most else ranked[: most - 1]
    place_of = np.full(len(values) + 1, len(kept), dtype=np.int64)
    place_of[kept] = np.arange(len(kept))
    place_of[-1] = NOWHERE  # what factorize calls -1
    left_out = len(ranked) - len(kept)
    labels = [names[code] for code in kept] + ([OTHER_GROUP] if left_out else [])
    return Places(place_of[raw], np.array(labels, dtype=object), labels, "text", left_out)


def _finite(column: pd.Series) -> NDArray[np.float64]:
    """Return numbers, or dates as seconds; missing and infinite values are NaN."""
    if column_kind(column) == "number":
        values = numbers(column).astype(np.float64)
        return np.where(np.isfinite(values), values, np.nan)
    dates = naive_dates(column)
    seconds = dates.astype("datetime64[us]").astype(np.int64) / 1e6
    return np.where(np.isnat(dates) | (np.abs(seconds) > _LONGEST_DATE_S), np.nan, seconds)


def _worded(values: NDArray[np.float64], kind: Kind) -> NDArray[Any]:
    return iso_times(_dates(values)) if kind == "date" and len(values) else values


def _names(values: NDArray[np.float64], kind: Kind) -> list[str]:
    if kind == "date":
        return [str(text).replace("T", " ").removesuffix(" 00:00:00") for text in _dates(values).astype(str)]
    # Without thousands marks: 1,990 is no year.
    return [
        f"{value:.0f}" if value.is_integer() and abs(value) < _EXACT else f"{value:.6g}" for value in values.tolist()
    ]


def _dates(seconds: NDArray[np.float64]) -> NDArray[np.datetime64]:
    return np.round(seconds).astype(np.int64).astype("datetime64[s]")
