"""The looks of both explorers: palettes, sizes, one stylesheet, one chart layout. Imports nothing of ours.

A figure is built once for light and dark: its backgrounds are transparent, and its text and lines take the page's
colours through the stylesheet (`css`), which follows the system's choice.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class Palette:
    """Colours of one mode, each named for its use, as "#rrggbb"."""

    background: str
    surface: str
    border: str
    control_border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    danger: str
    danger_surface: str
    grid: str


LIGHT: Final = Palette(
    background="#f5f6f8",
    surface="#ffffff",
    border="#dde2e8",
    control_border="#828d9b",
    text="#1b2430",
    muted="#566273",
    accent="#0b6e75",
    accent_hover="#085960",
    on_accent="#ffffff",
    danger="#a3261d",
    danger_surface="#fdf0ee",
    grid="#e6eaee",
)
DARK: Final = Palette(
    background="#11161c",
    surface="#1a212a",
    border="#2f3945",
    control_border="#6b7989",
    text="#e7ebf0",
    muted="#a0adbb",
    accent="#5cc4c6",
    accent_hover="#7fd4d5",
    on_accent="#06272a",
    danger="#ff9d92",
    danger_surface="#33201f",
    grid="#2a333e",
)

FONT_NAME: Final = "Inter"
FONT_FAMILY: Final = '"Inter", "Helvetica Neue", Arial, sans-serif'
FONT_FILE: Final = Path(__file__).parent / "static" / "fonts" / "inter-latin-wght-normal.woff2"
"""Inter, variable weight, latin; licence in OFL.txt beside it."""

SIZE_TITLE_PX: Final = 32
SIZE_HEADING_PX: Final = 24
SIZE_BODY_PX: Final = 16
SIZE_SMALL_PX: Final = 14
SIZE_CHART_PX: Final = 12
"""Ticks and legends alone; nothing is smaller."""
SPACE_RELATED_PX: Final = 8
SPACE_APART_PX: Final = 16
SPACE_SECTION_PX: Final = 24
RADIUS_PX: Final = 8
SHADOW: Final = (
    "0 1px 2px light-dark(rgb(16 24 40 / 0.06), rgb(0 0 0 / 0.4)), "
    "0 2px 8px light-dark(rgb(16 24 40 / 0.06), transparent)"
)
CHART_HEIGHT_PX: Final = 320
LINE_WIDTH_PX: Final = 2
SIDEBAR_WIDTH_PX: Final = 304
NARROW_PX: Final = 900
"""Below this width panels stand in one column."""
_VALUES_PX: Final = 240
"""Width of a column's histogram, or of its most frequent values, in the profile."""

DATA_COLOURS: Final = (
    "#2f7fc1",
    "#d9730d",
    "#1a9a70",
    "#c2609c",
    "#8a6fd1",
    "#a68a00",
    "#0e96a8",
    "#cc4b37",
    "#8b7355",
)
"""Groups, in order of size. Each stands out at 3:1 or more from the surface of both modes."""
OTHER_COLOUR: Final = "#7d8794"
COLOUR_SCALE: Final = [[0.0, "#3d6fd0"], [0.5, "#1f9e96"], [1.0, "#c08400"]]
"""From low to high; every part is readable on both surfaces."""
COLOUR_BAR: Final[dict[str, Any]] = {"thickness": 8, "outlinewidth": 0, "ticklen": 0, "len": 1}


def _axis() -> dict[str, Any]:
    """Make an axis of its own for x and for y: a deep copy of a layout keeps two names of one dict as one dict."""
    return {
        "automargin": True,
        "gridcolor": "#aeb6c0",
        "zeroline": False,
        "title": {"font": {"size": SIZE_SMALL_PX}, "standoff": SPACE_RELATED_PX},
    }


CHART_LAYOUT: Final[dict[str, Any]] = {
    # A template of our own, not an empty one: else one framework would add the seven kilobytes of Plotly's default.
    "template": {"layout": {"colorway": list(DATA_COLOURS)}},
    "height": CHART_HEIGHT_PX,
    "autosize": True,
    "margin": {"l": 48, "r": 16, "t": 40, "b": 40},
    # Long labels may take room from the plot, but not all of it.
    "minreducedwidth": 200,
    "minreducedheight": 160,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "font": {"family": FONT_FAMILY, "size": SIZE_CHART_PX, "color": OTHER_COLOUR},
    "title": {
        "font": {"size": SIZE_BODY_PX, "weight": 600},
        "x": 0,
        "xanchor": "left",
        "xref": "container",
        "y": 1,
        "yanchor": "top",
        "yref": "container",
        "pad": {"l": SPACE_RELATED_PX, "t": SPACE_RELATED_PX},
    },
    "xaxis": _axis(),
    "yaxis": _axis(),
    "legend": {"itemsizing": "constant", "tracegroupgap": 0},
    "showlegend": False,
    "hovermode": "closest",
    "hoverlabel": {"bgcolor": DARK.surface, "bordercolor": DARK.border, "font": {"color": DARK.text}},
    "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": OTHER_COLOUR, "activecolor": LIGHT.accent},
}
"""What all charts have in common. Copy it; never change it."""

CHART_CONFIG: Final[dict[str, Any]] = {
    "displaylogo": False,
    # Plotly's own default is a button that sends the chart, data included, to its makers.
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "responsive": True,
    "modeBarButtonsToRemove": ["select2d", "lasso2d", "autoScale2d"],
}


