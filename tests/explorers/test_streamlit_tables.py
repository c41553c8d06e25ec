"""Table, profile, summary and the file of filtered rows in the Streamlit explorer."""

from html import unescape

import pytest

from shared.explorer_spec import DEFUSE_HINT, TAB_PROFILE, TAB_SUMMARY, TAB_TABLE, TIERS
from shared.profiles import profile
from shared.samples import load_sample
from shared.summaries import describe
from streamlit_explorer import downloads
from streamlit_explorer.state import NOTHING
from tests.explorers.streamlit_page import (
    Open,
    captions,
    change,
    choices,
    filter_by,
    html,
    metas,
    number,
    open_tab,
    page_of,
)

IRIS = load_sample("Iris").frame


@pytest.mark.parametrize("tier", TIERS)
def test_a_search_keeps_the_tables_rows_and_no_others(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    open_tab(app, tier, TAB_TABLE)
    change(app, number(app, "Page"), 2)
    change(app, next(box for box in app.text_input if box.label == "Search"), "VIRGIN")
    assert "rows 1 to 50 of 50" in captions(app)
    assert set(app.dataframe[0].value["species"]) == {"virginica"}
    assert "150 of 150 rows" in html(app)
    open_tab(app, tier, "Charts")
    assert metas(app, "matched") == [150]
    open_tab(app, tier, TAB_TABLE)
    assert "rows 1 to 50 of 50" in captions(app), "what was searched is remembered"


@pytest.mark.parametrize("tier", TIERS)
def test_a_sort_orders_all_rows_and_begins_at_the_first_page(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    open_tab(app, tier, TAB_TABLE)
    assert choices(app, "Sort by").value == NOTHING
    change(app, number(app, "Page"), 2)
    change(app, choices(app, "Sort by"), "petal_length")
    assert number(app, "Page").value == 1
    assert list(app.dataframe[0].value["petal_length"]) == sorted(IRIS["petal_length"])[:100]
    change(app, next(box for box in app.checkbox if box.label == "Descending"), True)
    assert app.dataframe[0].value["petal_length"].iloc[0] == IRIS["petal_length"].max()


@pytest.mark.parametrize("tier", TIERS)
def test_the_profile_is_of_all_filtered_rows(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    open_tab(app, tier, TAB_PROFILE)
    filter_by(app, "sepal_length", Minimum=7.0)
    found = html(app)
    for column in profile(IRIS[IRIS["sepal_length"] >= 7]):
        assert f'<th scope="row">{column.name}</th>' in found
        assert column.chart_address in found if column.bars else column.top_text in unescape(found)
        assert all(f"<td>{value}</td>" in found for value in column.values)
    assert 'aria-label="Profile"' in found


@pytest.mark.parametrize("tier", TIERS)
def test_names_of_columns_are_no_markup_in_profile_and_summary(open_page: Open, tier: str) -> None:
    app = open_page(tier)
    app.file_uploader[0].set_value(("odd.csv", b"<b>x</b>,y\n1,<i>\n2,<u>\n", "text/csv")).run()
    for tab in (TAB_PROFILE, TAB_SUMMARY):
        open_tab(app, tier, tab)
        assert "&lt;b&gt;x&lt;/b&gt;" in html(app)
        assert "<b>x</b>" not in html(app)
        assert "<i>" not in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_the_summary_shows_what_describe_finds(open_page: Open, tier: str) -> None:
    app = open_page(tier, sample="Iris")
    open_tab(app, tier, TAB_SUMMARY)
    statistics = describe(IRIS)
    assert f"<td>{statistics.loc['mean', 'sepal_length']}</td>" in html(app)


@pytest.mark.parametrize("tier", TIERS)
def test_a_download_has_the_rows_of_the_click_and_defuses_when_asked(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tier: str
) -> None:
    asked: list[tuple[int, bool]] = []

    def note(rows: object, *, defuse: bool) -> bytes:
        asked.append((len(rows), defuse))  # type: ignore[arg-type]
        return b""

    monkeypatch.setattr(downloads, "csv_bytes", note)
    offered: list[dict[str, object]] = []
    monkeypatch.setattr(
        downloads.st, "download_button", lambda label, data, **options: offered.append({"data": data, **options})
    )
    app = open_page(tier, sample="Iris")
    assert not asked, "nothing is written before a click"
    assert offered[-1]["file_name"] == "Iris-filtered.csv"
    box = next(box for box in app.checkbox if box.label == "Defuse formulas")
    assert box.help == DEFUSE_HINT
    box.check().run()
    filter_by(app, "sepal_length", Minimum=7.0)
    offered[-1]["data"]()  # type: ignore[operator]
    assert asked == [(13, True)]
    assert page_of(app).entry is not None
