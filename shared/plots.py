"""One function a chart type: rows and a panel's choices become traces and axes.

Imports animation, drawable, places and trend.

A scatter and a violin draw a sample of the rows; everything else is computed on all of them, and sent as what it shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.animation import animated, fixed_axis
from shared.columns import Kind, column_kind, numbers
from shared.drawable import drawn_positions
from shared.explorer_spec import (
    DENSITY_BINS,
    KIND_LABELS,
    MAX_ANIMATED_ROWS,
    MAX_BOXES,
    MAX_LINE_PLACES,
    MAX_PLACES,
    MISSING_GROUP,
    OTHER_GROUP,
    ChartKind,
    PanelSpec,
)
from shared.places import NOWHERE, Places, find_places
from shared.theme import DATA_COLOURS, LINE_WIDTH_PX, OTHER_COLOUR
from shared.traces import (
    Points,
    Traces,
    colour_axis,
    coordinates,
    diameters,
    encode,
    group_traces,
    literal,
    plain_traces,
    scale_ends,
    scale_traces,
)
from shared.trend import trend_line


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes
    ----------
    title : str
        Column label, or what is counted.
    kind : str
        What it shows.
    log : bool
        Whether it is logarithmic.
    order : sequence of str or None
        Of its texts; None sorts them.
    span : list or None
        Its two ends as Plotly has them; None fits them to what is drawn.
    """

    title: str
    kind: Kind
    log: bool = False
    order: Sequence[str] | None = None
    span: list[Any] | None = None


@dataclass(frozen=True)
class Plot:
    """What a chart type makes of the rows.

    Attributes
    ----------
    traces : list of dict
        At least one.
    drawn : int
        Rows that the traces show.
    x, y : Axis
        The axes.
    coloraxis : dict or None
        For the layout, where colours show numbers.
    legend : str or None
        Title of the legend; None: no legend.
    notes : tuple of str
        Choices that do not suit the type, and what was done instead.
    layout : dict
        What else the layout needs, such as "barmode".
    frames : list of dict
        Of an animation.
    """

    traces: Traces
    drawn: int
    x: Axis
    y: Axis
    coloraxis: dict[str, Any] | None = None
    legend: str | None = None
    notes: tuple[str, ...] = ()
    layout: dict[str, Any] = field(default_factory=dict)
    frames: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """What to plot.

    Attributes
    ----------
    frame : DataFrame
        The rows.
    panel : PanelSpec
        The choices.
    limit : int
        Rows that a sample may have.
    groups : sequence of str
        From `traces.largest_groups`, of the panel's whole data; empty without a text column for the colour.
    """

    frame: pd.DataFrame
    panel: PanelSpec
    limit: int
    groups: Sequence[str]

    @property
    def x(self) -> pd.Series:
        """The X column."""
        return self.frame[self.panel.x]

    @property
    def y(self) -> pd.Series:
        """The Y column."""
        return self.frame[self.panel.y]

    @property
    def colour(self) -> pd.Series | None:
        """The colour column."""
        return None if self.panel.colour is None else self.frame[self.panel.colour]

    @property
    def by_group(self) -> pd.Series | None:
        """The colour column, where it makes groups."""
        colour = self.colour
        return colour if colour is not None and column_kind(colour) == "text" else None


def scatter(asked: Request) -> Plot:
    """Draw a point a row: a seeded sample that keeps the lowest and highest x and y."""
    panel = asked.panel
    log_x, log_y, notes = _logs(asked, allow_x=True)
    limit = asked.limit if panel.animated_by is None else max(asked.limit, MAX_ANIMATED_ROWS)
    positions = drawn_positions(asked.x, asked.y, limit, log_x=log_x, log_y=log_y)
    traces, coloraxis = _dots(asked, positions)
    if panel.size is not None and column_kind(asked.frame[panel.size]) != "number":
        notes.append(_needs_numbers("Size", panel.size))
    straight: Traces = []
    if panel.trend:
        straight, more = trend_line(asked.x, asked.y, log_x=log_x, log_y=log_y)
        notes += more
    legend = None if asked.by_group is None else panel.colour
    x, y = _axis(asked.x, log_x), _axis(asked.y, log_y)
    plot = Plot(traces + straight, len(positions), x, y, coloraxis, legend, tuple(notes))
    return plot if panel.animated_by is None else _animated(asked, panel.animated_by, plot, positions, straight)


