"""Third stage: carries out a planned run with a driver and returns its samples. Writes no files.

A run never ends early in silence: it returns as many samples as were planned, and those that could not be measured
carry the reason instead of figures.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from benchmarks.answers import Answers, Screen, in_short
from benchmarks.browser import new_context
from benchmarks.flights import DataFolder, Dataset
from benchmarks.model import Action, Driver
from benchmarks.network import Proxy, Shape, Traffic
from benchmarks.plan import OPEN_TIMEOUT_S, SERVER_ARMS, PlannedRun, Step, place_of
from benchmarks.probe import Expectation, Probe, Reading
from benchmarks.processes import Server, ServerError
from benchmarks.results import Sample
from benchmarks.scenarios import SCENARIOS
from benchmarks.scenarios.global_filter import FILTER_COLUMN

NOT_TRIED: Final = "not tried: failed in two runs before"
AFTER_FAILURE: Final = "not measured after a failure in the same run: "
PREPARE_ATTEMPTS: Final = 2
EXECUTIONS: Final = (("callbacks",), ("full_runs", "fragment_runs"))
"""Counts that belong together. Those that a server has not moved once, not even to open a page, do not apply to it."""


class InteractionError(RuntimeError):
    """The page showed another answer than it had to, or something else makes the time worthless; says all of it."""


def explorer_answers(dataset: Dataset) -> Answers:
    """Return what an explorer must show of a dataset."""
    return dataset.answers


@dataclass(frozen=True)
class Subject:
    """An app as a run meets it.

    Attributes
    ----------
    driver : Driver
        Starts it and acts on it.
    answers : callable
        Dataset -> what the app must show of it.
    enter : callable or None
        (page, dataset) -> None: what a visitor does on the open page until the dataset is on screen. None: the
        driver's address is enough.
    """

    driver: Driver
    answers: Callable[[Dataset], Answers] = explorer_answers
    enter: Callable[[Page, Dataset], None] | None = None


@dataclass
class Session:
    """A server, the proxy before it and a page that shows the app."""

    driver: Driver
    answers: Answers
    server: Server
    proxy: Proxy
    page: Page
    probe: Probe
    screen: Screen
    timeout_s: float
    turns: Counter[tuple[str, int]] = field(default_factory=Counter)

    def next_action(self, scenario: str, place: int) -> tuple[Action, Screen]:
        """Return the next action of this kind that changes something, and the screen that it leads to."""
        make = SCENARIOS[scenario].action
        assert make is not None
        while True:
            action = make(place, self.turns[scenario, place])
            self.turns[scenario, place] += 1
            after = self.screen.after(action, filter_column=FILTER_COLUMN)
            if after != self.screen:
                return action, after


@dataclass(frozen=True)
class Usage:
    """What the server and the network had to do for one interaction."""

    cpu_ns: int
    rss_bytes: int
    counts: dict[str, int]
    totals: dict[str, int]
    traffic: Traffic


class Meter:
    """Measures server and network from its making to `read`."""

    def __init__(self, server: Server, proxy: Proxy) -> None:
        self._server = server
        self._counts = server.counts()
        self._mark = proxy.mark()
        self._cpu_ns = server.cpu_ns()

    def read(self) -> Usage:
        """Return what was used since."""
        cpu_ns = self._server.cpu_ns() - self._cpu_ns
        totals = self._server.counts()
        return Usage(
            cpu_ns=cpu_ns,
            rss_bytes=self._server.rss_bytes(),
            counts={name: totals[name] - before for name, before in self._counts.items()},
            totals=totals,
            traffic=self._mark.traffic(),
        )


def measure_run(
    planned: PlannedRun,
    *,
    subject: Subject,
    browser: Browser,
    data: DataFolder,
    timeout_s: float,
    skip: frozenset[Step] = frozenset(),
    inspect: Callable[[Page], None] | None = None,
) -> list[Sample]:
    """Start a server and a page and measure every step of a run.

    Parameters
    ----------
    planned : PlannedRun
        What to measure.
    subject : Subject
        The app of the run's arm.
    browser : Browser
        Each run gets a fresh profile of it.
    data : DataFolder
        Holds the dataset.
    timeout_s : float
        After which an interaction has failed; opening the page has `OPEN_TIMEOUT_S`.
    skip : set of Step
        Not tried; their samples say so. If it holds the opening of the page, or every step, nothing is tried.
    inspect : callable or None
        Shown a page of this explorer that is not measured.

    Returns
    -------
    list of Sample
        ``planned.samples`` of them. After a failure the state of the page is unknown, so the rest of the run is not
        measured either.
    """
    blanks = [blank for step in planned.steps for blank in blank_samples(planned, step)]
    if any(step.scenario == "open_page" for step in skip) or skip.issuperset(planned.steps):
        return [replace(blank, error=NOT_TRIED) for blank in blanks]
    samples: list[Sample] = []
    try:
        for sample in _samples(planned, subject, browser, data, timeout_s, skip, inspect):
            samples.append(sample)  # noqa: PERF402 - kept one by one, since those before a failure count
    except (InteractionError, ServerError, BrowserError) as error:
        reason = _one_line(error)
        for blank in blanks[len(samples) :]:
            samples.append(replace(blank, error=reason))
            reason = reason if reason.startswith(AFTER_FAILURE) else AFTER_FAILURE + reason
    return samples


def blank_samples(planned: PlannedRun, step: Step) -> list[Sample]:
    """Return the samples of a step without figures, in the order in which they are measured."""
    setting, arm = planned.setting, planned.arm
    return [
        Sample(
            framework=arm.framework,
            tier=arm.tier,
            arm=arm.arm,
            scenario=step.scenario,
            position=step.position,
            panels=setting.panels,
            rows=setting.rows,
            rtt_ms=setting.rtt_ms,
            users=setting.users,
            run=planned.run,
            repeat=repeat,
            block=planned.block,
        )
        for repeat in range(step.repeats)
    ]


def measure_interaction(session: Session, scenario: str, place: int, blank: Sample | None = None) -> Sample | None:
    """Carry out the next action of a kind and check the answer; a warm-up (no ``blank``) returns no sample.

    Raises
    ------
    InteractionError
        If the answer is wrong or late, or the page complained.
    """
    action, screen = session.next_action(scenario, place)
    everywhere = not SCENARIOS[scenario].per_panel
    expected = expectation(session.answers, screen, acted=place, everywhere=everywhere)
    _prepare(session, action)
    meter = Meter(session.server, session.proxy)
    session.probe.arm(expected, timeout_s=session.timeout_s)
    session.driver.trigger(session.page, action)
    reading = session.probe.result(expected)
    usage = meter.read()
    session.server.check_alive()
    session.screen = screen
    _check(reading, expected)
    return None if blank is None else _filled(blank, reading, usage, expected)


def _prepare(session: Session, action: Action) -> None:
    """Have the driver prepare an action, a second time if it did not manage: nothing is timed yet."""
    for attempt in range(PREPARE_ATTEMPTS):
        try:
            session.driver.prepare(session.page, action)
        except Exception as error:  # a driver may raise what it likes; none of it may end the whole benchmark
            if attempt == PREPARE_ATTEMPTS - 1:
                raise InteractionError(f"{action.scenario} could not be prepared: {error}") from error
            session.page.keyboard.press("Escape")
        else:
            return


def expectation(answers: Answers, screen: Screen, *, acted: int, everywhere: bool) -> Expectation:
    """Return what the page must show once the action on a panel (or on everything) is over."""
    places = range(len(screen.panels))
    return Expectation(
        panels=[answers.panel(screen, place) for place in places],
        awaited=frozenset(places if everywhere else (acted,)),
        acted=frozenset((acted,)),
        rows=answers.rows(screen),
    )


def _samples(
    planned: PlannedRun,
    subject: Subject,
    browser: Browser,
    data: DataFolder,
    timeout_s: float,
    skip: frozenset[Step],
    inspect: Callable[[Page], None] | None,
) -> Iterator[Sample]:
    setting, arm = planned.setting, planned.arm
    dataset = data.flights(setting.rows)
    shape = Shape(delay_ms=setting.rtt_ms / 2)
    server_arm = SERVER_ARMS.get(arm.arm, arm.arm)
    with (
        Server(subject.driver, tier=arm.tier, arm=server_arm, store=data.folder) as server,
        Proxy(server.port, shape) as proxy,
    ):
        # A server's first visitor pays for imports and caches; that is another question than what opening costs.
        with _page(browser) as page:
            open_page(subject, dataset, server, proxy, page, panels=1)
            if inspect is not None:
                inspect(page)
        with _page(browser) as page:
            session, opening = open_page(subject, dataset, server, proxy, page, panels=setting.panels)
            session.timeout_s = timeout_s
            page.set_default_timeout(timeout_s * 1e3)
            for step in planned.steps:
                blanks = blank_samples(planned, step)
                if step in skip:
                    yield from (replace(blank, error=NOT_TRIED) for blank in blanks)
                elif step.scenario == "open_page":
                    yield from (_filled(blank, *opening) for blank in blanks)
                else:
                    place = place_of(step.position, setting.panels)
                    for _ in range(step.warmups):
                        measure_interaction(session, step.scenario, place)
                    for blank in blanks:
                        sample = measure_interaction(session, step.scenario, place, blank)
                        assert sample is not None
                        yield sample


def open_page(
    subject: Subject, dataset: Dataset, server: Server, proxy: Proxy, page: Page, *, panels: int
) -> tuple[Session, tuple[Reading, Usage, Expectation]]:
    """Open the app on a dataset and check what it shows.

    Raises
    ------
    InteractionError
        If it does not show what it must, or complains.
    """
    driver, answers = subject.driver, subject.answers(dataset)
    probe = Probe(page, driver)
    screen = answers.first_screen(panels)
    expected = expectation(answers, screen, acted=0, everywhere=True)
    meter = Meter(server, proxy)
    url = driver.url(f"http://127.0.0.1:{proxy.port}", dataset_id=dataset.dataset_id, panels=panels)
    enter = None if subject.enter is None else partial(_enter, subject.enter, dataset)
    reading = probe.open(url, expected, timeout_s=OPEN_TIMEOUT_S, enter=enter)
    usage = meter.read()
    server.check_alive()
    _check(reading, expected)
    return Session(driver, answers, server, proxy, page, probe, screen, OPEN_TIMEOUT_S), (reading, usage, expected)


def _enter(enter: Callable[[Page, Dataset], None], dataset: Dataset, page: Page) -> None:
    try:
        enter(page, dataset)
    except Exception as error:  # as in `_prepare`
        raise InteractionError(f"the dataset could not be brought on screen: {error}") from error


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = new_context(browser)
    try:
        yield context.new_page()
    finally:
        context.close()


def _expected_in_short(expected: Expectation) -> str:
    awaited = [panel for panel in expected.panels if panel.place in expected.awaited]
    return in_short([(panel.answer, panel.caption, panel.checksum) for panel in awaited], expected.rows)


def _check(reading: Reading, expected: Expectation) -> None:
    problems = list(reading.problems)
    wanted, shown = _expected_in_short(expected), in_short(reading.shown, expected.rows)
    if not problems and wanted != shown:
        problems.append(f"wrong answer: {shown}, not {wanted}")
    if not problems and (reading.response_ms is None or reading.settled_ms is None):
        problems.append("the probe returned no time")
    if problems:
        raise InteractionError("; ".join(problems))


def _filled(blank: Sample, reading: Reading, usage: Usage, expected: Expectation) -> Sample:
    traffic = usage.traffic
    executed = {
        name: usage.counts[name]
        for family in EXECUTIONS
        for name in family
        if any(usage.totals[member] for member in family)
    }
    return replace(
        blank,
        response_ms=reading.response_ms,
        settled_ms=reading.settled_ms,
        inp_ms=reading.inp_ms,
        server_cpu_ms=usage.cpu_ns / 1e6,
        bytes_up=traffic.bytes_up,
        bytes_down=traffic.bytes_down,
        http_requests=traffic.http_requests,
        ws_messages=traffic.ws_messages,
        callbacks=executed.get("callbacks"),
        full_runs=executed.get("full_runs"),
        fragment_runs=executed.get("fragment_runs"),
        figures_built=usage.counts["figures_built"],
        request_ms=_since(reading, traffic.first_up_ns),
        first_byte_ms=_since(reading, traffic.first_down_ns),
        last_byte_ms=_since(reading, traffic.last_down_ns),
        afterplots=reading.afterplots,
        long_tasks_ms=reading.long_tasks_ms,
        rss_mb=round(usage.rss_bytes / 1e6, 1),
        answer_expected=_expected_in_short(expected),
        answer_shown=in_short(reading.shown, expected.rows),
    )


def _since(reading: Reading, wall_ns: int | None) -> float | None:
    return None if wall_ns is None else round(wall_ns / 1e6 - reading.start_wall_ms, 3)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:800] or type(error).__name__
