"""The client against a real server on this computer that behaves in every way a network can."""

import asyncio
import gzip
import json
import logging
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.graph.bounded import BodyBrokenError, BodyTooLargeError, read_bounded
from igdesk.graph.certificates import trusted_certificates
from igdesk.graph.client import GraphClient, HttpPool, TransferLimits
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.protocol import default_endpoint

K = ErrorKind
LIST = {"data": [{"id": "c1", "updated_time": "2026-11-20T09:14:33+0000"}]}
SENT = {"recipient_id": "99", "message_id": "m.1"}
TEXT = "a very private sentence"


async def read(client: GraphClient, _: Any) -> Any:
    return await client.inbox(limit=10)


async def send(client: GraphClient, _: Any) -> Any:
    return await client.send_text("99", TEXT)


def failure(bench: Any, call: Callable[..., Awaitable[Any]], **kwargs: Any) -> GraphError:
    with pytest.raises(GraphError) as caught:
        bench.run(call, **kwargs)
    return caught.value


def test_a_read(bench: Any, token: str) -> None:
    bench.server.answers(LIST, x_app_usage='{"call_count": 12}', X_Other="1")
    answer = bench.run(read)
    assert [c.remote_id for c in answer.value.conversations] == ["c1"]
    request = bench.server.requests[0]
    assert request.line.startswith("GET /v26.0/me/conversations?platform=instagram&fields=id%2Cupdated_time&limit=10 ")
    assert request.headers["authorization"] == f"Bearer {token}"
    assert token not in request.line
    assert request.headers["user-agent"].startswith("igdesk/")
    assert "cookie" not in request.headers
    assert answer.server_time.isoformat() == "2026-11-20T14:36:00+00:00"
    assert bench.times == [answer.server_time]
    assert bench.usage == [{"x-app-usage": '{"call_count": 12}'}]


