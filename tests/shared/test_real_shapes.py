"""Shapes in which people and programs really write tables: years as names, padded titles, units, comments, quotes."""

from itertools import product

import pytest

from shared.csv_rows import Reading, Shape
from shared.data_loading import LoadedCsv, load_csv


def loaded(*lines: str) -> LoadedCsv:
    return load_csv(("\n".join(lines) + "\n").encode(), infer_types=False)


def columns(*lines: str) -> list[str]:
    return list(loaded(*lines).frame.columns)


@pytest.mark.parametrize(
    "names",
    [
        "country,2000,2001,2002",
        "country,1985,1993,2000",
        "country,1,2,3",
        ",2019,2020,2021",
    ],
)
def test_years_and_numbers_that_count_on_are_names(names: str) -> None:
    found = columns(names, "Peru,12,15,11", "Chile,200,210,190", "Cuba,3,7,8")
    assert found[1:] == names.split(",")[1:]


@pytest.mark.parametrize("first", ["1,2,3", "Peru,12,13,15", "born,1880,1950"])
def test_numbers_that_count_on_by_chance_are_values(first: str) -> None:
    width = first.count(",") + 1
    rows = [",".join(["Oslo", *["7", "2", "9"]][-width:]), ",".join(["Bern", "1890", "1960", "4"][:width])]
    if first.startswith("born"):
        rows = ["Ada,1815,1852", "Bob,1900,1980"]
    assert loaded(first, *rows).dialect.has_header is False


def test_one_year_is_a_name_above_codes_and_figures() -> None:
    codes = ["AFG", "ALB", "DZA", "AGO", "ARG"]
    rows = [f"Gross product,NY.GDP,{code},{figure}" for figure, code in enumerate(codes)]
    assert columns("Indicator name,Indicator,Country code,2009", *rows)[-1] == "2009"


def test_titles_padded_with_empty_cells_are_above_the_table() -> None:
    names = "name,job,age,born,died,home"
    found = loaded("made on,2022-12-02,,,,", "by,Ada,Byron,,,", names, *["Bo,smith,60,1900,1960,Oslo"] * 3)
    assert list(found.frame.columns) == names.split(",")
    assert found.lines_left_out == (1, 2)


def test_the_names_of_groups_are_no_padded_title() -> None:
    assert columns("Sales,,Costs,", "north,south,north,south", "1,2,3,4", "5,6,7,8") == [
        "Sales north",
        "Sales south",
        "Costs north",
        "Costs south",
    ]


def test_footnotes_padded_with_empty_cells_are_below_a_sparse_table() -> None:
    rows = [f"2024-01-{day:02d},buy,,,,," for day in range(1, 6)]
    found = loaded(
        "date,what,a,b,c,d,e", *rows, ",,,,,,", "The figures are those of the bank.,,,,,,", "Made today,,,,,,"
    )
    assert len(found.frame) == 5
    assert {8, 9} <= set(found.lines_left_out)


def test_a_long_block_of_comments_decides_neither_delimiter_nor_width() -> None:
    comments = [f"# field {number}: what it is, and how" for number in range(60)]
    found = loaded(
        *comments, "# time;north;south", *[f"2020-0{month}-01;{month}.5;{month}.25" for month in range(1, 5)]
    )
    assert found.dialect.delimiter == ";"
    assert list(found.frame.columns) == ["time", "north", "south"]
    assert len(found.frame) == 4


def test_rows_whose_first_value_starts_with_a_number_sign_are_rows() -> None:
    found = loaded("tag,size", *[f"#{name},{len(name)}" for name in ("red", "blue", "green", "grey")])
    assert found.frame["tag"].tolist() == ["#red", "#blue", "#green", "#grey"]


def test_rows_of_names_are_counted_where_few_rows_follow() -> None:
    assert columns("a1,b1,c1", "a2,b2,c2", "a3,b3,c3", "1,2,3") == ["a1 a2 a3", "b1 b2 b3", "c1 c2 c3"]


def test_units_below_complete_names_are_not_spread_over_their_neighbours() -> None:
    rows = [f"p{number},{number}.5,{number},{number * 2}" for number in range(20)]
    assert columns("part,length,count,weight", "unit,m,,kg", "[0],len,n,mass", *rows)[2] == "count n"


def test_single_quotes_enclose_values_where_there_are_no_double_ones() -> None:
    found = loaded("a,b", "1,'m'", "2,'z'", "3,'k'")
    assert found.frame["b"].tolist() == ["m", "z", "k"]


def test_a_quote_that_never_closes_is_a_part_of_its_value() -> None:
    found = loaded("account,sum", *[f"'40817{number},{number}.50" for number in range(5)])
    assert found.frame["account"].tolist() == [f"'40817{number}" for number in range(5)]


def test_a_quote_at_one_end_is_left_out_where_its_column_has_none() -> None:
    found = loaded('"iban","sum"', *[f'"NL{number}","{number}.10"' for number in range(10, 40)], 'NL43","5.20"')
    assert found.frame["iban"].iloc[-1] == "NL43"
    assert any("quote at one end" in note.text for note in found.notes)


def test_a_row_that_ends_early_is_filled_at_its_end_whatever_is_quoted() -> None:
    rows = [f'{number},"{number},000.00",in hand,{number},2020-01-0{number}' for number in range(1, 5)]
    found = loaded("id,amount,state,orders,date", *rows, '5,"130,000.00",in hand,0')
    assert found.frame.iloc[-1].tolist() == ["5", "130,000.00", "in hand", "0", ""]


@pytest.mark.parametrize("text", ["DÉPÔT\nREÇU €20\nCAFÉ\n", "size,mark\n5,©\n"])
def test_few_letters_beyond_ascii_are_western_ones(text: str) -> None:
    rows = text if "," in text else "".join(f"{number},{line}\n" for number, line in enumerate(text.split()))
    assert load_csv(rows.encode("cp1252"), infer_types=False).frame.to_csv(index=False).count("\ufffd") == 0
    assert load_csv(rows.encode("cp1252")).dialect.encoding == "cp1252"


def test_titles_of_two_columns_are_above_names_and_units() -> None:
    rows = [f"0{day}.01.1990 00:00;{day * 10}" for day in range(1, 9)]
    found = loaded(
        "PROGRAM 6.2;", "", "Load profile, hour by hour ;", "All days identical ;", "", "date;load", "   ;W", *rows
    )
    assert list(found.frame.columns) == ["date", "load W"]
    assert len(found.frame) == 8
    assert {1, 3, 4} <= set(found.lines_left_out)


def test_a_word_alone_in_a_column_of_numbers_is_a_missing_value_beside_other_values() -> None:
    found = loaded("name,size", "foo,unknown", "bar,12", "baz,7", "qux,9")
    assert list(found.frame.columns) == ["name", "size"]
    assert len(found.frame) == 4


def test_names_below_the_gaps_of_the_names_above_belong_to_them() -> None:
    rows = [f"{number},part {number},{number}.5,{number * 3}" for number in range(1, 20)]
    assert columns(",,north,south", "no.,part,,", *rows) == ["no.", "part", "north", "south"]


def test_a_row_in_other_quotes_than_the_file_is_read_by_them() -> None:
    rows = [f'"{day}/01/2018","{day}","item {day}"' for day in range(10, 20)]
    found = loaded('"date","count","what"', "'09/01/2018','9','item 9'", *rows)
    assert found.frame.iloc[0].tolist() == ["09/01/2018", "9", "item 9"]
    assert any("other quotes" in note.text for note in found.notes)


