"""The tabs beside the charts: the filtered rows, and what describes them."""

import pytest
from playwright.sync_api import Locator, expect

from shared import explorer_spec as spec
from shared.summaries import describe
from tests.contract.datasets import MANY, PEOPLE
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
