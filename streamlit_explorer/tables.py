"""The tabs "Table" and "Summary". Common to all tiers."""

import math

import pandas as pd
import streamlit as st

from shared.explorer_spec import LABEL_PAGE, TAB_SUMMARY, TAB_TABLE, TABLE_PAGE_ROWS, rows_on_page

_PAGE_KEY = "table-page"


def table(rows: pd.DataFrame) -> None:
    """Draw one page of the rows: `st.dataframe` sends what it is given to the browser, all of it."""
    pages = max(1, math.ceil(len(rows) / TABLE_PAGE_ROWS))
    # A filter may leave fewer pages than the one that is open.
    st.session_state[_PAGE_KEY] = min(st.session_state.get(_PAGE_KEY, 1), pages)
    with st.container(key="table-controls", horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(LABEL_PAGE, min_value=1, max_value=pages, step=1, key=_PAGE_KEY, width=160)
        first = (number - 1) * TABLE_PAGE_ROWS
        shown = rows.iloc[first : first + TABLE_PAGE_ROWS]
        st.caption(rows_on_page(min(first + 1, len(rows)), first + len(shown), len(rows)))
    st.dataframe(shown, hide_index=True, height=560, alt=TAB_TABLE)


def summary(statistics: pd.DataFrame) -> None:
    """Draw what `describe` returned."""
    st.table(statistics, alt=TAB_SUMMARY)
