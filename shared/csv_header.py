"""Part of the fourth stage of CSV loading: which rows at the top of a table name its columns.

Names differ from what is below them: words above numbers, years above figures. Imports csv_cells, csv_columns,
csv_names and csv_rows.
"""

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind, cell_shape
from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_names import spread
from shared.csv_rows import Record

MAX_HEADER_ROWS: Final = 5
HEADER_SAMPLE_ROWS: Final = 200
_IN_NAMES: Final = re.compile(r"[\w ()\[\]-]*")
_MIN_NAMED_ROWS: Final = 10
_MIN_CODES: Final = 5
_MIN_NESTED: Final = 2
"""Rows of groups above the names, one inside the other."""
_LONG_CODE: Final = 12
"""Characters from which on a name has the length of all values by no chance."""
_SHORT_CODE: Final = 3
_MIN_LONG: Final = 20
"""Values from which on it is no chance how all of them are written."""
_NEARLY_ALL: Final = 0.8
_IN_ORDER: Final = 0.95
_HEXADECIMAL: Final = re.compile(r"[0-9A-F]{2,}(?: [0-9A-F]{2,})*")
_MIN_PARTS: Final = 2
"""Rows of one value between others from which on such rows name parts of the table."""
_MIN_REPEATED: Final = 4
"""Years, each there several times, from which on they are names: 2017, 2017, 2018, 2018."""
_MAX_PUT_TOGETHER: Final = 3
"""Rows below a first one that all repeat it, up to which they are names put together and no values."""
_MIN_OTHERS: Final = 3
"""Columns, and rows of other words, from which on a row of words that is there once more is no chance."""
_MAX_OF_MIXED_ROW: Final = 2
"""Rows of names that a single row may have that is not all numbers."""
_ROWS_BELOW: Final = 3
"""Rows that are looked at below a row of parts."""
_ADDRESS: Final = re.compile(r"\w://|@\w|\d+(?:\.\d+){3}")
"""What no name of a column has."""
_MIN_STEPS: Final = 5
_DECIMAL: Final = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_COUNT: Final = re.compile(r"\d{1,4}")
"""A cell of a row that counts its columns: 1, 2, 3."""
_SENTENCE: Final = re.compile(r".*[.?!;]|\S+(?: +\S+){5,}")
"""A line of a list of sentences, and no name."""


def count_header_rows(records: Sequence[Record], width: int) -> int:
    """Count the rows of column names at the top by how they differ from the rows below."""
    if len(records) < 2:
        return 1 if records and looks_like_names(records[0].cells) and not _has_address(records[0].cells) else 0
    limit = min(MAX_HEADER_ROWS, len(records) - 1)
    rows = [record.cells for record in records[:HEADER_SAMPLE_ROWS]]
    if _is_one_short(rows, width):
        return 1
    if count := _count_nested_groups(rows, width):
        return count
    profiles = profile_columns(rows[limit if len(rows) > 3 * limit else 1 :], width)
    if not _is_header(rows[0], profiles, rows[1:]):
        return _count_above_words(rows, width)
    if len(rows) <= 3 * limit:
        return _count_in_few(rows, width, limit)
    count = 1
    while count < limit and _goes_on(rows, count, profiles):
        count += 1
    return count


