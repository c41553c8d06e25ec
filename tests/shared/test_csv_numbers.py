"""Numbers that are written in one way by most of a column and in others by a few."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from shared.csv_converted import Converted
from shared.csv_numbers import to_numbers

MANY = [str(number) for number in range(1, 500)]


def read(values: Sequence[str | None], decimal: str = ".") -> Converted:
    converted = to_numbers(pa.array(values, pa.large_string()), decimal)
    assert isinstance(converted, Converted), converted
    return converted


@pytest.mark.parametrize(
    ("value", "number", "words"),
    [
        ("1,234", 1234, "numbers (thousands marks)"),
        ("1 234", 1234, "numbers (thousands marks)"),
        ("1\u202f234", 1234, "numbers (thousands marks)"),
        ("$5", 5, "numbers (without $)"),
        ("(5)", -5, "numbers (negative in brackets)"),
        ("5%", 5, "numbers (without the % sign)"),
        ("−5", -5, ""),
        ("+5", 5, ""),
        (" 5 ", 5, ""),
        ("5e2", 500.0, ""),
        ("5.", 5.0, ""),
        ("-.5", -0.5, ""),
    ],
)
def test_one_value_among_plain_ones_is_read_as_it_is_written(value: str, number: float, words: str) -> None:
    converted = read([*MANY, value, *MANY])
    assert converted.values[len(MANY)] == number
    assert converted.values[0] == 1
    assert converted.values.iloc[-1] == 499
    assert (converted.what, converted.odd.misfits) == (words, ())


def test_a_decimal_comma_stands_beside_points_of_thousands() -> None:
    converted = read([*MANY, "1,5", "1.234,5", "1.234"], ",")
    assert converted.values.iloc[-3:].tolist() == [1.5, 1234.5, 1234.0]
    assert converted.what == "numbers (a decimal comma, thousands marks)"


@pytest.mark.parametrize("value", ["1-2", "-", "1.2.3", "--5", "5-", ".", "hello"])
def test_what_is_no_number_becomes_missing_wherever_it_stands(value: str) -> None:
    converted = read([None, *MANY, value, *MANY])
    gone = converted.odd.misfits or ((len(MANY) + 1,) if converted.odd.words == (value,) else ())
    assert gone == (len(MANY) + 1,)
    assert converted.values.isna().tolist() == [row in (0, len(MANY) + 1) for row in range(2 * len(MANY) + 2)]


@pytest.mark.parametrize("value", ["007", "-01", "+00.5", "$007", " 08 ", "+491711234567", "1234567890123456789"])
def test_one_value_that_is_a_name_keeps_the_column_text(value: str) -> None:
    assert to_numbers(pa.array([*MANY, value], pa.large_string()), ".") is None


def test_a_zero_at_an_end_is_no_leading_one() -> None:
    assert read(["5", "0", "10", None, "0"]).values.fillna(-1).tolist() == [5, 0, 10, -1, 0]
    assert read(["0.5", "-0.25", "0"]).values.tolist() == [0.5, -0.25, 0.0]


def test_a_part_of_a_longer_array_is_read_alone() -> None:
    whole = pa.array(["x", "007", "1", None, "2,5", "3", "08", "y"], pa.large_string())
    converted = to_numbers(whole.slice(2, 4), ",")
    assert isinstance(converted, Converted)
    assert converted.values.fillna(-1).tolist() == [1.0, -1.0, 2.5, 3.0]


def test_where_nothing_tells_the_mark_a_comma_stays_text() -> None:
    said = to_numbers(pa.array(["1,234", "5,678", "9,012"], pa.large_string()), "")
    assert isinstance(said, str)
    assert "the comma can be" in said
    assert read(["1,234", "5,678", "12"], "").values.tolist() == [1234, 5678, 12]
