"""The tabs "Table", "Profile" and "Summary". Common to all tiers; imports state, words.

Profile and summary are HTML: `st.table` would read Markdown into the names of columns.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from shared.explorer_spec import (
    LABEL_DESCENDING,
    LABEL_FILE_ORDER,
    LABEL_PAGE,
    LABEL_SEARCH,
    LABEL_SORT,
    TAB_TABLE,
    column_options,
)
from shared.html_tables import profile_html, summary_html
from shared.profiles import ColumnProfile
from shared.table_view import TableView, table_page
from streamlit_explorer.state import NOTHING, Page
from streamlit_explorer.words import Choices, plain

OrderOf = Callable[[TableView], NDArray[np.int64] | None]

_HEIGHT_PX: Final = 560
_CONTROL_PX: Final = 176
_PAGE_PX: Final = 120


def table(page: Page, rows: pd.DataFrame, order_of: OrderOf) -> None:
    """Draw one page of the rows: `st.dataframe` sends what it is given to the browser, all of it.

    Parameters
    ----------
    page : Page
        Each dataset has controls of its own, which remember what they say while the tab is closed.
    rows : DataFrame
        All that pass the filter.
    order_of : callable
        Finds the order of these rows for a search and a sort (`shared.table_view.order_of`).
    """
    number = _key(page, "page")
    with st.container(key="table-controls", horizontal=True, vertical_alignment="bottom"):
        asked = _asked(page)
        order = order_of(asked)
        shown = table_page(rows, replace(asked, page=st.session_state.get(number, 1)), order)
        # A search or a filter may leave fewer pages than the one that is open.
        st.session_state[number] = shown.page
        st.number_input(LABEL_PAGE, min_value=1, max_value=shown.pages, step=1, key=number, width=_PAGE_PX)
        st.caption(plain(shown.caption))
    st.dataframe(
        shown.rows,
        hide_index=True,
        height=_HEIGHT_PX,
        alt=TAB_TABLE,
        key=_key(page, "grid"),
        # A click on a column's name would sort the page in sight; so it sorts all rows.
        selection_mode="single-column",
        on_select=partial(_sort_by_name, page),
    )


def profile(columns: Iterable[ColumnProfile]) -> None:
    """Draw what `shared.profiles.profile` returned."""
    st.html(profile_html(columns))


def summary(statistics: pd.DataFrame) -> None:
    """Draw what `shared.summaries.describe` returned."""
    st.html(summary_html(statistics))


def _asked(page: Page) -> TableView:
    """Draw search and sort, and return what they say, for the first page."""
    assert page.schema is not None
    columns = Choices(LABEL_FILE_ORDER, column_options(page.schema))
    options: dict[str, Any] = {"on_change": _first_page, "args": (page,), "persist_state": "session"}
    search = st.text_input(LABEL_SEARCH, key=_key(page, "search"), width=_CONTROL_PX, **options)
    sort = st.selectbox(
        LABEL_SORT,
        columns.options,
        format_func=columns.word,
        key=_key(page, "sort"),
        width=_CONTROL_PX,
        **options,
    )
    descending = st.checkbox(LABEL_DESCENDING, key=_key(page, "descending"), **options)
    return TableView(search=search or "", sort=None if sort == NOTHING else sort, descending=descending)


def _first_page(page: Page) -> None:
    st.session_state[_key(page, "page")] = 1


def _sort_by_name(page: Page) -> None:
    chosen = st.session_state[_key(page, "grid")]["selection"]["columns"]
    st.session_state[_key(page, "sort")] = chosen[0] if chosen else NOTHING
    _first_page(page)


def _key(page: Page, name: str) -> str:
    assert page.entry is not None
    return f"table-{name}-{page.entry.dataset_id}"
