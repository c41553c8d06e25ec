"""The data that the contract suite gives to the explorers: made here, so that a test knows every cell."""

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from shared.data_loading import load_csv
from shared.explorer_spec import MAX_COLOURS, MAX_DRAWN_ROWS
from shared.samples import sample_csv


@dataclass(frozen=True)
class Dataset:
    """A CSV file and what an explorer must make of it."""

    name: str
    content: bytes

    @cached_property
    def frame(self) -> pd.DataFrame:
        return load_csv(self.content, name=self.name).frame

    @cached_property
    def notes(self) -> list[str]:
        return [note.text for note in load_csv(self.content, name=self.name).notes]

    @cached_property
    def dialect(self) -> str:
        return load_csv(self.content, name=self.name).dialect.summary()


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _person(i: int) -> str:
    height = "" if i in (3, 17) else 150 + 2 * i
    team = "" if i == 5 else ["red", "green", "blue"][i % 3]
    return f"Person {i},{i:03d},{team},{height},{60 + i % 7}.5,2013-07-{i + 1:02d},{'true' if i % 2 else 'false'}"


PEOPLE = Dataset("people.csv", _lines("name,code,team,height,weight,born,member", *map(_person, range(24))))
"""Every kind of column: text, digits that are text, groups, numbers with gaps, days, booleans."""

GROUPS = MAX_COLOURS + 3
MANY_ROWS = 2 * MAX_DRAWN_ROWS + 500
MANY = Dataset(
    "many.csv",
    _lines("up,down,group", *(f"{i},{(i * 7919) % 1009},group {(i % 23) % GROUPS}" for i in range(MANY_ROWS))),
)
"""More rows than a panel draws and more groups than a legend names."""

SLOW = Dataset("slow.csv", _lines("a,b,c", *(f"{i},{i % 7}" + ",x" * (i % 4 != 0) for i in range(150_000))))
"""So many rows are too short that each one has to be looked at: that takes a while."""

MESSY = Dataset("messy.csv", "city;people\nBern;134\nZürich;421;extra\nGenève;203\nBasel;173\n".encode("cp1252"))
"""Another encoding and delimiter, and a row that does not fit."""

ONE_COLUMN = Dataset("one.csv", _lines("height", "150", "152", "154"))
NO_NUMBERS = Dataset("words.csv", _lines("city,country", "Bern,Switzerland", "Paris,France", "Lyon,France"))

MARKUP = Dataset(
    "markup.csv",
    b'"{mark}, <b>up</b>",size\n'
    + b"".join(f'"**a** {{1 + 1}} <i>&amp;</i> $x$\n\n# b ""c"" {i % 2}",{i}\n'.encode() for i in range(6)),
)
"""A label and values that Markdown, HTML or JSX would read as their own."""


def _spreadsheet() -> bytes:
    """Return what makes a file a spreadsheet of the xlsx kind: a zip archive with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(member, "<xml/>")
    return file.getvalue()


NOT_DATA = (
    Dataset("empty.csv", b""),
    Dataset("sheet.csv", _spreadsheet()),
    Dataset("header.csv", _lines("a,b,c")),
)
"""No rows to show in any of them."""


def sample(label: str) -> Dataset:
    return Dataset(label, sample_csv(label))
