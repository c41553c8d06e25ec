"""Reads a figure's values back as the browser would, for tests."""

import base64
from typing import Any

import numpy as np


def decode(value: Any) -> list[Any]:
    """Return the values of a trace's array, typed or not."""
    if isinstance(value, dict):
        return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
    assert isinstance(value, list)
    return value


def points(figure: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Return the (x, y) of all traces, in drawing order."""
    return [pair for trace in figure["data"] for pair in zip(decode(trace["x"]), decode(trace["y"]), strict=True)]


def names(figure: dict[str, Any]) -> list[str]:
    """Return the names of the traces, as the legend lists them."""
    return [trace["name"] for trace in figure["data"]]
