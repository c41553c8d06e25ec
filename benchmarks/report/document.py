"""The report as plain data, so that Markdown and HTML say the same with the same numbers.

Text may hold ``code`` in backticks and ``**strong**``; both writers know these two and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mark = Literal["dash", "streamlit", "failed", "muted", ""]


@dataclass(frozen=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list without order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Code:
    """Lines for a terminal."""

    text: str


@dataclass(frozen=True)
class Entry:
    """A table's entry that means something beyond its words.

    Attributes
    ----------
    text : str
        What both writers show.
    mark : str
        "dash", "streamlit", "failed" or "muted"; colours the entry in HTML. The words alone must be enough.
    """

    text: str
    mark: Mark = ""


Row = tuple[str | Entry, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption.

    Attributes
    ----------
    caption : str
        What it shows and where.
    columns : tuple of str
        Headings.
    rows : tuple of tuple of str or Entry
        As many entries as columns.
    words : int
        So many first columns hold words and stand left; the others hold figures.
    verdict : bool
        The last column holds words as well.
    folded : bool
        Long tables are folded away in HTML until the reader opens them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    words: int = 1
    verdict: bool = False
    folded: bool = False

    def holds_figures(self, place: int) -> bool:
        """Tell whether the column at a place holds figures."""
        return place >= self.words and not (self.verdict and place == len(self.columns) - 1)


@dataclass(frozen=True)
class Explorer:
    """Where the HTML page has its interactive charts, and Markdown the drawing of the same figures.

    Attributes
    ----------
    caption : str
        What the drawing shows.
    """

    caption: str


@dataclass(frozen=True)
class Tile:
    """One large figure of a card; HTML only, since the card's table holds the same.

    Attributes
    ----------
    label, big, small : str
        What it is about, the answer, the figures behind it.
    mark : str
        As of `Entry`.
    """

    label: str
    big: str
    small: str
    mark: Mark


@dataclass(frozen=True)
class Verdict:
    """The answer for one tier: a card in HTML.

    Attributes
    ----------
    title : str
        Who is compared.
    about : str
        What the tier is.
    tiles : tuple of Tile
        The answer at a glance.
    sentences : tuple of str
        The answer in words.
    table : Table
        The figures that it rests on.
    """

    title: str
    about: str
    tiles: tuple[Tile, ...]
    sentences: tuple[str, ...]
    table: Table


Block = Text | Bullets | Code | Table | Explorer | Verdict


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it.

    Attributes
    ----------
    anchor : str
        Its address on the page.
    title : str
        Heading.
    blocks : sequence of Block
        In reading order.
    """

    anchor: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    """The whole report.

    Attributes
    ----------
    title : str
        First heading.
    lead : tuple of str
        The short answer: the first thing a reader sees.
    origin : str
        What it rests on.
    sections : sequence of Section
        In reading order; the first belongs to the first screen.
    """

    title: str
    lead: tuple[str, ...]
    origin: str
    sections: Sequence[Section]
