"""The one limit of uploads, in the same words wherever a file comes from. Imports csv_errors, explorer_spec."""

from shared.csv_errors import CsvTooLargeError
from shared.explorer_spec import MAX_UPLOAD_BYTES


def check_size(name: str, size_bytes: int) -> None:
    """Refuse a file that is larger than an upload may be, before it is read.

    Parameters
    ----------
    name : str
        The file's name, as the user knows it.
    size_bytes : int
        Its size.

    Raises
    ------
    CsvTooLargeError
        If it has more than `MAX_UPLOAD_BYTES`.
    """
    if size_bytes > MAX_UPLOAD_BYTES:
        raise CsvTooLargeError(
            name,
            f"a file may have {MAX_UPLOAD_BYTES // 1024**2} MB at most",
            "Choose a smaller file, or cut this one into parts.",
        )
