"""Splits the points of a scatter chart into frames, one a place of a column.

Imports columns, explorer_spec, places, theme and traces.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates, numbers
from shared.explorer_spec import LABEL_PAUSE, LABEL_PLAY, MAX_FRAMES
from shared.places import find_places
from shared.theme import SIZE_SMALL_PX
from shared.traces import Traces, iso_times, literal

_FRAME_MS: Final = 600
_MARGIN: Final = 0.05
"""Share of an axis that stays free beyond its lowest and its highest point."""
_BELOW_AXIS_PX: Final = 38
"""From the axis to buttons and slider: its labels and title stand between."""
_BELOW_BUTTONS_PX: Final = 17
"""From what is said of the frame, beside the buttons, to the slider below them."""

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Animation:
    """A chart in frames.

    Attributes
    ----------
    traces : list of dict
        Of the first frame: one for each trace that any frame has, so that a group keeps its place.
    drawn : int
        Rows in all frames together.
    frames : list of dict
        Plotly's frames, in the order of the column.
    layout : dict
        The slider and the buttons.
    """

    traces: Traces
    drawn: int
    frames: list[dict[str, Any]]
    layout: dict[str, Any]


def animated(column: pd.Series, positions: Positions, traces_at: Callable[[Positions], Traces]) -> Animation | None:
    """Split a chart's points by a column.

    Parameters
    ----------
    column : Series, shape (n_rows,)
        What changes from frame to frame: its values, or `MAX_FRAMES` places of them.
    positions : int array, shape (n_drawn,)
        The rows that are drawn; those without a value in the column are in no frame.
    traces_at : callable
        Draws the rows at some of these positions.

    Returns
    -------
    Animation or None
        None where no drawn row has a value.
    """
    places = find_places(column, MAX_FRAMES)
    codes = places.codes[positions]
    shown = [place for place in range(len(places)) if (codes == place).any()]
    if not shown:
        return None
    blanks = {trace.get("name"): _blank(trace) for trace in traces_at(positions[codes >= 0])}
    frames: list[dict[str, Any]] = []
    for place in shown:
        own = {trace.get("name"): trace for trace in traces_at(positions[codes == place])}
        # Numbered: rounded, two places may have one label.
        frames.append({"name": str(place), "data": [own.get(name, blank) for name, blank in blanks.items()]})
    drawn = int(np.count_nonzero(codes >= 0))
    labels = {str(place): places.labels[place] for place in shown}
    return Animation(frames[0]["data"], drawn, frames, _controls(str(column.name), labels))


def _blank(trace: dict[str, Any]) -> dict[str, Any]:
    """Return a trace without points."""
    marker = {name: value for name, value in trace["marker"].items() if not isinstance(value, dict | list)}
    return {**trace, "x": [], "y": [], "marker": marker}


def _controls(column: str, labels: dict[str, str]) -> dict[str, Any]:
    """Return the slider, a step for each frame by its name, and the buttons."""
    # At once and not by a glide: the points of two frames are not the same rows.
    at_once = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    play = {"fromcurrent": True, "frame": {"duration": _FRAME_MS, "redraw": False}, "transition": {"duration": 0}}
    below = {"y": 0, "yanchor": "top", "pad": {"t": _BELOW_AXIS_PX}}
    return {
        "sliders": [
            {
                **below,
                "currentvalue": {
                    "prefix": f"{literal(column)}: ",
                    "font": {"size": SIZE_SMALL_PX},
                    "xanchor": "right",
                    "offset": _BELOW_BUTTONS_PX,
                },
                "font": {"size": SIZE_SMALL_PX},
                "ticklen": 4,
                "minorticklen": 2,
                "steps": [
                    {"label": literal(label), "method": "animate", "args": [[name], at_once]}
                    for name, label in labels.items()
                ],
            }
        ],
        "updatemenus": [
            {
                **below,
                "type": "buttons",
                "direction": "left",
                "showactive": False,
                "x": 0,
                "xanchor": "left",
                "font": {"size": SIZE_SMALL_PX},
                "buttons": [
                    {"label": LABEL_PLAY, "method": "animate", "args": [None, play]},
                    {"label": LABEL_PAUSE, "method": "animate", "args": [[None], at_once]},
                ],
            }
        ],
    }


def fixed_axis(column: pd.Series, positions: Positions, *, log: bool) -> tuple[list[Any], list[str] | None]:
    """Return an axis that holds all frames: its range and, of text, the values in order.

    Parameters
    ----------
    column : Series, shape (n_rows,)
        What the axis shows.
    positions : int array, shape (n_drawn,)
        At least one.
    log : bool
        Whether the axis is logarithmic.
    """
    drawn = column.iloc[positions]
    kind = column_kind(column)
    if kind == "text":
        labels = sorted({str(value) for value in drawn})
        return [-0.5, len(labels) - 0.5], labels
    if kind == "date":
        dates = naive_dates(drawn).astype("datetime64[ms]")
        room = max((dates.max() - dates.min()) * _MARGIN, np.timedelta64(1, "h"))
        return iso_times(np.array([dates.min() - room, dates.max() + room])).tolist(), None
    values = numbers(drawn).astype(np.float64)
    if log:
        values = np.log10(values)
    low, high = float(values.min()), float(values.max())
    room = (high - low) * _MARGIN or 1.0
    return [low - room, high + room], None
