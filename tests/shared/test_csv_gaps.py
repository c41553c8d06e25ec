"""A word among text stands for a missing value where all other text is in quotes, as R writes it; nowhere else."""

import pandas as pd
import pytest

from shared import csv_large
from shared.data_loading import load_csv

QUOTED = ['"country","code","people"', '"Namibia",{0},3', '"Norway","NO",5', '"Nepal","NP",NA', '"Oman","OM",5']
BARE = [line.replace('"', "") for line in QUOTED]
MANY = 6_000


def load(lines: list[str], word: str, *, infer_types: bool = True) -> tuple[pd.DataFrame, list[str]]:
    loaded = load_csv("\n".join(lines).replace("{0}", word).encode(), infer_types=infer_types)
    return loaded.frame, [note.text for note in loaded.notes]


@pytest.mark.parametrize("word", ["NA", "NULL", "\\N"])
@pytest.mark.parametrize("times", [1, MANY], ids=["small", "large"])
def test_a_bare_word_is_missing_where_all_text_is_in_quotes(word: str, times: int) -> None:
    frame, notes = load([QUOTED[0], *QUOTED[1:] * times], word)
    assert frame["code"].isna().tolist() == [True, False, False, False] * times
    assert frame["people"].isna().tolist() == [False, False, True, False] * times
    verb = "value is" if times == 1 else "values are"
    assert f'code: {times:,} {verb} missing; "{word}" stands for a missing value there.' in notes


@pytest.mark.parametrize("lines", [BARE, ['"country","code","people"', *BARE[1:]]], ids=["no quotes", "quoted names"])
@pytest.mark.parametrize("times", [1, MANY], ids=["small", "large"])
def test_a_bare_word_is_text_among_bare_text(lines: list[str], times: int) -> None:
    frame, _ = load([lines[0], *lines[1:] * times], "NA")
    assert frame["code"].tolist() == ["NA", "NO", "NP", "OM"] * times


@pytest.mark.parametrize("times", [1, MANY], ids=["small", "large"])
def test_a_word_that_is_in_quotes_somewhere_is_text(times: int) -> None:
    frame, _ = load([QUOTED[0], *QUOTED[1:] * times, '"Namibia","NA",3'], "NA")
    assert frame["code"].tolist() == ["NA", "NO", "NP", "OM"] * times + ["NA"]


def test_quotes_that_the_values_need_say_nothing_of_a_bare_word() -> None:
    frame, _ = load(["name,age", '"Ada, L.",36', '"Kay, A.",41', "NA,17", '"Roe, J.",28', '"Poe, E.",40'], "")
    assert frame["name"].tolist() == ["Ada, L.", "Kay, A.", "NA", "Roe, J.", "Poe, E."]


def test_without_types_the_word_stays() -> None:
    frame, _ = load(QUOTED, "NA", infer_types=False)
    assert frame["code"].tolist() == ["NA", "NO", "NP", "OM"]


def test_a_large_file_is_large() -> None:
    assert len("\n".join(QUOTED[1:] * MANY)) > csv_large.MIN_BYTES