def test_a_delimiter_alone_in_a_column_is_the_delimiter_and_not_a_value() -> None:
    found = loaded("~0100~^~Dairy and Egg Products~", "~0200~^~Spices~", "~0300~^~Soups, Sauces, and Gravies~")
    assert (found.dialect.delimiter, found.dialect.quotechar) == ("^", "~")
    assert found.frame.iloc[2].tolist() == ["0300", "Soups, Sauces, and Gravies"]


@pytest.mark.parametrize("rows", [4, 15, 40])
def test_numbers_of_channels_above_their_units_are_names(rows: int) -> None:
    values = [f"-{250 + row}.0000E-03,+158.65{row}E-03,-8.53558{row}E+00" for row in range(rows)]
    found = loaded("x-axis,1,2", "second,Volt,Volt", *values)
    assert list(found.frame.columns) == ["x-axis second", "1 Volt", "2 Volt"]
    assert len(found.frame) == rows


def test_a_row_of_words_among_numbers_makes_no_names_of_the_row_above() -> None:
    assert loaded("1,2,3", "failed,failed,failed", *["4,5,6"] * 20).dialect.has_header is False


def test_names_of_groups_tell_equal_names_below_them_apart() -> None:
    days = ",MONDAY 12/08,,TUESDAY 13/08,"
    rooms = [f"LR{number},CHAPEL,,,BIO {number}" for number in range(10, 16)]
    assert columns(days, "ROOM,9:00AM-11:00AM,2:00PM-4:00PM,9:00AM-11:00AM,2:00PM-4:00PM", *rooms)[:3] == [
        "ROOM",
        "MONDAY 12/08 9:00AM-11:00AM",
        "MONDAY 12/08 2:00PM-4:00PM",
    ]


def test_names_of_groups_end_with_the_group_above_them() -> None:
    found = columns(
        "no;area;entitled;;;;voters;;;",
        ";;first;;second;;first;;second;",
        ";;now;before;now;before;now;before;now;before",
        *[f"{row};area {row};1{row};2{row};3{row};4{row};5{row};6{row};7{row};8{row}" for row in range(20)],
    )
    assert found[2:7] == [
        "entitled first now",
        "entitled first before",
        "entitled second now",
        "entitled second before",
        "voters first now",
    ]


def test_the_same_names_below_other_groups_are_another_table() -> None:
    names = "ROOM,morning,evening,morning,evening"
    rooms = [f"LR{number},CHAPEL,,,BIO {number}" for number in range(10, 16)]
    found = loaded(",Monday 12,,Tuesday 13,", names, *rooms, ",,,,", ",Monday 19,,Tuesday 20,", names, *rooms[:3])
    assert len(found.frame) == 6
    assert any("another table, lines 10 to 14" in note.text for note in found.notes)


def test_titles_may_be_more_than_the_rows_of_numbers_below_them() -> None:
    titles = [
        f"CODE{number} = what it is, in units of 0.{number} of something; see <page/{number}>" for number in range(9)
    ]
    rows = [f"260,1901010{day},{day * 5},-{day},7{day}" for day in range(1, 5)]
    found = loaded("SOURCE: AN INSTITUTE", *titles, "", "STN,DAY,SPEED,LOW,HIGH", *rows)
    assert list(found.frame.columns) == ["STN", "DAY", "SPEED", "LOW", "HIGH"]
    assert len(found.frame) == 4


def test_stars_are_a_missing_number() -> None:
    rows = "".join(f"{year},0.{year % 10},***\n" for year in range(1880, 1890))
    found = load_csv(f"Year,Jan,D-N\n{rows}1890,***,.5\n".encode()).frame
    assert found["Jan"].isna().sum() == 1
    assert found["D-N"].tolist()[-1] == 0.5


def test_how_many_blanks_make_a_delimiter_is_no_doubt_about_it() -> None:
    found = loaded("   r  b        cache", *[f"   {row}  0   48{row}5" for row in range(9)])
    assert not any("guess" in note.text for note in found.notes)


def test_a_well_quoted_cell_may_hold_anything() -> None:
    found = loaded(*[f'":{word}:",😀' for word in ("grinning", "smiley", "smile", "grin", "laughing", "kissing")])
    assert found.dialect.delimiter == ","
    assert found.dialect.has_header is False
    assert found.frame.iloc[0].tolist() == [":grinning:", "😀"]


def test_tabs_split_cells_before_the_commas_of_lists_in_them() -> None:
    rows = [f"word {row}\t-1.{row}\t0.8\t[-1, -{row}, 2, -3, 1, 0, -1]" for row in range(9)]
    assert loaded(*rows).frame.shape == (9, 4)


@pytest.mark.parametrize(
    "rows", [["1070 1243.759   3.5", "1071   1240.1   3.7"], ["10 20 30.5   1.5", "11 21 31.5   1.6"]]
)
def test_one_blank_splits_numbers_as_several_do(rows: list[str]) -> None:
    found = loaded(*rows * 4)
    assert found.frame.shape == (8, len(rows[0].split()))


def test_words_with_one_blank_between_them_stay_together_where_several_split() -> None:
    found = loaded(*[f"{rank}   Ohio State   B{rank}" for rank in range(1, 7)], "7   Alabama   SEC")
    assert found.frame.iloc[0].tolist() == ["1", "Ohio State", "B1"]


def test_a_table_of_numbers_may_stand_below_pages_of_prose() -> None:
    prose = ["Line of what is told about the data, and how: by whom; when"[: 9 + line * 7 % 50] for line in range(55)]
    found = loaded(
        *prose, "", "Data:       y          x", *[f"         {row}.1       {row * 3}.2" for row in range(36)]
    )
    assert found.frame.shape == (36, 2)
    assert list(found.frame.columns) == ["y", "x"]
    assert any('"Data:"' in note.text for note in found.notes)


def test_a_description_above_the_table_is_no_part_of_it() -> None:
    found = loaded(
        "---", "name: my-dataset", "fields:", "  - name: a", "    type: number", "---", "a,b,c", "1,2,x", "3,4,y"
    )
    assert found.frame.shape == (2, 3)
    assert set(range(1, 7)) == set(found.lines_left_out)


def test_names_may_be_numbers_where_each_row_has_one_more_cell_than_the_names() -> None:
    found = loaded('"8336" "8337" "8315"', *[f'"{row}" {row * 2} {row * 3} 0' for row in range(1, 20)])
    assert list(found.frame.columns)[1:] == ["8336", "8337", "8315"]
    assert len(found.frame) == 19


def test_a_comment_right_above_the_rows_may_name_the_columns_at_length() -> None:
    names = "#code\tname of the country, the territory, the area, or the subdivision"
    found = loaded("# Codes of countries", "#", names, "AD\tAndorra", "AE\tUnited Arab Emirates", "AF\tAfghanistan")
    assert list(found.frame.columns) == names.split("\t")
    assert len(found.frame) == 3


def test_a_line_drawn_in_a_comment_names_no_columns() -> None:
    found = loaded(
        "# ------------", "# CURVE FITTING TEST", "# ------------", *[f"{row} 2{row}522.2" for row in range(9)]
    )
    assert found.dialect.has_header is False
    assert len(found.frame) == 9


