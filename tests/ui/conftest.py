"""Fakes of archive and engine for widgets, and builders of the rows they show."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import (
    Conversation,
    InboxCounts,
    InboxFilter,
    InboxOnly,
    InboxSort,
    InboxView,
    Participant,
    Preview,
)
from igdesk.domain.ids import AccountId, ConversationId, LabelId, MessageId, ParticipantId
from igdesk.domain.label import Label
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind
from igdesk.domain.status import EngineStatus
from igdesk.store.inbox import Inbox
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.images import ImageCache
from igdesk.ui.theme import ThemeSource


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen plugin grumbles at windows of a fixed size or in front; every other warning of Qt fails a test."""
    for item in items:
        if "/ui/" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise"))


NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def make_account(number: int = 1, **parts: Any) -> Account:
    account = Account(
        id=AccountId(number),
        remote_id=f"1784{number}",
        app_scoped_id="",
        node_id=f"1784{number}",
        flavour=Flavour.INSTAGRAM,
        username="fernandclay",
        name="Fern & Clay",
        picture_url="",
        state=AccountState.ACTIVE,
        problem=AccountProblem.NONE,
        human_agent=Capability.AVAILABLE,
        token_expires_at=None,
        connected_at=NOW - timedelta(days=200),
    )
    return account._replace(**parts)


def make_conversation(
    number: int, text: str = "Hello", *, ago: timedelta = timedelta(minutes=5), **parts: Any
) -> Conversation:
    """A read conversation whose last word is the customer's; ``name``, ``own``, ``delivery``, ``kind``, ``media``
    and the fields of Conversation may be given."""
    direction = Direction.OUTBOUND if parts.pop("own", False) else Direction.INBOUND
    preview = Preview(
        MessageId(number * 100),
        parts.pop("kind", MessageKind.TEXT),
        direction,
        parts.pop("delivery", Delivery.SENT if direction is Direction.OUTBOUND else Delivery.RECEIVED),
        text,
        parts.pop("media", ""),
    )
    participant = Participant(
        ParticipantId(number),
        f"igsid{number}",
        name=parts.pop("name", f"Person {number}"),
        is_verified=parts.pop("verified", None),
        picture_url=parts.pop("picture_url", ""),
        picture_key=parts.pop("picture_key", ""),
    )
    conversation = Conversation(
        id=ConversationId(number),
        account_id=AccountId(1),
        remote_id=f"c{number}",
        participant=participant,
        preview=preview,
        last_activity_at=NOW - ago,
        last_inbound_at=NOW - ago,
        is_waiting=direction is Direction.INBOUND,
    )
    return conversation._replace(**parts)


class FakeInbox:
    """The rules of the archive's list over a dict."""

    def __init__(self) -> None:
        self.held: dict[ConversationId, Conversation] = {}
        self.calls = 0
        """How often anything was asked: stands for SQL."""

    def rows(
        self,
        view: InboxView,
        narrowed: InboxFilter,
        *,
        sort: InboxSort | None = None,
        account_id: AccountId | None = None,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
        limit: int = 100,
        after: Conversation | None = None,
    ) -> list[Conversation]:
        self.calls += 1
        found = [
            c
            for c in self.held.values()
            if (account_id is None or c.account_id == account_id)
            and self.matches(c, view, narrowed, now, label_id=label_id, only=only)
        ]
        found.sort(key=lambda c: self.sort_key(c, view, now, sort=sort))
        if after is not None:
            key = self.sort_key(after, view, now, sort=sort)
            found = [c for c in found if self.sort_key(c, view, now, sort=sort) > key]
        return found[:limit]

    def by_ids(self, ids: Iterable[ConversationId]) -> list[Conversation]:
        self.calls += 1
        return [self.held[i] for i in ids if i in self.held]

    def matches(self, *parts: Any, **named: Any) -> bool:
        return Inbox.matches(self, *parts, **named)  # type: ignore[arg-type] - a pure rule

    def sort_key(self, *parts: Any, **named: Any) -> tuple[int, ...]:
        return Inbox.sort_key(self, *parts, **named)  # type: ignore[arg-type] - a pure rule

    def counts(
        self,
        *,
        account_id: AccountId | None = None,
        view: InboxView = InboxView.INBOX,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
    ) -> InboxCounts:
        self.calls += 1

        def length(shown: InboxView, chip: InboxFilter) -> int:
            found = self.rows(shown, chip, account_id=account_id, label_id=label_id, only=only, now=now, limit=10**9)
            return len(found)

        total, unread, waiting, soon = (length(view, chip) for chip in InboxFilter)
        return InboxCounts(total, unread, waiting, soon, length(InboxView.SNOOZED, InboxFilter.ALL))

    def has_any(self, account_id: AccountId) -> bool:
        return any(c.account_id == account_id for c in self.held.values())

    def unread_by_account(self) -> dict[AccountId, int]:
        counts: dict[AccountId, int] = {}
        for c in self.held.values():
            if c.unread_count:
                counts[c.account_id] = counts.get(c.account_id, 0) + 1
        return counts


