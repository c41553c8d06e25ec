"""Tells where a word stands for a missing value in a column of text. Imports csv_cells, csv_rows and csv_table.

"NA" among country codes is a country. But programs that put all text in quotes, as R does, write a missing value bare:
there the quotes tell one from the other.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from shared.csv_cells import cell_kind
from shared.csv_rows import Record
from shared.csv_table import TEXT

_WORDS: Final = ("NA", "NULL", "\\N")
"""What programs write for a missing value where all text is in quotes."""
_TEXTS: Final = frozenset({"text", "odd", "address"})
_MIN_QUOTED: Final = 3


def bare_words(records: Iterable[Record], quotechar: str, holds: Callable[[str], bool]) -> tuple[str, ...]:
    """List the words that stand for a missing value among text, as all other text is in quotes.

    Parameters
    ----------
    records : iterable of Record
        A sample of the rows.
    quotechar : str
        May be empty.
    holds : callable
        Whether some text is anywhere in the file: a word that is there in quotes is a value.
    """
    needless = 0
    for record in records if quotechar else ():
        for cell in record.cells:
            if cell_kind(cell) not in _TEXTS:
                continue
            if f"{quotechar}{cell.replace(quotechar, 2 * quotechar)}{quotechar}" not in record.text:
                return ()
            needless += cell_kind(cell) == "text"
    if needless < _MIN_QUOTED:
        return ()
    return tuple(word for word in _WORDS if not holds(f"{quotechar}{word}{quotechar}"))


def words_to_gaps(text: pa.ChunkedArray, words: Iterable[str]) -> tuple[Any, list[str], int]:
    """Take words for missing values.

    Returns
    -------
    (text, words, count)
        The column with nulls for the words, those of them that are in it, and how often.
    """
    found = pc.is_in(text, value_set=pa.array(words, TEXT))
    count = pc.sum(found).as_py() or 0
    if not count:
        return text, [], 0
    own = pc.unique(text.filter(found)).to_pylist()
    return pc.if_else(found, pa.scalar(None, TEXT), text), own, count
