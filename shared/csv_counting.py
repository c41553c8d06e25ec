"""Part of the fourth stage of CSV loading: numbers that count on, as names of columns do: 2000, 2001 or 0.0, 0.5, 1.0.

Imports csv_cells.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from shared.csv_cells import TYPED, cell_kind

_MIN_REPEATED: Final = 4
"""Years, each there several times, from which on they are names: 2017, 2017, 2018, 2018."""
_MIN_STEPS: Final = 5
_DECIMAL: Final = re.compile(r"\d{1,6}(?:\.\d{1,6})?")
_COUNT: Final = re.compile(r"\d{1,4}")
"""A cell of a row that counts its columns: 1, 2, 3."""


def counting(row: Sequence[str], *, beside_word: bool = False) -> set[int]:
    """Return the places of cells that count on, as names of columns do: 2000, 2001, 2005 or 1, 2, 3.

    Numbers other than years have to be three beside a name, or five; two are enough where they are all cells but the
    first, and that is a word above numbers (`beside_word`).
    """
    longest: list[int] = []
    stretch: list[int] = []
    for place, cell in enumerate(row):
        if not re.fullmatch(r"\s*\d{1,4}\s*", cell):
            between_years = not cell.strip() and stretch and is_year(row[stretch[-1]])
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
    enough = (2 if len(set(years)) == len(years) else _MIN_REPEATED) if years and is_year(years[0]) else 3
    if beside_word and len(row) == 3 and len(longest) == 2 and int(row[1]) <= 1:
        return set(longest)
    return set(longest) if len(longest) >= (enough if named else 5) else set()


def counts_in_groups(row: Sequence[str], groups: Sequence[str]) -> bool:
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


def _even_steps(row: Sequence[str]) -> set[int]:
    """Return the places of all numbers of a row if they grow by the same step: 0.0, 0.5, 1.0."""
    numbers = {place: float(cell) for place, cell in enumerate(map(str.strip, row)) if _DECIMAL.fullmatch(cell)}
    steps = {round(after - before, 9) for before, after in pairwise(numbers.values())}
    return set(numbers) if len(steps) == 1 and steps.pop() > 0 else set()


def _is_next(before: str, cell: str) -> bool:
    if is_year(before):
        return is_year(cell) and int(cell) >= int(before)
    return int(cell) == int(before) + 1


def is_year(cell: str) -> bool:
    """Tell whether a cell is a number that a year may have."""
    return re.fullmatch(r"\s*(?:1[89]|20|21)\d\d\s*", cell) is not None
