"""Data: start, upload, samples, how a file was read, errors, addresses."""

from urllib.parse import quote

import pytest
from dash.testing.wait import until
from playwright.sync_api import Route, expect

from shared import explorer_spec as spec
from shared.csv_errors import CsvLoadError
from shared.explorer_spec import PanelSpec, default_axes, default_panel
from shared.summaries import describe
from tests.contract.conftest import PATIENCE_MS, Explorer
from tests.contract.datasets import MANY, MESSY, NO_NUMBERS, NOT_DATA, ONE_COLUMN, PEOPLE, SLOW, Dataset, sample
from tests.contract.explorer_page import ExplorerPage


def error_of(dataset: Dataset) -> CsvLoadError:
    with pytest.raises(CsvLoadError) as caught:
        _ = dataset.frame
    return caught.value


@pytest.mark.spec(1)
def test_start_page_offers_data_and_shows_none(explorer: ExplorerPage) -> None:
    explorer.visit()
    expect(explorer.page.get_by_text(spec.EMPTY_STATE)).to_be_visible()
    expect(explorer.page.get_by_text(spec.LABEL_UPLOAD).first).to_be_visible()
    expect(explorer.page.get_by_role("combobox", name=spec.LABEL_SAMPLE)).to_be_visible()
    explorer.wait_until_idle()
    expect(explorer.charts).to_have_count(0)
    expect(explorer.alert).to_have_count(0)
    expect(explorer.rows.filter(has_text="rows")).to_have_count(0)


@pytest.mark.spec(2, 5)
def test_upload_shows_the_file_and_neither_filter_nor_rows_of_the_data_before(
    explorer: ExplorerPage, running: Explorer
) -> None:
    explorer.open(PEOPLE, panels=2)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "170")
    explorer.expect_rows(13, 24)
    explorer.upload(MANY)
    explorer.expect_rows(len(MANY.frame), len(MANY.frame))
    expect(explorer.page.get_by_text(MANY.name, exact=True).first).to_be_visible()
    for place in range(2):
        explorer.expect_panel(place, default_panel(default_axes(MANY.frame), place), MANY.frame)
    expect(explorer.remove_buttons).to_have_count(2)
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_hidden()
    assert PEOPLE.name not in explorer.text()
    explorer.upload(PEOPLE)
    explorer.expect_rows(24, 24)
    stored = (running.store_folder / "contents").glob("*/source.csv")
    assert [file.read_bytes() for file in stored if file.is_file()].count(PEOPLE.content) == 1


@pytest.mark.spec(2, 59)
def test_reading_says_so_and_what_is_chosen_meanwhile_holds(explorer: ExplorerPage) -> None:
    explorer.visit()
    explorer.upload(SLOW)
    expect(explorer.page.get_by_text(spec.READING)).to_be_visible()
    explorer.choose(spec.LABEL_SAMPLE, "Iris")
    explorer.expect_rows(150, 150)
    until(lambda: explorer.has_stored(SLOW), PATIENCE_MS / 1000)
    explorer.wait_until_idle()
    # The next action shows what the server holds to be open.
    explorer.button(spec.LABEL_ADD_PANEL).click()
    explorer.expect_panel(1, default_panel(default_axes(sample("Iris").frame), 1), sample("Iris").frame)
    explorer.expect_rows(150, 150)
    expect(explorer.page.get_by_text(SLOW.name)).to_have_count(0)


