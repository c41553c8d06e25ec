"""Loads any CSV file: bytes in, a frame, the dialect and notes out. The pipeline over the csv_* stages."""

import io
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import pandas as pd

from shared.csv_encoding import detect_encoding
from shared.csv_errors import (
    CompressedCsvError,
    CsvLoadError,
    CsvTooLargeError,
    EmptyCsvError,
    EncodingError,
    NoRowsError,
    NotCsvError,
    OverrideError,
)
from shared.csv_model import Dialect, DialectOverrides, LoadedCsv, Note
from shared.csv_source import read_source
from shared.dialect import detect_delimiter, detect_header, rows_of

__all__ = [
    "CompressedCsvError",
    "CsvLoadError",
    "CsvTooLargeError",
    "Dialect",
    "DialectOverrides",
    "EmptyCsvError",
    "EncodingError",
    "LoadedCsv",
    "NoRowsError",
    "NotCsvError",
    "Note",
    "OverrideError",
    "load_csv",
]


def load_csv(
    source: bytes | Path | BinaryIO,
    *,
    name: str | None = None,
    overrides: DialectOverrides | None = None,
    infer_types: bool = True,
) -> LoadedCsv:
    """Load a CSV file, finding out how it is written."""
    told = overrides or DialectOverrides()
    raw = read_source(source, name=name)
    encoding = detect_encoding(raw.data, label=raw.name, told=told.encoding)
    sample = raw.data[encoding.bom_bytes : 200_000].decode(encoding.name, errors="ignore")
    delimiter = told.delimiter if told.delimiter is not None else detect_delimiter(sample)
    rows = rows_of(sample, delimiter or "\x1f")
    has_header = told.has_header if told.has_header is not None else detect_header(rows)
    notes = list(raw.notes)
    options: dict[str, Any] = {} if infer_types else {"dtype": str, "keep_default_na": False}
    bad: list[list[str]] = []
    if len(rows) == 1 and has_header:
        raise NoRowsError(raw.name, "it has column names but no rows", "Choose a file with at least one row.")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        frame = pd.read_csv(
            io.BytesIO(raw.data),
            encoding=encoding.name,
            sep=delimiter or "\x1f",
            header=0 if has_header else None,
            index_col=False,
            on_bad_lines="warn",
            low_memory=False,
            **options,
        )
    del bad
    notes.extend(Note(str(warning.message)) for warning in caught)
    frame.columns = [f"column_{place + 1}" if isinstance(c, int) else str(c) for place, c in enumerate(frame.columns)]
    return LoadedCsv(frame, Dialect(encoding.name, delimiter, '"', has_header), tuple(notes))
