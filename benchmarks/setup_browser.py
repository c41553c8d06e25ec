"""Set-up, before any stage: makes sure that there is a Chromium to drive. Run by the Makefile, once."""

import os
import shutil
import subprocess
import sys

from benchmarks.browser import find_browser

INSTALL_COMMANDS = {
    "apt-get": (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium", "chromium-driver"]),
    "dnf": (["dnf", "install", "-y", "-q", "chromium", "chromedriver"],),
}
"""Package manager -> what installs a Chromium and the driver that Dash's own test tool (Selenium) needs."""

HELP = """\
No Chromium found and none could be installed. Do one of these and call make again:
  - install Chromium or Chrome (Debian: apt-get install chromium chromium-driver; macOS: brew install --cask chromium)
  - name one: make BROWSER_EXECUTABLE=/path/to/chrome ...
  - see why this fails: .venv/bin/python -m playwright install --with-deps chromium"""


def main() -> int:
    """Find a browser, else install one; say which.

    Returns
    -------
    int
        Exit status: 0 when there is a browser to drive.
    """
    for install in (None, install_by_package_manager, install_by_playwright):
        if install is not None and not install():
            continue
        found = find_browser()
        if found is not None:
            print(f"Browser: {found}")
            if shutil.which("chromedriver") is None:
                print("No chromedriver on PATH: the tests that Dash's own test tool runs will be skipped.")
            return 0
    print(HELP, file=sys.stderr)
    return 1


def install_by_package_manager() -> bool:
    """Install with the system's package manager if we may: as root, or by a sudo that asks no password."""
    prefix = administrator_prefix()
    manager = next((name for name in INSTALL_COMMANDS if shutil.which(name)), None)
    if prefix is None or manager is None:
        return False
    print(f"Installing Chromium with {manager} (once)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(succeeds([*prefix, *command], environment) for command in INSTALL_COMMANDS[manager])


def administrator_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, None if we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def install_by_playwright() -> bool:
    """Install Playwright's own Chromium into the user's cache."""
    print("Installing Playwright's Chromium (once)", flush=True)
    return succeeds([sys.executable, "-m", "playwright", "install", "chromium"])


def succeeds(command: list[str], environment: dict[str, str] | None = None) -> bool:
    """Run a command, its errors shown, and tell whether it succeeded."""
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
