"""The tabs "Table", "Profile" and "Summary": what they look like and are filled with. Imports ids and shared."""

from dataclasses import replace
from typing import Any, Final

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
import pandas as pd
from dash import Input, Output, ctx, dcc, html

from dash_explorer import ids
from shared.columns import column_kind, texts
from shared.explorer_spec import (
    LABEL_DESCENDING,
    LABEL_FILE_ORDER,
    LABEL_PAGE,
    LABEL_SEARCH,
    LABEL_SORT,
    column_options,
)
from shared.html_tables import profile_html, summary_html
from shared.profiles import profile
from shared.summaries import describe
from shared.table_view import TablePage, TableView, order_of, table_page

_GRID_OPTIONS: Final = {
    "suppressFieldDotNotation": True,  # a column may be called "a.b"
    "ensureDomOrder": True,
    "enableCellTextSelection": True,
    "rowHeight": 36,
    "headerHeight": 36,
}

GRID_HEIGHT_PX: Final = 560
_READ_BY_MARKDOWN: Final = {ord(mark): f"&#{ord(mark)};" for mark in "{}\n\r"}


def tab() -> list[Any]:
    """Build the tab "Table" without rows."""
    return [
        html.Div(
            [
                html.Label(LABEL_SEARCH, htmlFor=ids.SEARCH),
                dbc.Input(id=ids.SEARCH, type="search", debounce=True),
                html.Label(LABEL_SORT, htmlFor=ids.SORT),
                dbc.Select([{"label": LABEL_FILE_ORDER, "value": ids.NOTHING}], ids.NOTHING, id=ids.SORT),
                dbc.Checkbox(label=LABEL_DESCENDING, id=ids.DESCENDING, value=False),
                html.Label(LABEL_PAGE, htmlFor=ids.TABLE_PAGE),
                dbc.Input(id=ids.TABLE_PAGE, value=1, type="number", min=1, step=1, debounce=True),
                html.Span(id=ids.TABLE_CAPTION, className="explorer-muted"),
            ],
            className="explorer-table-controls",
        ),
        dag.AgGrid(
            id=ids.TABLE,
            columnDefs=[],
            rowData=[],
            defaultColDef={"sortable": False, "resizable": True, "minWidth": 96},
            dashGridOptions=_GRID_OPTIONS,
            className="ag-theme-quartz explorer-grid",
            style={"height": GRID_HEIGHT_PX},
        ),
    ]


def view(search: str | None, sort: str | None, descending: bool | None, page_number: int | None) -> TableView:
    """Read what is asked of the table from the values of its controls."""
    return TableView(
        search=search or "",
        sort=None if sort in (None, ids.NOTHING) else sort,
        descending=bool(descending),
        page=int(page_number or 1),
    )


def page(rows: pd.DataFrame, asked: TableView) -> dict[str, Any]:
    """Search and sort the rows anew and return one page of them: see `shown`."""
    return shown(table_page(rows, asked, order_of(rows, asked)))


def shown(found: TablePage) -> dict[str, Any]:
    """Return a page for `outputs`: "rows" and "columns" for the grid, "page", "pages" and "caption"."""
    labels = column_options(found.rows)
    cells = [_cells(found.rows[label]) for label in found.rows.columns]
    return {
        "rows": [dict(zip(labels, row, strict=True)) for row in zip(*cells, strict=True)],
        "columns": [
            {"field": label, "headerName": label, "type": "rightAligned" if kind == "number" else None}
            for label, kind in ((label, column_kind(found.rows[label])) for label in labels)
        ],
        "page": found.page,
        "pages": found.pages,
        "caption": found.caption,
    }


def _cells(column: pd.Series) -> list[str | None]:
    """Word the cells of one column; 0.1 + 0.2 is 0.3 to people."""
    if pd.api.types.is_float_dtype(column.dtype):
        return [None if pd.isna(value) else f"{value:.12g}" for value in column.tolist()]
    return [None if text is None else str(text) for text in texts(column)]


def inputs() -> dict[str, Input]:
    """Name the controls, as `view` takes them."""
    return {
        "search": Input(ids.SEARCH, "value"),
        "sort": Input(ids.SORT, "value"),
        "descending": Input(ids.DESCENDING, "value"),
        "page_number": Input(ids.TABLE_PAGE, "value"),
    }


def asked_for(controls: dict[str, Any]) -> TableView:
    """Return what is asked; everything but turning a page leads to the first one."""
    asked = view(**controls)
    return asked if ctx.triggered_id == ids.TABLE_PAGE else replace(asked, page=1)


def outputs() -> dict[str, Output]:
    """Name the places of `page`'s parts."""
    return {
        "rows": Output(ids.TABLE, "rowData"),
        "columns": Output(ids.TABLE, "columnDefs"),
        "page": Output(ids.TABLE_PAGE, "value"),
        "pages": Output(ids.TABLE_PAGE, "max"),
        "caption": Output(ids.TABLE_CAPTION, "children"),
    }


def summary(rows: pd.DataFrame) -> str:
    """Write the table of statistics for `html_table`."""
    return _as_markdown(summary_html(describe(rows)))


def profiles(rows: pd.DataFrame) -> str:
    """Write the table of column profiles for `html_table`."""
    return _as_markdown(profile_html(profile(rows)))


def html_table(name: str) -> dcc.Markdown:
    """Build the place of a table that is written as HTML: a component for each cell takes a second."""
    return dcc.Markdown(id=name, dangerously_allow_html=True)


def _as_markdown(markup: str) -> str:
    """Spell what `dcc.Markdown` would read: a blank line ends the HTML for it, and braces hold code."""
    return markup.translate(_READ_BY_MARKDOWN)
