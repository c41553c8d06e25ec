"""Sections that keep the comparison honest: other actions, controls, what Streamlit wins, what failed, every cell."""

from collections.abc import Sequence

from benchmarks import stats
from benchmarks.report.cells import BASELINE_ARM, GC_ARM, GROWTH_SCENARIO, SAME_AGAIN_ARM, Cell, Matrix
from benchmarks.report.compare import arm_ratio, compare, compare_all
from benchmarks.report.document import Block, Bullets, Entry, Row, Section, Table, Text
from benchmarks.report.measures import (
    ABSENT,
    BYTES_DOWN,
    COMPARED,
    RESPONSE,
    SERVER_CPU,
    SETTLED,
    capital,
    counted,
    name,
    number,
    share,
    times,
)
from benchmarks.report.tables import (
    PANELS,
    POSITION,
    ROWS,
    SCENARIO,
    comparison_table,
    figure,
    framework_entry,
    varying,
    with_unit,
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


def arms_section(matrix: Matrix) -> Section | None:
    """Streamlit's garbage collection, the A/A control and whatever else was varied by one setting."""
    arms = [arm for arm in (GC_ARM, SAME_AGAIN_ARM) if matrix.in_arm(arm)]
    arms += sorted({key.arm for key in matrix.cells} - {GC_ARM, SAME_AGAIN_ARM, BASELINE_ARM})
    blocks: list[Block] = []
    for arm in arms:
        cells = matrix.in_arm(arm)
        blocks += [Text(_arm_text(matrix, arm, cells)), _arm_table(matrix, arm, cells)]
    return Section("arms", "Controls: one setting changed, and nothing changed", blocks) if blocks else None


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
            framework_entry(cell.key.framework),
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
            framework_entry(cell.key.framework),
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
        *(with_unit(m) for m in (RESPONSE, SERVER_CPU, BYTES_DOWN)),
    )
    caption = "All cells: medians with 95 % intervals"
    return Section("cells", "All cells", [Table(caption, columns, tuple(rows), words=3 + len(points), folded=True)])


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
            "": "no figure",
        }
        rows.append(
            (
                cell.key.tier,
                framework_entry(cell.key.framework),
                *(column.of(cell.key.point) for column in points),
                figure(same),
                figure(cell),
                Entry(times(ratio) if ratio else ABSENT),
                words.get(verdict, verdict),
            )
        )
    heads = ("as delivered", name(arm), f"{name(arm)} / as delivered", "verdict")
    columns = ("tier", "framework", *(c.title for c in points), *heads)
    caption = f"{capital(name(arm))}: median {SETTLED.label}"
    return Table(caption, columns, tuple(rows), words=2 + len(points), verdict=True)


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
