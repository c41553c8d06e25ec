"""What a box drawn over a chart selects becomes the filter. Imports columns, explorer_spec, filtering."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from shared.columns import Kind, column_kind
from shared.explorer_spec import ChartKind, PanelSpec
from shared.filtering import Filter

_AXES_OF_VALUES: Final[dict[ChartKind, str]] = {
    "scatter": "xy",
    "line": "x",
    "bar": "x",
    "histogram": "x",
    "box": "y",
    "violin": "y",
    "density": "xy",
}
"""Chart type -> the axes along which rows lie by their own value: the others show counts, means or named places."""
_DIGITS: Final = 4
"""Digits that the width of a box is told in: finer than its pixels."""


def selectable_columns(frame: pd.DataFrame, panel: PanelSpec) -> dict[str, str]:
    """Tell which columns a box over a panel's chart can filter: those of numbers or dates along an axis.

    Parameters
    ----------
    frame : DataFrame
        Has the panel's columns; rows are not needed.
    panel : PanelSpec
        What is drawn.

    Returns
    -------
    dict of str to str
        "x", "y" or both -> column label.
    """
    columns = {letter: getattr(panel, letter) for letter in _AXES_OF_VALUES[panel.kind]}
    return {letter: label for letter, label in columns.items() if column_kind(frame[label]) != "text"}


def selected(frame: pd.DataFrame, panel: PanelSpec, box: Mapping[str, Sequence[Any]], before: Filter) -> Filter:
    """Return the filter that keeps the rows within a box, and whatever was filtered on other columns.

    Parameters
    ----------
    frame : DataFrame
        Has the panel's columns; rows are not needed.
    panel : PanelSpec
        What the box was drawn over.
    box : mapping of str to sequence
        Plotly's name of an axis, such as "x" or "y2" -> its two ends there, as Plotly tells them: numbers, or dates as
        text.
    before : Filter
        The filter so far.

    Returns
    -------
    Filter
        Numbers are rounded outwards by less than a pixel, dates to whole days. ``before`` itself where the box spans no
        column that can be filtered.
    """
    spans = {name[:1]: ends for name, ends in box.items()}
    columns = selectable_columns(frame, panel)
    parts = {
        label: _between(label, column_kind(frame[label]), spans[letter])
        for letter, label in columns.items()
        if len(spans.get(letter, ())) > 1
    }
    if not parts:
        return before
    shown, *more = parts.values()
    held = before.others if before.is_open else (replace(before, others=()), *before.others)
    return replace(shown, others=(*more, *(other for other in held if other.column not in parts)))


def _between(label: str, kind: Kind, ends: Sequence[Any]) -> Filter:
    if kind == "date":
        first, last = sorted(pd.Timestamp(end).date().isoformat() for end in (ends[0], ends[-1]))
        return Filter(label, start=first, end=last)
    low, high = sorted((float(ends[0]), float(ends[-1])))
    step = 10.0 ** (math.floor(math.log10(high - low)) - _DIGITS + 1) if high > low else 0.0
    if not step:
        return Filter(label, minimum=low, maximum=high)
    return Filter(label, minimum=_rounded(math.floor(low / step), step), maximum=_rounded(math.ceil(high / step), step))


def _rounded(count: int, step: float) -> float:
    """Multiply without the tail of digits that floats leave: 3 * 0.1 is 0.30000000000000004."""
    return float(f"{count * step:.12g}")
