"""Second stage of CSV loading: which encoding the bytes are in, told from all of them.

Imports csv_alphabets, csv_bytes and csv_errors.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import chardet

from shared.csv_alphabets import encoding_by_letters
from shared.csv_bytes import Data
from shared.csv_errors import EncodingError

_BOMS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer mark first: UTF-32's starts with UTF-16's."""
_DETECTION_BYTES: Final = 200_000
_CONTROL: Final = re.compile(r"[\x02-\x08\x0e-\x19\x7f]")
_MAX_CONTROL_SHARE: Final = 0.02
_FALLBACK: Final = "cp1252"
_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
_LINE_END: Final = re.compile(rb"[\r\n]")
_LONE_SIGNS: Final = re.compile(
    rb"(?:[\x00-\x7f]++|(?<![\x80-\xffA-Za-z])[\xb0\xb1\xb5](?![\x80-\xff])|(?<=m)[\xb2\xb3](?![\x80-\xffA-Za-z]))*+"
)
"""ASCII and the signs of Windows for degrees, micro, squares and the like where units have them, as instruments write
them. In languages in which they are letters, these stand inside words, or two of them side by side."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_CONTROL_AFTER_ASCII: Final = re.compile(r"[\x80-\x9f]")
"""What no text has: in the encodings of Windows there are signs at these places."""


@dataclass(frozen=True)
class Encoding:
    """An encoding and how it was found.

    Attributes
    ----------
    name : str
        A Python codec that decodes all the bytes after the byte order mark.
    bom_bytes : int
        Length of the byte order mark.
    certain : bool
        False where the encoding is a guess from letter frequencies.
    """

    name: str
    bom_bytes: int = 0
    certain: bool = True


def presumed_encoding(data: Data) -> Encoding:
    """Tell what a file's first bytes let expect; whether it is so, `detect_encoding` has to say."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return Encoding(name, len(bom))
    return Encoding("utf-8")


def detect_encoding(data: Data, *, label: str, told: str | None = None) -> Encoding:
    """Find the encoding of a whole file.

    A byte order mark decides; then whether all bytes are UTF-8 (text in another encoding is so only by a rare
    accident); then the NULs of UTF-16; then a guess from the lines that are not ASCII.

    Parameters
    ----------
    data : bytes
        The whole file: the first byte that is not ASCII may be its last.
    label : str
        How messages call the file.
    told : str or None
        The encoding that the user chose.

    Raises
    ------
    EncodingError
        If `told` is no encoding or cannot read the bytes.
    """
    for bom, name in _BOMS:
        if data.startswith(bom) and (told is None or _same(told, name)) and _decodes(data, name):
            return Encoding(name, len(bom))
    if told is not None:
        return Encoding(_checked(data, told, label))
    if _decodes(data, "utf-8"):
        return Encoding("utf-8")
    if wide := _wide_encoding(data):
        return Encoding(wide)
    return Encoding(_guess(data), certain=False)


def is_text(text: str) -> bool:
    """Tell whether decoded bytes are text: hardly any control characters, but those that split cells and lines."""
    controls = len(_CONTROL.findall(text))
    return controls <= 1 + _MAX_CONTROL_SHARE * len(text) and text.count("\x00") <= 0.2 * len(text)


def _same(told: str, name: str) -> bool:
    told = told.lower().replace("_", "-")
    return told in (name, f"{name}-sig") or name.startswith(f"{told}-")


def _decodes(data: Data, name: str) -> bool:
    if name == "utf-8" and data.isascii():
        return _null_share(data) < 0.1
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return name != "utf-8" or _null_share(data) < 0.1


def _null_share(data: Data) -> float:
    head = data[:_DETECTION_BYTES]
    return head.count(0) / len(head)


def _checked(data: Data, told: str, label: str) -> str:
    try:
        data.decode(told)
    except LookupError as error:
        raise EncodingError(
            f'"{told}"', "this is not the name of an encoding", 'Choose one such as "utf-8" or "cp1252".'
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EncodingError(
            f"{label} line {line:,}",
            f"these bytes are not {told}",
            "Choose another encoding, or leave it to detection.",
        ) from error
    return told


def _wide_encoding(data: Data) -> str | None:
    """Tell UTF-16 and UTF-32 without a byte order mark by where their NULs are."""
    head = data[: _DETECTION_BYTES - _DETECTION_BYTES % 4]
    shares = [head[offset::4].count(0) / max(len(head[offset::4]), 1) for offset in range(4)]
    for name, pattern in (
        ("utf-32-le", (False, True, True, True)),
        ("utf-32-be", (True, True, True, False)),
        ("utf-16-le", (False, True, False, True)),
        ("utf-16-be", (True, False, True, False)),
    ):
        if all((share > 0.6) == null for share, null in zip(shares, pattern, strict=True)) and _decodes(data, name):
            return name
    return None


def _mixes_scripts(text: str) -> bool:
    """Tell whether most words with letters beyond ASCII are half Latin, half of another script, as no language is."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    mixed = [word for word in words if any(map(str.isascii, word)) and not all(map(_is_latin, word))]
    return len(mixed) > 0.5 * len(words)


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE"))


def _guess(data: Data) -> str:
    """Guess a legacy encoding from the lines that have letters outside ASCII: the others say nothing."""
    sample, size = [], 0
    for line in _lines_beyond_ascii(data):
        sample.append(line)
        size += len(line)
        if size > _DETECTION_BYTES:
            break
    text = b"\n".join(sample)
    if _LONE_SIGNS.fullmatch(text):
        return _FALLBACK
    guess = _codec(chardet.detect(text)["encoding"])
    by_letters = encoding_by_letters(text, guess)
    if by_letters and _decodes(data, by_letters):
        return by_letters
    if guess is not None and not guess.startswith(("ascii", "utf")) and _decodes(data, guess):
        decoded = text.decode(guess, errors="replace")
        if not _mixes_scripts(decoded) and not _CONTROL_AFTER_ASCII.search(decoded):
            return guess
    return _FALLBACK if _decodes(data, _FALLBACK) else "latin-1"


def _lines_beyond_ascii(data: Data) -> Iterator[bytes]:
    """Yield the lines with a byte that is not ASCII, without looking at the others."""
    place = 0
    while (found := _BEYOND_ASCII.search(data, place)) is not None:
        start = max(data.rfind(b"\n", place, found.start()), data.rfind(b"\r", place, found.start())) + 1
        end = _LINE_END.search(data, found.end())
        yield data[max(start, place) : end.start() if end else len(data)]
        if end is None:
            return
        place = end.end()


def _codec(name: str | None) -> str | None:
    """Return what Python calls an encoding; None for one that it lacks."""
    try:
        return None if name is None else codecs.lookup(name).name
    except LookupError:
        return None