def _is_one_short(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell whether the first row is one cell shorter than all others.

    So R writes the names of columns beside those of rows; numbers can be names there.
    """
    names, others = rows[0], rows[1:]
    return (
        len(others) >= _MIN_NAMED_ROWS
        and len(names) == width - 1 >= 2
        and len(set(names)) == len(names)
        and all(cell.strip() for cell in names)
        and all(len(row) == width and row[-1].strip() for row in others)
        and not any(map(_is_one_of_codes, names, profile_columns(others, width)))
    )


def _count_nested_groups(rows: Sequence[Sequence[str]], width: int) -> int:
    """Count several rows of groups, each with gaps and nothing at its start, and the full row of names below them.

    So statistics offices write tables that are turned: country, sex and age above the years.
    """
    groups = list(takewhile(lambda row: len(row) == width and not row[0].strip(), rows[: MAX_HEADER_ROWS - 1]))
    place = len(groups)
    if place < _MIN_NESTED or len(rows) <= place + 1 or not all(map(_has_words_and_gaps, groups)):
        return 0
    names, below = rows[place], profile_columns(rows[place + 1 :], width)
    if len(names) != width or not all(cell.strip() and cell_kind(cell) != "number" for cell in names):
        return 0
    typed = [
        profile.typed_kind() is not None and profile.rejects(cell) for cell, profile in zip(names, below, strict=True)
    ]
    return place + 1 if sum(typed) >= width / 2 else 0


def _has_words_and_gaps(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return 0 < len(filled) <= len(row) / 2 and not any(cell_kind(cell) == "number" for cell in filled)


def _count_in_few(rows: Sequence[Sequence[str]], width: int, limit: int) -> int:
    """Count the rows of names where they are many of all rows: what is below them must be without them."""
    for count in range(limit, 1, -1):
        below = profile_columns(rows[count:], width)
        # Words in the only row below show nothing of what its columns hold.
        is_shown = len(rows) - count > 1 or count <= _MAX_OF_MIXED_ROW or all(map(ColumnProfile.typed_kind, below))
        if is_shown and all(_goes_on(rows, place, below) for place in range(1, count)):
            return count
    return 1


def _count_above_words(rows: Sequence[Sequence[str]], width: int) -> int:
    """Count the rows of names that have numbers among them: the last is all words, and below it there are none.

    So instruments write them: a channel's number, below it the unit.
    """
    for place, row in enumerate(rows[1 : min(MAX_HEADER_ROWS, len(rows) - 3)], 1):
        if len(row) != width or not all(cell.strip() and cell_kind(cell) not in TYPED for cell in row):
            continue
        below = profile_columns(rows[place + 1 :], width)
        above = [any(map(ColumnProfile.rejects, below, names)) for names in rows[:place]]
        if all(above) and all(map(ColumnProfile.rejects, below, row)):
            return place + 1
    return 0


def looks_like_names(cells: Sequence[str]) -> bool:
    """Tell whether cells can be names: words, all different, none a number or date."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return (
        any(map(str.isalnum, "".join(names)))
        and len(set(names)) == len(names)
        and not any(cell_kind(name) in TYPED for name in names)
    )


def _has_address(cells: Sequence[str]) -> bool:
    return any(cell_kind(cell) == "address" and _ADDRESS.search(cell) for cell in cells)


