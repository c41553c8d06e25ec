"""Filters rows: the global filter of table, profile, summary and charts. Imports columns, errors."""

import math
import re
from dataclasses import asdict, dataclass, replace
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
    "filter_words",
    "from_dict",
    "to_dict",
    "with_column",
    "without",
]

FilterKind = Literal["number", "date", "values"]


_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Filter:
    """What rows must have to be shown. Only the fields of the column's kind are read.

    Attributes
    ----------
    column : str or None
        The column whose inputs the screen shows; None: this part lets every row pass.
    minimum, maximum : float or None
        Inclusive bounds of a numeric column; None is open.
    start, end : str or None
        Inclusive ISO dates ("2013-07-04") or times of a date column; an end without a time means the whole day.
    values : tuple of str
        Values of any other column, as `filter_values` words them; empty lets every row pass.
    contains : str or None
        Text within the values of any other column, whatever its case.
    others : tuple of Filter
        Filters on other columns, all of which a row must pass too; these have no others of their own.
    """

    column: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    start: str | None = None
    end: str | None = None
    values: tuple[str, ...] = ()
    contains: str | None = None
    others: tuple["Filter", ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the part on ``column`` lets every row pass."""
        own = replace(self, others=())
        return own in (Filter(), Filter(column=self.column))


def to_dict(chosen: Filter) -> dict[str, Any]:
    """Return the filter as plain JSON data; `from_dict` reads it."""
    own = {**asdict(replace(chosen, others=())), "values": list(chosen.values)}
    return {**own, "others": [to_dict(other) for other in chosen.others]}


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
            contains=_optional_text(data.get("contains")),
            others=tuple(replace(from_dict(other), others=()) for other in data.get("others") or ()),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise FilterError(str(data)[:80], "this is no filter", "Clear the filter and set it again.") from error


def with_column(chosen: Filter, column: str | None) -> Filter:
    """Show another column's inputs: what was set on the one before goes on to hold, as one of the others.

    Parameters
    ----------
    chosen : Filter
        The filter so far.
    column : str or None
        The column to show. If it is one of the others, its bounds come back. None takes the shown part away.
    """
    if column is None:
        return Filter(others=chosen.others)
    held = chosen.others if chosen.is_open else (*chosen.others, replace(chosen, others=()))
    shown = next((other for other in held if other.column == column), Filter(column=column))
    return replace(shown, others=tuple(other for other in held if other.column != column))


def without(chosen: Filter, column: str) -> Filter:
    """Take the filter on one of the other columns away."""
    return replace(chosen, others=tuple(other for other in chosen.others if other.column != column))


def filter_words(chosen: Filter) -> str:
    """Word the part of a filter on its own column: "distance from 500 to 900"."""
    low = chosen.start if chosen.minimum is None else f"{chosen.minimum:,g}"
    high = chosen.end if chosen.maximum is None else f"{chosen.maximum:,g}"
    parts = [str(chosen.column)]
    parts += [] if low is None else [f"from {low}"]
    parts += [] if high is None else [f"to {high}"]
    parts += [f"is {' or '.join(chosen.values)}"] if chosen.values else []
    parts += [] if chosen.contains is None else [f'contains "{chosen.contains}"']
    return " ".join(parts)


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
    masks = [_mask(frame, part) for part in (chosen, *chosen.others) if part.column is not None]
    passing = [mask for mask in masks if mask is not None]
    if not passing:
        return frame
    mask = np.logical_and.reduce(passing)
    return frame if mask.all() else frame[mask]


def _mask(frame: pd.DataFrame, part: Filter) -> NDArray[np.bool_] | None:
    """Mark the rows that pass on one column; None where all do."""
    column = _column(frame, str(part.column))
    kind = filter_kind(frame, str(part.column))
    if kind == "number":
        return _number_mask(column, part.minimum, part.maximum)
    if kind == "date":
        return _date_mask(column, part.start, part.end)
    chosen = _values_mask(column, part.values)
    holding = None if part.contains is None else _contains_mask(column, part.contains)
    return holding if chosen is None else chosen if holding is None else chosen & holding


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


def _contains_mask(column: pd.Series, text: str) -> NDArray[np.bool_]:
    words = column if isinstance(column.dtype, pd.StringDtype) else column.astype(str).where(column.notna())
    mask: NDArray[np.bool_] = words.str.contains(text, case=False, regex=False, na=False).to_numpy(dtype=bool)
    return mask


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
