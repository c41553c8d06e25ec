"""Errors of CSV loading: what a user did not expect, why, and what to do. Imports nothing of ours.

CsvLoadError
├── NotCsvError           another kind of file: a spreadsheet, a PDF, a web page, an image
├── EmptyCsvError         nothing in it
├── NoRowsError           a header, but no rows below it
├── CompressedCsvError    an archive that cannot be opened as one CSV file
├── CsvTooLargeError      larger, or expanding to more, than may be loaded
├── EncodingError         bytes that the chosen encoding cannot read
└── OverrideError         an override that does not fit this file
"""


class CsvLoadError(ValueError):
    """A file could not be loaded.

    Parameters
    ----------
    value : str
        What was found, with the file's name or the line where that helps.
    rule : str
        Why it cannot be loaded.
    remedy : str
        What the user can do about it.
    """

    def __init__(self, value: str, rule: str, remedy: str) -> None:
        self.value = value
        self.rule = rule
        self.remedy = remedy
        super().__init__(f"{value}: {rule}. {remedy}")

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        """Survive a process boundary: an exception pickles its message alone."""
        return type(self), (self.value, self.rule, self.remedy)


class NotCsvError(CsvLoadError):
    """The file is of another kind, told by its first bytes or by what it consists of."""


class EmptyCsvError(CsvLoadError):
    """The file holds no text."""


class NoRowsError(CsvLoadError):
    """The file holds column names and no rows."""


class CompressedCsvError(CsvLoadError):
    """The archive is broken, locked, or holds other than one file."""


class CsvTooLargeError(CsvLoadError):
    """The file is larger than may be loaded, or expands to more than that."""


class EncodingError(CsvLoadError):
    """The chosen encoding cannot read these bytes."""


class OverrideError(CsvLoadError):
    """An override does not fit this file, or is none at all."""
