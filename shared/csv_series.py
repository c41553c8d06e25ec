"""Gives columns of Arrow to pandas. Imports csv_pieces."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from shared.csv_pieces import bits_of, gaps_of

_STR: Final = pd.StringDtype(na_value=float("nan"))


def plain_series(column: pa.ChunkedArray) -> pd.Series:
    """Give pandas a column of numbers, dates without a time zone or flags, without copying one that is in one piece."""
    if pa.types.is_null(column.type):
        return pd.Series(np.full(len(column), np.nan))
    # Arrow puts pieces together, in memory that it has used before: numpy would ask the system for more.
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    values, gaps = values_of(whole), gaps_of(whole)
    if not whole.null_count:
        return pd.Series(values, copy=False)
    masked = {"i": pd.arrays.IntegerArray, "b": pd.arrays.BooleanArray}.get(values.dtype.kind)
    if masked:
        return pd.Series(masked(values, gaps), copy=False)
    values[gaps] = np.nan if values.dtype.kind == "f" else np.datetime64("NaT")
    return pd.Series(values, copy=False)


def values_of(column: pa.Array) -> NDArray[Any]:
    """Return a column's values to write to; where it has gaps, anything."""
    if pa.types.is_boolean(column.type):
        return bits_of(column.buffers()[1], column.offset, len(column))
    is_date = pa.types.is_timestamp(column.type)
    dtype = f"datetime64[{column.type.unit}]" if is_date else column.type.to_pandas_dtype()
    values = np.frombuffer(column.buffers()[1], dtype=dtype, count=len(column), offset=column.offset * 8)
    return values if values.flags.writeable else values.copy()


def offsets_of(text: pa.Array) -> NDArray[Any]:
    """Return where the values of an array of text start in its bytes, and where the last one ends."""
    dtype = np.dtype(np.int64 if pa.types.is_large_string(text.type) else np.int32)
    return np.frombuffer(text.buffers()[1], dtype, count=len(text) + 1, offset=text.offset * dtype.itemsize)


def text_series(text: Any) -> pd.Series:
    """Make a Series of dtype str of a chunked array of large strings without copying the text."""
    # The way by which pandas itself takes a column of Arrow, without what it looks for in a whole table.
    return pd.Series(_STR.__from_arrow__(text), copy=False)  # type: ignore[attr-defined]
