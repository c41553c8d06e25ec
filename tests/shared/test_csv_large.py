"""A large file loads as it does when each of its rows is looked at: the quick way is no other way."""

import pandas as pd
import pytest

from shared import csv_large, csv_pieces
from shared.data_loading import load_csv

NUMBERS = [f"{row},{row / 7:.3f},word {row % 97}" for row in range(12_000)]
TEXTS = [f"name {row % 89},word {row % 97}" for row in range(14_000)]
YEARS = [f"Land {row % 89},{row},{row % 7}" for row in range(15_000)]
GAPS = [",".join(["", *row.split(",")[1:]] if n % 3 else [*row.split(",")[:2], ""]) for n, row in enumerate(NUMBERS)]
FILES = {
    "names again above numbers": ["id,share,word", *NUMBERS, "id,share,word", *NUMBERS],
    "names again in the first row": ["id,share,word", "id,share,word", *NUMBERS],
    "names again above text": ["name,word", *TEXTS, "name,word", *TEXTS],
    "years again as names": ["land,2001,2002", *YEARS, "land,2001,2002", *YEARS],
    "quoted names again": ['"id","share","word"', *NUMBERS, '"id","share","word"', *NUMBERS],
    "a word among numbers": ["id,share,word", *NUMBERS, "id,1.5,word", *NUMBERS],
    "a lone return inside a value": ["id,share,word", *NUMBERS, "7,1.5,torn\rword", *NUMBERS],
    "a lone return between rows": ["id,share,word", *NUMBERS, "7,1.5,one\r8,2.5,two", *NUMBERS],
    "a zero after a lone return": ["id,share,word", *NUMBERS, "7,1.5,one\r007,2.5,two", *NUMBERS],
    "a lone return inside quotes": ["id,share,word", *NUMBERS, '7,1.5,"torn\rword"', *NUMBERS],
    "a first quote that no sample shows": ["id,share,word", *NUMBERS, '7,1.5,"one, two"', *NUMBERS],
    "a first quote in another column": ["id,share,word", *NUMBERS, '"7",1.5,one', *NUMBERS],
    "several lines in most cells": [
        "id,remark,count",
        *[f'{row},"line one of {row}\nline ""two"", and\n\nmore",{row * 2}' for row in range(9_000)],
    ],
    "empty text that no sample shows": ["id,share,word", *NUMBERS, "7,1.5,", *NUMBERS],
    "a blank line": ["id,share,word", *NUMBERS, "", *NUMBERS],
    "a blank line of Windows": [
        "id,share,word\r",
        *[f"{row}\r" for row in NUMBERS],
        "\r",
        *[f"{row}\r" for row in NUMBERS],
    ],
    "a blank line among gaps": ["id,share,word", *[f"{row},," for row in range(20_000)], "", ",1.5,x", *NUMBERS],
    "a blank line among text": ["name,word", *TEXTS, "", *TEXTS],
    "a blank line below no names": ["7,1.5,word", *GAPS, "", *GAPS],
    "a row of delimiters below no names": ["7,1.5,word", *GAPS, ",,", *GAPS],
    "rows commented out behind blanks": ["# made", "id,share,word", *NUMBERS, "  #7,1.5,word", *NUMBERS],
    "a row of delimiters": ["id,share,word", *NUMBERS, ",,", *NUMBERS],
    "a value in the last column only": ["id,share,word", *NUMBERS, ",,x", ",,", *NUMBERS],
    "delimiters alone at the end": ["id,share,word", *NUMBERS, ",,"],
    "two returns at the end of a row": ["id,share,word", *NUMBERS, "7,1.5,one\r\r", *NUMBERS],
}


@pytest.mark.parametrize("infer_types", [True, False])
@pytest.mark.parametrize("piece_bytes", [csv_pieces.PIECE_BYTES, 50_000], ids=["whole", "in pieces"])
@pytest.mark.parametrize("kind", FILES)
def test_the_quick_way_finds_what_looking_at_each_row_finds(
    kind: str, piece_bytes: int, infer_types: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "\n".join(FILES[kind]).encode() + b"\n"
    assert len(data) > csv_large.MIN_BYTES
    monkeypatch.setattr(csv_pieces, "PIECE_BYTES", piece_bytes)
    quick = load_csv(data, infer_types=infer_types)
    monkeypatch.setattr(csv_large, "MIN_BYTES", len(data) + 1)
    slow = load_csv(data, infer_types=infer_types)
    pd.testing.assert_frame_equal(quick.frame, slow.frame)
    assert quick.dialect.summary() == slow.dialect.summary()
    assert [note.text for note in quick.notes] == [note.text for note in slow.notes]


@pytest.mark.parametrize("odd", ["2147483647", "2147483648", "-9999999999", "9007199254740993"])
def test_a_whole_number_that_no_sample_shows_keeps_its_value(odd: str) -> None:
    rows = [f"{row},{row % 7}" for row in range(400_000)]
    rows[390_001] = f"{odd},3"
    frame = load_csv(("\n".join(["id,day", *rows]) + "\n").encode()).frame
    assert frame.dtypes.astype(str).tolist() == ["int64", "int64"]
    assert frame["id"].iloc[390_001] == int(odd)
    assert frame["id"].iloc[[0, 390_000, -1]].tolist() == [0, 390_000, 399_999]


def test_small_whole_numbers_with_gaps_stay_whole() -> None:
    rows = [f"{row},{'' if row % 1000 == 0 else row % 7}" for row in range(400_000)]
    frame = load_csv(("\n".join(["id,day", *rows]) + "\n").encode()).frame
    assert frame["day"].dtype == "Int64"
    assert frame["day"].isna().sum() == 400
    assert frame["day"].iloc[:5].tolist() == [pd.NA, 1, 2, 3, 4]