def _dots(asked: Request, positions: NDArray[np.int64]) -> tuple[Traces, dict[str, Any] | None]:
    """Return the traces of some rows and, where colours show numbers, their axis."""
    panel, colour = asked.panel, asked.colour
    points = Points(coordinates(asked.x, positions), coordinates(asked.y, positions))
    if panel.size is not None and column_kind(asked.frame[panel.size]) == "number":
        points = replace(points, diameters=diameters(asked.frame[panel.size], positions))
    if colour is None:
        return plain_traces(points), None
    if asked.by_group is not None:
        return group_traces(points, colour, positions, asked.groups), None
    return scale_traces(points, colour, positions)


def _animated(asked: Request, by: str, plot: Plot, positions: NDArray[np.int64], behind: Traces) -> Plot:
    """Split a scatter chart into frames; axes, colours and what lies behind the points stay through all of them."""
    animation = animated(asked.frame[by], positions, lambda some: _dots(asked, some)[0])
    if animation is None:
        return replace(plot, notes=(*plot.notes, f"{by} has no values to animate by."))
    x, y = (
        replace(axis, span=span, order=order)
        for axis, (span, order) in (
            (plot.x, fixed_axis(asked.x, positions, log=plot.x.log)),
            (plot.y, fixed_axis(asked.y, positions, log=plot.y.log)),
        )
    )
    coloraxis = plot.coloraxis
    if coloraxis is not None and asked.colour is not None:
        coloraxis = {**coloraxis, **scale_ends(asked.colour, positions)}
    return replace(
        plot,
        traces=animation.traces + behind,
        drawn=animation.drawn,
        x=x,
        y=y,
        coloraxis=coloraxis,
        layout=plot.layout | animation.layout,
        frames=animation.frames,
    )


def line(asked: Request) -> Plot:
    """Draw the mean of Y along X, of all rows: one line, or one a group."""
    log_x, log_y, notes = _logs(asked, allow_x=True)
    values, title, more = _measure(asked)
    places = find_places(asked.x, MAX_LINE_PLACES)
    traces, drawn = [], 0
    for name, members, shade in _grouped(asked):
        counts, means = _means(places, values, members)
        shown = counts > 0
        order = np.flatnonzero(shown)
        drawn += int(counts.sum())
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers" if len(order) <= MAX_PLACES else "lines",
                "name": literal(name),
                "x": encode(places.at[order]),
                "y": encode(means[order]),
                "line": {"color": shade, "width": LINE_WIDTH_PX},
            }
        )
    plot = Plot(traces, drawn, _place_axis(asked.panel.x, places, log=log_x), Axis(title, "number", log_y))
    return _with_notes(asked, plot, notes + more + _left_out(places, asked.panel.x))


def bar(asked: Request) -> Plot:
    """Draw the mean of Y for each place on X, of all rows; the number of rows where Y has no numbers."""
    _, log_y, notes = _logs(asked, allow_x=False)
    values, title, more = _measure(asked)
    return _bars(asked, values, Axis(title, "number", log_y), "group", notes + more)


def histogram(asked: Request) -> Plot:
    """Draw how many rows each place on X has. Y is not needed."""
    _, log_y, notes = _logs(asked, allow_x=False, y_is_count=True)
    return _bars(asked, None, Axis("Rows", "number", log_y), "stack", notes)


def box(asked: Request) -> Plot:
    """Draw quartiles of Y for each place on X, of all rows."""
    if column_kind(asked.y) != "number":
        return _unsuitable(asked, _needs_numbers("A box chart's Y axis", asked.panel.y))
    _, log_y, notes = _logs(asked, allow_x=False)
    places, values = find_places(asked.x, MAX_BOXES), numbers(asked.y).astype(np.float64)
    usable = (places.codes != NOWHERE) & np.isfinite(values)
    traces, drawn = [], 0
    for name, members, shade in _grouped(asked):
        inside = usable & members
        numbers_at = _by_place(places.codes[inside], values[inside])
        drawn += int(inside.sum())
        if numbers_at:
            traces.append(_box_trace(places, numbers_at, name, shade))
    if not traces:
        return _unsuitable(asked, "No row has both values.")
    x = Axis(asked.panel.x, "text", order=places.labels)
    plot = Plot(traces, drawn, x, Axis(asked.panel.y, "number", log_y), layout={"boxmode": "group"})
    return _with_notes(asked, plot, notes + _left_out(places, asked.panel.x))


