"""Writes the short table that a benchmark prints when it ends."""

from collections.abc import Sequence

from benchmarks.report.cells import Matrix
from benchmarks.report.compare import compare_all
from benchmarks.report.document import Entry, Table
from benchmarks.report.measures import NOISY_MARK, SETTLED, capital, listed, share
from benchmarks.report.tables import PANELS, SCENARIO, comparison_table
from benchmarks.stats import SPREAD_LIMIT


def table(matrix: Matrix) -> str:
    """Return a table for each tier: every point measured, both frameworks, the ratio and who settles sooner."""
    parts = []
    for tier in matrix.tiers():
        found = compare_all(matrix, SETTLED, tiers=[tier])
        block = comparison_table("", found, always=[SCENARIO, PANELS], with_tier=False)
        parts.append(f"{capital(tier)}: median {SETTLED.label} [95 % interval]\n\n{plain(block)}")
    missing = [f for f in ("dash", "streamlit") if f not in matrix.frameworks()]
    if missing:
        parts.append(f"Nothing to compare with: no samples of {listed(missing)}.")
    parts.append(f"{NOISY_MARK} runs differ by {share(SPREAD_LIMIT)} or more. Ratio above 1: Dash settles sooner.")
    return "\n\n".join(parts) + "\n"


def plain(block: Table) -> str:
    """Return a table as aligned text."""
    rows = [list(block.columns), *([_text(value) for value in row] for row in block.rows)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(block.columns))]
    lines = [_line(row, widths, block) for row in rows]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _line(row: Sequence[str], widths: Sequence[int], block: Table) -> str:
    cells = (
        text.rjust(width) if block.holds_figures(place) else text.ljust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join(cells).rstrip()


def _text(value: str | Entry) -> str:
    return value if isinstance(value, str) else value.text
