"""The store: what is put in comes out, for every thread, process and restart, and for nobody without the id."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from shared import dataset_store
from shared.data_loading import CsvTooLargeError, Dialect, LoadedCsv, Note, load_csv
from shared.dataset_store import DatasetStore, UnknownDatasetError, open_store

CSV = b"name,value,day\na,1,2013-07-04\nb,,2013-07-05\n"
ROOT = Path(dataset_store.__file__).parents[1]


def loaded(frame: pd.DataFrame, *notes: str) -> LoadedCsv:
    return LoadedCsv(frame, Dialect("utf-8", ",", '"', True), tuple(Note(text) for text in notes))


def numbered(n: int, rows: int = 2_000) -> LoadedCsv:
    """Content that differs from any other number's and does not compress away."""
    return loaded(pd.DataFrame({"a": pd.Series(range(rows)).mul(2_654_435_761 + n).mod(2**32), "b": float(n)}))


@pytest.fixture
def store(tmp_path: Path) -> DatasetStore:
    return DatasetStore(tmp_path / "store")


def contents(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "store" / "contents").iterdir())


def test_a_loaded_file_comes_back_as_it_was(store: DatasetStore) -> None:
    csv = load_csv(CSV, name="x.csv")
    frame = store.frame(store.put(csv, name="x.csv", source=CSV))
    pd.testing.assert_frame_equal(frame, csv.frame)


def test_every_kind_of_column_comes_back(store: DatasetStore) -> None:
    frame = pd.DataFrame(
        {
            "whole": [1, 2],
            "real": [0.5, None],
            "maybe": pd.array([1, None], dtype="Int64"),
            "flag": [True, False],
            "text": pd.Series(["a", None], dtype="str"),
            "day": pd.to_datetime(["2013-07-04", None]),
            "utc": pd.to_datetime(["2013-07-04", None]).tz_localize("UTC"),
            "kind": pd.Categorical(["x", None]),
        }
    )
    pd.testing.assert_frame_equal(store.frame(store.put(loaded(frame), name="x", source=None)), frame)


def test_a_column_of_mixed_types_is_kept_as_it_reads(store: DatasetStore) -> None:
    frame = pd.DataFrame({"m": pd.Series([1, "a", 10**30], dtype=object), "n": [1, 2, 3]})
    back = store.frame(store.put(loaded(frame), name="x", source=None))
    assert back["m"].tolist() == ["1", "a", str(10**30)]
    assert back["n"].tolist() == [1, 2, 3]


def test_an_entry_tells_all_but_the_rows(store: DatasetStore) -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    dataset_id = store.put(loaded(frame, "1 row was dropped"), name="../x.csv", source=CSV)
    entry = store.entry(dataset_id)
    assert (entry.dataset_id, entry.name, entry.rows, entry.columns) == (dataset_id, "../x.csv", 2, 2)
    assert entry.dialect == "utf-8, comma, header"
    assert entry.notes == ["1 row was dropped"]
    assert entry.source_path is not None
    assert entry.source_path.read_bytes() == CSV
    pd.testing.assert_frame_equal(pd.read_parquet(entry.frame_path), frame)


def test_what_is_unusual_about_the_data_joins_the_notes(store: DatasetStore) -> None:
    entry = store.entry(store.put(loaded(pd.DataFrame({"a": [1]}), "first"), name="x", source=None))
    assert entry.notes[0] == "first"
    assert "Only one column" in entry.notes[1]


