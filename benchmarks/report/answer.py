"""First section of the report: the short answer, worded from the figures so that it is true whatever they say."""

from collections.abc import Sequence

from benchmarks.report.cells import Matrix, Point
from benchmarks.report.compare import Comparison, Outcome, compare, compare_all, grows, growth
from benchmarks.report.document import Section, Tile, Verdict
from benchmarks.report.measures import (
    HEADLINE_TIERS,
    POSITIONS,
    RESPONSE,
    SETTLED,
    TOO_FEW,
    capital,
    counted,
    listed,
    name,
    number,
    per_panel,
    ratio_places,
    times,
    vague,
)
from benchmarks.report.tables import PANELS, comparison_table
from benchmarks.stats import Estimate

ABOUT = {
    "idiomatic": "As the vendors' guides teach it. Dash: the data stay on the server, one callback per panel. "
    "Streamlit: cached data, one flat script.",
    "optimised": "As a specialist would write it. Dash: patches and clientside callbacks. Streamlit: one fragment per "
    "panel, rerun alone.",
}
HOW = {"idiomatic": "both are written the idiomatic way", "optimised": "both are optimised", "naive": "both are naive"}


def lead(matrix: Matrix) -> tuple[str, ...]:
    """Word the answer in a few sentences: a large page, then a small one, then the count of all cells."""
    tiers = [tier for tier in HEADLINE_TIERS if tier in matrix.tiers()]
    panels = matrix.panel_counts()
    if not tiers or not panels:
        return ("The headline compares the idiomatic and the optimised tier; these results hold neither.",)
    sentences = [_at(matrix, tiers, panels[-1], "On a page with")]
    if len(panels) > 1:
        sentences.append(_at(matrix, tiers, panels[0], "With"))
    return (" ".join(sentences), _tally(matrix, tiers))


def section(matrix: Matrix) -> Section:
    """Build a card for each headline tier."""
    tiers = [tier for tier in HEADLINE_TIERS if tier in matrix.tiers()]
    return Section("answer", "The answer, tier by tier", [_card(matrix, tier) for tier in tiers])


def clause(comparison: Comparison) -> str:
    """Finish the sentence "changing an axis of one chart ..." from a comparison of times."""
    c = comparison
    if c.outcome == "failed":
        broken = [name(side.key.framework) for side in (c.dash, c.streamlit) if side is not None and side.has_failed]
        return f"**failed in {listed(broken)}**"
    if c.outcome == "not measured" or c.ratio is None:
        return "was not measured in both"
    if c.outcome == "no difference":
        return "**shows no difference**" + (f" ({TOO_FEW} to tell)" if vague(c.ratio.interval) else "")
    winner, factor = faster(c.ratio)
    if c.outcome == "no interval":
        return f"settles {factor} times as fast in {winner} by single runs, which decide nothing,"
    return f"settles **{factor} times as fast in {winner}**"


def faster(ratio: Estimate) -> tuple[str, str]:
    """Name the side of Streamlit / Dash that needs less time, and how many times as fast it is."""
    winner, factor = ("Dash", ratio.value) if ratio.value > 1 else ("Streamlit", 1 / ratio.value)
    return winner, number(factor, ratio_places(factor))


def where(comparisons: Sequence[Comparison], outcome: Outcome) -> list[str]:
    """Name the cells with an outcome, a phrase for each scenario, such as "open the page at 32 and 100 panels"."""
    phrases = []
    for scenario in dict.fromkeys(c.point.scenario for c in comparisons):
        of_scenario = [c for c in comparisons if c.point.scenario == scenario]
        hits = [c for c in of_scenario if c.outcome == outcome]
        if hits and len(hits) == len(of_scenario):
            phrases.append(f"{name(scenario)} (all {len(hits)} cells)" if len(hits) > 1 else name(scenario))
        elif hits:
            phrases.append(f"{name(scenario)} {_places(hits, of_scenario)}")
    return phrases


def _at(matrix: Matrix, tiers: Sequence[str], panels: int, opening: str) -> str:
    found = {tier: compare(matrix, tier, matrix.point(panels=panels)) for tier in tiers}
    subject = f"{opening} **{counted(panels, 'panel')}**, changing an axis of one chart"
    if len(found) > 1 and all(clause(c) == "**shows no difference**" for c in found.values()):
        return f"{subject} **shows no difference** either way."
    clauses = [f"{clause(c)} when {HOW[tier]}" for tier, c in found.items()]
    return f"{subject} {listed(clauses)}."


def _tally(matrix: Matrix, tiers: Sequence[str]) -> str:
    parts = []
    for tier in tiers:
        found = compare_all(matrix, SETTLED, tiers=[tier])
        counts = {outcome: sum(c.outcome == outcome for c in found) for outcome in ("dash", "streamlit")}
        rest = [
            f"{words} {sum(c.outcome == outcome for c in found)}"
            for outcome, words in (
                ("no difference", "no difference shown in"),
                ("no interval", "single runs, undecided, in"),
                ("failed", "failed in"),
            )
            if any(c.outcome == outcome for c in found)
        ]
        counted_sides = [f"Dash sooner in {counts['dash']}", f"Streamlit in {counts['streamlit']}", *rest]
        parts.append(f"{tier}, {', '.join(counted_sides)} of {len(found)}")
    return f"Over all actions, page sizes and row counts measured: {'; '.join(parts)}."


