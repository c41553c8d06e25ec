"""Idiomatic tier: the browser holds a dataset's id, one callback per panel sends that panel's figure.

As Dash's own guide has it: rows stay on the server and are memoised there ("Sharing Data Between Callbacks"), MATCH
ties a callback to its panel ("Pattern-Matching Callbacks"), a store signals the filter to all that depend on it.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import MATCH, Dash, Input, Output, Patch, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from dash_explorer import controls, ids, panels, tables
from dash_explorer.datasets import Datasets
from dash_explorer.errors import clear_error
from shared.explorer_spec import ChartKind, PanelSpec
from shared.figures import build_chart
from shared.filtering import Filter


class Idiomatic:
    """See the module."""

    def __init__(self, datasets: Datasets) -> None:
        self._datasets = datasets

    def held(self, dataset_id: str) -> str:
        """Hold the id: 22 letters for any number of rows."""
        return dataset_id

    def rows(self, held: str, chosen: Filter) -> pd.DataFrame:
        """Return memoised rows."""
        return self._datasets.rows(held, chosen)

    def cards(self, frame: pd.DataFrame, panels_: Sequence[PanelSpec]) -> list[html.Section]:
        """Build panels with their charts."""
        return panels.drawn_cards(frame, panels_)

    def register(self, app: Dash) -> None:
        """Declare this tier's callbacks."""
        panels.register_removal(app)

        @app.callback(
            Output(ids.FILTER, "data"),
            *controls.FILTER_INPUTS,
            State(ids.FILTER, "data"),
            State(ids.DATASET, "data"),
            State(ids.ALERT, "children"),
            prevent_initial_call=True,
        )
        def commit_filter(*values: Any) -> Any:
            *inputs, before, dataset_id, alert = values
            chosen = controls.filter_from(*inputs)
            self.rows(dataset_id, controls.filter_of(chosen))  # an unfit filter stops here; a fit one is memoised
            clear_error(alert)
            return no_update if chosen == before else chosen

        @app.callback(
            Output(ids.of_panel(ids.CHART, MATCH), "figure"),
            Output(ids.of_panel(ids.CAPTION, MATCH), "children"),
            Input(ids.of_panel(ids.X, MATCH), "value"),
            Input(ids.of_panel(ids.Y, MATCH), "value"),
            Input(ids.of_panel(ids.COLOUR, MATCH), "value"),
            Input(ids.of_panel(ids.KIND, MATCH), "value"),
            Input(ids.of_panel(ids.MORE, MATCH), "data"),
            Input(ids.of_panel(ids.TITLE, MATCH), "value"),
            Input(ids.FILTER, "data"),
            State(ids.DATASET, "data"),
            prevent_initial_call=True,
        )
        def draw_panel(
            x: str,
            y: str,
            colour: str,
            kind: ChartKind,
            more: dict[str, Any],
            title: str | None,
            chosen: dict[str, Any] | None,
            dataset_id: str,
        ) -> tuple[dict[str, Any], str]:
            panel = panels.spec(ctx.outputs_list[0]["id"]["panel"], title, x, y, colour, kind, more)
            chart = build_chart(self.rows(dataset_id, controls.filter_of(chosen)), panel)
            return chart.figure, chart.caption

        @app.callback(
            Output(ids.PANELS, "children", allow_duplicate=True),
            Input(ids.NEW_PANEL, "data"),
            State(ids.DATASET, "data"),
            State(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        def add_panel(asked: dict[str, Any], dataset_id: str, chosen: dict[str, Any] | None) -> Patch:
            rows = self.rows(dataset_id, controls.filter_of(chosen))
            children = Patch()
            # The defaults are those of the data, not of the rows that a filter leaves.
            panel = panels.new_panel(asked, self.rows(dataset_id, Filter()))
            children.extend(self.cards(rows, [panel]))
            return children

        @app.callback(
            output=tables.outputs(),
            inputs={
                "asked": tables.inputs(),
                "dataset_id": Input(ids.DATASET, "data"),
                "chosen": Input(ids.FILTER, "data"),
            },
            prevent_initial_call=True,
        )
        def show_table(asked: dict[str, Any], dataset_id: str | None, chosen: dict[str, Any] | None) -> dict[str, Any]:
            if dataset_id is None:
                raise PreventUpdate
            found = self._datasets.table(dataset_id, controls.filter_of(chosen), tables.asked_for(asked))
            return tables.shown(found)

        @app.callback(
            Output(ids.PROFILE, "children"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        def show_profile(dataset_id: str, chosen: dict[str, Any] | None) -> str:
            return tables.profiles(self.rows(dataset_id, controls.filter_of(chosen)))

        @app.callback(
            Output(ids.SUMMARY, "children"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        def show_summary(dataset_id: str, chosen: dict[str, Any] | None) -> str:
            return tables.summary(self.rows(dataset_id, controls.filter_of(chosen)))
