"""The pictures and videos of a conversation in their order, over the whole archive."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole
from igdesk.domain.ids import AttachmentId, ConversationId, MessageId
from igdesk.store.database import Database
from igdesk.store.message_rows import ATTACHMENT_COLUMNS, attachment_of
from igdesk.store.moments import from_ms
from igdesk.store.rows import ids_json

_COLUMNS = ", ".join(f"a.{name.strip()}" for name in ATTACHMENT_COLUMNS.split(","))
_SHOWABLE = (
    "m.attachment_count > 0 and m.kind <> 'unsent' and a.role = 'content' and a.is_sticker = 0"
    " and a.kind in ('image', 'video') and a.state in ('stored', 'remote')"
)
# "cross" begins with the messages of the one conversation, not with all attachments.
_FROM = "from message m cross join attachment a on a.message_id = m.id"


@dataclass(frozen=True, slots=True)
class GalleryItem:
    """A picture or video with what is told about it."""

    attachment: Attachment
    message_id: MessageId
    sent_at: datetime
    is_own: bool
    text: str
    """What was written with it."""
    poster: Attachment | None = None

    @property
    def is_video(self) -> bool:
        return self.attachment.kind is AttachmentKind.VIDEO

    @property
    def still(self) -> Attachment:
        """What stands for it as a small picture. A video that was sent from here has none: it is no picture itself."""
        if not self.is_video:
            return self.attachment
        return self.poster if self.poster is not None else replace(self.attachment, media_key="")

    @property
    def picture_key(self) -> str:
        """The stored file of its small picture; empty for a video without a still: no decoder takes that for one."""
        return "" if self.is_video and self.poster is None else self.still.media_key


class Gallery:
    """Every answer is in the order of the conversation, oldest first."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def ids(self, conversation_id: ConversationId) -> list[AttachmentId]:
        """All of them."""
        rows = self._db.rows(
            f"select a.id {_FROM} where m.conversation_id = ? and {_SHOWABLE}"
            " order by m.sent_at, m.rank, m.id, a.position",
            (conversation_id,),
        )
        return [row[0] for row in rows]

    def count(self, conversation_id: ConversationId) -> int:
        row = self._db.row(f"select count(*) {_FROM} where m.conversation_id = ? and {_SHOWABLE}", (conversation_id,))
        return int(row[0]) if row else 0

    def newest(self, conversation_id: ConversationId, limit: int) -> list[GalleryItem]:
        """The newest ones, newest first."""
        rows = self._db.rows(
            f"select a.id {_FROM} where m.conversation_id = ? and {_SHOWABLE}"
            " order by m.sent_at desc, m.rank desc, m.id desc, a.position desc limit ?",
            (conversation_id, limit),
        )
        return self.items([row[0] for row in rows])

    def items(self, attachment_ids: Sequence[AttachmentId]) -> list[GalleryItem]:
        """These, in the order asked for; what is gone meanwhile is left out."""
        wanted = ids_json(attachment_ids)
        rows = self._db.rows(
            f"select {_COLUMNS}, m.id, m.sent_at, m.direction = 'out', m.text"
            " from attachment a join message m on m.id = a.message_id"
            " where a.id in (select value from json_each(?))",
            (wanted,),
        )
        posters: dict[tuple[int, int], Attachment] = {}
        for row in self._db.rows(
            f"select {_COLUMNS}, a.message_id from attachment a where a.role = 'poster' and a.message_id in"
            " (select message_id from attachment where kind = 'video' and id in (select value from json_each(?)))",
            (wanted,),
        ):
            poster = attachment_of(row[:-1])
            posters[row[-1], poster.place] = poster
        found: dict[int, GalleryItem] = {}
        for row in rows:
            attachment = attachment_of(row[:-4])
            is_video = attachment.kind is AttachmentKind.VIDEO and attachment.role is AttachmentRole.CONTENT
            poster_of = posters.get((row[-4], attachment.place)) if is_video else None
            found[attachment.id] = GalleryItem(attachment, row[-4], from_ms(row[-3]), bool(row[-2]), row[-1], poster_of)
        return [found[number] for number in attachment_ids if number in found]
