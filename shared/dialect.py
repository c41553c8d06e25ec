"""Third stage of CSV loading: which delimiter, quote and escape a text is written with.

Imports csv_cells, csv_comments, csv_model and csv_rows.

Each candidate splits a sample; the one whose rows are most even and whose cells look most like single values wins.
The measure follows "Wrangling Messy CSV Files by Detecting Row and Type Patterns" (van den Burg, Nazábal and Sutton,
2019), with three changes: rows of another width than most (preambles, footnotes, second tables) count by their share
and not as one more pattern; a column of one kind counts more than a mixed one; and one column is a candidate.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final

from shared.csv_cells import TYPED, CellKind, cell_kind, cell_shape
from shared.csv_comments import is_comment_line
from shared.csv_model import SPACES, DialectOverrides
from shared.csv_rows import (
    DECLARATION,
    FRONT_MATTER,
    SEPARATOR,
    Reading,
    Record,
    Shape,
    closed_records,
    read_records,
    split_lines,
)

SAMPLE_LINES: Final = 120
SAMPLE_CHARS: Final = 40_000
MIN_SAMPLE_LINES: Final = 12
PIECE_LINES: Final = 30
"""Lines of each further part of a large file."""
_MAX_CELLS: Final = 60
"""Cells of a row whose kind is looked at: a row of 10,000 cells says no more."""

_WEIGHTS: Final = {",": 1.0, ";": 1.0, "\t": 1.1, "|": 1.0, "^": 0.95, "~": 0.95, ":": 0.7, " ": 0.65, SPACES: 0.8}
"""What a candidate's score is multiplied by: blanks and colons are in ordinary text, and often evenly, tabs are not."""
_OTHER_WEIGHT: Final = 0.75
_AMONG_LINES: Final = 0.7
"""What the evenness of a table is multiplied by where the lines above or below it are of other widths."""
_WIDE: Final = 4
"""Cells from which on lines of one width are a table, and no sentences."""
_MANY_ROWS: Final = 12
"""Rows at the end, all of numbers and the like, from which on it does not matter how many lines are above them."""
_USUAL_MARKS: Final = frozenset(mark for mark in _WEIGHTS if len(mark) == 1 and mark.strip())
_QUOTES: Final = frozenset("'\"")
_SURE_MARKS: Final = frozenset(mark for mark, weight in _WEIGHTS.items() if weight > 0.9)
_BESIDE_A_MARK: Final = 0.4
"""What a score is multiplied by where a column is nothing but a delimiter, or tabs are in cells: these split them."""
_TIME: Final = re.compile(r"(?<![\d:])\d{1,2}(?::[0-5]\d){1,2}(?:\.\d+)?(?=[ \t]|$)", re.M)
_MIN_EVEN_ROWS: Final = 4
_FEW_WORDS: Final = 0.3
_AT_ENDS: Final = ".,;:!?()\"'"
"""Signs before and after words of sentences."""
_MOST_ROWS: Final = 0.75
_MOST_OF_ONE_COLUMN: Final = 0.9
_NO_DELIMITERS: Final = frozenset("\"'`.-_/\\()[]{}<>@%+=$€£¥*?!°\ufeff\ufffd")
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f"
"""Characters made for this, which Python counts among the blanks."""
_LINE_END: Final = r"[ \t]*(?>\r\n|\n|\r)"
_DESCRIPTION: Final = rf"{FRONT_MATTER}{_LINE_END}(?:[^\r\n]*+{_LINE_END}){{,200}}?{FRONT_MATTER}{_LINE_END}"
_COMMENTS: Final = re.compile(rf"(?:{_DESCRIPTION})?(?:#[^\r\n]*+{_LINE_END})*")
_CLEAN: Final[dict[CellKind, float]] = {
    "empty": 0.8,
    "missing": 1.0,
    "number": 1.0,
    "date": 1.0,
    "time": 1.0,
    "flag": 1.0,
    "address": 1.0,
    "text": 0.8,
    "odd": 0.1,
}