def test_the_source_may_be_a_file_or_be_missing(store: DatasetStore, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(CSV)
    entry = store.entry(store.put(numbered(1), name="x", source=path))
    assert entry.source_path is not None
    assert entry.source_path.read_bytes() == CSV
    assert store.entry(store.put(numbered(1), name="x", source=None)).source_path is None


def test_datasets_survive_a_restart(tmp_path: Path) -> None:
    dataset_id = DatasetStore(tmp_path).put(numbered(1), name="x", source=CSV)
    script = (
        "import sys; from pathlib import Path; from shared.dataset_store import DatasetStore\n"
        "print(len(DatasetStore(Path(sys.argv[1])).frame(sys.argv[2])))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), dataset_id], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "2000"


def test_equal_content_is_stored_once_under_ids_that_differ(store: DatasetStore, tmp_path: Path) -> None:
    first = store.put(numbered(1), name="first", source=CSV)
    second = store.put(numbered(1), name="second", source=CSV)
    assert first != second
    assert len(contents(tmp_path)) == 1
    assert store.entry(first).content_hash == store.entry(second).content_hash
    assert (store.entry(first).name, store.entry(second).name) == ("first", "second")


def test_without_a_source_equal_rows_are_stored_once_and_others_apart(store: DatasetStore, tmp_path: Path) -> None:
    store.put(numbered(1), name="x", source=None)
    store.put(numbered(1), name="x", source=None)
    assert len(contents(tmp_path)) == 1
    store.put(numbered(2), name="x", source=None)
    assert len(contents(tmp_path)) == 2


def test_the_same_file_read_another_way_is_another_content(store: DatasetStore) -> None:
    frame = load_csv(CSV).frame
    header = LoadedCsv(frame, Dialect("utf-8", ",", '"', True), ())
    no_header = LoadedCsv(frame, Dialect("utf-8", ",", '"', False), ())
    hashes = {store.entry(store.put(read, name="x", source=CSV)).content_hash for read in (header, no_header)}
    assert len(hashes) == 2


def test_the_least_recently_used_content_makes_room(tmp_path: Path) -> None:
    probe = DatasetStore(tmp_path / "probe")
    size = sum(
        f.stat().st_size for f in probe.entry(probe.put(numbered(0), name="x", source=None)).frame_path.parent.iterdir()
    )
    store = DatasetStore(tmp_path / "store", max_bytes=int(size * 2.5))
    old, used, new = (store.put(numbered(n), name=str(n), source=None) for n in (1, 2, 3))
    assert len(contents(tmp_path)) == 2
    with pytest.raises(UnknownDatasetError):
        store.entry(old)
    store.entry(used)
    newest = store.put(numbered(4), name="4", source=None)
    assert [store.entry(kept).name for kept in (used, newest)] == ["2", "4"]
    with pytest.raises(UnknownDatasetError):
        store.frame(new)
    assert len(list((tmp_path / "store" / "ids").iterdir())) == 2


def test_what_was_evicted_can_be_put_again(tmp_path: Path) -> None:
    probe = DatasetStore(tmp_path / "probe")
    size = sum(
        f.stat().st_size for f in probe.entry(probe.put(numbered(0), name="x", source=None)).frame_path.parent.iterdir()
    )
    store = DatasetStore(tmp_path / "store", max_bytes=int(size * 1.5))
    for n in (1, 2, 1):
        dataset_id = store.put(numbered(n), name=str(n), source=None)
    assert store.frame(dataset_id)["b"].tolist() == numbered(1).frame["b"].tolist()


def test_a_dataset_larger_than_the_store_is_refused_and_evicts_nothing(tmp_path: Path) -> None:
    store = DatasetStore(tmp_path / "store", max_bytes=30_000)
    small = store.put(numbered(1, rows=10), name="small", source=None)
    with pytest.raises(CsvTooLargeError, match="the store holds at most 30,000 bytes"):
        store.put(numbered(2, rows=50_000), name="large", source=None)
    assert store.entry(small).name == "small"
    assert not list((tmp_path / "store").glob("new-*"))


def test_ids_are_bounded_and_the_newest_stay(store: DatasetStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_store, "MAX_IDS", 3)
    ids = [store.put(numbered(1), name=str(n), source=None) for n in range(5)]
    assert [store.entry(kept).name for kept in ids[2:]] == ["2", "3", "4"]
    with pytest.raises(UnknownDatasetError):
        store.entry(ids[0])


@pytest.mark.parametrize(
    "dataset_id",
    [
        "",
        ".",
        "..",
        "../../etc/passwd",
        "a/b",
        "A" * 21 + "/",
        "A" * 22 + "\n",
        "\0" * 22,
        "%2e%2e",
        "é" * 22,
        "A" * 22,
        "A" * 999,
    ],
)
def test_an_id_that_was_never_given_out_opens_nothing(store: DatasetStore, dataset_id: str) -> None:
    store.put(numbered(1), name="x", source=None)
    for ask in (store.entry, store.frame):
        with pytest.raises(UnknownDatasetError, match="no dataset with this id is stored here"):
            ask(dataset_id)


def test_no_id_leads_out_of_the_folder_though_there_is_something_to_find(tmp_path: Path) -> None:
    outside = DatasetStore(tmp_path / "outside")
    dataset_id = outside.put(numbered(1), name="x", source=None)
    with pytest.raises(UnknownDatasetError):
        DatasetStore(tmp_path / "store").entry(f"../../outside/ids/{dataset_id}")


def test_an_error_for_an_id_repeats_only_the_start_of_it(store: DatasetStore) -> None:
    with pytest.raises(UnknownDatasetError) as caught:
        store.entry("x" * 10_000)
    assert len(str(caught.value)) < 250
    assert "Upload the file again" in str(caught.value)


def test_ids_cannot_be_guessed_from_one_another(store: DatasetStore) -> None:
    ids = [store.put(numbered(1), name="x", source=None) for _ in range(20)]
    assert len({dataset_id[:8] for dataset_id in ids}) == 20
    assert all(len(dataset_id) == 22 for dataset_id in ids)


def test_only_the_owner_may_look_into_the_folder(store: DatasetStore, tmp_path: Path) -> None:
    store.put(numbered(1), name="x", source=None)
    assert all((tmp_path / "store" / part).stat().st_mode & 0o077 == 0 for part in ("ids", "contents"))


def test_threads_putting_and_reading_at_once_lose_nothing(store: DatasetStore, tmp_path: Path) -> None:
    def work(n: int) -> float:
        return float(store.frame(store.put(numbered(n % 3, rows=200), name=str(n), source=None))["b"].iloc[0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(48))) == [float(n % 3) for n in range(48)]
    assert len(contents(tmp_path)) == 3
    assert not list((tmp_path / "store").glob("new-*"))


def test_two_processes_putting_and_evicting_at_once_leave_a_whole_store(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from shared.dataset_store import DatasetStore, UnknownDatasetError
from tests.shared.test_dataset_store import numbered
store = DatasetStore(Path(sys.argv[1]), max_bytes=int(sys.argv[2]))
for n in range(25):
    dataset_id = store.put(numbered(n % 5, rows=500), name=str(n), source=None)
    try:
        assert len(store.frame(dataset_id)) == 500
    except UnknownDatasetError:
        pass  # the other process made room
"""
    probe = DatasetStore(tmp_path / "probe")
    entry = probe.entry(probe.put(numbered(0, rows=500), name="x", source=None))
    size = sum(file.stat().st_size for file in entry.frame_path.parent.iterdir())
    folder = tmp_path / "store"
    arguments = [sys.executable, "-W", "ignore", "-c", script, str(folder), str(int(size * 3.5))]
    running = [subprocess.Popen(arguments, cwd=ROOT) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    kept = contents(tmp_path)
    assert 1 <= len(kept) <= 3
    assert all({file.name for file in content.iterdir()} == {"frame.parquet", "about.json"} for content in kept)
    assert not [*folder.glob("new-*"), *folder.glob("old-*"), *folder.glob("ids/*.part")]


def test_what_a_killed_process_left_is_swept_once_it_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "store" / "new-left").mkdir(parents=True)
    DatasetStore(tmp_path / "store")
    assert (tmp_path / "store" / "new-left").exists()
    monkeypatch.setattr(dataset_store, "_LEFT_OVER_S", -1)
    DatasetStore(tmp_path / "store")
    assert not (tmp_path / "store" / "new-left").exists()


def test_a_failed_put_leaves_nothing_behind(store: DatasetStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.put(numbered(1), name="x", source=tmp_path / "gone.csv")
    assert contents(tmp_path) == []
    assert not list((tmp_path / "store").glob("new-*"))


def test_the_environment_names_the_store_and_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPLORER_STORE", str(tmp_path / "named"))
    monkeypatch.setenv("EXPLORER_STORE_MAX_BYTES", "10")
    with pytest.raises(CsvTooLargeError, match="at most 10 bytes"):
        open_store().put(numbered(1), name="x", source=None)
    assert (tmp_path / "named" / "contents").is_dir()


def test_without_the_environment_the_store_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPLORER_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    open_store()
    assert (tmp_path / "data-explorer" / "contents").is_dir()
