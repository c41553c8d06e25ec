"""Naive: nothing is kept between runs. Every change parses the CSV again and builds every chart, as tutorials do."""

from functools import partial

import pandas as pd
import streamlit as st

from shared.data_loading import load_csv
from shared.dataset_store import StoredDataset
from shared.figures import build_chart
from shared.filtering import apply_filter, filter_values
from shared.profiles import profile
from shared.summaries import describe
from shared.table_view import order_of
from streamlit_explorer import address, controls, dialogs, downloads, layout, panels, rereading, state, tables
from streamlit_explorer.state import Page


def _parse(entry: StoredDataset) -> pd.DataFrame:
    stored = state.store().entry(entry.dataset_id)
    if stored.source_path is None:
        return state.store().frame(entry.dataset_id)
    return load_csv(stored.source_path, name=stored.name, overrides=stored.overrides).frame


def _rows(page: Page) -> pd.DataFrame:
    assert page.entry is not None
    return apply_filter(_parse(page.entry), page.chosen)


def show(page: Page) -> None:
    """Draw the whole page, top to bottom."""
    with st.sidebar:
        controls.data_section(page)
        frame = state.load_rows(page, _parse)
        if frame is not None:
            panels.fit(page, frame)
            rereading.section(page)
            controls.filter_section(page, lambda column: filter_values(frame, column))
            controls.read_filter(page)
            downloads.section(page, partial(_rows, page))
    if frame is None:
        layout.header(page)
        layout.empty()
        return
    rows = apply_filter(frame, page.chosen)
    layout.header(page, len(rows))
    charts, table, profiles, summary = layout.tabs()
    with charts:
        panels.add_button(page)
        with panels.grid():
            for panel in page.panels:
                with panels.card(panel):
                    spec = panels.controls(page, panel)
                    panels.draw(page, build_chart(rows, spec), spec)
                    panels.foot(page, panel)
    with table:
        tables.table(page, rows, partial(order_of, rows))
    with profiles:
        tables.profile(profile(rows))
    with summary:
        tables.summary(describe(rows))
    dialogs.draw(page, lambda panel: build_chart(_rows(page), panel), partial(_rows, page), dialogs.run_all)
    address.write(page)
