"""The global filter: what passes, what never does, and what is refused."""

import json
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.explorer_spec import MAX_FILTER_VALUES
from shared.filtering import (
    Filter,
    FilterError,
    apply_filter,
    filter_kind,
    filter_values,
    filter_words,
    from_dict,
    to_dict,
    with_column,
    without,
)

FRAME = pd.DataFrame(
    {
        "n": [1, 2, 3, 4],
        "r": [0.5, math.nan, 1.5, 2.5],
        "maybe": pd.array([1, None, 3, 4], dtype="Int64"),
        "day": pd.to_datetime(["2013-07-04 00:00", "2013-07-04 23:59:59", None, "2013-07-05 00:00"], format="ISO8601"),
        "utc": pd.to_datetime(["2013-07-04 00:30", "2013-07-04 23:30", "2013-07-05", "2013-07-06"], format="ISO8601")
        .tz_localize("UTC")
        .tz_convert("America/New_York"),
        "text": ["b", "a", None, "b"],
        "flag": [True, False, True, True],
        "kind": pd.Categorical(["x", "y", "x", "x"], categories=["x", "y", "never"]),
        "mixed": pd.Series([1, "1", None, 2.5], dtype=object),
    }
)


def passed(chosen: Filter) -> list[int]:
    return apply_filter(FRAME, chosen)["n"].tolist()


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("n", "number"),
        ("r", "number"),
        ("maybe", "number"),
        ("day", "date"),
        ("utc", "date"),
        ("text", "values"),
        ("flag", "values"),
        ("kind", "values"),
        ("mixed", "values"),
    ],
)
def test_a_column_is_filtered_by_its_kind(column: str, kind: str) -> None:
    assert filter_kind(FRAME, column) == kind


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(),
        Filter("n"),
        Filter("day"),
        Filter("text"),
        Filter(minimum=3),
        Filter("text", minimum=3),
        Filter("n", values=("1",)),
        Filter("n", minimum=0, maximum=9),
    ],
)
def test_where_nothing_is_filtered_the_frame_itself_is_returned(chosen: Filter) -> None:
    assert apply_filter(FRAME, chosen) is FRAME


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter("n", minimum=2), [2, 3, 4]),
        (Filter("n", maximum=2), [1, 2]),
        (Filter("n", minimum=2, maximum=3), [2, 3]),
        (Filter("n", minimum=2, maximum=2), [2]),
        (Filter("n", minimum=9), []),
        (Filter("r", minimum=-1), [1, 3, 4]),
        (Filter("r", maximum=99), [1, 3, 4]),
        (Filter("maybe", minimum=0, maximum=3), [1, 3]),
    ],
)
def test_number_bounds_are_inclusive_and_missing_values_pass_none(chosen: Filter, expected: list[int]) -> None:
    assert passed(chosen) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter("day", start="2013-07-05"), [4]),
        (Filter("day", end="2013-07-04"), [1, 2]),
        (Filter("day", start="2013-07-04", end="2013-07-04"), [1, 2]),
        (Filter("day", end="2013-07-04 00:00"), [1]),
        (Filter("day", start="2013-07-04 12:00"), [2, 4]),
        (Filter("utc", start="2013-07-04", end="2013-07-04"), [2, 3]),
        (Filter("utc", end="2013-07-03"), [1]),
    ],
)
def test_the_last_day_is_whole_and_days_are_those_of_the_column(chosen: Filter, expected: list[int]) -> None:
    assert passed(chosen) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Filter("text", values=("b",)), [1, 4]),
        (Filter("text", values=("a", "b")), [1, 2, 4]),
        (Filter("text", values=("unknown",)), []),
        (Filter("flag", values=("True",)), [1, 3, 4]),
        (Filter("kind", values=("y",)), [2]),
        (Filter("mixed", values=("1",)), [1, 2]),
        (Filter("mixed", values=("2.5",)), [4]),
    ],
)
def test_any_of_the_chosen_values_passes_and_a_missing_one_never(chosen: Filter, expected: list[int]) -> None:
    assert passed(chosen) == expected


