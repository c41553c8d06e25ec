"""Checks a result folder: format, counts against the plan, and that every kept sample carried the right answer."""

from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Final

from benchmarks import results
from benchmarks.measurement import blank_samples
from benchmarks.plan import ARTICLE_TIER, PlannedRun, from_dict
from benchmarks.results import Sample, SampleFormatError

REQUIRED: Final = (
    "response_ms",
    "settled_ms",
    "server_cpu_ms",
    "bytes_up",
    "bytes_down",
    "http_requests",
    "ws_messages",
    "figures_built",
    "answer_expected",
    "answer_shown",
)
"""What every sample without an error has; inp_ms may be missing (Event Timing leaves out what took under 16 ms)."""
EXPECTED_EXECUTIONS: Final = {
    ("dash", "idiomatic", "change_axis"): {"callbacks": 1},
    ("streamlit", "idiomatic", "change_axis"): {"full_runs": 1},
    ("streamlit", "optimised", "change_axis"): {"full_runs": 0, "fragment_runs": 1},
    ("dash", ARTICLE_TIER, "change_axis"): {"callbacks": 1, "figures_built": 1},
    ("streamlit", ARTICLE_TIER, "change_axis"): {"full_runs": 1, "figures_built": 1},
}
"""What a tier is: a sample that executed something else did not measure that tier."""
_NAMING: Final = (
    "framework",
    "tier",
    "arm",
    "scenario",
    "position",
    "panels",
    "rows",
    "rtt_ms",
    "users",
    "run",
    "repeat",
)
_FIGURES: Final = tuple(
    field.name
    for field in fields(Sample)
    if field.default is None and field.name not in {"error", "block", "answer_expected", "answer_shown"}
)


def problems(folder: Path) -> list[str]:
    """Return everything that is wrong with a result folder, one line each; empty if it is sound."""
    missing = [name for name in (results.SAMPLES_FILE, results.ENVIRONMENT_FILE) if not (folder / name).is_file()]
    if missing:
        return [f"{folder / name}: no such file" for name in missing]
    found: list[str] = []
    samples: list[Sample] = []
    for number, sample in results.read_lines(folder):
        if isinstance(sample, SampleFormatError):
            found.append(f"{results.SAMPLES_FILE} line {number}: {sample}")
        else:
            samples.append(sample)
            found += [f"{results.SAMPLES_FILE} line {number}: {problem}" for problem in sample_problems(sample)]
    environment = results.read_environment(folder)
    if not environment.get("finished"):
        found.append(f"{results.ENVIRONMENT_FILE}: the benchmark was not finished; call run again with --resume")
    return found + count_problems(samples, [from_dict(data) for data in environment.get("plan", [])])


def sample_problems(sample: Sample) -> list[str]:
    """Return what is wrong with one sample."""
    given = [name for name in _FIGURES if getattr(sample, name) is not None]
    if sample.error is not None:
        return [f"a failure with figures: {', '.join(given)}"] if given else []
    found = [f"{name} is null and there is no error" for name in REQUIRED if getattr(sample, name) is None]
    found += [f"{name} is negative" for name in given if getattr(sample, name) < 0 and not name.endswith("_byte_ms")]
    if sample.answer_shown != sample.answer_expected:
        found.append(f"wrong answer: {sample.answer_shown}, not {sample.answer_expected}")
    if sample.response_ms is not None and sample.settled_ms is not None and sample.response_ms > sample.settled_ms:
        found.append(f"response_ms {sample.response_ms} is after settled_ms {sample.settled_ms}")
    expected = EXPECTED_EXECUTIONS.get((sample.framework, sample.tier, sample.scenario), {})
    found += [
        f"{sample.tier} {sample.scenario} had {getattr(sample, name)} {name}, it must have {count}"
        for name, count in expected.items()
        if getattr(sample, name) != count
    ]
    return found


def count_problems(samples: list[Sample], planned: list[PlannedRun]) -> list[str]:
    """Compare the samples with the plan: each one that was planned, once, and no other."""
    wanted = Counter(_name(blank) for run in planned for step in run.steps for blank in blank_samples(run, step))
    counts = Counter(map(_name, samples))
    return [
        *(f"planned and not there: {name}" for name in sorted((wanted - counts).keys())),
        *(f"there and not planned, or there twice: {name}" for name in sorted((counts - wanted).keys())),
    ]


def _name(sample: Sample) -> str:
    return ", ".join(f"{name} {getattr(sample, name)}" for name in _NAMING)
