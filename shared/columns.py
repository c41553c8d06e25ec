"""What a column holds: asked here alone, so that charts and filters treat it alike. Imports nothing of ours."""

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Kind = Literal["number", "date", "text"]


def column_kind(column: pd.Series) -> Kind:
    """Tell how a column is drawn and filtered: booleans and categories count as text, durations as numbers."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype) or pd.api.types.is_bool_dtype(dtype):
        return "text"
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return "date"
    if pd.api.types.is_numeric_dtype(dtype) or pd.api.types.is_timedelta64_dtype(dtype):
        return "text" if pd.api.types.is_complex_dtype(dtype) else "number"
    return "text"


def numbers(column: pd.Series) -> NDArray[Any]:
    """Return a numeric column's values, missing as NaN; integers without missing values stay integers, uncopied."""
    if pd.api.types.is_timedelta64_dtype(column.dtype):
        column = column.dt.total_seconds()
    values: NDArray[Any]
    is_plain = isinstance(column.dtype, np.dtype)
    values = column.to_numpy() if is_plain else column.to_numpy(dtype=np.float64, na_value=np.nan)
    return values


def naive_dates(column: pd.Series) -> NDArray[np.datetime64]:
    """Return a date column as the wall-clock times it shows: Plotly and the date inputs know no time zones."""
    if isinstance(column.dtype, np.dtype):
        return column.to_numpy()
    dates: pd.Series = column
    if getattr(column.dtype, "tz", None) is not None:
        dates = column.dt.tz_localize(None)
    return dates.to_numpy(dtype="datetime64[us]")


def texts(column: pd.Series) -> NDArray[np.object_]:
    """Return a column's values as str, missing as None. For few rows: it makes a Python object of each."""
    values = column.astype(object).to_numpy()
    missing = pd.isna(values)
    return np.array([None if gone else str(value) for value, gone in zip(values, missing, strict=True)], dtype=object)
