"""Tells which rows a chart of single rows draws. Imports columns, sampling."""

from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers
from shared.sampling import sample_positions

_EXTREMES: Final = (np.fmin, np.fmax)
"""The reductions that find the lowest and the highest value and pass over NaN and NaT."""


def drawn_positions(
    x: pd.Series, y: pd.Series, limit: int, *, log_x: bool = False, log_y: bool = False
) -> NDArray[np.int64]:
    """Choose among the rows that have a place on both axes: infinite values have none, nor has zero on a logarithm.

    Parameters
    ----------
    x, y : Series, shape (n_rows,)
        The columns of the axes.
    limit : int
        Rows to choose at most: a seeded sample that keeps the lowest and highest x and y.
    log_x, log_y : bool
        Whether the axis is logarithmic.

    Returns
    -------
    int array, shape (at most limit,)
        Sorted positions.
    """
    x_values, y_values = _ordered(x), _ordered(y)
    drawable = _all_true(_drawable(x_values, x, log=log_x), _drawable(y_values, y, log=log_y))
    where = None if drawable is None else np.flatnonzero(drawable)
    count = len(x) if where is None else len(where)
    if count <= limit:
        return np.arange(count) if where is None else where
    keep = [
        _extreme(values, drawable, find) for values in (x_values, y_values) if values is not None for find in _EXTREMES
    ]
    if where is None:
        return sample_positions(count, limit, keep=keep)
    return where[sample_positions(count, limit, keep=np.searchsorted(where, keep).tolist())]


def _extreme(values: NDArray[Any], drawable: NDArray[np.bool_] | None, find: np.ufunc) -> int:
    """Return the position of the first lowest or highest value among the drawable rows."""
    position = int((values == find.reduce(values)).argmax())
    if drawable is None or drawable[position]:
        return position
    # Only here, for it takes ten times as long: the extreme of all rows lacks its other coordinate, or is infinite.
    return int(((values == find.reduce(values[drawable])) & drawable).argmax())


def _ordered(column: pd.Series) -> NDArray[Any] | None:
    """Return values that have a lowest and a highest; None for text."""
    kind = column_kind(column)
    if kind == "number":
        return numbers(column)
    return naive_dates(column) if kind == "date" else None


def _drawable(values: NDArray[Any] | None, column: pd.Series, *, log: bool) -> NDArray[np.bool_] | None:
    """Mark the rows with a value; None where every row has one."""
    if values is None:
        mask = column.notna().to_numpy(dtype=bool)
    elif log:
        mask = np.isfinite(values) & (values > 0)
    elif values.dtype.kind == "f":
        mask = np.isfinite(values)
    elif values.dtype.kind == "M":
        mask = ~np.isnat(values)
    else:
        return None
    return None if mask.all() else mask


def _all_true(first: NDArray[np.bool_] | None, second: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second
