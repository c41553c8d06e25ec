"""Filters rows by one column: the global filter of table, summary and charts. Imports columns, errors."""

import math
import re
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers
from shared.errors import FilterError
from shared.explorer_spec import MAX_FILTER_VALUES

__all__ = [
    "Filter",
    "FilterError",
    "FilterKind",
    "apply_filter",
    "filter_kind",
    "filter_values",
    "from_dict",
    "to_dict",
]

FilterKind = Literal["number", "date", "values"]


_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Filter:
    """What rows must have to be shown. Only the fields of the column's kind are read.

    Attributes
    ----------
    column : str or None
        None: every row is shown.
    minimum, maximum : float or None
        Inclusive bounds of a numeric column; None is open.
    start, end : str or None
        Inclusive ISO dates ("2013-07-04") or times of a date column; an end without a time means the whole day.
    values : tuple of str
        Values of any other column, as `filter_values` words them; empty lets every row pass.
    """

    column: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    start: str | None = None
    end: str | None = None
    values: tuple[str, ...] = ()


def to_dict(chosen: Filter) -> dict[str, Any]:
    """Return the filter as plain JSON data; `from_dict` reads it."""
    return {**asdict(chosen), "values": list(chosen.values)}


def from_dict(data: dict[str, Any]) -> Filter:
    """Read what `to_dict` wrote.

    Raises
    ------
    FilterError
        If a field has another name or type.
    """
    try:
        return Filter(
            column=_optional_text(data.get("column")),
            minimum=_optional_number(data.get("minimum")),
            maximum=_optional_number(data.get("maximum")),
            start=_optional_text(data.get("start")),
            end=_optional_text(data.get("end")),
            values=tuple(str(value) for value in data.get("values") or ()),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise FilterError(str(data)[:80], "this is no filter", "Clear the filter and set it again.") from error


def filter_kind(frame: pd.DataFrame, column: str) -> FilterKind:
    """Tell which inputs filter this column.

    Raises
    ------
    FilterError
        If the frame has no such column.
    """
    kind = column_kind(_column(frame, column))
    return "values" if kind == "text" else kind


def filter_values(frame: pd.DataFrame, column: str) -> list[str]:
    """Return the values to choose from, most frequent first, ties by name; at most `MAX_FILTER_VALUES`.

    Raises
    ------
    FilterError
        If the frame has no such column.
    """
    counts = _column(frame, column).value_counts(sort=False)
    ranked = sorted(((str(value), int(n)) for value, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    return [value for value, _ in ranked[:MAX_FILTER_VALUES]]


def apply_filter(frame: pd.DataFrame, chosen: Filter) -> pd.DataFrame:
    """Return the rows that pass, in file order. Missing values pass no bound and no choice of values.

    Parameters
    ----------
    frame : DataFrame
        Not changed.
    chosen : Filter
        A filter without a column or without bounds lets every row pass.

    Returns
    -------
    DataFrame
        ``frame`` itself, uncopied, where nothing is filtered.

    Raises
    ------
    FilterError
        If the column does not exist, the lower bound is above the upper one, or a date cannot be read.
    """
    if chosen.column is None:
        return frame
    column = _column(frame, chosen.column)
    kind = filter_kind(frame, chosen.column)
    if kind == "number":
        mask = _number_mask(column, chosen.minimum, chosen.maximum)
    elif kind == "date":
        mask = _date_mask(column, chosen.start, chosen.end)
    else:
        mask = _values_mask(column, chosen.values)
    return frame if mask is None or mask.all() else frame[mask]


def _number_mask(column: pd.Series, minimum: float | None, maximum: float | None) -> NDArray[np.bool_] | None:
    if minimum is not None and maximum is not None and minimum > maximum:
        raise FilterError(
            f"Minimum {minimum:g}, maximum {maximum:g}",
            "the minimum is above the maximum",
            "Lower the minimum or raise the maximum.",
        )
    if minimum is None and maximum is None:
        return None
    return _between(numbers(column), minimum, maximum)


def _date_mask(column: pd.Series, start: str | None, end: str | None) -> NDArray[np.bool_] | None:
    if start is None and end is None:
        return None
    first = None if start is None else _parse_date(start)
    last = None if end is None else _parse_date(end)
    if first is not None and last is not None and first > last:
        raise FilterError(f"From {start}, to {end}", "the first date is after the last", "Move one of the two dates.")
    dates = naive_dates(column)
    mask = _between(dates, first, None)
    if end is not None and last is not None:
        # A day is written without a time and lasts until the next one starts.
        whole_day = _ISO_DAY.fullmatch(end) is not None
        mask &= dates < (last + np.timedelta64(1, "D")) if whole_day else dates <= last
    return mask


def _between(values: NDArray[Any], low: Any, high: Any) -> NDArray[np.bool_]:
    """Mark the values within inclusive bounds. NaN and NaT compare false, so that a missing value is within none."""
    mask = np.ones(len(values), dtype=bool)
    if low is not None:
        mask &= values >= low
    if high is not None:
        mask &= values <= high
    return mask


def _values_mask(column: pd.Series, values: tuple[str, ...]) -> NDArray[np.bool_] | None:
    if not values:
        return None
    if isinstance(column.dtype, pd.StringDtype):
        return column.isin(list(values)).to_numpy(dtype=bool)
    # Booleans and mixed columns are offered as text, so they are compared as text, each distinct value once.
    distinct = [value for value in column.dropna().unique() if str(value) in set(values)]
    return column.isin(distinct).to_numpy(dtype=bool)


def _parse_date(text: str) -> np.datetime64:
    try:
        moment = pd.Timestamp(text)
    except ValueError as error:
        raise _no_date(text) from error
    if not isinstance(moment, pd.Timestamp):  # "NaT" and "" are read without an error
        raise _no_date(text)
    return moment.tz_localize(None).to_datetime64()


def _no_date(text: str) -> FilterError:
    return FilterError(repr(text[:40]), "this is no date", "Write it as year-month-day, such as 2013-07-04.")


def _column(frame: pd.DataFrame, label: str) -> pd.Series:
    if label not in frame.columns:
        raise FilterError(repr(label), "the data have no such column", "Choose another column or clear the filter.")
    return frame[label]


def _optional_text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _optional_number(value: Any) -> float | None:
    if value is None or value == "":
        return None
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number
