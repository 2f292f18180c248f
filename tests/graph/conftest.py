"""A small HTTP server on this computer that behaves as badly as a test asks for."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.graph.client import GraphClient, HttpPool, TransferLimits
from igdesk.graph.endpoint import default_endpoint
from igdesk.graph.errors import GraphError

TOKEN = "IGAAinventedTokenForTests0123456789"
SHORT = TransferLimits(
    connect_s=0.5, write_s=0.5, pool_s=0.5, read_most_s=0.2, call_s=0.5, download_s=0.5, answer_bytes=200_000
)
"""Everything ends soon."""

NO_TLS = ssl.create_default_context()
"""One for all tests: making it takes longer than most of them."""

Behaviour = Callable[["Connection"], Awaitable[None]]


class Connection:
    """One request, and the pen to answer it with."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.line = ""
        self.headers: dict[str, str] = {}
        self.body = b""

    async def read_request(self) -> bool:
        head = await self.reader.readuntil(b"\r\n\r\n")
        self.line, *lines = head.decode("latin-1").split("\r\n")
        self.headers = {k.lower(): v for k, v in (line.split(": ", 1) for line in lines if line)}
        self.body = await self.reader.readexactly(int(self.headers.get("content-length", "0")))
        return True

    async def write(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(
        self,
        body: object = b"",
        status: int = 200,
        content_type: str = "application/json",
        length: int | None = None,
        **headers: str,
    ) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", "Date: Fri, 20 Nov 2026 14:36:00 GMT"]
        lines.append(f"Content-Length: {len(data) if length is None else length}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.write("\r\n".join([*lines, "", ""]).encode() + data)

    def cut(self) -> None:
        """Break the connection the rude way."""
        self.writer.transport.abort()


class Server:
    """Serves each request with the behaviour that is set; remembers what was asked."""

    def __init__(self) -> None:
        self.behaviour: Behaviour | None = None
        self.before_request: Callable[[Connection], Awaitable[bool]] | None = None
        self.requests: list[Connection] = []
        self.url = ""
        self._arrived = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    def answers(self, *args: Any, **kwargs: Any) -> None:
        """Answer every request in one way."""

        async def behave(connection: Connection) -> None:
            await connection.answer(*args, **kwargs)

        self.behaviour = behave

    async def has_received(self, count: int) -> None:
        """Wait until so many requests have been read."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while True:
                connection = Connection(reader, writer)
                if self.before_request is not None and not await self.before_request(connection):
                    return
                await connection.read_request()
                async with self._arrived:
                    self.requests.append(connection)
                    self._arrived.notify_all()
                assert self.behaviour is not None
                await self.behaviour(connection)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    @asynccontextmanager
    async def running(self) -> Any:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await server.wait_closed()


class Bench:
    """A client wired to the bad server."""

    def __init__(self) -> None:
        self.server = Server()
        self.times: list[object] = []
        self.usage: list[dict[str, str]] = []

    def run(
        self,
        body: Callable[[GraphClient, Server], Awaitable[Any]],
        *,
        flavour: Flavour = Flavour.INSTAGRAM,
        token: str = TOKEN,
        limits: TransferLimits = SHORT,
        **kwargs: Any,
    ) -> Any:
        async def whole() -> Any:
            async with self.server.running():
                variable = f"IGDESK_{flavour.name}_GRAPH_URL"
                pool = HttpPool(limits=limits, ssl_context=NO_TLS)
                client = GraphClient(
                    pool,
                    default_endpoint(flavour, {variable: self.server.url}),
                    token,
                    on_server_time=self.times.append,
                    on_usage=lambda headers: self.usage.append(dict(headers)),
                    **kwargs,
                )
                try:
                    return await body(client, self.server)
                finally:
                    await pool.aclose()

        return asyncio.run(whole())

    def failure(self, body: Callable[[GraphClient, Server], Awaitable[Any]], **more: Any) -> GraphError:
        """What ``run`` raises."""
        with pytest.raises(GraphError) as caught:
            self.run(body, **more)
        return caught.value


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def token() -> str:
    return TOKEN
