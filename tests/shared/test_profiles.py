"""Each column at a glance."""

from base64 import b64decode
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from shared.explorer_spec import MAX_TOP_VALUES
from shared.profiles import STATISTICS, profile

FRAME = pd.DataFrame(
    {
        "whole": pd.array([1, 2, 3, None], dtype="Int64"),
        "real": [0.5, np.nan, 1.5, 2.5],
        "day": pd.to_datetime(["2013-07-04", "2013-07-06", None, "2013-07-08"]),
        "text": ["a", "b", "a", None],
        "flag": [True, False, True, True],
        "gone": [None] * 4,
    }
)


def test_numbers_and_dates_have_a_range_and_text_its_most_frequent_values() -> None:
    columns = {column.name: dict(zip(STATISTICS, column.values, strict=True)) for column in profile(FRAME)}
    assert columns["whole"] == {
        "Type": "whole number",
        "Missing": "1 (25.0%)",
        "Distinct": "3",
        "Minimum": "1",
        "25 %": "1.5",
        "Median": "2",
        "75 %": "2.5",
        "Maximum": "3",
        "Mean": "2",
    }
    assert columns["day"]["Minimum"] == "2013-07-04"
    assert columns["day"]["Mean"] == "2013-07-06"
    assert columns["text"]["Type"] == "text"
    assert columns["text"]["Mean"] == ""
    assert columns["flag"]["Type"] == "true or false"
    assert columns["gone"]["Missing"] == "4 (100.0%)"
    by_name = {column.name: column for column in profile(FRAME)}
    assert by_name["text"].top_text == "a (2), b (1)"
    assert by_name["whole"].bars == (1.0, 1.0, 1.0)
    assert not by_name["text"].bars


def test_the_small_chart_is_a_picture_within_its_address() -> None:
    column = profile(pd.DataFrame({"n": np.arange(1000.0)}))[0]
    scheme, _, content = column.chart_address.partition(",")
    assert scheme == "data:image/svg+xml;base64"
    picture = ElementTree.fromstring(b64decode(content))
    assert len(picture) == len(column.bars) == 20


def test_few_rows_and_none_are_described() -> None:
    assert [column.values[1] for column in profile(FRAME.head(0))] == ["0"] * 6
    many = profile(pd.DataFrame({"t": [f"v{i}" for i in range(50)]}))[0]
    assert len(many.top) == MAX_TOP_VALUES
