"""The filtered rows as a file. Common to all tiers; imports state."""

from collections.abc import Callable
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from shared.explorer_spec import DEFUSE_HINT, LABEL_CSV, LABEL_DEFUSE
from shared.export import csv_bytes, filtered_name
from streamlit_explorer.state import Page

_DEFUSE: Final = "defuse"


def section(page: Page, rows_of: Callable[[], pd.DataFrame]) -> None:
    """Draw "Download CSV" and whether it defuses formulas.

    Parameters
    ----------
    page : Page
        Its dataset names the file.
    rows_of : callable
        Returns the rows that pass the filter; called by a click, in a thread of its own.
    """
    assert page.entry is not None
    defuse = st.session_state.get(_DEFUSE, False)
    st.download_button(
        LABEL_CSV,
        partial(_csv, rows_of, defuse=defuse),
        file_name=filtered_name(page.entry.name),
        mime="text/csv",
        # Two buttons: with one, a click just after the choice could still ask for a file that is no longer offered.
        key="csv-defused" if defuse else "csv",
        on_click="ignore",
        width="stretch",
    )
    st.checkbox(LABEL_DEFUSE, key=_DEFUSE, help=DEFUSE_HINT, persist_state="session")


def _csv(rows_of: Callable[[], pd.DataFrame], *, defuse: bool) -> bytes:
    return csv_bytes(rows_of(), defuse=defuse)
