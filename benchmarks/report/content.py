"""Middle sections of the report: what was measured, one question each."""

from collections.abc import Sequence

from benchmarks import stats
from benchmarks.report.cells import BASELINE_ARM, GC_ARM, GROWTH_SCENARIO, SAME_AGAIN_ARM, Cell, Matrix
from benchmarks.report.compare import Comparison, arm_ratio, compare, compare_all, grows, growth
from benchmarks.report.document import Block, Bullets, Entry, Explorer, Row, Section, Table, Text
from benchmarks.report.measures import (
    ABSENT,
    BYTES_DOWN,
    BYTES_UP,
    CALLBACKS,
    COMPARED,
    EXECUTED,
    FIGURES_BUILT,
    FIRST_BYTE,
    FRAGMENT_RUNS,
    FULL_RUNS,
    GROWN,
    HTTP_REQUESTS,
    LAST_BYTE,
    LONG_TASKS,
    POSITIONS,
    RESPONSE,
    SERVER_CPU,
    SETTLED,
    WS_MESSAGES,
    Measure,
    capital,
    counted,
    listed,
    name,
    number,
    per_panel,
    share,
    times,
)
from benchmarks.report.tables import (
    PANELS,
    POSITION,
    ROWS,
    SCENARIO,
    Column,
    comparison_table,
    figure,
    varying,
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
    return Section("panels", "How one click grows with the panels", [b for b in blocks if not _empty(b)])


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


def scenarios_section(matrix: Matrix) -> Section | None:
    """Describe the other actions, among them the one that was chosen to favour no one."""
    about = {
        "global_filter": "**Filter the whole page** is the honesty control: every panel must change, so there is no "
        "narrow update to win by. A framework that looks good here does so by its speed alone.",
        "open_page": "**Open the page** is what a visitor pays first, before any click.",
        "rename_title": "**Rename a chart** is the smallest change there is: no data is needed for it.",
    }
    wanted = [s for s in matrix.scenarios() if s != GROWTH_SCENARIO]
    found = [
        compare(matrix, tier, matrix.point(scenario, panels=panels))
        for scenario in wanted
        for tier in matrix.tiers()
        for panels in matrix.panel_counts(scenario)
    ]
    found = [c for c in found if c.dash or c.streamlit]
    if not found:
        return None
    blocks: list[Block] = [Bullets(tuple(about[s] for s in wanted if s in about))]
    for scenario in wanted:
        of_scenario = [c for c in found if c.point.scenario == scenario]
        if of_scenario:
            blocks.append(
                comparison_table(
                    f"{capital(name(scenario))}, {counted(matrix.base.rows, 'row')}: median {SETTLED.label}",
                    of_scenario,
                    always=[PANELS],
                )
            )
    return Section("actions", "The other actions, and the control that favours no one", blocks)


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
            (tier, name(framework), f"{panels:,}", *(figure(cell, measure, unit=False) for measure in measures))
            for tier in matrix.tiers()
            for framework in matrix.frameworks()
            for panels in matrix.panel_counts(scenario)
            if (cell := matrix.get(framework, tier, matrix.point(scenario, panels=panels))) is not None
        ]
        columns = ("tier", "framework", "panels", *(_with_unit(m) for m in measures))
        caption = f"Executed and sent for one click, medians: {name(scenario)}, {counted(matrix.base.rows, 'row')}"
        blocks.append(Table(caption, columns, tuple(rows), words=3, folded=scenario != GROWTH_SCENARIO))
    return Section("executed", "What the server executed", [b for b in blocks if not _empty(b)])


def time_section(matrix: Matrix) -> Section | None:
    """Where the time of one click goes on the largest page that was measured."""
    panels = matrix.panel_counts()
    if not panels:
        return None
    measures = (SERVER_CPU, FIRST_BYTE, LAST_BYTE, RESPONSE, SETTLED, LONG_TASKS)
    rows: list[Row] = [
        (tier, name(framework), *(figure(cell, measure, unit=False) for measure in measures))
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
        ("tier", "framework", *(_with_unit(m) for m in measures)),
        tuple(rows),
        words=2,
    )
    return Section("time", "Where the time of one click goes", [Text(text), table])