def test_names_that_a_blank_line_tore_from_their_rows_belong_to_them() -> None:
    described = ["Title:,Area and population", "Source:,Office for Statistics", "Years:,1996", "Places:,34"]
    rows = [f'"Town {row}","{row}86.00","1.{row}"' for row in range(1, 10)]
    found = loaded(*described, "====", 'Place,"Area (sq km)","Fertility"', "", *rows)
    assert list(found.frame.columns) == ["Place", "Area (sq km)", "Fertility"]
    assert len(found.frame) == 9


def test_names_may_be_split_by_another_delimiter_than_the_rows() -> None:
    found = loaded("week    observed state", *[f"19900{row}\t{row}\t  0" for row in range(1, 10)])
    assert list(found.frame.columns) == ["week", "observed", "state"]


def test_a_third_row_of_names_may_be_empty_above_all_numbers() -> None:
    rows = [f"animal {row}\t{row % 2}\t{row % 3}\tmammal" for row in range(20)]
    assert columns("name\thair\tlegs\ttype", "string\td\td\td", "meta\t\t\tclass", *rows) == [
        "name string meta",
        "hair d",
        "legs d",
        "type d class",
    ]


def test_comments_between_blocks_of_rows_do_not_end_the_table() -> None:
    blocks = [["", f"# Zone {zone}", "", *[f"{zone}{code}:Land {zone}{code}" for code in range(5)]] for zone in "234"]
    found = loaded("# Country Code : Country", *[line for block in blocks for line in block])
    assert len(found.frame) == 15


def test_a_legend_below_the_table_stands_in_any_column() -> None:
    rows = [f"H,{row},{row % 7},x,,,{row}.5,y,z" for row in range(20)]
    found = loaded(
        "symbol,index,Z,type,a,b,mass,c,d", *rows, ",,,,,,,,", ",,,t is transient,,,,,", ",,,s is secular,,,,,"
    )
    assert len(found.frame) == 20
    assert found.lines_left_out == (23, 24)


@pytest.mark.parametrize("first", ["abn_amro.png", "a.png"])
def test_a_list_of_names_of_files_has_no_name_of_its_own(first: str) -> None:
    assert loaded(first, *[f"bank_{row}.png" for row in range(9)]).dialect.has_header is False
    assert loaded("file", *[f"bank_{row}.png" for row in range(9)]).dialect.has_header is True


def test_rows_that_end_early_leave_the_places_of_longer_ones_alone() -> None:
    short = [f"L{row},{row},2020-01-{row},x{row},," for row in range(10, 20)]
    found = loaded("a,b,c,d,n1,n2,n3,n4,n5", *short, "L30,30,2020-01-30,x30,,,,5050")
    assert found.frame.iloc[-1].tolist()[:8] == ["L30", "30", "2020-01-30", "x30", "", "", "", "5050"]


def test_the_commas_of_a_remark_at_the_end_do_not_take_an_empty_cell_away() -> None:
    rows = [f"Datum {row},{4200 + row},{row},-{row}30,{row}7\t# Land {row}" for row in range(1, 12)]
    found = loaded(
        "NAME,CODE,ELLIPSOID,X,Y", *rows, "Egypt,,14,-130,-117\t# code is 4199, but missing", "Z,1,2,3,4\t# Z"
    )
    assert found.frame.iloc[11].tolist() == ["Egypt", "", "14", "-130", "-117\t# code is 4199, but missing"]


def test_what_is_true_of_many_columns_is_said_once() -> None:
    names = ",".join(f"m{month}" for month in range(1, 9))
    rows = "".join(
        ",".join([str(year), *["NA" if (year + month) % 4 == 0 else f"{month}.5" for month in range(8)]]) + "\n"
        for year in range(1990, 2010)
    )
    notes = [note.text for note in load_csv(f"year,{names}\n{rows}".encode()).notes]
    assert notes == [
        '8 columns (m1, m2, m3, m4, m5 and 3 more): 40 values are missing; "NA" stands for a missing value there.'
    ]


@pytest.mark.parametrize("name", ["Team name", "Place (country)", "team_code"])
def test_a_name_may_begin_or_end_as_the_values_do(name: str) -> None:
    values = {"Team name": "Team {}x", "Place (country)": "Town {}x (Peru)", "team_code": "team_{}x"}[name]
    assert columns(f"{name},what", *[f"{values.format('abcdefghi'[row])},word" for row in range(9)])[0] == name


def test_a_file_that_quotes_nothing_has_no_quote() -> None:
    assert loaded("a,b", "1,x", "2,y").dialect.quotechar == ""
    assert loaded("a,b", '1,"x"', "2,y").dialect.quotechar == '"'
    large = b"a,b\n" + b"".join(b"%d,x\n" % row for row in range(60_000))
    assert load_csv(large).dialect.quotechar == ""
    assert load_csv(large + b'1,"x"\n').dialect.quotechar == '"'


def test_names_shorter_than_rows_of_several_widths_are_names() -> None:
    rows = ["Ann,123,Main St 5, 10115 Berlin", "Bob,456,High St 7, Rome, Italy", "Eva,1,X 3, Munich, Germany"]
    found = loaded("name,phone,address", *rows)
    assert list(found.frame.columns)[:3] == ["name", "phone", "address"]
    assert found.frame["name"].tolist() == ["Ann", "Bob", "Eva"]


def test_years_under_groups_are_names() -> None:
    rows = ["A,5,6,7,1,2,3", "B,4,5,6,2,3,4", "C,3,4,5,3,4,5"]
    found = columns("Canton,Population,,,Schools,,", ",2018,2019,2020,2018,2019,2020", *rows)
    assert found == [
        "Canton",
        *(f"{group} {year}" for group in ("Population", "Schools") for year in (2018, 2019, 2020)),
    ]


@pytest.mark.parametrize("names", ["# Station Lat Long", "# Station|Lat|Long", "# Station;Lat;Long"])
def test_names_in_a_comment_may_have_another_delimiter(names: str) -> None:
    assert columns(names, "BIRA\t26.5\t87.25", "DANS\t27.5\t85.5", "EVEREST\t28\t86.75") == ["Station", "Lat", "Long"]


def test_a_remark_above_is_not_names() -> None:
    rows = [f"{code}:{land}" for code, land in [(20, "Egypt"), (212, "Morocco"), (213, "Algeria"), (216, "Tunisia")]]
    assert loaded("# Zone 1 is North America; see the file for details", *rows).dialect.has_header is False


@pytest.mark.parametrize(
    "lines",
    [
        ["What is the capital of India?", "New Delhi", "Mumbai", "Calcutta"],
        ["select * from r;"] * 8 + ["select * from s;"] * 4,
        ["Amirov;Ivan;8(962)345-67-54", "Popov;Igor;8(962)345-67-59", "Ivanov;Petr;8(962)345-67-60"],
        ["10.0.0.1,1.2.3.4,172.16.1.100"],
        ["Al,Bronze,1W,2L", "Bob,Gold,3W,4L,2017-12-08", "Cid,Gold,8W,4L,2017-12-09", "Dan,Gold,3W,9L,2017-12-10"],
    ],
)
def test_a_first_row_like_the_others_is_no_row_of_names(lines: list[str]) -> None:
    found = loaded(*lines)
    assert found.dialect.has_header is False
    assert len(found.frame) == len(lines)


def test_names_above_rows_of_which_many_are_short_are_no_title() -> None:
    rows = [
        "Never give up - Ada,,",
        "Time is limited, don't waste it - Bob,",
        "Quit talking,,",
        "Begin, now,",
        "Go on,,",
    ]
    assert columns("Quote,,", *rows)[0] == "Quote"


