"""What users meet: each kind of file, each error, each repair, each conversion, and what must not happen to a cell."""

import gzip
import io
import pickle
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from shared.data_loading import (
    CompressedCsvError,
    CsvLoadError,
    CsvTooLargeError,
    DialectOverrides,
    EmptyCsvError,
    EncodingError,
    LoadedCsv,
    NoRowsError,
    NotCsvError,
    OverrideError,
    load_csv,
)

HEADED = "name,age,city\nAda,36,London\nBo,41,Oslo\nCarl,29,Bonn\n"


def texts(loaded: LoadedCsv) -> str:
    return "\n".join(note.text for note in loaded.notes)


def rows(loaded: LoadedCsv) -> list[list[str]]:
    return loaded.frame.to_numpy().tolist()


def zipped(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stream.getvalue()


def test_a_clean_file_loads_without_a_note() -> None:
    loaded = load_csv(HEADED.encode(), name="people.csv")
    assert list(loaded.frame.columns) == ["name", "age", "city"]
    assert loaded.frame["age"].tolist() == [36, 41, 29]
    assert loaded.dialect.summary() == "utf-8, comma, header"
    assert loaded.notes == ()


def test_bytes_path_and_stream_load_alike(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(HEADED)
    with path.open("rb") as stream:
        frames = [load_csv(source).frame for source in (HEADED.encode(), path, stream)]
    pd.testing.assert_frame_equal(frames[0], frames[1])
    pd.testing.assert_frame_equal(frames[0], frames[2])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(**{"xl/workbook.xml": "x", "[Content_Types].xml": "x"}), "Excel workbook"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "PNG image"),
        (b"\xff\xd8\xff\xe0....", "JPEG image"),
        (b"PAR1\x15\x00\x15PAR1", "Parquet"),
        (b"<!DOCTYPE html><html><body><table>", "web page"),
        (b"  <html>\n<head>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel"),
        (b"SQLite format 3\x00....", "SQLite"),
        (b"7z\xbc\xaf\x27\x1c....", "7z archive"),
    ],
)
def test_what_is_no_csv_is_named(data: bytes, words: str) -> None:
    with pytest.raises(NotCsvError, match=words) as caught:
        load_csv(data, name="upload.csv")
    assert caught.value.value == "upload.csv"
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["ORC,size\n1,2\n", "BZh,b\n1,2\n", "PAR1,b\n1,2\n", "<5,b\n1,2\n"])
def test_a_csv_that_starts_like_another_kind_loads(text: str) -> None:
    assert len(load_csv(text.encode()).frame) == 1


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_a_file_without_text_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyCsvError):
        load_csv(data)


def test_a_header_without_rows_says_which_names_there_are() -> None:
    with pytest.raises(NoRowsError, match="name, age") as caught:
        load_csv(b"name,age\n")
    assert caught.value.names == ("name", "age")
    assert pickle.loads(pickle.dumps(caught.value)).names == ("name", "age")


def test_an_error_reads_as_value_rule_remedy_and_survives_pickling() -> None:
    with pytest.raises(CsvLoadError) as caught:
        load_csv(b"", name="a.csv")
    error = caught.value
    assert str(error) == f"{error.value}: {error.rule}. {error.remedy}"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_gzip_and_zip_are_unpacked_with_a_note() -> None:
    for data in (gzip.compress(HEADED.encode()), zipped(**{"people.csv": HEADED})):
        loaded = load_csv(data)
        assert loaded.frame["city"].tolist() == ["London", "Oslo", "Bonn"]
        assert "unpacked" in texts(loaded)


def test_a_zip_with_several_files_lists_them_and_loads_none() -> None:
    with pytest.raises(CompressedCsvError, match=r"one\.csv, two\.csv"):
        load_csv(zipped(**{"one.csv": HEADED, "two.csv": HEADED}))


def test_a_small_archive_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.csv_source.MAX_EXPANSION_BYTES", 1_000_000)
    with pytest.raises(CsvTooLargeError, match="unpacks to more"):
        load_csv(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))


