"""Optimised: fragments. A change runs the parts that it changes, by name, and nothing else; closed tabs stay empty."""

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from operator import attrgetter
from typing import Final

import pandas as pd
import streamlit as st

from shared import filtering, summaries
from shared.dataset_store import StoredDataset
from shared.explorer_spec import TAB_CHARTS, TAB_SUMMARY, TAB_TABLE, PanelSpec
from shared.figures import Chart, build_chart
from shared.filtering import Filter, apply_filter
from streamlit_explorer import controls, layout, panels, runs, state, tables
from streamlit_explorer.state import Page

_FILTER: Final = "filter"
_HEADER: Final = "header"
_OPEN_TAB: Final = "open-tab"

# `st.cache_resource` hands out the object itself, where `st.cache_data` copies it each time: nothing here changes what
# it gets. A dataset is known by its content, so that users with the same file share rows and charts.
_cached = partial(st.cache_resource, show_spinner=False, hash_funcs={StoredDataset: attrgetter("content_hash")})


@_cached(max_entries=4)
def _load(entry: StoredDataset) -> pd.DataFrame:
    return state.store().frame(entry.dataset_id)


@_cached(max_entries=4)
def _filtered(entry: StoredDataset, chosen: Filter, _frame: pd.DataFrame) -> pd.DataFrame:
    return apply_filter(_frame, chosen)


@_cached(max_entries=64)
def _filter_values(entry: StoredDataset, column: str, _frame: pd.DataFrame) -> list[str]:
    return filtering.filter_values(_frame, column)


@_cached(max_entries=1000)
def _untitled_chart(entry: StoredDataset, chosen: Filter, panel: PanelSpec, _rows: pd.DataFrame) -> Chart:
    return build_chart(_rows, panel)


@_cached(max_entries=64)
def _statistics(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame) -> pd.DataFrame:
    return summaries.describe(_rows)


@_cached()
def _freeze_imports() -> None:
    """Spare the collection that Streamlit makes after every run from walking all that was imported; once a process."""
    gc.collect()
    gc.freeze()


def show(page: Page) -> None:
    """Draw the whole page: when it opens, and when other data do."""
    with st.sidebar:
        controls.data_section(page)
        frame = state.load_rows(page, _load)
        if frame is not None:
            panels.fit(page, frame)
            _part(_FILTER, _filter)(page)
    if frame is None:
        layout.header(page)
        layout.empty()
        return
    _part(_HEADER, _header)(page)
    charts, table, summary = layout.tabs(key=_OPEN_TAB, on_change=_tab_opened)
    with charts:
        _part(TAB_CHARTS, _charts)(page)
    with table:
        _part(TAB_TABLE, _table)(page)
    with summary:
        _part(TAB_SUMMARY, _summary)(page)
    _freeze_imports()


def _part(key: str, draw: Callable[..., None]) -> Callable[..., None]:
    """Make a function a part of the page, which `st.rerun` can run alone by its key."""

    @wraps(draw)
    def counted(*args: object) -> None:
        with runs.counted("fragment_runs"):
            draw(*args)

    # Not parallel=True: a chart is built in milliseconds, and threads took more of the processor than they saved.
    return st.fragment(counted, key=key)


def _filter(page: Page) -> None:
    controls.filter_section(
        page,
        lambda column: _filter_values(page.entry, column, _frame(page)),
        on_column=partial(_filter_changed, page, _FILTER),
        on_bound=partial(_filter_changed, page),
    )


def _header(page: Page) -> None:
    layout.header(page, len(_rows(page)))


def _charts(page: Page) -> None:
    if not _is_open(TAB_CHARTS):
        return
    redraw = partial(st.rerun, TAB_CHARTS)
    panels.add_button(page, redraw)
    with panels.grid():
        for panel in page.panels:
            with panels.card(panel):
                panels.controls(page, panel, partial(_panel_changed, page))
                _part(_chart_key(panel), _chart)(page, panel.panel_id)
                panels.remove_button(page, panel, redraw)


def _chart(page: Page, panel_id: int) -> None:
    panel = next(panel for panel in page.panels if panel.panel_id == panel_id)
    # Known without its title and id: a new title builds no chart.
    chart = _untitled_chart(page.entry, page.chosen, replace(panel, title="", panel_id=0), _rows(page))
    panels.draw(panels.retitled(chart, panel), panel)


def _table(page: Page) -> None:
    if _is_open(TAB_TABLE):
        tables.table(_rows(page))


def _summary(page: Page) -> None:
    if _is_open(TAB_SUMMARY):
        tables.summary(_statistics(page.entry, page.chosen, _rows(page)))


def _panel_changed(page: Page, panel_id: int) -> None:
    """Run the chart of one panel. Its inputs already show what was chosen: they need not be sent again."""
    st.rerun(_chart_key(panels.read(page, panel_id)))


def _filter_changed(page: Page, *also: str) -> None:
    """Run what shows rows: the header, and what the open tab holds."""
    before = page.chosen
    controls.read_filter(page)
    st.rerun([_HEADER, *also, *(_parts_with_rows(page) if page.chosen != before else ())])


def _tab_opened() -> None:
    st.rerun(st.session_state[_OPEN_TAB])


def _parts_with_rows(page: Page) -> list[str]:
    if _is_open(TAB_CHARTS):
        return [_chart_key(panel) for panel in page.panels]
    return [st.session_state[_OPEN_TAB]]


def _frame(page: Page) -> pd.DataFrame:
    frame = state.load_rows(page, _load)
    if frame is None:
        st.rerun()  # The data made room for others while the page was open: a full run can say so.
    return frame


def _rows(page: Page) -> pd.DataFrame:
    rows: pd.DataFrame = _filtered(page.entry, page.chosen, _frame(page))
    return rows


def _is_open(tab: str) -> bool:
    return bool(st.session_state[_OPEN_TAB] == tab)


def _chart_key(panel: PanelSpec) -> str:
    return f"chart-{panel.panel_id}"
