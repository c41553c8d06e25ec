"""Left column: the data and the filter. What an upload, a sample, an address or the filter's inputs lead to.

Imports ids, datasets, errors, panels, rereading, storing; a tier tells what the browser holds of a dataset.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs

import dash_bootstrap_components as dbc
import pandas as pd
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dash_explorer import ids, panels, rereading, storing
from dash_explorer.browser import run_in_browser
from dash_explorer.datasets import Datasets
from dash_explorer.errors import clear_error, show_error
from dash_explorer.panels import offer
from dash_explorer.tiers import Tier
from shared.address import from_view
from shared.dataset_store import StoredDataset
from shared.errors import AddressError
from shared.explorer_spec import (
    DEFAULT_PANELS,
    DEFUSE_HINT,
    HEADING_DATA,
    HEADING_FILTER,
    LABEL_CLEAR_FILTER,
    LABEL_CSV,
    LABEL_DEFUSE,
    LABEL_FILE_ORDER,
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
    MAX_PANELS,
    MAX_UPLOAD_BYTES,
    READING,
    PanelSpec,
    column_options,
    default_axes,
    default_panel,
    fit_panel,
    remove_filter,
    rows_shown,
)
from shared.filtering import Filter, filter_kind, filter_values, filter_words, from_dict, to_dict, with_column
from shared.samples import SAMPLES
from shared.selection import selected

FILTER_INPUTS: Final = (
    Input(ids.FILTER_COLUMN, "value"),
    Input(ids.MINIMUM, "value"),
    Input(ids.MAXIMUM, "value"),
    Input(ids.START, "value"),
    Input(ids.END, "value"),
    Input(ids.VALUES, "value"),
    Input(ids.CONTAINS, "value"),
    Input(ids.OTHERS, "data"),
)
"""Arguments of `filter_from`, in order."""


def left_column() -> html.Aside:
    """Build the left column."""
    return html.Aside(
        [
            html.H2(HEADING_DATA, className="explorer-heading"),
            dcc.Upload(
                [html.Span(LABEL_UPLOAD), html.Small(f"up to {MAX_UPLOAD_BYTES // 1024**2} MB")],
                id=ids.UPLOAD,
                className="explorer-upload",
                className_active="explorer-upload-active",
            ),
            html.P(READING, id=ids.BUSY, className="explorer-busy explorer-muted", role="status", hidden=True),
            *_labelled(LABEL_SAMPLE, dbc.Select(offer(LABEL_NO_SAMPLE, list(SAMPLES)), ids.NOTHING, id=ids.SAMPLE)),
            html.Div(
                [html.Div(id=ids.READING, className="explorer-reading explorer-muted"), *rereading.buttons()],
                className="explorer-with-data",
            ),
            html.Div([*_filter_section(), *_download()], className="explorer-filter explorer-with-data"),
        ],
        className="explorer-sidebar",
        **ids.named(f"{HEADING_DATA}, {HEADING_FILTER}"),
    )


def _filter_section() -> list[Any]:
    """Build the filter's inputs; which of them are shown depends on the column."""
    return [
        html.H2(HEADING_FILTER, className="explorer-heading"),
        *_labelled(LABEL_FILTER_COLUMN, dbc.Select(offer(LABEL_NO_FILTER, []), ids.NOTHING, id=ids.FILTER_COLUMN)),
        html.Div(
            [
                *_labelled(LABEL_FILTER_MINIMUM, _input(ids.MINIMUM, "number", step="any")),
                *_labelled(LABEL_FILTER_MAXIMUM, _input(ids.MAXIMUM, "number", step="any")),
            ],
            id=ids.FILTER_NUMBERS,
            hidden=True,
        ),
        html.Div(
            [
                *_labelled(LABEL_FILTER_FROM, _input(ids.START, "date")),
                *_labelled(LABEL_FILTER_TO, _input(ids.END, "date")),
            ],
            id=ids.FILTER_DATES,
            hidden=True,
        ),
        html.Div(
            [
                html.Fieldset(
                    [html.Legend(LABEL_FILTER_VALUES), dbc.Checklist([], [], id=ids.VALUES)],
                    className="explorer-choices",
                ),
                *_labelled(LABEL_FILTER_CONTAINS, _input(ids.CONTAINS, "text")),
            ],
            id=ids.FILTER_CHOICES,
            hidden=True,
        ),
        html.Div(id=ids.OTHERS_LIST),
        dbc.Button(LABEL_CLEAR_FILTER, id=ids.CLEAR_FILTER, color="secondary", outline=True),
    ]


