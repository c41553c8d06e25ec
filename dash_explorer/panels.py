"""Panels: what they look like and what they are filled with. Imports ids, browser and shared.

Nothing here knows a tier: a tier decides which of these parts it sends, and when.
"""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import ALL, Dash, Input, Output, Patch, State, dcc, html

from dash_explorer import ids
from dash_explorer.browser import run_in_browser
from shared.explorer_spec import (
    LABEL_ADD_PANEL,
    LABEL_COLOUR,
    LABEL_NO_COLOUR,
    LABEL_REMOVE_PANEL,
    LABEL_TITLE,
    LABEL_X,
    LABEL_Y,
    PanelSpec,
    column_options,
    rows_drawn,
)
from shared.figures import Chart, build_chart
from shared.theme import CHART_CONFIG

# The type of Dash's own for a config names its keys, the shared one is plain data.
_CONFIG: Any = CHART_CONFIG


def charts_tab() -> list[Any]:
    """Build the tab "Charts" without a panel."""
    return [
        html.Div(
            [
                html.Span(id=ids.ADD_PANEL_REASON, className="explorer-muted"),
                dbc.Button(LABEL_ADD_PANEL, id=ids.ADD_PANEL, color="primary", disabled=True),
            ],
            className="explorer-actions",
        ),
        html.Div([], id=ids.PANELS, className="explorer-panels"),
    ]


def card(panel: PanelSpec, columns: Sequence[str], chart: Chart | None = None) -> html.Section:
    """Build one panel.

    Parameters
    ----------
    panel : PanelSpec
        What its controls say.
    columns : sequence of str
        What its lists offer.
    chart : Chart, optional
        Its chart; without one the box stays empty until a callback fills it.
    """
    number = panel.panel_id
    colours = [
        {"label": LABEL_NO_COLOUR, "value": ids.NOTHING},
        *({"label": column, "value": column} for column in columns),
    ]
    return html.Section(
        [
            html.Div(
                [
                    *_labelled(LABEL_X, dbc.Select(columns, panel.x, id=ids.of_panel(ids.X, number))),
                    *_labelled(LABEL_Y, dbc.Select(columns, panel.y, id=ids.of_panel(ids.Y, number))),
                    *_labelled(
                        LABEL_COLOUR,
                        dbc.Select(colours, panel.colour or ids.NOTHING, id=ids.of_panel(ids.COLOUR, number)),
                    ),
                    *_labelled(
                        LABEL_TITLE,
                        dbc.Input(id=ids.of_panel(ids.TITLE, number), value=panel.title, debounce=True),
                    ),
                ],
                className="explorer-panel-controls",
            ),
            html.Div(
                [] if chart is None else graph(number, chart.figure),
                id=ids.of_panel(ids.CHART_BOX, number),
                className="explorer-chart",
            ),
            html.Div(
                [
                    html.Span(
                        "" if chart is None else caption(chart),
                        id=ids.of_panel(ids.CAPTION, number),
                        className="explorer-caption explorer-muted",
                    ),
                    dbc.Button(
                        LABEL_REMOVE_PANEL,
                        id=ids.of_panel(ids.REMOVE, number),
                        color="link",
                        size="sm",
                        class_name="explorer-remove",
                    ),
                ],
                className="explorer-panel-foot",
            ),
        ],
        id=ids.of_panel(ids.PANEL, number),
        className="explorer-card explorer-panel",
        **ids.named(f"Panel {number + 1}"),
    )


def _labelled(text: str, control: Any) -> list[Any]:
    return [html.Div([html.Label(text, htmlFor=ids.in_page(control.id)), control])]


def graph(panel_id: int, figure: dict[str, Any]) -> dcc.Graph:
    """Build a panel's chart."""
    return dcc.Graph(id=ids.of_panel(ids.CHART, panel_id), figure=figure, config=_CONFIG)


def caption(chart: Chart) -> str:
    """Say how many rows a chart draws."""
    return rows_drawn(chart.drawn, chart.matched)


def spec(panel_id: int, title: str | None, x: str, y: str, colour: str) -> PanelSpec:
    """Read a panel from the values of its controls."""
    return PanelSpec(panel_id, title or "", x, y, None if colour == ids.NOTHING else colour)


def specs(
    names: list[dict[str, Any]], xs: list[str], ys: list[str], colours: list[str], titles: list[str | None]
) -> list[PanelSpec]:
    """Read the panels from the values of their controls, in page order."""
    return [
        spec(name["panel"], title, x, y, colour)
        for name, x, y, colour, title in zip(names, xs, ys, colours, titles, strict=True)
    ]


def drawn_cards(rows: pd.DataFrame, panels: Sequence[PanelSpec]) -> list[html.Section]:
    """Build panels with their charts in them.

    So a page of 100 panels takes one answer. With an initial callback for each it would take 100 more requests, of
    which Dash sends 12 at a time; and every callback would run again for all panels whenever one is added, because
    Dash takes all children of a changed container for new.
    """
    columns = column_options(rows)
    return [card(panel, columns, build_chart(rows, panel)) for panel in panels]


def changed_parts(figure: dict[str, Any]) -> Patch:
    """Return what another axis, colour or filter changes in a chart on the page: all but title, fonts and margins."""
    patch = Patch()
    patch["data"] = figure["data"]
    for part in ("xaxis", "yaxis", "coloraxis", "legend", "showlegend", "uirevision", "meta"):
        patch["layout"][part] = figure["layout"].get(part)
    return patch


def register_limit(app: Dash) -> None:
    """Disable "Add panel" where it cannot work, in the browser: it knows how many panels there are."""
    run_in_browser(
        app,
        "limitPanels",
        Output(ids.ADD_PANEL, "disabled"),
        Output(ids.ADD_PANEL_REASON, "children"),
        Input(ids.PANELS, "children"),
        Input(ids.EMPTY, "hidden"),
        State(ids.LIMIT, "data"),
    )


def register_removal(app: Dash) -> None:
    """Remove panels in the browser: the server has nothing to say about it.

    A server callback would have to name the panel by its place; two quick clicks could then take away the wrong one.
    """
    run_in_browser(
        app,
        "removePanel",
        Output(ids.PANELS, "children", allow_duplicate=True),
        Input(ids.of_panel(ids.REMOVE, ALL), "n_clicks"),
        State(ids.PANELS, "children"),
        prevent_initial_call=True,
    )
