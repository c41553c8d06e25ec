"""Column labels from the rows of a header: unique, never empty. Imports csv_model."""

from collections.abc import Sequence
from itertools import takewhile

from shared.csv_model import Note

MAX_NAME_CHARS = 500


def column_names(header: Sequence[Sequence[str]], width: int, *, shifted: bool = False) -> tuple[list[str], list[Note]]:
    """Join the rows of a header to labels.

    Parameters
    ----------
    header : sequence of rows
        None without a header.
    width : int
        How many labels are needed.
    shifted : bool
        Whether the names start above the second column: the first, with the names of the rows, has none.

    Returns
    -------
    (labels, notes)
        Labels are stripped; one that is empty becomes "column_3", one that is there already "name_2".
    """
    rows = [[*([""] if shifted else []), *row] for row in header]
    rows = [*_with_groups(rows[:-1], rows[-1]), rows[-1]] if rows else []
    raw = [" ".join(filter(None, (_cell(row, place) for row in rows))) for place in range(width)]
    labels: list[str] = []
    unnamed: list[str] = []
    repeated: list[str] = []
    taken = set(raw)
    used: set[str] = set()
    for place, name in enumerate(raw):
        label = name[:MAX_NAME_CHARS] or f"column_{place + 1}"
        if not name or label in used:
            base, number = label, 2
            while label in used or (label in taken and label != name) or (not name and label in taken):
                label, number = f"{base}_{number}", number + 1
            (repeated if name else unnamed).append(label)
        used.add(label)
        labels.append(label)
    return labels, [*_notes(header, unnamed, repeated), *_cut_notes(raw)]


def _cut_notes(names: Sequence[str]) -> list[Note]:
    count = sum(len(name) > MAX_NAME_CHARS for name in names)
    columns = "column name was" if count == 1 else "column names were"
    return [Note(f"{count:,} {columns} cut to {MAX_NAME_CHARS} characters.", count)] if count else []


def spread(row: Sequence[str], above: Sequence[Sequence[str]] = ()) -> list[str]:
    """Repeat a group's name above its columns: a spreadsheet writes it once, above the first.

    Parameters
    ----------
    row : sequence of str
        Names of groups and gaps.
    above : sequence of rows
        Names of the groups that these are parts of, repeated already: a name does not go on into the next of them.
    """
    cells = list(row)
    for place in range(1, len(cells)):
        if not cells[place].strip() and all(names[place : place + 1] == names[place - 1 : place] for names in above):
            cells[place] = cells[place - 1]
    return cells


def _with_groups(above: Sequence[list[str]], names: Sequence[str]) -> list[list[str]]:
    """Spread the rows above the names that are of groups, and those of which they are parts: "Canada" above "Men"."""
    # Below names that are complete there are units.
    rows = list(takewhile(lambda row: not all(map(str.strip, row)), above))
    groups: list[list[str]] = []
    for row in rows:
        groups.append(spread(row, groups))
    starts = [{place for place, cell in enumerate(row) if cell.strip()} for row in rows]
    parts = [own for own, row, whole in zip(starts, rows, groups, strict=True) if _is_of_groups(row, whole, names)]
    spread_rows = [
        whole if any(own <= part for part in parts) else row
        for own, row, whole in zip(starts, rows, groups, strict=True)
    ]
    return [*spread_rows, *above[len(rows) :]]


def _is_of_groups(row: Sequence[str], groups: Sequence[str], names: Sequence[str]) -> bool:
    """Tell whether a row above the names is one of groups: it starts with one or, spread, tells equal names apart."""
    if not row or len(row) < len(names) or all(cell.strip() for cell in row):
        return False
    tells_apart = len(set(zip(groups, names, strict=False))) > len(set(zip(row, names, strict=False)))
    return bool(row[0].strip()) or tells_apart


def _cell(row: Sequence[str], place: int) -> str:
    """Return a name as it stands, in one line."""
    return " ".join(filter(None, map(str.strip, row[place].splitlines()))) if place < len(row) else ""


def _notes(header: Sequence[Sequence[str]], unnamed: list[str], repeated: list[str]) -> list[Note]:
    notes = []
    if not header:
        notes.append(Note("The file has no row of column names; the columns are numbered."))
    elif unnamed:
        columns = "column has" if len(unnamed) == 1 else "columns have"
        notes.append(Note(f"{len(unnamed):,} {columns} no name and got one: {_shown(unnamed)}.", len(unnamed)))
    if repeated:
        names = "name is" if len(repeated) == 1 else "names are"
        notes.append(
            Note(f"{len(repeated):,} column {names} there twice and got a number: {_shown(repeated)}.", len(repeated))
        )
    if len(header) > 1:
        notes.append(Note(f"{len(header)} rows of column names were joined.", len(header)))
    return notes


def _shown(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5:,} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
