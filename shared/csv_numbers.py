"""Part of the last stage of CSV loading: text becomes numbers.

Most values of a large column are plain digits, which Arrow reads at once; only the others are looked at by patterns.
Imports csv_cells, csv_columns, csv_converted and csv_series.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shared.csv_cells import CURRENCY, is_missing
from shared.csv_columns import ColumnProfile
from shared.csv_converted import Converted, odd_values
from shared.csv_series import offsets_of, plain_series

WHOLE: Final = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_PLAIN: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED: Final = r"[-+]?\d{1,3}(?:[,'’ \x{00a0}\x{202f}]\d{3})+(?:\.\d*)?"
_PLAIN_COMMA: Final = r"[-+]?(?:\d+,?\d*|,\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED_COMMA: Final = r"[-+]?\d{1,3}(?:[.'’ \x{00a0}\x{202f}]\d{3})+(?:,\d*)?"
ZERO_FIRST: Final = re.compile(r"^[-+]?0\d")
_ONLY_COMMA: Final = re.compile(r"[-+]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})")
_ONLY_POINT: Final = re.compile(
    r"[-+]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})"
)
_PHONE: Final = r"^\+\d{8,}$"
"""A number that nobody counts with."""
NO_NUMBERS: Final = re.compile(f"{ZERO_FIRST.pattern}|{_PHONE}")
_ONE_COMMA: Final = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_POINT_OF_THOUSANDS: Final = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_MIN_WHOLE: Final = 0.2
"""Share of whole numbers up to 999, beside others that all have three digits behind a point, from which on the point is
one of thousands: of decimals hardly any is whole."""
_OTHER_MARK: Final = "the other mark"
_MIN_LONG: Final = 16
"""Digits from which on a number may be too long to be told from its neighbours."""
_ZERO: Final = ord("0")
_ASCII: Final = 127


def decimal_mark(profiles: Sequence[ColumnProfile], delimiter: str) -> str:
    """Tell the file's decimal mark from the numbers that can be read in one way only.

    Where there are none, but a column of such as "15,883", the delimiter tells: a comma would not stand in values with
    a decimal comma, and a semicolon stands for it. Beside other delimiters nothing does: then it is empty.
    """
    comma = point = thousands = 0
    unsure = False
    for profile in profiles:
        if profile.kinds["number"] <= 0.5 * profile.filled:
            continue
        marked = [value for value in profile.values if "," in value or "." in value]
        thousands += bool(marked) and _has_points_of_thousands(profile)
        for value in marked:
            number = re.sub(rf"^(?:{CURRENCY})\s*|\s*(?:{CURRENCY}|%)$", "", value)
            comma += _ONLY_COMMA.fullmatch(number) is not None
            point += _ONLY_POINT.fullmatch(number) is not None
        unsure |= len(marked) > 1 and all(_ONE_COMMA.fullmatch(value) or is_missing(value) for value in profile.values)
    if comma > point or (thousands and not point):
        return ","
    if not unsure or point or delimiter == ",":
        return "."
    return "," if delimiter == ";" else ""


def _has_points_of_thousands(profile: ColumnProfile) -> bool:
    """Tell whether a column has whole numbers up to 999 and, beside them, only such as "1.613": 1613, not 1.6."""
    values = [value for value in profile.values if not is_missing(value)]
    pointed = sum(_POINT_OF_THOUSANDS.fullmatch(value) is not None for value in values)
    whole = [value for value in values if WHOLE.fullmatch(value)]
    return (
        pointed >= 2
        and pointed + len(whole) == len(values)
        and len(whole) >= max(2, _MIN_WHOLE * len(values))
        and all(len(value.lstrip("-")) <= 3 for value in whole)
    )


def to_numbers(text: pa.Array, decimal: str) -> Converted | str | None:
    """Convert a column of text if about all of its values are numbers, which may be written in several ways.

    Returns
    -------
    Converted, str or None
        None if it stays text, a str to say why.
    """
    if _has_zero_first(text):
        return None
    for mark in (",", ".") if decimal == "," else (".", ","):
        others = _rows_with_other_signs(text, mark)
        try:
            found = _by_mark(text, others, mark, decimal)
        except pa.ArrowInvalid:  # "1-2" has no other sign, and is no number
            found = _by_mark(text, pc.indices_nonzero(pc.is_valid(text)), mark, decimal)
        if found != _OTHER_MARK:
            return found
    return None


def _by_mark(text: pa.Array, others: pa.Array, mark: str, decimal: str) -> Converted | str | None:
    """Convert a column, those of its values by patterns that stand in the rows of `others`: to look so takes long.

    Returns
    -------
    Converted, str or None
        As `to_numbers`; `_OTHER_MARK` where too many values are no numbers with this decimal mark.

    Raises
    ------
    ArrowInvalid
        If one that is not among them is no number.
    """
    bare, what = _without_affixes(_trimmed(text.take(others)))
    unsure = not decimal and len(others) == len(text) - text.null_count
    if unsure and pc.all(pc.match_substring_regex(bare, f"^(?:{_ONE_COMMA.pattern}|)$")).as_py():
        return "holds numbers in which the comma can be a decimal mark or one of thousands, so it stays text."
    plain, grouped = (_PLAIN, _GROUPED) if mark == "." else (_PLAIN_COMMA, _GROUPED_COMMA)
    good = pc.match_substring_regex(bare, f"^(?:{plain}|{grouped})$")
    odd = odd_values(text, others.filter(pc.invert(good)))
    if odd is None:
        return _OTHER_MARK
    if _has_zero_first(bare) or pc.any(pc.match_substring_regex(bare, _PHONE)).as_py():
        return None
    bare, has_groups = _without_groups(pc.if_else(good, bare, pa.scalar(None, bare.type)), mark)
    digits = _replaced(text, others, bare)
    has_comma = mark == "," and _holds(digits, ",")
    what = [*["a decimal comma"] * has_comma, *["thousands marks"] * has_groups, *what]
    numbers = _numbers(_with_points(digits) if has_comma else digits)
    return None if numbers is None else Converted(numbers, odd, f"numbers ({', '.join(what)})" if what else "")


def _signs(text: pa.Array) -> NDArray[np.uint8]:
    """Return the bytes of all values, one after the other."""
    ends = offsets_of(text)
    return np.frombuffer(text.buffers()[2] or b"", dtype=np.uint8)[ends[0] : ends[-1]]


def _holds(text: pa.Array, sign: str) -> bool:
    return bool(np.any(_signs(text) == ord(sign)))


def _has_zero_first(text: pa.Array) -> bool:
    """Tell whether a value starts with a zero and one more digit."""
    ends, signs = offsets_of(text), _signs(text)
    starts, last = ends[:-1] - ends[0], len(signs) - 1
    if last < 1:
        return False
    first = signs[np.minimum(starts, last)]
    rows = np.flatnonzero((first == _ZERO) | (first == ord("-")) | (first == ord("+")))
    places = starts[rows] + (first[rows] != _ZERO)
    behind = places + 1 < ends[rows + 1] - ends[0]
    places = places[behind]
    return bool(np.any((signs[places] == _ZERO) & (signs[places + 1] - np.uint8(_ZERO) < 10)))


def _rows_with_other_signs(text: pa.Array, mark: str) -> pa.Array:
    """List the rows of values with other signs than digits, a decimal mark and a minus."""
    known = np.zeros(256, dtype=bool)
    known[[ord(sign) for sign in f"0123456789-{mark}"]] = True
    ends = offsets_of(text)
    places = np.flatnonzero(~known[_signs(text)]) + ends[0]
    rows = np.searchsorted(ends, places, side="right") - 1
    return pa.array(rows[np.diff(rows, prepend=-1) > 0])


def _trimmed(text: pa.Array) -> pa.Array:
    signs = _signs(text)
    return pc.utf8_trim_whitespace(text) if np.any((signs <= ord(" ")) | (signs > _ASCII)) else text


def _without_affixes(trimmed: pa.Array) -> tuple[pa.Array, list[str]]:
    """Take currencies, per cent signs and an accountant's brackets off; currencies only if all are the same.

    What no value has is not sought: to look for a byte takes a hundredth of the time.
    """
    what = []
    signs = _signs(trimmed)
    bare = pc.replace_substring(trimmed, "−", "-") if np.any(signs > _ASCII) else trimmed
    if _holds(bare, "(") and pc.any(pc.match_substring_regex(bare, r"^\(.+\)$")).as_py():
        bare = pc.replace_substring_regex(bare, r"^\((.+)\)$", r"-\1")
        what.append("negative in brackets")
    if _holds(bare, "%") and pc.any(pc.ends_with(bare, "%")).as_py():
        bare = pc.replace_substring_regex(bare, r"\s*%$", "")
        what.append("without the % sign")
    if not np.any((signs >= ord("A")) | (signs == ord("$"))):
        return bare, what
    found = pc.extract_regex(bare, rf"^[-+]?(?P<before>{CURRENCY})|(?P<after>{CURRENCY})$")
    before, after = pc.struct_field(found, "before"), pc.struct_field(found, "after")
    marks = sorted({mark for part in (before, after) for mark in pc.unique(part).to_pylist() if mark})
    if len(marks) == 1:
        mark = re.escape(marks[0])
        bare = pc.replace_substring_regex(bare, rf"^([-+]?){mark}\s*([-+]?)", r"\1\2")
        bare = pc.replace_substring_regex(bare, rf"\s*{mark}$", "")
        what.append(f"without {marks[0]}")
    return bare, what


def _without_groups(digits: pa.Array, mark: str) -> tuple[pa.Array, bool]:
    """Take the marks of thousands off; also whether there are any."""
    has_groups = False
    for sign in ("," if mark == "." else ".", "'", "’", " ", "\u00a0", "\u202f"):
        if pc.any(pc.match_substring(digits, sign)).as_py():
            digits, has_groups = pc.replace_substring(digits, sign, ""), True
    return digits, has_groups


def _replaced(text: pa.Array, rows: pa.Array, values: pa.Array) -> pa.Array:
    """Return a column with other values in some rows."""
    if not len(rows):
        return text
    mask = np.zeros(len(text), dtype=bool)
    mask[rows.to_numpy()] = True
    return pc.replace_with_mask(text, pa.array(mask), values)


def _with_points(digits: pa.Array) -> pa.Array:
    """Write points for commas."""
    valid, ends, signs = digits.buffers()
    values = np.frombuffer(signs, dtype=np.uint8)
    points = pa.py_buffer(np.where(values == ord(","), np.uint8(ord(".")), values))
    return pa.Array.from_buffers(digits.type, len(digits), [valid, ends, points], offset=digits.offset)


def _numbers(digits: pa.Array) -> pd.Series | None:
    """Read numbers with a decimal point; None where some have more digits than can be told apart."""
    longest = np.diff(offsets_of(digits)).max(initial=0)
    kind, too_long = pa.int64(), r"\d{19,}"
    if any(_holds(digits, sign) for sign in ".eE"):
        kind, too_long = pa.float64(), r"^[-+]?\d{16,}$"
    if longest >= _MIN_LONG and pc.any(pc.match_substring_regex(digits, too_long)).as_py():
        return None
    unsigned = pc.utf8_ltrim(digits, "+") if _holds(digits, "+") else digits
    return plain_series(pa.chunked_array([pc.cast(unsigned, kind)]))
