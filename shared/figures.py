"""Builds the chart of a panel: the one place where rows become a figure. Imports columns, counters, sampling, theme.

A figure is plain JSON data. Typed arrays are encoded here, because for the same numpy array one framework would send a
list and the other base64: both must send the same bytes. No graph object is built: to validate one costs more than all
the rest.
"""

import base64
import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared import counters
from shared.columns import Kind, column_kind, naive_dates, numbers, texts
from shared.explorer_spec import (
    MAX_COLOURS,
    MAX_DRAWN_ROWS,
    MISSING_GROUP,
    OTHER_GROUP,
    SAMPLE_SEED,
    PanelSpec,
)
from shared.sampling import sample_positions
from shared.theme import CHART_LAYOUT, COLOUR_SCALE, DATA_COLOURS, OTHER_COLOUR

_AXIS_TYPE: Final[dict[Kind, str]] = {"number": "linear", "date": "date", "text": "category"}
_MARKER: Final = {"size": 6, "opacity": 0.7}
_MAX_RANKED_ROWS: Final = 20_000
"""Rows that the order of the colour groups is counted on."""


@dataclass(frozen=True)
class Chart:
    """A panel's chart and what its caption says.

    Attributes
    ----------
    figure : dict
        Plotly figure as JSON data: "data" (at least one trace) and "layout".
    drawn : int
        Points on the chart. Less than ``matched`` where rows were left out or have no x or y to draw.
    matched : int
        Rows that passed the filter.
    """

    figure: dict[str, Any]
    drawn: int
    matched: int


def build_chart(frame: pd.DataFrame, panel: PanelSpec, *, limit: int = MAX_DRAWN_ROWS) -> Chart:
    """Build the scatter chart of a panel.

    Parameters
    ----------
    frame : DataFrame
        The rows that passed the filter; has the panel's columns. Any number of rows, none included.
    panel : PanelSpec
        What to draw.
    limit : int
        Points to draw at most. Beyond it: a seeded sample that keeps the lowest and highest x and y.

    Returns
    -------
    Chart
        Its figure carries the answer in ``layout.meta``: panel, x, y, colour, matched, drawn.
    """
    counters.add("figures_built")
    positions = _drawn_positions(frame[panel.x], frame[panel.y], limit)
    x = _coordinates(frame[panel.x], positions)
    y = _coordinates(frame[panel.y], positions)
    layout = _layout(frame, panel)
    if panel.colour is None:
        traces = [_trace(x, y, {**_MARKER, "color": DATA_COLOURS[0]})]
    elif column_kind(frame[panel.colour]) == "text":
        traces = _group_traces(x, y, frame[panel.colour], positions)
        layout["showlegend"] = True
        layout["legend"] = {**layout["legend"], "title": {"text": _literal(panel.colour)}}
    else:
        scale, axis = _colour_axis(frame[panel.colour], positions, panel.colour)
        traces = [_trace(x, y, {**_MARKER, "color": _encode(scale), "coloraxis": "coloraxis"})]
        layout["coloraxis"] = axis
    drawn, matched = len(positions), len(frame)
    layout["meta"] = {
        "panel": panel.panel_id,
        "x": panel.x,
        "y": panel.y,
        "colour": panel.colour,
        "matched": matched,
        "drawn": drawn,
    }
    return Chart(figure={"data": traces, "layout": layout}, drawn=drawn, matched=matched)


def _drawn_positions(x: pd.Series, y: pd.Series, limit: int) -> NDArray[np.int64]:
    """Choose among the rows that have both an x and a y; infinite values have no place on an axis either."""
    x_values, y_values = _ordered(x), _ordered(y)
    drawable = _all_true(_drawable(x_values, x), _drawable(y_values, y))
    where = None if drawable is None else np.flatnonzero(drawable)
    count = len(x) if where is None else len(where)
    if count <= limit:
        return np.arange(count) if where is None else where
    keep: list[int] = []
    for values in (x_values, y_values):
        if values is not None:
            candidates = values if where is None else values[where]
            keep += [int(candidates.argmin()), int(candidates.argmax())]
    chosen = sample_positions(count, limit, keep=keep)
    return chosen if where is None else where[chosen]


def _ordered(column: pd.Series) -> NDArray[Any] | None:
    """Return values that have a lowest and a highest; None for text."""
    kind = column_kind(column)
    if kind == "number":
        return numbers(column)
    return naive_dates(column) if kind == "date" else None


def _drawable(values: NDArray[Any] | None, column: pd.Series) -> NDArray[np.bool_] | None:
    """Mark the rows with a value; None where every row has one."""
    if values is None:
        mask = column.notna().to_numpy(dtype=bool)
    elif values.dtype.kind == "f":
        mask = np.isfinite(values)
    elif values.dtype.kind == "M":
        mask = ~np.isnat(values)
    else:
        return None
    return None if mask.all() else mask