def css(*, font_url: str | None = None) -> str:
    """Return the stylesheet that both apps put on their page.

    Parameters
    ----------
    font_url : str, optional
        Address at which the app serves `FONT_FILE`; left out where the framework loads the font by itself.

    Returns
    -------
    str
        CSS: the palettes as custom properties (``--explorer-text`` and so on) and the rules that both apps need. Light
        or dark follows the ``color-scheme`` of the element that uses a colour: the system's choice, until an app or
        its framework sets another. No import, no address of another host.
    """
    font = (
        f'@font-face {{ font-family: "{FONT_NAME}"; src: url("{font_url}") format("woff2"); '
        "font-weight: 100 900; font-style: normal; font-display: swap; }\n"
        if font_url
        else ""
    )
    return f"""{font}:root {{
  color-scheme: light dark;
{_properties()}
  --explorer-font: {FONT_FAMILY};
  --explorer-radius: {RADIUS_PX}px;
  --explorer-shadow: {SHADOW};
}}
{_RULES}"""


def streamlit_theme(*, font_url: str) -> dict[str, Any]:
    """Return Streamlit's ``[theme]`` section, as nested as in its configuration file.

    Parameters
    ----------
    font_url : str
        Address at which the app serves `FONT_FILE`.
    """
    return {
        "font": f"{FONT_NAME}, sans-serif",
        "headingFont": f"{FONT_NAME}, sans-serif",
        "fontFaces": [{"family": FONT_NAME, "url": font_url, "weight": "100 900", "style": "normal"}],
        "baseFontSize": SIZE_BODY_PX,
        "baseRadius": f"{RADIUS_PX}px",
        "headingFontSizes": [f"{SIZE_TITLE_PX}px", f"{SIZE_HEADING_PX}px", f"{SIZE_BODY_PX}px"],
        "showWidgetBorder": True,
        "chartCategoricalColors": list(DATA_COLOURS),
        "light": _streamlit_colours(LIGHT),
        "dark": _streamlit_colours(DARK),
    }


def _streamlit_colours(palette: Palette) -> dict[str, Any]:
    return {
        "primaryColor": palette.accent,
        "backgroundColor": palette.background,
        "secondaryBackgroundColor": palette.surface,
        "textColor": palette.text,
        "borderColor": palette.border,
        "linkColor": palette.accent,
        "sidebar": {"backgroundColor": palette.surface, "secondaryBackgroundColor": palette.background},
    }


def _properties() -> str:
    return "\n".join(
        f"  --explorer-{field.name.replace('_', '-')}: "
        f"light-dark({getattr(LIGHT, field.name)}, {getattr(DARK, field.name)});"
        for field in fields(Palette)
    )


_RULES: Final = f"""
.explorer-title {{ font-size: {SIZE_TITLE_PX}px; font-weight: 650; letter-spacing: -0.02em; line-height: 1.2; }}
.explorer-heading {{ font-size: {SIZE_BODY_PX}px; font-weight: 650; line-height: 1.5; }}
.explorer-muted {{ color: var(--explorer-muted); font-size: {SIZE_SMALL_PX}px; font-variant-numeric: tabular-nums; }}
.explorer-card {{
  background: var(--explorer-surface);
  border: 1px solid var(--explorer-border);
  border-radius: var(--explorer-radius);
  box-shadow: var(--explorer-shadow);
  padding: {SPACE_APART_PX}px;
}}
.explorer-alert {{
  background: var(--explorer-danger-surface);
  border: 1px solid var(--explorer-danger);
  border-radius: var(--explorer-radius);
  color: var(--explorer-danger);
  padding: {SPACE_APART_PX}px;
}}
.explorer-scroll {{
  background: var(--explorer-surface);
  border: 1px solid var(--explorer-border);
  border-radius: var(--explorer-radius);
  overflow-x: auto;
}}
.explorer-summary {{
  border-collapse: collapse;
  font-size: {SIZE_SMALL_PX}px;
  font-variant-numeric: tabular-nums;
  margin: 0;
  white-space: nowrap;
  width: 100%;
}}
.explorer-summary :is(td, th) {{ border-bottom: 1px solid var(--explorer-border); padding: {SPACE_RELATED_PX}px; }}
.explorer-summary tbody tr:last-child > * {{ border-bottom: 0; }}
.explorer-summary th {{ color: var(--explorer-text); font-weight: 600; text-align: left; }}
.explorer-summary :is(td, thead th:not(:first-child)) {{ text-align: right; }}
.explorer-values {{ min-width: {_VALUES_PX}px; text-align: left; white-space: normal; }}
/* Charts are built once for both modes; Plotly writes colours as inline styles, hence !important. */
.js-plotly-plot .main-svg :is(.gtitle, .xtitle, .ytitle, .legendtext, .legendtitletext) {{
  fill: var(--explorer-text) !important;
}}
.js-plotly-plot .main-svg :is(.xtick, .ytick, .cbaxis, .cbtitle) text {{ fill: var(--explorer-muted) !important; }}
.js-plotly-plot .gridlayer path {{ stroke: var(--explorer-grid) !important; }}
.js-plotly-plot .main-svg :is(.slider-label, .updatemenu-item-text) {{ fill: var(--explorer-text) !important; }}
.js-plotly-plot .main-svg :is(.slider-rail-rect, .slider-grip-rect, .updatemenu-item-rect) {{
  fill: var(--explorer-surface) !important;
  stroke: var(--explorer-muted) !important;
}}
.js-plotly-plot .main-svg .slider-tick-rect {{ fill: var(--explorer-muted) !important; }}
.js-plotly-plot .modebar-btn path {{ fill: var(--explorer-muted) !important; }}
:focus-visible {{ outline: 2px solid var(--explorer-accent); outline-offset: 2px; }}
@media (prefers-reduced-motion: reduce) {{
  *, *::before, *::after {{ animation: none !important; transition: none !important; }}
}}
"""
