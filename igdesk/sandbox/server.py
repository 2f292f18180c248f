"""A small HTTP/1.1 server on asyncio that runs one ASGI application on the loopback address."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from threading import Event, Thread
from typing import Any

from igdesk.sandbox.faults import DroppedError

AsgiApp = Callable[
    [
        MutableMapping[str, Any],
        Callable[[], Awaitable[MutableMapping[str, Any]]],
        Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ],
    Awaitable[None],
]
HEAD_BYTES = 32 * 1024
BODY_BYTES = 4 * 1024 * 1024


class BadRequestError(Exception):
    """What came in is not a request this server takes."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Connection(asyncio.Protocol):
    """One connection; requests are answered one after the other, and a caller who hangs up ends the work."""

    def __init__(self, server: "LoopbackServer") -> None:
        self._server = server
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._can_write = asyncio.Event()
        self._can_write.set()

    # -- asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.connections.discard(self)
        self._transport = None
        self._can_write.set()
        if self._task is not None:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._task is None:
            self._next()

    def pause_writing(self) -> None:
        self._can_write.clear()

    def resume_writing(self) -> None:
        self._can_write.set()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    # -- requests

    def _next(self) -> None:
        """Start on the next request once all of it is here."""
        try:
            request = self._take_request()
        except BadRequestError as refusal:
            self._refuse(refusal.status)
            return
        if request is not None:
            self._task = asyncio.get_running_loop().create_task(self._serve(*request))
            self._task.add_done_callback(self._served)

    def _take_request(self) -> tuple[MutableMapping[str, Any], bytes, bool] | None:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > HEAD_BYTES:
                raise BadRequestError(431)
            return None
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        words = lines[0].split(b" ")
        if len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            raise BadRequestError(400)
        method, target, protocol = words
        headers: list[tuple[bytes, bytes]] = []
        for line in lines[1:]:
            name, colon, value = line.partition(b":")
            if not colon or name != name.strip() or not name:
                raise BadRequestError(400)
            headers.append((name.lower(), value.strip()))
        named = dict(headers)
        if b"transfer-encoding" in named:
            raise BadRequestError(411)
        length_text = named.get(b"content-length", b"0")
        if not length_text.isdigit():
            raise BadRequestError(400)
        length = int(length_text)
        if length > BODY_BYTES:
            raise BadRequestError(413)
        if len(self._buffer) < end + 4 + length:
            if named.get(b"expect", b"").lower() == b"100-continue" and len(self._buffer) == end + 4:
                self._send(b"HTTP/1.1 100 Continue\r\n\r\n")
            return None
        body = bytes(self._buffer[end + 4 : end + 4 + length])
        del self._buffer[: end + 4 + length]
        if not target.startswith(b"/"):
            raise BadRequestError(400)
        path, _, query = target.partition(b"?")
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": protocol[5:].decode("latin-1"),
            "method": method.decode("latin-1"),
            "scheme": "http",
            "path": path.decode("latin-1"),
            "raw_path": path,
            "query_string": query,
            "headers": headers,
        }
        closing = named.get(b"connection", b"").lower() == b"close" or protocol == b"HTTP/1.0"
        return scope, body, not closing

    def _refuse(self, status: int) -> None:
        self._send(b"HTTP/1.1 %d %s\r\nconnection: close\r\ncontent-length: 0\r\n\r\n" % (status, _phrase(status)))
        self.close()

    async def _serve(self, scope: MutableMapping[str, Any], body: bytes, keep_alive: bool) -> None:
        events: list[MutableMapping[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
        is_chunked = False

        async def receive() -> MutableMapping[str, Any]:
            if events:
                return events.pop()
            await asyncio.Event().wait()
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal is_chunked
            if message["type"] == "http.response.start":
                headers: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
                is_chunked = all(name != b"content-length" for name, _value in headers)
                if is_chunked:
                    headers.append((b"transfer-encoding", b"chunked"))
                headers.append((b"connection", b"keep-alive" if keep_alive else b"close"))
                lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
                self._send(b"HTTP/1.1 %d %s\r\n%s\r\n" % (message["status"], _phrase(message["status"]), lines))
                return
            part, more = message.get("body", b""), message.get("more_body", False)
            if scope["method"] != "HEAD":
                if is_chunked and part:
                    part = b"%x\r\n%s\r\n" % (len(part), part)
                if is_chunked and not more:
                    part += b"0\r\n\r\n"
                self._send(part)
            await self._can_write.wait()

        try:
            await self._server.app(scope, receive, send)
        except DroppedError:
            if self._transport is not None:
                self._transport.abort()
            return
        if not keep_alive:
            self.close()

    def _served(self, task: asyncio.Task[None]) -> None:
        self._task = None
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            self._server.errors.append(error)
            if self._transport is not None:
                self._transport.abort()
            return
        if self._transport is not None and not self._transport.is_closing():
            self._next()

    def _send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


class LoopbackServer:
    """A running server. ``url`` is known once ``start`` returned."""

    def __init__(self, app: AsgiApp, host: str = "127.0.0.1", port: int = 0) -> None:
        self.app = app
        self.connections: set[Connection] = set()
        self.errors: list[BaseException] = []
        """What the application raised, other than broken connections that were asked for."""
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Listen; a second time does nothing."""
        if self._server is not None:
            return
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), self._host, self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the socket and every connection."""
        if self._server is not None:
            self._server.close()
        for connection in list(self.connections):
            connection.close()
        await asyncio.sleep(0)

    async def __aenter__(self) -> "LoopbackServer":
        await self.start()
        return self

    async def __aexit__(self, *_details: object) -> None:
        await self.stop()


async def serve(app: AsgiApp, host: str = "127.0.0.1", port: int = 0) -> LoopbackServer:
    """Start a server in the running loop; ``await server.stop()`` ends it."""
    server = LoopbackServer(app, host, port)
    await server.start()
    return server


class ServerThread:
    """The same in a thread of its own, for callers without a loop: ``with ServerThread(app) as server: server.url``."""

    def __init__(self, app: AsgiApp, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = LoopbackServer(app, host, port)
        self._ready = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._thread = Thread(target=self._run, name="sandbox", daemon=True)

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def errors(self) -> list[BaseException]:
        return self._server.errors

    def __enter__(self) -> "ServerThread":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_details: object) -> None:
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        try:
            await self._server.start()
        finally:
            self._ready.set()
        await self._stopping.wait()
        await self._server.stop()


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b"Status"
