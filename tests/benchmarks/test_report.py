"""The report says what the samples say: right figures, right words, the same in both formats, failures as failures."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from plotly.offline import get_plotlyjs

from benchmarks import report, results, stats
from benchmarks.report import (
    answer,
    claims,
    compare,
    drawing,
    fairness,
    loading,
    markdown,
    page,
    readme,
    responsiveness,
)
from benchmarks.report.assembly import assemble
from benchmarks.report.cells import Matrix
from benchmarks.report.document import Entry, Report, Section, Table
from benchmarks.report.measures import BYTES_DOWN, COMPARED, SETTLED, number, per_panel, times
from benchmarks.results import Sample
from benchmarks.stats import Estimate, Interval
from tests.benchmarks import synthetic


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Fewer resamples and no chart library: what is tested here does not hang on either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stats, "RESAMPLES", 200)
        patch.setattr(page, "get_plotlyjs", lambda: "")
        yield


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return synthetic.samples()


@pytest.fixture(scope="module")
def matrix(samples: list[Sample]) -> Matrix:
    return Matrix(samples)


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Path]:
    def store(found: list[Sample], environment: dict[str, Any] | None = None) -> Path:
        results.replace_all(tmp_path, found)
        if environment is not None:
            results.write_environment(tmp_path, environment)
        return tmp_path

    return store


class Page(HTMLParser):
    """What a test needs of a page: its tables' texts, its headings, its addresses."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.entries: list[str] = []
        self.headings: list[int] = []
        self.addresses: list[str] = []
        self.captions = self.tables = 0
        self._text: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "action", "data-src"}]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag in {"td", "th"}:
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._text is not None:
            self.entries.append("".join(self._text))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def tables(found: Report) -> list[Table]:
    """Every table of a report, those of the cards included."""
    blocks = [block for section in found.sections for block in section.blocks]
    return [table for b in blocks if isinstance(table := getattr(b, "table", b), Table)]


def texts(row: tuple[str | Entry, ...]) -> list[str]:
    return [entry if isinstance(entry, str) else entry.text for entry in row]


def text_of(section: Section | None) -> str:
    assert section is not None
    return markdown.render(Report("", (), "", [section]))


def swapped(found: list[Sample]) -> list[Sample]:
    """The same samples with the frameworks' names exchanged."""
    other = {"dash": "streamlit", "streamlit": "dash"}
    return [replace(s, framework=other[s.framework]) for s in found]


def one_run(found: list[Sample]) -> list[Sample]:
    return [s for s in found if s.run == 0]


def test_write_names_its_two_files_and_leaves_the_samples_alone(
    samples: list[Sample], stored: Callable[..., Path]
) -> None:
    folder = stored(samples, synthetic.environment())
    before = (folder / results.SAMPLES_FILE).read_bytes()
    html, text = report.write(folder)
    assert (html, text) == (folder / "index.html", folder / "REPORT.md")
    assert html.read_text("utf-8").startswith("<!doctype html>")
    assert text.read_text("utf-8").startswith("# ")
    assert (folder / results.SAMPLES_FILE).read_bytes() == before


def test_the_same_samples_give_the_same_report(samples: list[Sample], stored: Callable[..., Path]) -> None:
    folder = stored(samples)
    first = [path.read_bytes() for path in report.write(folder)]
    assert [path.read_bytes() for path in report.write(folder)] == first


def test_both_formats_hold_the_same_table_entries(matrix: Matrix, tmp_path: Path) -> None:
    found = assemble(matrix, tmp_path)
    expected = [text for table in tables(found) for row in (table.columns, *table.rows) for text in texts(row)]
    # the last table of the page is filled by its script
    assert [entry for entry in Page(page.render(found, matrix)).entries if entry in set(expected)] == expected
    in_markdown = markdown.render(found)
    assert all(text.replace("|", "\\|").replace("<", "&lt;") in in_markdown for text in expected)


