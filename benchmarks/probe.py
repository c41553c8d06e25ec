"""Python's side of probe.js: tells it what to expect and reads what it saw. Imports answers."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from playwright.sync_api import Page

from benchmarks.answers import PanelAnswer

SCRIPT: Final = Path(__file__).with_name("probe.js")
QUIET_MS: Final = 150
"""Quiet that must follow before an interaction counts as over; not part of any time."""


class Surface(Protocol):
    """Where on a page the probe finds what it watches; every `benchmarks.model.Driver` is one."""

    @property
    def idle_script(self) -> str:
        """JavaScript expression, or function without arguments, that tells whether the framework is idle."""
        ...

    def panel_selector(self, place: int) -> str:
        """CSS selector of the panel at a zero-based place."""
        ...

    def caption_selector(self, place: int) -> str:
        """CSS selector of its caption."""
        ...

    def rows_selector(self) -> str:
        """CSS selector of the header's row count."""
        ...


@dataclass(frozen=True)
class Expectation:
    """What the page must show when the interaction is over.

    Attributes
    ----------
    panels : sequence of PanelAnswer
        Every panel of the page.
    awaited : set of int
        Places of the panels that change.
    acted : set of int
        Places whose answer ends ``response``.
    rows : str or None
        Text of the header's row count; None: there is none to read.
    """

    panels: Sequence[PanelAnswer]
    awaited: frozenset[int]
    acted: frozenset[int]
    rows: str | None


@dataclass(frozen=True)
class Reading:
    """What the probe saw of one interaction; times in ms since the input event.

    Attributes
    ----------
    problems : tuple of str
        Why the times count for nothing; empty if they do.
    start_wall_ms : float
        Wall clock of the input event, Unix time.
    response_ms, settled_ms, inp_ms : float or None
        None where the page did not get there, or where the browser reported no Event Timing entry.
    long_tasks_ms : float
        Main-thread time in tasks over 50 ms, up to settled.
    afterplots : int
        Plots that Plotly reported as finished.
    shown : tuple
        Answer, caption and checksum of each awaited panel.
    """

    problems: tuple[str, ...]
    start_wall_ms: float
    response_ms: float | None
    settled_ms: float | None
    inp_ms: float | None
    long_tasks_ms: float
    afterplots: int
    shown: tuple[tuple[str | None, str | None, int | None], ...]


class Probe:
    """The probe in one page. Install it before the page is opened.

    Parameters
    ----------
    page : Page
        A page that has not been navigated yet.
    surface : Surface
        Tells selectors and how to see that the framework is idle.
    """

    def __init__(self, page: Page, surface: Surface) -> None:
        self._page = page
        self._surface = surface
        self._messages: list[str] = []
        page.on("console", lambda message: self._note("console error", message.text, message.type == "error"))
        page.on("pageerror", lambda error: self._note("uncaught error", str(error), True))
        page.on("crash", lambda _: self._note("crash", "the page crashed", True))

    def open(
        self, url: str, expected: Expectation, *, timeout_s: float, enter: Callable[[Page], None] | None = None
    ) -> Reading:
        """Open an address and time it from the start of the navigation.

        Parameters
        ----------
        url : str
            Where to.
        expected : Expectation
            What ends the opening.
        timeout_s : float
            After which it has failed.
        enter : callable or None
            What must be done on the page until it shows what is expected; part of the time.
        """
        page = self._page
        page.add_init_script(script=idle_function(self._surface.idle_script))
        page.add_init_script(script=f"window.__probeNavigation = {json.dumps(self._spec(expected, timeout_s))};")
        page.add_init_script(path=SCRIPT)
        self._messages.clear()
        page.goto(url, wait_until="commit", timeout=timeout_s * 1e3)
        if enter is not None:
            enter(page)
        return self._reading(expected)

    def arm(self, expected: Expectation, *, timeout_s: float) -> None:
        """Wait in the page for the input event; returns at once."""
        self._messages.clear()
        self._page.evaluate("spec => window.__probe.arm(spec)", self._spec(expected, timeout_s))

    def result(self, expected: Expectation) -> Reading:
        """Return what was seen, once the page has settled or the time is up."""
        return self._reading(expected)

    def _reading(self, expected: Expectation) -> Reading:
        seen: dict[str, Any] = self._page.evaluate("() => window.__probe.result()")
        return Reading(
            problems=(*seen["problems"], *self._messages),
            start_wall_ms=seen["startWallMs"],
            response_ms=seen["responseMs"],
            settled_ms=seen["settledMs"],
            inp_ms=seen["inpMs"],
            long_tasks_ms=seen["longTasksMs"],
            afterplots=seen["afterplots"],
            shown=tuple(
                (panel["answer"], panel["caption"], panel["checksum"])
                for panel in seen["panels"]
                if panel["place"] in expected.awaited
            ),
        )

    def _spec(self, expected: Expectation, timeout_s: float) -> dict[str, Any]:
        surface = self._surface
        return {
            "panels": [
                {
                    "place": panel.place,
                    "selector": surface.panel_selector(panel.place),
                    "captionSelector": surface.caption_selector(panel.place),
                    "answer": panel.answer,
                    "caption": panel.caption,
                    "points": panel.points,
                    "awaited": panel.place in expected.awaited,
                    "acted": panel.place in expected.acted,
                }
                for panel in expected.panels
            ],
            "texts": []
            if expected.rows is None
            else [{"selector": surface.rows_selector(), "expected": expected.rows}],
            "quietMs": QUIET_MS,
            "timeoutMs": round(timeout_s * 1e3),
        }

    def _note(self, kind: str, text: str, bad: bool) -> None:
        if bad:
            self._messages.append(f"{kind}: {text[:300]}")


def idle_function(script: str) -> str:
    """Return JavaScript that defines the probe's test for "framework idle" from a driver's expression or function."""
    return (
        "window.__probeIdle = () => { try { const value = (" + script + "); "
        "return Boolean(typeof value === 'function' ? value() : value); } catch { return false; } };"
    )
