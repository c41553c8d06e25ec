"""Errors that a user can act on: each says the value, the rule that it breaks and the remedy. Imports nothing of ours.

ExplorerError
├── CsvLoadError          a file that cannot be loaded: a family of its own, in csv_errors
├── AddressError          a part of the page's address that cannot be read
├── FilterError           a filter that cannot be applied
├── UnknownDatasetError   an id that points to nothing
└── UnknownSampleError    a name that no sample has
"""


class ExplorerError(ValueError):
    """Something asked for cannot be done; the message is made for the screen.

    Parameters
    ----------
    value : str
        What was found.
    rule : str
        Why it cannot be done.
    remedy : str
        What the user can do about it: a sentence.
    """

    def __init__(self, value: str, rule: str, remedy: str) -> None:
        self.value = value
        self.rule = rule
        self.remedy = remedy
        super().__init__(f"{value}: {rule}. {remedy}")

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Survive a process boundary: an exception pickles its message alone."""
        return type(self), (self.value, self.rule, self.remedy)


class AddressError(ExplorerError):
    """A part of the page's address that cannot be read."""


class FilterError(ExplorerError):
    """A filter that cannot be applied: an unknown column, bounds in the wrong order, a text that is no date."""


class UnknownDatasetError(ExplorerError):
    """No dataset with this id is stored, or no longer."""


class UnknownSampleError(UnknownDatasetError):
    """There is no sample with this name."""
