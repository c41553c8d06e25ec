"""Third step of the report: puts the sections together. Everything after it only writes."""

from dataclasses import replace
from pathlib import Path

from benchmarks import results
from benchmarks.report import answer, article, claims, execution, fairness, loading, method, responsiveness, scaling
from benchmarks.report.cells import Matrix
from benchmarks.report.document import Block, Bullets, Report, Table

TITLE = "What a click costs in Dash and in Streamlit"


def read_matrix(results_dir: Path) -> Matrix:
    """Read and group the samples of a result folder; raises what `results.read` raises."""
    return Matrix(results.read(results_dir))


def assemble(matrix: Matrix, results_dir: Path) -> Report:
    """Build the report as plain data.

    Parameters
    ----------
    matrix : Matrix
        The samples of the folder.
    results_dir : Path
        Where ``environment.json``, ``loading.json`` and ``article_apps/`` are looked for; each may be absent.
    """
    exists = (results_dir / results.ENVIRONMENT_FILE).exists()
    environment = results.read_environment(results_dir) if exists else {}
    found = [
        answer.section(matrix),
        scaling.growth_section(matrix),
        fairness.wins_section(matrix),
        fairness.scenarios_section(matrix),
        execution.executed_section(matrix),
        scaling.rows_section(matrix),
        scaling.position_section(matrix),
        execution.time_section(matrix),
        responsiveness.section(matrix),
        claims.section(matrix),
        article.section(results_dir),
        fairness.arms_section(matrix),
        fairness.failures_section(matrix),
        loading.section(results_dir),
        *method.sections(matrix, environment),
        fairness.all_cells_section(matrix),
    ]
    kept = [replace(s, blocks=[block for block in s.blocks if not _empty(block)]) for s in found if s is not None]
    return Report(TITLE, answer.lead(matrix), method.origin(matrix, environment), kept)


def _empty(block: Block) -> bool:
    return (isinstance(block, Table) and not block.rows) or (isinstance(block, Bullets) and not block.items)
