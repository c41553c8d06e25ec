"""A file read again as the user says."""

from pathlib import Path

import pytest

from shared.csv_model import DialectOverrides
from shared.data_loading import CsvLoadError, load_csv
from shared.dataset_store import DatasetStore
from shared.explorer_spec import LABEL_DECIMAL, LABEL_DELIMITER, LABEL_DETECT, LABEL_ENCODING, LABEL_HEADER_ROWS
from shared.reading import READING_OPTIONS, overrides_of, read_again

SOURCE = "a;b\n1,5;x\n2,5;é\n".encode("cp1252")


@pytest.fixture
def store(tmp_path: Path) -> DatasetStore:
    return DatasetStore(tmp_path)


def test_each_list_offers_the_detection_first_and_nothing_twice() -> None:
    for options in READING_OPTIONS.values():
        assert options[0] == LABEL_DETECT
        assert len(set(options)) == len(options)


def test_choices_become_overrides() -> None:
    assert overrides_of({}) == DialectOverrides()
    told = overrides_of(
        {LABEL_DELIMITER: "tab", LABEL_HEADER_ROWS: "0", LABEL_DECIMAL: "comma", LABEL_ENCODING: LABEL_DETECT}
    )
    assert told == DialectOverrides(delimiter="\t", header_rows=0, decimal=",")


@pytest.mark.parametrize("option", READING_OPTIONS[LABEL_ENCODING][1:])
def test_every_encoding_on_offer_is_known(option: str) -> None:
    "x".encode(option)


def test_the_stored_file_is_read_again_and_both_readings_stay(store: DatasetStore) -> None:
    first = store.put(load_csv(SOURCE, name="f.csv"), name="f.csv", source=SOURCE)
    second = read_again(store, first, {LABEL_HEADER_ROWS: "0"})
    assert len(store.frame(first)) == 2
    assert len(store.frame(second)) == 3
    assert store.entry(second).name == "f.csv"


def test_a_file_that_cannot_be_read_so_is_explained(store: DatasetStore) -> None:
    first = store.put(load_csv(SOURCE, name="f.csv"), name="f.csv", source=SOURCE)
    with pytest.raises(CsvLoadError, match=r"f\.csv"):
        read_again(store, first, {LABEL_ENCODING: "utf-8"})
    rows_only = store.put(load_csv(SOURCE, name="f.csv"), name="f.csv", source=None)
    with pytest.raises(CsvLoadError, match="Upload the file again"):
        read_again(store, rows_only, {})
