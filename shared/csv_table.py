"""Sixth stage of CSV loading: rows of one width become columns, by Arrow's CSV reader.

Imports csv_bytes, csv_pieces, csv_rows, csv_scan and csv_series.

Arrow's reader and not pandas' C engine: it says where a row is too short, it keeps a column that is not all numbers as
the text it was, it reads integers with gaps as integers, and it takes about half the time.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from shared.csv_bytes import Data
from shared.csv_pieces import piece_starts, read_pieces
from shared.csv_rows import Shape
from shared.csv_scan import leading_zeros, quotes_enclose_cells
from shared.csv_series import offsets_of, text_series

TEXT: Final = pa.large_string()
"""Arrow's type of the text that pandas keeps as it is."""
SMALL: Final = pa.int32()
"""What whole numbers are read as where all are small: that takes the reader less time. They are given out as int64."""
_TRUE: Final = ("true", "True", "TRUE")
_FALSE: Final = ("false", "False", "FALSE")
FLAGS: Final = frozenset(_TRUE + _FALSE)
"""The words that Arrow reads as flags."""
_BLOCK_BYTES: Final = 1 << 21
"""What Arrow reads at a time: blocks are split into cells side by side. Smaller ones cost more to put together."""
_POOL: Final = pa.jemalloc_memory_pool() if "jemalloc" in pa.supported_memory_backends() else pa.default_memory_pool()
"""Where the reader's memory comes from: Arrow's own choice asks for huge pages, which some virtual machines give at
times in a tenth of the time of small ones, at times in twice of it."""
_MAX_BLOCK_BYTES: Final = (1 << 31) - 1


class UnevenRowsError(Exception):
    """The rows are not as even as they seemed: each one has to be looked at."""


class OtherTypeError(Exception):
    """A value has not the type that its column was said to have."""


@dataclass(frozen=True)
class Columns:
    """What Arrow read.

    Attributes
    ----------
    values : dict of str to pyarrow.ChunkedArray
        By label, in the order of the labels.
    rows : int
    """

    values: dict[str, Any]
    rows: int


