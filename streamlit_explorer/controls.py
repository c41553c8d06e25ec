"""The left column: which data, and which of its rows. Common to all tiers; imports state."""

from collections.abc import Callable
from html import escape
from typing import Any

import streamlit as st

from shared.explorer_spec import (
    HEADING_DATA,
    HEADING_FILTER,
    LABEL_CLEAR_FILTER,
    LABEL_FILTER_COLUMN,
    LABEL_FILTER_FROM,
    LABEL_FILTER_MAXIMUM,
    LABEL_FILTER_MINIMUM,
    LABEL_FILTER_TO,
    LABEL_FILTER_VALUES,
    LABEL_NO_FILTER,
    LABEL_NO_SAMPLE,
    LABEL_SAMPLE,
    LABEL_UPLOAD,
    column_options,
)
from shared.filtering import Filter, FilterError, apply_filter, filter_kind
from shared.samples import SAMPLES
from streamlit_explorer import state
from streamlit_explorer.state import Page

Callback = Callable[[], None]


def data_section(page: Page) -> None:
    """Draw upload, samples and how the open file was read. Opens what was chosen before the rest of the run."""
    st.header(HEADING_DATA, anchor=False)
    _upload(page)
    key = f"sample-{page.samples}"
    st.selectbox(
        LABEL_SAMPLE,
        list(SAMPLES),
        index=None,
        placeholder=LABEL_NO_SAMPLE,
        key=key,
        on_change=_open_sample,
        args=(page, key),
    )
    if page.entry is not None:
        st.html(_how_it_was_read(page.entry.dialect, page.entry.notes))


def _upload(page: Page) -> None:
    """Draw the upload; a file that was read, or refused, makes room for an empty one in the same run."""
    place = st.empty()
    # Any type: the loader knows a spreadsheet from its content and says what to do about it.
    uploaded = place.file_uploader(LABEL_UPLOAD, key=f"upload-{page.uploads}")
    if uploaded is None:
        return
    with st.spinner("Reading the file"):
        state.open_upload(page, uploaded.name, uploaded.getvalue())
    page.uploads += 1
    place.file_uploader(LABEL_UPLOAD, key=f"upload-{page.uploads}")


def filter_section(
    page: Page,
    values: Callable[[str], list[str]],
    *,
    on_column: Callback | None = None,
    on_bound: Callback | None = None,
) -> None:
    """Draw the filter's inputs; `read_filter` takes what was entered.

    Parameters
    ----------
    page : Page
        Its dataset has been read (``schema`` is known).
    values : callable
        Column -> the values to choose from.
    on_column, on_bound : callable, optional
        Run before the rerun that a change causes: of the column, which decides the inputs, or of an input.
    """
    assert page.schema is not None
    st.header(HEADING_FILTER, anchor=False)
    column = st.selectbox(
        LABEL_FILTER_COLUMN,
        ["", *column_options(page.schema)],
        format_func=lambda label: label or LABEL_NO_FILTER,
        key=_key(page, "column"),
        on_change=on_column,
    )
    if column:
        _bounds(page, column, values, on_bound)
    st.button(LABEL_CLEAR_FILTER, key="clear-filter", on_click=_clear_filter, args=(page, on_column), width="stretch")


def read_filter(page: Page) -> None:
    """Take the filter from its inputs. One that cannot be applied leaves the rows as they are and says why."""
    entered = _entered(page)
    if entered == page.entered:
        return
    page.entered = entered
    assert page.schema is not None
    try:
        # No rows are needed to find out whether a filter can be applied.
        apply_filter(page.schema, entered)
    except FilterError as error:
        page.alert = str(error)
    else:
        page.chosen, page.alert = entered, None


def _bounds(page: Page, column: str, values: Callable[[str], list[str]], on_change: Callback | None) -> None:
    assert page.schema is not None
    kind = filter_kind(page.schema, column)
    if kind == "values":
        st.multiselect(LABEL_FILTER_VALUES, values(column), key=_key(page, "values", column), on_change=on_change)
        return
    low, high = st.columns(2, wrap=False)
    if kind == "number":
        step = 1 if page.schema[column].dtype.kind in "iu" else None
        for place, label, name in ((low, LABEL_FILTER_MINIMUM, "minimum"), (high, LABEL_FILTER_MAXIMUM, "maximum")):
            key = _key(page, name, column)
            # "%g" shows a number in full; Streamlit's own choice for floats rounds to two decimals.
            shown = None if step else "%g"
            place.number_input(label, value=None, step=step, format=shown, key=key, on_change=on_change)
    else:
        for place, label, name in ((low, LABEL_FILTER_FROM, "start"), (high, LABEL_FILTER_TO, "end")):
            key = _key(page, name, column)
            place.text_input(label, value=None, placeholder="YYYY-MM-DD", key=key, on_change=on_change)


def _entered(page: Page) -> Filter:
    column = st.session_state.get(_key(page, "column"))
    if not column:
        return Filter()

    def value(name: str) -> Any:
        return st.session_state.get(_key(page, name, column))

    return Filter(
        column=column,
        minimum=value("minimum"),
        maximum=value("maximum"),
        start=value("start") or None,
        end=value("end") or None,
        values=tuple(value("values") or ()),
    )


def _key(page: Page, name: str, column: str = "") -> str:
    """Key of an input that starts empty for each dataset, each column and after "Clear filter"."""
    return f"filter-{page.filters}-{name}-{column}"


def _clear_filter(page: Page, on_column: Callback | None) -> None:
    page.filters += 1
    page.alert = None
    if on_column is not None:
        on_column()


def _open_sample(page: Page, key: str) -> None:
    label = st.session_state[key]
    if label is not None:
        state.open_sample(page, label)


def _how_it_was_read(dialect: str, notes: list[str]) -> str:
    count = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
    listed = "".join(f"<li>{escape(note)}</li>" for note in notes)
    box = f'<ul class="explorer-notes" tabindex="0" aria-label="Notes">{listed}</ul>' if notes else ""
    return f'<div class="explorer-muted">Read as {escape(dialect)}<br>{count}{box}</div>'
