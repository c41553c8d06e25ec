"""Frame of the page: header, left column, tabs. Empty until a dataset is opened. Imports controls, panels, tables."""

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import ALL, Dash, Input, Output, State, dcc, html

from dash_explorer import controls, ids, options, panels, rereading, tables
from dash_explorer.browser import run_in_browser
from shared.explorer_spec import (
    APP_TITLE,
    EMPTY_STATE,
    LABEL_DATA_AND_FILTER,
    LABEL_THEME,
    MAX_PANELS,
    PAGE_ABOUT,
    PAGE_EXPLORER,
    PAGE_REPORT,
    PANEL_LIMIT_REASON,
    TAB_CHARTS,
    TAB_PROFILE,
    TAB_SUMMARY,
    TAB_TABLE,
    THEMES,
)
from shared.pages import about_markdown, report_markdown
from shared.theme import CHART_HEIGHT_PX, NARROW_PX, SIDEBAR_WIDTH_PX, css

FONT_ADDRESS: Final = "/static/inter.woff2"
PAGES: Final = {PAGE_EXPLORER: "/", PAGE_REPORT: "/report", PAGE_ABOUT: "/about"}
"""Name of a page -> its path."""


def page() -> html.Div:
    """Build the page as it is before any dataset is opened."""
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            # Memory stores: another tab of the same browser may show another dataset.
            dcc.Store(id=ids.DATASET),
            dcc.Store(id=ids.ENTRY),
            dcc.Store(id=ids.AXES),
            dcc.Store(id=ids.OFFER),
            dcc.Store(id=ids.FILTER),
            dcc.Store(id=ids.TOLD_FILTER),
            dcc.Store(id=ids.OTHERS, data=[]),
            dcc.Store(id=ids.SELECTED),
            dcc.Store(id=ids.REJECTED_FILTER),
            dcc.Store(id=ids.OPEN_TAB, data=TAB_CHARTS),
            dcc.Store(id=ids.TABLE_ASKS),
            dcc.Store(id=ids.PROFILE_ASKS),
            dcc.Store(id=ids.SUMMARY_ASKS),
            dcc.Store(id=ids.PAGE_ASKS),
            dcc.Store(id=ids.NEW_PANEL),
            dcc.Store(id=ids.PANEL_IDS_GIVEN, data=0),
            dcc.Store(id=ids.LIMIT, data={"panels": MAX_PANELS, "reason": PANEL_LIMIT_REASON}),
            _header(),
            html.Div([_fold(), controls.left_column(), _main()], id=ids.BODY, className="explorer-body"),
            html.Main(id=ids.PAGE, className="explorer-text", hidden=True),
            *options.dialog(),
            rereading.dialog(),
        ],
        className="explorer-page",
    )


def _header() -> html.Header:
    return html.Header(
        [
            html.H1(APP_TITLE, className="explorer-title"),
            html.Span(id=ids.DATASET_NAME, className="explorer-dataset"),
            html.Span(id=ids.ROWS, className="explorer-rows", role="status"),
            html.Nav(
                [dcc.Link(name, href=path) for name, path in PAGES.items()],
                className="explorer-nav",
                **ids.named("Pages"),
            ),
            html.Div(
                [
                    html.Label(LABEL_THEME, htmlFor=ids.THEME),
                    dbc.Select(list(THEMES), THEMES[0], id=ids.THEME, persistence=True, persistence_type="local"),
                ],
                className="explorer-theme",
            ),
        ],
        className="explorer-header",
    )


def _fold() -> html.Button:
    """Build the button that opens the left column in a narrow window; the stylesheet hides it in a wide one."""
    return html.Button(
        LABEL_DATA_AND_FILTER,
        id=ids.FOLD,
        type="button",
        className="btn btn-outline-secondary explorer-fold",
        **{"aria-expanded": "false"},  # type: ignore[arg-type]
    )


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id=ids.ALERT, role="alert", className="explorer-alert"),
            html.P(EMPTY_STATE, id=ids.EMPTY, className="explorer-empty explorer-card"),
            *_tabs(
                {
                    TAB_CHARTS: panels.charts_tab(),
                    TAB_TABLE: tables.tab(),
                    TAB_PROFILE: [tables.html_table(ids.PROFILE)],
                    TAB_SUMMARY: [tables.html_table(ids.SUMMARY)],
                }
            ),
        ],
        className="explorer-main",
    )


