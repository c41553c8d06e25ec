"""Makes polluted CSV files of every kind from clean tables, and knows what should be read from each.

Seeded: the same seed makes the same bytes. The truth is what a careful person would type off the file: the names and
the cells as text. Kinds of pollution follow "Pollock: A Data Loading Benchmark" (Vitagliano and others, 2023) and what
people upload.
"""

import csv
import gzip
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

Row = list[str]

WORDS = re.findall(
    r"\S+",
    "amber basin cedar delta ember fjord grove harbour island juniper kestrel lagoon meadow north orchard prairie "
    "quarry river summit tundra upland valley willow yonder zephyr bottle, blue|cup; plate",
)
NAMES = re.findall(
    r"\w+", "Ada Bo Carl Dina Edda Finn Gus Hana Ivo Jun Kai Lea Mona Nils Olga Pia Rui Sven Tara Uma Vera"
)
PLACES = ("Zürich", "Málaga", "Åre", "Kraków", "Lisboa", "São Paulo", "Île-de-France", "Köln")


@dataclass(frozen=True)
class Table:
    """A clean table: the names of its columns and its cells, all text."""

    name: str
    header: Row
    rows: list[Row]


@dataclass(frozen=True)
class PollutedFile:
    """A file as somebody has it, and what should be read from it.

    Attributes
    ----------
    name, kind : str
        Unique name; the kind of pollution.
    data : bytes
        The file.
    header : list of str
        Names of the columns; empty where the file has none.
    rows : list of list of str
        The cells, in the file's order.
    delimiter : str
        What splits the cells.
    """

    name: str
    kind: str
    data: bytes
    header: Row
    rows: list[Row]
    delimiter: str = ","


def clean_tables(seed: int, *, rows: int = 40) -> Iterator[Table]:
    """Yield clean tables of several kinds: sales, measurements, people, long text, codes, nothing but numbers."""
    rng = random.Random(seed)
    yield Table("sales", ["Date", "Order", "Product", "Quantity", "Price", "Note"], [_sale(rng) for _ in range(rows)])
    yield Table("sensor", ["time", "station", "temp_c", "wind", "ok"], [_reading(rng, row) for row in range(rows)])
    yield Table("people", ["First name", "City", "Age", "E-mail"], [_person(rng) for _ in range(rows)])
    yield Table("products", ["code", "title", "description", "stock", "url"], [_product(rng) for _ in range(rows)])
    yield Table("grid", ["x", "y", "height", "flow"], [_point(rng, row) for row in range(rows)])


