"""The page's one dialog: opens the one that was asked for, closes the one that is done. Imports options, rereading.

A full run closes a dialog by not opening it again. The run of a fragment does not, since what it leaves out of the
container of dialogs stays there. It can put something else in the dialog's place: `st.html` sends a stylesheet into
that very container, and one without a rule is a closed dialog.
"""

from typing import Final

import streamlit as st

from streamlit_explorer import options, rereading
from streamlit_explorer.options import Changed, ChartOf, RowsOf
from streamlit_explorer.state import READING, Page

_CLOSED: Final = "<style>/* no dialog */</style>"


def draw(page: Page, chart_of: ChartOf, rows_of: RowsOf, on_change: Changed) -> None:
    """Open the dialog that the page asks for; without one, close what is open. See `options.dialog`."""
    asked, page.dialog = page.dialog, None
    if asked is None:
        st.html(_CLOSED)
    elif asked == READING:
        rereading.dialog(page, lambda: on_change(page.panels))
    else:
        options.dialog(page, asked, chart_of, rows_of, on_change)


def run_all(before: object) -> None:
    """Draw the whole page anew, whatever was changed: what a flat script does."""
    st.rerun()
