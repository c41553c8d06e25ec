"""Builds the chart of a panel: the one place where rows become a figure.

Imports columns, counters, places, plots and selection.

A figure is plain JSON data. No graph object is built: to validate one costs more than all the rest.
"""

import copy
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from shared import counters
from shared.columns import Kind, column_kind
from shared.explorer_spec import MAX_DRAWN_ROWS, MAX_FACETS, PanelSpec, rows_drawn
from shared.places import Places, find_places
from shared.plots import PLOTS, Axis, Plot, Request
from shared.selection import selectable_columns
from shared.theme import CHART_LAYOUT, SIZE_SMALL_PX
from shared.traces import largest_groups, literal

_AXIS_TYPE: Final[dict[Kind, str]] = {"number": "linear", "date": "date", "text": "category"}
_OPTIONS: Final = ("size", "facet", "log_x", "log_y", "trend", "animate", "select")
_FACETS_IN_LINE: Final = 3
_FACET_GAP: Final = 0.06
_FACET_HEAD: Final = 0.12
"""Share of the chart's width between facets, and of its height above each."""


@dataclass(frozen=True)
class Chart:
    """A panel's chart and what its caption says.

    Attributes
    ----------
    figure : dict
        Plotly figure as JSON data: "data" (at least one trace), "layout" and, of an animation, "frames".
    drawn : int
        Rows on the chart. Less than ``matched`` where rows were left out or have nothing to draw.
    matched : int
        Rows that passed the filter.
    notes : tuple of str
        Choices that do not suit the data, and what was done instead.
    """

    figure: dict[str, Any]
    drawn: int
    matched: int
    notes: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """Say how many rows are drawn, and every note."""
        return " ".join([rows_drawn(self.drawn, self.matched) + ("." if self.notes else ""), *self.notes])


def build_chart(frame: pd.DataFrame, panel: PanelSpec, *, limit: int = MAX_DRAWN_ROWS) -> Chart:
    """Build the chart of a panel.

    Parameters
    ----------
    frame : DataFrame
        The rows that passed the filter; has the panel's columns. Any number of rows, none included.
    panel : PanelSpec
        What to draw.
    limit : int
        Rows that a chart of single rows draws at most. Beyond it: a seeded sample that keeps the lowest and highest x
        and y. Charts of counts, means and quartiles are made of all rows.

    Returns
    -------
    Chart
        Its figure carries the answer in ``layout.meta``: panel, kind, x, y, colour, options, matched, drawn.
    """
    counters.add("figures_built")
    by_text = panel.colour is not None and column_kind(frame[panel.colour]) == "text"
    groups = largest_groups(frame[panel.colour]) if by_text else []
    asked = Request(frame, panel, limit, groups)
    frames: list[dict[str, Any]] = []
    if panel.facet is None or not len(frame):
        plot = PLOTS[panel.kind](asked)
        traces, layout, drawn, notes = plot.traces, _layout(panel, plot), plot.drawn, plot.notes
        frames = plot.frames
    else:
        traces, layout, drawn, notes = _faceted(asked, panel.facet)
    if panel.select:
        selecting, more = _selecting(frame, panel)
        layout, notes = layout | selecting, (*notes, *more)
    if panel.animate != panel.animated_by:
        notes = (*notes, "An animation needs a scatter chart without facets.")
    layout["meta"] = {
        "panel": panel.panel_id,
        "kind": panel.kind,
        "x": panel.x,
        "y": panel.y,
        "colour": panel.colour,
        "options": "|".join(str(getattr(panel, name)) for name in _OPTIONS),
        "matched": len(frame),
        "drawn": drawn,
    }
    figure = {"data": traces, "layout": layout}
    return Chart({**figure, "frames": frames} if frames else figure, drawn, len(frame), notes)


def _layout(panel: PanelSpec, plot: Plot) -> dict[str, Any]:
    layout = copy.deepcopy(CHART_LAYOUT)
    layout["title"]["text"] = literal(panel.title)
    for name, axis in (("xaxis", plot.x), ("yaxis", plot.y)):
        layout[name] |= _axis(axis)
        layout[name]["title"]["text"] = literal(axis.title)
    if plot.legend is not None:
        layout["showlegend"] = True
        layout["legend"]["title"] = {"text": literal(plot.legend)}
    if plot.coloraxis is not None:
        layout["coloraxis"] = plot.coloraxis
    # Zoom and hidden groups stay through a new title or filter, not through another column.
    layout["uirevision"] = "|".join((panel.kind, panel.x, panel.y, panel.colour or "", panel.facet or ""))
    return layout | plot.layout


