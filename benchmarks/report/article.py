"""Section that sets the optimised explorers beside the comparison article's apps, if that study's samples are there.

Reads ``article_apps/`` in the result folder: samples of ``python -m benchmarks.studies.article_apps``. Each framework
is compared with itself alone.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks import results, stats
from benchmarks.report import method
from benchmarks.report.cells import Cell, Matrix
from benchmarks.report.document import Block, Entry, Row, Section, Table, Text
from benchmarks.report.fairness import failures_section
from benchmarks.report.measures import (
    ABSENT,
    BYTES_DOWN,
    BYTES_UP,
    LAST_BYTE,
    RESPONSE,
    SERVER_CPU,
    Measure,
    counted,
    listed,
    number,
    quantity,
    times,
)
from benchmarks.report.tables import figure, framework_entry, with_unit

FOLDER: Final = "article_apps"
ARTICLE: Final = "article"
OPTIMISED: Final = "optimised"
APPS: Final = {ARTICLE: "article's app", OPTIMISED: "optimised explorer"}

COMPARED_ROWS: Final = 100_000
MANY_ROWS: Final = 1_000_000
AT_LEAST_FASTER: Final = 5.0
AT_MOST_LONGER: Final = 1.5
UP_BELOW_BYTES: Final = 4_000
DOWN_BELOW_BYTES: Final = 1_500_000
"""What the explorers are held to; whether they keep it follows from the samples."""

SOFTWARE_RENDERERS: Final = ("SwiftShader", "llvmpipe", "Microsoft Basic Render")
"""Names by which WebGL tells that no graphics card draws it."""

HOLDS: Final = "holds"
FAILS: Final = "does not hold"
NOT_MEASURED: Final = "not measured"
FAILED: Final = "not decided: failed"
ONE_RUN: Final = "not decided: one run"

ABOUT: Final = (
    "The article's app is the smallest explorer, as the comparison article teaches it, written for the same versions "
    "on the same CSV loader: upload, X axis, Y axis, one chart, a summary. In Dash the rows are JSON that the browser "
    "keeps and sends along with every change; in Streamlit every change loads the file again. Both draw **all** rows. "
    "The optimised explorer keeps the rows on the server and draws at most 1,000 of them, with the lowest and the "
    "highest. So this compares two ways to write an app in the same framework, bounded drawing included, and not the "
    "frameworks."
)


def section(results_dir: Path) -> Section | None:
    """Build the section.

    Parameters
    ----------
    results_dir : Path
        A result folder; the study's samples are in ``article_apps/`` in it.

    Returns
    -------
    Section or None
        None where there are no samples of the study.
    """
    folder = results_dir / FOLDER
    if not (folder / results.SAMPLES_FILE).exists():
        return None
    matrix = Matrix(results.read(folder))
    known = (folder / results.ENVIRONMENT_FILE).exists()
    environment = results.read_environment(folder) if known else {}
    blocks: list[Block] = [Text(ABOUT), Text(method.origin(matrix, environment)), _claims(matrix)]
    if prediction := environment.get("predictions", {}).get(environment.get("profile")):
        blocks.append(Text(f"Predicted before the first run: {prediction}"))
    blocks += [_responses(matrix), Text(_drawing(environment)), _costs(matrix)]
    if any(cell.failed for cell in matrix.cells.values()):
        blocks += failures_section(matrix).blocks
    return Section("article", "Beside the comparison article's own pattern", blocks)


def claims_table(folder: Path) -> Table:
    """Return the claims with their verdicts, from the study's own folder.

    Raises
    ------
    FileNotFoundError, benchmarks.results.SampleFormatError, ValueError
        If there are no samples, or a line is none.
    """
    return _claims(Matrix(results.read(folder)))


def _drawing(environment: Mapping[str, Any]) -> str:
    """Say what drew the article's points: without a graphics card that is a large part of its time."""
    text = (
        "From 1,001 points on Plotly Express draws with WebGL, and a chart counts as shown only when that is done. "
        "What lies between the last byte and the response is the browser's work."
    )
    renderer = (environment.get("browser") or {}).get("webgl_renderer")
    if renderer is None:
        return text
    text += f" WebGL was drawn by {renderer}"
    if any(word in renderer for word in SOFTWARE_RENDERERS):
        text += (
            ", which is software: on a machine with a graphics card the article's apps answer sooner, by that work at "
            "the very most"
        )
    return f"{text}."


def _claims(matrix: Matrix) -> Table:
    rows = tuple(row for framework in matrix.frameworks() for row in _claims_of(matrix, framework))
    caption = "One chart, another column on its X axis: what is claimed, and what these samples show"
    return Table(caption, ("framework", "claim", "verdict", "evidence"), rows, words=4)


