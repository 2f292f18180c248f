"""Fetching files: only from Meta, only so much, only so long."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from igdesk.graph.client import GraphClient
from igdesk.graph.errors import ErrorKind

K = ErrorKind


async def cut(connection: Any) -> None:
    connection.cut()


async def slow_body(connection: Any) -> None:
    await connection.answer(b'{"data"', length=5000)
    await asyncio.sleep(30)


async def drip(connection: Any) -> None:
    await connection.answer(b" ", length=100_000)
    while True:
        await asyncio.sleep(0.02)
        await connection.write(b" ")


def fetching(path: str = "/cdn/a.jpg", max_bytes: int = 10_000) -> Callable[..., Awaitable[Any]]:
    async def call(client: GraphClient, server: Any) -> Any:
        url = path if "://" in path else server.url + path
        return await client.download(url, max_bytes=max_bytes)

    return call


def test_a_file_is_fetched_without_token_and_cookies(bench: Any) -> None:
    bench.server.answers(b"\xff\xd8picture", 200, "image/JPEG; q=1")
    download = bench.run(fetching()).value
    assert download.data == b"\xff\xd8picture"
    headers = bench.server.requests[0].headers
    assert "authorization" not in headers, "links are signed; the token stays here"
    assert "cookie" not in headers


def test_redirects_are_followed_where_they_may_lead(bench: Any) -> None:
    async def behave(connection: Any) -> None:
        if "/cdn/" in connection.line:
            await connection.answer(b"", 302, Location="/other?x=%20y", Set_Cookie="datr=1")
        else:
            await connection.answer(b"data", 200, "video/mp4")

    bench.server.behaviour = behave
    assert bench.run(fetching()).value.data == b"data"
    assert bench.server.requests[1].line.startswith("GET /other?x=%20y ")
    assert "cookie" not in bench.server.requests[1].headers


@pytest.mark.parametrize(
    "location", ["https://evil.org/x", "http://127.0.0.1:1/x", "http://10.0.0.1/", "file:///etc/passwd", "http://[bad"]
)
def test_redirects_elsewhere_are_refused(bench: Any, location: str) -> None:
    bench.server.answers(b"", 302, Location=location)
    error = bench.failure(fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_host")
    assert len(bench.server.requests) == 1


def test_redirects_come_to_an_end(bench: Any) -> None:
    bench.server.answers(b"", 302, Location="/again")
    assert bench.failure(fetching()).entry.id == "media_host"
    assert len(bench.server.requests) == 6


@pytest.mark.parametrize("url", ["https://evil.org/a.jpg", "http://lookaside.fbsbx.com/a", "", "https://127.0.0.1/"])
def test_foreign_links_are_not_touched(bench: Any, url: str) -> None:
    error = bench.failure(fetching(url or "://"))
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_host")
    assert bench.server.requests == []


@pytest.mark.parametrize(
    ("status", "kind"), [(404, K.GONE), (403, K.GONE), (410, K.GONE), (429, K.THROTTLED), (503, K.OUTCOME_UNKNOWN)]
)
def test_a_dead_link(bench: Any, status: int, kind: ErrorKind) -> None:
    """failures 78 and 79"""
    bench.server.answers(b"no", status, "text/plain")
    assert bench.failure(fetching()).kind is kind


def test_a_page_is_not_a_file(bench: Any) -> None:
    """failure 88"""
    bench.server.answers(b"<html>", 200, "text/html; charset=utf-8")
    error = bench.failure(fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_page")


def test_a_file_beyond_the_cap_by_its_length(bench: Any) -> None:
    bench.server.answers(b"x" * 20_000, 200, "image/jpeg")
    error = bench.failure(fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_too_large")


def test_a_file_beyond_the_cap_that_tells_no_length(bench: Any) -> None:
    async def endless(connection: Any) -> None:
        await connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await connection.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    bench.server.behaviour = endless
    assert bench.failure(fetching()).entry.id == "media_too_large"


def test_a_packed_file_is_capped_too(bench: Any) -> None:
    bench.server.answers(zlib.compress(b"0" * 10_000_000), 200, "image/jpeg", Content_Encoding="deflate")
    assert bench.failure(fetching()).entry.id == "media_too_large"


@pytest.mark.parametrize("behaviour", [slow_body, drip, cut])
def test_a_file_that_never_ends(bench: Any, behaviour: Callable[..., Awaitable[None]]) -> None:
    bench.server.behaviour = behaviour
    assert bench.failure(fetching(max_bytes=10**6)).kind is K.OUTCOME_UNKNOWN
