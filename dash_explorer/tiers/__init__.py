"""The three ways in which an update reaches the screen. Imports no tier: `app` chooses one."""

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd
from dash import Dash, html

from shared.explorer_spec import PanelSpec
from shared.filtering import Filter


class Tier(Protocol):
    """What a tier decides: what the browser holds of a dataset, and which callbacks send what."""

    def held(self, dataset_id: str) -> Any:
        """Return what the browser holds of a dataset: JSON data."""
        ...

    def rows(self, held: Any, chosen: Filter) -> pd.DataFrame:
        """Return the rows that pass a filter, from what the browser holds."""
        ...

    def cards(self, frame: pd.DataFrame, panels: Sequence[PanelSpec]) -> list[html.Section]:
        """Build panels for a newly opened dataset, which is not filtered."""
        ...

    def register(self, app: Dash) -> None:
        """Declare this tier's callbacks."""
        ...
