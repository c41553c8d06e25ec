"""What can be taken away, at addresses of its own: the filtered rows, a chart. Imports datasets and shared.

Links and not `dcc.Download`: that sends a file through a callback, as base64 within JSON, held by the browser thrice.
"""

import flask

from dash_explorer.datasets import Datasets
from shared.address import from_view
from shared.chart_code import chart_code
from shared.errors import ExplorerError
from shared.explorer_spec import PanelSpec, column_options, default_axes, default_panel
from shared.export import chart_page, csv_bytes, file_name, filtered_name
from shared.figures import build_chart
from shared.filtering import Filter


def register(server: flask.Flask, datasets: Datasets) -> None:
    """Declare the addresses; both take ``dataset`` and ``view``, as the page's own address has them."""

    @server.get("/rows.csv")
    def rows_csv() -> flask.Response:
        dataset_id = flask.request.args.get("dataset", "")
        _, chosen = _view(datasets, dataset_id)
        content = csv_bytes(datasets.rows(dataset_id, chosen), defuse=flask.request.args.get("defuse") == "1")
        return _file(content, "text/csv; charset=utf-8", filtered_name(datasets.entry(dataset_id).name))

    @server.get("/chart.html")
    def chart_html() -> flask.Response:
        dataset_id = flask.request.args.get("dataset", "")
        panels, chosen = _view(datasets, dataset_id)
        chart = build_chart(datasets.rows(dataset_id, chosen), panels[0])
        page = chart_page(chart.figure, panels[0].title)
        return _file(page.encode(), "text/html; charset=utf-8", file_name(panels[0].title, ".html"))

    @server.get("/chart.py")
    def chart_script() -> flask.Response:
        dataset_id = flask.request.args.get("dataset", "")
        panels, chosen = _view(datasets, dataset_id)
        file = filtered_name(datasets.entry(dataset_id).name)
        code = chart_code(datasets.rows(dataset_id, chosen), panels[0], file=file)
        return _file(code.encode(), "text/x-python; charset=utf-8", file_name(panels[0].title, ".py"))

    @server.errorhandler(ExplorerError)
    def explain(error: ExplorerError) -> tuple[str, int, dict[str, str]]:
        return str(error), 400, {"Content-Type": "text/plain; charset=utf-8"}


def _view(datasets: Datasets, dataset_id: str) -> tuple[list[PanelSpec], Filter]:
    """Read ``view`` from the address; without it: a default panel, no filter."""
    frame = datasets.frame(dataset_id)
    axes = default_axes(frame)
    panels, chosen = from_view(flask.request.args.get("view") or "{}", column_options(frame), axes)
    return panels or [default_panel(axes, 0)], chosen


def _file(content: bytes, kind: str, name: str) -> flask.Response:
    response = flask.Response(content, content_type=kind)
    # A name in letters of any language: RFC 6266 by werkzeug.
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
