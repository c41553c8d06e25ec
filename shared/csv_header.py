"""Part of the fourth stage of CSV loading: which rows at the top of a table name its columns.

Names differ from what is below them: words above numbers, years above figures. Imports csv_cells, csv_columns,
csv_contrast, csv_counting, csv_names and csv_rows.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from shared.csv_cells import TYPED, cell_kind
from shared.csv_columns import ColumnProfile, profile_columns
from shared.csv_contrast import MIN_LONG, contrast, is_in_order, is_one_of_codes, is_one_of_column, sum_of_contrasts
from shared.csv_counting import counting, counts_in_groups
from shared.csv_names import spread
from shared.csv_rows import Record

MAX_HEADER_ROWS: Final = 5
HEADER_SAMPLE_ROWS: Final = 200
_MIN_NAMED_ROWS: Final = 10
_MIN_NESTED: Final = 2
"""Rows of groups above the names, one inside the other."""
_MIN_PARTS: Final = 2
"""Rows of one value between others from which on such rows name parts of the table."""
_MAX_PUT_TOGETHER: Final = 3
"""Rows below a first one that all repeat it, up to which they are names put together and no values."""
_MIN_OTHERS: Final = 3
"""Columns, and rows of other words, from which on a row of words that is there once more is no chance."""
_MAX_OF_MIXED_ROW: Final = 2
"""Rows of names that a single row may have that is not all numbers."""
_MIN_AGAIN: Final = 3
_SHARE_AGAIN: Final = 0.25
"""Columns whose name another one has too, and their share, from which on the row below is sought for the difference."""
_ROWS_BELOW: Final = 3
"""Rows that are looked at below a row of parts."""
_ADDRESS: Final = re.compile(r"\w://|@\w|\d+(?:\.\d+){3}")
"""What no name of a column has."""
_SENTENCE: Final = re.compile(r".*[.?!;]|\S+(?: +\S+){5,}")
"""A line of a list of sentences, and no name."""


def count_header_rows(records: Sequence[Record], width: int) -> int:
    """Count the rows of column names at the top by how they differ from the rows below."""
    if len(records) < 2:
        return 1 if records and looks_like_names(records[0].cells) and not has_address(records[0].cells) else 0
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
        and not any(map(is_one_of_codes, names, profile_columns(others, width)))
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


def has_address(cells: Sequence[str]) -> bool:
    """Tell whether a cell is or holds an address, which no name of a column has."""
    return any(cell_kind(cell) == "address" and _ADDRESS.search(cell) for cell in cells)


def _is_header(first: Sequence[str], profiles: Sequence[ColumnProfile], body: Sequence[Sequence[str]]) -> bool:
    """Weigh whether the first row names the columns."""
    if first[0].startswith("#") and looks_like_names(first) and not any(row[0].startswith("#") for row in body):
        return True
    if names_a_part(first, body):
        return False
    if _is_there_again(first, body):
        return True
    on = counting(first, beside_word=profiles[0].rejects(first[0])) - counting(body[0]) if body else set()
    if not on and len(first) == len(profiles) - 1 and sum_of_contrasts(first, profiles) <= -1:
        return False  # a first row that ends early
    score = 0.0
    for place, (cell, profile) in enumerate(zip(_aligned(first, len(profiles)), profiles, strict=True)):
        score += 0.5 if place in on else contrast(cell, profile)
    whole = [row for row in body if len(row) == len(first) and any(map(str.strip, row))]
    score -= sum(map(is_one_of_column, first, zip(*whole, strict=True), profiles))
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
    if sum_of_contrasts(first, profile_columns(others, len(first))) >= _MIN_OTHERS:
        return True
    return all(first) and not any(cell in first for row in others for cell in row)


def _is_of_a_list(first: str, body: Sequence[Sequence[str]]) -> bool:
    """Tell whether a first line is one of a list: of questions, of commands, of words like its own, or in its order."""
    if _SENTENCE.fullmatch(first):
        return True
    lines = [first, *(row[0].strip() for row in body)]
    if len(body) >= MIN_LONG and lines[0] < lines[1] and is_in_order(lines):
        return True
    words, others = set(first.split()), {word for row in body for word in row[0].split()}
    return len(words) > 1 and 2 * len(words & others) >= len(words)


def _aligned(first: Sequence[str], width: int) -> list[str]:
    """Set a header that is one cell short above the columns it names: the first has no name, as R writes it."""
    cells = list(first)
    if len(cells) == width - 1:
        cells.insert(0, "")
    return cells[:width] + [""] * (width - len(cells))


def _goes_on(rows: Sequence[Sequence[str]], place: int, profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether one more row belongs to the column names: it fits none of the typed columns below."""
    row = rows[place]
    if list(row) == list(rows[0]):
        return rows.count(rows[0]) == 2 or any(profile.typed_kind() for profile in profiles)
    if _tells_apart(rows, place, profiles):
        return True
    if len(row) != len(profiles):
        return False
    if (
        _is_under_one_label(rows, place)
        or _fills_gaps(row, rows[:place])
        or _is_under_groups(rows, place, profiles)
        or counts_in_groups(row, rows[0])
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


def _tells_apart(rows: Sequence[Sequence[str]], place: int, profiles: Sequence[ColumnProfile]) -> bool:
    """Tell whether many columns have the same name above, all others with this row's, which is no row of values."""
    width = max(map(len, rows[: place + 1]))
    padded = [[*map(str.strip, row), *[""] * (width - len(row))] for row in rows[: place + 1]]
    above, names = (list(zip(*padded[:count], strict=True)) for count in (place, place + 1))
    again = [column for column in range(width) if any(above[column]) and above.count(above[column]) > 1]
    if len(rows[place]) > len(profiles) or len(again) < max(_MIN_AGAIN, _SHARE_AGAIN * width):
        return False
    strange = any(profile.rejects(cell) for cell, profile in zip(rows[place], profiles, strict=False) if cell.strip())
    return strange and all(padded[-1][column] and names.count(names[column]) == 1 for column in again)


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


def _is_unit(cell: str) -> bool:
    return re.fullmatch(r"\s*[(\[].*[)\]]\s*", cell) is not None and cell_kind(cell) not in TYPED
