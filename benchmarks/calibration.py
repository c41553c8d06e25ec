"""Checks the clock: the probe must report a known delay, and report it alike over HTTP and over WebSocket.

What is checked is everything between a key press and a time: input event, proxy, the page's observer, the paint.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser

from benchmarks.answers import PanelAnswer
from benchmarks.browser import new_context, open_browser
from benchmarks.network import Proxy
from benchmarks.probe import Expectation, Probe, Reading
from benchmarks.transports import TRANSPORTS, answering_server

FRAME_MS: Final = 17.0
"""One frame at 60 Hz, rounded up: paint times come no finer."""
DELAYS_MS: Final = (0.0, 50.0, 100.0, 300.0)
REPEATS: Final = 15
WARMUPS: Final = 3
ROWS_TEXT: Final = "calibration"
FIRST_TEXT: Final = "nothing yet"
_TIMEOUT_S: Final = 20.0


@dataclass(frozen=True)
class Measured:
    """What the harness reported for one known delay.

    Attributes
    ----------
    transport : str
        "http" or "websocket".
    delay_ms : float
        What the server waited.
    response_ms, settled_ms : float
        Medians.
    fastest_ms, slowest_ms : float
        Of settled.
    samples : int
        How many repeats there were.
    """

    transport: str
    delay_ms: float
    response_ms: float
    settled_ms: float
    fastest_ms: float
    slowest_ms: float
    samples: int


@dataclass(frozen=True)
class Calibration:
    """All delays over all transports, and what is wrong with them."""

    measured: Sequence[Measured]

    def problems(self) -> list[str]:
        """Say where the clock is off by more than a frame; empty if it is right."""
        found = [
            f"{m.transport}: {m.delay_ms:.0f} ms are reported as {value:.1f} ms ({name})"
            for m in self.measured
            for name, value in (("response", m.response_ms), ("settled", m.settled_ms))
            # Without a delay there is nothing known to compare with: the frame that paints the key press comes first,
            # and the answer has to wait for the next one.
            if m.delay_ms > 0 and not 0 <= value - m.delay_ms <= FRAME_MS
        ]
        zero = {m.transport: m.settled_ms for m in self.measured if m.delay_ms == 0}
        if zero and max(zero.values()) - min(zero.values()) > FRAME_MS:
            found.append(
                "without a delay the transports differ: " + ", ".join(f"{k} {v:.1f} ms" for k, v in zero.items())
            )
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON data."""
        problems = self.problems()
        return {
            "frame_ms": FRAME_MS,
            "measured": [asdict(m) for m in self.measured],
            "problems": problems,
            "ok": not problems,
        }


class CalibrationPage:
    """Where the calibration's page shows its answer; a `benchmarks.probe.Surface`."""

    idle_script: str = "true"

    def panel_selector(self, place: int) -> str:
        """CSS selector of the only panel."""
        return "#panel"

    def caption_selector(self, place: int) -> str:
        """CSS selector of the answer."""
        return "#answer"

    def rows_selector(self) -> str:
        """CSS selector of the text that never changes."""
        return "#rows"


def calibrate(*, delays_ms: Sequence[float] = DELAYS_MS, repeats: int = REPEATS) -> Calibration:
    """Measure known delays with the harness's own probe and proxy."""
    with open_browser() as browser:
        return Calibration(_measure(browser, delays_ms, repeats))


def _measure(browser: Browser, delays_ms: Sequence[float], repeats: int) -> list[Measured]:
    readings: dict[tuple[str, float], list[Reading]] = {}
    with answering_server() as port, Proxy(port) as proxy:
        context = new_context(browser)
        page = context.new_page()
        probe = Probe(page, CalibrationPage())
        _sound(probe.open(f"http://127.0.0.1:{proxy.port}/", _expected(FIRST_TEXT), timeout_s=_TIMEOUT_S))
        page.wait_for_selector('body[data-ready="yes"]')
        token = 0
        # Delays and transports take turns, so that a slow moment of the machine meets all of them.
        for turn in range(WARMUPS + repeats):
            for delay_ms in delays_ms:
                for transport in TRANSPORTS:
                    token += 1
                    question = f"delay_ms={delay_ms}&token=answer-{token}"
                    page.evaluate("question => { document.body.dataset.ask = question; }", question)
                    page.focus(f"#{transport}")
                    expected = _expected(f"answer-{token}")
                    probe.arm(expected, timeout_s=_TIMEOUT_S)
                    page.keyboard.press("Enter")
                    reading = _sound(probe.result(expected))
                    if turn >= WARMUPS:
                        readings.setdefault((transport, delay_ms), []).append(reading)
        context.close()
    return [_summary(transport, delay_ms, found) for (transport, delay_ms), found in readings.items()]


def _expected(text: str) -> Expectation:
    panel = PanelAnswer(place=0, answer=None, caption=text, checksum=None, points=None)
    return Expectation(panels=[panel], awaited=frozenset({0}), acted=frozenset({0}), rows=ROWS_TEXT)


def _sound(reading: Reading) -> Reading:
    if reading.problems:
        raise RuntimeError("the calibration's page failed: " + "; ".join(reading.problems))
    return reading


def _summary(transport: str, delay_ms: float, readings: Sequence[Reading]) -> Measured:
    settled = [reading.settled_ms for reading in readings if reading.settled_ms is not None]
    response = [reading.response_ms for reading in readings if reading.response_ms is not None]
    return Measured(transport, delay_ms, median(response), median(settled), min(settled), max(settled), len(readings))
