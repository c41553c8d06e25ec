"""The production server: every option in one place. Imports outbox, and app's path alone: Streamlit runs that script.

`st.App` rather than ``streamlit run``: the font can be served from ``shared/`` by a route of our own, and one handler
words every failure that nobody foresaw, also those in a fragment or in a widget's callback.
"""

import argparse
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from shared.explorer_spec import DEFAULT_TIER, MAX_UPLOAD_BYTES, TIERS, UNEXPECTED_ERROR
from shared.theme import FONT_FILE, streamlit_theme
from streamlit_explorer import outbox

ENVIRONMENT_TIER: Final = "EXPLORER_TIER"
SCRIPT: Final = Path(__file__).with_name("app.py")
FONT_ROUTE: Final = "/fonts"
DEFAULT_PORT: Final = 8501
REFUSED_UNREAD_BYTES: Final = 4 * MAX_UPLOAD_BYTES
"""What no browser may send at all. Not `MAX_UPLOAD_BYTES`: Streamlit's own refusal is a red file name, whose words are
a tooltip beside whatever alert there is; a file up to this size is sent and gets our own alert."""

_log = logging.getLogger(__name__)

PRODUCTION: Final[Mapping[str, Any]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": REFUSED_UNREAD_BYTES // 1024**2,
    "server.runOnSave": False,
    "server.showEmailPrompt": False,
}
"""What is left out keeps Streamlit's default."""

DEVELOPMENT: Final[Mapping[str, Any]] = {
    "client.showErrorDetails": "full",
    "client.toolbarMode": "developer",
    "server.fileWatcherType": "auto",
    "server.runOnSave": True,
}
"""What ``--dev`` sets otherwise."""


def options(*, host: str, port: int, dev: bool = False, collect: bool = True) -> dict[str, Any]:
    """Return Streamlit's configuration by dotted name: server, browser and the theme of both modes.

    Parameters
    ----------
    host, port : str, int
        Where to listen.
    dev : bool
        Show errors and tools, run again on every save.
    collect : bool
        Collect garbage after every run, as Streamlit does if nobody tells it not to.
    """
    theme = streamlit_theme(font_url=f"{FONT_ROUTE}/{FONT_FILE.name}")
    return {
        **PRODUCTION,
        **(DEVELOPMENT if dev else {}),
        "runner.postScriptGC": collect,
        "server.address": host,
        "server.port": port,
        **_dotted("theme", theme),
    }


def say_unexpected(error: Exception) -> bool:
    """Show that something failed, without what failed: Streamlit has written the traceback to the log.

    Returns
    -------
    bool
        True, which tells Streamlit to show nothing of its own.
    """
    _log.error("unexpected %s", type(error).__name__)
    st.error(UNEXPECTED_ERROR)
    return True


def build(*, dev: bool = False) -> st.App:
    """Make the application: the script, the font's route and, in production, the handler of unforeseen failures."""
    fonts = Mount(FONT_ROUTE, StaticFiles(directory=FONT_FILE.parent))
    return st.App(SCRIPT, routes=[fonts], on_script_error=None if dev else say_unexpected)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read flags and environment, then serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m streamlit_explorer", description="Serve the Streamlit explorer.")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", DEFAULT_PORT)))
    parser.add_argument("--tier", choices=TIERS, default=os.environ.get(ENVIRONMENT_TIER, DEFAULT_TIER))
    parser.add_argument("--dev", action="store_true", help="show errors, run again on every save")
    parser.add_argument("--no-gc", action="store_true", help="do not collect garbage after every run")
    chosen = parser.parse_args(arguments)
    os.environ[ENVIRONMENT_TIER] = chosen.tier
    config = options(host=chosen.host, port=chosen.port, dev=chosen.dev, collect=not chosen.no_gc)
    outbox.keep_unsent()
    build(dev=chosen.dev).run(config=config)


def _dotted(prefix: str, section: Mapping[str, Any]) -> dict[str, Any]:
    """Flatten nested sections: {"light": {"textColor": c}} -> {"theme.light.textColor": c}."""
    flat: dict[str, Any] = {}
    for name, value in section.items():
        flat |= _dotted(f"{prefix}.{name}", value) if isinstance(value, Mapping) else {f"{prefix}.{name}": value}
    return flat