@pytest.mark.parametrize("cut", [12, 30])
def test_a_broken_archive_says_so(cut: int) -> None:
    with pytest.raises(CompressedCsvError, match="broken"):
        load_csv(gzip.compress(HEADED.encode())[:cut])


def test_a_letter_outside_ascii_far_down_the_file_decides_the_encoding() -> None:
    lines = ["id,city", *[f"{number},Oslo" for number in range(60_000)]]
    assert load_csv("\n".join([*lines, "60000,Kraków"]).encode()).frame["city"].iloc[-1] == "Kraków"
    legacy = load_csv("\n".join([*lines, "60000,Málaga", "60001,Coruña"]).encode("cp1252"))
    assert legacy.frame["city"].iloc[-2:].tolist() == ["Málaga", "Coruña"]
    assert "encoding is a guess" in texts(legacy)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_a_byte_order_mark(encoding: str) -> None:
    loaded = load_csv("name,city\nAda,Zürich\nBo,Åre\n".encode(encoding))
    assert list(loaded.frame.columns) == ["name", "city"]
    assert loaded.frame["city"].tolist() == ["Zürich", "Åre"]


def test_bad_rows_are_repaired_and_listed_by_line() -> None:
    body = "".join(f"2021-01-{day:02},{day},word {day}\n" for day in range(1, 21))
    loaded = load_csv(f"date,count,text\n{body}2021-02-01,7\n2021-02-02,,8,late\n2021-02-03;9;other\n".encode())
    assert len(loaded.frame) == 23
    assert loaded.frame["count"].tolist()[-3:] == [7, 8, 9]
    assert loaded.frame["text"].tolist()[-2:] == ["late", "other"]
    assert {note.lines for note in loaded.notes if note.lines} >= {(22,), (23,), (24,)}


def test_values_beyond_the_last_column_are_kept() -> None:
    loaded = load_csv(b"a,b\nx,y\nx,z\nx,y,more\nq,y\n", infer_types=False)
    assert rows(loaded)[2] == ["x", "y", "more"]
    assert "line 4" in texts(loaded)


def test_one_stray_quote_does_not_swallow_the_rows_below_it() -> None:
    body = "".join(f'"{number}","text {number}","x"\n' for number in range(30))
    loaded = load_csv(f'"id","text","mark"\n"a","5" pipe","y"\n"b,"open","z"\n{body}'.encode(), infer_types=False)
    assert len(loaded.frame) == 32
    assert rows(loaded)[0] == ["a", '5" pipe', "y"]
    assert rows(loaded)[-1] == ["29", "text 29", "x"]


def test_a_row_that_a_line_break_tore_apart_is_put_together() -> None:
    loaded = load_csv(b"city,text,n,day\nOslo,abc,1,2020-01-01\nRome,two\nlines,2,2020-01-02\nBonn,x,3,2020-01-03\n")
    assert loaded.frame["text"].tolist() == ["abc", "two\nlines", "x"]
    assert loaded.frame["n"].tolist() == [1, 2, 3]
    assert "broken over several lines: the parts were put together again (line 3)" in texts(loaded)


def test_short_rows_that_are_rows_of_their_own_are_not_put_together() -> None:
    loaded = load_csv(b"a,b,c\nx,y,z\nx,y,z\nx,y\nz,x\ny,z,x\n", infer_types=False)
    assert rows(loaded)[2:4] == [["x", "y", ""], ["z", "x", ""]]


def test_names_in_the_last_comment_above_rows_of_numbers_name_the_columns() -> None:
    loaded = load_csv(b"# made by hand\n# x y speed\n1 2.5 3\n2 3.5 4\n3 4.5 6\n")
    assert list(loaded.frame.columns) == ["x", "y", "speed"]
    assert loaded.frame["speed"].tolist() == [3, 4, 6]
    assert loaded.lines_left_out == (1,)


def test_runs_of_spaces_of_any_length_are_one_delimiter() -> None:
    loaded = load_csv(b"  id  mass     v\n   1   2.5  1000\n  20 300.5     4\n 300   0.5    17\n")
    assert list(loaded.frame.columns) == ["id", "mass", "v"]
    assert loaded.frame["mass"].tolist() == [2.5, 300.5, 0.5]


