"""Zeros before digits are found where a reader of rows finds them, whatever stands beside them."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import csv_scan
from shared.csv_scan import leading_zeros

DELIMITERS = ",;|\t^~:"
DECOYS = ["0", "0.5", " 05", "-05", "0x1", "0:30", "10", "1.05", "a07", "+07", "0 7", "", "é05"]


def written(rows: Sequence[Sequence[str]], delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue().encode()


def found(data: bytes, width: int, delimiter: str) -> frozenset[int]:
    return leading_zeros(data, 0, len(data), width=width, delimiter=delimiter, quotechar='"')


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_zero_before_a_digit_is_found_in_its_column(delimiter: str, quoting: int, place: int) -> None:
    plain, row = ["1", "2", "3"], ["1", "2", "3"]
    row[place] = "007"
    above, below = written([plain], delimiter, quoting) * 150_000, written([plain], delimiter, quoting) * 50_000
    assert found(above + written([row], delimiter, quoting) + below, 3, delimiter) == {place}


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("decoy", DECOYS)
def test_what_only_looks_like_a_zero_before_a_digit_is_not(delimiter: str, decoy: str) -> None:
    rows = [["1", decoy, "3"] for _ in range(20)]
    assert not found(written(rows, delimiter), 3, delimiter)


@given(
    rows=st.lists(st.lists(st.text('079 x,;\n".-', max_size=4), min_size=3, max_size=3), min_size=1, max_size=30),
    delimiter=st.sampled_from(DELIMITERS),
    chunk=st.integers(3, 60),
)
def test_the_columns_are_those_that_a_reader_of_rows_finds(rows: list[list[str]], delimiter: str, chunk: int) -> None:
    data = written(rows, delimiter)
    zeros = {place for row in rows for place, cell in enumerate(row) if re.match("0[0-9]", cell)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_scan, "_CHUNK_BYTES", chunk)
        assert found(data, 3, delimiter) == zeros
