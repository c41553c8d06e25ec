"""Who may know whom, read from the source text: nothing is imported to check it."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from shared.explorer_spec import TIERS

ROOT = Path(__file__).resolve().parents[1]
EXPLORERS = sorted(folder.name for folder in ROOT.glob("*_explorer"))
OURS = {"shared", "benchmarks", "tests", *EXPLORERS}
FRAMEWORKS = {"dash", "streamlit"}
MEASURING = {
    *("answers", "browser", "calibration", "drivers", "measurement", "network", "probe", "processes", "runner"),
    *("scenarios", "screenshots", "setup_browser", "studies", "transports"),
}
"""Stages of the benchmark that need an explorer, a browser or a network."""
STUDIED_APPS = {
    ROOT / "benchmarks" / "studies" / "article_apps" / "dash_app.py": "dash",
    ROOT / "benchmarks" / "studies" / "article_apps" / "streamlit_app.py": "streamlit",
}
"""Apps that a study measures, each with its framework. They are no stage: a server process runs them, as it runs an
explorer, and nothing imports them."""


def sources(*folders: str) -> list[Path]:
    """Python files of these top-level folders, or one file if a file is named."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imports(tree: ast.AST) -> set[str]:
    """Dotted names that a module imports, wherever in it: `from a import b` counts as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"line {node.lineno}: relative import; name the package"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imports_of(path: Path) -> set[str]:
    return imports(ast.parse(path.read_text(encoding="utf-8")))


def packages(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def is_framework(package: str) -> bool:
    return package in FRAMEWORKS or package.startswith(tuple(f"{name}_" for name in FRAMEWORKS))


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_finds_every_form_wherever_it_stands() -> None:
    source = "import a.b as c\ndef f():\n    from d.e import f, g\nif True:\n    import h"
    assert imports(ast.parse(source)) == {"a.b", "d.e.f", "d.e.g", "h"}


def test_a_relative_import_is_refused() -> None:
    with pytest.raises(AssertionError, match="line 1: relative import"):
        imports(ast.parse("from . import model"))


@pytest.mark.parametrize("path", sources("shared"), ids=identify)
def test_shared_knows_no_framework_and_nothing_else_of_ours(path: Path) -> None:
    used = packages(imports_of(path))
    assert not {package for package in used if is_framework(package)}
    assert used & OURS <= {"shared"}


@pytest.mark.parametrize("path", sources(*EXPLORERS), ids=identify)
def test_an_explorer_knows_shared_itself_and_its_own_framework(path: Path) -> None:
    names = imports_of(path)
    own = path.relative_to(ROOT).parts[0]
    framework = own.removesuffix("_explorer")
    if path.name == "driver.py":
        of_benchmarks = {name for name in names if name.startswith("benchmarks.")}
        assert all(name.startswith("benchmarks.model") for name in of_benchmarks)
        assert packages(names) & OURS <= {"shared", "benchmarks", own}
    else:
        assert packages(names) & OURS <= {"shared", own}
        assert not {name for name in names if name.startswith(f"{own}.driver")}
    others = FRAMEWORKS - {framework}
    assert not {package for package in packages(names) - {own} if package.startswith(tuple(others))}


@pytest.mark.parametrize("path", [path for path in sources("benchmarks") if path not in STUDIED_APPS], ids=identify)
def test_benchmarks_know_frameworks_by_folder_name_only(path: Path) -> None:
    used = packages(imports_of(path))
    assert not {package for package in used if is_framework(package)}


@pytest.mark.parametrize(("path", "framework"), STUDIED_APPS.items(), ids=STUDIED_APPS.values())
def test_a_studied_app_knows_shared_and_its_own_framework(path: Path, framework: str) -> None:
    used = packages(imports_of(path))
    assert {package for package in used if package.startswith(tuple(FRAMEWORKS))} >= {framework}
    assert not {package for package in used if package.startswith(tuple(FRAMEWORKS - {framework}))}
    assert used & OURS == {"shared"}


@pytest.mark.parametrize("path", sources("benchmarks", *EXPLORERS), ids=identify)
def test_nothing_imports_a_studied_app(path: Path) -> None:
    apps = tuple(".".join(app.relative_to(ROOT).with_suffix("").parts) for app in STUDIED_APPS)
    assert not {name for name in imports_of(path) if name.startswith(apps)}


@pytest.mark.parametrize("path", sources("benchmarks/report"), ids=identify)
def test_the_report_works_from_files_alone(path: Path) -> None:
    names = imports_of(path)
    assert not {name for name in names if name.startswith(tuple(f"benchmarks.{stage}" for stage in MEASURING))}
    assert not packages(names) & {"playwright", "selenium", *EXPLORERS}


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_explorers_are_file_for_file_the_same_but_for_helpers(explorer: str) -> None:
    names = {path.relative_to(ROOT / explorer).as_posix() for path in sources(explorer)}
    assert names >= {"app.py", "controls.py", "driver.py", "layout.py", "panels.py"}
    assert names >= {f"tiers/{tier}.py" for tier in TIERS}


@pytest.mark.parametrize(
    "path", [path for path in sources("streamlit_explorer") if path.name not in {"__main__.py", "app.py"}], ids=identify
)
def test_streamlit_modules_beside_the_entry_point_only_define(path: Path) -> None:
    """Streamlit runs the entry point on every rerun, other modules once: a call at their top level would vanish."""
    top_level = ast.parse(path.read_text(encoding="utf-8")).body
    calls = [
        node.lineno for node in top_level if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ]
    assert not calls, f"statements at lines {calls}"
