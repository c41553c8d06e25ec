"""Finds and starts the Chromium that everything drives: benchmark, contract suite, screenshots. Imports no stage."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Playwright, ViewportSize, sync_playwright

ENVIRONMENT_VARIABLE: Final = "BROWSER_EXECUTABLE"
SYSTEM_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SYSTEM_PATHS: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
VIEWPORT: Final[ViewportSize] = {"width": 1440, "height": 900}

LAUNCH_ARGUMENTS: Final = (
    # Nothing may leave the machine or wake up in the middle of an interaction.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    # A page that is not in front would get its timers and frames throttled.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    # A container's /dev/shm is too small for large pages.
    "--disable-dev-shm-usage",
)


class BrowserNotFoundError(RuntimeError):
    """No Chromium to drive; says where it was looked for and what to do."""


def find_browser(playwright: Playwright | None = None) -> Path | None:
    """Find a Chromium: the one that ``BROWSER_EXECUTABLE`` names, else the system's, else Playwright's own.

    Parameters
    ----------
    playwright : Playwright or None
        A running Playwright to ask for its own browser; one is started for the question if there is none.

    Returns
    -------
    Path or None
        None if there is none at all.

    Raises
    ------
    BrowserNotFoundError
        If ``BROWSER_EXECUTABLE`` names a file that does not exist: another browser in silence would be a surprise.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise BrowserNotFoundError(f"{ENVIRONMENT_VARIABLE}={named}: no such file; name a Chromium or unset it")
        return Path(named)
    for name in SYSTEM_NAMES:
        if found := shutil.which(name):
            return Path(found)
    for path in SYSTEM_PATHS:
        if Path(path).is_file():
            return Path(path)
    if playwright is None:
        with sync_playwright() as started:
            return find_browser(started)
    own = Path(playwright.chromium.executable_path)
    return own if own.is_file() else None


def launch(playwright: Playwright) -> Browser:
    """Start a headless Chromium.

    Raises
    ------
    BrowserNotFoundError
        If there is none.
    """
    executable = find_browser(playwright)
    if executable is None:
        raise BrowserNotFoundError(
            f"no Chromium on PATH and none of Playwright's own; install Chromium, or name one by {ENVIRONMENT_VARIABLE}"
        )
    sandbox = hasattr(os, "geteuid") and os.geteuid() != 0  # Chromium refuses to start its sandbox as root
    return playwright.chromium.launch(
        executable_path=executable, chromium_sandbox=sandbox, args=list(LAUNCH_ARGUMENTS), headless=True
    )


def new_context(browser: Browser) -> BrowserContext:
    """Open a fresh profile (no cache, no cookies) with the screen that every figure belongs to."""
    return browser.new_context(
        viewport=VIEWPORT,
        device_scale_factor=1,
        reduced_motion="reduce",
        color_scheme="light",
        locale="en-US",
        timezone_id="UTC",
    )


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Playwright and a Chromium, and stop both at the end."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            yield browser
        finally:
            browser.close()
