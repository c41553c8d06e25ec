"""A server that answers after a known delay, over HTTP and over WebSocket. Runs in its own process; imports no stage.

Both transports share one code path up to the framing, so that what differs between them is the transport alone. Its
page shows one "panel" whose caption is the answer; the probe measures it as it measures an explorer.
"""

import argparse
import asyncio
import base64
import hashlib
import json
from typing import Final
from urllib.parse import parse_qs, urlsplit

_WEBSOCKET_KEY: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, 1.3

PAGE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Calibration</title><link rel="icon" href="data:,"></head>
<body>
<button id="http">HTTP</button> <button id="websocket">WebSocket</button>
<p id="rows">calibration</p>
<div id="panel"><p id="answer">nothing yet</p></div>
<script>
  const show = text => { document.getElementById('answer').textContent = text; };
  const socket = new WebSocket(`ws://${location.host}/socket`);
  socket.onmessage = message => show(message.data);
  socket.onopen = () => { document.body.dataset.ready = 'yes'; };
  const ask = () => document.body.dataset.ask;
  document.getElementById('http').onclick = async () => show(await (await fetch('/answer?' + ask())).text());
  document.getElementById('websocket').onclick = () => socket.send(ask());
</script>
</body></html>
"""


def answer(question: str) -> tuple[float, bytes]:
    """Return how long to wait, in s, and what to say then.

    Parameters
    ----------
    question : str
        Query string with ``delay_ms``, ``token`` and, optionally, ``size`` (bytes of the answer).
    """
    fields = parse_qs(question)
    text = fields.get("token", [""])[0].encode()
    size = int(fields.get("size", ["0"])[0])
    return float(fields.get("delay_ms", ["0"])[0]) / 1e3, text.ljust(size, b".")


async def _connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            request, *lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            target = urlsplit(request.split(" ")[1])
            if fields.get("upgrade", "").lower() == "websocket":
                await _socket(fields["sec-websocket-key"], reader, writer)
                return
            body = PAGE.encode()
            if target.path == "/answer":
                delay_s, body = answer(target.query)
                await asyncio.sleep(delay_s)
            kind = "text/plain" if target.path == "/answer" else "text/html"
            writer.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
            writer.write(body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the browser has gone
    finally:
        writer.close()


async def _socket(key: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    accept = base64.b64encode(hashlib.sha1((key + _WEBSOCKET_KEY).encode()).digest()).decode()
    writer.write(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
    )
    while True:
        first, second = await reader.readexactly(2)
        length = second & 0x7F
        if length > 125:
            length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
        mask = await reader.readexactly(4)
        payload = bytes(byte ^ mask[place % 4] for place, byte in enumerate(await reader.readexactly(length)))
        if first & 0x0F == 8:
            return
        delay_s, body = answer(payload.decode())
        await asyncio.sleep(delay_s)
        writer.write(text_frame(body))
        await writer.drain()


def text_frame(body: bytes) -> bytes:
    """Frame a whole text message from the server (unmasked, RFC 6455, 5.2)."""
    if len(body) < 126:
        return bytes([0x81, len(body)]) + body
    if len(body) < 1 << 16:
        return bytes([0x81, 126]) + len(body).to_bytes(2, "big") + body
    return bytes([0x81, 127]) + len(body).to_bytes(8, "big") + body


async def _serve(port: int) -> None:
    server = await asyncio.start_server(_connection, "127.0.0.1", port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until terminated; prints ``{"port": n}`` when ready."""
    parser = argparse.ArgumentParser(description="The calibration's server; started by the calibration itself.")
    parser.add_argument("--port", type=int, default=0)
    asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
