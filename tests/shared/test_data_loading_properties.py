"""Whatever a CSV writer can express, the loader reads back; whatever bytes there are, it answers."""

import csv
import io
import itertools
import random
import re
import tracemalloc

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shared.data_loading import CsvLoadError, DialectOverrides, LoadedCsv, load_csv
from tests.shared.corpus import polluted_files

pytestmark = pytest.mark.slow
SETTINGS = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
MARKS = (",", ";", "\t", "|", ":", "^", "~")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
PLAIN = st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,8}[A-Za-z0-9]", fullmatch=True)
NAMES = st.lists(st.from_regex(r"[A-Za-z][a-z]{1,6}", fullmatch=True), min_size=2, max_size=5, unique_by=str.lower)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> tuple[list[str], list[list[str]]]:
    names = draw(NAMES)
    filled = draw(st.lists(st.lists(cells, min_size=len(names), max_size=len(names)), min_size=1, max_size=8))
    return names, filled


def written(names: list[str], rows: list[list[str]], **dialect: object) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, **{"lineterminator": "\n", **dialect}).writerows([names, *rows])  # type: ignore[arg-type]
    return stream.getvalue().encode()


def cells_of(loaded: LoadedCsv) -> list[list[str]]:
    return loaded.frame.to_numpy().tolist()


def not_blank(rows: list[list[str]]) -> list[list[str]]:
    """Rows in which something stands: blank ones are reported and left out."""
    return [row for row in rows if any(cell.strip() for cell in row)]


def first_lines(names: list[str], rows: list[list[str]]) -> list[int]:
    """The line on which each row starts, below the names: a cell may hold line ends."""
    breaks = [len(re.findall("\r\n|\n|\r", "".join(row))) for row in [names, *rows]]
    return list(itertools.accumulate((1 + count for count in breaks), initial=1))[1:-1]


@SETTINGS
@given(tables(TEXT), st.sampled_from(MARKS), st.sampled_from(['"', "'"]), st.sampled_from(["\n", "\r\n"]))
def test_any_text_comes_back_from_any_dialect_that_is_told_or_is_listed(
    table: tuple[list[str], list[list[str]]], delimiter: str, quotechar: str, ending: str
) -> None:
    names, rows = table
    assume(not_blank(rows))
    data = written(names, rows, delimiter=delimiter, quotechar=quotechar, quoting=csv.QUOTE_ALL, lineterminator=ending)
    told = DialectOverrides(
        encoding="utf-8", delimiter=delimiter, quotechar=quotechar, escapechar="", header_rows=1, first_line=1
    )
    loaded = load_csv(data, overrides=told, infer_types=False)
    numbered = zip(first_lines(names, rows), rows, strict=True)
    kept = [row for line, row in numbered if line not in loaded.lines_left_out]
    assert not_blank(cells_of(loaded)) == not_blank(kept)  # blank ones above what is left out below need no mention
    assert len(loaded.frame) >= 1
    assert list(loaded.frame.columns) == names


