"""What is measured, in which order: profiles, the runs they are made of, and how long that takes. Imports model.

A plan is a list of runs, each a fresh server and page that measures several scenarios. Runs of one setting stand in
blocks: every arm once, in the order A B in one block and B A in the next, so that a slow drift of the machine falls on
all arms alike. One thing varies at a time from the default setting.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

TIERS: Final = ("naive", "idiomatic", "optimised")
DEFAULT_ARM: Final = "default"
AGAIN_ARM: Final = "again"
"""The default measured under another name: what differs between the two is chance (an A/A test)."""
MIDDLE: Final = "middle"
"""The position where everything is measured that is measured at one position only; of a single panel, that panel."""
SERVER_ARMS: Final = {AGAIN_ARM: DEFAULT_ARM}
"""Arms that the drivers know under another name."""


@dataclass(frozen=True)
class Arm:
    """One side of a comparison: framework, tier and what was set differently."""

    framework: str
    tier: str
    arm: str = DEFAULT_ARM

    def __str__(self) -> str:
        name = f"{self.framework} {self.tier}"
        return name if self.arm == DEFAULT_ARM else f"{name} ({self.arm})"


@dataclass(frozen=True)
class Step:
    """One scenario at one position within a run: warm-ups, which are thrown away, then repeats."""

    scenario: str
    position: str | None
    warmups: int
    repeats: int


@dataclass(frozen=True)
class Setting:
    """How large and how far: one point at which all arms are compared."""

    panels: int
    rows: int
    rtt_ms: float = 0.0
    users: int = 1

    def __str__(self) -> str:
        distance = f", {self.rtt_ms:g} ms away" if self.rtt_ms else ""
        return f"{self.panels} panels, {self.rows:,} rows{distance}"


@dataclass(frozen=True)
class PlannedRun:
    """A fresh server and page, and what is done there.

    Attributes
    ----------
    block : int
        Blocks are numbered in the order of the plan; one block is one setting with every arm once.
    run : int
        Counts the runs of the same arm and setting.
    """

    block: int
    run: int
    arm: Arm
    setting: Setting
    steps: tuple[Step, ...]

    @property
    def samples(self) -> int:
        """Samples that this run writes, failures included."""
        return sum(step.repeats for step in self.steps)


@dataclass(frozen=True)
class Group:
    """Settings that are measured with the same arms, steps and number of runs."""

    settings: tuple[Setting, ...]
    arms: tuple[Arm, ...]
    steps: tuple[Step, ...]
    runs: int


@dataclass(frozen=True)
class Profile:
    """A named plan.

    Attributes
    ----------
    timeout_s : float
        After which an interaction counts as failed.
    minutes : float
        What it may take on two cores; no run is added beyond that.
    extra_runs : int
        Runs added to a setting whose runs differ by too much.
    """

    name: str
    description: str
    groups: tuple[Group, ...]
    timeout_s: float
    minutes: float
    extra_runs: int = 0


def arms(*tiers: str, arm: str = DEFAULT_ARM, frameworks: Sequence[str] = ("dash", "streamlit")) -> tuple[Arm, ...]:
    """Return tier by tier the arms that are compared with one another."""
    return tuple(Arm(framework, tier, arm) for tier in tiers for framework in frameworks)


def steps(axis: int, title: int, everything: int, *, warmups: int, positions: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps of a run.

    Parameters
    ----------
    axis, title, everything : int
        Repeats of change_axis at each position, of rename_title and of global_filter.
    warmups : int
        Before the first position; the server is warm for those that follow, which get two (as many runs as Streamlit
        remembers what it sent). global_filter comes last, because it leaves a filter set.
    positions : sequence of str
        Where the axis is changed.
    """
    first, *others = positions
    following = min(2, warmups)
    return (
        Step("open_page", None, 0, 1),
        Step("change_axis", first, warmups, axis),
        *(Step("change_axis", position, following, axis) for position in others),
        Step("rename_title", MIDDLE, following, title),
        Step("global_filter", None, following, everything),
    )


_ALL: Final = arms(*TIERS)
_NARROW: Final = arms("idiomatic", "optimised")

SMOKE: Final = Profile(
    name="smoke",
    description="Shows that everything works; no figure of it means anything.",
    groups=(
        Group(
            settings=(Setting(1, 1_000), Setting(2, 1_000)),
            arms=_NARROW,
            steps=steps(1, 1, 1, warmups=1, positions=(MIDDLE,)),
            runs=1,
        ),
    ),
    timeout_s=20,
    minutes=1,
)

