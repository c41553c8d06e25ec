"""The pages "Report" and "About". The same in all tiers; imports layout, state."""

import streamlit as st

from shared.pages import about_markdown, report_markdown
from streamlit_explorer import layout, state
from streamlit_explorer.style import TEXT_CSS


def report() -> None:
    """Draw the published comparison."""
    _draw(report_markdown())


def about(tier: str) -> None:
    """Draw what this explorer is, and how its tier updates the page."""
    _draw(about_markdown("Streamlit", tier))


def _draw(text: str) -> None:
    st.html(f"<style>{TEXT_CSS}</style>")
    layout.title(state.known_page())
    with st.container(key="text"):
        st.markdown(text)
        st.html(layout.script("text.js"), unsafe_allow_javascript=True)