def test_a_first_line_that_tells_the_delimiter_is_believed_and_left_out() -> None:
    loaded = load_csv(b"sep=;\na;b\n1,5;x, y, z\n2,5;y, z, x\n")
    assert list(loaded.frame.columns) == ["a", "b"]
    assert loaded.frame["a"].tolist() == [1.5, 2.5]
    assert loaded.lines_left_out == (1,)


def test_a_delimiter_that_another_fits_as_well_is_called_a_guess() -> None:
    loaded = load_csv(b"x|y;z\na|b;c\nd|e;f\n")
    assert loaded.dialect.confidence == 0.5
    assert "The delimiter is a guess: semicolon." in texts(loaded)
    assert "guess" not in texts(load_csv(HEADED.encode()))
    assert "guess" not in texts(load_csv(b"x|y;z\na|b;c\nd|e;f\n", overrides=DialectOverrides(delimiter="|")))


def test_lists_inside_cells_do_not_split_the_rows() -> None:
    loaded = load_csv(b"id,tags\n1,red;blue;green\n2,one;two;three\n3,x;y;z\n4,u;v;w\n")
    assert loaded.dialect.delimiter == ","
    assert loaded.frame["tags"].iloc[0] == "red;blue;green"


def test_rows_above_a_chosen_first_line_and_lines_drawn_below_names_are_listed() -> None:
    loaded = load_csv(b"x,y\na,b\n---\n1,2\n3,4\n", overrides=DialectOverrides(first_line=2))
    assert list(loaded.frame.columns) == ["a", "b"]
    assert loaded.lines_left_out == (1, 3)


def test_a_chosen_first_line_alone_above_a_blank_one_names_the_columns_below() -> None:
    loaded = load_csv(b"Report\na,b\n\n1,2\n3,4\n", overrides=DialectOverrides(first_line=2))
    assert list(loaded.frame.columns) == ["a", "b"]
    assert loaded.frame["a"].tolist() == [1, 3]
    assert loaded.lines_left_out == (1, 3)


def test_a_comment_between_a_chosen_first_line_and_its_rows_is_no_table() -> None:
    loaded = load_csv(b"a,b\n\n# by hand\n\n1,2\n3,4\n", overrides=DialectOverrides(delimiter=",", first_line=1))
    assert list(loaded.frame.columns) == ["a", "b"]
    assert loaded.frame["b"].tolist() == [2, 4]
    assert loaded.lines_left_out == (2, 3, 4)


def test_a_number_alone_in_the_last_row_is_a_value_and_no_footnote() -> None:
    loaded = load_csv(b"a,b,c\n,,1\n,2,3\n,4,5\n7,,\n")
    assert loaded.frame["a"].dropna().tolist() == [7]
    assert len(loaded.frame) == 4


def test_delimiters_alone_are_a_blank_row_in_a_table_of_one_column_too() -> None:
    told = DialectOverrides(delimiter=",", first_line=1)
    loaded = load_csv(b"name\nAda\nBob\n,\nCleo\n", overrides=told)
    assert loaded.frame["name"].tolist() == ["Ada", "Bob", "Cleo"]
    assert loaded.lines_left_out == (4,)


def test_the_largest_of_several_tables_is_loaded_and_the_others_are_named() -> None:
    text = "region,total\neast,12\nwest,31\nsouth,9\n\n" + HEADED + "Dora,50,Rome\nEva,51,Kyiv\n"
    loaded = load_csv(text.encode())
    assert list(loaded.frame.columns) == ["name", "age", "city"]
    assert "another table, lines 1 to 4" in texts(loaded)


def test_titles_and_footnotes_are_left_out_and_listed() -> None:
    loaded = load_csv(f"Report of the office\n\n{HEADED}\nSource: the office\n".encode())
    assert len(loaded.frame) == 3
    assert loaded.dialect.first_line == 3
    assert "above the table left out (line 1)" in texts(loaded)
    assert "below the table left out (line 8)" in texts(loaded)


def test_a_repeated_row_of_names_is_left_out_only_where_types_are_inferred() -> None:
    data = (HEADED + HEADED).encode()
    loaded = load_csv(data)
    assert loaded.frame["age"].tolist() == [36, 41, 29] * 2
    assert "it repeats the column names" in texts(loaded)
    assert len(load_csv(data, infer_types=False).frame) == 7


