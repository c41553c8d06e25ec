"""What a user takes away: filtered rows, a chart as a page."""

from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Locator, expect

from shared import explorer_spec as spec
from shared.data_loading import load_csv
from tests.contract.datasets import MANY, PEOPLE, Dataset
from tests.contract.explorer_page import ExplorerPage

FORMULAS = Dataset("formulas.csv", b"name,=note,value\n=1+1,@now,-5\nplain,text,7\n")


def saved(explorer: ExplorerPage, link: Locator, folder: Path) -> Path:
    with explorer.page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.spec(41)
def test_the_file_has_every_row_that_passes_the_filter(explorer: ExplorerPage, tmp_path: Path) -> None:
    explorer.open(MANY)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "up")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "1000")
    wanted = MANY.frame[MANY.frame["up"] >= 1000]
    explorer.expect_rows(len(wanted), len(MANY.frame))
    explorer.wait_until_idle()
    path = saved(explorer, explorer.action(spec.LABEL_CSV), tmp_path)
    assert path.name == "many-filtered.csv"
    pd.testing.assert_frame_equal(load_csv(path).frame, wanted.reset_index(drop=True))


@pytest.mark.spec(42)
def test_formulas_are_defused_where_asked_and_numbers_stay(explorer: ExplorerPage, tmp_path: Path) -> None:
    explorer.open(FORMULAS)
    assert saved(explorer, explorer.action(spec.LABEL_CSV), tmp_path).read_bytes() == FORMULAS.content
    explorer.tick(explorer.page, spec.LABEL_DEFUSE)
    # A link says it in its address, a button in its key: before that a click asks for the file as it was offered.
    expect(explorer.page.locator('[href*="defuse"], .st-key-csv-defused')).to_be_visible()
    text = saved(explorer, explorer.action(spec.LABEL_CSV), tmp_path).read_text("utf-8")
    assert text == "name,'=note,value\n'=1+1,'@now,-5\nplain,text,7\n"


@pytest.mark.spec(43)
def test_a_chart_is_a_page_of_its_own(explorer: ExplorerPage, tmp_path: Path) -> None:
    explorer.open(PEOPLE)
    explorer.enter(spec.LABEL_TITLE, "Weights", place=0)
    dialog = explorer.open_options(0)
    path = saved(explorer, dialog.get_by_text(spec.LABEL_CHART_HTML, exact=True), tmp_path)
    assert path.name == "Weights.html"
    asked: list[str] = []
    page = explorer.page.context.new_page()
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(path.as_uri())
    expect(page.locator(".scatterlayer .point")).to_have_count(22)
    expect(page.locator(".gtitle")).to_have_text("Weights")
    assert [url for url in asked if url.startswith(("http", "ws"))] == []
    page.close()


@pytest.mark.spec(58)
def test_a_chart_is_a_picture_and_is_sent_to_nobody(explorer: ExplorerPage, tmp_path: Path) -> None:
    explorer.open(PEOPLE)
    explorer.wait_until_idle()
    explorer.panel(0).locator(".nsewdrag").hover()
    buttons = explorer.panel(0).locator(".modebar-btn")
    titles = [str(button.get_attribute("data-title")) for button in buttons.all()]
    assert not [title for title in titles if "share" in title.lower() or "cloud" in title.lower()]
    picture = saved(explorer, explorer.panel(0).locator('[data-title="Download plot as a PNG"]'), tmp_path)
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.spec(44)
def test_the_code_draws_the_chart_from_the_file(
    explorer: ExplorerPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorer.open(PEOPLE)
    saved(explorer, explorer.action(spec.LABEL_CSV), tmp_path)
    dialog = explorer.open_options(0)
    script = saved(explorer, dialog.get_by_text(spec.LABEL_CHART_CODE, exact=True), tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(go.Figure, "show", lambda figure: None)
    names: dict[str, Any] = {}
    exec(compile(script.read_text("utf-8"), script.name, "exec"), names)
    shown = explorer.chart(0)
    assert shown is not None
    (trace,) = names["figure"].data
    assert list(trace.x) == shown["data"][0]["x"]
    assert list(trace.y) == shown["data"][0]["y"]
