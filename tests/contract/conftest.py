"""Fixtures of the contract suite: a server for each framework and tier, one browser, a fresh page for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.browser import new_context, open_browser
from benchmarks.drivers import driver, frameworks
from benchmarks.model import Driver
from benchmarks.processes import Server
from shared.dataset_store import DatasetStore
from shared.explorer_spec import TIERS
from tests.contract.explorer_page import ExplorerPage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 60_000
"""Long enough for a machine that is several times as slow as usual: a test that passes never waits for it."""
ARTEFACTS = ROOT / ".cache" / "contract"

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Explorer:
    """A running explorer: one framework, one tier, one store."""

    driver: Driver
    server: Server
    store_folder: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"


def arms(*tiers: str) -> list:
    """One parameter per framework and tier. Its tests stay in one xdist worker, so that its server starts once."""
    names = [f"{framework}-{tier}" for framework in frameworks() for tier in tiers]
    return [pytest.param(name, marks=pytest.mark.xdist_group(name), id=name) for name in names]


@pytest.fixture(scope="session", params=arms(*TIERS))
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    """The production server of one framework and tier; serves all of its tests."""
    framework, _, tier = request.param.partition("-")
    found = driver(framework)
    store = tmp_path_factory.mktemp(request.param)
    with Server(found, tier=tier, arm=found.arms[0], store=store) as server:
        yield Explorer(driver=found, server=server, store_folder=store)


@pytest.fixture(scope="session")
def context() -> Iterator[BrowserContext]:
    """One profile for all pages of the run: what a server has sent once is in its cache, as it is at a user's."""
    with open_browser() as browser:
        opened = new_context(browser)
        opened.set_default_timeout(PATIENCE_MS)
        yield opened


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without a past. It fails its test if it raises, or asks another host for anything."""
    context.clear_cookies()
    page = context.new_page()
    raised: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: raised.append(str(error)))
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    failed_before = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed_before:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{request.node.name}.png", full_page=True)
    page.close()
    assert asked, "no request was seen, so that no foreign one would have been"
    assert not [url for url in asked if is_foreign(url)]
    assert not raised, "the page raised an error"


def is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


@pytest.fixture
def explorer(running: Explorer, page: Page) -> ExplorerPage:
    store = DatasetStore(running.store_folder)
    return ExplorerPage(page=page, driver=running.driver, base=running.base, store=store)
