"""Left column: the data and the filter. What an upload, a sample, an address or the filter's inputs lead to.

Imports ids, datasets, errors, panels; a tier tells what the browser holds of a dataset.
"""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qs

import dash_bootstrap_components as dbc
import pandas as pd
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dash_explorer import ids, panels
from dash_explorer.browser import run_in_browser
from dash_explorer.datasets import Datasets
from dash_explorer.errors import clear_error
from dash_explorer.tiers import Tier
from shared.dataset_store import StoredDataset
from shared.explorer_spec import (
    DEFAULT_PANELS,
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
    MAX_PANELS,
    MAX_UPLOAD_BYTES,
    PanelSpec,
    column_options,
    default_axes,
    default_panel,
    fit_panel,
    rows_shown,
)
from shared.filtering import Filter, filter_kind, filter_values, from_dict, to_dict
from shared.samples import SAMPLES

FILTER_INPUTS: Final = (
    Input(ids.FILTER_COLUMN, "value"),
    Input(ids.MINIMUM, "value"),
    Input(ids.MAXIMUM, "value"),
    Input(ids.START, "value"),
    Input(ids.END, "value"),
    Input(ids.VALUES, "value"),
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
            *_labelled(LABEL_SAMPLE, dbc.Select(_offer(LABEL_NO_SAMPLE, list(SAMPLES)), ids.NOTHING, id=ids.SAMPLE)),
            html.Div(id=ids.READING, className="explorer-reading explorer-muted"),
            html.Div(_filter_section(), className="explorer-filter"),
        ],
        className="explorer-sidebar",
        **ids.named(f"{HEADING_DATA}, {HEADING_FILTER}"),
    )


def _filter_section() -> list[Any]:
    """Build the filter's inputs; which of them are shown depends on the column."""
    return [
        html.H2(HEADING_FILTER, className="explorer-heading"),
        *_labelled(LABEL_FILTER_COLUMN, dbc.Select(_offer(LABEL_NO_FILTER, []), ids.NOTHING, id=ids.FILTER_COLUMN)),
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
        html.Fieldset(
            [html.Legend(LABEL_FILTER_VALUES), dbc.Checklist([], [], id=ids.VALUES)],
            id=ids.FILTER_CHOICES,
            className="explorer-choices",
            hidden=True,
        ),
        dbc.Button(LABEL_CLEAR_FILTER, id=ids.CLEAR_FILTER, color="secondary", outline=True),
    ]


def _labelled(text: str, control: Any) -> list[Any]:
    return [html.Label(text, htmlFor=control.id), control]


def _input(name: str, kind: str, **options: Any) -> dbc.Input:
    # Debounced: commits on Enter or when the field is left, not on every key.
    return dbc.Input(id=name, type=kind, debounce=True, **options)


