"""Plain data of the benchmark: what is measured and what a driver must offer. Imports no other stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page


@dataclass(frozen=True)
class Action:
    """One user action on one panel (or on the page), before it is carried out.

    Attributes
    ----------
    scenario : str
        "change_axis", "rename_title" or "global_filter".
    panel : int
        Zero-based place of the acted-on panel on the page; ignored by page-wide actions.
    value : str
        The column label, title or filter minimum to enter.
    """

    scenario: str
    panel: int
    value: str


@dataclass(frozen=True)
class Scenario:
    """One kind of user action, with the answer that it must produce.

    Attributes
    ----------
    name : str
        As it stands in the samples.
    description : str
        What the user does, one sentence.
    per_panel : bool
        True: acts on one panel, and only that panel changes. False: every panel changes.
    action : callable or None
        (panel, turn) -> the action; turns count from 0 within a run. None: the scenario is the opening of the page.
    prediction : str
        What we expected before the first run.
    """

    name: str
    description: str
    per_panel: bool
    action: Callable[[int, int], Action] | None
    prediction: str


class Driver(Protocol):
    """How the benchmark and the contract suite start, open and act on one explorer.

    A module ``<framework>_explorer/driver.py`` offers one instance, ``DRIVER``. Actions are split in two so that only
    a single trusted input event is timed: ``prepare`` does all that a hand does before (open the list, type the
    text), ``trigger`` is the one key press or click that commits it.
    """

    framework: str
    tiers: Sequence[str]
    arms: Sequence[str]
    idle_script: str

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        """Arguments of the production server process, bound to 127.0.0.1."""
        ...

    def environment(self, *, tier: str, arm: str, store: Path) -> Mapping[str, str]:
        """Variables to add to the server's environment; ``store`` is the dataset store's folder."""
        ...

    def url(self, base: str, *, dataset_id: str, panels: int) -> str:
        """Address that opens a stored dataset with a number of default panels."""
        ...

    def panel_selector(self, place: int) -> str:
        """CSS selector of the panel at a zero-based place: holds its controls, its chart and its caption."""
        ...

    def caption_selector(self, place: int) -> str:
        """CSS selector of the element whose text is the panel's "N of M rows drawn"."""
        ...

    def rows_selector(self) -> str:
        """CSS selector of the element whose text is the header's "K of M rows"."""
        ...

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        """Choose an option of the list with this accessible name, as a user would."""
        ...

    def prepare(self, page: Page, action: Action) -> None:
        """Do everything up to the last key press or click. Leaves the page idle."""
        ...

    def trigger(self, page: Page, action: Action) -> None:
        """Commit the prepared action with one trusted input event."""
        ...
