"""Naive: nothing is kept between runs. Every change parses the CSV again and builds every chart, as tutorials do."""

import pandas as pd
import streamlit as st

from shared.data_loading import load_csv
from shared.dataset_store import StoredDataset
from shared.figures import build_chart
from shared.filtering import apply_filter, filter_values
from shared.summaries import describe
from streamlit_explorer import controls, layout, panels, state, tables
from streamlit_explorer.state import Page


def _parse(entry: StoredDataset) -> pd.DataFrame:
    stored = state.store().entry(entry.dataset_id)
    if stored.source_path is None:
        return state.store().frame(entry.dataset_id)
    return load_csv(stored.source_path, name=stored.name).frame


def show(page: Page) -> None:
    """Draw the whole page, top to bottom."""
    with st.sidebar:
        controls.data_section(page)
        frame = state.load_rows(page, _parse)
        if frame is not None:
            panels.fit(page, frame)
            controls.filter_section(page, lambda column: filter_values(frame, column))
            controls.read_filter(page)
    if frame is None:
        layout.header(page)
        layout.empty()
        return
    rows = apply_filter(frame, page.chosen)
    layout.header(page, len(rows))
    charts, table, summary = layout.tabs()
    with charts:
        panels.add_button(page)
        with panels.grid():
            for panel in page.panels:
                with panels.card(panel):
                    spec = panels.controls(page, panel)
                    panels.draw(build_chart(rows, spec), spec)
                    panels.remove_button(page, panel)
    with table:
        tables.table(rows)
    with summary:
        tables.summary(describe(rows))