def _download() -> list[Any]:
    """Build the link to the filtered rows; the browser keeps its address up to date."""
    return [
        html.A(LABEL_CSV, id=ids.CSV, className="btn btn-outline-secondary"),
        html.Div(dbc.Checkbox(label=LABEL_DEFUSE, id=ids.DEFUSE), title=DEFUSE_HINT),
    ]


def _labelled(text: str, control: Any) -> list[Any]:
    return [html.Label(text, htmlFor=control.id), control]


def _input(name: str, kind: str, **options: Any) -> dbc.Input:
    # Debounced: commits on Enter or when the field is left, not on every key.
    return dbc.Input(id=name, type=kind, debounce=True, **options)


def _reading(entry: StoredDataset) -> list[Any]:
    """Say how the file was read and what was repaired."""
    count = "1 note" if len(entry.notes) == 1 else f"{len(entry.notes)} notes"
    return [
        html.P(f"Read as {entry.dialect}"),
        html.P(count),
        # Long lists scroll: without a tab stop the keyboard could not.
        html.Ul([html.Li(note) for note in entry.notes], tabIndex=0, **ids.named("Notes")) if entry.notes else None,
    ]


def _panels_to_show(frame: pd.DataFrame, kept: Sequence[PanelSpec], first_id: int, count: int) -> list[PanelSpec]:
    """Keep the panels that are on the page, fitted to the new data; without any, make ``count`` default ones."""
    axes = default_axes(frame)
    if kept:
        return [fit_panel(panel, column_options(frame), axes) for panel in kept]
    return [default_panel(axes, panel_id) for panel_id in range(first_id, first_id + count)]


def _told_by(query: dict[str, list[str]], frame: pd.DataFrame, count: int) -> tuple[list[PanelSpec], Filter]:
    """Return the panels and the filter that the page's address asks for; default ones where it cannot be read."""
    axes = default_axes(frame)
    panels_, chosen = [default_panel(axes, number) for number in range(count)], Filter()
    if "view" in query:
        try:
            told, chosen = from_view(query["view"][0], column_options(frame), axes)
        except AddressError as error:
            show_error(error)
        else:
            panels_ = told or panels_
    return panels_, chosen


def _panel_count(query: dict[str, list[str]]) -> int:
    try:
        return min(max(1, int(query["panels"][0])), MAX_PANELS)
    except (KeyError, ValueError):
        return DEFAULT_PANELS


def _dataset_of(query: dict[str, list[str]], datasets: Datasets) -> str:
    """Return the id of the dataset that the page's address asks for."""
    if "dataset" in query:
        return query["dataset"][0]
    if "sample" in query:
        return datasets.add_sample(query["sample"][0])
    raise PreventUpdate


