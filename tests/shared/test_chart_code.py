"""The code that redraws a chart is run, and what it draws is compared with the chart."""

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from shared.chart_code import chart_code
from shared.explorer_spec import KIND_LABELS, PanelSpec
from shared.export import csv_bytes
from shared.figures import build_chart
from tests.shared.figure_values import decode

RNG = np.random.default_rng(3)
ROWS = 5_000
FRAME = pd.DataFrame(
    {
        "a number": RNG.normal(size=ROWS).round(3),
        "other": RNG.gamma(2.0, size=ROWS).round(3),
        "few": RNG.integers(0, 7, size=ROWS),
        "day": pd.Timestamp("2013-01-01") + pd.to_timedelta(RNG.integers(0, 9, size=ROWS), unit="D"),
        "it's": RNG.choice(["007", "NA", "b"], size=ROWS, p=[0.6, 0.3, 0.1]),
    }
)
FRAME.loc[::10, "other"] = np.nan


def drawn_by_code(frame: pd.DataFrame, panel: PanelSpec, folder: Path, monkeypatch: pytest.MonkeyPatch) -> go.Figure:
    """Run the code beside the file that it names."""
    (folder / "rows.csv").write_bytes(csv_bytes(frame, defuse=False))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(go.Figure, "show", lambda figure: None)
    names: dict[str, Any] = {}
    exec(compile(chart_code(frame, panel, file="rows.csv"), "chart.py", "exec"), names)
    figure = names["figure"]
    assert isinstance(figure, go.Figure)
    return figure


def pairs(figure: dict[str, Any]) -> list[tuple[Any, float]]:
    """Return all (x, y), sorted; times as text to the second."""
    found = []
    for trace in figure["data"]:
        for x, y in zip(decode(trace["x"]), decode(trace["y"]), strict=True):
            found.append((str(pd.Timestamp(x)) if isinstance(x, str) and x[:4] == "2013" else x, round(float(y), 9)))
    return sorted(found, key=str)


def as_data(figure: go.Figure) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        is_time = isinstance(value, np.datetime64 | pd.Timestamp | datetime.datetime)
        return str(pd.Timestamp(value)) if is_time else value.item() if hasattr(value, "item") else value

    return {"data": [{"x": [plain(x) for x in trace.x], "y": [float(y) for y in trace.y]} for trace in figure.data]}


@pytest.mark.parametrize("x", ["a number", "few", "day", "it's"])
@pytest.mark.parametrize("kind", ["scatter", "line", "bar", "histogram"])
@pytest.mark.parametrize("colour", [None, "it's"])
def test_the_code_draws_the_points_lines_and_bars_of_the_chart(
    kind: Any, x: str, colour: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = PanelSpec(0, "A <title>", x, "other", colour, kind=kind)
    figure = drawn_by_code(FRAME, panel, tmp_path, monkeypatch)
    expected = pairs(build_chart(FRAME, panel).figure)
    found = pairs(as_data(figure))
    assert len(found) == len(expected)
    assert [x_value if isinstance(x_value, str) else round(x_value, 6) for x_value, _ in found] == [
        x_value if isinstance(x_value, str) else round(x_value, 6) for x_value, _ in expected
    ]
    np.testing.assert_allclose([y for _, y in found], [y for _, y in expected], rtol=1e-9)
    assert figure.layout.title.text == panel.title


@pytest.mark.parametrize("column", ["a number", "few", "day", "it's"])
def test_the_code_draws_the_frames_of_an_animation(
    column: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.concat([FRAME] * 3, ignore_index=True)
    panel = PanelSpec(0, "T", "few", "other", "it's", animate=column)
    figure = drawn_by_code(frame, panel, tmp_path, monkeypatch)
    expected = build_chart(frame, panel).figure["frames"]
    assert len(figure.frames) == len(expected) > 2
    for drawn, wanted in zip(figure.frames, expected, strict=True):
        assert pairs(as_data(drawn)) == pairs(wanted)


@pytest.mark.parametrize("kind", KIND_LABELS)
@pytest.mark.parametrize("facet", [None, "it's"])
def test_the_code_of_every_chart_runs(
    kind: Any, facet: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = PanelSpec(0, "T", "few", "other", "it's", kind=kind, facet=facet, size="few", log_y=True, trend=True)
    figure = drawn_by_code(FRAME, panel, tmp_path, monkeypatch)
    assert len(figure.data) >= 1
    groups = {trace.name for trace in figure.data} - {"Trend", ""}
    assert kind == "density" or groups >= {"007", "NA", "b"}


def test_the_code_draws_quartiles_of_all_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = PanelSpec(0, "T", "it's", "other", kind="box")
    (box,) = drawn_by_code(FRAME, panel, tmp_path, monkeypatch).data
    (expected,) = build_chart(FRAME, panel).figure["data"]
    rows = pd.DataFrame({"x": box.x, "y": box.y})
    medians = rows.groupby("x")["y"].median()
    np.testing.assert_allclose(medians[decode(expected["x"])], decode(expected["median"]))


def test_a_column_may_be_called_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "quote ' \" \\ {x} \n line"
    frame = pd.DataFrame({name: [1, 2, 3], "y": [1.0, 2.0, 4.0]})
    figure = drawn_by_code(frame, PanelSpec(0, "'''\n", name, "y", trend=True), tmp_path, monkeypatch)
    assert list(figure.data[0].x) == [1, 2, 3]
