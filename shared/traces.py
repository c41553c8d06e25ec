"""Turns chosen rows into the traces of a scatter chart, coloured or not. Imports columns, explorer_spec, theme.

Typed arrays are encoded here, because for the same numpy array one framework would send a list and the other base64:
both must send the same bytes.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers, texts
from shared.explorer_spec import MAX_COLOURS, MISSING_GROUP, OTHER_GROUP, SAMPLE_SEED
from shared.theme import COLOUR_BAR, COLOUR_SCALE, DATA_COLOURS, OTHER_COLOUR

_MARKER: Final = {"size": 6, "opacity": 0.8}
_SIZES_PX: Final = (4.0, 20.0)
"""Diameter of the point with the lowest and the highest value of a size column."""
_MISSING_LOOK: Final = {"color": OTHER_COLOUR, "symbol": "circle-open"}
_MAX_RANKED_ROWS: Final = 20_000
"""Rows that the order of the colour groups is counted on."""

Traces = list[dict[str, Any]]


@dataclass(frozen=True)
class Points:
    """The points of a scatter chart.

    Attributes
    ----------
    x, y : array, shape (n_drawn,)
        From `coordinates`.
    diameters : float array, shape (n_drawn,), or None
        In px; None where all points have the same size.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    diameters: NDArray[np.float64] | None = None

    def where(self, members: NDArray[np.bool_]) -> "Points":
        """Return the marked points."""
        diameters = None if self.diameters is None else self.diameters[members]
        return Points(self.x[members], self.y[members], diameters)


def plain_traces(points: Points) -> Traces:
    """Draw all points in one colour."""
    return [_trace(points, {"color": DATA_COLOURS[0]})]


def group_traces(points: Points, colour: pd.Series, positions: NDArray[np.int64], largest: Sequence[str]) -> Traces:
    """Draw one trace a group of a text column: the most frequent values, then the rest, then the missing.

    Parameters
    ----------
    points : Points
        The drawn points.
    colour : Series, shape (n_rows,)
        The column of the groups.
    positions : int array, shape (n_drawn,)
        The drawn rows of ``colour``.
    largest : sequence of str
        From `largest_groups`.

    Returns
    -------
    list of dict
        At least one trace, at most `MAX_COLOURS` + 2; no empty one beside others.
    """
    names = texts(colour.iloc[positions])
    missing = pd.isna(names)
    groups = [(name, names == name, {"color": shade}) for name, shade in zip(largest, DATA_COLOURS, strict=False)]
    groups.append((OTHER_GROUP, ~np.isin(names, list(largest)) & ~missing, {"color": OTHER_COLOUR}))
    groups.append((MISSING_GROUP, missing, _MISSING_LOOK))
    traces = [
        _trace(points.where(members), look, name=literal(name)) for name, members, look in groups if members.any()
    ]
    return traces or plain_traces(points)


def scale_traces(points: Points, colour: pd.Series, positions: NDArray[np.int64]) -> tuple[Traces, dict[str, Any]]:
    """Draw the points of a numeric or date column along a colour scale.

    Parameters
    ----------
    points, colour, positions
        As for `group_traces`.

    Returns
    -------
    traces : list of dict
        The coloured points; those without a colour, if any, in a second trace.
    coloraxis : dict
        For the layout.
    """
    axis = colour_axis(str(colour.name))
    scale, ticks = _scale(colour.iloc[positions])
    axis["colorbar"] |= ticks
    known = np.isfinite(scale)
    traces = [_trace(points.where(known), {"color": encode(scale[known]), "coloraxis": "coloraxis"})]
    if not known.all():
        traces.append(_trace(points.where(~known), _MISSING_LOOK, name=MISSING_GROUP))
    return traces, axis


def scale_ends(colour: pd.Series, positions: NDArray[np.int64]) -> dict[str, float]:
    """Return what keeps a colour scale the same for any of these rows, for its axis."""
    scale, _ = _scale(colour.iloc[positions])
    known = scale[np.isfinite(scale)]
    return {"cmin": float(known.min()), "cmax": float(known.max())} if len(known) else {}


