"""Starts an explorer's server for one run and reads what it uses: CPU time in ns, memory. Imports model, network."""

import os
import platform
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import psutil

from benchmarks.model import Driver
from benchmarks.network import free_port
from shared import counters

ROOT: Final = Path(__file__).resolve().parents[1]
START_TIMEOUT_S: Final = 60.0
_STOP_TIMEOUT_S: Final = 5.0


class ServerError(RuntimeError):
    """The server did not start or has died; says its last words."""


class Server:
    """A fresh server process of one tier, with counting switched on. Use as a context manager.

    Parameters
    ----------
    driver : Driver
        Knows how to start it.
    tier, arm : str
        What to start.
    store : Path
        Folder of the dataset store.

    Raises
    ------
    ServerError
        On entering, if nobody listens within `START_TIMEOUT_S`.
    """

    def __init__(self, driver: Driver, *, tier: str, arm: str, store: Path) -> None:
        self._driver = driver
        self._tier = tier
        self._arm = arm
        self._store = store

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="server-")
        self._counters = Path(self._folder.name) / "counters"
        counters.create(self._counters)
        self._log = (Path(self._folder.name) / "log").open("w+b")
        with free_port() as port:
            self.port = port
        environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            counters.ENVIRONMENT_VARIABLE: str(self._counters),
            **self._driver.environment(tier=self._tier, arm=self._arm, store=self._store),
        }
        self._process = subprocess.Popen(
            self._driver.command(tier=self._tier, arm=self._arm, port=self.port),
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self._wait_until_it_listens()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                # The whole session: a launcher may have left the server itself behind.
                os.killpg(self._process.pid, number)
                self._process.wait(_STOP_TIMEOUT_S)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        self._process.wait()
        self._log.close()
        self._folder.cleanup()

    def counts(self) -> dict[str, int]:
        """Return what the server has executed so far (`shared.counters.NAMES`)."""
        return counters.read(self._counters)

    def cpu_ns(self) -> int:
        """Return the CPU time of the process tree so far, ended threads included."""
        return sum(_cpu_ns(process.pid) for process in self._tree())

    def rss_bytes(self) -> int:
        """Return the resident memory of the process tree."""
        total = 0
        for process in self._tree():
            try:
                total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return total

    def last_words(self) -> str:
        """Return the end of what the server printed."""
        self._log.flush()
        text = Path(self._log.name).read_text("utf-8", errors="replace")
        return text[-600:].strip()

    def check_alive(self) -> None:
        """Raise `ServerError` if the process has ended."""
        if self._process.poll() is not None:
            raise ServerError(f"the server ended with status {self._process.returncode}: {self.last_words()}")

    def _tree(self) -> list[psutil.Process]:
        try:
            first = psutil.Process(self._process.pid)
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _wait_until_it_listens(self) -> None:
        give_up = time.monotonic() + START_TIMEOUT_S
        while True:
            self.check_alive()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                if time.monotonic() > give_up:
                    raise ServerError(f"no server after {START_TIMEOUT_S:.0f} s: {self.last_words()}") from None
                time.sleep(0.05)
            else:
                return


def _cpu_ns(pid: int) -> int:
    if platform.system() == "Linux":
        try:
            # The clock of another process, as clock_getcpuclockid(3) would name it; psutil's ticks are 10 ms.
            return time.clock_gettime_ns((~pid << 3) | 2)
        except OSError:
            return 0
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0
    return round((times.user + times.system) * 1e9)