@dataclass(frozen=True)
class TableText:
    """The rows of a table as text, to be read once, and once more where a column turns out to be something else.

    Attributes
    ----------
    data : bytes
        In `encoding`.
    start, end : int
        Where the rows start and end, without line ends after the last.
    encoding : str
        A Python codec.
    shape : Shape
        One delimiter of one character, no escape character.
    names : tuple of str
        Labels. A column beyond the last cell is empty but for `beyond`, cells beyond the last label are left out.
    width : int
        Cells in each row.
    longest : int
        Characters of the longest row, where a long one is known: a row must fit into a block of the reader.
    lines : int or None
        Lines that the rows stand on, if rows of the file with quotes are read as they are. A row over several lines may
        then be the work of a stray quote.
    beyond : mapping of int to sequence of str
        Row -> cells that stand after the last of `width`.
    as_it_stands : bool
        Whether these are rows of the file as they are, so that there may be blank lines and rows that repeat the names.
    names_row : bytes
        The last row of names as it stands in the file, empty without one.
    presumed_absent : str
        A mark that no sample of the rows holds: where one does, they are not read as this says.
    """

    data: Data
    start: int
    end: int
    encoding: str
    shape: Shape
    names: tuple[str, ...]
    width: int
    longest: int = 0
    lines: int | None = None
    beyond: Mapping[int, Sequence[str]] = field(default_factory=dict)
    as_it_stands: bool = False
    names_row: bytes = b""
    presumed_absent: str = ""

    def read(
        self,
        *,
        inferred: Collection[str] = (),
        types: Mapping[str, pa.DataType] = MappingProxyType({}),
        missing: Sequence[str] = (),
        only: Collection[str] | None = None,
        empty_is_missing: bool = False,
    ) -> Columns:
        """Read columns: those in `inferred` with the type that fits all their values, the others as text.

        Parameters
        ----------
        inferred : collection of str
            Labels.
        types : mapping of str to pyarrow.DataType
            Types of some of these, known already.
        missing : sequence of str
            Words that stand for a missing value in a column that is inferred, the empty one included.
        only : collection of str or None
            Labels of the columns to read; None for all.
        empty_is_missing : bool
            Whether an empty cell of a column of text is null.

        Raises
        ------
        UnevenRowsError
            If rows differ in width, a stray quote swallowed some, or a mark is there that was presumed to be absent.
        OtherTypeError
            If a value has not the type in `types`.
        """
        names = [name for name in self.names[: self.width] if only is None or name in only]
        convert = self._conversion(names, inferred, types, missing)
        known = types.keys() >= set(inferred)
        parse = partial(self._parse, convert, known=known, empty_is_missing=empty_is_missing)
        table = None
        if self.lines is not None:
            # Most quoted cells hold no line end, and to look for those costs the reader a third of its time.
            with suppress(UnevenRowsError):
                table = parse(spanning=False)
        if table is None or self.lines not in (None, table.num_rows):
            table = parse(spanning=True)
        if self.lines not in (None, table.num_rows) and not quotes_enclose_cells(
            self.data, self.start, self.end, delimiter=self.shape.delimiter, quotechar=self.shape.quotechar
        ):
            raise UnevenRowsError("a quote stands inside a cell, and rows span lines")
        if self.as_it_stands and only is None and self._has_blank_rows(table):
            raise UnevenRowsError("some rows are blank")
        values = {name: _in_full(table[name]) for name in names}
        for place, name in enumerate(self.names[self.width :]):
            if only is None or name in only:
                column = self._column_beyond(place, table.num_rows)
                values[name] = _empty_to_null(column) if empty_is_missing else column
        return Columns(values, table.num_rows)

    def _has_blank_rows(self, table: pa.Table) -> bool:
        """Tell whether there are lines with nothing or only delimiters: to the reader, rows without values."""
        if any(map(_is_full, table.columns)):
            return False
        cells = self.shape.delimiter.encode() * (self.width - 1)
        blank = [b"\n" + row + end for row in (b"", cells) for end in (b"\n", b"\r")]
        return any(self.data.find(part, max(self.start - 1, 0), self.end + 1) >= 0 for part in [*blank, b"\r\r"])

    def _conversion(
        self, names: list[str], inferred: Collection[str], types: Mapping[str, pa.DataType], missing: Sequence[str]
    ) -> pyarrow.csv.ConvertOptions:
        return pyarrow.csv.ConvertOptions(
            column_types={name: TEXT for name in names if name not in inferred} | dict(types),
            null_values=list(missing),
            true_values=_TRUE,
            false_values=_FALSE,
            include_columns=names if len(names) < self.width else None,
            check_utf8=False,  # the whole file was decoded before
        )

    def _parse(
        self, convert: pyarrow.csv.ConvertOptions, *, spanning: bool, known: bool, empty_is_missing: bool
    ) -> pa.Table:
        """Read rows of one line each or, `spanning` lines, also those with line ends inside quotes.

        A large text is read in pieces, unless a row may span two or the types are not `known` for all pieces alike.
        """
        quoted = bool(self.shape.quotechar) and self.data.find(self.shape.quotechar.encode(), self.start) >= 0
        stop = self.data.find(b"\n", self.end) + 1 or self.end  # a last row without a line end would be a second piece
        parse = pyarrow.csv.ParseOptions(
            delimiter=self.shape.delimiter,
            quote_char=self.shape.quotechar if quoted else False,
            newlines_in_values=quoted and spanning,
            ignore_empty_lines=False,
        )
        part = partial(self._part, parse=parse, convert=convert, empty_is_missing=empty_is_missing)
        try:
            places = piece_starts(self.data, self.start, stop)
            if known and not parse.newlines_in_values and len(places) > 2:
                return read_pieces(partial(part, alone=False), places)
            return part(self.start, stop, alone=True)
        except pa.ArrowInvalid as error:
            is_value = "conversion error" in str(error)
            raise (OtherTypeError if is_value else UnevenRowsError)(str(error)) from error

    def _part(
        self,
        start: int,
        stop: int,
        *,
        parse: pyarrow.csv.ParseOptions,
        convert: pyarrow.csv.ConvertOptions,
        empty_is_missing: bool,
        alone: bool,
    ) -> pa.Table:
        """Read a part of the text, `alone` in blocks side by side, otherwise as one block."""
        if self.presumed_absent and self.data.find(self.presumed_absent.encode(), start, stop) >= 0:
            raise UnevenRowsError(f"there is a {self.presumed_absent}")
        unnamed = [f"\x00{place}" for place in range(len(self.names), self.width)]
        block_bytes = max(min(_BLOCK_BYTES, stop - start), 8 * self.longest) if alone else stop - start
        table = pyarrow.csv.read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(self.data)[start:stop])),
            pyarrow.csv.ReadOptions(
                column_names=[*self.names[: self.width], *unnamed],
                encoding=self.encoding,
                block_size=min(block_bytes, _MAX_BLOCK_BYTES),
                use_threads=alone,
            ),
            parse,
            convert,
            _POOL,
        )
        return _with_gaps(table) if empty_is_missing else table

    def _column_beyond(self, place: int, rows: int) -> Any:
        cells = [""] * rows
        for row, more in self.beyond.items():
            if place < len(more):
                cells[row] = more[place]
        return pa.chunked_array([pa.array(cells, type=TEXT)])

    def with_leading_zeros(self) -> frozenset[str]:
        """List the labels of the columns in which a value may start with a zero and one more digit."""
        if self.start == self.end:
            return frozenset()
        places = leading_zeros(
            self.data,
            self.start,
            self.end,
            width=self.width,
            delimiter=self.shape.delimiter,
            quotechar=self.shape.quotechar,
            any_ends=self.as_it_stands and self.lines is None,
        )
        return frozenset(name for place, name in enumerate(self.names) if place in places)

    def has_names_again(self) -> bool:
        """Tell whether a row is the same as the row of names."""
        return bool(self.names_row) and self.data.find(b"\n" + self.names_row, max(self.start - 1, 0)) >= 0

    def texts(self) -> pd.DataFrame:
        """Read all columns as the text they are; a cell that is not there is empty."""
        values = self.read().values
        return pd.DataFrame({name: text_series(values.pop(name)).array for name in self.names}, copy=False)


