"""Section on loading CSV files, if the result folder holds that measurement."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.report.document import Block, Bullets, Entry, Row, Section, Table, Text
from benchmarks.report.measures import ABSENT, FAILED, capital, number, processor

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
        ``loading.json`` in it holds lists of flat records; each becomes a table. A null beside an ``error`` reads
        "failed". ``captions`` words the lists' names, ``subject`` and ``base`` name the reader that is compared and
        the one that it is compared with, ``measured`` says when and on what.

    Returns
    -------
    Section or None
        None without the file, or if it holds no records.
    """
    path = results_dir / LOADING_FILE
    if not path.exists():
        return None
    data = json.loads(path.read_text("utf-8"))
    captions = data.get("captions", {})
    lists = {name: value for name, value in data.items() if name != RAW and _is_list_of_records(value)}
    tables = [_table(records, captions.get(name, name.replace("_", " "))) for name, records in lists.items()]
    text = (
        "Both explorers load files through one loader. Here it stands beside others on the same files, measured in one "
        f"run{_measured(data)}: each reading is a process of its own, and the readers take turns."
    )
    answers = tuple(
        sentence for name in lists if (sentence := _answer(lists[name], captions.get(name, name), data)) is not None
    )
    blocks: list[Block] = [Text(text), Bullets(answers), *tables]
    return Section("loading", "Loading CSV files", blocks) if tables else None


def _measured(data: Mapping[str, Any]) -> str:
    """Word when and on what the readers were measured, as far as that is known."""
    measured = data.get("measured") or {}
    day, machine = str(measured.get("started") or "")[:10], measured.get("machine") or {}
    return "".join([f" of {day}" if day else "", f" on {processor(machine)}" if machine.get("cpu") else ""])


def _is_list_of_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(record, Mapping) for record in value)


def _answer(records: Sequence[Mapping[str, Any]], caption: str, data: Mapping[str, Any]) -> str | None:
    """Word what a list says of the reader that is compared; None where it says nothing of that kind."""
    who, base = data.get("subject"), data.get("base")
    own = next((record for record in records if who is not None and record.get("reader") == who), None)
    if own is None:
        return None
    if own.get("times_pd_read_csv") is not None:
        time, memory = number(own["times_pd_read_csv"], 2), number(own["times_its_memory"], 2)
        return f"**{capital(caption)}:** {who} takes {time} times as long as `{base}` and {memory} times its memory."
    if own.get("cells_right") is not None:
        right, cells = number(own["cells_right"], 0), number(own["cells"], 0)
        others = [record for record in records if record is not own and record.get("cells_right") is not None]
        best = max(others, key=lambda record: record["cells_right"], default=None)
        next_best = f", the next best, {best['reader']}, {number(best['cells_right'], 0)}" if best else ""
        return f"**{capital(caption)}:** {who} reads {right} of {cells} cells right{next_best}."
    return None


def _table(records: Sequence[Mapping[str, Any]], caption: str) -> Table:
    flat = [key for key in dict.fromkeys(k for r in records for k in r) if not _nested(records, key)]
    words = [key for key in flat if any(isinstance(r.get(key), str) for r in records)]
    figures = [key for key in flat if key not in words]
    rows: list[Row] = [tuple(_entry(record, key) for key in (*words, *figures)) for record in records]
    columns = tuple(key.replace("_", " ") for key in (*words, *figures))
    return Table(capital(caption), columns, tuple(rows), words=len(words), folded=len(rows) > 40)


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