def colour_axis(title: str) -> dict[str, Any]:
    """Return the layout's colour axis, with a bar that says what the colours mean."""
    return {"colorscale": COLOUR_SCALE, "colorbar": {**COLOUR_BAR, "title": {"text": literal(title)}}}


def diameters(size: pd.Series, positions: NDArray[np.int64]) -> NDArray[np.float64]:
    """Scale the points' areas by a numeric column, over all its rows; a missing value is drawn smallest."""
    values = numbers(size).astype(np.float64)
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if len(known) else (0.0, 0.0)
    share = (values[positions] - low) / ((high - low) or 1.0)
    share = np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    smallest, largest = _SIZES_PX
    scaled: NDArray[np.float64] = np.sqrt(smallest**2 + share * (largest**2 - smallest**2))
    return scaled


def coordinates(column: pd.Series, positions: NDArray[np.int64]) -> NDArray[Any]:
    """Return what an axis is given for these rows: numbers, ISO times or text."""
    chosen = column.iloc[positions]
    kind = column_kind(chosen)
    if kind == "number":
        return numbers(chosen)
    if kind == "date" and len(chosen):
        return iso_times(naive_dates(chosen))
    return texts(chosen)


def iso_times(dates: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """Word dates as Plotly reads them."""
    return np.datetime_as_string(dates, unit="auto").astype(object)


def largest_groups(colour: pd.Series) -> list[str]:
    """Name the `MAX_COLOURS` most frequent values, ties by name: the groups that get a colour of their own.

    Counted on all rows that are shown, not on those of one chart: a value must have the same colour whatever the axes.
    """
    if len(colour) > _MAX_RANKED_ROWS:
        # To count a million texts costs more than the whole chart; this many tell the same order, up to near ties.
        draws = np.random.default_rng(SAMPLE_SEED).integers(len(colour), size=_MAX_RANKED_ROWS)
        colour = colour.iloc[np.sort(draws)]
    counts = colour.value_counts(sort=False)
    ranked = sorted(((str(value), int(n)) for value, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ranked[:MAX_COLOURS]]


def literal(text: str) -> str:
    """Keep Plotly from reading markup, links included, in what comes from a file or a user."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(values: NDArray[Any]) -> Any:
    """Encode numbers as Plotly's typed array (base64 of 8-byte floats), anything else as a list of text."""
    if values.dtype.kind in "iuf" and values.size:
        data = np.ascontiguousarray(values, dtype="<f8")
        encoded = {"dtype": "f8", "bdata": base64.b64encode(data.data).decode("ascii")}
        return encoded if data.ndim == 1 else {**encoded, "shape": ", ".join(map(str, data.shape))}
    return [literal(value) for value in values]


def _scale(colour: pd.Series) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Give numbers for a column of numbers or dates, and the ticks that a colour bar needs to word them."""
    if column_kind(colour) == "number":
        return numbers(colour).astype(np.float64), {}
    return _date_scale(naive_dates(colour))


def _date_scale(dates: NDArray[np.datetime64]) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Give seconds for dates and the ticks that word them: a colour bar knows no dates."""
    seconds = dates.astype("datetime64[s]").astype(np.float64)
    seconds[np.isnat(dates)] = np.nan
    if np.isnan(seconds).all():
        return seconds, {}
    ticks = np.linspace(np.nanmin(seconds), np.nanmax(seconds), 4)
    words = np.datetime_as_string(ticks.astype("datetime64[s]"), unit="D")
    return seconds, {"tickvals": ticks.tolist(), "ticktext": words.tolist()}


def _trace(points: Points, look: dict[str, Any], *, name: str = "") -> dict[str, Any]:
    # SVG: a page has 16 WebGL contexts, and a hundred panels would lose most of theirs.
    marker = {**_MARKER, **look}
    if points.diameters is not None:
        marker["size"] = encode(points.diameters)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": encode(points.x),
        "y": encode(points.y),
        "marker": marker,
    }
