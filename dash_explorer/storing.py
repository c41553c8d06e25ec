"""Long work: a file is read and stored by a callback of its own, then offered to the one that opens datasets.

Imports ids and datasets. Meanwhile the user may open something else, or change the panels. So the callback that
opens a dataset takes the panels as they are once the file has been read, and an offer that comes too late is left.
"""

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, set_props
from dash.exceptions import PreventUpdate

from dash_explorer import ids
from dash_explorer.datasets import Datasets
from shared.errors import ExplorerError


def offer(store: Callable[[], str], *, instead_of: str | None) -> None:
    """Store a dataset and offer it to be opened.

    Parameters
    ----------
    store : callable
        Stores the dataset and returns its id, or raises an error for the user.
    instead_of : str or None
        Id of the dataset that was open when the user asked for this one.
    """
    offered: dict[str, Any] = {"instead_of": instead_of}
    try:
        offered["dataset"] = store()
    except ExplorerError as error:
        offered["error"] = [error.value, error.rule, error.remedy]
    # Not the callback's output: Dash holds back whatever depends on an output until its callback has answered, and
    # then a sample could not be opened while a file is read.
    set_props(ids.OFFER, {"data": offered})


def taken(offered: dict[str, Any], *, shown: str | None) -> str:
    """Return the id of a dataset that was offered.

    Raises
    ------
    PreventUpdate
        If something else has been opened since.
    ExplorerError
        If there is none, because the file could not be read.
    """
    if offered["instead_of"] != shown:
        raise PreventUpdate
    if "error" in offered:
        raise ExplorerError(*offered["error"])
    return str(offered["dataset"])


def register(app: Dash, datasets: Datasets) -> None:
    """Declare what stores an upload."""

    @app.callback(
        Input(ids.UPLOAD, "contents"),
        State(ids.UPLOAD, "filename"),
        State(ids.ENTRY, "data"),
        running=[(Output(ids.BUSY, "hidden"), False, True)],
        prevent_initial_call=True,
    )
    def store_upload(contents: str | None, filename: str | None, shown: str | None) -> None:
        if contents:
            offer(lambda: datasets.add_upload(contents, filename or "upload.csv"), instead_of=shown)
            set_props(ids.UPLOAD, {"contents": None})  # the same file can be given again
