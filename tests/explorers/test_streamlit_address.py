"""The address of the Streamlit explorer: it names what is on the page, and opens it again."""

import json
from collections import Counter

import pytest

from shared.explorer_spec import TIERS
from tests.explorers.streamlit_page import (
    Open,
    address,
    alerts,
    axes,
    change,
    choices,
    click,
    figures,
    filter_by,
    html,
    metas,
    number,
    page_of,
)


@pytest.mark.parametrize("tier", TIERS)
def test_default_panels_are_named_by_their_number_alone(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    assert address(app) == {"dataset": page_of(app).entry.dataset_id, "panels": "3"}


@pytest.mark.parametrize("tier", TIERS)
def test_what_the_address_names_is_shown_again(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    change(app, app.selectbox(key="kind-1"), "bar")
    change(app, app.selectbox(key="x-1"), "species")
    change(app, app.text_input(key="title-0"), "5 < 6 & more")
    filter_by(app, "sepal_length", Minimum=7.0)
    app.button(key="remove-0").click().run()
    click(app, "Add panel")
    again = open_page(tier, **address(app))
    assert [figure["data"] for figure in figures(again)] == [figure["data"] for figure in figures(app)]
    assert [(panel.kind, panel.x, panel.title) for panel in page_of(again).panels] == [
        (panel.kind, panel.x, panel.title) for panel in page_of(app).panels
    ]
    assert choices(again, "Filter column").value == "sepal_length"
    assert number(again, "Minimum").value == 7.0
    assert "13 of 150 rows" in html(again)
    assert address(again) == address(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_filter_that_a_link_brought_can_be_changed_and_cleared(open_page: Open, tier: str) -> None:
    told = {"filter": {"column": "species", "values": ["setosa", "nobody"]}}
    app = open_page(tier, sample="Iris", view=json.dumps(told))
    assert app.multiselect[0].value == ["setosa", "nobody"]
    assert "50 of 150 rows" in html(app)
    change(app, app.multiselect[0], ["setosa", "virginica"])
    assert "100 of 150 rows" in html(app)
    click(app, "Clear filter")
    assert "150 of 150 rows" in html(app)
    assert "view" not in address(app)
    assert not app.multiselect


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("view", ["{", "[]", '{"panels": [{"kind": "pie"}]}', '{"panels": [{"x": 7}]}'])
def test_a_view_that_cannot_be_read_gives_an_alert_and_default_panels(open_page: Open, tier: str, view: str) -> None:
    app = open_page(tier, sample="Iris", panels="2", view=view)
    (alert,) = alerts(app)
    assert "this part of the address cannot be read" in alert
    assert axes(app) == [("sepal_length", "sepal_width"), ("sepal_width", "petal_length")]
    assert "150 of 150 rows" in html(app)
    assert "view" not in address(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_filter_in_a_link_that_cannot_be_applied_says_so_and_filters_nothing(open_page: Open, tier: str) -> None:
    told = {"panels": [{"title": "Mine"}], "filter": {"column": "sepal_length", "minimum": 7, "maximum": 1}}
    app = open_page(tier, sample="Iris", view=json.dumps(told))
    assert len(alerts(app)) == 1
    assert "150 of 150 rows" in html(app)
    assert page_of(app).panels[0].title == "Mine"
    change(app, number(app, "Maximum"), 9.0)
    assert not alerts(app)
    assert "13 of 150 rows" in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_view_belongs_to_the_data_of_its_address_alone(open_page: Open, tier: str) -> None:
    app = open_page(tier, dataset="A" * 22, view='{"panels": [{"kind": "bar"}]}')
    assert address(app)["dataset"] == "A" * 22, "a reload may find the data"
    choices(app, "Sample data").set_value("Iris").run()
    assert metas(app, "kind") == ["scatter"]


def test_the_address_is_written_by_the_same_fragment_run(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    app.selectbox(key="x-1").set_value("petal_width").run()
    assert json.loads(address(app)["view"])["panels"][1] == {"x": "petal_width"}
    assert counts == {"fragment_runs": 1, "figures_built": 1}
