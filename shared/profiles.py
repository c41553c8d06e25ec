"""Describes each column at a glance, over all rows: type, missing, distinct, range, quartiles, a small chart.

Imports columns, places, summaries. The numbers are words already: both apps show the same.
"""

from base64 import b64encode
from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np
import pandas as pd

from shared.columns import column_kind, naive_dates, numbers
from shared.explorer_spec import MAX_PROFILE_BARS, MAX_TOP_VALUES
from shared.places import NOWHERE, find_places
from shared.summaries import shown_value
from shared.theme import DATA_COLOURS

_SVG_WIDTH_PX: Final = 160
_SVG_HEIGHT_PX: Final = 40
STATISTICS: Final = ("Type", "Missing", "Distinct", "Minimum", "25 %", "Median", "75 %", "Maximum", "Mean")
"""Names of the values of a `ColumnProfile`, in order."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column in short.

    Attributes
    ----------
    name : str
        Its label.
    values : tuple of str
        One for each of `STATISTICS`; "" where it does not apply.
    top : tuple of (str, str)
        The most frequent values and their counts, of a text column.
    bars : tuple of float
        Heights of a histogram from 0 to 1, of numbers and dates.
    """

    name: str
    values: tuple[str, ...]
    top: tuple[tuple[str, str], ...] = ()
    bars: tuple[float, ...] = ()

    @property
    def top_text(self) -> str:
        """Word the most frequent values in one line."""
        return ", ".join(f"{value} ({count})" for value, count in self.top)

    @property
    def chart_address(self) -> str:
        """Return the histogram as an image's address: SVG within the address, so that nothing is requested."""
        return f"data:image/svg+xml;base64,{b64encode(_svg(self.bars).encode()).decode()}"


def profile(frame: pd.DataFrame) -> list[ColumnProfile]:
    """Describe every column.

    Parameters
    ----------
    frame : DataFrame
        Any number of rows, none included.

    Returns
    -------
    list of ColumnProfile
        In file order.
    """
    return [_profile(frame[label]) for label in frame.columns]


def _profile(column: pd.Series) -> ColumnProfile:
    kind = column_kind(column)
    missing = int(column.isna().sum())
    share = f" ({missing / len(column):.1%})" if missing else ""
    common = (_type_name(column), f"{missing:,}{share}", f"{column.nunique():,}")
    known = column.dropna()
    if kind == "text" or known.empty:
        counts = known.astype(str).value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
        top = tuple((str(value), f"{count:,}") for value, count in counts.head(MAX_TOP_VALUES).items())
        return ColumnProfile(str(column.name), (*common, *("" for _ in STATISTICS[len(common) :])), top=top)
    values = numbers(known).astype(np.float64) if kind == "number" else naive_dates(known).astype("datetime64[us]")
    return ColumnProfile(str(column.name), (*common, *_range(values)), bars=_bars(column))


def _range(values: np.ndarray) -> tuple[str, ...]:
    """Word minimum, quartiles, maximum and mean of numbers or dates."""
    is_date = values.dtype.kind == "M"
    plain = values.astype(np.int64).astype(np.float64) if is_date else values
    found = [*np.quantile(plain, (0, 0.25, 0.5, 0.75, 1)), plain.mean()]
    if not is_date:
        return tuple(shown_value(float(value)) for value in found)
    return tuple(shown_value(pd.Timestamp(round(value), unit="us")) for value in found)


def _bars(column: pd.Series) -> tuple[float, ...]:
    places = find_places(column, MAX_PROFILE_BARS)
    counts = np.bincount(places.codes[places.codes != NOWHERE], minlength=len(places))
    return tuple(round(float(count / counts.max()), 3) for count in counts) if len(counts) else ()


def _type_name(column: pd.Series) -> str:
    kind = column_kind(column)
    if pd.api.types.is_bool_dtype(column.dtype):
        return "true or false"
    if kind == "number" and pd.api.types.is_integer_dtype(column.dtype):
        return "whole number"
    return kind


def _svg(bars: tuple[float, ...]) -> str:
    width = _SVG_WIDTH_PX / max(1, len(bars))
    drawn = "".join(
        f'<rect x="{place * width:.2f}" y="{_SVG_HEIGHT_PX * (1 - height):.2f}" width="{max(width - 1, 1):.2f}" '
        f'height="{max(_SVG_HEIGHT_PX * height, 0.5 if height else 0):.2f}" fill="{escape(DATA_COLOURS[0])}"/>'
        for place, height in enumerate(bars)
    )
    size = f'width="{_SVG_WIDTH_PX}" height="{_SVG_HEIGHT_PX}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_SVG_WIDTH_PX} {_SVG_HEIGHT_PX}">{drawn}</svg>'
    )