@dataclass(frozen=True)
class Detected:
    """The shape of a text and how sure it is: 0 a guess, 1 certain, where no other delimiter could score as much."""

    shape: Shape
    confidence: float


def detect_shape(blocks: Sequence[str], told: DialectOverrides) -> Detected:
    """Find out how a text is split into cells.

    Parameters
    ----------
    blocks : sequence of str
        Parts of the text, each starting at a line; the first is its beginning.
    told : DialectOverrides
        What the user knows: of it, delimiter, quote and escape character.
    """
    delimiter, quotechar, escapechar = told.delimiter, told.quotechar, told.escapechar
    sample = [split_lines(block) for block in blocks]
    first_line = next((line for block, _ in sample for line in block), "")
    if delimiter is None and (declared := DECLARATION.fullmatch(first_line)):
        delimiter = declared[1]
    filled = [line for block, _ in sample for line in block if line.strip()]
    lines = [line for line in filled if not is_comment_line(line)] or filled
    text = "\n".join(lines)
    quotes = [quotechar] if quotechar is not None else _quotes(text)
    outside = _lines_outside_quotes(sample[0][0]) if sample else []
    delimiters = [delimiter] if delimiter is not None else _delimiters(lines, outside)
    shapes = [
        replace(shape, escapechar=escape)
        for mark in delimiters
        for quote in quotes
        for shape in _spacings(Shape(mark, quote), lines)
        for escape in ([escapechar] if escapechar is not None else _escapes(text, shape))
    ]
    scored = _scored(sample, shapes)
    best, shape = scored[0]
    if delimiter is None and shape.delimiter in (SPACES, " ") and _is_any_run(sample, shape):
        shape = replace(shape, delimiter=" ", skip_initial_space=True)
    rival = next((score for score, other in scored if _differs(other.delimiter, shape.delimiter)), 0.0)
    shape = _refine(sample, shape, told=delimiter is not None)
    confidence = 1.0 if delimiter is not None else best / (best + rival) if best + rival else 0.0
    return Detected(shape, round(confidence, 3))


def _is_any_run(sample: Sequence[tuple[list[str], list[str]]], shape: Shape) -> bool:
    """Tell whether one blank splits cells as several do.

    Then all rows are of one width, and either they are not else, or blanks that were no delimiter stand among numbers.
    These tell also if a few lines, such as titles and footnotes, are of another width.
    """
    rows = [record.cells for record in read_sample(sample, shape)]
    split = [record.cells for record in read_sample(sample, replace(shape, delimiter=" ", skip_initial_space=True))]
    widths = Counter(map(len, split))
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    if len(rows) != len(split):
        return False  # a quote behind a single blank goes on over several lines
    if count < max(_MIN_EVEN_ROWS, _MOST_ROWS * len(split)):
        return False
    if shape.delimiter == " ":
        cells = [cell_kind(cell) in TYPED for parts in split if len(parts) == width for cell in parts]
        return rows != split and (count == len(split) or sum(cells) > _MOST_ROWS * len(cells))
    even = [row for row, parts in zip(rows, split, strict=True) if len(parts) == width]
    together = [cell for row in even for cell in row if " " in cell and cell_kind(cell) not in TYPED]
    parts = [cell_kind(part) in TYPED for cell in together for part in cell.split()]
    return (count == len(split) and len(set(map(len, rows))) > 1) or 3 * sum(parts) > 2 * len(parts)


def _differs(one: str, other: str) -> bool:
    """Tell whether two delimiters are not the same: how many blanks make one is no doubt about the delimiter."""
    return one != other and not (one and other and not (one + other).strip(" "))


