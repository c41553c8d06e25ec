"""The state of a page in its address, there and back."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.address import from_view, to_view
from shared.errors import AddressError
from shared.explorer_spec import KIND_LABELS, MAX_PANELS, PanelSpec, default_panel
from shared.filtering import Filter

COLUMNS = ("x", "y", "z", "text & <more>")
AXES = ("x", "y", "z")
LABELS = st.sampled_from(COLUMNS)
PANELS = st.lists(
    st.builds(
        PanelSpec,
        panel_id=st.just(0),
        title=st.text(max_size=40),
        x=LABELS,
        y=LABELS,
        colour=st.none() | LABELS,
        kind=st.sampled_from(list(KIND_LABELS)),
        size=st.none() | LABELS,
        facet=st.none() | LABELS,
        log_x=st.booleans(),
        log_y=st.booleans(),
        trend=st.booleans(),
    ),
    max_size=5,
)
FILTERS = st.builds(
    Filter,
    column=LABELS,
    minimum=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    values=st.lists(st.text(), max_size=3).map(tuple),
) | st.just(Filter())


@given(PANELS, FILTERS)
def test_a_page_comes_back_as_it_was(panels: list[PanelSpec], chosen: Filter) -> None:
    numbered = [PanelSpec(**{**vars(panel), "panel_id": place}) for place, panel in enumerate(panels)]
    text = to_view(numbered, AXES, chosen)
    if text is None:
        assert chosen == Filter()
        assert numbered == [default_panel(AXES, place) for place in range(len(numbered))]
        return
    found, found_filter = from_view(text, COLUMNS, AXES)
    assert found_filter == chosen
    assert found in (numbered, [])
    if not found:
        assert numbered == [default_panel(AXES, place) for place in range(len(numbered))]


def test_default_panels_need_no_words() -> None:
    assert to_view([default_panel(AXES, place) for place in range(50)], AXES, Filter()) is None


def test_what_the_data_lack_becomes_a_default() -> None:
    view = json.dumps({"panels": [{"x": "gone"}, {"colour": "gone", "title": "Kept"}], "filter": {"column": "gone"}})
    panels, chosen = from_view(view, COLUMNS, AXES)
    assert panels[0] == default_panel(AXES, 0)
    assert panels[1].title == "Kept"
    assert panels[1].colour is None
    assert chosen == Filter()


@pytest.mark.parametrize(
    "view",
    [
        "",
        "{",
        "3",
        "null",
        '{"panels": 3}',
        '{"panels": [3]}',
        '{"panels": [{"kind": "pie"}]}',
        '{"panels": [{"x": 3}]}',
        '{"filter": {"minimum": "many"}}',
        '{"filter": 3}',
    ],
)
def test_what_cannot_be_read_is_explained(view: str) -> None:
    with pytest.raises(AddressError, match="cannot be read"):
        from_view(view, COLUMNS, AXES)


def test_no_address_makes_more_panels_than_a_page_holds() -> None:
    panels, _ = from_view(json.dumps({"panels": [{}] * 1000}), COLUMNS, AXES)
    assert len(panels) == MAX_PANELS


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["panels", "filter", "x", "kind", "column", "values"]), inner, max_size=3)
        ),
    )
)
def test_anything_else_is_read_or_explained(state: Any) -> None:
    try:
        panels, chosen = from_view(json.dumps(state), COLUMNS, AXES)
    except AddressError:
        return
    assert all(panel.x in COLUMNS and panel.y in COLUMNS for panel in panels)
    assert chosen.column in (None, *COLUMNS)
