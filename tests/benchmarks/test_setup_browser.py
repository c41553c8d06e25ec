from pathlib import Path

import pytest

from benchmarks import setup_browser

SUCCESS, FAILURE = True, False


class Machine:
    """A machine without a browser until an install command succeeds that brings one."""

    def __init__(self, *, programs: set[str], root: bool, brings_browser: str = "") -> None:
        self.programs = programs
        self.root = root
        self.brings_browser = brings_browser
        self.browser: Path | None = None
        self.commands: list[str] = []

    def run(self, command: list[str], environment: dict[str, str] | None = None) -> bool:
        self.commands.append(" ".join(command))
        if self.brings_browser and self.brings_browser in command:
            self.browser = Path("/usr/bin/chromium")
        return SUCCESS if command[-1] != "true" else FAILURE


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    def use(machine: Machine) -> Machine:
        monkeypatch.setattr(setup_browser, "find_browser", lambda: machine.browser)
        monkeypatch.setattr(setup_browser, "succeeds", machine.run)
        monkeypatch.setattr("os.geteuid", lambda: 0 if machine.root else 1000)
        monkeypatch.setattr("shutil.which", lambda name: name if name in machine.programs else None)
        return machine

    return use


def test_a_browser_that_is_there_is_used_and_nothing_is_installed(on) -> None:
    machine = on(Machine(programs={"apt-get"}, root=True))
    machine.browser = Path("/usr/bin/chromium")
    assert setup_browser.main() == 0
    assert machine.commands == []


def test_root_installs_with_the_package_manager_and_not_with_playwright(on) -> None:
    machine = on(Machine(programs={"apt-get"}, root=True, brings_browser="apt-get"))
    assert setup_browser.main() == 0
    assert machine.commands[0].startswith("apt-get update")
    assert not any("playwright" in command for command in machine.commands)


def test_a_user_who_may_not_use_sudo_gets_playwrights_browser(on) -> None:
    machine = on(Machine(programs={"apt-get", "sudo"}, root=False, brings_browser="playwright"))
    assert setup_browser.main() == 0
    assert not any("apt-get" in command for command in machine.commands)


def test_without_any_way_the_error_says_what_to_install(on, capsys: pytest.CaptureFixture[str]) -> None:
    on(Machine(programs=set(), root=False))
    assert setup_browser.main() == 1
    assert "apt-get install chromium" in capsys.readouterr().err
