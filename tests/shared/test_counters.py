"""Counting for the benchmark: nothing lost between threads and processes, nothing done when it is off."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from shared import counters
from shared.explorer_spec import PanelSpec
from shared.figures import build_chart

ADD_TOGETHER = """
import os
from pathlib import Path
from shared import counters
counters.add("full_runs")
while counters.read(Path(os.environ["EXPLORER_COUNTERS"]))["full_runs"] < 3:
    pass
for _ in range(20_000):
    counters.add("callbacks")
"""
"""Three processes that start to count when all of them are ready: else one would be done before the next begins."""


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Let threads interrupt each other as often as possible, so that a race shows."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "counters"
    counters.create(path)
    monkeypatch.setattr(counters, "_active", counters.Counters(path))
    return path


def test_a_new_file_counts_nothing(tmp_path: Path) -> None:
    counters.create(tmp_path / "counters")
    assert counters.read(tmp_path / "counters") == dict.fromkeys(counters.NAMES, 0)


def test_each_name_has_its_own_count(counting: Path) -> None:
    for n, name in enumerate(counters.NAMES, start=1):
        counters.add(name, n)
    assert counters.read(counting) == {name: n for n, name in enumerate(counters.NAMES, start=1)}


def test_an_unknown_name_is_an_error_and_counts_nothing(counting: Path) -> None:
    with pytest.raises(KeyError):
        counters.add("figures")
    assert sum(counters.read(counting).values()) == 0


@pytest.mark.usefixtures("restless_threads")
def test_no_addition_is_lost_between_threads(counting: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: [counters.add("full_runs") for _ in range(2_000)], range(8)))
    assert counters.read(counting)["full_runs"] == 16_000


def test_no_addition_is_lost_between_processes(tmp_path: Path) -> None:
    path = tmp_path / "counters"
    counters.create(path)
    root = Path(counters.__file__).parents[1]
    environment = {counters.ENVIRONMENT_VARIABLE: str(path)}
    running = [subprocess.Popen([sys.executable, "-c", ADD_TOGETHER], cwd=root, env=environment) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert counters.read(path)["callbacks"] == 60_000


def test_a_missing_file_stops_the_app_instead_of_counting_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        counters.Counters(tmp_path / "none")


def test_each_chart_is_counted_once_when_counting_is_on(counting: Path) -> None:
    build_chart(pd.DataFrame({"x": [1, 2]}), PanelSpec(0, "t", "x", "x"))
    assert counters.read(counting)["figures_built"] == 1


def test_counting_is_off_without_the_variable() -> None:
    root = Path(counters.__file__).parents[1]
    script = "from shared import counters; counters.add('callbacks'); assert counters._active is None"
    subprocess.run([sys.executable, "-c", script], cwd=root, env={}, check=True)
