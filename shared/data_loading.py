"""Loads any CSV file that somebody really has: bytes in, a frame, its dialect and notes out.

The pipeline over the stages, each a module that can be read alone:

    csv_source     bytes; unpacks, refuses what is no CSV
    csv_encoding   text, by the whole file; csv_alphabets by the letters of languages; csv_wrapped takes off what
                   stands around lines, csv_comments finds which sign comments have
    dialect        delimiter, quote and escape, by how even the rows are
    csv_structure  where the table is: csv_tables what belongs together, csv_edges what stands above and below,
                   csv_header which rows name the columns, by csv_contrast and csv_counting; csv_fixed_width where
                   columns of blanks stand
    csv_repair     rows that have too many or too few values
    csv_table      columns, by Arrow's reader; csv_pieces for large files
    csv_types      numbers, dates and flags: csv_numbers and csv_dates read them from text, csv_converted holds what
                   does not fit, csv_series gives columns to pandas; csv_gaps which words stand for missing text

csv_body joins the stages between the dialect and the reader; csv_large does it for a large file, whose good rows go to
the reader as they stand.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from shared.csv_body import Body, repaired_body
from shared.csv_comments import with_usual_comments
from shared.csv_encoding import Encoding, is_text
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
from shared.csv_large import SAMPLE_BYTES, large_bodies, plan_large
from shared.csv_model import Dialect, DialectOverrides, LoadedCsv, Note, delimiter_name
from shared.csv_source import RawFile, read_source
from shared.csv_table import UnevenRowsError
from shared.csv_types import infer_frame
from shared.csv_wrapped import unwrapped
from shared.dialect import Detected, detect_shape, sample_blocks

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

_UNSURE = 0.6
"""Below this confidence another delimiter fits nearly as well: half would be a draw."""


def load_csv(
    source: bytes | Path | BinaryIO,
    *,
    name: str | None = None,
    overrides: DialectOverrides | None = None,
    infer_types: bool = True,
) -> LoadedCsv:
    """Load a CSV file, finding out by itself how it is written.

    Parameters
    ----------
    source : bytes, Path or binary file
        The file; gzip and zip with one file in it are unpacked.
    name : str or None
        What messages call it; by default the path's name.
    overrides : DialectOverrides or None
        What the user knows better than the detection.
    infer_types : bool
        Whether columns become numbers, dates and flags. If not, every cell is the text it was.

    Returns
    -------
    LoadedCsv
        The labels are unique and not empty, the index is a RangeIndex.

    Raises
    ------
    CsvLoadError
        One of its family, if the file cannot be loaded; the message says what to do.
    """
    told = overrides or DialectOverrides()
    _check(told)
    raw = read_source(source, name=name)
    notes = list(raw.notes)
    encoding, plan = plan_large(raw.data, raw.name, told)
    if plan is not None:
        for body in large_bodies(plan):
            with suppress(UnevenRowsError):
                return _loaded(body, encoding, plan.detected, told, [*notes, *plan.notes], infer_types=infer_types)
    text, more = _decode(raw, encoding, told=told.encoding is not None)
    text, around = (text, []) if told.delimiter is not None else unwrapped(text)
    text, comments = with_usual_comments(text)
    detected = detect_shape(sample_blocks(text), told)
    repaired = repaired_body(text, detected.shape, told, drop_repeats=infer_types)
    del text
    if repaired is None:
        raise EmptyCsvError(raw.name, "it holds nothing but blank lines", "Choose a file with column names and rows.")
    if not repaired.has_rows:
        raise _no_rows(raw.name, repaired)
    notes += [*more, *around, *comments]
    return _loaded(repaired, encoding, detected, told, notes, infer_types=infer_types)


def _loaded(
    body: Body,
    encoding: Encoding,
    detected: Detected,
    told: DialectOverrides,
    notes: Sequence[Note],
    *,
    infer_types: bool,
) -> LoadedCsv:
    decimal = told.decimal or "."
    if infer_types:
        typed = infer_frame(
            body.table,
            body.profiles,
            delimiter=detected.shape.delimiter,
            decimal=told.decimal,
            line_of=body.line_of,
            gap_words=body.gap_words,
        )
        frame, decimal, conversions = typed.frame, typed.decimal, typed.notes
    else:
        frame, conversions = body.table.texts(), ()
    frame.index = pd.RangeIndex(len(frame))
    dialect = _dialect(encoding, detected, body, told, decimal)
    return LoadedCsv(frame, dialect, (*notes, *_doubts(dialect, encoding), *body.notes, *conversions))


def _doubts(dialect: Dialect, encoding: Encoding) -> Iterator[Note]:
    if not encoding.certain:
        yield Note(f"The encoding is a guess: {encoding.name}. Choose another if letters look wrong.")
    if dialect.confidence < _UNSURE:
        name = delimiter_name(dialect.delimiter)
        yield Note(f"The delimiter is a guess: {name}. Choose another if the columns look wrong.")


def _check(told: DialectOverrides) -> None:
    if told.decimal not in (None, ".", ","):
        raise OverrideError(f'"{told.decimal}"', "a decimal mark is a point or a comma", 'Choose "." or ",".')
    for what, mark in (("quote", told.quotechar), ("escape character", told.escapechar)):
        if mark is not None and len(mark) > 1:
            raise OverrideError(f'"{mark}"', f"a {what} is one character", "Choose one character, or none.")
    if told.delimiter is not None and ("\n" in told.delimiter or "\r" in told.delimiter):
        raise OverrideError("a line break", "a delimiter cannot be one", "Choose another delimiter.")
    if told.first_line is not None and told.first_line < 1:
        raise OverrideError(f"line {told.first_line}", "lines are counted from 1", "Choose a line of the file.")
    if told.header_rows is not None and told.header_rows < 0:
        raise OverrideError(f"{told.header_rows} header rows", "this is less than none", "Choose 0 or more.")


def _decode(raw: RawFile, encoding: Encoding, *, told: bool) -> tuple[str, list[Note]]:
    text = raw.data[encoding.bom_bytes :].decode(encoding.name)
    if not told and not is_text(text[:SAMPLE_BYTES]):
        raise NotCsvError(raw.name, "this is a file of bytes that are no text", "Choose a CSV file.")
    nulls = text.count("\x00")
    if not nulls:
        return text, []
    values = "byte was" if nulls == 1 else "bytes were"
    return text.replace("\x00", ""), [Note(f"{nulls:,} NUL {values} left out: they are no text.", nulls)]


def _no_rows(label: str, body: Body) -> NoRowsError:
    names = ", ".join(body.table.names[:8])
    rule = f"it has column names ({names}) but no rows"
    return NoRowsError(label, rule, "Choose a file with at least one row.", body.table.names)


def _dialect(encoding: Encoding, detected: Detected, body: Body, told: DialectOverrides, decimal: str) -> Dialect:
    shape, layout = detected.shape, body.layout
    quoted = body.has_quotes or told.quotechar is not None
    return Dialect(
        encoding=encoding.name,
        delimiter=shape.delimiter,
        quotechar=shape.quotechar if quoted else "",
        has_header=bool(layout.header),
        escapechar=shape.escapechar,
        skip_initial_space=shape.skip_initial_space,
        header_rows=len(layout.header),
        first_line=layout.first_line,
        decimal=decimal,
        confidence=detected.confidence,
    )
