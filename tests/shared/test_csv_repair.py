"""One row of a good table is damaged, each row and place in turn: the table reads as it was."""

from collections.abc import Iterator

import pytest

from shared.data_loading import DialectOverrides, load_csv

NAMES = ["day", "start", "seats", "code", "fee", "course", "summary", "link", "remarks"]
COURSES = ["Soap Kitchen", "Lino Print Studio", "Felt Hats, Wide Brim", "Cider Pressing", 'Frame, 24"', "Bread Baking"]
SUMMARIES = [
    "A calm evening, for whoever wants to try.",
    "You'll take home what you made",
    "Bring old clothes, a towel and good humour.",
    "Our tutor's favourite, with tea, cake and a warm stove.",
]
ROWS = [
    [
        f"{place % 27 + 1:02d}/03/2021",
        f"{8 + place % 12:02d}:{15 * (place % 4):02d}",
        str(7 + 11 * place % 23),
        f"TS-{1000 + 37 * place}",
        f"${20 + place}.{place % 90 + 10}",
        COURSES[place % len(COURSES)],
        f"{SUMMARIES[place % len(SUMMARIES)]} No {place}.",
        f"https://www.example.org/book/TS_{1000 + 37 * place}.html",
        "",
    ]
    for place in range(24)
]
QUOTED = (6, 7)


def written(cell: str, place: int) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if place in QUOTED or "," in cell or '"' in cell else cell


LINES = [",".join(written(cell, place) for place, cell in enumerate(row)) for row in [NAMES, *ROWS]]
IN_QUOTES = '"'


def places_of_delimiters(line: str) -> list[int]:
    open_quote, places = False, []
    for place, letter in enumerate(line):
        open_quote ^= letter == IN_QUOTES
        if letter == "," and not open_quote:
            places.append(place)
    return places


def read(row: int, line: str) -> tuple[list[str], list[list[str]], list[str]]:
    lines = [*LINES[:row], line, *LINES[row + 1 :]]
    loaded = load_csv(("\n".join(lines) + "\n").encode(), infer_types=False)
    rows = [list(map(str, cells)) for cells in loaded.frame.itertuples(index=False)]
    # The last column is named and empty: it may be there or not.
    return list(loaded.frame.columns), [cells[:8] for cells in rows], [note.text for note in loaded.notes]


def damaged(*, rows: range) -> Iterator[tuple[int, int, str]]:
    """Each row, the number of a delimiter, and where in the line that is."""
    for row in rows:
        for number, place in enumerate(places_of_delimiters(LINES[row])):
            yield row, number, place


def wrong(cases: Iterator[tuple[int, str]]) -> list[str]:
    found = []
    for row, line in cases:
        names, cells, notes = read(row, line)
        if names[:8] != NAMES[:8] or cells != [list(each[:8]) for each in ROWS] or not notes:
            found.append(line)
    return found


def test_the_table_reads_as_it_is() -> None:
    assert read(1, LINES[1]) == (NAMES, [row[:8] for row in ROWS], [])


def test_a_delimiter_that_is_missing_is_put_back() -> None:
    cases = (
        (row, LINES[row][:place] + LINES[row][place + 1 :])
        for row, number, place in damaged(rows=range(1, 25))
        if number < 7  # the last value is empty: without a delimiter before it the row ends early
    )
    assert wrong(cases) == []


def test_a_delimiter_too_many_is_left_out() -> None:
    cases = ((row, f"{LINES[row][:place]},{LINES[row][place:]}") for row, _, place in damaged(rows=range(25)))
    assert wrong(cases) == []


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_row_with_another_delimiter_keeps_its_text(mark: str) -> None:
    for row in (1, 4, 24):
        places = places_of_delimiters(LINES[row])
        line = "".join(mark if place in places else letter for place, letter in enumerate(LINES[row]))
        names, cells, notes = read(row, line)
        assert (names, cells) == (NAMES, [each[:8] for each in ROWS])
        assert any("another delimiter" in note for note in notes)


