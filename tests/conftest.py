"""What all tests share: markers set by fixture, a browser for Dash's own test tool, a store that is nobody's."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.chrome.options import Options

from benchmarks.browser import find_browser

BROWSER_FIXTURES = {"browser", "context", "dash_br", "dash_duo", "page"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & BROWSER_FIXTURES:
            item.add_marker(pytest.mark.browser)
        if "dash_duo" in fixtures and shutil.which("chromedriver") is None:
            item.add_marker(pytest.mark.skip(reason="dash_duo needs a chromedriver on PATH, and there is none"))


def pytest_setup_options() -> Options:
    """Browser of dash_duo: the one that everything else uses, headless."""
    options = Options()
    options.binary_location = str(find_browser())
    options.add_argument("--headless=new")
    options.add_argument("--disable-dev-shm-usage")
    return options


@pytest.fixture(scope="session", autouse=True)
def private_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the dataset store during the tests: no test reads or writes the user's own."""
    folder = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXPLORER_STORE", str(folder))
        yield folder
