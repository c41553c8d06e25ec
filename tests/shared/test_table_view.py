"""The table's rows: searched, sorted, cut into pages."""

import numpy as np
import pandas as pd
import pytest

from shared.explorer_spec import TABLE_PAGE_ROWS
from shared.table_view import TableView, order_of, table_page

FRAME = pd.DataFrame(
    {
        "text": ["Bern", "zürich", None, "Basel", "bern"],
        "whole": pd.array([3, None, 2, 2, 10], dtype="Int64"),
        "real": [0.5, 1e20, np.nan, 2.25, -1.0],
        "day": pd.to_datetime(["2013-07-04", None, "2013-07-05", "2014-01-01", "2012-12-31"]),
        "flag": [True, False, True, True, False],
        "mixed": ["1", 2, None, "x", 3.5],
    }
)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("bern", [0, 4]),
        ("ZÜRICH", [1]),
        ("2013-07", [0, 2]),
        ("2.25", [3]),
        ("10", [4]),
        ("true", [0, 2, 3]),
        ("x", [3]),
        ("nowhere", []),
        ("nan", []),
        ("None", []),
    ],
)
def test_a_row_is_found_by_what_any_of_its_cells_reads(search: str, expected: list[int]) -> None:
    found = order_of(FRAME, TableView(search=search))
    assert found is not None
    assert found.tolist() == expected


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        ("whole", [2, 3, 0, 4, 1], [4, 0, 2, 3, 1]),
        ("text", [3, 0, 4, 1, 2], [1, 4, 0, 3, 2]),
        ("day", [4, 0, 2, 3, 1], [3, 2, 0, 4, 1]),
        ("mixed", [0, 1, 4, 3, 2], [3, 4, 1, 0, 2]),
    ],
)
def test_rows_are_sorted_with_missing_values_last_and_equal_ones_in_file_order(
    sort: str, up: list[int], down: list[int]
) -> None:
    for descending, expected in ((False, up), (True, down)):
        order = order_of(FRAME, TableView(sort=sort, descending=descending))
        assert order is not None
        assert order.tolist() == expected


def test_what_is_found_is_sorted_too() -> None:
    order = order_of(FRAME, TableView(search="true", sort="real", descending=True))
    assert order is not None
    assert order.tolist() == [3, 0, 2]


def test_without_search_and_order_nothing_is_computed() -> None:
    assert order_of(FRAME, TableView()) is None
    assert order_of(FRAME, TableView(sort="gone")) is None


def test_pages_are_cut_and_a_page_beyond_is_the_last() -> None:
    frame = pd.DataFrame({"n": range(2 * TABLE_PAGE_ROWS + 5)})
    last = table_page(frame, TableView(page=99), None)
    assert (last.page, last.pages, len(last.rows)) == (3, 3, 5)
    assert last.caption == "rows 201 to 205 of 205"
    order = order_of(frame, TableView(sort="n", descending=True))
    first = table_page(frame, TableView(page=0), order)
    assert first.rows["n"].iloc[0] == 2 * TABLE_PAGE_ROWS + 4
    nothing = table_page(frame, TableView(search="x"), order_of(frame, TableView(search="x")))
    assert nothing.caption == "rows 0 to 0 of 0"
