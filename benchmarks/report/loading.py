"""Section on loading CSV files, if the result folder holds that measurement."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.report.document import Block, Entry, Row, Section, Table, Text
from benchmarks.report.measures import ABSENT, FAILED, capital, number

LOADING_FILE: Final = "loading.json"
RAW: Final = "raw_samples"
"""Name of the list that the others summarise; it is not shown."""
ERROR: Final = "error"
"""Field that says why a record has no figures."""


def section(results_dir: Path) -> Section | None:
    """Show how the CSV loader compares with others.

    Parameters
    ----------
    results_dir : Path
        ``loading.json`` in it holds lists of flat records; each list becomes a table, its name the caption. A null
        beside an ``error`` reads "failed".

    Returns
    -------
    Section or None
        None without the file, or if it holds no records.
    """
    path = results_dir / LOADING_FILE
    if not path.exists():
        return None
    tables = list(_tables(json.loads(path.read_text("utf-8")), "Measured side by side, in one run"))
    text = "Both explorers load files through one loader. Here it stands beside others on the same files."
    blocks: list[Block] = [Text(text), *tables]
    return Section("loading", "Loading CSV files", blocks) if tables else None


def _tables(data: Any, caption: str) -> Iterator[Table]:
    """Find the lists of records, at any depth."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key != RAW:
                yield from _tables(value, capital(str(key).replace("_", " ")))
    elif isinstance(data, list) and data and all(isinstance(record, Mapping) for record in data):
        yield _table(data, caption)


def _table(records: Sequence[Mapping[str, Any]], caption: str) -> Table:
    flat = [key for key in dict.fromkeys(k for r in records for k in r) if not _nested(records, key)]
    words = [key for key in flat if any(isinstance(r.get(key), str) for r in records)]
    figures = [key for key in flat if key not in words]
    rows: list[Row] = [tuple(_entry(record, key) for key in (*words, *figures)) for record in records]
    columns = tuple(key.replace("_", " ") for key in (*words, *figures))
    return Table(caption, columns, tuple(rows), words=len(words), folded=len(rows) > 40)


def _nested(records: Sequence[Mapping[str, Any]], key: str) -> bool:
    return any(isinstance(record.get(key), list | dict) for record in records)


def _entry(record: Mapping[str, Any], key: str) -> Entry:
    value = record.get(key)
    if value is None:
        has_failed = bool(record.get(ERROR)) and key != ERROR
        return Entry(FAILED, "failed") if has_failed else Entry(ABSENT, "muted")
    if isinstance(value, bool):
        return Entry("yes" if value else "no")
    if isinstance(value, int):
        return Entry(number(value, 0))
    if isinstance(value, float):
        return Entry(number(value, 0 if abs(value) >= 1000 else 1 if abs(value) >= 100 else 3))
    return Entry(str(value))
