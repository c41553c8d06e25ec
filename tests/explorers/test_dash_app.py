"""The Dash explorer through Dash's own test tool: what each tier executes and sends. The rest is in the contract."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import flask
import pytest
from dash.testing.composite import DashComposite
from dash.testing.wait import until
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from benchmarks.network import free_port
from dash_explorer import ids
from dash_explorer.app import create_app
from dash_explorer.driver import DRIVER
from shared import counters, uploads
from shared.dataset_store import DatasetStore
from shared.explorer_spec import MAX_PANELS, PANEL_LIMIT_REASON, TIERS, UNEXPECTED_ERROR

PATIENCE_S = 30
ROWS = 1704
"""Rows of the sample "Gapminder"."""
BEYOND_PANELS = {"naive": 5, "idiomatic": 5, "optimised": 1}
"""Callbacks of a new filter beside one per panel: one counts the rows; where the browser alone does not do it, one
commits the filter; where closed tabs are filled too, one each for table, profile and summary."""


@dataclass
class Explorer:
    """An open page, what its server executed, and what its browser sent."""

    tool: DashComposite
    executed: Counter[str] = field(default_factory=Counter)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def control(self, part: str, *, place: int = 0) -> Any:
        return self.tool.find_element(f"""#{ids.PANELS} > :nth-child({place + 1}) [id*='"type":"{part}"']""")

    def caption(self, place: int) -> str:
        text: str = self.control(ids.CAPTION, place=place).text
        return text

    def choose(self, part: str, option: str, *, place: int = 0) -> None:
        Select(self.control(part, place=place)).select_by_visible_text(option)

    def enter(self, element: Any, text: str) -> None:
        # Not `clear`: that leaves the field, which commits an empty text of its own.
        element.send_keys(Keys.CONTROL + "a")
        element.send_keys(text + Keys.ENTER)

    def wait_until_idle(self) -> None:
        until(lambda: self.tool.driver.execute_script(f"return ({DRIVER.idle_script})()"), PATIENCE_S)

    def forget(self) -> None:
        self.wait_until_idle()
        self.executed.clear()
        self.sent.clear()

    def chart(self, place: int) -> dict[str, Any]:
        script = f"""const panel = document.querySelectorAll('#{ids.PANELS} > *')[{place}];
            const plot = panel.querySelector('.js-plotly-plot');
            return {{title: plot.layout.title.text, meta: plot.layout.meta, drawings: plot.drawings ?? null}};"""
        chart: dict[str, Any] = self.tool.driver.execute_script(script)
        return chart

    def count_drawings(self) -> None:
        self.tool.driver.execute_script("""document.querySelectorAll('.js-plotly-plot').forEach(plot => {
            plot.drawings = 0; plot.on('plotly_afterplot', () => { plot.drawings += 1; }); })""")


Open = Callable[..., Explorer]


