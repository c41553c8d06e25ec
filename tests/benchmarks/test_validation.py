"""Validation of a result folder: a sound one passes, and all that is wrong is listed, not the first thing alone."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from benchmarks import results
from benchmarks.__main__ import main
from benchmarks.measurement import blank_samples
from benchmarks.plan import Arm, PlannedRun, Setting, Step, to_dict
from benchmarks.results import Sample
from benchmarks.validation import problems

RUN = PlannedRun(
    block=0,
    run=0,
    arm=Arm("streamlit", "optimised"),
    setting=Setting(2, 1_000),
    steps=(Step("open_page", None, 0, 1), Step("change_axis", "first", 2, 2)),
)
FIGURES: dict[str, Any] = {
    "response_ms": 20.0,
    "settled_ms": 30.0,
    "server_cpu_ms": 5.0,
    "bytes_up": 100,
    "bytes_down": 200,
    "http_requests": 0,
    "ws_messages": 4,
    "full_runs": 0,
    "fragment_runs": 1,
    "figures_built": 1,
    "answer_expected": "distance",
    "answer_shown": "distance",
}


def sound_samples() -> list[Sample]:
    return [dataclasses.replace(blank, **FIGURES) for step in RUN.steps for blank in blank_samples(RUN, step)]


def write(folder: Path, samples: list[Sample], *, finished: str | None = "2030-01-01") -> Path:
    results.append(folder, samples)
    results.write_environment(folder, {"finished": finished, "plan": [to_dict(RUN)]})
    return folder


def test_a_sound_folder_has_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert problems(write(tmp_path, sound_samples())) == []
    assert main(["validate", str(tmp_path)]) == 0
    assert "sound" in capsys.readouterr().out


def test_a_failure_with_a_reason_and_without_figures_is_no_problem(tmp_path: Path) -> None:
    blank = blank_samples(RUN, RUN.steps[1])[0]
    opening, _, last = sound_samples()
    assert problems(write(tmp_path, [opening, dataclasses.replace(blank, error="timed out"), last])) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"settled_ms": None}, "settled_ms is null and there is no error"),
        ({"error": "timed out"}, "a failure with figures: response_ms"),
        ({"answer_shown": "air_time"}, "wrong answer: air_time, not distance"),
        ({"answer_expected": None, "answer_shown": None}, "answer_shown is null"),
        ({"response_ms": 31.0}, "response_ms 31.0 is after settled_ms 30.0"),
        ({"fragment_runs": 2}, "optimised change_axis had 2 fragment_runs, it must have 1"),
        ({"full_runs": None}, "optimised change_axis had None full_runs, it must have 0"),
        ({"bytes_up": -1}, "bytes_up is negative"),
        ({"repeat": 0}, "there twice"),
        ({"repeat": 7}, "there and not planned"),
    ],
)
def test_one_bad_sample_is_found(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    *others, last = sound_samples()
    found = problems(write(tmp_path, [*others, dataclasses.replace(last, **change)]))
    assert [problem for problem in found if reason in problem], found


def test_every_problem_is_listed_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opening, first, _ = sound_samples()
    write(tmp_path, [opening, dataclasses.replace(first, answer_shown="x", fragment_runs=0)], finished=None)
    with (tmp_path / results.SAMPLES_FILE).open("a") as file:
        file.write('{"half a')
    assert main(["validate", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    for reason in ("line 2: wrong answer", "line 2: optimised", "line 3: no JSON", "not finished", "planned and not"):
        assert reason in out


def test_a_folder_without_samples_is_no_sound_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(tmp_path / "nowhere")]) == 1
    assert "no such file" in capsys.readouterr().out
