"""What can go wrong before and after a request has left; for a send the difference decides everything."""

import asyncio
import gzip
import json
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.reply import TextPart
from igdesk.graph.client import GraphClient, HttpPool, TransferLimits
from igdesk.graph.endpoint import default_endpoint
from igdesk.graph.errors import ErrorKind, GraphError

K = ErrorKind


LIST = {"data": [{"id": "c1", "updated_time": "2026-11-20T09:14:33+0000"}]}


SENT = {"recipient_id": "99", "message_id": "m.1"}


TEXT = "a very private sentence"


async def read(client: GraphClient, _: Any) -> Any:
    return await client.inbox(limit=10)


async def send(client: GraphClient, _: Any) -> Any:
    return await client.send("99", TextPart(TEXT))


def refused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("call", [read, send])
def test_nobody_listens(call: Callable[..., Awaitable[Any]], token: str) -> None:
    async def whole() -> None:
        pool = HttpPool()
        env = {"IGDESK_INSTAGRAM_GRAPH_URL": f"http://127.0.0.1:{refused_port()}"}
        client = GraphClient(pool, default_endpoint(Flavour.INSTAGRAM, env), token)
        try:
            await call(client, None)
        finally:
            await pool.aclose()

    with pytest.raises(GraphError) as caught:
        asyncio.run(whole())
    assert caught.value.kind is K.NOT_CONNECTED
    assert caught.value.__context__ is None or isinstance(caught.value.__context__, GraphError)


@pytest.mark.parametrize("call", [read, send])
def test_no_tls_where_tls_is_expected(bench: Any, call: Callable[..., Awaitable[Any]], token: str) -> None:
    bench.server.answers(LIST)

    async def body(_: GraphClient, server: Any) -> None:
        pool = HttpPool(limits=TransferLimits(connect_s=0.3, read_most_s=0.3))
        env = {"IGDESK_INSTAGRAM_GRAPH_URL": server.url.replace("http:", "https:")}
        try:
            await call(GraphClient(pool, default_endpoint(Flavour.INSTAGRAM, env), token), None)
        finally:
            await pool.aclose()

    assert bench.failure(body).kind is K.NOT_CONNECTED


def test_all_connections_busy_is_not_connected(bench: Any) -> None:
    """A send that waits for a free connection until the time is up has certainly not left."""

    async def never(_: Any) -> None:
        await asyncio.sleep(30)

    async def body(client: GraphClient, server: Any) -> list[ErrorKind]:
        server.behaviour = never
        reads = [asyncio.create_task(client.inbox(limit=1)) for _ in range(6)]
        await server.has_received(6)
        results = await asyncio.gather(client.send("99", TextPart(TEXT)), return_exceptions=True)
        results += await asyncio.gather(*reads, return_exceptions=True)
        return [result.kind for result in results if isinstance(result, GraphError)]

    limits = TransferLimits(pool_s=0.1, read_most_s=0.6)
    assert bench.run(body, limits=limits) == [K.NOT_CONNECTED] + [K.OUTCOME_UNKNOWN] * 6
    assert all(request.line.startswith("GET") for request in bench.server.requests)


async def close_before_reading(connection: Any) -> bool:
    await connection.reader.read(1)
    connection.cut()
    return False


async def cut(connection: Any) -> None:
    connection.cut()


async def close(connection: Any) -> None:
    connection.writer.close()


async def nothing(_: Any) -> None:
    await asyncio.sleep(30)


async def half_a_head(connection: Any) -> None:
    await connection.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    connection.cut()


async def truncated(connection: Any) -> None:
    await connection.answer(b'{"data": [', length=5000)
    connection.writer.close()


async def no_http(connection: Any) -> None:
    await connection.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    connection.writer.close()


async def slow_body(connection: Any) -> None:
    await connection.answer(b'{"data"', length=5000)
    await asyncio.sleep(30)


async def drip(connection: Any) -> None:
    await connection.answer(b" ", length=100_000)
    while True:
        await asyncio.sleep(0.02)
        await connection.write(b" ")


async def bad_gzip(connection: Any) -> None:
    await connection.answer(b"not packed at all", Content_Encoding="gzip")


@pytest.mark.parametrize("call", [read, send])
@pytest.mark.parametrize("behaviour", [cut, close, nothing, half_a_head, truncated, no_http, slow_body, drip, bad_gzip])
def test_a_broken_answer_is_an_unknown_outcome(
    bench: Any, behaviour: Callable[..., Awaitable[None]], call: Callable[..., Awaitable[Any]]
) -> None:
    """failure 33: the request was read; whether it was obeyed nobody knows."""
    bench.server.behaviour = behaviour
    error = bench.failure(call)
    assert error.kind is K.OUTCOME_UNKNOWN
    assert error.entry.retry.value == "reread"
    assert len(bench.server.requests) == 1, "nothing is sent twice"


def test_a_connection_lost_while_sending_is_an_unknown_outcome(bench: Any) -> None:
    bench.server.before_request = close_before_reading
    assert bench.failure(send).kind is K.OUTCOME_UNKNOWN


