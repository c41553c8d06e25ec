"""A run against the test double: what is right becomes figures, what is wrong becomes a reason and no figure."""

from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser

from benchmarks.browser import open_browser
from benchmarks.flights import DataFolder
from benchmarks.measurement import AFTER_FAILURE, NOT_TRIED, Subject, measure_run
from benchmarks.plan import Arm, PlannedRun, Setting, Step
from benchmarks.results import Sample
from benchmarks.validation import sample_problems
from tests.benchmarks.fake_explorer.driver import FakeDriver

OPEN = Step("open_page", None, 0, 1)
AXIS = Step("change_axis", "first", 0, 1)
EVERYTHING = (
    OPEN,
    Step("change_axis", "last", 1, 2),
    Step("rename_title", "middle", 1, 1),
    Step("global_filter", None, 1, 1),
)
FIGURES = ("response_ms", "settled_ms", "server_cpu_ms", "bytes_up", "figures_built", "callbacks", "answer_shown")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return DataFolder(tmp_path_factory.mktemp("flights"))


def measure(
    driver: FakeDriver,
    browser: Browser,
    data: DataFolder,
    *,
    steps: tuple[Step, ...] = (OPEN, AXIS),
    panels: int = 1,
    rtt_ms: float = 0.0,
    timeout_s: float = 60.0,
    skip: frozenset[Step] = frozenset(),
) -> list[Sample]:
    run = PlannedRun(0, 0, Arm("fake", "idiomatic"), Setting(panels, 1_000, rtt_ms), steps)
    return measure_run(run, subject=Subject(driver), browser=browser, data=data, timeout_s=timeout_s, skip=skip)


def assert_failed(sample: Sample, reason: str) -> None:
    assert sample.error is not None
    assert reason in sample.error
    assert [name for name in FIGURES if getattr(sample, name) is not None] == []
    assert sample_problems(sample) == []


def test_every_step_of_a_run_yields_its_samples_with_what_the_server_executed(
    browser: Browser, data: DataFolder
) -> None:
    samples = measure(FakeDriver(), browser, data, steps=EVERYTHING, panels=3)
    assert [(s.scenario, s.position, s.repeat) for s in samples] == [
        ("open_page", None, 0),
        ("change_axis", "last", 0),
        ("change_axis", "last", 1),
        ("rename_title", "middle", 0),
        ("global_filter", None, 0),
    ]
    assert [sample.error for sample in samples] == [None] * 5
    assert [problem for sample in samples for problem in sample_problems(sample)] == []
    assert [sample.callbacks for sample in samples] == [3, 1, 1, 1, 3]
    assert [sample.figures_built for sample in samples] == [3, 1, 1, 1, 3]
    assert [sample.http_requests for sample in samples[1:]] == [1, 1, 1, 3]
    # What does not apply is null, not 0.
    assert {(sample.full_runs, sample.fragment_runs) for sample in samples} == {(None, None)}
    assert len({sample.answer_shown for sample in samples}) == 5


def test_the_server_s_delay_is_in_the_time_and_so_is_the_network_s(browser: Browser, data: DataFolder) -> None:
    axis = Step("change_axis", "first", 2, 3)
    near = measure(FakeDriver(), browser, data, steps=(axis,))
    slow = measure(FakeDriver(delay_ms=400), browser, data, steps=(axis,))
    far = measure(FakeDriver(), browser, data, steps=(axis,), rtt_ms=400)
    fastest = {}
    for name, samples in (("near", near), ("slow", slow), ("far", far)):
        times = [sample.response_ms for sample in samples if sample.response_ms is not None]
        assert len(times) == 3
        fastest[name] = min(times)
    assert fastest["slow"] >= 400
    assert fastest["far"] >= 400
    # The delay is all that was added: less than the delay itself stays without it.
    assert fastest["near"] < fastest["slow"]
    assert fastest["near"] < fastest["far"]


