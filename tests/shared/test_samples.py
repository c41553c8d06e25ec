"""The sample data: there without a network, read like any upload."""

import socket

import pytest

from shared.errors import UnknownSampleError
from shared.samples import SAMPLES, load_sample, sample_csv


@pytest.mark.parametrize("label", SAMPLES)
def test_a_sample_is_read_as_its_table_without_a_network(label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a sample opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    table = SAMPLES[label]()
    loaded = load_sample(label)
    assert loaded.frame.shape == table.shape
    assert loaded.frame.columns.tolist() == table.columns.tolist()


def test_a_sample_has_the_same_bytes_each_time() -> None:
    first = sample_csv("Iris")
    sample_csv.cache_clear()
    assert sample_csv("Iris") == first


def test_an_unknown_sample_says_which_there_are() -> None:
    with pytest.raises(UnknownSampleError, match=r"'Flights': no sample has this name\. Choose one of Iris, "):
        load_sample("Flights")
