"""Part of the last stage of CSV loading: text becomes dates.

Imports csv_cells, csv_columns and csv_converted.
"""

import re
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from shared.csv_cells import MISSING, is_missing
from shared.csv_columns import ColumnProfile
from shared.csv_converted import MAX_MISFITS, Converted, Odd, odd_values

_SAMPLE: Final = 400
"""Distinct values by which a format is tried before all are."""
_DATE_ORDERS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d/%b/%Y", "%Y-%b-%d", "%d. %B %Y", "%Y年%m月%d日",
)  # fmt: skip
_CLOCKS: Final = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H:%M:%S %z", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_OFFSET: Final = re.compile(r":\d{2}[+-]\d{2}:?\d{2}$")
_MORE_EVEN: Final = 20
"""How many times as uneven the steps of one reading must be for the other to be right: months are 28 to 31 days."""
_MIN_STEPS: Final = 3
"""Fewer are even by chance."""


def is_iso(profile: ColumnProfile) -> bool:
    """Tell whether a sample has dates as the standard writes them, of one time zone or none.

    Those with an offset are not among them: it may differ from row to row.
    """
    if not profile.kinds["date"]:
        return False
    values = [value for value in profile.values if not is_missing(value)]
    zones = {value.endswith("Z") for value in values}
    return len(zones) == 1 and all(_ISO.fullmatch(value) and not _OFFSET.search(value) for value in values)


def to_dates(text: pa.Array, _decimal: str) -> Converted | str | None:
    """Convert a column of text if about all of its values are dates; None if it stays text, a str to say why."""
    if (dates := _iso_dates(text)) is not None:
        return Converted(dates, Odd(), f"dates ({date_words('ISO8601')})")
    coded = text.dictionary_encode()
    distinct = pd.Series(coded.dictionary.to_pandas()).str.strip()
    values = distinct[~distinct.str.lower().isin(MISSING)]
    if values.empty:
        return None
    head = values.head(_SAMPLE)
    counts = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(distinct))[values.index]
    found = []
    for form in _date_formats(str(head.iloc[0])):
        if _parse(head, form).isna().sum() > max(MAX_MISFITS * len(head), 1):
            continue
        parsed = _parse(values, form)
        if counts[parsed.isna().to_numpy()].sum() <= MAX_MISFITS * counts.sum():
            found.append((form, parsed))
    if not found:
        return None
    chosen = found[0] if len(found) == 1 else _unambiguous(found, coded, distinct)
    if chosen is None:
        return "holds dates that can be read with the day or the month first, so it stays text."
    form, parsed = chosen
    whole = parsed.reindex(distinct.index)
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    dates = pd.Series(whole.array.take(codes, allow_fill=True))
    odd = odd_values(text, pc.indices_nonzero(pc.and_(pc.is_valid(text), pa.array(dates.isna().to_numpy()))))
    if odd is None:
        return None
    return Converted(dates, odd, f"dates ({date_words(form)})")


def _iso_dates(text: pa.Array) -> pd.Series | None:
    """Convert a column of the standard's dates in one go; None where a value is written in another way."""
    first = text.drop_null()[0].as_py()
    if not _ISO.fullmatch(first) or re.search(r"[+-]\d{2}:?\d{2}$", first):
        return None
    try:
        dates: pd.Series = pc.cast(text, pa.timestamp("us", "UTC" if first.endswith("Z") else None)).to_pandas()
    except pa.ArrowInvalid:
        return None
    return dates


def _date_formats(value: str) -> list[str]:
    """List the formats that a first value allows; "ISO8601" for the standard's."""
    if _ISO.fullmatch(value):
        return ["ISO8601"]
    clocks = [clock for clock in _CLOCKS if bool(clock) == (":" in value)]
    formats = [order + (f"{gap}{clock}" if clock else "") for order in _DATE_ORDERS for clock in clocks for gap in " T"]
    formats = list(dict.fromkeys(formats))
    one = pd.Series([value])
    return [form for form in formats if _parse(one, form).notna().all()]


def _parse(values: pd.Series, form: str) -> pd.Series:
    try:
        return pd.to_datetime(values, format=form, errors="coerce")
    except ValueError:  # time zones of several kinds: one clock for all
        return pd.to_datetime(values, format=form, errors="coerce", utc=True)


def _unambiguous(
    found: list[tuple[str, pd.Series]], coded: pa.DictionaryArray, distinct: pd.Series
) -> tuple[str, pd.Series] | None:
    """Choose between day first and month first by which of them puts the rows in order, at even steps if both do."""
    codes = coded.indices.drop_null().to_numpy()
    ordered: list[tuple[str, pd.Series]] = []
    steps: list[float] = []
    for form, parsed in found:
        dates = pd.Series(parsed.reindex(distinct.index).array.take(codes[:100_000])).dropna()
        if dates.is_monotonic_increasing or dates.is_monotonic_decreasing:
            ordered.append((form, parsed))
            steps.append(_unevenness(dates))
    if len(ordered) == 1 and len(distinct) > 2:
        return ordered[0]
    if len(ordered) == 2 and max(steps) >= _MORE_EVEN * min(steps):
        return ordered[steps.index(min(steps))]
    same = all(found[0][1].equals(parsed) for _, parsed in found[1:])
    return found[0] if same else None


def _unevenness(dates: pd.Series) -> float:
    """Divide the longest step from one date to the next by the shortest: 1 if all are the same, 31/28 for months."""
    steps = np.abs(np.diff(dates.drop_duplicates().astype("int64").to_numpy()))
    return float(steps.max() / steps.min()) if len(steps) >= _MIN_STEPS else 1.0


def date_words(form: str) -> str:
    """Say in a user's words in which order a format has day, month and year."""
    if form == "ISO8601":
        return "year-month-day"
    words = {"%Y": "year", "%y": "year", "%m": "month", "%d": "day", "%b": "month", "%B": "month"}
    date = form.split("%H")[0].split("%I")[0].rstrip(" T")
    return re.sub(r"%\w", lambda code: words.get(code[0], ""), date)
