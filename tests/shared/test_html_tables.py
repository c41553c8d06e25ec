"""The tables that both apps show as HTML: every cell is there, as text."""

from xml.etree import ElementTree

import pandas as pd

from shared.html_tables import profile_html, summary_html
from shared.profiles import STATISTICS, profile
from shared.summaries import describe

FRAME = pd.DataFrame({"size": [1.5, 2.5, 4.0], '<b>"na&me': ["</td>{x}", "</td>{x}", "y"]})


def rows_of(markup: str) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in ElementTree.fromstring(markup).iter("tr")]


def test_the_summary_has_a_row_for_each_statistic_and_a_column_for_each_column() -> None:
    statistics = describe(FRAME)
    head, *body = rows_of(summary_html(statistics))
    assert head == ["Statistic", *FRAME.columns]
    assert body == [[name, *statistics.loc[name]] for name in statistics.index]


def test_the_profile_has_a_row_for_each_column_with_a_histogram_or_its_most_frequent_values() -> None:
    columns = profile(FRAME)
    markup = profile_html(columns)
    head, *body = rows_of(markup)
    assert head == ["Column", *STATISTICS, "Values"]
    assert body == [
        [columns[0].name, *columns[0].values, ""],
        [columns[1].name, *columns[1].values, columns[1].top_text],
    ]
    (image,) = ElementTree.fromstring(markup).iter("img")
    assert image.get("src") == columns[0].chart_address
    assert image.get("alt") == "Histogram of size"
