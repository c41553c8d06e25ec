"""Draws the growth charts as one SVG file, for Markdown and for a page without scripts."""

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from benchmarks.report.cells import Cell, Matrix
from benchmarks.report.looks import LOOKS, Look
from benchmarks.report.measures import FAILED, HEADLINE_TIERS, SETTLED, capital
from shared import theme

WIDTH, HEIGHT = 960, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 64, 48
GAP = 64
LINES = {"solid": "", "dash": "8 5", "dot": "2 4"}


def growth(matrix: Matrix) -> str:
    """Return an SVG of settled against panels: one chart a headline tier, both frameworks, intervals as bars.

    Colours follow the reader's light or dark mode.
    """
    tiers = [tier for tier in HEADLINE_TIERS if tier in matrix.tiers()] or matrix.tiers()
    panels = matrix.panel_counts()
    width = (WIDTH - LEFT - RIGHT - GAP * (len(tiers) - 1)) / len(tiers)
    top = _nice(max((_high(cell) for tier in tiers for _, cell in _series(matrix, tier, panels)), default=1.0))
    parts = [_head(matrix)]
    for place, tier in enumerate(tiers):
        plot = _Plot(LEFT + place * (width + GAP), width, top, max(panels, default=1))
        parts += plot.frame(capital(tier), panels)
        for framework in matrix.frameworks():
            if framework in LOOKS:
                cells = [(p, c) for p, c in _series(matrix, tier, panels) if c.key.framework == framework]
                parts += plot.line(cells, LOOKS[framework])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _series(matrix: Matrix, tier: str, panels: Sequence[int]) -> Iterator[tuple[int, Cell]]:
    for framework in matrix.frameworks():
        for count in panels:
            cell = matrix.get(framework, tier, matrix.point(panels=count))
            if cell is not None:
                yield count, cell


def _high(cell: Cell) -> float:
    estimate = cell.estimate(SETTLED)
    if estimate is None:
        return 0.0
    # few runs may give an interval so wide that the medians would lie flat on the axis: its bar is cut off instead
    return min(estimate.interval.high, 2 * estimate.value) if estimate.interval else estimate.value


def _nice(value: float) -> float:
    """Return the next larger of 1, 2, 4, 5, 8, 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value)


class _Plot:
    """One chart of the drawing: a box with linear axes that start at zero."""

    def __init__(self, left: float, width: float, top: float, panels: int) -> None:
        self.left, self.width, self.top, self.panels = left, width, top, panels

    def x(self, panels: float) -> float:
        return self.left + panels / self.panels * self.width

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM)

    def frame(self, title: str, panels: Sequence[int]) -> Iterator[str]:
        yield f'<text class="title" x="{self.left}" y="{TOP - 14}">{escape(title)}</text>'
        for step in range(5):
            value = self.top * step / 4
            y = self.y(value)
            yield f'<path class="grid" d="M{self.left:.1f} {y:.1f}H{self.left + self.width:.1f}"/>'
            yield f'<text class="tick" x="{self.left - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{value:,.10g}</text>'
        for count in panels:
            x = self.x(count)
            yield f'<text class="tick" x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{count:,}</text>'
        middle = self.left + self.width / 2
        yield f'<text class="tick" x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">panels on the page</text>'

    def line(self, cells: Sequence[tuple[int, Cell]], look: Look) -> Iterator[str]:
        known = [(p, estimate) for p, cell in cells if (estimate := cell.estimate(SETTLED)) is not None]
        path = "L".join(f"{self.x(p):.1f} {self.y(e.value):.1f}" for p, e in known)
        stroke = f'stroke="{look.colour}" stroke-width="2" fill="none"'
        if path:
            yield f'<path d="M{path}" {stroke} stroke-dasharray="{LINES[look.dash]}"/>'
        for panels, estimate in known:
            x, y = self.x(panels), self.y(estimate.value)
            if estimate.interval:
                low, high = self.y(estimate.interval.low), self.y(min(estimate.interval.high, self.top))
                yield f'<path d="M{x - 4:.1f} {low:.1f}h8m-4 0V{high:.1f}m-4 0h8" {stroke}/>'
            if look.symbol == "circle":
                yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{look.colour}"/>'
            else:
                yield f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{look.colour}"/>'
        for panels, cell in cells:
            if cell.has_failed:
                place = f'x="{self.x(panels):.1f}" y="{TOP + 12}" text-anchor="end"'
                yield f'<text class="failed" {place}>{escape(look.name)} {FAILED}</text>'


def _head(matrix: Matrix) -> str:
    light, dark = theme.LIGHT, theme.DARK
    label = "Median time until everything has settled after changing an axis, by panels on the page"
    key = []
    x = 320
    for framework in ("dash", "streamlit"):
        look = LOOKS[framework]
        key.append(
            f'<path d="M{x} 20h32" stroke="{look.colour}" stroke-width="3" stroke-dasharray="{LINES[look.dash]}"/>'
            f'<text class="key" x="{x + 40}" y="25">{look.name}</text>'
        )
        x += 120
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">\n'
        f"<style>.grid{{stroke:{light.border};fill:none}}"
        f"text{{font:14px {theme.FONT_FAMILY.replace(chr(34), chr(39))};fill:{light.muted}}}"
        f".title{{font-weight:600;fill:{light.text}}}.key{{fill:{light.text}}}.failed{{fill:{light.danger}}}"
        f"@media(prefers-color-scheme:dark){{.grid{{stroke:{dark.border}}}text{{fill:{dark.muted}}}"
        f".title,.key{{fill:{dark.text}}}.failed{{fill:{dark.danger}}}}}</style>\n"
        f'<text class="key" x="0" y="25">Settled after changing an axis, ms</text>{"".join(key)}'
    )