def test_no_samples_is_an_error_that_says_what_to_do(stored: Callable[..., Path]) -> None:
    with pytest.raises(ValueError, match=r"0 samples.*run the benchmark"):
        report.write(stored([]))


# ---- the answer ------------------------------------------------------------------------------------------------


def test_the_answer_names_dash_where_dash_is_faster_and_no_one_where_no_difference_is_shown(matrix: Matrix) -> None:
    first, tally = answer.lead(matrix)
    large, small = first.split(" With ")
    assert "100 panels" in large
    assert large.count("times as fast in Dash") == 2
    assert "Streamlit**" not in large
    assert "1 panel" in small
    assert "no difference" in small
    assert "times as fast" not in small
    assert re.search(r"idiomatic, Dash sooner in \d+, Streamlit in [1-9]", tally)


def test_the_answer_turns_round_with_the_figures(samples: list[Sample]) -> None:
    first = answer.lead(Matrix(swapped(samples)))[0]
    assert first.count("times as fast in Streamlit") == 2
    assert "fast in Dash" not in first


def test_the_answer_of_single_runs_says_so_and_names_no_winner_elsewhere(samples: list[Sample]) -> None:
    matrix = Matrix(one_run(samples))
    found = assemble(matrix, Path("nowhere"))
    assert "single runs" in found.lead[0]
    assert {c.outcome for c in compare.compare_all(matrix, SETTLED, tiers=matrix.tiers())} == {"no interval"}
    assert "Dash sooner in 0, Streamlit in 0" in found.lead[1]


def test_the_answer_says_failed_where_the_large_page_failed(samples: list[Sample]) -> None:
    broken = synthetic.failing(samples, "timeout", framework="streamlit", tier="idiomatic", panels=100)
    first = answer.lead(Matrix(broken))[0]
    assert "failed in Streamlit" in first
    assert first.count("times as fast in Dash") == 1


def test_the_answer_without_the_headline_tiers_is_no_answer(samples: list[Sample]) -> None:
    only_naive = [s for s in samples if s.tier == "naive"]
    assert "hold neither" in answer.lead(Matrix(only_naive))[0]


def test_the_answer_with_one_framework_claims_nothing(samples: list[Sample]) -> None:
    alone = Matrix([s for s in samples if s.framework == "dash"])
    found = assemble(alone, Path("nowhere"))
    assert "not measured in both" in found.lead[0]
    assert "times as fast" not in markdown.render(found)


def test_where_names_the_cells_in_words(matrix: Matrix) -> None:
    found = compare.compare_all(matrix, SETTLED, tiers=["optimised"])
    assert answer.where(found, "streamlit") == ["open the page (all 4 cells)"]
    assert answer.where(found, "failed") == []


def test_where_names_the_positions_when_only_some_of_a_page_have_the_outcome(samples: list[Sample]) -> None:
    broken = synthetic.failing(samples, "x", tier="idiomatic", scenario="change_axis", panels=32, position="last")
    found = compare.compare_all(Matrix(broken), SETTLED, tiers=["idiomatic"])
    assert answer.where(found, "failed") == ["change an axis at 32 (last) panels"]


# ---- comparisons and growth ------------------------------------------------------------------------------------


def test_a_ratio_is_streamlit_over_dash_and_holds_the_truth(matrix: Matrix) -> None:
    found = compare.compare(matrix, "idiomatic", matrix.point(panels=100))
    truth = [
        synthetic.settled_truth(f, "idiomatic", "default", "change_axis", 100, synthetic.BASE_ROWS)
        for f in ("streamlit", "dash")
    ]
    assert found.ratio is not None
    assert found.ratio.interval is not None
    assert found.ratio.interval.covers(truth[0] / truth[1])
    assert found.outcome == "dash"


