"""What each chart type computes, against pandas; and what it says about choices that do not suit it."""

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from shared.explorer_spec import (
    KIND_LABELS,
    MAX_BOXES,
    MAX_DRAWN_ROWS,
    MAX_FACETS,
    MAX_LINE_PLACES,
    MAX_PLACES,
    ChartKind,
    PanelSpec,
)
from shared.figures import Chart, build_chart
from shared.theme import DATA_COLOURS
from tests.shared.figure_values import decode, names

RNG = np.random.default_rng(5)
ROWS = 30_000
FRAME = pd.DataFrame(
    {
        "number": RNG.normal(size=ROWS),
        "other": RNG.gamma(2.0, size=ROWS),
        "few": RNG.integers(0, 7, size=ROWS),
        "when": pd.Timestamp("2013-01-01") + pd.to_timedelta(RNG.integers(0, 10**7, size=ROWS), unit="s"),
        "group": RNG.choice(list("abc"), size=ROWS, p=[0.6, 0.3, 0.1]),
        "many": RNG.choice([f"v{i}" for i in range(60)], size=ROWS),
    }
)
FRAME.loc[::10, "other"] = np.nan


def chart(kind: ChartKind, x: str = "number", y: str = "other", frame: pd.DataFrame = FRAME, **choices: Any) -> Chart:
    return build_chart(frame, PanelSpec(0, "T", x, y, kind=kind, **choices))


@pytest.mark.parametrize("kind", KIND_LABELS)
@pytest.mark.parametrize("x", ["number", "few", "when", "group"])
@pytest.mark.parametrize("colour", [None, "group", "number"])
@pytest.mark.parametrize("facet", [None, "group", "number"])
def test_every_type_makes_a_figure_that_plotly_accepts(
    kind: ChartKind, x: str, colour: str | None, facet: str | None
) -> None:
    made = chart(kind, x, colour=colour, facet=facet, log_x=True, log_y=True, trend=True, size="few")
    go.Figure(made.figure)
    assert made.figure["data"]
    assert 0 < made.drawn <= made.matched == ROWS
    assert made.figure["layout"]["meta"]["kind"] == kind


@pytest.mark.parametrize("kind", KIND_LABELS)
def test_no_rows_make_an_empty_chart(kind: ChartKind) -> None:
    made = chart(kind, frame=FRAME.head(0), facet="group", colour="group", trend=True)
    go.Figure(made.figure)
    assert (made.drawn, made.matched) == (0, 0)


def test_what_is_sent_is_bounded_whatever_the_rows() -> None:
    for kind, most in (("line", MAX_LINE_PLACES), ("bar", MAX_PLACES), ("histogram", MAX_PLACES), ("box", MAX_BOXES)):
        for x in ("number", "when", "many"):
            (trace,) = chart(kind, x).figure["data"]  # type: ignore[arg-type]
            assert len(decode(trace["x"])) <= most


def test_a_line_is_the_mean_of_y_along_x() -> None:
    made = chart("line", "few")
    (trace,) = made.figure["data"]
    expected = FRAME.groupby("few")["other"].mean()
    assert decode(trace["x"]) == expected.index.tolist()
    np.testing.assert_allclose(decode(trace["y"]), expected)
    assert made.drawn == FRAME["other"].notna().sum()
    assert made.figure["layout"]["yaxis"]["title"]["text"] == "Mean of other"


def test_bars_of_groups_are_means_and_text_is_counted() -> None:
    made = chart("bar", "few", colour="group")
    assert names(made.figure) == ["a", "b", "c"]
    for trace in made.figure["data"]:
        part = FRAME[FRAME["group"] == trace["name"]]
        np.testing.assert_allclose(decode(trace["y"]), part.groupby("few")["other"].mean())
    counted = chart("bar", "few", "group")
    assert decode(counted.figure["data"][0]["y"]) == FRAME.groupby("few").size().tolist()
    assert "group has no numbers" in counted.caption


def test_a_histogram_counts_every_row_with_a_value() -> None:
    made = chart("histogram", "other")
    assert sum(decode(made.figure["data"][0]["y"])) == made.drawn == FRAME["other"].notna().sum()
    text = chart("histogram", "many")
    assert sum(decode(text.figure["data"][0]["y"])) == ROWS
    assert "31 rarer values of many" in text.caption


def test_a_box_has_the_quartiles_of_all_rows() -> None:
    (trace,) = chart("box", "group").figure["data"]
    for place, name in enumerate(decode(trace["x"])):
        values = FRAME.loc[FRAME["group"] == name, "other"].dropna()
        low, middle, high = values.quantile([0.25, 0.5, 0.75])
        found = [decode(trace[key])[place] for key in ("q1", "median", "q3", "mean")]
        np.testing.assert_allclose(found, [low, middle, high, values.mean()])
        fence = decode(trace["upperfence"])[place]
        assert fence == values[values <= high + 1.5 * (high - low)].max()