@pytest.fixture
def open_page(dash_duo: DashComposite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Start the explorer in one tier and open an address."""

    def open_(tier: str, query: str = "?sample=Gapminder", *, panels: int = 1) -> Explorer:
        explorer = Explorer(dash_duo)
        monkeypatch.setattr(counters, "add", lambda name, n=1: explorer.executed.update({name: n}))
        app = create_app(tier=tier, store=DatasetStore(tmp_path / "store"))

        @app.server.before_request
        def record() -> None:
            if flask.request.path.endswith("_dash-update-component"):
                explorer.sent.append(json.loads(flask.request.get_data()))

        dash_duo.driver.set_window_size(1280, 900)  # in a narrower one the left column is folded away
        with free_port() as port:  # the tool counts up from one, and so would it in every other process
            pass
        dash_duo.start_server(app, port=port)
        explorer.wait_until_idle()  # the tool opens the start page first
        explorer.executed.clear()
        dash_duo.driver.get(f"{dash_duo.server_url}/{query}&panels={panels}")
        if "sample" in query:
            until(lambda: len(dash_duo.find_elements(".js-plotly-plot .scatterlayer")) == panels, PATIENCE_S)
        explorer.wait_until_idle()
        return explorer

    return open_


@pytest.mark.parametrize("panels", [1, 6])
@pytest.mark.parametrize("tier", TIERS)
def test_another_axis_runs_one_callback_and_draws_one_chart_however_many_panels_there_are(
    open_page: Open, tier: str, panels: int
) -> None:
    explorer = open_page(tier, panels=panels)
    explorer.count_drawings()
    explorer.forget()
    explorer.choose(ids.X, "gdpPercap", place=panels - 1)
    until(lambda: explorer.chart(panels - 1)["meta"]["x"] == "gdpPercap", PATIENCE_S)
    explorer.wait_until_idle()
    assert explorer.executed == {"callbacks": 1, "figures_built": 1}
    assert all(explorer.chart(place)["drawings"] == 0 for place in range(panels - 1))


@pytest.mark.parametrize(("tier", "callbacks"), [("naive", 1), ("idiomatic", 1), ("optimised", 0)])
def test_a_title_costs_the_optimised_tier_no_request(open_page: Open, tier: str, callbacks: int) -> None:
    explorer = open_page(tier, panels=2)
    explorer.forget()
    explorer.enter(explorer.control(ids.TITLE), "Growth & <wealth>")
    until(lambda: explorer.chart(0)["title"] == "Growth &amp; &lt;wealth&gt;", PATIENCE_S)
    explorer.control(ids.TITLE).send_keys(Keys.TAB)  # leaving the field must not commit it a second time
    explorer.wait_until_idle()
    assert explorer.executed["callbacks"] == callbacks
    assert explorer.chart(1)["title"] == "pop by lifeExp"


@pytest.mark.parametrize("tier", TIERS)
def test_a_filter_runs_one_callback_a_panel_and_the_title_survives_it(open_page: Open, tier: str) -> None:
    explorer = open_page(tier, panels=3)
    explorer.enter(explorer.control(ids.TITLE), "Mine")
    Select(explorer.tool.find_element(f"#{ids.FILTER_COLUMN}")).select_by_visible_text("year")
    until(lambda: explorer.tool.find_element(f"#{ids.MINIMUM}").is_displayed(), PATIENCE_S)
    explorer.forget()
    explorer.enter(explorer.tool.find_element(f"#{ids.MINIMUM}"), "2000")
    until(lambda: all(explorer.caption(place) == "284 of 284 rows drawn" for place in range(3)), PATIENCE_S)
    explorer.wait_until_idle()
    assert explorer.tool.find_element(f"#{ids.ROWS}").text == "284 of 1,704 rows"
    assert explorer.executed == {"callbacks": 3 + BEYOND_PANELS[tier], "figures_built": 3}
    assert explorer.chart(0)["title"] == "Mine"


@pytest.mark.parametrize(("tier", "callbacks"), [("naive", 10), ("idiomatic", 5), ("optimised", 2)])
def test_opening_a_page_draws_each_chart_once(open_page: Open, tier: str, callbacks: int) -> None:
    """Open and count rows; table, profile, summary; in the naive tier one for each of 4 panels and one for buttons."""
    explorer = open_page(tier, panels=4)
    assert explorer.executed == {"callbacks": callbacks, "figures_built": 4}


@pytest.mark.parametrize("tier", ["idiomatic", "optimised"])
def test_a_panel_comes_by_one_callback_and_goes_by_none(open_page: Open, tier: str) -> None:
    explorer = open_page(tier, panels=3)
    explorer.count_drawings()
    explorer.forget()
    explorer.tool.find_element(f"#{ids.ADD_PANEL}").click()
    until(lambda: len(explorer.tool.find_elements(".js-plotly-plot .scatterlayer")) == 4, PATIENCE_S)
    explorer.wait_until_idle()
    assert explorer.executed == {"callbacks": 1, "figures_built": 1}
    explorer.forget()
    explorer.control(ids.REMOVE, place=1).click()
    until(lambda: len(explorer.tool.find_elements(f"#{ids.PANELS} > *")) == 3, PATIENCE_S)
    explorer.wait_until_idle()
    assert not explorer.executed
    assert [explorer.chart(place)["meta"]["panel"] for place in range(3)] == [0, 2, 3]


def test_two_quick_removals_take_away_the_two_panels_that_were_meant(open_page: Open) -> None:
    explorer = open_page("optimised", panels=4)
    script = (
        f"""for (const place of [0, 2]) document.querySelectorAll('#{ids.PANELS} .explorer-remove')[place].click();"""
    )
    explorer.tool.driver.execute_script(script)
    until(lambda: len(explorer.tool.find_elements(f"#{ids.PANELS} > *")) == 2, PATIENCE_S)
    explorer.wait_until_idle()
    assert [explorer.chart(place)["meta"]["panel"] for place in range(2)] == [1, 3]


def test_the_optimised_tier_sends_only_what_is_read(open_page: Open) -> None:
    explorer = open_page("optimised", panels=2)
    explorer.forget()
    explorer.choose(ids.Y, "year")
    until(lambda: explorer.chart(0)["meta"]["y"] == "year", PATIENCE_S)
    explorer.wait_until_idle()
    (request,) = explorer.sent
    assert [entry["property"] for entry in request["inputs"]] == ["value"] * 4 + ["data"] * 2
    assert [entry["id"] for entry in request["state"]] == [ids.DATASET, ids.of_panel(ids.TITLE, 0)]
    assert len(json.dumps(request)) < 2_000


@pytest.mark.parametrize(("tier", "before"), [("idiomatic", True), ("optimised", False)])
def test_the_optimised_tier_fills_a_tab_when_it_is_opened(open_page: Open, tier: str, before: bool) -> None:
    explorer = open_page(tier)
    summary = f"#{ids.SUMMARY} td"
    assert bool(explorer.tool.find_elements(summary)) is before
    explorer.forget()
    explorer.tool.driver.find_element(By.XPATH, "//button[@role='tab'][.='Summary']").click()
    until(lambda: explorer.tool.find_elements(summary), PATIENCE_S)
    explorer.wait_until_idle()
    assert explorer.executed["callbacks"] == (0 if before else 1)
    explorer.tool.driver.find_element(By.XPATH, "//button[@role='tab'][.='Charts']").click()
    explorer.tool.driver.find_element(By.XPATH, "//button[@role='tab'][.='Summary']").click()
    explorer.wait_until_idle()
    assert explorer.executed["callbacks"] == (0 if before else 1)


def test_the_naive_tier_sends_all_rows_for_one_axis(open_page: Open) -> None:
    explorer = open_page("naive")
    explorer.forget()
    explorer.choose(ids.X, "pop")
    until(lambda: explorer.chart(0)["meta"]["x"] == "pop", PATIENCE_S)
    (request,) = explorer.sent
    assert len(request["state"][0]["value"]["rows"]) > ROWS * 8 * 5


@pytest.mark.parametrize("tier", TIERS)
def test_a_file_above_the_cap_is_refused_in_words(
    open_page: Open, tier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", 1024**2)
    explorer = open_page(tier)
    file = tmp_path / "long.csv"
    file.write_bytes(b"a,b\n" + b"1,2\n" * 2**18)
    explorer.tool.find_element(f"#{ids.UPLOAD} input").send_keys(str(file))
    explorer.tool.wait_for_contains_text(f"#{ids.ALERT}", "long.csv: a file may have 1 MB at most", timeout=PATIENCE_S)
    explorer.wait_until_idle()
    assert explorer.tool.find_element(f"#{ids.ROWS}").text == "1,704 of 1,704 rows"


def test_the_unexpected_shows_an_alert_and_leaves_the_chart(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    explorer = open_page("idiomatic")

    def fail(*_: Any) -> None:
        raise RuntimeError("secret/path.py")

    monkeypatch.setattr("dash_explorer.tiers.idiomatic.build_chart", fail)
    explorer.choose(ids.X, "pop")
    explorer.tool.wait_for_text_to_equal(f"#{ids.ALERT}", UNEXPECTED_ERROR, timeout=PATIENCE_S)
    assert explorer.chart(0)["meta"]["x"] == "year"
    assert "secret/path.py" in caplog.text
    assert "secret" not in explorer.tool.find_element("body").text


@pytest.mark.slow
@pytest.mark.timeout(480)
def test_a_full_page_takes_no_panel_more(open_page: Open) -> None:
    explorer = open_page("optimised", panels=MAX_PANELS)
    explorer.tool.wait_for_text_to_equal(f"#{ids.ADD_PANEL_REASON}", PANEL_LIMIT_REASON)
    assert not explorer.tool.find_element(f"#{ids.ADD_PANEL}").is_enabled()
    explorer.control(ids.REMOVE, place=0).click()
    until(lambda: explorer.tool.find_element(f"#{ids.ADD_PANEL}").is_enabled(), PATIENCE_S)
