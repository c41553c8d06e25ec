"""The screen as data: labels, limits, defaults and the plain types that both explorers show.

Both apps take every visible word, every option list and every limit from here, so that neither can drift from the
other and a test can find a control by the same accessible name in both.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd

ChartKind = Literal["scatter", "line", "bar", "histogram", "box", "violin", "density"]
Tier = Literal["naive", "idiomatic", "optimised"]
TIERS: Final[tuple[Tier, ...]] = ("naive", "idiomatic", "optimised")
DEFAULT_TIER: Final[Tier] = "optimised"

MAX_PANELS: Final = 100
DEFAULT_PANELS: Final = 1
MAX_UPLOAD_BYTES: Final = 100 * 1024 * 1024
MAX_DRAWN_ROWS: Final = 1_000
"""Rows a panel draws at most. SVG markers: a page has 16 WebGL contexts and a WebGL scatter takes three, so
100 panels can only stay drawn without WebGL; 1,000 SVG markers a panel keep 100 panels usable."""
MAX_COLOURS: Final = 9
"""Distinct colours of a text column; the rest is drawn as one group, OTHER_GROUP."""
MAX_FILTER_VALUES: Final = 200
MAX_PLACES: Final = 30
"""Places along the X axis of bars and histograms: distinct values, or bins of equal width where there are more."""
MAX_LINE_PLACES: Final = 500
MAX_BOXES: Final = 12
DENSITY_BINS: Final = 50
MAX_FACETS: Final = 6
MAX_FRAMES: Final = 30
MAX_ANIMATED_ROWS: Final = 10_000
"""Rows that the frames of an animation draw together."""
MAX_PROFILE_BARS: Final = 20
MAX_TOP_VALUES: Final = 5
TABLE_PAGE_ROWS: Final = 100
SAMPLE_SEED: Final = 20_130_101

APP_TITLE: Final = "Data explorer"
LABEL_UPLOAD: Final = "Upload a CSV"
LABEL_SAMPLE: Final = "Sample data"
LABEL_NO_SAMPLE: Final = "Choose a sample"
LABEL_FILTER_COLUMN: Final = "Filter column"
LABEL_NO_FILTER: Final = "No filter"
LABEL_FILTER_MINIMUM: Final = "Minimum"
LABEL_FILTER_MAXIMUM: Final = "Maximum"
LABEL_FILTER_FROM: Final = "From"
LABEL_FILTER_TO: Final = "To"
LABEL_FILTER_VALUES: Final = "Values"
LABEL_FILTER_CONTAINS: Final = "Contains"
LABEL_CLEAR_FILTER: Final = "Clear filter"
LABEL_OTHER_FILTERS: Final = "Also filtered"
LABEL_ADD_PANEL: Final = "Add panel"
LABEL_REMOVE_PANEL: Final = "Remove panel"
LABEL_KIND: Final = "Chart type"
KIND_LABELS: Final[dict[ChartKind, str]] = {
    "scatter": "Scatter",
    "line": "Line",
    "bar": "Bar",
    "histogram": "Histogram",
    "box": "Box",
    "violin": "Violin",
    "density": "Density",
}
LABEL_OPTIONS: Final = "Options"
OPTIONS_TITLE: Final = "Panel options"
LABEL_SIZE: Final = "Size"
LABEL_NO_SIZE: Final = "Same size"
LABEL_FACET: Final = "Facet"
LABEL_NO_FACET: Final = "One chart"
LABEL_ANIMATE: Final = "Animate"
LABEL_NO_ANIMATION: Final = "Still"
LABEL_PLAY: Final = "Play"
LABEL_PAUSE: Final = "Pause"
LABEL_LOG_X: Final = "Logarithmic X axis"
LABEL_LOG_Y: Final = "Logarithmic Y axis"
LABEL_TREND: Final = "Trend line"
LABEL_SELECT: Final = "Filter by selection"
LABEL_APPLY: Final = "Apply"
LABEL_CLOSE: Final = "Close"
LABEL_DUPLICATE: Final = "Duplicate panel"
LABEL_EARLIER: Final = "Move earlier"
LABEL_LATER: Final = "Move later"
LABEL_CHART_HTML: Final = "Download chart (HTML)"
LABEL_CHART_CODE: Final = "Download code (Python)"
LABEL_X: Final = "X axis"
LABEL_Y: Final = "Y axis"
LABEL_COLOUR: Final = "Colour"
LABEL_NO_COLOUR: Final = "None"
LABEL_TITLE: Final = "Title"
TAB_CHARTS: Final = "Charts"
TAB_TABLE: Final = "Table"
TAB_PROFILE: Final = "Profile"
TAB_SUMMARY: Final = "Summary"
TABS: Final = (TAB_CHARTS, TAB_TABLE, TAB_PROFILE, TAB_SUMMARY)
LABEL_SEARCH: Final = "Search"
LABEL_SORT: Final = "Sort by"
LABEL_FILE_ORDER: Final = "File order"
LABEL_DESCENDING: Final = "Descending"
LABEL_CSV: Final = "Download CSV"
LABEL_DEFUSE: Final = "Defuse formulas"
DEFUSE_HINT: Final = "A cell that begins like a formula gets an apostrophe, so that a spreadsheet does not run it."
LABEL_REREAD: Final = "Read differently"
REREAD_TITLE: Final = "How to read the file"
LABEL_ENCODING: Final = "Encoding"
LABEL_DELIMITER: Final = "Delimiter"
LABEL_QUOTE: Final = "Quote"
LABEL_HEADER_ROWS: Final = "Header rows"
LABEL_DECIMAL: Final = "Decimal mark"
LABEL_DETECT: Final = "Detect"
LABEL_READ_AGAIN: Final = "Read again"
LABEL_CLEAR_DATA: Final = "Clear data"
PAGE_EXPLORER: Final = "Explorer"
PAGE_REPORT: Final = "Report"
PAGE_ABOUT: Final = "About"
LABEL_THEME: Final = "Theme"
THEMES: Final = ("System", "Light", "Dark")
LABEL_DATA_AND_FILTER: Final = "Data and filter"
HEADING_DATA: Final = "Data"
HEADING_FILTER: Final = "Filter"
OTHER_GROUP: Final = "Other"
MISSING_GROUP: Final = "Missing"
READING: Final = "Reading the file"
EMPTY_STATE: Final = "Upload a CSV file or choose a sample to begin."
LABEL_PAGE: Final = "Page"
PANEL_LIMIT_REASON: Final = f"A page holds {MAX_PANELS} panels at most. Remove one to add another."
UNEXPECTED_ERROR: Final = "Something went wrong"


@dataclass(frozen=True)
class PanelSpec:
    """What one panel shows.

    Attributes
    ----------
    panel_id : int
        Stays with the panel for its life; never used again on the same page after removal.
    title : str
        Chart title as the user typed it.
    x, y : str
        Column labels.
    colour : str or None
        Column label, or None for one colour.
    kind : str
        One of `KIND_LABELS`.
    size : str or None
        Column label that scales the points of a scatter chart.
    facet : str or None
        Column label; each of its most frequent values gets a chart of its own within the panel.
    log_x, log_y : bool
        Whether the axis is logarithmic, where it has numbers.
    trend : bool
        Whether a scatter chart has a least-squares line through all its rows.
    select : bool
        Whether a box drawn over the chart filters the rows of all panels, instead of zooming.
    animate : str or None
        Column label; each of its places is a frame of a scatter chart.
    """

    panel_id: int
    title: str
    x: str
    y: str
    colour: str | None = None
    kind: ChartKind = "scatter"
    size: str | None = None
    facet: str | None = None
    log_x: bool = False
    log_y: bool = False
    trend: bool = False
    select: bool = False
    animate: str | None = None

    @property
    def animated_by(self) -> str | None:
        """The column of the frames; None also where the chart type or a facet allows none."""
        return self.animate if self.kind == "scatter" and self.facet is None else None


def column_options(frame: pd.DataFrame) -> list[str]:
    """Labels of the columns a control offers, in file order."""
    return [str(label) for label in frame.columns]


def default_axes(frame: pd.DataFrame) -> tuple[str, ...]:
    """Choose the columns that new panels take their axes from: the numeric ones, without those of one value.

    Parameters
    ----------
    frame : DataFrame
        At least one column.

    Returns
    -------
    tuple of str
        Labels in file order. All numeric columns if fewer than two vary; all columns if none is numeric.
    """
    numeric = _numeric_columns(frame)
    # Neither a year nor a month says anything about data of a single January.
    varying = tuple(name for name in numeric if frame[name].nunique() > 1)
    return (varying if len(varying) > 1 else tuple(numeric)) or tuple(column_options(frame))


def default_panel(axes: Sequence[str], panel_id: int) -> PanelSpec:
    """Make a new panel: each gets another pair of neighbours among the default axes.

    Parameters
    ----------
    axes : sequence of str
        From `default_axes`.
    panel_id : int
        0 for the first panel of the page.
    """
    x = axes[panel_id % len(axes)]
    y = axes[(panel_id + 1) % len(axes)]
    return PanelSpec(panel_id=panel_id, title=f"{y} by {x}", x=x, y=y)


def fit_panel(panel: PanelSpec, columns: Collection[str], axes: Sequence[str]) -> PanelSpec:
    """Keep a panel's choices that the new data's columns allow; replace the others by the defaults."""
    if panel.x not in columns or panel.y not in columns:
        return default_panel(axes, panel.panel_id)

    def kept(label: str | None) -> str | None:
        return label if label in columns else None

    return replace(
        panel,
        colour=kept(panel.colour),
        size=kept(panel.size),
        facet=kept(panel.facet),
        animate=kept(panel.animate),
    )


def rows_shown(matched: int, total: int) -> str:
    """Word the rows that pass the filter, as the header shows it: "12,034 of 336,776 rows"."""
    return f"{matched:,} of {total:,} rows"


def rows_drawn(drawn: int, matched: int) -> str:
    """Word what a panel draws, as its caption shows it: "1,000 of 12,034 rows drawn"."""
    return f"{drawn:,} of {matched:,} rows drawn"


def rows_on_page(first: int, last: int, matched: int) -> str:
    """Word the rows that a page of the table shows, counted from 1: "rows 1 to 100 of 336,776"."""
    return f"rows {first:,} to {last:,} of {matched:,}"


def remove_filter(column: str) -> str:
    """Word the button that takes one of several filters away: "Remove filter on carrier"."""
    return f"Remove filter on {column}"


def unusual_shape(frame: pd.DataFrame) -> list[str]:
    """Say what is unusual about loaded data and what to check: the screen must not leave the user to wonder."""
    if len(frame.columns) == 1:
        return ["Only one column was found. If the file has more, check that one delimiter separates them."]
    if not _numeric_columns(frame):
        return [
            "No numeric column was found, so charts place rows by category. Check the decimal mark if one should be."
        ]
    return []


def _numeric_columns(frame: pd.DataFrame) -> list[str]:
    """Labels of the columns that an axis shows as numbers; pandas counts booleans as numeric, an axis does not."""
    is_numeric, is_bool = pd.api.types.is_numeric_dtype, pd.api.types.is_bool_dtype
    return [str(label) for label, dtype in frame.dtypes.items() if is_numeric(dtype) and not is_bool(dtype)]