def test_a_violin_draws_a_sample_and_says_so() -> None:
    made = chart("violin", "group")
    assert made.drawn == MAX_DRAWN_ROWS
    assert sum(len(decode(trace["y"])) for trace in made.figure["data"]) == MAX_DRAWN_ROWS


def test_a_density_counts_all_rows_that_have_both() -> None:
    made = chart("density")
    assert np.nansum(decode(made.figure["data"][0]["z"])) == made.drawn == FRAME["other"].notna().sum()


@pytest.mark.parametrize("kind", ["box", "violin"])
def test_quartiles_of_text_are_explained(kind: ChartKind) -> None:
    made = chart(kind, "number", "group")
    assert made.drawn == 0
    assert "needs numbers: group has none" in made.caption


def test_a_logarithmic_axis_has_no_place_for_zero() -> None:
    frame = pd.DataFrame({"x": [-1.0, 0.0, 1.0, 10.0], "y": [1.0, 2.0, 3.0, 4.0]})
    made = chart("scatter", "x", "y", frame, log_x=True)
    assert made.figure["layout"]["xaxis"]["type"] == "log"
    assert decode(made.figure["data"][0]["x"]) == [1.0, 10.0]
    assert made.caption == "2 of 4 rows drawn"


def test_a_logarithm_of_text_is_explained() -> None:
    made = chart("scatter", "group", log_x=True)
    assert made.figure["layout"]["xaxis"]["type"] == "category"
    assert "A logarithmic X axis needs numbers: group has none." in made.caption


def test_the_trend_is_the_least_squares_line_of_all_rows() -> None:
    x = np.linspace(1, 1000, 5_000)
    frame = pd.DataFrame({"x": x, "y": 3 * x + 2})
    line = chart("scatter", "x", "y", frame, trend=True).figure["data"][-1]
    assert line["mode"] == "lines"
    np.testing.assert_allclose(decode(line["x"]), [1, 1000])
    np.testing.assert_allclose(decode(line["y"]), [5, 3002])
    power = frame.assign(y=2 * x**1.5)
    straight = chart("scatter", "x", "y", power, trend=True, log_x=True, log_y=True).figure["data"][-1]
    np.testing.assert_allclose(decode(straight["y"]), [2.0, 2 * 1000**1.5])


def test_a_trend_over_time_ends_at_the_last_day() -> None:
    frame = pd.DataFrame({"t": pd.date_range("2013-01-01", periods=11), "y": np.arange(11.0)})
    line = chart("scatter", "t", "y", frame, trend=True).figure["data"][-1]
    assert [end[:10] for end in line["x"]] == ["2013-01-01", "2013-01-11"]
    np.testing.assert_allclose(decode(line["y"]), [0, 10], atol=1e-9)


def test_a_trend_of_text_is_explained() -> None:
    assert "A trend line needs numbers or dates" in chart("scatter", "group", trend=True).caption


def test_size_scales_the_area_of_the_points() -> None:
    frame = pd.DataFrame({"x": [1, 2, 3], "y": [1, 2, 3], "s": [0.0, 50.0, 100.0]})
    sizes = decode(chart("scatter", "x", "y", frame, size="s").figure["data"][0]["marker"]["size"])
    assert sizes[0] < sizes[1] < sizes[2]
    np.testing.assert_allclose(sizes[1] ** 2, (sizes[0] ** 2 + sizes[2] ** 2) / 2)
    assert "Size needs numbers" in chart("scatter", size="group").caption


def test_facets_share_axes_colours_and_the_limit() -> None:
    made = chart("scatter", colour="group", facet="many")
    layout = made.figure["layout"]
    headings = [note["text"] for note in layout["annotations"]]
    assert len(headings) == MAX_FACETS
    assert headings[-1] == "many: Other"
    assert all(layout[f"xaxis{number}"]["matches"] == "x" for number in range(2, MAX_FACETS + 1))
    assert made.drawn <= MAX_DRAWN_ROWS
    for name, shade in zip("abc", DATA_COLOURS, strict=False):
        shades = {trace["marker"]["color"] for trace in made.figure["data"] if trace["name"] == name}
        assert shades == {shade}
    shown = [trace["name"] for trace in made.figure["data"] if trace["showlegend"]]
    assert sorted(shown) == ["a", "b", "c"]


def test_facets_leave_no_row_out() -> None:
    made = chart("histogram", facet="many")
    assert made.drawn == ROWS
    assert made.caption.startswith("30,000 of 30,000 rows drawn.")
