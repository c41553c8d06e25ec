"""What a panel's chart shows, and what it must not."""

import json
import math
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.explorer_spec import MAX_COLOURS, MAX_DRAWN_ROWS, MISSING_GROUP, OTHER_GROUP, PanelSpec
from shared.figures import build_chart
from shared.theme import CHART_LAYOUT, DATA_COLOURS
from tests.shared.figure_values import decode, names, points

MIXED = pd.DataFrame(
    {
        "whole": [3, 1, 2, 2],
        "real": [0.5, math.nan, 2.5, 2.5],
        "day": pd.to_datetime(["2013-07-04", "2013-07-05", None, "2013-07-05 06:30"], format="ISO8601"),
        "text": ["007", "b", None, "b"],
        "flag": [True, False, True, True],
        "kind": pd.Categorical(["x", "y", "x", "x"]),
        "maybe": pd.array([1, None, 3, 3], dtype="Int64"),
        "took": pd.to_timedelta([1, 2, 3, None], unit="s"),
    }
)


def panel(x: str = "whole", y: str = "real", colour: str | None = None, *, title: str = "A title") -> PanelSpec:
    return PanelSpec(panel_id=7, title=title, x=x, y=y, colour=colour)


def many(n: int = 20_000) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "x": rng.normal(size=n),
            "y": rng.integers(0, 10**6, size=n),
            "when": pd.Timestamp("2013-01-01") + pd.to_timedelta(rng.integers(0, 10**7, size=n), unit="s"),
            "group": rng.choice(list("abcdefghijklmnop"), size=n),
        }
    )


@pytest.mark.parametrize(
    ("y", "expected", "axis"),
    [
        ("real", [0.5, 2.5, 2.5], "linear"),
        ("day", ["2013-07-04", "2013-07-05", "2013-07-05T06:30"], "date"),
        ("text", ["007", "b", "b"], "category"),
        ("flag", ["True", "False", "True", "True"], "category"),
        ("kind", ["x", "y", "x", "x"], "category"),
        ("maybe", [1, 3, 3], "linear"),
        ("took", [1, 2, 3], "linear"),
    ],
)
def test_an_axis_shows_the_values_of_its_kind_and_no_missing_one(y: str, expected: list[Any], axis: str) -> None:
    chart = build_chart(MIXED, panel(y=y))
    assert [pair[1] for pair in points(chart.figure)] == expected
    assert chart.figure["layout"]["yaxis"]["type"] == axis
    assert (chart.drawn, chart.matched) == (len(expected), 4)


def test_duplicate_points_are_all_drawn() -> None:
    assert points(build_chart(MIXED, panel()).figure) == [(3, 0.5), (2, 2.5), (2, 2.5)]


def test_one_column_may_be_both_axes_and_the_colour() -> None:
    chart = build_chart(MIXED, panel("whole", "whole", "whole"))
    assert points(chart.figure) == [(3, 3), (1, 1), (2, 2), (2, 2)]


def test_infinite_values_have_no_place_on_an_axis() -> None:
    frame = pd.DataFrame({"x": [1.0, math.inf, 3.0, -math.inf], "y": [1.0, 2.0, 3.0, 4.0]})
    assert points(build_chart(frame, panel("x", "y")).figure) == [(1, 1), (3, 3)]


def test_dates_with_a_time_zone_are_drawn_at_their_own_wall_clock() -> None:
    frame = pd.DataFrame({"when": pd.to_datetime(["2013-07-04 23:30"]).tz_localize("America/New_York"), "n": [1]})
    assert points(build_chart(frame, panel("when", "n")).figure) == [("2013-07-04T23:30", 1)]


@pytest.mark.parametrize("colour", [None, "text", "real", "day"])
def test_no_rows_make_an_empty_chart_with_a_trace(colour: str | None) -> None:
    chart = build_chart(MIXED.iloc[:0], panel(colour=colour))
    assert len(chart.figure["data"]) == 1
    assert points(chart.figure) == []
    assert (chart.drawn, chart.matched) == (0, 0)


