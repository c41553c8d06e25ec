"""The global filter: inputs by kind, what passes, where it reaches, what is refused."""

from dataclasses import replace

import pandas as pd
import pytest
from playwright.sync_api import expect

from shared import explorer_spec as spec
from shared.explorer_spec import default_axes, default_panel
from shared.filtering import Filter as RowFilter
from shared.filtering import FilterError, apply_filter, filter_values
from tests.contract.datasets import PEOPLE
from tests.contract.explorer_page import ExplorerPage


def matching(chosen: RowFilter) -> pd.DataFrame:
    return apply_filter(PEOPLE.frame, chosen)


def expect_everywhere(explorer: ExplorerPage, matched: pd.DataFrame, *, panels: int) -> None:
    explorer.expect_rows(len(matched), len(PEOPLE.frame))
    for place in range(panels):
        explorer.expect_panel(place, default_panel(default_axes(PEOPLE.frame), place), matched)


@pytest.mark.spec(10, 11, 14)
def test_a_number_range_reaches_every_panel_and_no_missing_value_passes(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_visible()
    explorer.wait_until_idle()
    explorer.expect_rows(24, 24)
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "152")
    expect_everywhere(explorer, matching(RowFilter("height", minimum=152)), panels=2)
    explorer.enter(spec.LABEL_FILTER_MAXIMUM, "160")
    both = matching(RowFilter("height", minimum=152, maximum=160))
    assert sorted(both["height"]) == [152, 154, 158, 160]
    expect_everywhere(explorer, both, panels=2)


@pytest.mark.spec(10, 12)
def test_a_range_of_days_includes_both(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "born")
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_FROM, exact=True)).to_be_visible()
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_hidden()
    explorer.enter(spec.LABEL_FILTER_FROM, "2013-07-04")
    explorer.expect_rows(21, 24)
    explorer.enter(spec.LABEL_FILTER_TO, "2013-07-06")
    expect_everywhere(explorer, PEOPLE.frame.iloc[3:6], panels=1)


@pytest.mark.spec(10, 13)
def test_rows_with_any_of_the_chosen_values_pass_and_no_missing_one(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "team")
    explorer.wait_until_idle()
    explorer.expect_rows(24, 24)
    assert filter_values(PEOPLE.frame, "team") == ["green", "red", "blue"]
    explorer.choose(spec.LABEL_FILTER_VALUES, "blue")
    expect_everywhere(explorer, matching(RowFilter("team", values=("blue",))), panels=1)
    explorer.choose(spec.LABEL_FILTER_VALUES, "red")
    expect_everywhere(explorer, matching(RowFilter("team", values=("blue", "red"))), panels=1)


@pytest.mark.spec(15, 17)
def test_no_match_is_no_error_and_clear_brings_all_rows_back(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.enter(spec.LABEL_TITLE, "Mine", place=0)
    explorer.choose(spec.LABEL_COLOUR, "team", place=0)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "1000")
    explorer.expect_rows(0, 24)
    expect(explorer.caption(0)).to_have_text(spec.rows_drawn(0, 0))
    expect(explorer.alert).to_have_count(0)
    explorer.button(spec.LABEL_CLEAR_FILTER).click()
    explorer.expect_rows(24, 24)
    mine = spec.replace(default_panel(default_axes(PEOPLE.frame), 0), title="Mine", colour="team")
    explorer.expect_panel(0, mine, PEOPLE.frame)
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_hidden()


@pytest.mark.spec(7, 16)
def test_a_range_upside_down_is_explained_and_the_rows_stay(explorer: ExplorerPage) -> None:
    with pytest.raises(FilterError) as caught:
        matching(RowFilter("height", minimum=170, maximum=160))
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "170")
    tall = matching(RowFilter("height", minimum=170))
    expect_everywhere(explorer, tall, panels=1)
    explorer.enter(spec.LABEL_FILTER_MAXIMUM, "160")
    explorer.expect_alert(caught.value.value, caught.value.rule, caught.value.remedy)
    explorer.wait_until_idle()
    expect_everywhere(explorer, tall, panels=1)
    explorer.enter(spec.LABEL_FILTER_MAXIMUM, "180")
    expect_everywhere(explorer, matching(RowFilter("height", minimum=170, maximum=180)), panels=1)
    expect(explorer.alert).to_have_count(0)


