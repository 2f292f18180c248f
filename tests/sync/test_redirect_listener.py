"""The one answer of the browser, over real sockets of this computer."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from igdesk.domain.account import Flavour
from igdesk.graph.endpoint import Endpoint
from igdesk.graph.errors import GraphError
from igdesk.graph.oauth import AppCredentials, SignInPlan, code_in, make_plan
from igdesk.sync.loopback_certificate import make_context
from igdesk.sync.redirect_listener import LOOPBACK, PortTakenError, RedirectListener


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def plan_at(port: int, scheme: str = "http") -> SignInPlan:
    endpoint = Endpoint(Flavour.INSTAGRAM, "https://graph.instagram.com")
    return make_plan(endpoint, AppCredentials("1", "s"), f"{scheme}://localhost:{port}/back")


def listener_of(plan: SignInPlan, tls: ssl.SSLContext | None = None) -> RedirectListener:
    words = {True: ("Connected", "You can go back to igdesk."), False: ("Not connected", "Go back to igdesk.")}
    return RedirectListener(
        plan.redirect_uri, lambda target: code_in(target, plan), page=lambda worked: words[worked], tls=tls
    )


async def ask(port: int, target: str, tls: ssl.SSLContext | None = None, method: str = "GET") -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls)
    writer.write(f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    answer = (await reader.read()).decode()
    writer.close()
    return answer


def answer_of(plan: SignInPlan, **values: str) -> str:
    return f"/back?{urlencode({'state': plan.state, **values})}"


def scene(body: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(20):
            await body()

    asyncio.run(whole())


def test_the_code_and_a_plain_page() -> None:
    async def body() -> None:
        plan = plan_at(port := free_port())
        async with listener_of(plan) as listener:
            waiting = asyncio.create_task(listener.code(10))
            page = await ask(port, answer_of(plan, code="AQ1"))
            assert await waiting == "AQ1"
        assert page.startswith("HTTP/1.1 200 OK")
        assert "You can go back to igdesk." in page
        assert "Referrer-Policy: no-referrer" in page
        assert "AQ1" not in page
        with pytest.raises(ConnectionError):
            await ask(port, "/back")

    scene(body)


def test_only_what_carries_the_state_counts() -> None:
    """A guessed state, another path, a bare look, a POST: told nothing, and the waiting goes on."""

    async def body() -> None:
        plan = plan_at(port := free_port())
        async with listener_of(plan) as listener:
            waiting = asyncio.create_task(listener.code(10))
            for target in ("/back?code=x&state=guessed", "/back?code=x", "/back", "/back?error=access_denied"):
                assert (await ask(port, target)).startswith("HTTP/1.1 400"), target
            assert (await ask(port, "/favicon.ico")).startswith("HTTP/1.1 404")
            assert (await ask(port, answer_of(plan, code="x"), method="POST")).startswith("HTTP/1.1 404")
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"garbage\r\n\r\n")
            assert await reader.read() == b""
            writer.close()
            assert not waiting.done()
            await ask(port, answer_of(plan, code="AQ2"))
            assert await waiting == "AQ2"
            assert (await ask(port, answer_of(plan, code="AQ3"))).startswith("HTTP/1.1 404"), "one is answered"

    scene(body)


def test_consent_that_was_denied_ends_the_wait() -> None:
    async def body() -> None:
        plan = plan_at(port := free_port())
        async with listener_of(plan) as listener:
            waiting = asyncio.create_task(listener.code(10))
            page = await ask(port, answer_of(plan, error="access_denied", error_reason="user_denied"))
            assert "Not connected" in page
            with pytest.raises(GraphError) as refused:
                await waiting
            assert refused.value.entry.id == "sign_in_denied"

    scene(body)


def test_with_a_certificate_made_for_it() -> None:
    async def body() -> None:
        plan = plan_at(port := free_port(), "https")
        tls = make_context(datetime.now(UTC))
        async with listener_of(plan, tls) as listener:
            waiting = asyncio.create_task(listener.code(10))
            trusting = ssl.create_default_context()
            trusting.check_hostname = False
            trusting.verify_mode = ssl.CERT_NONE
            assert "go back to igdesk" in await ask(port, answer_of(plan, code="AQ4"), trusting)
            assert await waiting == "AQ4"

    scene(body)


def test_it_listens_on_loopback_only() -> None:
    async def body() -> None:
        plan = plan_at(free_port())
        async with listener_of(plan) as listener:
            hosts = {sock.getsockname()[0] for server in listener._servers for sock in server.sockets}
            assert "127.0.0.1" in hosts
            assert hosts <= set(LOOPBACK)

    scene(body)


def test_a_port_that_is_taken() -> None:
    async def body() -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            with pytest.raises(PortTakenError):
                async with listener_of(plan_at(other.getsockname()[1])):
                    pass

    scene(body)


def test_it_closes_when_nobody_comes() -> None:
    async def body() -> None:
        plan = plan_at(port := free_port())
        with pytest.raises(TimeoutError):
            async with listener_of(plan) as listener:
                await listener.code(0.01)
        with pytest.raises(ConnectionError):
            await ask(port, "/back")

    scene(body)


def test_the_key_of_the_certificate_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    make_context(datetime.now(UTC))
    assert list(tmp_path.iterdir()) == []
