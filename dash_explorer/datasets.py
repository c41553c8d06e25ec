"""Datasets that this process serves: adds them to the store, keeps frames in memory. Imports shared alone."""

import base64
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final, Generic, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from shared.data_loading import load_csv
from shared.dataset_store import DatasetStore, StoredDataset
from shared.filtering import Filter, apply_filter
from shared.reading import read_again
from shared.samples import load_sample, sample_csv
from shared.table_view import TablePage, TableView, order_of, table_page
from shared.uploads import check_size

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
        self._order_at = Memo(self._order_rows, size=FRAMES_IN_MEMORY)

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
        check_size(filename, len(encoded) // 4 * 3 - encoded[-2:].count("="))
        source = base64.b64decode(encoded)
        return self._store.put(load_csv(source, name=filename), name=filename, source=source)

    def add_sample(self, label: str) -> str:
        """Store a sample and return the id of the dataset."""
        return self._store.put(load_sample(label), name=label, source=sample_csv(label))

    def read_again(self, dataset_id: str, chosen: Mapping[str, str]) -> str:
        """Read a stored file as the user says and return the id of what came out; see `shared.reading`."""
        return read_again(self._store, dataset_id, chosen)

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

    def table(self, dataset_id: str, chosen: Filter, asked: TableView) -> TablePage:
        """Return a page of the filtered rows, searched and sorted; the order is remembered for the next page."""
        rows = self.rows(dataset_id, chosen)
        return table_page(rows, asked, self._order_at(dataset_id, chosen, replace(asked, page=1)))

    def _order_rows(self, dataset_id: str, chosen: Filter, asked: TableView) -> NDArray[np.int64] | None:
        return order_of(self.rows(dataset_id, chosen), asked)

    def _find_frame(self, dataset_id: str) -> Path:
        return self._store.entry(dataset_id).frame_path

    def _filter_frame(self, path: Path, chosen: Filter) -> pd.DataFrame:
        return apply_filter(self._frame_at(path), chosen)


def _read_frame(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path)
