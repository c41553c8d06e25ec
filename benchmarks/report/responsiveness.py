"""Section on what the browser's own measure, INP, says beside the response."""

import math

from benchmarks.report.cells import Cell, Matrix
from benchmarks.report.document import Entry, Row, Section, Table, Text
from benchmarks.report.measures import ABSENT, FAILED, INP, RESPONSE, counted, number
from benchmarks.report.tables import figure, framework_entry

INP_GOOD_MS = 200
INP_POOR_MS = 500
INP_QUANTILE = 0.75
UNREPORTED = "under 16 ms"
"""Event Timing leaves interactions under 16 ms out: missing is fast, not zero."""


def inp_75(cell: Cell) -> float | None:
    """Give the 75th percentile of INP in ms, by nearest rank.

    Returns
    -------
    float or None
        None if that click is one of those that the browser did not report, which all took less than 16 ms.

    Raises
    ------
    ValueError
        If the cell has no kept sample.
    """
    if not cell.kept:
        raise ValueError("0 kept samples: a percentile needs at least one")
    values = sorted(cell.values(INP))
    place = math.ceil(INP_QUANTILE * len(cell.kept)) - 1 - cell.unreported(INP)
    return values[place] if place >= 0 else None


def rating(inp_ms: float) -> str:
    """Word an INP by the thresholds of the Web Vitals."""
    if inp_ms <= INP_GOOD_MS:
        return "good"
    return "needs improvement" if inp_ms <= INP_POOR_MS else "poor"


def feeling(response_ms: float) -> str:
    """Word a response by the classic limits: 0.1 s, 1 s, 10 s."""
    for limit_ms, words in ((100, "immediate"), (1_000, "noticed"), (10_000, "slow")):
        if response_ms <= limit_ms:
            return words
    return "lost"


def section(matrix: Matrix) -> Section | None:
    """Set INP beside response for the growth scenario; None if no browser reported any."""
    panel_counts = matrix.panel_counts()
    rows: list[Row] = []
    for tier in matrix.tiers():
        for framework in matrix.frameworks():
            for panels in sorted({*panel_counts[:1], *panel_counts[-1:]}):
                cell = matrix.get(framework, tier, matrix.point(panels=panels))
                if cell is not None:
                    rows.append((tier, framework_entry(framework), f"{panels:,}", *_figures(cell)))
    if not any(cell.values(INP) for cell in matrix.cells.values()):
        return None
    text = (
        "INP, which search engines and browsers report, ends at the first frame after the input: before a server has "
        "answered. So it says whether the page stayed alive, not when the answer came; that is the response. "
        f"INP is good up to {INP_GOOD_MS} ms and poor above {INP_POOR_MS} ms, at the 75th percentile. A response "
        "feels immediate up to 0.1 s, is noticed up to 1 s and slow up to 10 s; beyond that attention is lost. "
        "Browsers report no interaction under 16 ms: those are counted, not taken as zero."
    )
    columns = (
        *("tier", "framework", "panels", "INP, 75th percentile", "INP is", "clicks reported"),
        *("response, ms", "response is"),
    )
    caption = f"Changing an axis, {counted(matrix.base.rows, 'row')}: INP beside response"
    return Section("inp", "What the browser's own measure says", [Text(text), Table(caption, columns, tuple(rows), 3)])


def _figures(cell: Cell) -> tuple[str | Entry, ...]:
    if cell.has_failed:
        return (Entry(FAILED, "failed"),) * 5
    found = inp_75(cell)
    response = cell.estimate(RESPONSE)
    reported = f"{len(cell.values(INP))} of {len(cell.kept)}"
    return (
        UNREPORTED if found is None else f"{number(found, 0)} ms",
        "good" if found is None else rating(found),
        reported,
        figure(cell, RESPONSE, unit=False),
        feeling(response.value) if response else ABSENT,
    )
