"""Between browser and server: a TCP proxy that counts and, where asked, delays. Imports no stage.

It runs in its own process, and the harness reads its counts from memory that both share.

Network distance is made here because a browser's own throttling delays HTTP requests but not WebSocket frames: one
framework talks HTTP and the other WebSocket, and only a proxy that knows neither treats both alike. For the same reason
bytes are counted here: a page does not see all of its own traffic.

The model of the link: each chunk arrives one delay later; all connections of a direction share one rate; opening a
connection costs one round trip. No packet loss, no slow start.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import enum
import mmap
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

SLOTS: Final = (
    "port",
    "mark",
    "bytes_up",
    "bytes_down",
    "http_requests",
    "ws_messages_up",
    "ws_messages_down",
    "first_up_ns",
    "first_down_ns",
    "last_down_ns",
)
_INDEX: Final = {name: place for place, name in enumerate(SLOTS)}
_SIZE_BYTES: Final = 8 * len(SLOTS)
_START_TIMEOUT_S: Final = 20.0
_HEAD_END: Final = b"\r\n\r\n"
_MAX_HEAD_BYTES: Final = 1 << 20


@dataclass(frozen=True)
class Traffic:
    """What passed since the last mark.

    Attributes
    ----------
    bytes_up, bytes_down : int
        TCP payload from and to the browser.
    http_requests, ws_messages : int
        Requests begun; WebSocket messages of both directions, control frames left out.
    first_up_ns, first_down_ns, last_down_ns : int or None
        Wall clock of the first byte from the browser and the first and last byte to it; None if there was none.
    """

    bytes_up: int
    bytes_down: int
    http_requests: int
    ws_messages: int
    first_up_ns: int | None
    first_down_ns: int | None
    last_down_ns: int | None


@dataclass(frozen=True)
class Shape:
    """How far away the server is made to look.

    Attributes
    ----------
    delay_ms : float
        One way; the round-trip time is twice that.
    down_bytes_per_s, up_bytes_per_s : float or None
        Rate of all connections together; None is as fast as it goes.
    """

    delay_ms: float = 0.0
    down_bytes_per_s: float | None = None
    up_bytes_per_s: float | None = None


class Slots:
    """Named 64-bit integers in a file that two processes map: reading them costs no message.

    Each slot has one writer (the proxy; "mark" is the harness's), and an aligned 8-byte store is never seen half done.
    """

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), _SIZE_BYTES)
        self._values = memoryview(self._map).cast("q")

    def __getitem__(self, name: str) -> int:
        return int(self._values[_INDEX[name]])

    def __setitem__(self, name: str, value: int) -> None:
        self._values[_INDEX[name]] = value

    def close(self) -> None:
        """Unmap the file."""
        self._values.release()
        self._map.close()


class Proxy:
    """A proxy process in front of a port of this machine. Use as a context manager.

    Parameters
    ----------
    target_port : int
        Where the server listens on 127.0.0.1; it need not listen yet.
    shape : Shape
        Delay and rate.
    """

    def __init__(self, target_port: int, shape: Shape | None = None) -> None:
        self._target_port = target_port
        self._shape = shape or Shape()

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="proxy-")
        path = Path(self._folder.name) / "slots"
        path.write_bytes(bytes(_SIZE_BYTES))
        self._slots = Slots(path)
        shape = dataclasses.asdict(self._shape)
        options = [f"--{name.replace('_', '-')}={value}" for name, value in shape.items() if value is not None]
        command = [sys.executable, "-m", "benchmarks.network", f"--target={self._target_port}", f"--slots={path}"]
        self._process = subprocess.Popen([*command, *options])
        give_up = time.monotonic() + _START_TIMEOUT_S
        while not self._slots["port"]:
            if self._process.poll() is not None or time.monotonic() > give_up:
                self.__exit__(None, None, None)
                raise RuntimeError(f"the proxy did not start (exit status {self._process.returncode})")
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        self._slots.close()
        self._folder.cleanup()

    @property
    def port(self) -> int:
        """Where the proxy listens on 127.0.0.1."""
        return self._slots["port"]

    def mark(self) -> "Mark":
        """Start a count: what passes from now on."""
        self._slots["mark"] += 1
        return Mark(self._slots)


class Mark:
    """A point in time from which traffic is counted."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._number = slots["mark"]
        self._before = {name: slots[name] for name in SLOTS}

    def traffic(self) -> Traffic:
        """Return what passed since the mark.

        Raises
        ------
        RuntimeError
            If a later mark was set: the times belong to that one.
        """
        if self._slots["mark"] != self._number:
            raise RuntimeError("traffic of an old mark: read it before the next one is set")
        count = {name: self._slots[name] - self._before[name] for name in SLOTS}
        times = {
            name: self._slots[name] if self._slots[name] > self._before[name] else None
            for name in ("first_up_ns", "first_down_ns", "last_down_ns")
        }
        return Traffic(
            bytes_up=count["bytes_up"],
            bytes_down=count["bytes_down"],
            http_requests=count["http_requests"],
            ws_messages=count["ws_messages_up"] + count["ws_messages_down"],
            **times,
        )


class RequestCounter:
    """Counts HTTP/1.1 requests of one connection, then, after an upgrade, WebSocket messages. Reads heads only."""

    def __init__(self) -> None:
        self.requests = 0
        self.messages = 0
        self.upgraded = False
        self._head = bytearray()
        self._skip = 0
        self._chunked: _ChunkedBody | None = None
        self._frames = FrameCounter()

    def feed(self, data: bytes) -> None:
        """Take in the next bytes that the client sent."""
        while data:
            if self.upgraded:
                self._frames.feed(data)
                self.messages = self._frames.messages
                return
            if self._skip:
                taken = min(self._skip, len(data))
                self._skip -= taken
                data = data[taken:]
            elif self._chunked is not None:
                data = self._chunked.feed(data)
                if self._chunked.ended:
                    self._chunked = None
            else:
                data = self._feed_head(data)

    def _feed_head(self, data: bytes) -> bytes:
        self._head += data
        end = self._head.find(_HEAD_END)
        if end < 0:
            if len(self._head) > _MAX_HEAD_BYTES:
                raise ValueError("no HTTP: a request head of more than 1 MB")
            return b""
        head, rest = bytes(self._head[:end]), bytes(self._head[end + len(_HEAD_END) :])
        self._head.clear()
        self.requests += 1
        fields = _header_fields(head)
        self.upgraded = fields.get("upgrade", "").lower() == "websocket"
        self._skip = int(fields.get("content-length", "0"))
        if "chunked" in fields.get("transfer-encoding", "").lower():
            self._chunked = _ChunkedBody()
        return rest


class ReplyCounter:
    """Counts WebSocket messages from the server once it has agreed to the upgrade. Reads nothing before."""

    def __init__(self, request: RequestCounter) -> None:
        self.messages = 0
        self._request = request
        self._head: bytearray | None = bytearray()
        self._frames = FrameCounter()

    def feed(self, data: bytes) -> None:
        """Take in the next bytes that the server sent."""
        if not self._request.upgraded:
            return
        if self._head is not None:
            self._head += data
            end = self._head.find(_HEAD_END)
            if end < 0:
                return
            data = bytes(self._head[end + len(_HEAD_END) :])
            self._head = None
        self._frames.feed(data)
        self.messages = self._frames.messages


class FrameCounter:
    """Counts the messages of one direction of a WebSocket from its frame headers (RFC 6455, 5.2)."""

    def __init__(self) -> None:
        self.messages = 0
        self._header = bytearray()
        self._skip = 0

    def feed(self, data: bytes) -> None:
        """Take in the next bytes."""
        place = 0
        while place < len(data):
            if self._skip:
                taken = min(self._skip, len(data) - place)
                self._skip -= taken
                place += taken
                continue
            self._header.append(data[place])
            place += 1
            self._end_header()

    def _end_header(self) -> None:
        """Take the header if it is complete. Payload of length 0 needs no skipping."""
        header = self._header
        if len(header) < 2:
            return
        short = header[1] & 0x7F
        extended = {126: 2, 127: 8}.get(short, 0)
        if len(header) < 2 + extended + (4 if header[1] & 0x80 else 0):
            return
        self._skip = int.from_bytes(header[2 : 2 + extended], "big") if extended else short
        final, opcode = header[0] & 0x80, header[0] & 0x0F
        if final and opcode < 8:  # a message ends with its final frame; opcodes from 8 are ping, pong and close
            self.messages += 1
        header.clear()


class _ChunkedBody:
    """Skips a body sent in chunks (RFC 9112, 7.1)."""

    def __init__(self) -> None:
        self.ended = False
        self._line = bytearray()
        self._skip = 0
        self._last = False

    def feed(self, data: bytes) -> bytes:
        """Take in bytes; return those behind the body's end."""
        for place in range(len(data)):
            if self._skip:
                self._skip -= 1
                continue
            self._line.append(data[place])
            if not self._line.endswith(b"\r\n"):
                continue
            line = bytes(self._line[:-2])
            self._line.clear()
            if self._last:
                if not line:  # trailer fields end with an empty line
                    self.ended = True
                    return data[place + 1 :]
            elif size := int(line.split(b";")[0], 16):
                self._skip = size + 2
            else:
                self._last = True
        return b""


def _header_fields(head: bytes) -> dict[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


class _Link:
    """One direction of the network: tells when what is sent now arrives."""

    def __init__(self, delay_s: float, bytes_per_s: float | None) -> None:
        self.delay_s = delay_s
        self._bytes_per_s = bytes_per_s
        self._free_at = 0.0

    @property
    def immediate(self) -> bool:
        return not self.delay_s and not self._bytes_per_s

    def arrival(self, sent_at: float, n_bytes: int) -> float:
        begin = max(sent_at, self._free_at)
        self._free_at = begin + (n_bytes / self._bytes_per_s if self._bytes_per_s else 0.0)
        return self._free_at + self.delay_s


class _Signal(enum.Enum):
    EOF = "no more to send"
    CLOSE = "gone"


class _Side(asyncio.Protocol):
    """One end of a connection: what it receives goes, counted and maybe later, to its peer."""

    peer: "_Side"

    def __init__(self, link: _Link, counter: RequestCounter | ReplyCounter, account: "_Account", up: bool) -> None:
        self._link = link
        self._counter = counter
        self._account = account
        self._up = up
        self._transport: asyncio.Transport | None = None
        self._queue: deque[tuple[float, bytes | _Signal]] = deque()
        self._open_at = 0.0
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # The handshake of a far server takes a round trip before the first byte may leave.
        self._open_at = self._loop.time() + 2 * self._link.delay_s

    def data_received(self, data: bytes) -> None:
        self._account.count(self._counter, data, self._up)
        self._pass_on(data)

    def eof_received(self) -> bool:
        self._pass_on(_Signal.EOF)
        return True  # the other direction may go on

    def connection_lost(self, exc: Exception | None) -> None:
        self._pass_on(_Signal.CLOSE)

    def pause_writing(self) -> None:
        self.peer.hold(True)

    def resume_writing(self) -> None:
        self.peer.hold(False)

    def hold(self, on: bool) -> None:
        """Stop or go on reading: the peer's reader is slower than this side's sender."""
        if self._transport is not None and not self._transport.is_closing():
            if on:
                self._transport.pause_reading()
            else:
                self._transport.resume_reading()

    def _pass_on(self, data: "bytes | _Signal") -> None:
        if self._link.immediate:
            self.peer.write(data)
            return
        sent_at = max(self._loop.time(), self._open_at if self._up else 0.0)
        arrival = self._link.arrival(sent_at, len(data) if isinstance(data, bytes) else 0)
        self._queue.append((arrival, data))
        if len(self._queue) == 1:
            self._loop.call_at(arrival, self._deliver)

    def _deliver(self) -> None:
        while self._queue and self._queue[0][0] <= self._loop.time():
            self.peer.write(self._queue.popleft()[1])
        if self._queue:
            self._loop.call_at(self._queue[0][0], self._deliver)

    def write(self, data: "bytes | _Signal") -> None:
        """Send to this side's own socket, or end or close it once all has been sent."""
        if self._transport is None or self._transport.is_closing():
            return
        if isinstance(data, bytes):
            self._transport.write(data)
        elif data is _Signal.CLOSE:
            self._transport.close()
        else:
            with contextlib.suppress(OSError):
                self._transport.write_eof()


class _Account:
    """Writes the counts into the shared slots."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._mark_up = self._mark_down = 0

    def count(self, counter: RequestCounter | ReplyCounter, data: bytes, up: bool) -> None:
        slots, now_ns, mark = self._slots, time.time_ns(), self._slots["mark"]
        messages = counter.messages
        if isinstance(counter, RequestCounter):
            requests = counter.requests
            counter.feed(data)
            slots["http_requests"] += counter.requests - requests
        else:
            counter.feed(data)
        if up:
            if self._mark_up != mark:
                self._mark_up = mark
                slots["first_up_ns"] = now_ns
            slots["bytes_up"] += len(data)
            slots["ws_messages_up"] += counter.messages - messages
        else:
            if self._mark_down != mark:
                self._mark_down = mark
                slots["first_down_ns"] = now_ns
            slots["last_down_ns"] = now_ns
            slots["bytes_down"] += len(data)
            slots["ws_messages_down"] += counter.messages - messages


async def _serve(target_port: int, slots: Slots, shape: Shape) -> None:
    account = _Account(slots)
    up = _Link(shape.delay_ms / 1e3, shape.up_bytes_per_s)
    down = _Link(shape.delay_ms / 1e3, shape.down_bytes_per_s)
    loop = asyncio.get_running_loop()
    pending: set[asyncio.Task[None]] = set()

    class Accepted(_Side):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            self.hold(True)  # nothing to pass it on to yet
            task = asyncio.ensure_future(self._connect())
            pending.add(task)
            task.add_done_callback(pending.discard)

        async def _connect(self) -> None:
            request = self._counter
            assert isinstance(request, RequestCounter)
            try:
                _, self.peer = await loop.create_connection(
                    lambda: _with_peer(_Side(down, ReplyCounter(request), account, up=False), self),
                    "127.0.0.1",
                    target_port,
                )
            except OSError:
                if self._transport is not None:
                    self._transport.abort()
                return
            self.hold(False)

        def connection_lost(self, exc: Exception | None) -> None:
            if hasattr(self, "peer"):
                super().connection_lost(exc)

    server = await loop.create_server(
        lambda: Accepted(up, RequestCounter(), account, up=True), "127.0.0.1", 0, backlog=256
    )
    slots["port"] = server.sockets[0].getsockname()[1]
    await server.serve_forever()


def _with_peer(side: _Side, peer: _Side) -> _Side:
    side.peer = peer
    return side


@contextmanager
def free_port() -> Iterator[int]:
    """Reserve a port of 127.0.0.1 that nobody listens on until the block ends."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        yield int(probe.getsockname()[1])


def main() -> None:
    """Run the proxy until it is terminated."""
    parser = argparse.ArgumentParser(description="The benchmark's proxy; started by the benchmark itself.")
    parser.add_argument("--target", type=int, required=True)
    parser.add_argument("--slots", type=Path, required=True)
    parser.add_argument("--delay-ms", type=float, default=0.0)
    parser.add_argument("--down-bytes-per-s", type=float)
    parser.add_argument("--up-bytes-per-s", type=float)
    options = parser.parse_args()
    shape = Shape(options.delay_ms, options.down_bytes_per_s, options.up_bytes_per_s)
    asyncio.run(_serve(options.target, Slots(options.slots), shape))


if __name__ == "__main__":
    main()