def arms_section(matrix: Matrix) -> Section | None:
    """Streamlit's garbage collection, the A/A control and whatever else was varied by one setting."""
    arms = [arm for arm in (GC_ARM, SAME_AGAIN_ARM) if matrix.in_arm(arm)]
    arms += sorted({key.arm for key in matrix.cells} - {GC_ARM, SAME_AGAIN_ARM, BASELINE_ARM})
    blocks: list[Block] = []
    for arm in arms:
        cells = matrix.in_arm(arm)
        blocks += [Text(_arm_text(matrix, arm, cells)), _arm_table(matrix, arm, cells)]
    return Section("arms", "Controls: one setting changed, and nothing changed", blocks) if blocks else None


def wins_section(matrix: Matrix) -> Section:
    """Count who needs less in every measure, and list every cell that Streamlit wins."""
    found = [c for measure in COMPARED for c in compare_all(matrix, measure, tiers=matrix.tiers())]
    tally: list[Row] = [
        (
            tier,
            measure.label,
            *(
                str(sum(c.outcome == outcome for c in found if c.tier == tier and c.measure == measure))
                for outcome in ("dash", "streamlit", "no difference", "no interval", "failed")
            ),
        )
        for tier in matrix.tiers()
        for measure in COMPARED
    ]
    wins = [c for c in found if c.outcome == "streamlit"]
    blocks: list[Block] = [
        Table(
            "Cells by which framework needs less, as delivered",
            ("tier", "measure", "Dash", "Streamlit", "no difference shown", "one run: not decided", "failed"),
            tuple(tally),
            words=2,
        ),
        Text(
            f"Streamlit needs less in {counted(len(wins), 'comparison')} of {len(found)}, each of them below."
            if wins
            else f"Streamlit needs less in none of {len(found)} comparisons."
        ),
    ]
    if wins:
        columns = [SCENARIO, PANELS]
        blocks.append(
            comparison_table(
                "Every cell that Streamlit wins",
                wins,
                always=columns,
                with_measure=True,
                folded=len(wins) > 40,
            )
        )
    return Section("wins", "Every cell that Streamlit wins", blocks)


def failures_section(matrix: Matrix) -> Section:
    """List every cell with failed samples and the reasons; a failure is never a number."""
    cells = [cell for cell in matrix.cells.values() if cell.failed]
    if not cells:
        tried = sum(len(cell.kept) for cell in matrix.cells.values())
        return Section("failures", "What failed", [Text(f"Nothing: all {tried:,} samples showed the right answer.")])
    points = varying((cell.key.point for cell in cells), always=[SCENARIO, PANELS, ROWS])
    rows: list[Row] = [
        (
            cell.key.tier,
            name(cell.key.framework),
            name(cell.key.arm),
            *(column.of(cell.key.point) for column in points),
            Entry(f"{count} of {len(cell.kept) + len(cell.failed)}", "failed"),
            reason,
        )
        for cell in cells
        for reason, count in cell.reasons.most_common()
    ]
    columns = ("tier", "framework", "arm", *(c.title for c in points), "samples failed", "reason")
    caption = "Failed samples; a cell of which all failed shows “failed” everywhere else"
    return Section("failures", "What failed", [Table(caption, columns, tuple(rows), words=len(columns))])


def all_cells_section(matrix: Matrix) -> Section:
    """Every cell with its median, interval, quartiles and spread."""
    points = varying((key.point for key in matrix.cells), always=[SCENARIO, POSITION, PANELS, ROWS])
    cells = sorted(
        matrix.cells.values(),
        key=lambda c: matrix.points().index(c.key.point) if c.key.point in matrix.points() else 10**6,
    )
    rows: list[Row] = [
        (
            cell.key.tier,
            name(cell.key.framework),
            name(cell.key.arm),
            *(column.of(cell.key.point) for column in points),
            f"{len(cell.values(SETTLED))} in {len(cell.runs(SETTLED))}",
            figure(cell, SETTLED, unit=False),
            *_quartiles(cell),
            _spread(cell),
            *(figure(cell, measure, unit=False) for measure in (RESPONSE, SERVER_CPU, BYTES_DOWN)),
        )
        for cell in cells
    ]
    columns = (
        *("tier", "framework", "arm"),
        *(c.title for c in points),
        *("clicks in runs", "settled, ms", "quartiles, ms", "95th percentile, ms", "spread of runs"),
        *(_with_unit(m) for m in (RESPONSE, SERVER_CPU, BYTES_DOWN)),
    )
    caption = "All cells: medians with 95 % intervals"
    return Section("cells", "All cells", [Table(caption, columns, tuple(rows), words=3 + len(points), folded=True)])


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
                rows.append((tier, name(framework), *entries, bend))
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
            name(framework),
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
                most = " (the most measured)" if count == panels[-1] else ""
                reached.append(Entry(f"{counted(count, 'panel')}{most}") if count else Entry("none", "muted"))
            rows.append((tier, name(framework), *reached))
    columns = ("tier", "framework", *(f"within {limit:g} s" for limit in LIMITS_S))
    caption = "Up to how many panels, of those measured, the median click settles within a limit"
    return Table(caption, columns, tuple(rows), words=2)


