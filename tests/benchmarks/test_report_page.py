"""The report's page in a browser: its charts follow the choices, it fits a phone, axe finds nothing, nothing leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks import report, results
from benchmarks.browser import open_browser
from tests.benchmarks import synthetic

PATIENCE_MS = 90_000
"""The page holds a chart library: on a machine that is busy otherwise, opening it takes its time."""
WIDTHS = {"wide": 1280, "phone": 390}

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    found = [
        sample
        for sample in synthetic.samples(runs=2, repeats=2)
        # enough for every choice on the page; axe's time grows with the rows of the tables
        if sample.scenario in {"change_axis", "open_page"} and sample.arm != "again"
    ]
    found = synthetic.failing(found, "timeout", framework="streamlit", tier="naive", panels=100)
    results.replace_all(folder, found)
    results.write_environment(folder, synthetic.environment())
    return report.write(folder)[0].as_uri()


@pytest.fixture(params=["wide-light", "phone-dark"])
def shown(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page with its charts drawn. It fails its test if it raises, or asks for anything but itself."""
    width, scheme = request.param.split("-")
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    raised: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: raised.append(str(error)))
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    expect(page.locator("#charts .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()
    assert raised == []
    assert [url for url in asked if not url.startswith("data:")] == [address]


def choices(page: Page) -> Locator:
    return page.locator("#choices")


def titles(page: Page) -> list[str]:
    return page.locator("#charts figcaption").all_inner_texts()


def column(page: Page, place: int) -> list[str | None]:
    """Texts of one column of the table under the charts; it is folded, so not visible."""
    return [cell.text_content() for cell in page.locator(f"#shown tbody tr > :nth-child({place})").all()]


def test_the_page_never_scrolls_sideways(shown: Page) -> None:
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert shown.evaluate("[...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth > box.clientWidth)")


def test_axe_finds_nothing(shown: Page) -> None:
    shown.evaluate("document.querySelector('#shown').open = true")
    found = Axe().run(shown, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def test_the_first_charts_are_the_headline_with_equal_scales(shown: Page) -> None:
    assert titles(shown) == ["Idiomatic", "Optimised"]
    ranges = shown.evaluate("[...document.querySelectorAll('#charts .plot')].map((p) => p.layout.yaxis.range[1])")
    assert ranges[0] == ranges[1]


def test_charts_and_table_follow_every_choice(shown: Page) -> None:
    before = column(shown, 2)
    choices(shown).get_by_label("Measure").select_option(label="Bytes to the browser")
    after = column(shown, 2)
    assert len(after) == len(before) == len(synthetic.PANELS)
    assert all("kB" in str(text) for text in after)
    assert shown.evaluate("document.querySelector('#charts .plot').layout.yaxis.title.text") == "Down, kB"

    choices(shown).get_by_label("Across").select_option("rows")
    assert column(shown, 1) == [f"{count:,}" for count in synthetic.ROWS]

    choices(shown).get_by_label("naive").check()
    choices(shown).get_by_label("idiomatic").uncheck()
    assert titles(shown) == ["Naive", "Optimised"]


def test_an_action_on_the_whole_page_offers_no_panel(shown: Page) -> None:
    expect(choices(shown).get_by_label("Panel acted on")).to_be_enabled()
    choices(shown).get_by_label("Action").select_option(label="Open the page")
    expect(choices(shown).get_by_label("Panel acted on")).to_be_disabled()
    assert "Open the page" in str(shown.locator("#shown caption").text_content())


def test_a_failed_cell_has_a_word_and_no_point(shown: Page) -> None:
    choices(shown).get_by_label("naive").check()
    naive = shown.evaluate(
        "(() => { const p = document.querySelector('#charts .plot'); return {"
        "points: p.data[1].x, notes: p.layout.annotations.map((a) => a.text)}; })()"
    )
    assert naive == {"points": [1, 8, 32], "notes": ["Streamlit failed"]}
    assert column(shown, 3)[-1] == "failed"


def test_the_garbage_collection_arm_is_drawn_only_when_asked_for(shown: Page) -> None:
    def count() -> int:
        return int(shown.evaluate("document.querySelector('#charts .plot').data.length"))

    assert count() == 2
    choices(shown).get_by_label("Streamlit, garbage collection off").check()
    assert count() == 3


def test_without_scripts_the_drawing_stands_in(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    expect(page.locator("#explorer noscript svg, #explorer svg").first).to_be_visible()
    context.close()


def test_the_report_folder_needs_nothing_beside_the_page(address: str) -> None:
    page = Path(address.removeprefix("file://")).read_text("utf-8")
    assert "growth.svg" not in page
