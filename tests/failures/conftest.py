"""What a server can get wrong, as data: hostile values by the kind of field, and ways to bend an answer with them."""

import asyncio
import gzip
import json
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Flavour
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import SendEvent
from igdesk.domain.reply import TextPart
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.graph.client import Answer, GraphClient, HttpPool, TransferLimits
from igdesk.graph.endpoint import default_endpoint
from igdesk.graph.errors import GraphError
from igdesk.graph.throttle import CallBudget
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.server import ServerThread
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive
from igdesk.store.vault import MemoryVault
from igdesk.sync.engine import Engine
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow

RLO, PDI, LRI, NUL = "\u202e", "\u2069", "\u2066", "\x00"
TEXTS: tuple[object, ...] = (
    '<b>bold</b><img src=x onerror="alert(1)"><script>alert(1)</script>',
    "<a href='file:///etc/passwd'>click</a> &lt;not&gt; &amp;",
    "<!DOCTYPE html><html><body><h1>Page</h1></body></html>",
    f"{RLO}gnp.exe{PDI} {LRI}never closed",
    "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    f"before{NUL}after",
    "word " * 20_000,
    "a" * 100_000,
    "\n" * 5_000,
    "\t\t\t" * 500,
    "👩‍👩‍👧‍👦" * 1_500,
    "🇺🇳" * 3_000,
    "😀" * 5_000,
    "\ud83d half an emoji \ude00",
    "Z" + "\u0301\u0335\u0489" * 2_000,
    "\ufdfd" * 300 + "ﷺ" * 300,
    "שלום עולם " * 300 + "mixed with English",
    "\u200b" * 1_000,
    "\u2028\u2029\u0085\u000b\u000c" * 50,
    "javascript:alert(1) data:text/html,<script> vbscript:x file:///etc/passwd",
    "https://example.org/" + "a" * 5_000,
    "https://[::1 http://\\\\host\\share https://a@b:99999999/ http://%00 http://..//",
    "%s %n {0} {name} %(x)s ${jndi:ldap://x}",
    "\U000e0001\U000e0041\U000f0000\U0010ffff",
    "",
    " ",
    0,
    -1,
    1e300,
    True,
    [],
    ["a", {"b": []}],
    {"text": "wrapped"},
)
IDS: tuple[object, ...] = (
    "x",
    "0",
    "a" * 10_000,
    "é" * 300,
    "../../../etc/passwd",
    "id?access_token=stolen&x=",
    "with space",
    "😀",
    f"nul{NUL}nul",
    "\ud800",
    "%00%2e%2e",
    "me",
    "' or 1=1 --",
    12345678901234567890,
    2**80,
    0,
    -1,
    1.5,
    1e300,
    True,
    "",
    [],
    {"id": "nested"},
)
DATES: tuple[object, ...] = (
    "2026-11-20T09:14:33+0000",
    "2026-11-20T09:14:33Z",
    "2026-11-20T09:14:33.123456+05:30",
    "2026-11-20T09:14:33",
    1763630073,
    "1763630073",
    1763630073000,
    1763630073000000,
    1763630073.5,
    "0001-01-01T00:00:00+0000",
    "0001-01-01T00:00:00+2359",
    "9999-12-31T23:59:59+0000",
    "9999-12-31T23:59:59-2359",
    "2010-01-01T00:00:00+0000",
    "2099-12-31T23:59:59+0000",
    "2026-13-45T25:61:61+9999",
    "２０２６-１１-２０",
    "tomorrow",
    -1,
    0,
    1e300,
    -1e300,
    float("nan"),
    float("inf"),
    10**400,
    "1" * 400,
    "",
    True,
    [],
    {},
)
LINKS: tuple[object, ...] = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "http://169.254.169.254/latest/meta-data/",
    "https://evil.example/x.jpg",
    "https://lookaside.fbsbx.com@evil.example/x",
    "https://evil.example#.fbsbx.com",
    "//evil.example/x",
    "\\\\server\\share\\x",
    "ftp://example.org/x",
    "http://127.0.0.1:1/x",
    "https://[::1/x",
    "https://" + "a" * 20_000,
    "https://exa mple.org/",
    "ms-settings:privacy",
    "",
    7,
    [],
)
_DATE_KEYS = {"created_time", "updated_time"}
_ID_KEYS = {"id", "mid", "user_id", "after", "before"}
_LINK_KEYS = {
    "url", "link", "next", "profile_pic", "file_url", "preview_url", "animated_gif_url", "media_url", "image_url",
}  # fmt: skip
EVERYTHING = TEXTS + IDS + DATES + LINKS


