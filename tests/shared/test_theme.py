"""The looks: readable in both modes, from the palette alone, with nothing from another host."""

import itertools
import re
from dataclasses import fields
from pathlib import Path

import pytest

from shared import theme
from shared.explorer_spec import MAX_COLOURS
from shared.theme import CHART_LAYOUT, DARK, DATA_COLOURS, LIGHT, OTHER_COLOUR, Palette, css, streamlit_theme

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@PALETTES
@pytest.mark.parametrize("text", ["text", "muted", "accent", "danger"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_text_stands_out_from_every_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@PALETTES
def test_text_on_the_accent_and_in_an_alert_stands_out(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.on_accent, palette.accent_hover) >= 4.5
    assert contrast(palette.danger, palette.danger_surface) >= 4.5


@PALETTES
def test_the_edge_of_a_control_stands_out_from_its_ground(palette: Palette) -> None:
    assert contrast(palette.control_border, palette.surface) >= 3
    assert contrast(palette.control_border, palette.background) >= 3


@PALETTES
@pytest.mark.parametrize("colour", [*DATA_COLOURS, OTHER_COLOUR, *(shade for _, shade in theme.COLOUR_SCALE)])
def test_every_data_colour_stands_out_from_the_card_of_both_modes(palette: Palette, colour: str) -> None:
    assert contrast(colour, palette.surface) >= 3


# Viénot, Brettel and Mollon (1999): what a dichromat sees, in linear RGB.
PROTAN = ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0))
DEUTAN = ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0))


def lab_as_seen(colour: str, vision: tuple[tuple[float, ...], ...] | None) -> tuple[float, float, float]:
    """CIE Lab (D65) of a colour as this vision sees it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    if vision is not None:
        linear = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in vision]
    red, green, blue = (min(1.0, max(0.0, c)) for c in linear)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116 for c in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("vision", [None, PROTAN, DEUTAN], ids=["full", "protan", "deutan"])
def test_the_first_colours_differ_for_every_eye(vision: tuple[tuple[float, ...], ...] | None) -> None:
    seen = [lab_as_seen(colour, vision) for colour in DATA_COLOURS[:4]]
    distances = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 for pair in itertools.combinations(seen, 2)
    ]
    assert min(distances) >= 10


def test_there_is_a_colour_for_every_group() -> None:
    assert len(set(DATA_COLOURS)) == len(DATA_COLOURS) == MAX_COLOURS


def test_the_stylesheet_holds_both_palettes_and_follows_the_color_scheme() -> None:
    assert "color-scheme: light dark;" in css()
    for field in fields(Palette):
        name = f"--explorer-{field.name.replace('_', '-')}"
        assert f"{name}: light-dark({getattr(LIGHT, field.name)}, {getattr(DARK, field.name)});" in css()


def test_every_property_that_the_stylesheet_uses_is_defined() -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", css()))
    defined = set(re.findall(r"(--[\w-]+):", css()))
    assert used
    assert used <= defined


def test_the_stylesheet_closes_what_it_opens_and_cannot_end_its_element() -> None:
    for text in (css(), css(font_url="/font.woff2")):
        assert text.count("{") == text.count("}")
        assert "<" not in text


def test_the_stylesheet_loads_nothing_but_the_font_of_the_app() -> None:
    assert "url(" not in css()
    assert "@import" not in css()
    assert re.findall(r"url\(([^)]*)\)", css(font_url="/assets/inter.woff2")) == ['"/assets/inter.woff2"']


def test_motion_stops_for_those_who_ask_for_it() -> None:
    assert "prefers-reduced-motion: reduce" in css()


def test_text_sizes_and_spaces_follow_the_scale() -> None:
    sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", css())]
    assert set(sizes) <= {32, 24, 16, 14}
    assert min(CHART_LAYOUT["font"]["size"], *sizes) >= 12
    assert all(space % 8 == 0 for space in (theme.SPACE_RELATED_PX, theme.SPACE_APART_PX, theme.SPACE_SECTION_PX))


def test_a_chart_lets_the_page_show_through_and_uses_its_font() -> None:
    assert CHART_LAYOUT["paper_bgcolor"] == CHART_LAYOUT["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert CHART_LAYOUT["font"]["family"].startswith('"Inter"')
    assert CHART_LAYOUT["height"] == theme.CHART_HEIGHT_PX
    assert CHART_LAYOUT["xaxis"] is not CHART_LAYOUT["yaxis"]


def test_the_font_is_there_with_its_licence() -> None:
    assert theme.FONT_FILE.read_bytes()[:4] == b"wOF2"
    assert "SIL Open Font License" in Path(theme.FONT_FILE.parent, "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize(("mode", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_gets_the_same_colours(mode: str, palette: Palette) -> None:
    colours = streamlit_theme(font_url="app/static/inter.woff2")[mode]
    assert colours["primaryColor"] == palette.accent
    assert colours["backgroundColor"] == palette.background
    assert colours["textColor"] == palette.text
