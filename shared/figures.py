"""Builds the chart of a panel: the one place where rows become a figure. Imports columns, counters, sampling, traces.

A figure is plain JSON data. No graph object is built: to validate one costs more than all the rest.
"""

import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared import counters
from shared.columns import Kind, column_kind, naive_dates, numbers
from shared.explorer_spec import MAX_DRAWN_ROWS, PanelSpec
from shared.sampling import sample_positions
from shared.theme import CHART_LAYOUT
from shared.traces import coordinates, group_traces, literal, plain_traces, scale_traces

_EXTREMES: Final = (np.fmin, np.fmax)
"""The reductions that find the lowest and the highest value and pass over NaN and NaT."""
_AXIS_TYPE: Final[dict[Kind, str]] = {"number": "linear", "date": "date", "text": "category"}


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
    x = coordinates(frame[panel.x], positions)
    y = coordinates(frame[panel.y], positions)
    layout = _layout(frame, panel)
    if panel.colour is None:
        traces = plain_traces(x, y)
    elif column_kind(frame[panel.colour]) == "text":
        traces = group_traces(x, y, frame[panel.colour], positions)
        layout["showlegend"] = True
        layout["legend"]["title"] = {"text": literal(panel.colour)}
    else:
        traces, layout["coloraxis"] = scale_traces(x, y, frame[panel.colour], positions)
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
    keep = [
        _extreme(values, drawable, find) for values in (x_values, y_values) if values is not None for find in _EXTREMES
    ]
    if where is None:
        return sample_positions(count, limit, keep=keep)
    return where[sample_positions(count, limit, keep=np.searchsorted(where, keep).tolist())]


def _extreme(values: NDArray[Any], drawable: NDArray[np.bool_] | None, find: np.ufunc) -> int:
    """Return the position of the first lowest or highest value among the drawable rows."""
    position = int((values == find.reduce(values)).argmax())
    if drawable is None or drawable[position]:
        return position
    # Only here, for it takes ten times as long: the extreme of all rows lacks its other coordinate, or is infinite.
    return int(((values == find.reduce(values[drawable])) & drawable).argmax())


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


def _layout(frame: pd.DataFrame, panel: PanelSpec) -> dict[str, Any]:
    layout = copy.deepcopy(CHART_LAYOUT)
    layout["title"]["text"] = literal(panel.title)
    for name, label in (("xaxis", panel.x), ("yaxis", panel.y)):
        kind = column_kind(frame[label])
        layout[name]["title"]["text"] = literal(label)
        layout[name]["type"] = _AXIS_TYPE[kind]
        if kind == "text":
            layout[name]["categoryorder"] = "category ascending"
    # Zoom and hidden groups stay through a new title or filter, not through another column.
    layout["uirevision"] = "|".join((panel.x, panel.y, panel.colour or ""))
    return layout
