"""The proxy: what it counts is exact, what it delays it delays alike for HTTP and WebSocket."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.calibration_server import text_frame
from benchmarks.network import FrameCounter, Proxy, RequestCounter, Shape
from benchmarks.transports import HttpClient, WebSocketClient, answering_server, measure_fairness

GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
POST = b"POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nGET /"
CHUNKED = b"POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nGET \r\n3;x=y\r\n/\r\n\r\n0\r\n\r\n"
UPGRADE = b"GET /s HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[place : place + size] for place in range(0, len(data), size))


@contextmanager
def recording_server() -> Iterator[tuple[int, bytearray]]:
    """A server that keeps what it receives and sends back twice as much when told that there is no more."""
    received = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                while data := connection.recv(65536):
                    received.extend(data)
                connection.sendall(received * 2)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], received
        thread.join(timeout=10)


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_requests_are_counted_however_the_stream_is_cut_and_bodies_are_not_taken_for_requests(size: int) -> None:
    counter = RequestCounter()
    for piece in in_pieces(GET + POST + CHUNKED + GET, size):
        counter.feed(piece)
    assert counter.requests == 4
    assert counter.messages == 0


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_websocket_messages_are_counted_by_their_final_frames_and_pings_are_not(size: int) -> None:
    messages = [b"", b"a" * 125, b"b" * 126, b"c" * 70_000]
    fragments = b"\x01\x01x" + b"\x80\x01y"  # one message in two frames
    ping = b"\x89\x00"
    masked = b"\x82\x83\x00\x00\x00\x00abc"
    stream = b"".join(map(text_frame, messages)) + fragments + ping + masked
    counter = FrameCounter()
    for piece in in_pieces(stream, size):
        counter.feed(piece)
    assert counter.messages == len(messages) + 1 + 1


def test_after_an_upgrade_the_client_s_bytes_are_messages_and_no_longer_requests() -> None:
    counter = RequestCounter()
    counter.feed(UPGRADE + b"\x82\x83\x00\x00\x00\x00abc")
    counter.feed(b"\x82\x83\x00\x00\x00\x00abc")
    assert (counter.requests, counter.messages) == (1, 2)


@pytest.mark.parametrize("shape", [Shape(), Shape(delay_ms=5, down_bytes_per_s=2e7, up_bytes_per_s=2e7)])
def test_every_byte_passes_unchanged_and_is_counted_once(shape: Shape) -> None:
    sent = bytes(range(256)) * 4096
    # A real request first: the proxy reads heads, so that a stream of anything else would be refused.
    head = f"POST / HTTP/1.1\r\nContent-Length: {len(sent)}\r\n\r\n".encode()
    with recording_server() as (port, received), Proxy(port, shape) as proxy:
        mark = proxy.mark()
        with socket.create_connection(("127.0.0.1", proxy.port)) as client:
            client.sendall(head + sent)
            client.shutdown(socket.SHUT_WR)
            back = bytearray()
            while data := client.recv(65536):
                back.extend(data)
        traffic = mark.traffic()
    assert received == head + sent
    assert back == received * 2
    assert (traffic.bytes_up, traffic.bytes_down) == (len(received), len(back))
    assert (traffic.http_requests, traffic.ws_messages) == (1, 0)


def test_a_mark_counts_only_what_came_after_it() -> None:
    with answering_server() as port, Proxy(port) as proxy:
        http, websocket = HttpClient(proxy.port), WebSocketClient(proxy.port)
        http.ask(delay_ms=0, size=10)
        mark = proxy.mark()
        quiet = mark.traffic()
        http.ask(delay_ms=0, size=10)
        websocket.ask(delay_ms=0, size=70_000)
        busy = mark.traffic()
        http.close()
        websocket.close()
    assert (quiet.bytes_up, quiet.bytes_down, quiet.http_requests, quiet.first_up_ns) == (0, 0, 0, None)
    assert busy.http_requests == 1
    assert busy.ws_messages == 2
    assert busy.bytes_down > 70_000
    assert busy.first_up_ns is not None
    assert busy.first_down_ns is not None
    assert busy.last_down_ns is not None
    assert busy.first_up_ns < busy.first_down_ns < busy.last_down_ns


def test_an_old_mark_is_refused_once_a_new_one_is_set() -> None:
    with answering_server() as port, Proxy(port) as proxy:
        old = proxy.mark()
        proxy.mark()
        with pytest.raises(RuntimeError, match="old mark"):
            old.traffic()


def test_http_and_websocket_see_the_same_delay_and_rate() -> None:
    shape = Shape(delay_ms=60, down_bytes_per_s=200_000)
    fairness = measure_fairness(shape, repeats=3)
    assert fairness.problems() == []
    # The delay is really there: nothing can be faster than the link.
    assert min(fairness.round_trip_ms.values()) >= 2 * shape.delay_ms
    assert min(fairness.transfer_ms.values()) >= 2 * shape.delay_ms + 250


def test_an_unfair_link_is_reported() -> None:
    fair = measure_fairness(Shape(), repeats=2)
    pretended = type(fair)(Shape(delay_ms=100), fair.round_trip_ms, fair.transfer_ms, fair.transfer_bytes)
    assert len(pretended.problems()) == 4