def test_one_column_is_not_split_at_a_letter() -> None:
    loaded = load_csv(b"name\nAnna\nHanna\nNina\n")
    assert list(loaded.frame.columns) == ["name"]
    assert loaded.dialect.delimiter == ""


def test_labels_are_unique_and_never_empty() -> None:
    loaded = load_csv(b"a,,a,a_2\n1,2,3,4\n5,6,7,8\n")
    assert list(loaded.frame.columns) == ["a", "column_2", "a_3", "a_2"]


def test_a_file_without_names_is_numbered() -> None:
    loaded = load_csv(b"1,2.5,x\n2,3.5,y\n3,4.5,z\n")
    assert not loaded.dialect.has_header
    assert list(loaded.frame.columns) == ["column_1", "column_2", "column_3"]
    assert "no row of column names" in texts(loaded)


def test_nul_bytes_are_left_out_and_counted() -> None:
    loaded = load_csv(b"a,b\nx\x00,1\ny,2\n")
    assert loaded.frame["a"].tolist() == ["x", "y"]
    assert "1 NUL byte" in texts(loaded)


@pytest.mark.parametrize("rows_below", [3, 60_000])
def test_leading_zeros_stay_text_wherever_they_are(rows_below: int) -> None:
    body = "".join(f"{number + 10},{number}\n" for number in range(rows_below))
    loaded = load_csv(f"code,value\n{body}00123,4\n".encode())
    assert loaded.frame["code"].iloc[-1] == "00123"
    assert loaded.frame["code"].iloc[0] == "10"
    assert pd.api.types.is_integer_dtype(loaded.frame["value"])


def test_na_the_country_stays_and_na_among_numbers_is_missing() -> None:
    loaded = load_csv(b"country,count\nNA,1\nDE,NA\nFR,3\n")
    assert loaded.frame["country"].tolist() == ["NA", "DE", "FR"]
    assert loaded.frame["count"].isna().tolist() == [False, True, False]
    assert '"NA" stands for a missing value' in texts(loaded)


def test_words_for_missing_are_reported_where_text_becomes_numbers() -> None:
    loaded = load_csv(b"v;n\n1,5;a\nn/a;b\n2,5;c\n")
    assert loaded.frame["v"].isna().tolist() == [False, True, False]
    assert 'v: 1 value is missing; "n/a" stands for a missing value there.' in texts(loaded)


@pytest.mark.parametrize("infer_types", [True, False])
def test_a_word_for_missing_far_down_a_large_file_is_reported(infer_types: bool) -> None:
    body = "".join(f"{number},{number % 7},x\n" for number in range(30_000))
    more = "".join(f"{number},{number % 7},x\n" for number in range(30_000))
    loaded = load_csv(f"id,v,w\n{body}7,NULL,x\n{more}".encode(), infer_types=infer_types)
    assert loaded.frame["v"].isna().sum() == infer_types
    assert loaded.frame["v"].iloc[0] == (0 if infer_types else "0")
    assert ('"NULL" stands for a missing value' in texts(loaded)) == infer_types


def test_integers_and_flags_with_gaps_keep_their_kind() -> None:
    loaded = load_csv(b"a,b,c\n1,x,true\n,y,\n3,z,false\n9007199254740993,z,true\n")
    assert loaded.frame["a"].dtype == "Int64"
    assert loaded.frame["a"].iloc[3] == 9_007_199_254_740_993
    assert loaded.frame["c"].dtype == "boolean"


def test_a_number_with_a_point_is_grouped_where_the_decimal_mark_is_a_comma() -> None:
    loaded = load_csv(b"v;w\n1.234;1,5\n5.678;2,5\n2.000;3,25\n")
    assert loaded.frame["v"].tolist() == [1234, 5678, 2000]


def test_integers_too_long_for_a_number_stay_text() -> None:
    loaded = load_csv(b"id,v\n12345678901234567890123,1\n12345678901234567890124,2\n")
    assert loaded.frame["id"].tolist() == ["12345678901234567890123", "12345678901234567890124"]


