"""Defaults and words of the screen."""

import numpy as np
import pandas as pd
import pytest

from shared.explorer_spec import (
    MAX_PANELS,
    PanelSpec,
    default_axes,
    default_panel,
    fit_panel,
    rows_drawn,
    rows_shown,
    unusual_shape,
)

FRAME = pd.DataFrame({"t": ["a", "b"], "x": [1, 2], "y": [2.0, 3.0], "z": [3, 5]})
TEXT = pd.DataFrame({"a": ["p"], "b": ["q"]})


def test_each_new_panel_gets_another_pair_of_axes() -> None:
    axes = default_axes(FRAME)
    pairs = [(panel.x, panel.y) for panel in (default_panel(axes, i) for i in range(4))]
    assert pairs == [("x", "y"), ("y", "z"), ("z", "x"), ("x", "y")]


def test_a_boolean_is_no_number_to_begin_with() -> None:
    assert default_axes(FRAME.assign(flag=[True, False])[["flag", "z", "x"]]) == ("z", "x")
    assert "No numeric column" in unusual_shape(TEXT.assign(flag=True))[0]


def test_a_column_of_one_value_is_no_axis_to_begin_with() -> None:
    assert default_axes(FRAME.assign(year=2013, gone=np.nan)) == ("x", "y", "z")
    assert default_axes(FRAME.head(1)) == ("x", "y", "z")


def test_without_numbers_a_panel_gets_the_first_columns() -> None:
    assert default_panel(default_axes(TEXT), 0) == PanelSpec(0, "b by a", "a", "b")


@pytest.mark.parametrize("panel_id", [0, 1, MAX_PANELS])
def test_one_column_is_enough_for_a_panel(panel_id: int) -> None:
    panel = default_panel(default_axes(pd.DataFrame({"only": [1]})), panel_id)
    assert (panel.x, panel.y) == ("only", "only")


def test_a_panel_keeps_the_choices_that_new_data_have() -> None:
    mine = PanelSpec(3, "Mine", "z", "x", "t")
    axes = default_axes(FRAME)
    assert fit_panel(mine, tuple(FRAME.columns), axes) == mine
    assert fit_panel(mine, ("x", "z"), axes) == PanelSpec(3, "Mine", "z", "x", None)
    assert fit_panel(mine, ("a", "b"), ("a", "b")) == default_panel(("a", "b"), 3)


def test_counts_are_worded_with_separators() -> None:
    assert rows_shown(12_034, 336_776) == "12,034 of 336,776 rows"
    assert rows_drawn(1_000, 12_034) == "1,000 of 12,034 rows drawn"


def test_unusual_data_are_pointed_out_and_usual_ones_are_not() -> None:
    assert unusual_shape(FRAME) == []
    assert "Only one column" in unusual_shape(FRAME[["x"]])[0]
    assert "No numeric column" in unusual_shape(TEXT)[0]
