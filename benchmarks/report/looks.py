"""How the two frameworks look in every drawing of the report: colour, line and marker, never colour alone."""

from dataclasses import dataclass
from typing import Final

from shared import theme


@dataclass(frozen=True)
class Look:
    """A line of a chart.

    Attributes
    ----------
    name : str
        In words.
    colour : str
        "#rrggbb"; blue and orange stay apart for every kind of colour blindness, and in both modes.
    dash, symbol : str
        Plotly's names of the line style and of the marker.
    """

    name: str
    colour: str
    dash: str
    symbol: str


LOOKS: Final = {
    "dash": Look("Dash", theme.DATA_COLOURS[0], "solid", "circle"),
    "streamlit": Look("Streamlit", theme.DATA_COLOURS[1], "dash", "square"),
    "arm": Look("Streamlit, garbage collection off", theme.DATA_COLOURS[1], "dot", "square-open"),
}