@pytest.mark.spec(14)
def test_a_filter_holds_everywhere_though_another_tab_is_opened_at_once(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=8)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_visible()
    explorer.wait_until_idle()
    tall = matching(RowFilter("height", minimum=170))
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "170")
    explorer.open_tab(spec.TAB_SUMMARY)
    explorer.expect_rows(len(tall), len(PEOPLE.frame))
    explorer.open_tab(spec.TAB_CHARTS)
    expect_everywhere(explorer, tall, panels=8)


@pytest.mark.spec(13)
def test_a_text_within_the_values_is_enough(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "name")
    explorer.enter(spec.LABEL_FILTER_CONTAINS, "PERSON 2")
    matched = PEOPLE.frame[PEOPLE.frame["name"].str.contains("Person 2")]
    assert len(matched) == 5
    expect_everywhere(explorer, matched, panels=1)


@pytest.mark.spec(17, 54)
def test_filters_on_several_columns_hold_together_and_go_one_by_one(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "160")
    tall = PEOPLE.frame[PEOPLE.frame["height"] >= 160]
    expect_everywhere(explorer, tall, panels=1)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "weight")
    expect(explorer.page.get_by_text("height from 160", exact=True)).to_be_visible()
    explorer.wait_until_idle()  # until then the inputs of both columns may be on the page
    expect_everywhere(explorer, tall, panels=1)
    explorer.enter(spec.LABEL_FILTER_MAXIMUM, "63")
    expect_everywhere(explorer, tall[tall["weight"] <= 63], panels=1)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    expect(explorer.page.get_by_text("weight to 63", exact=True)).to_be_visible()
    expect(explorer.page.get_by_text("height from 160", exact=True)).to_have_count(0)
    explorer.wait_until_idle()
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_have_value("160")
    expect_everywhere(explorer, tall[tall["weight"] <= 63], panels=1)
    explorer.button(spec.remove_filter("weight")).click()
    expect_everywhere(explorer, tall, panels=1)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "weight")
    expect(explorer.button(spec.remove_filter("height"))).to_be_visible()
    explorer.button(spec.LABEL_CLEAR_FILTER).click()
    expect_everywhere(explorer, PEOPLE.frame, panels=1)
    expect(explorer.button(spec.remove_filter("height"))).to_have_count(0)


@pytest.mark.spec(56)
def test_a_box_over_a_chart_filters_all_panels_where_its_option_says_so(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    first, second = (default_panel(default_axes(PEOPLE.frame), place) for place in range(2))
    assert (first.x, first.y) == ("height", "weight")
    dialog = explorer.open_options(0)
    explorer.tick(dialog, spec.LABEL_SELECT)
    dialog.get_by_role("button", name=spec.LABEL_APPLY, exact=True).click()
    explorer.expect_panel(0, replace(first, select=True), PEOPLE.frame)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "team")
    explorer.choose(spec.LABEL_FILTER_VALUES, "green")
    green = matching(RowFilter("team", values=("green",)))
    explorer.expect_panel(0, replace(first, select=True), green)
    explorer.draw_box(0, x=(155, 175), y=(61, 65))
    inside = green[green["height"].between(155, 175) & green["weight"].between(61, 65)]
    assert 1 < len(inside) < len(green)
    explorer.expect_rows(len(inside), 24)
    explorer.expect_panel(0, replace(first, select=True), inside)
    explorer.expect_panel(1, second, inside)
    minimum = explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)
    assert 154 < float(minimum.input_value()) <= 155
    for column in ("weight", "team"):
        expect(explorer.button(spec.remove_filter(column))).to_be_visible()
    explorer.button(spec.LABEL_CLEAR_FILTER).click()
    explorer.expect_rows(24, 24)
    explorer.expect_panel(0, replace(first, select=True), PEOPLE.frame)
    explorer.draw_box(1, x=(61, 65), y=(155, 175))
    explorer.wait_until_idle()
    explorer.expect_rows(24, 24)
