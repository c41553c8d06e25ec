"""Sample data that come with Plotly: nothing is downloaded. Imports data_loading, errors."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import pandas as pd
import plotly.data

from shared.data_loading import LoadedCsv, load_csv
from shared.errors import UnknownSampleError

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


@lru_cache(maxsize=len(SAMPLES))
def sample_csv(label: str) -> bytes:
    """Return a sample as the bytes of a CSV file.

    Raises
    ------
    UnknownSampleError
        If `SAMPLES` has no such label.
    """
    if label not in SAMPLES:
        raise UnknownSampleError(repr(label[:40]), "no sample has this name", f"Choose one of {', '.join(SAMPLES)}.")
    return SAMPLES[label]().to_csv(index=False, lineterminator="\n").encode()


def load_sample(label: str) -> LoadedCsv:
    """Load a sample exactly as an uploaded file would be loaded.

    Raises
    ------
    UnknownSampleError
        If `SAMPLES` has no such label.
    """
    return load_csv(sample_csv(label), name=label)
