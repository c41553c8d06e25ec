"""The benchmark as a whole, on the test double: it writes as it goes, resumes where it was killed, gives up in time."""

import itertools
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks import drivers, results, runner
from benchmarks.__main__ import main
from benchmarks.plan import Arm, Group, Profile, Setting, Step, plan
from benchmarks.runner import ResumeError, run_benchmark, unstable_cells
from benchmarks.validation import problems
from tests.benchmarks.fake_explorer.driver import FakeDriver
from tests.benchmarks.test_results import SAMPLE

PROFILE = Profile(
    name="tiny",
    description="For the tests of the runner.",
    groups=(
        Group(
            settings=(Setting(1, 1_000),),
            arms=(Arm("fake", "idiomatic"),),
            steps=(Step("open_page", None, 0, 1), Step("change_axis", "first", 1, 2)),
            runs=3,
        ),
    ),
    timeout_s=60,
    minutes=5,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> FakeDriver:
    fake = FakeDriver()
    monkeypatch.setattr(drivers, "driver", lambda _: fake)
    return fake


def test_a_benchmark_leaves_a_sound_folder_that_says_how_it_was_made(tmp_path: Path, driver: FakeDriver) -> None:
    outcome = run_benchmark(PROFILE, tmp_path, resume=False, quiet=True)
    assert (outcome.samples, outcome.failed) == (9, 0)
    assert problems(tmp_path) == []
    environment = results.read_environment(tmp_path)
    assert environment["profile"] == "tiny"
    assert environment["finished"] >= environment["started"]
    assert len(environment["blocks"]) == 3
    assert all(block["loop_ms"] > 0 for block in environment["blocks"])
    assert environment["plotly_js"]["fake"].split(".")[0].isdigit()
    assert environment["browser"]["version"]
    assert "change_axis" in environment["predictions"]
    with pytest.raises(ResumeError, match="add --resume"):
        run_benchmark(PROFILE, tmp_path, resume=False, quiet=True)


def test_a_killed_benchmark_goes_on_and_loses_the_run_in_hand_alone(tmp_path: Path, driver: FakeDriver) -> None:
    run_benchmark(PROFILE, tmp_path, resume=False, quiet=True)
    whole = results.read(tmp_path)
    lines = (tmp_path / results.SAMPLES_FILE).read_text("utf-8").splitlines(keepends=True)
    # Killed in the middle of writing the second run.
    (tmp_path / results.SAMPLES_FILE).write_text("".join(lines[:5]) + lines[5][:30], "utf-8")
    run_benchmark(PROFILE, tmp_path, resume=True, quiet=True)
    again = results.read(tmp_path)
    assert problems(tmp_path) == []
    assert again[:3] == whole[:3]
    assert not set(again[3:]) & set(whole[3:])
    assert [sample.run for sample in again] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_benchmark_that_runs_out_of_time_leaves_a_sound_folder_and_says_what_it_lacks(
    tmp_path: Path, driver: FakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each look at the clock is ten minutes later: time for the first of three blocks and no more.
    clock = itertools.count(step=600)
    monkeypatch.setattr(runner, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    outcome = run_benchmark(PROFILE, tmp_path, resume=False, quiet=True, minutes=15)
    assert (outcome.samples, outcome.failed) == (3, 0)
    assert problems(tmp_path) == []
    assert results.read_environment(tmp_path)["runs_left_out_for_lack_of_time"] == 2


def test_a_complete_benchmark_is_not_measured_again(tmp_path: Path, driver: FakeDriver) -> None:
    run_benchmark(PROFILE, tmp_path, resume=False, quiet=True)
    before = (tmp_path / results.SAMPLES_FILE).read_bytes()
    run_benchmark(PROFILE, tmp_path, resume=True, quiet=True)
    assert (tmp_path / results.SAMPLES_FILE).read_bytes() == before


def test_a_cell_that_failed_in_two_runs_is_not_tried_in_the_third(tmp_path: Path, driver: FakeDriver) -> None:
    driver.answer = "wrong_values"
    outcome = run_benchmark(PROFILE, tmp_path, resume=False, quiet=True)
    assert (outcome.samples, outcome.failed) == (9, 6)
    errors = {sample.run: sample.error for sample in results.read(tmp_path) if sample.scenario == "change_axis"}
    assert errors[2] == "not tried: failed in two runs before"
    assert errors[1] is not None
    assert "wrong answer" in errors[1]
    assert problems(tmp_path) == []


def test_samples_of_another_profile_are_not_mixed_in(tmp_path: Path) -> None:
    results.append(tmp_path, [SAMPLE])
    results.write_environment(tmp_path, {"profile": "other", "plan": []})
    with pytest.raises(ResumeError, match="samples of profile other, not tiny"):
        run_benchmark(PROFILE, tmp_path, resume=True, quiet=True)
    assert main(["run", "--profile", "smoke", "--out", str(tmp_path)]) == 2


def test_a_cell_is_unstable_when_its_runs_differ_and_not_when_its_clicks_do() -> None:
    import dataclasses

    def run(number: int, *times: float) -> list[results.Sample]:
        return [
            dataclasses.replace(SAMPLE, run=number, repeat=repeat, settled_ms=time) for repeat, time in enumerate(times)
        ]

    assert unstable_cells([*run(0, 50, 100, 150), *run(1, 60, 101, 200)]) == []
    (flagged,) = unstable_cells([*run(0, 99, 100, 101), *run(1, 119, 120, 121)])
    assert "dash naive" in flagged
    assert "8 panels" in flagged


def test_a_plan_is_told_without_being_carried_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--dry-run", "--out", str(tmp_path / "never")]) == 0
    assert "minutes" in capsys.readouterr().out
    assert not (tmp_path / "never").exists()
    assert len(plan(PROFILE)) == 3