def test_lines_that_all_begin_with_a_number_sign_are_rows() -> None:
    found = loaded("#s:1|Casilla 1|-1|2", "#s:2|Casilla 2|1|3", "#s:6|Casilla 6|4|9")
    assert (found.dialect.delimiter, found.frame.shape) == ("|", (3, 4))


@pytest.mark.parametrize("address", ["00:50:56:ac:05:{:02x}", "fe80:0:0:0:1:2:3:{:x}"])
def test_the_colons_of_an_address_are_no_delimiters(address: str) -> None:
    rows = [f"{address.format(row)},172.16.66.{row},host-{row}" for row in range(16, 22)]
    assert loaded(*rows).dialect.delimiter == ","


def test_phone_numbers_stay_text() -> None:
    frame = load_csv(b"name,phone\nAnn,+79856787654\nBob,+79787654567\nCid,+447911123456\n").frame
    assert frame["phone"].tolist() == ["+79856787654", "+79787654567", "+447911123456"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["379", "1.613", "575", "2.003"], [379, 1613, 575, 2003]),
        (["379", "1.613", "575", "2.5"], [379, 1.613, 575, 2.5]),
        (["1.250", "2.375", "3.125", "7.750"], [1.25, 2.375, 3.125, 7.75]),
        (["0.250", "3", "2.375", "7"], [0.25, 3, 2.375, 7]),
        (["1379", "1.613", "2.575", "203"], [1379, 1.613, 2.575, 203]),
    ],
)
def test_a_point_before_three_digits_is_one_of_thousands_beside_small_whole_numbers(
    values: list[str], expected: list[float]
) -> None:
    text = "\n".join(["country;people", *(f"{row};{value}" for row, value in zip("ABCD", values, strict=True))])
    assert load_csv(text.encode()).frame["people"].tolist() == expected


RATES = [("AUD", "15,883"), ("BRL", "4,010"), ("BGN", "12,979"), ("CNY", "3,395")]


@pytest.mark.parametrize(
    ("delimiter", "last", "expected"),
    [
        (";", "3,395", [15.883, 4.01, 12.979, 3.395]),
        ("|", "0,395", [15.883, 4.01, 12.979, 0.395]),
        ("|", "395", [15883, 4010, 12979, 395]),
        ("\t", "1,003,395", [15883, 4010, 12979, 1003395]),
        ("|", "3,395", ["15,883", "4,010", "12,979", "3,395"]),
    ],
)
def test_a_comma_before_three_digits_is_what_other_numbers_or_the_delimiter_say(
    delimiter: str, last: str, expected: list[object]
) -> None:
    rows = [*RATES[:-1], ("CNY", last)]
    text = "\n".join(delimiter.join(row) for row in [("code", "rate"), *rows])
    frame, notes = (found := load_csv(text.encode())).frame, [note.text for note in found.notes]
    assert frame["rate"].tolist() == expected
    why = "rate: holds numbers in which the comma can be a decimal mark or one of thousands, so it stays text."
    assert (why in notes) == (expected[0] == "15,883")


def test_a_comma_before_three_digits_is_one_of_thousands_in_quotes_beside_commas() -> None:
    frame = load_csv(b'town,people\nBern,"133,883"\nBasel,"173,863"\n').frame
    assert frame["people"].tolist() == [133883, 173863]


@pytest.mark.parametrize("word", ["..", "…", ":"])
def test_a_mark_of_statistical_offices_is_missing_among_numbers(word: str) -> None:
    text = "\n".join(["country,2019,2020", "Chad,1.5,2.5", f"Cuba,{word},3.5", "Cyprus,4.5,5.5"])
    assert load_csv(text.encode()).frame["2019"].isna().tolist() == [False, True, False]


def test_a_row_of_one_value_is_not_moved_to_another_column() -> None:
    rows = [f"2020/03/{day:02d},shop {day},{100 + day}" for day in range(1, 20)]
    frame = loaded("date,place,amount", "card 1234 Ann", *rows).frame
    assert frame.iloc[0, 0] == "card 1234 Ann"


def test_the_first_word_of_a_list_is_said_to_be_taken_for_the_name() -> None:
    note = 'The first line, "bazovskaya", is the name of the column: choose 0 header rows if it is a value.'
    assert [each.text for each in loaded("bazovskaya", "birulevo", "zelenograd").notes] == [note]
    assert not loaded("height", "150", "152", "154").notes
    assert not loaded("town,river", "Bern,Aare", "Basel,Rhine").notes


def test_words_beside_codes_are_split_at_blanks() -> None:
    names = ["Ada", "Bob", "Cid", "Dan", "Eva"]
    assert loaded(*(f"{name} 603-566-{place}782" for place, name in enumerate(names))).frame.shape[1] == 2
    assert loaded(*(f"{name} Lovelace" for name in names)).frame.shape[1] == 1


def test_quotes_inside_several_values_of_a_row_are_parts_of_them() -> None:
    found = loaded('"a","b","c"', '"1","x","y"', '"2","the "Odeon"","at "Rex" 5"', '"3","x ""q"", z","w"')
    assert found.frame.to_numpy().tolist()[1:] == [["2", 'the "Odeon"', 'at "Rex" 5'], ["3", 'x "q", z', "w"]]
    assert "not doubled" in found.notes[0].text


BLOCKS = [f"{row},{row / 7:.3f}" for row in range(6)]


@pytest.mark.parametrize("comment", ["# part 2, 5 GHz", "# part 2, 5 GHz, 1 dB", "// part 2, 5 GHz", "# part 2"])
def test_a_comment_with_delimiters_between_rows_of_numbers_is_no_row(comment: str) -> None:
    found = loaded("x,y", *BLOCKS, comment, *BLOCKS)
    assert found.frame.shape == (12, 2)
    assert [note.text for note in found.notes] == ["1 row was a comment and left out (line 8)."]


def test_a_comment_above_the_names_is_one_if_others_stand_among_the_rows() -> None:
    found = loaded("# part 1, 4 GHz", "x,y", *BLOCKS, "# part 2, 5 GHz", *BLOCKS)
    assert list(found.frame.columns) == ["x", "y"]
    assert len(found.frame) == 12


def test_the_largest_table_is_the_one_with_the_most_values() -> None:
    title = [f"note {place},,,," for place in range(12)]
    rows = [f"2020-01-{day:02d},shop {day},{day},4,EUR" for day in range(1, 6)]
    found = loaded(*title, ",,,,", "day,shop,amount,count,currency", *rows)
    assert list(found.frame.columns) == ["day", "shop", "amount", "count", "currency"]
    assert len(found.frame) == 5


PROSE = [
    "Figures are as each office told them; those of the north came late",
    "Notes",
    "Days are counted from the first one, which is a Monday.",
    "Places are those of the map: see there",
    "A share is given where it is known (it seldom is)",
    "Source: the office of the north, of the south, and of the islands",
    "Printed on paper",
    "Nothing in this report may be copied, sold, lent, or read aloud.",
    "Further copies: at the desk",
    "Questions are answered on Mondays; not on other days",
]


@pytest.mark.parametrize("delimiter", ["\t", ",", ";", "|"])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_wide_table_stands_out_from_many_lines_around_it(delimiter: str, quoted: bool) -> None:
    cells = [["day", "place", "count", "share"], *([f"{day}", "North side", f"{3 * day}", "n/a"] for day in range(7))]
    rows = [delimiter.join(f'"{cell}"' if quoted else cell for cell in row) for row in cells]
    found = loaded("A report of days", *rows, "", *PROSE, *PROSE)
    assert found.dialect.delimiter == delimiter
    assert found.frame.to_numpy().tolist() == cells[1:]


