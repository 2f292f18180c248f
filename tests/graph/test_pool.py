"""The connections: settings of the computer, proxies, certificates, the demo in process."""

import asyncio
import gzip
import json
import logging
import socket
import ssl
from dataclasses import replace
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.graph.bounded import BodyBrokenError, BodyTooLargeError, read_bounded
from igdesk.graph.certificates import trusted_certificates
from igdesk.graph.client import GraphClient, HttpPool, TransferLimits
from igdesk.graph.endpoint import default_endpoint
from igdesk.graph.errors import ErrorKind, GraphError

K = ErrorKind


LIST = {"data": [{"id": "c1", "updated_time": "2026-11-20T09:14:33+0000"}]}


TEXT = "a very private sentence"


async def read(client: GraphClient, _: Any) -> Any:
    return await client.inbox(limit=10)


def refused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def offline_call(**kwargs: Any) -> GraphError:
    pool = HttpPool(**kwargs)
    client = GraphClient(pool, default_endpoint(Flavour.INSTAGRAM, {}), "IGAAtoken")
    try:
        await client.inbox(limit=1)
    except GraphError as error:
        return error
    finally:
        await pool.aclose()
    raise AssertionError("an answer from nowhere")


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE"])
def test_a_missing_certificate_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, variable: str) -> None:
    for content in (None, "not a certificate"):
        path = tmp_path / "ca.pem"
        if content is not None:
            path.write_text(content)
        monkeypatch.setenv(variable, str(path))
        error = asyncio.run(offline_call())
        assert (error.kind, error.entry.id) == (K.NOT_CONNECTED, "certificate_setting")
        assert variable in error.problem().cure


@pytest.mark.parametrize("proxy", ["socks9://x", "http://[bad", "socks5://127.0.0.1:1"])
def test_a_broken_proxy_setting_is_told(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = asyncio.run(offline_call())
    assert error.kind is K.NOT_CONNECTED


def test_a_proxy_that_refuses_is_told_and_sees_no_token(monkeypatch: pytest.MonkeyPatch, bench: Any) -> None:
    bench.server.answers(b"", 403)

    async def body(_: GraphClient, server: Any) -> GraphError:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        return await offline_call(limits=TransferLimits(connect_s=1, read_most_s=1))

    error = bench.run(body)
    assert (error.kind, error.entry.id) == (K.NOT_CONNECTED, "proxy")
    assert bench.server.requests[0].line.startswith("CONNECT ")
    assert "authorization" not in bench.server.requests[0].headers


def test_this_computer_is_never_reached_through_a_proxy(monkeypatch: pytest.MonkeyPatch, bench: Any) -> None:
    for variable in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, f"http://127.0.0.1:{refused_port()}")
    bench.server.answers(LIST)
    assert bench.run(read).value.conversations


def test_certificates_are_checked() -> None:
    context = trusted_certificates({})
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.cert_store_stats()["x509_ca"] > 50


def test_the_libraries_are_told_to_be_quiet() -> None:
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    HttpPool(asgi_app=silent_app)
    for name in ("httpx", "httpcore", "hpack", "h2"):
        assert logging.getLogger(name).level == logging.WARNING


async def silent_app(_scope: Any, _receive: Any, send_event: Any) -> None:
    headers = [(b"content-type", b"application/json")]
    await send_event({"type": "http.response.start", "status": 200, "headers": headers})
    await send_event({"type": "http.response.body", "body": json.dumps(LIST).encode()})


async def broken_app(_scope: Any, _receive: Any, _send: Any) -> None:
    raise RuntimeError("the app broke")


async def refusing_app(_scope: Any, _receive: Any, _send: Any) -> None:
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    ("app", "kind"), [(silent_app, None), (broken_app, K.OUTCOME_UNKNOWN), (refusing_app, K.NOT_CONNECTED)]
)
def test_with_an_application_in_this_process_nothing_goes_to_the_network(
    app: Any, kind: ErrorKind | None, token: str
) -> None:
    """The demo: everything goes to an application in this process, nothing to the network."""

    async def whole() -> ErrorKind | None:
        pool = HttpPool(asgi_app=app)
        client = GraphClient(pool, default_endpoint(Flavour.INSTAGRAM, {}), token)
        try:
            assert (await client.inbox(limit=1)).value.conversations
            data = (await client.download("https://lookaside.fbsbx.com/x", max_bytes=1000)).value.data
            assert json.loads(data) == LIST
        except GraphError as error:
            return error.kind
        finally:
            await pool.aclose()
        return None

    assert asyncio.run(whole()) is kind


def test_reading_with_a_cap() -> None:
    async def chunks(*parts: bytes) -> Any:
        for part in parts:
            yield part

    async def whole() -> None:
        assert await read_bounded(chunks(b"ab", b"c"), most_bytes=3) == b"abc"
        assert await read_bounded(chunks(gzip.compress(b"abc")), most_bytes=3, encoding="GZIP") == b"abc"
        assert await read_bounded(chunks(), most_bytes=3, encoding="gzip") == b""
        for parts, options in (
            ((b"ab", b"cd"), {}),
            ((), {"length": "4"}),
            ((gzip.compress(b"0" * 10**6),), {"encoding": "gzip"}),
        ):
            with pytest.raises(BodyTooLargeError):
                await read_bounded(chunks(*parts), most_bytes=3, **options)
        for parts, options in (((b"x",), {"encoding": "br"}), ((gzip.compress(b"abc")[:-9],), {"encoding": "gzip"})):
            with pytest.raises(BodyBrokenError):
                await read_bounded(chunks(*parts), most_bytes=3, **options)

    asyncio.run(whole())


def test_limits_are_what_the_api_is_known_to_need() -> None:
    limits = TransferLimits()
    assert (limits.connect_s, limits.write_s, limits.pool_s, limits.read_most_s) == (10, 20, 30, 30)
    assert limits.answer_bytes == 16 * 1024 * 1024
    assert replace(limits, connect_s=1).connect_s == 1
