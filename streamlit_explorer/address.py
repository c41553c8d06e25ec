"""The page's address: opens what it names, and names what the page shows. Common to all tiers; imports state.

Written where something changed, and only if it says something else: each new address is an entry of the browser's
history. Going back in it is the one time that the address is right and the session is not.
"""

from collections.abc import Collection

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from shared.address import from_view, to_view
from shared.errors import ExplorerError
from shared.explorer_spec import DEFAULT_PANELS, MAX_PANELS
from shared.filtering import apply_filter
from streamlit_explorer import state
from streamlit_explorer.state import Page


def current_page() -> Page:
    """Return this session's page; the first run of a session, and a step back or forth, open what the address names."""
    page = state.known_page()
    if page is None:
        page = state.new_page()
        _open(page)
    elif _is_step_in_history():
        _open(page)
    return page


def read_view(page: Page, columns: Collection[str]) -> None:
    """Take panels and filter from the address that opened the page, now that its columns are known."""
    view, page.wanted_view = page.wanted_view, None
    if view is None:
        return
    assert page.schema is not None
    try:
        page.panels, page.entered = from_view(view, columns, page.axes)
        page.next_panel_id = len(page.panels)
        # No rows are needed to find out whether a filter can be applied.
        apply_filter(page.schema, page.entered)
    except ExplorerError as error:
        page.alert = str(error)
    else:
        page.chosen = page.entered


def parameters(page: Page) -> dict[str, str]:
    """Return what an address must say to show the same: dataset, number of panels, and what differs from default."""
    if page.entry is None:
        return {}
    named = {"dataset": page.entry.dataset_id, "panels": str(len(page.panels))}
    view = to_view(page.panels, page.axes, page.chosen)
    return named if view is None else {**named, "view": view}


def write(page: Page) -> None:
    """Make the address show what the page shows. One that led to no data stays: a reload may find them."""
    wanted = parameters(page)
    if wanted and st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _open(page: Page) -> None:
    query = st.query_params
    state.clear(page)
    if "dataset" in query:
        state.open_dataset(page, query["dataset"])
    elif "sample" in query:
        state.open_sample(page, query["sample"])
    if page.entry is not None:
        page.wanted_panels, page.wanted_view = _panels_wanted(query.get("panels")), query.get("view")


def _panels_wanted(text: str | None) -> int:
    try:
        return min(max(int(text or ""), 1), MAX_PANELS)
    except ValueError:
        return DEFAULT_PANELS


def _is_step_in_history() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
