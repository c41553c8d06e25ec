"""A large file that is read in pieces holds what it holds in one, whatever its pieces are like."""

import pandas as pd
import pyarrow as pa
import pytest

from shared import csv_pieces
from shared.data_loading import LoadedCsv, load_csv

HEADER = "id,share,day,word\n"
ROWS = [f"{i},{i / 7:.3f},2013-07-{i % 28 + 1:02d},word {i % 97}\n" for i in range(12_000)]
GAPS = [f"{i},,,\n" if i % 5 == 0 else row for i, row in enumerate(ROWS)]
LONG = [row.replace("word", "w" * 300) for row in ROWS[:600]]
FILES = {
    "even": ROWS,
    "gaps": GAPS,
    "gaps from the middle on": ROWS[:6_000] + GAPS[6_000:],
    "long rows first": LONG + ROWS[600:],
    "one row longer than a piece": [*ROWS[:6_000], f"6000,1.5,2013-07-01,{'long ' * 20_000}\n", *ROWS[6_000:]],
    "no line end": [*ROWS, "12000,1.5,2013-07-01,last"],
    "blank lines below": [*ROWS, "\n\n\n"],
    "CRLF": [row.replace("\n", "\r\n") for row in ROWS],
    "quotes": [row.replace("word", '"word, ').replace("\n", '"\n') for row in ROWS],
    "a value of another type": [*ROWS, "12000,odd,2013-07-01,last\n"],
    "a real among whole numbers": [*ROWS, "12000.5,1.5,2013-07-01,last\n"],
    "leading zeros": [*ROWS, "007,1.5,2013-07-01,last\n"],
    "a row too short": [*ROWS, "12000,1.5\n", *ROWS],
    "a row too long": [*ROWS, "12000,1.5,2013-07-01,last,more\n", *ROWS],
}


def loaded_in_pieces(data: bytes, size: int, patch: pytest.MonkeyPatch) -> tuple[LoadedCsv, list[int]]:
    """Load with pieces of about `size` bytes; also the number of pieces of each reading."""
    counts = []
    read = csv_pieces.read_pieces

    def counted(part: object, places: list[int]) -> pa.Table:
        counts.append(len(places) - 1)
        return read(part, places)  # type: ignore[arg-type]

    patch.setattr(csv_pieces, "PIECE_BYTES", size)
    patch.setattr("shared.csv_table.read_pieces", counted)
    return load_csv(data), counts


@pytest.mark.parametrize("kind", FILES)
def test_pieces_are_one_table(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (HEADER + "".join(FILES[kind])).encode()
    whole = load_csv(data)
    parts, counts = loaded_in_pieces(data, 30_000, monkeypatch)
    assert max(counts) > 5
    pd.testing.assert_frame_equal(parts.frame, whole.frame)
    assert parts.dialect == whole.dialect
    assert parts.notes == whole.notes


def test_numbers_keep_their_gaps_and_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = loaded_in_pieces((HEADER + "".join(GAPS)).encode(), 30_000, monkeypatch)[0].frame
    assert frame["id"].tolist() == list(range(12_000))
    assert frame["share"].isna().tolist() == [i % 5 == 0 for i in range(12_000)]
    assert frame["share"].iloc[11_999] == round(11_999 / 7, 3)


def test_more_rows_than_the_first_piece_lets_expect_find_room() -> None:
    sizes = [3, 5_000, 4_000]
    places = [0, 100, 200, 300]

    def read(start: int, _end: int) -> pa.Table:
        number = start // 100
        values = [None if value % 3 == 0 else value for value in range(sizes[number])]
        return pa.table({"whole": pa.array(values, pa.int64()), "text": pa.array([str(number)] * sizes[number])})

    table = csv_pieces.read_pieces(read, places)
    expected = [None if value % 3 == 0 else value for size in sizes for value in range(size)]
    assert table["whole"].to_pylist() == expected
    assert table["whole"].num_chunks == 1
    assert table["whole"].null_count == sum(value is None for value in expected)
    assert table["text"].to_pylist() == [str(number) for number, size in enumerate(sizes) for _ in range(size)]


def test_pieces_start_at_lines_and_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_pieces, "PIECE_BYTES", 10)
    data = b"a,b\n" + b"123,456\n" * 10 + b"1,2"
    places = csv_pieces.piece_starts(data, 4, len(data))
    assert places[0] == 4
    assert places[-1] == len(data)
    assert all(data[place - 1 : place] == b"\n" for place in places[:-1])
    assert sorted(set(places)) == places
