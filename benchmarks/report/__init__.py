"""Last stage: results -> REPORT.md, one self-contained index.html, a table for the terminal, the README's figures.

Reads a result folder's committed files alone: no driver, no measurement, no framework.
"""

from pathlib import Path

from benchmarks.report import drawing, markdown, page, readme, terminal
from benchmarks.report.assembly import assemble, read_matrix

__all__ = ["table", "update_readme", "write"]


def write(results_dir: Path) -> tuple[Path, Path]:
    """Write the report into the result folder, beside its samples.

    Parameters
    ----------
    results_dir : Path
        With ``samples.jsonl``; ``environment.json``, ``loading.json`` and ``article_apps/`` are used if they
        are there.

    Returns
    -------
    tuple of Path
        ``index.html`` and ``REPORT.md``; the drawing that the latter shows lies beside them.

    Raises
    ------
    FileNotFoundError, benchmarks.results.SampleFormatError
        If there are no samples, or a line is none.
    ValueError
        If the file is empty.
    """
    matrix = read_matrix(results_dir)
    report = assemble(matrix, results_dir)
    html, text = results_dir / "index.html", results_dir / "REPORT.md"
    html.write_text(page.render(report, matrix), encoding="utf-8")
    text.write_text(markdown.render(report), encoding="utf-8")
    (results_dir / markdown.CHART_FILE).write_text(drawing.growth(matrix), encoding="utf-8")
    return html, text


def table(results_dir: Path) -> str:
    """Return the comparison as text for a terminal, a table per tier."""
    return terminal.table(read_matrix(results_dir))


def update_readme(readme_path: Path, results_dir: Path) -> None:
    """Write the headline figures between the README's markers; raises if it has none."""
    readme.update(readme_path, read_matrix(results_dir), results_dir)
