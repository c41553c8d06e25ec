"""The summary: pandas' own numbers, worded for people."""

import math

import numpy as np
import pandas as pd
import pytest

from shared.samples import SAMPLES, load_sample
from shared.summaries import describe

FRAME = pd.DataFrame(
    {
        "n": [1, 2, 3, 1_234_567],
        "small": [0.000123456, 0.5, math.nan, 2.0],
        "day": pd.to_datetime(["2013-07-04", "2013-07-05", None, "2013-07-06 06:30"], format="ISO8601"),
        "text": ["b", "a", None, "b"],
        "flag": [True, False, True, True],
    }
)


@pytest.mark.parametrize("label", SAMPLES)
def test_every_figure_is_that_of_pandas(label: str) -> None:
    frame = load_sample(label).frame
    expected = frame.describe(include="all")
    shown = describe(frame)
    assert shown.index.tolist() == expected.index.tolist()
    assert shown.columns.tolist() == expected.columns.tolist()
    for column in expected.columns:
        for statistic in expected.index:
            theirs, ours = expected.loc[statistic, column], shown.loc[statistic, column]
            if pd.isna(theirs):
                assert ours == ""
            elif isinstance(theirs, float | int | np.number):
                assert float(ours.replace(",", "")) == pytest.approx(float(theirs), rel=1e-5)
            elif isinstance(theirs, pd.Timestamp):
                assert pd.Timestamp(ours) == theirs.floor("s")
            else:
                assert ours == str(theirs)


def test_every_cell_is_text_for_people() -> None:
    shown = describe(FRAME)
    assert all(isinstance(cell, str) for cell in shown.to_numpy().ravel())
    assert shown.loc["max", "n"] == "1,234,567"
    assert shown.loc["min", "small"] == "0.000123456"
    assert shown.loc["max", "small"] == "2"
    assert shown.loc["min", "day"] == "2013-07-04"
    assert shown.loc["max", "day"] == "2013-07-06 06:30:00"
    assert shown.loc["top", "text"] == "b"
    assert shown.loc["top", "flag"] == "True"
    assert shown.loc["mean", "text"] == ""


def test_missing_values_are_not_counted() -> None:
    assert describe(FRAME).loc["count"].tolist() == ["4", "3", "3", "3", "4"]


def test_no_rows_are_described_as_none() -> None:
    shown = describe(FRAME.iloc[:0])
    assert shown.index.tolist() == ["count"]
    assert set(shown.loc["count"]) == {"0"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1e20, "1e+20"),
        (1.5e-9, "1.5e-09"),
        (-0.25, "-0.25"),
        (0.0, "0"),
        (100_000_000_000_000.5, "100,000,000,000,000.5"),
    ],
)
def test_very_large_and_very_small_numbers_stay_readable(value: float, expected: str) -> None:
    assert describe(pd.DataFrame({"v": [value]})).loc["mean", "v"] == expected
