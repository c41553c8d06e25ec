"""Pictures both explorers, wide and narrow, light and dark. Beside the pipeline; imports browser, drivers, processes.

``python -m benchmarks.screenshots DIR`` writes ``<framework>-<width>-<scheme>.png``.
"""

import argparse
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize

from benchmarks.browser import VIEWPORT, new_context, open_browser
from benchmarks.drivers import driver, frameworks
from benchmarks.model import Driver
from benchmarks.processes import Server
from shared.dataset_store import DatasetStore
from shared.explorer_spec import DEFAULT_TIER, LABEL_COLOUR
from shared.samples import load_sample, sample_csv

WIDTHS: Final[dict[str, ViewportSize]] = {"wide": VIEWPORT, "narrow": {"width": 390, "height": 844}}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SAMPLE: Final = "Gapminder"
COLOUR: Final = "continent"
PANELS: Final = 4

DRAWN: Final = """panels => {
  const plots = [...document.querySelectorAll('.js-plotly-plot')];
  return plots.length === panels && plots.every(plot => plot.querySelector('.scatterlayer .point'));
}"""
COLOURED: Final = "() => document.querySelector('.js-plotly-plot .legendtext') !== null"


def main() -> None:
    """Write every picture and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description="Picture both explorers.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with open_browser() as browser:
        for framework in frameworks():
            for path in picture(browser, driver(framework), folder):
                print(path)


def picture(browser: Browser, explorer: Driver, folder: Path) -> Iterator[Path]:
    """Write the pictures of one explorer; yields the path of each."""
    with (
        tempfile.TemporaryDirectory(prefix="store-") as name,
        Server(explorer, tier=DEFAULT_TIER, arm=explorer.arms[0], store=Path(name)) as server,
    ):
        dataset_id = DatasetStore(Path(name)).put(load_sample(SAMPLE), name=SAMPLE, source=sample_csv(SAMPLE))
        address = explorer.url(f"http://127.0.0.1:{server.port}", dataset_id=dataset_id, panels=PANELS)
        for (width, viewport), scheme in itertools.product(WIDTHS.items(), SCHEMES):
            path = folder / f"{explorer.framework}-{width}-{scheme}.png"
            with new_context(browser) as context:
                page = context.new_page()
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size(viewport)
                page.goto(address)
                page.wait_for_function(DRAWN, arg=PANELS)
                explorer.choose(page.locator(explorer.panel_selector(0)), LABEL_COLOUR, COLOUR)
                page.wait_for_function(COLOURED)
                page.wait_for_function(explorer.idle_script)
                page.screenshot(path=path)
            yield path


if __name__ == "__main__":
    main()
