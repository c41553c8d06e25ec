"""Server of the harness's test double: builds the same charts as the explorers, over plain HTTP.

``FAKE_DELAY_MS`` is waited before each chart; ``FAKE_ANSWER`` is "right", "wrong_column" or "wrong_values".
"""

import argparse
import base64
import dataclasses
import json
import os
import time
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import plotly

from benchmarks.scenarios.global_filter import FILTER_COLUMN
from shared import counters
from shared.dataset_store import open_store
from shared.explorer_spec import PanelSpec, default_axes, default_panel, rows_drawn, rows_shown
from shared.figures import build_chart
from shared.filtering import Filter, apply_filter

PAGE = Path(__file__).with_name("page.html")
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@cache
def frame(dataset: str) -> pd.DataFrame:
    return open_store().frame(dataset)


def panels(fields: Mapping[str, str]) -> list[dict[str, Any]]:
    data = frame(fields["dataset"])
    return [dataclasses.asdict(default_panel(default_axes(data), place)) for place in range(int(fields["panels"]))]


def chart(fields: Mapping[str, str]) -> dict[str, Any]:
    counters.add("callbacks")
    time.sleep(float(os.environ.get("FAKE_DELAY_MS", "0")) / 1e3)
    data = frame(fields["dataset"])
    minimum = fields.get("minimum")
    shown = apply_filter(data, Filter(column=FILTER_COLUMN, minimum=float(minimum))) if minimum else data
    panel = PanelSpec(int(fields["panel_id"]), fields["title"], fields["x"], fields["y"])
    answer = os.environ.get("FAKE_ANSWER", "right")
    changed = panel.x != default_panel(default_axes(data), panel.panel_id).x
    if changed and answer == "wrong_column":
        panel = dataclasses.replace(panel, x="minute")
    built = build_chart(shown, panel)
    if changed and answer == "wrong_values":
        trace = built.figure["data"][0]
        values = np.frombuffer(base64.b64decode(trace["x"]["bdata"]), dtype="<f8") + 1
        trace["x"] = {"dtype": "f8", "bdata": base64.b64encode(values.tobytes()).decode()}
    return {
        "figure": built.figure,
        "caption": rows_drawn(built.drawn, built.matched),
        "rows": rows_shown(len(shown), len(data)),
    }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(target.query).items()}
        if target.path == "/":
            kind, body = "text/html", PAGE.read_bytes()
        elif target.path == "/plotly.min.js":
            kind, body = "text/javascript", PLOTLY.read_bytes()
        else:
            answer = {"/panels": panels, "/chart": chart}[target.path]
            kind, body = "application/json", json.dumps(answer(fields)).encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), Handler).serve_forever()
