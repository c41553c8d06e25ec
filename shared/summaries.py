"""Describes every column of a frame, formatted for people. Imports nothing of ours."""

import math

import numpy as np
import pandas as pd


def describe(frame: pd.DataFrame) -> pd.DataFrame:
    """Summarise all columns with the numbers of ``frame.describe(include="all")``.

    Parameters
    ----------
    frame : DataFrame
        Any number of rows, none included; at least one column.

    Returns
    -------
    DataFrame
        Index: statistics ("count", "unique", "top", ...); columns as in ``frame``; every cell a str, "" where the
        statistic does not apply to the column.
    """
    if frame.empty:
        return pd.DataFrame({label: ["0"] for label in frame.columns}, index=pd.Index(["count"]), dtype=object)
    statistics = frame.describe(include="all")
    shown = {label: [shown_value(value) for value in statistics[label].astype(object)] for label in frame.columns}
    return pd.DataFrame(shown, index=statistics.index.astype(str), dtype=object)


def shown_value(value: object) -> str:
    """Word one cell: thousands separated, six significant digits, dates without an empty time."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, bool | np.bool_ | str):
        return str(value)
    if isinstance(value, pd.Timestamp):
        return value.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
    if isinstance(value, int | np.integer):
        return f"{value:,}"
    if isinstance(value, float | np.floating):
        return _shown_float(float(value))
    return str(value)


def _shown_float(value: float) -> str:
    if np.isnan(value):
        return ""
    if value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if 1e-4 <= abs(value) < 1e15:
        digits = max(1, 5 - math.floor(math.log10(abs(value))))
        return f"{value:,.{digits}f}".rstrip("0").rstrip(".")
    return f"{value:.6g}"
