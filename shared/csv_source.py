"""First stage of CSV loading: a file becomes bytes; what is no CSV is named.

Imports csv_bytes, csv_errors and csv_model.
"""

import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Final

from shared.csv_bytes import MIN_MAPPED_BYTES, Data, MappedFile
from shared.csv_errors import CompressedCsvError, CsvLoadError, CsvTooLargeError, EmptyCsvError, NotCsvError
from shared.csv_model import Note

MAX_BYTES: Final = 2 * 1024**3
"""Bytes of CSV text that are loaded at most."""
MAX_EXPANSION_BYTES: Final = 1024**3
"""Bytes that an archive may expand to: a small archive must not fill the memory."""

_BLANK: Final = b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe\x1a"
_ZIP: Final = b"PK\x03\x04"
_GZIP: Final = b"\x1f\x8b"
_EXPORT: Final = "Export it as CSV from the program that made it, then load that file."
_MAGIC: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"%PDF-", "a PDF document", "Copy its table into a spreadsheet and save that as CSV."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Office file (.xls)", "Open it and save it as CSV."),
    (b"PAR1", "a Parquet file", _EXPORT),
    (b"ARROW1", "an Arrow or Feather file", _EXPORT),
    (b"ORC", "an ORC file", _EXPORT),
    (b"Obj\x01", "an Avro file", _EXPORT),
    (b"SQLite format 3\x00", "an SQLite database", _EXPORT),
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file", _EXPORT),
    (b"\x93NUMPY", "a NumPy file", _EXPORT),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "Load the table as a CSV file, not as a picture of it."),
    (b"\xff\xd8\xff", "a JPEG image", "Load the table as a CSV file, not as a picture of it."),
    (b"GIF87a", "a GIF image", "Load the table as a CSV file, not as a picture of it."),
    (b"GIF89a", "a GIF image", "Load the table as a CSV file, not as a picture of it."),
    (b"II*\x00", "a TIFF image", "Load the table as a CSV file, not as a picture of it."),
    (b"MM\x00*", "a TIFF image", "Load the table as a CSV file, not as a picture of it."),
    (b"{\\rtf", "a rich text document", _EXPORT),
    (b"%!PS", "a PostScript document", _EXPORT),
    (b"\x7fELF", "a program", "Choose the file that holds the table."),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and load the CSV file in it."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it and load the CSV file in it."),
    (b"BZh", "a bzip2 archive", "Unpack it and load the CSV file in it."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it and load the CSV file in it."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it and load the CSV file in it."),
)
"""First bytes, what the file is, what to do."""
_BZIP2_BLOCK: Final = b"1AY&SY"
_HTML: Final = re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S)
_XML: Final = re.compile(rb"\s*<(\?xml\b|svg\b)", re.I)
_OFFICE: Final = {
    "xl/": "an Excel workbook (.xlsx)",
    "word/": "a Word document (.docx)",
    "ppt/": "a PowerPoint file (.pptx)",
    "META-INF/manifest.xml": "an OpenDocument file (.ods)",
}


@dataclass(frozen=True)
class RawFile:
    """The bytes of a CSV file, unpacked.

    Attributes
    ----------
    data : bytes
        Not empty.
    name : str
        How messages call the file.
    notes : tuple of Note
        What was unpacked.
    """

    data: Data
    name: str
    notes: tuple[Note, ...] = ()


def read_source(source: bytes | Path | BinaryIO, *, name: str | None = None) -> RawFile:
    """Read a file, unpack a gzip or zip archive, refuse what is no CSV.

    Raises
    ------
    EmptyCsvError
        If there are no bytes.
    NotCsvError
        If the first bytes belong to another kind of file.
    CompressedCsvError
        If an archive is broken, locked or holds other than one file.
    CsvTooLargeError
        If there are more bytes than `MAX_BYTES`, or `MAX_EXPANSION_BYTES` out of an archive.
    """
    label = name or (source.name if isinstance(source, Path) else None) or "This file"
    data = _read(source, label)
    notes: list[Note] = []
    if data.startswith(_GZIP):
        data = _gunzip(data, label)
        notes.append(Note("The file was unpacked with gzip."))
    elif data.startswith(_ZIP):
        data, member = _unzip(data, label)
        notes.append(Note(f"The file was unpacked: {member} is the one file in the archive."))
    if not data[:1000].strip(_BLANK) and not data.strip(_BLANK):
        raise EmptyCsvError(label, "the file is empty", "Choose a file with column names and rows.")
    _refuse_other_kinds(data, label)
    return RawFile(data, label, tuple(notes))


