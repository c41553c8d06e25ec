"""Finds lines above a table that start with another comment sign than "#". Imports csv_model.

Instruments and simulations write their settings so: Grace with "@", Matlab with "%", Fortran programs with "!".
"""

import re
from typing import Final

from shared.csv_model import Note

SIGN: Final = "#"
"""The sign that all other stages know."""
_LINE: Final = re.compile(r"[^\r\n]*+(?:\r\n|\n|\r|\Z)")
OTHER_SIGNS: Final = ("%", "!", "@", "*", "//")
_ALSO_A_DELIMITER: Final = ";"
_ALL_SIGNS: Final = (*OTHER_SIGNS, _ALSO_A_DELIMITER)
_MIN_LINES: Final = 2
"""Lines that start with a sign from which on it is one of comments: a single one may begin a name or a value."""
_MAX_BELOW: Final = 20
"""Lines below the rows that may start with it."""


def is_comment_line(line: str) -> bool:
    """Tell whether a line is a comment with the usual sign, behind blanks or not."""
    return line.lstrip().startswith(SIGN)


def with_usual_comments(text: str) -> tuple[str, list[Note]]:
    """Write the comments above a table with the usual sign.

    Parameters
    ----------
    text : str
        A text, or its beginning.

    Returns
    -------
    (text, notes)
        With "#" for the signs that its first lines start with; as it is where there are none, or where a line between
        the rows starts with one too. Lines below the rows may.
    """
    starts, end = _lines_above(text)
    if len(starts) < _MIN_LINES:
        return text, []
    signs = {sign for start in starts for sign in _ALL_SIGNS if text.startswith(sign, start)}
    rows = text[end:].rstrip()
    if not rows or any(_is_among(sign, rows, text[:end]) for sign in signs):
        return text, []
    marked = _at_line_starts(signs)
    words = " or ".join(f'"{sign}"' for sign in sorted(signs))
    return marked.sub(SIGN, text), [Note(f'Lines that start with {words} were taken for comments, as with "{SIGN}".')]


def _lines_above(text: str) -> tuple[list[int], int]:
    """Return where the first lines with another sign start, and where the rows do.

    Blank lines and those that start with the usual sign may be among them.
    """
    starts, place = [], 0
    while place < len(text) and (line := _LINE.match(text, place)):
        if text.startswith(_ALL_SIGNS, place):
            starts.append(place)
        elif line[0].strip() and not text.startswith(SIGN, place):
            break
        place = line.end()
    return starts, place


def _is_among(sign: str, rows: str, above: str) -> bool:
    """Tell whether a line between the rows starts with a sign, or it may be the delimiter."""
    if sign == _ALSO_A_DELIMITER and (sign in rows or any(sign in line[1:] for line in above.splitlines())):
        return True
    end = len(rows)
    for _ in range(_MAX_BELOW):
        start = max(rows.rfind("\n", 0, end), rows.rfind("\r", 0, end)) + 1
        if not rows.startswith(sign, start):
            break
        end = len(rows[:start].rstrip("\r\n"))
    return _at_line_starts({sign}).search(rows, 0, end) is not None


def _at_line_starts(signs: set[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:\A|(?<=[\r\n]))(?:{'|'.join(map(re.escape, sorted(signs)))})")
