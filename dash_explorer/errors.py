"""What a user sees when something fails: one alert, never a traceback. Imports ids and the errors of shared."""

import logging

from dash import set_props

from dash_explorer import ids
from shared.errors import ExplorerError
from shared.explorer_spec import UNEXPECTED_ERROR

"""Their text is written for users: value, rule, remedy."""

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


def clear_error() -> None:
    """Take the alert away: what the user just did has worked."""
    set_props(ids.ALERT, {"children": None})
