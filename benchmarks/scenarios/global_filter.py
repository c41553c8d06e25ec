"""Another minimum for the global filter. The control: every panel changes, there is no narrow update to win by."""

from typing import Final

from benchmarks.model import Action, Scenario

FILTER_COLUMN: Final = "distance"
MINIMA: Final = ("200", "300", "400", "500", "600", "700", "800", "900")
"""Miles; each leaves another number of flights, also among the first 1,000."""


def action(panel: int, turn: int) -> Action:
    """Return the turn-th minimum; the panel plays no part."""
    return Action(scenario="global_filter", panel=panel, value=MINIMA[turn % len(MINIMA)])


SCENARIO: Final = Scenario(
    name="global_filter",
    description=f'Type another minimum for the filter on "{FILTER_COLUMN}" and press Enter.',
    per_panel=False,
    action=action,
    prediction=(
        "Both grow by about the same per panel, since every chart is built, sent and drawn; Streamlit idiomatic below "
        "Dash idiomatic, because one run over one connection carries less than one request a panel. The tiers of one "
        "framework differ by less than half, naive apart."
    ),
)
