"""What a column of text becomes, and which of its values do not fit. Imports csv_cells."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from shared.csv_cells import MISSING

MAX_MISFITS: Final = 0.01
"""Share of the values that may not fit when a column converts; in a short column all must fit."""


@dataclass(frozen=True)
class Odd:
    """What does not fit a column that converts.

    Attributes
    ----------
    misfits : tuple of int
        Rows whose value becomes missing.
    words : tuple of str
        Words for a missing value.
    word_count : int
        How often they are there.
    """

    misfits: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    word_count: int = 0


@dataclass(frozen=True)
class Converted:
    """A column that converts.

    Attributes
    ----------
    values : Series
    odd : Odd
    what : str
        What the values were read as, in the user's words; empty for a plain number, which needs no note.
    """

    values: pd.Series
    odd: Odd
    what: str


def odd_values(text: pa.Array, rows: pa.Array) -> Odd | None:
    """Sort values into words for missing and misfits; None where misfits are too many.

    Parameters
    ----------
    text : pyarrow.Array
        The column, null where a cell is empty.
    rows : pyarrow.Array
        Where values do not fit.
    """
    values = pc.utf8_trim_whitespace(text.take(rows))
    is_word = pc.is_in(pc.utf8_lower(values), value_set=pa.array(["", *sorted(MISSING)], type=values.type))
    misfits = rows.filter(pc.invert(is_word))
    count = len(text) - text.null_count
    if len(misfits) > MAX_MISFITS * count or len(misfits) == count:
        return None
    words = values.filter(pc.and_(is_word, pc.greater(pc.binary_length(values), 0)))
    return Odd(tuple(misfits.to_pylist()), tuple(sorted(pc.unique(words).to_pylist())), len(words))
