"""Keeps what a run has drawn and Streamlit has not yet sent. Imports nothing of the project.

Messages wait in a session's queue until the next of Streamlit's sending rounds, some milliseconds later. A run that
begins meanwhile throws those away that it will, so Streamlit supposes, send itself. Two things make that wrong: a
fragment inside another one keeps its messages while the containers around them, which are the outer one's, are thrown
away, and the browser's page ends in "Cannot set a node at a delta path"; and a callback may ask for other fragments
than the one that the run began with (``st.rerun(key)``), so that nobody sends anew what was thrown away.
"""

from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_clear = ForwardMsgQueue.clear


def keep_unsent() -> None:
    """Make the queues of this process send all that a run has drawn, as they do where no other run begins at once."""
    ForwardMsgQueue.clear = _clear_only_what_was_sent  # type: ignore[method-assign, assignment]


def _clear_only_what_was_sent(
    queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    if retain_lifecycle_msgs:
        # A run begins. What it draws must come after what waits, and not in the place of it.
        queue._delta_index_map = {}
    else:
        _clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
