"""Last stage of CSV loading: columns of text become numbers, dates and flags where about all values fit.

A column converts as a whole or not at all. At most `MAX_MISFITS` of its values may not fit; they become missing, and a
note lists them. Values with leading zeros and integers too long for a number are names and stay text. Imports
csv_cells, csv_columns, csv_converted, csv_dates, csv_gaps, csv_model, csv_notes, csv_numbers, csv_series and csv_table.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from shared.csv_cells import TYPED, CellKind, cell_kind, is_missing
from shared.csv_columns import ColumnProfile
from shared.csv_converted import Converted, odd_values
from shared.csv_dates import date_words, is_iso, to_dates
from shared.csv_gaps import words_to_gaps
from shared.csv_model import Note
from shared.csv_notes import MAX_LINES_SHOWN, list_lines
from shared.csv_numbers import NO_NUMBERS, WHOLE, ZERO_FIRST, decimal_mark, to_numbers
from shared.csv_series import plain_series, text_series, values_of
from shared.csv_table import FLAGS, SMALL, TEXT, Columns, OtherTypeError, TableText, UnevenRowsError

MIXED_SHARE: Final = 0.1
"""From this share of numbers or dates on a column of text is called mixed."""
_SAMPLE: Final = 400
_EXACT: Final = 2.0**53
"""Floats beyond this do not tell neighbouring integers apart."""
_MAX_SMALL_DIGITS: Final = 7
"""Digits of the whole numbers in a sample up to which the others, too, may be taken to have no more than nine."""
_REAL: Final = re.compile(r"-?\d+(?:\.\d+)?")
"""Numbers that the reader knows. Whole ones in a column of these stay so only if all are."""
_VALUES: Final = re.compile(r"^[\d,]+ values? (is|are|was|were)\b")
_NAMES_AGAIN: Final = "the names are there again"
_PLURAL: Final = {"is": "are", "are": "are", "was": "were", "were": "were"}
_MAX_SAME_NOTES: Final = 3
_MIXED: Final = " is mixed and stays text"
LineOf = Callable[[int], int | None]


@dataclass(frozen=True)
class Typed:
    """A frame with types.

    Attributes
    ----------
    frame : DataFrame
    decimal : str
        The decimal mark of the file's numbers.
    notes : tuple of Note
        What was converted, and what was not and why.
    """

    frame: pd.DataFrame
    decimal: str
    notes: tuple[Note, ...]


def infer_frame(
    table: TableText,
    profiles: Sequence[ColumnProfile],
    *,
    delimiter: str,
    decimal: str | None,
    line_of: LineOf,
    gap_words: Sequence[str] = (),
) -> Typed:
    """Read a table with types.

    Parameters
    ----------
    table : TableText
        The rows.
    profiles : sequence of ColumnProfile
        What a sample of each column holds.
    delimiter : str
        The file's.
    decimal : str or None
        The decimal mark, if the user chose it.
    line_of : callable
        Row of the frame -> line of the file, None where that is not known.
    gap_words : sequence of str
        Words that stand for a missing value in columns of text too.

    Raises
    ------
    UnevenRowsError
        If the rows are not of one width.
    """
    mark = decimal_mark(profiles, delimiter) if decimal is None else decimal
    sampled = {
        name: profile
        for name, profile in zip(table.names, profiles, strict=False)
        if _may_be_number(profile) or is_iso(profile)
    }
    words = {name: _missing_words(profile) for name, profile in sampled.items()}
    known = sorted({word for own in words.values() for word in own})
    with ThreadPoolExecutor(1) as beside:
        zeros = beside.submit(table.with_leading_zeros)
        columns = _read(table, sampled, ["", *known])
        lines = line_of if table.lines in (None, columns.rows) else _unknown_line
        read = {name for name in sampled if columns.values[name].type != TEXT}
        again = {name for name in read if not _settled(columns.values[name], mark)}
        numbers = [name for name in read - again if not pa.types.is_timestamp(columns.values[name].type)]
        gaps = {name: columns.values[name].null_count for name in numbers}
        series = {name: plain_series(columns.values.pop(name)) for name in numbers}
        again |= zeros.result() & series.keys()
    if again:
        columns.values.update(table.read(only=again, empty_is_missing=True).values)
    notes: list[tuple[str, Note]] = []
    for name in table.names:
        if name not in columns.values:
            notes.extend((name, note) for note in _missing_notes(name, gaps[name], words[name], known))
            continue
        column = columns.values.pop(name)
        if gap_words and column.type == TEXT:
            column, own, count = words_to_gaps(column, gap_words)
            notes.extend((name, note) for note in _missing_notes(name, count, own, own))
        series[name], converted = (
            convert_text(name, column, mark, lines) if column.type == TEXT else _dates(name, column, words[name], known)
        )
        notes.extend((name, note) for note in converted)
    frame = pd.DataFrame({name: series[name].array for name in table.names}, copy=False)
    return Typed(frame, mark or ".", tuple(_gathered(notes)))


def _read(table: TableText, sampled: Mapping[str, ColumnProfile], missing: Sequence[str]) -> Columns:
    """Read all columns with the types that their samples have, or, if that is not so throughout, those that fit."""
    types = {name: kind for name, profile in sampled.items() if (kind := _sampled_type(profile)) is not None}
    shows = _shows_names_again(table, types, missing)
    if not shows and table.has_names_again():
        raise UnevenRowsError(_NAMES_AGAIN)
    # What a sample says is quicker than to try, in each column, one type after the other.
    try:
        return table.read(inferred=sampled, types=types, missing=missing, empty_is_missing=True)
    except OtherTypeError:
        if shows and table.has_names_again():
            raise UnevenRowsError(_NAMES_AGAIN) from None
    numbers = [name for name, profile in sampled.items() if _may_be_number(profile)]
    return table.read(inferred=numbers, missing=missing, empty_is_missing=True)


def _shows_names_again(table: TableText, types: Mapping[str, pa.DataType], missing: Sequence[str]) -> bool:
    """Tell whether the reader would come upon names among the values: a name that is no number stands above numbers."""
    names = zip(table.names, table.shape.split(table.names_row.decode(table.encoding)), strict=False)
    bare = {label: name.strip("\"' ") for label, name in names if label in types}
    return any(cell_kind(name) not in TYPED and name not in missing for name in bare.values())


def _unknown_line(_row: int) -> None:
    return None


def _may_be_number(profile: ColumnProfile) -> bool:
    """Tell whether a sample leaves it to the reader to take a column for numbers or flags."""
    if profile.filled == 0:
        return True
    share = (profile.kinds["number"] + profile.kinds["flag"]) / profile.filled
    return share > 0.5 and not any(map(NO_NUMBERS.match, profile.values))


def _sampled_type(profile: ColumnProfile) -> pa.DataType | None:
    """Return the type that all values of a sample have; None where there are several, or one the reader lacks."""
    values = [value for value in profile.values if not is_missing(value)]
    if not values:
        return None
    if all(map(WHOLE.fullmatch, values)):
        return SMALL if max(map(len, values)) <= _MAX_SMALL_DIGITS else pa.int64()
    if all(map(_REAL.fullmatch, values)):
        return pa.float64()
    if FLAGS.issuperset(values):
        return pa.bool_()
    if is_iso(profile):
        return pa.timestamp("us", "UTC" if values[0].endswith("Z") else None)
    return None


def _missing_words(profile: ColumnProfile) -> list[str]:
    """List the words for a missing value in a sample of a column.

    The reader is told only these: where it meets another, the column stays text at first, and the word is reported.
    """
    return sorted(value for value in profile.values if value and is_missing(value))


def _settled(column: pa.ChunkedArray, decimal: str) -> bool:
    """Tell whether a column is what the reader took it for: whole numbers, flags, dates, nothing, or exact floats."""
    if not pa.types.is_floating(column.type):
        return column.type in (pa.int64(), pa.bool_(), pa.null()) or pa.types.is_timestamp(column.type)
    if column.num_chunks == 1 and len(column) and not column.null_count:
        values = values_of(column.chunk(0))  # numpy takes two passes, and its least value is NaN where any is
        return decimal != "," and bool(values.min() > -_EXACT and values.max() < _EXACT)
    ends = pc.min_max(column).as_py()
    exact = max(-(ends["min"] or 0.0), ends["max"] or 0.0) < _EXACT
    return exact and decimal != "," and not math.isnan(pc.sum(column).as_py() or 0.0)


def _missing_notes(name: str, count: int, own: Sequence[str], known: Sequence[str]) -> Iterable[Note]:
    """Say which words of a column were taken for missing values; an empty cell needs no note."""
    if not count or not known:
        return
    shown = ", ".join(f'"{word}"' for word in (own or known)[:3])
    how = f"; {shown} stands for a missing value there." if own else f": they are empty or {shown}."
    yield Note(f"{name}: {count:,} {'value is' if count == 1 else 'values are'} missing{how}", count)


def _gathered(notes: Sequence[tuple[str, Note]]) -> Iterable[Note]:
    """Say once what is true of many columns: a file of a hundred columns would have as many notes of the same words."""
    groups: dict[str, list[tuple[str, Note]]] = {}
    for name, note in notes:
        said = note.text.removeprefix(f"{name}: ")
        if said.removeprefix(name).startswith(_MIXED):
            said = _MIXED
        same = note.text if note.lines else _VALUES.sub(lambda found: f"values {_PLURAL[found[1]]}", said, count=1)
        groups.setdefault(same, []).append((name, note))
    for same, group in groups.items():
        if len(group) <= _MAX_SAME_NOTES:
            yield from (note for _, note in group)
            continue
        shown = ", ".join(_short(name) for name, _ in group[:MAX_LINES_SHOWN])
        more = f" and {len(group) - MAX_LINES_SHOWN:,} more" if len(group) > MAX_LINES_SHOWN else ""
        columns = f"{len(group):,} columns ({shown}{more})"
        if same == _MIXED:
            yield Note(f"{columns} are mixed and stay text: some values are numbers or dates, others are not.")
            continue
        total = sum(note.count or 0 for _, note in group)
        yield Note(f"{columns}: {total:,} {same}", total)


def _values_were(count: int) -> str:
    return f"{count:,} value was" if count == 1 else f"{count:,} values were"


def _dates(
    name: str, column: pa.ChunkedArray, own: Sequence[str], known: Sequence[str]
) -> tuple[pd.Series, list[Note]]:
    """Give pandas a column that was read as dates."""
    count = len(column) - column.null_count
    notes = [Note(f"{name}: {_values_were(count)} read as dates ({date_words('ISO8601')}).", count)] if count else []
    dates = plain_series(column)
    if column.type.tz:  # to pandas, numbers are moments in any time zone
        dates = pd.Series(
            dates.to_numpy().view(np.int64), dtype=pd.DatetimeTZDtype(column.type.unit, column.type.tz), copy=False
        )
    return dates, [*notes, *_missing_notes(name, column.null_count, own, known)]


def convert_text(name: str, text: pa.ChunkedArray, decimal: str, line_of: LineOf) -> tuple[pd.Series, list[Note]]:
    """Convert a column of text if about all of its values fit; an empty cell is missing in any case.

    Parameters
    ----------
    name : str
        The column's label, for notes.
    text : pyarrow.ChunkedArray
        Large strings; null where a cell is empty.
    decimal : str
        The file's decimal mark; empty where nothing tells.
    line_of : callable
        Row -> line of the file or None.
    """
    sample = _sample(text)
    if not sample:
        return text_series(text), []
    kinds = Counter(cell_kind(value) for value in sample)
    kind = max(_CONVERTERS, key=lambda each: kinds[each])
    converted = None
    if kinds[kind] >= 0.9 * len(sample):
        text = text.combine_chunks()
        converted = _CONVERTERS[kind](text, decimal)
    if isinstance(converted, Converted):
        return converted.values, _conversion_notes(name, text, converted, line_of)
    notes = [Note(f"{name}: {converted}")] if converted else list(_mixed_note(name, sample, kinds))
    return text_series(text), notes


def _sample(text: pa.ChunkedArray) -> list[str]:
    """Take values from the whole column, not only from its beginning; without missing ones."""
    size, part = len(text), _SAMPLE // 4
    starts = [size * quarter // 4 for quarter in range(4)] if size > _SAMPLE else [0]
    length = part if size > _SAMPLE else size
    values = [value for start in starts for value in text.slice(start, length).to_pylist()]
    return [value for value in values if value is not None and not is_missing(value)]


def _mixed_note(name: str, sample: Sequence[str], kinds: Counter[Any]) -> Iterable[Note]:
    count = kinds["number"] + kinds["date"]
    if not MIXED_SHARE <= count / len(sample) < 1 or all(map(ZERO_FIRST.match, sample)):
        return
    others = [value for value in sample if cell_kind(value) not in TYPED]
    if not others:
        return
    kind = "numbers" if kinds["number"] >= kinds["date"] else "dates"
    shown = ", ".join(f'"{_short(value)}"' for value in list(dict.fromkeys(others))[:3])
    yield Note(f"{name}{_MIXED}: about {count / len(sample):.0%} are {kind}, others are {shown}.")


def _short(value: str) -> str:
    return value if len(value) <= 30 else value[:27] + "..."


def _conversion_notes(name: str, text: pa.Array, converted: Converted, line_of: LineOf) -> list[Note]:
    notes, odd = [], converted.odd
    count = len(text) - text.null_count - len(odd.misfits) - odd.word_count
    if converted.what:
        notes.append(Note(f"{name}: {_values_were(count)} read as {converted.what}.", count))
    if odd.words:
        shown = ", ".join(f'"{word}"' for word in odd.words[:3])
        values = "value is" if odd.word_count == 1 else "values are"
        notes.append(
            Note(
                f"{name}: {odd.word_count:,} {values} missing; {shown} stands for a missing value there.",
                odd.word_count,
            )
        )
    if odd.misfits:
        rows = odd.misfits
        shown = ", ".join(f'"{_short(value)}"' for value in dict.fromkeys(text.take(pa.array(rows[:20])).to_pylist()))
        known = tuple(line for row in rows if (line := line_of(row)) is not None)
        where = f" ({list_lines(known)})" if known else ""
        values = "value does" if len(rows) == 1 else "values do"
        notes.append(
            Note(f"{name}: {len(rows):,} {values} not fit and became missing: {shown[:120]}{where}.", len(rows), known)
        )
    return notes


def _to_flags(text: pa.Array, _decimal: str) -> Converted | None:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    yes, no = pc.equal(lower, "true"), pc.equal(lower, "false")
    good = pc.fill_null(pc.or_(yes, no), False)
    odd = odd_values(text, pc.indices_nonzero(pc.and_(pc.is_valid(text), pc.invert(good))))
    if odd is None or not pc.any(good).as_py():
        return None
    values, gaps = pc.fill_null(yes, False).to_numpy(zero_copy_only=False), ~good.to_numpy(zero_copy_only=False)
    flags = pd.Series(pd.arrays.BooleanArray(values, gaps)) if gaps.any() else pd.Series(values)
    return Converted(flags, odd, "")


_CONVERTERS: Final[dict[CellKind, Callable[[pa.Array, str], Converted | str | None]]] = {
    "number": to_numbers,
    "date": to_dates,
    "flag": _to_flags,
}
"""Kind of about all values -> how a column of them converts; None if it does not, a str to say why."""
