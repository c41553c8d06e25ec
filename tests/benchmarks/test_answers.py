"""Expected answers: scenarios lead to screens that differ, and a checksum notices a changed value."""

import dataclasses

import pandas as pd
import pytest

from benchmarks.answers import AnswerBook, checksum, in_short
from benchmarks.flights import DataFolder, flights_csv
from benchmarks.model import Action
from benchmarks.scenarios import SCENARIOS
from benchmarks.scenarios.global_filter import FILTER_COLUMN
from shared.figures import build_chart


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> AnswerBook:
    return DataFolder(tmp_path_factory.mktemp("flights")).flights(1_000).answers


@pytest.mark.parametrize("scenario", [name for name, scenario in SCENARIOS.items() if scenario.action])
@pytest.mark.parametrize("panel", [0, 3, 7])
def test_three_turns_in_a_row_show_three_different_answers(book: AnswerBook, scenario: str, panel: int) -> None:
    make = SCENARIOS[scenario].action
    assert make is not None
    first = book.first_screen(8)
    for turn in range(10):
        screens = [first.after(make(panel, turn + k), filter_column=FILTER_COLUMN) for k in range(3)]
        answers = [(book.panel(screen, panel).answer, book.panel(screen, panel).caption) for screen in screens]
        assert len(set(answers)) == 3


def test_an_action_on_one_panel_leaves_the_answers_of_the_others(book: AnswerBook) -> None:
    first = book.first_screen(4)
    after = first.after(Action("change_axis", 2, "hour"), filter_column=FILTER_COLUMN)
    changed = [place for place in range(4) if book.panel(first, place) != book.panel(after, place)]
    assert changed == [2]
    assert book.rows(after) == book.rows(first) == "1,000 of 1,000 rows"


def test_a_filter_changes_the_answer_of_every_panel_and_the_row_count(book: AnswerBook) -> None:
    first = book.first_screen(4)
    after = first.after(Action("global_filter", 0, "500"), filter_column=FILTER_COLUMN)
    assert all(book.panel(first, place).answer != book.panel(after, place).answer for place in range(4))
    assert book.rows(after) != book.rows(first)


def test_an_unknown_action_is_refused(book: AnswerBook) -> None:
    with pytest.raises(ValueError, match="shake: no action that changes a screen"):
        book.first_screen(1).after(Action("shake", 0, "x"), filter_column=FILTER_COLUMN)


@pytest.mark.parametrize("column", ["distance", "carrier", "time_hour"])
def test_a_checksum_notices_one_changed_value(column: str) -> None:
    frame = pd.DataFrame({"distance": [1.0, 2.0, 3.0], "carrier": ["a", "b", "c"]})
    frame["time_hour"] = pd.to_datetime(["2013-01-01", "2013-01-02", "2013-01-03"])
    other = frame.copy()
    other.loc[1, column] = frame.loc[2, column]
    panel = dataclasses.replace(AnswerBook(frame).first_screen(1).panels[0], x=column)
    one, two = (checksum(build_chart(data, panel).figure["data"]) for data in (frame, other))
    assert one == checksum(build_chart(frame, panel).figure["data"])
    assert one != two


def test_answers_in_short_differ_when_any_panel_does() -> None:
    shown = [("title|x|y", "3 of 3 rows drawn", 5), ("other|x|y", "3 of 3 rows drawn", 6)]
    assert in_short(shown, "3 of 3 rows") == in_short(list(shown), "3 of 3 rows")
    assert in_short(shown, "3 of 3 rows") != in_short([shown[0], ("other|x|y", "3 of 3 rows drawn", 7)], "3 of 3 rows")
    assert in_short(shown[:1], "3 of 3 rows") != in_short(shown[:1], "2 of 3 rows")


def test_flights_are_cut_and_repeated_whole_rows_under_one_header() -> None:
    header, *lines = flights_csv(5).splitlines()
    assert header.startswith(b"year,month,day,")
    assert len(lines) == 5
    longest = flights_csv(336_776 + 5).splitlines()
    assert len(longest) == 336_776 + 5 + 1
    assert longest[-5:] == lines
    assert longest.count(header) == 1
    with pytest.raises(ValueError, match="rows=0"):
        flights_csv(0)