def _claims_of(matrix: Matrix, framework: str) -> Iterator[Row]:
    article, optimised = (_cell(matrix, framework, tier, COMPARED_ROWS) for tier in (ARTICLE, OPTIMISED))
    many = _cell(matrix, framework, OPTIMISED, MANY_ROWS)
    entry = framework_entry(framework)
    yield (
        entry,
        f"At {counted(COMPARED_ROWS, 'row')} the optimised explorer answers at least {AT_LEAST_FASTER:g} times as fast "
        "as the article's app",
        *_ratio(article, optimised, lambda ratio: ratio >= AT_LEAST_FASTER),
    )
    yield (
        entry,
        f"At {counted(MANY_ROWS, 'row')} the optimised explorer takes at most {AT_MOST_LONGER:g} times as long as at "
        f"{COMPARED_ROWS:,}",
        *_ratio(many, optimised, lambda ratio: ratio <= AT_MOST_LONGER),
    )
    for measure, limit in ((BYTES_UP, UP_BELOW_BYTES), (BYTES_DOWN, DOWN_BELOW_BYTES)):
        claim = f"The optimised explorer sends less than {_size(limit)} {measure.short} for it, at any number of rows"
        yield (entry, claim, *_largest(matrix, framework, measure, limit))


def _ratio(above: Cell | None, below: Cell | None, holds: Callable[[float], bool]) -> tuple[str, str]:
    """Judge how many times the response of one cell is that of another."""
    if above is None or below is None:
        return NOT_MEASURED, ""
    if broken := [cell for cell in (above, below) if cell.has_failed]:
        return FAILED, "; ".join(f"{_who(cell)}: {cell.reasons.most_common(1)[0][0]}" for cell in broken)
    ratio = stats.ratio(above.runs(RESPONSE), below.runs(RESPONSE))
    assert ratio is not None, "no response takes no time"
    sides = [f"{_who(cell)} {quantity(stats.median(cell.runs(RESPONSE)), RESPONSE)}" for cell in (above, below)]
    return _judge(ratio, holds), f"{times(ratio)} times: {' against '.join(sides)}"


def _judge(ratio: stats.Estimate, holds: Callable[[float], bool]) -> str:
    """Decide by the whole interval, not by its middle."""
    if ratio.interval is None:
        return ONE_RUN
    ends = {holds(ratio.interval.low), holds(ratio.interval.high)}
    if len(ends) == 1:
        return HOLDS if ends == {True} else FAILS
    return f"not decided: by the medians alone it {HOLDS if holds(ratio.value) else FAILS}"


def _largest(matrix: Matrix, framework: str, measure: Measure, limit: int) -> tuple[str, str]:
    """Judge the largest number of bytes of any change in the explorer."""
    cells = _cells(matrix, framework, OPTIMISED)
    values = [value for cell in cells for value in cell.values(measure)]
    if not values:
        return (FAILED if cells else NOT_MEASURED), ""
    rows = listed([f"{cell.key.point.rows:,}" for cell in cells if cell.kept])
    evidence = f"at most {_size(max(values))} in {counted(len(values), 'change')}, at {rows} rows"
    article = _cell(matrix, framework, ARTICLE, COMPARED_ROWS)
    if article is not None and (others := article.values(measure)):
        evidence += f"; the article's app up to {_size(max(others))} at {COMPARED_ROWS:,}"
    return (HOLDS if max(values) < limit else FAILS), evidence


def _responses(matrix: Matrix) -> Table:
    rows: list[Row] = []
    for framework in matrix.frameworks():
        for count in matrix.row_counts():
            article, optimised = (_cell(matrix, framework, tier, count) for tier in (ARTICLE, OPTIMISED))
            sides = [cell.runs(RESPONSE) for cell in (article, optimised) if cell is not None and cell.kept]
            ratio = stats.ratio(*sides) if len(sides) == 2 else None
            rows.append(
                (
                    framework_entry(framework),
                    f"{count:,}",
                    figure(article, RESPONSE, unit=False),
                    figure(optimised, RESPONSE, unit=False),
                    Entry(times(ratio)) if ratio else Entry(ABSENT, "muted"),
                )
            )
    heads = (f"{APPS[ARTICLE]}, ms", f"{APPS[OPTIMISED]}, ms", "article / optimised")
    return Table(f"Median {RESPONSE.label}", ("framework", "rows", *heads), tuple(rows))


def _costs(matrix: Matrix) -> Table:
    measures = (BYTES_UP, BYTES_DOWN, SERVER_CPU, LAST_BYTE, RESPONSE)
    rows: list[Row] = [
        (
            framework_entry(framework),
            APPS[tier],
            f"{cell.key.point.rows:,}",
            *(figure(cell, measure, unit=False) for measure in measures),
        )
        for framework in matrix.frameworks()
        for tier in (ARTICLE, OPTIMISED)
        for cell in _cells(matrix, framework, tier)
    ]
    columns = ("framework", "app", "rows", *(with_unit(measure) for measure in measures))
    return Table(
        "Medians of one change: bytes, computing, arrival of the answer and its paint", columns, tuple(rows), words=2
    )


def _cell(matrix: Matrix, framework: str, tier: str, rows: int) -> Cell | None:
    return matrix.get(framework, tier, matrix.point(rows=rows))


def _cells(matrix: Matrix, framework: str, tier: str) -> list[Cell]:
    """Cells of one app, fewest rows first."""
    found = (_cell(matrix, framework, tier, rows) for rows in matrix.row_counts())
    return [cell for cell in found if cell is not None]


def _who(cell: Cell) -> str:
    return f"{APPS[cell.key.tier]} at {counted(cell.key.point.rows, 'row')}"


def _size(count: float) -> str:
    """Write a number of bytes as "0.9 kB", "4 kB" or "15.4 MB"."""
    value, unit = (count / 1e6, "MB") if count >= 1e6 else (count / 1e3, "kB")
    return f"{number(value, 1).removesuffix('.0')} {unit}"
