"""Section on loading CSV files, if the result folder holds that measurement."""

import json
from pathlib import Path
from typing import Final

from benchmarks.report.document import Section

LOADING_FILE: Final = "loading.json"


def section(results_dir: Path) -> Section | None:
    """Show how the loader compares; None without ``loading.json``."""
    path = results_dir / LOADING_FILE
    if not path.exists():
        return None
    json.loads(path.read_text("utf-8"))
    return None
