"""Optimised: fragments. A change runs the parts that it changes, by name, and nothing else; closed tabs stay empty."""

import gc
from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from operator import attrgetter
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from shared import filtering, profiles, summaries, table_view
from shared.dataset_store import StoredDataset
from shared.explorer_spec import TAB_CHARTS, TAB_PROFILE, TAB_SUMMARY, TAB_TABLE, PanelSpec
from shared.figures import Chart, build_chart
from shared.filtering import Filter, apply_filter
from shared.profiles import ColumnProfile
from shared.table_view import TableView
from streamlit_explorer import address, controls, dialogs, downloads, layout, panels, rereading, runs, state, tables
from streamlit_explorer.state import Page

_CHART: Final = "chart-"
_DIALOG: Final = "dialog"
_DOWNLOADS: Final = "downloads"
_FILTER: Final = "filter"
_HEADER: Final = "header"
_OPEN_TAB: Final = "open-tab"
_WHOLE_PAGE: Final = "page"

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


@_cached(max_entries=16)
def _order(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame, asked: TableView) -> NDArray[np.int64] | None:
    return table_view.order_of(_rows, asked)


@_cached(max_entries=64)
def _profiles(entry: StoredDataset, chosen: Filter, _rows: pd.DataFrame) -> list[ColumnProfile]:
    return profiles.profile(_rows)


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
    page.owed = [_WHOLE_PAGE]
    _draw(page)
    page.owed = []


def _draw(page: Page) -> None:
    with st.sidebar:
        controls.data_section(page)
        frame = state.load_rows(page, _load)
        if frame is not None:
            panels.fit(page, frame)
            rereading.section(page, partial(_run, page, _DIALOG))
            _part(_FILTER, _filter)(page)
            _part(_DOWNLOADS, _downloads)(page)
    if frame is None:
        layout.header(page)
        layout.empty()
        return
    _part(_HEADER, _header)(page)
    charts, table, profile, summary = layout.tabs(key=_OPEN_TAB, on_change=partial(_tab_opened, page))
    with charts:
        _part(TAB_CHARTS, _charts)(page)
    with table:
        _part(TAB_TABLE, _table)(page)
    with profile:
        _part(TAB_PROFILE, _profile)(page)
    with summary:
        _part(TAB_SUMMARY, _summary)(page)
    _part(_DIALOG, _dialog)(page)
    address.write(page)
    _freeze_imports()


def _part(key: str, draw: Callable[..., None]) -> Callable[..., None]:
    """Make a function a part of the page, which `st.rerun` can run alone by its key."""

    @wraps(draw)
    def counted(page: Page, *args: object) -> None:
        with runs.counted("fragment_runs"):
            draw(page, *args)
        page.owed = [other for other in page.owed if not _is_within(other, key)]

    # Not parallel=True: a chart is built in milliseconds, and threads took more of the processor than they saved.
    return st.fragment(counted, key=key)


def _filter(page: Page) -> None:
    controls.filter_section(
        page,
        lambda column: _filter_values(page.entry, column, _frame(page)),
        on_column=partial(_filter_changed, page, _FILTER),
        on_bound=partial(_filter_changed, page),
        on_clear=partial(_filter_set, page),
    )


def _downloads(page: Page) -> None:
    downloads.section(page, partial(_rows, page))


def _header(page: Page) -> None:
    layout.header(page, len(_rows(page)))


def _charts(page: Page) -> None:
    if not _is_open(TAB_CHARTS):
        return
    redraw, open_dialog = partial(_run, page, TAB_CHARTS), partial(_run, page, _DIALOG)
    panels.add_button(page, redraw)
    with panels.grid():
        for panel in page.panels:
            with panels.card(panel):
                panels.controls(page, panel, partial(_panel_changed, page))
                _part(_chart_key(panel), _chart)(page, panel.panel_id)
                panels.foot(page, panel, on_options=open_dialog, on_remove=redraw)