def _phrase(rng: random.Random, low: int, high: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def _sale(rng: random.Random) -> Row:
    date = f"2021-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    price = f"{rng.uniform(1, 900):.2f}"
    note = rng.choice(["", "", "paid", f'said "{rng.choice(WORDS)}" twice', "late, but fine"])
    return [date, f"A-{rng.randint(1000, 9999)}", _phrase(rng, 1, 3), str(rng.randint(1, 40)), price, note]


def _reading(rng: random.Random, row: int) -> Row:
    temperature = f"{rng.uniform(-20, 35):.1f}"
    return [
        f"2020-01-{row % 28 + 1:02} {row % 24:02}:30",
        f"ST{rng.randint(1, 9):02}",
        temperature,
        str(rng.randint(0, 30)),
        rng.choice(["true", "false"]),
    ]


def _person(rng: random.Random) -> Row:
    name = rng.choice(NAMES)
    return [name, rng.choice(PLACES), str(rng.randint(18, 90)), f"{name.lower()}{rng.randint(1, 99)}@example.org"]


def _product(rng: random.Random) -> Row:
    code = f"{rng.randint(0, 99999):05}"
    return [code, _phrase(rng, 1, 2), _phrase(rng, 4, 9), str(rng.randint(0, 500)), f"https://example.org/p/{code}"]


def _point(rng: random.Random, row: int) -> Row:
    return [str(row), f"{rng.uniform(-3, 3):.3f}", f"{rng.uniform(0, 2000):.1f}", f"{rng.uniform(0, 1):.2e}"]


def write(rows: Sequence[Row], **dialect: object) -> str:
    """Write rows with the csv module; all quoted unless `quoting` says otherwise."""
    stream = io.StringIO()
    options = {"quoting": csv.QUOTE_MINIMAL, "lineterminator": "\n", **dialect}
    csv.writer(stream, **options).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


def _file(table: Table, kind: str, text: str | bytes, **changes: object) -> PollutedFile:
    data = text if isinstance(text, bytes) else text.encode()
    file = PollutedFile(f"{table.name}-{kind}", kind, data, table.header, table.rows)
    return replace(file, **changes)  # type: ignore[arg-type]


def _all(table: Table) -> list[Row]:
    return [table.header, *table.rows]


def polluted_files(seed: int = 1, *, rows: int = 40) -> list[PollutedFile]:
    """Make the corpus: every kind of pollution of every clean table that it applies to."""
    files: list[PollutedFile] = []
    for table in clean_tables(seed, rows=rows):
        for number, pollute in enumerate(POLLUTERS):
            files.extend(pollute(table, random.Random(seed * 1000 + number)))
    return files


def _dialects(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    yield _file(table, "clean", write(_all(table)))
    for mark, word in ((";", "semicolon"), ("\t", "tab"), ("|", "bar"), (":", "colon"), ("^", "caret"), ("~", "tilde")):
        yield _file(table, f"delimiter-{word}", write(_all(table), delimiter=mark), delimiter=mark)
    yield _file(table, "delimiter-space", write(_all(table), delimiter=" ", quoting=csv.QUOTE_ALL), delimiter=" ")
    spaced = "\n".join(", ".join(f'"{_doubled(cell)}"' for cell in row) for row in _all(table)) + "\n"
    yield _file(table, "delimiter-comma-space", spaced)
    doubled = "\n".join("||".join(cell.replace("|", "/") for cell in row) for row in _all(table)) + "\n"
    yield _file(table, "delimiter-double-bar", doubled, rows=_replaced(table, "|", "/"), delimiter="||")
    yield _file(table, "quote-single", write(_all(table), quotechar="'", quoting=csv.QUOTE_ALL))
    yield _file(table, "quote-all", write(_all(table), quoting=csv.QUOTE_ALL))
    escaped = write(_all(table), quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\")
    yield _file(table, "escape-backslash", escaped)
    bare = "\n".join(",".join(f'"{cell}"' for cell in row) for row in _all(table)) + "\n"
    yield _file(table, "escape-none", bare)


def _doubled(cell: str) -> str:
    return cell.replace('"', '""')


def _replaced(table: Table, old: str, new: str) -> list[Row]:
    return [[cell.replace(old, new) for cell in row] for row in table.rows]


def _aligned(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    rows = [[cell or "-" for cell in row] for row in table.rows]
    widths = [max(len(row[place]) for row in [table.header, *rows]) + 2 for place in range(len(table.header))]
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [table.header, *rows]
    ]
    yield _file(table, "aligned", "\n".join(lines) + "\n", rows=rows, delimiter="  ")


def _separators(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    for ending, word in (("\r\n", "crlf"), ("\r", "cr")):
        yield _file(table, f"records-{word}", write(_all(table), lineterminator=ending))
    lines = write(_all(table)).splitlines()
    yield _file(table, "records-mixed", "".join(line + rng.choice(["\n", "\r\n", "\r"]) for line in lines))
    yield _file(table, "records-none-at-end", write(_all(table)).rstrip("\n"))
    yield _file(table, "records-blank-at-end", write(_all(table)) + "\n\n\n")
    broken = [[row[0], f"{row[1]}\nmore of it", *row[2:]] for row in table.rows]
    yield _file(table, "records-in-cells", write([table.header, *broken]), rows=broken)


def _headers(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    yield _file(table, "header-none", write(table.rows), header=[])
    units = [f"({rng.choice(['m', 'kg', 's', '-'])})" for _ in table.header]
    joined = [f"{name} {unit}" for name, unit in zip(table.header, units, strict=True)]
    yield _file(table, "header-two-rows", write([table.header, units, *table.rows]), header=joined)
    yield _file(table, "header-one-row-of-data", write([table.header, table.rows[0]]), rows=table.rows[:1])
    repeated = [table.header[0], *table.header[:-1]]
    numbered = [table.header[0], f"{table.header[0]}_2", *table.header[1:-1]]
    yield _file(table, "header-repeated-name", write([repeated, *table.rows]), header=numbered)
    unnamed = ["", *table.header[1:]]
    yield _file(table, "header-empty-name", write([unnamed, *table.rows]), header=["column_1", *table.header[1:]])


def _surroundings(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    body, width = write(_all(table)), len(table.header)
    title = ["Quarterly report", *[""] * (width - 1)]
    empty = [""] * width
    yield _file(table, "preamble-lines", "Quarterly report\nmade by the office\n\n" + body)
    yield _file(table, "preamble-delimited", write([title, empty, *_all(table)]))
    yield _file(table, "preamble-comments", "# source: office\n# no warranty\n" + body)
    yield _file(table, "footnote-lines", body + "\nSource: the office\n")
    yield _file(table, "footnote-delimited", body + write([["Source: the office", *[""] * (width - 1)]]))
    yield _file(table, "rows-blank", write([table.header, *[row for each in table.rows for row in (each, [])]]))
    yield _file(table, "rows-empty-cells", write([table.header, *table.rows[:10], empty, *table.rows[10:]]))
    small = write([["region", "total"], ["east", "12"], ["west", "31"], ["south", "9"]])
    yield _file(table, "tables-two", body + "\n" + small)
    yield _file(table, "tables-small-first", "Totals\n" + small + "\n" + body)


def _ragged(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    place = rng.randrange(3, len(table.rows) - 3)
    rows, width = table.rows, len(table.header)

    def changed(row: Row) -> str:
        return write([table.header, *rows[:place], row, *rows[place + 1 :]])

    short = [*rows[:place], [*rows[place][:-1], ""], *rows[place + 1 :]]
    yield _file(table, "row-short", changed(rows[place][:-1]), rows=short)
    yield _file(table, "row-long-empty", changed([*rows[place], "", ""]))
    column = rng.randrange(1, width)
    yield _file(table, "row-delimiter-doubled", changed([*rows[place][:column], "", *rows[place][column:]]))
    lines = write(_all(table), quoting=csv.QUOTE_ALL).splitlines()
    cells = [f'"{_doubled(cell)}"' for cell in rows[place]]
    missing = (
        ",".join(cells[:column]) + "".join(cells[column : column + 1]) + "".join(f",{c}" for c in cells[column + 1 :])
    )
    yield _file(table, "row-delimiter-missing", "\n".join([*lines[: place + 1], missing, *lines[place + 2 :]]) + "\n")
    other = ";".join(cells)
    yield _file(table, "row-other-delimiter", "\n".join([*lines[: place + 1], other, *lines[place + 2 :]]) + "\n")
    stray = [*cells]
    stray[column] = f'"{cells[column]}'
    quoted = [
        *rows[:place],
        [*rows[place][:column], f'"{rows[place][column]}', *rows[place][column + 1 :]],
        *rows[place + 1 :],
    ]
    line = ",".join(stray)
    yield _file(
        table, "row-quote-extra", "\n".join([*lines[: place + 1], line, *lines[place + 2 :]]) + "\n", rows=quoted
    )
    trailing = "".join(
        f"{line}{',' if number else ''}\n" for number, line in enumerate(write(_all(table)).splitlines())
    )
    yield _file(table, "rows-trailing-delimiter", trailing)


def _torn(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    """A line break inside a cell that nobody quoted."""
    column = {"sales": 2, "sensor": 1, "people": 1, "products": 2}.get(table.name)
    if column is None:
        return
    place = rng.randrange(3, len(table.rows) - 3)
    row = [re.sub(r"[^\w.:@/ -]", "", cell) or "none" for cell in table.rows[place]]
    row[column] = "amber basin\ncedar delta"
    rows = [*table.rows[:place], row, *table.rows[place + 1 :]]
    text = write([table.header, *rows[:place]]) + ",".join(row) + "\n" + write(rows[place + 1 :])
    yield _file(table, "row-torn", text, rows=rows)


def _comments(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    lines = write(_all(table)).splitlines()
    yield _file(table, "comments-between-rows", "\n".join([*lines[:9], "# checked by hand", *lines[9:]]) + "\n")
    if table.name == "grid":
        spaced = "\n".join(" ".join(row) for row in table.rows) + "\n"
        yield _file(table, "header-in-comment", f"# made by hand\n# {' '.join(table.header)}\n{spaced}", delimiter=" ")
        right = "\n".join("".join(f"{cell:>10}" for cell in row) for row in _all(table)) + "\n"
        yield _file(table, "aligned-right", right, delimiter="  ")
        tight = "\n".join(" ".join(f"{cell:>8}" for cell in row) for row in table.rows) + "\n"
        yield _file(table, "aligned-tight", f"{' '.join(table.header)}\n{tight}", delimiter=" ")


def _short_files(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    for mark, word in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")):
        for count in (1, 2, 3):
            rows = table.rows[:count]
            text = write([table.header, *rows], delimiter=mark)
            yield _file(table, f"short-{word}-{count}", text, rows=rows, delimiter=mark)


def _other_marks(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    plain = [[re.sub(r"[|~^\\\"]", "", cell) for cell in row] for row in table.rows]
    tilde = "\n".join("^".join(f"~{cell}~" for cell in row) for row in [table.header, *plain]) + "\n"
    yield _file(table, "quote-tilde", tilde, rows=plain, delimiter="^")
    escaped = "\n".join(",".join(cell.replace(",", "\\,") for cell in row) for row in [table.header, *plain]) + "\n"
    yield _file(table, "escape-delimiter", escaped, rows=plain)
    for mark, word in (("¦", "broken-bar"), ("§", "section"), ("\x1f", "unit-separator")):
        text = "\n".join(mark.join(row) for row in [table.header, *plain]) + "\n"
        yield _file(table, f"delimiter-{word}", text, rows=plain, delimiter=mark)
    barred = "\n".join(" | ".join(row) for row in [table.header, *plain]) + "\n"
    yield _file(table, "delimiter-spaced-bar", barred, rows=plain, delimiter="|")
    rule = "-+-".join("-" * (len(name) + 2) for name in table.header)
    names, below = barred.split("\n", 1)
    yield _file(table, "header-rule", f"{names}\n{rule}\n{below}", rows=plain, delimiter="|")


def _commas_in_text(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    """Text full of commas that another delimiter leaves unquoted, and numbers with a decimal comma."""
    rows = [
        [f"{rng.uniform(0, 90):.2f}".replace(".", ","), ", ".join(rng.choices(NAMES, k=rng.randint(1, 4))), row[0]]
        for row in table.rows
    ]
    for mark, word in ((";", "semicolon"), ("\t", "tab"), ("|", "bar")):
        text = "\n".join(mark.join(row) for row in [["price", "people", "first"], *rows]) + "\n"
        header = ["price", "people", "first"]
        yield _file(table, f"commas-in-text-{word}", text, header=header, rows=rows, delimiter=mark)


def _one_column(table: Table, rng: random.Random) -> Iterator[PollutedFile]:
    sentences = [[f"{_phrase(rng, 2, 8)}, {_phrase(rng, 1, 9)}: {_phrase(rng, 1, 4)}."] for _ in table.rows]
    pairs = [[f"{rng.choice(NAMES)} {rng.choice(NAMES)}son"] for _ in table.rows]
    places = [[f"{rng.choice(PLACES).split()[0]}, {rng.choice(NAMES)}land"] for _ in table.rows]
    for name, kind, rows in (
        ("remark", "sentences", sentences),
        ("person", "two-words", pairs),
        ("place", "one-comma", places),
    ):
        text = "\n".join([name, *(row[0] for row in rows)]) + "\n"
        yield _file(table, f"column-one-{kind}", text, header=[name], rows=rows, delimiter="")


def _bytes(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    text = write(_all(table))
    yield _file(table, "encoding-bom", text.encode("utf-8-sig"))
    for encoding in ("utf-16", "utf-16-le", "cp1252"):
        if encoding != "cp1252" or table.name == "people":
            yield _file(table, f"encoding-{encoding}", text.encode(encoding))
    yield _file(table, "bytes-null", text.replace("\n", "\x00\n", 3).encode())
    yield _file(table, "packed-gzip", gzip.compress(text.encode(), mtime=0))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("table.csv"), text)
    yield _file(table, "packed-zip", packed.getvalue())


def _sizes(table: Table, _rng: random.Random) -> Iterator[PollutedFile]:
    one = [[row[1]] for row in table.rows]
    yield _file(table, "column-one", write([table.header[1:2], *one]), header=table.header[1:2], rows=one, delimiter="")
    long = [[*row[:-1], "long " * 20_000] for row in table.rows[:3]]
    yield _file(table, "cell-long", write([table.header, *long]), rows=long)
    names = [f"c{number}" for number in range(3_000)]
    wide = [[str(number % 7) for number in range(3_000)] for _ in range(4)]
    if table.name == "sales":
        yield _file(table, "columns-many", write([names, *wide]), header=names, rows=wide)


POLLUTERS: tuple[Callable[[Table, random.Random], Iterator[PollutedFile]], ...] = (
    _dialects,
    _aligned,
    _separators,
    _headers,
    _surroundings,
    _ragged,
    _torn,
    _comments,
    _short_files,
    _other_marks,
    _commas_in_text,
    _one_column,
    _bytes,
    _sizes,
)


@dataclass(frozen=True)
class Score:
    """Precision and recall of what was read, each 0 to 1."""

    header_precision: float
    header_recall: float
    record_precision: float
    record_recall: float
    cell_precision: float
    cell_recall: float

    @property
    def perfect(self) -> bool:
        """Whether all was read, and nothing else."""
        return all(value == 1.0 for value in vars(self).values())


def score(file: PollutedFile, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Score:
    """Compare what was read with the truth, as multisets of names, rows and cells; blanks around cells do not count."""
    truth = [[cell.strip() for cell in row] for row in file.rows]
    read = [[cell.strip() for cell in row] for row in rows]
    names = [] if not file.header else [name.strip() for name in header]
    return Score(
        *_compare([name.strip() for name in file.header], names),
        *_compare(["\x1f".join(row) for row in truth], ["\x1f".join(row) for row in read]),
        *_compare([cell for row in truth for cell in row], [cell for row in read for cell in row]),
    )


def _compare(truth: Sequence[str], read: Sequence[str]) -> tuple[float, float]:
    common = (Counter(truth) & Counter(read)).total()
    precision = common / len(read) if read else float(not truth)
    recall = common / len(truth) if truth else 1.0
    return precision, recall