def _scored(sample: Sequence[tuple[list[str], list[str]]], shapes: Sequence[Shape]) -> list[tuple[float, Shape]]:
    """Score the shapes that can win, the best one first; of equal scores the first one tried."""
    scored: list[tuple[float, Shape]] = []
    best = 0.0
    # No score is above its weight: those with a lower weight than the best score need no look.
    for shape in sorted(shapes, key=lambda shape: -_most(shape)):
        if _most(shape) > best:
            scored.append((_score(sample, shape), shape))
            best = max(best, scored[-1][0])
    scored.sort(key=lambda pair: (-pair[0], shapes.index(pair[1])))
    return scored


def _most(shape: Shape) -> float:
    """Return the highest score that a shape can have."""
    return _WEIGHTS.get(shape.delimiter, _OTHER_WEIGHT) if shape.delimiter else _MOST_OF_ONE_COLUMN


def _quotes(text: str) -> list[str]:
    """List the quotes worth trying, the likeliest first: of equal scores the first wins."""
    quotes = ['"']
    for quote in "'`~":
        if quote not in text:
            continue
        marks = "".join(mark for mark in r",;\t|:^~ " if mark != quote)
        opening = len(re.findall(rf"(?:^|[{marks}]){quote}", text, re.M))
        closing = len(re.findall(rf"{quote}(?=[{marks}]|$)", text, re.M))
        others = text.count(quote) - 2 * text.count(2 * quote)  # a doubled one is a quote in a value
        if opening + closing >= 4 and opening + closing > 0.5 * others:
            pairs = '"' not in text and opening == closing
            quotes.insert(0 if pairs else len(quotes), quote)
    return quotes


def _spacings(shape: Shape, lines: Sequence[str]) -> list[Shape]:
    """List a shape, and for a space also the one in which runs of spaces are one delimiter."""
    if shape.delimiter == " " and any("  " in line or line[0] == " " for line in lines):
        return [shape, replace(shape, skip_initial_space=True)]
    return [shape]


def _lines_outside_quotes(lines: Sequence[str]) -> list[str]:
    """Return what stands outside quotes: there is little of it where cells are many lines."""
    return [line for line in "".join("\n".join(lines).split('"')[::2]).split("\n") if line.strip()]


def _lines_with_signs(lines: Sequence[str]) -> Counter[str]:
    """Count in how many lines each sign is."""
    return Counter(chain.from_iterable(set(line[:20_000]) for line in lines))


def _delimiters(lines: Sequence[str], outside: Sequence[str]) -> list[str]:
    """List the delimiters worth trying: those in at least a quarter of the lines; empty stands for one column."""
    counts, counts_outside = _lines_with_signs(lines), _lines_with_signs(outside)
    usual = [
        mark
        for mark in _WEIGHTS
        if len(mark) == 1
        if counts[mark] >= max(0.25 * len(lines), 1) or counts_outside[mark] >= max(0.25 * len(outside), 1)
    ]
    others = [
        mark
        for mark, count in counts.most_common(60)
        if count >= 0.7 * len(lines) and len(lines) > 1 and mark not in _WEIGHTS and _may_delimit(mark)
        if not all(line.startswith(mark) for line in lines)  # a sign of comments
    ]
    spaces = [SPACES] if sum(SPACES in line.strip() for line in lines) >= 0.5 * len(lines) else []
    return ["", *usual, *spaces, *others[:4]]


def _may_delimit(mark: str) -> bool:
    if mark in _SEPARATORS:
        return True
    return not (mark.isalnum() or mark.isspace() or mark in _NO_DELIMITERS)


def _escapes(text: str, shape: Shape) -> list[str]:
    """List the escape characters worth trying: a backslash where it stands before delimiters, or escapes quotes."""
    if _escapes_quotes(text, shape):
        return ["\\"]
    return ["", "\\"] if shape.delimiter.strip() and f"\\{shape.delimiter}" in text else [""]