@pytest.mark.parametrize(
    ("driver", "reason"),
    [
        (FakeDriver(answer="wrong_values"), "wrong answer"),
        (FakeDriver(fault="alert"), "alert: Something went wrong"),
        (FakeDriver(fault="console_error"), "console error: a fault that was asked for"),
        (FakeDriver(fault="uncaught"), "uncaught error: a fault that was asked for"),
        (FakeDriver(fault="untrusted"), "made by a script"),
        (FakeDriver(fault="overwritten"), "panel 0: chart shows"),
    ],
    ids=lambda value: value.fault or value.answer if isinstance(value, FakeDriver) else "",
)
def test_an_interaction_that_went_wrong_has_a_reason_and_no_figure(
    browser: Browser, data: DataFolder, driver: FakeDriver, reason: str
) -> None:
    opening, axis = measure(driver, browser, data)
    assert opening.error is None
    assert_failed(axis, reason)


@pytest.mark.parametrize(
    ("driver", "reason"),
    [
        (FakeDriver(answer="wrong_column"), "panel 0: chart shows"),
        (FakeDriver(fault="never"), "timed out after 2000 ms: panel 0: chart shows"),
        (FakeDriver(fault="no_event"), "no trusted input event arrived"),
    ],
    ids=lambda value: value.fault or value.answer if isinstance(value, FakeDriver) else "",
)
def test_an_answer_that_never_comes_times_out_and_ends_the_run(
    browser: Browser, data: DataFolder, driver: FakeDriver, reason: str
) -> None:
    steps = (OPEN, Step("change_axis", "first", 0, 2))
    opening, axis, after = measure(driver, browser, data, steps=steps, timeout_s=2)
    assert opening.error is None
    assert_failed(axis, reason)
    assert_failed(after, AFTER_FAILURE)


def test_a_second_plot_and_late_work_of_the_framework_count_towards_settled_but_not_towards_response(
    browser: Browser, data: DataFolder
) -> None:
    for fault in ("second_plot", "busy"):
        _, axis = measure(FakeDriver(fault=fault), browser, data)
        assert axis.error is None
        assert axis.response_ms is not None
        assert axis.settled_ms is not None
        # The page itself waits 100 ms between the two.
        assert axis.settled_ms >= axis.response_ms + 50, fault


def test_a_server_that_does_not_start_fails_the_run_with_its_last_words(browser: Browser, data: DataFolder) -> None:
    opening, axis = measure(FakeDriver(fault="no_server"), browser, data)
    assert_failed(opening, "the fake server refuses to start")
    assert_failed(axis, AFTER_FAILURE)


def test_a_driver_may_fail_to_prepare_once_and_a_second_time_is_a_failure_of_the_sample(
    browser: Browser, data: DataFolder
) -> None:
    _, once = measure(FakeDriver(refusals=1), browser, data)
    assert once.error is None
    _, twice = measure(FakeDriver(refusals=2), browser, data)
    assert_failed(twice, "change_axis could not be prepared: a refusal that was asked for")


def test_what_failed_twice_before_is_not_tried_and_says_so(browser: Browser, data: DataFolder) -> None:
    opening, axis = measure(FakeDriver(), browser, data, skip=frozenset({AXIS}))
    assert opening.error is None
    assert_failed(axis, NOT_TRIED)
    everything = measure(FakeDriver(fault="no_server"), browser, data, skip=frozenset({OPEN}))
    assert [sample.error for sample in everything] == [NOT_TRIED, NOT_TRIED]


def test_neither_server_nor_proxy_outlives_its_run(browser: Browser, data: DataFolder) -> None:
    def python_children() -> set[int]:
        children = psutil.Process().children(recursive=True)
        return {child.pid for child in children if "python" in child.name() and child.status() != "zombie"}

    before = python_children()
    measure(FakeDriver(), browser, data)
    assert python_children() <= before
