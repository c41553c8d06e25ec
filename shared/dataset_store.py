"""Keeps loaded data on disk: dataset id -> frame, for all threads and processes. Imports data_loading, errors.

Layout of the folder::

    ids/<token>.json         what one upload was called, and which content it points to
    contents/<hash>/         one content, stored once however often it was uploaded
        frame.parquet  source.csv  about.json

An id is an unguessable token, so that one user's id tells nobody another's. A file appears under its final name only
when it is complete (written aside, then renamed), so that readers need no lock; writers take one lock file.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from shared.data_loading import CsvTooLargeError, DialectOverrides, LoadedCsv
from shared.errors import UnknownDatasetError
from shared.explorer_spec import unusual_shape

__all__ = ["DatasetStore", "StoredDataset", "UnknownDatasetError", "open_store"]

DEFAULT_MAX_BYTES: Final = 4 * 1024**3
MAX_IDS: Final = 10_000
"""Ids kept; beyond it the oldest stop to work. An id is a hundred bytes, yet a folder must not grow for ever."""
ENVIRONMENT_FOLDER: Final = "EXPLORER_STORE"
ENVIRONMENT_MAX_BYTES: Final = "EXPLORER_STORE_MAX_BYTES"

_ID_PATTERN: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_ID_BYTES: Final = 16
_CHUNK_BYTES: Final = 1 << 20
_LEFT_OVER_S: Final = 24 * 3600


@dataclass(frozen=True)
class StoredDataset:
    """What is known of a stored dataset without reading its rows.

    Attributes
    ----------
    dataset_id : str
        The token that `DatasetStore.put` returned.
    name : str
        The file's name, as the user knows it.
    rows, columns : int
        Size of the frame.
    dialect : str
        How the file was read, in the user's words.
    notes : list of str
        What the loader repaired or dropped, and what is unusual about the data's shape.
    source_path : Path or None
        The bytes of the CSV file, where they were given.
    frame_path : Path
        The frame as Parquet.
    content_hash : str
        Equal for equal content.
    overrides : DialectOverrides
        What the user said about how the file is written: whoever reads the file again needs it.
    """

    dataset_id: str
    name: str
    rows: int
    columns: int
    dialect: str
    notes: list[str]
    source_path: Path | None
    frame_path: Path
    content_hash: str
    overrides: DialectOverrides = field(default_factory=DialectOverrides)


class DatasetStore:
    """A bounded store of datasets in one folder.

    Any number of threads and processes may use the same folder. Nothing is cached in memory: how long a frame is kept
    there is a choice of the app.

    Parameters
    ----------
    folder : Path
        Made if it does not exist, readable by its owner only.
    max_bytes : int
        Size of all contents together; beyond it the least recently used contents are removed.
    """

    def __init__(self, folder: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> None:
        self._folder = folder
        self._ids = folder / "ids"
        self._contents = folder / "contents"
        self._max_bytes = max_bytes
        for needed in (self._ids, self._contents):
            needed.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._sweep()

    @property
    def folder(self) -> Path:
        """Where everything is kept."""
        return self._folder

    def put(
        self,
        loaded: LoadedCsv,
        *,
        name: str,
        source: bytes | Path | None,
        overrides: DialectOverrides | None = None,
    ) -> str:
        """Store a frame and the CSV that it came from.

        Parameters
        ----------
        loaded : LoadedCsv
            What `load_csv` returned.
        name : str
            Shown to the user; never used as a path.
        source : bytes, Path or None
            The file that was loaded, or None if it is not at hand.
        overrides : DialectOverrides, optional
            What it was loaded with.

        Returns
        -------
        str
            A new id, also for content that was stored before.

        Raises
        ------
        CsvTooLargeError
            If this content alone exceeds the size of the store.
        """
        about = {
            "rows": len(loaded.frame),
            "columns": len(loaded.frame.columns),
            "dialect": loaded.dialect.summary(),
            "notes": [*(note.text for note in loaded.notes), *unusual_shape(loaded.frame)],
            "has_source": source is not None,
        }
        told = {name: value for name, value in asdict(overrides or DialectOverrides()).items() if value is not None}
        if told:
            about["overrides"] = told
        content_hash = _content_hash(loaded.frame, source, about)
        with self._locked():
            if self._touch(content_hash):
                return self._point_to(content_hash, name)
        # Outside the lock: the slow part of one upload must not hold up the others.
        aside = self._write_aside(loaded.frame, source, about)
        try:
            size_bytes = _size_bytes(aside)
            if size_bytes > self._max_bytes:
                raise CsvTooLargeError(
                    f"{name}, {size_bytes:,} bytes when stored",
                    f"the store holds at most {self._max_bytes:,} bytes",
                    f"Upload a smaller file or raise {ENVIRONMENT_MAX_BYTES}.",
                )
            with self._locked():
                if not self._touch(content_hash):
                    self._make_room(size_bytes)
                    aside.rename(self._contents / content_hash)
                return self._point_to(content_hash, name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def frame(self, dataset_id: str) -> pd.DataFrame:
        """Read the frame of a dataset from disk.

        Raises
        ------
        UnknownDatasetError
            If the id was never given out, or its content made room for newer ones.
        """
        path = self.entry(dataset_id).frame_path
        try:
            return pd.read_parquet(path)
        except FileNotFoundError as error:  # another process removed it between the two lines
            raise _unknown(dataset_id) from error

    def entry(self, dataset_id: str) -> StoredDataset:
        """Tell what is known of a dataset; counts as a use of it.

        Raises
        ------
        UnknownDatasetError
            If the id was never given out, or its content made room for newer ones.
        """
        # Checked before it becomes part of a path: an id comes from an address that anybody can write.
        if not _ID_PATTERN.fullmatch(dataset_id):
            raise _unknown(dataset_id)
        try:
            pointer = json.loads((self._ids / f"{dataset_id}.json").read_text("utf-8"))
            content_hash = str(pointer["content_hash"])
            content = self._contents / content_hash
            about = json.loads((content / "about.json").read_text("utf-8"))
        except FileNotFoundError as error:
            raise _unknown(dataset_id) from error
        self._touch(content_hash)
        return StoredDataset(
            dataset_id=dataset_id,
            name=str(pointer["name"]),
            rows=int(about["rows"]),
            columns=int(about["columns"]),
            dialect=str(about["dialect"]),
            notes=[str(note) for note in about["notes"]],
            source_path=content / "source.csv" if about["has_source"] else None,
            frame_path=content / "frame.parquet",
            content_hash=content_hash,
            overrides=DialectOverrides(**about.get("overrides", {})),
        )

    def _touch(self, content_hash: str) -> bool:
        """Mark a content as used now; False if it is not stored."""
        try:
            os.utime(self._contents / content_hash)
        except FileNotFoundError:
            return False
        return True

    def _write_aside(self, frame: pd.DataFrame, source: bytes | Path | None, about: dict[str, Any]) -> Path:
        """Write a content where no reader looks, and return its folder."""
        aside = Path(tempfile.mkdtemp(prefix="new-", dir=self._folder))
        try:
            _write_parquet(frame, aside / "frame.parquet")
            if isinstance(source, bytes):
                (aside / "source.csv").write_bytes(source)
            elif source is not None:
                shutil.copyfile(source, aside / "source.csv")
            (aside / "about.json").write_text(json.dumps(about), "utf-8")
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        return aside

    def _point_to(self, content_hash: str, name: str) -> str:
        """Give out a new id for a content. Called with the lock held, so that the content cannot go meanwhile."""
        ids = sorted(self._ids.glob("*.json"), key=lambda pointer: pointer.stat().st_mtime_ns)
        for pointer in ids[: max(0, len(ids) + 1 - MAX_IDS)]:
            pointer.unlink()
        dataset_id = secrets.token_urlsafe(_ID_BYTES)
        _write_whole(self._ids / f"{dataset_id}.json", {"name": name, "content_hash": content_hash})
        return dataset_id

    def _make_room(self, needed_bytes: int) -> None:
        """Remove the least recently used contents until ``needed_bytes`` more fit. Called with the lock held."""
        contents = sorted(self._contents.iterdir(), key=lambda content: content.stat().st_mtime_ns)
        sizes = {content: _size_bytes(content) for content in contents}
        total = sum(sizes.values())
        removed = set()
        for content in contents:
            if total + needed_bytes <= self._max_bytes:
                break
            total -= sizes[content]
            removed.add(content.name)
            # Renamed first: a reader finds the whole content or nothing.
            gone = content.rename(self._folder / f"old-{secrets.token_hex(8)}")
            shutil.rmtree(gone, ignore_errors=True)
        if removed:
            self._drop_ids_of(removed)

    def _drop_ids_of(self, removed: set[str]) -> None:
        """Remove the ids of removed contents: they would point to nothing."""
        for pointer in self._ids.glob("*.json"):
            if json.loads(pointer.read_text("utf-8"))["content_hash"] in removed:
                pointer.unlink()

    def _sweep(self) -> None:
        """Remove what a killed process left half done, once it is too old to be in use."""
        for pattern in ("new-*", "old-*"):
            for left in self._folder.glob(pattern):
                with suppress(FileNotFoundError):
                    if time.time() - left.stat().st_mtime > _LEFT_OVER_S:
                        shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Exclude other writers, in this process and in others (each open file is its own holder of the lock)."""
        with (self._folder / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def open_store() -> DatasetStore:
    """Open the store that the environment names, or the user's own.

    ``EXPLORER_STORE`` is the folder, ``EXPLORER_STORE_MAX_BYTES`` its size.
    """
    folder = os.environ.get(ENVIRONMENT_FOLDER)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    max_bytes = int(os.environ.get(ENVIRONMENT_MAX_BYTES) or DEFAULT_MAX_BYTES)
    return DatasetStore(Path(folder) if folder else cache / "data-explorer", max_bytes=max_bytes)


def _unknown(dataset_id: str) -> UnknownDatasetError:
    return UnknownDatasetError(
        f"Dataset {dataset_id[:40]!r}",
        "no dataset with this id is stored here, or it made room for newer ones",
        "Upload the file again or choose a sample.",
    )


def _content_hash(frame: pd.DataFrame, source: bytes | Path | None, about: dict[str, Any]) -> str:
    """Hash the CSV and how it was read; without a CSV, the rows themselves."""
    digest = hashlib.sha256(json.dumps([about, [str(c) for c in frame.columns]]).encode())
    digest.update(json.dumps([str(dtype) for dtype in frame.dtypes]).encode())
    if source is None:
        digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    elif isinstance(source, bytes):
        digest.update(source)
    else:
        with source.open("rb") as handle:
            while chunk := handle.read(_CHUNK_BYTES):
                digest.update(chunk)
    return digest.hexdigest()


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    try:
        frame.to_parquet(path, index=False, compression="lz4")
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        # A Parquet column has one type; what mixes types (integers of any length, say) is kept as it reads.
        mixed = frame.select_dtypes("object").columns
        frame.astype(dict.fromkeys(mixed, "str")).to_parquet(path, index=False, compression="lz4")


def _size_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _write_whole(path: Path, data: dict[str, Any]) -> None:
    """Write JSON so that no reader ever sees half of it."""
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(data, file)
    Path(aside).replace(path)
