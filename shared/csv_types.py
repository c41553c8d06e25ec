"""Last stage of CSV loading: columns of text become numbers, dates and flags where about all values fit.

A column converts as a whole or not at all. At most `MAX_MISFITS` of its values may not fit; they become missing, and a
note lists them. Values with leading zeros and integers too long for a number are names and stay text. Imports
csv_cells, csv_model and csv_table.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from shared.csv_cells import CURRENCY, MISSING, TYPED, CellKind, cell_kind, is_missing
from shared.csv_columns import ColumnProfile
from shared.csv_model import Note
from shared.csv_structure import list_lines
from shared.csv_table import TableText

MAX_MISFITS: Final = 0.01
"""Share of the values that may not fit when a column converts; in a short column all must fit."""
MIXED_SHARE: Final = 0.1
"""From this share of numbers or dates on a column of text is called mixed."""
_SAMPLE: Final = 400
_MAX_OWN_WORDS: Final = 300
"""Columns up to which each has its own words for missing: pandas takes half a millisecond for each column's."""
_EXACT: Final = 2.0**53
"""Floats beyond this do not tell neighbouring integers apart."""

MISSING_WORDS: Final = [
    "", "NA", "N/A", "n/a", "n.a.", "N.A.", "na", "NaN", "nan", "NAN", "-nan", "NULL", "Null", "null", "None", "none",
    "#N/A", "#NA", "<NA>", "-", "--", "---", "?", ".", "...", "\\N", "(null)", "nil", "NIL", "missing", "#VALUE!",
    "#DIV/0!", "#REF!", "–", "—",
]  # fmt: skip
"""The words of csv_cells.MISSING as files write them: the C engine compares letter by letter."""

