"""How the open file was read; reading it differently, putting it away. Common to all tiers; imports state."""

from collections.abc import Callable
from html import escape

import streamlit as st

from shared.explorer_spec import (
    LABEL_CLEAR_DATA,
    LABEL_CLOSE,
    LABEL_READ_AGAIN,
    LABEL_REREAD,
    REREAD_TITLE,
)
from shared.reading import READING_OPTIONS
from streamlit_explorer import state
from streamlit_explorer.state import READING, Page

Callback = Callable[[], None]


def section(page: Page, on_open: Callback | None = None) -> None:
    """Say how the file was read. ``on_open`` runs once the page knows that its dialog is asked for."""
    assert page.entry is not None
    st.html(_how_it_was_read(page.entry.dialect, page.entry.notes))
    with st.container(key="data-buttons", horizontal=True):
        st.button(LABEL_REREAD, on_click=state.open_dialog, args=(page, READING, on_open))
        st.button(LABEL_CLEAR_DATA, on_click=_clear, args=(page,))


@st.dialog(REREAD_TITLE)
def dialog(page: Page, on_close: Callback) -> None:
    """Draw the lists that override the detection."""
    assert page.entry is not None
    keys = {label: f"reading-{page.dialogs}-{label}" for label in READING_OPTIONS}
    st.html(f'<p class="explorer-muted">{escape(page.entry.name)}</p>')
    # A form: nothing runs before one of its buttons is pressed.
    with st.form(f"reading-{page.dialogs}", border=False):
        for label, options in READING_OPTIONS.items():
            st.selectbox(label, options, key=keys[label])
        with st.container(horizontal=True):
            st.form_submit_button(LABEL_READ_AGAIN, type="primary", on_click=_read_again, args=(page, keys))
            st.form_submit_button(LABEL_CLOSE, on_click=on_close)


def _read_again(page: Page, keys: dict[str, str]) -> None:
    state.read_differently(page, {label: st.session_state[key] for label, key in keys.items()})
    st.rerun()  # Other data are another page, and a dialog stays open until something else is drawn.


def _clear(page: Page) -> None:
    state.clear(page)
    st.query_params.clear()


def _how_it_was_read(dialect: str, notes: list[str]) -> str:
    count = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
    listed = "".join(f"<li>{escape(note)}</li>" for note in notes)
    box = f'<ul class="explorer-notes" tabindex="0" aria-label="Notes">{listed}</ul>' if notes else ""
    return f'<div class="explorer-muted">Read as {escape(dialect)}<br>{count}{box}</div>'
