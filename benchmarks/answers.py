"""What the page must show, computed from the data by shared's functions, before anything is timed. Imports model."""

import base64
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import numpy as np
import pandas as pd

from benchmarks.model import Action
from shared.explorer_spec import PanelSpec, default_axes, default_panel, rows_drawn, rows_shown
from shared.figures import build_chart
from shared.filtering import Filter, apply_filter

NO_FILTER: Final = Filter()


@dataclass(frozen=True)
class PanelAnswer:
    """What one panel must show.

    Attributes
    ----------
    place : int
        Zero-based place on the page.
    answer : str or None
        Title, axis titles and ``layout.meta`` in one line, as the probe reads them from the chart; None: no chart.
    caption : str or None
        Text below the chart; None: there is none to read.
    checksum : int or None
        CRC-32 of the drawn x and y of every trace in order: 8-byte little-endian floats, or UTF-8 text
        joined by U+001F.
    points : int or None
        Markers on the chart; None: no chart.
    """

    place: int
    answer: str | None
    caption: str | None
    checksum: int | None
    points: int | None


@dataclass(frozen=True)
class Screen:
    """What the user sees: the state of the page as far as an answer depends on it.

    Attributes
    ----------
    panels : tuple of PanelSpec
        In the order of the page.
    chosen : Filter
        The global filter.
    """

    panels: tuple[PanelSpec, ...]
    chosen: Filter = NO_FILTER

    def after(self, action: Action, *, filter_column: str) -> "Screen":
        """Return the screen that an action leads to.

        Raises
        ------
        ValueError
            If the action is none that changes a screen.
        """
        if action.scenario == "global_filter":
            return replace(self, chosen=Filter(column=filter_column, minimum=float(action.value)))
        panels = list(self.panels)
        panel = panels[action.panel]
        if action.scenario == "change_axis":
            panels[action.panel] = replace(panel, x=action.value)
        elif action.scenario == "rename_title":
            panels[action.panel] = replace(panel, title=action.value)
        else:
            raise ValueError(f"{action.scenario}: no action that changes a screen")
        return replace(self, panels=tuple(panels))


class Answers(Protocol):
    """What an app must show of one dataset."""

    def first_screen(self, panels: int) -> Screen:
        """Return the screen that a page opens with."""
        ...

    def rows(self, screen: Screen) -> str | None:
        """Return the text that counts the rows; None where an app has none."""
        ...

    def panel(self, screen: Screen, place: int) -> PanelAnswer:
        """Return what the panel at this place must show."""
        ...


class AnswerBook:
    """Expected answers for one dataset. Each distinct chart is built once.

    Parameters
    ----------
    frame : DataFrame
        The dataset as the server has it.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._filtered: dict[Filter, pd.DataFrame] = {NO_FILTER: frame}
        self._charts: dict[tuple[Filter, str, str, str | None], tuple[int, int, int]] = {}

    @property
    def columns(self) -> list[str]:
        """Labels of the numeric columns, in file order."""
        return [str(name) for name in self._frame.columns if pd.api.types.is_numeric_dtype(self._frame[name])]

    def first_screen(self, panels: int) -> Screen:
        """Return the screen that a page opens with."""
        axes = default_axes(self._frame)
        return Screen(panels=tuple(default_panel(axes, place) for place in range(panels)))

    def rows(self, screen: Screen) -> str:
        """Return the header's "K of M rows"."""
        return rows_shown(len(self._rows(screen.chosen)), len(self._frame))

    def panel(self, screen: Screen, place: int) -> PanelAnswer:
        """Return what the panel at this place must show."""
        panel = screen.panels[place]
        key = (screen.chosen, panel.x, panel.y, panel.colour)
        if key not in self._charts:
            chart = build_chart(self._rows(screen.chosen), panel)
            self._charts[key] = (chart.matched, chart.drawn, checksum(chart.figure["data"]))
        matched, drawn, crc = self._charts[key]
        parts = (panel.title, panel.x, panel.y, panel.panel_id, panel.x, panel.y, matched, drawn)
        return PanelAnswer(
            place=place,
            answer="|".join(map(str, parts)),
            caption=rows_drawn(drawn, matched),
            checksum=crc,
            points=drawn,
        )

    def _rows(self, chosen: Filter) -> pd.DataFrame:
        if chosen not in self._filtered:
            self._filtered[chosen] = apply_filter(self._frame, chosen)
        return self._filtered[chosen]


def checksum(traces: Iterable[dict[str, Any]]) -> int:
    """Return the CRC-32 of what traces draw; the probe computes the same from the chart."""
    crc = 0
    for trace in traces:
        for axis in ("x", "y"):
            crc = zlib.crc32(_bytes(trace[axis]), crc)
    return crc


def in_short(answers: Iterable[tuple[str | None, str | None, int | None]], rows: str | None) -> str:
    """Word answers (answer, caption, checksum of each panel) so that equal lines mean an equal screen."""
    lines = [
        f"{answer} {caption or '-'} crc {'-' if crc is None else f'{crc:08x}'}" for answer, caption, crc in answers
    ]
    if len(lines) != 1:
        lines = [f"{len(lines)} panels, crc {zlib.crc32(chr(10).join(lines).encode()):08x}"]
    return lines[0] if rows is None else f"{rows}; {lines[0]}"


def _bytes(values: Any) -> bytes:
    if isinstance(values, dict):
        return base64.b64decode(values["bdata"])
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    if numbers:
        return np.asarray(values, dtype="<f8").tobytes()
    return "\x1f".join("" if value is None else str(value) for value in values).encode()