def test_a_kept_connection_that_died_is_an_unknown_outcome(bench: Any) -> None:
    """The second request goes out on a connection the server has just given up."""

    async def body(client: GraphClient, server: Any) -> None:
        server.answers(LIST)
        await client.inbox(limit=1)
        server.behaviour = cut
        await client.send("99", TextPart(TEXT))

    assert bench.failure(body).kind is K.OUTCOME_UNKNOWN


@pytest.mark.parametrize(
    ("status", "body", "content_type", "read_kind", "send_kind"),
    [
        (200, b"<html>Sign in to CafeNet</html>", "text/html", K.NOT_INSTAGRAM, K.OUTCOME_UNKNOWN),
        (200, b"  <!DOCTYPE html>", "application/json", K.NOT_INSTAGRAM, K.OUTCOME_UNKNOWN),
        (200, b"", "application/json", K.MALFORMED, K.OUTCOME_UNKNOWN),
        (200, b'{"data": [{"id', "application/json", K.MALFORMED, K.OUTCOME_UNKNOWN),
        (200, b"[]", "application/json", K.MALFORMED, K.OUTCOME_UNKNOWN),
        (403, b"<html>Blocked</html>", "text/html", K.NOT_INSTAGRAM, K.NOT_INSTAGRAM),
        (511, b"<html>Sign in</html>", "text/html", K.NOT_INSTAGRAM, K.NOT_INSTAGRAM),
        (502, b"<html>Bad gateway</html>", "text/html", K.OUTCOME_UNKNOWN, K.OUTCOME_UNKNOWN),
        (500, b"", "text/plain", K.OUTCOME_UNKNOWN, K.OUTCOME_UNKNOWN),
    ],
)
def test_answers_that_are_not_the_api(
    bench: Any, status: int, body: bytes, content_type: str, read_kind: ErrorKind, send_kind: ErrorKind
) -> None:
    bench.server.answers(body, status, content_type)
    assert bench.failure(read).kind is read_kind
    assert bench.failure(send).kind is send_kind
    assert bench.times == [], "a stranger's clock is not Meta's"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("call", [read, send])
def test_the_api_does_not_redirect(bench: Any, status: int, call: Callable[..., Awaitable[Any]]) -> None:
    """The token is never carried to another host."""
    bench.server.answers(b"", status, Location="http://localhost:1/login")
    assert bench.failure(call).kind is K.NOT_INSTAGRAM
    assert len(bench.server.requests) == 1


def test_an_answer_beyond_the_cap(bench: Any) -> None:
    bench.server.answers(b" " * 300_000)
    assert bench.failure(read).kind is K.TOO_MUCH_DATA
    assert bench.failure(send).kind is K.OUTCOME_UNKNOWN


def test_a_packed_answer(bench: Any) -> None:
    bench.server.answers(gzip.compress(json.dumps(LIST).encode()), Content_Encoding="gzip")
    assert len(bench.run(read).value.conversations) == 1


def test_a_packed_bomb(bench: Any) -> None:
    bench.server.answers(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    assert bench.failure(read).kind is K.TOO_MUCH_DATA


def test_cancelling_a_call_cancels_it(bench: Any) -> None:
    bench.server.behaviour = nothing

    async def body(client: GraphClient, server: Any) -> bool:
        task = asyncio.create_task(client.inbox(limit=1))
        await server.has_received(1)
        task.cancel()
        return (await asyncio.gather(task, return_exceptions=True))[0].__class__ is asyncio.CancelledError

    assert bench.run(body, limits=TransferLimits())


def test_neither_token_nor_text_nor_ids_are_logged(bench: Any, token: str, caplog: pytest.LogCaptureFixture) -> None:
    """failure 96 and house rule 8: on every path, at every level, also by the libraries."""
    caplog.set_level(logging.DEBUG)
    secrets = (token, TEXT, "shhh-secret", "appsecret_proof", "QVFcursor", "17841400000000123", "aWdfZAG1")

    async def body(client: GraphClient, server: Any) -> None:
        shown = [repr(client)]
        echo = {"error": {"code": 100, "message": f"bad {token} in {TEXT}"}}
        behaviours: list[Any] = [cut, truncated, no_http]
        for behaviour in [*behaviours, None, echo, {**LIST, "paging": {"next": f"https://x/?access_token={token}"}}]:
            if callable(behaviour):
                server.behaviour = behaviour
            else:
                server.answers(behaviour or SENT, 400 if behaviour is echo else 200)
            for call in (
                client.send("99", TextPart(TEXT)),
                client.inbox(limit=1, after="QVFcursor"),
                client.message("aWdfZAG1x1"),
            ):
                try:
                    shown.append(repr(await call))
                except GraphError as error:
                    shown += [str(error), repr(error), repr(error.__cause__), repr(error.problem())]
        assert not [s for s in shown for secret in (token, TEXT, "shhh-secret") if secret in s]

    bench.run(body, node_id="17841400000000123", app_secret="shhh-secret")
    said = caplog.text + "".join(record.getMessage() for record in caplog.records)
    assert "GET /…/conversations -> " in said
    assert "POST /…/messages -> 200 ok" in said
    assert not [secret for secret in secrets if secret in said]