def _by_measure(found: Sequence[Comparison], always: Sequence[Column], axis: str) -> list[Block]:
    tables: list[Block] = []
    for measure in dict.fromkeys(c.measure for c in found):
        rows = [c for c in found if c.measure == measure and (c.dash or c.streamlit)]
        tables.append(comparison_table(f"{capital(measure.label)}, {axis}: medians", rows, always=always))
    return tables


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
    return f"**{name(framework)}, {tier}**: a change of axis took {listed(parts)}, on pages of {on}."


_SINGULAR = {
    CALLBACKS: "callback executed",
    FULL_RUNS: "full script run",
    FRAGMENT_RUNS: "fragment run",
    FIGURES_BUILT: "chart built on the server",
}


def _arm_text(matrix: Matrix, arm: str, cells: Sequence[Cell]) -> str:
    ratios = [ratio for cell in cells if (ratio := arm_ratio(matrix, cell)) is not None]
    judged = [stats.verdict(ratio) for ratio in ratios if ratio.interval is not None]
    same = judged.count(stats.NO_DIFFERENCE)
    if arm == GC_ARM:
        return (
            "**Streamlit without its garbage collection.** After every run, Streamlit collects all garbage and holds "
            "the last messages back meanwhile (`runner.postScriptGC`, a hidden setting, on by default). The headline "
            "has it on, as delivered. "
            + (
                f"Off, {judged.count('denominator higher')} of {len(judged)} cells settle sooner and {same} show no "
                "difference."
                if judged
                else "These runs allow no interval."
            )
        )
    if arm == SAME_AGAIN_ARM:
        return "**The same, measured again (A/A).** Nothing differs, so the ratio should be 1. " + (
            f"{same} of {len(judged)} intervals cover 1; by chance alone one in twenty would not."
            if judged
            else "These runs allow no interval."
        )
    return f"**{capital(name(arm))}**, against the same cells as delivered."


def _arm_table(matrix: Matrix, arm: str, cells: Sequence[Cell]) -> Table:
    points = varying((cell.key.point for cell in cells), always=[SCENARIO, PANELS])
    rows: list[Row] = []
    for cell in cells:
        same = matrix.get(cell.key.framework, cell.key.tier, cell.key.point)
        ratio = arm_ratio(matrix, cell)
        verdict = "" if ratio is None else stats.verdict(ratio)
        words = {
            "numerator higher": "slower",
            "denominator higher": "faster",
            "no interval": "one run: not decided",
            "": FAILED_OR_ABSENT,
        }
        rows.append(
            (
                cell.key.tier,
                name(cell.key.framework),
                *(column.of(cell.key.point) for column in points),
                figure(same),
                figure(cell),
                Entry(times(ratio) if ratio else ABSENT),
                words.get(verdict, verdict),
            )
        )
    heads = ("as delivered", name(arm), f"{name(arm)} / as delivered", "verdict")
    columns = ("tier", "framework", *(c.title for c in points), *heads)
    return Table(f"{capital(name(arm))}: median {SETTLED.label}", columns, tuple(rows), words=2 + len(points))


FAILED_OR_ABSENT = "no figure"


def _quartiles(cell: Cell) -> tuple[str, str]:
    runs = cell.runs(SETTLED)
    if not runs:
        return ABSENT, ABSENT
    low, high = stats.quartiles(runs)
    p95 = stats.p95(runs)
    return f"{number(low, 0)} to {number(high, 0)}", ABSENT if p95 is None else number(p95, 0)


def _spread(cell: Cell) -> str:
    found = stats.spread(cell.runs(SETTLED))
    return ABSENT if found is None else share(found)


def _with_unit(measure: Measure) -> str:
    return f"{measure.short}, {measure.unit}" if measure.unit else measure.short


def _same_page(one: object, other: object) -> bool:
    fields = ("panels", "rows", "rtt_ms", "users")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _empty(block: Block) -> bool:
    return (isinstance(block, Table) and not block.rows) or (isinstance(block, Bullets) and not block.items)
