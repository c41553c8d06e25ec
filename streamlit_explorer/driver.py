"""How the benchmark and the contract suite start, open and act on this explorer. Imports benchmarks.model alone.

Knows what Streamlit puts on the page: ``st-key-`` classes from the keys of panels and grid, labels of widgets, and the
test ids that Streamlit's own end-to-end tests rely on.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from benchmarks.model import Action
from shared.explorer_spec import LABEL_FILTER_COLUMN, LABEL_FILTER_MINIMUM, LABEL_TITLE, LABEL_X, TIERS

FILTERED_COLUMN: Final = "distance"
"""Column of the benchmark's data that ``global_filter`` sets a minimum for."""


class StreamlitDriver:
    """Drives the Streamlit explorer; see `benchmarks.model.Driver`."""

    framework: str = "streamlit"
    tiers: Sequence[str] = TIERS
    arms: Sequence[str] = ("default", "gc_off")
    # The state alone will not do: it says "notRunning" until the server answers a click. Elements that a run has yet
    # to send again are marked stale.
    idle_script: str = """() => {
        const app = document.querySelector('[data-testid="stApp"]');
        return app !== null
            && app.dataset.testScriptState === 'notRunning'
            && document.querySelector('[data-stale="true"]') === null;
    }"""

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1; the arm decides on garbage collection."""
        return [
            *(sys.executable, "-m", "streamlit_explorer"),
            *("--host", "127.0.0.1", "--port", str(port), "--tier", tier),
            *{"default": (), "gc_off": ("--no-gc",)}[arm],
        ]

    def environment(self, *, tier: str, arm: str, store: Path) -> Mapping[str, str]:
        """Variables to add to the server's environment."""
        return {"EXPLORER_STORE": str(store)}

    def url(self, base: str, *, dataset_id: str, panels: int) -> str:
        """Address that opens a stored dataset with a number of default panels."""
        return f"{base}/?{urlencode({'dataset': dataset_id, 'panels': panels})}"

    def panel_selector(self, place: int) -> str:
        """CSS selector of the panel at a zero-based place."""
        return f".st-key-grid > :nth-child({place + 1})"

    def caption_selector(self, place: int) -> str:
        """CSS selector of the element whose text is the panel's "N of M rows drawn"."""
        return f'{self.panel_selector(place)} [data-testid="stCaptionContainer"]'

    def rows_selector(self) -> str:
        """CSS selector of the element whose text is the header's "K of M rows"."""
        return ".explorer-rows"

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        """Choose an option of the list with this accessible name."""
        box = scope.get_by_role("combobox", name=label, exact=True)
        if box.evaluate("list => list.matches('select')"):  # the list of themes, which is no widget of Streamlit's
            box.select_option(option)
        else:
            _type_option(scope, label, option).press("Enter")

    def prepare(self, page: Page, action: Action) -> None:
        """Do everything up to the last key press. Leaves the page idle."""
        if action.scenario == "global_filter":
            column = page.get_by_role("combobox", name=LABEL_FILTER_COLUMN, exact=True)
            if column.input_value() != FILTERED_COLUMN:
                self.choose(page, LABEL_FILTER_COLUMN, FILTERED_COLUMN)
            self._input(page, action).fill(action.value)
        elif action.scenario == "change_axis":
            _type_option(page.locator(self.panel_selector(action.panel)), LABEL_X, action.value)
        else:
            self._input(page, action).fill(action.value)
        page.wait_for_function(self.idle_script)

    def trigger(self, page: Page, action: Action) -> None:
        """Commit the prepared action by pressing Enter."""
        # On the page's keyboard: the prepared input has the focus, and a locator would first look for it again.
        page.keyboard.press("Enter")

    def _input(self, page: Page, action: Action) -> Locator:
        if action.scenario == "global_filter":
            return page.get_by_label(LABEL_FILTER_MINIMUM, exact=True)
        if action.scenario == "rename_title":
            return page.locator(self.panel_selector(action.panel)).get_by_label(LABEL_TITLE, exact=True)
        raise ValueError(f"scenario {action.scenario!r}: this driver knows change_axis, rename_title and global_filter")


def _type_option(scope: Page | Locator, label: str, option: str) -> Locator:
    """Type an option's text into a list and put the highlight on that very option; Enter then chooses it."""
    box = scope.get_by_role("combobox", name=label, exact=True)
    # A list closes when the page scrolls, as it does where the click itself brings the list into view.
    box.scroll_into_view_if_needed()
    box.click()
    box.fill(option)
    # Typing what the list says already opens nothing.
    if box.get_attribute("aria-expanded") != "true":
        box.press("ArrowDown")
    page = box.page
    wanted = page.get_by_role("option", name=option, exact=True)
    wanted.wait_for()
    # The best match is highlighted, and that can be a longer label which holds the typed one.
    options = page.get_by_role("option").count()
    for key in ("ArrowDown",) * options + ("ArrowUp",) * options:
        if box.get_attribute("aria-activedescendant") == wanted.get_attribute("id"):
            return box
        box.press(key)
    raise ValueError(f"list {label!r}: option {option!r} could not be highlighted; is it there only once?")


DRIVER: Final = StreamlitDriver()