def _escapes_quotes(text: str, shape: Shape) -> bool:
    r"""Tell whether backslashes escape quotes: there are more of \" inside cells than at their ends."""
    if not shape.quotechar or f"\\{shape.quotechar}" not in text:
        return False
    end = rf"\s*(?:{re.escape(shape.delimiter)}|$)" if shape.delimiter.strip() else r"\s*$"
    quote = re.escape(shape.quotechar)
    # A doubled quote behind a backslash is one only where the cell ends with it.
    inside = len(re.findall(rf"\\{quote}(?!{end}|{quote}(?!{end}))", text, re.M))
    at_end = len(re.findall(rf"\\{quote}(?={end})", text, re.M))
    return inside > at_end or (inside == at_end and quote * 2 not in text)


def read_sample(sample: Sequence[tuple[list[str], list[str]]], shape: Shape) -> list[Record]:
    """Read the blocks of a sample, without blank records and comments."""
    records: list[Record] = []
    for lines, separators in sample:
        records += closed_records(list(read_records(lines, separators, shape)), shape)
        if any(record.spans_lines for record in records):
            break  # the next block may start inside a quoted cell
    records = [record for record in records if not record.blank]
    # Where all lines begin like comments, they are none.
    return [record for record in records if not is_comment_line(record.text)] or records


def _score(sample: Sequence[tuple[list[str], list[str]]], shape: Shape) -> float:
    records = read_sample(sample, shape)
    if not records:
        return 0.0
    if not shape.delimiter:
        return _score_one_column(records)
    weight = _WEIGHTS.get(shape.delimiter, _OTHER_WEIGHT)
    if shape.delimiter == " " and not shape.skip_initial_space and _mostly_empty(records):
        weight *= 0.5  # blanks that align columns
    if len(records) > 2 and len(records[0].cells) == 1 and _has_rival_of_names(records):
        weight *= _BESIDE_A_MARK
    return weight * max(_score_all(records, shape), _score_among_lines(records, shape))


def _score_all(records: Sequence[Record], shape: Shape) -> float:
    """Score a reading by all rows."""
    widths = Counter(len(record.cells) for record in records)
    total = len(records)
    evenness = sum((count / total) ** 2 * (width - 1) / width for width, count in widths.items())
    if not evenness:
        return 0.0
    width = max(widths, key=lambda each: (widths[each] * (each - 1), each))
    even = [record for record in records if len(record.cells) == width]
    uniformity, typed = _columns(even)
    score = evenness * _cleanness(records, shape) * uniformity
    lenient = sum(record.reading is Reading.LENIENT for record in even)
    if lenient:
        score *= 0.9 if 2 * lenient < len(even) else 0.5
    if len(records) > 2 and len(records[0].cells) == 1:
        if width == 2:  # a column name without the delimiter above values with it: one column of "Smith, John"
            score *= 0.5 if typed else 0.25
        elif any(mark in records[0].text for mark in _USUAL_MARKS):  # names that another delimiter splits, above lists
            score *= 0.5
    if 4 * sum("\t" in record.text and any("\t" in cell.strip() for cell in record.cells) for record in even) >= total:
        score *= _BESIDE_A_MARK
    if shape.delimiter in (" ", ":") and widths[width] < 0.7 * total:
        score *= 0.5
    if shape.delimiter == ":" and _mostly_in_times(even):
        score *= _BESIDE_A_MARK
    if shape.delimiter == " " and len(records[0].cells) == 1 and 2 * typed <= width:
        score *= 0.2  # a name above lines of words
    if shape.delimiter == " " and not (typed or _mostly_quoted(records, shape) or _has_codes(even)):
        score *= 0.3  # names and short phrases: "Ada Lovelace"
    return score


def _has_rival_of_names(records: Sequence[Record]) -> bool:
    """Tell whether a delimiter that is several times in the first line is as often in every other one."""
    counts = ({record.text.count(mark) for record in records} for mark in _USUAL_MARKS)
    return any(len(found) == 1 and found.pop() > 1 for found in counts)


