"""The encrypted SQLite file: connection, transactions that publish one ChangeSet each, and errors in plain words."""

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import AccountId, ConversationId, LabelId, MessageId
from igdesk.store.checkpoint import Checkpointer
from igdesk.store.errors import ArchiveGone, ArchiveTooNew, known
from igdesk.store.turn import Turn

log = logging.getLogger(__name__)

Row = tuple[Any, ...]
Parameters = Sequence[object]
Listener = Callable[[ChangeSet], None]

BUSY_TIMEOUT_MS = 1000
CACHE_KIB = 2048
WIDE_CACHE_KIB = 16 * 1024
WAITS_FOR_DISK = "pragma synchronous = full"
MANY = 200
"""Changes of this many rows get a wider cache: what is read to find them is not read again to write them."""
WAL_LIMIT_BYTES = 4 * 1024 * 1024


class Statistics:
    """Counters for tests: what the archive did so far."""

    def __init__(self) -> None:
        self.transactions = 0
        """Write transactions that were committed."""
        self.statements = 0


class Transaction:
    """One change of the archive. Begins with its first write: if there is none, nothing happened at all."""

    def __init__(self, database: "Database", *, waits_for_disk: bool) -> None:
        self.database = database
        self.waits_for_disk = waits_for_disk
        self.has_begun = False
        self.accounts: set[AccountId] = set()
        self.conversations: set[ConversationId] = set()
        self.messages_added: set[MessageId] = set()
        self.messages_updated: set[MessageId] = set()
        self.messages_removed: set[MessageId] = set()
        self.messages_arrived: set[MessageId] = set()
        self.messages_unnamed: set[MessageId] = set()
        """Added or changed by somebody who did not say in which conversation."""
        self.labels: set[LabelId] = set()
        self.happened: set[ConversationId] = set()
        self.discarded_media: set[str] = set()

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return self.database.rows(sql, parameters)

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        return self.database.row(sql, parameters)

    def write(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement that changes something; the number of rows it changed."""
        self.database.begin_writing(self)
        return self.database.run(sql, parameters)

    def expects(self, count: int) -> None:
        """So many rows that lie far apart are looked for and changed."""
        if count >= MANY:
            self.database.widen_cache()

    def write_rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """Run a statement that changes something and answers rows (``returning``)."""
        self.database.begin_writing(self)
        return self.database.rows(sql, parameters)

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Insert one row; its id."""
        self.write(sql, parameters)
        return self.database.last_id()

    def account(self, account_id: AccountId) -> None:
        self.accounts.add(account_id)

    def conversation(self, conversation_id: ConversationId) -> None:
        self.conversations.add(conversation_id)

    def added(self, message_id: MessageId, *, arrived: bool = False) -> None:
        self.messages_added.add(message_id)
        self.messages_unnamed.add(message_id)
        if arrived:
            self.messages_arrived.add(message_id)

    def updated(self, *message_ids: MessageId) -> None:
        self.messages_updated.update(message_ids)
        self.messages_unnamed.update(message_ids)

    def updated_in(self, conversation_ids: Iterable[ConversationId], message_ids: Iterable[MessageId]) -> None:
        """Messages of these conversations changed."""
        self.conversations.update(conversation_ids)
        self.messages_updated.update(message_ids)

    def removed(self, *message_ids: MessageId) -> None:
        self.messages_removed.update(message_ids)

    def discard_media(self, keys: Iterable[str]) -> None:
        """Have files of the media folder deleted once this is committed, at the latest at the next start."""
        for key in set(filter(None, keys)) - self.discarded_media:
            self.write("insert or ignore into discarded_media (media_key) values (?)", (key,))
            self.discarded_media.add(key)

    def name_conversations(self) -> None:
        """Whoever shows a conversation looks at changes that name it: name those of all changed messages."""
        if self.messages_unnamed:
            ids = ",".join(map(str, sorted(self.messages_unnamed)))
            self.conversations.update(
                ConversationId(row[0])
                for row in self.rows(
                    "select distinct conversation_id from message where id in (select value from json_each(?))",
                    (f"[{ids}]",),
                )
            )

    def changes(self) -> ChangeSet:
        return ChangeSet(
            frozenset(self.accounts),
            frozenset(self.conversations),
            frozenset(self.messages_added - self.messages_removed),
            frozenset(self.messages_updated - self.messages_removed - self.messages_added),
            frozenset(self.messages_removed),
            frozenset(self.messages_arrived - self.messages_removed),
            frozenset(self.labels),
            frozenset(self.happened),
        )


class Database:
    """An open archive file. One thread uses it; other threads open their own connection with ``connect``."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key
        self.statistics = Statistics()
        self.turn = Turn()
        """Held while something is written."""
        self.read_only_reason: ArchiveTooNew | None = None
        self.spared_media: set[str] = set()
        """Files that nothing refers to, but that somebody may want back before the program ends."""
        self.on_media_discarded: Callable[[Sequence[str]], None] | None = None
        self._transaction: Transaction | None = None
        self._listeners: list[Listener] = []
        self._unpublished: deque[ChangeSet] = deque()
        self._is_publishing = False
        self._is_cache_wide = False
        self._has_index = False
        try:
            self.connection = connect(path, key)
            self._run_once(f"pragma journal_size_limit = {WAL_LIMIT_BYTES}")
            self._checkpointer = Checkpointer(lambda: connect(path, key))
            self.connection.set_wal_hook(self._checkpointer.log_grew)
        except apsw.Error as error:
            raise known(error) from error
        self._identity = _identity(path)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows of a query."""
        self.statistics.statements += 1
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except apsw.Error as error:
            raise known(error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement inside a transaction; the number of changed rows. For ``Transaction``."""
        self.statistics.statements += 1
        try:
            self.connection.execute(sql, parameters)
            return self.connection.changes()
        except apsw.Error as error:
            raise known(error) from error

    def last_id(self) -> int:
        return self.connection.last_insert_rowid()

    def begin_writing(self, transaction: Transaction) -> None:
        """Take the write lock if this transaction does not hold it yet. For ``Transaction``."""
        if transaction.has_begun:
            return
        if transaction is not self._transaction:
            raise RuntimeError("the transaction is over")
        if self.read_only_reason is not None:
            raise self.read_only_reason
        if _identity(self.path) != self._identity:
            raise ArchiveGone  # it would all be written into a file that no longer has a name
        self.turn.acquire()
        try:
            if not transaction.waits_for_disk:
                self._run_once("pragma synchronous = normal")
            self._run_once("begin immediate")
        except BaseException:
            self._wait_for_disk(transaction)
            self.turn.release()
            raise
        transaction.has_begun = True

    @contextmanager
    def transaction(self, *, waits_for_disk: bool = True) -> Iterator[Transaction]:
        """Everything written inside is kept or lost as one; then one ChangeSet goes to the listeners.

        ``waits_for_disk``: only what can be read from Instagram again may do without. A power cut within the next
        seconds takes it back whole, with the note that it was read; meanwhile no slow disk holds up the window.
        """
        if self._transaction is not None:
            raise RuntimeError("a transaction is open already")
        transaction = self._transaction = Transaction(self, waits_for_disk=waits_for_disk)
        try:
            yield transaction
            if transaction.has_begun:
                transaction.name_conversations()
                self._index(transaction)
                self._run_once("commit")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._transaction = None
            if transaction.has_begun:
                self._wait_for_disk(transaction)
                self.turn.release()
            if self._is_cache_wide:
                self._is_cache_wide = False
                self._run_once(f"pragma cache_size = -{CACHE_KIB}")
        if not transaction.has_begun:
            return
        self.statistics.transactions += 1
        if transaction.discarded_media and self.on_media_discarded is not None:
            self.on_media_discarded(sorted(transaction.discarded_media))
        self._publish(transaction.changes())

    def widen_cache(self) -> None:
        """Until the end of the transaction. For ``Transaction``."""
        if not self._is_cache_wide:
            self._is_cache_wide = True
            self._run_once(f"pragma cache_size = -{WIDE_CACHE_KIB}")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told of every committed change; the answer ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return unsubscribe

    def close(self) -> None:
        self._listeners.clear()
        self._checkpointer.finish()
        self.connection.close()

    def _index(self, transaction: Transaction) -> None:
        """The words of changed messages, into the same transaction."""
        if not self._has_index:
            self._has_index = bool(self.rows("select 1 from sqlite_master where name = 'search_queue'"))
        if self._has_index and self.row("select 1 from search_queue limit 1"):
            from igdesk.store.search_index import settle

            settle(transaction)

    def _wait_for_disk(self, transaction: Transaction) -> None:
        """From now on again."""
        if not transaction.waits_for_disk:
            self._run_once(WAITS_FOR_DISK)

    def _run_once(self, sql: str) -> None:
        try:
            self.connection.execute(sql)
        except apsw.Error as error:
            raise known(error) from error

    def _roll_back(self) -> None:
        # On a full disk SQLite has rolled back by itself.
        if self.connection.in_transaction:
            with suppress(apsw.Error):
                self.connection.execute("rollback")

    def _publish(self, changes: ChangeSet) -> None:
        """Tell the listeners, in the order of the commits even when a listener writes."""
        if not changes:
            return
        self._unpublished.append(changes)
        if self._is_publishing:
            return
        self._is_publishing = True
        try:
            while self._unpublished:
                change = self._unpublished.popleft()
                for listener in tuple(self._listeners):
                    # The change is committed: a fault of whoever shows it must not look like a failed write.
                    try:
                        listener(change)
                    except Exception:
                        log.exception("a listener failed")
        finally:
            self._is_publishing = False


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file bears this name now."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked at every write; a Path takes three times as long
    except OSError:
        return None
    return found.st_dev, found.st_ino


def connect(path: Path, key: bytes) -> apsw.Connection:
    """A connection to an encrypted file. Raises errors of apsw."""
    # Never made here: where the file is gone, an empty one in its place would look like a fresh start.
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        for statement in (
            "pragma cipher = 'chacha20'",
            f"pragma key = 'raw:{key.hex()}'",
            f"pragma busy_timeout = {BUSY_TIMEOUT_MS}",
            "pragma journal_mode = wal",
            # FULL, not NORMAL: the claim of a reply must survive a power cut before its request leaves,
            # otherwise it would be sent a second time. It costs 0.1 ms a commit.
            WAITS_FOR_DISK,
            "pragma foreign_keys = on",
            "pragma temp_store = memory",
            f"pragma cache_size = -{CACHE_KIB}",
            "pragma secure_delete = on",
        ):
            connection.execute(statement)
    except apsw.Error:
        connection.close()
        raise
    return connection
