"""What a user sees when something fails: one alert, never a traceback. Imports ids and the errors of shared."""

import logging

from dash import set_props

from dash_explorer import ids
from shared.errors import ExplorerError
from shared.explorer_spec import UNEXPECTED_ERROR

_log = logging.getLogger(__name__)


def show_error(error: Exception) -> None:
    """Put a failed callback's error into the alert.

    Dash calls this for every exception in a callback. Nothing is returned, so that the callback's outputs keep what
    they show.
    """
    if isinstance(error, ExplorerError):
        text = str(error)
    else:
        _log.error("A callback failed", exc_info=error)
        text = UNEXPECTED_ERROR
    set_props(ids.ALERT, {"children": text})


def clear_error(shown: str | None) -> None:
    """Take an alert away: what the user did while it was shown has worked.

    Parameters
    ----------
    shown : str or None
        The alert as it was when the callback was called. Without one there is nothing to take away: what has come
        since belongs to something that the user did later.
    """
    if shown:
        set_props(ids.ALERT, {"children": None})