def _offer(nothing: str, choices: Sequence[str]) -> list[dict[str, str]]:
    return [{"label": nothing, "value": ids.NOTHING}, *({"label": choice, "value": choice} for choice in choices)]


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
            "name": Output(ids.DATASET_NAME, "children"),
            "reading": Output(ids.READING, "children"),
            "empty": Output(ids.EMPTY, "hidden"),
            "sample": Output(ids.SAMPLE, "value"),
            "contents": Output(ids.UPLOAD, "contents"),
            "columns": Output(ids.FILTER_COLUMN, "options"),
            "filter": Output(ids.FILTER_COLUMN, "value"),
            "cards": Output(ids.PANELS, "children"),
            "ids_given": Output(ids.PANEL_IDS_GIVEN, "data"),
        },
        inputs={
            "address": Input(ids.ADDRESS, "search"),
            "contents": Input(ids.UPLOAD, "contents"),
            "sample": Input(ids.SAMPLE, "value"),
        },
        state={
            "filename": State(ids.UPLOAD, "filename"),
            "filter_column": State(ids.FILTER_COLUMN, "value"),
            "clicks": State(ids.ADD_PANEL, "n_clicks"),
            "ids_given": State(ids.PANEL_IDS_GIVEN, "data"),
            "shown": {
                "names": State(ids.of_panel(ids.PANEL, ALL), "id"),
                "xs": State(ids.of_panel(ids.X, ALL), "value"),
                "ys": State(ids.of_panel(ids.Y, ALL), "value"),
                "colours": State(ids.of_panel(ids.COLOUR, ALL), "value"),
                "titles": State(ids.of_panel(ids.TITLE, ALL), "value"),
            },
        },
    )
    def open_dataset(
        address: str | None,
        contents: str | None,
        sample: str,
        filename: str | None,
        filter_column: str,
        clicks: int | None,
        ids_given: int,
        shown: dict[str, list[Any]],
    ) -> dict[str, Any]:
        kept: list[PanelSpec] = []
        count = DEFAULT_PANELS
        if ctx.triggered_id == ids.UPLOAD and contents:
            dataset_id = datasets.add_upload(contents, filename or "upload.csv")
            kept = panels.specs(**shown)
        elif ctx.triggered_id == ids.SAMPLE and sample != ids.NOTHING:
            dataset_id = datasets.add_sample(sample)
            kept = panels.specs(**shown)
        elif ctx.triggered_id in (None, ids.ADDRESS):
            query = parse_qs((address or "").removeprefix("?"))
            dataset_id, count = _dataset_of(query, datasets), _panel_count(query)
        else:
            raise PreventUpdate
        entry, frame = datasets.entry(dataset_id), datasets.frame(dataset_id)
        first_id = ids_given + (clicks or 0)
        specs = _panels_to_show(frame, kept, first_id, count)
        clear_error()
        return {
            "held": tier.held(dataset_id),
            "name": entry.name,
            "reading": _reading(entry),
            "empty": True,
            "sample": sample if ctx.triggered_id == ids.SAMPLE else ids.NOTHING,
            "contents": None,
            "columns": _offer(LABEL_NO_FILTER, column_options(frame)),
            # Set only where it changes: each set property runs the callbacks that read it.
            "filter": no_update if filter_column == ids.NOTHING else ids.NOTHING,
            "cards": tier.cards(frame, specs),
            "ids_given": ids_given if kept else ids_given + count,
        }

    @app.callback(
        output={
            "numbers": Output(ids.FILTER_NUMBERS, "hidden"),
            "dates": Output(ids.FILTER_DATES, "hidden"),
            "choices": Output(ids.FILTER_CHOICES, "hidden"),
            "offered": Output(ids.VALUES, "options"),
            "emptied": [
                Output(ids.MINIMUM, "value"),
                Output(ids.MAXIMUM, "value"),
                Output(ids.START, "value"),
                Output(ids.END, "value"),
                Output(ids.VALUES, "value"),
            ],
        },
        inputs={"column": Input(ids.FILTER_COLUMN, "value"), "held": State(ids.DATASET, "data")},
        prevent_initial_call=True,
    )
    def show_filter_inputs(column: str, held: Any) -> dict[str, Any]:
        rows = None if column == ids.NOTHING else tier.rows(held, Filter())
        kind = None if rows is None else filter_kind(rows, column)
        return {
            "numbers": kind != "number",
            "dates": kind != "date",
            "choices": kind != "values",
            "offered": [] if rows is None or kind != "values" else filter_values(rows, column),
            "emptied": [None, None, None, None, []],
        }

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

    run_in_browser(
        app,
        "clearFilter",
        Output(ids.FILTER_COLUMN, "value", allow_duplicate=True),
        Input(ids.CLEAR_FILTER, "n_clicks"),
        prevent_initial_call=True,
    )
    panels.register_limit(app)


def filter_of(chosen: dict[str, Any] | None) -> Filter:
    """Read what the filter store holds; nothing lets every row pass."""
    return from_dict(chosen) if chosen else Filter()


def filter_from(
    column: str, minimum: float | None, maximum: float | None, start: str | None, end: str | None, values: list[str]
) -> dict[str, Any] | None:
    """Turn the values of `FILTER_INPUTS` into what the filter store holds; None if they let every row pass."""
    chosen = from_dict(
        {"column": column, "minimum": minimum, "maximum": maximum, "start": start, "end": end, "values": values}
    )
    return None if column == ids.NOTHING or chosen == Filter(column=column) else to_dict(chosen)
