"""Idiomatic: the same flat script, with `st.cache_data` on what is slow. Every change runs the whole script."""

from functools import partial
from operator import attrgetter

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from shared import filtering, profiles, summaries, table_view
from shared.dataset_store import StoredDataset
from shared.explorer_spec import PanelSpec
from shared.figures import Chart, build_chart
from shared.filtering import Filter, apply_filter
from shared.profiles import ColumnProfile
from shared.table_view import TableView
from streamlit_explorer import address, controls, dialogs, downloads, layout, panels, rereading, state, tables
from streamlit_explorer.state import Page

# A dataset is known by its content, so that users with the same file share an entry. A leading underscore keeps an
# argument out of the key: rows follow from dataset and filter, and hashing them in every run would cost more than the
# cache saves. All caches are bounded: they serve every user.
_cached = partial(st.cache_data, show_spinner=False, hash_funcs={StoredDataset: attrgetter("content_hash")})


@_cached(max_entries=4)
def _load(entry: StoredDataset) -> pd.DataFrame:
    return state.store().frame(entry.dataset_id)


@_cached(max_entries=64)
def _filter_values(entry: StoredDataset, column: str, _frame: pd.DataFrame) -> list[str]:
    return filtering.filter_values(_frame, column)


@_cached(max_entries=1000)
def _chart(entry: StoredDataset, chosen: Filter, panel: PanelSpec, _rows: pd.DataFrame) -> Chart:
    return build_chart(_rows, panel)


@_cached(max_entries=16)
def _order(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame, asked: TableView) -> NDArray[np.int64] | None:
    return table_view.order_of(_rows, asked)


@_cached(max_entries=64)
def _profiles(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame) -> list[ColumnProfile]:
    return profiles.profile(_rows)


@_cached(max_entries=64)
def _statistics(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame) -> pd.DataFrame:
    return summaries.describe(_rows)


def _rows(page: Page) -> pd.DataFrame:
    return apply_filter(_load(page.entry), page.chosen)


def show(page: Page) -> None:
    """Draw the whole page, top to bottom."""
    with st.sidebar:
        controls.data_section(page)
        frame = state.load_rows(page, _load)
        if frame is not None:
            panels.fit(page, frame)
            rereading.section(page)
            controls.filter_section(page, lambda column: _filter_values(page.entry, column, frame))
            controls.read_filter(page)
            downloads.section(page, partial(_rows, page))
    if frame is None:
        layout.header(page)
        layout.empty()
        return
    rows = apply_filter(frame, page.chosen)
    layout.header(page, len(rows))
    charts, table, profile, summary = layout.tabs()
    with charts:
        panels.add_button(page)
        with panels.grid():
            for panel in page.panels:
                with panels.card(panel):
                    spec = panels.controls(page, panel)
                    panels.draw(page, _chart(page.entry, page.chosen, spec, rows), spec)
                    panels.foot(page, panel)
    with table:
        tables.table(page, rows, partial(_order, page.entry, page.chosen, rows))
    with profile:
        tables.profile(_profiles(page.entry, page.chosen, rows))
    with summary:
        tables.summary(_statistics(page.entry, page.chosen, rows))
    dialogs.draw(
        page, lambda panel: _chart(page.entry, page.chosen, panel, _rows(page)), partial(_rows, page), dialogs.run_all
    )
    address.write(page)
