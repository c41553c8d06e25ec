"""What a user takes away."""

import pandas as pd
import pytest

from shared.data_loading import load_csv
from shared.explorer_spec import PanelSpec
from shared.export import chart_page, csv_bytes, file_name
from shared.figures import build_chart

FRAME = pd.DataFrame(
    {
        "=label": ["=1+1", "@now", "plain", None],
        "number": [-1.5, 2.0, float("nan"), 4.0],
        "text": ["+49", "-x", "a,b", 'say "no"'],
        "day": pd.to_datetime(["2013-07-04"] * 4),
    }
)


def test_rows_come_back_from_the_file() -> None:
    again = load_csv(csv_bytes(FRAME, defuse=False)).frame
    pd.testing.assert_frame_equal(again, FRAME, check_dtype=False)


def test_defused_text_begins_with_an_apostrophe_and_numbers_do_not() -> None:
    lines = csv_bytes(FRAME, defuse=True).decode().splitlines()
    assert lines[0] == "'=label,number,text,day"
    assert lines[1] == "'=1+1,-1.5,'+49,2013-07-04"
    assert lines[2] == "'@now,2.0,'-x,2013-07-04"
    assert FRAME["text"].iloc[0] == "+49"


def test_a_chart_is_one_page_with_everything_in_it() -> None:
    chart = build_chart(FRAME, PanelSpec(0, "<b>&", "number", "number"))
    page = chart_page(chart.figure, "<b>&")
    assert "<title>&lt;b&gt;&amp;</title>" in page
    assert "<script src=" not in page
    assert "<link" not in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("flights", "flights.csv"),
        ("a/../b c", "a-..-b-c.csv"),
        ("", "data.csv"),
        ("..", "data.csv"),
        ("é" * 99, "é" * 80 + ".csv"),
    ],
)
def test_a_file_name_leads_nowhere_else(name: str, expected: str) -> None:
    assert file_name(name, ".csv") == expected
