"""A straight line through the rows of a scatter chart. Imports columns, theme, traces."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers
from shared.theme import LINE_WIDTH_PX, OTHER_COLOUR
from shared.traces import Traces, encode

TREND_NAME: Final = "Trend"


def trend_line(
    across: pd.Series, up: pd.Series, *, log_x: bool = False, log_y: bool = False
) -> tuple[Traces, list[str]]:
    """Fit a line by least squares, straight as the axes show it, through all rows that have a place on both.

    Parameters
    ----------
    across, up : Series, shape (n_rows,)
        The columns of the X and the Y axis.
    log_x, log_y : bool
        Whether the axis is logarithmic.

    Returns
    -------
    traces : list of dict
        The line's two ends, or nothing.
    notes : list of str
        Why there is no line.
    """
    if "text" in {column_kind(across), column_kind(up)}:
        return [], ["A trend line needs numbers or dates on both axes."]
    x, y = _as_floats(across, log_x), _as_floats(up, log_y)
    usable = np.isfinite(x) & np.isfinite(y)
    x, y = x[usable], y[usable]
    if len(x) < 2 or x.min() == x.max():
        return [], ["A trend line needs two different values on the X axis."]
    spread = x - x.mean()
    slope = float(spread @ (y - y.mean()) / (spread @ spread))
    ends = np.array([x.min(), x.max()])
    fitted = y.mean() + slope * (ends - x.mean())
    trace = {
        "type": "scatter",
        "mode": "lines",
        "name": TREND_NAME,
        "x": encode(_as_shown(ends, across, log_x)),
        "y": encode(_as_shown(fitted, up, log_y)),
        "line": {"color": OTHER_COLOUR, "width": LINE_WIDTH_PX, "dash": "dash"},
    }
    return [trace], []


def _as_floats(column: pd.Series, log: bool) -> NDArray[np.float64]:
    if column_kind(column) == "date":
        dates = naive_dates(column).astype("datetime64[ms]")
        return np.where(np.isnat(dates), np.nan, dates.astype(np.int64).astype(np.float64))
    values = numbers(column).astype(np.float64)
    if not log:
        return values
    return np.log10(values, out=np.full(len(values), np.nan), where=values > 0)


def _as_shown(values: NDArray[np.float64], column: pd.Series, log: bool) -> NDArray[Any]:
    if column_kind(column) == "date":
        dates = np.round(values).astype(np.int64).astype("datetime64[ms]")
        return np.datetime_as_string(dates).astype(object)
    return np.asarray(10.0**values) if log else values
