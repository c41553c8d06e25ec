"""Last stage of CSV loading: columns of text become numbers, dates and flags where about all values fit.

A column converts as a whole or not at all. At most `MAX_MISFITS` of its values may not fit; they become missing, and a
note lists them. Values with leading zeros and integers too long for a number are names and stay text. Imports
csv_cells, csv_columns, csv_gaps, csv_model, csv_notes, csv_pieces and csv_table.
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
from numpy.typing import NDArray

from shared.csv_cells import CURRENCY, MISSING, TYPED, CellKind, cell_kind, is_missing
from shared.csv_columns import ColumnProfile
from shared.csv_gaps import words_to_gaps
from shared.csv_model import Note
from shared.csv_notes import MAX_LINES_SHOWN, list_lines
from shared.csv_pieces import bits_of, gaps_of
from shared.csv_table import FLAGS, SMALL, TEXT, Columns, OtherTypeError, TableText, UnevenRowsError, text_series

MAX_MISFITS: Final = 0.01
"""Share of the values that may not fit when a column converts; in a short column all must fit."""
MIXED_SHARE: Final = 0.1
"""From this share of numbers or dates on a column of text is called mixed."""
_SAMPLE: Final = 400
_EXACT: Final = 2.0**53
"""Floats beyond this do not tell neighbouring integers apart."""

_PLAIN: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED: Final = r"[-+]?\d{1,3}(?:[,'’ \x{00a0}\x{202f}]\d{3})+(?:\.\d*)?"
_PLAIN_COMMA: Final = r"[-+]?(?:\d+,?\d*|,\d+)(?:[eE][-+]?\d{1,3})?"
_GROUPED_COMMA: Final = r"[-+]?\d{1,3}(?:[.'’ \x{00a0}\x{202f}]\d{3})+(?:,\d*)?"
_LEADING_ZERO: Final = r"^[-+]?0\d"
_ZERO_FIRST: Final = re.compile(_LEADING_ZERO)
_ONLY_COMMA: Final = re.compile(r"[-+]?(?:\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})")
_ONLY_POINT: Final = re.compile(
    r"[-+]?(?:\d*\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})"
)

_DATE_ORDERS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y",
    "%d-%m-%Y", "%m-%d-%Y", "%d-%m-%y", "%m-%d-%y", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%b %d, %Y",
    "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d/%b/%Y", "%Y-%b-%d", "%d. %B %Y", "%Y年%m月%d日",
)  # fmt: skip
_CLOCKS: Final = ("", "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H:%M:%S %z", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_WHOLE: Final = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_MAX_SMALL_DIGITS: Final = 7
"""Digits of the whole numbers in a sample up to which the others, too, may be taken to have no more than nine."""
_REAL: Final = re.compile(r"-?\d+(?:\.\d+)?")
"""Numbers that the reader knows. Whole ones in a column of these stay so only if all are."""
_OFFSET: Final = re.compile(r":\d{2}[+-]\d{2}:?\d{2}$")
_PHONE: Final = r"^\+\d{8,}$"
"""A number that nobody counts with."""
_TEXTS: Final = re.compile(f"{_LEADING_ZERO}|{_PHONE}")
_ONE_COMMA: Final = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_POINT_OF_THOUSANDS: Final = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_MIN_WHOLE: Final = 0.2
"""Share of whole numbers up to 999, beside others that all have three digits behind a point, from which on the point is
one of thousands: of decimals hardly any is whole."""
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


@dataclass(frozen=True)
class _Odd:
    """What does not fit a column that converts.

    Attributes
    ----------
    misfits : tuple of int
        Rows whose value becomes missing.
    words : tuple of str
        Words for a missing value.
    word_count : int
        How often they are there.
    """

    misfits: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    word_count: int = 0


@dataclass(frozen=True)
class _Converted:
    values: pd.Series
    odd: _Odd
    what: str
    """In the user's words; empty for a plain number, which needs no note."""


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
    mark = _decimal_mark(profiles, delimiter) if decimal is None else decimal
    sampled = {
        name: profile
        for name, profile in zip(table.names, profiles, strict=False)
        if _may_be_number(profile) or _is_iso(profile)
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
        series = {name: _plain_series(columns.values.pop(name)) for name in numbers}
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
    return share > 0.5 and not any(map(_TEXTS.match, profile.values))


def _sampled_type(profile: ColumnProfile) -> pa.DataType | None:
    """Return the type that all values of a sample have; None where there are several, or one the reader lacks."""
    values = [value for value in profile.values if not is_missing(value)]
    if not values:
        return None
    if all(map(_WHOLE.fullmatch, values)):
        return SMALL if max(map(len, values)) <= _MAX_SMALL_DIGITS else pa.int64()
    if all(map(_REAL.fullmatch, values)):
        return pa.float64()
    if FLAGS.issuperset(values):
        return pa.bool_()
    if _is_iso(profile):
        return pa.timestamp("us", "UTC" if values[0].endswith("Z") else None)
    return None


def _is_iso(profile: ColumnProfile) -> bool:
    """Tell whether a sample has dates as the standard writes them, of one time zone or none.

    Those with an offset are not among them: it may differ from row to row.
    """
    if not profile.kinds["date"]:
        return False
    values = [value for value in profile.values if not is_missing(value)]
    zones = {value.endswith("Z") for value in values}
    return len(zones) == 1 and all(_ISO.fullmatch(value) and not _OFFSET.search(value) for value in values)


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
        values = _values(column.chunk(0))  # numpy takes two passes, and its least value is NaN where any is
        return decimal != "," and bool(values.min() > -_EXACT and values.max() < _EXACT)
    ends = pc.min_max(column).as_py()
    exact = max(-(ends["min"] or 0.0), ends["max"] or 0.0) < _EXACT
    return exact and decimal != "," and not math.isnan(pc.sum(column).as_py() or 0.0)


def _plain_series(column: pa.ChunkedArray) -> pd.Series:
    """Give pandas a column of numbers, dates without a time zone or flags, without copying one that is in one piece."""
    if pa.types.is_null(column.type):
        return pd.Series(np.full(len(column), np.nan))
    # Arrow puts pieces together, in memory that it has used before: numpy would ask the system for more.
    whole = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    values, gaps = _values(whole), gaps_of(whole)
    if not whole.null_count:
        return pd.Series(values, copy=False)
    masked = {"i": pd.arrays.IntegerArray, "b": pd.arrays.BooleanArray}.get(values.dtype.kind)
    if masked:
        return pd.Series(masked(values, gaps), copy=False)
    values[gaps] = np.nan if values.dtype.kind == "f" else np.datetime64("NaT")
    return pd.Series(values, copy=False)


def _values(column: pa.Array) -> NDArray[Any]:
    """Return a column's values to write to; where it has gaps, anything."""
    if pa.types.is_boolean(column.type):
        return bits_of(column.buffers()[1], column.offset, len(column))
    is_date = pa.types.is_timestamp(column.type)
    dtype = f"datetime64[{column.type.unit}]" if is_date else column.type.to_pandas_dtype()
    values = np.frombuffer(column.buffers()[1], dtype=dtype, count=len(column), offset=column.offset * 8)
    return values if values.flags.writeable else values.copy()


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
    notes = [Note(f"{name}: {_values_were(count)} read as dates ({_date_words('ISO8601')}).", count)] if count else []
    dates = _plain_series(column)
    if column.type.tz:  # to pandas, numbers are moments in any time zone
        dates = pd.Series(
            dates.to_numpy().view(np.int64), dtype=pd.DatetimeTZDtype(column.type.unit, column.type.tz), copy=False
        )
    return dates, [*notes, *_missing_notes(name, column.null_count, own, known)]


def _decimal_mark(profiles: Sequence[ColumnProfile], delimiter: str) -> str:
    """Tell the file's decimal mark from the numbers that can be read in one way only.

    Where there are none, but a column of such as "15,883", the delimiter tells: a comma would not stand in values with
    a decimal comma, and a semicolon stands for it. Beside other delimiters nothing does: then it is empty.
    """
    comma = point = thousands = 0
    unsure = False
    for profile in profiles:
        if profile.kinds["number"] <= 0.5 * profile.filled:
            continue
        marked = [value for value in profile.values if "," in value or "." in value]
        thousands += bool(marked) and _has_points_of_thousands(profile)
        for value in marked:
            number = re.sub(rf"^(?:{CURRENCY})\s*|\s*(?:{CURRENCY}|%)$", "", value)
            comma += _ONLY_COMMA.fullmatch(number) is not None
            point += _ONLY_POINT.fullmatch(number) is not None
        unsure |= len(marked) > 1 and all(_ONE_COMMA.fullmatch(value) or is_missing(value) for value in profile.values)
    if comma > point or (thousands and not point):
        return ","
    if not unsure or point or delimiter == ",":
        return "."
    return "," if delimiter == ";" else ""


def _has_points_of_thousands(profile: ColumnProfile) -> bool:
    """Tell whether a column has whole numbers up to 999 and, beside them, only such as "1.613": 1613, not 1.6."""
    values = [value for value in profile.values if not is_missing(value)]
    pointed = sum(_POINT_OF_THOUSANDS.fullmatch(value) is not None for value in values)
    whole = [value for value in values if _WHOLE.fullmatch(value)]
    return (
        pointed >= 2
        and pointed + len(whole) == len(values)
        and len(whole) >= max(2, _MIN_WHOLE * len(values))
        and all(len(value.lstrip("-")) <= 3 for value in whole)
    )


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
    if isinstance(converted, _Converted):
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
    if not MIXED_SHARE <= count / len(sample) < 1 or all(map(_ZERO_FIRST.match, sample)):
        return
    others = [value for value in sample if cell_kind(value) not in TYPED]
    if not others:
        return
    kind = "numbers" if kinds["number"] >= kinds["date"] else "dates"
    shown = ", ".join(f'"{_short(value)}"' for value in list(dict.fromkeys(others))[:3])
    yield Note(f"{name}{_MIXED}: about {count / len(sample):.0%} are {kind}, others are {shown}.")


def _short(value: str) -> str:
    return value if len(value) <= 30 else value[:27] + "..."


def _conversion_notes(name: str, text: pa.Array, converted: _Converted, line_of: LineOf) -> list[Note]:
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


def _odd(text: pa.Array, good: pa.Array) -> _Odd | None:
    """Sort the values that do not fit into words for missing and misfits; None where misfits are too many."""
    rows = pc.indices_nonzero(pc.and_(pc.is_valid(text), pc.invert(good)))
    values = pc.utf8_trim_whitespace(text.take(rows))
    is_word = pc.is_in(pc.utf8_lower(values), value_set=pa.array(["", *sorted(MISSING)], type=values.type))
    misfits = rows.filter(pc.invert(is_word))
    count = len(text) - text.null_count
    if len(misfits) > MAX_MISFITS * count or len(misfits) == count:
        return None
    words = values.filter(pc.and_(is_word, pc.greater(pc.binary_length(values), 0)))
    return _Odd(tuple(misfits.to_pylist()), tuple(sorted(pc.unique(words).to_pylist())), len(words))


def _to_flags(text: pa.Array, _decimal: str) -> _Converted | None:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(text))
    yes, no = pc.equal(lower, "true"), pc.equal(lower, "false")
    good = pc.fill_null(pc.or_(yes, no), False)
    odd = _odd(text, good)
    if odd is None or not pc.any(good).as_py():
        return None
    values, gaps = pc.fill_null(yes, False).to_numpy(zero_copy_only=False), ~good.to_numpy(zero_copy_only=False)
    flags = pd.Series(pd.arrays.BooleanArray(values, gaps)) if gaps.any() else pd.Series(values)
    return _Converted(flags, odd, "")


