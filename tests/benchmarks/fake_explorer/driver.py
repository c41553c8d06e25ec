"""Driver of the harness's test double."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page

from benchmarks.model import Action


@dataclass
class FakeDriver:
    """``fault`` is one of page.html's, ``answer`` one of server.py's."""

    fault: str = ""
    answer: str = "right"
    delay_ms: float = 0.0
    framework: str = "fake"
    tiers: Sequence[str] = ("idiomatic",)
    arms: Sequence[str] = ("default",)
    idle_script: str = "window.pending === 0"
    refusals: int = 0
    """How often ``prepare`` fails before it does its work."""

    def command(self, *, tier: str, arm: str, port: int) -> list[str]:
        if self.fault == "no_server":
            return [sys.executable, "-c", "raise SystemExit('the fake server refuses to start')"]
        return [sys.executable, "-m", "tests.benchmarks.fake_explorer.server", "--port", str(port)]

    def environment(self, *, tier: str, arm: str, store: Path) -> Mapping[str, str]:
        return {"EXPLORER_STORE": str(store), "FAKE_DELAY_MS": str(self.delay_ms), "FAKE_ANSWER": self.answer}

    def url(self, base: str, *, dataset_id: str, panels: int) -> str:
        return f"{base}/?{urlencode({'dataset': dataset_id, 'panels': panels, 'fault': self.fault})}"

    def panel_selector(self, place: int) -> str:
        return f"main > section:nth-child({place + 1})"

    def caption_selector(self, place: int) -> str:
        return f"{self.panel_selector(place)} .caption"

    def rows_selector(self) -> str:
        return "#rows"

    def choose(self, scope: Page | Locator, label: str, option: str) -> None:
        raise NotImplementedError

    def prepare(self, page: Page, action: Action) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise ValueError("a refusal that was asked for")
        if action.scenario == "global_filter":
            page.fill("#minimum", action.value)
            page.focus("#minimum")
        else:
            name = {"change_axis": "input.x", "rename_title": "input.title"}[action.scenario]
            field = page.locator(f"{self.panel_selector(action.panel)} {name}")
            field.fill(action.value)
            field.focus()

    def trigger(self, page: Page, action: Action) -> None:
        if self.fault == "untrusted":
            page.evaluate(
                "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))"
            )
        elif self.fault != "no_event":
            page.keyboard.press("Enter")
