"""The study of the comparison article's apps: what they do for one change, what is measured, what is claimed of it."""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
from pandas.api.types import is_numeric_dtype
from playwright.sync_api import Browser, BrowserContext, expect

from benchmarks import measurement, results
from benchmarks.browser import new_context, open_browser
from benchmarks.flights import DataFolder, Dataset
from benchmarks.measurement import Subject, measure_run
from benchmarks.model import Action
from benchmarks.plan import ARTICLE_TIER, Arm, PlannedRun, Setting, Step, plan
from benchmarks.processes import Server
from benchmarks.report import article, markdown
from benchmarks.report.document import Entry, Report, Section
from benchmarks.results import Sample
from benchmarks.runner import Outcome
from benchmarks.scenarios.change_axis import AXES
from benchmarks.studies.article_apps import __main__ as command
from benchmarks.studies.article_apps.answers import AllRows, all_rows
from benchmarks.studies.article_apps.drivers import DRIVERS, subject_of
from benchmarks.studies.article_apps.plan import MANY_ROWS, ROWS, profile
from benchmarks.validation import sample_problems

FRAMEWORKS = sorted(DRIVERS)
CHANGES = (Step("change_axis", "middle", 1, 2),)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    return DataFolder(tmp_path_factory.mktemp("flights"))


def measure(
    framework: str, browser: Browser, data: DataFolder, *, rows: int = 1_000, subject: Subject | None = None
) -> list[Sample]:
    run = PlannedRun(0, 0, Arm(framework, ARTICLE_TIER), Setting(1, rows), CHANGES)
    return measure_run(run, subject=subject or subject_of(run.arm), browser=browser, data=data, timeout_s=60)


# ---- the apps in a browser ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_change_is_one_execution_that_draws_all_rows_and_asks_no_other_host(
    framework: str, browser: Browser, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def watched(started: Browser) -> BrowserContext:
        context = new_context(started)
        context.on("request", lambda request: asked.append(request.url))
        return context

    monkeypatch.setattr(measurement, "new_context", watched)
    samples = measure(framework, browser, data)
    assert [sample.error for sample in samples] == [None, None]
    assert [problem for sample in samples for problem in sample_problems(sample)] == []
    assert [sample.figures_built for sample in samples] == [1, 1]
    executed = {"dash": ("callbacks", 1), "streamlit": ("full_runs", 1)}[framework]
    assert {getattr(sample, executed[0]) for sample in samples} == {executed[1]}
    # The whole frame goes up with each change in Dash, and the file stays where it is in Streamlit.
    json_bytes = len(data.flights(1_000).frame.to_json(date_format="iso"))
    for sample in samples:
        assert sample.bytes_up is not None
        assert (sample.bytes_up > json_bytes) if framework == "dash" else (sample.bytes_up < 4_000)
    # Warm-up first, then two more columns of the ring.
    assert [sample.answer_shown.split("|")[1] for sample in samples if sample.answer_shown] == list(AXES[1:3])
    assert {urlsplit(url).hostname for url in asked if urlsplit(url).scheme in {"http", "https", "ws"}} == {"127.0.0.1"}


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_points_in_webgl_are_counted_too(framework: str, browser: Browser, data: DataFolder) -> None:
    """From 1,001 rows on Plotly Express leaves SVG for WebGL by itself."""
    samples = measure(framework, browser, data, rows=1_001)
    assert [sample.error for sample in samples] == [None, None]


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda frame: frame.apply(lambda column: column + 1 if is_numeric_dtype(column) else column), "wrong answer"),
        (lambda frame: frame.iloc[:-1], "points on the chart"),
    ],
    ids=["another value", "another number of rows"],
)
def test_another_answer_than_all_rows_is_a_failure_with_a_reason(
    browser: Browser, data: DataFolder, spoil: Callable[[pd.DataFrame], pd.DataFrame], reason: str
) -> None:
    def spoiled(dataset: Dataset) -> AllRows:
        return AllRows(spoil(dataset.frame))

    right = subject_of(Arm("dash", ARTICLE_TIER))
    first, after = measure("dash", browser, data, subject=dataclasses.replace(right, answers=spoiled))
    assert first.error is not None
    assert reason in first.error
    assert after.response_ms is None
    assert sample_problems(first) == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_page_that_cannot_be_filled_is_a_failure_with_a_reason(
    framework: str, browser: Browser, data: DataFolder
) -> None:
    def enter(page: object, dataset: Dataset) -> None:
        raise LookupError("no such file")

    right = subject_of(Arm(framework, ARTICLE_TIER))
    first, after = measure(framework, browser, data, subject=dataclasses.replace(right, enter=enter))
    assert first.error == "the dataset could not be brought on screen: no such file"
    assert after.error is not None
    assert (first.response_ms, after.response_ms) == (None, None)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_file_that_is_no_csv_is_refused_in_words(framework: str, browser: Browser, tmp_path: Path) -> None:
    driver = DRIVERS[framework]
    spoiled = tmp_path / "picture.csv"
    spoiled.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with Server(driver, tier=ARTICLE_TIER, arm="default", store=tmp_path) as server:
        context = new_context(browser)
        page = context.new_page()
        page.goto(driver.url(f"http://127.0.0.1:{server.port}", dataset_id="", panels=1))
        page.locator("input[type=file]").set_input_files(spoiled)
        alert = page.get_by_role("alert").filter(has_text="picture.csv")
        expect(alert).to_be_visible(timeout=60_000)
        expect(alert).not_to_contain_text("Traceback")
        expect(page.locator(".js-plotly-plot")).to_have_count(0)
        context.close()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_driver_of_an_article_s_app_refuses_what_the_app_cannot_do(framework: str) -> None:
    with pytest.raises(ValueError, match="rename_title"):
        DRIVERS[framework].prepare(None, Action("rename_title", 0, "x"))  # type: ignore[arg-type]