def test_the_parts_of_a_value_are_joined_by_the_delimiter_of_their_row() -> None:
    rows = [f"{place},Ann {place},two;or three,{place}.5" for place in range(1, 12)]
    loaded = load_csv("\n".join(["id,name,what,price", *rows, "12;Bob 12;one; two; three;9.5"]).encode())
    assert loaded.frame.iloc[-1].tolist() == [12, "Bob 12", "one; two; three", 9.5]


def test_a_stray_quote_stays_a_part_of_its_value_or_goes() -> None:
    for row in range(25):
        starts = [0, *(place + 1 for place in places_of_delimiters(LINES[row]))]
        for number, place in enumerate(starts[:8]):
            names, cells, _ = read(row, f'{LINES[row][:place]}"{LINES[row][place:]}')
            assert len(names) in (8, 9)
            bare = [[cell.replace('"', "") for cell in each] for each in [names[:8], *cells]]
            assert bare == [[cell.replace('"', "") for cell in each[:8]] for each in [NAMES, *ROWS]], (row, number)


def test_a_blank_after_each_delimiter_is_no_part_of_a_value_quoted_or_not() -> None:
    lines = [line.replace(",", ", ") for line in ('id,name,"note",city', '1,Ann,"a",Rome', '2,Bob,"c",Oslo')]
    frame = load_csv("\n".join(lines).encode(), infer_types=False).frame
    assert list(frame.columns) == ["id", "name", "note", "city"]
    assert frame.to_numpy().tolist() == [["1", "Ann", "a", "Rome"], ["2", "Bob", "c", "Oslo"]]


def test_names_in_quotes_with_another_delimiter_lose_the_quotes() -> None:
    loaded = load_csv(b'"id";"size";"price"\n1,2,3.5\n2,3,4.5\n3,4,5.5\n4,5,6.5\n')
    assert list(loaded.frame.columns) == ["id", "size", "price"]


def test_a_backslash_before_a_doubled_quote_is_a_backslash() -> None:
    rows = [f"{place},'it''s no {place}, or so',{place}.5" for place in range(1, 9)]
    loaded = load_csv("\n".join(["id,note,size", *rows, "9,'C:\\''s, a disk',9.5"]).encode(), infer_types=False)
    assert (loaded.dialect.quotechar, loaded.dialect.escapechar) == ("'", "")
    assert loaded.frame["note"].iloc[-1] == "C:\\'s, a disk"


def test_a_first_row_that_the_user_says_is_data_is_not_mended_as_names() -> None:
    text = "a,,b,c\n" + "".join(f"x{row},y{row},z{row}\n" for row in range(9))
    told = load_csv(text.encode(), overrides=DialectOverrides(has_header=False), infer_types=False)
    assert not told.dialect.has_header
    assert len(told.frame) == 10
    assert list(load_csv(text.encode()).frame.columns) == ["a", "b", "c"]


def test_lists_of_numbers_of_different_lengths_are_not_put_together() -> None:
    rows = ["29,1,2,3,", "52,1,2,", "17,1,2,3,4,", "15,1,2,4,", "8,1,2,4,3,", "63,1,3,", "27,1,3,2,", "11,1,3,2,4,"] * 4
    found = load_csv("\n".join([*rows, ""]).encode(), infer_types=False)
    values = [[cell for cell in row if cell] for row in found.frame.fillna("").to_numpy().tolist()]
    assert values == [row.strip(",").split(",") for row in rows]


def test_a_number_that_its_thousands_tore_apart_is_put_together() -> None:
    rows = [f"Oslo {row},{row * 37},2021-01-{row + 1:02}" for row in range(20)]
    found = load_csv("\n".join(["town,people,day", *rows, "Bern,1,234,2021-02-03", ""]).encode(), infer_types=False)
    assert found.frame.iloc[-1].tolist() == ["Bern", "1,234", "2021-02-03"]
