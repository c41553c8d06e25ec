"""Between measurement and statistics: samples on disk, one a line. Imports no other stage.

A result folder holds ``samples.jsonl`` (one `Sample` a line, flat) and ``environment.json`` (`benchmarks.environment`).
Units are in the names. What failed or does not apply is ``null``; a failure has its reason in ``error`` and no figure.

Versions of the format, newest first:

1. First version.
"""

import dataclasses
import json
import os
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Union

SCHEMA_VERSION: Final = 1
SAMPLES_FILE: Final = "samples.jsonl"
ENVIRONMENT_FILE: Final = "environment.json"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One measured interaction, warm-ups excluded.

    Attributes
    ----------
    schema_version : int
        Version of this format.
    framework, tier, arm : str
        What was measured. ``tier`` is one of the explorers', or "article": the comparison article's app
        (`benchmarks.studies.article_apps`). ``arm`` is "default", or names one changed setting ("gc_off"), or "again":
        the same as "default", measured a second time to show what difference chance alone makes (the A/A arm).
    scenario : str
        The user's action.
    position : str or None
        "first", "middle" or "last" panel; None for an action on the whole page.
    panels, rows : int
        Panels on the page, rows of the dataset.
    rtt_ms : float
        Round-trip time that the proxy added; 0 is the bare loopback.
    users : int
        Sessions at the same time.
    run : int
        Fresh server and page; the same cell's run 0, 1, ...
    repeat : int
        The same action's 0th, 1st, ... measured repeat within its run.
    response_ms : float or None
        Input event -> painted answer of the acted-on panel.
    settled_ms : float or None
        Input event -> every expected answer shown, framework idle, last plot drawn, painted.
    inp_ms : float or None
        Event Timing's duration of the interaction; None where the browser reported none (under 16 ms).
    server_cpu_ms : float or None
        CPU time of the server's process tree, from just before the event until the page had settled.
    bytes_up, bytes_down, http_requests, ws_messages : int or None
        Seen by the proxy: TCP payload, all headers included; WebSocket messages of both directions.
    callbacks : int or None
        Callbacks that a Dash server executed; None for Streamlit.
    full_runs, fragment_runs : int or None
        Runs of a Streamlit script and of single fragments; None for Dash.
    figures_built : int or None
        Charts that the server built.
    error : str or None
        Why there are no figures.
    request_ms, first_byte_ms, last_byte_ms : float or None
        Input event -> first byte sent by the browser, first and last byte sent by the server, as the proxy saw them.
    afterplots : int or None
        How often Plotly reported a finished plot, all charts together.
    long_tasks_ms : float or None
        Time that the page's main thread spent in tasks over 50 ms.
    rss_mb : float or None
        Resident memory of the server's process tree after the interaction.
    answer_expected, answer_shown : str or None
        What the page had to show, computed from the data, and what it showed, both in short.
    block : int or None
        The block of the plan, whose calibration loop is in environment.json.
    """

    schema_version: int = SCHEMA_VERSION
    framework: str
    tier: str
    arm: str
    scenario: str
    position: str | None
    panels: int
    rows: int
    rtt_ms: float
    users: int
    run: int
    repeat: int
    response_ms: float | None = None
    settled_ms: float | None = None
    inp_ms: float | None = None
    server_cpu_ms: float | None = None
    bytes_up: int | None = None
    bytes_down: int | None = None
    http_requests: int | None = None
    ws_messages: int | None = None
    callbacks: int | None = None
    full_runs: int | None = None
    fragment_runs: int | None = None
    figures_built: int | None = None
    error: str | None = None
    request_ms: float | None = None
    first_byte_ms: float | None = None
    last_byte_ms: float | None = None
    afterplots: int | None = None
    long_tasks_ms: float | None = None
    rss_mb: float | None = None
    answer_expected: str | None = None
    answer_shown: str | None = None
    block: int | None = None


class SampleFormatError(ValueError):
    """A line of a sample file that is no `Sample`; says where and why."""


def to_dict(sample: Sample) -> dict[str, Any]:
    """Return the sample as flat JSON data, fields in the order of the class."""
    return dataclasses.asdict(sample)


def from_dict(data: Any) -> Sample:
    """Read what `to_dict` wrote.

    Raises
    ------
    SampleFormatError
        If a field is missing, unknown or of another type.
    """
    if not isinstance(data, dict):
        raise SampleFormatError(f"a sample is a JSON object, not {type(data).__name__}")
    if unknown := sorted(data.keys() - _TYPES.keys()):
        raise SampleFormatError(f"unknown fields: {', '.join(unknown)}")
    if missing := [name for name in _TYPES if name not in data]:
        raise SampleFormatError(f"missing fields: {', '.join(missing)}")
    for name, allowed in _TYPES.items():
        # bool is an int to isinstance, and no field is a truth value.
        if isinstance(data[name], bool) or not isinstance(data[name], allowed):
            raise SampleFormatError(f"{name} is {data[name]!r}, it must be {_words(allowed)}")
    if data["schema_version"] != SCHEMA_VERSION:
        raise SampleFormatError(f"schema_version is {data['schema_version']}, this program reads {SCHEMA_VERSION}")
    return Sample(**data)


def append(folder: Path, samples: Iterable[Sample]) -> None:
    """Add samples to the folder's file in one write, safe on disk when this returns."""
    lines = "".join(json.dumps(to_dict(sample), ensure_ascii=False) + "\n" for sample in samples)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / SAMPLES_FILE).open("a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def replace_all(folder: Path, samples: Iterable[Sample]) -> None:
    """Write the folder's samples anew; a reader sees the old file or the new one, never half of it."""
    aside = folder / f"{SAMPLES_FILE}.part"
    aside.write_text("".join(json.dumps(to_dict(s), ensure_ascii=False) + "\n" for s in samples), encoding="utf-8")
    aside.replace(folder / SAMPLES_FILE)


def read(folder: Path) -> list[Sample]:
    """Read the folder's samples, failures included.

    Raises
    ------
    SampleFormatError
        At the first line that is no sample; names its number.
    FileNotFoundError
        If the folder has no samples.
    """
    samples = []
    for number, sample in read_lines(folder):
        if isinstance(sample, SampleFormatError):
            raise SampleFormatError(f"{folder / SAMPLES_FILE} line {number}: {sample}")
        samples.append(sample)
    return samples


def read_lines(folder: Path) -> Iterator[tuple[int, Sample | SampleFormatError]]:
    """Yield each line's number with its sample or with what is wrong with it."""
    with (folder / SAMPLES_FILE).open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield number, from_dict(json.loads(line))
            except json.JSONDecodeError as error:
                yield number, SampleFormatError(f"no JSON: {error}")
            except SampleFormatError as error:
                yield number, error


def read_environment(folder: Path) -> dict[str, Any]:
    """Read ``environment.json``: what was measured, where, with what, and when."""
    data: dict[str, Any] = json.loads((folder / ENVIRONMENT_FILE).read_text("utf-8"))
    return data


def write_environment(folder: Path, environment: dict[str, Any]) -> None:
    """Write ``environment.json``, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"{ENVIRONMENT_FILE}.part"
    aside.write_text(json.dumps(environment, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    aside.replace(folder / ENVIRONMENT_FILE)


def _allowed(hint: Any) -> tuple[type, ...]:
    parts = typing.get_args(hint) if typing.get_origin(hint) in (Union, types.UnionType) else (hint,)
    # JSON does not tell 3.0 from 3, so that a float field takes both.
    return (*parts, int) if float in parts else tuple(parts)


def _words(allowed: tuple[type, ...]) -> str:
    return " or ".join("null" if kind is type(None) else kind.__name__ for kind in dict.fromkeys(allowed))


_TYPES: Final = {name: _allowed(hint) for name, hint in typing.get_type_hints(Sample).items()}
