"""Panels: what they look like and what they are filled with. Imports ids, browser and shared.

Nothing here knows a tier: a tier decides which of these parts it sends, and when.
"""

from collections.abc import Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
import pandas as pd
from dash import ALL, MATCH, Dash, Input, Output, Patch, State, dcc, html

from dash_explorer import ids
from dash_explorer.browser import run_in_browser
from shared.explorer_spec import (
    KIND_LABELS,
    LABEL_ADD_PANEL,
    LABEL_COLOUR,
    LABEL_KIND,
    LABEL_NO_COLOUR,
    LABEL_OPTIONS,
    LABEL_REMOVE_PANEL,
    LABEL_TITLE,
    LABEL_X,
    LABEL_Y,
    ChartKind,
    PanelSpec,
    column_options,
    default_axes,
    default_panel,
)
from shared.figures import Chart, build_chart
from shared.theme import CHART_CONFIG

# The type of Dash's own for a config names its keys, the shared one is plain data.
_CONFIG: Any = CHART_CONFIG
_KINDS: Final = [{"label": label, "value": kind} for kind, label in KIND_LABELS.items()]
MORE_FIELDS: Final = ("size", "facet", "animate", "log_x", "log_y", "trend", "select")
"""Fields of a panel that the dialog of options sets."""
_CHANGED_PARTS: Final = (
    *("xaxis", "yaxis", "coloraxis", "legend", "showlegend", "uirevision", "meta"),
    *("annotations", "sliders", "updatemenus", "dragmode"),
)
"""Of the layout of a scatter chart; the last four are those of facets, frames and boxes."""


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
    return html.Section(
        [
            dcc.Store(id=ids.of_panel(ids.MORE, number), data=more_of(panel)),
            html.Div(
                [
                    *_labelled(LABEL_KIND, dbc.Select(_KINDS, panel.kind, id=ids.of_panel(ids.KIND, number))),
                    *_labelled(LABEL_X, dbc.Select(columns, panel.x, id=ids.of_panel(ids.X, number))),
                    *_labelled(LABEL_Y, dbc.Select(columns, panel.y, id=ids.of_panel(ids.Y, number))),
                    *_labelled(
                        LABEL_COLOUR,
                        dbc.Select(
                            offer(LABEL_NO_COLOUR, columns),
                            panel.colour or ids.NOTHING,
                            id=ids.of_panel(ids.COLOUR, number),
                        ),
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
                        "" if chart is None else chart.caption,
                        id=ids.of_panel(ids.CAPTION, number),
                        className="explorer-caption explorer-muted",
                    ),
                    _foot_button(LABEL_OPTIONS, ids.of_panel(ids.OPTIONS_BUTTON, number)),
                    _foot_button(LABEL_REMOVE_PANEL, ids.of_panel(ids.REMOVE, number), "explorer-remove"),
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


def _foot_button(text: str, name: dict[str, Any], class_name: str = "") -> dbc.Button:
    return dbc.Button(text, id=name, color="link", size="sm", class_name=class_name)


def graph(panel_id: int, figure: dict[str, Any]) -> dcc.Graph:
    """Build a panel's chart."""
    return dcc.Graph(id=ids.of_panel(ids.CHART, panel_id), figure=figure, config=_CONFIG)


def offer(nothing: str, choices: Sequence[str]) -> list[dict[str, str]]:
    """Make the options of a list whose first one stands for no column."""
    return [{"label": nothing, "value": ids.NOTHING}, *({"label": choice, "value": choice} for choice in choices)]


def more_of(panel: PanelSpec) -> dict[str, Any]:
    """Return the choices that a panel's card has no room for, as its store holds them."""
    return {name: getattr(panel, name) for name in MORE_FIELDS}


def spec(
    panel_id: int, title: str | None, x: str, y: str, colour: str, kind: ChartKind, more: dict[str, Any]
) -> PanelSpec:
    """Read a panel from the values of its controls and its store."""
    return PanelSpec(panel_id, title or "", x, y, None if colour == ids.NOTHING else colour, kind, **more)


def specs(
    names: list[dict[str, Any]],
    xs: list[str],
    ys: list[str],
    colours: list[str],
    titles: list[str | None],
    kinds: list[ChartKind],
    mores: list[dict[str, Any]],
) -> list[PanelSpec]:
    """Read the panels from the values of their controls, in page order."""
    return [
        spec(name["panel"], *values) for name, *values in zip(names, titles, xs, ys, colours, kinds, mores, strict=True)
    ]


def new_panel(asked: dict[str, Any], rows: pd.DataFrame) -> PanelSpec:
    """Make the panel that the browser asks for: a copy of one on the page, or the next default one."""
    if asked["like"] is not None:
        return PanelSpec(panel_id=asked["panel"], **asked["like"])
    return default_panel(default_axes(rows), asked["panel"])


def drawn_cards(rows: pd.DataFrame, panels: Sequence[PanelSpec]) -> list[html.Section]:
    """Build panels with their charts in them.

    So a page of 100 panels takes one answer. With an initial callback for each it would take 100 more requests, of
    which Dash sends 12 at a time; and every callback would run again for all panels whenever one is added, because
    Dash takes all children of a changed container for new.
    """
    columns = column_options(rows)
    return [card(panel, columns, build_chart(rows, panel)) for panel in panels]


def changed_parts(figure: dict[str, Any]) -> Patch:
    """Return what another axis, colour or filter changes in a scatter chart: all but title, fonts and margins.

    What only other charts have is taken away: a whole figure that the next change overtook is never drawn.
    """
    patch = Patch()
    patch["data"] = figure["data"]
    for part in _CHANGED_PARTS:
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


def register_addition(app: Dash) -> None:
    """Give each new panel its id in the browser, which knows what a copy is a copy of; a tier then builds it."""
    run_in_browser(
        app,
        "askForPanel",
        Output(ids.NEW_PANEL, "data"),
        Output(ids.PANEL_IDS_GIVEN, "data", allow_duplicate=True),
        Input(ids.ADD_PANEL, "n_clicks"),
        Input(ids.DUPLICATE, "n_clicks"),
        State(ids.PANEL_IDS_GIVEN, "data"),
        State(ids.OPTIONS_OF, "data"),
        State(ids.LIMIT, "data"),
        prevent_initial_call=True,
    )


def register_selection(app: Dash) -> None:
    """Say in the browser what a box drawn over a chart selects; the points in it, a thousand of them, need not travel.

    The output is a form: a callback of each panel must have one of that panel. It is never set; and nothing listens to
    it, or Dash would hold back what does, in every panel, until it had run.
    """
    run_in_browser(
        app,
        "select",
        Output(ids.of_panel(ids.CHART, MATCH), "clickData"),
        Input(ids.of_panel(ids.CHART, MATCH), "selectedData"),
        prevent_initial_call=True,
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
