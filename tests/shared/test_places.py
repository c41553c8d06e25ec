"""Rows find their place along an axis."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.explorer_spec import OTHER_GROUP
from shared.places import NOWHERE, find_places


def test_few_numbers_have_a_place_each_and_gaps_have_none() -> None:
    places = find_places(pd.Series([3, None, 1, 3], dtype="Int64"), 5)
    assert places.at.tolist() == [1, 3]
    assert places.codes.tolist() == [1, NOWHERE, 0, 1]
    assert places.labels == ["1", "3"]


def test_many_numbers_fall_into_bins_of_equal_width() -> None:
    places = find_places(pd.Series(np.arange(100.0)), 4)
    assert np.bincount(places.codes).tolist() == [25, 25, 25, 25]
    assert places.labels[0] == "0 – 24.75"
    assert places.at.tolist() == [12.375, 37.125, 61.875, 86.625]


def test_infinite_values_have_no_place() -> None:
    assert find_places(pd.Series([1.0, np.inf, -np.inf, 2.0]), 3).codes.tolist() == [0, NOWHERE, NOWHERE, 1]


def test_days_are_places_and_many_times_are_bins() -> None:
    days = pd.Series(pd.to_datetime(["2013-07-04", None, "2013-07-05"]))
    places = find_places(days, 3)
    assert places.kind == "date"
    assert places.codes.tolist() == [0, NOWHERE, 1]
    assert places.labels == ["2013-07-04", "2013-07-05"]
    hours = pd.Series(pd.date_range("2013-01-01", periods=240, freq="h"))
    assert np.bincount(find_places(hours, 10).codes).tolist() == [24] * 10


def test_the_most_frequent_texts_keep_a_place_and_the_rest_share_one() -> None:
    places = find_places(pd.Series([*"aaabbcd", None]), 3)
    assert places.labels == ["a", "b", OTHER_GROUP]
    assert places.left_out == 2
    assert places.codes.tolist() == [0, 0, 0, 1, 1, 2, 2, NOWHERE]


@pytest.mark.parametrize("column", [pd.Series([], dtype=float), pd.Series([None, None], dtype=object)])
def test_nothing_has_no_places(column: pd.Series) -> None:
    places = find_places(column, 3)
    assert len(places) == 0
    assert (places.codes == NOWHERE).all()


@given(st.lists(st.floats() | st.integers(-(10**15), 10**15).map(float)), st.integers(2, 40))
def test_every_finite_number_has_one_of_at_most_so_many_places(values: list[float], most: int) -> None:
    column = pd.Series(values, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        places = find_places(column, most)
    assert len(places) <= most
    assert ((places.codes == NOWHERE) == ~np.isfinite(column.to_numpy())).all()
    assert places.codes.max(initial=NOWHERE) < max(1, len(places))
