"""Second stage: carries out a plan run by run and keeps every sample at once, so that a killed benchmark can go on.

Imports plan, measurement, environment, results. Writes ``samples.jsonl`` and ``environment.json``.
"""

import dataclasses
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, Page
from tqdm import tqdm

from benchmarks import drivers, environment, results
from benchmarks.browser import open_browser
from benchmarks.flights import DataFolder, data_folder
from benchmarks.measurement import AFTER_FAILURE, NOT_TRIED, Subject, blank_samples, measure_run
from benchmarks.network import Shape
from benchmarks.plan import Arm, PlannedRun, Profile, Setting, Step, estimate_s, from_dict, plan, to_dict
from benchmarks.probe import QUIET_MS
from benchmarks.results import Sample
from benchmarks.scenarios import SCENARIOS
from benchmarks.transports import measure_fairness

FAILURES_ALLOWED: Final = 2
"""A cell that failed in so many runs is not tried again: waiting for its timeout tells nothing new."""
SPREAD_LIMIT: Final = 0.10
"""Largest spread between the runs of a cell, as a share of their median, before more runs are made."""

RunKey = tuple[Arm, Setting, int]


class ResumeError(ValueError):
    """The folder holds samples of another plan, or samples when a new benchmark was asked for; says what to do."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a benchmark went: samples kept, failed among them, cells whose runs differ by too much."""

    samples: int
    failed: int
    unstable: list[str]


def explorer(arm: Arm) -> Subject:
    """Return the explorer that an arm measures."""
    return Subject(drivers.driver(arm.framework))


def run_benchmark(
    profile: Profile,
    folder: Path,
    *,
    resume: bool,
    quiet: bool = False,
    minutes: float | None = None,
    subject_of: Callable[[Arm], Subject] = explorer,
) -> Outcome:
    """Measure a profile into a folder.

    Parameters
    ----------
    profile : Profile
        What to measure.
    folder : Path
        Where the results go; made if it does not exist.
    resume : bool
        Go on where a killed benchmark of the same profile stopped: complete runs are kept, the one in hand is repeated.
    quiet : bool
        No progress bar.
    minutes : float or None
        No block begins after so long; what was not begun leaves the plan, and ``environment.json`` says how much.
    subject_of : callable
        Arm -> the app that it measures.

    Raises
    ------
    ResumeError
        If the folder holds samples and ``resume`` is not asked for, or those of another profile.
    """
    planned, kept = _resumed(folder, profile) if resume else (plan(profile), [])
    if not resume and (folder / results.SAMPLES_FILE).exists():
        raise ResumeError(f"{folder} holds samples already; add --resume to go on, or choose another folder")
    with open_browser() as browser, data_folder() as data:
        campaign = _Campaign(profile, folder, browser, data, kept, minutes, subject_of)
        campaign.begin(planned)
        with tqdm(
            total=round(sum(map(estimate_s, planned))),
            initial=round(sum(estimate_s(run) for run in planned if campaign.has(run))),
            bar_format="{l_bar}{bar}| {elapsed} gone, {remaining} left{postfix}",
            disable=quiet,
        ) as progress:
            campaign.measure_all(planned, progress)
            extra = [] if campaign.out_of_time() else campaign.extra_runs(planned)
            progress.total = (progress.total or 0) + round(sum(map(estimate_s, extra)))
            campaign.measure_all(extra, progress)
        campaign.end()
    samples = results.read(folder)
    return Outcome(len(samples), sum(sample.error is not None for sample in samples), unstable_cells(samples))


