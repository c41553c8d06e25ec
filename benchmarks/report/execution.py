"""Sections on causes: what a server executed and sent for one click, and where its time goes."""

from benchmarks.report.cells import BASELINE_ARM, GROWTH_SCENARIO, Matrix
from benchmarks.report.document import Block, Bullets, Row, Section, Table, Text
from benchmarks.report.measures import (
    BYTES_DOWN,
    BYTES_UP,
    CALLBACKS,
    EXECUTED,
    FIGURES_BUILT,
    FIRST_BYTE,
    FRAGMENT_RUNS,
    FULL_RUNS,
    HTTP_REQUESTS,
    LAST_BYTE,
    LONG_TASKS,
    RESPONSE,
    SERVER_CPU,
    SETTLED,
    WS_MESSAGES,
    counted,
    listed,
    name,
    number,
)
from benchmarks.report.tables import figure, framework_entry, with_unit


def executed_section(matrix: Matrix) -> Section:
    """List what the servers executed and sent for a click: counts, so the same on every machine."""
    sentences = [s for f in matrix.frameworks() for t in matrix.tiers() if (s := _always(matrix, f, t))]
    measures = (*EXECUTED, HTTP_REQUESTS, WS_MESSAGES, BYTES_UP, BYTES_DOWN)
    blocks: list[Block] = [
        Text("These are counts: they do not depend on the machine, and they are the reason for the times."),
        Bullets(tuple(sentences)),
    ]
    for scenario in matrix.scenarios():
        rows: list[Row] = [
            (
                tier,
                framework_entry(framework),
                f"{panels:,}",
                *(figure(cell, measure, unit=False) for measure in measures),
            )
            for tier in matrix.tiers()
            for framework in matrix.frameworks()
            for panels in matrix.panel_counts(scenario)
            if (cell := matrix.get(framework, tier, matrix.point(scenario, panels=panels))) is not None
        ]
        columns = ("tier", "framework", "panels", *(with_unit(m) for m in measures))
        caption = f"Executed and sent for one click, medians: {name(scenario)}, {counted(matrix.base.rows, 'row')}"
        if rows:
            blocks.append(Table(caption, columns, tuple(rows), words=3, folded=scenario != GROWTH_SCENARIO))
    return Section("executed", "What the server executed", blocks)


def time_section(matrix: Matrix) -> Section | None:
    """Where the time of one click goes on the largest page that was measured."""
    panels = matrix.panel_counts()
    if not panels:
        return None
    measures = (SERVER_CPU, FIRST_BYTE, LAST_BYTE, RESPONSE, SETTLED, LONG_TASKS)
    rows: list[Row] = [
        (tier, framework_entry(framework), *(figure(cell, measure, unit=False) for measure in measures))
        for tier in matrix.tiers()
        for framework in matrix.frameworks()
        if (cell := matrix.get(framework, tier, matrix.point(panels=panels[-1]))) is not None
    ]
    if not any(cell.values(FIRST_BYTE) for cell in matrix.cells.values()):
        return None
    text = (
        "From the input event: first and last byte of the answer as the proxy saw them, then the chart, then all of "
        "the page. What lies between the last byte and settled is the browser's own work; long tasks are what kept "
        "it from answering anything else."
    )
    table = Table(
        f"Changing an axis on a page of {counted(panels[-1], 'panel')}, {counted(matrix.base.rows, 'row')}: medians",
        ("tier", "framework", *(with_unit(m) for m in measures)),
        tuple(rows),
        words=2,
    )
    return Section("time", "Where the time of one click goes", [Text(text), table])


def _always(matrix: Matrix, framework: str, tier: str) -> str:
    """Say what each click of the growth scenario executed, over every cell as delivered."""
    cells = [
        cell
        for key, cell in matrix.cells.items()
        if (key.framework, key.tier, key.arm) == (framework, tier, BASELINE_ARM)
        and key.point.scenario == GROWTH_SCENARIO
        and cell.kept
    ]
    measures = (CALLBACKS,) if any(cell.values(CALLBACKS) for cell in cells) else (FULL_RUNS, FRAGMENT_RUNS)
    parts = []
    for measure in (*measures, FIGURES_BUILT):
        values = [value for cell in cells for value in cell.values(measure)]
        if not values:
            continue
        low, high = number(min(values), 0), number(max(values), 0)
        noun = measure.label if high != "1" or low != high else _SINGULAR.get(measure, measure.label)
        parts.append(f"{low} {noun}" if low == high else f"{low} to {high} {noun}")
    if not parts:
        return ""
    panels = sorted({cell.key.point.panels for cell in cells})
    on = counted(panels[0], "panel") if len(panels) == 1 else f"{panels[0]:,} to {panels[-1]:,} panels"
    return f"**{name(framework)}, {tier}**: {listed(parts)} for each change of an axis, on pages of {on}."


_SINGULAR = {
    CALLBACKS: "callback",
    FULL_RUNS: "full script run",
    FRAGMENT_RUNS: "fragment run",
    FIGURES_BUILT: "chart built on the server",
}
