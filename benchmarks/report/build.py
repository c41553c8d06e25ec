"""Third step of the report: puts the sections together. Everything after it only writes."""

from pathlib import Path

from benchmarks import results
from benchmarks.report import answer, claims, content, loading, method, responsiveness
from benchmarks.report.cells import Matrix
from benchmarks.report.document import Report

TITLE = "What a click costs in Dash and in Streamlit"


def read_matrix(results_dir: Path) -> Matrix:
    """Read and group the samples of a result folder; raises what `results.read` raises."""
    return Matrix(results.read(results_dir))


def build(matrix: Matrix, results_dir: Path) -> Report:
    """Build the report as plain data.

    Parameters
    ----------
    matrix : Matrix
        The samples of the folder.
    results_dir : Path
        Where ``environment.json`` and ``loading.json`` are looked for; either may be absent.
    """
    exists = (results_dir / results.ENVIRONMENT_FILE).exists()
    environment = results.read_environment(results_dir) if exists else {}
    found = [
        answer.section(matrix),
        content.growth_section(matrix),
        content.wins_section(matrix),
        content.scenarios_section(matrix),
        content.executed_section(matrix),
        content.rows_section(matrix),
        content.position_section(matrix),
        content.time_section(matrix),
        responsiveness.section(matrix),
        claims.section(matrix),
        content.arms_section(matrix),
        content.failures_section(matrix),
        loading.section(results_dir),
        *method.sections(matrix, environment),
        content.all_cells_section(matrix),
    ]
    return Report(TITLE, answer.lead(matrix), [section for section in found if section is not None])
