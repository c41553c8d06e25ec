"""Left column: read the open file differently, or put it away. Imports ids, browser, datasets, storing, shared."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Dash, Input, Output, State, html

from dash_explorer import ids
from dash_explorer.browser import run_in_browser
from dash_explorer.datasets import Datasets
from dash_explorer.storing import offer
from shared.explorer_spec import (
    LABEL_CLEAR_DATA,
    LABEL_CLOSE,
    LABEL_DETECT,
    LABEL_READ_AGAIN,
    LABEL_REREAD,
    REREAD_TITLE,
)
from shared.reading import READING_OPTIONS


def buttons() -> list[Any]:
    """Build the two buttons below the words on how the file was read."""
    return [
        html.Div(
            [
                dbc.Button(LABEL_REREAD, id=ids.REREAD_OPEN, color="secondary", outline=True),
                # A link: what it leads to is the page as it is without data.
                html.A(LABEL_CLEAR_DATA, href="/", className="btn btn-outline-secondary"),
            ],
            className="explorer-line",
        )
    ]


def dialog() -> dbc.Modal:
    """Build the dialog, closed."""
    lists: list[Any] = []
    for label, options in READING_OPTIONS.items():
        name = ids.of_option(label)
        lists += [html.Label(label, htmlFor=ids.in_page(name)), dbc.Select(options, LABEL_DETECT, id=name)]
    return dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle(REREAD_TITLE, tag="h2", id=ids.REREAD_HEADING), close_button=False),
            dbc.ModalBody(lists, class_name="explorer-stack"),
            dbc.ModalFooter(
                [
                    dbc.Button(LABEL_READ_AGAIN, id=ids.READ_AGAIN, color="primary"),
                    dbc.Button(LABEL_CLOSE, id=ids.REREAD_CLOSE, color="secondary", outline=True),
                ],
                class_name="explorer-line",
            ),
        ],
        id=ids.REREAD_DIALOG,
        is_open=False,
        centered=True,
        labelledby=ids.REREAD_HEADING,
    )


def register(app: Dash, datasets: Datasets) -> None:
    """Declare what opens and closes the dialog, and what reads the file again."""
    run_in_browser(
        app,
        "toggleReading",
        Output(ids.REREAD_DIALOG, "is_open"),
        Input(ids.REREAD_OPEN, "n_clicks"),
        Input(ids.REREAD_CLOSE, "n_clicks"),
        Input(ids.READ_AGAIN, "n_clicks"),
        prevent_initial_call=True,
    )

    @app.callback(
        Input(ids.READ_AGAIN, "n_clicks"),
        State(ids.of_option(ALL), "id"),
        State(ids.of_option(ALL), "value"),
        State(ids.ENTRY, "data"),
        running=[(Output(ids.BUSY, "hidden"), False, True)],
        prevent_initial_call=True,
    )
    def read_again(clicks: int, lists: list[dict[str, str]], chosen: list[str], dataset_id: str) -> None:
        told = {found["label"]: option for found, option in zip(lists, chosen, strict=True)}
        offer(lambda: datasets.read_again(dataset_id, told), instead_of=dataset_id)