# ---- answers and plan --------------------------------------------------------------------------------------------


def test_all_rows_are_expected_whatever_their_number_and_missing_values_are_no_points() -> None:
    frame = pd.DataFrame({"a": range(5_000), "b": [float(n % 7) for n in range(5_000)]})
    frame.loc[:9, "b"] = None
    book = AllRows(frame)
    answer = book.panel(book.first_screen(1), 0)
    assert answer.points == 4_990
    assert answer.answer == "|a|b|||||"
    assert answer.caption is None
    changed = frame.assign(b=frame["b"].where(frame.index != 4_999, 99.0))
    assert AllRows(changed).panel(book.first_screen(1), 0).checksum != answer.checksum
    with pytest.raises(ValueError, match="2 panels"):
        book.first_screen(2)


def test_every_arm_is_measured_side_by_side_and_the_article_s_apps_are_spared_the_million() -> None:
    runs = plan(profile(3))
    article_arms = {Arm("dash", ARTICLE_TIER), Arm("streamlit", ARTICLE_TIER)}
    explorers = {Arm("dash", "optimised"), Arm("streamlit", "optimised")}
    for rows in (*ROWS, MANY_ROWS):
        wanted = explorers if rows == MANY_ROWS else explorers | article_arms
        at_rows = [run for run in runs if run.setting == Setting(1, rows)]
        assert Counter(run.arm for run in at_rows) == dict.fromkeys(wanted, 3)
        orders = [[run.arm for run in at_rows if run.run == number] for number in range(3)]
        assert orders[0] == orders[1][::-1] == orders[2]
    assert {step.scenario for run in runs for step in run.steps} == {"change_axis"}
    assert ROWS[-1] == article.COMPARED_ROWS
    assert MANY_ROWS == article.MANY_ROWS
    with pytest.raises(ValueError, match="0 runs"):
        profile(0)


def test_an_arm_of_the_article_is_its_app_and_any_other_arm_the_explorer() -> None:
    for framework in FRAMEWORKS:
        app, explorer = subject_of(Arm(framework, ARTICLE_TIER)), subject_of(Arm(framework, "optimised"))
        assert app.driver is DRIVERS[framework]
        assert (app.answers, explorer.enter) == (all_rows, None)
        assert "optimised" in explorer.driver.tiers
        assert app.driver.idle_script == explorer.driver.idle_script


