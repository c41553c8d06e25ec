"""Finds the drivers: every folder ``<framework>_explorer`` with a ``driver.py``. Imports model."""

import importlib
from pathlib import Path
from typing import Final

from benchmarks.model import Driver

ROOT: Final = Path(__file__).resolve().parents[1]


class DriverNotFoundError(LookupError):
    """No explorer with this name; says which there are."""


def frameworks() -> list[str]:
    """Return the names of the frameworks that have a driver, sorted."""
    return sorted(path.parent.name.removesuffix("_explorer") for path in ROOT.glob("*_explorer/driver.py"))


def driver(framework: str) -> Driver:
    """Return the driver of a framework.

    Raises
    ------
    DriverNotFoundError
        If there is no such folder.
    """
    if framework not in frameworks():
        raise DriverNotFoundError(
            f"{framework}: no {framework}_explorer/driver.py; there are {', '.join(frameworks())}"
        )
    found: Driver = importlib.import_module(f"{framework}_explorer.driver").DRIVER
    return found