def register(app: Dash, tier: Tier, datasets: Datasets) -> None:
    """Declare the callbacks that are the same in every tier."""

    @app.callback(
        output={
            "held": Output(ids.DATASET, "data"),
            "entry": Output(ids.ENTRY, "data"),
            "axes": Output(ids.AXES, "data"),
            "name": Output(ids.DATASET_NAME, "children"),
            "reading": Output(ids.READING, "children"),
            "empty": Output(ids.EMPTY, "hidden"),
            "sample": Output(ids.SAMPLE, "value"),
            "columns": Output(ids.FILTER_COLUMN, "options"),
            "sorts": Output(ids.SORT, "options"),
            "sort": Output(ids.SORT, "value"),
            "filter": Output(ids.FILTER_COLUMN, "value"),
            "told_filter": Output(ids.TOLD_FILTER, "data"),
            "others": Output(ids.OTHERS, "data"),
            "cards": Output(ids.PANELS, "children"),
            "ids_given": Output(ids.PANEL_IDS_GIVEN, "data"),
        },
        inputs={
            "address": Input(ids.ADDRESS, "search"),
            "sample": Input(ids.SAMPLE, "value"),
            "offered": Input(ids.OFFER, "data"),
        },
        state={
            "shown_id": State(ids.ENTRY, "data"),
            "filter_column": State(ids.FILTER_COLUMN, "value"),
            "others": State(ids.OTHERS, "data"),
            "ids_given": State(ids.PANEL_IDS_GIVEN, "data"),
            "alert": State(ids.ALERT, "children"),
            "shown": {
                "names": State(ids.of_panel(ids.PANEL, ALL), "id"),
                "xs": State(ids.of_panel(ids.X, ALL), "value"),
                "ys": State(ids.of_panel(ids.Y, ALL), "value"),
                "colours": State(ids.of_panel(ids.COLOUR, ALL), "value"),
                "titles": State(ids.of_panel(ids.TITLE, ALL), "value"),
                "kinds": State(ids.of_panel(ids.KIND, ALL), "value"),
                "mores": State(ids.of_panel(ids.MORE, ALL), "data"),
            },
        },
        running=[(Output(ids.BUSY, "hidden"), False, True)],
    )
    def open_dataset(
        address: str | None,
        sample: str,
        offered: dict[str, Any] | None,
        shown_id: str | None,
        filter_column: str,
        others: list[dict[str, Any]],
        ids_given: int,
        alert: str | None,
        shown: dict[str, list[Any]],
    ) -> dict[str, Any]:
        query: dict[str, list[str]] = {}
        if ctx.triggered_id == ids.OFFER and offered:
            dataset_id = storing.taken(offered, shown=shown_id)
        elif ctx.triggered_id == ids.SAMPLE and sample != ids.NOTHING:
            dataset_id = datasets.add_sample(sample)
        elif ctx.triggered_id in (None, ids.ADDRESS):
            query = parse_qs((address or "").removeprefix("?"))
            dataset_id = _dataset_of(query, datasets)
        else:
            raise PreventUpdate
        entry, frame = datasets.entry(dataset_id), datasets.frame(dataset_id)
        clear_error(alert)
        told = Filter()
        if query:
            specs, told = _told_by(query, frame, _panel_count(query))
        else:
            specs = _panels_to_show(frame, panels.specs(**shown), ids_given, DEFAULT_PANELS)
        column = told.column or ids.NOTHING
        return {
            "held": tier.held(dataset_id),
            "entry": dataset_id,
            "axes": default_axes(frame),
            "name": entry.name,
            "reading": _reading(entry),
            "empty": True,
            "sample": sample if ctx.triggered_id == ids.SAMPLE else ids.NOTHING,
            "columns": offer(LABEL_NO_FILTER, column_options(frame)),
            "sorts": offer(LABEL_FILE_ORDER, column_options(frame)),
            "sort": ids.NOTHING,
            "filter": _unless_same(column, filter_column),
            "told_filter": to_dict(told),
            "others": _unless_same([to_dict(other) for other in told.others], others),
            "cards": tier.cards(frame, specs),
            "ids_given": max([ids_given, *(panel.panel_id + 1 for panel in specs)]),
        }

    @app.callback(
        output={
            "numbers": Output(ids.FILTER_NUMBERS, "hidden"),
            "dates": Output(ids.FILTER_DATES, "hidden"),
            "choices": Output(ids.FILTER_CHOICES, "hidden"),
            "offered": Output(ids.VALUES, "options"),
            "told": Output(ids.TOLD_FILTER, "data", allow_duplicate=True),
            "bounds": [
                Output(ids.MINIMUM, "value"),
                Output(ids.MAXIMUM, "value"),
                Output(ids.START, "value"),
                Output(ids.END, "value"),
                Output(ids.VALUES, "value"),
                Output(ids.CONTAINS, "value"),
            ],
            "others": Output(ids.OTHERS, "data", allow_duplicate=True),
        },
        inputs={
            "column": Input(ids.FILTER_COLUMN, "value"),
            "told": State(ids.TOLD_FILTER, "data"),
            "before": State(ids.FILTER, "data"),
            "others": State(ids.OTHERS, "data"),
            "held": State(ids.DATASET, "data"),
        },
        prevent_initial_call=True,
    )
    def show_filter_inputs(
        column: str,
        told: dict[str, Any] | None,
        before: dict[str, Any] | None,
        others: list[dict[str, Any]],
        held: Any,
    ) -> dict[str, Any]:
        label = None if column == ids.NOTHING else column
        # Told: newly opened data, or cleared; what was set before is of no concern then.
        chosen = with_column(filter_of(before) if told is None else filter_of(told), label)
        rows = None if label is None else tier.rows(held, Filter())
        kind = None if rows is None else filter_kind(rows, column)
        return {
            "numbers": kind != "number",
            "dates": kind != "date",
            "choices": kind != "values",
            "offered": [] if rows is None or kind != "values" else filter_values(rows, column),
            "bounds": [chosen.minimum, chosen.maximum, chosen.start, chosen.end, list(chosen.values), chosen.contains],
            "others": _unless_same([to_dict(other) for other in chosen.others], others),
            "told": None,
        }

    @app.callback(Output(ids.OTHERS_LIST, "children"), Input(ids.OTHERS, "data"), prevent_initial_call=True)
    def list_other_filters(others: list[dict[str, Any]]) -> list[Any]:
        return _other_filters([from_dict(other) for other in others])

    @app.callback(
        Output(ids.ROWS, "children"),
        Input(ids.DATASET, "data"),
        Input(ids.FILTER, "data"),
        prevent_initial_call=True,
    )
    def count_rows(held: Any, chosen: dict[str, Any] | None) -> str:
        if held is None:
            raise PreventUpdate
        return rows_shown(len(tier.rows(held, filter_of(chosen))), len(tier.rows(held, Filter())))

    @app.callback(
        output={
            "filter": Output(ids.FILTER_COLUMN, "value", allow_duplicate=True),
            "told": Output(ids.TOLD_FILTER, "data", allow_duplicate=True),
            "others": Output(ids.OTHERS, "data", allow_duplicate=True),
        },
        inputs={
            "drawn": Input(ids.SELECTED, "data"),
            "before": State(ids.FILTER, "data"),
            "others": State(ids.OTHERS, "data"),
            "held": State(ids.DATASET, "data"),
        },
        prevent_initial_call=True,
    )
    def filter_by_selection(
        drawn: dict[str, Any], before: dict[str, Any] | None, others: list[dict[str, Any]], held: Any
    ) -> dict[str, Any]:
        panel = PanelSpec(panel_id=0, **drawn["panel"])
        chosen = selected(tier.rows(held, Filter()), panel, drawn["box"], filter_of(before))
        if chosen == filter_of(before):
            raise PreventUpdate
        return {
            "filter": chosen.column,
            "told": to_dict(chosen),
            "others": _unless_same([to_dict(other) for other in chosen.others], others),
        }

    run_in_browser(
        app,
        "removeFilter",
        Output(ids.OTHERS, "data", allow_duplicate=True),
        Input(ids.of_filter(ALL), "n_clicks"),
        State(ids.OTHERS, "data"),
        prevent_initial_call=True,
    )
    run_in_browser(
        app,
        "clearFilter",
        Output(ids.FILTER_COLUMN, "value", allow_duplicate=True),
        Output(ids.OTHERS, "data", allow_duplicate=True),
        Output(ids.TOLD_FILTER, "data", allow_duplicate=True),
        Input(ids.CLEAR_FILTER, "n_clicks"),
        prevent_initial_call=True,
    )
    panels.register_selection(app)
    panels.register_limit(app)
    panels.register_addition(app)
    rereading.register(app, datasets)
    storing.register(app, datasets)


