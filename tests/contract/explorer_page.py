"""The page of an explorer as a user meets it: every control by role and name, every wait by a condition."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
from playwright.sync_api import Locator, Page, expect

from benchmarks.model import Driver
from shared import explorer_spec as spec
from shared.data_loading import load_csv
from shared.dataset_store import DatasetStore
from shared.explorer_spec import PanelSpec, default_axes, default_panel
from shared.figures import build_chart
from tests.contract.datasets import Dataset

PLAIN = """
const TYPES = {f8: Float64Array, f4: Float32Array, i4: Int32Array, u4: Uint32Array, i2: Int16Array, u2: Uint16Array,
               i1: Int8Array, u1: Uint8Array};
function plain(value) {
  if (ArrayBuffer.isView(value)) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if ('bdata' in value) {
    const bytes = Uint8Array.from(atob(value.bdata), letter => letter.charCodeAt(0));
    const flat = Array.from(new TYPES[value.dtype](bytes.buffer));
    const width = value.shape ? Number(value.shape.split(',')[1]) : 0;
    return width ? Array.from({length: flat.length / width}, (_, row) => flat.slice(row * width, (row + 1) * width))
                 : flat;
  }
  return Object.fromEntries(Object.keys(value).filter(k => !k.startsWith('_')).map(k => [k, plain(value[k])]));
}
"""
"""Undoes what transport and Plotly do to a figure: typed arrays become lists, private keys go."""

SIZES = {"autosize", "height", "width"}
"""Layout that Plotly takes over as soon as it fits a chart to its box."""

READ_CHART = (
    "selector => {"
    + PLAIN
    + """
  const plot = document.querySelector(selector)?.querySelector('.js-plotly-plot');
  if (!plot?.layout?.meta) return null;
  return {data: plain(plot.data), layout: plain(plot.layout),
          points: plot.querySelectorAll('.scatterlayer .point').length,
          title: plot.querySelector('.gtitle')?.textContent ?? ''};
}"""
)
SHOWS_CHART = """([selector, meta, title, points]) => {
  const plot = document.querySelector(selector)?.querySelector('.js-plotly-plot');
  return plot?.layout?.meta && plot.layout.title?.text === title
    && Object.entries(meta).every(([key, value]) => plot.layout.meta[key] === value)
    && (points === null || plot.querySelectorAll('.scatterlayer .point').length === points);
}"""
WATCH_REDRAWS = """() => new Promise(resolve => {
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  const quietFrames = 20;
  let quiet = 0;
  for (const plot of plots) {
    plot.redrawsSeen = 0;
    new MutationObserver(() => { plot.redrawsSeen += 1; quiet = 0; }).observe(plot, {childList: true, subtree: true});
  }
  // A chart may be drawn once more when it is fitted to its box: that still belongs to what was before.
  const look = () => {
    if (++quiet < quietFrames) return requestAnimationFrame(look);
    for (const plot of plots) plot.redrawsSeen = 0;
    resolve();
  };
  look();
})"""
PLACE_OF_BOX = """([selector, xs, ys]) => {
  const plot = document.querySelector(selector).querySelector('.js-plotly-plot');
  const { left, top } = plot.querySelector('.nsewdrag').getBoundingClientRect();
  const { xaxis, yaxis } = plot._fullLayout;
  return [xs.map(x => left + xaxis.d2p(x)), ys.map(y => top + yaxis.d2p(y))];
}"""
READ_REDRAWS = "selector => document.querySelector(selector)?.querySelector('.js-plotly-plot')?.redrawsSeen ?? null"


@dataclass(frozen=True)
class ExplorerPage:
    """One open page of one explorer.

    Attributes
    ----------
    page : Page
        Fresh, without cookies or cache.
    driver : Driver
        Knows what the two frameworks name differently.
    base : str
        Address of the server, without a final slash.
    store : DatasetStore
        The one that the server reads.
    """

    page: Page
    driver: Driver
    base: str
    store: DatasetStore

    # ---- opening ----------------------------------------------------------------------------------------------

    def put(self, dataset: Dataset) -> str:
        loaded = load_csv(dataset.content, name=dataset.name)
        return self.store.put(loaded, name=dataset.name, source=dataset.content)

    def open(self, dataset: Dataset, *, panels: int = 1) -> None:
        """Open a stored dataset and wait until every panel is drawn."""
        self.page.goto(self.driver.url(self.base, dataset_id=self.put(dataset), panels=panels))
        for place in range(panels):
            self.expect_panel(place, default_panel(default_axes(dataset.frame), place), dataset.frame)

    def store_ids(self) -> Iterator[str]:
        """Name every entry of the store."""
        return (path.stem for path in self.store.folder.glob("ids/*.json"))

    def has_stored(self, dataset: Dataset) -> bool:
        return self.times_stored(dataset) > 0

    def times_stored(self, dataset: Dataset) -> int:
        return [self.store.entry(dataset_id).name for dataset_id in self.store_ids()].count(dataset.name)

    def visit(self, query: str = "") -> None:
        self.page.goto(f"{self.base}/{query}")
        expect(self.heading).to_be_visible()

    # ---- what is on the page ------------------------------------------------------------------------------------

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", name=spec.APP_TITLE, level=1, exact=True)

    @property
    def rows(self) -> Locator:
        return self.page.locator(self.driver.rows_selector())

    @property
    def alert(self) -> Locator:
        return self.page.get_by_role("alert").filter(visible=True)

    @property
    def charts(self) -> Locator:
        return self.page.locator(".js-plotly-plot")

    @property
    def remove_buttons(self) -> Locator:
        return self.button(spec.LABEL_REMOVE_PANEL)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def action(self, name: str) -> Locator:
        """Something to click: what leads elsewhere or to a file may be a link or a button."""
        links, buttons = (self.page.get_by_role(role, name=name, exact=True) for role in ("link", "button"))
        return links.or_(buttons)

    def dialog(self, name: str) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def panel(self, place: int) -> Locator:
        return self.page.locator(self.driver.panel_selector(place))

    def caption(self, place: int) -> Locator:
        return self.page.locator(self.driver.caption_selector(place))

    def chart(self, place: int) -> dict[str, Any] | None:
        """Data and layout of the drawn chart, and how many points it has; None where there is no chart."""
        chart: dict[str, Any] | None = self.page.evaluate(READ_CHART, self.driver.panel_selector(place))
        return chart

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    # ---- what a user does ---------------------------------------------------------------------------------------

    def choose(self, label: str, option: str, *, place: int | None = None) -> None:
        self.driver.choose(self.page if place is None else self.panel(place), label, option)

    def enter(self, label: str, text: str, *, place: int | None = None) -> None:
        field = (self.page if place is None else self.panel(place)).get_by_label(label, exact=True)
        field.fill(text)
        field.press("Enter")

    def upload(self, dataset: Dataset) -> None:
        file: Any = {"name": dataset.name, "mimeType": "text/csv", "buffer": dataset.content}
        field = self.page.locator("input[type=file]")
        expect(field).to_have_count(1)  # the field of the upload before may be about to go
        field.set_input_files(file)

    def open_options(self, place: int) -> Locator:
        self.panel(place).get_by_role("button", name=spec.LABEL_OPTIONS, exact=True).click()
        dialog = self.dialog(spec.OPTIONS_TITLE)
        expect(dialog).to_be_visible()
        return dialog

    def tick(self, scope: Page | Locator, label: str) -> None:
        scope.get_by_text(label, exact=True).click()

    def draw_box(self, place: int, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Drag the mouse over a chart from one corner to the other, in the units of its axes."""
        self.panel(place).locator(".nsewdrag").first.scroll_into_view_if_needed()
        corners = self.page.evaluate(PLACE_OF_BOX, [self.driver.panel_selector(place), x, y])
        (left, right), (bottom, top) = corners
        self.page.mouse.move(left, bottom)
        self.page.mouse.down()
        self.page.mouse.move(right, top, steps=5)
        self.page.mouse.up()

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    # ---- what must come true ------------------------------------------------------------------------------------

    def expect_rows(self, matched: int, total: int) -> None:
        expect(self.rows).to_have_text(spec.rows_shown(matched, total))

    def expect_panel(self, place: int, panel: PanelSpec, matched: pd.DataFrame) -> None:
        """Wait until a panel draws these rows, then compare the whole figure and the caption with the shared ones."""
        expected = build_chart(matched, panel)
        layout = expected.figure["layout"]
        # Only a scatter chart has an element for each row that it draws.
        points = expected.drawn if panel.kind == "scatter" and panel.animate is None else None
        arguments = [self.driver.panel_selector(place), layout["meta"], layout["title"]["text"], points]
        try:
            self.page.wait_for_function(SHOWS_CHART, arg=arguments)
        except Exception as error:
            shown = self.chart(place)
            found = (
                {"meta": shown["layout"]["meta"], "points": shown["points"], "title": shown["title"]} if shown else None
            )
            raise AssertionError(f"panel {place}: expected {layout['meta']} {panel.title!r}, found {found}") from error
        shown = self.chart(place)
        assert shown is not None
        figure = self.page.evaluate("figure => {" + PLAIN + "return plain(figure)}", expected.figure)
        assert len(shown["data"]) == len(figure["data"])
        assert_contains(shown["data"], figure["data"], "data")
        answer = {key: value for key, value in figure["layout"].items() if key not in SIZES}
        assert_contains(shown["layout"], answer, "layout")
        expect(self.caption(place)).to_have_text(expected.caption)

    def expect_alert(self, *words: str) -> None:
        """Wait for the one alert with all these words; a traceback or a path in it is a failure."""
        for word in words:
            expect(self.alert).to_contain_text(word)
        expect(self.alert).to_have_count(1)
        self.expect_no_internals()

    def expect_no_internals(self) -> None:
        text = self.text()
        for internal in ("Traceback", ".py", "site-packages", "parquet"):
            assert internal not in text

    def wait_until_idle(self) -> None:
        """Wait until nothing more can come: only then is "it did not happen" a finding."""
        self.page.wait_for_function(self.driver.idle_script)

    def watch_redraws(self) -> None:
        """Note, from now on, whatever is drawn anew in any chart on the page."""
        self.wait_until_idle()
        self.page.evaluate(WATCH_REDRAWS)

    def redraws(self, place: int) -> int | None:
        """Changes seen in a watched chart; None where another chart has taken its place."""
        redraws: int | None = self.page.evaluate(READ_REDRAWS, self.driver.panel_selector(place))
        return redraws


def assert_contains(shown: Any, expected: Any, where: str) -> None:
    """Assert that the page has all of the expected figure; it may have more (sizes, ranges that Plotly fills in)."""
    if isinstance(expected, dict):
        assert isinstance(shown, dict), f"{where}: {shown!r}"
        for key, value in expected.items():
            assert key in shown, f"{where}.{key} is not on the page"
            assert_contains(shown[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert isinstance(shown, list), f"{where}: {shown!r}"
        assert len(shown) == len(expected), f"{where}: {len(shown)} items, expected {len(expected)}"
        for place, value in enumerate(expected):
            assert_contains(shown[place], value, f"{where}[{place}]")
    elif isinstance(expected, float) and expected != expected:
        assert shown != shown, f"{where}: {shown!r}, expected no number"
    else:
        assert shown == expected, f"{where}: {shown!r}, expected {expected!r}"
