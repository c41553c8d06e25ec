"""Sections on growth: what one click costs as panels and rows grow, and which panel it acts on."""

from collections.abc import Sequence
from dataclasses import replace

from benchmarks.report.cells import GROWTH_SCENARIO, Matrix, Point
from benchmarks.report.compare import Comparison, compare, grows, growth
from benchmarks.report.document import Block, Entry, Explorer, Row, Section, Table, Text
from benchmarks.report.measures import (
    ABSENT,
    GROWN,
    POSITIONS,
    RESPONSE,
    SERVER_CPU,
    SETTLED,
    Measure,
    capital,
    counted,
    per_panel,
    share,
)
from benchmarks.report.tables import (
    POSITION,
    ROWS,
    Column,
    comparison_table,
    figure,
    framework_entry,
)

LIMITS_S = (0.1, 1, 10)
"""Response limits: feels immediate; keeps the train of thought; keeps attention."""


def growth_section(matrix: Matrix) -> Section:
    """How one click grows with the panels on the page: the drawing, the slopes, the figures."""
    base = matrix.base
    blocks: list[Block] = [
        Text(
            f"The page grows; the click stays the same: change an axis of the {base.position or 'first'} chart, "
            f"{counted(base.rows, 'row')}. If an update reaches only what depends on the change, the line is flat."
        ),
        Explorer(
            f"Median time until everything has settled after changing an axis, {counted(base.rows, 'row')}, with "
            "95 % intervals"
        ),
        _slopes(matrix),
        _medians(matrix, SETTLED),
        _medians(matrix, RESPONSE),
        _reach(matrix),
    ]
    return Section("panels", "How one click grows with the panels", blocks)


def rows_section(matrix: Matrix) -> Section | None:
    """How one click grows with the rows; None if only one row count was measured."""
    rows = matrix.row_counts()
    if len(rows) < 2:
        return None
    found = [
        compare(matrix, tier, matrix.point(rows=count), measure)
        for measure in (SETTLED, SERVER_CPU)
        for tier in matrix.tiers()
        for count in rows
    ]
    text = (
        f"Changing an axis on a page of {counted(matrix.base.panels, 'panel')}. A panel draws a bounded number of "
        "points, so what grows is the work to find them and, in a naive tier, to move or parse the whole data."
    )
    return Section("rows", "How one click grows with the rows", [Text(text), *_by_measure(found, [ROWS], "by rows")])


def position_section(matrix: Matrix) -> Section | None:
    """Whether it matters which panel is acted on; None if one position was measured."""
    points = [p for p in matrix.points(GROWTH_SCENARIO) if p.position in POSITIONS and p.panels > 1]
    if len({p.position for p in points}) < 2:
        return None
    widest = max(points, key=lambda p: (len({q.position for q in points if _same_page(p, q)}), p.panels))
    places = [p for p in points if _same_page(p, widest)]
    found = [
        compare(matrix, tier, point, measure)
        for measure in (RESPONSE, SETTLED)
        for tier in matrix.tiers()
        for point in places
    ]
    text = (
        f"On a page of {counted(widest.panels, 'panel')}. Streamlit sends results in the order of the script, so a "
        "chart near the end waits for those above it if the whole script runs."
    )
    return Section(
        "position", "Which panel is acted on", [Text(text), *_by_measure(found, [POSITION], "by the panel acted on")]
    )


def _slopes(matrix: Matrix) -> Table:
    rows: list[Row] = []
    for tier in matrix.tiers():
        for framework in matrix.frameworks():
            entries: list[Entry] = []
            bend = ""
            for measure in GROWN:
                slope = growth(matrix, framework, tier, measure)
                if slope is None:
                    entries.append(Entry(ABSENT, "muted"))
                    continue
                entries.append(Entry(per_panel(slope, measure), "muted" if grows(slope) is False else ""))
                if measure == SETTLED:
                    bend = share(slope.worst_miss)
            if any(entry.text != ABSENT for entry in entries):
                rows.append((tier, framework_entry(framework), *entries, bend))
    units = (f"{m.short}, {m.unit}" if m.unit else m.short for m in GROWN)
    caption = (
        "Growth per added panel, with 95 % intervals: least squares through the medians of the runs. The last column "
        "is how far the line for settled misses a measured mean at most; a large miss means that growth is no straight "
        "line"
    )
    return Table(caption, ("tier", "framework", *units, "line misses by"), tuple(rows), words=2)


def _medians(matrix: Matrix, measure: Measure) -> Table:
    panels = matrix.panel_counts()
    rows: list[Row] = [
        (
            tier,
            framework_entry(framework),
            *(figure(matrix.get(framework, tier, matrix.point(panels=p)), measure, unit=False) for p in panels),
        )
        for tier in matrix.tiers()
        for framework in matrix.frameworks()
    ]
    columns = ("tier", "framework", *(counted(p, "panel") for p in panels))
    caption = f"Changing an axis: median {measure.label}, {measure.unit}, {counted(matrix.base.rows, 'row')}"
    return Table(caption, columns, tuple(rows), words=2)


def _reach(matrix: Matrix) -> Table:
    """How many panels a page may have until a click feels slow."""
    panels = matrix.panel_counts()
    rows: list[Row] = []
    for tier in matrix.tiers():
        for framework in matrix.frameworks():
            settled = [
                cell.estimate(SETTLED) if cell and not cell.has_failed else None
                for cell in (matrix.get(framework, tier, matrix.point(panels=p)) for p in panels)
            ]
            reached = []
            for limit in LIMITS_S:
                count = 0
                for p, estimate in zip(panels, settled, strict=True):
                    if estimate is None or estimate.value > limit * 1000:
                        break
                    count = p
                least = "at least " if count == panels[-1] else ""
                reached.append(Entry(f"{least}{count:,}") if count else Entry("none", "muted"))
            rows.append((tier, framework_entry(framework), *reached))
    columns = ("tier", "framework", *(f"within {limit:g} s" for limit in LIMITS_S))
    caption = "Up to how many panels, of the counts measured, the median click settles within a limit"
    return Table(caption, columns, tuple(rows), words=2)


def _by_measure(found: Sequence[Comparison], always: Sequence[Column], axis: str) -> list[Block]:
    tables: list[Block] = []
    for measure in dict.fromkeys(c.measure for c in found):
        rows = [c for c in found if c.measure == measure and (c.dash or c.streamlit)]
        tables.append(comparison_table(f"{capital(measure.label)}, {axis}: medians", rows, always=always))
    return tables


def _same_page(one: Point, other: Point) -> bool:
    return replace(one, position=None) == replace(other, position=None)
