"""Entry point of the Dash explorer: wires the parts together and serves them. `create_app` is for tests too."""

import argparse
import logging
import os
from collections.abc import Sequence
from typing import Final

import flask
import waitress
from dash import Dash

from dash_explorer import controls, downloads, layout, options
from dash_explorer.datasets import Datasets
from dash_explorer.errors import show_error
from dash_explorer.tiers import Tier
from dash_explorer.tiers.idiomatic import Idiomatic
from dash_explorer.tiers.naive import Naive
from dash_explorer.tiers.optimised import Optimised
from shared import counters
from shared.dataset_store import DatasetStore, open_store
from shared.explorer_spec import APP_TITLE, DEFAULT_TIER, TIERS
from shared.theme import FONT_FILE

DEFAULT_PORT: Final = 8050
THREADS: Final = 8
"""More than the six connections that a browser opens, so that a second user is not kept waiting by one page."""
YEAR_S: Final = 365 * 24 * 3600


def create_app(*, tier: str = DEFAULT_TIER, store: DatasetStore | None = None) -> Dash:
    """Build the explorer.

    Parameters
    ----------
    tier : str
        One of `TIERS`.
    store : DatasetStore, optional
        Where datasets live; by default the one that the environment names.
    """
    app = Dash(
        __name__,
        title=APP_TITLE,
        update_title="",
        index_string=layout.index_string(),
        serve_locally=True,
        compress=False,
        # With asgiref installed Dash would turn to asynchronous dispatch by itself.
        use_async=False,
        # Table pages and panels come later than the callbacks that fill them.
        suppress_callback_exceptions=True,
        on_error=show_error,
    )
    datasets = Datasets(store or open_store())
    chosen = _make_tier(tier, datasets)
    app.layout = layout.page()
    layout.register(app, tier)
    controls.register(app, chosen, datasets)
    options.register(app)
    chosen.register(app)
    downloads.register(app.server, datasets)
    _serve_font(app.server)
    _count_callbacks(app.server)
    return app


def _make_tier(name: str, datasets: Datasets) -> Tier:
    tiers: dict[str, type[Naive] | type[Idiomatic] | type[Optimised]] = {
        "naive": Naive,
        "idiomatic": Idiomatic,
        "optimised": Optimised,
    }
    return tiers[name](datasets)


def _serve_font(server: flask.Flask) -> None:
    @server.get(layout.FONT_ADDRESS)
    def font() -> flask.Response:
        return flask.send_file(FONT_FILE, mimetype="font/woff2", max_age=YEAR_S)


def _count_callbacks(server: flask.Flask) -> None:
    """Count executed callbacks where each of them must pass: Dash sends one request for each."""

    @server.before_request
    def count() -> None:
        if flask.request.path.endswith("/_dash-update-component"):
            counters.add("callbacks")


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the explorer until interrupted."""
    options = _parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(tier=options.tier)
    if options.debug:
        app.run(host=options.host, port=options.port, debug=True)
        return
    print(f"{APP_TITLE} ({options.tier}) at http://{options.host}:{options.port}", flush=True)
    waitress.serve(app.server, host=options.host, port=options.port, threads=THREADS)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    environment = os.environ
    parser = argparse.ArgumentParser(prog="python -m dash_explorer.app", description="Serve the Dash data explorer.")
    parser.add_argument("--host", default=environment.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=environment.get("PORT", str(DEFAULT_PORT)))
    parser.add_argument("--tier", choices=TIERS, default=environment.get("EXPLORER_TIER", DEFAULT_TIER))
    parser.add_argument("--debug", "--dev", action="store_true", help="Dash's debugger and hot reload; never in public")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