def _unless_same(new: Any, old: Any) -> Any:
    """Set a property only where it changes: each set property runs the callbacks that read it."""
    return no_update if new == old else new


def filter_of(chosen: dict[str, Any] | None) -> Filter:
    """Read what the filter store holds; nothing lets every row pass."""
    return from_dict(chosen) if chosen else Filter()


def filter_from(
    column: str,
    minimum: float | None,
    maximum: float | None,
    start: str | None,
    end: str | None,
    values: list[str],
    contains: str | None,
    others: list[dict[str, Any]],
) -> dict[str, Any] | None:
    """Turn the values of `FILTER_INPUTS` into what the filter store holds; None if they let every row pass."""
    bounds = {"minimum": minimum, "maximum": maximum, "start": start, "end": end, "values": values}
    chosen = from_dict({"column": column, **bounds, "contains": contains})
    if column == ids.NOTHING or chosen.is_open:
        chosen = Filter()
    chosen = replace(chosen, others=tuple(from_dict(other) for other in others))
    return None if chosen == Filter() else to_dict(chosen)


def _other_filters(others: Sequence[Filter]) -> list[Any]:
    """Build the list of filters on other columns, each with a button that takes it away."""
    if not others:
        return []
    lines = [
        html.Li(
            [
                html.Span(filter_words(other)),
                dbc.Button(remove_filter(str(other.column)), id=ids.of_filter(other.column), color="link", size="sm"),
            ]
        )
        for other in others
    ]
    return [html.P(LABEL_OTHER_FILTERS), html.Ul(lines)]
