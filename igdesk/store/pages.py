"""One page of messages put into its conversation: inserted, changed, linked, ordered."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

import json
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from igdesk.domain.account import Account
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.snapshot import ConversationSnapshot, MessageSnapshot
from igdesk.domain.text import clean
from igdesk.store.attachments import files_of, insert_files, update_files
from igdesk.store.content import CONTENT_COLUMNS, Content, content_of, direction_of, merged
from igdesk.store.database import Transaction
from igdesk.store.deletions import Deletion
from igdesk.store.echoes import Replies, same_text, under_another_id
from igdesk.store.moments import MILLISECOND, to_ms
from igdesk.store.ordering import keep_pending_behind, rank_second
from igdesk.store.rows import ids_json
from igdesk.store.unsends import note_missing

AHEAD_MS = timedelta(days=1) // MILLISECOND
"""A date further ahead of the read that brought it is a mistake; believed, it would stay the newest for years."""


class Stored(NamedTuple):
    """What the archive holds of a message that a page shows."""

    id: MessageId
    remote_id: str
    sent_at: int
    is_dated: int
    is_linked: int
    follows: str
    read_at: int | None
    missing_since: int | None
    is_unread: int
    is_edited: int
    origin: str
    attachment_count: int
    content: Content


_CONTENT_PLACES = ", ".join("?" * len(Content._fields))
_STORED_QUERY = (
    "select id, remote_id, sent_at, is_dated, is_linked, follows, read_at, missing_since, is_unread, is_edited,"
    f" origin, attachment_count, {CONTENT_COLUMNS} from message"
    " where conversation_id = ? and remote_id in (select value from json_each(?))"
)


class Page:
    """The messages of one answer on their way into the archive. Made for one transaction."""

    def __init__(
        self,
        tx: Transaction,
        account: Account,
        conversation_id: ConversationId,
        snapshot: ConversationSnapshot,
        *,
        read_ms: int,
        last_elsewhere_ms: int | None = None,
        is_self: bool = False,
        deletion: Deletion | None = None,
    ) -> None:
        self._tx = tx
        self._account = account
        self._conversation_id = conversation_id
        self._snapshot = snapshot
        self._read_ms = read_ms
        self._connected_ms = to_ms(account.connected_at)
        self._is_self = is_self
        self.last_elsewhere_ms = last_elsewhere_ms
        self.last_inbound_ms: int | None = None
        self.is_deferred = False
        """An own message was left for the next read."""
        self.has_arrived = False
        """The customer wrote something that the owner has not seen."""
        self.inserted: list[MessageId] = []
        self._inbound: list[MessageId] = []
        self._touched: list[str] = []
        self._seconds: set[int] = set()
        # Oldest first; an id that occurs twice counts once.
        by_id = {clean(message.remote_id): self._dated(message) for message in snapshot.messages if message.remote_id}
        self._messages = list(reversed(by_id.items()))
        self.known = self._load([remote_id for remote_id, _ in self._messages])
        self._dates = self._date_all()
        # Instagram gives the newest first. Where an answer does not, its dates say what stands next to what.
        order = sorted(range(len(self._dates)), key=self._dates.__getitem__)
        self._messages = [self._messages[place] for place in order]
        self._dates = [self._dates[place] for place in order]
        self.ids = [remote_id for remote_id, _ in self._messages]
        self._away = frozenset(
            remote_id
            for remote_id, at_ms in zip(self.ids, self._dates, strict=True)
            if deletion is not None and remote_id not in self.known and deletion.keeps_away(remote_id, at_ms)
        )
        self._replies = Replies(tx, conversation_id, read_ms)

    @property
    def newest_ms(self) -> int | None:
        return max(self._dates, default=None)

    @property
    def has_new_inbound(self) -> bool:
        return bool(self._inbound)

    @property
    def has_news(self) -> bool:
        """Whether it shows more than what was deleted here."""
        return len(self._away) < len(self.ids)

    @property
    def meets_deletion(self) -> bool:
        """Whether it reaches back to what was deleted here."""
        return bool(self._away)

    def store(self, *, is_newest: bool, newer_remote_id: str, older_remote_id: str = "") -> None:
        tx = self._tx
        oldest = tx.row(_OLDEST, (self._conversation_id,))
        for place, remote_id in enumerate(self.ids):
            if remote_id not in self._away:
                self._store_one(place)
        if newer_remote_id and self.ids:
            self._join(self.ids[-1], clean(newer_remote_id))
        if older_remote_id:
            self._join(clean(older_remote_id), self.ids[0] if self.ids else clean(newer_remote_id))
        for second in sorted(self._seconds):
            rank_second(tx, self._conversation_id, second)
        if is_newest:
            self._note_missing()
            self._replies.count_read()
        self._publish_neighbours(oldest[0] if oldest and not oldest[1] else None)
        self._settle_unread()

    def _load(self, remote_ids: list[str]) -> dict[str, Stored]:
        if not remote_ids:
            return {}
        rows = self._tx.rows(_STORED_QUERY, (self._conversation_id, ids_json(remote_ids)))
        return {row[1]: Stored(*(*row[:12], Content(*row[12:]))) for row in rows}

    def _dated(self, message: MessageSnapshot) -> MessageSnapshot:
        if message.created_at is not None and to_ms(message.created_at) > self._read_ms + AHEAD_MS:
            return replace(message, created_at=None)
        return message

    def _date_all(self) -> list[int]:
        """The date of every message: Instagram's, else the one it has here, else that of the neighbour before it."""
        given = [self._date_of(remote_id, message) for remote_id, message in self._messages]
        first = next((date for date in given if date is not None), self._read_ms)
        dates = []
        for date in given:
            first = first if date is None else date
            dates.append(first)
        return dates

    def _date_of(self, remote_id: str, message: MessageSnapshot) -> int | None:
        stored = self.known.get(remote_id)
        if stored is not None and (stored.is_dated or message.created_at is None):
            return stored.sent_at
        return None if message.created_at is None else to_ms(message.created_at)

    def _store_one(self, place: int) -> None:
        remote_id, message = self._messages[place]
        stored = self.known.get(remote_id)
        if stored is None and direction_of(self._account, message) is Direction.OUTBOUND:
            created_ms = None if message.created_at is None else self._dates[place]
            if self._replies.may_be_on_its_way(created_ms):
                self.is_deferred = True
                return
            if self._replies.adopt(remote_id, message, created_ms) or self._rename(remote_id, message, created_ms):
                stored = self._load([remote_id])[remote_id]
        if stored is None:
            self._insert(place)
        else:
            self._update(place, stored)

    def _rename(self, remote_id: str, message: MessageSnapshot, created_ms: int | None) -> bool:
        """Whether it is a reply from here that Instagram gave another id when it took it."""
        reply = under_another_id(self._tx, self._conversation_id, self.ids, clean(message.text), created_ms)
        if reply is not None:
            self._tx.write("update message set remote_id = ? where id = ?", (remote_id, reply))
        return reply is not None

    def _insert(self, place: int) -> None:
        remote_id, message = self._messages[place]
        sent_at = self._dates[place]
        content = content_of(self._account, message)
        files = files_of(message)
        is_inbound = direction_of(self._account, message) is Direction.INBOUND
        is_news = sent_at > self._connected_ms
        origin = Origin.CUSTOMER if is_inbound else Origin.ELSEWHERE if is_news else Origin.BEFORE
        is_unread = is_inbound and is_news and not self._is_self
        message_id = MessageId(
            self._tx.insert(
                "insert into message (conversation_id, remote_id, direction, sent_at, rank, is_dated, delivery, origin,"
                f" is_unread, is_linked, follows, read_at, attachment_count, {CONTENT_COLUMNS})"
                f" values (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, {_CONTENT_PLACES})",
                (
                    self._conversation_id,
                    remote_id,
                    (Direction.INBOUND if is_inbound else Direction.OUTBOUND).value,
                    sent_at,
                    int(message.created_at is not None),
                    Delivery.RECEIVED.value,
                    origin.value,
                    int(is_unread),
                    int(self._is_linked(place)),
                    json.dumps(self._before(place)) if self._before(place) else "",
                    self._read_ms,
                    len(files),
                    *content,
                ),
            )
        )
        insert_files(self._tx, message_id, files, self._read_ms)
        self.inserted.append(message_id)
        self._touched.append(remote_id)
        self._seconds.add(sent_at)
        if is_inbound:
            self._inbound.append(message_id)
            self.last_inbound_ms = max(sent_at, self.last_inbound_ms or 0)
        elif origin is Origin.ELSEWHERE:
            self.last_elsewhere_ms = max(sent_at, self.last_elsewhere_ms or 0)

    def _update(self, place: int, stored: Stored) -> None:
        """Write only what differs."""
        remote_id, message = self._messages[place]
        changed: dict[str, object] = {}
        is_visible = False
        if not stored.is_dated and message.created_at is not None:
            changed |= {"sent_at": self._dates[place], "is_dated": 1, "rank": 0}
            self._seconds |= {stored.sent_at, self._dates[place]}
            is_visible = True
            if stored.origin == Origin.HERE.value:
                keep_pending_behind(self._tx, self._conversation_id, self._dates[place])
        if self._is_linked(place) and not stored.is_linked:
            changed["is_linked"] = 1
            is_visible = True
        follows = json.loads(stored.follows) if stored.follows else []
        if set(self._before(place)) - set(follows):
            changed["follows"] = json.dumps(sorted({*follows, *self._before(place)}))
            self._seconds.add(self._dates[place])
        is_newer = stored.read_at is None or self._read_ms >= stored.read_at
        if stored.missing_since is not None and self._read_ms > stored.missing_since:
            changed["missing_since"] = None
        content = content_of(self._account, message)
        if stored.content.kind == MessageKind.UNSENT.value:
            if is_newer:
                changed |= self._restore(stored, content, message)
                is_visible = True
        else:
            news = self._changed_content(stored, content, is_newer=is_newer)
            count = update_files(self._tx, stored.id, stored.attachment_count, message, self._read_ms)
            is_visible = is_visible or bool(news) or count is not None
            changed |= news
            if count is not None and count != stored.attachment_count:
                changed["attachment_count"] = count
        if changed:
            columns = ", ".join(f"{column} = ?" for column in changed)
            self._tx.write(f"update message set {columns} where id = ?", (*changed.values(), stored.id))
        if is_visible:
            self._touched.append(remote_id)
            self._tx.updated(stored.id)

    def _changed_content(self, stored: Stored, seen: Content, *, is_newer: bool) -> dict[str, object]:
        known = stored.content
        if seen == known:
            return {}
        is_same_text = known.text == seen.text or (
            stored.origin == Origin.HERE.value and same_text(known.text, seen.text)
        )
        content = merged(known, seen, is_newer=is_newer)
        changed: dict[str, object] = {
            column: value
            for column, value, before in zip(Content._fields, content, known, strict=True)
            if value != before and not (column == "text" and is_same_text)
        }
        if known.text and seen.text and not is_same_text and not stored.is_edited:
            changed["is_edited"] = 1
        if changed and is_newer:
            changed["read_at"] = self._read_ms
        return changed

    def _restore(self, stored: Stored, content: Content, message: MessageSnapshot) -> dict[str, object]:
        """A message that was thought to be withdrawn is shown again."""
        files = files_of(message)
        insert_files(self._tx, stored.id, files, self._read_ms)
        return {
            **content._asdict(),
            "attachment_count": len(files),
            "is_unread": 1 if stored.is_unread == 2 else stored.is_unread,
            "read_at": self._read_ms,
        }

    def _is_linked(self, place: int) -> bool:
        """Whether this page says what came right before the message."""
        return place > 0 or self._snapshot.is_complete

    def _before(self, place: int) -> list[str]:
        """The message of the same second that the page shows right before this one."""
        if place > 0 and self._dates[place] == self._dates[place - 1]:
            return [self.ids[place - 1]]
        return []

    def _join(self, remote_id: str, newer_remote_id: str) -> None:
        """What the ends of two pages say: one message comes right before the other."""
        found = self._load([remote_id, newer_remote_id])
        before, after = found.get(remote_id), found.get(newer_remote_id)
        if after is None or (before is None and remote_id not in self._away):
            return
        if not after.is_linked:
            self._tx.write("update message set is_linked = 1 where id = ?", (after.id,))
            self._tx.updated(after.id)
        follows = json.loads(after.follows) if after.follows else []
        if before is not None and before.sent_at == after.sent_at and remote_id not in follows:
            wanted = json.dumps(sorted({*follows, remote_id}))
            self._tx.write("update message set follows = ? where id = ?", (wanted, after.id))
            self._seconds.add(after.sent_at)

    def _note_missing(self) -> None:
        # An empty page says nothing, and an entry that could not be read may be the one that seems to be missing.
        if self.ids and not self._snapshot.broken_messages:
            after_ms = None if self._snapshot.is_complete else min(self._dates)
            self._touched += note_missing(self._tx, self._conversation_id, self.ids, after_ms, self._read_ms)

    def _publish_neighbours(self, unlinked_oldest: int | None) -> None:
        """Messages that look different because of others: a gap before them, the message they quote."""
        if unlinked_oldest is not None and self.inserted:
            oldest = self._tx.row(_OLDEST, (self._conversation_id,))
            if oldest and oldest[0] != unlinked_oldest:
                self._tx.updated(MessageId(unlinked_oldest))
        if self._touched:
            for row in self._tx.rows(
                "select id from message where conversation_id = ? and quoted_remote_id is not null"
                " and quoted_remote_id in (select value from json_each(?))",
                (self._conversation_id, ids_json(self._touched)),
            ):
                self._tx.updated(MessageId(row[0]))

    def _settle_unread(self) -> None:
        """An answer written elsewhere means that what came before it was read."""
        if self.last_elsewhere_ms is not None and self.inserted:
            read = self._tx.rows(
                "select id from message where conversation_id = ? and is_unread <> 0 and sent_at < ?",
                (self._conversation_id, self.last_elsewhere_ms),
            )
            for row in read:
                self._tx.write("update message set is_unread = 0 where id = ?", row)
                self._tx.updated(MessageId(row[0]))
        unread = (
            self._tx.rows(
                "select id from message where is_unread = 1 and id in (select value from json_each(?))",
                (ids_json(self._inbound),),
            )
            if self._inbound
            else []
        )
        arrived = {row[0] for row in unread}
        self.has_arrived = bool(arrived)
        for message_id in self.inserted:
            self._tx.added(message_id, arrived=message_id in arrived)


_OLDEST = "select id, is_linked from message where conversation_id = ? order by sent_at, rank, id limit 1"