def test_a_tier_is_never_compared_with_another_tier(samples: list[Sample]) -> None:
    rest = [s for s in samples if not (s.framework == "streamlit" and s.tier == "idiomatic")]
    matrix = Matrix(rest)
    assert compare.compare(matrix, "idiomatic", matrix.point()).outcome == "not measured"
    assert compare.compare_all(matrix, SETTLED, tiers=["idiomatic"]) == []


def test_an_arm_never_enters_the_comparison(samples: list[Sample]) -> None:
    """The headline is Streamlit as delivered: without the other arms it must come out the same."""
    plain = Matrix([s for s in samples if s.arm == "default"])
    assert answer.lead(plain) == answer.lead(Matrix(samples))


def test_growth_per_panel_holds_the_truth(matrix: Matrix) -> None:
    rising = compare.growth(matrix, "streamlit", "idiomatic", SETTLED)
    flat = compare.growth(matrix, "dash", "idiomatic", SETTLED)
    assert rising is not None
    assert flat is not None
    assert rising.interval is not None
    assert rising.interval.covers(6)
    assert compare.grows(rising)
    assert compare.grows(flat) is False


def test_growth_uses_one_position_and_one_row_count(matrix: Matrix) -> None:
    """Four panel counts of three runs; any cell of another position or row count would add to them."""
    found = compare.growth(matrix, "dash", "optimised", SETTLED)
    assert found is not None
    assert found.runs == 12


def test_a_median_of_zero_gives_no_ratio_and_still_a_winner(matrix: Matrix) -> None:
    point = matrix.point("rename_title", panels=8)
    found = compare.compare(matrix, "optimised", point, measure=BYTES_DOWN)
    assert found.ratio is None
    assert found.outcome == "dash"


def test_the_base_is_found_in_the_samples(matrix: Matrix) -> None:
    base = matrix.base
    assert (base.position, base.panels, base.rows) == ("middle", synthetic.BASE_PANELS, synthetic.BASE_ROWS)
    assert matrix.panel_counts() == list(synthetic.PANELS)
    assert matrix.row_counts() == list(synthetic.ROWS)


def test_on_a_page_of_one_panel_every_position_is_the_same(matrix: Matrix) -> None:
    cell = matrix.get("dash", "naive", matrix.point(panels=1, position="last"))
    assert cell is not None
    assert cell.key.point.position == "first"
    assert matrix.get("dash", "naive", replace(matrix.point(panels=1), position=None)) is None


# ---- fairness --------------------------------------------------------------------------------------------------


def test_every_cell_that_streamlit_wins_is_listed_and_no_other(matrix: Matrix) -> None:
    wins = [
        c
        for measure in COMPARED
        for c in compare.compare_all(matrix, measure, tiers=matrix.tiers())
        if c.outcome == "streamlit"
    ]
    listed = next(b for b in fairness.wins_section(matrix).blocks if isinstance(b, Table) and "Every" in b.caption)
    assert wins
    assert len(listed.rows) == len(wins)
    assert {texts(row)[-1] for row in listed.rows} == {"Streamlit"}
    assert all(float(texts(row)[-2].split(" ")[0]) < 1 for row in listed.rows)


def test_no_win_of_streamlit_is_said_in_words(samples: list[Sample]) -> None:
    cheap = [replace(s, settled_ms=5.0 + s.run) if s.framework == "dash" else s for s in samples]
    only_settled = [replace(s, response_ms=s.settled_ms, server_cpu_ms=s.settled_ms, bytes_down=1) for s in cheap]
    assert "Streamlit needs less in none of" in text_of(fairness.wins_section(Matrix(only_settled)))


def test_a_failed_cell_says_failed_with_its_reason_and_no_number(samples: list[Sample]) -> None:
    cell = {"framework": "streamlit", "tier": "naive", "panels": 100}
    matrix = Matrix(synthetic.failing(samples, "the page shows 3 rows", **cell))
    found = compare.compare(matrix, "naive", matrix.point(panels=100))
    assert found.outcome == "failed"
    assert found.ratio is None
    section = text_of(fairness.failures_section(matrix))
    assert "the page shows 3 rows" in section
    assert "15 of 15" in section
    medians = next(t for t in tables(assemble(matrix, Path("nowhere"))) if t.columns[-1] == "100 panels")
    shown = {tuple(texts(row)[:2]): texts(row)[-1] for row in medians.rows}
    assert [cell for cell, text in shown.items() if text == "failed"] == [("naive", "Streamlit")]


