"""The dialogs of the Streamlit explorer: the options of a panel, and how to read the file."""

from collections import Counter
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from shared.explorer_spec import (
    LABEL_APPLY,
    LABEL_CHART_HTML,
    LABEL_CLEAR_DATA,
    LABEL_CLOSE,
    LABEL_DELIMITER,
    LABEL_DUPLICATE,
    LABEL_EARLIER,
    LABEL_FACET,
    LABEL_HEADER_ROWS,
    LABEL_LATER,
    LABEL_READ_AGAIN,
    LABEL_REREAD,
    LABEL_SIZE,
    LABEL_TREND,
    MAX_PANELS,
    TIERS,
    default_panel,
)
from streamlit_explorer.state import NOTHING
from tests.explorers.streamlit_page import (
    FLAT_TIERS,
    Open,
    address,
    alerts,
    axes,
    buttons,
    choices,
    click,
    html,
    metas,
    page_of,
)

SEMICOLONS = b"a;b\n1;2\n3;4\n5;7\n"


def open_options(app: AppTest, panel_id: int) -> None:
    app.button(key=f"options-{panel_id}").click().run()


def switch(app: AppTest, label: str) -> None:
    next(box for box in app.checkbox if box.label == label).check()


@pytest.mark.parametrize("tier", TIERS)
def test_options_are_applied_to_their_panel_and_not_before(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    open_options(app, 1)
    choices(app, LABEL_SIZE).set_value("petal_length")
    choices(app, LABEL_FACET).set_value("species")
    switch(app, LABEL_TREND)
    assert page_of(app).panels[1].size is None
    click(app, LABEL_APPLY)
    assert metas(app, "options") == [
        "None|None|False|False|False|None|False",
        "petal_length|species|False|False|True|None|False",
    ]
    assert not buttons(app, LABEL_APPLY)


@pytest.mark.parametrize("tier", TIERS)
def test_closed_without_apply_nothing_changes_and_the_next_time_nothing_is_remembered(
    open_page: Open, tier: str
) -> None:
    app = open_page(tier, sample="Iris")
    open_options(app, 0)
    choices(app, LABEL_SIZE).set_value("petal_length")
    click(app, LABEL_CLOSE)
    assert not buttons(app, LABEL_APPLY)
    assert page_of(app).panels[0].size is None
    open_options(app, 0)
    assert choices(app, LABEL_SIZE).value == NOTHING


def test_options_open_without_a_full_run_or_a_chart_and_apply_runs_one_chart(
    open_page: Open, counts: Counter[str]
) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    open_options(app, 1)
    assert counts == {"fragment_runs": 1}
    counts.clear()
    choices(app, LABEL_SIZE).set_value("petal_length")
    click(app, LABEL_APPLY, again=False)
    # The chart, and what closes the dialog.
    assert counts == {"fragment_runs": 2, "figures_built": 1}
    assert not buttons(app, LABEL_APPLY)


@pytest.mark.parametrize("tier", FLAT_TIERS)
def test_apply_runs_a_flat_script_once(open_page: Open, counts: Counter[str], tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    open_options(app, 1)
    counts.clear()
    choices(app, LABEL_SIZE).set_value("petal_length")
    click(app, LABEL_APPLY, again=False)
    assert counts == {"full_runs": 1, "figures_built": 3 if tier == "naive" else 1}


@pytest.mark.parametrize("tier", TIERS)
def test_a_duplicate_comes_last_with_the_same_choices(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    app.selectbox(key="kind-0").set_value("line").run()
    app.run()
    open_options(app, 0)
    click(app, LABEL_DUPLICATE)
    assert metas(app, "kind") == ["line", "scatter", "line"]
    first, _, last = page_of(app).panels
    assert last == replace(first, panel_id=2)


@pytest.mark.parametrize("tier", TIERS)
def test_a_full_page_takes_no_duplicate(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels=str(MAX_PANELS))
    open_options(app, 0)
    (duplicate,) = buttons(app, LABEL_DUPLICATE)
    assert duplicate.disabled


@pytest.mark.parametrize("tier", TIERS)
def test_a_panel_moves_by_one_place_and_not_beyond_the_ends(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    open_options(app, 0)
    assert buttons(app, LABEL_EARLIER)[0].disabled
    click(app, LABEL_LATER)
    assert metas(app, "panel") == [1, 0, 2]
    open_options(app, 2)
    assert buttons(app, LABEL_LATER)[0].disabled
    click(app, LABEL_EARLIER)
    assert metas(app, "panel") == [1, 2, 0]
    assert axes(app)[2] == ("sepal_length", "sepal_width")


@pytest.mark.parametrize("tier", TIERS)
def test_the_chart_is_offered_as_a_page_and_built_by_no_run(open_page: Open, counts: Counter[str], tier: str) -> None:
    app = open_page(tier, sample="Iris")
    counts.clear()
    open_options(app, 0)
    offered = next(button for button in app.download_button if button.label == LABEL_CHART_HTML)
    assert not offered.disabled
    assert counts["figures_built"] == (1 if tier == "naive" else 0), "the chart on the page alone"


@pytest.mark.parametrize("tier", TIERS)
def test_the_file_is_read_as_the_user_says_and_the_panels_are_kept(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    app.file_uploader[0].set_value(("points.csv", SEMICOLONS, "text/csv")).run()
    before = address(app)
    app.text_input(key="title-0").set_value("Mine").run()
    app.run()
    click(app, LABEL_REREAD, again=False)
    assert "points.csv" in html(app)
    choices(app, LABEL_HEADER_ROWS).set_value("0")
    click(app, LABEL_READ_AGAIN)
    assert "4 of 4 rows" in html(app)
    assert "no header" in html(app)
    assert not buttons(app, LABEL_READ_AGAIN)
    assert len(page_of(app).panels) == 1
    assert address(app)["dataset"] != before["dataset"]


@pytest.mark.parametrize("tier", TIERS)
def test_a_reading_that_fails_says_why_and_leaves_the_data(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    app.file_uploader[0].set_value(("points.csv", SEMICOLONS, "text/csv")).run()
    click(app, LABEL_REREAD, again=False)
    choices(app, LABEL_DELIMITER).set_value("no delimiter")
    choices(app, LABEL_HEADER_ROWS).set_value("5")
    click(app, LABEL_READ_AGAIN)
    assert len(alerts(app)) == 1
    assert "3 of 3 rows" in html(app)
    assert axes(app) == [("a", "b")]


def test_the_dialog_on_reading_opens_without_a_full_run(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris")
    click(app, LABEL_REREAD, again=False)
    assert counts == {"fragment_runs": 1}


@pytest.mark.parametrize("tier", TIERS)
def test_clear_data_leads_back_to_the_first_page(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    app.text_input(key="title-0").set_value("Mine").run()
    app.run()
    click(app, LABEL_CLEAR_DATA)
    assert not axes(app)
    assert address(app) == {}
    app.file_uploader[0].set_value(("points.csv", SEMICOLONS, "text/csv")).run()
    assert page_of(app).panels == [default_panel(("a", "b"), 0)]
