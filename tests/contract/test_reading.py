"""The file read differently, and put away."""

import re

import pytest
from playwright.sync_api import expect

from shared import explorer_spec as spec
from shared.data_loading import load_csv
from shared.explorer_spec import default_axes, default_panel
from shared.reading import overrides_of
from tests.contract.datasets import MESSY, PEOPLE
from tests.contract.explorer_page import ExplorerPage


def read_again(explorer: ExplorerPage, label: str, option: str) -> None:
    explorer.button(spec.LABEL_REREAD).click()
    dialog = explorer.dialog(spec.REREAD_TITLE)
    explorer.driver.choose(dialog, label, option)
    dialog.get_by_role("button", name=spec.LABEL_READ_AGAIN, exact=True).click()
    expect(dialog).to_have_count(0)


@pytest.mark.spec(4, 48)
def test_a_file_is_read_as_the_user_says(explorer: ExplorerPage) -> None:
    explorer.open(MESSY)
    told = load_csv(MESSY.content, name=MESSY.name, overrides=overrides_of({spec.LABEL_HEADER_ROWS: "0"}))
    assert len(told.frame) == len(MESSY.frame) + 1
    read_again(explorer, spec.LABEL_HEADER_ROWS, "0")
    explorer.expect_rows(len(told.frame), len(told.frame))
    expect(explorer.page.get_by_text(f"Read as {told.dialect.summary()}")).to_be_visible()
    explorer.expect_panel(0, default_panel(default_axes(told.frame), 0), told.frame)


@pytest.mark.spec(48)
def test_a_file_that_cannot_be_read_so_stays_as_it_was(explorer: ExplorerPage) -> None:
    explorer.open(MESSY)
    read_again(explorer, spec.LABEL_ENCODING, "utf-8")
    explorer.expect_alert(MESSY.name)
    explorer.expect_rows(len(MESSY.frame), len(MESSY.frame))
    explorer.expect_panel(0, default_panel(default_axes(MESSY.frame), 0), MESSY.frame)


@pytest.mark.spec(49)
def test_data_can_be_put_away(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.action(spec.LABEL_CLEAR_DATA).click()
    expect(explorer.page.get_by_text(spec.EMPTY_STATE)).to_be_visible()
    expect(explorer.charts).to_have_count(0)
    expect(explorer.page).not_to_have_url(re.compile("dataset="))
