"""Counts full runs and fragment runs for the benchmark. Imports shared.counters alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from shared import counters

_running: ContextVar[bool] = ContextVar("running", default=False)


@contextmanager
def counted(kind: Literal["full_runs", "fragment_runs"]) -> Iterator[None]:
    """Count one run, unless it is part of another: a fragment drawn by a full run is no fragment run.

    A context variable, because Streamlit hands its context to the threads of parallel fragments.
    """
    if not _running.get():
        counters.add(kind)
    token = _running.set(True)
    try:
        yield
    finally:
        _running.reset(token)
