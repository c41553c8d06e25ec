"""Counts what the server executed, for the benchmark alone. Imports nothing of ours.

Off unless the environment variable ``EXPLORER_COUNTERS`` names a file made by `create`: then every thread and process
of the app adds to the same slots, and another process reads them while the app runs.
"""

import fcntl
import mmap
import os
import struct
import threading
from pathlib import Path
from typing import Final

ENVIRONMENT_VARIABLE: Final = "EXPLORER_COUNTERS"
NAMES: Final = ("figures_built", "callbacks", "full_runs", "fragment_runs")

_SLOT: Final = struct.Struct("=q")
_SIZE_BYTES: Final = _SLOT.size * len(NAMES)
_INDEX: Final = {name: place for place, name in enumerate(NAMES)}


class Counters:
    """The slots of one counter file, mapped into this process.

    Parameters
    ----------
    path : Path
        A file made by `create`.

    Raises
    ------
    FileNotFoundError
        If the file does not exist: a benchmark that counts nothing by mistake must not look like one that counted 0.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b")
        self._map = mmap.mmap(self._file.fileno(), _SIZE_BYTES)
        self._lock = threading.Lock()

    def add(self, name: str, n: int = 1) -> None:
        """Add ``n`` to a slot; no addition is lost between threads or processes."""
        offset = _INDEX[name] * _SLOT.size
        # The file lock excludes other processes but not threads that share this file descriptor, hence both.
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                _SLOT.pack_into(self._map, offset, _SLOT.unpack_from(self._map, offset)[0] + n)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


def create(path: Path) -> None:
    """Write a counter file with every slot at 0."""
    path.write_bytes(bytes(_SIZE_BYTES))


def read(path: Path) -> dict[str, int]:
    """Return the present count of every name in `NAMES`."""
    data = path.read_bytes()
    return {name: int(_SLOT.unpack_from(data, place * _SLOT.size)[0]) for name, place in _INDEX.items()}


def _from_environment() -> Counters | None:
    path = os.environ.get(ENVIRONMENT_VARIABLE)
    return Counters(Path(path)) if path else None


_active: Counters | None = _from_environment()


def add(name: str, n: int = 1) -> None:
    """Add ``n`` to a count; does nothing unless counting was switched on when the process started."""
    if _active is not None:
        _active.add(name, n)