class FakeAccounts:
    def __init__(self, *accounts: Account) -> None:
        self.held = {a.id: a for a in accounts}

    def all(self) -> tuple[Account, ...]:
        return tuple(self.held.values())


class FakeLabels:
    def __init__(self) -> None:
        self.held: tuple[Label, ...] = ()

    def all(self) -> tuple[Label, ...]:
        return self.held


class FakeArchive:
    """``put`` and ``drop`` write and publish like a committed transaction."""

    def __init__(self, *conversations: Conversation, accounts: Sequence[Account] = ()) -> None:
        self.inbox = FakeInbox()
        self.labels = FakeLabels()
        self.is_read_only = False
        self.accounts = FakeAccounts(*(accounts or (make_account(),)))
        self.inbox.held = {c.id: c for c in conversations}
        self._listeners: list[Callable[[ChangeSet], None]] = []

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, changes: ChangeSet) -> None:
        for listener in list(self._listeners):
            listener(changes)

    def put(self, *conversations: Conversation) -> ChangeSet:
        self.inbox.held.update({c.id: c for c in conversations})
        changes = ChangeSet(conversations=frozenset(c.id for c in conversations))
        self.publish(changes)
        return changes

    def drop(self, *ids: ConversationId) -> ChangeSet:
        for conversation_id in ids:
            self.inbox.held.pop(conversation_id, None)
        changes = ChangeSet(conversations=frozenset(ids))
        self.publish(changes)
        return changes

    def put_account(self, account: Account) -> ChangeSet:
        self.accounts.held[account.id] = account
        changes = ChangeSet(accounts=frozenset({account.id}))
        self.publish(changes)
        return changes


class FakeEngine:
    def __init__(self) -> None:
        self.now = NOW
        self.status = EngineStatus()
        self.wanted: list[tuple[ConversationId, ...]] = []
        """Profiles asked for."""
        self.wanted_pictures: list[ConversationId] = []
        self._listeners: list[Callable[[EngineStatus], None]] = []

    def server_now(self) -> datetime:
        return self.now

    def want_profiles(self, conversation_ids: Sequence[ConversationId]) -> None:
        self.wanted.append(tuple(conversation_ids))

    def want_pictures(self, conversation_ids: Sequence[ConversationId]) -> None:
        self.wanted_pictures += conversation_ids

    def subscribe(self, listener: Callable[[EngineStatus], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, status: EngineStatus) -> None:
        self.status = status
        for listener in list(self._listeners):
            listener(status)


class Ui:
    """What every widget of the list column is built from."""

    def __init__(self, *conversations: Conversation, accounts: Sequence[Account] = ()) -> None:
        self.now = NOW
        self.archive = FakeArchive(*conversations, accounts=accounts)
        self.engine = FakeEngine()
        self.theme_source = ThemeSource()
        self.bridge = ChangeBridge(self.archive, self.engine)
        self.images = ImageCache(lambda _key: None)

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)
        self.engine.now = self.now


@pytest.fixture
def account_of() -> Callable[..., Account]:
    return make_account


@pytest.fixture
def conversation_of() -> Callable[..., Conversation]:
    return make_conversation


@pytest.fixture
def make_ui(qapp: QApplication) -> Callable[..., Ui]:
    return Ui


def _spilt(port: QWidget) -> list[str]:
    found = []
    for part in port.findChildren(QWidget):
        if not part.isVisible() or isinstance(part, FocusRing):
            continue
        place = QRect(part.mapTo(port, QPoint(0, 0)), part.size())
        if place.left() < 0 or place.right() >= port.width():
            found.append(f"{type(part).__name__} {part.objectName() or part.accessibleName()}: {place}")
    return found


@pytest.fixture
def spilt() -> Callable[[QWidget], list[str]]:
    """What of a widget reaches over its sides."""
    return _spilt