@pytest.mark.parametrize(
    ("cells", "numbers", "words"),
    [
        (["1,5", "2,25", "1000,5"], [1.5, 2.25, 1000.5], "decimal comma"),
        (["1.234,5", "2,25", "7,5"], [1234.5, 2.25, 7.5], "thousands"),
        (["1,234.5", "22,000.1", "7.5"], [1234.5, 22000.1, 7.5], "thousands"),
        (["$1,200.50", "$3.25", "-$4.00"], [1200.5, 3.25, -4.0], "without \\$"),
        (["5 %", "7%", "12.5 %"], [5, 7, 12.5], "% sign"),
        (["12 €", "7 €", "9 €"], [12, 7, 9], "without €"),
        (["(5.5)", "7.5", "8.5"], [-5.5, 7.5, 8.5], "brackets"),
    ],
)
def test_numbers_as_people_write_them_convert_with_a_note(cells: list[str], numbers: list[float], words: str) -> None:
    loaded = load_csv(("v;n\n" + "".join(f"{cell};x\n" for cell in cells)).encode())
    assert loaded.frame["v"].tolist() == numbers
    assert pd.Series([texts(loaded)]).str.contains(words).all()


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["2020-02-01", "2020-03-15"], "2020-02-01"),
        (["2020-02-01T10:30:00Z", "2020-03-15T11:00:00Z"], "2020-02-01T10:30:00+00:00"),
        (["31/01/2020", "01/02/2020"], "2020-01-31"),
        (["01/31/2020", "02/01/2020"], "2020-01-31"),
        (["31.1.2020 14:05", "1.2.2020 09:00"], "2020-01-31T14:05:00"),
        (["5 Jan 2020", "17 Feb 2021"], "2020-01-05"),
    ],
)
def test_dates_convert_with_a_note(cells: list[str], first: str) -> None:
    loaded = load_csv(("day,n\n" + "".join(f"{cell},x\n" for cell in cells)).encode())
    assert loaded.frame["day"].iloc[0] == pd.Timestamp(first)
    assert "read as dates" in texts(loaded)


def test_dates_with_the_day_or_the_month_first_stay_text_and_say_so() -> None:
    loaded = load_csv(b"day,n\n01/02/2020,1\n05/04/2020,2\n03/03/2020,3\n02/01/2020,4\n")
    assert loaded.frame["day"].tolist()[0] == "01/02/2020"
    assert "day or the month first" in texts(loaded)


def test_a_mixed_column_stays_text_and_says_so() -> None:
    loaded = load_csv(b"v,n\n1,x\n2,x\nlow,x\n4,x\nhigh,x\n")
    assert loaded.frame["v"].tolist() == ["1", "2", "low", "4", "high"]
    assert "v is mixed" in texts(loaded)


def test_a_rare_misfit_becomes_missing_and_is_listed_with_its_line() -> None:
    body = "".join(f"2020-01-{number % 28 + 1:02},{number}\n" for number in range(400))
    loaded = load_csv(f"day,n\n{body}soon,5\n".encode())
    assert loaded.frame["day"].isna().sum() == 1
    misfit = next(note for note in loaded.notes if "became missing" in note.text)
    assert "soon" in misfit.text
    assert misfit.lines == (402,)


def test_without_types_every_cell_is_the_text_it_was() -> None:
    data = b'a,b,c\n 007,1.50,NA\n"x\ny",,2020-01-01\n+1,1e5, true\n'
    loaded = load_csv(data, infer_types=False)
    assert rows(loaded) == [[" 007", "1.50", "NA"], ["x\ny", "", "2020-01-01"], ["+1", "1e5", " true"]]