def _to_numbers(text: pa.Array, decimal: str) -> _Converted | str | None:
    trimmed = pc.utf8_trim_whitespace(pc.fill_null(text, ""))
    bare, what = _without_affixes(trimmed)
    if not decimal and pc.all(pc.match_substring_regex(bare, f"^(?:{_ONE_COMMA.pattern}|)$")).as_py():
        return "holds numbers in which the comma can be a decimal mark or one of thousands, so it stays text."
    for mark in (",", ".") if decimal == "," else (".", ","):
        plain, grouped = (_PLAIN, _GROUPED) if mark == "." else (_PLAIN_COMMA, _GROUPED_COMMA)
        good = pc.match_substring_regex(bare, f"^(?:{plain}|{grouped})$")
        odd = _odd(text, good)
        if odd is None:
            continue
        if any(pc.any(pc.match_substring_regex(bare, texts)).as_py() for texts in (_LEADING_ZERO, _PHONE)):
            return None
        return _numbers(bare, good, mark, odd, what)
    return None


def _without_affixes(trimmed: pa.Array) -> tuple[pa.Array, list[str]]:
    """Take currencies, per cent signs and an accountant's brackets off; currencies only if all are the same."""
    what = []
    bare = pc.replace_substring(trimmed, "−", "-")
    if pc.any(pc.match_substring_regex(bare, r"^\(.+\)$")).as_py():
        bare = pc.replace_substring_regex(bare, r"^\((.+)\)$", r"-\1")
        what.append("negative in brackets")
    if pc.any(pc.ends_with(bare, "%")).as_py():
        bare = pc.replace_substring_regex(bare, r"\s*%$", "")
        what.append("without the % sign")
    found = pc.extract_regex(bare, rf"^[-+]?(?P<before>{CURRENCY})|(?P<after>{CURRENCY})$")
    before, after = pc.struct_field(found, "before"), pc.struct_field(found, "after")
    marks = sorted({mark for part in (before, after) for mark in pc.unique(part).to_pylist() if mark})
    if len(marks) == 1:
        mark = re.escape(marks[0])
        bare = pc.replace_substring_regex(bare, rf"^([-+]?){mark}\s*([-+]?)", r"\1\2")
        bare = pc.replace_substring_regex(bare, rf"\s*{mark}$", "")
        what.append(f"without {marks[0]}")
    return bare, what