# ---- the command -------------------------------------------------------------------------------------------------


def test_the_command_measures_as_told_and_prints_what_came_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []

    def measured(planned: Any, folder: Path, **options: Any) -> Outcome:
        asked.append({"runs": planned.groups[0].runs, "folder": folder, **options})
        results.replace_all(folder, synthetic())
        return Outcome(samples=63, failed=0, unstable=[])

    monkeypatch.setattr(command, "run_benchmark", measured)
    assert command.main(["--out", str(tmp_path), "--runs", "4", "--resume"]) == 0
    assert asked == [{"runs": 4, "folder": tmp_path, "resume": True, "subject_of": subject_of}]
    out = capsys.readouterr().out
    assert "63 samples" in out
    assert "at least 5 times as fast" in out
    assert command.main(["--out", str(tmp_path), "--runs", "0"]) == 2
    assert "0 runs" in capsys.readouterr().err


# ---- the section of the report -----------------------------------------------------------------------------------

RESPONSES = {
    ("dash", "article"): {1_000: 150.0, 10_000: 500.0, 100_000: 1_800.0},
    ("dash", "optimised"): {1_000: 90.0, 10_000: 90.0, 100_000: 90.0, 1_000_000: 99.0},
    ("streamlit", "article"): {1_000: 240.0, 10_000: 440.0, 100_000: 800.0},
    ("streamlit", "optimised"): {1_000: 200.0, 10_000: 200.0, 100_000: 200.0, 1_000_000: 600.0},
}
"""Dash keeps both claims about time, Streamlit neither: 4 times as fast, and 3 times as long at a million rows."""


def synthetic(*, runs: int = 3, spread: float = 0.01) -> list[Sample]:
    return [
        _sample(framework, tier, rows, run, repeat, response * (1 + spread * (run - 1)))
        for (framework, tier), responses in RESPONSES.items()
        for rows, response in responses.items()
        for run in range(runs)
        for repeat in range(3)
    ]


def _sample(framework: str, tier: str, rows: int, run: int, repeat: int, response_ms: float) -> Sample:
    dash_article = (framework, tier) == ("dash", ARTICLE_TIER)
    return Sample(
        framework=framework,
        tier=tier,
        arm="default",
        scenario="change_axis",
        position="middle",
        panels=1,
        rows=rows,
        rtt_ms=0.0,
        users=1,
        run=run,
        repeat=repeat,
        response_ms=response_ms,
        settled_ms=response_ms + 5,
        server_cpu_ms=response_ms / 2,
        last_byte_ms=response_ms / 3,
        bytes_up=150 * rows if dash_article else 1_234,
        bytes_down=20 * rows if tier == ARTICLE_TIER else 25_000,
        figures_built=1,
    )


@pytest.fixture
def verdicts(tmp_path: Path) -> Callable[[list[Sample]], dict[tuple[str, str], tuple[str, str]]]:
    """Store samples and return (framework, the claim's number) -> (verdict, evidence)."""

    def judge(samples: list[Sample]) -> dict[tuple[str, str], tuple[str, str]]:
        results.replace_all(tmp_path, samples)
        names = ("faster", "slower", "up", "down") * 2
        rows = article.claims_table(tmp_path).rows
        texts = [[entry.text if isinstance(entry, Entry) else entry for entry in row] for row in rows]
        return {(text[0], name): (text[2], text[3]) for name, text in zip(names[: len(texts)], texts, strict=True)}

    return judge


def failed(sample: Sample) -> Sample:
    figures = ("response_ms", "settled_ms", "server_cpu_ms", "last_byte_ms", "bytes_up", "bytes_down", "figures_built")
    blank = dict.fromkeys(figures)
    return dataclasses.replace(sample, error="the page cannot open", **blank)  # type: ignore[arg-type]