def _read(source: bytes | Path | BinaryIO, label: str) -> Data:
    data: Data
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    elif isinstance(source, Path):
        size = source.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(label, "it is larger")
        data = MappedFile.open(source) if size >= MIN_MAPPED_BYTES else source.read_bytes()
    else:
        data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(label, "it is larger")
    return data


def _too_large(label: str, what: str, limit: int = MAX_BYTES) -> CsvTooLargeError:
    return CsvTooLargeError(
        label, f"{what} than the {limit // 1024**2:,} MB that may be loaded", "Load a part of it, or fewer columns."
    )


def _gunzip(data: Data, label: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            return _bounded(stream, label)
    except CsvLoadError:
        raise
    except (OSError, EOFError, zlib.error) as error:
        raise CompressedCsvError(
            label, "the gzip archive is broken or not complete", "Get the file again, or unpack it yourself."
        ) from error


def _unzip(data: Data, label: str) -> tuple[bytes, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _only_member(archive, label)
            if member.flag_bits & 1:
                raise CompressedCsvError(
                    label, "the zip archive is locked with a password", "Unpack it and load the CSV file in it."
                )
            with archive.open(member) as stream:
                return _bounded(stream, label), member.filename
    except CsvLoadError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise CompressedCsvError(
            label, "the zip archive is broken or packed in an unknown way", "Unpack it and load the CSV file in it."
        ) from error


def _only_member(archive: zipfile.ZipFile, label: str) -> zipfile.ZipInfo:
    names = archive.namelist()
    for part, kind in _OFFICE.items():
        if any(member.startswith(part) for member in names):
            raise _not_csv(label, kind, "Open it and save the sheet as CSV.")
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir() and not member.filename.startswith("__MACOSX/") and member.filename[-9:] != ".DS_Store"
    ]
    if len(members) == 1:
        return members[0]
    if not members:
        raise EmptyCsvError(label, "the zip archive holds no file", "Choose a file with column names and rows.")
    shown = ", ".join(member.filename for member in members[:10])
    more = f" and {len(members) - 10:,} more" if len(members) > 10 else ""
    raise CompressedCsvError(
        label, f"the zip archive holds {len(members):,} files ({shown}{more})", "Unpack it and load one of them."
    )


def _bounded(stream: IO[bytes] | gzip.GzipFile, label: str) -> bytes:
    data: bytes = stream.read(MAX_EXPANSION_BYTES + 1)
    if len(data) > MAX_EXPANSION_BYTES:
        raise _too_large(label, "it unpacks to more", MAX_EXPANSION_BYTES)
    return data


def _refuse_other_kinds(data: Data, label: str) -> None:
    for magic, kind, remedy in _MAGIC:
        if data.startswith(magic) and _really(data, magic):
            raise _not_csv(label, kind, remedy)
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise _not_csv(label, "a picture, sound or film file", "Choose the file that holds the table.")
    if data.startswith((_ZIP, _GZIP)):
        raise _not_csv(label, "an archive inside an archive", "Unpack it and load the CSV file in it.")
    if data[257:262] == b"ustar":
        raise _not_csv(label, "a tar archive", "Unpack it and load the CSV file in it.")
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head):
        raise _not_csv(label, "a web page (HTML)", "Look for a CSV download on that page; you may have to sign in.")
    if _XML.match(head):
        raise _not_csv(label, "an XML file", _EXPORT)


def _really(data: Data, magic: bytes) -> bool:
    """Confirm magic bytes that are letters by a second sign: "BZh" and "ORC" may start a CSV file as well."""
    if magic == b"BZh":
        return data[4:10] == _BZIP2_BLOCK
    if magic in (b"ORC", b"PAR1"):
        return b"\x00" in data[:4096] and data.rstrip().endswith(magic)
    if magic == b"Obj\x01":
        return b"avro" in data[:4096]
    return True


def _not_csv(label: str, kind: str, remedy: str) -> NotCsvError:
    return NotCsvError(label, f"this is {kind}, not a CSV file", remedy)
