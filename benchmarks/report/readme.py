"""Writes the headline figures into the README, between two markers, and nothing outside them."""

import os
from pathlib import Path
from typing import Final

from benchmarks.report import answer, markdown
from benchmarks.report.cells import Matrix
from benchmarks.report.compare import compare
from benchmarks.report.document import Row, Table
from benchmarks.report.measures import HEADLINE_TIERS, SETTLED, counted
from benchmarks.report.tables import figure, outcome_entry, ratio_entry

BEGIN: Final = "<!-- results:begin -->"
END: Final = "<!-- results:end -->"


class MarkersMissingError(ValueError):
    """The README has no place for the results."""


def update(readme: Path, matrix: Matrix, results_dir: Path) -> None:
    """Replace what stands between the markers.

    Parameters
    ----------
    readme : Path
        File with the two markers, each once, in order.
    matrix : Matrix
        The samples.
    results_dir : Path
        Where the report lies; links are relative to the README.

    Raises
    ------
    MarkersMissingError
        If the markers are not there; the file stays as it was.
    """
    text = readme.read_text("utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        raise MarkersMissingError(
            f"{readme}: the results need the markers {BEGIN} and {END}, once each and in this order; add them"
        )
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    folder = Path(os.path.relpath(results_dir, readme.parent)).as_posix()
    readme.write_text(f"{before}{BEGIN}\n{block(matrix, folder)}{END}{after}", encoding="utf-8")


def block(matrix: Matrix, folder: str) -> str:
    """Return the headline as Markdown: the answer, the drawing, the figures, where to read on."""
    samples = sum(len(cell.kept) for cell in matrix.cells.values())
    failed = sum(len(cell.failed) for cell in matrix.cells.values())
    rows: list[Row] = []
    for tier in (tier for tier in HEADLINE_TIERS if tier in matrix.tiers()):
        for panels in matrix.panel_counts():
            c = compare(matrix, tier, matrix.point(panels=panels))
            clicks = " + ".join(str(len(side.kept)) if side else "0" for side in (c.dash, c.streamlit))
            sides = (figure(c.dash), figure(c.streamlit), ratio_entry(c), outcome_entry(c))
            rows.append((tier, f"{panels:,}", *sides, clicks))
    columns = ("tier", "panels", "Dash", "Streamlit", "Streamlit / Dash", "sooner", "clicks")
    caption = f"Changing an axis, {counted(matrix.base.rows, 'row')}: median {SETTLED.label}, with 95 % intervals"
    parts = [
        *answer.lead(matrix),
        f"![Time until settled by panels; the figures are in the table]({folder}/{markdown.CHART_FILE})",
        markdown.table(Table(caption, columns, tuple(rows), words=2)),
        f"From {samples:,} samples ({failed:,} failed). The [whole report]({folder}/REPORT.md) has every cell, the "
        f"method and the limits; `make report` writes `{folder}/index.html`, the same with interactive charts.",
    ]
    return "\n\n".join(parts) + "\n"
