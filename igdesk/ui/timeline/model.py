"""The rows of the opened conversation: a sliding window over the archive that edits itself from ChangeSets."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import PENDING, Delivery
from igdesk.domain.timeline_event import TimelineEvent
from igdesk.ui.timeline.rows import ReplyTime, Row, RowRules, UnreadLine, row_of, rows_of
from igdesk.ui.timeline.scene import Scene
from igdesk.ui.timeline.speech import describe_dividers, speak

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
WINDOW_ROWS = 60
PAGE_ROWS = 40
MOST_ROWS = 600

MessageKey = tuple[datetime, int, int]
_BEGINNING: MessageKey = (datetime(1970, 1, 1, tzinfo=UTC), -1, -1)
_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class TimelineReader(Protocol):
    """What the model asks of the archive. All answers are in timeline order, oldest first."""

    def newest(self, conversation_id: ConversationId, limit: int) -> list[Message]: ...
    def before(self, conversation_id: ConversationId, sort_key: MessageKey, limit: int) -> list[Message]: ...
    def after(self, conversation_id: ConversationId, sort_key: MessageKey, limit: int) -> list[Message]: ...
    def around(self, conversation_id: ConversationId, message_id: MessageId, limit: int) -> list[Message]: ...
    def by_ids(self, ids: Iterable[MessageId]) -> list[Message]: ...
    def first_unread(self, conversation_id: ConversationId) -> Message | None: ...
    def deleted_at(self, conversation_id: ConversationId) -> datetime | None: ...
    def events(self, conversation_id: ConversationId) -> list[TimelineEvent]: ...


def _sent_at(message: Message) -> datetime:
    return message.sent_at


class TimelineModel(QAbstractListModel):
    """A stretch of neighbouring messages. ``older`` and ``newer`` just outside of it are known, but not shown."""

    applied = Signal()
    """After every change of the rows, once all of it is done."""
    arrived = Signal(object)
    """Messages of the customer that were added, inside of the window or outside of it."""
    delivered = Signal(object)
    """An own message on the screen that was sent or that failed just now."""

    def __init__(self, reader: TimelineReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._conversation_id: ConversationId | None = None
        self._rules = RowRules()
        self.scene = Scene()
        self._messages: list[Message] = []
        self._keys: list[MessageKey] = []
        self._rows: list[Row] = []
        self._key_by_id: dict[int, MessageKey] = {}
        self._older: Message | None = None
        self._newer: Message | None = None

    # what is shown

    @property
    def conversation_id(self) -> ConversationId | None:
        return self._conversation_id

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def has_older(self) -> bool:
        return self._older is not None

    @property
    def has_newer(self) -> bool:
        return self._newer is not None

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role == ROW_ROLE:
            return self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return speak(self._rows[index.row()], self.scene)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return describe_dividers(self._rows[index.row()], self.scene)
        return None

    def position(self, message_id: int) -> int:
        """The row of a message; -1 when it is not in the window."""
        key = self._key_by_id.get(message_id)
        return -1 if key is None else bisect_left(self._keys, key)

    # which stretch is shown

    def open(
        self,
        conversation_id: ConversationId,
        *,
        at: MessageId | None = None,
        unread: int = 0,
        zone: tzinfo | None = None,
        reply_time: ReplyTime | None = None,
    ) -> int:
        """Show a conversation. Returns the row to begin with, -1 for the end.

        Begins at ``at``, else at the first unread message, else at the end. ``unread`` is the number on the
        line "n new messages".
        """
        self._conversation_id = conversation_id
        first = self._reader.first_unread(conversation_id)
        line = UnreadLine(first.sort_key, max(unread, 1)) if first is not None else None
        self._rules = RowRules(zone, line, tuple(self._reader.events(conversation_id)), reply_time)
        target = at if at is not None else first.id if first is not None else None
        self.beginResetModel()
        self._take_newest()
        if target is not None and target not in self._key_by_id:
            self._take_around(target)
        self.endResetModel()
        self.applied.emit()
        return -1 if target is None else self.position(target)

    def close(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self._conversation_id = None
        self._set_window([], None, None)
        self.endResetModel()
        self.applied.emit()

    def show_newest(self) -> None:
        """Make the window end at the newest message."""
        if self._conversation_id is not None and self.has_newer:
            self.beginResetModel()
            self._take_newest()
            self.endResetModel()
            self.applied.emit()

    def show_oldest(self) -> None:
        """Make the window begin at the first message of the archive."""
        if self._conversation_id is not None and self.has_older:
            self.beginResetModel()
            self._take_after(_BEGINNING, None)
            self.endResetModel()
            self.applied.emit()

    def show_around(self, message_id: MessageId) -> int:
        """Make sure that a message is in the window. Returns its row; -1 when the archive does not have it."""
        if self._conversation_id is not None and message_id not in self._key_by_id:
            self.beginResetModel()
            self._take_around(message_id)
            self.endResetModel()
            self.applied.emit()
        return self.position(message_id)

    def fetch_older(self) -> bool:
        """Add one page before the window; whether there was one."""
        if self._conversation_id is None or not self._messages or self._older is None:
            return False
        page = self._reader.before(self._conversation_id, self._keys[0], PAGE_ROWS + 1)
        older = page.pop(0) if len(page) > PAGE_ROWS else None
        if not page:
            return False
        self._older = older
        self._insert(0, page)
        self._refresh({self._messages[len(page)].id} if len(page) < len(self._messages) else set())
        self._trim_end(len(self._messages) - MOST_ROWS)
        self.applied.emit()
        return True

    def fetch_newer(self) -> bool:
        """Add one page after the window; whether there was one."""
        if self._conversation_id is None or not self._messages or self._newer is None:
            return False
        page = self._reader.after(self._conversation_id, self._keys[-1], PAGE_ROWS + 1)
        newer = page.pop() if len(page) > PAGE_ROWS else None
        if not page:
            return False
        last = self._messages[-1].id
        self._newer = newer
        self._insert(len(self._messages), page)
        self._refresh({last})
        self._trim_start(len(self._messages) - MOST_ROWS)
        self.applied.emit()
        return True

    def trim(self, row_in_view: int) -> None:
        """Let go of what lies above the limit, at the end that is further from the screen."""
        surplus = len(self._messages) - MOST_ROWS
        if surplus <= 0:
            return
        if row_in_view > len(self._messages) // 2:
            self._trim_start(surplus)
        else:
            self._trim_end(surplus)
        self.applied.emit()

    # what changed

    def apply(self, changes: ChangeSet) -> None:
        """Show what a transaction changed; returns at once when it was not about this conversation."""
        if self._conversation_id is None:
            return
        if self._conversation_id not in changes.conversations:
            if changes.labels and self._messages:
                self._refresh(self._read_events())
                self.applied.emit()
            return
        touched = (changes.added | changes.updated) - changes.removed
        fresh = {
            m.id: m
            for m in (self._reader.by_ids(touched) if touched else ())
            if m.conversation_id == self._conversation_id
        }
        gone = changes.removed | (touched - fresh.keys())
        delivered = [m for m in fresh.values() if self._is_just_delivered(m)]
        dirty = self._read_events() if changes.labels or self._conversation_id in changes.happened else set()
        moved = [m for m in fresh.values() if self._key_by_id.get(m.id, m.sort_key) != m.sort_key]
        kept = {i: m for i, m in fresh.items() if self._stays_in_place(m) and (len(moved) < 2 or m not in moved)}
        leaving = [i for i in (*gone, *(fresh.keys() - kept.keys())) if i in self._key_by_id]
        self._remove_all(leaving, dirty)
        for message in kept.values():
            self._replace(message, dirty)
        if not self._messages and (self._older is not None or self._newer is not None):
            self.beginResetModel()
            self._take_newest()
            self.endResetModel()
        else:
            self._read_outside(gone, fresh)
            self._insert_all([m for i, m in fresh.items() if i not in kept and self._is_inside(m)], dirty)
        self._refresh(dirty)
        self.applied.emit()
        arrived = tuple(m for i, m in fresh.items() if i in changes.added and not m.is_own)
        if arrived:
            self.arrived.emit(arrived)
        for message in delivered:
            self.delivered.emit(message)

    def set_reply_time(self, reply_time: ReplyTime | None) -> None:
        """A window may have closed by now; what is told of others changes only with the account."""
        held = self._rules.reply_time
        if self._conversation_id is None or reply_time == held:
            return
        self._rules = replace(self._rules, reply_time=reply_time)
        is_later = held is not None and reply_time is not None and replace(held, now=reply_time.now) == reply_time
        self._refresh(set() if is_later else {message.id for message in self._messages})
        self.applied.emit()

    def set_scene(self, scene: Scene) -> None:
        """Other words around the same messages: the name became known, midnight passed, the network left."""
        if scene != self.scene:
            self.scene = scene
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
                self.applied.emit()

    # the window

    def _take_newest(self) -> None:
        assert self._conversation_id is not None
        page = self._reader.newest(self._conversation_id, WINDOW_ROWS + 1)
        older = page.pop(0) if len(page) > WINDOW_ROWS else None
        self._set_window(page, older, None)

    def _take_after(self, key: MessageKey, older: Message | None) -> None:
        assert self._conversation_id is not None
        page = self._reader.after(self._conversation_id, key, WINDOW_ROWS + 1)
        newer = page.pop() if len(page) > WINDOW_ROWS else None
        self._set_window(page, older, newer)

    def _take_around(self, message_id: int) -> None:
        assert self._conversation_id is not None
        page = self._reader.around(self._conversation_id, MessageId(message_id), WINDOW_ROWS)
        if not page:
            self._take_newest()
            return
        self._set_window(page, self._outside(page[0].sort_key, before=True), self._outside(page[-1].sort_key))

    def _outside(self, key: MessageKey, *, before: bool = False) -> Message | None:
        assert self._conversation_id is not None
        read = self._reader.before if before else self._reader.after
        found = read(self._conversation_id, key, 1)
        return found[0] if found else None

    def _set_window(self, messages: list[Message], older: Message | None, newer: Message | None) -> None:
        self._messages = messages
        self._keys = [m.sort_key for m in messages]
        self._key_by_id = {m.id: m.sort_key for m in messages}
        self._older, self._newer = older, newer
        self._rows = rows_of(messages, older, newer, self._rules)

    def _is_inside(self, message: Message) -> bool:
        """Whether a message that is not shown belongs into the window."""
        if not self._messages:
            return True
        key = message.sort_key
        return (self._older is None or key > self._keys[0]) and (self._newer is None or key < self._keys[-1])

    def _stays_in_place(self, message: Message) -> bool:
        """Whether a shown message keeps its row although something in it changed."""
        row = self.position(message.id)
        if row < 0:
            return False
        key = message.sort_key
        before = self._keys[row - 1] if row else self._older.sort_key if self._older else None
        last = row + 1 == len(self._keys)
        after = (self._newer.sort_key if self._newer else None) if last else self._keys[row + 1]
        return key == self._keys[row] or ((before is None or before < key) and (after is None or key < after))

    def _is_just_delivered(self, message: Message) -> bool:
        row = self.position(message.id)
        if row < 0 or not message.is_own or message.delivery not in (Delivery.SENT, Delivery.FAILED):
            return False
        return self._messages[row].delivery in PENDING

    def _read_outside(self, gone: Iterable[int], fresh: dict[MessageId, Message]) -> None:
        """Look again at what lies just outside, if a change may have touched it."""
        if not self._messages:
            return
        touched = {*gone, *fresh}
        first, last = self._keys[0], self._keys[-1]
        outside = [m.sort_key for m in fresh.values() if m.id not in self._key_by_id]
        if self._older is not None and (self._older.id in touched or any(key < first for key in outside)):
            self._older = self._outside(first, before=True)
        if self._newer is not None and (self._newer.id in touched or any(key > last for key in outside)):
            self._newer = self._outside(last)

    def _read_events(self) -> set[int]:
        """What happened beside the messages; the messages around what is new or gone."""
        assert self._conversation_id is not None
        before, events = self._rules.events, tuple(self._reader.events(self._conversation_id))
        if events == before:
            return set()
        self._rules = replace(self._rules, events=events)
        dirty: set[int] = set()
        for event in set(before) ^ set(events):
            first = bisect_left(self._messages, event.at, key=_sent_at)
            last = bisect_right(self._messages, event.at, key=_sent_at)  # messages of the same second come before it
            dirty.update(message.id for message in self._messages[max(first - 1, 0) : last + 1])
        return dirty

    # single edits; each keeps rows, messages and keys of one length

    def _insert_all(self, messages: list[Message], dirty: set[int]) -> None:
        """Insert messages at their places, each run of neighbours in one go."""
        messages.sort(key=lambda m: m.sort_key)
        begin = 0
        while begin < len(messages):
            row = bisect_left(self._keys, messages[begin].sort_key)
            end = begin + 1
            while end < len(messages) and bisect_left(self._keys, messages[end].sort_key) == row:
                end += 1
            if row:
                dirty.add(self._messages[row - 1].id)
            if row < len(self._messages):
                dirty.add(self._messages[row].id)
            self._insert(row, messages[begin:end])
            begin = end

    def _insert(self, row: int, messages: list[Message]) -> None:
        before = self._messages[row - 1] if row else self._older
        after = self._messages[row] if row < len(self._messages) else self._newer
        rows = rows_of(messages, before, after, self._rules)
        self.beginInsertRows(QModelIndex(), row, row + len(messages) - 1)
        self._messages[row:row] = messages
        self._keys[row:row] = [m.sort_key for m in messages]
        self._rows[row:row] = rows
        self._key_by_id.update((m.id, m.sort_key) for m in messages)
        self.endInsertRows()

    def _remove_all(self, ids: Iterable[int], dirty: set[int]) -> None:
        for row in sorted((self.position(i) for i in ids), reverse=True):
            if row:
                dirty.add(self._messages[row - 1].id)
            if row + 1 < len(self._messages):
                dirty.add(self._messages[row + 1].id)
            self._remove(row, row)

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last)
        for message in self._messages[first : last + 1]:
            del self._key_by_id[message.id]
        del self._messages[first : last + 1]
        del self._keys[first : last + 1]
        del self._rows[first : last + 1]
        self.endRemoveRows()

    def _replace(self, message: Message, dirty: set[int]) -> None:
        row = self.position(message.id)
        self._messages[row] = message
        self._keys[row] = message.sort_key
        self._key_by_id[message.id] = message.sort_key
        dirty.update(m.id for m in self._messages[max(row - 1, 0) : row + 2])

    def _refresh(self, dirty: set[int]) -> None:
        """Make the rows at the ends and of these messages anew; tell only of the ones that changed."""
        ends = {self._messages[0].id, self._messages[-1].id} if self._messages else set()
        for message_id in dirty | ends:
            row = self.position(message_id)
            if row < 0:
                continue
            before = self._messages[row - 1] if row else self._older
            after = self._messages[row + 1] if row + 1 < len(self._messages) else self._newer
            new = row_of(self._messages[row], before, after, self._rules)
            if new != self._rows[row]:
                self._rows[row] = new
                self.dataChanged.emit(self.index(row), self.index(row))

    def _trim_start(self, surplus: int) -> None:
        if surplus > 0:
            self._older = self._messages[surplus - 1]
            self._remove(0, surplus - 1)

    def _trim_end(self, surplus: int) -> None:
        if surplus > 0:
            count = len(self._messages)
            self._newer = self._messages[count - surplus]
            self._remove(count - surplus, count - 1)
