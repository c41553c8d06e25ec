"""Naive tier: the pattern of the comparison article. All rows travel as JSON, in every direction, for every update.

The rows sit in a ``dcc.Store``; a callback that needs one column is sent them all and parses them all. Whole graphs and
whole lists of panels are sent back. It breaks where the browser can no longer hold the rows, and says so.
"""

from collections.abc import Sequence
from io import StringIO
from typing import Any, Final

import pandas as pd
from dash import ALL, MATCH, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from dash_explorer import controls, ids, panels, tables
from dash_explorer.datasets import Datasets
from dash_explorer.errors import clear_error
from shared.data_loading import CsvTooLargeError
from shared.explorer_spec import ChartKind, PanelSpec, column_options
from shared.figures import build_chart
from shared.filtering import Filter, apply_filter

MAX_JSON_CHARACTERS: Final = 400_000_000
"""Chromium refuses text of more than 2**29 characters, and each quote of the rows takes two on the way."""


class Naive:
    """See the module."""

    def __init__(self, datasets: Datasets) -> None:
        self._datasets = datasets

    def held(self, dataset_id: str) -> dict[str, Any]:
        """Hold every row as JSON, and the types that JSON cannot express: the answers must be the same."""
        frame = self._datasets.frame(dataset_id)
        rows = frame.to_json(date_format="iso", double_precision=15)
        if len(rows) > MAX_JSON_CHARACTERS:
            raise CsvTooLargeError(
                f"{len(frame):,} rows are {len(rows):,} characters of JSON",
                f"a browser can hold {MAX_JSON_CHARACTERS:,}",
                "Choose a smaller file or another tier.",
            )
        return {"rows": rows, "types": {label: str(dtype) for label, dtype in frame.dtypes.items()}}

    def rows(self, held: dict[str, Any], chosen: Filter) -> pd.DataFrame:
        """Parse every row, then filter."""
        frame = pd.read_json(
            StringIO(held["rows"]), dtype=False, convert_dates=False, convert_axes=False, precise_float=True
        )
        dates = {label: name for label, name in held["types"].items() if name.startswith("datetime64")}
        for label, name in dates.items():
            frame[label] = pd.to_datetime(frame[label], format="ISO8601", utc="," in name)
        return apply_filter(frame.astype(held["types"]).reset_index(drop=True), chosen)

    def cards(self, frame: pd.DataFrame, panels_: Sequence[PanelSpec]) -> list[html.Section]:
        """Build panels without charts: each panel's callback brings its own."""
        return [panels.card(panel, column_options(frame)) for panel in panels_]

    def register(self, app: Dash) -> None:
        """Declare this tier's callbacks."""

        @app.callback(
            Output(ids.FILTER, "data"),
            *controls.FILTER_INPUTS,
            State(ids.FILTER, "data"),
            State(ids.DATASET, "data"),
            State(ids.ALERT, "children"),
            prevent_initial_call=True,
        )
        def commit_filter(*values: Any) -> Any:
            *inputs, before, held, alert = values
            chosen = controls.filter_from(*inputs)
            self.rows(held, controls.filter_of(chosen))
            clear_error(alert)
            return no_update if chosen == before else chosen

        @app.callback(
            Output(ids.of_panel(ids.CHART_BOX, MATCH), "children"),
            Output(ids.of_panel(ids.CAPTION, MATCH), "children"),
            Input(ids.of_panel(ids.X, MATCH), "value"),
            Input(ids.of_panel(ids.Y, MATCH), "value"),
            Input(ids.of_panel(ids.COLOUR, MATCH), "value"),
            Input(ids.of_panel(ids.KIND, MATCH), "value"),
            Input(ids.of_panel(ids.MORE, MATCH), "data"),
            Input(ids.of_panel(ids.TITLE, MATCH), "value"),
            Input(ids.FILTER, "data"),
            State(ids.DATASET, "data"),
        )
        def draw_panel(
            x: str,
            y: str,
            colour: str,
            kind: ChartKind,
            more: dict[str, Any],
            title: str | None,
            chosen: dict[str, Any] | None,
            held: dict[str, Any],
        ) -> tuple[dcc.Graph, str]:
            number = ctx.outputs_list[0]["id"]["panel"]
            panel = panels.spec(number, title, x, y, colour, kind, more)
            chart = build_chart(self.rows(held, controls.filter_of(chosen)), panel)
            return panels.graph(number, chart.figure), chart.caption

        @app.callback(
            Output(ids.PANELS, "children", allow_duplicate=True),
            Input(ids.NEW_PANEL, "data"),
            State(ids.PANELS, "children"),
            State(ids.DATASET, "data"),
            prevent_initial_call=True,
        )
        def add_panel(asked: dict[str, Any], children: list[Any], held: dict[str, Any]) -> list[Any]:
            frame = self.rows(held, Filter())
            return children + self.cards(frame, [panels.new_panel(asked, frame)])

        @app.callback(
            Output(ids.PANELS, "children", allow_duplicate=True),
            Input(ids.of_panel(ids.REMOVE, ALL), "n_clicks"),
            State(ids.PANELS, "children"),
            prevent_initial_call=True,
        )
        def remove_panel(clicks: list[int | None], children: list[Any]) -> list[Any]:
            if not any(clicks):  # a panel that comes or goes changes the list of buttons too
                raise PreventUpdate
            return [child for child in children if child["props"]["id"]["panel"] != ctx.triggered_id["panel"]]

        @app.callback(
            output=tables.outputs(),
            inputs={
                "asked": tables.inputs(),
                "held": Input(ids.DATASET, "data"),
                "chosen": Input(ids.FILTER, "data"),
            },
            prevent_initial_call=True,
        )
        def show_table(
            asked: dict[str, Any], held: dict[str, Any] | None, chosen: dict[str, Any] | None
        ) -> dict[str, Any]:
            if held is None:
                raise PreventUpdate
            return tables.page(self.rows(held, controls.filter_of(chosen)), tables.asked_for(asked))

        @app.callback(
            Output(ids.PROFILE, "children"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        def show_profile(held: dict[str, Any], chosen: dict[str, Any] | None) -> str:
            return tables.profiles(self.rows(held, controls.filter_of(chosen)))

        @app.callback(
            Output(ids.SUMMARY, "children"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        def show_summary(held: dict[str, Any], chosen: dict[str, Any] | None) -> str:
            return tables.summary(self.rows(held, controls.filter_of(chosen)))