def test_sentences_alone_are_no_wide_table() -> None:
    lines = [f"on day {place}, at {place + 3}, with {place * 2}, we were late" for place in range(3)]
    assert loaded(*PROSE, *lines, *PROSE, *PROSE).frame.shape[1] == 1


@pytest.mark.parametrize("padding", ["", ";;"])
def test_titles_are_left_out_whether_delimiters_fill_them_up_or_not(padding: str) -> None:
    titles = [f"People of the land{padding}", f"Count{padding}"]
    rows = [f"Land {place};{place * 1007};{place * 1011}" for place in range(1, 9)]
    found = loaded(*titles, ";Day;Day", ";31.12.2019;31.12.2020", *rows, "____", "The office", "As of 2021")
    assert list(found.frame.columns) == ["column_1", "Day 31.12.2019", "Day 31.12.2020"]
    assert len(found.frame) == 8


def test_titles_of_a_table_with_two_columns_are_left_out() -> None:
    rows = [f"Land {place};{place * 1007}" for place in range(1, 9)]
    found = loaded("People of the land;", "Count;", ";Day", ";31.12.2020", *rows)
    assert list(found.frame.columns) == ["column_1", "Day 31.12.2020"]
    assert loaded("land;", *rows).frame.columns[0] == "land"


def test_titles_above_one_row_of_values_are_left_out() -> None:
    found = loaded("Prices;;;;", ";Month;;;", ";May 1980;June 1980;July 1980;May 1981", "Land;1,5;2,5;3,5;4,5")
    assert list(found.frame.columns) == ["column_1", "May 1980", "June 1980", "July 1980", "May 1981"]


def test_years_with_gaps_between_them_are_names() -> None:
    rows = [f'"{place}","Land {place}","0.{place}02","","0.{place}07",""' for place in range(3, 9)]
    found = loaded('"Rank","Land","1990","","1991",""', *rows)
    assert list(found.frame.columns) == ["Rank", "Land", "1990", "column_4", "1991"]


def test_years_that_are_there_for_each_part_are_names() -> None:
    rows = ["deaths\t4\t4\t8\t8", "cases\t117\t17\t225\t25", "hurt\t124\t24\t238\t38"]
    found = loaded("kind\t2017\t2017\t2018\t2018", "kind\tall\tnew\tall\tnew", *rows)
    assert list(found.frame.columns)[1:] == ["2017 all", "2017 new", "2018 all", "2018 new"]
    assert loaded(*[f"name {place}\t2017\t2017" for place in range(5)]).frame.columns[0] == "column_1"


def test_amounts_of_money_above_bare_numbers_are_names() -> None:
    rows = [f"2019010{day};3,76{day};2,63{day};0,48{day}" for day in range(1, 8)]
    assert list(loaded("date;1USD;1AUD;100JPY", *rows).frame.columns) == ["date", "1USD", "1AUD", "100JPY"]


def test_names_that_hold_the_delimiter_and_a_blank_are_put_together() -> None:
    rows = [f'"town {place}","2012",{place}' for place in range(5)]
    found = loaded('"town","year",Price of a house, in thousands', *rows)
    assert list(found.frame.columns) == ["town", "year", "Price of a house, in thousands"]


def test_words_below_a_blank_row_that_stand_under_numbers_are_no_rows() -> None:
    rows = [f"2018-07-{day:02d},4.{day}," for day in range(1, 15)]
    found = loaded(
        "day,rate,", *rows, ",,", "Remarks,,", "TP.A,the rate of the day,seen", ",,", "Notes,,", "TP.A,bank,B"
    )
    assert found.frame.to_numpy().tolist() == [row.split(",")[:2] for row in rows]


@pytest.mark.parametrize(
    ("comment", "delimiter"),
    [
        ("#Fields: date time action size", " "),
        ("#fields\tdate\ttime\taction\tsize", "\t"),
        ("# Fields: date, time, action, size", "\t"),
    ],
)
def test_a_comment_that_says_so_holds_the_names(comment: str, delimiter: str) -> None:
    rows = [delimiter.join([f"2015-07-{day}", "11:35:26", "ALLOW", f"{day}"]) for day in range(10, 20)]
    for below in ([], [""], ["# 3 hits found in all"], ["#types\tday\tclock\tstring\tcount"]):
        found = loaded("#Version: 1.5", comment, *below, *rows)
        assert list(found.frame.columns) == ["date", "time", "action", "size"]
        assert len(found.frame) == 10


def test_sentences_below_rows_of_numbers_split_at_blanks_are_no_rows() -> None:
    rows = [f" {1950 + year}  24.{year:02d}  25.{year:02d}  26.{year:02d} -99.99  27.00" for year in range(9)]
    found = loaded(*rows, "  Temperatures of everything measured", "  https://www.example.org/list/of/all info")
    assert found.frame.shape == (9, 6)
    assert found.notes[0].text.startswith("2 rows below the table left out (lines 10 and 11)")


def test_a_line_of_two_signs_is_not_joined_to_the_names_below_it() -> None:
    assert columns("## METRICS\tpicard", "bases\tcount", *(f"{row}\t{row * 7}" for row in range(9))) == [
        "bases",
        "count",
    ]


@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2"])
def test_polish_words_are_not_taken_for_western_signs(codec: str) -> None:
    text = "numer;pełny numer\n1;złoty\n2;euro\n"
    assert load_csv(text.encode(codec)).frame.columns[1] == "pełny numer"


def test_columns_that_are_mixed_are_told_of_in_one_note() -> None:
    names = ",".join(f"c{place}" for place in range(6))
    rows = [",".join([f"{row}" if row % 2 else "p"] * 6) for row in range(10)]
    (note,) = load_csv("\n".join([names, *rows]).encode()).notes
    assert note.text.startswith("6 columns (c0, c1, c2, c3, c4 and 1 more) are mixed and stay text: some values are")


def test_a_row_of_parts_is_no_name_if_others_are_below_it() -> None:
    rows = [["Pizza,,", *(f"dish {row},what it is,{row}.5" for row in range(3))] for _ in range(3)]
    found = loaded(*(line for part in rows for line in part))
    assert found.frame.shape == (12, 3)
    assert found.frame.iloc[0].tolist() == ["Pizza", "", ""]


def test_names_that_are_there_again_are_names() -> None:
    rows = (
        [f"978{row},book {row},-" for row in range(3)]
        + ["code,title,place"]
        + [f"x{row},b {row},f" for row in range(5)]
    )
    assert columns("code,title,place", *rows) == ["code", "title", "place"]
    assert (
        columns(*["red,small,new", "blue,large,old", "red,small,new", "red,large,old", "blue,small,new"])[0]
        == "column_1"
    )


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("28/02/2016_{hour:02}:40:04 +0000 GMT Temp: {hour}.375", 5),
        ("{hour:02}:24:41        {hour}", 2),
    ],
)
def test_colons_in_times_are_no_delimiters_beside_blanks(line: str, cells: int) -> None:
    found = loaded("", *(line.format(hour=hour) for hour in range(1, 20)))
    assert found.frame.shape == (19, cells)
    assert found.frame.iloc[-1].tolist() == line.format(hour=19).split()


