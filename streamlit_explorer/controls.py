"""The left column: which data, and which of its rows. Common to all tiers; imports state, words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from shared.explorer_spec import (
    HEADING_DATA,
    HEADING_FILTER,
    LABEL_CLEAR_FILTER,
    LABEL_FILTER_COLUMN,
    LABEL_FILTER_CONTAINS,
    LABEL_FILTER_FROM,
    LABEL_FILTER_MAXIMUM,
    LABEL_FILTER_MINIMUM,
    LABEL_FILTER_TO,
    LABEL_FILTER_VALUES,
    LABEL_NO_FILTER,
    LABEL_NO_SAMPLE,
    LABEL_OTHER_FILTERS,
    LABEL_SAMPLE,
    LABEL_UPLOAD,
    READING,
    column_options,
    remove_filter,
)
from shared.filtering import Filter, FilterError, apply_filter, filter_kind, filter_words, with_column, without
from shared.samples import SAMPLES
from streamlit_explorer import state
from streamlit_explorer.state import NOTHING, Page
from streamlit_explorer.words import Choices, plain

Callback = Callable[[], None]

_BOUNDS: Final = {
    "number": ((LABEL_FILTER_MINIMUM, "minimum"), (LABEL_FILTER_MAXIMUM, "maximum")),
    "date": ((LABEL_FILTER_FROM, "start"), (LABEL_FILTER_TO, "end")),
}
"""Kind of a column -> label of each input, and the field of `Filter` that it fills."""
_INPUTS: Final = ("minimum", "maximum", "start", "end", "values", "contains")
"""The fields of `Filter` that an input fills."""


def data_section(page: Page) -> None:
    """Draw upload and samples. Opens what was chosen before the rest of the run."""
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


def _upload(page: Page) -> None:
    """Draw the upload; a file that was read, or refused, makes room for an empty one in the same run."""
    place = st.empty()
    # Any type: the loader knows a spreadsheet from its content and says what to do about it.
    uploaded = place.file_uploader(LABEL_UPLOAD, key=f"upload-{page.uploads}")
    if uploaded is None:
        return
    with st.spinner(READING):
        state.open_upload(page, uploaded.name, uploaded.getvalue(), uploaded.file_id)
    page.uploads += 1
    place.file_uploader(LABEL_UPLOAD, key=f"upload-{page.uploads}")


def filter_section(
    page: Page,
    values: Callable[[str], list[str]],
    *,
    on_column: Callback | None = None,
    on_bound: Callback | None = None,
    on_clear: Callback | None = None,
) -> None:
    """Draw the filter's inputs; `read_filter` takes what was entered.

    Parameters
    ----------
    page : Page
        Its dataset has been read (``schema`` is known). New inputs show its filter.
    values : callable
        Column -> the values to choose from.
    on_column, on_bound, on_clear : callable, optional
        Run before the rerun that a change causes: of the column, which decides the inputs, of an input, or by what
        takes filters away.
    """
    assert page.schema is not None
    st.header(HEADING_FILTER, anchor=False)
    columns = Choices(LABEL_NO_FILTER, column_options(page.schema))
    entered = page.entered.column
    st.session_state.setdefault(_key(page, "column"), NOTHING if entered is None else entered)
    column = st.selectbox(
        LABEL_FILTER_COLUMN,
        columns.options,
        format_func=columns.word,
        key=_key(page, "column"),
        on_change=on_column,
    )
    _follow_column(page)
    if column != NOTHING:
        _bounds(page, column, values, on_bound)
    _other_filters(page, on_clear)
    st.button(LABEL_CLEAR_FILTER, key="clear-filter", on_click=_clear_filter, args=(page, on_clear), width="stretch")


def read_filter(page: Page) -> None:
    """Take the filter from its inputs. One that cannot be applied leaves the rows as they are and says why."""
    _follow_column(page)
    entered = _entered(page)
    if entered != page.entered:
        _take(page, entered)


def _take(page: Page, entered: Filter) -> None:
    assert page.schema is not None
    page.entered = entered
    try:
        # No rows are needed to find out whether a filter can be applied.
        apply_filter(page.schema, entered)
    except FilterError as error:
        page.alert = str(error)
    else:
        # A column without a bound filters nothing: to have chosen it changes no row.
        page.chosen = Filter(others=entered.others) if entered.is_open else entered
        if not page.alert_is_new:
            page.alert = None


def _follow_column(page: Page) -> None:
    """Where another column was chosen, go on with what the filter says of it: what was set before goes on to hold."""
    column = st.session_state.get(_key(page, "column"), NOTHING)
    shown = None if column == NOTHING else column
    if shown == page.entered.column:
        return
    _take(page, with_column(page.entered, shown))
    for name in _INPUTS:
        st.session_state[_key(page, name)] = _value(page.entered, name)


def _bounds(page: Page, column: str, values: Callable[[str], list[str]], on_change: Callback | None) -> None:
    """Draw the inputs of a column's kind.

    Their keys do not name the column: else Streamlit would keep the inputs of the one before in sight, under the same
    names, until the run has ended.
    """
    assert page.schema is not None
    for name in _INPUTS:
        st.session_state.setdefault(_key(page, name), _value(page.entered, name))
    kind = filter_kind(page.schema, column)
    if kind == "values":
        key = _key(page, "values")
        # An address may name values beyond those that are offered.
        offered = dict.fromkeys([*values(column), *st.session_state[key]])
        st.multiselect(LABEL_FILTER_VALUES, list(offered), key=key, on_change=on_change)
        st.text_input(LABEL_FILTER_CONTAINS, value=None, key=_key(page, "contains"), on_change=on_change)
        return
    for label, name in _BOUNDS[kind]:
        key = _key(page, name)
        if kind == "number":
            # "%g" shows a number in full; Streamlit's own choice for floats rounds to two decimals.
            step = 1.0 if page.schema[column].dtype.kind in "iu" else None
            st.number_input(label, value=None, step=step, format="%g", key=key, on_change=on_change)
        else:
            st.text_input(label, value=None, placeholder="YYYY-MM-DD", key=key, on_change=on_change)


def _value(chosen: Filter, name: str) -> Any:
    """Return what an input says of a filter."""
    value = getattr(chosen, name)
    return list(value) if name == "values" else value


def _entered(page: Page) -> Filter:
    if page.entered.column is None:
        return page.entered

    def value(name: str) -> Any:
        return st.session_state.get(_key(page, name), _value(page.entered, name))

    return replace(
        page.entered,
        minimum=value("minimum"),
        maximum=value("maximum"),
        start=value("start") or None,
        end=value("end") or None,
        values=tuple(value("values") or ()),
        contains=value("contains") or None,
    )


def _other_filters(page: Page, on_clear: Callback | None) -> None:
    """List the filters on other columns, each with a button that takes it away."""
    if not page.entered.others:
        return
    with st.container(key="other-filters"):
        st.caption(LABEL_OTHER_FILTERS)
        for other in page.entered.others:
            column = str(other.column)
            st.text(filter_words(other))
            arguments = (page, column, on_clear)
            key = f"remove-filter-{column}"
            st.button(plain(remove_filter(column)), key=key, type="tertiary", on_click=_remove_filter, args=arguments)


def _remove_filter(page: Page, column: str, on_clear: Callback | None) -> None:
    page.entered, page.chosen = without(page.entered, column), without(page.chosen, column)
    if on_clear is not None:
        on_clear()


def _key(page: Page, name: str) -> str:
    """Key of an input that starts anew for each dataset and after "Clear filter"."""
    return f"filter-{page.filters}-{name}"


def _clear_filter(page: Page, on_clear: Callback | None) -> None:
    state.set_filter(page, Filter())
    page.alert = None
    if on_clear is not None:
        on_clear()


def _open_sample(page: Page, key: str) -> None:
    label = st.session_state[key]
    if label is not None:
        state.open_sample(page, label)
