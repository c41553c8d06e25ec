"""An animated chart: what each frame shows, and what stays the same through all of them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from shared.explorer_spec import MAX_ANIMATED_ROWS, MAX_FRAMES, PanelSpec
from shared.figures import build_chart
from tests.shared.figure_values import decode

RNG = np.random.default_rng(5)
ROWS = 900
FRAME = pd.DataFrame(
    {
        "x": RNG.normal(size=ROWS).round(3),
        "y": RNG.gamma(2.0, size=ROWS).round(3) + 0.1,
        "year": RNG.integers(1990, 1996, size=ROWS),
        "day": pd.Timestamp("2013-01-01") + pd.to_timedelta(RNG.integers(0, 400, size=ROWS), unit="D"),
        "group": RNG.choice(["red", "green", "blue"], size=ROWS),
    }
)
BY_YEAR = PanelSpec(panel_id=0, title="T", x="x", y="y", animate="year")


def points(traces: list[dict]) -> list[tuple]:
    return sorted((x, y) for trace in traces for x, y in zip(decode(trace["x"]), decode(trace["y"]), strict=True))


def test_each_frame_has_the_rows_of_its_value_in_order() -> None:
    figure = build_chart(FRAME, BY_YEAR).figure
    steps = figure["layout"]["sliders"][0]["steps"]
    assert [step["label"] for step in steps] == ["1990", "1991", "1992", "1993", "1994", "1995"]
    assert [step["args"][0] for step in steps] == [[frame["name"]] for frame in figure["frames"]]
    for year, frame in zip(range(1990, 1996), figure["frames"], strict=True):
        own = FRAME[FRAME["year"] == year]
        assert points(frame["data"]) == sorted(zip(own["x"], own["y"], strict=True))
    assert figure["data"] == figure["frames"][0]["data"]


def test_a_group_keeps_its_place_and_colour_where_a_frame_has_none_of_it() -> None:
    frame = FRAME[(FRAME["year"] != 1992) | (FRAME["group"] != "green")]
    figure = build_chart(frame, replace(BY_YEAR, colour="group")).figure
    looks = [[(trace["name"], trace["marker"]["color"]) for trace in each["data"]] for each in figure["frames"]]
    assert all(look == looks[0] for look in looks)
    assert {name for name, _ in looks[0]} == {"red", "green", "blue"}
    third = {trace["name"]: trace["x"] for trace in figure["frames"][2]["data"]}
    assert third["green"] == []


@pytest.mark.parametrize("column", ["x", "day", "group"])
def test_axes_hold_the_points_of_all_frames(column: str) -> None:
    axis = build_chart(FRAME, replace(BY_YEAR, x=column)).figure["layout"]["xaxis"]
    low, high = axis["range"]
    if column == "group":
        assert axis["categoryarray"] == ["blue", "green", "red"]
        assert (low, high) == (-0.5, 2.5)
    else:
        ends = [pd.Timestamp(end) for end in (low, high)] if column == "day" else [low, high]
        assert ends[0] < FRAME[column].min()
        assert FRAME[column].max() < ends[1]


def test_a_logarithmic_axis_has_logarithms_for_ends() -> None:
    low, high = build_chart(FRAME, replace(BY_YEAR, log_y=True)).figure["layout"]["yaxis"]["range"]
    assert low < np.log10(FRAME["y"].min()) < np.log10(FRAME["y"].max()) < high


@pytest.mark.parametrize("colour", ["y", "day"])
def test_colours_mean_the_same_in_every_frame(colour: str) -> None:
    figure = build_chart(FRAME, replace(BY_YEAR, colour=colour)).figure
    shades = [decode(trace["marker"]["color"]) for frame in figure["frames"] for trace in frame["data"]]
    axis = figure["layout"]["coloraxis"]
    assert axis["cmin"] == min(min(each) for each in shades)
    assert axis["cmax"] == max(max(each) for each in shades)


def test_the_trend_line_stays_behind_all_frames() -> None:
    figure = build_chart(FRAME, replace(BY_YEAR, trend=True)).figure
    assert figure["data"][-1]["name"] == "Trend"
    assert all(len(frame["data"]) == len(figure["data"]) - 1 for frame in figure["frames"])


def test_rows_and_frames_are_bounded_and_counted() -> None:
    n = 50_000
    many = pd.DataFrame({"x": RNG.normal(size=n), "y": RNG.normal(size=n), "when": np.arange(n, dtype=float)})
    many.loc[::4, "when"] = np.nan
    chart = build_chart(many, replace(BY_YEAR, animate="when"))
    assert len(chart.figure["frames"]) == MAX_FRAMES
    assert chart.drawn == sum(len(points(frame["data"])) for frame in chart.figure["frames"])
    assert 0.7 * MAX_ANIMATED_ROWS < chart.drawn < 0.8 * MAX_ANIMATED_ROWS


def test_what_cannot_be_animated_says_why() -> None:
    for panel in (replace(BY_YEAR, kind="bar"), replace(BY_YEAR, facet="group")):
        chart = build_chart(FRAME, panel)
        assert "frames" not in chart.figure
        assert "An animation needs a scatter chart without facets." in chart.caption
    empty = FRAME.assign(year=np.nan)
    chart = build_chart(empty, BY_YEAR)
    assert "frames" not in chart.figure
    assert "year has no values to animate by." in chart.caption
    assert chart.drawn == ROWS
    assert build_chart(FRAME.head(0), BY_YEAR).drawn == 0
