"""Reads a large text in pieces, several at a time, and puts the columns together as they come. Imports csv_bytes.

Arrow reads blocks side by side too, but it keeps them all, and to make one array of each column is a second copy beside
them. Here a piece is copied to its place and forgotten; the next one uses its memory again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Lock
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from shared.csv_bytes import Data

PIECE_BYTES: Final = 3 << 20
"""Smaller pieces cost more to put together, larger ones do not stay in the processor's cache."""
_SPARE: Final = 1.05
"""Rows that there is room for, by those that the first piece lets expect."""


def piece_starts(data: Data, start: int, end: int) -> list[int]:
    """Return places where lines start, about `PIECE_BYTES` apart, from the start to the end."""
    places = [start]
    while places[-1] < end:
        following = data.find(b"\n", places[-1] + PIECE_BYTES, end) + 1
        places.append(following or end)
    return places


def read_pieces(read: Callable[[int, int], pa.Table], places: Sequence[int]) -> pa.Table:
    """Read pieces and put them together.

    Parameters
    ----------
    read : callable
        Start and end of a piece -> its rows; the types are the same for all pieces. Called from several threads.
    places : sequence of int
        Where the pieces start, and where the last one ends.

    Returns
    -------
    pyarrow.Table
        Columns of numbers and dates are in one chunk, whole numbers of 64 bits, whatever they were read as.
    """
    whole = _Whole(first_share=(places[1] - places[0]) / (places[-1] - places[0]))
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        parts = pool.map(lambda number, *place: whole.put(number, read(*place)), count(), places, places[1:])
        for _ in parts:  # an error of the reader is raised here
            pass
    return whole.table()


class _Whole:
    """Puts pieces together in their order, whatever the order is in which threads bring them.

    The thread that brings a piece copies it, and those that wait behind it: with a thread of its own for that, there
    would be one more than processors.
    """

    def __init__(self, *, first_share: float) -> None:
        self._first_share = first_share
        self._columns: dict[str, _Numbers | _Chunks] = {}
        self._waiting: dict[int, pa.Table] = {}
        self._next = 0
        self._copying = Lock()

    def put(self, number: int, piece: pa.Table) -> None:
        """Take a piece; nobody waits for a thread that copies, as that one looks again before it goes."""
        self._waiting[number] = piece
        while self._next in self._waiting and self._copying.acquire(blocking=False):
            try:
                self._copy_those_next()
            finally:
                self._copying.release()

    def _copy_those_next(self) -> None:
        while (piece := self._waiting.pop(self._next, None)) is not None:
            if not self._columns:
                rows = int(_SPARE * piece.num_rows / self._first_share) + 1
                self._columns = {name: _column(piece.schema.field(name).type, rows) for name in piece.column_names}
            for name, column in self._columns.items():
                for part in piece[name].chunks:
                    column.add(part)
            self._next += 1

    def table(self) -> pa.Table:
        """Return all rows, once all pieces are there."""
        return pa.table({name: column.whole() for name, column in self._columns.items()})


def gaps_of(values: pa.Array) -> NDArray[np.bool_]:
    """Tell which values are missing, eight at a time: Arrow's own way looks at one after the other."""
    if not values.null_count:
        return np.zeros(len(values), dtype=bool)
    return np.logical_not(bits_of(values.buffers()[0], values.offset, len(values)))


def bits_of(buffer: pa.Buffer, offset: int, count: int) -> NDArray[np.bool_]:
    """Return some bits of a buffer, each as a flag."""
    skipped_bytes, skipped = divmod(offset, 8)
    known = np.frombuffer(buffer, dtype=np.uint8, offset=skipped_bytes)
    return np.unpackbits(known, count=skipped + count, bitorder="little")[skipped:].view(np.bool_)


def _column(kind: pa.DataType, rows: int) -> "_Numbers | _Chunks":
    if pa.types.is_int32(kind):
        return _Numbers(pa.int64(), rows, read_as=np.int32)
    is_number = pa.types.is_primitive(kind) and kind.bit_width == _Numbers.BITS
    return _Numbers(kind, rows) if is_number else _Chunks(kind)


class _Chunks:
    """A column that stays in the pieces it comes in: text, which pandas takes so."""

    def __init__(self, kind: pa.DataType) -> None:
        self._kind = kind
        self._parts: list[Any] = []

    def add(self, part: pa.Array) -> None:
        self._parts.append(part)

    def whole(self) -> pa.ChunkedArray:
        return pa.chunked_array(self._parts, self._kind)


class _Numbers:
    """A column of values of 64 bits, copied to one array as they come."""

    BITS: Final = 64

    def __init__(self, kind: pa.DataType, rows: int, read_as: type[np.int32] | type[np.int64] = np.int64) -> None:
        self._kind, self._read_as = kind, np.dtype(read_as)
        self._count = self._missing = 0
        self._values = np.empty(rows, dtype=np.int64)
        self._gaps = np.zeros(rows, dtype=bool)  # takes no memory before something is written to it

    def add(self, part: pa.Array) -> None:
        start, end = self._count, self._count + len(part)
        if end > len(self._values):
            self._grow(2 * end)
        before = self._read_as.itemsize * part.offset
        self._values[start:end] = np.frombuffer(part.buffers()[1], self._read_as, count=len(part), offset=before)
        if part.null_count:
            self._gaps[start:end] = gaps_of(part)
        self._count, self._missing = end, self._missing + part.null_count

    def _grow(self, rows: int) -> None:
        more = rows - len(self._values)
        self._values = np.concatenate([self._values, np.empty(more, dtype=np.int64)])
        self._gaps = np.concatenate([self._gaps, np.zeros(more, dtype=bool)])

    def whole(self) -> pa.Array:
        valid = pa.py_buffer(np.packbits(~self._gaps[: self._count], bitorder="little")) if self._missing else None
        values = pa.py_buffer(self._values[: self._count])
        return pa.Array.from_buffers(self._kind, self._count, [valid, values], null_count=self._missing)
