"""What one browser session shows: dataset, filter, panels, alert. Draws nothing; tiers decide how it is drawn.

Widgets are not the only home of a choice: Streamlit forgets the value of a widget that a run did not draw, such as
one in a closed tab.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pandas as pd
import streamlit as st

from shared.data_loading import LoadedCsv, load_csv
from shared.dataset_store import DatasetStore, StoredDataset, open_store
from shared.errors import ExplorerError
from shared.explorer_spec import DEFAULT_PANELS, MAX_PANELS, PanelSpec
from shared.filtering import Filter
from shared.samples import load_sample, sample_csv

_KEY: Final = "page"
"""Failures whose message is written for the user."""


@dataclass
class Page:
    """State of one session.

    Attributes
    ----------
    entry : StoredDataset or None
        The open dataset.
    schema : DataFrame or None
        Its columns and types without rows; None until the rows of a newly opened dataset were read once.
    axes : tuple of str
        Its columns that new panels take their axes from; known with ``schema``.
    panels : list of PanelSpec
        In the order of the screen.
    next_panel_id : int
        Never goes back, so that no new panel finds the widgets of a removed one.
    wanted_panels : int
        How many to make where there are none when a dataset opens.
    chosen : Filter
        The last filter that could be applied.
    entered : Filter
        What the filter's inputs say, also when it cannot be applied.
    alert : str or None
        Stays until something works.
    uploads, samples, filters : int
        Part of the keys of upload, sample list and filter inputs: a new key is an input without a value.
    """

    entry: StoredDataset | None = None
    schema: pd.DataFrame | None = None
    axes: tuple[str, ...] = ()
    panels: list[PanelSpec] = field(default_factory=list)
    next_panel_id: int = 0
    wanted_panels: int = DEFAULT_PANELS
    chosen: Filter = field(default_factory=Filter)
    entered: Filter = field(default_factory=Filter)
    alert: str | None = None
    uploads: int = 0
    samples: int = 0
    filters: int = 0


@cache
def store() -> DatasetStore:
    """Return the process's store; it holds no rows in memory."""
    return open_store()


def current_page() -> Page:
    """Return this session's page; the first run of a session opens what the address names."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _page_of_address()
    page: Page = st.session_state[_KEY]
    return page


def open_upload(page: Page, name: str, source: bytes) -> None:
    """Show an uploaded file. If it cannot be loaded, say so and keep what is shown."""
    if _try(page, lambda: _store(load_csv(source, name=name), name, source)):
        page.samples += 1
        _put_in_address(page)


def open_sample(page: Page, label: str) -> None:
    """Show a sample."""
    if _try(page, lambda: _store(load_sample(label), label, sample_csv(label))):
        page.uploads += 1  # also takes away Streamlit's own words on a file over the cap
        _put_in_address(page)


def load_rows(page: Page, load: Callable[[StoredDataset], pd.DataFrame]) -> pd.DataFrame | None:
    """Get all rows of the open dataset the way a tier does; None if none is open, or no longer stored."""
    if page.entry is None:
        return None
    try:
        return load(page.entry)
    except ExplorerError as error:
        page.entry = None
        page.alert = str(error)
        return None


def _page_of_address() -> Page:
    page = Page(wanted_panels=_panels_wanted(st.query_params.get("panels")))
    dataset_id, label = st.query_params.get("dataset"), st.query_params.get("sample")
    if dataset_id is not None:
        _try(page, lambda: store().entry(dataset_id))
    elif label is not None:
        _try(page, lambda: _store(load_sample(label), label, sample_csv(label)))
    return page


def _panels_wanted(text: str | None) -> int:
    try:
        return min(max(int(text or ""), 1), MAX_PANELS)
    except ValueError:
        return DEFAULT_PANELS


def _store(loaded: LoadedCsv, name: str, source: bytes) -> StoredDataset:
    return store().entry(store().put(loaded, name=name, source=source))


def _try(page: Page, find: Callable[[], StoredDataset]) -> bool:
    """Open the dataset that is found, without the filter of the one before; else keep everything and say why."""
    try:
        entry = find()
    except ExplorerError as error:
        page.alert = str(error)
        return False
    page.entry, page.schema, page.alert = entry, None, None
    page.chosen = page.entered = Filter()
    page.filters += 1
    return True


def _put_in_address(page: Page) -> None:
    """Make a reload show the same data."""
    if page.entry is not None:
        st.query_params.from_dict({"dataset": page.entry.dataset_id})