def test_partly_failed_cells_keep_their_figures_and_are_listed(samples: list[Sample]) -> None:
    cell = {"framework": "dash", "tier": "idiomatic", "panels": 8, "scenario": "open_page", "run": 0}
    matrix = Matrix(synthetic.failing(samples, "browser crashed", **cell))
    assert "5 of 15" in text_of(fairness.failures_section(matrix))
    found = compare.compare(matrix, "idiomatic", matrix.point("open_page", panels=8))
    assert found.dash is not None
    assert len(found.dash.kept) == 10
    assert found.ratio is not None


def test_nothing_failed_is_said_with_the_number_of_samples(samples: list[Sample]) -> None:
    assert f"all {len(samples):,} samples" in text_of(fairness.failures_section(Matrix(samples)))


def test_the_arms_say_what_garbage_collection_costs_and_that_nothing_differs_in_the_control(matrix: Matrix) -> None:
    section = text_of(fairness.arms_section(matrix))
    assert re.search(r"Off, (\d+) of \1 cells settle sooner", section)
    assert re.search(r"(\d) of 6 intervals cover 1", section)


def test_without_arms_there_is_no_section_on_them(samples: list[Sample]) -> None:
    assert fairness.arms_section(Matrix([s for s in samples if s.arm == "default"])) is None


# ---- causes ----------------------------------------------------------------------------------------------------


def test_claims_hold_on_samples_made_that_way(matrix: Matrix) -> None:
    rows = next(b for b in claims.section(matrix).blocks if isinstance(b, Table)).rows
    verdicts = [texts(row)[1] for row in rows]
    assert verdicts == ["holds", "holds, cached too", "holds", "holds in part: it still grows"]


def test_a_claim_falls_with_one_counter_example(samples: list[Sample]) -> None:
    once = [
        replace(s, callbacks=2)
        if (s.framework, s.tier, s.scenario, s.panels, s.run, s.repeat)
        == ("dash", "idiomatic", "change_axis", 32, 1, 1)
        else s
        for s in samples
    ]
    rows = next(b for b in claims.section(Matrix(once)).blocks if isinstance(b, Table)).rows
    assert texts(rows[0])[1] == "does not hold"
    assert "1 to 2 callbacks" in texts(rows[0])[2]


def test_claims_without_figures_are_not_measured(samples: list[Sample]) -> None:
    rows = next(b for b in claims.section(Matrix(samples[:1])).blocks if isinstance(b, Table)).rows
    assert {texts(row)[1] for row in rows} == {claims.NOT_MEASURED}


def test_an_interaction_without_inp_counts_as_fast_not_as_zero(samples: list[Sample]) -> None:
    cell = Matrix(samples).get("dash", "idiomatic", Matrix(samples).point())
    assert cell is not None
    assert responsiveness.inp_75(cell) == 24
    silent = replace(cell, kept=tuple(replace(s, inp_ms=None) for s in cell.kept))
    assert responsiveness.inp_75(silent) is None


@pytest.mark.parametrize(("inp_ms", "words"), [(200, "good"), (201, "needs improvement"), (501, "poor")])
def test_inp_is_rated_by_the_published_thresholds(inp_ms: float, words: str) -> None:
    assert responsiveness.rating(inp_ms) == words


# ---- the formats -----------------------------------------------------------------------------------------------