def _all_true(first: NDArray[np.bool_] | None, second: NDArray[np.bool_] | None) -> NDArray[np.bool_] | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def _coordinates(column: pd.Series, positions: NDArray[np.int64]) -> NDArray[Any]:
    """Return what an axis is given for these rows: numbers, ISO times or text."""
    chosen = column.iloc[positions]
    kind = column_kind(chosen)
    if kind == "number":
        return numbers(chosen)
    if kind == "date":
        return np.datetime_as_string(naive_dates(chosen), unit="auto").astype(object) if len(chosen) else texts(chosen)
    return texts(chosen)


def _group_traces(
    x: NDArray[Any], y: NDArray[Any], colour: pd.Series, positions: NDArray[np.int64]
) -> list[dict[str, Any]]:
    """Make one trace a group: the most frequent values, then the rest, then the missing."""
    names = texts(colour.iloc[positions])
    largest = _largest_groups(colour)
    missing = pd.isna(names)
    groups = [(name, names == name, {"color": shade}) for name, shade in zip(largest, DATA_COLOURS, strict=False)]
    groups.append((OTHER_GROUP, ~np.isin(names, largest) & ~missing, {"color": OTHER_COLOUR}))
    groups.append((MISSING_GROUP, missing, {"color": OTHER_COLOUR, "symbol": "circle-open"}))
    traces = [
        _trace(x[members], y[members], {**_MARKER, **look}, name=_literal(name))
        for name, members, look in groups
        if members.any()
    ]
    return traces or [_trace(x, y, dict(_MARKER))]


def _largest_groups(colour: pd.Series) -> list[str]:
    """Name the most frequent values, ties by name, whatever the axes: a value has one colour in all panels."""
    if len(colour) > _MAX_RANKED_ROWS:
        # Counting a million texts costs more than the whole chart; this many tell the same order, up to near ties.
        draws = np.random.default_rng(SAMPLE_SEED).integers(len(colour), size=_MAX_RANKED_ROWS)
        colour = colour.iloc[np.sort(draws)]
    counts = colour.value_counts(sort=False)
    ranked = sorted(((str(value), int(n)) for value, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ranked[:MAX_COLOURS]]


def _colour_axis(colour: pd.Series, positions: NDArray[np.int64], label: str) -> tuple[NDArray[Any], dict[str, Any]]:
    """Scale a numeric or date column over the drawn rows. Dates become seconds: a colour bar knows no dates."""
    axis: dict[str, Any] = {
        "colorscale": COLOUR_SCALE,
        "colorbar": {"title": {"text": _literal(label)}, "thickness": 12},
    }
    chosen = colour.iloc[positions]
    if column_kind(colour) == "number":
        return numbers(chosen), axis
    dates = naive_dates(chosen).astype("datetime64[s]")
    seconds = dates.astype(np.float64)
    seconds[np.isnat(dates)] = np.nan
    if not np.isnan(seconds).all():
        ticks = np.linspace(np.nanmin(seconds), np.nanmax(seconds), 4)
        words = np.datetime_as_string(ticks.astype("datetime64[s]"), unit="D")
        axis["colorbar"] |= {"tickvals": ticks.tolist(), "ticktext": words.tolist()}
    return seconds, axis


def _trace(x: NDArray[Any], y: NDArray[Any], marker: dict[str, Any], *, name: str = "") -> dict[str, Any]:
    return {"type": "scatter", "mode": "markers", "name": name, "x": _encode(x), "y": _encode(y), "marker": marker}


def _encode(values: NDArray[Any]) -> Any:
    """Encode numbers as Plotly's typed array (base64 of 8-byte floats), text as a list."""
    if values.dtype.kind not in "iuf":
        return [None if value is None else _literal(value) for value in values]
    data = np.ascontiguousarray(values, dtype="<f8")
    return {"dtype": "f8", "bdata": base64.b64encode(data.data).decode("ascii")}


def _literal(text: str) -> str:
    """Keep Plotly from reading markup, links included, in what comes from a file or a user."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _layout(frame: pd.DataFrame, panel: PanelSpec) -> dict[str, Any]:
    layout = copy.deepcopy(CHART_LAYOUT)
    layout["title"]["text"] = _literal(panel.title)
    for name, label in (("xaxis", panel.x), ("yaxis", panel.y)):
        kind = column_kind(frame[label])
        layout[name] |= {"title": {"text": _literal(label)}, "type": _AXIS_TYPE[kind]}
        if kind == "text":
            layout[name]["categoryorder"] = "category ascending"
    # Zoom and hidden groups stay through a new title or filter, not through another column.
    layout["uirevision"] = "|".join((panel.x, panel.y, panel.colour or ""))
    return layout