def _chart(page: Page, panel_id: int) -> None:
    panel = panels.find(page, panel_id)
    panels.draw(page, _chart_of(page, panel), panel, on_filter=partial(_filter_set, page))


def _table(page: Page) -> None:
    if _is_open(TAB_TABLE):
        rows = _rows(page)
        tables.table(page, rows, partial(_order, page.entry, page.chosen, rows))


def _profile(page: Page) -> None:
    if _is_open(TAB_PROFILE):
        tables.profile(_profiles(page.entry, page.chosen, _rows(page)))


def _summary(page: Page) -> None:
    if _is_open(TAB_SUMMARY):
        tables.summary(_statistics(page.entry, page.chosen, _rows(page)))


def _dialog(page: Page) -> None:
    dialogs.draw(page, partial(_chart_of, page), partial(_rows, page), partial(_options_changed, page))


def _panel_changed(page: Page, panel_id: int) -> None:
    """Run the chart of one panel. Its inputs already show what was chosen: they need not be sent again."""
    _run(page, _chart_key(panels.read(page, panel_id)))


def _options_changed(page: Page, before: list[PanelSpec]) -> None:
    """Close the dialog and run the charts that changed, or all if it is their number or order."""
    same_places = [panel.panel_id for panel in before] == [panel.panel_id for panel in page.panels]
    changed = [_chart_key(panel) for panel in page.panels if panel not in before]
    _run(page, _DIALOG, *(changed if same_places else [TAB_CHARTS]))


def _filter_changed(page: Page, *also: str) -> None:
    """Run what shows rows: the header, and what the open tab holds."""
    before = page.chosen
    controls.read_filter(page)
    _run(page, _HEADER, *also, *(_parts_with_rows(page) if _conditions(page.chosen) != _conditions(before) else ()))


def _filter_set(page: Page) -> None:
    """Run what shows rows and the filter's inputs, which show it too."""
    _run(page, _HEADER, _FILTER, *_parts_with_rows(page))


def _tab_opened(page: Page) -> None:
    _run(page, st.session_state[_OPEN_TAB])


def _run(page: Page, *parts: str) -> None:
    """Run these parts of the page, and make the address say what was changed.

    A click on what is no part's own ends the run before it: what that one did not come to is made up for here.
    """
    address.write(page)
    owed = dict.fromkeys([*parts, *page.owed])
    page.owed = [part for part in owed if not any(part != other and _is_within(part, other) for other in owed)]
    if _WHOLE_PAGE in owed:
        st.rerun()
    st.rerun(page.owed)


def _is_within(part: str, other: str) -> bool:
    """Tell whether one part is the other, or is drawn with it."""
    return part == other or (part.startswith(_CHART) and other == TAB_CHARTS)


def _parts_with_rows(page: Page) -> list[str]:
    if _is_open(TAB_CHARTS):
        return [_chart_key(panel) for panel in page.panels]
    return [st.session_state[_OPEN_TAB]]


def _conditions(chosen: Filter) -> set[Filter]:
    """Return what rows must pass, whichever column's inputs are shown."""
    return {replace(part, others=()) for part in (chosen, *chosen.others) if not part.is_open}


def _frame(page: Page) -> pd.DataFrame:
    frame = state.load_rows(page, _load)
    if frame is None:
        st.rerun()  # The data made room for others while the page was open: a full run can say so.
    return frame


def _rows(page: Page) -> pd.DataFrame:
    rows: pd.DataFrame = _filtered(page.entry, page.chosen, _frame(page))
    return rows


def _chart_of(page: Page, panel: PanelSpec) -> Chart:
    # Known without its title and id: a new title builds no chart.
    untitled = replace(panel, title="", panel_id=0)
    return panels.retitled(_untitled_chart(page.entry, page.chosen, untitled, _rows(page)), panel)


def _is_open(tab: str) -> bool:
    return bool(st.session_state[_OPEN_TAB] == tab)


def _chart_key(panel: PanelSpec) -> str:
    return f"{_CHART}{panel.panel_id}"
