"""What the table shows: rows searched, sorted and cut into pages. Imports columns, explorer_spec."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from shared.columns import column_kind, naive_dates
from shared.explorer_spec import TABLE_PAGE_ROWS, rows_on_page


@dataclass(frozen=True)
class TableView:
    """What the user asks of the table.

    Attributes
    ----------
    search : str
        Text that a row must hold in any column, whatever its case; empty lets every row pass.
    sort : str or None
        Column label; None keeps the order of the file.
    descending : bool
        Largest first. Missing values come last in any case.
    page : int
        From 1; a page that does not exist becomes the nearest that does.
    """

    search: str = ""
    sort: str | None = None
    descending: bool = False
    page: int = 1


@dataclass(frozen=True)
class TablePage:
    """One page of the table.

    Attributes
    ----------
    rows : DataFrame
        At most `TABLE_PAGE_ROWS` rows, all columns.
    page, pages : int
        The number of this page and of the last one.
    caption : str
        "rows 1 to 100 of 12,034".
    """

    rows: pd.DataFrame
    page: int
    pages: int
    caption: str


def order_of(rows: pd.DataFrame, asked: TableView) -> NDArray[np.int64] | None:
    """Return the positions of the rows that the search finds, in the order asked for; None: all, as they are.

    Parameters
    ----------
    rows : DataFrame, shape (n_rows, n_columns)
        The rows that pass the filter.
    asked : TableView
        Its page does not matter. A column that the rows lack sorts nothing.
    """
    found = np.flatnonzero(_holds(rows, asked.search)) if asked.search else None
    if asked.sort is None or asked.sort not in rows.columns:
        return found
    column = rows[asked.sort] if found is None else rows[asked.sort].iloc[found]
    if column.dtype == object:
        column = column.astype(str).where(column.notna())
    # Stable in both directions: rows of equal value keep the order of the file.
    by_value = column.reset_index(drop=True).sort_values(
        ascending=not asked.descending, kind="stable", na_position="last"
    )
    order = by_value.index.to_numpy(dtype=np.int64)
    return order if found is None else found[order]


def table_page(rows: pd.DataFrame, asked: TableView, order: NDArray[np.int64] | None) -> TablePage:
    """Cut one page out of the rows.

    Parameters
    ----------
    rows : DataFrame
        As for `order_of`.
    asked : TableView
        The page.
    order : int array or None
        From `order_of`.
    """
    count = len(rows) if order is None else len(order)
    pages = max(1, -(-count // TABLE_PAGE_ROWS))
    page = min(max(1, asked.page), pages)
    first = (page - 1) * TABLE_PAGE_ROWS
    places = slice(first, first + TABLE_PAGE_ROWS)
    shown = rows.iloc[places if order is None else order[places]]
    return TablePage(shown, page, pages, rows_on_page(first + 1 if len(shown) else 0, first + len(shown), count))


def _holds(rows: pd.DataFrame, text: str) -> NDArray[np.bool_]:
    """Mark the rows that hold a text in any column."""
    found = np.zeros(len(rows), dtype=bool)
    for label in rows.columns:
        matches = pc.match_substring(_as_text(rows[label]), text, ignore_case=True)
        found |= matches.fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _as_text(column: pd.Series) -> pa.Array:
    """Word a column as its cells read, without a Python object for each."""
    kind = column_kind(column)
    if kind == "date":
        return pc.strftime(pa.array(naive_dates(column)), format="%Y-%m-%d %H:%M:%S")
    if kind == "number" and not pd.api.types.is_timedelta64_dtype(column.dtype):
        return _flat(pc.cast(pa.array(column, from_pandas=True), pa.string()))
    if isinstance(column.dtype, pd.StringDtype):
        return _flat(pc.cast(pa.array(column, from_pandas=True), pa.string()))
    return pa.array(column.astype(str).where(column.notna()), type=pa.string(), from_pandas=True)


def _flat(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
