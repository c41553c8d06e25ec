"""The page as a whole: looks, reach, width, and what it may ask for."""

from dataclasses import replace
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from shared import explorer_spec as spec
from shared.explorer_spec import default_axes, default_panel
from shared.theme import CHART_HEIGHT_PX
from tests.contract.conftest import Explorer, arms
from tests.contract.datasets import PEOPLE
from tests.contract.explorer_page import ExplorerPage
from tests.contract.known_differences import KNOWN_DIFFERENCES

WCAG_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
FRAME = PEOPLE.frame
PHONE: ViewportSize = {"width": 390, "height": 844}

BELOW = """([first, second]) => {
  const [above, below] = [first, second].map(selector => document.querySelector(selector).getBoundingClientRect());
  return below.top >= above.bottom;
}"""
FITS = """width => [document.documentElement, document.querySelector('main')].every(
  element => element.scrollWidth <= width && element.scrollWidth <= element.clientWidth)"""

COLOURS = """() => {
  const plot = document.querySelector('.js-plotly-plot');
  const visible = element => {
    const colour = getComputedStyle(element).backgroundColor;
    const clear = /rgba\\(.*, 0\\)|transparent/.test(colour);
    return clear && element.parentElement ? visible(element.parentElement) : colour;
  };
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
  return {page: light(visible(document.querySelector('h1'))), chart: light(visible(plot)),
          text: light(getComputedStyle(document.querySelector('h1')).color),
          title: light(getComputedStyle(plot.querySelector('.gtitle')).fill),
          tick: light(getComputedStyle(plot.querySelector('.xtick text')).fill)};
}"""


SHOWS = """scheme => {
  const [red, green, blue] = getComputedStyle(document.querySelector('h1')).color.match(/[\\d.]+/g).map(Number);
  const isFading = document.getAnimations().some(animation => animation.playState === 'running');
  return (red + green + blue > 382) === (scheme === 'dark') && !isFading;
}"""
"""Whether a colour scheme has arrived: Streamlit hears of it a moment later, and lets colours fade."""


def violations(explorer: ExplorerPage, *schemes: Literal["light", "dark"]) -> set[str]:
    """What axe finds in these colour schemes, but for the framework's widgets that the app cannot mend."""
    framework = explorer.driver.framework
    excluded = [[known.selector] for known in KNOWN_DIFFERENCES if known.framework == framework and known.selector]
    found = set()
    for scheme in schemes:
        explorer.page.emulate_media(color_scheme=scheme)
        explorer.page.wait_for_function(SHOWS, arg=scheme)
        explorer.wait_until_idle()
        results = Axe().run(explorer.page, context={"exclude": excluded} if excluded else None, options=WCAG_AA)
        for rule in results.response["violations"]:
            found |= {f"{scheme} {rule['id']}: {node['html'][:200]}" for node in rule["nodes"]}
    return found


@pytest.mark.spec(33)
def test_light_and_dark_follow_the_system_without_a_new_figure(explorer: ExplorerPage, running: Explorer) -> None:
    explorer.open(PEOPLE)
    light = explorer.page.evaluate(COLOURS)
    assert min(light["page"], light["chart"]) > 0.8 > 0.5 > max(light["text"], light["title"], light["tick"])
    explorer.wait_until_idle()
    figures_built = running.server.counts()["figures_built"]
    explorer.page.emulate_media(color_scheme="dark")
    explorer.page.wait_for_function(f"() => ({COLOURS})().page < 0.3")
    explorer.wait_until_idle()
    dark = explorer.page.evaluate(COLOURS)
    assert max(dark["page"], dark["chart"]) < 0.3 < 0.5 < min(dark["text"], dark["title"], dark["tick"])
    assert running.server.counts()["figures_built"] == figures_built > 0


@pytest.mark.spec(34)
def test_axe_finds_no_violation_of_wcag_aa(explorer: ExplorerPage) -> None:
    explorer.visit()
    expect(explorer.page.get_by_text(spec.EMPTY_STATE)).to_be_visible()
    found = violations(explorer, "light")
    explorer.open(PEOPLE, panels=2)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_visible()
    explorer.upload(replace(PEOPLE, content=b""))
    expect(explorer.alert).to_have_count(1)
    found |= violations(explorer, "light", "dark")
    explorer.open_tab(spec.TAB_TABLE)
    found |= violations(explorer, "dark")
    for tab in (spec.TAB_PROFILE, spec.TAB_SUMMARY):
        explorer.open_tab(tab)
        found |= violations(explorer, "dark", "light")
    assert not found, "\n".join(sorted(found))


