"""The house is in order: every task is listed and documented, and no text ties it to a machine or a host."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = sorted(set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)))
SKIPPED_FOLDERS = {".cache", ".git", ".hypothesis", ".venv", "__pycache__", "build", "results"}
MAX_TEXT_BYTES = 1_000_000
"""What is larger is a bundle or data, not written by hand."""

MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:home|root|work|opt|tmp|Users)/\w")
FOREIGN_HOST = re.compile(r"cdn\.\w|jsdelivr|unpkg|googleapis|gstatic|cloudflare|pypi\.org|pythonhosted|npmjs")


def text_files() -> list[Path]:
    files: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS and not name.endswith(".egg-info")]
        files += [Path(folder, name) for name in names]
    return sorted(path for path in files if path != Path(__file__).resolve() and is_text(path))


def is_text(path: Path) -> bool:
    content = path.read_bytes()[: MAX_TEXT_BYTES + 1]
    return len(content) <= MAX_TEXT_BYTES and b"\0" not in content


def offences(pattern: re.Pattern[str], path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()[:120]}" for n, line in enumerate(lines, 1) if pattern.search(line)
    ]


def test_make_help_lists_every_target_on_one_line() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    lines = shown.stdout.splitlines()
    assert sorted(line.split()[1] for line in lines) == TARGETS
    assert all(len(line.split()) > 3 for line in lines), "a target without a word about it"


@pytest.mark.parametrize("target", ["run-dash", "run-streamlit", "bench", "bench-full", "bench-load", "report", "test"])
def test_readme_names_the_main_targets(target: str) -> None:
    assert re.search(rf"make {target}\b(?!-)", README)


def test_readme_names_no_target_that_does_not_exist() -> None:
    assert set(re.findall(r"`make ([a-z-]+)", README)) <= set(TARGETS)


@pytest.mark.parametrize(
    ("pattern", "guilty"),
    [
        (MACHINE_PATH, "open('/home/ann/data.csv')"),
        (MACHINE_PATH, "/Users/ann"),
        (FOREIGN_HOST, "https://cdn.example.org/x.js"),
        (FOREIGN_HOST, "--index-url https://" + "pypi" + ".org/simple"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], guilty: str) -> None:
    assert pattern.search(guilty)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, FOREIGN_HOST], ids=["machine path", "foreign host"])
def test_no_text_names_a_machine_path_or_a_foreign_host(pattern: re.Pattern[str]) -> None:
    found = [offence for path in text_files() for offence in offences(pattern, path)]
    assert not found, "\n".join(found)
