"""Sixth stage of CSV loading: a table of good rows becomes a frame by pandas' C engine. Imports csv_rows."""

import csv
import io
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from shared.csv_rows import Shape

_ARROW_TEXT: Final = pd.ArrowDtype(pa.large_string())
"""What the C engine is asked for, for text: dtype "str" takes six times as long, and its data are the same."""


@dataclass(frozen=True)
class TableText:
    """The rows of a table as text that pandas' C engine reads, and reads again where a column needs it.

    Attributes
    ----------
    data : bytes
        In `encoding`.
    offset : int
        Where the rows start.
    encoding : str
        A Python codec.
    shape : Shape
        One delimiter of one character, no escape character.
    names : tuple of str
        Labels; a row may be shorter than they are.
    ignored : int
        Cells after the last label that each row may have, and that nobody wants.
    narrow : bool
        Whether no row has a cell for the last label: the C engine then refuses to read chosen columns.
    """

    data: bytes
    offset: int
    encoding: str
    shape: Shape
    names: tuple[str, ...]
    ignored: int = 0
    narrow: bool = False

    def read(self, *, missing: Mapping[str, list[str]] | Sequence[str], text: Collection[str]) -> pd.DataFrame:
        """Read all columns; pandas infers the types of those that are not `text`.

        Parameters
        ----------
        missing : mapping or sequence
            Words that stand for a missing value, the empty one included: by label, or the same for all columns.
        text : collection of str
            Labels of the columns to read as text.

        Raises
        ------
        ParserError
            If a row is longer than the header.
        """
        frame = self._read(na_values=missing, keep_default_na=False, dtype=dict.fromkeys(text, _ARROW_TEXT))
        for name in text:
            frame[name] = frame[name].astype("str")
        return frame

    def texts(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Read columns as the text they are; a cell that is not there is empty."""
        return self._read(dtype=_ARROW_TEXT, na_filter=False, usecols=columns).astype("str")

    def _read(self, *, usecols: Sequence[str] | None = None, **options: Any) -> pd.DataFrame:
        stream = io.BytesIO(self.data)
        stream.seek(self.offset)
        wanted = self.names if self.ignored and usecols is None else usecols
        options |= {
            "encoding": self.encoding,
            "sep": self.shape.delimiter or "\x1f",
            "quotechar": self.shape.quotechar or '"',
            "quoting": csv.QUOTE_MINIMAL if self.shape.quotechar else csv.QUOTE_NONE,
            "skipinitialspace": self.shape.skip_initial_space,
            "header": None,
            "names": [*self.names, *(f"\x00{number}" for number in range(self.ignored))],
            "usecols": None if self.narrow else wanted,
            "index_col": False,
            "skip_blank_lines": False,
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pd.errors.DtypeWarning)
            frame: pd.DataFrame = pd.read_csv(stream, **options)
        return frame if wanted is None else frame[list(wanted)]
