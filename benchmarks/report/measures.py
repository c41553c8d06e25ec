"""What the report shows of a sample, and how it words numbers. Imports nothing else of the report."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.results import Sample
from benchmarks.stats import Estimate, Interval

FRAMEWORKS: Final = ("dash", "streamlit")
TIERS: Final = ("naive", "idiomatic", "optimised")
HEADLINE_TIERS: Final = ("idiomatic", "optimised")
POSITIONS: Final = ("first", "middle", "last")

NAMES: Final = {
    "dash": "Dash",
    "streamlit": "Streamlit",
    "change_axis": "change an axis",
    "rename_title": "rename a chart",
    "global_filter": "filter the whole page",
    "open_page": "open the page",
    "scrub_slider": "move a slider",
    "upload": "upload a file",
    "gc_off": "garbage collection off",
    "again": "measured again",
    "default": "as delivered",
}
"""How the report words the identifiers of the result files; others are shown as they are."""

ABSENT: Final = "–"
FAILED: Final = "failed"
NOISY_MARK: Final = "†"
WIDEST: Final = 10
TOO_FEW: Final = "too few runs"
"""Stands for an interval whose ends are ``WIDEST`` times apart or more."""


@dataclass(frozen=True)
class Measure:
    """What the report reads from a sample and how it shows it.

    Attributes
    ----------
    fields : tuple of str
        Names in the sample; several are added up, and those that do not apply are left out.
    label, short : str
        For a caption and for a column.
    unit : str
        "ms", "kB" or "" for a count.
    scale : float
        Divides the field's value to get the unit.
    """

    fields: tuple[str, ...]
    label: str
    short: str
    unit: str
    scale: float = 1.0

    def of(self, sample: Sample) -> float | None:
        """Read the value from a sample; None if it does not apply or was not reported."""
        values = [value for name in self.fields if (value := getattr(sample, name)) is not None]
        return sum(values) if values else None


SETTLED: Final = Measure(("settled_ms",), "time until everything has settled", "settled", "ms")
RESPONSE: Final = Measure(("response_ms",), "time until the chart acted on answers", "response", "ms")
SERVER_CPU: Final = Measure(("server_cpu_ms",), "CPU time on the server", "server CPU", "ms")
BYTES_DOWN: Final = Measure(("bytes_down",), "bytes to the browser", "down", "kB", 1_000)
BYTES_UP: Final = Measure(("bytes_up",), "bytes to the server", "up", "kB", 1_000)
INP: Final = Measure(("inp_ms",), "Interaction to Next Paint", "INP", "ms")
CALLBACKS: Final = Measure(("callbacks",), "callbacks", "callbacks", "")
FULL_RUNS: Final = Measure(("full_runs",), "full script runs", "full runs", "")
FRAGMENT_RUNS: Final = Measure(("fragment_runs",), "fragment runs", "fragment runs", "")
FIGURES_BUILT: Final = Measure(("figures_built",), "charts built on the server", "charts built", "")
EXECUTIONS: Final = Measure(
    ("callbacks", "full_runs", "fragment_runs"), "callbacks, or script and fragment runs", "executions", ""
)
HTTP_REQUESTS: Final = Measure(("http_requests",), "HTTP requests", "HTTP requests", "")
WS_MESSAGES: Final = Measure(("ws_messages",), "WebSocket messages", "WebSocket messages", "")
LONG_TASKS: Final = Measure(("long_tasks_ms",), "long tasks in the browser", "long tasks", "ms")
FIRST_BYTE: Final = Measure(("first_byte_ms",), "time until the first byte of the answer", "first byte", "ms")
LAST_BYTE: Final = Measure(("last_byte_ms",), "time until the last byte of the answer", "last byte", "ms")
RSS: Final = Measure(("rss_mb",), "memory of the server", "memory", "MB")

COMPARED: Final = (SETTLED, RESPONSE, SERVER_CPU, BYTES_DOWN)
"""What two frameworks are compared by; in each, less is better."""
EXECUTED: Final = (CALLBACKS, FULL_RUNS, FRAGMENT_RUNS, FIGURES_BUILT)
GROWN: Final = (*COMPARED, EXECUTIONS, FIGURES_BUILT)


def name(identifier: str) -> str:
    """Word an identifier of the result files for people."""
    return NAMES.get(identifier, identifier.replace("_", " "))


def capital(text: str) -> str:
    """Return the text with its first letter large, the rest untouched."""
    return text[:1].upper() + text[1:]


def decimals(value: float, unit: str) -> int:
    """Give the places after the point that a value deserves: about two figures that mean something."""
    size = abs(value)
    if unit == "" and value == int(value):
        return 0
    if size >= 10:
        return 0
    return 1 if size >= 1 else 2


def number(value: float, places: int) -> str:
    """Write a number with separators and a true minus sign; never "-0"."""
    rounded = round(value, places)
    text = f"{abs(rounded):,.{places}f}"
    return f"−{text}" if rounded < 0 else text


def span(interval: Interval | None, places: int) -> str:
    """Write an interval as " [low, high]".

    Nothing if there is none or every run gave the same; in words if its ends are ``WIDEST`` times apart or more, since
    two such numbers would only look as if something was known.
    """
    if interval is None or interval.low == interval.high:
        return ""
    if vague(interval) and interval.high >= 10**-places:
        return f" [{TOO_FEW}]"
    return f" [{number(interval.low, places)}, {number(interval.high, places)}]"


def vague(interval: Interval | None) -> bool:
    """Tell whether the ends of an interval of a positive figure are ``WIDEST`` times apart or more."""
    return interval is not None and interval.low >= 0 and interval.high >= WIDEST * interval.low


def quantity(estimate: Estimate, measure: Measure, *, unit: bool = True) -> str:
    """Write a figure with its interval, such as "95 ms [90, 101]"."""
    value = estimate.value / measure.scale
    places = decimals(value, measure.unit)
    suffix = f" {measure.unit}" if unit and measure.unit else ""
    return number(value, places) + suffix + span(scaled(estimate.interval, measure), places)


def per_panel(estimate: Estimate, measure: Measure, *, unit: bool = False) -> str:
    """Write a slope with its interval: two places, since most are small."""
    value = estimate.value / measure.scale
    places = 0 if abs(value) >= 100 else 2
    suffix = f" {measure.unit}" if unit and measure.unit else ""
    return number(value, places) + suffix + span(scaled(estimate.interval, measure), places)


def times(estimate: Estimate, *, inverse: bool = False) -> str:
    """Write a ratio with its interval, such as "2.0 [1.9, 2.2]"; two places near 1, where they decide."""
    value, interval = estimate.value, estimate.interval
    if inverse:
        value = 1 / value
        interval = Interval(1 / interval.high, 1 / interval.low) if interval else None
    places = ratio_places(value)
    return number(value, places) + span(interval, places)


def ratio_places(value: float) -> int:
    """Give the places of a ratio: two significant figures at least, none of them below the third place."""
    if value >= 10:
        return 0 if value >= 100 else 1
    if value >= 2:
        return 1
    return 2 if value >= 0.1 else 3


def scaled(interval: Interval | None, measure: Measure) -> Interval | None:
    """Convert an interval to the measure's unit."""
    return Interval(interval.low / measure.scale, interval.high / measure.scale) if interval else None


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Write "1 panel", "8 panels", "1,000 rows"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def processor(machine: Mapping[str, Any]) -> str:
    """Write "AMD EPYC, 2 cores" of a machine as `benchmarks.environment.machine` describes it."""
    return f"{machine['cpu']}, {counted(machine.get('cores') or 0, 'core')}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Write "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def share(value: float) -> str:
    """Write a share as a percentage without places."""
    return f"{math.floor(value * 100 + 0.5)} %"
