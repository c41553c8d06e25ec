"""Section that puts the claims about updates to the test: what is said, and what these runs show."""

from benchmarks.report.cells import BASELINE_ARM, GROWTH_SCENARIO, Matrix
from benchmarks.report.compare import compare_all, grows, growth
from benchmarks.report.document import Row, Section, Table, Text
from benchmarks.report.measures import (
    BYTES_DOWN,
    CALLBACKS,
    FULL_RUNS,
    SETTLED,
    Measure,
    listed,
    number,
    per_panel,
)

NOT_MEASURED = "not measured here"


def section(matrix: Matrix) -> Section:
    """Build the table of claims, each with a verdict that follows from the figures."""
    rows: list[Row] = [
        ("Dash callbacks only update what is necessary", *_narrow(matrix)),
        ("Streamlit reruns everything; without caching it slows as it grows", *_reruns(matrix)),
        ("Dash scales better as an app grows", *_scales(matrix)),
        ("Streamlit can be made to update narrowly", *_fragments(matrix)),
    ]
    text = "What comparisons of the two say about updates. The verdict is worked out from the figures of this report."
    table = Table("Claims about updates", ("claim", "verdict", "evidence"), tuple(rows), words=3)
    return Section("claims", "What is said, and what these runs show", [Text(text), table])


def _narrow(matrix: Matrix) -> tuple[str, str]:
    counts = _values(matrix, "dash", "idiomatic", CALLBACKS)
    if not counts:
        return NOT_MEASURED, ""
    slope = growth(matrix, "dash", "idiomatic", BYTES_DOWN)
    sent = f"; bytes down grow by {per_panel(slope, BYTES_DOWN, unit=True)} per panel" if slope else ""
    evidence = f"idiomatic: {_range(counts, 'callback')} per change of axis{sent}"
    return ("holds" if set(counts) == {1.0} else "does not hold"), evidence


def _reruns(matrix: Matrix) -> tuple[str, str]:
    parts, growing = [], []
    for tier in ("naive", "idiomatic"):
        slope = growth(matrix, "streamlit", tier, SETTLED)
        if slope is not None:
            parts.append(f"{tier} {per_panel(slope, SETTLED, unit=True)} per added panel")
            growing.append(grows(slope))
    runs = _values(matrix, "streamlit", "idiomatic", FULL_RUNS)
    if not parts or not runs:
        return NOT_MEASURED, ""
    evidence = f"{_range(runs, 'full run')} per change of axis (idiomatic); settled grows by {listed(parts)}"
    if None in growing:
        return "single runs: not decided", evidence
    verdict = "holds, cached too" if all(growing) and len(growing) > 1 else "holds" if any(growing) else "not shown"
    return verdict, evidence


def _scales(matrix: Matrix) -> tuple[str, str]:
    verdicts, parts = [], []
    for tier in ("idiomatic", "optimised"):
        dash, streamlit = (growth(matrix, f, tier, SETTLED) for f in ("dash", "streamlit"))
        if dash is None or streamlit is None:
            continue
        costs = f"Dash {per_panel(dash, SETTLED, unit=True)}, Streamlit {per_panel(streamlit, SETTLED, unit=True)}"
        parts.append(f"{tier}: {costs} per added panel")
        if dash.interval and streamlit.interval:
            apart = dash.interval.high < streamlit.interval.low
            verdicts.append("holds" if apart else _not(streamlit.interval.high < dash.interval.low))
        else:
            verdicts.append("single runs: not decided")
    if not parts:
        return NOT_MEASURED, ""
    filtered = compare_all(matrix, SETTLED, tiers=("idiomatic", "optimised"), scenario="global_filter")
    if filtered:
        won = sum(c.outcome == "dash" for c in filtered)
        parts.append(f"where every panel must change, Dash is sooner in {won} of {len(filtered)} cells")
    verdict = (
        verdicts[0]
        if len(set(verdicts)) == 1
        else listed([f"{v} ({tier})" for v, tier in zip(verdicts, ("idiomatic", "optimised"), strict=False)])
    )
    return verdict, "; ".join(parts)


def _fragments(matrix: Matrix) -> tuple[str, str]:
    flat, narrow = (growth(matrix, "streamlit", tier, SETTLED) for tier in ("idiomatic", "optimised"))
    runs = _values(matrix, "streamlit", "optimised", FULL_RUNS)
    if flat is None or narrow is None or not runs:
        return NOT_MEASURED, ""
    evidence = (
        f"optimised: {_range(runs, 'full run')} per change of axis; settled grows by "
        f"{per_panel(narrow, SETTLED, unit=True)} per added panel instead of {per_panel(flat, SETTLED, unit=True)}"
    )
    if flat.interval is None or narrow.interval is None:
        return "single runs: not decided", evidence
    better = narrow.interval.high < flat.interval.low
    if set(runs) != {0.0}:
        return "does not hold", evidence
    if grows(narrow) is False:
        return "holds", evidence
    return ("holds in part: it still grows" if better else "not shown"), evidence


def _not(opposite: bool) -> str:
    return "the opposite is shown" if opposite else "not shown"


def _values(matrix: Matrix, framework: str, tier: str, measure: Measure) -> list[float]:
    return [
        value
        for key, cell in matrix.cells.items()
        if (key.framework, key.tier, key.arm, key.point.scenario) == (framework, tier, BASELINE_ARM, GROWTH_SCENARIO)
        for value in cell.values(measure)
    ]


def _range(values: list[float], noun: str) -> str:
    low, high = number(min(values), 0), number(max(values), 0)
    return f"{low if low == high else f'{low} to {high}'} {noun}{'' if high == '1' else 's'}"
