"""Looks at the bytes of a large file in a few passes of numpy, for what a reader of values does not tell.

A reader takes "007" for 7, and it believes a stray quote that swallows rows; both are seen here, without reading the
file twice. Imports csv_bytes and csv_rows.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shared.csv_bytes import Data
from shared.csv_rows import MAX_RECORD_LINES

_CHUNK_BYTES: Final = 1 << 19
"""Small enough for the processor's cache: larger chunks took three times as long."""
_NEWLINE: Final = 10
_RETURN: Final = 13
_ZERO: Final = 48

_Bytes = NDArray[np.uint8]
_Places = NDArray[np.intp]


def leading_zeros(
    data: Data, start: int, end: int, *, width: int, delimiter: str, quotechar: str, any_ends: bool = False
) -> frozenset[int]:
    """Find the columns, counted from 0, in which a value starts with a zero and one more digit.

    All columns where such a value is in any of them and nothing tells which: quotes stand inside cells, or there are
    line ends of other kinds.

    Parameters
    ----------
    data : bytes
        In an encoding in which the marks are single bytes.
    start, end : int
        Where the rows start and end.
    width : int
        Cells in each row.
    delimiter, quotechar : str
        One character; the quote may be empty.
    any_ends : bool
        Whether there may be line ends of other kinds than those of Unix and Windows.
    """
    quote = ord(quotechar) if quotechar and data.find(quotechar.encode(), start) >= 0 else None
    marks = [ord(delimiter), _NEWLINE, *([_RETURN] if any_ends else []), *([] if quote is None else [quote])]
    whole = np.frombuffer(data, dtype=np.uint8)
    at_start = len(_zeros_at(whole, start, np.array([-1]), quote)) > 0
    if not at_start and not _zero_after(whole[start : min(end + 2, len(data))], marks):
        return frozenset()
    enclosed = quotes_enclose_cells(data, start, end, delimiter=delimiter, quotechar="" if quote is None else quotechar)
    if not enclosed or (any_ends and not has_usual_ends(data)):
        return frozenset(range(width))
    return _columns_of_zeros(whole, start, end, width, ord(delimiter), quote)


def has_usual_ends(data: Data) -> bool:
    """Tell whether there are no line ends but those of Unix and Windows."""
    return b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")


def count_lines(data: Data, start: int, end: int) -> int:
    """Count lines; bytes.count takes four times as long."""
    whole = np.frombuffer(data, dtype=np.uint8)
    return 1 + sum(
        int(np.count_nonzero(whole[first : min(first + _CHUNK_BYTES, end)] == _NEWLINE))
        for first in _chunks(start, end)
    )


def _chunks(start: int, end: int) -> range:
    return range(start, end, _CHUNK_BYTES)


def _zero_after(rows: _Bytes, marks: list[int]) -> bool:
    """Tell whether a mark, a zero and a digit follow each other.

    A first look takes any byte up to the last mark for one, and any byte from 0 on for a digit, in half the time.
    """
    # Into the same two arrays each time: to ask for new ones takes longer than to fill them.
    size = max(min(_CHUNK_BYTES, len(rows) - 2), 0)
    found, other = np.empty(size, dtype=bool), np.empty(size, dtype=bool)
    for first in range(0, len(rows) - 2, max(size, 1)):
        count = min(size, len(rows) - 2 - first)
        before, zeros, after = (rows[first + step : first + step + count] for step in range(3))
        sought, mask = found[:count], other[:count]
        if max(marks) < _ZERO:
            np.less_equal(before, max(marks), out=sought)
        else:
            np.equal(before, marks[0], out=sought)
            for mark in marks[1:]:
                sought |= np.equal(before, mark, out=mask)
        sought &= np.equal(zeros, _ZERO, out=mask)
        sought &= np.greater_equal(after, _ZERO, out=mask)
        if sought.any():
            places = np.flatnonzero(sought)
            if np.any(np.isin(before[places], marks) & (after[places] - np.uint8(_ZERO) < 10)):
                return True
    return False


def _columns_of_zeros(whole: _Bytes, start: int, end: int, width: int, mark: int, quote: int | None) -> frozenset[int]:
    """Count the ends of cells before each value that starts with a zero: rows of one width make that its column."""
    found: set[int] = set()
    if len(_zeros_at(whole, start, np.array([-1]), quote)):
        found.add(0)
    before, open_quote = 0, False
    for first in _chunks(start, end):
        chunk = whole[first : min(first + _CHUNK_BYTES, end)]
        ends = (chunk == mark) | (chunk == _NEWLINE)
        if quote is not None:
            inside, open_quote = _inside_quotes(chunk == quote, open_quote)
            ends &= ~inside
        places = np.flatnonzero(ends)
        found.update(((before + _zeros_at(whole, first, places, quote) + 1) % width).tolist())
        before += len(places)
    return frozenset(found)


def _zeros_at(whole: _Bytes, first: int, ends: _Places, quote: int | None) -> _Places:
    """Return which of the places where cells end, by rank, a zero and a digit follow, a quote before them or not."""
    after = first + ends + 1
    after = after[after < len(whole)]
    if quote is not None:
        after = after + (whole[after] == quote)
    after = after[after < len(whole) - 1]
    zero: NDArray[np.bool_] = (whole[after] == _ZERO) & (whole[after + 1] - np.uint8(_ZERO) < 10)
    return np.flatnonzero(zero)


