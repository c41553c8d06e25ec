"""Tables that several sections share: cells and comparisons as rows of a document table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.report.cells import Cell, Point
from benchmarks.report.compare import Comparison, Outcome
from benchmarks.report.document import Entry, Mark, Row, Table
from benchmarks.report.measures import (
    ABSENT,
    FAILED,
    NOISY_MARK,
    RESPONSE,
    SETTLED,
    Measure,
    capital,
    name,
    quantity,
    times,
)

OUTCOME_WORDS: dict[Outcome, str] = {
    "dash": "Dash",
    "streamlit": "Streamlit",
    "no difference": "no difference shown",
    "no interval": "one run: not decided",
    "failed": FAILED,
    "not measured": ABSENT,
}

MARKS: dict[str, Mark] = {"dash": "dash", "streamlit": "streamlit", "failed": "failed"}


@dataclass(frozen=True)
class Column:
    """A column that says at which point of the matrix a row stands."""

    title: str
    of: Callable[[Point], str]


SCENARIO = Column("action", lambda point: capital(name(point.scenario)))
POSITION = Column("panel acted on", lambda point: point.position or "whole page")
PANELS = Column("panels", lambda point: f"{point.panels:,}")
ROWS = Column("rows", lambda point: f"{point.rows:,}")
RTT = Column("added round trip, ms", lambda point: f"{point.rtt_ms:g}")
USERS = Column("users", lambda point: f"{point.users:,}")
ALL_COLUMNS = (SCENARIO, POSITION, PANELS, ROWS, RTT, USERS)


def varying(points: Iterable[Point], *, always: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Return the columns in which these points differ, and those that are always wanted."""
    found = list(points)
    return tuple(c for c in ALL_COLUMNS if c in always or len({c.of(point) for point in found}) > 1)


def figure(cell: Cell | None, measure: Measure = SETTLED, *, unit: bool = True) -> Entry:
    """Show one cell in one measure: a figure, "failed" or nothing."""
    if cell is None:
        return Entry(ABSENT, "muted")
    if cell.has_failed:
        return Entry(FAILED, "failed")
    estimate = cell.estimate(measure)
    if estimate is None:
        return Entry(ABSENT, "muted")
    noisy = f" {NOISY_MARK}" if measure.unit == "ms" and cell.noisy(measure) else ""
    return Entry(quantity(estimate, measure, unit=unit) + noisy)


def framework_entry(framework: str) -> Entry:
    """Show a framework's name with its mark."""
    return Entry(name(framework), MARKS.get(framework, ""))


def outcome_entry(comparison: Comparison) -> Entry:
    """Show which framework needs less, or why none is named."""
    return Entry(OUTCOME_WORDS[comparison.outcome], MARKS.get(comparison.outcome, "muted"))


def ratio_entry(comparison: Comparison) -> Entry:
    """Show Streamlit / Dash; where a median is zero there is none."""
    return Entry(times(comparison.ratio)) if comparison.ratio else Entry(ABSENT, "muted")


def comparison_table(
    caption: str,
    comparisons: Sequence[Comparison],
    *,
    always: Sequence[Column] = (),
    with_tier: bool = True,
    with_measure: bool = False,
    folded: bool = False,
) -> Table:
    """Set Dash and Streamlit side by side, one row a comparison.

    Parameters
    ----------
    caption : str
        Of the table.
    comparisons : sequence of Comparison
        In the order of the rows.
    always : sequence of Column
        Columns to show even if all rows agree; those in which rows differ are shown by themselves.
    with_tier, with_measure : bool
        Whether rows say their tier and what is measured.
    folded : bool
        Whether the HTML page folds the table away.
    """
    points = varying((c.point for c in comparisons), always=always)
    lead = (("tier",) if with_tier else ()) + tuple(c.title for c in points) + (("what",) if with_measure else ())
    rows: list[Row] = []
    for c in comparisons:
        first = ((c.tier,) if with_tier else ()) + tuple(column.of(c.point) for column in points)
        rows.append(
            (
                *first,
                *((c.measure.short,) if with_measure else ()),
                figure(c.dash, c.measure, unit=with_measure),
                figure(c.streamlit, c.measure, unit=with_measure),
                ratio_entry(c),
                outcome_entry(c),
            )
        )
    measures = {c.measure for c in comparisons}
    less = "sooner" if measures <= {SETTLED, RESPONSE} and not with_measure else "less"
    unit = "" if with_measure or not comparisons or not comparisons[0].measure.unit else comparisons[0].measure.unit
    sides = [f"{side}, {unit}" if unit else side for side in ("Dash", "Streamlit")]
    columns = (*lead, *sides, "Streamlit / Dash", less)
    return Table(caption, columns, tuple(rows), words=len(lead), verdict=True, folded=folded)


def with_unit(measure: Measure) -> str:
    """Head a column of figures without units: "settled, ms"."""
    return f"{measure.short}, {measure.unit}" if measure.unit else measure.short
