"""Turns chosen rows into a figure's traces, coloured or not. Imports columns, explorer_spec, theme.

Typed arrays are encoded here, because for the same numpy array one framework would send a list and the other base64:
both must send the same bytes.
"""

import base64
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers, texts
from shared.explorer_spec import MAX_COLOURS, MISSING_GROUP, OTHER_GROUP, SAMPLE_SEED
from shared.theme import COLOUR_BAR, COLOUR_SCALE, DATA_COLOURS, OTHER_COLOUR

_MARKER: Final = {"size": 6, "opacity": 0.8}
_MISSING_LOOK: Final = {"color": OTHER_COLOUR, "symbol": "circle-open"}
_MAX_RANKED_ROWS: Final = 20_000
"""Rows that the order of the colour groups is counted on."""

Traces = list[dict[str, Any]]


def plain_traces(x: NDArray[Any], y: NDArray[Any]) -> Traces:
    """Draw all points in one colour."""
    return [_trace(x, y, {"color": DATA_COLOURS[0]})]


def group_traces(x: NDArray[Any], y: NDArray[Any], colour: pd.Series, positions: NDArray[np.int64]) -> Traces:
    """Draw one trace a group of a text column: the most frequent values, then the rest, then the missing.

    Parameters
    ----------
    x, y : array, shape (n_drawn,)
        From `coordinates`.
    colour : Series, shape (n_rows,)
        The whole column: a value must have the same colour whatever the axes are.
    positions : int array, shape (n_drawn,)
        The drawn rows of ``colour``.

    Returns
    -------
    list of dict
        At least one trace, at most `MAX_COLOURS` + 2; no empty one beside others.
    """
    names = texts(colour.iloc[positions])
    largest = _largest_groups(colour)
    missing = pd.isna(names)
    groups = [(name, names == name, {"color": shade}) for name, shade in zip(largest, DATA_COLOURS, strict=False)]
    groups.append((OTHER_GROUP, ~np.isin(names, largest) & ~missing, {"color": OTHER_COLOUR}))
    groups.append((MISSING_GROUP, missing, _MISSING_LOOK))
    traces = [
        _trace(x[members], y[members], look, name=literal(name)) for name, members, look in groups if members.any()
    ]
    return traces or plain_traces(x, y)


def scale_traces(
    x: NDArray[Any], y: NDArray[Any], colour: pd.Series, positions: NDArray[np.int64]
) -> tuple[Traces, dict[str, Any]]:
    """Draw the points of a numeric or date column along a colour scale.

    Parameters
    ----------
    x, y, colour, positions
        As for `group_traces`.

    Returns
    -------
    traces : list of dict
        The coloured points; those without a colour, if any, in a second trace.
    coloraxis : dict
        For the layout.
    """
    axis: dict[str, Any] = {
        "colorscale": COLOUR_SCALE,
        "colorbar": {**COLOUR_BAR, "title": {"text": literal(str(colour.name))}},
    }
    chosen = colour.iloc[positions]
    if column_kind(colour) == "number":
        scale = numbers(chosen).astype(np.float64)
    else:
        scale, ticks = _date_scale(naive_dates(chosen))
        axis["colorbar"] |= ticks
    known = np.isfinite(scale)
    traces = [_trace(x[known], y[known], {"color": _encode(scale[known]), "coloraxis": "coloraxis"})]
    if not known.all():
        traces.append(_trace(x[~known], y[~known], _MISSING_LOOK, name=MISSING_GROUP))
    return traces, axis


def coordinates(column: pd.Series, positions: NDArray[np.int64]) -> NDArray[Any]:
    """Return what an axis is given for these rows: numbers, ISO times or text."""
    chosen = column.iloc[positions]
    kind = column_kind(chosen)
    if kind == "number":
        return numbers(chosen)
    if kind == "date" and len(chosen):
        return np.datetime_as_string(naive_dates(chosen), unit="auto").astype(object)
    return texts(chosen)


def literal(text: str) -> str:
    """Keep Plotly from reading markup, links included, in what comes from a file or a user."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _largest_groups(colour: pd.Series) -> list[str]:
    """Name the most frequent values, ties by name."""
    if len(colour) > _MAX_RANKED_ROWS:
        # To count a million texts costs more than the whole chart; this many tell the same order, up to near ties.
        draws = np.random.default_rng(SAMPLE_SEED).integers(len(colour), size=_MAX_RANKED_ROWS)
        colour = colour.iloc[np.sort(draws)]
    counts = colour.value_counts(sort=False)
    ranked = sorted(((str(value), int(n)) for value, n in counts.items() if n), key=lambda pair: (-pair[1], pair[0]))
    return [name for name, _ in ranked[:MAX_COLOURS]]


def _date_scale(dates: NDArray[np.datetime64]) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Give seconds for dates and the ticks that word them: a colour bar knows no dates."""
    seconds = dates.astype("datetime64[s]").astype(np.float64)
    seconds[np.isnat(dates)] = np.nan
    if np.isnan(seconds).all():
        return seconds, {}
    ticks = np.linspace(np.nanmin(seconds), np.nanmax(seconds), 4)
    words = np.datetime_as_string(ticks.astype("datetime64[s]"), unit="D")
    return seconds, {"tickvals": ticks.tolist(), "ticktext": words.tolist()}


def _trace(x: NDArray[Any], y: NDArray[Any], look: dict[str, Any], *, name: str = "") -> dict[str, Any]:
    # SVG: a page has 16 WebGL contexts, and a hundred panels would lose most of theirs.
    marker = {**_MARKER, **look}
    return {"type": "scatter", "mode": "markers", "name": name, "x": _encode(x), "y": _encode(y), "marker": marker}


def _encode(values: NDArray[Any]) -> Any:
    """Encode numbers as Plotly's typed array (base64 of 8-byte floats), anything else as a list of text."""
    if values.dtype.kind in "iuf" and len(values):
        data = np.ascontiguousarray(values, dtype="<f8")
        return {"dtype": "f8", "bdata": base64.b64encode(data.data).decode("ascii")}
    return [literal(value) for value in values]