class _Campaign:
    """The benchmark in hand: what was measured so far, and where it is kept."""

    def __init__(
        self,
        profile: Profile,
        folder: Path,
        browser: Browser,
        data: DataFolder,
        kept: Sequence[Sample],
        minutes: float | None,
        subject_of: Callable[[Arm], Subject],
    ) -> None:
        self._profile = profile
        self._subject_of = subject_of
        self._folder = folder
        self._browser = browser
        self._data = data
        self._done: set[RunKey] = {_key(sample) for sample in kept}
        self._failures = Counter(cell for cell, _ in _failures(kept))
        self._environment: dict[str, Any] = {}
        self._began = time.monotonic()
        self._minutes = minutes

    def has(self, run: PlannedRun) -> bool:
        """Tell whether this run's samples are there already."""
        return (run.arm, run.setting, run.run) in self._done

    def out_of_time(self) -> bool:
        """Tell whether the time that the user allowed is over."""
        return self._minutes is not None and time.monotonic() - self._began > 60 * self._minutes

    def begin(self, planned: Sequence[PlannedRun]) -> None:
        """Write down what is going to be measured, before it is; a resumed benchmark keeps its first record."""
        profile = self._profile
        path = self._folder / results.ENVIRONMENT_FILE
        before = results.read_environment(self._folder) if path.exists() else {}
        self._environment = {
            "schema_version": results.SCHEMA_VERSION,
            "profile": profile.name,
            "description": profile.description,
            "started": before.get("started", environment.now()),
            "finished": None,
            "resumed": [*before.get("resumed", []), environment.now()] if before else [],
            "source": environment.source_state(),
            "machine": environment.machine(),
            "packages": environment.packages(),
            "browser": environment.browser_settings(self._browser),
            "plotly_js": before.get("plotly_js", {}),
            "timing": {"timeout_s": profile.timeout_s, "quiet_ms": QUIET_MS, "spread_limit": SPREAD_LIMIT},
            "predictions": _predictions(profile),
            "fairness": self._fairness(planned),
            "blocks": before.get("blocks", []),
            "unstable": [],
            "plan": [to_dict(run) for run in planned],
        }
        results.write_environment(self._folder, self._environment)

    def measure_all(self, planned: Iterable[PlannedRun], progress: "tqdm[Any]") -> None:
        """Measure the runs that are not there yet."""
        block = None
        for run in planned:
            if self.has(run):
                continue
            if run.block != block:
                if self.out_of_time():
                    return
                block = run.block
                self._environment["blocks"].append(environment.block_state(block))
                results.write_environment(self._folder, self._environment)
            progress.set_postfix_str(f"{run.setting}: {run.arm}")
            self._measure(run)
            progress.update(round(estimate_s(run)))

    def extra_runs(self, planned: Sequence[PlannedRun]) -> list[PlannedRun]:
        """Plan more runs, both sides of each, where runs differ by too much and there is time left."""
        unstable = {(_setting(sample), sample.tier) for sample in _unstable(results.read(self._folder))}
        base = Counter((run.setting, run.arm) for run in plan(self._profile))
        left_s = 60 * self._profile.minutes - (time.monotonic() - self._began)
        extra: list[PlannedRun] = []
        for setting, tier in sorted(unstable, key=str):
            of_cell = [run for run in planned if (run.setting, run.arm.tier) == (setting, tier)]
            firsts = [run for run in of_cell if run.run == 0]
            for number in range(
                1 + max(run.run for run in of_cell), base[setting, firsts[0].arm] + self._profile.extra_runs
            ):
                block = max(run.block for run in (*planned, *extra)) + 1
                more = [dataclasses.replace(run, run=number, block=block) for run in firsts]
                left_s -= sum(map(estimate_s, more))
                if left_s > 0:
                    extra += more
        self._environment["plan"] += [to_dict(run) for run in extra]
        results.write_environment(self._folder, self._environment)
        return extra

    def end(self) -> None:
        """Write down that all was measured, and which cells to be careful with."""
        planned = self._environment["plan"]
        measured = [data for data in planned if self.has(from_dict(data))]
        self._environment["plan"] = measured
        self._environment["runs_left_out_for_lack_of_time"] = len(planned) - len(measured)
        self._environment["finished"] = environment.now()
        self._environment["unstable"] = unstable_cells(results.read(self._folder))
        results.write_environment(self._folder, self._environment)

    def _measure(self, run: PlannedRun) -> None:
        skip = frozenset(step for step in run.steps if self._failures[_cell(run, step)] >= FAILURES_ALLOWED)
        framework = run.arm.framework

        def note_plotly(page: Page) -> None:
            self._environment["plotly_js"][framework] = environment.plotly_version(page)
            results.write_environment(self._folder, self._environment)

        samples = measure_run(
            run,
            subject=self._subject_of(run.arm),
            browser=self._browser,
            data=self._data,
            timeout_s=self._profile.timeout_s,
            skip=skip,
            inspect=None if framework in self._environment["plotly_js"] else note_plotly,
        )
        results.append(self._folder, samples)
        self._done.add((run.arm, run.setting, run.run))
        self._failures.update(cell for cell, _ in _failures(samples))

    def _fairness(self, planned: Sequence[PlannedRun]) -> list[dict[str, Any]]:
        """Have the proxy prove each distance before anything is measured at it."""
        measured = [
            measure_fairness(Shape(delay_ms=rtt / 2)) for rtt in sorted({r.setting.rtt_ms for r in planned} - {0})
        ]
        if problems := [problem for fairness in measured for problem in fairness.problems()]:
            raise RuntimeError("the proxy does not treat both transports alike: " + "; ".join(problems))
        return [dataclasses.asdict(fairness) for fairness in measured]


