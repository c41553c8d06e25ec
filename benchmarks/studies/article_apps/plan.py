"""What the study measures: the article's apps and the optimised explorers side by side, from 1,000 rows up."""

from typing import Final

from benchmarks.plan import ARTICLE_TIER, MIDDLE, Group, Profile, Setting, Step, arms

RUNS: Final = 3
ROWS: Final = (1_000, 10_000, 100_000)
MANY_ROWS: Final = 1_000_000
"""For the explorers alone: the article's apps would send or draw a million rows for every change."""
WARMUPS: Final = 2
REPEATS: Final = 3

PREDICTION: Final = (
    "At 100,000 rows the article's apps take about 1.8 s to answer, in Dash because 15 MB of JSON travel up and are "
    "parsed, in Streamlit because the file is loaded again, and in both because every row is sent down and drawn. The "
    "optimised explorers answer more than ten times as fast in Dash and more than five times as fast in Streamlit, "
    "send 1 kB up and some 20 kB down at any number of rows, and take less than 1.5 times as long at 1,000,000 rows."
)


def profile(runs: int = RUNS) -> Profile:
    """Return the study's plan.

    Parameters
    ----------
    runs : int
        Runs of each arm at each number of rows; three at least for an interval that says something.

    Raises
    ------
    ValueError
        If there is not one run.
    """
    if runs < 1:
        raise ValueError(f"{runs} runs: nothing would be measured; ask for 1 or more")
    explorers = arms("optimised")
    both = tuple(arm for pair in zip(explorers, arms(ARTICLE_TIER), strict=True) for arm in pair)
    steps = (Step("change_axis", MIDDLE, WARMUPS, REPEATS),)
    return Profile(
        name="article_apps",
        description="The comparison article's apps beside the optimised explorers, one chart each.",
        groups=(
            Group(tuple(Setting(1, rows) for rows in ROWS), both, steps, runs),
            Group((Setting(1, MANY_ROWS),), explorers, steps, runs),
        ),
        timeout_s=60,
        minutes=10,
        prediction=PREDICTION,
    )
