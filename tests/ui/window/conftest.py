"""A whole window over a real archive, with an engine that notes what it was asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QMenu
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Flavour
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.notices import WARN_MIN
from igdesk.domain.reply import ReplyPart, sendable
from igdesk.domain.replying import HOLD
from igdesk.domain.snapshot import (
    AccountSnapshot,
    ConversationSnapshot,
    MessageSnapshot,
    PersonSnapshot,
    ProfileSnapshot,
)
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.domain.text import split_reply
from igdesk.domain.window import MessagingWindow, window_at
from igdesk.store.archive import Archive
from igdesk.sync.upload_board import UploadBoard
from igdesk.ui.notices import notifier as notifier_module
from igdesk.ui.texts import unmarked
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


class Care:
    """Stands for the caretaker of the engine."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.told: tuple[Any, ...] = ()

    def errors(self, account_id: int) -> tuple[Any, ...]:
        return self.told

    def keep_health(self) -> None:
        pass

    def rest(self, account_id: int, until: Any) -> None:
        self.asked.append(("rest", account_id, until))

    def choose_pace(self, pace: Any, *, is_slower_on_battery: bool) -> None:
        self.asked.append(("pace", pace, is_slower_on_battery))

    def pause(self, account_id: int, *, is_paused: bool) -> None:
        self.asked.append(("pause", account_id, is_paused))

    def disconnect(self, account_id: int, *, erase: bool) -> None:
        self.asked.append(("disconnect", account_id, erase))


