"""What is measured, in which order: profiles, the runs they are made of, and how long that takes. Imports model.

A plan is a list of runs, each a fresh server and page that measures several scenarios. Runs of one setting stand in
blocks: every arm once, in the order A B in one round and B A in the next, so that a slow drift of the machine falls on
all arms alike. One thing varies at a time from the default setting.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

TIERS: Final = ("naive", "idiomatic", "optimised")
ARTICLE_TIER: Final = "article"
"""Not the explorer written another way but another app: the smallest explorer, as the comparison article teaches it."""
DEFAULT_ARM: Final = "default"
AGAIN_ARM: Final = "again"
"""The default measured under another name: what differs between the two is chance (an A/A test)."""
OPEN_TIMEOUT_S: Final = 60.0
"""After which the opening of a page has failed, however large it is."""
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
        panels = "1 panel" if self.panels == 1 else f"{self.panels} panels"
        return f"{panels}, {self.rows:,} rows{distance}"


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
    prediction : str
        What we expected before the first run, where the scenarios' own predictions do not say it.
    """

    name: str
    description: str
    groups: tuple[Group, ...]
    timeout_s: float
    minutes: float
    extra_runs: int = 0
    prediction: str = ""


def arms(*tiers: str, arm: str = DEFAULT_ARM, frameworks: Sequence[str] = ("dash", "streamlit")) -> tuple[Arm, ...]:
    """Return tier by tier the arms that are compared with one another."""
    return tuple(Arm(framework, tier, arm) for tier in tiers for framework in frameworks)


def steps(
    axis: int,
    title: int,
    everything: int,
    *,
    warmups: int = 2,
    filter_warmups: int = 0,
    positions: Sequence[str] = (MIDDLE,),
) -> tuple[Step, ...]:
    """Return the steps of a run.

    Parameters
    ----------
    axis, title, everything : int
        Repeats of change_axis at each position, of rename_title and of global_filter; what has none is left out.
    warmups : int
        Before the first position; two are what Streamlit remembers of what it sent. What follows gets one.
    filter_warmups : int
        Before global_filter, which by then meets a warm server and page, and costs most on a large one.
    positions : sequence of str
        Where the axis is changed. global_filter comes last, because it leaves a filter set.
    """
    first, *others = positions
    planned = (
        Step("open_page", None, 0, 1),
        Step("change_axis", first, warmups, axis),
        *(Step("change_axis", position, 1, axis) for position in others),
        Step("rename_title", MIDDLE, 1, title),
        Step("global_filter", None, filter_warmups, everything),
    )
    return tuple(step for step in planned if step.repeats)


_ALL: Final = arms(*TIERS)
_AGAIN: Final = arms("idiomatic", arm=AGAIN_ARM)
_GC_OFF: Final = arms("idiomatic", "optimised", arm="gc_off", frameworks=("streamlit",))

SMOKE: Final = Profile(
    name="smoke",
    description="Shows that everything works; no figure of it means anything.",
    groups=(
        Group((Setting(2, 1_000),), arms("idiomatic", "optimised"), steps(1, 1, 1, warmups=1), runs=1),
        Group((Setting(1, 1_000),), arms("optimised"), steps(1, 1, 1, warmups=1), runs=1),
    ),
    timeout_s=20,
    minutes=1,
)

QUICK: Final = Profile(
    name="quick",
    description="All six tiers on a small and a larger page: a first answer for this machine.",
    groups=(Group((Setting(1, 10_000), Setting(8, 10_000)), _ALL, steps(3, 1, 1), runs=2),),
    timeout_s=30,
    minutes=6,
)

FULL: Final = Profile(
    name="full",
    description=(
        "One thing at a time from 8 panels and 10,000 rows: panels 1 to 100, rows 1,000 to 1,000,000; Streamlit with "
        "its garbage collection off; the same arm twice; positions at 32 panels; no filter of 100 naive panels."
    ),
    groups=(
        Group(
            (Setting(8, 10_000),),
            (*_ALL, *_GC_OFF, *_AGAIN),
            steps(5, 3, 2, warmups=5, filter_warmups=1),
            runs=3,
        ),
        Group((Setting(1, 10_000),), _ALL, steps(5, 3, 2, warmups=5, filter_warmups=1), runs=3),
        Group((Setting(32, 10_000),), _ALL, steps(2, 2, 1, positions=(MIDDLE, "first", "last")), runs=3),
        Group((Setting(100, 10_000),), arms("idiomatic", "optimised"), steps(2, 1, 1), runs=3),
        Group((Setting(100, 10_000),), arms("naive"), steps(2, 1, 0), runs=3),
        Group((Setting(8, 1_000), Setting(8, 100_000), Setting(8, 1_000_000)), _ALL, steps(3, 0, 1), runs=3),
    ),
    timeout_s=60,
    minutes=80,
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
    """Estimate how long a run takes on two cores; the progress bar corrects it as it learns.

    The constants are rounded from measured runs. They are the harness's time, not the explorers': preparing an action
    and waiting for quiet take most of it on a small page.
    """
    setting, arm = planned.setting, planned.arm
    article = arm.tier == ARTICLE_TIER
    naive = article or arm.tier == "naive"
    whole_page = arm.framework != "dash" and arm.tier != "optimised"
    # Naive work grows with the rows: parsing the CSV or the JSON again, for each run or for each callback. The
    # article's apps send and draw every row besides.
    parse_s = 0.0 if not naive else setting.rows * (3e-6 if whole_page and not article else 2e-5)
    action_s = 0.6 + parse_s + (0.02 * setting.panels if whole_page else 0.0)
    everything_s = 0.6 + 0.12 * setting.panels + parse_s * (1 if whole_page else setting.panels)
    # In the article's apps the visitor uploads the file and chooses both axes.
    opening_s = min(OPEN_TIMEOUT_S, 1.5 + everything_s * (3.0 if article else 1.5))
    seconds = 2.0 + min(OPEN_TIMEOUT_S, opening_s if article else 2.5 + parse_s)
    if opening_s == OPEN_TIMEOUT_S:
        return seconds + opening_s  # it will fail, and nothing after it is tried
    for step in planned.steps:
        each_s = {"open_page": opening_s, "global_filter": min(OPEN_TIMEOUT_S, everything_s)}
        seconds += (step.warmups + step.repeats) * each_s.get(step.scenario, action_s)
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
    # Round by round: a benchmark that is stopped half-way has measured every setting, only less often.
    for run in range(max(group.runs for group in profile.groups)):
        for group in profile.groups:
            for setting in group.settings:
                if run < group.runs:
                    runs = [PlannedRun(0, run, arm, setting, group.steps) for arm in group.arms]
                    yield runs if run % 2 == 0 else runs[::-1]