@pytest.mark.parametrize("colour", ["text", "real", "day"])
def test_a_colour_column_without_values_is_drawn_as_missing(colour: str) -> None:
    frame = MIXED.assign(**{colour: MIXED[colour].where(pd.Series([False] * 4))})
    chart = build_chart(frame, panel("whole", "whole", colour))
    assert [name for name, trace in zip(names(chart.figure), chart.figure["data"], strict=True) if trace["x"]] == [
        MISSING_GROUP
    ]
    assert chart.drawn == 4


def test_the_layout_carries_title_axes_and_the_answer() -> None:
    chart = build_chart(MIXED, panel(colour="text"))
    layout = chart.figure["layout"]
    assert layout["title"]["text"] == "A title"
    assert layout["xaxis"]["title"]["text"] == "whole"
    assert layout["yaxis"]["title"]["text"] == "real"
    assert layout["meta"] == {
        "panel": 7,
        "kind": "scatter",
        "x": "whole",
        "y": "real",
        "colour": "text",
        "options": "None|None|False|False|False|None|False",
        "matched": 4,
        "drawn": 3,
    }


def test_a_chart_changes_nothing_of_the_next_one() -> None:
    before = json.dumps(CHART_LAYOUT)
    build_chart(MIXED, panel("text", "day", "text"))
    assert json.dumps(CHART_LAYOUT) == before


def test_markup_is_shown_as_it_was_typed_and_never_read() -> None:
    link = '<a href="http://example.org">x</a>'
    frame = pd.DataFrame({link: [link], "n": [1]})
    figure = build_chart(frame, panel(link, "n", link, title="a < b & c > d")).figure
    assert figure["layout"]["title"]["text"] == "a &lt; b &amp; c &gt; d"
    never_shown = {"meta": None, "uirevision": None}
    assert "<a" not in json.dumps({**figure, "layout": {**figure["layout"], **never_shown}})


def test_the_zoom_is_kept_through_a_new_title_and_given_up_for_another_column() -> None:
    revisions = [
        build_chart(MIXED, chosen).figure["layout"]["uirevision"]
        for chosen in (panel(), panel(title="Other"), panel(y="whole"), panel(colour="text"))
    ]
    assert revisions[0] == revisions[1]
    assert len(set(revisions)) == 3


@pytest.mark.parametrize("colour", [None, "text", "real", "day", "flag"])
def test_plotly_accepts_the_figure_and_adds_nothing(colour: str | None) -> None:
    figure = build_chart(MIXED, panel(colour=colour)).figure
    assert json.loads(go.Figure(**figure).to_json()) == json.loads(json.dumps(figure))


@pytest.mark.parametrize("colour", [None, "group", "x", "when"])
def test_no_trace_needs_webgl(colour: str | None) -> None:
    figure = build_chart(many(), panel("x", "y", colour)).figure
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    assert {trace["mode"] for trace in figure["data"]} == {"markers"}


@pytest.mark.parametrize("colour", [None, "group", "x", "when"])
def test_a_large_frame_is_drawn_up_to_the_limit_whatever_the_colour(colour: str | None) -> None:
    chart = build_chart(many(), panel("x", "y", colour))
    assert (chart.drawn, chart.matched) == (MAX_DRAWN_ROWS, 20_000)
    assert len(points(chart.figure)) == MAX_DRAWN_ROWS


@pytest.mark.parametrize("x", ["x", "when"])
def test_the_lowest_and_highest_values_are_always_drawn(x: str) -> None:
    frame = many()
    drawn = points(build_chart(frame, panel(x, "y")).figure)
    for place, column in enumerate((x, "y")):
        values = [pair[place] for pair in drawn]
        if column == "when":
            values = [pd.Timestamp(value) for value in values]
        assert (min(values), max(values)) == (frame[column].min(), frame[column].max())


def test_extremes_whose_other_value_is_missing_do_not_count() -> None:
    frame = many().astype({"y": float})
    frame.loc[frame["x"].idxmax(), "y"] = math.nan
    drawn = points(build_chart(frame, panel("x", "y")).figure)
    assert max(x for x, _ in drawn) == frame.dropna(subset="y")["x"].max()
    assert len(drawn) == MAX_DRAWN_ROWS


