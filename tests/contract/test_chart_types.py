"""Chart types and the options of a panel: what is drawn, what is explained, what stays as it was."""

from dataclasses import replace

import pytest
from playwright.sync_api import Request, expect

from shared import explorer_spec as spec
from shared.explorer_spec import PanelSpec, default_axes, default_panel
from tests.contract.datasets import MANY, PEOPLE
from tests.contract.explorer_page import ExplorerPage

FRAME = PEOPLE.frame
FIRST = default_panel(default_axes(FRAME), 0)


@pytest.mark.spec(36)
def test_each_chart_type_draws_what_it_stands_for_and_redraws_no_other_panel(explorer: ExplorerPage) -> None:
    explorer.open(MANY, panels=2)
    explorer.watch_redraws()
    panel = default_panel(default_axes(MANY.frame), 0)
    for kind, label in [*list(spec.KIND_LABELS.items())[1:], ("scatter", spec.KIND_LABELS["scatter"])]:
        explorer.choose(spec.LABEL_KIND, label, place=0)
        explorer.expect_panel(0, replace(panel, kind=kind), MANY.frame)
    assert explorer.redraws(1) == 0


@pytest.mark.spec(36)
def test_bars_of_text_are_coloured_by_group(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_KIND, spec.KIND_LABELS["bar"], place=0)
    explorer.choose(spec.LABEL_X, "team", place=0)
    explorer.choose(spec.LABEL_COLOUR, "member", place=0)
    explorer.expect_panel(0, replace(FIRST, kind="bar", x="team", colour="member"), FRAME)


@pytest.mark.spec(37)
def test_a_choice_that_does_not_suit_is_explained_in_the_caption(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_Y, "team", place=0)
    explorer.choose(spec.LABEL_KIND, spec.KIND_LABELS["box"], place=0)
    explorer.expect_panel(0, replace(FIRST, kind="box", y="team"), FRAME)
    expect(explorer.caption(0)).to_contain_text("needs numbers: team")
    expect(explorer.alert).to_have_count(0)


@pytest.mark.spec(38)
def test_options_are_applied_together_and_not_before(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    dialog = explorer.open_options(0)
    explorer.tick(dialog, spec.LABEL_TREND)
    dialog.get_by_role("button", name=spec.LABEL_CLOSE, exact=True).click()
    expect(dialog).to_have_count(0)
    explorer.wait_until_idle()
    explorer.expect_panel(0, FIRST, FRAME)
    dialog = explorer.open_options(0)
    explorer.driver.choose(dialog, spec.LABEL_SIZE, "weight")
    explorer.tick(dialog, spec.LABEL_LOG_Y)
    explorer.tick(dialog, spec.LABEL_TREND)
    dialog.get_by_role("button", name=spec.LABEL_APPLY, exact=True).click()
    explorer.expect_panel(0, replace(FIRST, size="weight", log_y=True, trend=True), FRAME)
    expect(dialog).to_have_count(0)


@pytest.mark.spec(38, 39)
def test_a_facet_splits_the_panel_and_goes_again(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    split = replace(FIRST, facet="team")
    choose_facet(explorer, "team")
    explorer.expect_panel(0, split, FRAME)
    explorer.choose(spec.LABEL_COLOUR, "member", place=0)
    explorer.expect_panel(0, replace(split, colour="member"), FRAME)
    choose_facet(explorer, spec.LABEL_NO_FACET)
    explorer.expect_panel(0, replace(FIRST, colour="member"), FRAME)
    shown = explorer.chart(0)
    assert shown is not None
    assert not shown["layout"].get("annotations")


def choose_facet(explorer: ExplorerPage, option: str) -> None:
    dialog = explorer.open_options(0)
    explorer.driver.choose(dialog, spec.LABEL_FACET, option)
    dialog.get_by_role("button", name=spec.LABEL_APPLY, exact=True).click()


@pytest.mark.spec(57)
def test_an_animation_plays_in_the_browser_alone(explorer: ExplorerPage) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if "favicon" not in request.url:  # the browser asks for a page's icon when it finds the time
            sent.append(request.url)

    explorer.page.on("request", note)
    explorer.page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append(socket.url)))
    explorer.open(PEOPLE)
    dialog = explorer.open_options(0)
    explorer.driver.choose(dialog, spec.LABEL_ANIMATE, "team")
    dialog.get_by_role("button", name=spec.LABEL_APPLY, exact=True).click()
    explorer.expect_panel(0, replace(FIRST, animate="team"), FRAME)
    explorer.wait_until_idle()
    chart = explorer.panel(0)
    assert sent
    sent.clear()
    first, *_, last = ["green", "red", "blue"]
    expect(chart).to_contain_text(f"team: {first}")
    chart.get_by_text(spec.LABEL_PLAY, exact=True).click()
    expect(chart).to_contain_text(f"team: {last}")
    explorer.wait_until_idle()
    assert sent == []
    dialog = explorer.open_options(0)
    explorer.driver.choose(dialog, spec.LABEL_ANIMATE, spec.LABEL_NO_ANIMATION)
    dialog.get_by_role("button", name=spec.LABEL_APPLY, exact=True).click()
    explorer.expect_panel(0, FIRST, FRAME)
    expect(chart).not_to_contain_text(spec.LABEL_PLAY)


@pytest.mark.spec(40)
def test_a_panel_is_copied_and_moved_with_all_its_choices(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    mine = replace(FIRST, title="Mine", kind="histogram", colour="team")
    explorer.enter(spec.LABEL_TITLE, "Mine", place=0)
    explorer.choose(spec.LABEL_KIND, spec.KIND_LABELS["histogram"], place=0)
    explorer.choose(spec.LABEL_COLOUR, "team", place=0)
    explorer.expect_panel(0, mine, FRAME)
    explorer.open_options(0).get_by_role("button", name=spec.LABEL_DUPLICATE).click()
    expect_order(explorer, mine, default_panel(default_axes(FRAME), 1), replace(mine, panel_id=2))
    explorer.open_options(2).get_by_role("button", name=spec.LABEL_EARLIER).click()
    expect_order(explorer, mine, replace(mine, panel_id=2), default_panel(default_axes(FRAME), 1))
    explorer.open_options(0).get_by_role("button", name=spec.LABEL_LATER).click()
    expect_order(explorer, replace(mine, panel_id=2), mine, default_panel(default_axes(FRAME), 1))


def expect_order(explorer: ExplorerPage, *panels: PanelSpec) -> None:
    expect(explorer.remove_buttons).to_have_count(len(panels))
    for place, panel in enumerate(panels):
        explorer.expect_panel(place, panel, FRAME)
        field = explorer.panel(place).get_by_label(spec.LABEL_TITLE, exact=True)
        expect(field).to_have_count(1)  # until its run has ended, Streamlit keeps the one of the panel that was here
        expect(field).to_have_value(panel.title)