def _tabs(contents: dict[str, list[Any]]) -> list[html.Div]:
    """Build tabs, the first one open. Not Dash's and not Bootstrap's: neither tells a screen reader which is open."""
    first = next(iter(contents))
    return [
        html.Div(
            [_tab(label, is_open=label == first) for label in contents], className="explorer-tabs", role="tablist"
        ),
        *(
            html.Div(
                children,
                id=ids.of_tab(ids.TAB_CONTENT, label),
                hidden=label != first,
                role="tabpanel",
                **{"aria-labelledby": ids.in_page(ids.of_tab(ids.TAB, label))},  # type: ignore[arg-type]
            )
            for label, children in contents.items()
        ),
    ]


def _tab(label: str, *, is_open: bool) -> html.Button:
    return html.Button(
        label,
        id=ids.of_tab(ids.TAB, label),
        type="button",
        role="tab",
        tabIndex=0 if is_open else -1,
        **{"aria-selected": str(is_open).lower(), "aria-controls": ids.in_page(ids.of_tab(ids.TAB_CONTENT, label))},  # type: ignore[arg-type]
    )


def register(app: Dash, tier: str) -> None:
    """Declare what opens tabs and pages; ``tier`` is named on the page "About"."""
    # The store tells the callbacks that want to know which tab is open.
    run_in_browser(
        app,
        "openTab",
        Output(ids.OPEN_TAB, "data"),
        Output(ids.of_tab(ids.TAB, ALL), "aria-selected"),
        Output(ids.of_tab(ids.TAB, ALL), "tabIndex"),
        Output(ids.of_tab(ids.TAB_CONTENT, ALL), "hidden"),
        Input(ids.of_tab(ids.TAB, ALL), "n_clicks"),
        State(ids.of_tab(ids.TAB, ALL), "id"),
        prevent_initial_call=True,
    )
    run_in_browser(app, "setTheme", Input(ids.THEME, "value"))
    run_in_browser(
        app,
        "fold",
        Output(ids.BODY, "className"),
        Output(ids.FOLD, "aria-expanded"),
        Input(ids.FOLD, "n_clicks"),
        State(ids.BODY, "className"),
        prevent_initial_call=True,
    )
    # The address says what the page shows: the dataset, the panels and the filter.
    run_in_browser(
        app,
        "writeAddress",
        Input(ids.ENTRY, "data"),
        Input(ids.FILTER, "data"),
        Input(ids.PANELS, "children"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.DEFUSE, "value"),
        prevent_initial_call=True,
    )

    run_in_browser(
        app,
        "openPage",
        Output(ids.PAGE, "hidden"),
        Output(ids.BODY, "hidden"),
        Output(ids.PAGE_ASKS, "data"),
        Input(ids.ADDRESS, "pathname"),
    )

    @app.callback(Output(ids.PAGE, "children"), Input(ids.PAGE_ASKS, "data"), prevent_initial_call=True)
    def show_page(path: str) -> dcc.Markdown:
        return dcc.Markdown(report_markdown() if path == PAGES[PAGE_REPORT] else about_markdown("Dash", tier))


def index_string() -> str:
    """Return the HTML page around the app: language, looks and font, all from this server."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
{{%metas%}}
<title>{{%title%}}</title>
{{%favicon%}}
{{%css%}}
<style>
{css(font_url=FONT_ADDRESS)}
:root {{ --explorer-sidebar: {SIDEBAR_WIDTH_PX}px; --explorer-chart-height: {CHART_HEIGHT_PX}px; }}
@media (width < {NARROW_PX}px) {{
  .explorer-body, .explorer-panels {{ grid-template-columns: minmax(0, 1fr); }}
  .explorer-body:not(.explorer-open):has(.explorer-empty[hidden]) > .explorer-sidebar {{ display: none; }}
}}
@media (width >= {NARROW_PX}px) {{ .explorer-fold {{ display: none; }} }}
</style>
</head>
<body>
{{%app_entry%}}
<footer>
{{%config%}}
{{%scripts%}}
{{%renderer%}}
</footer>
</body>
</html>"""
