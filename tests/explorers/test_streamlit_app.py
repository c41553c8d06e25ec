"""The Streamlit explorer through Streamlit's own test tool, in all tiers. The contract suite tests it in a browser."""

from collections import Counter
from pathlib import Path

import pytest
import streamlit as st

from shared import uploads
from shared.data_loading import load_csv
from shared.explorer_spec import (
    EMPTY_STATE,
    LABEL_ADD_PANEL,
    MAX_PANELS,
    PANEL_LIMIT_REASON,
    TIERS,
    PanelSpec,
    remove_filter,
)
from shared.figures import build_chart
from shared.samples import load_sample
from streamlit_explorer.state import NOTHING
from tests.explorers.streamlit_page import (
    FLAT_TIERS,
    Open,
    alerts,
    axes,
    buttons,
    captions,
    change,
    choices,
    click,
    figures,
    filter_by,
    html,
    metas,
    number,
    open_tab,
    page_of,
)


@pytest.mark.parametrize("tier", TIERS)
def test_the_first_page_asks_for_data_and_shows_no_alert(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    assert EMPTY_STATE in html(app)
    assert "Data explorer" in html(app)
    assert not figures(app)
    assert not alerts(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_sample_in_the_address_is_drawn_with_as_many_panels_as_asked(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    assert "150 of 150 rows" in html(app)
    assert axes(app) == [
        ("sepal_length", "sepal_width"),
        ("sepal_width", "petal_length"),
        ("petal_length", "petal_width"),
    ]


@pytest.mark.parametrize("tier", TIERS)
def test_the_figure_reaches_the_browser_as_it_was_built(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    panel = PanelSpec(0, "sepal_width by sepal_length", "sepal_length", "sepal_width")
    assert figures(app) == [build_chart(load_sample("Iris").frame, panel).figure]


@pytest.mark.parametrize("tier", FLAT_TIERS)
def test_a_flat_script_runs_once_and_whole_for_a_new_axis(open_page: Open, counts: Counter[str], tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    app.selectbox(key="x-1").set_value("petal_width").run()
    assert axes(app)[1] == ("petal_width", "petal_length")
    assert counts == {"full_runs": 1, "figures_built": 3 if tier == "naive" else 1}


def test_a_new_axis_runs_the_fragment_of_its_chart_and_nothing_else(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    app.selectbox(key="x-1").set_value("petal_width").run()
    assert ("petal_width", "petal_length") in axes(app)
    assert counts == {"fragment_runs": 1, "figures_built": 1}


def test_a_new_title_runs_one_fragment_and_builds_no_figure(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    app.text_input(key="title-2").set_value("Petals & <b>sepals</b>").run()
    titles = [figure["layout"]["title"]["text"] for figure in figures(app)]
    assert "Petals &amp; &lt;b&gt;sepals&lt;/b&gt;" in titles
    assert counts == {"fragment_runs": 1}


@pytest.mark.parametrize("tier", FLAT_TIERS)
def test_a_new_title_runs_a_flat_script_once(open_page: Open, counts: Counter[str], tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    app.text_input(key="title-2").set_value("Petals").run()
    assert figures(app)[2]["layout"]["title"]["text"] == "Petals"
    assert counts["full_runs"] == 1
    assert counts["fragment_runs"] == 0


def test_a_filter_runs_the_header_and_the_charts_but_no_full_run(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    change(app, choices(app, "Filter column"), "sepal_length")
    counts.clear()
    number(app, "Minimum").set_value(7.0).run()
    assert "13 of 150 rows" in html(app)
    assert set(metas(app, "matched")) == {13}
    assert counts == {"fragment_runs": 4, "figures_built": 3}


@pytest.mark.parametrize("tier", TIERS)
def test_a_filter_that_cannot_be_applied_says_so_and_leaves_the_rows(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    filter_by(app, "sepal_length", Minimum=7.0)
    number(app, "Maximum").set_value(1.0).run()
    assert len(alerts(app)) == 1
    assert "minimum is above the maximum" in alerts(app)[0]
    assert "13 of 150 rows" in html(app)
    app.run()
    assert set(metas(app, "matched")) == {13}
    number(app, "Maximum").set_value(9.0).run()
    assert not alerts(app)


@pytest.mark.parametrize("tier", TIERS)
def test_clear_filter_shows_all_rows_and_keeps_the_panels(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    change(app, app.selectbox(key="x-1"), "petal_width")
    filter_by(app, "sepal_length", Minimum=7.0)
    buttons(app, "Clear filter")[0].click().run()
    app.run()
    assert "150 of 150 rows" in html(app)
    assert "Minimum" not in [box.label for box in app.number_input]
    assert ("petal_width", "petal_length") in axes(app)


def test_clear_filter_runs_what_shows_rows_and_no_full_run(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    filter_by(app, "sepal_length", Minimum=7.0)
    counts.clear()
    click(app, "Clear filter", again=False)
    assert "150 of 150 rows" in html(app)
    assert set(metas(app, "matched")) == {150}
    assert counts == {"fragment_runs": 5}


@pytest.mark.parametrize("tier", TIERS)
def test_filters_on_several_columns_hold_together_and_go_one_by_one(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    filter_by(app, "sepal_length", Minimum=7.0)
    filter_by(app, "petal_width", Maximum=2.0)
    assert "7 of 150 rows" in html(app)
    change(app, choices(app, "Filter column"), "sepal_length")
    assert number(app, "Minimum").value == 7.0
    assert "7 of 150 rows" in html(app)
    click(app, remove_filter("petal_width").replace("_", r"\_"))
    assert "13 of 150 rows" in html(app)
    change(app, choices(app, "Filter column"), "petal_width")
    assert number(app, "Maximum").value is None


def test_another_filter_column_runs_no_chart(open_page: Open, counts: Counter[str]) -> None:
    app = open_page("optimised", sample="Iris", panels="3")
    filter_by(app, "sepal_length", Minimum=7.0)
    filter_by(app, "petal_width", Maximum=2.0)
    counts.clear()
    choices(app, "Filter column").set_value("sepal_length").run()
    # The header and the filter's inputs.
    assert counts == {"fragment_runs": 2}


@pytest.mark.parametrize("tier", TIERS)
def test_another_chart_type_redraws_this_panel_alone(open_page: Open, counts: Counter[str], tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    app.selectbox(key="kind-1").set_value("box").run()
    assert metas(app, "kind")[-1] == "box"
    assert counts["figures_built"] == (2 if tier == "naive" else 1)
    assert counts["full_runs"] == (0 if tier == "optimised" else 1)


@pytest.mark.parametrize("tier", TIERS)
def test_a_choice_that_does_not_suit_is_explained_with_the_name_as_it_is(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    app.file_uploader[0].set_value(("odd.csv", b"*a*,_b_\nx,1\ny,2\nz,3\n", "text/csv")).run()
    change(app, app.selectbox(key="y-0"), "*a*")
    change(app, app.selectbox(key="kind-0"), "density")
    spec = page_of(app).panels[0]
    expected = build_chart(load_csv(b"*a*,_b_\nx,1\ny,2\nz,3\n").frame, spec).caption
    assert expected in captions(app)


@pytest.mark.parametrize("tier", TIERS)
def test_columns_named_like_what_chooses_nothing_can_be_chosen(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    content = b"None,No filter,Same size,File order\n1,2,3,4\n2,3,4,5\n3,4,5,7\n"
    app.file_uploader[0].set_value(("names.csv", content, "text/csv")).run()
    change(app, app.selectbox(key="colour-0"), "None")
    assert metas(app, "colour") == ["None"]
    filter_by(app, "No filter", Minimum=3.0)
    assert "2 of 3 rows" in html(app)
    change(app, app.selectbox(key="colour-0"), NOTHING)
    assert metas(app, "colour") == [None]
    options = app.selectbox(key="colour-0").options
    assert len(set(options)) == len(options) == 5


@pytest.mark.parametrize("tier", TIERS)
def test_a_removed_panel_takes_nothing_of_the_others_with_it(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="3")
    change(app, app.selectbox(key="x-1"), "petal_width")
    change(app, app.text_input(key="title-2"), "Third")
    app.button(key="remove-0").click().run()
    assert axes(app) == [("petal_width", "petal_length"), ("petal_length", "petal_width")]
    assert [figure["layout"]["title"]["text"] for figure in figures(app)][1] == "Third"
    buttons(app, LABEL_ADD_PANEL)[0].click().run()
    assert metas(app, "panel") == [1, 2, 3]


@pytest.mark.parametrize("tier", TIERS)
def test_panels_keep_their_choices_while_another_tab_is_open(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels="2")
    change(app, app.selectbox(key="x-1"), "petal_width")
    open_tab(app, tier, "Table")
    assert bool(figures(app)) == (tier != "optimised")
    open_tab(app, tier, "Charts")
    assert ("petal_width", "petal_length") in axes(app)


def test_closed_tabs_are_empty_and_an_open_one_is_filled(open_page: Open) -> None:
    app = open_page("optimised", sample="Gapminder")
    assert not app.dataframe
    assert "<table" not in html(app)
    open_tab(app, "optimised", "Table")
    assert len(app.dataframe[0].value) == 100
    assert "rows 1 to 100 of 1,704" in captions(app)
    number(app, "Page").set_value(18).run()
    assert len(app.dataframe[0].value) == 4
    assert not figures(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_page_holds_no_more_panels_than_the_limit_and_says_why(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris", panels=str(MAX_PANELS + 1))
    assert len(figures(app)) == MAX_PANELS
    (add,) = buttons(app, LABEL_ADD_PANEL)
    assert add.disabled
    assert PANEL_LIMIT_REASON in captions(app)


@pytest.mark.parametrize("tier", TIERS)
def test_an_unknown_dataset_is_named_and_the_first_page_shown(open_page: Open, tier: str) -> None:
    app = open_page(tier, dataset="../../etc/passwd")
    assert len(alerts(app)) == 1
    assert "no dataset with this id" in alerts(app)[0]
    assert EMPTY_STATE in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_an_upload_replaces_the_data_and_a_bad_one_keeps_them(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    app.file_uploader[0].set_value(("sales.csv", b"region,price\nnorth,1\nsouth,2\n", "text/csv")).run()
    assert "2 of 2 rows" in html(app)
    app.file_uploader[0].set_value(("empty.csv", b"", "text/csv")).run()
    assert len(alerts(app)) == 1
    assert "empty.csv" in alerts(app)[0]
    assert "sales.csv" in html(app)
    assert "2 of 2 rows" in html(app)
    assert len(figures(app)) == 1


@pytest.mark.parametrize("tier", FLAT_TIERS)
def test_a_filter_that_works_leaves_the_alert_of_a_bad_upload_in_the_same_run(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    change(app, choices(app, "Filter column"), "sepal_length")
    number(app, "Minimum").set_value(7.0)
    app.file_uploader[0].set_value(("empty.csv", b"", "text/csv"))
    app.run()
    assert "13 of 150 rows" in html(app)
    assert [alert.startswith("empty.csv") for alert in alerts(app)] == [True]
    change(app, number(app, "Minimum"), 6.5)
    assert alerts(app) == []


@pytest.mark.parametrize("tier", TIERS)
def test_a_file_over_the_cap_is_refused_in_our_words(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tier: str
) -> None:
    app = open_page(tier, sample="Iris")
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 10)
    app.file_uploader[0].set_value(("large.csv", b"a,b\n1,2\n3,4\n", "text/csv")).run()
    (alert,) = alerts(app)
    assert alert.startswith("large.csv: a file may have")
    assert "150 of 150 rows" in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_name_that_is_markup_is_shown_as_text(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    app.file_uploader[0].set_value(("<img src=x>.csv", b"a,b\n1,2\n3,4\n", "text/csv")).run()
    assert "&lt;img src=x&gt;.csv" in html(app)
    assert "<img src=x" not in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_data_that_left_the_store_are_said_to_be_gone(open_page: Open, private_store: Path, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    st.cache_data.clear()
    st.cache_resource.clear()
    (private_store / "ids" / f"{page_of(app).entry.dataset_id}.json").unlink()
    app.selectbox(key="y-0").set_value("petal_width").run()
    assert not app.exception
    assert "no dataset with this id" in alerts(app)[0]