@pytest.mark.spec(59)
def test_what_is_done_while_a_file_is_read_holds_and_the_file_is_read_once(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    before = explorer.times_stored(SLOW)
    explorer.upload(SLOW)
    expect(explorer.page.get_by_text(spec.READING)).to_be_visible()
    explorer.button(spec.LABEL_ADD_PANEL).click()
    explorer.expect_rows(len(SLOW.frame), len(SLOW.frame))
    explorer.expect_panel(1, default_panel(default_axes(SLOW.frame), 1), SLOW.frame)
    assert explorer.times_stored(SLOW) == before + 1


@pytest.mark.spec(59)
def test_a_tab_that_is_opened_while_a_file_is_read_shows_that_file(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.upload(SLOW)
    expect(explorer.page.get_by_text(spec.READING)).to_be_visible()
    explorer.open_tab(spec.TAB_SUMMARY)
    explorer.expect_rows(len(SLOW.frame), len(SLOW.frame))
    mean = describe(SLOW.frame).loc["mean", "a"]
    expect(explorer.page.get_by_text(mean, exact=True).filter(visible=True).first).to_be_visible()
    explorer.open_tab(spec.TAB_CHARTS)
    explorer.expect_panel(0, default_panel(default_axes(SLOW.frame), 0), SLOW.frame)


@pytest.mark.spec(3, 31)
def test_sample_is_shown_like_an_upload_of_the_same_bytes(explorer: ExplorerPage, running: Explorer) -> None:
    iris = sample("Iris")
    explorer.visit()
    explorer.choose(spec.LABEL_SAMPLE, "Iris")
    explorer.expect_panel(0, default_panel(default_axes(iris.frame), 0), iris.frame)
    explorer.expect_rows(150, 150)
    kept = sorted((running.store_folder / "contents").iterdir())
    explorer.visit(f"?sample={quote('Iris')}")
    explorer.expect_panel(0, default_panel(default_axes(iris.frame), 0), iris.frame)
    expect(explorer.page.get_by_text("Iris").first).to_be_visible()
    assert sorted((running.store_folder / "contents").iterdir()) == kept


@pytest.mark.spec(4)
def test_page_says_how_the_file_was_read_and_what_was_not_kept_as_it_was(explorer: ExplorerPage) -> None:
    assert MESSY.notes, "the file has a row that does not fit"
    explorer.visit()
    explorer.upload(MESSY)
    explorer.expect_rows(len(MESSY.frame), len(MESSY.frame))
    expect(explorer.page.get_by_text(MESSY.dialect)).to_be_visible()
    expect(explorer.page.get_by_text(f"{len(MESSY.notes)} note").first).to_be_visible()
    for note in MESSY.notes:
        expect(explorer.page.get_by_text(note)).to_have_count(1)


@pytest.mark.spec(6, 7)
def test_a_file_without_data_is_explained_and_leaves_everything_as_it_was(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "170")
    explorer.expect_rows(13, 24)
    for bad in NOT_DATA:
        error = error_of(bad)
        explorer.upload(bad)
        explorer.expect_alert(error.value, error.rule, error.remedy)
        explorer.expect_rows(13, 24)
        expect(explorer.page.get_by_text(PEOPLE.name, exact=True).first).to_be_visible()
        tall = PEOPLE.frame[PEOPLE.frame["height"] >= 170]
        explorer.expect_panel(0, default_panel(default_axes(PEOPLE.frame), 0), tall)
    explorer.upload(MANY)
    explorer.expect_rows(len(MANY.frame), len(MANY.frame))
    expect(explorer.alert).to_have_count(0)


@pytest.mark.spec(6, 7)
def test_an_alert_outlasts_the_answer_to_what_was_done_before(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_FILTER_COLUMN, "height")
    expect(explorer.page.get_by_label(spec.LABEL_FILTER_MINIMUM, exact=True)).to_be_visible()
    explorer.wait_until_idle()
    # Where each control has a request of its own, the first one is kept waiting; a socket has its own order.
    held: list[Route] = []
    explorer.page.route("**/_dash-update-component*", lambda request: held.append(request), times=1)
    explorer.enter(spec.LABEL_FILTER_MINIMUM, "170")
    explorer.upload(NOT_DATA[0])
    explorer.expect_alert(error_of(NOT_DATA[0]).value)
    for request in held:
        request.continue_()
    explorer.expect_rows(13, 24)
    explorer.expect_panel(0, default_panel(default_axes(PEOPLE.frame), 0), PEOPLE.frame[PEOPLE.frame["height"] >= 170])
    explorer.wait_until_idle()
    explorer.expect_alert(error_of(NOT_DATA[0]).value)


@pytest.mark.spec(8)
def test_a_poor_file_is_drawn_and_the_page_says_what_is_unusual(explorer: ExplorerPage) -> None:
    explorer.visit()
    for poor in (ONE_COLUMN, NO_NUMBERS):
        (remark,) = spec.unusual_shape(poor.frame)
        explorer.upload(poor)
        explorer.expect_rows(len(poor.frame), len(poor.frame))
        explorer.expect_panel(0, default_panel(default_axes(poor.frame), 0), poor.frame)
        expect(explorer.page.get_by_text(remark)).to_be_visible()
        expect(explorer.alert).to_have_count(0)
    explorer.upload(PEOPLE)
    explorer.expect_rows(24, 24)
    expect(explorer.page.get_by_text(remark)).to_have_count(0)


@pytest.mark.spec(9)
def test_an_unexpected_failure_shows_no_internals_and_is_logged(explorer: ExplorerPage, running: Explorer) -> None:
    broken = Dataset("broken.csv", PEOPLE.content.replace(b"Person", b"Broken"))
    dataset_id = explorer.put(broken)
    entry = explorer.store.entry(dataset_id)
    entry.frame_path.write_bytes(b"no frame")
    assert entry.source_path is not None
    entry.source_path.unlink()
    entry.source_path.mkdir()
    explorer.page.goto(running.driver.url(running.base, dataset_id=dataset_id, panels=1))
    explorer.expect_alert(spec.UNEXPECTED_ERROR)
    assert "Error" not in explorer.text()
    logged = running.server.last_words()
    assert "ArrowInvalid" in logged or "IsADirectoryError" in logged


@pytest.mark.spec(5, 30)
def test_an_address_opens_a_dataset_that_another_process_stored(explorer: ExplorerPage) -> None:
    dataset_id = explorer.put(PEOPLE)
    for panels, shown in [("3", 3), ("0", 1), ("many", spec.DEFAULT_PANELS)]:
        explorer.visit(f"?dataset={dataset_id}&panels={panels}")
        for place in range(shown):
            explorer.expect_panel(place, default_panel(default_axes(PEOPLE.frame), place), PEOPLE.frame)
        explorer.wait_until_idle()
        expect(explorer.remove_buttons).to_have_count(shown)
        explorer.expect_rows(24, 24)


@pytest.mark.spec(5, 32)
def test_an_unknown_address_says_so_and_offers_data(explorer: ExplorerPage) -> None:
    explorer.put(PEOPLE)
    out_of_the_store = quote("../contents", safe="")
    for query in (f"?dataset={'A' * 22}", f"?dataset={out_of_the_store}", "?sample=Nobody"):
        explorer.visit(query)
        explorer.expect_alert("sample")
        expect(explorer.page.get_by_text(spec.EMPTY_STATE)).to_be_visible()
        explorer.wait_until_idle()
        expect(explorer.charts).to_have_count(0)
        expect(explorer.rows.filter(has_text="rows")).to_have_count(0)


@pytest.mark.spec(2)
def test_upload_keeps_a_panel_whose_columns_the_new_data_have(explorer: ExplorerPage) -> None:
    explorer.open(PEOPLE)
    explorer.choose(spec.LABEL_X, "weight", place=0)
    explorer.enter(spec.LABEL_TITLE, "Mine", place=0)
    explorer.choose(spec.LABEL_Y, "height", place=0)
    mine = PanelSpec(panel_id=0, title="Mine", x="weight", y="height")
    explorer.expect_panel(0, mine, PEOPLE.frame)
    half = Dataset("half.csv", b"\n".join(PEOPLE.content.splitlines()[:13]) + b"\n")
    explorer.upload(half)
    explorer.expect_rows(12, 12)
    explorer.expect_panel(0, mine, half.frame)
