"""Proves that the proxy treats HTTP and WebSocket alike: two plain clients ask the same thing through it."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlencode

from benchmarks.network import Proxy, Shape

TRANSPORTS: Final = ("http", "websocket")
TOLERANCE: Final = 0.25
"""Share by which round trip or transfer may differ between the transports or from what was asked."""
SLACK_MS: Final = 10.0
"""What a busy machine may add to either."""


@dataclass(frozen=True)
class Fairness:
    """What each transport saw of one shape.

    Attributes
    ----------
    shape : Shape
        What was asked.
    round_trip_ms, transfer_ms : dict of str to float
        By transport: fastest small exchange, and fastest exchange with an answer of ``transfer_bytes``.
    transfer_bytes : int
        Size of the large answer.
    """

    shape: Shape
    round_trip_ms: dict[str, float]
    transfer_ms: dict[str, float]
    transfer_bytes: int

    def problems(self) -> list[str]:
        """Say where a transport did not see what was asked; empty if both did."""
        rate = self.shape.down_bytes_per_s
        asked = {
            "round trip": (2 * self.shape.delay_ms, self.round_trip_ms),
            "transfer": (
                2 * self.shape.delay_ms + (1e3 * self.transfer_bytes / rate if rate else 0.0),
                self.transfer_ms,
            ),
        }
        return [
            f"{what} over {transport} takes {seen_ms:.0f} ms, {asked_ms:.0f} ms were asked"
            for what, (asked_ms, by_transport) in asked.items()
            for transport, seen_ms in by_transport.items()
            if abs(seen_ms - asked_ms) > TOLERANCE * asked_ms + SLACK_MS
        ]


@contextmanager
def answering_server() -> Iterator[int]:
    """Run the calibration's server in a process of its own; yields its port."""
    command = [sys.executable, "-m", "benchmarks.calibration_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(json.loads(process.stdout.readline())["port"])
        finally:
            process.terminate()


def measure_fairness(shape: Shape, *, repeats: int = 5, transfer_bytes: int = 50_000) -> Fairness:
    """Measure round trip and transfer of both transports through a proxy of this shape."""
    clients: dict[str, type[Client]] = {"http": HttpClient, "websocket": WebSocketClient}
    trips: dict[str, float] = {}
    transfers: dict[str, float] = {}
    with answering_server() as port, Proxy(port, shape) as proxy:
        for name, kind in clients.items():
            client = kind(proxy.port)
            client.ask(delay_ms=0, size=1)  # opens the connection, which costs a round trip of its own
            trips[name] = min(_time_ms(client, 1) for _ in range(repeats))
            transfers[name] = min(_time_ms(client, transfer_bytes) for _ in range(max(1, repeats // 2)))
            client.close()
    return Fairness(shape, trips, transfers, transfer_bytes)


class Client(Protocol):
    """Asks the calibration's server and waits for the answer."""

    def __init__(self, port: int) -> None: ...

    def ask(self, *, delay_ms: float, size: int) -> bytes:
        """Return the answer, ``size`` bytes sent ``delay_ms`` after the question came in."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class HttpClient:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._connection.connect()
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, *, delay_ms: float, size: int) -> bytes:
        """Ask by GET."""
        self._connection.request("GET", "/answer?" + _question(delay_ms, size))
        return self._connection.getresponse().read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class WebSocketClient:
    """One WebSocket; as much of RFC 6455 as the calibration's server speaks."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(
            b"GET /socket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        self._file = self._socket.makefile("rb")
        while self._file.readline() != b"\r\n":
            pass

    def ask(self, *, delay_ms: float, size: int) -> bytes:
        """Ask by one masked text message."""
        question = _question(delay_ms, size).encode()
        mask = os.urandom(4)
        body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(question))
        assert len(body) < 126
        self._socket.sendall(bytes([0x81, 0x80 | len(body)]) + mask + body)
        length = self._file.read(2)[1]
        if length > 125:
            length = int.from_bytes(self._file.read(2 if length == 126 else 8), "big")
        return self._file.read(length)

    def close(self) -> None:
        """Close the connection without the closing handshake."""
        self._file.close()
        self._socket.close()


def _question(delay_ms: float, size: int) -> str:
    return urlencode({"delay_ms": delay_ms, "token": "t", "size": size})


def _time_ms(client: Client, size: int) -> float:
    begin = time.perf_counter()
    client.ask(delay_ms=0, size=size)
    return (time.perf_counter() - begin) * 1e3