def test_claims_about_time_follow_from_the_samples(verdicts: Callable[..., Any]) -> None:
    found = verdicts(synthetic())
    assert found["Dash", "faster"][0] == "holds"
    assert found["Dash", "faster"][1].startswith("20.0 [")
    assert "1,800 ms" in found["Dash", "faster"][1]
    assert found["Dash", "slower"][0] == "holds"
    assert found["Dash", "slower"][1].startswith("1.10 [")
    assert found["Streamlit", "faster"][0] == "does not hold"
    assert found["Streamlit", "faster"][1].startswith("4.0 [")
    assert found["Streamlit", "slower"][0] == "does not hold"


def test_an_interval_that_covers_the_limit_decides_nothing_and_neither_does_one_run(
    verdicts: Callable[..., Any],
) -> None:
    assert verdicts(synthetic(spread=0.5))["Streamlit", "faster"][0] == (
        "not decided: by the medians alone it does not hold"
    )
    assert verdicts(synthetic(runs=1))["Dash", "faster"][0] == "not decided: one run"


def test_claims_about_bytes_hold_only_if_every_change_of_the_explorer_keeps_them(verdicts: Callable[..., Any]) -> None:
    samples = synthetic()
    found = verdicts(samples)
    assert found["Dash", "up"] == (
        "holds",
        "at most 1.2 kB in 36 changes, at 1,000, 10,000, 100,000 and 1,000,000 rows; the article's app up to 15 MB at "
        "100,000",
    )
    assert found["Dash", "down"][0] == "holds"
    # One change of one run is enough to break a claim; a change of the article's app breaks none.
    one = next(place for place, sample in enumerate(samples) if sample.tier == "optimised" and sample.rows == 10_000)
    samples[one] = dataclasses.replace(samples[one], bytes_up=4_000, bytes_down=1_500_000)
    broken = verdicts(samples)
    assert (broken["Dash", "up"][0], broken["Dash", "down"][0]) == ("does not hold", "does not hold")
    assert broken["Streamlit", "up"][0] == "holds"


def test_a_side_that_failed_or_was_not_measured_gives_no_verdict(verdicts: Callable[..., Any]) -> None:
    broken = [
        failed(sample) if (sample.framework, sample.tier, sample.rows) == ("dash", ARTICLE_TIER, 100_000) else sample
        for sample in synthetic()
        if sample.rows < MANY_ROWS
    ]
    found = verdicts(broken)
    assert found["Dash", "faster"] == (
        "not decided: failed",
        "article's app at 100,000 rows: the page cannot open",
    )
    assert found["Dash", "slower"][0] == "not measured"
    assert found["Dash", "up"][0] == "holds"
    assert found["Streamlit", "faster"][0] == "does not hold"


def test_the_section_shows_every_cell_and_is_left_out_where_there_are_no_samples(tmp_path: Path) -> None:
    assert article.section(tmp_path) is None
    folder = tmp_path / article.FOLDER
    results.append(folder, [failed(s) if (s.framework, s.rows) == ("dash", 10_000) else s for s in synthetic()])
    environment: dict[str, Any] = {"profile": "article_apps", "predictions": {"article_apps": "Much faster."}}
    results.write_environment(folder, environment)
    text = _text(article.section(tmp_path))
    assert "Much faster." in text
    assert "126 samples, profile article_apps" in text
    assert "| Dash | 100,000 | 1,800" in text
    assert "| Dash | 10,000 | failed | failed | – |" in text
    assert "| Dash | 1,000,000 | – | 99" in text
    assert "the page cannot open" in text
    assert "graphics card" not in text


@pytest.mark.parametrize(("renderer", "said"), [("ANGLE (SwiftShader Device)", True), ("ANGLE (A Card)", False)])
def test_the_section_says_when_no_graphics_card_drew_the_article_s_points(
    tmp_path: Path, renderer: str, said: bool
) -> None:
    folder = tmp_path / article.FOLDER
    results.append(folder, synthetic())
    results.write_environment(folder, {"browser": {"webgl_renderer": renderer}})
    text = _text(article.section(tmp_path))
    assert renderer in text
    assert ("with a graphics card" in text) == said


def _text(section: Section | None) -> str:
    assert section is not None
    return markdown.render(Report("", (), "", [section]))
