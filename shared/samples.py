"""Sample data that come with Plotly: nothing is downloaded. Imports data_loading."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import pandas as pd
import plotly.data

from shared.data_loading import LoadedCsv, load_csv

SAMPLES: Final[dict[str, Callable[[], pd.DataFrame]]] = {
    "Iris": plotly.data.iris,
    "Gapminder": plotly.data.gapminder,
    "Tips": plotly.data.tips,
    "Stocks": plotly.data.stocks,
    "Wind": plotly.data.wind,
    "Medals": plotly.data.medals_long,
    "Car share": plotly.data.carshare,
    "Election": plotly.data.election,
}
"""Label in the "Sample data" list -> how to get it."""


class UnknownSampleError(ValueError):
    """There is no sample with this label."""

    def __init__(self, label: str) -> None:
        self.value = label
        self.rule = "no sample has this name"
        self.remedy = f"Choose one of {', '.join(SAMPLES)}."
        super().__init__(f"{self.value}: {self.rule}. {self.remedy}")


@lru_cache(maxsize=len(SAMPLES))
def sample_csv(label: str) -> bytes:
    """Return a sample as the bytes of a CSV file.

    Raises
    ------
    UnknownSampleError
        If `SAMPLES` has no such label.
    """
    if label not in SAMPLES:
        raise UnknownSampleError(label)
    return SAMPLES[label]().to_csv(index=False, lineterminator="\n").encode()


def load_sample(label: str) -> LoadedCsv:
    """Load a sample exactly as an uploaded file would be loaded.

    Raises
    ------
    UnknownSampleError
        If `SAMPLES` has no such label.
    """
    return load_csv(sample_csv(label), name=label)
