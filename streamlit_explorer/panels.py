"""One panel: its card, its controls, its chart; adding and removing. Common to all tiers; imports state."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure

from shared.explorer_spec import (
    LABEL_ADD_PANEL,
    LABEL_COLOUR,
    LABEL_NO_COLOUR,
    LABEL_REMOVE_PANEL,
    LABEL_TITLE,
    LABEL_X,
    LABEL_Y,
    MAX_PANELS,
    PANEL_LIMIT_REASON,
    PanelSpec,
    column_options,
    default_axes,
    default_panel,
    fit_panel,
    rows_drawn,
)
from shared.figures import Chart
from shared.theme import CHART_CONFIG, CHART_HEIGHT_PX
from shared.traces import literal
from streamlit_explorer.state import Page

_FIELDS: Final = ("x", "y", "colour", "title")
PanelCallback = Callable[[int], None]


class _BuiltFigure(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure that `build_chart` made: passes where Streamlit would validate a dict for milliseconds a chart."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as it was built."""
        return self._figure


def fit(page: Page, frame: pd.DataFrame) -> None:
    """Fit the panels to a newly opened dataset: kept where its columns allow, made where there are none."""
    if page.schema is not None:
        return
    page.schema, page.axes = frame.head(0), default_axes(frame)
    columns = column_options(frame)
    page.panels = [fit_panel(panel, columns, page.axes) for panel in page.panels]
    for panel in page.panels:
        _set_widgets(panel)
    if not page.panels:
        for _ in range(page.wanted_panels):
            _append(page)


def add_button(page: Page, on_click: Callable[[], None] | None = None) -> None:
    """Draw "Add panel"; at the limit it is disabled and says why."""
    full = len(page.panels) >= MAX_PANELS
    with st.container(key="add-panel", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if full:
            st.caption(PANEL_LIMIT_REASON)
        st.button(LABEL_ADD_PANEL, type="primary", disabled=full, on_click=_add, args=(page, on_click))


def grid() -> AbstractContextManager[object]:
    """Open the container of all cards; the stylesheet makes it two columns, or one."""
    return st.container(key="grid")


def card(panel: PanelSpec) -> AbstractContextManager[object]:
    """Open the container of one panel."""
    return st.container(key=f"panel-{panel.panel_id}", border=True)


def controls(page: Page, panel: PanelSpec, on_change: PanelCallback | None = None) -> PanelSpec:
    """Draw the panel's four inputs.

    Parameters
    ----------
    page : Page
        Remembers what is chosen, for a run that does not draw the inputs.
    panel : PanelSpec
        What the inputs show where the user has not yet chosen.
    on_change : callable, optional
        Called with the panel's id before the rerun that a change causes.

    Returns
    -------
    PanelSpec
        What they say now.
    """
    assert page.schema is not None
    columns = column_options(page.schema)
    key, args = panel.panel_id, (panel.panel_id,)
    if _key("x", key) not in st.session_state:
        _set_widgets(panel)
    with st.container(key=f"controls-{key}"):
        st.selectbox(LABEL_X, columns, key=_key("x", key), on_change=on_change, args=args)
        st.selectbox(LABEL_Y, columns, key=_key("y", key), on_change=on_change, args=args)
        st.selectbox(
            LABEL_COLOUR,
            ["", *columns],
            format_func=lambda label: label or LABEL_NO_COLOUR,
            key=_key("colour", key),
            on_change=on_change,
            args=args,
        )
        st.text_input(LABEL_TITLE, key=_key("title", key), on_change=on_change, args=args)
    return read(page, key)


def read(page: Page, panel_id: int) -> PanelSpec:
    """Take a panel's choices from its inputs."""
    x, y, colour, title = (st.session_state[_key(name, panel_id)] for name in _FIELDS)
    panel = PanelSpec(panel_id=panel_id, title=title, x=x, y=y, colour=colour or None)
    page.panels = [panel if other.panel_id == panel_id else other for other in page.panels]
    return panel


def retitled(chart: Chart, panel: PanelSpec) -> Chart:
    """Return a chart with this panel's title and id, its points shared with the one given."""
    layout = chart.figure["layout"]
    title = {**layout["title"], "text": literal(panel.title)}
    meta = {**layout["meta"], "panel": panel.panel_id}
    return replace(chart, figure={**chart.figure, "layout": {**layout, "title": title, "meta": meta}})


def draw(chart: Chart, panel: PanelSpec) -> None:
    """Draw the chart and its caption."""
    # theme=None: Streamlit's own would restyle the figure that both apps share.
    st.plotly_chart(
        _BuiltFigure(chart.figure),
        theme=None,
        height=CHART_HEIGHT_PX,
        key=f"chart-{panel.panel_id}",
        config=CHART_CONFIG,
    )
    st.caption(rows_drawn(chart.drawn, chart.matched))


def remove_button(page: Page, panel: PanelSpec, on_click: Callable[[], None] | None = None) -> None:
    """Draw "Remove panel"."""
    key = f"remove-{panel.panel_id}"
    st.button(LABEL_REMOVE_PANEL, key=key, type="tertiary", on_click=_remove, args=(page, panel.panel_id, on_click))


def _key(name: str, panel_id: int) -> str:
    return f"{name}-{panel_id}"


def _set_widgets(panel: PanelSpec) -> None:
    for name in _FIELDS:
        st.session_state[_key(name, panel.panel_id)] = getattr(panel, name) or ""


def _append(page: Page) -> None:
    page.panels = [*page.panels, default_panel(page.axes, page.next_panel_id)]
    page.next_panel_id += 1


def _add(page: Page, on_click: Callable[[], None] | None) -> None:
    # Asked again: a click may come from a page that was drawn before the limit was reached.
    if len(page.panels) < MAX_PANELS:
        _append(page)
    if on_click is not None:
        on_click()


def _remove(page: Page, panel_id: int, on_click: Callable[[], None] | None) -> None:
    page.panels = [panel for panel in page.panels if panel.panel_id != panel_id]
    if on_click is not None:
        on_click()