def _numbers(bare: pa.Array, good: pa.Array, mark: str, odd: _Odd, what: list[str]) -> _Converted | None:
    digits = pc.if_else(good, bare, pa.scalar(None, bare.type))
    grouping = r"[,'’ \x{00a0}\x{202f}]" if mark == "." else r"[.'’ \x{00a0}\x{202f}]"
    has_groups = pc.any(pc.match_substring_regex(digits, grouping)).as_py()
    if has_groups:
        digits = pc.replace_substring_regex(digits, grouping, "")
        what = ["thousands marks", *what]
    has_comma = mark == "," and pc.any(pc.match_substring(digits, ",")).as_py()
    if has_comma:
        digits = pc.replace_substring(digits, ",", ".")
        what = ["a decimal comma", *what]
    words = f"numbers ({', '.join(what)})" if what else ""
    if not pc.any(pc.match_substring_regex(digits, r"[.eE]")).as_py():
        if pc.any(pc.match_substring_regex(digits, r"\d{19,}")).as_py():
            return None
        integers = pc.cast(pc.utf8_ltrim(digits, "+"), pa.int64())
        return _Converted(_plain_series(pa.chunked_array([integers])), odd, words)
    if pc.any(pc.match_substring_regex(digits, r"^[-+]?\d{16,}$")).as_py():
        return None
    floats = pc.cast(pc.utf8_ltrim(digits, "+"), pa.float64())
    return _Converted(_plain_series(pa.chunked_array([floats])), odd, words)


