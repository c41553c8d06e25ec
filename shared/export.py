"""What a user takes away: filtered rows as CSV, a chart as a page of its own. Imports columns."""

from html import escape
from typing import Any, Final

import pandas as pd
import plotly.io

from shared.columns import column_kind
from shared.theme import CHART_CONFIG, DARK, LIGHT

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: pd.DataFrame, *, defuse: bool) -> bytes:
    """Write rows as a CSV file in UTF-8.

    Parameters
    ----------
    rows : DataFrame
        All of them are written, whatever the screen shows.
    defuse : bool
        Put an apostrophe before each text and label that a spreadsheet would run as a formula. Numbers stay numbers.
    """
    if defuse:
        texts = [label for label in rows.columns if column_kind(rows[label]) == "text"]
        rows = rows.assign(**{label: _defused(rows[label]) for label in texts})
        rows = rows.rename(columns={label: _defused_text(str(label)) for label in rows.columns})
    return rows.to_csv(index=False, lineterminator="\n").encode()


def chart_page(figure: dict[str, Any], title: str) -> str:
    """Return a self-contained HTML page with one chart, which needs no network."""
    shown = {**figure, "layout": {**figure["layout"], "height": None}}
    page: str = plotly.io.to_html(
        shown,
        CHART_CONFIG,
        include_plotlyjs=True,
        validate=False,
        default_height="90vh",
        full_html=True,
        auto_play=False,
    )
    style = (
        f"<style>:root{{color-scheme:light dark}}body{{background:{LIGHT.surface};margin:16px}}"
        f"@media (prefers-color-scheme:dark){{body{{background:{DARK.surface}}}}}</style>"
    )
    heading = f"<title>{escape(title)}</title>{style}"
    return page.replace("<head>", f"<head>{heading}", 1)


def file_name(name: str, ending: str) -> str:
    """Make a file name of a dataset's or a chart's name: letters, digits, dots and dashes."""
    kept = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name).strip("-.")
    return f"{kept[:80] or 'data'}{ending}"


def filtered_name(name: str) -> str:
    """Name the file of a dataset's filtered rows: "flights.csv" becomes "flights-filtered.csv"."""
    return file_name(f"{name.rpartition('.')[0] or name}-filtered", ".csv")


def _defused(column: pd.Series) -> pd.Series:
    return column.map(lambda value: _defused_text(value) if isinstance(value, str) else value)


def _defused_text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
