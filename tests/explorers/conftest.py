"""Fixtures of the Streamlit explorer's tests: a page in one tier, and what it executed."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from shared import counters

if TYPE_CHECKING:
    from tests.explorers.streamlit_page import Open


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What the apps of this test executed since the last `clear`."""
    recorded: Counter[str] = Counter()
    monkeypatch.setattr(counters, "add", lambda name, n=1: recorded.update({name: n}))
    return recorded


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, counts: Counter[str]) -> Iterator["Open"]:
    """Open a page in one tier, with the address's parameters."""
    # Here and not above: Dash's tests need no Streamlit.
    import streamlit as st

    from tests.explorers.streamlit_page import open_app

    def open_(tier: str, **parameters: str) -> object:
        monkeypatch.setenv("EXPLORER_TIER", tier)
        app = open_app(**parameters)
        counts.clear()
        return app

    yield open_
    st.cache_data.clear()
    st.cache_resource.clear()
