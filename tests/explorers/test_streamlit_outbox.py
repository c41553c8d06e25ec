"""What a run has drawn reaches the browser, also where the next run begins before it was sent."""

from collections.abc import Sequence

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from streamlit_explorer import outbox

OUTER, INNER = "outer", "inner"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> ForwardMsgQueue:
    """A queue as the server has it, with a container of one fragment and in it an element of another."""
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)  # what the next line sets ends with the test
    outbox.keep_unsent()
    queue = ForwardMsgQueue()
    queue.enqueue(container([0, 0]))
    queue.enqueue(element([0, 0, 0], "first"))
    return queue


def container(path: Sequence[int]) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.add_block.allow_empty = True
    message.delta.fragment_id = OUTER
    return message


def element(path: Sequence[int], text: str) -> ForwardMsg:
    message = ForwardMsg()
    message.metadata.delta_path[:] = path
    message.delta.new_element.text.body = text
    message.delta.fragment_id = INNER
    return message


@pytest.mark.parametrize("run", [[OUTER], [INNER], None], ids=["outer fragment", "inner fragment", "full run"])
def test_a_new_run_takes_nothing_out_of_the_queue(queue: ForwardMsgQueue, run: list[str] | None) -> None:
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=run)
    assert queue.flush() == [container([0, 0]), element([0, 0, 0], "first")]
    assert queue.is_empty()


def test_what_a_new_run_draws_comes_after_what_waits(queue: ForwardMsgQueue) -> None:
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=[INNER])
    queue.enqueue(element([0, 0, 0], "second"))
    queue.enqueue(element([0, 0, 0], "third"))
    assert queue.flush() == [container([0, 0]), element([0, 0, 0], "first"), element([0, 0, 0], "third")]