_PLAIN: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED: Final = r"[-+]?\d{1,3}(?:[,'’ \x{00a0}\x{202f}]\d{3})+(?:\.\d*)?"
_PLAIN_COMMA: Final = r"[-+]?(?:\d+,?\d*|,\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED_COMMA: Final = r"[-+]?\d{1,3}(?:[.'’ \x{00a0}\x{202f}]\d{3})+(?:,\d*)?"
_LEADING_ZERO: Final = r"^[-+]?0\d"
_ONLY_COMMA: Final = re.compile(r"[-+]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})")
_ONLY_POINT: Final = re.compile(
    r"[-+]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})"
)

_DATE_ORDERS: Final = (
    "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%Y",
    "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
    "%b %d %Y", "%B %d %Y", "%d/%b/%Y", "%Y-%b-%d", "%d. %B %Y", "%Y年%m月%d日",
)  # fmt: skip
_CLOCKS: Final = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
LineOf = Callable[[int], int | None]


@dataclass(frozen=True)
class Typed:
    """A frame with types.

    Attributes
    ----------
    frame : DataFrame
    decimal : str
        The decimal mark of the file's numbers.
    notes : tuple of Note
        What was converted, and what was not and why.
    """

    frame: pd.DataFrame
    decimal: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class _Converted:
    values: pd.Series
    misfits: tuple[int, ...]
    what: str
    """In the user's words; empty for a plain number, which needs no note."""


def infer_frame(
    table: TableText,
    profiles: Sequence[ColumnProfile],
    *,
    leading_zeros: Iterable[int],
    decimal: str | None,
    line_of: LineOf,
) -> Typed:
    """Read a table with types.

    Parameters
    ----------
    table : TableText
        The rows.
    profiles : sequence of ColumnProfile
        What a sample of each column holds.
    leading_zeros : iterable of int
        Columns in which some value starts with 0 and a digit.
    decimal : str or None
        The decimal mark, if the user chose it.
    line_of : callable
        Row of the frame -> line of the file, None where that is not known.
    """
    names = table.names
    numeric = {name: profile for name, profile in zip(names, profiles, strict=False) if _may_be_number(profile)}
    for place in leading_zeros:
        numeric.pop(names[place], None)
    missing: dict[str, list[str]] | list[str] = [""]
    if len(names) <= _MAX_OWN_WORDS:
        missing = {name: MISSING_WORDS if name in numeric else [""] for name in names}
    frame = table.read(missing=missing, text=[name for name in names if name not in numeric])
    kinds = dict(zip(names, frame.dtypes, strict=True))
    settled = {
        name for name in numeric if kinds[name].kind in "ib" or (kinds[name].kind == "f" and _exact(frame[name]))
    }
    again = [name for name in numeric if name not in settled]
    texts = table.texts(again) if again else None
    mark = decimal or _decimal_mark(profiles)
    changed: dict[str, pd.Series] = {}
    notes: list[Note] = []
    for place, name in enumerate(names):
        if name not in settled:
            text = _empty_to_missing(texts[name]) if texts is not None and name in again else frame[name]
            changed[name], more = convert_text(name, text, mark, line_of)
            notes.extend(more)
        elif kinds[name].kind == "f":
            changed[name] = _fit_integers(frame[name], profiles[place])
            notes.extend(_missing_note(name, changed[name], profiles[place]))
    return Typed(_with_columns(frame, changed), mark, tuple(notes))


def _with_columns(frame: pd.DataFrame, changed: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Put new columns in place of old ones without copying the others."""
    if not changed:
        return frame
    return pd.DataFrame({name: changed.get(name, frame[name]).array for name in frame.columns}, copy=False)


def _empty_to_missing(text: pd.Series) -> pd.Series:
    empty = text == ""
    return text.mask(empty) if empty.any() else text


def _may_be_number(profile: ColumnProfile) -> bool:
    """Tell whether a sample leaves it to the C engine to read a column as numbers or flags."""
    if profile.filled == 0:
        return True
    share = (profile.kinds["number"] + profile.kinds["flag"]) / profile.filled
    return share > 0.5 and not any(re.match(_LEADING_ZERO, value) for value in profile.values)


def _exact(column: pd.Series) -> bool:
    """Tell whether the C engine's floats can hold the column's values: it makes floats of too long integers as well."""
    largest = np.nanmax(np.abs(column.to_numpy()), initial=0.0) if len(column) else 0.0
    return bool(largest < _EXACT)


def _fit_integers(column: pd.Series, profile: ColumnProfile) -> pd.Series:
    """Give integers with gaps an integer type: the C engine makes floats of them."""
    if any("." in value or "e" in value.lower() for value in profile.values if value):
        return column
    values = column.to_numpy()
    gaps = np.isnan(values)
    if gaps.all():
        return column
    whole = np.where(gaps, 0.0, values)
    integers = whole.astype(np.int64)
    if not np.array_equal(integers, whole):
        return column
    return pd.Series(pd.arrays.IntegerArray(integers, gaps), name=column.name)


def _missing_note(name: str, column: pd.Series, profile: ColumnProfile) -> Iterable[Note]:
    words = sorted(value for value in profile.values if value and is_missing(value))
    if words and (count := int(column.isna().sum())):
        shown = ", ".join(f'"{word}"' for word in words[:3])
        yield Note(f"{name}: {count:,} values are missing; {shown} stands for a missing value there.", count)


def _decimal_mark(profiles: Sequence[ColumnProfile]) -> str:
    """Tell the file's decimal mark from the numbers that can be read in one way only."""
    comma = point = 0
    for profile in profiles:
        if profile.kinds["number"] <= 0.5 * profile.filled:
            continue
        for value in profile.values:
            number = re.sub(rf"^(?:{CURRENCY})\s*|\s*(?:{CURRENCY}|%)$", "", value)
            comma += _ONLY_COMMA.fullmatch(number) is not None
            point += _ONLY_POINT.fullmatch(number) is not None
    return "," if comma > point else "."


def convert_text(name: str, text: pd.Series, decimal: str, line_of: LineOf) -> tuple[pd.Series, list[Note]]:
    """Convert a column of text if about all of its values fit; an empty cell is missing in any case.

    Parameters
    ----------
    name : str
        The column's label, for notes.
    text : Series
        Dtype str; missing where a cell is empty.
    decimal : str
        The file's decimal mark.
    line_of : callable
        Row -> line of the file or None.
    """
    sample = _sample(text)
    if not sample:
        return text, []
    kinds = Counter(cell_kind(value) for value in sample)
    kind = max(_CONVERTERS, key=lambda each: kinds[each])
    converted = None
    if kinds[kind] >= 0.9 * len(sample):
        arrow = pa.chunked_array(pa.array(text.array, from_pandas=True, type=pa.large_string())).combine_chunks()
        converted = _CONVERTERS[kind](arrow, decimal)
    if isinstance(converted, str):
        return text, [Note(f"{name}: {converted}")]
    if converted is not None:
        return converted.values, _conversion_notes(name, text, converted, line_of)
    return text, list(_mixed_note(name, text, sample, kinds))


def _sample(text: pd.Series) -> list[str]:
    """Take values from the whole column, not only from its beginning; without missing ones."""
    size = len(text)
    parts = (
        [slice(size * part // 4, size * part // 4 + _SAMPLE // 4) for part in range(4)]
        if size > _SAMPLE
        else [slice(size)]
    )
    return [value for part in parts for value in text.iloc[part].dropna().tolist() if not is_missing(value)]


def _mixed_note(name: str, text: pd.Series, sample: Sequence[str], kinds: Counter[Any]) -> Iterable[Note]:
    count = kinds["number"] + kinds["date"]
    if not MIXED_SHARE <= count / len(sample) < 1 or all(re.match(_LEADING_ZERO, value) for value in sample):
        return
    others = [value for value in sample if cell_kind(value) not in TYPED]
    if not others:
        return
    kind = "numbers" if kinds["number"] >= kinds["date"] else "dates"
    shown = ", ".join(f'"{_short(value)}"' for value in list(dict.fromkeys(others))[:3])
    yield Note(f"{name} is mixed and stays text: about {count / len(sample):.0%} are {kind}, others are {shown}.")


def _short(value: str) -> str:
    return value if len(value) <= 30 else value[:27] + "..."


def _conversion_notes(name: str, text: pd.Series, converted: _Converted, line_of: LineOf) -> list[Note]:
    notes = []
    count = int(text.notna().sum()) - len(converted.misfits)
    if converted.what:
        notes.append(Note(f"{name}: {count:,} values were read as {converted.what}.", count))
    if converted.misfits:
        rows = converted.misfits
        shown = ", ".join(f'"{_short(str(value))}"' for value in dict.fromkeys(text.iloc[list(rows[:20])]))
        known = tuple(line for row in rows if (line := line_of(row)) is not None)
        where = f" ({list_lines(known)})" if known else ""
        values = "value does" if len(rows) == 1 else "values do"
        notes.append(
            Note(f"{name}: {len(rows):,} {values} not fit and became missing: {shown[:120]}{where}.", len(rows), known)
        )
    return notes


def _misfits(text: pa.Array, good: pa.Array) -> tuple[int, ...] | None:
    """Return the rows whose value does not fit and is no word for missing; None where they are too many."""
    rows = pc.indices_nonzero(pc.and_(pc.is_valid(text), pc.invert(good)))
    values = pc.utf8_lower(pc.utf8_trim_whitespace(text.take(rows)))
    words = pc.is_in(values, value_set=pa.array(["", *sorted(MISSING)], type=values.type))
    misfits = rows.filter(pc.invert(words)).to_pylist()
    count = len(text) - text.null_count
    return tuple(misfits) if len(misfits) <= MAX_MISFITS * count and len(misfits) < count else None


def _to_flags(text: pa.Array, _decimal: str) -> _Converted | None:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    yes, no = pc.equal(lower, "true"), pc.equal(lower, "false")
    good = pc.fill_null(pc.or_(yes, no), False)
    misfits = _misfits(text, good)
    if misfits is None or not pc.any(good).as_py():
        return None
    values, gaps = pc.fill_null(yes, False).to_numpy(zero_copy_only=False), ~good.to_numpy(zero_copy_only=False)
    flags = pd.Series(pd.arrays.BooleanArray(values, gaps)) if gaps.any() else pd.Series(values)
    return _Converted(flags, misfits, "")


def _to_numbers(text: pa.Array, decimal: str) -> _Converted | None:
    trimmed = pc.utf8_trim_whitespace(pc.fill_null(text, ""))
    bare, what = _without_affixes(trimmed)
    other = "." if decimal == "," else ","
    for mark in (decimal, other):
        plain, grouped = (_PLAIN, _GROUPED) if mark == "." else (_PLAIN_COMMA, _GROUPED_COMMA)
        good = pc.match_substring_regex(bare, f"^(?:{plain}|{grouped})$")
        misfits = _misfits(text, good)
        if misfits is None:
            continue
        if pc.any(pc.match_substring_regex(bare, _LEADING_ZERO)).as_py():
            return None
        return _numbers(bare, good, mark, misfits, what)
    return None


def _without_affixes(trimmed: pa.Array) -> tuple[pa.Array, list[str]]:
    """Take currencies, per cent signs and an accountant's brackets off; currencies only if all are the same."""
    what = []
    bare = pc.replace_substring(trimmed, "−", "-")
    if pc.any(pc.match_substring_regex(bare, r"^\(.+\)$")).as_py():
        bare = pc.replace_substring_regex(bare, r"^\((.+)\)$", r"-\1")
        what.append("negative in brackets")
    if pc.any(pc.ends_with(bare, "%")).as_py():
        bare = pc.replace_substring_regex(bare, r"\s*%$", "")
        what.append("without the % sign")
    found = pc.extract_regex(bare, rf"^[-+]?(?P<before>{CURRENCY})|(?P<after>{CURRENCY})$")
    before, after = pc.struct_field(found, "before"), pc.struct_field(found, "after")
    marks = sorted({mark for part in (before, after) for mark in pc.unique(part).to_pylist() if mark})
    if len(marks) == 1:
        mark = re.escape(marks[0])
        bare = pc.replace_substring_regex(bare, rf"^([-+]?){mark}\s*([-+]?)", r"\1\2")
        bare = pc.replace_substring_regex(bare, rf"\s*{mark}$", "")
        what.append(f"without {marks[0]}")
    return bare, what


def _numbers(bare: pa.Array, good: pa.Array, mark: str, misfits: tuple[int, ...], what: list[str]) -> _Converted | None:
    digits = pc.if_else(good, bare, pa.scalar(None, bare.type))
    grouping = r"[,'’ \x{00a0}\x{202f}]" if mark == "." else r"[.'’ \x{00a0}\x{202f}]"
    has_groups = pc.any(pc.match_substring_regex(digits, grouping)).as_py()
    if has_groups:
        digits = pc.replace_substring_regex(digits, grouping, "")
        what = ["thousands marks", *what]
    has_comma = mark == "," and pc.any(pc.match_substring(digits, ",")).as_py()
    if has_comma:
        digits = pc.replace_substring(digits, ",", ".")
        what = ["a decimal comma", *what]
    words = f"numbers ({', '.join(what)})" if what else ""
    if not pc.any(pc.match_substring_regex(digits, r"[.eE]")).as_py():
        if pc.any(pc.match_substring_regex(digits, r"\d{19,}")).as_py():
            return None
        integers = pc.cast(pc.utf8_ltrim(digits, "+"), pa.int64())
        return _Converted(_integer_series(integers), misfits, words)
    if pc.any(pc.match_substring_regex(digits, r"^[-+]?\d{16,}$")).as_py():
        return None
    floats = pc.cast(pc.utf8_ltrim(digits, "+"), pa.float64())
    return _Converted(pd.Series(floats.to_numpy(zero_copy_only=False)), misfits, words)


def _integer_series(integers: pa.Array) -> pd.Series:
    if integers.null_count == 0:
        return pd.Series(integers.to_numpy())
    gaps = pc.is_null(integers).to_numpy(zero_copy_only=False)
    return pd.Series(pd.arrays.IntegerArray(pc.fill_null(integers, 0).to_numpy(), gaps))


def _to_dates(text: pa.Array, _decimal: str) -> _Converted | str | None:
    if (dates := _iso_dates(text)) is not None:
        return _Converted(dates, (), f"dates ({_date_words('ISO8601')})")
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
    misfits = _misfits(text, pa.array(dates.notna().to_numpy()))
    if misfits is None:
        return None
    return _Converted(dates, misfits, f"dates ({_date_words(form)})")


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
    """Choose between day first and month first by which of them puts the rows in order."""
    codes = coded.indices.drop_null().to_numpy()
    ordered = []
    for form, parsed in found:
        dates = pd.Series(parsed.reindex(distinct.index).array.take(codes[:100_000])).dropna()
        if dates.is_monotonic_increasing or dates.is_monotonic_decreasing:
            ordered.append((form, parsed))
    if len(ordered) == 1 and len(distinct) > 2:
        return ordered[0]
    same = all(found[0][1].equals(parsed) for _, parsed in found[1:])
    return found[0] if same else None


def _date_words(form: str) -> str:
    if form == "ISO8601":
        return "year-month-day"
    words = {"%Y": "year", "%y": "year", "%m": "month", "%d": "day", "%b": "month", "%B": "month"}
    date = form.split("%H")[0].split("%I")[0].rstrip(" T")
    return re.sub(r"%\w", lambda code: words.get(code[0], ""), date)


_CONVERTERS: Final[dict[CellKind, Callable[[pa.Array, str], _Converted | str | None]]] = {
    "number": _to_numbers,
    "date": _to_dates,
    "flag": _to_flags,
}
"""Kind of about all values -> how a column of them converts; None if it does not, a str to say why."""