def _predictions(profile: Profile) -> dict[str, str]:
    predictions = {name: scenario.prediction for name, scenario in SCENARIOS.items()}
    return predictions | ({profile.name: profile.prediction} if profile.prediction else {})


def unstable_cells(samples: Sequence[Sample]) -> list[str]:
    """Name the cells whose runs' medians of settled_ms lie further apart than `SPREAD_LIMIT` of their median."""
    return [
        f"{s.framework} {s.tier} ({s.arm}), {s.scenario} {s.position or ''}".rstrip() + f", {_setting(s)}"
        for s in _unstable(samples)
    ]


def _unstable(samples: Sequence[Sample]) -> list[Sample]:
    """Return one sample, of the first run, for each cell whose runs differ by too much."""
    cells: dict[tuple[object, ...], dict[int, list[float]]] = {}
    firsts: dict[tuple[object, ...], Sample] = {}
    for sample in samples:
        if sample.settled_ms is None:
            continue
        cell = _cell_of(sample)
        firsts.setdefault(cell, sample)
        cells.setdefault(cell, {}).setdefault(sample.run, []).append(sample.settled_ms)
    spreads = {cell: [median(values) for values in runs.values()] for cell, runs in cells.items()}
    return [firsts[cell] for cell, m in spreads.items() if max(m) - min(m) >= SPREAD_LIMIT * median(m)]


def _resumed(folder: Path, profile: Profile) -> tuple[list[PlannedRun], list[Sample]]:
    """Return plan and samples of a killed benchmark; the samples of its unfinished run are removed from the folder."""
    if not (folder / results.SAMPLES_FILE).exists():
        return plan(profile), []
    environment_before = results.read_environment(folder)
    if environment_before["profile"] != profile.name:
        name = environment_before["profile"]
        raise ResumeError(f"{folder} holds samples of profile {name}, not {profile.name}; choose another folder")
    planned = plan(profile)
    # Added for unstable cells, after the plan was made.
    planned += [run for data in environment_before["plan"] if (run := from_dict(data)) not in planned]
    wanted = {(run.arm, run.setting, run.run): run.samples for run in planned}
    # A line that was half written when the benchmark was killed is no sample.
    samples = [sample for _, sample in results.read_lines(folder) if isinstance(sample, Sample)]
    counts = Counter(map(_key, samples))
    kept = [sample for sample in samples if counts[_key(sample)] == wanted.get(_key(sample))]
    results.replace_all(folder, kept)
    return planned, kept


def _failures(samples: Iterable[Sample]) -> set[tuple[tuple[object, ...], int]]:
    """Return cell and run of each failure of its own; what was not even tried is none."""
    return {
        (_cell_of(sample), sample.run)
        for sample in samples
        if sample.error is not None and sample.error != NOT_TRIED and not sample.error.startswith(AFTER_FAILURE)
    }


def _cell(run: PlannedRun, step: Step) -> tuple[object, ...]:
    return _cell_of(blank_samples(run, dataclasses.replace(step, repeats=1))[0])


def _cell_of(sample: Sample) -> tuple[object, ...]:
    setting = (sample.panels, sample.rows, sample.rtt_ms, sample.users)
    return (sample.framework, sample.tier, sample.arm, sample.scenario, sample.position, *setting)


def _key(sample: Sample) -> RunKey:
    return Arm(sample.framework, sample.tier, sample.arm), _setting(sample), sample.run


def _setting(sample: Sample) -> Setting:
    return Setting(sample.panels, sample.rows, sample.rtt_ms, sample.users)
