"""The tables of the tabs "Profile" and "Summary" as HTML, the same for both apps; theme has their looks.

One string and not one component for each cell: a table has hundreds of cells, and with 1,000 columns 10,000. Imports
explorer_spec and profiles.
"""

from collections.abc import Iterable, Sequence
from html import escape

import pandas as pd

from shared.explorer_spec import TAB_PROFILE, TAB_SUMMARY, column_options
from shared.profiles import STATISTICS, ColumnProfile


def profile_html(columns: Iterable[ColumnProfile]) -> str:
    """Write what `shared.profiles.profile` returned, a row for each column."""
    rows = [[*map(escape, (column.name, *column.values)), _values(column)] for column in columns]
    return _scrolling(TAB_PROFILE, ("Column", *STATISTICS, "Values"), rows)


def summary_html(statistics: pd.DataFrame) -> str:
    """Write what `shared.summaries.describe` returned, a row for each statistic."""
    cells = zip(statistics.index, statistics.to_numpy().tolist(), strict=True)
    rows = [[escape(str(cell)) for cell in (name, *values)] for name, values in cells]
    return _scrolling(TAB_SUMMARY, ("Statistic", *column_options(statistics)), rows)


def _values(column: ColumnProfile) -> str:
    shown = escape(column.top_text)
    if column.bars:
        shown = f'<img src="{column.chart_address}" alt="Histogram of {escape(column.name)}"/>'
    return f'<div class="explorer-values">{shown}</div>'


def _scrolling(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table that scrolls by itself, so that the page never scrolls sideways. The rows' cells are HTML."""
    names = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>' for first, *rest in rows
    )
    return (
        f'<div class="explorer-scroll" role="region" tabindex="0" aria-label="{name}">'
        f'<table class="explorer-summary"><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table></div>'
    )
