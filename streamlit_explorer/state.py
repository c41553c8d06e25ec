"""What one browser session shows: dataset, filter, panels, alert. Draws nothing; tiers decide how it is drawn.

Widgets are not the only home of a choice: Streamlit forgets the value of a widget that a run did not draw, such as
one in a closed tab.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

import pandas as pd
import streamlit as st

from shared.data_loading import load_csv
from shared.dataset_store import DatasetStore, StoredDataset, open_store
from shared.errors import ExplorerError
from shared.explorer_spec import DEFAULT_PANELS, PanelSpec
from shared.filtering import Filter
from shared.reading import read_again
from shared.samples import load_sample, sample_csv
from shared.uploads import check_size

Dialog = int | Literal["reading"]
"""A dialog: the options of the panel with this id, or how to read the file."""
READING: Final = "reading"

NOTHING: Final = "\0"
"""Value of a list's first option, such as "None". No column can be called so."""

_KEY: Final = "page"


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
        In the order of the screen. A change makes a new list.
    next_panel_id : int
        Of the panel that is added next.
    wanted_panels : int
        How many to make where there are none when a dataset opens.
    wanted_view : str or None
        What the address says of panels and filter, until the columns are known that it is about.
    chosen : Filter
        The last filter that could be applied.
    entered : Filter
        What the filter's inputs say, also when it cannot be applied.
    alert : str or None
        Stays until something works.
    alert_is_new : bool
        Whether no run has shown it yet: one run may hold two actions, and one that works leaves the other's alert.
    dialog : int, "reading" or None
        The dialog that the next run is to open.
    owed : list of str
        Parts of the page that were to be drawn and are not yet: a run that is left for another one leaves some. Of the
        tier that draws parts alone.
    uploads, samples, filters, dialogs : int
        Part of the keys of upload, sample list, filter inputs and the dialog's inputs: a new key is an input without
        a value.
    """

    entry: StoredDataset | None = None
    schema: pd.DataFrame | None = None
    axes: tuple[str, ...] = ()
    panels: list[PanelSpec] = field(default_factory=list)
    next_panel_id: int = 0
    wanted_panels: int = DEFAULT_PANELS
    wanted_view: str | None = None
    chosen: Filter = field(default_factory=Filter)
    entered: Filter = field(default_factory=Filter)
    alert: str | None = None
    alert_is_new: bool = False
    dialog: Dialog | None = None
    owed: list[str] = field(default_factory=list)
    uploads: int = 0
    samples: int = 0
    filters: int = 0
    dialogs: int = 0


@cache
def store() -> DatasetStore:
    """Return the process's store; it holds no rows in memory."""
    return open_store()


def known_page() -> Page | None:
    """Return this session's page, or None if the session has shown none yet."""
    page: Page | None = st.session_state.get(_KEY)
    return page


def new_page() -> Page:
    """Begin the session's page, without data."""
    page = st.session_state[_KEY] = Page()
    return page


def open_upload(page: Page, name: str, source: bytes, file_id: str) -> None:
    """Show an uploaded file. If it cannot be loaded, say so and keep what is shown."""
    if _try(page, lambda: store().entry(_stored_upload(source, name, file_id))):
        page.samples += 1


@st.cache_data(max_entries=100, show_spinner=False)
def _stored_upload(_source: bytes, name: str, file_id: str) -> str:
    """Load and store an uploaded file once: runs of what the user does meanwhile wait for the one that reads it."""
    check_size(name, len(_source))
    return store().put(load_csv(_source, name=name), name=name, source=_source)


def open_sample(page: Page, label: str) -> None:
    """Show a sample."""
    if _try(page, lambda: _stored_sample(label)):
        page.uploads += 1  # also takes away a file that Streamlit itself refused


def open_dataset(page: Page, dataset_id: str) -> None:
    """Show a stored dataset."""
    _try(page, lambda: store().entry(dataset_id))


def read_differently(page: Page, chosen: dict[str, str]) -> None:
    """Show the open dataset's file read as the user says (see `shared.reading`), or say why it cannot be."""
    assert page.entry is not None
    dataset_id = page.entry.dataset_id
    _try(page, lambda: store().entry(read_again(store(), dataset_id, chosen)))


def clear(page: Page) -> None:
    """Put the data away, and with them all that was chosen for them."""
    page.entry = page.schema = page.alert = page.wanted_view = page.dialog = None
    page.panels, page.next_panel_id, page.wanted_panels = [], 0, DEFAULT_PANELS
    page.uploads += 1
    page.samples += 1
    set_filter(page, Filter())


def set_filter(page: Page, chosen: Filter) -> None:
    """Set a filter that can be applied; its inputs begin anew with it."""
    page.chosen = page.entered = chosen
    page.filters += 1


def open_dialog(page: Page, dialog: Dialog, then: Callable[[], None] | None) -> None:
    """Ask for a dialog: the next run that draws dialogs opens it. Then do what the tier wants done."""
    page.dialog = dialog
    page.dialogs += 1
    if then is not None:
        then()


def load_rows(page: Page, load: Callable[[StoredDataset], pd.DataFrame]) -> pd.DataFrame | None:
    """Get all rows of the open dataset the way a tier does; None if none is open, or no longer stored."""
    if page.entry is None:
        return None
    try:
        rows = load(page.entry)
    except ExplorerError as error:
        _end_if_left()
        page.entry = None
        page.alert = str(error)
        return None
    _end_if_left()
    return rows


def _stored_sample(label: str) -> StoredDataset:
    return store().entry(store().put(load_sample(label), name=label, source=sample_csv(label)))


def _try(page: Page, find: Callable[[], StoredDataset]) -> bool:
    """Open the dataset that is found, without the filter of the one before; else keep everything and say why."""
    try:
        entry = find()
    except ExplorerError as error:
        _end_if_left()
        page.alert, page.alert_is_new = str(error), True
        return False
    _end_if_left()
    page.entry, page.schema, page.alert = entry, None, None
    set_filter(page, Filter())
    return True


def _end_if_left() -> None:
    """End this run here if the user has gone on since: a newer run has begun beside it, and shares the page with it."""
    known_page()  # Streamlit ends a run that was left where it asks for the session's state