class NotingConnecting:
    """Notes what the wizard asks for; tests tell it how it went through ``tell``."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self.tell: Callable[[Any], None] = lambda progress: None
        self.done: Callable[[Any], None] = lambda result: None
        self.begun = False
        self.app_id = ""

    @property
    def names(self) -> list[str]:
        return [name for name, _given, _named in self.asked]

    def resume(self, tell: Callable[[Any], None], nothing: Callable[[], None]) -> None:
        self.asked.append(("resume", (), {}))
        self.tell = tell
        if not self.begun:
            nothing()

    def connect(self, done: Callable[[Any], None]) -> None:
        self.asked.append(("connect", (), {}))
        self.done = done

    def known_app(self, flavour: Flavour, done: Callable[[str], None]) -> None:
        done(self.app_id)

    def take_address(self, address: str) -> Any:
        self.asked.append(("take_address", (address,), {}))

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*given: Any, **named: Any) -> None:
            callbacks = [value for value in given if callable(value)]
            self.asked.append((name, tuple(value for value in given if value not in callbacks), named))
            if callbacks:
                self.tell = callbacks[0]

        return note


class NotingEngine:
    """Stands for the engine: sends go into the real outbox, everything else is noted."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.status = EngineStatus()
        self.care = Care()
        self.uploads = UploadBoard()
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self.sent: list[tuple[ConversationId, str]] = []
        self.parts: list[tuple[ConversationId, tuple[ReplyPart, ...]]] = []
        self.refuses = False
        self.refuses_later = False
        self.late = timedelta(0)
        """So much later is it at Instagram."""
        self.connecting = NotingConnecting()
        self._listeners: list[Callable[[EngineStatus], None]] = []

    def subscribe(self, listener: Callable[[EngineStatus], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, status: EngineStatus) -> None:
        self.status = status
        for listener in list(self._listeners):
            listener(status)

    def server_now(self) -> datetime:
        return NOW + self.late

    def window_of(self, conversation: Conversation) -> MessagingWindow:
        account = self.archive.accounts.get(conversation.account_id)
        assert account is not None
        return window_at(conversation.last_inbound_at, self.server_now(), account.human_agent)

    def send_text(
        self,
        conversation_id: ConversationId,
        text: str,
        *,
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
        draft: str | None = "",
    ) -> tuple[MessageId, ...]:
        if self.refuses:
            return ()
        self.sent.append((conversation_id, text))
        now = NOW + timedelta(milliseconds=len(self.sent))
        held_until = now + timedelta(seconds=hold_s) if hold_s else None
        return self.archive.outbox.enqueue(
            conversation_id, split_reply(text), now=now, quoted=quoted, held_until=held_until, draft=draft
        )

    def send(
        self,
        conversation_id: ConversationId,
        parts: Sequence[ReplyPart],
        *,
        quoted: MessageId | None = None,
        hold_s: float = 0.0,
        draft: str | None = "",
    ) -> tuple[MessageId, ...]:
        if self.refuses:
            return ()
        self.parts.append((conversation_id, tuple(parts)))
        held_until = NOW + timedelta(seconds=hold_s) if hold_s else None
        return self.archive.outbox.enqueue(
            conversation_id, sendable(parts), now=NOW, quoted=quoted, held_until=held_until, draft=draft
        )

    def undo_send(self, conversation_id: ConversationId, *, text: str = "") -> bool:
        return self.archive.holding.take_back(conversation_id, text=text) is not None

    def send_later(self, conversation_id: ConversationId, text: str, at: datetime, **_named: Any) -> bool:
        self.asked.append(("send_later", (conversation_id, text, at)))
        return not self.refuses_later

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given, **_named: self.asked.append((name, given))


@dataclass
class Studio:
    """The window, what it stands on, and its conversations by name."""

    archive: Archive
    engine: NotingEngine
    window: MainWindow
    accounts: tuple[AccountId, ...]
    talks: dict[str, ConversationId]
    opened_urls: list[str] = field(default_factory=list)

    def row(self, name: str) -> Conversation:
        return self.archive.inbox.by_ids([self.talks[name]])[0]

    def write(self, key: str, name: str, hours: float, text: str = "Hello") -> ConversationId:
        return write(self.archive, self.accounts[0], key, name, hours, text)

    def tell(self, connection: Connection, *, queued: int = 0, **parts: Any) -> None:
        states = tuple(AccountStatus(account_id, connection, **parts) for account_id in self.accounts)
        self.engine.tell(EngineStatus(states, queued_replies=queued))


PEOPLE = {
    "mara": ("Mara Lindqvist", 1.0),
    "tomas": ("Tomás Oliveira", 21.0),
    "priya": ("Priya Raman", 23.4),
    "aiko": ("Aiko Tanaka", 45.0),
    "noah": ("Noah Okafor", 24 * 8.0),
}


def write(
    archive: Archive, account_id: AccountId, key: str, name: str, hours: float, text: str = "Hello"
) -> ConversationId:
    """A conversation in which the customer wrote once."""
    account = archive.accounts.get(account_id)
    assert account is not None
    me = PersonSnapshot(account.remote_id, account.username)
    person = PersonSnapshot(f"ig-{key}-{account_id}", key, name)
    moment = NOW - timedelta(hours=hours)
    message = MessageSnapshot(f"m-{key}-{account_id}-{hours}", moment, person, (me,), text)
    snapshot = ConversationSnapshot(f"t-{key}-{account_id}", moment, (me, person), (message,), is_complete=True)
    return archive.ingest.conversation(account_id, snapshot, read_started_at=NOW).conversation_id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    held = Archive.open(tmp_path / "archive", b"k" * 32, clock=lambda: NOW)
    held.settings.set(HOLD, "0")
    yield held
    held.close()


@pytest.fixture
def make_studio(archive: Archive, qtbot: QtBot) -> Iterator[Callable[..., Studio]]:
    made: list[MainWindow] = []

    def make(*, accounts: int = 2, attach: bool = True, is_demo: bool = False) -> Studio:
        ids = tuple(
            archive.accounts.add(
                AccountSnapshot(f"900{n}", f"901{n}", f"900{n}", Flavour.INSTAGRAM, f"studio{n}", f"Studio {n}"),
                connected_at=NOW - timedelta(days=60),
            )
            for n in range(1, accounts + 1)
        )
        talks = {key: write(archive, ids[0], key, *who) for key, who in PEOPLE.items()} if ids else {}
        if len(ids) > 1:
            talks["jonas"] = write(archive, ids[1], "jonas", "Jonas Weber", 2.0)
        if talks:
            profile = ProfileSnapshot(f"ig-mara-{ids[0]}", "mara", "Mara Lindqvist", None, 12400, True, True, None)
            archive.ingest.profile(talks["mara"], profile)
        urls: list[str] = []
        window = MainWindow(archive, ThemeSource(), is_demo=is_demo, open_url=urls.append, now=lambda: NOW)
        qtbot.addWidget(window)
        made.append(window)
        window.resize(1280, 800)
        engine = NotingEngine(archive)
        if attach:
            window.attach(engine)  # type: ignore[arg-type]
        return Studio(archive, engine, window, ids, talks, urls)

    yield make
    for window in made:
        for dialog in window.findChildren(QDialog):
            dialog.close()  # what is modal would take the keys of the next test
        window.release()


@pytest.fixture
def studio(make_studio: Callable[..., Studio]) -> Studio:
    made = make_studio()
    made.window.show()
    return made


class NotingTray(QObject):
    clicked = Signal()
    notice_clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_available = self.can_tell = True
        self.is_menu_open = self.is_closed = False
        self.told: list[tuple[str, str]] = []
        self.tooltip = ""
        self.menu: QMenu | None = None
        self.badge = -1
        self.icon = QIcon()

    def tell(self, title: str, text: str) -> None:
        self.told.append((plain(title), plain(text)))

    def show_state(self, icon: QIcon, tooltip: str, menu: QMenu | None) -> None:
        self.icon, self.tooltip, self.menu = icon, tooltip, menu or self.menu

    def show_badge(self, count: int) -> None:
        self.badge = count

    def close(self) -> None:
        self.is_closed = True


def plain(text: str) -> str:
    """Without the marks around names."""
    return unmarked(text).replace("\u00a0", " ")


class Noting:
    """The studio with its notifier."""

    plain = staticmethod(plain)

    def __init__(self, studio: Any) -> None:
        self.studio, self.window = studio, studio.window
        self.notifier = studio.window.notifier
        self.tray: NotingTray = self.notifier.tray
        self.notifier.begin()
        self.tray.told.clear()

    def arrive(self, key: str, name: str, text: str = "Hello", hours: float = 5 / 3600) -> None:
        self.studio.write(key, name, hours, text)
        self.window.bridge.settle()

    def told(self) -> list[tuple[str, str]]:
        self.notifier.tell_gathered()
        told, self.tray.told = self.tray.told, []
        return told

    def rows(self) -> list[str]:
        assert self.tray.menu is not None
        return [plain(row.text()) for row in self.tray.menu.actions() if not row.isSeparator()]

    def choose(self, words: str) -> None:
        assert self.tray.menu is not None
        next(row for row in self.tray.menu.actions() if plain(row.text()) == words).trigger()


@pytest.fixture
def noting_tray(monkeypatch: pytest.MonkeyPatch) -> type[NotingTray]:
    """Takes the place of the desktop's tray."""
    monkeypatch.setattr(notifier_module, "DesktopTray", NotingTray)
    return NotingTray


@pytest.fixture
def noting(make_studio: Callable[..., Studio], noting_tray: type[NotingTray]) -> Noting:
    studio = make_studio()
    studio.archive.settings.set(WARN_MIN, "0")
    studio.window.show()
    return Noting(studio)
