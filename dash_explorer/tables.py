"""The tabs "Table" and "Summary": what they look like and what they are filled with. Imports ids and shared."""

from typing import Any, Final

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
import pandas as pd
from dash import Output, html

from dash_explorer import ids
from shared.columns import column_kind, texts
from shared.explorer_spec import LABEL_PAGE, TAB_SUMMARY, TABLE_PAGE_ROWS, column_options, rows_on_page
from shared.summaries import describe

_GRID_OPTIONS: Final = {
    "suppressFieldDotNotation": True,  # a column may be called "a.b"
    "ensureDomOrder": True,
    "enableCellTextSelection": True,
    "rowHeight": 36,
    "headerHeight": 36,
}

GRID_HEIGHT_PX: Final = 560


def tab() -> list[Any]:
    """Build the tab "Table" without rows."""
    return [
        html.Div(
            [
                html.Label(LABEL_PAGE, htmlFor=ids.TABLE_PAGE),
                dbc.Input(id=ids.TABLE_PAGE, value=1, type="number", min=1, step=1, debounce=True, size="sm"),
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


def page(rows: pd.DataFrame, number: int | None) -> dict[str, Any]:
    """Return one page of the rows.

    Parameters
    ----------
    rows : DataFrame
        All rows that pass the filter.
    number : int or None
        From 1; a page that does not exist becomes the nearest that does.

    Returns
    -------
    dict
        "rows" and "columns" for the grid, "page", "pages" and "caption" in the user's words.
    """
    pages = max(1, -(-len(rows) // TABLE_PAGE_ROWS))
    number = min(max(1, int(number or 1)), pages)
    first = (number - 1) * TABLE_PAGE_ROWS
    shown = rows.iloc[first : first + TABLE_PAGE_ROWS]
    cells = [_cells(shown[label]) for label in shown.columns]
    labels = column_options(rows)
    return {
        "rows": [dict(zip(labels, row, strict=True)) for row in zip(*cells, strict=True)],
        "columns": [
            {"field": label, "headerName": label, "type": "rightAligned" if kind == "number" else None}
            for label, kind in ((label, column_kind(rows[label])) for label in labels)
        ],
        "page": number,
        "pages": pages,
        "caption": rows_on_page(first + 1 if len(shown) else 0, first + len(shown), len(rows)),
    }


def _cells(column: pd.Series) -> list[str | None]:
    """Word the cells of one column; 0.1 + 0.2 is 0.3 to people."""
    if pd.api.types.is_float_dtype(column.dtype):
        return [None if pd.isna(value) else f"{value:.12g}" for value in column.tolist()]
    return [None if text is None else str(text) for text in texts(column)]


def outputs() -> dict[str, Output]:
    """Name the places of `page`'s parts."""
    return {
        "rows": Output(ids.TABLE, "rowData"),
        "columns": Output(ids.TABLE, "columnDefs"),
        "page": Output(ids.TABLE_PAGE, "value"),
        "pages": Output(ids.TABLE_PAGE, "max"),
        "caption": Output(ids.TABLE_CAPTION, "children"),
    }


def summary(rows: pd.DataFrame) -> html.Div:
    """Build the table of statistics; it scrolls by itself, so that the page never scrolls sideways."""
    statistics = describe(rows)
    head = html.Tr([html.Th("Statistic", scope="col"), *(html.Th(label, scope="col") for label in statistics.columns)])
    body = [
        html.Tr([html.Th(name, scope="row"), *(html.Td(cell) for cell in cells)])
        for name, cells in zip(statistics.index, statistics.to_numpy().tolist(), strict=True)
    ]
    return html.Div(
        dbc.Table([html.Thead(head), html.Tbody(body)], size="sm", class_name="explorer-summary"),
        className="explorer-scroll explorer-card",
        role="region",
        tabIndex=0,
        **ids.named(TAB_SUMMARY),
    )
