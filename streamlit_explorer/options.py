"""The dialog with all that a panel's card has no room for. Common to all tiers; imports panels, state, words.

What the tier does after a change is a callable that gets the panels as they were before.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from shared.chart_code import chart_code
from shared.explorer_spec import (
    LABEL_ANIMATE,
    LABEL_APPLY,
    LABEL_CHART_CODE,
    LABEL_CHART_HTML,
    LABEL_CLOSE,
    LABEL_DUPLICATE,
    LABEL_EARLIER,
    LABEL_FACET,
    LABEL_LATER,
    LABEL_LOG_X,
    LABEL_LOG_Y,
    LABEL_NO_ANIMATION,
    LABEL_NO_FACET,
    LABEL_NO_SIZE,
    LABEL_SELECT,
    LABEL_SIZE,
    LABEL_TREND,
    OPTIONS_TITLE,
    PanelSpec,
    column_options,
)
from shared.export import chart_page, file_name, filtered_name
from shared.figures import Chart
from streamlit_explorer import panels
from streamlit_explorer.state import NOTHING, Page
from streamlit_explorer.words import Choices

ChartOf = Callable[[PanelSpec], Chart]
RowsOf = Callable[[], pd.DataFrame]
Changed = Callable[[list[PanelSpec]], None]

_COLUMNS: Final = (
    ("size", LABEL_SIZE, LABEL_NO_SIZE),
    ("facet", LABEL_FACET, LABEL_NO_FACET),
    ("animate", LABEL_ANIMATE, LABEL_NO_ANIMATION),
)
_SWITCHES: Final = (
    ("log_x", LABEL_LOG_X),
    ("log_y", LABEL_LOG_Y),
    ("trend", LABEL_TREND),
    ("select", LABEL_SELECT),
)


@st.dialog(OPTIONS_TITLE)
def dialog(page: Page, panel_id: int, chart_of: ChartOf, rows_of: RowsOf, on_change: Changed) -> None:
    """Draw the panel's options.

    Parameters
    ----------
    page : Page
        Holds the panel.
    panel_id : int
        Which panel.
    chart_of : callable
        Builds the chart of a panel with all filtered rows; asked for by a download alone.
    rows_of : callable
        Returns the filtered rows; asked for by a download alone.
    on_change : callable
        Gets the panels as they were before a change, and also if there was none: closing is a change of the page.
    """
    assert page.entry is not None
    panel, name = panels.find(page, panel_id), page.entry.name
    _form(page, panel, on_change)
    place, last = page.panels.index(panel), len(page.panels) - 1
    with st.container(key="arrange", horizontal=True):
        st.button(LABEL_DUPLICATE, disabled=panels.is_full(page), on_click=_duplicate, args=(page, panel_id, on_change))
        st.button(LABEL_EARLIER, disabled=place == 0, on_click=_move, args=(page, panel_id, -1, on_change))
        st.button(LABEL_LATER, disabled=place == last, on_click=_move, args=(page, panel_id, 1, on_change))
        st.download_button(
            LABEL_CHART_HTML,
            # Called by a click, not here: the page is built when somebody wants it.
            lambda: chart_page(chart_of(panel).figure, panel.title),
            file_name=file_name(panel.title, ".html"),
            mime="text/html",
            on_click="ignore",
        )
        st.download_button(
            LABEL_CHART_CODE,
            lambda: chart_code(rows_of(), panel, file=filtered_name(name)),
            file_name=file_name(panel.title, ".py"),
            mime="text/x-python",
            on_click="ignore",
        )


def _form(page: Page, panel: PanelSpec, on_change: Changed) -> None:
    """Draw what "Apply" applies: a form, so that nothing runs before."""
    assert page.schema is not None
    # Under new keys each time: what was not applied is forgotten.
    key = f"of-{panel.panel_id}-{page.dialogs}"
    with st.form(f"form-{key}", border=False):
        for name, label, nothing in _COLUMNS:
            columns = Choices(nothing, column_options(page.schema))
            chosen = getattr(panel, name)
            place = columns.options.index(NOTHING if chosen is None else chosen)
            st.selectbox(label, columns.options, place, format_func=columns.word, key=f"{name}-{key}")
        for name, label in _SWITCHES:
            st.checkbox(label, getattr(panel, name), key=f"{name}-{key}")
        with st.container(horizontal=True):
            arguments = (page, panel.panel_id, key, on_change)
            st.form_submit_button(LABEL_APPLY, type="primary", on_click=_apply, args=arguments)
            st.form_submit_button(LABEL_CLOSE, on_click=on_change, args=(page.panels,))


def _apply(page: Page, panel_id: int, key: str, on_change: Changed) -> None:
    before = page.panels
    told: dict[str, Any] = {name: st.session_state[f"{name}-{key}"] for name, *_ in (*_COLUMNS, *_SWITCHES)}
    for name, *_ in _COLUMNS:
        told[name] = None if told[name] == NOTHING else told[name]
    panels.put(page, replace(panels.find(page, panel_id), **told))
    on_change(before)


def _duplicate(page: Page, panel_id: int, on_change: Changed) -> None:
    before = page.panels
    panels.append(page, panels.find(page, panel_id))
    on_change(before)


def _move(page: Page, panel_id: int, by: int, on_change: Changed) -> None:
    before = page.panels
    moved = panels.find(page, panel_id)
    others = [panel for panel in before if panel.panel_id != panel_id]
    place = max(0, before.index(moved) + by)
    page.panels = [*others[:place], moved, *others[place:]]
    on_change(before)
