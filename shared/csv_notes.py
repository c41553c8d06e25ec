"""Words for rows and lines of a file, as notes have them. Imports csv_model and csv_rows."""

from collections.abc import Sequence
from typing import Final

from shared.csv_model import Note
from shared.csv_rows import Record

MAX_LINES_SHOWN: Final = 5
MAX_CHARS_SHOWN: Final = 60


def left_out_note(place: str, records: Sequence[Record]) -> Note:
    """Report rows that are no rows of the table."""
    lines = lines_of(records)
    filled = [cell for cell in records[0].cells if cell.strip()]
    text = filled[0] if len(filled) == 1 else records[0].text
    shown = beginning(text.lstrip("# ") or text)  # the sign of comments may be another one in the file
    rows = "row" if len(records) == 1 else "rows"
    return Note(
        f'{len(records):,} {rows} {place} left out ({list_lines(lines)}), starting with "{shown}".',
        len(lines),
        lines,
        left_out=True,
    )


def beginning(text: str) -> str:
    """Return a text as one line that is not too long for a note."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_CHARS_SHOWN else line[: MAX_CHARS_SHOWN - 3] + "..."


def lines_of(records: Sequence[Record]) -> tuple[int, ...]:
    """Return the line on which each record starts."""
    return tuple(record.line for record in records)


def lines_text(first: int, last: int) -> str:
    """Word a range of lines: "line 7", "lines 7 to 12"."""
    return f"line {first:,}" if first == last else f"lines {first:,} to {last:,}"


def list_lines(lines: Sequence[int]) -> str:
    """Word some lines: "line 7", "lines 7, 9 and 12", "lines 1 to 5", "lines 3, 9, 12, 15, 19 and 1,204 more"."""
    if len(lines) == 1:
        return f"line {lines[0]:,}"
    if len(lines) > 2 and lines[-1] - lines[0] == len(lines) - 1:
        return lines_text(lines[0], lines[-1])
    shown = [f"{line:,}" for line in lines[:MAX_LINES_SHOWN]]
    if len(lines) > MAX_LINES_SHOWN:
        return f"lines {', '.join(shown)} and {len(lines) - MAX_LINES_SHOWN:,} more"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"
