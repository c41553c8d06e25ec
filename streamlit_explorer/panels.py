"""One panel: its card, its controls, its chart; adding and removing. Common to all tiers; imports address, state."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st
from plotly.basedatatypes import BaseFigure

from shared.explorer_spec import (
    DEFAULT_PANELS,
    KIND_LABELS,
    LABEL_ADD_PANEL,
    LABEL_COLOUR,
    LABEL_KIND,
    LABEL_NO_COLOUR,
    LABEL_OPTIONS,
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
)
from shared.figures import Chart
from shared.selection import selected
from shared.theme import CHART_CONFIG, CHART_HEIGHT_PX
from shared.traces import literal
from streamlit_explorer import address, state
from streamlit_explorer.state import Page
from streamlit_explorer.words import Choices, plain

_FIELDS: Final = ("kind", "x", "y", "colour", "title")
Callback = Callable[[], None]
PanelCallback = Callable[[int], None]


class _BuiltFigure(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure that `build_chart` made: passes where Streamlit would validate a dict for milliseconds a chart."""

    def __init__(self, figure: dict[str, Any]) -> None:
        self._figure = figure

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as it was built."""
        return self._figure


def fit(page: Page, frame: pd.DataFrame) -> None:
    """Fit the panels to a newly opened dataset: those of the address, else those there are, else default ones."""
    if page.schema is not None:
        return
    page.schema, page.axes = frame.head(0), default_axes(frame)
    columns = column_options(frame)
    address.read_view(page, columns)
    page.panels = [fit_panel(panel, columns, page.axes) for panel in page.panels]
    if not page.panels:
        for _ in range(page.wanted_panels):
            append(page, default_panel(page.axes, page.next_panel_id))
    page.wanted_panels = DEFAULT_PANELS
    for panel in page.panels:
        _set_widgets(panel)


def append(page: Page, panel: PanelSpec) -> None:
    """Put a panel after the last, under an id of its own; not beyond the limit."""
    # Asked here: a click may come from a page that was drawn before the limit was reached.
    if is_full(page):
        return
    page.panels = [*page.panels, replace(panel, panel_id=page.next_panel_id)]
    page.next_panel_id += 1


def is_full(page: Page) -> bool:
    """Tell whether the page holds as many panels as it may."""
    return len(page.panels) >= MAX_PANELS


def find(page: Page, panel_id: int) -> PanelSpec:
    """Return the panel with this id."""
    return next(panel for panel in page.panels if panel.panel_id == panel_id)


def put(page: Page, panel: PanelSpec) -> None:
    """Put a panel in the place of the one with its id."""
    page.panels = [panel if other.panel_id == panel.panel_id else other for other in page.panels]


def add_button(page: Page, on_click: Callback | None = None) -> None:
    """Draw "Add panel"; at the limit it is disabled and says why."""
    full = is_full(page)
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
    """Draw the panel's five inputs.

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
    colours = Choices(LABEL_NO_COLOUR, columns)
    key, args = panel.panel_id, (panel.panel_id,)
    if _key("x", key) not in st.session_state:
        _set_widgets(panel)
    with st.container(key=f"controls-{key}"):
        st.selectbox(
            LABEL_KIND,
            list(KIND_LABELS),
            format_func=KIND_LABELS.__getitem__,
            key=_key("kind", key),
            on_change=on_change,
            args=args,
        )
        st.selectbox(LABEL_X, columns, key=_key("x", key), on_change=on_change, args=args)
        st.selectbox(LABEL_Y, columns, key=_key("y", key), on_change=on_change, args=args)
        st.selectbox(
            LABEL_COLOUR,
            colours.options,
            format_func=colours.word,
            key=_key("colour", key),
            on_change=on_change,
            args=args,
        )
        st.text_input(LABEL_TITLE, key=_key("title", key), on_change=on_change, args=args)
    return read(page, key)


def read(page: Page, panel_id: int) -> PanelSpec:
    """Take a panel's choices from its inputs; what "Panel options" says of it stays."""
    told = {name: st.session_state[_key(name, panel_id)] for name in _FIELDS}
    told["colour"] = None if told["colour"] == state.NOTHING else told["colour"]
    panel = replace(find(page, panel_id), **told)
    put(page, panel)
    return panel


def retitled(chart: Chart, panel: PanelSpec) -> Chart:
    """Return a chart with this panel's title and id, its points shared with the one given."""
    layout = chart.figure["layout"]
    title = {**layout["title"], "text": literal(panel.title)}
    meta = {**layout["meta"], "panel": panel.panel_id}
    return replace(chart, figure={**chart.figure, "layout": {**layout, "title": title, "meta": meta}})


def draw(page: Page, chart: Chart, panel: PanelSpec, *, on_filter: Callback | None = None) -> None:
    """Draw the chart and its caption.

    Parameters
    ----------
    page : Page
        Its filter is set by a box drawn over the chart, if the panel's option says so.
    chart : Chart
        What to draw.
    panel : PanelSpec
        Whose chart it is.
    on_filter : callable, optional
        Run before the rerun that such a box causes.
    """
    key = _key("chart", panel.panel_id)
    # A chart that can be selected in is a widget, which Streamlit mounts anew for each figure.
    selecting: dict[str, Any] = {
        "on_select": partial(_select, page, panel, key, on_filter),
        "selection_mode": "box",
    }
    # theme=None: Streamlit's own would restyle the figure that both apps share.
    st.plotly_chart(
        _BuiltFigure(chart.figure),
        theme=None,
        height=CHART_HEIGHT_PX,
        key=key,
        config=CHART_CONFIG,
        **(selecting if panel.select else {}),
    )
    st.caption(plain(chart.caption))


def _select(page: Page, panel: PanelSpec, key: str, then: Callback | None) -> None:
    assert page.schema is not None
    for box in st.session_state[key].selection.box:
        state.set_filter(
            page, selected(page.schema, panel, {box["xref"]: box["x"], box["yref"]: box["y"]}, page.chosen)
        )
    page.alert = None
    if then is not None:
        then()


def foot(
    page: Page, panel: PanelSpec, *, on_options: Callback | None = None, on_remove: Callback | None = None
) -> None:
    """Draw "Options" and "Remove panel"; the callbacks run once the page knows of the click."""
    name = panel.panel_id
    st.button(
        LABEL_OPTIONS,
        key=f"options-{name}",
        type="tertiary",
        on_click=state.open_dialog,
        args=(page, name, on_options),
    )
    st.button(LABEL_REMOVE_PANEL, key=f"remove-{name}", type="tertiary", on_click=_remove, args=(page, name, on_remove))


def _key(name: str, panel_id: int) -> str:
    return f"{name}-{panel_id}"


def _set_widgets(panel: PanelSpec) -> None:
    for name in _FIELDS:
        value = getattr(panel, name)
        st.session_state[_key(name, panel.panel_id)] = state.NOTHING if value is None else value


def _add(page: Page, on_click: Callback | None) -> None:
    append(page, default_panel(page.axes, page.next_panel_id))
    if on_click is not None:
        on_click()


def _remove(page: Page, panel_id: int, on_click: Callback | None) -> None:
    page.panels = [panel for panel in page.panels if panel.panel_id != panel_id]
    if on_click is not None:
        on_click()
