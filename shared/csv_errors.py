"""Errors of CSV loading: what a user did not expect, why, and what to do. Imports errors.

CsvLoadError
├── NotCsvError           another kind of file: a spreadsheet, a PDF, a web page, an image
├── EmptyCsvError         nothing in it
├── NoRowsError           a header, but no rows below it
├── CompressedCsvError    an archive that cannot be opened as one CSV file
├── CsvTooLargeError      larger, or expanding to more, than may be loaded
├── EncodingError         bytes that the chosen encoding cannot read
└── OverrideError         an override that does not fit this file
"""

from shared.errors import ExplorerError


class CsvLoadError(ExplorerError):
    """A file could not be loaded; the value names the file, or the line where that helps."""


class NotCsvError(CsvLoadError):
    """The file is of another kind, told by its first bytes or by what it consists of."""


class EmptyCsvError(CsvLoadError):
    """The file holds no text."""


class NoRowsError(CsvLoadError):
    """The file holds column names and no rows.

    Parameters
    ----------
    value, rule, remedy : str
        As of `ExplorerError`.
    names : tuple of str
        The column names.
    """

    def __init__(self, value: str, rule: str, remedy: str, names: tuple[str, ...] = ()) -> None:
        self.names = names
        super().__init__(value, rule, remedy)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Keep the names beyond a process boundary."""
        return type(self), (self.value, self.rule, self.remedy, self.names)


class CompressedCsvError(CsvLoadError):
    """The archive is broken, locked, or holds other than one file."""


class CsvTooLargeError(CsvLoadError):
    """The file is larger than may be loaded, or expands to more than that."""


class EncodingError(CsvLoadError):
    """The chosen encoding cannot read these bytes."""


class OverrideError(CsvLoadError):
    """An override does not fit this file, or is none at all."""
