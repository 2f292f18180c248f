"""Waits on this computer's own address for the one answer that the browser brings back from Meta."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from igdesk.graph.errors import GraphError

HEAD_BYTES = 16 * 1024
HEAD_S = 10.0
LOOPBACK = ("127.0.0.1", "::1")

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>igdesk</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<style>body{{font:16px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:28em;padding:0 1em}}</style>
</head><body><h1>{heading}</h1><p>{words}</p></body></html>
"""


class PortTakenError(Exception):
    """Another program listens where the answer would come in, or the system does not allow to listen there."""


class RedirectListener:
    """Listens on loopback only. Answers one request that belongs to the sign-in, and turns all others away.

    Whatever does not come with the right state is not the browser that was sent away from here: it is told nothing
    and does not end the waiting.
    """

    def __init__(
        self,
        redirect_uri: str,
        judge: Callable[[str], str],
        *,
        page: Callable[[bool], tuple[str, str]],
        tls: ssl.SSLContext | None = None,
        log: logging.Logger | None = None,
    ) -> None:
        """``judge`` takes the address that was asked for and gives the code, or raises GraphError. ``page`` gives
        heading and words for the browser, by whether it worked."""
        parts = urlsplit(redirect_uri)
        self._port = parts.port or (443 if parts.scheme == "https" else 80)
        self._path = parts.path or "/"
        self._judge = judge
        self._page = page
        self._tls = tls
        self._log = log or logging.getLogger(__name__)
        self._servers: list[asyncio.Server] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._answer: asyncio.Future[str] | None = None

    async def __aenter__(self) -> "RedirectListener":
        self._answer = asyncio.get_running_loop().create_future()
        for host in LOOPBACK:
            try:
                self._servers.append(
                    await asyncio.start_server(self._serve, host, self._port, ssl=self._tls, limit=HEAD_BYTES)
                )
            except (OSError, NotImplementedError) as error:
                if host == LOOPBACK[0]:
                    await self.__aexit__()
                    raise PortTakenError from error  # "::1" may be missing: many computers have no IPv6
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for writer in tuple(self._writers):
            writer.close()
        self._servers.clear()
        if self._answer is not None and self._answer.done() and not self._answer.cancelled():
            self._answer.exception()  # it was heard, or nobody waits for it any more

    async def code(self, within_s: float) -> str:
        """The code of the answer. Raises GraphError when it was refused, TimeoutError when nobody came."""
        assert self._answer is not None
        async with asyncio.timeout(within_s):
            return await self._answer

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            async with asyncio.timeout(HEAD_S):
                head = await reader.readuntil(b"\r\n\r\n")
            await self._reply(writer, head.split(b"\r\n", 1)[0].decode("latin-1"))
        except (TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, OSError):
            pass  # a browser that looks ahead, a scan of the ports
        finally:
            self._writers.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()

    async def _reply(self, writer: asyncio.StreamWriter, line: str) -> None:
        method, target, _ = line.split(" ")
        assert self._answer is not None
        if method != "GET" or target.partition("?")[0] != self._path or self._answer.done():
            await _write(writer, "404 Not Found", "")
            return
        try:
            code = self._judge(target)
        except GraphError as error:
            if error.entry.id in ("sign_in_foreign", "sign_in_no_code"):
                self._log.warning("sign-in: a request without the right state was turned away")
                await _write(writer, "400 Bad Request", "")
                return
            await self._show(writer, worked=False)
            self._answer.set_exception(error)
        else:
            await self._show(writer, worked=True)
            self._answer.set_result(code)

    async def _show(self, writer: asyncio.StreamWriter, *, worked: bool) -> None:
        heading, words = self._page(worked)
        with contextlib.suppress(OSError):
            await _write(writer, "200 OK", PAGE.format(heading=heading, words=words))


async def _write(writer: asyncio.StreamWriter, status: str, body: str) -> None:
    data = body.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n"
        "Connection: close\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
        "X-Content-Type-Options: nosniff\r\n\r\n"
    )
    writer.write(head.encode() + data)
    await writer.drain()