def test_the_page_needs_no_other_host_and_no_other_file(
    matrix: Matrix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "get_plotlyjs", get_plotlyjs)
    html = page.render(assemble(matrix, tmp_path), matrix)
    found = Page(html)
    assert found.addresses
    assert all(address.startswith(("#", "data:")) for address in found.addresses)
    assert "newPlot" in html.split('id="data">')[1]
    own = re.sub(r"<script>.*?</script>", "", html, flags=re.S)
    assert not re.findall(r"url\((?!\"data:)|@import", own)


def test_the_page_has_headings_in_order_and_a_caption_for_each_table(matrix: Matrix, tmp_path: Path) -> None:
    found = Page(page.render(assemble(matrix, tmp_path), matrix))
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert found.tables == found.captions > 10


def test_an_error_message_cannot_break_out_of_the_page_or_a_table(samples: list[Sample], tmp_path: Path) -> None:
    evil = "</script><script>alert(1)</script> | a\nb"
    matrix = Matrix(synthetic.failing(samples, evil, framework="dash", tier="naive", panels=8))
    found = assemble(matrix, tmp_path)
    html = page.render(found, matrix)
    assert "<script>alert" not in html
    data = html.split('id="data">')[1].split("</script>")[0]
    assert any(cell["failed"] == evil for cell in json.loads(data)["cells"])
    row = next(line for line in markdown.render(found).split("\n") if "alert(1)" in line)
    assert row.endswith("&lt;/script> \\| a b |")


def test_the_drawing_is_well_formed_and_says_failed(samples: list[Sample]) -> None:
    broken = synthetic.failing(samples, "x", framework="streamlit", tier="idiomatic", panels=100)
    root = ElementTree.fromstring(drawing.growth(Matrix(broken)))
    words = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "Streamlit failed" in words
    assert "Dash failed" not in words


def test_a_very_wide_interval_does_not_flatten_the_drawing(samples: list[Sample]) -> None:
    """Of two runs a hundredfold apart the upper bound lies beyond all medians; the scale must not follow it."""
    torn = [replace(s, settled_ms=10 ** (2 * s.run) * 1.0) for s in samples if s.run < 2]
    scale = [float(text.replace(",", "")) for text in re.findall(r">([\d,]+)</text>", drawing.growth(Matrix(torn)))]
    assert max(scale) <= 200


def test_single_runs_draw_no_error_bars(samples: list[Sample]) -> None:
    with_bars, without = (drawing.growth(Matrix(found)) for found in (samples, one_run(samples)))
    assert with_bars.count("<path") > without.count("<path")


def test_the_terminal_table_has_each_tier_with_aligned_columns(
    samples: list[Sample], stored: Callable[..., Path]
) -> None:
    text = report.table(stored(synthetic.failing(samples, "x", framework="dash", tier="naive", panels=100)))
    assert [line.split(":")[0] for line in text.split("\n") if "median" in line] == ["Naive", "Idiomatic", "Optimised"]
    assert "no difference shown" in text
    assert "failed" in text
    head, rule = text.split("\n")[2:4]
    assert next(len(dashes) for dashes in rule.split("  ")) == len("Filter the whole page")
    assert head.index("Streamlit / Dash") + len("Streamlit / Dash") <= len(rule)


# ---- README ----------------------------------------------------------------------------------------------------


def test_the_readme_changes_only_between_its_markers(samples: list[Sample], stored: Callable[..., Path]) -> None:
    folder = stored(samples)
    file = folder.parent / "README.md"
    file.write_text(f"before\n{readme.BEGIN}\nold 1 ms\n{readme.END}\nafter\n", encoding="utf-8")
    report.update_readme(file, folder)
    text = file.read_text("utf-8")
    assert text.startswith(f"before\n{readme.BEGIN}\n")
    assert text.endswith(f"{readme.END}\nafter\n")
    assert "old 1 ms" not in text
    assert "Streamlit / Dash" in text
    assert f"]({folder.name}/REPORT.md)" in text
    report.update_readme(file, folder)
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text", ["no markers", readme.BEGIN, f"{readme.END} {readme.BEGIN}", f"{readme.BEGIN}{readme.END}" * 2]
)
def test_a_readme_without_its_markers_is_left_as_it_is(
    text: str, samples: list[Sample], stored: Callable[..., Path]
) -> None:
    folder = stored(samples[:20])
    file = folder / "README.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(readme.MarkersMissingError, match="once each and in this order"):
        report.update_readme(file, folder)
    assert file.read_text("utf-8") == text


