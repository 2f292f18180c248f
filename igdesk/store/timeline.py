"""Reading the messages of a conversation, a window of rows at a time."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.attachment import Attachment
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Message
from igdesk.store.database import Row
from igdesk.store.message_rows import ATTACHMENT_COLUMNS, MESSAGE_QUERY, attachment_of, message_of
from igdesk.store.moments import to_ms
from igdesk.store.reading import Reading
from igdesk.store.rows import ids_json

if TYPE_CHECKING:
    from igdesk.domain.timeline_event import TimelineEvent

SortKey = tuple[datetime, int, int]


_ORDER = "order by m.sent_at, m.rank, m.id limit ?"
_ORDER_DOWN = "order by m.sent_at desc, m.rank desc, m.id desc limit ?"
_BEFORE = "(m.sent_at, m.rank, m.id) < (?, ?, ?)"
_AFTER = "(m.sent_at, m.rank, m.id) > (?, ?, ?)"


class Timeline:
    """Every answer is in ascending order."""

    def __init__(self, database: Reading) -> None:
        self._database = database

    def newest(self, conversation_id: ConversationId, limit: int) -> list[Message]:
        rows = self._database.rows(
            f"{MESSAGE_QUERY} where m.conversation_id = ? {_ORDER_DOWN}", (conversation_id, limit)
        )
        return self._messages(reversed(rows))

    def before(self, conversation_id: ConversationId, sort_key: SortKey, limit: int) -> list[Message]:
        """The messages right before a place in the order."""
        return self._messages(reversed(self._beside(conversation_id, _BEFORE, _key(sort_key), _ORDER_DOWN, limit)))

    def after(self, conversation_id: ConversationId, sort_key: SortKey, limit: int) -> list[Message]:
        """The messages right after a place in the order."""
        return self._messages(self._beside(conversation_id, _AFTER, _key(sort_key), _ORDER, limit))

    def around(self, conversation_id: ConversationId, message_id: MessageId, limit: int) -> list[Message]:
        """A window with the message in its middle; the newest messages if it is not there (any more)."""
        place = self._database.row(
            "select sent_at, rank, id from message where id = ? and conversation_id = ?", (message_id, conversation_id)
        )
        if place is None:
            return self.newest(conversation_id, limit)
        older = self._beside(conversation_id, _BEFORE, place, _ORDER_DOWN, limit // 2)
        newer = self._beside(
            conversation_id, "(m.sent_at, m.rank, m.id) >= (?, ?, ?)", place, _ORDER, limit - len(older)
        )
        return self._messages([*reversed(older), *newer])

    def by_ids(self, message_ids: Iterable[MessageId]) -> list[Message]:
        rows = self._database.rows(
            f"{MESSAGE_QUERY} where m.id in (select value from json_each(?)) order by m.sent_at, m.rank, m.id",
            (ids_json(message_ids),),
        )
        return self._messages(rows)

    def first_unread(self, conversation_id: ConversationId) -> Message | None:
        """The oldest message that was not read yet."""
        row = self._database.row(
            "select id from message where conversation_id = ? and is_unread <> 0 and is_unread = 1"
            " order by sent_at, rank, id limit 1",
            (conversation_id,),
        )
        return self.by_ids([MessageId(row[0])])[0] if row else None

    def deleted_at(self, conversation_id: ConversationId) -> datetime | None:
        """When older messages were deleted here, if they were."""
        from igdesk.store.deletions import deleted_at

        return deleted_at(self._database, conversation_id)

    def events(self, conversation_id: ConversationId) -> "list[TimelineEvent]":
        """What happened beside the messages, the newest if there is much."""
        from igdesk.store.timeline_events import events_of

        return events_of(self._database, conversation_id)

    def _beside(self, conversation_id: ConversationId, side: str, place: Row, order: str, limit: int) -> list[Row]:
        return self._database.rows(
            f"{MESSAGE_QUERY} where m.conversation_id = ? and {side} {order}", (conversation_id, *place, limit)
        )

    def _messages(self, rows: Iterable[Row]) -> list[Message]:
        """Messages with their attachments: one more statement for the whole window, none if it has no media."""
        rows = list(rows)
        with_media = {row[0] for row in rows if row[28]} | {row[14] for row in rows if row[29]}
        files: dict[int, list[Attachment]] = {}
        if with_media:
            for row in self._database.rows(
                f"select {ATTACHMENT_COLUMNS}, message_id from attachment"
                " where message_id in (select value from json_each(?)) order by message_id, position",
                (ids_json(sorted(with_media)),),
            ):
                files.setdefault(row[-1], []).append(attachment_of(row))
        return [message_of(row, files.get(row[0], ()), files.get(row[14], ())) for row in rows]


def _key(sort_key: SortKey) -> Row:
    return (to_ms(sort_key[0]), sort_key[1], sort_key[2])
