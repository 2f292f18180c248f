"""What the tests of the engine share: a loop whose time passes by itself, and a whole program around the sandbox."""

import asyncio
import contextlib
import random
import selectors
import shutil
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId
from igdesk.domain.message import Message
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.graph.client import GraphClient, HttpPool
from igdesk.graph.endpoint import Endpoint
from igdesk.sandbox.exchange import Call
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.nodes import Options
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive
from igdesk.store.vault import MemoryVault, Vault
from igdesk.sync.engine import Engine
from igdesk.sync.session import SignInResult

T = TypeVar("T")
START_S = 1000.0
EPOCH = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


class _Jumping(selectors.SelectSelector):
    """Never waits: time jumps to the next timer instead."""

    loop: "VirtualLoop"

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise AssertionError("everything waits, and nothing is under way")
            self.loop.now_s += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An asyncio loop on a clock of its own. Work for a thread is done at once, so every run is the same."""

    def __init__(self) -> None:
        self.now_s = START_S
        self.steps = 0
        self.at_step: dict[int, Callable[[], None]] = {}
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self.now_s

    def wall(self) -> datetime:
        """The computer's clock: it goes with the loop's."""
        return EPOCH + timedelta(seconds=self.now_s - START_S)

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> "asyncio.Future[Any]":  # type: ignore[override]
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits
            future.set_exception(error)
        return future

    def _run_once(self) -> None:
        self.steps += 1
        action = self.at_step.pop(self.steps, None)
        if action is not None:
            action()
        super()._run_once()  # type: ignore[misc]


@pytest.fixture
def loop() -> VirtualLoop:
    return VirtualLoop()


@pytest.fixture
def run(loop: VirtualLoop) -> Callable[[Coroutine[Any, Any, T]], T]:
    """Run a coroutine to its end on virtual time; a task that is left over fails the test."""

    def work(body: Coroutine[Any, Any, T]) -> T:
        async def whole() -> T:
            result = await body
            left = asyncio.all_tasks() - {asyncio.current_task()}
            assert not left, f"tasks left running: {left}"
            return result

        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(whole())

    return work


KEY = bytes(range(32))


class Rig:
    """A whole program without a window: archive, vault, client and engine, around a sandbox in the same process.

    The sandbox goes on by itself when the program dies: what a request set going there is carried out.
    """

    def __init__(self, loop: VirtualLoop, folder: Path, **world: Any) -> None:
        self.loop = loop
        self.folder = folder
        self.world = World(7, loop.wall, **{"conversations": 12, "liveliness": 0.0, **world})
        self.app = GraphApp(self.world, options=Options(conversation_calls_per_second=2))
        self.faults = self.app.faults
        self.vault: Vault = MemoryVault()
        self.chance = random.Random(1).random
        self.clock: Callable[[], datetime] = loop.wall
        self.statuses: list[EngineStatus] = []
        self.changes: list[ChangeSet] = []
        self.cut = False
        """Whether the network is gone."""
        self.slow_answers = 0.0
        """Seconds that the answer to a send is on its way, after it was carried out."""
        self._life = 0
        self._serving: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None

    # The program

    def open(self) -> "Rig":
        """Open archive and engine, as the program does before it runs."""
        self.folder.mkdir(exist_ok=True)
        self.archive = Archive.open(self.folder, KEY, clock=self.clock)
        self.archive.subscribe(self.changes.append)
        self._life += 1
        self.pool = HttpPool(asgi_app=partial(self._serve, self._life))
        self.engine = Engine(
            self.archive,
            self.vault,
            make_client=self._make_client,
            endpoint_of=lambda flavour: Endpoint(flavour, "http://127.0.0.1:9"),
            clock=self.clock,
            chance=self.chance,
        )
        self.engine.subscribe(self.statuses.append)
        return self

    def start(self) -> None:
        self._running = asyncio.create_task(self.engine.run(), name="engine")

    async def stop(self) -> None:
        """Quit as the program does: cancel, wait, close."""
        if self._running is not None:
            self._running.cancel()
            started = self.loop.time()
            await asyncio.wait([self._running], timeout=5)
            assert self._running.done(), "the engine does not end"
            assert self.loop.time() - started < 1, "the engine takes its time to end"
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
            self._running = None
        await self.pool.aclose()
        self.archive.close()

    async def kill(self, folder: Path) -> None:
        """Die as in a power cut: only what the disk holds now is left. Go on in ``folder``."""
        self._life += 1  # what still runs of this life reaches nobody any more
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
        await self.stop()
        self.folder = folder

    def _make_client(self, endpoint: Endpoint, token: str, **more: Any) -> GraphClient:
        return GraphClient(self.pool, endpoint, token, **more)

    async def _serve(self, life: int, scope: Any, receive: Any, send: Any) -> None:
        if self.cut or life != self._life:
            raise httpx.ConnectError("no network")
        task = asyncio.create_task(self.app(scope, receive, send))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.shield(task)
        if scope["method"] == "POST" and self.slow_answers:
            await asyncio.sleep(self.slow_answers)

    async def settle_sandbox(self) -> None:
        """Let hanging requests of the sandbox end."""
        for task in tuple(self._serving):
            task.cancel()
        await asyncio.sleep(0)

    # Doing things

    def connect(self, account: int = 0) -> AccountId:
        """An account as sign-in leaves it."""
        business = self.world.businesses[account]
        snapshot = AccountSnapshot(
            remote_id=business.ig_id,
            app_scoped_id=business.app_scoped_id,
            node_id=business.ig_id,
            flavour=Flavour.INSTAGRAM,
            username=business.username,
            name=business.name,
        )
        self.vault.set_token(business.ig_id, self.world.instagram_token(account))
        return self.archive.accounts.add(snapshot, connected_at=self.engine.server_now())

    async def begin(self) -> None:
        """An account is connected, the program runs, and the first fetch is done."""
        self.connect()
        self.start()
        await self.until_quiet()

    async def begin_asked(self) -> Conversation:
        """The same, with a conversation that may be answered: its row."""
        thread = self.world.threads()[0]
        self.connect()
        self.world.say(thread, "Is it still there?")
        self.start()
        await self.until_quiet()
        return self.row(thread)

    async def go_offline(self) -> None:
        """The network is gone, and the program has noticed it."""
        self.cut = True
        await self.until(lambda: self.status().connection is Connection.OFFLINE)

    def come_back(self) -> None:
        """The network is there again, and the system says so."""
        self.cut = False
        self.engine.woke_up()

    async def sign_in(self, text: str, **more: Any) -> SignInResult:
        """Give a token to the engine, and wait for what comes of it."""
        results: list[SignInResult] = []
        self.engine.sign_in(text, results.append, **more)
        await self.until(lambda: results)
        return results[0]

    async def until(self, condition: Callable[[], object], *, within_s: float = 600.0) -> None:
        """Let time pass until something holds."""
        ends_at = self.loop.time() + within_s
        while not condition():
            assert self.loop.time() < ends_at, "it did not happen"
            await asyncio.sleep(0.05 if within_s <= 600 else 1.0)

    async def until_quiet(self) -> None:
        """Until the first fetch is done and nothing is left to read."""
        await self.until(
            lambda: self.engine.status.accounts
            and all(
                s.connection is Connection.ONLINE and s.first_sync is None and not s.is_busy
                and s.last_checked_at is not None
                for s in self.engine.status.accounts
            )
        )  # fmt: skip
        await asyncio.sleep(1)

    # Looking

    @property
    def sent_texts(self) -> list[str]:
        """What the customers have received, in its order."""
        return [sent.text for sent in self.world.sent]

    def calls(self, *scopes: str) -> list[Call]:
        return [call for call in self.app.calls if not scopes or call.scope in scopes]

    def row(self, key: Any, account: int = 1) -> Conversation:
        """The conversation of the archive with this person or thread of the sandbox."""
        thread = self.world.thread(key) if isinstance(key, str) else key
        conversation_id = self.archive.inbox.find(AccountId(account), thread.id)
        assert conversation_id is not None, "not in the archive"
        return self.archive.inbox.by_ids([conversation_id])[0]

    def messages(self, row: Conversation) -> list[Message]:
        return self.archive.timeline.newest(row.id, 500)

    def message(self, message_id: Any) -> Message:
        return self.archive.timeline.by_ids([message_id])[0]

    def status(self, account: int = 1) -> AccountStatus:
        return self.engine.status.of(AccountId(account))


@pytest.fixture
def rig(loop: VirtualLoop, tmp_path: Path) -> Rig:
    """The usual small world; tests that need another one use ``make_rig``."""
    return Rig(loop, tmp_path / "one")


@pytest.fixture
def make_rig(loop: VirtualLoop, tmp_path: Path) -> Callable[..., Rig]:
    return lambda **world: Rig(loop, tmp_path / "one", **world)


@pytest.fixture
def play(run: Callable[[Any], Any]) -> Callable[[Rig, Callable[[], Coroutine[Any, Any, None]]], None]:
    """Open a rig, play a scene, and leave nothing behind."""

    def work(rig: Rig, scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            rig.open()
            try:
                await scene()
            finally:
                await rig.stop()
                await rig.settle_sandbox()

        run(whole())

    return work