# ---- numbers in words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "places", "text"), [(1234.5, 0, "1,234"), (-0.004, 2, "0.00"), (-1.5, 1, "−1.5"), (0.0, 0, "0")]
)
def test_numbers_have_separators_and_no_minus_zero(value: float, places: int, text: str) -> None:
    assert number(value, places) == text


def test_a_ratio_keeps_the_places_that_decide() -> None:
    near = Estimate(1.04, Interval(1.01, 1.07), 30, 6)
    assert times(near) == "1.04 [1.01, 1.07]"
    assert times(Estimate(123.4, None, 2, 2)) == "123"


def test_an_interval_that_says_nothing_is_put_in_words() -> None:
    assert times(Estimate(1.7, Interval(0.07, 41.6), 20, 4)) == "1.70 [too few runs]"
    assert "too few" not in per_panel(Estimate(38.7, Interval(-194, 272), 20, 4), SETTLED)
    assert "too few" not in times(Estimate(1.7, Interval(0.5, 4.9), 20, 4))


def test_figures_that_never_varied_show_no_interval() -> None:
    assert per_panel(Estimate(24_000, Interval(24_000, 24_000), 30, 6), BYTES_DOWN) == "24.00"


# ---- environment -----------------------------------------------------------------------------------------------


def test_the_environment_is_shown_without_its_plan(samples: list[Sample], stored: Callable[..., Path]) -> None:
    text = report.write(stored(samples, synthetic.environment()))[1].read_text("utf-8")
    assert "Dash 4.4.1 and Streamlit 1.67.0" in text
    assert "| plotly js / streamlit | 4.2.0 |" in text
    assert "varied by 10 %" in text
    assert "Flat in one, rising in the other." in text
    assert "| plan" not in text


def test_without_an_environment_there_is_a_report_all_the_same(
    samples: list[Sample], stored: Callable[..., Path]
) -> None:
    text = report.write(stored(one_run(samples)))[1].read_text("utf-8")
    assert "Environment and versions" not in text
    assert "How it was measured" in text


def test_a_benchmark_that_was_cut_short_says_so(samples: list[Sample], stored: Callable[..., Path]) -> None:
    whole = synthetic.environment()
    cut = {**whole, "finished": None}
    texts_of = [report.write(stored(samples[:40], found))[1].read_text("utf-8") for found in (whole, cut)]
    assert ["not finished" in text for text in texts_of] == [False, True]


# ---- loading ---------------------------------------------------------------------------------------------------


def test_loading_is_shown_if_it_was_measured(samples: list[Sample], stored: Callable[..., Path]) -> None:
    folder = stored(samples[:40])
    assert loading.section(folder) is None
    records = [
        {"loader": "ours", "seconds": 0.25, "cells_right": 1_000, "error": None},
        {"loader": "other", "seconds": None, "cells_right": None, "error": "no delimiter"},
    ]
    (folder / loading.LOADING_FILE).write_text(
        json.dumps(
            {
                "schema_version": 1,
                "measured": {"started": "2013-07-04T10:00:00+00:00", "machine": {"cpu": "Abacus", "cores": 1}},
                "flights_csv": records,
                "raw_samples": records[:1],
            }
        )
    )
    text = report.write(folder)[1].read_text("utf-8")
    assert "measured in one run of 2013-07-04 on Abacus, 1 core: each" in text
    assert "**Flights csv.**" in text
    assert "**Raw samples" not in text
    assert "| ours | – | 0.250 | 1,000 |" in text
    assert "| other | no delimiter | failed | failed |" in text
