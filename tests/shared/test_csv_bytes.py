"""A file that is mapped loads as the same bytes in memory do, whatever they are."""

import gzip
import io
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from shared.csv_bytes import MIN_MAPPED_BYTES, MappedFile
from shared.data_loading import CsvLoadError, DialectOverrides, load_csv

ROWS = 60_000
PLAIN = "".join(f"{i},name {i % 97},{i / 7:.3f},2013-07-{i % 28 + 1:02d}\n" for i in range(ROWS))
HEADER = "id,name,share,day\n"


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("rows.csv", data)
    return file.getvalue()


FILES = {
    "ascii": (HEADER + PLAIN).encode(),
    "utf-8": (HEADER + PLAIN.replace("name", "naïve")).encode(),
    "bom": (HEADER + PLAIN).encode("utf-8-sig"),
    "cp1252": (HEADER + PLAIN.replace("name", "Zürich")).encode("cp1252"),
    "utf-16": (HEADER + PLAIN).encode("utf-16"),
    "crlf": (HEADER + PLAIN).replace("\n", "\r\n").encode(),
    "lone returns": (HEADER + PLAIN).replace("\n", "\r").encode(),
    "a torn row": (HEADER + PLAIN + "1,2\n" + PLAIN).encode(),
    "an odd value": (HEADER + PLAIN + "odd,name,?,never\n" + PLAIN).encode(),
    "nul": (HEADER + PLAIN).encode() + b"1,a\x00b,1.5,2013-07-01\n",
    "gzip": gzip.compress((HEADER + PLAIN).encode(), 0),
    "zip": zipped((HEADER + PLAIN).encode()),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_mapped_file_loads_as_the_same_bytes_do(kind: str, tmp_path: Path) -> None:
    data = FILES[kind]
    assert len(data) >= MIN_MAPPED_BYTES
    path = tmp_path / "rows.csv"
    path.write_bytes(data)
    mapped, read = load_csv(path), load_csv(data, name="rows.csv")
    pd.testing.assert_frame_equal(mapped.frame, read.frame)
    assert mapped.dialect == read.dialect
    assert mapped.notes == read.notes
    assert len(mapped.frame) >= ROWS


def test_errors_are_the_same_too(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    for data, told in ((FILES["cp1252"], DialectOverrides(encoding="utf-8")), (b" " * MIN_MAPPED_BYTES, None)):
        path.write_bytes(data)
        messages = []
        for source in (path, data):
            with pytest.raises(CsvLoadError) as caught:
                load_csv(source, name="rows.csv", overrides=told)
            messages.append(str(caught.value))
        assert messages[0] == messages[1]


@pytest.mark.parametrize("shift", range(6))
def test_a_cell_over_two_lines_where_the_reader_splits_the_file_stays_whole(shift: int, tmp_path: Path) -> None:
    row = '1234567,"0123456789 0123456789, 0123456789"\n'
    odd = '7654321,"first\nsecond, third"\n'
    before = (1 << 21) // len(row)
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n" + row * (before - 3 + shift) + odd + row * before, encoding="utf-8", newline="")
    frame = load_csv(path).frame
    assert len(frame) == 2 * before - 3 + shift + 1
    assert frame["b"][before - 3 + shift] == "first\nsecond, third"
    assert set(frame["a"]) == {1234567, 7654321}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\n1,2\n")
    mapped = MappedFile.open(path)
    assert b"a," in mapped
    assert b"\x00" not in mapped
    assert mapped.index(b"\n", 4) == 7
    with pytest.raises(ValueError, match="not in the file"):
        mapped.index(b"x")