@SETTINGS
@given(tables(PLAIN), st.sampled_from(MARKS), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_plain_text_comes_back_from_a_dialect_that_is_found(
    table: tuple[list[str], list[list[str]]], delimiter: str, quoting: int
) -> None:
    names, rows = table
    data = written(names, rows, delimiter=delimiter, quoting=quoting)
    loaded = load_csv(data, overrides=DialectOverrides(header_rows=1), infer_types=False)
    assert loaded.dialect.delimiter == delimiter
    assert cells_of(loaded) == rows


@st.composite
def jumbled_lines(draw: st.DrawFn) -> list[str]:
    """Lines of a table with all that people and programs put around and between its rows."""
    width = draw(st.integers(2, 4))
    cell = st.sampled_from(["amber", "basin", "cedar", "12", "7.5", "2021-03-04", "x y", "N/A"])
    header = ",".join(["name", "size", "day", "note"][:width])
    row = st.lists(cell, min_size=width, max_size=width).map(",".join)
    ragged = st.lists(st.sampled_from(["amber", "basin"]), min_size=1, max_size=width + 2).map(",".join)
    other = st.sampled_from(
        ["", "", "# by hand", ",", "---", "Total", header, "amber;basin;cedar", "amber|12", "Source: the office"]
    )
    between = st.lists(st.one_of(row, row, row, ragged, other), max_size=20)
    above = draw(st.lists(other, max_size=4))
    return [
        *above,
        header,
        *draw(st.lists(row, min_size=2, max_size=8)),
        *draw(between),
        *draw(st.lists(other, max_size=4)),
    ]


@settings(SETTINGS, max_examples=100)
@given(jumbled_lines(), st.booleans(), st.booleans())
def test_every_row_is_a_name_kept_or_listed(lines: list[str], infer_types: bool, told_line: bool) -> None:
    names_line = 1 + next(place for place, line in enumerate(lines) if line.startswith("name,"))
    told = DialectOverrides(delimiter=",", first_line=names_line if told_line else None)
    loaded = load_csv("\n".join(lines).encode(), overrides=told, infer_types=infer_types)
    left_out = loaded.lines_left_out
    assert len(set(left_out)) == len(left_out)
    filled = [number for number, line in enumerate(lines, 1) if line.strip(",")]
    header_rows = loaded.dialect.header_rows if loaded.dialect.has_header else 0
    torn = int(loaded.frame.map(lambda cell: str(cell).count("\n")).to_numpy().sum())  # lines put together to one row
    assert len(filled) == header_rows + len(loaded.frame) + torn + sum(line in filled for line in left_out)


@SETTINGS
@given(st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=20))
def test_integers_come_back_as_integers(numbers: list[int]) -> None:
    loaded = load_csv(written(["name", "value"], [["row", str(number)] for number in numbers]))
    assert loaded.frame["value"].tolist() == numbers
    assert pd.api.types.is_integer_dtype(loaded.frame["value"])


@SETTINGS
@given(st.binary(max_size=400))
def test_random_bytes_load_or_raise_an_error_for_users(data: bytes) -> None:
    assert_answers(data)


@SETTINGS
@given(st.integers(0, 10**9))
def test_broken_files_load_or_raise_an_error_for_users(seed: int) -> None:
    rng = random.Random(seed)
    file = bytearray(rng.choice(SMALL_FILES))
    for _ in range(rng.randint(1, 12)):
        place = rng.randrange(len(file))
        match rng.randrange(4):
            case 0:
                file[place] = rng.randrange(256)
            case 1:
                del file[place : place + rng.randint(1, 40)]
            case 2:
                file[place:place] = rng.choice([b'"', b"\r", b"\n", b",", b"\x00", b"\\", b"'", b"\xff"]) * rng.randint(
                    1, 9
                )
            case _:
                file[place:place] = file[: rng.randint(1, 200)]
        file = file or bytearray(b"x")
    assert_answers(bytes(file))


SMALL_FILES = [file.data for file in polluted_files(7, rows=12) if len(file.data) < 6_000]


def assert_answers(data: bytes) -> None:
    for infer_types in (True, False):
        loaded, error = loaded_or_error(data, infer_types=infer_types)
        if loaded is None:
            assert error is not None
            assert all((error.value, error.rule, error.remedy))
            continue
        labels = list(loaded.frame.columns)
        assert len(set(labels)) == len(labels)
        assert all(isinstance(label, str) and label for label in labels)
        assert isinstance(loaded.frame.index, pd.RangeIndex)
        assert len(loaded.frame) > 0


def loaded_or_error(data: bytes, *, infer_types: bool) -> tuple[LoadedCsv | None, CsvLoadError | None]:
    try:
        return load_csv(data, infer_types=infer_types), None
    except CsvLoadError as error:
        return None, error


def test_memory_stays_below_ten_times_the_file() -> None:
    rows = "".join(f'{number},"a, b",{number / 7:.3f},text {number % 50}\n' for number in range(5_000))
    data = ("id,pair,value,word\n" + rows[: len(rows) // 2] + "1,2\n" + rows[len(rows) // 2 :]).encode()
    tracemalloc.start()
    try:
        load_csv(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(data) + 20_000_000