def test_the_sign_of_comments_is_no_part_of_a_name_below_them() -> None:
    assert columns("# Forces", "# by: hand", "# Time\tCd\tCl", "0\t1\t2", "1\t3\t4", "2\t5\t6") == ["Time", "Cd", "Cl"]
    assert columns("# of items,City", "1,Rome", "2,Bern", "3,Oslo") == ["# of items", "City"]


def test_several_rows_of_groups_stand_above_all_of_their_columns() -> None:
    found = loaded(
        ",Place,Canada,,,",
        ",Sex,Men,,Women,",
        ",Age,15 and over,,15 and over,",
        "Force,Kind,May 2017,June 2017,May 2017,June 2017",
        *(f"Row {row},adjusted,{row}.5,{row}.7,{row}.9,.." for row in range(8)),
    )
    assert list(found.frame.columns) == [
        "Force",
        "Place Sex Age Kind",
        "Canada Men 15 and over May 2017",
        "Canada Men 15 and over June 2017",
        "Canada Women 15 and over May 2017",
        "Canada Women 15 and over June 2017",
    ]
    assert len(found.frame) == 8


def test_a_short_first_row_with_a_code_like_all_others_is_no_row_of_names() -> None:
    rows = [f"Office {row} | r01e{row * 7919:028d} | {row % 4}" for row in range(14)]
    found = loaded(f"Offices | r01e{5:028d}", *rows)
    assert found.frame.shape == (15, 3)
    assert found.frame.iloc[0].tolist() == ["Offices ", f"r01e{5:028d}", ""]


def test_a_remark_in_a_short_row_stays_in_its_column() -> None:
    rows = [f"12909{row}.09,,5905,{row}.25,0.5,{row}" for row in range(8)]
    found = loaded("time,remark,status,heat,field,count", "12909860.97,made on 1/29 from 1.8 K", *rows)
    assert found.frame.iloc[0].tolist() == ["12909860.97", "made on 1/29 from 1.8 K", "", "", "", ""]


def test_blanks_inside_a_name_stay_and_lines_are_joined() -> None:
    assert columns('"gross  pay, all",  net ,"per\n year"', "1,2,3", "4,5,6") == ["gross  pay, all", "net", "per year"]


def test_names_above_nearly_every_row_are_names() -> None:
    names = ",read,seen,found"
    found = load_csv("\n".join([names, "0,2,4,1", names, "0,3,7,0", names, "0,1,1,0", "0,5,9,2", ""]).encode())
    assert list(found.frame.columns) == ["column_1", "read", "seen", "found"]
    assert found.frame.to_numpy().tolist() == [[0, 2, 4, 1], [0, 3, 7, 0], [0, 1, 1, 0], [0, 5, 9, 2]]
    assert "2 rows were left out: they repeat the column names (lines 3 and 5)." in [n.text for n in found.notes]


def test_rows_of_words_above_one_of_numbers_are_no_names() -> None:
    rows = ["bla;100m;a long text;x", "blubb;200m;a short one;a", "blib;g;100;10"]
    assert columns("name;size;remark;more", *rows) == ["name", "size", "remark", "more"]
    assert loaded("name;size;remark;more", *rows).frame.shape == (3, 4)


def test_two_numbers_that_count_beside_a_word_above_years_are_names() -> None:
    rows = [f"{year},{year * 7.5},{year / 3:.4f}" for year in range(2004, 2019)]
    assert columns("Year,0,1", *rows) == ["Year", "0", "1"]
    assert columns("pear,0,1", *(f"apple {row},{row},{row * 2}" for row in range(3, 15)))[0] == "column_1"


def test_a_first_row_that_is_there_twice_on_end_is_a_row() -> None:
    rows = [f"{name},{town},{street}" for name, town, street in zip("ABCDEF", "ghijkl", "mnopqr", strict=True)]
    found = loaded(rows[0], *rows)
    assert found.frame.shape == (7, 3)
    assert not [note for note in found.notes if note.left_out]


