"""How the benchmark starts, opens and acts on the article's apps. Imports drivers, model and the study's answers.

The apps open empty. A visitor uploads the file and chooses both axes before there is a chart; none of this is timed.
What is timed is the change of an axis after it, where the two patterns of update differ.
"""

import re
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import Locator, Page

from benchmarks import drivers
from benchmarks.flights import Dataset
from benchmarks.measurement import Subject
from benchmarks.model import Action
from benchmarks.plan import ARTICLE_TIER, DEFAULT_ARM, Arm
from benchmarks.studies.article_apps.answers import all_rows
from shared.explorer_spec import LABEL_X, LABEL_Y

APPS: Final = Path(__file__).parent


class ArticleDriver(ABC):
    """What both apps have in common; see `benchmarks.model.Driver`."""

    framework: str
    tiers: Sequence[str] = (ARTICLE_TIER,)
    arms: Sequence[str] = (DEFAULT_ARM,)

    def __init__(self) -> None:
        # When a framework is idle does not depend on the app.
        self.idle_script: str = drivers.driver(self.framework).idle_script

    @abstractmethod
    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1."""

    @abstractmethod
    def highlight(self, page: Page, label: str, option: str) -> None:
        """Open a list and put the highlight on an option; Enter then chooses it."""

    def environment(self, *, tier: str, arm: str, store: Path) -> Mapping[str, str]:
        """Return nothing: the file comes from the visitor."""
        return {}

    def url(self, base: str, *, dataset_id: str, panels: int) -> str:
        """Address of the empty app; `enter` brings the dataset on screen."""
        return base

    def panel_selector(self, place: int) -> str:
        """CSS selector of the page: it holds the one chart and its controls."""
        return "body"

    def caption_selector(self, place: int) -> str:
        """Return nothing: no caption is expected, so that none is looked for."""
        return ""

    def rows_selector(self) -> str:
        """Return nothing: no count of rows is expected, so that none is looked for."""
        return ""

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        """Choose an option of the list with this label."""
        page = scope if isinstance(scope, Page) else scope.page
        self.highlight(page, label, option)
        page.keyboard.press("Enter")

    def enter(self, page: Page, dataset: Dataset) -> None:
        """Upload the file and choose the axes of the first screen."""
        panel = all_rows(dataset).first_screen(1).panels[0]
        page.locator("input[type=file]").set_input_files(dataset.source)
        for label, option in ((LABEL_X, panel.x), (LABEL_Y, panel.y)):
            self.choose(page, label, option)
            page.wait_for_function(self.idle_script)

    def prepare(self, page: Page, action: Action) -> None:
        """Do everything up to the last key press. Leaves the page idle."""
        if action.scenario != "change_axis":
            raise ValueError(f"scenario {action.scenario!r}: the article's apps have change_axis alone")
        self.highlight(page, LABEL_X, action.value)
        page.wait_for_function(self.idle_script)

    def trigger(self, page: Page, action: Action) -> None:
        """Commit the prepared action by pressing Enter."""
        page.keyboard.press("Enter")


class DashArticle(ArticleDriver):
    """Drives the article's app in Dash."""

    framework = "dash"
    _LISTS: Final = {LABEL_X: "#x", LABEL_Y: "#y"}
    """Dash names a list's button by the chosen value, whatever its label says."""

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1."""
        return [sys.executable, "-m", "benchmarks.studies.article_apps.dash_app", "--port", str(port)]

    def highlight(self, page: Page, label: str, option: str) -> None:
        """Open a list and put the highlight on an option; Enter then chooses it."""
        page.locator(self._LISTS[label]).click()
        # Once open, the list moves the focus to the chosen option or to its search field.
        page.wait_for_function("() => document.activeElement.closest('.dash-dropdown-content') !== null")
        page.locator(f'.dash-dropdown-content input[value="{option}"]').focus()


class StreamlitArticle(ArticleDriver):
    """Drives the article's app in Streamlit."""

    framework = "streamlit"

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1."""
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(port),
            "server.headless": "true",
            "server.fileWatcherType": "none",
            "server.showEmailPrompt": "false",
            "browser.gatherUsageStats": "false",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", value)]
        return [sys.executable, "-m", "streamlit", "run", str(APPS / "streamlit_app.py"), *flags]

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        """Choose an option of the list with this label, and wait for the chart that it leads to."""
        super().choose(scope, label, option)
        # Streamlit says that it is idle until the server has answered.
        title = {LABEL_X: ".xtitle", LABEL_Y: ".ytitle"}[label]
        scope.locator(title).filter(has_text=re.compile(f"^{re.escape(option)}$")).wait_for()

    def highlight(self, page: Page, label: str, option: str) -> None:
        """Type an option's text into a list and put the highlight on that very option; Enter then chooses it."""
        box = page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(option)
        wanted = page.get_by_role("option", name=option, exact=True)
        wanted.wait_for()
        # The best match is highlighted, and that can be a longer label which holds the typed one.
        options = page.get_by_role("option").count()
        for key in ("ArrowDown",) * options + ("ArrowUp",) * options:
            if box.get_attribute("aria-activedescendant") == wanted.get_attribute("id"):
                return
            box.press(key)
        raise ValueError(f"list {label!r}: option {option!r} could not be highlighted; is it there only once?")


DRIVERS: Final[Mapping[str, ArticleDriver]] = {
    driver.framework: driver for driver in (DashArticle(), StreamlitArticle())
}


def subject_of(arm: Arm) -> Subject:
    """Return the app that an arm measures: the article's, or else the explorer."""
    if arm.tier != ARTICLE_TIER:
        return Subject(drivers.driver(arm.framework))
    driver = DRIVERS[arm.framework]
    return Subject(driver, answers=all_rows, enter=driver.enter)