def _to_dates(text: pa.Array, _decimal: str) -> _Converted | str | None:
    if (dates := _iso_dates(text)) is not None:
        return _Converted(dates, _Odd(), f"dates ({_date_words('ISO8601')})")
    coded = text.dictionary_encode()
    distinct = pd.Series(coded.dictionary.to_pandas()).str.strip()
    values = distinct[~distinct.str.lower().isin(MISSING)]
    if values.empty:
        return None
    head = values.head(_SAMPLE)
    counts = np.bincount(coded.indices.drop_null().to_numpy(), minlength=len(distinct))[values.index]
    found = []
    for form in _date_formats(str(head.iloc[0])):
        if _parse(head, form).isna().sum() > max(MAX_MISFITS * len(head), 1):
            continue
        parsed = _parse(values, form)
        if counts[parsed.isna().to_numpy()].sum() <= MAX_MISFITS * counts.sum():
            found.append((form, parsed))
    if not found:
        return None
    chosen = found[0] if len(found) == 1 else _unambiguous(found, coded, distinct)
    if chosen is None:
        return "holds dates that can be read with the day or the month first, so it stays text."
    form, parsed = chosen
    whole = parsed.reindex(distinct.index)
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    dates = pd.Series(whole.array.take(codes, allow_fill=True))
    odd = _odd(text, pa.array(dates.notna().to_numpy()))
    if odd is None:
        return None
    return _Converted(dates, odd, f"dates ({_date_words(form)})")