def test_overrides_win_over_the_detection() -> None:
    told = DialectOverrides(delimiter=";", has_header=False, decimal=",", encoding="latin-1")
    loaded = load_csv(b"1,5;2\n3,5;4\n", overrides=told)
    assert loaded.frame["column_1"].tolist() == [1.5, 3.5]
    assert loaded.dialect.encoding == "latin-1"
    assert loaded.dialect.confidence == 1.0
    from_line = load_csv(b"x,y\na,b\n1,2\n3,4\n", overrides=DialectOverrides(first_line=2))
    assert list(from_line.frame.columns) == ["a", "b"]
    whole_lines = load_csv(b"a,b\n1,2\n", overrides=DialectOverrides(delimiter="", has_header=True))
    assert list(whole_lines.frame.columns) == ["a,b"]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (DialectOverrides(encoding="ascii"), EncodingError),
        (DialectOverrides(encoding="no-such"), EncodingError),
        (DialectOverrides(decimal="x"), OverrideError),
        (DialectOverrides(quotechar="''"), OverrideError),
        (DialectOverrides(first_line=0), OverrideError),
        (DialectOverrides(delimiter="\n"), OverrideError),
        (DialectOverrides(header_rows=-1), OverrideError),
    ],
)
def test_an_override_that_does_not_fit_says_so(told: DialectOverrides, error: type[CsvLoadError]) -> None:
    with pytest.raises(error):
        load_csv("a,b\né,2\n".encode(), overrides=told)


def test_a_large_file_reads_the_same_with_and_without_a_bad_row() -> None:
    lines = [
        f'{number},"a, {number}",{number / 8},2020-01-01,{"" if number % 7 else number}' for number in range(20_000)
    ]
    clean = load_csv(("id,pair,share,day,gap\n" + "\n".join(lines) + "\n").encode()).frame
    lines.insert(10_000, "1,2")
    broken = load_csv(("id,pair,share,day,gap\n" + "\n".join(lines) + "\n").encode())
    pd.testing.assert_frame_equal(broken.frame.drop(index=10_000).reset_index(drop=True), clean)
    assert "(line 10,002)" in texts(broken)


def test_ten_thousand_columns_load() -> None:
    names = ",".join(f"c{number}" for number in range(10_000))
    values = ",".join("1" for _ in range(10_000))
    assert load_csv(f"{names}\n{values}\n{values}\n".encode()).frame.shape == (2, 10_000)


def test_bytes_that_are_no_text_are_refused_and_read_only_in_an_encoding_that_is_told() -> None:
    data = bytes(range(1, 9)) * 40 + b"\n" + bytes(range(14, 26)) * 40
    with pytest.raises(NotCsvError, match="no text"):
        load_csv(data)
    assert len(load_csv(data, overrides=DialectOverrides(encoding="latin-1", has_header=False)).frame) > 0


def test_letters_after_a_number_are_money_only_if_they_are_a_currency() -> None:
    loaded = load_csv(b"version,price\n10.04 LTS,7 EUR\n10.10,8 EUR\n12.04 LTS,9 EUR\n")
    assert loaded.frame["version"].tolist() == ["10.04 LTS", "10.10", "12.04 LTS"]
    assert loaded.frame["price"].tolist() == [7, 8, 9]


LARGE_ROWS = [f'{number},"a, {number}",{number / 8},x\n' for number in range(20_000)]
LARGE_NAMES = "id,pair,share,mark\n"


def large(*rows_in_the_middle: str) -> LoadedCsv:
    """Load a file that is large and clean but for some rows in its middle."""
    return load_csv("".join([LARGE_NAMES, *LARGE_ROWS[:9_000], *rows_in_the_middle, *LARGE_ROWS[9_000:]]).encode())


def test_a_large_file_with_quotes_and_line_breaks_in_cells_reads_as_it_stands() -> None:
    loaded = large('7,"two\nlines, ""quoted""",1.5,y\n')
    assert loaded.frame["pair"].iloc[9_000] == 'two\nlines, "quoted"'
    assert loaded.notes == ()


def test_two_stray_quotes_in_a_large_file_swallow_no_rows() -> None:
    loaded = large('7,"open,1.5,y\n', "8,b,2.5,y\n", '9,"c", 3.5,y\n', '10,"open,1.5,y\n')
    assert len(loaded.frame) == len(LARGE_ROWS) + 4
    assert loaded.frame["id"].iloc[9_000:9_004].tolist() == [7, 8, 9, 10]
    assert {9_002, 9_005} <= {line for note in loaded.notes for line in note.lines}


