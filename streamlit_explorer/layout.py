"""Frame of the page: configuration, stylesheet, links, header, alert, tabs. Common to all tiers; imports state."""

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from shared.explorer_spec import APP_TITLE, EMPTY_STATE, LABEL_DATA_AND_FILTER, LABEL_THEME, TABS, THEMES, rows_shown
from shared.theme import css
from streamlit_explorer import address, state
from streamlit_explorer.state import Page
from streamlit_explorer.style import EMPTY_CSS, STREAMLIT_CSS
from streamlit_explorer.words import plain

_STYLESHEET: Final = f"<style>{css()}{STREAMLIT_CSS}</style>"


@cache
def script(name: str) -> str:
    """Return a script of this folder as HTML."""
    return f"<script>{Path(__file__).with_name(name).read_text('utf-8')}</script>"


def configure() -> None:
    """Set the page's title and width, put the stylesheet on it, and name what Streamlit names otherwise."""
    # Closed, as Streamlit sees it: the stylesheet shows the column all the same where the window is wide enough, and
    # Streamlit's own limit of "wide enough" cannot be set.
    st.set_page_config(page_title=APP_TITLE, layout="wide", initial_sidebar_state="collapsed")
    st.html(_STYLESHEET)


def links(pages: Sequence[st.Page], current: st.Page) -> None:
    """Draw a link to each page and the list of themes.

    From another page, the link to the explorer (the first) names what the explorer showed.
    """
    page, explorer = state.known_page(), pages[0]
    shown = address.parameters(page) if page is not None and current is not explorer else None
    with st.container(
        key="pages", horizontal=True, horizontal_alignment="right", vertical_alignment="center", wrap=False
    ):
        for target in pages:
            st.page_link(target, query_params=shown if target is explorer else None)
        st.html(_themes() + script("page.js"), width="content", unsafe_allow_javascript=True)


def _themes() -> str:
    """Write the list: one of the browser's own, so that another theme needs no run."""
    options = "".join(f"<option>{theme}</option>" for theme in THEMES)
    return (
        f'<label class="explorer-theme" data-column-name="{LABEL_DATA_AND_FILTER}">'
        f"<span>{LABEL_THEME}</span><select>{options}</select></label>"
    )


def header(page: Page, matched: int | None = None) -> None:
    """Draw the title, the dataset's name, "K of M rows" and the alert, if there is one."""
    title(page, matched)
    # A place of its own, also without an alert: else all that follows would move by one and be drawn anew.
    place = st.empty()
    if page.alert is not None:
        place.error(plain(page.alert))
    page.alert_is_new = False


def title(page: Page | None, matched: int | None = None) -> None:
    """Draw the header without the alert."""
    parts = [f'<h1 class="explorer-title">{APP_TITLE}</h1>']
    if page is not None and page.entry is not None:
        parts.append(f'<span class="explorer-name">{escape(page.entry.name)}</span>')
        if matched is not None:
            parts.append(f'<span class="explorer-rows">{rows_shown(matched, page.entry.rows)}</span>')
    st.html(f'<header class="explorer-header">{"".join(parts)}</header>')


def empty() -> None:
    """Draw what a page without a dataset says."""
    st.html(f"<style>{EMPTY_CSS}</style>")
    st.html(f'<p class="explorer-empty">{EMPTY_STATE}</p>')


def tabs(*, key: str | None = None, on_change: Callable[[], None] | None = None) -> Sequence[DeltaGenerator]:
    """Open the four tabs. With ``on_change`` the session's state knows, under ``key``, which one the user opened."""
    return st.tabs(TABS, key=key, on_change=on_change or "ignore")