def violin(asked: Request) -> Plot:
    """Draw the density of Y for each place on X, of the sample that a scatter would draw."""
    if column_kind(asked.y) != "number":
        return _unsuitable(asked, _needs_numbers("A violin chart's Y axis", asked.panel.y))
    _, log_y, notes = _logs(asked, allow_x=False)
    positions = drawn_positions(asked.x, asked.y, asked.limit, log_y=log_y)
    if not len(positions):
        return _unsuitable(asked, "No row has both values.")
    places, values = find_places(asked.x, MAX_BOXES), numbers(asked.y)
    traces: Traces = []
    for name, members, shade in _grouped(asked):
        chosen = positions[members[positions]]
        if len(chosen):
            names = np.array(places.labels, dtype=object)[places.codes[chosen]]
            traces.append(
                {
                    "type": "violin",
                    "name": literal(name),
                    "x": encode(names),
                    "y": encode(values[chosen]),
                    "points": False,
                    "box": {"visible": True},
                    "line": {"color": shade},
                }
            )
    x = Axis(asked.panel.x, "text", order=places.labels)
    plot = Plot(traces, len(positions), x, Axis(asked.panel.y, "number", log_y), layout={"violinmode": "group"})
    return _with_notes(asked, plot, notes + _left_out(places, asked.panel.x))


def density(asked: Request) -> Plot:
    """Draw how many rows lie in each cell of a grid over X and Y, of all rows."""
    _, _, notes = _logs(asked, allow_x=False, allow_y=False)
    across, up = find_places(asked.x, DENSITY_BINS), find_places(asked.y, DENSITY_BINS)
    inside = (across.codes != NOWHERE) & (up.codes != NOWHERE)
    if not inside.any():
        return _unsuitable(asked, "No row has both values.")
    cells = up.codes[inside] * len(across) + across.codes[inside]
    counts = np.bincount(cells, minlength=len(across) * len(up)).astype(np.float64).reshape(len(up), len(across))
    counts[counts == 0] = np.nan  # an empty cell shows the background
    trace = {
        "type": "heatmap",
        "x": encode(across.at),
        "y": encode(up.at),
        "z": encode(counts),
        "coloraxis": "coloraxis",
        "hoverongaps": False,
    }
    if asked.panel.colour is not None:
        notes.append(f"{KIND_LABELS['density']} colours by the number of rows.")
    x, y = _place_axis(asked.panel.x, across), _place_axis(asked.panel.y, up)
    return Plot([trace], int(inside.sum()), x, y, colour_axis("Rows"), None, tuple(notes))


PLOTS: Final[dict[ChartKind, Callable[[Request], Plot]]] = {
    "scatter": scatter,
    "line": line,
    "bar": bar,
    "histogram": histogram,
    "box": box,
    "violin": violin,
    "density": density,
}


# ---- what several types need --------------------------------------------------------------------------------------


def _bars(asked: Request, values: NDArray[np.float64] | None, y: Axis, mode: str, notes: list[str]) -> Plot:
    places = find_places(asked.x, MAX_PLACES)
    traces, drawn = [], 0
    for name, members, shade in _grouped(asked):
        counts, means = _means(places, values, members)
        order = np.flatnonzero(counts)
        drawn += int(counts.sum())
        traces.append(
            {
                "type": "bar",
                "name": literal(name),
                "x": encode(places.at[order]),
                "y": encode(means[order]),
                "marker": {"color": shade},
            }
        )
    layout = {"barmode": mode, "bargap": 0.1}
    plot = Plot(traces, drawn, _place_axis(asked.panel.x, places), y, layout=layout)
    return _with_notes(asked, plot, notes + _left_out(places, asked.panel.x))


def _measure(asked: Request) -> tuple[NDArray[np.float64] | None, str, list[str]]:
    """Return the numbers whose mean is drawn and the axis title; None counts rows instead."""
    if column_kind(asked.y) == "number":
        return numbers(asked.y).astype(np.float64), f"Mean of {asked.panel.y}", []
    return None, "Rows", [f"{asked.panel.y} has no numbers, so rows are counted."]