@dataclass(frozen=True)
class Bend:
    """One change of an answer. Numbers choose among what there is, so that any number fits any answer."""

    how: str
    where: int
    what: int


bends = st.lists(
    st.builds(
        Bend,
        st.sampled_from(("fit", "fit", "fit", "fit", "any", "none", "drop", "twice", "list", "dict", "extra", "turn")),
        st.integers(0, 5_000),
        st.integers(0, 500),
    ),
    min_size=1,
    max_size=6,
)
WRAPS: dict[str, Callable[[bytes], tuple[bytes, dict[str, str]]]] = {
    "truncated": lambda body: (body[: len(body) // 2], {}),
    "one byte short": lambda body: (body[:-1], {}),
    "empty": lambda body: (b"", {}),
    "html": lambda body: (b"<!DOCTYPE html><html><body>Log in</body></html>", {"content-type": "text/html"}),
    "html called json": lambda body: (b"<html>Log in</html>", {}),
    "json called html": lambda body: (body, {"content-type": "text/html; charset=utf-8"}),
    "plain": lambda body: (body, {"content-type": "text/plain"}),
    "no type": lambda body: (body, {"content-type": ""}),
    "bom": lambda body: (b"\xef\xbb\xbf" + body, {}),
    "utf-16": lambda body: (body.decode().encode("utf-16"), {"content-type": "application/json; charset=utf-16"}),
    "broken bytes": lambda body: (body.replace(b"e", b"\xff\xfe", 3), {}),
    "nul bytes": lambda body: (body + b"\0\0\0", {}),
    "guarded": lambda body: (b")]}'\n" + body, {}),
    "twice": lambda body: (body + body, {}),
    "deep": lambda body: (b"[" * 100_000 + b"]" * 100_000, {}),
    "deep objects": lambda body: (b'{"data":' * 50_000, {}),
    "number": lambda body: (b"1" * 10_000, {}),
    "null": lambda body: (b"null", {}),
    "list": lambda body: (b"[" + body + b"]", {}),
    "text": lambda body: (json.dumps(body.decode()).encode(), {}),
    "called gzip": lambda body: (body, {"content-encoding": "gzip"}),
    "half gzip": lambda body: (gzip.compress(body)[:-12], {"content-encoding": "gzip"}),
    "gzip bomb": lambda body: (gzip.compress(b" " * 30_000_000, 9), {"content-encoding": "gzip"}),
    "brotli": lambda body: (body, {"content-encoding": "br"}),
    "too long": lambda body: (body + b" " * 2_000_000, {}),
}


@dataclass
class Plan:
    """What happens to the next answers; those about the good conversation are left alone."""

    bends: list[Bend] = field(default_factory=list)
    wrap: str = ""
    spares: str = ""


def bent(answer: Any, plan: Plan) -> Any:
    """The answer with every bend applied, one after the other."""
    answer = {"": answer}  # so that the whole of it can be replaced too
    for bend in plan.bends:
        places = list(_places(answer, plan.spares))
        if not places:
            break  # nothing is left
        holder, key = places[bend.where % len(places)]
        _apply(holder, key, bend)
    return answer.get("")


def _places(value: Any, spares: str) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        inner = value[key]
        if spares and _names(inner, spares):
            continue
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner, spares)


def _names(value: Any, wanted: str) -> bool:
    """Whether this is the entry of the spared conversation."""
    return isinstance(value, dict) and value.get("id") == wanted


def _apply(holder: Any, key: Any, bend: Bend) -> None:
    inner = holder[key]
    match bend.how:
        case "fit":
            pool = _pool(key)
            holder[key] = pool[bend.what % len(pool)]
        case "any":
            holder[key] = EVERYTHING[bend.what % len(EVERYTHING)]
        case "none":
            holder[key] = None
        case "drop":
            del holder[key]
        case "twice":
            holder[key] = [inner, inner]
            if isinstance(inner, list):
                holder[key] = inner * 2
        case "list":
            holder[key] = [inner]
        case "dict":
            holder[key] = {"data": inner}
        case "extra":
            if isinstance(inner, dict):
                inner["a_field_of_tomorrow"] = EVERYTHING[bend.what % len(EVERYTHING)]
        case "turn":
            if isinstance(inner, list):
                inner.reverse()


def _pool(key: object) -> tuple[object, ...]:
    if key in _DATE_KEYS:
        return DATES
    if key in _ID_KEYS:
        return IDS
    return LINKS if key in _LINK_KEYS else TEXTS


class Hostile:
    """An ASGI application between the sandbox and its callers. Sends are always carried out as they are."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.plan: Plan | None = None
        self.files: dict[str, tuple[str, bytes]] = {}
        """Path -> claimed type and bytes: served as they are."""
        self.never_ends = ""
        """"drips" or "pours": how the answers to reads go on for ever."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] in self.files:
            kind, data = self.files[scope["path"]]
            headers = [(b"content-type", kind.encode()), (b"content-length", str(len(data)).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": data})
            return
        plan = self.plan
        is_spared = plan is not None and plan.spares and plan.spares.split("=")[0] in scope["path"]
        if plan is None or is_spared or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        events: list[dict[str, Any]] = []

        async def keep(event: dict[str, Any]) -> None:
            events.append(event)

        await self.app(scope, receive, keep)
        start, body = events[0], b"".join(event.get("body", b"") for event in events[1:])
        headers = {name.lower(): value for name, value in start["headers"]}
        if b"json" not in headers.get(b"content-type", b""):
            await self._send(send, start["status"], headers, body)
            return
        if self.never_ends:
            await self._go_on(send, start["status"], headers, body)
        body = json.dumps(bent(json.loads(body), plan)).encode()
        if plan.wrap:
            body, changed = WRAPS[plan.wrap](body)
            headers.update({name.encode(): value.encode() for name, value in changed.items()})
        await self._send(send, start["status"], headers, body)

    @staticmethod
    async def _send(send: Any, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
        headers[b"content-length"] = str(len(body)).encode()
        await send({"type": "http.response.start", "status": status, "headers": list(headers.items())})
        await send({"type": "http.response.body", "body": body})

    async def _go_on(self, send: Any, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
        headers.pop(b"content-length", None)
        await send({"type": "http.response.start", "status": status, "headers": list(headers.items())})
        await send({"type": "http.response.body", "body": body[:-1], "more_body": True})
        while True:
            piece = b" " if self.never_ends == "drips" else b" " * 65_536
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0.01 if self.never_ends == "drips" else 0)


@pytest.fixture(scope="session")
def hostile() -> Any:
    """This file: its values and its bends."""
    return sys.modules[__name__]


@dataclass
class Stage:
    """A whole igdesk without its clockwork: client, archive and window, and a server that can be made hostile."""

    world: World
    server: Hostile
    url: str
    archive: Archive
    vault: MemoryVault
    engine: Engine
    window: MainWindow
    account_id: AccountId
    loop: asyncio.Runner
    pool: HttpPool
    client: GraphClient
    opened_urls: list[str]
    errors: list[BaseException]
    threads: list[Any] = field(default_factory=list)

    def call(self, ask: Callable[[GraphClient], Awaitable[Answer[Any]]]) -> Any:
        """One call; what it gives, or the GraphError. Nothing else may come of it."""

        async def body() -> Any:
            try:
                return (await ask(self.client)).value
            except GraphError as error:
                assert error.problem().happened, "it can be said in words"
                return error

        return self.loop.run(body())

    def list_page(self) -> Any:
        """Read the list and store what came; answers what has to be read."""
        page = self.call(lambda client: client.inbox(limit=25, with_participants=True))
        return page if isinstance(page, GraphError) else self.archive.ingest.inbox_page(self.account_id, page)

    def read(self, remote_id: str) -> Any:
        snapshot = self.call(lambda client: client.conversation(remote_id))
        if isinstance(snapshot, GraphError):
            return snapshot
        return self.archive.ingest.conversation(self.account_id, snapshot, read_started_at=self.engine.server_now())

    def paint(self, conversation_id: ConversationId | None) -> None:
        """Show a conversation and draw the whole window."""
        if conversation_id is not None:
            self.window.open_conversation(conversation_id)
        QApplication.sendPostedEvents()
        assert not self.window.grab().isNull()

    def view(self) -> Any:
        return self.window.conversation.timeline.view

    def messages(self, conversation_id: ConversationId) -> list[Message]:
        return self.archive.timeline.newest(conversation_id, 500)

    def reply(self, conversation_id: ConversationId, text: str) -> Delivery:
        """Write, send and settle one reply the way the sender does it."""
        (message_id,) = self.engine.send_text(conversation_id, text)
        item = self.archive.outbox.claim(message_id, self.engine.server_now())
        assert item is not None
        receipt = self.call(lambda client: client.send(item.recipient_id, TextPart(item.text)))
        assert not isinstance(receipt, GraphError), receipt
        self.archive.outbox.settle(message_id, SendEvent.ACCEPTED, remote_id=receipt.remote_id)
        return self.archive.timeline.by_ids([message_id])[0].delivery


@pytest.fixture
def limits() -> TransferLimits:
    """Short, because a hostile server keeps one waiting."""
    return TransferLimits(
        connect_s=2, write_s=2, pool_s=2, read_most_s=0.3, call_s=0.4, download_s=0.4, answer_bytes=1_500_000
    )


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, limits: TransferLimits) -> Iterator[Stage]:
    """Everything real: HTTP over a loopback socket, an encrypted archive on disk, the window offscreen."""
    world = World(7, lambda: datetime.now(UTC), conversations=6, liveliness=0.0)
    server = Hostile(GraphApp(world, options=Options(conversation_calls_per_second=10_000)))
    archive = Archive.open(tmp_path / "archive", bytes(range(32)), clock=lambda: datetime.now(UTC))
    with ServerThread(server) as running, asyncio.Runner() as loop:
        endpoint = default_endpoint(Flavour.INSTAGRAM, {"IGDESK_INSTAGRAM_GRAPH_URL": running.url})
        pool = HttpPool(limits=limits, ssl_context=ssl.create_default_context())
        business = world.businesses[0]
        client = GraphClient(pool, endpoint, world.token, node_id=business.ig_id)
        account_id = archive.accounts.add(
            AccountSnapshot(
                business.ig_id, business.app_scoped_id, business.ig_id, Flavour.INSTAGRAM, business.username
            ),
            connected_at=datetime.now(UTC) - timedelta(days=30),
        )
        vault = MemoryVault()
        engine = Engine(
            archive,
            vault,
            make_client=lambda *_given, **_named: client,
            endpoint_of=lambda _flavour: endpoint,
            make_budget=lambda: CallBudget(burst=1000, refill_s=0.001),
            clock=lambda: datetime.now(UTC),
        )
        urls: list[str] = []
        window = MainWindow(archive, ThemeSource(), is_demo=False, open_url=urls.append)
        window.resize(1280, 800)
        window.attach(engine)
        window.show()
        errors = running.errors
        yield Stage(
            world, server, running.url, archive, vault, engine, window, account_id, loop, pool, client, urls, errors,
            world.threads(),
        )  # fmt: skip
        window.close()
        window.release()
        window.deleteLater()
        QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
        loop.run(pool.aclose())
    archive.close()
