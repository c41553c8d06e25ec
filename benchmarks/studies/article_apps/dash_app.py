"""The article's explorer in Dash: upload, two lists, one chart of all rows, a summary. Imports shared and Dash alone.

The pattern of the comparison article: the rows are JSON in a `dcc.Store`. The browser sends all of them with each
change, the callback parses all of them again and returns the whole chart. No stylesheet: the article's comes from a
foreign host. ``python -m benchmarks.studies.article_apps.dash_app --port 8060`` serves it.
"""

import argparse
import base64
import io
from typing import Any, Final

import dash_bootstrap_components as dbc
import flask
import pandas as pd
import plotly.express as px
import waitress
from dash import Dash, Input, Output, State, dcc, html, no_update

from shared import counters
from shared.data_loading import CsvLoadError, load_csv
from shared.explorer_spec import APP_TITLE, LABEL_UPLOAD, LABEL_X, LABEL_Y, TAB_SUMMARY

HIDDEN: Final = {"display": "none"}
SHOWN: Final = {"display": "block"}

# With asgiref installed Dash would turn to asynchronous dispatch by itself.
app = Dash(__name__, use_async=False)
server: flask.Flask = app.server
app.layout = html.Main(
    [
        html.H1(APP_TITLE),
        dcc.Upload(html.Button(LABEL_UPLOAD), id="upload"),
        html.Div(id="error", role="alert"),
        dcc.Store(id="rows"),
        html.Div(
            [
                html.Label(LABEL_X, htmlFor="x"),
                dcc.Dropdown(id="x"),
                html.Label(LABEL_Y, htmlFor="y"),
                dcc.Dropdown(id="y"),
                html.Div(id="chart"),
                html.H2(TAB_SUMMARY),
                html.Div(id="summary"),
            ],
            id="analysis",
            style=HIDDEN,
        ),
    ]
)


@app.callback(
    Output("rows", "data"),
    Output("analysis", "style"),
    Output("x", "options"),
    Output("y", "options"),
    Output("error", "children"),
    Input("upload", "contents"),
    State("upload", "filename"),
)
def load(contents: str | None, filename: str | None) -> tuple[Any, ...]:
    """Turn an uploaded file into rows that the browser keeps."""
    if contents is None:
        return None, HIDDEN, [], [], ""
    encoded = contents.partition(",")[2]
    try:
        frame = load_csv(base64.b64decode(encoded), name=filename).frame
    except CsvLoadError as error:
        return None, HIDDEN, [], [], str(error)
    columns = list(frame.columns)
    return frame.to_json(date_format="iso"), SHOWN, columns, columns, ""


@app.callback(Output("summary", "children"), Input("rows", "data"))
def summarise(rows: str | None) -> Any:
    """Describe the columns."""
    if not rows:
        return no_update
    return dbc.Table.from_dataframe(pd.read_json(io.StringIO(rows)).describe().reset_index())


@app.callback(Output("chart", "children"), Input("x", "value"), Input("y", "value"), Input("rows", "data"))
def draw(x: str | None, y: str | None, rows: str | None) -> Any:
    """Draw every row."""
    if not rows or not x or not y:
        return f"Choose {LABEL_X} and {LABEL_Y}."
    frame = pd.read_json(io.StringIO(rows))
    counters.add("figures_built")
    return dcc.Graph(figure=px.scatter(frame, x=x, y=y))


@server.before_request
def count() -> None:
    """Count executed callbacks where each of them must pass: Dash sends one request for each."""
    if flask.request.path.endswith("/_dash-update-component"):
        counters.add("callbacks")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Serve the comparison article's explorer in Dash.")
    parser.add_argument("--port", type=int, default=8060)
    # As many threads as the explorer has.
    waitress.serve(server, host="127.0.0.1", port=parser.parse_args().port, threads=8)
