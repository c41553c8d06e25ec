"""A box over a chart as a filter: which columns, which ends, and what it leaves of the filter before."""

from dataclasses import replace

import pandas as pd
import pytest

from shared.explorer_spec import KIND_LABELS, ChartKind, PanelSpec
from shared.figures import build_chart
from shared.filtering import Filter, apply_filter
from shared.selection import selectable_columns, selected

FRAME = pd.DataFrame(
    {
        "size": [0.5, 1.25, 2.0, 40.0],
        "day": pd.to_datetime(["2013-07-01", "2013-07-02 10:00", "2013-07-03", "2013-07-04"], format="ISO8601"),
        "team": ["red", "green", "red", "blue"],
    }
)
BY_DAY = PanelSpec(panel_id=0, title="", x="day", y="size", select=True)


@pytest.mark.parametrize("kind", KIND_LABELS)
def test_an_axis_of_counts_means_or_names_filters_nothing(kind: ChartKind) -> None:
    panel = replace(BY_DAY, kind=kind)
    columns = selectable_columns(FRAME, panel)
    layout = build_chart(FRAME, panel).figure["layout"]
    for letter, label in (("x", "day"), ("y", "size")):
        axis = layout[f"{letter}axis"]
        is_of_values = axis["type"] != "category" and axis["title"]["text"] == label
        assert (columns.get(letter) == label) == is_of_values
    assert columns


def test_rows_within_the_box_pass_and_days_are_whole() -> None:
    box = {"x": ["2013-07-02 12:30:00.12", "2013-07-03 08:00"], "y": [1.0004, 2.3]}
    chosen = selected(FRAME, BY_DAY, box, Filter())
    assert chosen == Filter("day", start="2013-07-02", end="2013-07-03", others=(Filter("size", 1.0, 2.3),))
    assert apply_filter(FRAME, chosen).index.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ([12.3456789, 87.654321], (12.34, 87.66)),
        ([87.654321, 12.3456789], (12.34, 87.66)),
        ([-1234567.8, 7654321.9], (-1235000.0, 7655000.0)),
        ([0.1, 0.3], (0.1, 0.3)),
        ([5, 5], (5.0, 5.0)),
    ],
)
def test_ends_are_rounded_outwards_by_less_than_a_pixel(ends: list[float], expected: tuple[float, float]) -> None:
    chosen = selected(FRAME, replace(BY_DAY, x="team"), {"y": ends}, Filter())
    assert (chosen.minimum, chosen.maximum) == expected


def test_filters_on_other_columns_stay_and_those_on_the_same_give_way() -> None:
    before = Filter("team", values=("red",), others=(Filter("size", minimum=1), Filter("day", start="2013-07-01")))
    chosen = selected(FRAME, BY_DAY, {"x3": ["2013-07-02", "2013-07-04"], "y3": [0, 3]}, before)
    others = (Filter("size", 0.0, 3.0), Filter("team", values=("red",)))
    assert chosen == Filter("day", start="2013-07-02", end="2013-07-04", others=others)


def test_a_box_over_text_alone_changes_nothing() -> None:
    before = Filter("size", minimum=1)
    words = replace(BY_DAY, x="team", y="team")
    assert selected(FRAME, words, {"x": [0, 1], "y": [0, 1]}, before) is before


def test_a_chart_takes_boxes_in_the_directions_that_filter() -> None:
    def layout(panel: PanelSpec) -> dict:
        return build_chart(FRAME, panel).figure["layout"]

    assert layout(BY_DAY)["dragmode"] == "select"
    assert layout(BY_DAY)["selectdirection"] == "any"
    assert layout(replace(BY_DAY, kind="histogram"))["selectdirection"] == "h"
    assert layout(replace(BY_DAY, kind="box", x="team"))["selectdirection"] == "v"
    assert "selectdirection" not in layout(replace(BY_DAY, select=False))
    words = build_chart(FRAME, replace(BY_DAY, kind="bar", x="team"))
    assert "selectdirection" not in words.figure["layout"]
    assert "needs numbers or dates" in words.caption