def _is_header(first: Sequence[str], profiles: Sequence[ColumnProfile], body: Sequence[Sequence[str]]) -> bool:
    """Weigh whether the first row names the columns."""
    if first[0].startswith("#") and looks_like_names(first) and not any(row[0].startswith("#") for row in body):
        return True
    if names_a_part(first, body):
        return False
    if _is_there_again(first, body):
        return True
    counting = _counting(first, beside_word=profiles[0].rejects(first[0])) - _counting(body[0]) if body else set()
    if not counting and len(first) == len(profiles) - 1 and _sum_of_contrasts(first, profiles) <= -1:
        return False  # a first row that ends early
    score = 0.0
    for place, (cell, profile) in enumerate(zip(_aligned(first, len(profiles)), profiles, strict=True)):
        score += 0.5 if place in counting else _contrast(cell, profile)
    score -= sum(
        _is_one_of_column(first[place], [row[place] for row in body if len(row) > place], profile)
        for place, profile in enumerate(profiles[: len(first)])
    )
    filled = [cell.strip() for cell in first if cell.strip()]
    if not filled:
        return False
    if sum(profile.filled > 0 for profile in profiles) == 1 and score < 1 and _is_of_a_list(filled[0], body):
        return False
    if abs(score) >= 1:
        return score > 0
    if any(cell_kind(cell) in TYPED for cell in filled):
        return score > 0
    recurring = sum(
        profile.values[cell.strip()] > 0 for cell, profile in zip(first, profiles, strict=False) if cell.strip()
    )
    if recurring and (
        len(body) > _MAX_PUT_TOGETHER or not all(list(row) == list(first) for row in body[: len(body) // 2 + 1])
    ):
        return score > 0 or recurring < 0.25 * len(filled)
    if any(cell_kind(cell) in ("address", "odd") and len(cell) > 40 for cell in filled):
        return score > 0
    return len(set(filled)) >= 0.7 * len(filled)


def names_a_part(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row has only a first value, as others between the rows have: parts of the table."""
    alone = [bool(row[0].strip()) and not any(map(str.strip, row[1:])) for row in [first, *body]]
    full = [place for place, is_alone in enumerate(alone) if not is_alone]
    return len(first) > 2 and alone[0] and bool(full) and sum(alone[full[0] : full[-1]]) >= _MIN_PARTS


def _is_there_again(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row of words is there once more, and the other rows are numbers or have none of its words.

    Not where it is there twice one after the other: so a row is doubled that is like all others.
    """
    others = [row for row in body if list(row) != list(first)]
    if min(len(first), len(others)) < _MIN_OTHERS or len(others) == len(body) or list(body[0]) == list(first):
        return False
    if not looks_like_names(first):
        return False
    if _sum_of_contrasts(first, profile_columns(others, len(first))) >= _MIN_OTHERS:
        return True
    return all(first) and not any(cell in first for row in others for cell in row)


def _is_one_of_column(cell: str, column: Sequence[str], profile: ColumnProfile) -> bool:
    """Tell whether a cell above a long column of text is written as nearly all of its values are: it is no name.

    As they are spelled, where capitals, digits or signs are mixed: "af_ZA" above "sq_AL"; in the digits and letters of
    hexadecimal numbers; or as short codes in the order of the alphabet, the cell before the first of them.
    """
    value, values = cell.strip(), list(map(str.strip, column))
    if len(values) < _MIN_LONG or profile.typed_kind() is not None or not value or not all(values):
        return False
    if len(set(values)) == len(values) and all(map(_HEXADECIMAL.fullmatch, [value, *values])):
        return any(map(str.isdigit, value))
    spelling = _spelling(value)
    if len(set(spelling)) > 1:
        return sum(map(spelling.__eq__, map(_spelling, values))) >= _NEARLY_ALL * len(values)
    codes = sum(len(each) <= _SHORT_CODE and _spelling(each)[:1] == spelling[:1] for each in values)
    in_order = sum(map(str.__lt__, [value, *values], values))
    is_code = len(value) <= _SHORT_CODE and value.isalpha() and value < values[0]
    return is_code and codes >= _NEARLY_ALL * len(values) and in_order >= _IN_ORDER * len(values)


def _spelling(value: str) -> str:
    """Write "A" for a capital, "a" for another letter and "9" for a digit."""
    return "".join(
        "9" if sign.isdigit() else "A" if sign.isupper() else "a" if sign.isalpha() else sign for sign in value
    )


def _is_of_a_list(first: str, body: Sequence[Sequence[str]]) -> bool:
    """Tell whether a first line is one of a list: of questions, of commands, of words like its own, or in its order."""
    if _SENTENCE.fullmatch(first):
        return True
    lines = [first, *(row[0].strip() for row in body)]
    if len(body) >= _MIN_LONG and all(map(str.__le__, lines, lines[1:])):
        return True
    words, others = set(first.split()), {word for row in body for word in row[0].split()}
    return len(words) > 1 and 2 * len(words & others) >= len(words)


def _sum_of_contrasts(cells: Sequence[str], profiles: Sequence[ColumnProfile]) -> float:
    return sum(_contrast(cell, profile) for cell, profile in zip(cells, profiles, strict=False))


def _counting(row: Sequence[str], *, beside_word: bool = False) -> set[int]:
    """Return the places of cells that count on, as names of columns do: 2000, 2001, 2005 or 1, 2, 3.

    Numbers other than years have to be three beside a name, or five; two are enough where they are all cells but the
    first, and that is a word above numbers (`beside_word`).
    """
    longest: list[int] = []
    stretch: list[int] = []
    for place, cell in enumerate(row):
        if not re.fullmatch(r"\s*\d{1,4}\s*", cell):
            between_years = not cell.strip() and stretch and _is_year(row[stretch[-1]])
            stretch = stretch if between_years else []
            continue
        follows = stretch and _is_next(row[stretch[-1]], cell)
        stretch = [*stretch, place] if follows else [place]
        longest = max(longest, stretch, key=len)
    named = any(cell.strip() and cell_kind(cell) not in TYPED for cell in row) or not row[0].strip()
    if not row[0].strip() and [cell.strip() for cell in row[1:]] == list(map(str, range(len(row) - 1))):
        return set(range(1, len(row)))  # as pandas writes columns without names
    if named and len(steps := _even_steps(row)) >= _MIN_STEPS:
        return steps
    years = [row[place].strip() for place in longest]
    enough = (2 if len(set(years)) == len(years) else _MIN_REPEATED) if years and _is_year(years[0]) else 3
    if beside_word and len(row) == 3 and len(longest) == 2 and int(row[1]) <= 1:
        return set(longest)
    return set(longest) if len(longest) >= (enough if named else 5) else set()


def _even_steps(row: Sequence[str]) -> set[int]:
    """Return the places of all numbers of a row if they grow by the same step: 0.0, 0.5, 1.0."""
    numbers = {place: float(cell) for place, cell in enumerate(map(str.strip, row)) if _DECIMAL.fullmatch(cell)}
    steps = {round(after - before, 9) for before, after in pairwise(numbers.values())}
    return set(numbers) if len(steps) == 1 and steps.pop() > 0 else set()


def _is_next(before: str, cell: str) -> bool:
    if _is_year(before):
        return _is_year(cell) and int(cell) >= int(before)
    return int(cell) == int(before) + 1


def _aligned(first: Sequence[str], width: int) -> list[str]:
    """Set a header that is one cell short above the columns it names: the first has no name, as R writes it."""
    cells = list(first)
    if len(cells) == width - 1:
        cells.insert(0, "")
    return cells[:width] + [""] * (width - len(cells))


def _contrast(cell: str, profile: ColumnProfile) -> float:
    """Say how much a cell looks like a name above this column (positive) or like one of its values (negative)."""
    kind, cell_is = profile.typed_kind(), cell_kind(cell)
    if cell_is == "empty" or not profile.filled:
        return 0.0
    if kind is not None:
        if cell_is == kind == "number" and _has_letter(cell) and not any(map(_has_letter, profile.values)):
            return 1.0  # "100JPY" above rates
        if cell_is == kind:
            return -0.4 if _is_year(cell) else -1.5
        return 0.0 if cell_is == "missing" else 1.0
    if cell_is in TYPED:
        return -0.2 if _is_year(cell) else -0.7
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
    if _is_one_of_codes(cell, profile):
        return -1.0
    if _is_code(profile) and len(cell.strip()) != len(next(iter(profile.values))):
        return 0.5
    if cell_is == "address" and profile.kinds["address"] > 0.5 * profile.filled:
        return -1.0
    return 0.0


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


def _is_one_of_codes(cell: str, profile: ColumnProfile) -> bool:
    """Tell whether a cell is a long code, as all values are."""
    value = cell.strip()
    is_long = len(value) >= _LONG_CODE and _has_letter(value) and any(map(str.isdecimal, value))
    return is_long and _is_code(profile) and len(value) == len(next(iter(profile.values)))


def _is_year(cell: str) -> bool:
    return re.fullmatch(r"\s*(?:1[89]|20|21)\d\d\s*", cell) is not None


def _goes_on(rows: Sequence[Sequence[str]], place: int, profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether one more row belongs to the column names: it fits none of the typed columns below."""
    row = rows[place]
    if list(row) == list(rows[0]):
        return rows.count(rows[0]) == 2 or any(profile.typed_kind() for profile in profiles)
    if len(row) != len(profiles):
        return False
    if (
        _is_under_one_label(rows, place)
        or _fills_gaps(row, rows[:place])
        or _is_under_groups(rows, place, profiles)
        or _counts_in_groups(row, rows[0])
    ):
        return True
    if place > 1 and _leaves_out(row, profiles):
        return True
    typed = [(cell, profile) for cell, profile in zip(row, profiles, strict=True) if profile.typed_kind()]
    filled = [(cell, profile) for cell, profile in typed if cell.strip()]
    if len(filled) == 1 and not _is_unit(filled[0][0]):
        # One word that fits no numbers may be a missing value, unless the row has nothing else.
        return sum(bool(cell.strip()) for cell in row) == 1 and _fits_none(filled)
    return bool(filled) and (len(typed) == 1 or _fits_none(filled))


def _is_under_one_label(rows: Sequence[Sequence[str]], place: int) -> bool:
    """Tell whether a row parts what one word above it names, be it into dates: rows of values begin with a value."""
    row, above, below = rows[place], rows[place - 1], rows[place + 1 : place + 1 + _ROWS_BELOW]
    labels = {cell.strip() for cell in above if cell.strip()}
    parts = [cell.strip() for cell in row if cell.strip()]
    if row[0].strip() or above[0].strip() or len(labels) != 1 or not below:
        return False
    return 0 < len(parts) == len(set(parts)) and all(other[0].strip() and len(other) > 1 for other in below)


def _leaves_out(row: Sequence[str], profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether a row of words is empty in several columns of numbers that no row below leaves empty."""
    never_empty = [
        cell for cell, profile in zip(row, profiles, strict=True) if profile.typed_kind() and not profile.kinds["empty"]
    ]
    return len(never_empty) >= 2 and not any(map(str.strip, never_empty)) and looks_like_names(row)


def _fits_none(cells: Sequence[tuple[str, ColumnProfile]]) -> bool:
    """Tell whether no cell is of its column's kind, nor would be without quotes that the reader does not know."""
    return all(profile.rejects(cell) and cell_kind(cell.strip("\"'`")) not in TYPED for cell, profile in cells)


def _fills_gaps(row: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Tell whether a row has several cells, all words, and all where the names above it have gaps."""
    named = {place for names in above for place, cell in enumerate(names) if cell.strip()}
    filled = {place: cell for place, cell in enumerate(row) if cell.strip()}
    return (
        len(filled) >= 2 and not named & filled.keys() and all(cell_kind(cell) not in TYPED for cell in filled.values())
    )


def _is_under_groups(rows: Sequence[Sequence[str]], place: int, profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether a full row names columns that only the names of groups above them tell apart."""
    row, above = rows[place], rows[place - 1]
    if above[0].strip() or not all(cell.strip() and cell_kind(cell) not in TYPED for cell in row):
        return False
    repeats = sum(list(other) == list(row) for other in rows[place + 1 :])
    if any(profile.values[cell.strip()] > repeats for cell, profile in zip(row, profiles, strict=True)):
        return False
    gaps = sum(not cell.strip() for cell in above)
    return 2 * gaps > len(above) and len(set(row)) < len(set(zip(spread(above), row, strict=False))) == len(row)


def _counts_in_groups(row: Sequence[str], groups: Sequence[str]) -> bool:
    """Tell whether numbers count on below each of several names of groups: 2018, 2019, 2018, 2019."""
    if row[0].strip() or len(groups) < len(row):
        return False
    starts = [place for place, cell in enumerate(groups) if place and cell.strip()]
    if len(starts) < 2:
        return False
    parts = [row[start:end] for start, end in zip(starts, [*starts[1:], len(row)], strict=True)]
    numbers = [[cell.strip() for cell in part if cell.strip()] for part in parts]
    return all(
        len(part) > 1 and all(map(_COUNT.fullmatch, part)) and all(map(_is_next, part, part[1:])) for part in numbers
    )


def _is_unit(cell: str) -> bool:
    return re.fullmatch(r"\s*[(\[].*[)\]]\s*", cell) is not None and cell_kind(cell) not in TYPED
