"""Names of the page's parts: what a callback reads or writes is found by these alone. Imports nothing of ours."""

import json
from typing import Any, Final

NOTHING: Final = "\0"
"""Value of a list's first option, such as "None". Not "": Bootstrap's select keeps that for its placeholder, which can
be shown but not chosen. No column is called so."""

ADDRESS: Final = "address"
ALERT: Final = "alert"
DATASET: Final = "dataset"
DATASET_NAME: Final = "dataset-name"
ROWS: Final = "rows"
EMPTY: Final = "empty"

UPLOAD: Final = "upload"
SAMPLE: Final = "sample"
READING: Final = "reading"
FILTER: Final = "filter"
REJECTED_FILTER: Final = "rejected-filter"
FILTER_COLUMN: Final = "filter-column"
FILTER_NUMBERS: Final = "filter-numbers"
FILTER_DATES: Final = "filter-dates"
FILTER_CHOICES: Final = "filter-choices"
MINIMUM: Final = "filter-minimum"
MAXIMUM: Final = "filter-maximum"
START: Final = "filter-from"
END: Final = "filter-to"
VALUES: Final = "filter-values"
CLEAR_FILTER: Final = "clear-filter"

OPEN_TAB: Final = "open-tab"
TAB: Final = "tab"
TAB_CONTENT: Final = "tab-content"
PANELS: Final = "panels"
PANEL_IDS_GIVEN: Final = "panel-ids-given"
ADD_PANEL: Final = "add-panel"
ADD_PANEL_REASON: Final = "add-panel-reason"
LIMIT: Final = "panel-limit"
TABLE: Final = "table"
TABLE_PAGE: Final = "table-page"
TABLE_CAPTION: Final = "table-caption"
TABLE_ASKS: Final = "table-asks"
SUMMARY: Final = "summary"
SUMMARY_ASKS: Final = "summary-asks"

PANEL: Final = "panel"
X: Final = "x"
Y: Final = "y"
COLOUR: Final = "colour"
TITLE: Final = "title"
CHART_BOX: Final = "chart-box"
CHART: Final = "chart"
CAPTION: Final = "caption"
REMOVE: Final = "remove"


def of_panel(part: str, panel: Any) -> dict[str, Any]:
    """Name a part of one panel; ``panel`` is its id, or a wildcard such as MATCH."""
    return {"type": part, "panel": panel}


def of_tab(part: str, label: Any) -> dict[str, Any]:
    """Name a part of one tab; ``label`` is what it is called, or a wildcard such as ALL."""
    return {"type": part, "label": label}


def in_page(name: dict[str, Any]) -> str:
    """Return the HTML id that Dash gives a part of a panel or tab, for a label's ``for`` and the like."""
    return json.dumps(name, sort_keys=True, separators=(",", ":"))


def named(text: str) -> dict[str, Any]:
    """Give an element an accessible name."""
    return {"aria-label": text}
