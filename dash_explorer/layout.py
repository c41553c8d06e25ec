"""Frame of the page: header, left column, tabs. Empty until a dataset is opened. Imports controls, panels, tables."""

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from dash_explorer import controls, ids, panels, tables
from shared.explorer_spec import (
    APP_TITLE,
    EMPTY_STATE,
    MAX_PANELS,
    PANEL_LIMIT_REASON,
    TAB_CHARTS,
    TAB_SUMMARY,
    TAB_TABLE,
)
from shared.theme import CHART_HEIGHT_PX, NARROW_PX, SIDEBAR_WIDTH_PX, css

FONT_ADDRESS: Final = "/static/inter.woff2"


def page() -> html.Div:
    """Build the page as it is before any dataset is opened."""
    return html.Div(
        [
            dcc.Location(id=ids.ADDRESS, refresh=False),
            # Memory stores: another tab of the same browser may show another dataset.
            dcc.Store(id=ids.DATASET),
            dcc.Store(id=ids.FILTER),
            dcc.Store(id=ids.REJECTED_FILTER),
            dcc.Store(id=ids.TABLE_ASKS),
            dcc.Store(id=ids.SUMMARY_ASKS),
            dcc.Store(id=ids.PANEL_IDS_GIVEN, data=0),
            dcc.Store(id=ids.LIMIT, data={"panels": MAX_PANELS, "reason": PANEL_LIMIT_REASON}),
            _header(),
            html.Div([controls.left_column(), _main()], className="explorer-body"),
        ],
        className="explorer-page",
    )


def _header() -> html.Header:
    return html.Header(
        [
            html.H1(APP_TITLE, className="explorer-title"),
            html.Span(id=ids.DATASET_NAME, className="explorer-dataset"),
            html.Span(id=ids.ROWS, className="explorer-rows", role="status"),
        ],
        className="explorer-header",
    )


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id=ids.ALERT, role="alert", className="explorer-alert"),
            html.P(EMPTY_STATE, id=ids.EMPTY, className="explorer-empty explorer-card"),
            dbc.Tabs(
                [
                    _tab(TAB_CHARTS, panels.charts_tab()),
                    _tab(TAB_TABLE, tables.tab()),
                    _tab(TAB_SUMMARY, [html.Div(id=ids.SUMMARY)]),
                ],
                id=ids.TABS,
                active_tab=TAB_CHARTS,
            ),
        ],
        className="explorer-main",
    )


def _tab(label: str, children: list[Any]) -> dbc.Tab:
    return dbc.Tab(children, label=label, tab_id=label)


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
@media (width < {NARROW_PX}px) {{ .explorer-body, .explorer-panels {{ grid-template-columns: minmax(0, 1fr); }} }}
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
