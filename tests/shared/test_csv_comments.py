"""Lines above a table that start with another sign than "#" are comments too, where nothing speaks against it."""

import pytest

from shared.csv_comments import with_usual_comments
from shared.data_loading import LoadedCsv, load_csv

ROWS = [f"{row} {row * 2.5} {row + 100}" for row in range(1, 12)]
SIGNS = ["%", "!", "@", ";", "*", "//"]


def loaded(*lines: str) -> LoadedCsv:
    return load_csv(("\n".join(lines) + "\n").encode(), infer_types=False)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_names_in_the_last_comment_are_names(sign: str, end: str) -> None:
    lines = [f"{sign} Water of the lake", "", f"{sign} by hand", f"{sign} lat lon temp", *ROWS, ""]
    found = load_csv(end.join(lines).encode(), infer_types=False)
    assert list(found.frame.columns) == ["lat", "lon", "temp"]
    assert found.frame.to_numpy().tolist() == [row.split() for row in ROWS]
    assert found.lines_left_out == (1, 3)
    assert f'Lines that start with "{sign}" were taken for comments, as with "#".' in [
        note.text for note in found.notes
    ]


@pytest.mark.parametrize("sign", SIGNS)
def test_comments_of_any_width_do_not_decide_the_delimiter(sign: str) -> None:
    above = [f'{sign}    title "A, b"', f"{sign} view 0.5, 0.5", f"{sign}TYPE xy", f"{sign} box is on"]
    found = loaded("# made by hand", *above, *(f"    {row}.0  -{row}.25" for row in range(9)))
    assert found.frame.shape == (9, 2)
    assert found.frame.iloc[0].tolist() == ["0.0", "-0.25"]
    assert found.lines_left_out == (1, 2, 3, 4, 5)


def test_a_large_file_may_have_them_too() -> None:
    rows = [f"{row},{row * 0.5},{row + 100}" for row in range(20_000)]
    found = loaded("% Water of the lake, 2010", "% depth, light, heat", *rows)
    assert list(found.frame.columns) == ["depth", "light", "heat"]
    assert len(found.frame) == 20_000
    assert any('start with "%"' in note.text for note in found.notes)


def test_several_signs_and_lines_below_the_rows_are_comments() -> None:
    text, (note,) = with_usual_comments("% by hand\n@data\n1,2\n3,4\n% end\n% of data\n")
    assert text == "# by hand\n#data\n1,2\n3,4\n# end\n# of data\n"
    assert '"%" or "@"' in note.text


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_comments_above_and_below_are_quoted_without_their_sign(end: str) -> None:
    above = [f'*KEY_{number} "{number}"' for number in range(300)]
    rows = [f"{25 + row / 100:.4f} {row % 17}.0000 1.0000" for row in range(200)]
    found = load_csv(end.join(["*RAS_DATA_START", *above, *rows, "*RAS_INT_END", "*RAS_DATA_END", ""]).encode())
    assert found.frame.shape == (200, 3)
    texts = [note.text for note in found.notes if note.left_out]
    assert [text.split('"')[1] for text in texts] == ["RAS_DATA_START", "RAS_INT_END"]


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "% only one\na,b\n1,2\n",
        "@ada\n@bob\nwords\n@eve\nmore\n",
        ";2019;2020\n;Men;Women\n1;2;3\n",
        "* one\n* two\n* three\n",
        "! a\n! b\n\n",
        "",
    ],
    ids=["none", "one", "between rows", "delimiter", "all", "no rows", "empty"],
)
def test_where_it_may_be_something_else_nothing_is_changed(text: str) -> None:
    assert with_usual_comments(text) == (text, [])


def test_an_address_in_a_comment_is_no_name() -> None:
    rows = [f"word {row},Wort {row}" for row in range(20)]
    found = loaded("# License, GPL", "# URL, https://dict.example.org/", *rows)
    assert not found.dialect.has_header
    assert found.frame.shape == (20, 2)


def test_comments_may_stand_behind_blanks() -> None:
    rows = [f"J{row},{row / 7:.3f},{row * 3}" for row in range(30)]
    found = loaded(
        "   # Elements of planets", "  # by hand", "name,share,count", *rows[:20], "   # more of them", *rows[20:]
    )
    assert list(found.frame.columns) == ["name", "share", "count"]
    assert found.frame.to_numpy().tolist() == [row.split(",") for row in rows]
    assert found.lines_left_out == (1, 2, 24)


@pytest.mark.parametrize("above", [["  # by hand", "  # depth,light,heat"], ["\t# depth, light, heat", "# by hand"]])
def test_names_in_a_comment_behind_blanks_are_names(above: list[str]) -> None:
    found = loaded(*above, *(f"{row},{row * 0.5},{row + 100}" for row in range(30)))
    assert list(found.frame.columns) == ["depth", "light", "heat"]