def _iso_dates(text: pa.Array) -> pd.Series | None:
    """Convert a column of the standard's dates in one go; None where a value is written in another way."""
    first = text.drop_null()[0].as_py()
    if not _ISO.fullmatch(first) or re.search(r"[+-]\d{2}:?\d{2}$", first):
        return None
    try:
        dates: pd.Series = pc.cast(text, pa.timestamp("us", "UTC" if first.endswith("Z") else None)).to_pandas()
    except pa.ArrowInvalid:
        return None
    return dates


def _date_formats(value: str) -> list[str]:
    """List the formats that a first value allows; "ISO8601" for the standard's."""
    if _ISO.fullmatch(value):
        return ["ISO8601"]
    clocks = [clock for clock in _CLOCKS if bool(clock) == (":" in value)]
    formats = [order + (f"{gap}{clock}" if clock else "") for order in _DATE_ORDERS for clock in clocks for gap in " T"]
    formats = list(dict.fromkeys(formats))
    one = pd.Series([value])
    return [form for form in formats if _parse(one, form).notna().all()]


def _parse(values: pd.Series, form: str) -> pd.Series:
    try:
        return pd.to_datetime(values, format=form, errors="coerce")
    except ValueError:  # time zones of several kinds: one clock for all
        return pd.to_datetime(values, format=form, errors="coerce", utc=True)


def _unambiguous(
    found: list[tuple[str, pd.Series]], coded: pa.DictionaryArray, distinct: pd.Series
) -> tuple[str, pd.Series] | None:
    """Choose between day first and month first by which of them puts the rows in order."""
    codes = coded.indices.drop_null().to_numpy()
    ordered = []
    for form, parsed in found:
        dates = pd.Series(parsed.reindex(distinct.index).array.take(codes[:100_000])).dropna()
        if dates.is_monotonic_increasing or dates.is_monotonic_decreasing:
            ordered.append((form, parsed))
    if len(ordered) == 1 and len(distinct) > 2:
        return ordered[0]
    same = all(found[0][1].equals(parsed) for _, parsed in found[1:])
    return found[0] if same else None


def _date_words(form: str) -> str:
    if form == "ISO8601":
        return "year-month-day"
    words = {"%Y": "year", "%y": "year", "%m": "month", "%d": "day", "%b": "month", "%B": "month"}
    date = form.split("%H")[0].split("%I")[0].rstrip(" T")
    return re.sub(r"%\w", lambda code: words.get(code[0], ""), date)


_CONVERTERS: Final[dict[CellKind, Callable[[pa.Array, str], _Converted | str | None]]] = {
    "number": _to_numbers,
    "date": _to_dates,
    "flag": _to_flags,
}
"""Kind of about all values -> how a column of them converts; None if it does not, a str to say why."""
