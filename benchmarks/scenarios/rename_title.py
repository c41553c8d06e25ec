"""A new title for one panel. The smallest change: no row is read for its sake."""

from typing import Final

from benchmarks.model import Action, Scenario


def action(panel: int, turn: int) -> Action:
    """Return the turn-th renaming of this panel; no title comes twice."""
    return Action(scenario="rename_title", panel=panel, value=f"Panel {panel + 1}, view {turn + 1}")


SCENARIO: Final = Scenario(
    name="rename_title",
    description="Type another title for one panel and press Enter.",
    per_panel=True,
    action=action,
    prediction=(
        "Dash optimised: no callback reaches the server, a frame or two. Dash idiomatic: as change_axis, since the "
        "whole figure comes back. Streamlit: as change_axis in every tier, since the chart is built again whatever "
        "changed."
    ),
)
