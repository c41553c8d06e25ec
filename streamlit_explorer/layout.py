"""Frame of the page: configuration, stylesheet, header, alert, tabs. Common to all tiers; imports state."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from shared.explorer_spec import APP_TITLE, EMPTY_STATE, TABS, rows_shown
from shared.theme import SIDEBAR_WIDTH_PX, css
from streamlit_explorer.state import Page
from streamlit_explorer.style import STREAMLIT_CSS

_STYLESHEET: Final = f"<style>{css()}{STREAMLIT_CSS}</style>"


def configure() -> None:
    """Set the page's title and width and put the stylesheet on it."""
    st.set_page_config(page_title=APP_TITLE, layout="wide", initial_sidebar_state=SIDEBAR_WIDTH_PX)
    st.html(_STYLESHEET)


def header(page: Page, matched: int | None = None) -> None:
    """Draw the title, the dataset's name, "K of M rows" and the alert, if there is one."""
    parts = [f'<h1 class="explorer-title">{APP_TITLE}</h1>']
    if page.entry is not None:
        parts.append(f'<span class="explorer-name">{escape(page.entry.name)}</span>')
        if matched is not None:
            parts.append(f'<span class="explorer-rows">{rows_shown(matched, page.entry.rows)}</span>')
    st.html(f'<header class="explorer-header">{"".join(parts)}</header>')
    if page.alert is not None:
        st.error(page.alert)


def empty() -> None:
    """Draw what a page without a dataset says."""
    st.html(f'<p class="explorer-empty">{EMPTY_STATE}</p>')


def tabs(*, key: str | None = None, on_change: Callable[[], None] | None = None) -> Sequence[DeltaGenerator]:
    """Open the three tabs. With ``on_change`` the session's state knows, under ``key``, which one the user opened."""
    return st.tabs(TABS, key=key, on_change=on_change or "ignore")
