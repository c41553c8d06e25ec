"""Names of the page's parts: what a callback reads or writes is found by these alone. Imports nothing of ours."""

import json
from typing import Any, Final

NOTHING: Final = "\0"
"""Value of a list's first option, such as "None". Not "": Bootstrap's select keeps that for its placeholder, which can
be shown but not chosen. No column is called so."""

ADDRESS: Final = "address"
BODY: Final = "body"
FOLD: Final = "fold"
PAGE: Final = "page"
PAGE_ASKS: Final = "page-asks"
ENTRY: Final = "entry"
AXES: Final = "axes"
THEME: Final = "theme"
ALERT: Final = "alert"
DATASET: Final = "dataset"
DATASET_NAME: Final = "dataset-name"
ROWS: Final = "rows"
EMPTY: Final = "empty"

UPLOAD: Final = "upload"
BUSY: Final = "busy"
SAMPLE: Final = "sample"
READING: Final = "reading"
OFFER: Final = "offer"
REREAD_DIALOG: Final = "reread-dialog"
REREAD_HEADING: Final = "reread-heading"
REREAD_OPEN: Final = "reread-open"
REREAD_CLOSE: Final = "reread-close"
READ_AGAIN: Final = "read-again"
READING_OPTION: Final = "reading-option"
FILTER: Final = "filter"
REJECTED_FILTER: Final = "rejected-filter"
TOLD_FILTER: Final = "told-filter"
SELECTED: Final = "selected"
FILTER_COLUMN: Final = "filter-column"
FILTER_NUMBERS: Final = "filter-numbers"
FILTER_DATES: Final = "filter-dates"
FILTER_CHOICES: Final = "filter-choices"
MINIMUM: Final = "filter-minimum"
MAXIMUM: Final = "filter-maximum"
START: Final = "filter-from"
END: Final = "filter-to"
VALUES: Final = "filter-values"
CONTAINS: Final = "filter-contains"
OTHERS: Final = "other-filters"
OTHERS_LIST: Final = "other-filters-list"
REMOVE_FILTER: Final = "remove-filter"
CLEAR_FILTER: Final = "clear-filter"
CSV: Final = "csv"
DEFUSE: Final = "defuse"

OPEN_TAB: Final = "open-tab"
TAB: Final = "tab"
TAB_CONTENT: Final = "tab-content"
PANELS: Final = "panels"
PANEL_IDS_GIVEN: Final = "panel-ids-given"
ADD_PANEL: Final = "add-panel"
NEW_PANEL: Final = "new-panel"
ADD_PANEL_REASON: Final = "add-panel-reason"
LIMIT: Final = "panel-limit"
TABLE: Final = "table"
TABLE_PAGE: Final = "table-page"
SEARCH: Final = "search"
SORT: Final = "sort"
DESCENDING: Final = "descending"
TABLE_CAPTION: Final = "table-caption"
TABLE_ASKS: Final = "table-asks"
PROFILE: Final = "profile"
PROFILE_ASKS: Final = "profile-asks"
SUMMARY: Final = "summary"
SUMMARY_ASKS: Final = "summary-asks"

OPTIONS: Final = "options"
OPTIONS_HEADING: Final = "options-heading"
OPTIONS_OF: Final = "options-of"
SIZE: Final = "size"
FACET: Final = "facet"
ANIMATE: Final = "animate"
LOG_X: Final = "log-x"
LOG_Y: Final = "log-y"
TREND: Final = "trend"
SELECT: Final = "select"
APPLY: Final = "apply"
CLOSE: Final = "close"
DUPLICATE: Final = "duplicate"
EARLIER: Final = "earlier"
LATER: Final = "later"
CHART_HTML: Final = "chart-html"
CHART_CODE: Final = "chart-code"

PANEL: Final = "panel"
KIND: Final = "kind"
MORE: Final = "more"
OPTIONS_BUTTON: Final = "options-button"
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


def of_option(label: Any) -> dict[str, Any]:
    """Name the list of one part of a file's dialect; ``label`` is what it is called, or a wildcard."""
    return {"type": READING_OPTION, "label": label}


def of_filter(label: Any) -> dict[str, Any]:
    """Name the button that takes away the filter on a column, or a wildcard."""
    return {"type": REMOVE_FILTER, "label": label}


def in_page(name: dict[str, Any]) -> str:
    """Return the HTML id that Dash gives a part of a panel or tab, for a label's ``for`` and the like."""
    return json.dumps(name, sort_keys=True, separators=(",", ":"))


def named(text: str) -> dict[str, Any]:
    """Give an element an accessible name."""
    return {"aria-label": text}
