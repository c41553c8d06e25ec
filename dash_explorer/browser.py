"""Callbacks that run in the browser alone: functions of ``assets/explorer.js``, by name. Imports nothing of ours."""

from typing import Any

from dash import ClientsideFunction, Dash


def run_in_browser(app: Dash, function: str, *dependencies: Any, prevent_initial_call: bool = False) -> None:
    """Tie a function of ``assets/explorer.js`` to outputs, inputs and states. The server is never asked."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("explorer", function), *dependencies, prevent_initial_call=prevent_initial_call
    )
