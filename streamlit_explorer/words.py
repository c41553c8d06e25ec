"""A user's words among Streamlit's: nothing is read into them. Common to all tiers; imports state."""

import re
from dataclasses import dataclass
from typing import Final

from streamlit_explorer.state import NOTHING

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")
_INVISIBLE: Final = "\u200b"


def plain(text: str) -> str:
    """Return a text for a command that reads Markdown, so that the screen shows it as it is."""
    return _PUNCTUATION.sub(r"\\\1", text)


@dataclass(frozen=True)
class Choices:
    """Options of a list that also offers to choose nothing.

    Attributes
    ----------
    nothing : str
        What choosing nothing is called, such as "None".
    labels : list of str
        What else is offered.
    """

    nothing: str
    labels: list[str]

    @property
    def options(self) -> list[str]:
        """The values: `state.NOTHING`, then the labels."""
        return [NOTHING, *self.labels]

    def word(self, value: str) -> str:
        """Word a value. A label like the word for nothing gets a letter that nobody sees.

        The browser sends what the list shows, and of two equal words Streamlit would take the last.
        """
        if value == NOTHING:
            return self.nothing
        return value + _INVISIBLE if value == self.nothing else value
