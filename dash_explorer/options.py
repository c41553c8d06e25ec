"""The dialog with all that a panel's card has no room for. One for all panels; everything happens in the browser.

Imports ids, browser and shared. A tier sees what was applied as new data in the panel's store.
"""

from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, Dash, Input, Output, State, dcc, html

from dash_explorer import ids
from dash_explorer.browser import run_in_browser
from dash_explorer.panels import offer
from shared.explorer_spec import (
    LABEL_ANIMATE,
    LABEL_APPLY,
    LABEL_CHART_CODE,
    LABEL_CHART_HTML,
    LABEL_CLOSE,
    LABEL_DUPLICATE,
    LABEL_EARLIER,
    LABEL_FACET,
    LABEL_LATER,
    LABEL_LOG_X,
    LABEL_LOG_Y,
    LABEL_NO_ANIMATION,
    LABEL_NO_FACET,
    LABEL_NO_SIZE,
    LABEL_SELECT,
    LABEL_SIZE,
    LABEL_TREND,
    OPTIONS_TITLE,
)


def dialog() -> list[Any]:
    """Build the dialog, closed, and the store that says whose options it shows."""
    return [
        dcc.Store(id=ids.OPTIONS_OF),
        dbc.Modal(
            [
                dbc.ModalHeader(dbc.ModalTitle(OPTIONS_TITLE, tag="h2", id=ids.OPTIONS_HEADING), close_button=False),
                dbc.ModalBody(
                    [
                        *_labelled(LABEL_SIZE, dbc.Select(offer(LABEL_NO_SIZE, []), ids.NOTHING, id=ids.SIZE)),
                        *_labelled(LABEL_FACET, dbc.Select(offer(LABEL_NO_FACET, []), ids.NOTHING, id=ids.FACET)),
                        *_labelled(
                            LABEL_ANIMATE, dbc.Select(offer(LABEL_NO_ANIMATION, []), ids.NOTHING, id=ids.ANIMATE)
                        ),
                        dbc.Checkbox(label=LABEL_LOG_X, id=ids.LOG_X),
                        dbc.Checkbox(label=LABEL_LOG_Y, id=ids.LOG_Y),
                        dbc.Checkbox(label=LABEL_TREND, id=ids.TREND),
                        dbc.Checkbox(label=LABEL_SELECT, id=ids.SELECT),
                        html.Div(
                            [
                                dbc.Button(LABEL_APPLY, id=ids.APPLY, color="primary"),
                                dbc.Button(LABEL_CLOSE, id=ids.CLOSE, color="secondary", outline=True),
                            ],
                            className="explorer-line",
                        ),
                    ],
                    class_name="explorer-stack",
                ),
                dbc.ModalFooter(
                    [
                        _button(LABEL_DUPLICATE, ids.DUPLICATE),
                        _button(LABEL_EARLIER, ids.EARLIER),
                        _button(LABEL_LATER, ids.LATER),
                        html.A(LABEL_CHART_HTML, id=ids.CHART_HTML, className="btn btn-outline-secondary"),
                        html.A(LABEL_CHART_CODE, id=ids.CHART_CODE, className="btn btn-outline-secondary"),
                    ],
                    class_name="explorer-line",
                ),
            ],
            id=ids.OPTIONS,
            is_open=False,
            centered=True,
            labelledby=ids.OPTIONS_HEADING,
        ),
    ]


def _labelled(text: str, control: Any) -> list[Any]:
    return [html.Label(text, htmlFor=control.id), control]


def _button(text: str, name: str) -> dbc.Button:
    return dbc.Button(text, id=name, color="secondary", outline=True)


def register(app: Dash) -> None:
    """Declare what opens, applies and closes, and what moves a panel."""
    run_in_browser(
        app,
        "openOptions",
        Output(ids.OPTIONS, "is_open"),
        Output(ids.OPTIONS_OF, "data"),
        Output(ids.SIZE, "options"),
        Output(ids.FACET, "options"),
        Output(ids.ANIMATE, "options"),
        Output(ids.SIZE, "value"),
        Output(ids.FACET, "value"),
        Output(ids.ANIMATE, "value"),
        Output(ids.LOG_X, "value"),
        Output(ids.LOG_Y, "value"),
        Output(ids.TREND, "value"),
        Output(ids.SELECT, "value"),
        Output(ids.CHART_HTML, "href"),
        Output(ids.CHART_CODE, "href"),
        Input(ids.of_panel(ids.OPTIONS_BUTTON, ALL), "n_clicks"),
        State(ids.FILTER_COLUMN, "options"),
        State(ids.SIZE, "options"),
        State(ids.FACET, "options"),
        State(ids.ANIMATE, "options"),
        State(ids.ENTRY, "data"),
        State(ids.FILTER, "data"),
        prevent_initial_call=True,
    )
    run_in_browser(
        app,
        "closeOptions",
        Output(ids.OPTIONS, "is_open", allow_duplicate=True),
        Input(ids.APPLY, "n_clicks"),
        Input(ids.CLOSE, "n_clicks"),
        Input(ids.DUPLICATE, "n_clicks"),
        Input(ids.EARLIER, "n_clicks"),
        Input(ids.LATER, "n_clicks"),
        State(ids.OPTIONS_OF, "data"),
        State(ids.SIZE, "value"),
        State(ids.FACET, "value"),
        State(ids.ANIMATE, "value"),
        State(ids.LOG_X, "value"),
        State(ids.LOG_Y, "value"),
        State(ids.TREND, "value"),
        State(ids.SELECT, "value"),
        prevent_initial_call=True,
    )
    run_in_browser(
        app,
        "movePanel",
        Output(ids.PANELS, "children", allow_duplicate=True),
        Input(ids.EARLIER, "n_clicks"),
        Input(ids.LATER, "n_clicks"),
        State(ids.PANELS, "children"),
        State(ids.OPTIONS_OF, "data"),
        prevent_initial_call=True,
    )