def test_a_send(bench: Any, token: str) -> None:
    bench.server.answers(SENT)
    answer = bench.run(send, node_id="178")
    assert (answer.value.remote_id, answer.value.recipient_id) == ("m.1", "99")
    request = bench.server.requests[0]
    assert request.line == "POST /v26.0/178/messages HTTP/1.1"
    assert request.headers["content-type"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {token}"
    assert json.loads(request.body) == {"recipient": {"id": "99"}, "message": {"text": TEXT}}


def test_every_read(bench: Any) -> None:
    async def body(client: GraphClient, server: Any) -> None:
        server.answers({"id": "c1", "messages": {"data": [{"id": "m1", "message": "hi"}]}})
        assert (await client.conversation("c1")).value.messages[0].text == "hi"
        server.answers({"data": [{"id": "m0"}]})
        assert (await client.older_messages("c1", "QVF")).value.messages[0].remote_id == "m0"
        server.answers({"id": "m0"})
        assert (await client.message("m0")).value.remote_id == "m0"
        server.answers({"name": "Lena B."})
        assert (await client.profile("99")).value.name == "Lena B."

    bench.run(body)
    assert "after=QVF" in bench.server.requests[1].line


def test_identity_of_an_instagram_token(bench: Any) -> None:
    """failure 12"""
    bench.server.answers({"id": "26", "user_id": "178", "username": "northwind"})

    async def body(client: GraphClient, _: Any) -> None:
        account = (await client.identity()).value
        assert (account.remote_id, account.app_scoped_id, client.node_id) == ("178", "26", "178")
        assert client.page_token == ""

    bench.run(body)


PAGE = {"id": "111", "name": "Northwind", "instagram_business_account": {"id": "178", "username": "northwind"}}
NO_FIELD = {"error": {"code": 100, "message": "(#100) Tried accessing nonexisting field (x) on node type (User)"}}


def test_identity_of_a_page_token(bench: Any, token: str) -> None:
    bench.server.answers(PAGE)

    async def body(client: GraphClient, _: Any) -> None:
        account = (await client.identity()).value
        assert (account.remote_id, account.node_id, account.flavour) == ("178", "111", Flavour.FACEBOOK)
        assert client.page_token == token

    bench.run(body, flavour=Flavour.FACEBOOK)


@pytest.mark.parametrize("refuses", [True, False])
def test_identity_of_a_persons_facebook_token(bench: Any, refuses: bool) -> None:
    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            await connection.answer({"data": [{"id": "1"}, {**PAGE, "access_token": "EAApage"}]})
        elif "/me?" in connection.line:
            await connection.answer(NO_FIELD if refuses else {"id": "5", "name": "P"}, 400 if refuses else 200)
        else:
            await connection.answer(LIST)

    async def body(client: GraphClient, server: Any) -> None:
        server.behaviour = behave
        assert (await client.identity()).value.node_id == "111"
        assert client.page_token == "EAApage"
        await client.inbox(limit=1)
        assert server.requests[-1].headers["authorization"] == "Bearer EAApage"
        assert "/111/conversations" in server.requests[-1].line

    bench.run(body, flavour=Flavour.FACEBOOK)


@pytest.mark.parametrize(("pages", "status"), [({"data": []}, 200), (NO_FIELD, 400)])
def test_a_page_without_an_instagram_account(bench: Any, pages: object, status: int) -> None:
    async def behave(connection: Any) -> None:
        if "/me/accounts" in connection.line:
            await connection.answer(pages, status)
        else:
            await connection.answer({"id": "5", "name": "P"})

    bench.server.behaviour = behave
    error = failure(bench, lambda client, _: client.identity(), flavour=Flavour.FACEBOOK)
    assert (error.kind, error.entry.id) == (K.PERMISSION, "page_not_linked")


def test_app_secret_proof_is_sent_where_a_secret_is_known(bench: Any) -> None:
    bench.server.answers(LIST)
    bench.run(read, app_secret="shhh-secret")
    assert "appsecret_proof=" in bench.server.requests[0].line
    assert "shhh-secret" not in bench.server.requests[0].line


# --- What can go wrong before and after a request has left ----------------------------------------------------------


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

    assert failure(bench, body).kind is K.NOT_CONNECTED


def test_all_connections_busy_is_not_connected(bench: Any) -> None:
    """A send that waits for a free connection until the time is up has certainly not left."""

    async def never(_: Any) -> None:
        await asyncio.sleep(30)

    async def body(client: GraphClient, server: Any) -> list[ErrorKind]:
        server.behaviour = never
        reads = [asyncio.create_task(client.inbox(limit=1)) for _ in range(6)]
        await server.has_received(6)
        results = await asyncio.gather(client.send_text("99", TEXT), return_exceptions=True)
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
    error = failure(bench, call)
    assert error.kind is K.OUTCOME_UNKNOWN
    assert error.entry.retry.value == "reread"
    assert len(bench.server.requests) == 1, "nothing is sent twice"


def test_a_connection_lost_while_sending_is_an_unknown_outcome(bench: Any) -> None:
    bench.server.before_request = close_before_reading
    assert failure(bench, send).kind is K.OUTCOME_UNKNOWN


def test_a_kept_connection_that_died_is_an_unknown_outcome(bench: Any) -> None:
    """The second request goes out on a connection the server has just given up."""

    async def body(client: GraphClient, server: Any) -> None:
        server.answers(LIST)
        await client.inbox(limit=1)
        server.behaviour = cut
        await client.send_text("99", TEXT)

    assert failure(bench, body).kind is K.OUTCOME_UNKNOWN


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
    assert failure(bench, read).kind is read_kind
    assert failure(bench, send).kind is send_kind
    assert bench.times == [], "a stranger's clock is not Meta's"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("call", [read, send])
def test_the_api_does_not_redirect(bench: Any, status: int, call: Callable[..., Awaitable[Any]]) -> None:
    """The token is never carried to another host."""
    bench.server.answers(b"", status, Location="http://localhost:1/login")
    assert failure(bench, call).kind is K.NOT_INSTAGRAM
    assert len(bench.server.requests) == 1


def test_an_answer_beyond_the_cap(bench: Any) -> None:
    bench.server.answers(b" " * 300_000)
    assert failure(bench, read).kind is K.TOO_MUCH_DATA
    assert failure(bench, send).kind is K.OUTCOME_UNKNOWN


def test_a_packed_answer(bench: Any) -> None:
    bench.server.answers(gzip.compress(json.dumps(LIST).encode()), Content_Encoding="gzip")
    assert len(bench.run(read).value.conversations) == 1


def test_a_packed_bomb(bench: Any) -> None:
    bench.server.answers(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    assert failure(bench, read).kind is K.TOO_MUCH_DATA


def test_an_error_of_the_api(bench: Any) -> None:
    bench.server.answers({"error": {"message": "m", "code": 10, "error_subcode": 2534022, "fbtrace_id": "Atrace"}}, 403)
    error = failure(bench, send)
    assert (error.kind, error.code_text, error.http_status, error.trace_id) == (
        K.WINDOW_CLOSED,
        "10/2534022",
        403,
        "Atrace",
    )
    assert len(bench.times) == 1, "a refusal tells the time too"


def test_retry_after_is_passed_on(bench: Any) -> None:
    bench.server.answers({"error": {"message": "m", "code": 4}}, 400, Retry_After="120")
    assert failure(bench, read).retry_after_s == 120.0


def test_a_field_the_api_does_not_know_is_left_out_next_time(bench: Any) -> None:
    def refusal(name: str) -> dict[str, object]:
        return {"error": {"code": 100, "message": f"(#100) Tried accessing nonexisting field ({name}) on node"}}

    async def kind_of(client: GraphClient) -> ErrorKind | None:
        try:
            await client.conversation("c1")
        except GraphError as error:
            return error.kind
        return None

    async def body(client: GraphClient, server: Any) -> None:
        server.answers(refusal("reply_to"), 400)
        assert await kind_of(client) is K.TEMPORARY
        server.answers(refusal("unheard_of"), 400)
        assert await kind_of(client) is K.TEMPORARY
        assert "reply_to" not in server.requests[-1].line
        assert "reactions" in server.requests[-1].line
        assert await kind_of(client) is K.PERMANENT, "nothing left to leave out"
        assert "reactions" not in server.requests[-1].line
        server.answers({"id": "c1"})
        assert await kind_of(client) is None

    bench.run(body)


@pytest.mark.parametrize("bad", ["", "IGAA\nX-Evil: 1", "IGAA with space", "IGAAé"])
def test_a_token_that_cannot_be_sent_is_not_accepted(bench: Any, bad: str) -> None:
    bench.server.answers(LIST)
    error = failure(bench, read, token=bad)
    assert (error.kind, error.entry.id) == (K.REAUTHENTICATE, "token_invalid")
    assert bench.server.requests == []


def test_a_callback_that_fails_does_not_cost_the_answer(token: str, bench: Any) -> None:
    bench.server.answers(SENT)

    def explode(_: object) -> None:
        raise RuntimeError("disk full")

    async def body(client: GraphClient, _: Any) -> Any:
        client._on_server_time = explode
        return await client.send_text("99", TEXT)

    assert bench.run(body).value.remote_id == "m.1"


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
                client.send_text("99", TEXT),
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


# --- Files ----------------------------------------------------------------------------------------------------------


def fetching(path: str = "/cdn/a.jpg", max_bytes: int = 10_000) -> Callable[..., Awaitable[Any]]:
    async def call(client: GraphClient, server: Any) -> Any:
        url = path if "://" in path else server.url + path
        return await client.download(url, max_bytes=max_bytes)

    return call


def test_a_file(bench: Any) -> None:
    bench.server.answers(b"\xff\xd8picture", 200, "image/JPEG; q=1")
    download = bench.run(fetching()).value
    assert (download.data, download.claimed_type) == (b"\xff\xd8picture", "image/jpeg")
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
    error = failure(bench, fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_host")
    assert len(bench.server.requests) == 1


def test_redirects_come_to_an_end(bench: Any) -> None:
    bench.server.answers(b"", 302, Location="/again")
    assert failure(bench, fetching()).entry.id == "media_host"
    assert len(bench.server.requests) == 6


@pytest.mark.parametrize("url", ["https://evil.org/a.jpg", "http://lookaside.fbsbx.com/a", "", "https://127.0.0.1/"])
def test_foreign_links_are_not_touched(bench: Any, url: str) -> None:
    error = failure(bench, fetching(url or "://"))
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_host")
    assert bench.server.requests == []


@pytest.mark.parametrize(
    ("status", "kind"), [(404, K.GONE), (403, K.GONE), (410, K.GONE), (429, K.THROTTLED), (503, K.OUTCOME_UNKNOWN)]
)
def test_a_dead_link(bench: Any, status: int, kind: ErrorKind) -> None:
    """failures 78 and 79"""
    bench.server.answers(b"no", status, "text/plain")
    assert failure(bench, fetching()).kind is kind


def test_a_page_is_not_a_file(bench: Any) -> None:
    """failure 88"""
    bench.server.answers(b"<html>", 200, "text/html; charset=utf-8")
    error = failure(bench, fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_page")


def test_a_file_beyond_the_cap_by_its_length(bench: Any) -> None:
    bench.server.answers(b"x" * 20_000, 200, "image/jpeg")
    error = failure(bench, fetching())
    assert (error.kind, error.entry.id) == (K.PERMANENT, "media_too_large")


def test_a_file_beyond_the_cap_that_tells_no_length(bench: Any) -> None:
    async def endless(connection: Any) -> None:
        await connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await connection.write(b"1000\r\n" + b"x" * 4096 + b"\r\n")

    bench.server.behaviour = endless
    assert failure(bench, fetching()).entry.id == "media_too_large"


def test_a_packed_file_is_capped_too(bench: Any) -> None:
    bench.server.answers(zlib.compress(b"0" * 10_000_000), 200, "image/jpeg", Content_Encoding="deflate")
    assert failure(bench, fetching()).entry.id == "media_too_large"


@pytest.mark.parametrize("behaviour", [slow_body, drip, cut])
def test_a_file_that_never_ends(bench: Any, behaviour: Callable[..., Awaitable[None]]) -> None:
    bench.server.behaviour = behaviour
    assert failure(bench, fetching(max_bytes=10**6)).kind is K.OUTCOME_UNKNOWN


# --- Settings -------------------------------------------------------------------------------------------------------


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
def test_in_process(app: Any, kind: ErrorKind | None, token: str) -> None:
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
