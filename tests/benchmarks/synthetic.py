"""Samples with a known truth: what the report must find, without a browser."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.results import Sample

PANELS = (1, 8, 32, 100)
ROWS = (1_000, 10_000, 100_000, 1_000_000)
BASE_PANELS, BASE_ROWS = 8, 100_000

Truth = Callable[[str, str, str, str, int, int], float]


def settled_truth(framework: str, tier: str, arm: str, scenario: str, panels: int, rows: int) -> float:
    """Milliseconds until settled: Streamlit's flat tiers grow with panels, Dash's do not, and one cell is equal."""
    if scenario == "open_page":
        return 400 + (95 if framework == "dash" else 60) * panels
    if scenario == "global_filter":
        return 80.0 + 25 * panels
    if scenario == "rename_title" and framework == "dash" and tier == "optimised":
        return 12.0
    slope = {
        ("dash", "naive"): 2.0,
        ("dash", "idiomatic"): 0.0,
        ("dash", "optimised"): 0.0,
        ("streamlit", "naive"): 14.0,
        ("streamlit", "idiomatic"): 6.0,
        ("streamlit", "optimised"): 0.6,
    }[framework, tier]
    start = {("dash", "optimised"): 80.0, ("streamlit", "optimised"): 80.0}.get((framework, tier), 100.0)
    per_row = {"naive": 0.004, "idiomatic": 0.0002, "optimised": 0.0001}[tier]
    return start + slope * (panels - 1) + per_row * rows - (35 if arm == "gc_off" else 0)


def samples(
    *,
    runs: int = 3,
    repeats: int = 5,
    tiers: Sequence[str] = ("naive", "idiomatic", "optimised"),
    truth: Truth = settled_truth,
    seed: int = 7,
    between: float = 0.02,
) -> list[Sample]:
    """Return a whole matrix as the full profile measures it: one axis at a time from a base point."""
    rng = np.random.default_rng(seed)
    found: list[Sample] = []
    for framework, tier, arm, scenario, position, panels, rows in _cells(tiers):
        centre = truth(framework, tier, arm, scenario, panels, rows)
        for run in range(runs):
            shift = rng.normal(0, between)
            for repeat in range(repeats):
                settled = float(centre * np.exp(shift + rng.normal(0, 0.06)))
                found.append(_sample(framework, tier, arm, scenario, position, panels, rows, run, repeat, settled))
    return found


def failing(found: Sequence[Sample], reason: str, **cell: Any) -> list[Sample]:
    """Turn the samples of a cell into failures."""
    return [_failed(s, reason) if all(getattr(s, k) == v for k, v in cell.items()) else s for s in found]


def environment() -> dict[str, Any]:
    """Return an environment as the harness writes it, in short."""
    return {
        "schema_version": 1,
        "profile": "full",
        "description": "One thing at a time.",
        "started": "2026-11-24T23:00:00+00:00",
        "finished": "2026-11-24T23:40:00+00:00",
        "machine": {"cpu": "a <processor>", "cores": 2},
        "packages": {"dash": "4.4.1", "streamlit": "1.67.0"},
        "plotly_js": {"dash": "4.1.1", "streamlit": "4.2.0"},
        "predictions": {"change_axis": "Flat in one, rising in the other."},
        "fairness": [],
        "blocks": [{"block": 0, "loop_ms": 10.0}, {"block": 1, "loop_ms": 11.0}],
        "unstable": [],
        "plan": [{"block": 0, "run": 0}],
    }


FIGURES = (
    *("response_ms", "settled_ms", "inp_ms", "server_cpu_ms", "bytes_up", "bytes_down", "http_requests"),
    *("ws_messages", "callbacks", "full_runs", "fragment_runs", "figures_built"),
)


def _failed(sample: Sample, reason: str) -> Sample:
    return replace(sample, error=reason, **dict.fromkeys(FIGURES))  # type: ignore[arg-type]


def _cells(tiers: Sequence[str]) -> Iterator[tuple[str, str, str, str, str | None, int, int]]:
    for tier in tiers:
        for framework in ("dash", "streamlit"):
            arms = ["default"]
            if tier == "idiomatic":
                arms += ["again"]
            if framework == "streamlit" and tier != "naive":
                arms += ["gc_off"]
            for arm in arms:
                for panels in PANELS if arm == "default" else (BASE_PANELS,):
                    for scenario in ("change_axis", "rename_title", "global_filter", "open_page"):
                        if arm != "default" and scenario != "change_axis":
                            continue
                        places = {"change_axis": ("first", "middle", "last"), "rename_title": ("middle",)}
                        for position in places.get(scenario, (None,)):
                            if panels == 1 and position in ("middle", "last") and scenario == "change_axis":
                                continue
                            yield framework, tier, arm, scenario, position, panels, BASE_ROWS
                for rows in ROWS if arm == "default" else ():
                    if rows != BASE_ROWS:
                        yield framework, tier, arm, "change_axis", "middle", BASE_PANELS, rows


def _sample(
    framework: str,
    tier: str,
    arm: str,
    scenario: str,
    position: str | None,
    panels: int,
    rows: int,
    run: int,
    repeat: int,
    settled: float,
) -> Sample:
    dash = framework == "dash"
    fragment = tier == "optimised" and scenario in ("change_axis", "rename_title")
    everything = scenario in ("global_filter", "open_page")
    charts = panels if everything or (not dash and not fragment) else 1
    local = dash and tier == "optimised" and scenario == "rename_title"
    return Sample(
        framework=framework,
        tier=tier,
        arm=arm,
        scenario=scenario,
        position=position,
        panels=panels,
        rows=rows,
        rtt_ms=0,
        users=1,
        run=run,
        repeat=repeat,
        response_ms=settled * (0.9 if dash else 0.7),
        settled_ms=settled,
        inp_ms=None if repeat == 0 or scenario == "open_page" else 24.0,
        server_cpu_ms=0.0 if local else settled * (0.2 if dash else 0.8),
        bytes_up=0 if local else (rows * 40 if dash and tier == "naive" else 900),
        bytes_down=0 if local else 24_000 * charts,
        http_requests=0 if local else (charts if dash else 0),
        ws_messages=0 if dash else 2 + charts,
        callbacks=(0 if local else charts) if dash else None,
        full_runs=None if dash else int(not fragment),
        fragment_runs=None if dash else int(fragment),
        figures_built=0 if local else charts,
        request_ms=2.0,
        first_byte_ms=settled * 0.4,
        last_byte_ms=settled * 0.5,
        long_tasks_ms=settled * 0.2,
        afterplots=charts,
        rss_mb=180.0,
        block=0,
    )
