"""Plain data of CSV loading: how a file is written, what was done to it, what came out. Imports nothing of ours."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

DELIMITER_NAMES: Final = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    ":": "colon",
    "^": "caret",
    "~": "tilde",
    " ": "space",
    "": "no delimiter",
}
"""The words a user reads for a delimiter; one that is not listed is shown as itself."""

SPACES: Final = "  "
"""The delimiter that stands for runs of two and more spaces: a table aligned by hand."""


def delimiter_name(delimiter: str) -> str:
    """Word a delimiter: "comma", "runs of spaces", or the characters themselves in quotes."""
    if delimiter == SPACES:
        return "runs of spaces"
    return DELIMITER_NAMES.get(delimiter, f'"{delimiter}"')


@dataclass(frozen=True)
class Dialect:
    """How a file is written, as it was detected or told.

    Attributes
    ----------
    encoding : str
        Name of a Python codec.
    delimiter : str
        One or more characters; empty where the file has one column and no delimiter, `SPACES` for runs of spaces.
    quotechar : str
        One character, or empty where the file quotes nothing.
    has_header : bool
        Whether a row of the file names the columns.
    escapechar : str
        The character that takes the meaning from the next one, or empty. A doubled quote is understood in any case.
    skip_initial_space : bool
        Whether blanks after a delimiter belong to the delimiter.
    header_rows : int
        How many rows make up the column names.
    first_line : int
        The line of the file, counted from 1, where the table starts.
    decimal : str
        The decimal mark of the numbers: "." or ",".
    confidence : float
        How sure the detection is of the delimiter: 0 a guess, 1 certain; 1 where the delimiter was told.
    """

    encoding: str
    delimiter: str
    quotechar: str
    has_header: bool
    escapechar: str = ""
    skip_initial_space: bool = False
    header_rows: int = 1
    first_line: int = 1
    decimal: str = "."
    confidence: float = 1.0

    def summary(self) -> str:
        """Word the dialect for one line on the screen: "utf-8, comma, header"."""
        parts = [self.encoding, delimiter_name(self.delimiter)]
        if self.quotechar not in ("", '"'):
            parts.append(f"quoted by {self.quotechar}")
        if self.escapechar:
            parts.append(f"escaped by {self.escapechar}")
        if self.decimal == ",":
            parts.append("decimal comma")
        if not self.has_header:
            parts.append("no header")
        elif self.header_rows > 1:
            parts.append(f"{self.header_rows} header rows")
        else:
            parts.append("header")
        if self.first_line > 1:
            parts.append(f"from line {self.first_line}")
        return ", ".join(parts)


@dataclass(frozen=True)
class DialectOverrides:
    """What the user knows better; None leaves a part to the detection.

    Attributes
    ----------
    encoding, delimiter, quotechar, escapechar : str or None
        As in `Dialect`. An empty `delimiter` reads every line as one cell, an empty `quotechar` quotes nothing.
    has_header : bool or None
        Whether the first row of the table names the columns.
    header_rows : int or None
        How many rows make up the column names; 0 says the same as ``has_header=False``.
    first_line : int or None
        The line of the file, counted from 1, where the table starts.
    decimal : str or None
        "." or ",".
    """

    encoding: str | None = None
    delimiter: str | None = None
    quotechar: str | None = None
    escapechar: str | None = None
    has_header: bool | None = None
    header_rows: int | None = None
    first_line: int | None = None
    decimal: str | None = None


@dataclass(frozen=True)
class Note:
    """One thing that was repaired, left out or converted, in the user's words.

    Attributes
    ----------
    text : str
        A sentence that stands alone, with the count and the first lines in it.
    count : int or None
        How many rows, cells or columns it is about; None where counting means nothing.
    lines : tuple of int
        The lines of the file it is about, counted from 1: all of them where the note reports rows.
    left_out : bool
        Whether it is about rows of the file that are not in the frame; `lines` then has the first line of each.
    """

    text: str
    count: int | None = None
    lines: tuple[int, ...] = ()
    left_out: bool = False


@dataclass(frozen=True)
class LoadedCsv:
    """A loaded file.

    Attributes
    ----------
    frame : DataFrame
        Unique non-empty str labels, a RangeIndex.
    dialect : Dialect
        How the file was read.
    notes : tuple of Note
        All that was done to it; empty for a clean file.
    """

    frame: pd.DataFrame
    dialect: Dialect
    notes: tuple[Note, ...]

    @property
    def lines_left_out(self) -> tuple[int, ...]:
        """First lines of the rows that are not in the frame, in the file's order.

        The rows of a file are those in the frame, those that name the columns, and these; lines with nothing on them
        around a table are no rows.
        """
        return tuple(sorted(line for note in self.notes if note.left_out for line in note.lines))
