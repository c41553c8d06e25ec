"""Panels and their charts: add, remove, limit, axes, colour, title, what is drawn."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from shared import explorer_spec as spec
from shared.explorer_spec import default_axes, default_panel
from tests.contract.conftest import arms
from tests.contract.datasets import GROUPS, MANY, PEOPLE
from tests.contract.explorer_page import ExplorerPage

FRAME = PEOPLE.frame

COUNT_DRAWN = """() => {
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  return {charts: plots.length, canvases: document.querySelectorAll('.js-plotly-plot canvas').length,
          drawn: plots.filter(plot => plot.querySelectorAll('.scatterlayer .point').length
                                      === plot.layout?.meta?.drawn).length};
}"""


@pytest.mark.spec(18, 19)
def test_panels_come_and_go_and_leave_the_others_as_they_were(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    explorer.enter(spec.LABEL_TITLE, "First", place=0)
    first = replace(default_panel(default_axes(FRAME), 0), title="First")
    explorer.expect_panel(0, first, FRAME)
    explorer.button(spec.LABEL_ADD_PANEL).click()
    explorer.expect_panel(2, default_panel(default_axes(FRAME), 2), FRAME)
    explorer.expect_panel(0, first, FRAME)
    explorer.expect_panel(1, default_panel(default_axes(FRAME), 1), FRAME)
    remove(explorer, 1, left=2)
    explorer.expect_panel(0, first, FRAME)
    explorer.expect_panel(1, default_panel(default_axes(FRAME), 2), FRAME)
    remove(explorer, 1, left=1)
    remove(explorer, 0, left=0)
    expect(explorer.charts).to_have_count(0)
    explorer.button(spec.LABEL_ADD_PANEL).click()
    explorer.expect_panel(0, default_panel(default_axes(FRAME), 3), FRAME)
    expect(explorer.panel(0).get_by_label(spec.LABEL_TITLE, exact=True)).not_to_have_value("First")


def remove(explorer: ExplorerPage, place: int, *, left: int) -> None:
    explorer.panel(place).get_by_role("button", name=spec.LABEL_REMOVE_PANEL).click()
    expect(explorer.remove_buttons).to_have_count(left)


@pytest.mark.slow
@pytest.mark.timeout(480)
@pytest.mark.spec(20, 21)
@pytest.mark.parametrize("running", arms(spec.DEFAULT_TIER), indirect=True)
def test_a_full_page_draws_every_chart_keeps_it_and_takes_no_more(explorer: ExplorerPage) -> None:
    lost: list[str] = []
    explorer.page.on("console", lambda said: lost.append(said.text) if "context" in said.text.lower() else None)
    explorer.page.set_default_timeout(120_000)
    dataset_id = explorer.put(PEOPLE)
    explorer.page.goto(explorer.driver.url(explorer.base, dataset_id=dataset_id, panels=spec.MAX_PANELS + 5))
    all_drawn = f"charts => (now => now.charts === charts && now.drawn === charts)(({COUNT_DRAWN})())"
    explorer.page.wait_for_function(all_drawn, arg=spec.MAX_PANELS)
    explorer.wait_until_idle()
    add = explorer.button(spec.LABEL_ADD_PANEL)
    expect(add).to_be_disabled()
    expect(explorer.page.get_by_text(spec.PANEL_LIMIT_REASON)).to_be_visible()
    last = spec.MAX_PANELS - 1
    explorer.choose(spec.LABEL_X, "weight", place=last)
    explorer.expect_panel(last, replace(default_panel(default_axes(FRAME), last), x="weight"), FRAME)
    shown = explorer.page.evaluate(COUNT_DRAWN)
    assert shown == {"charts": spec.MAX_PANELS, "drawn": spec.MAX_PANELS, "canvases": 0}
    assert not lost


@pytest.mark.spec(22, 27)
def test_another_axis_redraws_this_panel_alone_and_draws_no_missing_value(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    explorer.watch_redraws()
    explorer.choose(spec.LABEL_X, "weight", place=0)
    explorer.choose(spec.LABEL_Y, "height", place=0)
    explorer.expect_panel(0, replace(default_panel(default_axes(FRAME), 0), x="weight", y="height"), FRAME)
    explorer.wait_until_idle()
    assert explorer.redraws(0) != 0
    assert explorer.redraws(1) == 0
    explorer.expect_panel(1, default_panel(default_axes(FRAME), 1), FRAME)
    expect(explorer.caption(0)).to_have_text("22 of 24 rows drawn")
    chart = explorer.chart(0)
    assert chart is not None
    assert min(chart["data"][0]["y"]) == 150


@pytest.mark.spec(23)
def test_each_kind_of_column_gets_its_axis(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    for x, axis in [("code", "category"), ("born", "date"), ("member", "category"), ("weight", "linear")]:
        explorer.choose(spec.LABEL_X, x, place=0)
        explorer.expect_panel(0, replace(default_panel(default_axes(FRAME), 0), x=x), FRAME)
        chart = explorer.chart(0)
        assert chart is not None
        assert chart["layout"]["xaxis"]["type"] == axis
        if x == "code":
            assert chart["data"][0]["x"][:2] == ["000", "001"]


@pytest.mark.spec(24)
def test_colour_by_groups_names_the_largest_and_gathers_the_rest(explorer: ExplorerPage) -> None:
    explorer.open(MANY)
    panel = default_panel(default_axes(MANY.frame), 0)
    explorer.choose(spec.LABEL_COLOUR, "group", place=0)
    explorer.expect_panel(0, replace(panel, colour="group"), MANY.frame)
    chart = explorer.chart(0)
    assert chart is not None
    names = [trace["name"] for trace in chart["data"]]
    assert names[-1] == spec.OTHER_GROUP
    assert len(names) == spec.MAX_COLOURS + 1 < GROUPS
    explorer.choose(spec.LABEL_COLOUR, "down", place=0)
    explorer.expect_panel(0, replace(panel, colour="down"), MANY.frame)
    explorer.choose(spec.LABEL_COLOUR, spec.LABEL_NO_COLOUR, place=0)
    explorer.expect_panel(0, panel, MANY.frame)


@pytest.mark.spec(25)
def test_a_title_is_shown_as_typed_and_draws_no_other_point(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    before = explorer.chart(0)
    typed = "5 < 6 & <b>bold</b> <i onclick=x>"
    explorer.enter(spec.LABEL_TITLE, typed, place=0)
    explorer.expect_panel(0, replace(default_panel(default_axes(FRAME), 0), title=typed), FRAME)
    after = explorer.chart(0)
    assert before is not None
    assert after is not None
    assert after["title"] == typed
    assert after["data"] == before["data"]
    field = explorer.panel(0).get_by_label(spec.LABEL_TITLE, exact=True)
    field.fill("Left")
    explorer.heading.click()
    explorer.expect_panel(0, replace(default_panel(default_axes(FRAME), 0), title="Left"), FRAME)


@pytest.mark.spec(26)
def test_a_sample_of_many_rows_is_the_same_again_after_a_reload(explorer: ExplorerPage) -> None:
    explorer.open(MANY)
    before = explorer.chart(0)
    expect(explorer.caption(0)).to_have_text("1,000 of 2,500 rows drawn")
    explorer.page.reload()
    explorer.expect_panel(0, default_panel(default_axes(MANY.frame), 0), MANY.frame)
    after = explorer.chart(0)
    assert before is not None
    assert after is not None
    assert after["points"] == spec.MAX_DRAWN_ROWS
    assert after["data"] == before["data"]
    assert {min(after["data"][0]["x"]), max(after["data"][0]["x"])} == {0, len(MANY.frame) - 1}
