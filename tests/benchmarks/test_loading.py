"""The comparison of CSV loaders measures what it says, each time in a process of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import loading
from benchmarks.loading import OURS, PANDAS, READERS


def measured(reader: str, path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert loading.main(["--measure", reader, "--file", str(path)]) == 0
    return dict(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_reads_a_clean_file(reader: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clean.csv"
    path.write_text("name,height\n" + "".join(f"Person {row},{150 + row}\n" for row in range(40)), "utf-8")
    sample = measured(reader, path, capsys)
    assert sample["rows"] == 40
    assert sample["error"] is None
    assert sample["seconds"] > 0
    assert sample["peak_mb"] > 1


def test_comparison_tells_its_machine_and_gives_a_failed_reader_no_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "flights.csv"
    short.write_text("a,b\n1,2\n3,4,5\n", "utf-8")
    monkeypatch.setattr(loading, "_flights", lambda folder: short)
    monkeypatch.setattr(loading, "_corpus", list)
    monkeypatch.setattr(loading, "READERS", {OURS: READERS[OURS], PANDAS: READERS[PANDAS]})
    result = loading.compare(tmp_path, repeats=1, large_bytes=0)
    ours, pandas = result["flights_csv"]
    assert ours["runs"] == 1
    assert ours["median_s"] > 0
    assert ours["times_pd_read_csv"] is None
    assert "Expected 2 fields in line 3, saw 3" in pandas["error"]
    assert [pandas[figure] for figure in ("median_s", "median_peak_mb", "times_its_memory")] == [None] * 3
    assert result["measured"]["machine"]["cores"] > 0
    assert {"clevercsv", "duckdb", "pandas", "pyarrow"} <= result["measured"]["packages"].keys()