def _mostly_in_times(records: Sequence[Record]) -> bool:
    """Tell whether most of the colons stand in times of the day, beside blanks."""
    text = "\n".join(record.text for record in records if " " in record.text.strip())
    return 2 * ":".join(_TIME.findall(text)).count(":") > sum(record.text.count(":") for record in records)


def _has_codes(records: Sequence[Record]) -> bool:
    """Tell whether the values of a column are all of one shape with several numbers in it, or none are plain words.

    "603-566-8782" is of such a shape; "aa_DJ.UTF-8" and "ISO-8859-1" are no words.
    """
    if len(records) < _MIN_EVEN_ROWS:
        return False
    columns = list(zip(*(record.cells[:_MAX_CELLS] for record in records), strict=True))
    shapes = [set(map(cell_shape, column)) for column in columns]
    if any(len(found) == 1 and next(iter(found)).count("9") > 1 for found in shapes):
        return True
    words: list[int] = [sum(cell.strip(_AT_ENDS).isalpha() for cell in column) for column in columns]
    return max(words) <= _FEW_WORDS * len(records)


def _mostly_empty(records: Sequence[Record]) -> bool:
    cells = [cell for record in records for cell in record.cells[:_MAX_CELLS]]
    return 2 * cells.count("") > len(cells)


def _score_among_lines(records: Sequence[Record], shape: Shape) -> float:
    """Score a table of numbers and the like where the lines above it, or beside a wide one, are as many or more."""
    runs = [list(group) for _, group in groupby(records, key=lambda record: len(record.cells))]
    tables = [runs[-1]]
    if shape.delimiter in _SURE_MARKS:
        tables += [run for run in runs[:-1] if len(run[0].cells) >= _WIDE]
    return max(
        _score_table(table, len(records), shape, at_end=table is runs[-1]) if len(runs) > 1 else 0.0 for table in tables
    )


def _score_table(table: Sequence[Record], lines: int, shape: Shape, *, at_end: bool) -> float:
    width = len(table[0].cells)
    if width < 2 or len(table) < 3:
        return 0.0
    uniformity, typed = _columns(table)
    share = len(table) / lines
    if at_end and len(table) >= _MANY_ROWS and typed == width:
        share = max(share, 0.6)
    evenness = _AMONG_LINES * share * (width - 1) / width
    enough = 1 if _mostly_quoted(table, shape) else 2
    return evenness * _cleanness(table, shape) * uniformity if typed >= enough else 0.0


def _mostly_quoted(records: Sequence[Record], shape: Shape) -> bool:
    quote = shape.quotechar
    return bool(quote) and sum(record.text.count(quote) > 1 for record in records) >= 0.5 * len(records)


def _score_one_column(records: Sequence[Record]) -> float:
    """Score the reading as one column: high where whole lines are typed values, else a threshold for the others."""
    kinds = [cell_kind(record.text) for record in records]
    body = kinds[1:] or kinds
    typed = sum(kind in TYPED or kind == "address" for kind in body) / len(body)
    commas = "," in records[0].text or any(mark in records[0].text for mark in ";\t|")
    if typed > 0.9 and not (commas and any("," in record.text for record in records[1:])):
        return _MOST_OF_ONE_COLUMN * typed
    return 0.12


def _cleanness(records: Sequence[Record], shape: Shape) -> float:
    kinds = Counter(map(cell_kind, chain.from_iterable(record.cells[:_MAX_CELLS] for record in records)))
    if kinds["odd"] and shape.quotechar:
        enclosed = _count_enclosed(records, shape.quotechar)
        kinds["odd"] -= enclosed
        kinds["text"] += enclosed
    return sum(_CLEAN[kind] * count for kind, count in kinds.items()) / kinds.total()


def _count_enclosed(records: Sequence[Record], quote: str) -> int:
    """Count the cells that look odd, but are in quotes: there they may."""
    return sum(
        cell_kind(cell) == "odd" and f"{quote}{cell.replace(quote, 2 * quote)}{quote}" in record.text
        for record in records
        if quote in record.text
        for cell in record.cells[:_MAX_CELLS]
    )