@pytest.mark.spec(34, 38, 48, 52)
@pytest.mark.parametrize("running", arms(spec.DEFAULT_TIER), indirect=True)
def test_axe_finds_no_violation_in_dialogs_and_on_other_pages(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    dialog = explorer.open_options(0)
    found = violations(explorer, "light", "dark")
    dialog.get_by_role("button", name=spec.LABEL_CLOSE, exact=True).click()
    expect(dialog).to_have_count(0)
    explorer.button(spec.LABEL_REREAD).click()
    expect(explorer.dialog(spec.REREAD_TITLE)).to_be_visible()
    found |= violations(explorer, "dark", "light")
    for path in ("report", "about"):
        explorer.page.goto(f"{explorer.base}/{path}")
        expect(explorer.page.get_by_role("heading", level=2).filter(visible=True).first).to_be_visible()
        found |= violations(explorer, "light", "dark")
        explorer.page.set_viewport_size(PHONE)
        explorer.page.wait_for_function(FITS, arg=PHONE["width"])
    assert not found, "\n".join(sorted(found))


@pytest.mark.spec(55)
def test_light_and_dark_can_be_set_whatever_the_system_says(explorer: ExplorerPage, running: Explorer) -> None:
    explorer.open(PEOPLE)
    explorer.wait_until_idle()
    figures_built = running.server.counts()["figures_built"]
    for theme, scheme, is_dark in (("Dark", "light", True), ("Light", "dark", False), ("System", "dark", True)):
        explorer.page.emulate_media(color_scheme=scheme)
        explorer.choose(spec.LABEL_THEME, theme)
        explorer.page.wait_for_function(f"() => ({COLOURS})().page {'< 0.3' if is_dark else '> 0.8'}")
        explorer.wait_until_idle()
        shown = explorer.page.evaluate(COLOURS)
        assert (shown["title"] > 0.5) is is_dark
        assert (shown["text"] > 0.5) is is_dark
    assert running.server.counts()["figures_built"] == figures_built


@pytest.mark.spec(34)
def test_every_control_is_found_by_role_and_name_and_works_by_keyboard(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    page, panel = explorer.page, explorer.panel(0)
    for name in (spec.LABEL_SAMPLE, spec.LABEL_FILTER_COLUMN):
        expect(page.get_by_role("combobox", name=name)).to_have_count(1)
    for name in (spec.LABEL_KIND, spec.LABEL_X, spec.LABEL_Y, spec.LABEL_COLOUR):
        expect(panel.get_by_role("combobox", name=name)).to_have_count(1)
    expect(panel.get_by_role("textbox", name=spec.LABEL_TITLE)).to_have_count(1)
    expect(panel.get_by_role("button", name=spec.LABEL_REMOVE_PANEL)).to_have_count(1)
    expect(panel.get_by_role("button", name=spec.LABEL_OPTIONS)).to_have_count(1)
    for name in (spec.LABEL_ADD_PANEL, spec.LABEL_CLEAR_FILTER, spec.LABEL_REREAD):
        expect(explorer.button(name)).to_have_count(1)
    for name in spec.TABS:
        expect(page.get_by_role("tab", name=name, exact=True)).to_have_count(1)
    for name in (spec.HEADING_DATA, spec.HEADING_FILTER):
        expect(page.get_by_role("heading", name=name, exact=True)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "en"
    tab_to(explorer, "button", spec.LABEL_ADD_PANEL)
    page.keyboard.press("Enter")
    explorer.expect_panel(1, default_panel(default_axes(PEOPLE.frame), 1), PEOPLE.frame)
    tab_to(explorer, "input", spec.LABEL_TITLE)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Typed")
    page.keyboard.press("Enter")
    explorer.expect_panel(0, replace(default_panel(default_axes(PEOPLE.frame), 0), title="Typed"), PEOPLE.frame)


def tab_to(explorer: ExplorerPage, tag: str, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    focused = """([tag, name]) => {
      const element = document.activeElement;
      const labels = [...(element.labels ?? [])].map(label => label.innerText);
      const words = [element.innerText, element.getAttribute('aria-label'), ...labels];
      return element.matches(tag) && words.some(word => word?.trim() === name);
    }"""
    for _ in range(60):
        explorer.page.keyboard.press("Tab")
        if explorer.page.evaluate(focused, [tag, name]):
            return
    pytest.fail(f"{name} is not reached by Tab")


@pytest.mark.spec(35)
def test_panels_stand_in_two_columns_or_one_and_a_phone_never_scrolls_sideways(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    left, right = (explorer.panel(place).bounding_box() for place in range(2))
    assert left is not None
    assert right is not None
    assert right["y"] == pytest.approx(left["y"], abs=2)
    assert right["width"] == pytest.approx(left["width"], abs=2)
    for chart in explorer.charts.all():
        box = chart.bounding_box()
        assert box is not None
        assert box["height"] == CHART_HEIGHT_PX
    explorer.page.set_viewport_size(PHONE)
    places = [explorer.driver.panel_selector(place) for place in range(2)]
    explorer.page.wait_for_function(BELOW, arg=places)
    explorer.page.wait_for_function(FITS, arg=PHONE["width"])
    for place in places:
        box = explorer.page.locator(place).bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]
    for button in (explorer.button(spec.LABEL_ADD_PANEL), explorer.remove_buttons.first):
        button.click(trial=True)


@pytest.mark.spec(53)
def test_a_narrow_page_folds_the_left_column_away(explorer: ExplorerPage) -> None:
    explorer.page.set_viewport_size(PHONE)
    explorer.open(PEOPLE)
    sample = explorer.page.get_by_label(spec.LABEL_SAMPLE, exact=True)
    expect(sample).not_to_be_in_viewport()
    expect(explorer.panel(0)).to_be_in_viewport()
    explorer.button(spec.LABEL_DATA_AND_FILTER).click()
    expect(sample).to_be_in_viewport()
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "160")
    explorer.expect_rows(int((FRAME["height"] >= 160).sum()), len(FRAME))