def test_the_same_rows_are_drawn_each_time() -> None:
    assert build_chart(many(), panel("x", "y")).figure == build_chart(many(), panel("x", "y")).figure


def test_drawn_points_are_rows_of_the_frame() -> None:
    frame = many()
    rows = set(zip(frame["x"], frame["y"], strict=True))
    assert set(points(build_chart(frame, panel("x", "y")).figure)) <= rows


def test_a_filtered_frame_keeps_its_own_index_and_is_drawn_right() -> None:
    frame = many()
    kept = frame[frame["y"] > 500_000]
    drawn = points(build_chart(kept, panel("x", "y")).figure)
    assert min(y for _, y in drawn) > 500_000


def test_groups_are_the_most_frequent_values_then_the_rest_then_the_missing() -> None:
    counts = {f"g{i:02}": 40 - i for i in range(MAX_COLOURS + 3)}
    labels = [name for name, n in counts.items() for _ in range(n)]
    frame = pd.DataFrame({"n": range(len(labels) + 5), "group": [*labels, *[None] * 5]})
    figure = build_chart(frame, panel("n", "n", "group")).figure
    assert names(figure) == [*list(counts)[:MAX_COLOURS], OTHER_GROUP, MISSING_GROUP]
    rest = sum(list(counts.values())[MAX_COLOURS:])
    assert [len(decode(trace["x"])) for trace in figure["data"]][-2:] == [rest, 5]
    assert [trace["marker"]["color"] for trace in figure["data"]][:MAX_COLOURS] == list(DATA_COLOURS)
    assert figure["layout"]["showlegend"] is True


def test_a_group_keeps_its_colour_when_the_axes_change() -> None:
    frame = many().astype({"y": float})
    frame.loc[frame["group"] == "a", "y"] = math.nan
    colours = [
        {trace["name"]: trace["marker"]["color"] for trace in build_chart(frame, panel("x", y, "group")).figure["data"]}
        for y in ("x", "y")
    ]
    assert "a" not in colours[1]
    assert all(colours[0].get(name, shade) == shade for name, shade in colours[1].items())


def test_a_number_as_colour_gets_a_colour_bar_and_no_legend() -> None:
    figure = build_chart(MIXED, panel("whole", "whole", "real")).figure
    coloured, missing = figure["data"]
    assert decode(coloured["marker"]["color"]) == [0.5, 2.5, 2.5]
    assert coloured["marker"]["coloraxis"] == "coloraxis"
    assert decode(missing["x"]) == [1]
    assert figure["layout"]["coloraxis"]["colorbar"]["title"]["text"] == "real"
    assert figure["layout"]["showlegend"] is False


def test_a_date_as_colour_gets_ticks_that_read_as_dates() -> None:
    bar = build_chart(MIXED, panel("whole", "whole", "day")).figure["layout"]["coloraxis"]["colorbar"]
    assert bar["ticktext"][0] == "2013-07-04"
    assert bar["ticktext"][-1] == "2013-07-05"


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True)),
            # No NULs: the loader leaves them out, and pandas takes what begins with one for the empty text.
            st.one_of(st.none(), st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=5)),
        ),
        max_size=40,
    ),
    st.integers(min_value=4, max_value=20),
)
def test_any_frame_is_drawn_within_the_limit_and_as_json(
    rows: list[tuple[float | None, str | None]], limit: int
) -> None:
    frame = pd.DataFrame(
        {
            "n": pd.Series([row[0] for row in rows], dtype=float),
            "t": pd.Series([row[1] for row in rows], dtype="str"),
        }
    )
    chart = build_chart(frame, panel("n", "t", "t"), limit=limit)
    drawable = int((np.isfinite(frame["n"]) & frame["t"].notna()).sum())
    assert chart.drawn == len(points(chart.figure)) == min(limit, drawable)
    json.dumps(chart.figure, allow_nan=False)
