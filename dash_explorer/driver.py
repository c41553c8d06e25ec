"""How the benchmark and the contract suite start, open and act on this explorer. Imports benchmarks.model alone."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from benchmarks.model import Action
from dash_explorer import ids
from shared.explorer_spec import (
    LABEL_FILTER_COLUMN,
    LABEL_FILTER_MINIMUM,
    LABEL_FILTER_VALUES,
    LABEL_TITLE,
    LABEL_X,
    TIERS,
)

FILTERED_COLUMN: Final = "distance"
"""Column of the benchmark's data that ``global_filter`` sets a minimum for."""


class DashDriver:
    """Drives the Dash explorer; see `benchmarks.model.Driver`."""

    framework: str = "dash"
    tiers: Sequence[str] = TIERS
    arms: Sequence[str] = ("default",)
    # Dash's own test tool reads the same store and waits for the same class: a graph has it until it is drawn, and has
    # found its size, which takes it 100 ms after the first drawing.
    idle_script: str = """() => {
        const state = window.store?.getState();
        if (!state || state.isLoading || state.appLifecycle !== 'HYDRATED') return false;
        const queues = ['blocked', 'executed', 'executing', 'prioritized', 'requested', 'watched'];
        return queues.every(queue => state.callbacks[queue].length === 0)
            && document.querySelector('.dash-graph--pending') === null;
    }"""

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1."""
        return [
            *(sys.executable, "-m", "dash_explorer"),
            *("--host", "127.0.0.1", "--port", str(port), "--tier", tier),
        ]

    def environment(self, *, tier: str, arm: str, store: Path) -> Mapping[str, str]:
        """Variables to add to the server's environment; ``store`` is the dataset store's folder."""
        return {"EXPLORER_STORE": str(store)}

    def url(self, base: str, *, dataset_id: str, panels: int) -> str:
        """Address that opens a stored dataset with a number of default panels."""
        return f"{base}/?{urlencode({'dataset': dataset_id, 'panels': panels})}"

    def panel_selector(self, place: int) -> str:
        """CSS selector of the panel at a zero-based place."""
        return f"#{ids.PANELS} > :nth-child({place + 1})"

    def caption_selector(self, place: int) -> str:
        """CSS selector of the element whose text is the panel's "N of M rows drawn"."""
        return f"{self.panel_selector(place)} .explorer-caption"

    def rows_selector(self) -> str:
        """CSS selector of the element whose text is the header's "K of M rows"."""
        return f"#{ids.ROWS}"

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        """Choose an option of the list with this accessible name."""
        if label == LABEL_FILTER_VALUES:
            scope.get_by_role("group", name=label, exact=True).get_by_label(option, exact=True).check()
        else:
            scope.get_by_label(label, exact=True).select_option(label=option)

    def prepare(self, page: Page, action: Action) -> None:
        """Do everything up to the last key press. Leaves the page idle."""
        if action.scenario == "global_filter":
            column = page.get_by_label(LABEL_FILTER_COLUMN, exact=True)
            if column.input_value() != FILTERED_COLUMN:
                self.choose(page, LABEL_FILTER_COLUMN, FILTERED_COLUMN)
            page.get_by_label(LABEL_FILTER_MINIMUM, exact=True).fill(action.value)
        elif action.scenario == "rename_title":
            self._in_panel(page, action, LABEL_TITLE).fill(action.value)
        elif action.scenario == "change_axis":
            _highlight(self._in_panel(page, action, LABEL_X), action.value)
        else:
            known = "change_axis, rename_title and global_filter"
            raise ValueError(f"scenario {action.scenario!r}: this driver knows {known}")
        page.wait_for_function(self.idle_script)

    def trigger(self, page: Page, action: Action) -> None:
        """Commit the prepared action by pressing Enter."""
        # On the page's keyboard: the prepared input has the focus, and a locator would first look for it again.
        page.keyboard.press("Enter")

    def _in_panel(self, page: Page, action: Action, label: str) -> Locator:
        return page.locator(self.panel_selector(action.panel)).get_by_label(label, exact=True)


def _highlight(box: Locator, option: str) -> None:
    """Open a native list and put the highlight on an option; Enter then chooses it.

    While the list is open the arrow keys move the highlight alone; the value stays until Enter.
    """
    labels = box.locator("option").all_inner_texts()
    chosen = labels.index(box.locator("option:checked").inner_text())
    steps = labels.index(option) - chosen
    box.focus()
    box.press("Space")
    for _ in range(abs(steps)):
        box.press("ArrowDown" if steps > 0 else "ArrowUp")


DRIVER: Final = DashDriver()
