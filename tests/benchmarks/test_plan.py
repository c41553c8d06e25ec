"""Plans: what is compared stands side by side, one thing varies at a time, and a plan survives its file."""

import dataclasses
import itertools
from collections import Counter, defaultdict

import pytest

from benchmarks.plan import (
    AGAIN_ARM,
    DEFAULT_ARM,
    FULL,
    PROFILES,
    QUICK,
    SMOKE,
    TIERS,
    Setting,
    estimate_s,
    from_dict,
    place_of,
    plan,
    to_dict,
)
from benchmarks.scenarios import SCENARIOS

BUDGET_MINUTES = {"smoke": 1.5, "quick": 6.0, "full": 90.0}


@pytest.mark.parametrize("name", PROFILES)
def test_both_frameworks_get_the_same_runs_and_steps(name: str) -> None:
    work = defaultdict(Counter)
    for run in plan(PROFILES[name]):
        if run.arm.arm in (DEFAULT_ARM, AGAIN_ARM):
            work[run.arm.framework][(run.arm.tier, run.arm.arm, run.setting, run.steps, run.run)] += 1
    assert set(work) == {"dash", "streamlit"}
    assert work["dash"] == work["streamlit"]
    assert set(work["dash"].values()) == {1}


@pytest.mark.parametrize("name", PROFILES)
def test_a_block_holds_every_arm_once_and_the_next_block_of_the_setting_turns_them_round(name: str) -> None:
    blocks = defaultdict(list)
    for run in plan(PROFILES[name]):
        blocks[run.block].append(run)
    of_arms = defaultdict(list)
    for runs in blocks.values():
        assert len({run.setting for run in runs}) == 1
        assert len({run.arm for run in runs}) == len(runs)
        of_arms[runs[0].setting, frozenset(run.arm for run in runs)].append([run.arm for run in runs])
    for orders in of_arms.values():
        for one, next_one in itertools.pairwise(orders):
            assert one == next_one[::-1]


def test_a_benchmark_stopped_after_a_round_has_measured_every_setting() -> None:
    runs = plan(FULL)
    numbers = [run.run for run in runs]
    assert numbers == sorted(numbers)
    assert {run.setting for run in runs if run.run == 0} == {run.setting for run in runs}


def test_full_varies_one_thing_at_a_time_over_the_whole_range() -> None:
    settings = {run.setting for run in plan(FULL)}
    default = Setting(8, 10_000)
    for setting in settings - {default}:
        changed = [f.name for f in dataclasses.fields(Setting) if getattr(setting, f.name) != getattr(default, f.name)]
        assert len(changed) == 1
    assert {s.panels for s in settings} >= {1, 100}
    assert {s.rows for s in settings} >= {1_000, 1_000_000}


def test_full_repeats_each_cell_in_three_runs_and_has_the_arms_that_the_method_asks_for() -> None:
    runs = plan(FULL)
    cells = Counter((run.arm, run.setting) for run in runs)
    assert min(cells.values()) >= 3
    assert {run.arm.tier for run in runs} == set(TIERS)
    assert {(run.arm.framework, run.arm.arm) for run in runs} >= {
        ("streamlit", "gc_off"),
        ("streamlit", AGAIN_ARM),
        ("dash", AGAIN_ARM),
    }
    at_default = [step for run in runs if run.setting == Setting(8, 10_000) for step in run.steps]
    assert {step.scenario for step in at_default} == set(SCENARIOS)
    positions = {step.position for run in runs for step in run.steps if step.scenario == "change_axis"}
    assert positions == {"first", "middle", "last"}


def test_a_run_opens_the_page_first_and_filters_last_because_a_filter_stays() -> None:
    for profile in (SMOKE, QUICK, FULL):
        for run in plan(profile):
            assert run.steps[0].scenario == "open_page"
            scenarios = [step.scenario for step in run.steps]
            assert "global_filter" not in scenarios[:-1]


@pytest.mark.parametrize("name", PROFILES)
def test_the_estimate_fits_what_the_profile_promises(name: str) -> None:
    assert sum(map(estimate_s, plan(PROFILES[name]))) <= 60 * BUDGET_MINUTES[name]


def test_a_plan_comes_back_from_its_file_as_it_was() -> None:
    runs = plan(FULL)
    assert [from_dict(to_dict(run)) for run in runs] == runs


@pytest.mark.parametrize(
    ("position", "panels", "place"), [("first", 8, 0), ("middle", 8, 4), ("last", 8, 7), ("middle", 1, 0), (None, 8, 0)]
)
def test_a_position_is_a_place_on_the_page(position: str | None, panels: int, place: int) -> None:
    assert place_of(position, panels) == place
