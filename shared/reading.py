"""What a user can say about how a file is written, and the file read again so. Imports data_loading, dataset_store."""

from collections.abc import Mapping
from typing import Any, Final

from shared.csv_model import DELIMITER_NAMES, SPACES, delimiter_name
from shared.data_loading import DialectOverrides, OverrideError, load_csv
from shared.dataset_store import DatasetStore
from shared.explorer_spec import (
    LABEL_DECIMAL,
    LABEL_DELIMITER,
    LABEL_DETECT,
    LABEL_ENCODING,
    LABEL_HEADER_ROWS,
    LABEL_QUOTE,
)

_ENCODINGS: Final = (
    "utf-8",
    "cp1252",
    "iso8859-2",
    "cp1250",
    "cp1251",
    "koi8-r",
    "iso8859-15",
    "utf-16",
    "cp437",
    "mac-roman",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
)
_FIELDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    LABEL_ENCODING: ("encoding", {name: name for name in _ENCODINGS}),
    LABEL_DELIMITER: ("delimiter", {delimiter_name(mark): mark for mark in (*DELIMITER_NAMES, SPACES)}),
    LABEL_QUOTE: ("quotechar", {'double quote (")': '"', "single quote (')": "'", "no quote": ""}),
    LABEL_HEADER_ROWS: ("header_rows", {str(number): number for number in range(6)}),
    LABEL_DECIMAL: ("decimal", {"point": ".", "comma": ","}),
}

READING_OPTIONS: Final[dict[str, list[str]]] = {
    label: [LABEL_DETECT, *values] for label, (_, values) in _FIELDS.items()
}
"""Label of each list -> what it offers, the detection first."""


def overrides_of(chosen: Mapping[str, str]) -> DialectOverrides:
    """Read the lists' choices.

    Parameters
    ----------
    chosen : mapping
        Label of a list -> one of its `READING_OPTIONS`; a list that is not named is left to the detection.
    """
    told = {}
    for label, (field, values) in _FIELDS.items():
        option = chosen.get(label, LABEL_DETECT)
        if option != LABEL_DETECT:
            told[field] = values[option]
    return DialectOverrides(**told)


def read_again(store: DatasetStore, dataset_id: str, chosen: Mapping[str, str]) -> str:
    """Read the stored file of a dataset as the user says, store what comes out, and return the new id.

    Raises
    ------
    CsvLoadError
        If the file cannot be read so.
    UnknownDatasetError
        If the dataset is no longer stored.
    """
    entry = store.entry(dataset_id)
    if entry.source_path is None:
        raise OverrideError(entry.name, "only its rows are stored, not the file", "Upload the file again.")
    source, told = entry.source_path.read_bytes(), overrides_of(chosen)
    return store.put(load_csv(source, name=entry.name, overrides=told), name=entry.name, source=source, overrides=told)