def _columns(records: Sequence[Record]) -> tuple[float, int]:
    """Weigh the share of cells that are of their column's main kind, and count the columns of numbers and the like.

    Empty cells fit any column.
    """
    fits = cells = typed = 0
    factor = 1.0
    body = [record.cells[:_MAX_CELLS] for record in records[1:] or records]
    for column in zip(*body, strict=True):
        if column[0] in _USUAL_MARKS and len(set(column)) == 1:
            factor = _BESIDE_A_MARK
        elif column[0] in _QUOTES and len(set(column)) == 1:
            factor = 0.0  # "#" splits '#00FF00'
        kinds = Counter(map(cell_kind, column))
        empty = kinds.pop("empty", 0) + kinds.pop("missing", 0)
        kind, count = max(kinds.items(), key=lambda pair: pair[1], default=("empty", 0))
        typed += kind in TYPED and count >= 0.8 * kinds.total()
        fits += count + empty
        cells += kinds.total() + empty
    return factor * (0.4 + 0.6 * fits / max(cells, 1)), typed


def _refine(sample: Sequence[tuple[list[str], list[str]]], shape: Shape, *, told: bool) -> Shape:
    """Add what shows only once the delimiter is known: blanks after it, or that it is written twice."""
    records = read_sample(sample[:1], shape)
    if not told and len(shape.delimiter) == 1 and shape.delimiter != " " and _doubled(records):
        return replace(shape, delimiter=shape.delimiter * 2)
    if not shape.delimiter.strip():
        return shape
    following = [cell for record in records for cell in record.cells[1:] if cell]
    starts = sum(cell.startswith(" ") for cell in following)
    # The reader leaves out the blank before a quote.
    spaced = shape.delimiter + " " + shape.quotechar
    quoted = sum(record.text.count(spaced) for record in records) if shape.quotechar else 0
    if following and ((quoted and not starts) or starts + quoted >= 0.9 * len(following)):
        return replace(shape, skip_initial_space=True)
    return shape


def _doubled(records: Sequence[Record]) -> bool:
    """Tell whether every second cell is empty in all rows: the delimiter is "||", not "|"."""
    wide = [record.cells for record in records if len(record.cells) >= 3]
    if len(wide) < max(2, 0.8 * len(records)):
        return False
    return all(len(cells) % 2 == 1 and not any(cells[1::2]) and any(cells[0::2]) for cells in wide)


def sample_blocks(text: str) -> list[str]:
    """Take the beginning of a text, below comments, and of a long one something of its middle and end."""
    above = _COMMENTS.match(text)
    head = _cut(text, above.end() if above else 0, SAMPLE_CHARS, SAMPLE_LINES, whole_cells=True) or text[:SAMPLE_CHARS]
    if len(text) < 4 * SAMPLE_CHARS:
        return [head]
    blocks = [head]
    for place in (len(text) // 2, len(text) - SAMPLE_CHARS // 4):
        start = max(text.find("\n", place), text.find("\r", place, place + SAMPLE_CHARS)) + 1
        if 0 < start < len(text):
            blocks.append(_cut(text, start, SAMPLE_CHARS // 4, PIECE_LINES))
    return blocks


def _cut(text: str, start: int, chars: int, lines: int, *, whole_cells: bool = False) -> str:
    """Cut whole lines out of a text: some, even where they are very long.

    Lines that end inside quotes are not counted where `whole_cells` are wanted: a cell may be a hundred lines.
    """
    place, count, quotes = start, 0, 0
    while count < lines:
        found = SEPARATOR.search(text, place)
        if found is None:
            return text[start:]
        quotes += text.count('"', place, found.end()) if whole_cells else 0
        count += quotes % 2 == 0
        place = found.end()
        if place - start > chars and (count >= MIN_SAMPLE_LINES or place - start > 10 * chars):
            break
    return text[start:place]