def _selecting(frame: pd.DataFrame, panel: PanelSpec) -> tuple[dict[str, Any], list[str]]:
    """Let a box select rows where it can; the layout for it, and why not where it cannot."""
    axes = selectable_columns(frame, panel)
    if not axes:
        return {}, ["Filter by selection needs numbers or dates along an axis."]
    return {
        "dragmode": "select",
        "selectdirection": {"x": "h", "y": "v"}.get("".join(axes), "any"),
        # The box has done its work once the rows have changed.
        "selectionrevision": len(frame),
    }, []


def _axis(axis: Axis) -> dict[str, Any]:
    is_log = axis.log and axis.kind == "number"
    shown: dict[str, Any] = {"type": "log" if is_log else _AXIS_TYPE[axis.kind]}
    if axis.kind == "text" and axis.order is None:
        shown["categoryorder"] = "category ascending"
    elif axis.kind == "text" and axis.order is not None:
        shown |= {"categoryorder": "array", "categoryarray": [literal(label) for label in axis.order]}
    if axis.span is not None:
        shown["range"] = axis.span
    return shown


# ---- facets: one chart for each of a column's most frequent values -------------------------------------------------


def _faceted(asked: Request, facet: str) -> tuple[list[dict[str, Any]], dict[str, Any], int, tuple[str, ...]]:
    """Build traces, layout, drawn rows and notes of a panel whose rows are split by a column."""
    places = find_places(asked.frame[facet], MAX_FACETS)
    shown = [place for place in range(len(places)) if (places.codes == place).any()]
    if not shown:
        plot = PLOTS[asked.panel.kind](asked)
        return plot.traces, _layout(asked.panel, plot), plot.drawn, (*plot.notes, f"{facet} has no values to split by.")
    limit = max(1, asked.limit // len(shown))
    plots = [PLOTS[asked.panel.kind](_rows_of(asked, places, place, limit)) for place in shown]
    layout = _layout(asked.panel, plots[0])
    layout["showlegend"] = any(plot.legend is not None for plot in plots)
    layout["annotations"] = []
    traces: list[dict[str, Any]] = []
    for number, (place, plot) in enumerate(zip(shown, plots, strict=True)):
        _place_facet(layout, plot, f"{facet}: {places.labels[place]}", number, len(shown))
        traces += _facet_traces(plot.traces, number, {trace.get("name") for trace in traces})
    notes = dict.fromkeys(note for plot in plots for note in plot.notes)
    if places.left_out:
        notes[f"{places.left_out:,} rarer values of {facet} share the last chart."] = None
    return traces, layout, sum(plot.drawn for plot in plots), tuple(notes)


def _rows_of(asked: Request, places: Places, place: int, limit: int) -> Request:
    return Request(asked.frame[np.equal(places.codes, place)], asked.panel, limit, asked.groups)


def _facet_traces(traces: list[dict[str, Any]], number: int, known: set[str | None]) -> list[dict[str, Any]]:
    """Tie traces to the axes of their facet; a group is named once in the legend and hidden in all facets at once."""
    suffix = "" if number == 0 else str(number + 1)
    tied = []
    for trace in traces:
        name = trace.get("name")
        group = {"legendgroup": name, "showlegend": name not in known} if name else {}
        tied.append({**trace, **group, "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"})
    return tied


def _place_facet(layout: dict[str, Any], plot: Plot, heading: str, number: int, count: int) -> None:
    """Give a facet its part of the chart, axes like those of the first one, and a heading."""
    across = min(count, _FACETS_IN_LINE)
    lines = -(-count // across)
    line, column = divmod(number, across)
    width, height = (1 - _FACET_GAP * (across - 1)) / across, 1 / lines
    left, top = column * (width + _FACET_GAP), 1 - line * height
    suffix = "" if number == 0 else str(number + 1)
    for letter, axis, span in (
        ("x", plot.x, [left, left + width]),
        ("y", plot.y, [top - height + (_FACET_HEAD if line + 1 < lines else 0), top - _FACET_HEAD]),
    ):
        own = copy.deepcopy(CHART_LAYOUT[f"{letter}axis"]) if number else layout[f"{letter}axis"]
        own |= _axis(axis) | {
            "domain": [round(end, 4) for end in span],
            "anchor": f"{'y' if letter == 'x' else 'x'}{suffix}",
        }
        if number:
            own["matches"] = letter
        # Only at the edge of the chart: six times the same title would leave no room for the charts.
        is_edge = line + 1 == lines if letter == "x" else column == 0
        own["title"]["text"] = literal(axis.title) if is_edge else ""
        layout[f"{letter}axis{suffix}"] = own
    layout["annotations"].append(
        {
            "text": literal(heading),
            "font": {"size": SIZE_SMALL_PX},
            "showarrow": False,
            "xref": "paper",
            "yref": "paper",
            "x": round(left, 4),
            "xanchor": "left",
            "y": round(top, 4),
            "yanchor": "top",
        }
    )
