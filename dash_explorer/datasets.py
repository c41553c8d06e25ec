"""Datasets that this process serves: adds them to the store, keeps frames in memory. Imports shared alone."""

import base64
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from pathlib import Path
from threading import Lock
from typing import Final, Generic, ParamSpec, TypeVar

import pandas as pd

from shared.data_loading import CsvTooLargeError, load_csv
from shared.dataset_store import DatasetStore, StoredDataset
from shared.explorer_spec import MAX_UPLOAD_BYTES
from shared.filtering import Filter, apply_filter
from shared.samples import load_sample, sample_csv

P = ParamSpec("P")
Result = TypeVar("Result")

FRAMES_IN_MEMORY: Final = 8
ENTRIES_IN_MEMORY: Final = 4_096


class Memo(Generic[P, Result]):
    """Remembers the last results of a function. Safe for threads; equal calls at one time compute once.

    ``functools.lru_cache`` would let every panel's callback filter the same rows anew when they come together.

    Parameters
    ----------
    function : callable
        Takes hashable positional arguments. An exception is passed on and not remembered.
    size : int
        Results to keep; the least recently used goes first.
    """

    def __init__(self, function: Callable[P, Result], *, size: int) -> None:
        self._function = function
        self._size = size
        self._results: OrderedDict[Hashable, Future[Result]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Result:
        """Return the function's result for these arguments, computed or remembered."""
        with self._lock:
            result = self._results.get(args)
            is_new = result is None
            if result is None:
                result = self._results[args] = Future()
            self._results.move_to_end(args)
            if len(self._results) > self._size:
                self._results.popitem(last=False)
        if is_new:
            self._compute(result, *args, **kwargs)
        return result.result()

    def _compute(self, result: Future[Result], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            result.set_result(self._function(*args, **kwargs))
        except BaseException as error:
            with self._lock:
                self._results.pop(args, None)
            result.set_exception(error)


class Datasets:
    """The store of datasets and, in front of it, frames in memory.

    Frames are shared between all users and threads: nobody may change one.

    Parameters
    ----------
    store : DatasetStore
        Where datasets live; another process may use the same.
    """

    def __init__(self, store: DatasetStore) -> None:
        self._store = store
        self._frame_path = Memo(self._find_frame, size=ENTRIES_IN_MEMORY)
        # By path, not by id: equal content has one path, however often and by whomever it was opened.
        self._frame_at = Memo(_read_frame, size=FRAMES_IN_MEMORY)
        self._rows_at = Memo(self._filter_frame, size=FRAMES_IN_MEMORY)

    def add_upload(self, contents: str, filename: str) -> str:
        """Load and store what ``dcc.Upload`` sends.

        Parameters
        ----------
        contents : str
            "data:<type>;base64,<the file's bytes>".
        filename : str
            As the user's computer calls it.

        Returns
        -------
        str
            Id of the dataset.

        Raises
        ------
        CsvLoadError
            If the file is too large or no CSV.
        """
        encoded = contents.partition(",")[2]
        # Here and not as the upload's ``max_size``: beyond that Dash calls no callback at all, so nobody would be told.
        if len(encoded) // 4 * 3 - encoded[-2:].count("=") > MAX_UPLOAD_BYTES:
            raise CsvTooLargeError(
                filename,
                f"a file may have {MAX_UPLOAD_BYTES // 1024**2} MB at most",
                "Choose a smaller file, or cut this one into parts.",
            )
        source = base64.b64decode(encoded)
        return self._store.put(load_csv(source, name=filename), name=filename, source=source)

    def add_sample(self, label: str) -> str:
        """Store a sample and return the id of the dataset."""
        return self._store.put(load_sample(label), name=label, source=sample_csv(label))

    def entry(self, dataset_id: str) -> StoredDataset:
        """Tell what is known of a dataset without its rows."""
        return self._store.entry(dataset_id)

    def frame(self, dataset_id: str) -> pd.DataFrame:
        """Return all rows of a dataset."""
        return self.rows(dataset_id, Filter())

    def rows(self, dataset_id: str, chosen: Filter) -> pd.DataFrame:
        """Return the rows of a dataset that pass a filter.

        Raises
        ------
        UnknownDatasetError
            If there is no such dataset, or no longer.
        FilterError
            If the filter does not fit the dataset.
        """
        try:
            return self._rows_at(self._frame_path(dataset_id), chosen)
        except FileNotFoundError:
            # It made room for newer ones since it was asked for: the store says so in a user's words.
            return apply_filter(self._store.frame(dataset_id), chosen)

    def _find_frame(self, dataset_id: str) -> Path:
        return self._store.entry(dataset_id).frame_path

    def _filter_frame(self, path: Path, chosen: Filter) -> pd.DataFrame:
        return apply_filter(self._frame_at(path), chosen)


def _read_frame(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)
