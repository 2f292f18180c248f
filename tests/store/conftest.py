"""A small desk to test the archive at: one account, one customer, and snapshots as Instagram would answer."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.message import Message
from igdesk.domain.snapshot import (
    AccountSnapshot,
    ConversationSnapshot,
    InboxPage,
    MessageSnapshot,
    PersonSnapshot,
)
from igdesk.store.archive import Archive
from igdesk.store.ingest import IngestResult

KEY = bytes(range(32))
SHOP = PersonSnapshot("17841400000000123", "northwind.ceramics")
LENA = PersonSnapshot("998877665544332", "lena.bakes")
ACCOUNT = AccountSnapshot(SHOP.remote_id, "5550001", SHOP.remote_id, Flavour.INSTAGRAM, SHOP.username, "Northwind")


class Desk:
    """An open archive, its clock and what it published."""

    shop = SHOP
    lena = LENA
    key = KEY

    def __init__(self, folder: Path, clock: Callable[[], datetime], connected_ago: timedelta) -> None:
        self.folder = folder
        self.clock = clock
        self.changes: list[ChangeSet] = []
        self.archive = self.open()
        self.account_id: AccountId = self.archive.accounts.add(ACCOUNT, connected_at=clock() - connected_ago)
        self.changes.clear()

    def open(self) -> Archive:
        self.archive = Archive.open(self.folder, KEY, clock=self.clock)
        self.archive.subscribe(self.changes.append)
        return self.archive

    def reopen(self) -> Archive:
        self.archive.close()
        return self.open()

    @property
    def now(self) -> datetime:
        return self.clock()

    def at(self, seconds: float) -> datetime:
        """So many seconds from now; the past is negative."""
        return self.clock() + timedelta(seconds=seconds)

    def said(self, remote_id: str, seconds: float, text: str = "hello", **fields: object) -> MessageSnapshot:
        """A message of the customer."""
        return self._message(remote_id, seconds, text, {"sender": LENA, "recipients": (SHOP,)} | fields)

    def answered(self, remote_id: str, seconds: float, text: str = "hello", **fields: object) -> MessageSnapshot:
        """A message of the account."""
        return self._message(remote_id, seconds, text, {"sender": SHOP, "recipients": (LENA,)} | fields)

    def page(self, *oldest_first: MessageSnapshot, **fields: object) -> ConversationSnapshot:
        values = {"remote_id": "thread-1", "updated_at": self.now, "participants": (SHOP, LENA)} | fields
        return ConversationSnapshot(messages=tuple(reversed(oldest_first)), **values)  # type: ignore[arg-type]

    def read(
        self, *oldest_first: MessageSnapshot, started: float = 0, is_newest: bool = True, **fields: object
    ) -> IngestResult:
        """Store a read of the conversation that began ``started`` seconds from now."""
        return self.archive.ingest.conversation(
            self.account_id,
            self.page(*oldest_first, **fields),
            read_started_at=self.at(started),
            is_newest=is_newest,
        )

    def listed(self, *entries: ConversationSnapshot) -> InboxPage:
        return InboxPage(entries)

    @property
    def conversation_id(self) -> ConversationId:
        found = self.archive.inbox.find(self.account_id, "thread-1")
        assert found is not None
        return found

    @property
    def conversation(self) -> Conversation:
        return self.archive.inbox.by_ids([self.conversation_id])[0]

    @property
    def messages(self) -> list[Message]:
        return self.archive.timeline.newest(self.conversation_id, 1000)

    def message(self, remote_id: str) -> Message:
        return next(message for message in self.messages if message.remote_id == remote_id)

    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def last_change(self) -> ChangeSet:
        return self.changes[-1]

    def in_one_transaction(self, action: Callable[[], object]) -> ChangeSet:
        """Run an action that must be one transaction with one ChangeSet, and give that."""
        transactions, published = self.archive.statistics.transactions, len(self.changes)
        action()
        assert self.archive.statistics.transactions == transactions + 1
        assert len(self.changes) == published + 1
        return self.changes[-1]

    def without_transaction(self, action: Callable[[], object]) -> None:
        """Run an action that must change nothing and not even open a transaction."""
        transactions, published = self.archive.statistics.transactions, len(self.changes)
        action()
        assert self.archive.statistics.transactions == transactions
        assert len(self.changes) == published

    @staticmethod
    def files(folder: Path) -> Iterable[Path]:
        return (path for path in folder.rglob("*") if path.is_file())

    def _message(self, remote_id: str, seconds: float, text: str, fields: dict[str, object]) -> MessageSnapshot:
        values = {"created_at": self.at(seconds).replace(microsecond=0)} | fields
        return MessageSnapshot(remote_id=remote_id, text=text, **values)  # type: ignore[arg-type]


@pytest.fixture
def new_desk(clock: Callable[[], datetime], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Desk]]:
    """Makes desks, each with an archive of its own, connected a day ago unless told otherwise."""
    desks: list[Desk] = []

    def make(connected_ago: timedelta = timedelta(days=1)) -> Desk:
        desk = Desk(tmp_path_factory.mktemp("desk"), clock, connected_ago)
        desks.append(desk)
        return desk

    yield make
    for desk in desks:
        desk.archive.close()


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Desk:
    return new_desk()
