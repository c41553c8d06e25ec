"""Writes the report as one self-contained HTML page: no address of another host, charts included."""

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape
from plotly.offline import get_plotlyjs

from benchmarks.report import drawing
from benchmarks.report.cells import BASELINE_ARM, GC_ARM, Cell, Matrix
from benchmarks.report.document import Block, Report, Table, Verdict
from benchmarks.report.looks import LOOKS
from benchmarks.report.measures import COMPARED, HEADLINE_TIERS, Measure, capital, name, quantity
from shared import theme

FOLDER: Final = Path(__file__).parent


def render(report: Report, matrix: Matrix) -> str:
    """Return the page.

    Parameters
    ----------
    report : Report
        What stands on it.
    matrix : Matrix
        The cells that its interactive charts draw.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["inline"] = inline
    environment.filters["grouped"] = grouped
    return environment.get_template("page.html").render(
        report=report,
        theme_css=theme.css(font_url=_font()),
        page_css=_page_css(),
        page_js=(FOLDER / "page.js").read_text("utf-8"),
        plotly_js=get_plotlyjs(),
        svg=drawing.growth(matrix),
        data=_json(explorer_data(matrix)),
    )


def inline(text: str) -> Markup:
    """Escape a text, turn its ``code`` and ``**strong**`` into tags, and keep intervals on one line."""
    safe = re.sub(r"\[([−\d.,]+), ([−\d.,]+)\]", "[\\1,\N{NO-BREAK SPACE}\\2]", str(escape(text)))
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)
    return Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe))


def grouped(blocks: Sequence[Block]) -> list[list[Block]]:
    """Put cards or tables that follow one another into one group: they stand side by side where there is room."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and _pairs(block) and type(block) is type(groups[-1][0]) and _pairs(groups[-1][0]):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _pairs(block: Block) -> bool:
    return isinstance(block, Verdict) or (isinstance(block, Table) and not block.folded)


def explorer_data(matrix: Matrix) -> dict[str, Any]:
    """Return what the page's script draws, worded by the same functions as the tables."""
    return {
        "base": asdict(matrix.base),
        "scenarios": [(scenario, capital(name(scenario))) for scenario in matrix.scenarios()],
        "tiers": matrix.tiers(),
        "headline": [tier for tier in HEADLINE_TIERS if tier in matrix.tiers()] or matrix.tiers(),
        "measures": [
            {"field": _field(m), "label": capital(m.label), "short": capital(m.short), "unit": m.unit} for m in COMPARED
        ],
        "cells": [_cell(cell) for key, cell in matrix.cells.items() if key.arm in (BASELINE_ARM, GC_ARM)],
        "styles": {framework: asdict(look) for framework, look in LOOKS.items()},
        "layout": theme.CHART_LAYOUT,
        "config": theme.CHART_CONFIG,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    key = cell.key
    reason = cell.reasons.most_common(1)[0][0] if cell.has_failed else None
    return {
        "framework": key.framework,
        "tier": key.tier,
        "arm": key.arm,
        **asdict(key.point),
        "failed": reason,
        "values": {_field(measure): _value(cell, measure) for measure in COMPARED},
    }


def _value(cell: Cell, measure: Measure) -> dict[str, Any] | None:
    estimate = cell.estimate(measure)
    if estimate is None:
        return None
    interval = estimate.interval
    return {
        "value": estimate.value / measure.scale,
        "low": interval.low / measure.scale if interval else None,
        "high": interval.high / measure.scale if interval else None,
        "text": quantity(estimate, measure),
    }


def _field(measure: Measure) -> str:
    return measure.fields[0]


def _json(data: Any) -> str:
    # "<" could end the script element, whatever an error message holds
    return json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _font() -> str:
    return "data:font/woff2;base64," + base64.b64encode(theme.FONT_FILE.read_bytes()).decode()


def _page_css() -> str:
    css = (FOLDER / "page.css").read_text("utf-8")
    return css.replace("DASH_COLOUR", LOOKS["dash"].colour).replace("STREAMLIT_COLOUR", LOOKS["streamlit"].colour)
