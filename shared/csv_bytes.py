"""The bytes of a file: in memory, or mapped from where they are. Imports nothing of ours."""

import mmap
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import numpy as np

MIN_MAPPED_BYTES: Final = 1_000_000
"""A smaller file is read: that is as quick."""
_NUL: Final = b"\x00"


class MappedFile(mmap.mmap):
    """A file's bytes without a copy in memory, with the methods of `bytes` that loading needs.

    To read 150 MB into memory takes a third of the time that it takes to parse them. As with any mapped file, the
    process ends if another one cuts the file off while it is read.
    """

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map a file, which must not be empty."""
        with path.open("rb") as stream:
            return cls(stream.fileno(), 0, access=mmap.ACCESS_READ)

    @cached_property
    def _lowest(self) -> int:
        """The lowest byte, those beyond ASCII below 0: whether there are such ones and NULs, in one pass."""
        return int(np.frombuffer(self, dtype=np.int8).min())

    def __contains__(self, part: object) -> bool:
        """Tell whether some bytes are in the file."""
        if part == _NUL and self._lowest > 0:
            return False
        return isinstance(part, bytes) and self.find(part) >= 0

    def index(self, part: bytes, start: int = 0) -> int:
        """Find bytes that are there."""
        place = self.find(part, start)
        if place < 0:
            raise ValueError(f"{part!r} is not in the file")
        return place

    def startswith(self, prefix: bytes | tuple[bytes, ...]) -> bool:
        """Tell whether the file starts with some bytes, or with any of several."""
        longest = len(prefix) if isinstance(prefix, bytes) else max(map(len, prefix))
        return self[:longest].startswith(prefix)

    def isascii(self) -> bool:
        """Tell whether all bytes are ASCII."""
        return self._lowest >= 0

    def decode(self, encoding: str) -> str:
        """Return the whole text."""
        return str(self, encoding)

    def count(self, part: bytes, start: int = 0, end: int | None = None) -> int:
        """Count how often some bytes are in a part of the file."""
        return self[start:end].count(part)

    def strip(self, marks: bytes) -> bytes:
        """Return the bytes without some at both ends."""
        return self[:].strip(marks)

    def rstrip(self) -> bytes:
        """Return the bytes without blanks at the end."""
        return self[:].rstrip()


Data = bytes | MappedFile