def _inside_quotes(is_quote: NDArray[np.bool_], open_quote: bool) -> tuple[NDArray[np.bool_], bool]:
    """Mark the bytes between quotes by counting: after an odd number of quotes a quote is open."""
    count = np.cumsum(is_quote, dtype=np.uint8)
    inside = (count & 1).astype(bool)
    if open_quote:
        np.logical_not(inside, out=inside)
    return inside, bool(inside[-1])


def uneven_lines(
    data: Data, start: int, end: int, *, width: int, delimiter: str, quotechar: str
) -> tuple[NDArray[np.int64], list[tuple[int, int]]]:
    """Find the lines that are no row of their own of this width, or may be one without a value.

    Returns
    -------
    (starts, spans)
        Where each line starts, and one place more, where the last one ends; the first and the last line, counted from
        0, of what has to be looked at together: lines one below the other, or between two open quotes.
    """
    whole = np.frombuffer(data, dtype=np.uint8)
    starts: list[NDArray[np.int64]] = []
    uneven: list[NDArray[np.bool_]] = []
    odd: list[NDArray[np.bool_]] = []
    first = start
    while first < end:
        last = data.rfind(b"\n", first, min(first + _CHUNK_BYTES, end)) + 1
        if last <= first:
            last = data.find(b"\n", first, end) + 1 or end
        places, marks, quotes = _counted(whole[first:last], ord(delimiter), ord(quotechar))
        starts.append(first + places)
        odd.append(quotes % 2 == 1)
        uneven.append((marks != width - 1) | odd[-1] | _without_values(whole[first:last], places, marks))
        first = last
    if not starts:
        return np.array([end]), []
    lines = np.concatenate([*starts, np.array([end])])
    return lines, _spans(np.flatnonzero(np.concatenate(uneven)), np.flatnonzero(np.concatenate(odd)))


def _without_values(chunk: _Bytes, starts: _Places, marks: _Places) -> NDArray[np.bool_]:
    """Tell which lines hold nothing but marks, whatever ends them."""
    others = np.diff(np.append(starts, len(chunk))) - marks - 1
    after = chunk[np.minimum(starts + marks, len(chunk) - 1)]
    found: NDArray[np.bool_] = (others <= 0) | ((others == 1) & (after == _RETURN))
    return found


def _counted(chunk: _Bytes, mark: int, quote: int) -> tuple[_Places, _Places, _Places]:
    """Return where lines start in a chunk of whole lines, their marks outside quotes, and their quotes."""
    ends = np.flatnonzero(chunk == _NEWLINE)
    if not len(ends) or ends[-1] != len(chunk) - 1:
        ends = np.append(ends, len(chunk))
    starts = np.concatenate([[0], ends[:-1] + 1])
    marks = np.flatnonzero(chunk == mark)
    line_of_mark = np.searchsorted(ends, marks)
    is_quote = chunk == quote
    if not is_quote.any():
        return starts, np.bincount(line_of_mark, minlength=len(ends)), np.zeros(len(ends), dtype=np.intp)
    before = np.concatenate([[0], np.cumsum(is_quote, dtype=np.intp)])
    outside = (before[marks] - before[starts[line_of_mark]]) % 2 == 0
    quotes = before[ends] - before[starts]
    return starts, np.bincount(line_of_mark[outside], minlength=len(ends)), quotes


def _spans(uneven: _Places, odd: _Places) -> list[tuple[int, int]]:
    """Put lines together that belong together: neighbours, and those from one with an open quote to the next."""
    spans: list[tuple[int, int]] = []
    is_odd, opened = set(odd.tolist()), -MAX_RECORD_LINES
    for line in uneven.tolist():
        inside = line - opened < MAX_RECORD_LINES
        if inside or (spans and line == spans[-1][1] + 1):
            spans[-1] = (spans[-1][0], line)
        else:
            spans.append((line, line))
        if line in is_odd:
            opened = -MAX_RECORD_LINES if inside else line
    return spans


def quotes_enclose_cells(data: Data, start: int, end: int, *, delimiter: str, quotechar: str) -> bool:
    """Tell whether each quote opens or closes a cell or is doubled, so that rows over several lines can be believed."""
    if not quotechar:
        return True
    whole = np.frombuffer(data, dtype=np.uint8)[start:end]
    mark, quote = ord(delimiter), ord(quotechar)
    count = 0
    for first in _chunks(0, len(whole)):
        places = first + np.flatnonzero(whole[first : first + _CHUNK_BYTES] == quote)
        opening, closing = places[count % 2 :: 2], places[1 - count % 2 :: 2]
        before = whole[opening[opening > 0] - 1]
        after = whole[closing[closing < len(whole) - 1] + 1]
        if not (
            np.isin(before, (mark, _NEWLINE, quote)).all() and np.isin(after, (mark, _NEWLINE, _RETURN, quote)).all()
        ):
            return False
        count += len(places)
    return count % 2 == 0