def test_a_long_row_and_a_short_one_in_a_large_file_are_both_reported() -> None:
    loaded = large("7,a,1.5,y,more\n", "8,b,2.5\n")
    assert len(loaded.frame) == len(LARGE_ROWS) + 2
    assert {9_002, 9_003} <= {line for note in loaded.notes for line in note.lines}


def test_column_names_that_are_repeated_inside_a_large_file_are_left_out() -> None:
    loaded = large(LARGE_NAMES)
    assert len(loaded.frame) == len(LARGE_ROWS)
    assert loaded.lines_left_out == (9_002,)


@pytest.mark.parametrize("cell", ["007", '"007"'])
def test_leading_zeros_inside_a_large_file_with_quotes_are_kept(cell: str) -> None:
    loaded = large(f'{cell},"b, ,0,07,",2.5,y\n')
    assert loaded.frame["id"].iloc[9_000] == "007"
    assert loaded.frame["share"].iloc[9_000] == 2.5


def test_a_large_file_in_a_legacy_encoding_reads_like_its_unicode_twin() -> None:
    text = LARGE_NAMES + "".join(LARGE_ROWS).replace("x", "Málaga")
    frames = [load_csv(text.encode(encoding)).frame for encoding in ("utf-8", "cp1252")]
    pd.testing.assert_frame_equal(*frames)


def test_a_frame_may_be_written_to() -> None:
    loaded = large()
    loaded.frame.loc[0, ["id", "share", "mark"]] = [5, 0.5, "z"]
    assert loaded.frame.loc[0, ["id", "share", "mark"]].tolist() == [5, 0.5, "z"]


def test_a_small_file_of_bytes_that_are_no_text_is_refused() -> None:
    with pytest.raises(NotCsvError, match="no text"):
        load_csv(bytes([7, 200, 3, 65, 18, 20, 250, 44, 6, 10, 5, 2, 66, 14]))


def test_dates_with_a_blank_before_the_offset_are_dates() -> None:
    frame = load_csv(b"id,at\n1,2014-11-25 14:45:53 +1100\n2,2014-10-25 14:45:53 +1000\n").frame
    assert frame["at"].tolist() == [pd.Timestamp("2014-11-25 03:45:53Z"), pd.Timestamp("2014-10-25 04:45:53Z")]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ([f"{month:02}/1/{year}" for year in (2019, 2020, 2021) for month in range(1, 13)], "2019-01-01", "2021-12-01"),
        (
            [f"{month:02}/01/{year} 10:00:00 +0100" for year in (2019, 2020) for month in range(1, 13)],
            "2019-01-01",
            "2020-12-01",
        ),
        (
            [f"0{day}/01/1918 {hour:02}:{tens}0:00" for day in (1, 2, 3) for hour in range(24) for tens in range(6)],
            "1918-01-01",
            "1918-01-03",
        ),
    ],
    ids=["months", "months of a time zone", "minutes"],
)
def test_of_day_and_month_that_come_first_is_what_makes_even_steps(written: list[str], first: str, last: str) -> None:
    rows = [f"{day},{row}" for row, day in enumerate(written)]
    days = load_csv("\n".join(["day,value", *rows, ""]).encode()).frame["day"]
    assert days.dt.strftime("%Y-%m-%d").iloc[[0, -1]].tolist() == [first, last]
    assert days.is_monotonic_increasing


def test_where_both_orders_make_even_steps_a_date_stays_text() -> None:
    rows = [f"{number}/02/2015,{number}" for number in range(4, 13)]
    assert load_csv("\n".join(["day,value", *rows, ""]).encode()).frame["day"].iloc[0] == "4/02/2015"


@pytest.mark.parametrize("rows", [20, 20_000], ids=["small", "large"])
def test_a_quote_inside_values_alone_is_not_called_the_files(rows: int) -> None:
    inches = "\n".join(["id,size,note", *(f'{row},{row} 1/2",plain' for row in range(rows)), ""])
    assert load_csv(inches.encode()).dialect.quotechar == ""
    quoted = "\n".join(["id,size,note", *(f'{row},"{row}, or more",plain' for row in range(rows)), ""])
    assert load_csv(quoted.encode()).dialect.quotechar == '"'
