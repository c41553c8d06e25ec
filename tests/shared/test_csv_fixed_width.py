"""In a table in columns of a fixed width, a value belongs to the column that it stands under."""

import pytest

from shared.data_loading import LoadedCsv, load_csv

WEATHER = [
    "   yyyy  mm   tmax    tmin      af    rain",
    "   1948   1    8.9     3.3       4    85.0",
    "   1948   2    7.9     2.2       9    26.0",
    "   1948   3   14.2     3.8       1    14.0",
    "   1948   4   15.4     5.1       0    35.0",
    "   1948   5   18.1     6.9       2    41.5",
]


def loaded(*lines: str) -> LoadedCsv:
    return load_csv(("\n".join(lines) + "\n").encode(), infer_types=False)


def test_values_beside_gaps_go_to_the_columns_that_they_stand_under() -> None:
    found = loaded(*WEATHER, "   1948   6           8.0            12.0", WEATHER[-1])
    assert found.frame.iloc[5].tolist() == ["1948", "6", "", "8.0", "", "12.0"]
    assert [note.text for note in found.notes] == [
        "1 row was split by where its values stand, not by the blanks (line 7)."
    ]


@pytest.mark.parametrize("rows_above", [0, 3_000])
def test_a_gap_is_found_wherever_it_is(rows_above: int) -> None:
    found = loaded(
        *WEATHER, *WEATHER[1:3] * (rows_above // 2), "   1948   6   21.0                    12.0", WEATHER[3]
    )
    assert found.frame.iloc[5 + rows_above].tolist() == ["1948", "6", "21.0", "", "", "12.0"]


def test_units_with_gaps_are_below_their_names() -> None:
    found = loaded("Heathrow (London Airport)", WEATHER[0], "              degC    degC    days      mm", *WEATHER[1:])
    assert list(found.frame.columns) == ["yyyy", "mm", "tmax degC", "tmin degC", "af days", "rain mm"]
    assert found.lines_left_out == (1,)


def test_the_upper_of_two_rows_of_names_may_have_gaps_and_names_of_two_words() -> None:
    found = loaded(
        "                  Temp     Hi    Hi Temp",
        "  Date    Time     Out   Temp  Idx   Low",
        " 6/10/26   0:30   21.0   21.0  0.1  20.9",
        " 6/10/26   1:00   20.9   21.0  0.2  20.9",
        " 6/10/26   1:30   20.7   20.9  0.2  20.7",
        " 6/10/26  10:00   23.5   23.5  0.3  21.2",
    )
    assert list(found.frame.columns) == ["Date", "Time", "Temp Out", "Hi Temp", "Hi Idx", "Temp Low"]
    assert len(found.frame) == 4


def test_a_title_is_no_row_with_gaps() -> None:
    found = loaded("Monthly   means", *WEATHER, "End of table")
    assert len(found.frame) == 5
    assert found.lines_left_out == (1, 8)


def test_values_that_stand_across_two_columns_are_left_to_the_repair_of_rows() -> None:
    found = loaded(*WEATHER, "   1948   6    8.0 to 9.0     1    12.0", WEATHER[-1])
    assert "gaps" not in " ".join(note.text for note in found.notes)
    assert any(7 in note.lines for note in found.notes)


def test_columns_of_other_delimiters_have_no_places() -> None:
    found = loaded("a,b,c", *["1,2,3"] * 6, "1,  3", "4,5,6")
    assert "gaps" not in " ".join(note.text for note in found.notes)


@pytest.mark.parametrize("rows", [3, 5])
def test_a_few_rows_with_gaps_do_where_all_values_are_aligned(rows: int) -> None:
    lines = [
        "ID    Name        City       Born  Height",
        "  1   Anna        Berlin     1980    1.70",
        "  2   Bob                    1975    1.82",
        "  3   Carl        Rome               1.75",
        "  4   Dora        Paris      1981    1.68",
        "  5   Emil                   1990    1.77",
    ]
    frame = load_csv("\n".join(lines[: rows + 1]).encode(), infer_types=False).frame
    assert frame["Name"].tolist() == ["Anna", "Bob", "Carl", "Dora", "Emil"][:rows]
    assert frame["City"].tolist() == ["Berlin", "", "Rome", "Paris", ""][:rows]
    assert frame["Born"].tolist() == ["1980", "1975", "", "1981", "1990"][:rows]


PORTS = [
    "Port   Name               Status       Used Mounted on",
    "Fa0/1  the lamp of Ada L. connected    1918 /dev",
    "Fa0/2                     not in use    236 /run/1",
    "Fa0/3  printer            connected      12 /run/2",
    "Fa0/4  suspended customer disabled        7 /boot",
]


def test_columns_under_their_names_are_cut_where_a_blank_is_in_all_rows() -> None:
    found = loaded(*PORTS)
    assert list(found.frame.columns) == ["Port", "Name", "Status", "Used", "Mounted on"]
    assert found.frame.to_numpy().tolist() == [
        ["Fa0/1", "the lamp of Ada L.", "connected", "1918", "/dev"],
        ["Fa0/2", "", "not in use", "236", "/run/1"],
        ["Fa0/3", "printer", "connected", "12", "/run/2"],
        ["Fa0/4", "suspended customer", "disabled", "7", "/boot"],
    ]
    assert "4 rows were split by where their values stand" in found.notes[0].text


def test_rows_that_do_not_stand_under_the_names_are_split_at_blanks() -> None:
    shifted = [row[place:] for place, row in enumerate(PORTS[1:])]
    frame = loaded(PORTS[0], *shifted).frame
    assert frame.shape[1] != 5
    assert [" ".join(cells).split() for cells in frame.to_numpy().tolist()] == [row.split() for row in shifted]


def test_a_footnote_below_columns_under_their_names_is_not_cut() -> None:
    found = loaded(*PORTS, "", "This was read by hand at noon")
    assert found.frame.shape == (4, 5)
    assert any("This was read by hand at noon" in note.text for note in found.notes)


def test_a_value_that_stands_across_two_columns_is_not_cut() -> None:
    rows = [PORTS[place % 4 + 1] for place in range(4_100)]
    long = "Fa0/9  the printer in the hall of Ada L. not in use    236 /run/1"
    found = loaded(PORTS[0], *rows[:2_050], long, *rows[2_050:])
    assert len(found.frame) == 4_101
    assert "hall of Ada L." in " ".join(found.frame.iloc[2_050])


def test_values_in_quotes_under_their_names_lose_the_quotes() -> None:
    rows = [f'{row - 40.5:8.4f} {row / 3:7.4f} {row / 9:5.2f} "{row:3}Alp CMa" {row + 2000}' for row in range(40)]
    found = load_csv("\n".join(["     Dec      RA   Mag       Name  BSN", *rows, ""]).encode(), infer_types=False)
    assert list(found.frame.columns) == ["Dec", "RA", "Mag", "Name", "BSN"]
    assert found.frame["Name"].tolist() == [f"{row:3}Alp CMa" for row in range(40)]
