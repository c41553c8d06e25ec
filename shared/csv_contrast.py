"""Part of the fourth stage of CSV loading: how much a cell looks like a name above a column, or like a value in it.

Imports csv_cells, csv_columns and csv_counting.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind, cell_shape
from shared.csv_columns import ColumnProfile
from shared.csv_counting import is_year

_IN_NAMES: Final = re.compile(r"[\w ()\[\]-]*")
_MIN_CODES: Final = 5
_LONG_CODE: Final = 12
"""Characters from which on a name has the length of all values by no chance."""
_SHORT_CODE: Final = 3
MIN_LONG: Final = 20
"""Values from which on it is no chance how all of them are written."""
_NEARLY_ALL: Final = 0.8
_IN_ORDER: Final = 0.95
_MIN_NESTED: Final = 0.1
"""Share of codes that the next one begins with, from which on they are parts of each other."""
_HEXADECIMAL: Final = re.compile(r"[0-9A-F]{2,}(?: [0-9A-F]{2,})*")


def sum_of_contrasts(cells: Sequence[str], profiles: Sequence[ColumnProfile]) -> float:
    """Add the contrasts of the cells of a row, each with its column."""
    return sum(contrast(cell, profile) for cell, profile in zip(cells, profiles, strict=False))


def contrast(cell: str, profile: ColumnProfile) -> float:
    """Say how much a cell looks like a name above this column (positive) or like one of its values (negative)."""
    kind, cell_is = profile.typed_kind(), cell_kind(cell)
    if cell_is == "empty" or not profile.filled:
        return 0.0
    if kind is not None:
        if cell_is == kind == "number" and _has_letter(cell) and not any(map(_has_letter, profile.values)):
            return 1.0  # "100JPY" above rates
        if cell_is == kind:
            return -0.4 if is_year(cell) else -1.5
        return 0.0 if cell_is == "missing" else 1.0
    if cell_is in TYPED:
        return -0.2 if is_year(cell) else -0.7
    ends = _common_ends(profile)
    if any((start and cell.strip().startswith(start)) or (end and cell.strip().endswith(end)) for start, end in ends):
        return -1.0
    shape = profile.main_shape()
    if shape is not None:
        if cell_shape(cell) == shape:
            return -1.5 if shape.count("9") > 1 else -0.7
        return 0.5
    if ends:
        return 0.5
    if not any(map(str.isalnum, cell)) and not any(map(str.isalnum, "".join(profile.values))):
        return -1.0
    if is_one_of_codes(cell, profile):
        return -1.0
    if _is_code(profile) and len(cell.strip()) != len(next(iter(profile.values))):
        return 0.5
    if cell_is == "address" and profile.kinds["address"] > 0.5 * profile.filled:
        return -1.0
    return 0.0


def is_one_of_column(cell: str, column: Sequence[str], profile: ColumnProfile) -> bool:
    """Tell whether a cell above a long column of text is written as nearly all of its values are: it is no name.

    As they are spelled, where capitals, digits or signs are mixed: "af_ZA" above "sq_AL"; in the digits and letters of
    hexadecimal numbers; as a code whose parts come next: "A01" above "A01A"; or as short codes in the order of the
    alphabet, the cell before the first of them.
    """
    value, values = cell.strip(), list(map(str.strip, column))
    if len(values) < MIN_LONG or profile.typed_kind() is not None or not value or not all(values):
        return False
    if len(set(values)) == len(values) and all(map(_HEXADECIMAL.fullmatch, [value, *values])):
        return any(map(str.isdigit, value))
    if values[0] != value and values[0].startswith(value) and _are_nested(values):
        return True
    spelling = _spelling(value)
    if len(set(spelling)) > 1:
        return sum(map(spelling.__eq__, map(_spelling, values))) >= _NEARLY_ALL * len(values)
    codes = sum(len(each) <= _SHORT_CODE and _spelling(each)[:1] == spelling[:1] for each in values)
    is_code = len(value) <= _SHORT_CODE and value.isalpha() and value < values[0]
    return is_code and codes >= _NEARLY_ALL * len(values) and is_in_order(values)


def _are_nested(codes: Sequence[str]) -> bool:
    """Tell whether codes name parts of each other, as "A01A" is one of "A01", in the order of the alphabet."""
    nested = [below != above and below.startswith(above) for above, below in pairwise(codes)]
    return nested[0] and sum(nested) >= _MIN_NESTED * len(nested) and is_in_order(codes)


def is_in_order(values: Sequence[str]) -> bool:
    """Tell whether nearly all values stand behind the one before them in the order of the alphabet."""
    return sum(map(str.__lt__, values, values[1:])) >= _IN_ORDER * (len(values) - 1)


def _spelling(value: str) -> str:
    """Write "A" for a capital, "a" for another letter and "9" for a digit."""
    return "".join(
        "9" if sign.isdigit() else "A" if sign.isupper() else "a" if sign.isalpha() else sign for sign in value
    )


def _has_letter(cell: str) -> bool:
    return any(map(str.isalpha, cell))


def _common_ends(profile: ColumnProfile) -> list[tuple[str, str]]:
    """Return what all values start with and what they end with, if no name would have it: "https://", ".png"."""
    values = [value for value in profile.values if value]
    if len(values) < _MIN_CODES:
        return []
    start, end = _common_start(values), _common_start([value[::-1] for value in values])[::-1]
    return [pair for pair in ((start, ""), ("", end)) if not _IN_NAMES.fullmatch("".join(pair))]


def _common_start(values: Sequence[str]) -> str:
    first, last = min(values), max(values)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)


def _is_code(profile: ColumnProfile) -> bool:
    """Tell whether all values are of one length, as codes of countries are, or all the same."""
    lengths = {len(value) for value in profile.values}
    return len(lengths) == 1 and profile.filled == profile.count >= _MIN_CODES


def is_one_of_codes(cell: str, profile: ColumnProfile) -> bool:
    """Tell whether a cell is a long code, as all values are."""
    value = cell.strip()
    is_long = len(value) >= _LONG_CODE and _has_letter(value) and any(map(str.isdecimal, value))
    return is_long and _is_code(profile) and len(value) == len(next(iter(profile.values)))