def test_filtering_changes_neither_the_frame_nor_the_order() -> None:
    before = FRAME.copy()
    assert apply_filter(FRAME, Filter("n", maximum=3)).index.tolist() == [0, 1, 2]
    pd.testing.assert_frame_equal(FRAME, before)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Filter("n", minimum=3, maximum=1), ("Minimum 3", "above", "Lower the minimum")),
        (Filter("day", start="2013-07-06", end="2013-07-04"), ("2013-07-06", "after the last", "Move")),
        (Filter("day", start="soon"), ("'soon'", "no date", "2013-07-04")),
        (Filter("day", end="2013-02-30"), ("2013-02-30", "no date", "2013-07-04")),
        (Filter("day", end="NaT"), ("NaT", "no date", "2013-07-04")),
        (Filter("gone", minimum=1), ("'gone'", "no such column", "clear the filter")),
    ],
)
def test_a_filter_that_cannot_be_applied_says_value_rule_and_remedy(chosen: Filter, words: tuple[str, ...]) -> None:
    with pytest.raises(FilterError) as caught:
        apply_filter(FRAME, chosen)
    assert all(word in str(caught.value) for word in words)
    assert str(caught.value) == f"{caught.value.value}: {caught.value.rule}. {caught.value.remedy}"


def test_values_are_listed_most_frequent_first_then_by_name_without_missing_or_unused_ones() -> None:
    assert filter_values(FRAME, "text") == ["b", "a"]
    assert filter_values(FRAME, "kind") == ["x", "y"]
    assert filter_values(FRAME, "flag") == ["True", "False"]
    assert filter_values(pd.DataFrame({"t": ["c", "a", "b"]}), "t") == ["a", "b", "c"]


def test_no_more_values_are_listed_than_a_person_can_read() -> None:
    frame = pd.DataFrame({"t": [f"{i:04}" for i in range(1_000)]})
    assert filter_values(frame, "t") == [f"{i:04}" for i in range(MAX_FILTER_VALUES)]


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(),
        Filter("n", minimum=1.5, maximum=2),
        Filter("day", start="2013-07-04", end="2013-07-05"),
        Filter("text", values=("ä", "b")),
    ],
)
def test_a_filter_survives_json(chosen: Filter) -> None:
    assert from_dict(json.loads(json.dumps(to_dict(chosen)))) == chosen


@pytest.mark.parametrize(
    "data", [{"minimum": "many"}, {"minimum": math.nan}, {"maximum": math.inf}, {"values": 3}, {"minimum": [1]}]
)
def test_data_that_are_no_filter_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(FilterError):
        from_dict(data)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1, max_size=30),
    st.one_of(st.none(), st.integers(-6, 6)),
    st.one_of(st.none(), st.integers(-6, 6)),
)
def test_bounds_agree_with_a_plain_loop(values: list[int | None], low: int | None, high: int | None) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low
    frame = pd.DataFrame({"v": pd.Series(values, dtype=float), "place": range(len(values))})
    expected = [
        place
        for place, value in enumerate(values)
        if (low is None and high is None)
        or (value is not None and (low is None or value >= low) and (high is None or value <= high))
    ]
    assert apply_filter(frame, Filter("v", minimum=low, maximum=high))["place"].tolist() == expected


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [("text", "B", [1, 4]), ("text", "zz", []), ("mixed", "2.", [4]), ("flag", "ALS", [2]), ("text", "(", [])],
)
def test_a_text_within_the_value_is_enough_whatever_its_case(column: str, text: str, expected: list[int]) -> None:
    assert passed(Filter(column, contains=text)) == expected


def test_values_and_text_must_both_fit() -> None:
    assert passed(Filter("text", values=("a", "b"), contains="a")) == [2]


def test_a_row_must_pass_the_filters_on_all_columns() -> None:
    both = Filter("n", minimum=2, others=(Filter("text", values=("b",)), Filter("flag", values=("True",))))
    assert passed(both) == [4]
    assert passed(Filter(others=(Filter("n", maximum=1),))) == [1]
    assert from_dict(json.loads(json.dumps(to_dict(both)))) == both


def test_another_column_keeps_what_was_set_and_brings_back_what_was_set_on_it() -> None:
    first = Filter("n", minimum=2)
    second = with_column(first, "text")
    assert second == Filter("text", others=(first,))
    third = with_column(Filter("text", values=("b",), others=second.others), "n")
    assert third == Filter("n", minimum=2, others=(Filter("text", values=("b",)),))
    assert with_column(Filter("n"), "r") == Filter("r")
    assert with_column(third, None) == Filter(others=third.others)
    assert without(third, "text") == first


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Filter("n", minimum=1500, maximum=2000.5), "n from 1,500 to 2,000.5"),
        (Filter("day", start="2013-07-04"), "day from 2013-07-04"),
        (Filter("text", values=("a", "b"), contains="x"), 'text is a or b contains "x"'),
    ],
)
def test_a_filter_is_worded(chosen: Filter, words: str) -> None:
    assert filter_words(chosen) == words
