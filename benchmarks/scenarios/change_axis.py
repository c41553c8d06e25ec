"""Another column on the X axis of one panel. What the growing page is about: one chart changes, the others do not."""

from typing import Final

from benchmarks.model import Action, Scenario

AXES: Final = (
    "dep_delay",
    "arr_delay",
    "air_time",
    "distance",
    "dep_time",
    "arr_time",
    "sched_dep_time",
    "sched_arr_time",
)
"""A ring long enough that no chart comes back while Streamlit still remembers having sent it (two runs)."""


def action(panel: int, turn: int) -> Action:
    """Return the turn-th change of this panel's X axis; neighbouring turns choose different columns."""
    return Action(scenario="change_axis", panel=panel, value=AXES[(turn + panel) % len(AXES)])


SCENARIO: Final = Scenario(
    name="change_axis",
    description="Choose another column for the X axis of one panel.",
    per_panel=True,
    action=action,
    prediction=(
        "Dash idiomatic and optimised: flat in the number of panels, one callback, one chart built. Streamlit "
        "idiomatic: grows by a few ms a panel, one full run that builds every chart again. Streamlit optimised: one "
        "fragment run, server work flat, response nearly flat but above Dash's. Naive: both grow with the rows, Dash "
        "because the frame travels up as JSON, Streamlit because the CSV is parsed again. The last panel answers "
        "later than the first in Streamlit idiomatic and naive, and in no other tier."
    ),
)