def _card(matrix: Matrix, tier: str) -> Verdict:
    found = compare_all(matrix, SETTLED, tiers=[tier])
    growing = [c for p in matrix.panel_counts() if (c := compare(matrix, tier, matrix.point(panels=p)))]
    sentences = [s for s in (_growth_sentence(matrix, tier), _response_sentence(matrix, tier)) if s]
    for outcome, opening in (
        ("dash", "Dash settles sooner"),
        ("streamlit", "Streamlit settles sooner"),
        ("no difference", "No difference shown"),
        ("no interval", "Not decided, single runs"),
        ("failed", "Failed"),
    ):
        if phrases := where(found, outcome):  # type: ignore[arg-type]
            sentences.append(f"**{opening}:** {'; '.join(phrases)}.")
        elif outcome in ("dash", "streamlit"):
            sentences.append(f"**{opening}:** in no cell measured.")
    table = comparison_table(
        f"Changing an axis of one chart, {tier} tier, {counted(matrix.base.rows, 'row')}: "
        "median ms until everything has settled, with 95 % intervals",
        growing,
        always=[PANELS],
        with_tier=False,
    )
    ends = growing[:1] + growing[1:][-1:]
    title = f"{capital(tier)} against {tier}"
    return Verdict(title, ABOUT[tier], tuple(_tile(c) for c in ends), tuple(sentences), table)


def _tile(c: Comparison) -> Tile:
    label = counted(c.point.panels, "panel")
    small = f"Streamlit / Dash = {times(c.ratio)}" if c.ratio else ""
    if c.outcome == "failed":
        return Tile(label, "Failed", "", "failed")
    if c.ratio is None or c.outcome == "not measured":
        return Tile(label, "Not measured", small, "muted")
    if c.outcome == "no difference":
        return Tile(label, "No difference", f"is shown: {small}", "muted")
    winner, factor = faster(c.ratio)
    big = f"{winner} {factor}×"
    if c.outcome == "no interval":
        return Tile(label, big, f"as fast by single runs: {small}", "muted")
    return Tile(label, big, f"as fast: {small}", "dash" if winner == "Dash" else "streamlit")


def _growth_sentence(matrix: Matrix, tier: str) -> str:
    parts = []
    for framework in ("dash", "streamlit"):
        slope = growth(matrix, framework, tier, SETTLED)
        if slope is None:
            continue
        cost = per_panel(slope, SETTLED, unit=True)
        if grows(slope) is False:
            parts.append(f"nothing that these runs can show in {name(framework)} ({cost})")
        else:
            parts.append(f"{cost} in {name(framework)}")
    return f"**Each added panel adds** {listed(parts)}." if parts else ""


def _response_sentence(matrix: Matrix, tier: str) -> str:
    panels = matrix.panel_counts()
    c = compare(matrix, tier, matrix.point(panels=panels[-1]), RESPONSE) if panels else None
    if c is None or c.ratio is None:
        return ""
    opening = f"**The chart itself** answers, with {counted(panels[-1], 'panel')},"
    ratio = f"Streamlit / Dash = {times(c.ratio)}"
    if c.outcome == "no difference":
        return f"{opening} with no difference shown ({ratio})."
    winner, factor = faster(c.ratio)
    return f"{opening} {factor} times as fast in {winner} ({ratio})."


def _places(hits: Sequence[Comparison], of_scenario: Sequence[Comparison]) -> str:
    """Word where the hits lie: by panels first, then by whatever else was varied."""
    usual_rows = max(
        {c.point.rows for c in of_scenario},
        key=lambda rows: len({c.point for c in of_scenario if c.point.rows == rows}),
    )
    by_panels: dict[int, list[Comparison]] = {}
    rows: list[int] = []
    others: list[str] = []
    for c in hits:
        if c.point.rtt_ms or c.point.users != 1:
            others.append(_special(c.point, usual_rows))
        elif c.point.rows != usual_rows:
            rows.append(c.point.rows)
        else:
            by_panels.setdefault(c.point.panels, []).append(c)
    words = []
    for panels, found in by_panels.items():
        measured = [c for c in of_scenario if c.point.panels == panels and c.point.rows == usual_rows]
        some = [c.point.position for c in found if c.point.position in POSITIONS]
        words.append(f"{panels:,}" + (f" ({listed(some)})" if some and len(found) < len(measured) else ""))
    parts = [f"at {listed(words)} panel{'s' if words != ['1'] else ''}"] if words else []
    if rows:
        parts.append(f"with {listed([f'{n:,}' for n in dict.fromkeys(rows)])} rows")
    if others:
        parts.append(f"with {listed(list(dict.fromkeys(others)))}")
    return " and ".join(parts)


def _special(point: Point, usual_rows: int) -> str:
    parts = [f"{point.rtt_ms:g} ms round trip"] if point.rtt_ms else []
    if point.users != 1:
        parts.append(counted(point.users, "user"))
    if point.rows != usual_rows:
        parts.append(counted(point.rows, "row"))
    return ", ".join(parts)