def _with_gaps(table: pa.Table) -> pa.Table:
    """Return a table with nulls for the empty cells of its columns of text."""
    for place, column in enumerate(table.columns):
        if column.type in (TEXT, pa.string()) and (filled := _empty_to_null(column)) is not column:
            table = table.set_column(place, table.field(place), filled)
    return table


def _empty_to_null(text: Any) -> Any:
    """Return a chunked array of text with nulls for empty values; itself where there are none."""
    if not any(_has_empty(chunk) for chunk in text.chunks):
        return text
    return pc.if_else(pc.equal(pc.binary_length(text), 0), pa.scalar(None, text.type), text)


def _has_empty(chunk: pa.Array) -> bool:
    ends = offsets_of(chunk)
    return bool(np.any(ends[1:] == ends[:-1]))


def _is_full(column: pa.ChunkedArray) -> bool:
    """Tell whether a column has a value in each row."""
    is_text = column.type in (TEXT, pa.string())
    return not column.null_count and not (is_text and any(map(_has_empty, column.chunks)))


def _in_full(column: Any) -> Any:
    """Return a column with the long form of its type: text with offsets of 64 bits, whole numbers of as many."""
    full = {pa.string(): TEXT, SMALL: pa.int64()}.get(column.type)
    return column if full is None else column.cast(full)