def _means(
    places: Places, values: NDArray[np.float64] | None, members: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return rows and mean of each place; without values the mean is the number of rows."""
    usable = members & (places.codes != NOWHERE)
    if values is not None:
        usable &= np.isfinite(values)
    codes = places.codes[usable]
    counts = np.bincount(codes, minlength=len(places))
    if values is None:
        return counts, counts.astype(np.float64)
    sums = np.bincount(codes, weights=values[usable], minlength=len(places))
    return counts, np.divide(sums, counts, out=np.zeros(len(places)), where=counts > 0)


def _grouped(asked: Request) -> list[tuple[str, NDArray[np.bool_], str]]:
    """Return name, members and colour of each group that has rows: all rows are one group without a text column."""
    colour = asked.by_group
    if colour is None:
        return [("", np.ones(len(asked.frame), dtype=bool), DATA_COLOURS[0])]
    codes, values = pd.factorize(colour)
    names = [str(value) for value in values]
    shades = dict(zip(asked.groups, DATA_COLOURS, strict=False))
    code_of = {name: code for code, name in enumerate(names)}
    groups = [(name, codes == code_of[name], shade) for name, shade in shades.items() if name in code_of]
    is_other = np.array([name not in shades for name in names] + [False])
    groups += [(OTHER_GROUP, is_other[codes], OTHER_COLOUR), (MISSING_GROUP, codes < 0, OTHER_COLOUR)]
    return [group for group in groups if group[1].any()] or [("", codes < 0, DATA_COLOURS[0])]


def _by_place(codes: NDArray[np.int64], values: NDArray[np.float64]) -> dict[int, NDArray[np.float64]]:
    """Return the sorted values of each place that has any."""
    if not len(codes):
        return {}
    order = np.lexsort((values, codes))
    codes, values = codes[order], values[order]
    places, starts = np.unique(codes, return_index=True)
    return dict(zip(places.tolist(), np.split(values, starts[1:]), strict=True))


def _box_trace(places: Places, numbers_at: dict[int, NDArray[np.float64]], name: str, shade: str) -> dict[str, Any]:
    statistics = np.array([_box_numbers(values) for values in numbers_at.values()]).T
    keys = ("lowerfence", "q1", "median", "q3", "upperfence", "mean")
    return {
        "type": "box",
        "name": literal(name),
        "x": encode(np.array([places.labels[place] for place in numbers_at], dtype=object)),
        **{key: encode(row) for key, row in zip(keys, statistics, strict=True)},
        "marker": {"color": shade},
        "line": {"width": LINE_WIDTH_PX},
    }


def _box_numbers(values: NDArray[np.float64]) -> tuple[float, ...]:
    """Return whiskers, quartiles and mean; a whisker ends at the last value within 1.5 interquartile ranges."""
    low, middle, high = np.quantile(values, (0.25, 0.5, 0.75))
    reach = 1.5 * (high - low)
    inside = values[(values >= low - reach) & (values <= high + reach)]
    return float(inside[0]), float(low), float(middle), float(high), float(inside[-1]), float(values.mean())


def _with_notes(asked: Request, plot: Plot, notes: list[str]) -> Plot:
    """Add the legend or, for a colour that makes no groups, the word that it is not shown."""
    if asked.by_group is not None:
        return replace(plot, legend=asked.panel.colour, notes=tuple(notes))
    if asked.colour is not None:
        notes = [
            *notes,
            f"{KIND_LABELS[asked.panel.kind]} is coloured by text columns: {asked.panel.colour} is not one.",
        ]
    return replace(plot, notes=tuple(notes))


def _unsuitable(asked: Request, reason: str) -> Plot:
    """Draw empty axes that say why."""
    x, y = (Axis(str(column.name), column_kind(column)) for column in (asked.x, asked.y))
    return Plot(plain_traces(Points(np.array([], object), np.array([], object))), 0, x, y, notes=(reason,))


def _needs_numbers(what: str, label: str) -> str:
    return f"{what} needs numbers: {label} has none."


def _left_out(places: Places, label: str) -> list[str]:
    return [f"{places.left_out:,} rarer values of {label} are shown as {OTHER_GROUP}."] if places.left_out else []


def _axis(column: pd.Series, log: bool) -> Axis:
    return Axis(str(column.name), column_kind(column), log)


def _place_axis(title: str, places: Places, *, log: bool = False) -> Axis:
    return Axis(title, places.kind, log, places.labels if places.kind == "text" else None)


def _logs(
    asked: Request, *, allow_x: bool, allow_y: bool = True, y_is_count: bool = False
) -> tuple[bool, bool, list[str]]:
    """Tell which axes are logarithmic, and why one that was asked for is not."""
    panel, notes = asked.panel, []
    kind = KIND_LABELS[panel.kind]
    log_x = panel.log_x and allow_x and column_kind(asked.x) == "number"
    log_y = panel.log_y and allow_y and (y_is_count or column_kind(asked.y) == "number")
    if panel.log_x and not log_x:
        notes.append(_needs_numbers("A logarithmic X axis", panel.x) if allow_x else f"{kind} has a linear X axis.")
    if panel.log_y and not log_y:
        notes.append(_needs_numbers("A logarithmic Y axis", panel.y) if allow_y else f"{kind} has a linear Y axis.")
    return log_x, log_y, notes
