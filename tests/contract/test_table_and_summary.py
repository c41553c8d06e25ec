"""The tabs beside the charts: the filtered rows, and what describes them."""

import pytest
from playwright.sync_api import Locator, expect

from shared import explorer_spec as spec
from shared.profiles import profile
from shared.summaries import describe
from shared.table_view import TableView, order_of
from tests.contract.datasets import MANY, MARKUP, PEOPLE
from tests.contract.explorer_page import ExplorerPage


def cells(explorer: ExplorerPage, role: str) -> Locator:
    """Cells of the grid, also those that Streamlit puts beside its canvas for assistive technology alone."""
    return explorer.page.locator(f'[role="{role}"]')


@pytest.mark.spec(14, 28, 29)
def test_table_and_summary_are_of_the_filtered_rows_not_of_the_drawn_ones(explorer: ExplorerPage) -> None:
    explorer.open(MANY)
    explorer.open_tab(spec.TAB_TABLE)
    for label in MANY.frame.columns:
        expect(cells(explorer, "columnheader").filter(has_text=label).first).to_be_attached()
    explorer.wait_until_idle()
    assert cells(explorer, "row").count() < 300
    expect(explorer.charts.filter(visible=True)).to_have_count(0)
    explorer.open_tab(spec.TAB_SUMMARY)
    everything = describe(MANY.frame)
    assert everything.loc["count", "up"] == f"{len(MANY.frame):,}"
    for statistic in ("count", "mean", "max"):
        expect(explorer.page.get_by_text(everything.loc[statistic, "up"], exact=True).first).to_be_attached()
    explorer.choose(spec.LABEL_FILTER_COLUMN, "up")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "2490")
    explorer.expect_rows(10, len(MANY.frame))
    some = describe(MANY.frame[MANY.frame["up"] >= 2490])
    expect(explorer.page.get_by_text(some.loc["mean", "up"], exact=True).first).to_be_attached()
    expect(explorer.page.get_by_text(everything.loc["mean", "up"], exact=True)).to_have_count(0)
    explorer.open_tab(spec.TAB_TABLE)
    expect(cells(explorer, "gridcell").filter(has_text="2490").first).to_be_attached()
    expect(cells(explorer, "gridcell").filter(has_text="2489")).to_have_count(0)


@pytest.mark.spec(23, 29)
def test_the_summary_leaves_missing_values_out_and_names_the_most_frequent(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.open_tab(spec.TAB_SUMMARY)
    table = describe(PEOPLE.frame)
    assert table.loc["count", "height"] == "22"
    for label, statistic in [("height", "count"), ("team", "top"), ("height", "mean"), ("code", "unique")]:
        expect(explorer.page.get_by_text(table.loc[statistic, label], exact=True).first).to_be_attached()


@pytest.mark.spec(45)
def test_the_profile_is_of_all_filtered_rows(explorer: ExplorerPage) -> None:
    explorer.open(MANY)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "up")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "1000")
    rows = MANY.frame[MANY.frame["up"] >= 1000]
    explorer.expect_rows(len(rows), len(MANY.frame))
    explorer.open_tab(spec.TAB_PROFILE)
    table = explorer.page.get_by_role("region", name=spec.TAB_PROFILE)
    for column in profile(rows):
        line = table.get_by_role("row").filter(has=explorer.page.get_by_role("rowheader", name=column.name, exact=True))
        for value in filter(None, column.values):
            expect(line.get_by_text(value, exact=True).first).to_be_visible()
        if column.bars:
            expect(line.get_by_role("img")).to_have_attribute("src", column.chart_address)
        else:
            expect(line).to_contain_text(column.top_text)


@pytest.mark.spec(29, 45)
@pytest.mark.parametrize("tab", [spec.TAB_PROFILE, spec.TAB_SUMMARY])
def test_what_a_file_says_is_text_in_profile_and_summary(explorer: ExplorerPage, tab: str) -> None:
    explorer.open(MARKUP)
    explorer.open_tab(tab)
    table = explorer.page.get_by_role("region", name=tab)
    label = str(MARKUP.frame.columns[0])
    expect(table.get_by_text(label, exact=True)).to_be_visible()
    expect(table).to_contain_text(" ".join(MARKUP.frame[label].iloc[0].split()))
    expect(table.locator("b, i, strong, em, h1")).to_have_count(0)


@pytest.mark.spec(46, 47)
def test_the_table_is_searched_and_sorted_over_all_rows(explorer: ExplorerPage) -> None:
    explorer.open(MANY)
    explorer.open_tab(spec.TAB_TABLE)
    explorer.enter(spec.LABEL_SEARCH, "GROUP 11")
    found = order_of(MANY.frame, TableView(search="group 11"))
    assert found is not None
    assert 100 < len(found) < len(MANY.frame)
    expect(explorer.page.get_by_text(spec.rows_on_page(1, 100, len(found)))).to_be_visible()
    explorer.expect_rows(len(MANY.frame), len(MANY.frame))
    explorer.choose(spec.LABEL_SORT, "up")
    explorer.tick(explorer.page, spec.LABEL_DESCENDING)
    last = MANY.frame["up"].iloc[found].max()
    first_row = cells(explorer, "gridcell").filter(has_text=str(last))
    expect(first_row.first).to_be_attached()
    explorer.enter(spec.LABEL_SEARCH, "no row says this")
    expect(explorer.page.get_by_text(spec.rows_on_page(0, 0, 0))).to_be_visible()