QUICK: Final = Profile(
    name="quick",
    description="All six tiers on a small and a large page: a first answer for this machine.",
    groups=(
        Group(
            settings=(Setting(1, 10_000), Setting(16, 10_000)),
            arms=_ALL,
            steps=steps(5, 3, 2, warmups=3, positions=(MIDDLE,)),
            runs=2,
        ),
    ),
    timeout_s=30,
    minutes=6,
)

_DEFAULT: Final = Setting(8, 10_000)
_AGAIN: Final = arms("idiomatic", arm=AGAIN_ARM)
_GC_OFF: Final = arms("idiomatic", "optimised", arm="gc_off", frameworks=("streamlit",))
_POSITIONS: Final = ("first", "middle", "last")

FULL: Final = Profile(
    name="full",
    description=(
        "One thing at a time from 8 panels and 10,000 rows: panels 1 to 100, rows 1,000 to 1,000,000; Streamlit with "
        "its garbage collection off; the same arm twice."
    ),
    groups=(
        Group((_DEFAULT,), (*_ALL, *_GC_OFF, *_AGAIN), steps(7, 5, 3, warmups=5, positions=_POSITIONS), runs=3),
        Group((Setting(1, 10_000),), _ALL, steps(7, 5, 3, warmups=5, positions=(MIDDLE,)), runs=3),
        Group((Setting(32, 10_000),), (*_ALL, *_GC_OFF), steps(5, 3, 2, warmups=3, positions=_POSITIONS), runs=3),
        Group((Setting(100, 10_000),), _ALL, steps(3, 2, 1, warmups=2, positions=_POSITIONS), runs=3),
        Group(
            (Setting(8, 1_000), Setting(8, 100_000), Setting(8, 1_000_000)),
            _ALL,
            steps(5, 3, 2, warmups=3, positions=(MIDDLE,)),
            runs=3,
        ),
    ),
    timeout_s=60,
    minutes=40,
    extra_runs=1,
)

PROFILES: Final = {profile.name: profile for profile in (SMOKE, QUICK, FULL)}


def plan(profile: Profile) -> list[PlannedRun]:
    """Return the runs of a profile in the order in which they are made."""
    return [
        dataclasses.replace(planned, block=block) for block, runs in enumerate(_blocks(profile)) for planned in runs
    ]


def place_of(position: str | None, panels: int) -> int:
    """Return the zero-based place of a position on a page."""
    return {None: 0, "first": 0, "middle": panels // 2, "last": panels - 1}[position]


def estimate_s(planned: PlannedRun) -> float:
    """Estimate how long a run takes on two cores; the progress bar corrects it as it learns."""
    setting, naive = planned.setting, planned.arm.tier == "naive"
    # Naive work grows with the rows: about 2 s for 100,000, seen in either framework.
    per_action_s = 0.5 + (2e-5 * setting.rows if naive else 0.0)
    streamlit_flat = planned.arm.framework == "streamlit" and planned.arm.tier != "optimised"
    per_action_s += 0.01 * setting.panels if streamlit_flat else 0.002 * setting.panels
    open_s = 1.5 + 0.12 * setting.panels + per_action_s
    seconds = 4.0
    for step in planned.steps:
        each_s = {"open_page": open_s, "global_filter": 0.5 + 0.08 * setting.panels + per_action_s}
        seconds += (step.warmups + step.repeats) * each_s.get(step.scenario, per_action_s)
    return seconds


def to_dict(planned: PlannedRun) -> dict[str, Any]:
    """Return the run as JSON data; `from_dict` reads it."""
    return {
        "block": planned.block,
        "run": planned.run,
        **dataclasses.asdict(planned.arm),
        **dataclasses.asdict(planned.setting),
        "steps": [dataclasses.asdict(step) for step in planned.steps],
    }


def from_dict(data: dict[str, Any]) -> PlannedRun:
    """Read what `to_dict` wrote."""
    return PlannedRun(
        block=data["block"],
        run=data["run"],
        arm=Arm(data["framework"], data["tier"], data["arm"]),
        setting=Setting(data["panels"], data["rows"], data["rtt_ms"], data["users"]),
        steps=tuple(Step(**step) for step in data["steps"]),
    )


def _blocks(profile: Profile) -> Iterator[list[PlannedRun]]:
    for group in profile.groups:
        for setting in group.settings:
            for run in range(group.runs):
                runs = [PlannedRun(0, run, arm, setting, group.steps) for arm in group.arms]
                yield runs if run % 2 == 0 else runs[::-1]
