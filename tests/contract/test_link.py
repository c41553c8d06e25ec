"""The address: it holds what the page shows, and leads to the other pages."""

import json
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from shared import explorer_spec as spec
from shared.explorer_spec import default_axes, default_panel
from tests.contract.datasets import PEOPLE
from tests.contract.explorer_page import ExplorerPage

FRAME = PEOPLE.frame
HAS_VIEW = """words => {
  const view = new URLSearchParams(location.search).get('view') ?? '';
  return words.every(word => view.includes(word));
}"""


@pytest.mark.spec(50)
def test_a_link_shows_the_same_in_another_browser(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE, panels=2)
    explorer.enter(spec.LABEL_TITLE, "Mine & yours", place=1)
    explorer.choose(spec.LABEL_KIND, spec.KIND_LABELS["line"], place=1)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "160")
    explorer.page.wait_for_function(HAS_VIEW, arg=["Mine & yours", "line", "height", "160"])
    address = explorer.page.url
    stored = len(list(explorer.store_ids()))
    matched = FRAME[FRAME["height"] >= 160]
    page = explorer.page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    other = replace(explorer, page=page)
    page.goto(address)
    other.expect_rows(len(matched), len(FRAME))
    other.expect_panel(0, default_panel(default_axes(FRAME), 0), matched)
    mine = replace(default_panel(default_axes(FRAME), 1), title="Mine & yours", kind="line")
    other.expect_panel(1, mine, matched)
    expect(page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_have_value("160")
    assert len(list(explorer.store_ids())) == stored
    page.context.close()


@pytest.mark.spec(51)
@pytest.mark.parametrize("view", ["{", '{"panels": 3}', '{"filter": {"minimum": "many"}}'])
def test_a_broken_link_shows_the_data_and_says_so(explorer: ExplorerPage, view: str) -> None:
    query = urlencode({"dataset": explorer.put(PEOPLE), "view": view})
    explorer.visit(f"?{query}")
    explorer.expect_alert("address")
    explorer.expect_panel(0, default_panel(default_axes(FRAME), 0), FRAME)


@pytest.mark.spec(50, 51)
def test_a_link_to_columns_that_are_not_there_shows_default_panels(explorer: ExplorerPage) -> None:
    view = json.dumps({"panels": [{"x": "gone"}, {"colour": "gone", "title": "Kept"}], "filter": {"column": "gone"}})
    explorer.visit(f"?{urlencode({'dataset': explorer.put(PEOPLE), 'view': view})}")
    explorer.expect_panel(0, default_panel(default_axes(FRAME), 0), FRAME)
    explorer.expect_panel(1, replace(default_panel(default_axes(FRAME), 1), title="Kept"), FRAME)
    explorer.expect_rows(len(FRAME), len(FRAME))


@pytest.mark.spec(52)
def test_report_and_about_have_addresses_and_the_data_wait(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    for name, path in ((spec.PAGE_REPORT, "/report"), (spec.PAGE_ABOUT, "/about")):
        explorer.action(name).click()
        expect(explorer.page).to_have_url(f"{explorer.base}{path}")
        expect(explorer.charts.filter(visible=True)).to_have_count(0)
        expect(explorer.page.get_by_role("heading", level=2).filter(visible=True).first).to_be_visible()
    explorer.action(spec.PAGE_EXPLORER).click()
    explorer.expect_panel(0, default_panel(default_axes(FRAME), 0), FRAME)
    explorer.page.goto(f"{explorer.base}/about")
    expect(explorer.heading).to_be_visible()
    expect(explorer.page.get_by_role("heading", name="About this explorer")).to_be_visible()
