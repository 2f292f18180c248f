"""Reading what is to leave the archive: in a thread of its own, some messages at a time, never the whole at once."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apsw

from igdesk.domain.account import Account
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.label import Label
from igdesk.domain.message import Message
from igdesk.domain.saved_reply import SavedReply
from igdesk.domain.timeline_event import TimelineEvent
from igdesk.store.database import Row, connect
from igdesk.store.errors import known
from igdesk.store.labels import all_labels
from igdesk.store.media_files import MediaFiles
from igdesk.store.moments import EPOCH
from igdesk.store.rows import ACCOUNT_COLUMNS, CONVERSATION_QUERY, account_of, conversation_of, ids_json
from igdesk.store.saved_replies import all_replies
from igdesk.store.timeline import Timeline

AT_ONCE = 200
"""Messages of one statement."""


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """A conversation with what the owner put to it."""

    row: Conversation
    account: Account
    labels: tuple[str, ...]
    note: str
    events: tuple[TimelineEvent, ...]
    messages: int
    """How many there are now; some may come, or be deleted, while they are read."""


class ExportReader:
    """Made and used in one thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._files = MediaFiles(path.parent / "media", key)
        try:
            self._connection = connect(path, key)
            self._connection.execute("pragma query_only = on")
        except apsw.Error as error:
            raise known(error) from error
        self._timeline = Timeline(self)
        self.labels: tuple[Label, ...] = all_labels(self)
        self.accounts: dict[AccountId, Account] = {
            row[0]: account_of(row) for row in self.rows(f"select {ACCOUNT_COLUMNS} from account order by position, id")
        }

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, tuple(parameters)).fetchall()
        except apsw.Error as error:
            raise known(error) from error

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def ids(self) -> list[ConversationId]:
        """All conversations, account by account, the newest first."""
        return [
            ConversationId(row[0])
            for row in self.rows(
                "select c.id from conversation c join account a on a.id = c.account_id where c.shelf < 3"
                " order by a.position, a.id, c.last_activity_at desc, c.id"
            )
        ]

    def count(self, ids: Sequence[ConversationId]) -> int:
        """Messages of these conversations."""
        row = self.row(
            "select sum((select count(*) from message m where m.conversation_id = w.value)) from json_each(?) w",
            (ids_json(ids),),
        )
        return 0 if row is None or row[0] is None else int(row[0])

    def facts(self, conversation_id: ConversationId) -> ConversationFacts | None:
        """None if it is gone."""
        rows = self.rows(f"{CONVERSATION_QUERY} where c.id = ? and c.shelf < 3", (conversation_id,))
        if not rows:
            return None
        found = conversation_of(rows[0])
        note = self.row("select text from note where conversation_id = ?", (conversation_id,))
        return ConversationFacts(
            found,
            self.accounts[found.account_id],
            tuple(label.name for label in self.labels if label.id in found.label_ids),
            "" if note is None else str(note[0]),
            tuple(self._timeline.events(conversation_id)),
            self.count([conversation_id]),
        )

    def messages(self, conversation_id: ConversationId) -> Iterator[list[Message]]:
        """All of a conversation, oldest first, some at a time."""
        place = (EPOCH, -1, -1)
        while some := self._timeline.after(conversation_id, place, AT_ONCE):
            yield some
            place = some[-1].sort_key

    def file(self, media_key: str) -> bytes | None:
        """The bytes of a file that is on this computer."""
        return self._files.read(media_key) if media_key else None

    def saved_replies(self) -> tuple[SavedReply, ...]:
        return all_replies(self)
