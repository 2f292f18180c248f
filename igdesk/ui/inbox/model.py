"""The conversations of a view as a Qt model that edits itself from ChangeSets.

The rows are always the beginning of what a fresh load would give: whole, or up to where loading has come.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from igdesk.domain.account import Account, Capability
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation, InboxFilter, InboxOnly, InboxSort, InboxView, Shelf
from igdesk.domain.ids import AccountId, ConversationId, LabelId
from igdesk.ui.inbox.all_accounts import names_of
from igdesk.ui.inbox.choice import SAME, Choice, Same
from igdesk.ui.inbox.label_book import LabelBook
from igdesk.ui.inbox.row import ListRow, make_row
from igdesk.ui.inbox.runs import equal_runs, runs
from igdesk.ui.inbox.source import InboxSource

FIRST_ROWS = 40
CHUNK_ROWS = 200
CHUNK_PAUSE_MS = 15
MANY = 60
"""Changes of more conversations than that are made in runs."""
CHUNKS_AFTER_MS = 250
"""The rows that nobody sees yet come when the window was painted."""

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The ListRow."""
ID_ROLE = ROW_ROLE + 1
"""The ConversationId."""

_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class InboxModel(QAbstractListModel):
    """``data()`` asks nobody: rows are made from the conversations held and the time of the last tick."""

    def __init__(
        self,
        archive: InboxSource,
        *,
        server_now: Callable[[], datetime],
        local_now: Callable[[], datetime] | None = None,
        zone: tzinfo | None = None,
        account_id: AccountId | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._server_clock = server_now
        self._local_clock = local_now or (lambda: datetime.now(UTC))
        self._zone = zone
        self.choice = Choice(account_id=account_id)
        self.kept: ConversationId | None = None
        """The open conversation: it stays in a list that it no longer matches until another one is opened."""
        self._conversations: list[Conversation] = []
        self._keys: list[tuple[Any, ...]] = []
        """Sort keys of the rows, parallel to them."""
        self._by_id: dict[ConversationId, Conversation] = {}
        self._made: dict[ConversationId, ListRow] = {}
        """Rows that somebody has asked for."""
        self._capabilities: dict[AccountId, Capability] = {}
        self._accounts: dict[AccountId, Account] = {}
        self._labels = LabelBook(archive)
        self._is_complete = False
        self._is_held = False
        self._is_editing = False
        """An edit is being announced: whoever listens must not start another by fetching more."""
        self._put_off: set[ConversationId] = set()  # changed while re-ordering was held
        self._server_now = self._server_clock()
        self._local_now = self._local_clock()
        self._chunks = QTimer(self)
        self._chunks.setInterval(CHUNK_PAUSE_MS)
        self._chunks.timeout.connect(self._load_chunk)
        self._read_accounts()
        self._load()

    def stop(self) -> None:
        """Load nothing more: the archive is about to be closed."""
        self._chunks.stop()
        self._chunks.timeout.disconnect()
        self._is_complete = True

    # what views ask

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._conversations)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._conversations):
            return None
        conversation = self._conversations[index.row()]
        if role == ID_ROLE:
            return conversation.id
        if role == ROW_ROLE:
            return self._row(conversation)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row(conversation).name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._row(conversation).sentence()
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._is_complete and not self._is_editing

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._load_chunk()

    # what the pane asks

    def id_at(self, row: int) -> ConversationId | None:
        """The conversation of a row; None beside the list."""
        return self._conversations[row].id if 0 <= row < len(self._conversations) else None

    def row_of(self, conversation_id: ConversationId | None) -> int:
        """The row of a conversation; -1 if it is not in the list."""
        conversation = self._by_id.get(conversation_id) if conversation_id is not None else None
        return bisect_left(self._keys, self._key(conversation)) if conversation else -1

    def conversation_at(self, row: int) -> Conversation | None:
        """What stands in a row; None beside the list."""
        return self._conversations[row] if 0 <= row < len(self._conversations) else None

    @property
    def is_complete(self) -> bool:
        """Whether every conversation of the view is loaded."""
        return self._is_complete

    def choose(
        self,
        *,
        view: InboxView | None = None,
        narrowed: InboxFilter | None = None,
        sort: InboxSort | None = None,
        account_id: AccountId | Same | None = SAME,
        label_id: LabelId | Same | None = SAME,
        only: InboxOnly | Same | None = SAME,
    ) -> None:
        """Show something else; what is left out stays as it is. Another view comes in its own order."""
        wanted = self.choice.with_(view, narrowed, sort, account_id, label_id, only)
        if wanted == self.choice:
            return
        self.choice = wanted
        self.kept = None
        with self._editing():
            self.beginResetModel()
            self._load()
            self.endResetModel()

    def keep(self, conversation_id: ConversationId | None) -> None:
        """Reading or answering must not take the open conversation out of a filtered list under one's eyes."""
        before, self.kept = self.kept, conversation_id
        if before is not None and before != conversation_id:
            self._bring_in([before])

    # what happens

    def apply(self, changes: ChangeSet, *, later: bool = False) -> None:
        """Bring the rows in line with a committed transaction, with the smallest edits; or with ``make_up``."""
        if changes.accounts:
            before, names = self._capabilities, names_of(self._accounts)
            self._read_accounts()
            if before == self._capabilities and self._shows_accounts and names != names_of(self._accounts):
                self._refresh_made()
            if before != self._capabilities:
                self._put_off.clear()
                self._reconcile()
                self._refresh_made()
                return
        if changes.labels:
            self._labels.read()
            self._refresh_made()
        if self._is_held or later:
            self._put_off |= changes.conversations
            return
        self._bring_in(changes.conversations)

    def hold(self) -> None:
        """Put off every edit that could move a row, until ``release``."""
        self._is_held = True

    def release(self) -> None:
        """Make up for the edits that were put off."""
        self._is_held = False
        self.make_up()

    def make_up(self) -> None:
        """Unless they are to be held."""
        if not self._is_held:
            put_off, self._put_off = self._put_off, set()
            self._bring_in(put_off)

    def tick(self) -> None:
        """A minute has passed, or midnight: only rows whose words change are announced."""
        self._server_now, self._local_now = self._server_clock(), self._local_clock()
        if self.choice.sort is InboxSort.WINDOW or self.choice.narrowed is InboxFilter.CLOSING_SOON:
            self._put_off.clear()
            self._reconcile()
        self._refresh_made()

    # inside

    @contextmanager
    def _editing(self) -> Iterator[None]:
        self._is_editing = True
        try:
            yield
        finally:
            self._is_editing = False

    def _load(self) -> None:
        self._server_now, self._local_now = self._server_clock(), self._local_clock()
        self._put_off.clear()
        self._made.clear()
        self._conversations = list(self._fetch(FIRST_ROWS))
        self._is_complete = len(self._conversations) < FIRST_ROWS
        self._index_all()
        if self._is_complete:
            self._chunks.stop()
        else:
            self._chunks.start(CHUNKS_AFTER_MS)

    def _fetch(self, limit: int, after: Conversation | None = None) -> Sequence[Conversation]:
        return self._archive.inbox.rows(
            self.choice.view,
            self.choice.narrowed,
            sort=self.choice.sort,
            account_id=self.choice.account_id,
            label_id=self.choice.label_id,
            only=self.choice.only,
            now=self._server_now,
            limit=limit,
            after=after,
        )

    def _load_chunk(self) -> None:
        """Append the next rows."""
        if self._put_off:
            self.release()
        last = self._conversations[-1] if self._conversations else None
        found = self._fetch(CHUNK_ROWS, last)
        self._is_complete = len(found) < CHUNK_ROWS
        found = [c for c in found if c.id not in self._by_id]
        if self._is_complete:
            self._chunks.stop()
        else:
            self._chunks.setInterval(CHUNK_PAUSE_MS)
        if found:
            first = len(self._conversations)
            with self._editing():
                self.beginInsertRows(_NO_INDEX, first, first + len(found) - 1)
                self._conversations += found
                self._keys += [self._key(c) for c in found]
                self._by_id.update((c.id, c) for c in found)
                self.endInsertRows()

    def _bring_in(self, ids: Iterable[ConversationId]) -> None:
        wanted = sorted(ids)
        if not wanted:
            return
        found = {c.id: c for c in self._archive.inbox.by_ids(wanted) if self._belongs(c)}
        if len(wanted) > MANY:
            self._bring_in_many(wanted, found)
            return
        for conversation_id in wanted:
            old, new = self._by_id.get(conversation_id), found.get(conversation_id)
            if old is not None and new is not None:
                self._update(old, new)
            elif old is not None:
                self._remove(self.row_of(conversation_id))
            elif new is not None:
                self._insert(new)

    def _bring_in_many(self, wanted: Sequence[ConversationId], found: dict[ConversationId, Conversation]) -> None:
        """The same for an act on a selection, in runs of neighbours: what moves leaves and comes."""
        leaving, coming, changed = [], [], []
        for conversation_id in wanted:
            old, new = self._by_id.get(conversation_id), found.get(conversation_id)
            key = None if old is None else self._key(old)
            if new is not None and key == self._key(new):
                if old != new:
                    changed.append(bisect_left(self._keys, key))
                    self._put(changed[-1], new)
                continue
            if key is not None:
                leaving.append(bisect_left(self._keys, key))
            if new is not None:
                coming.append(new)
        for first, last in runs(sorted(changed)):
            self.dataChanged.emit(self.index(first), self.index(last))
        for first, last in reversed(list(runs(sorted(leaving)))):
            self._remove(first, last)
        coming.sort(key=self._key)
        places = [bisect_left(self._keys, self._key(c)) for c in coming]
        end = len(self._keys)
        for first, last in reversed(list(equal_runs(places))):
            if places[first] < end or self._is_complete:
                self._insert_at(places[first], *coming[first : last + 1])

    def _belongs(self, conversation: Conversation) -> bool:
        if self.choice.account_id is not None and conversation.account_id != self.choice.account_id:
            return False
        if conversation.id == self.kept and conversation.id in self._by_id and self._is_of_view(conversation):
            return True
        choice = self.choice
        return self._archive.inbox.matches(
            conversation, choice.view, choice.narrowed, self._server_now, label_id=choice.label_id, only=choice.only
        )

    def _is_of_view(self, conversation: Conversation) -> bool:
        shelves = {InboxView.SNOOZED: Shelf.SNOOZED, InboxView.DONE: Shelf.DONE}
        return conversation.shelf is shelves.get(self.choice.view, Shelf.INBOX)

    def _insert(self, conversation: Conversation) -> None:
        row = bisect_left(self._keys, self._key(conversation))
        if row < len(self._keys) or self._is_complete:
            self._insert_at(row, conversation)

    def _update(self, old: Conversation, new: Conversation) -> None:
        if old == new:
            return
        source = self.row_of(old.id)
        old_key, new_key = self._keys[source], self._key(new)
        target = source
        if new_key != old_key:
            target = bisect_left(self._keys, new_key)
            if target > source:
                target -= 1  # its own place is free once it leaves
            if target == len(self._keys) - 1 and not self._is_complete and new_key > old_key:
                self._remove(source)  # it now belongs among the rows that are not loaded yet
                return
        self._move(source, target)
        self._keys[target] = new_key
        self._replace(target, new)

    def _move(self, source: int, target: int) -> None:
        if source == target:
            return
        with self._editing():
            self.beginMoveRows(_NO_INDEX, source, source, _NO_INDEX, target + 1 if target > source else target)
            self._conversations.insert(target, self._conversations.pop(source))
            self._keys.insert(target, self._keys.pop(source))
            self.endMoveRows()

    def _insert_at(self, row: int, *conversations: Conversation) -> None:
        with self._editing():
            self.beginInsertRows(_NO_INDEX, row, row + len(conversations) - 1)
            self._conversations[row:row] = conversations
            self._keys[row:row] = [self._key(c) for c in conversations]
            self._by_id.update((c.id, c) for c in conversations)
            self.endInsertRows()

    def _remove(self, row: int, last: int | None = None) -> None:
        end = (row if last is None else last) + 1
        with self._editing():
            self.beginRemoveRows(_NO_INDEX, row, end - 1)
            for conversation in self._conversations[row:end]:
                del self._by_id[conversation.id]
                self._made.pop(conversation.id, None)
            del self._conversations[row:end]
            del self._keys[row:end]
            self.endRemoveRows()

    def _put(self, row: int, conversation: Conversation) -> None:
        self._conversations[row] = conversation
        self._by_id[conversation.id] = conversation
        self._made.pop(conversation.id, None)

    def _replace(self, row: int, conversation: Conversation) -> None:
        self._put(row, conversation)
        self.dataChanged.emit(self.index(row), self.index(row))

    def _reconcile(self) -> None:
        """Become what a fresh load gives now, by edits: time alone changes order and filters."""
        limit = max(len(self._conversations) + 1, FIRST_ROWS)
        fresh = list(self._fetch(limit))
        self._is_complete = len(fresh) < limit
        self._put_kept(fresh)
        if not self._is_complete:
            self._chunks.start()
        kept = {c.id for c in fresh}
        for row in range(len(self._conversations) - 1, -1, -1):
            if self._conversations[row].id not in kept:
                self._remove(row)
        for row, conversation in enumerate(fresh):
            if conversation.id not in self._by_id:
                self._insert_at(row, conversation)
                continue
            here = next(at for at in range(row, len(self._keys)) if self._conversations[at].id == conversation.id)
            self._move(here, row)
            if self._conversations[row] != conversation:
                self._replace(row, conversation)
        self._index_all()

    def _put_kept(self, fresh: list[Conversation]) -> None:
        """The open conversation belongs into its list although a fresh load leaves it out."""
        if self.kept is not None and all(c.id != self.kept for c in fresh):
            found = [c for c in self._archive.inbox.by_ids([self.kept]) if self._belongs(c)]
            if found:
                fresh.insert(bisect_left([self._key(c) for c in fresh], self._key(found[0])), found[0])

    def _refresh_made(self) -> None:
        """Announce the rows whose words are no longer true."""
        for conversation_id, shown in list(self._made.items()):
            made = self._make(self._by_id[conversation_id])
            if made != shown:
                self._made[conversation_id] = made
                index = self.index(self.row_of(conversation_id))
                self.dataChanged.emit(index, index)

    def _row(self, conversation: Conversation) -> ListRow:
        made = self._made.get(conversation.id)
        if made is None:
            made = self._made[conversation.id] = self._make(conversation)
        return made

    def _make(self, conversation: Conversation) -> ListRow:
        return make_row(
            conversation,
            self._capabilities.get(conversation.account_id, Capability.UNKNOWN),
            labels=self._labels.of(conversation),
            account=self._accounts.get(conversation.account_id) if self._shows_accounts else None,
            server_now=self._server_now,
            local_now=self._local_now,
            zone=self._zone,
        )

    def _key(self, conversation: Conversation) -> tuple[Any, ...]:
        return self._archive.inbox.sort_key(conversation, self.choice.view, self._server_now, sort=self.choice.sort)

    def _index_all(self) -> None:
        self._keys = [self._key(c) for c in self._conversations]
        self._by_id = {c.id: c for c in self._conversations}

    def _read_accounts(self) -> None:
        self._accounts = {account.id: account for account in self._archive.accounts.all()}
        self._capabilities = {a.id: a.human_agent for a in self._accounts.values()}

    @property
    def _shows_accounts(self) -> bool:
        """Whether a row has to say whose it is."""
        return self.choice.account_id is None and len(self._accounts) > 1
