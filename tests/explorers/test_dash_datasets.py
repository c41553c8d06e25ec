"""Frames in memory and what the naive tier makes of them: no browser needed."""

import base64
import threading
from pathlib import Path

import pandas as pd
import pytest

from dash_explorer.datasets import Datasets, Memo
from dash_explorer.tiers import naive
from dash_explorer.tiers.naive import Naive
from shared import uploads
from shared.data_loading import CsvTooLargeError
from shared.dataset_store import DatasetStore
from shared.errors import UnknownDatasetError
from shared.filtering import Filter
from shared.samples import SAMPLES

MIXED = b"name,code,day,moment,size,count,part,flag\n" + b"".join(
    f"näme {i},{i:03d},2013-07-{i % 28 + 1:02d},2013-01-01 05:{i % 60:02d}:00,"
    f"{'' if i % 7 == 0 else i / 3},{i},{'' if i % 5 == 0 else i},{i % 2 == 0}\n".encode()
    for i in range(40)
)


@pytest.fixture
def datasets(tmp_path: Path) -> Datasets:
    return Datasets(DatasetStore(tmp_path / "store"))


def upload(datasets: Datasets, content: bytes, name: str = "some.csv") -> str:
    return datasets.add_upload(f"data:text/csv;base64,{base64.b64encode(content).decode()}", name)


def test_equal_calls_at_one_time_compute_once() -> None:
    entered, leave = threading.Event(), threading.Event()
    computed: list[int] = []

    def slow(number: int) -> int:
        computed.append(number)
        entered.set()
        assert leave.wait(30)
        return number * 2

    memo = Memo(slow, size=2)
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(memo(4))) for _ in range(4)]
    threads[0].start()
    assert entered.wait(30)
    for thread in threads[1:]:
        thread.start()
    leave.set()
    for thread in threads:
        thread.join(30)
    assert results == [8] * 4
    assert computed == [4]


def test_a_memo_keeps_the_last_results_and_no_failure() -> None:
    calls: list[int] = []

    def invert(number: int) -> float:
        calls.append(number)
        return 1 / number

    memo = Memo(invert, size=2)
    for number in (1, 2, 1, 4, 1, 2):
        memo(number)
    assert calls == [1, 2, 4, 2]
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            memo(0)
    assert calls.count(0) == 2


def test_equal_content_is_one_frame_in_memory_whoever_opened_it(datasets: Datasets) -> None:
    first, second = upload(datasets, MIXED), upload(datasets, MIXED)
    assert first != second
    assert datasets.frame(first) is datasets.frame(second)
    assert datasets.rows(first, Filter("count", minimum=3)) is datasets.rows(second, Filter("count", minimum=3))


def test_an_unknown_dataset_is_refused(datasets: Datasets) -> None:
    with pytest.raises(UnknownDatasetError):
        datasets.frame("A" * 22)


def test_the_cap_counts_bytes_of_the_file_not_of_its_encoding(
    datasets: Datasets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", len(MIXED))
    assert len(datasets.frame(upload(datasets, MIXED))) == 40
    monkeypatch.setattr(uploads, "MAX_UPLOAD_BYTES", len(MIXED) - 1)
    with pytest.raises(CsvTooLargeError, match=r"some\.csv"):
        upload(datasets, MIXED)


@pytest.mark.parametrize("name", ["mixed", *SAMPLES])
def test_rows_survive_the_naive_tiers_json_with_their_types(datasets: Datasets, name: str) -> None:
    dataset_id = upload(datasets, MIXED) if name == "mixed" else datasets.add_sample(name)
    tier = Naive(datasets)
    pd.testing.assert_frame_equal(
        tier.rows(tier.held(dataset_id), Filter()), datasets.frame(dataset_id), check_exact=False, rtol=1e-14
    )


def test_the_naive_tier_refuses_in_words_what_no_browser_can_hold(
    datasets: Datasets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naive, "MAX_JSON_CHARACTERS", 100)
    with pytest.raises(CsvTooLargeError, match="another tier"):
        Naive(datasets).held(upload(datasets, MIXED))
