"""Optimised tier: the idiomatic one, less everything that need not travel, be computed or be drawn again.

- What the browser knows it does itself: titles, removal, collecting the filter, asking for a tab.
- A callback sends only the parts of a figure that changed, as a ``Patch``.
- A callback is sent only what it reads. Table and summary are computed while their tab is open.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import MATCH, Dash, Input, Output, Patch, State, ctx, html

from dash_explorer import controls, ids, panels, tables
from dash_explorer.browser import run_in_browser
from dash_explorer.datasets import Datasets
from shared.explorer_spec import ChartKind, PanelSpec
from shared.figures import build_chart
from shared.filtering import Filter


class Optimised:
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
        self._register_in_browser(app)

        @app.callback(
            Output(ids.of_panel(ids.CHART, MATCH), "figure"),
            Output(ids.of_panel(ids.CAPTION, MATCH), "children"),
            Input(ids.of_panel(ids.X, MATCH), "value"),
            Input(ids.of_panel(ids.Y, MATCH), "value"),
            Input(ids.of_panel(ids.COLOUR, MATCH), "value"),
            Input(ids.of_panel(ids.KIND, MATCH), "value"),
            Input(ids.of_panel(ids.MORE, MATCH), "data"),
            Input(ids.FILTER, "data"),
            State(ids.DATASET, "data"),
            State(ids.of_panel(ids.TITLE, MATCH), "value"),
            prevent_initial_call=True,
        )
        def draw_panel(
            x: str,
            y: str,
            colour: str,
            kind: ChartKind,
            more: dict[str, Any],
            chosen: dict[str, Any] | None,
            dataset_id: str,
            title: str | None,
        ) -> tuple[Patch | dict[str, Any], str]:
            panel = panels.spec(ctx.outputs_list[0]["id"]["panel"], title, x, y, colour, kind, more)
            chart = build_chart(self.rows(dataset_id, controls.filter_of(chosen)), panel)
            # Another type changes everything about a figure, and anything does about one in parts, in frames or for
            # boxes; another axis, colour or filter changes parts of the usual one.
            triggered = {part["prop_id"].rpartition(".")[0] for part in ctx.triggered}
            is_other = {ids.in_page(ids.of_panel(part, panel.panel_id)) for part in (ids.KIND, ids.MORE)} & triggered
            is_whole = is_other or panel.kind != "scatter" or panel.facet or panel.animate or panel.select
            figure = chart.figure if is_whole else panels.changed_parts(chart.figure)
            return figure, chart.caption

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

        @app.callback(Input(ids.REJECTED_FILTER, "data"), State(ids.DATASET, "data"), prevent_initial_call=True)
        def explain_rejection(chosen: dict[str, Any], dataset_id: str) -> None:
            self.rows(dataset_id, controls.filter_of(chosen))

        @app.callback(output=tables.outputs(), inputs=[Input(ids.TABLE_ASKS, "data")], prevent_initial_call=True)
        def show_table(asks: dict[str, Any]) -> dict[str, Any]:
            asked = tables.view(asks["search"], asks["sort"], asks["descending"], asks["page"])
            return tables.shown(self._datasets.table(asks["dataset"], controls.filter_of(asks["filter"]), asked))

        @app.callback(Output(ids.PROFILE, "children"), Input(ids.PROFILE_ASKS, "data"), prevent_initial_call=True)
        def show_profile(asks: dict[str, Any]) -> str:
            return tables.profiles(self.rows(asks["dataset"], controls.filter_of(asks["filter"])))

        @app.callback(Output(ids.SUMMARY, "children"), Input(ids.SUMMARY_ASKS, "data"), prevent_initial_call=True)
        def show_summary(asks: dict[str, Any]) -> str:
            return tables.summary(self.rows(asks["dataset"], controls.filter_of(asks["filter"])))

    def _register_in_browser(self, app: Dash) -> None:
        """Declare what runs in the browser alone: see ``assets/explorer.js``."""
        panels.register_removal(app)
        run_in_browser(
            app,
            "renameTitle",
            # Two callbacks write this figure. They can come in any order: the other one leaves the title alone.
            Output(ids.of_panel(ids.CHART, MATCH), "figure", allow_duplicate=True),
            Input(ids.of_panel(ids.TITLE, MATCH), "value"),
            prevent_initial_call=True,
        )
        run_in_browser(
            app,
            "commitFilter",
            Output(ids.FILTER, "data"),
            Output(ids.REJECTED_FILTER, "data"),
            *controls.FILTER_INPUTS,
            State(ids.FILTER, "data"),
            prevent_initial_call=True,
        )
        run_in_browser(
            app,
            "askForTable",
            Output(ids.TABLE_ASKS, "data"),
            Input(ids.OPEN_TAB, "data"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            *tables.inputs().values(),
            State(ids.TABLE_ASKS, "data"),
        )
        run_in_browser(
            app,
            "askForProfile",
            Output(ids.PROFILE_ASKS, "data"),
            Input(ids.OPEN_TAB, "data"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            State(ids.PROFILE_ASKS, "data"),
        )
        run_in_browser(
            app,
            "askForSummary",
            Output(ids.SUMMARY_ASKS, "data"),
            Input(ids.OPEN_TAB, "data"),
            Input(ids.DATASET, "data"),
            Input(ids.FILTER, "data"),
            State(ids.SUMMARY_ASKS, "data"),
        )
