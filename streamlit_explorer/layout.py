"""Frame of the page: configuration, stylesheet, links, header, alert, tabs. Common to all tiers; imports state."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from shared.explorer_spec import APP_TITLE, EMPTY_STATE, LABEL_DATA_AND_FILTER, TABS, rows_shown
from shared.theme import css
from streamlit_explorer import address, state
from streamlit_explorer.state import Page
from streamlit_explorer.style import STREAMLIT_CSS
from streamlit_explorer.words import plain

_STYLESHEET: Final = f"<style>{css()}{STREAMLIT_CSS}</style>"
_NAMING: Final = f"""<script>
(() => {{
  const header = document.querySelector('[data-testid="stHeader"]');
  const name = () => {{
    const button = header.querySelector('[data-testid="stExpandSidebarButton"]');
    button?.setAttribute('aria-label', '{LABEL_DATA_AND_FILTER}');
    Object.keys(localStorage).filter(key => key.startsWith('stSidebarCollapsed'))
      .forEach(key => localStorage.removeItem(key));
  }};
  new MutationObserver(name).observe(header, {{childList: true, subtree: true}});
  name();
}})();
</script>"""
"""Names the button that opens the left column in a narrow window, and lets the browser forget that it was pressed: else
the column would lie over the page from then on. Streamlit calls the button "Expand sidebar" and has a setting for
neither. The button is there while the column is closed alone, hence the observer."""


def configure() -> None:
    """Set the page's title and width, put the stylesheet on it, and name what Streamlit names otherwise."""
    # Closed, as Streamlit sees it: the stylesheet shows the column all the same where the window is wide enough, and
    # Streamlit's own limit of "wide enough" cannot be set.
    st.set_page_config(page_title=APP_TITLE, layout="wide", initial_sidebar_state="collapsed")
    st.html(_STYLESHEET)
    with st.container(key="naming"):
        st.html(_NAMING, unsafe_allow_javascript=True)


def links(pages: Sequence[st.Page], current: st.Page) -> None:
    """Draw a link to each page; from another page, the one to the explorer (the first) names what it showed."""
    page, explorer = state.known_page(), pages[0]
    shown = address.parameters(page) if page is not None and current is not explorer else None
    with st.container(key="pages", horizontal=True, horizontal_alignment="right", wrap=False):
        for target in pages:
            st.page_link(target, query_params=shown if target is explorer else None)


def header(page: Page, matched: int | None = None) -> None:
    """Draw the title, the dataset's name, "K of M rows" and the alert, if there is one."""
    title(page, matched)
    if page.alert is not None:
        st.error(plain(page.alert))


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
    st.html(f'<p class="explorer-empty">{EMPTY_STATE}</p>')


def tabs(*, key: str | None = None, on_change: Callable[[], None] | None = None) -> Sequence[DeltaGenerator]:
    """Open the four tabs. With ``on_change`` the session's state knows, under ``key``, which one the user opened."""
    return st.tabs(TABS, key=key, on_change=on_change or "ignore")
