"""Fixtures of the contract suite: a server for each framework and tier, one browser, a fresh page for each test."""

import os
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.browser import new_context, open_browser
from benchmarks.model import Driver
from shared.dataset_store import DatasetStore
from shared.explorer_spec import TIERS
from tests.contract.explorer_page import ExplorerPage

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = sorted(folder.name.removesuffix("_explorer") for folder in ROOT.glob("*_explorer"))
PATIENCE_MS = 20_000
START_TIMEOUT_S = 60
ARTEFACTS = ROOT / ".cache" / "contract"

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True)
class Server:
    """A running explorer."""

    name: str
    driver: Driver
    base: str
    store: DatasetStore
    store_folder: Path
    log: Path


def arms(*tiers: str) -> list:
    """One parameter per framework and tier. Its tests stay in one xdist worker, so that its server starts once."""
    names = [f"{framework}-{tier}" for framework in FRAMEWORKS for tier in tiers]
    return [pytest.param(name, marks=pytest.mark.xdist_group(name), id=name) for name in names]


@pytest.fixture(scope="session", params=arms(*TIERS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The production server of one framework and tier; runs for all of its tests."""
    framework, _, tier = request.param.partition("-")
    driver: Driver = import_module(f"{framework}_explorer.driver").DRIVER
    folder = tmp_path_factory.mktemp(request.param)
    store_folder, log = folder / "store", folder / "server.log"
    port, arm = free_port(), driver.arms[0]
    with log.open("wb") as output:
        process = subprocess.Popen(
            driver.command(tier=tier, arm=arm, port=port),
            env={**os.environ, **driver.environment(tier=tier, arm=arm, store=store_folder)},
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_served(base, process, log)
            yield Server(request.param, driver, base, DatasetStore(store_folder), store_folder, log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the server answers, and say what it printed if it ends instead."""
    remaining = START_TIMEOUT_S * 10
    while remaining := remaining - 1:
        try:
            urllib.request.urlopen(base, timeout=10).close()
            return
        except (urllib.error.URLError, ConnectionError):
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    pytest.fail(f"no answer from {base}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without a past. It fails its test if it raises, or asks another host for anything."""
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    raised: list[str] = []
    foreign: list[str] = []
    page.on("pageerror", lambda error: raised.append(str(error)))
    context.on("request", lambda asked: foreign.append(asked.url) if is_foreign(asked.url) else None)
    page.on("websocket", lambda socket: foreign.append(socket.url) if is_foreign(socket.url) else None)
    failed_before = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed_before:
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{request.node.name}.png", full_page=True)
    context.close()
    assert not foreign, "the page asked another host"
    assert not raised, "the page raised an error"


def is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


@pytest.fixture
def explorer(server: Server, page: Page) -> ExplorerPage:
    return ExplorerPage(page=page, driver=server.driver, base=server.base, store=server.store)