def test_a_first_line_of_the_words_of_a_list_is_no_name() -> None:
    assert columns("New York Marriott", "New York Hilton", "Boston Park", "Hilton Boston") == ["column_1"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_quotes_around_whole_lines_are_taken_off(mark: str) -> None:
    names, *rows = (mark.join(row) for row in [["id", "name", "say"], ["1", "Ann", '""oh, no""'], ["2", "Bo", "yes"]])
    for first in (names, f'"{names}"'):
        found = loaded(first, *(f'"{row}"' for row in rows))
        assert found.frame.to_numpy().tolist() == [["1", "Ann", "oh, no"], ["2", "Bo", "yes"]]
        assert list(found.frame.columns) == ["id", "name", "say"]
        assert "Each line stood in quotes as a whole: they were taken off." in [note.text for note in found.notes]


def test_quoted_values_of_one_column_keep_their_commas() -> None:
    found = loaded('"place"', '"Austin, TX, USA"', '"Boston, MA, USA"')
    assert found.frame["place"].tolist() == ["Austin, TX, USA", "Boston, MA, USA"]


def test_names_beyond_all_rows_are_told_of() -> None:
    found = loaded("date New York San Francisco Austin", *(f"201110{day} 63.4 62.7 72.{day}" for day in range(10, 19)))
    assert "2 column names at the end have no values: all rows are shorter." in [note.text for note in found.notes]


def test_a_time_with_a_comma_does_not_outdo_tabs() -> None:
    rows = [
        f"4/3/2019, 4:{minute}:19 PM" + (f"\t{minute * 7}\t{minute}\tfalse" if minute % 2 == 0 else "")
        for minute in range(10, 40)
    ]
    assert columns("time\tlevel\tlight\tpower", *rows) == ["time", "level", "light", "power"]


def test_quotes_that_nothing_closes_are_not_read_again_for_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = [0]
    read_cell = Shape._next

    def counting(shape: Shape, text: str, place: int) -> tuple[str, int, Reading] | None:
        calls[0] += 1
        return read_cell(shape, text, place)

    monkeypatch.setattr(Shape, "_next", counting)
    row = ",".join(['" Name "', '" Who dares, wins "', '" Say "yes" " often "', *['" cat "'] * 6])
    found = loaded(",".join(f'" c{place} "' for place in range(9)), *[row] * 86)
    assert found.frame.shape == (86, 9)
    assert calls[0] < 200 * 9 * 87


def test_quotes_that_enclose_a_value_are_believed_in_a_row_that_is_too_short() -> None:
    rows = [
        f'"{name}","{name} town","baker","Say it","none","cat"' for name in ("Ada", "Bo", "Cid", "Dan", "Eva", "Flo")
    ]
    found = loaded('"name","town","work","motto","pet","food"', *rows, '"Gil","Never, ever, give up"')
    assert found.frame.iloc[-1].tolist()[:2] == ["Gil", "Never, ever, give up"]


@pytest.mark.parametrize("word", ["Müller", "Öl über"])
def test_signs_of_windows_are_no_control_characters(word: str) -> None:
    text = "name;price\n" + "".join(f"{word} {row};€{row}.50\n" for row in range(9))
    assert load_csv(text.encode("cp1252")).frame["name"].iloc[0] == f"{word} 0"
    assert "\x80" not in load_csv(text.encode("cp1252"), infer_types=False).frame["price"].iloc[0]


def test_a_name_that_is_cut_is_told_of() -> None:
    found = loaded(f"id,{'n' * 600}", "1,x", "2,y")
    assert len(found.frame.columns[1]) == 500
    assert [note.text for note in found.notes] == ["1 column name was cut to 500 characters."]


def test_rows_that_are_all_shorter_than_the_names_are_not_put_together() -> None:
    found = loaded("a,b,c,d", *["1,2"] * 48, "3,4,5")
    assert found.frame.shape == (49, 4)
    assert found.frame.iloc[0].tolist() == ["1", "2", "", ""]


def test_blocks_of_ragged_rows_are_one_table() -> None:
    calls = [f"call_{row}\t{100_000 + row}" + ("\tdaemon" if row % 3 else "") for row in range(30)]
    found = loaded(
        "# calls", *calls[:15], "", *(f"{call}\t# rare" if row % 2 else call for row, call in enumerate(calls))
    )
    assert len(found.frame) == 45
    assert found.frame.iloc[0, 0] == "call_0"


def test_a_delimiter_that_is_as_often_in_the_names_as_in_all_rows_wins() -> None:
    rows = [
        f"2007-01-{day:02},{day + 40};{day + 41};{day + 46},{day + 33};{day + 35};{day + 38}" for day in range(1, 30)
    ]
    found = loaded("Date,NY,SF", *rows)
    assert list(found.frame.columns) == ["Date", "NY", "SF"]
    assert found.frame.iloc[0].tolist() == ["2007-01-01", "41;42;47", "34;36;39"]


@pytest.mark.parametrize(
    "line",
    [
        "{upper}{upper}x_{upper}Z\tLanguage {word}",
        "{hexadecimal:04X} 20E3\t{word}",
        "{lower}\t{word}",
        "{word} by {word}",
    ],
    ids=["spelling", "hexadecimal", "order", "order of lines"],
)
def test_a_first_row_that_is_written_like_all_others_is_a_row(line: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [
        "".join(letters[(place * 7 + row * step) % 26] for step in (3, 5, 7, 11)) for place, row in enumerate(range(60))
    ]
    rows = [
        line.format(
            upper=letters[row % 26].upper(),
            hexadecimal=0xA023 + row * 5,
            word=words[row],
            lower=f"{letters[row // 26]}{letters[row % 26]}",
        )
        for row in range(60)
    ]
    rows = sorted(rows) if "by" in line else rows
    found = loaded(*rows)
    assert len(found.frame) == 60
    assert not found.dialect.has_header


def test_comments_above_a_single_column_are_no_values() -> None:
    found = loaded("#DELTA: 0.013", "#LENGTH: 3890", *(f"{row}.5" for row in range(20)))
    assert found.frame["column_1"].tolist() == [f"{row}.5" for row in range(20)]
    assert found.lines_left_out == (1, 2)


@pytest.mark.parametrize("rows", [12, 40_000])
def test_rows_that_are_commented_out_are_left_out_where_comments_stand_above(rows: int) -> None:
    lines = [f"{'#' if row == 5 else ''}Group {row};{row}.tle;place {row}" for row in range(rows)]
    found = loaded("# Groups of satellites", "# by hand", *lines)
    assert len(found.frame) == rows - 1
    assert "1 row was a comment and left out (line 8)." in [note.text for note in found.notes]


def test_values_with_commas_in_the_last_column_are_not_split() -> None:
    places = ["Office, Argentina", "Office", "Survey, Directorate, Bahrain"] * 10
    found = loaded("#id,token,name", *(f"{row},T{row},{place}" for row, place in enumerate(places)))
    assert list(found.frame.columns) == ["#id", "token", "name"]
    assert found.frame["name"].tolist() == places


def test_numbers_by_even_steps_beside_a_word_are_names() -> None:
    speeds = [f"{step / 2}" for step in range(12)]
    rows = [f"T{row}," + ",".join(f"{row * step * 1.7:.1f}" for step in range(12)) for row in range(8)]
    assert columns("type," + ",".join(speeds), *rows) == ["type", *speeds]


def test_the_number_of_a_column_without_a_name_is_its_name() -> None:
    assert columns(",0", *(f"{1821 + row},{row * 269}" for row in range(20))) == ["column_1", "0"]


def test_a_line_of_settings_with_commas_in_quotes_names_no_columns() -> None:
    rows = [f"chr{row}\t{row * 100}\t{row * 100 + 50}" for row in range(12)]
    found = loaded('track name="CTCF, cells, (2009)"', *rows)
    assert found.frame.shape == (12, 3)
    assert list(found.frame.columns) == ["column_1", "column_2", "column_3"]


def test_a_name_above_sentences_is_the_name_of_one_column() -> None:
    found = loaded("text", *(f"some words of line {row} and more" for row in range(60)))
    assert found.frame["text"].iloc[-1] == "some words of line 59 and more"


@pytest.mark.parametrize("end", ["", " |"])
@pytest.mark.parametrize("rows", [4, 20_000])
def test_the_border_of_a_drawn_table_is_no_column(end: str, rows: int) -> None:
    found = loaded(
        f"  | a | b{end}", *([f"|---|---{end}"] if rows < 10 else []), *(f"| {row} | x{end}" for row in range(rows))
    )
    assert list(found.frame.columns) == ["a", "b"]
    assert found.frame.iloc[-1].str.strip().tolist() == [str(rows - 1), "x"]
    assert 'Each line started with a bar, "|": it was taken off.' in [note.text for note in found.notes]


def test_an_empty_first_column_of_a_file_with_bars_stays() -> None:
    assert columns("|a|b", "x|1|2", "|3|4") == ["column_1", "a", "b"]


def test_a_remark_behind_the_values_of_a_row_is_one_value() -> None:
    found = loaded("a b", *(f"{row} {row + 1}" for row in range(9)), "10 11 <- by eye (note)", "12 13")
    assert found.frame.iloc[9].tolist() == ["10", "11", "<- by eye (note)"]


def test_nothing_but_comments_in_one_column_is_a_column() -> None:
    assert loaded("# one two", "# three", "# four five six").frame.shape[1] == 1


def test_a_quote_that_only_single_blanks_open_over_lines_is_no_end() -> None:
    rows = [f"{row}  {row + 1}  {row + 2}" for row in range(9)]
    found = loaded(*rows, '10 "x  4', '11  12  y"', "12  13  14")
    assert found.frame.iloc[:9].to_numpy().tolist() == [row.split() for row in rows]


@pytest.mark.parametrize(
    "names", ["# By hand\n# <name>\t\t<full name>\t<bits>", "# <name>\t<full name>\t<bits>\n#\n# by hand"]
)
def test_tabs_that_align_values_are_one(names: str) -> None:
    found = loaded(names, "alpha\t\talpha\t64", "amd64-long\tx86_64\t64", "arm\t\tarm\t32", "i386\t\ti686\t32")
    assert found.frame.to_numpy().tolist() == [
        ["alpha", "alpha", "64"],
        ["amd64-long", "x86_64", "64"],
        ["arm", "arm", "32"],
        ["i386", "i686", "32"],
    ]
    assert list(found.frame.columns) == ["<name>", "<full name>", "<bits>"]
    assert "Several tabs between two values were taken for one." in [note.text for note in found.notes]


def test_empty_values_between_tabs_stay() -> None:
    found = loaded("a\tb\tc", "1\t\t3", "4\t5\t6", "7\t\t9", "\t8\t")
    assert found.frame.iloc[0].tolist() == ["1", "", "3"]


def test_debit_and_credit_are_two_columns() -> None:
    rows = [f"2020-01-{day:02}\tpaid {day}\t" + (f"{day}.5\t" if day % 3 else f"\t{day}.25") for day in range(1, 20)]
    found = loaded(*rows)
    assert found.frame.iloc[0].tolist() == ["2020-01-01", "paid 1", "1.5", ""]
    assert found.frame.iloc[2].tolist() == ["2020-01-03", "paid 3", "", "3.25"]


def test_the_first_line_of_a_list_in_order_is_a_value() -> None:
    words = sorted(f"{first}{second}{number}" for number, (first, second) in enumerate(product("ABCDEF", "KLMNOP")))
    assert loaded(*words).frame["column_1"].tolist() == words


def test_one_blank_splits_codes_but_not_names() -> None:
    codes = ["aa_DJ.UTF-8 UTF-8", "aa_DJ ISO-8859-1", "af_ZA.UTF-8 UTF-8", "agr_PE UTF-8", "ar_AE ISO-8859-6"] * 3
    assert loaded(*codes).frame.shape == (15, 2)
    assert (
        loaded(*["Ada Lovelace", "Lovelace, Ada", "Alan Turing.", "Grace Hopper", "Donald Knuth"] * 3).frame.shape[1]
        == 1
    )


def test_tabs_and_blanks_between_numbers_are_one() -> None:
    rows = [f" RG{row}\t2000\t01 \t 01     00      {row:02}      0.{row:04}  " for row in range(12)]
    found = loaded(*rows)
    assert found.frame.to_numpy().tolist() == [row.split() for row in rows]
    towns = loaded("town\tsize", *(f"New York {row}\t{row}" for row in range(12)))
    assert towns.frame.iloc[0].tolist() == ["New York 0", "0"]


def test_two_quotes_that_are_values_hold_no_rows_together() -> None:
    rows = [f"{chr(97 + row % 26)}{row}\t{row:04X}" for row in range(60)]
    rows[10], rows[40] = '"\t02C8', '_"\t0308'
    found = loaded(*rows[:20], "", "# more", *rows[20:])
    assert found.frame.to_numpy().tolist() == [row.split("\t") for row in rows]


def test_rows_of_one_width_in_a_quoted_cell_of_few_lines_stay_there() -> None:
    found = loaded("id,text,n", *(f'{row},"a, b, c\nd, e, f",{row}' for row in range(9)))
    assert found.frame["text"].tolist() == ["a, b, c\nd, e, f"] * 9


def test_colours_are_no_rows() -> None:
    assert loaded(*(f"'#{row:06X}'" for row in range(0, 160_000, 9_999))).frame.shape == (17, 1)


def test_a_line_of_stars_below_the_names_is_drawn() -> None:
    found = loaded("a b c", "***", *(f"{row} {row + 1} {row + 2}" for row in range(9)))
    assert found.frame.shape == (9, 3)
    assert found.lines_left_out == (2,)


def test_prose_above_two_columns_of_numbers_is_left_out() -> None:
    rows = [f"{280 + row / 2}{' ' * (2 + row % 2)}4.{row:04}E-23" for row in range(40)]
    found = loaded(
        "Air Mass 1.5 Global tilt solar spectrum data, taken from here",
        "By use of it, you agree to what is said",
        *rows,
    )
    assert found.frame.to_numpy().tolist() == [row.split() for row in rows]
    assert found.lines_left_out == (1, 2)


def test_a_line_with_the_sign_of_a_comment_is_not_split_into_names() -> None:
    found = loaded(
        "! $Xorg: rgb.txt,v 1.3 2000 $", *(f"{row} {row} {row + 9}\t\tsnow{' white' * (row % 2)}" for row in range(9))
    )
    assert not found.dialect.has_header


def test_tags_among_words_in_one_column_are_values() -> None:
    words = ["#sun", "#sea", "beach", "#sand", "waves", "#salt", "wind", "#sky"] * 3
    assert loaded("word", *words).frame["word"].tolist() == words
    nameless = loaded(*words).frame
    assert [*nameless.columns, *nameless.iloc[:, 0]][-len(words) :] == words


def test_names_that_many_columns_share_are_told_apart_by_the_row_below() -> None:
    years = [str(1900 + 5 * place) for place in range(8)]
    rows = [
        ["g" if row % 3 else "h", str(row // 4), *(str(row * place - 40) for place in range(8))] for row in range(40)
    ]
    found = loaded(" ".join(["c/s", "deg", *["IGRF"] * 8]), " ".join(["g/h", "n", *years]), *map(" ".join, rows))
    assert list(found.frame.columns) == ["c/s g/h", "deg n", *(f"IGRF {year}" for year in years)]
    assert found.frame.to_numpy().tolist() == rows


def test_names_on_two_lines_above_a_drawn_one_are_joined() -> None:
    rows = [f"{row}\t0\t+\tchr{row % 9}\t{row * 7}\t{row * 9}" for row in range(17)]
    found = loaded("match\tmis-\tstrand\tT     \tT   \tT", "     \tmatch\t      \tname  \tsize\tend", "-" * 60, *rows)
    assert list(found.frame.columns) == ["match", "mis- match", "strand", "T name", "T size", "T end"]
    assert found.frame.to_numpy().tolist() == [row.split("\t") for row in rows]


def test_names_that_are_there_twice_above_a_row_of_values_are_one_row() -> None:
    found = loaded("id,value,value,value,value", *(f"{row},{row},{row + 1},a{row},{row + 3}" for row in range(30)))
    assert found.dialect.header_rows == 1
    assert len(found.frame) == 30


def test_a_first_code_whose_parts_come_next_is_no_name() -> None:
    codes = ["A", *(code for one in range(1, 9) for code in (f"A0{one}", *(f"A0{one}{sub}" for sub in "ABCDEF")))]
    rows = [f'"{code}","SORT {row}","ART {row}"' for row, code in enumerate(codes)]
    assert len(loaded(*rows).frame) == len(codes)
    named = loaded("sample,what", *(f"sample{row:02},of {row % 7}" for row in range(60)))
    assert list(named.frame.columns) == ["sample", "what"]


def test_a_drawn_table_below_prose_loses_its_borders() -> None:
    rule = " |" + "-" * 40 + "|"
    rows = [f" | place {row} | {row}.5 | {row * 3} |" for row in range(9)]
    found = loaded(
        "Values of some places.", "They are not exact.", "", rule, " | name | depth | count |", rule, *rows, rule
    )
    assert list(found.frame.columns) == ["name", "depth", "count"]
    assert found.frame.map(str.strip).to_numpy().tolist() == [
        [f"place {row}", f"{row}.5", str(row * 3)] for row in range(9)
    ]


def test_a_row_typed_with_blanks_among_tabs_is_split_at_them() -> None:
    rows = [f"{row}.36e-26\t-0.{row:03}\t0.{row + 40:03}\t {row + 2000}.50" for row in range(40)]
    rows[20] = "3.36e-26         0.092\t0.665\t 4471.50"
    found = loaded(*rows)
    assert [cell.strip() for cell in found.frame.iloc[20]] == ["3.36e-26", "0.092", "0.665", "4471.50"]


def test_a_tab_at_each_end_of_a_line_is_not_called_several() -> None:
    found = loaded(*(f"{row}\t{row + 1}\t{row + 2}\t" for row in range(20)))
    assert found.frame.shape == (20, 3)
    assert not [note.text for note in found.notes if "Several tabs" in note.text]
