"""Messages and their files as values of the domain."""

from collections.abc import Sequence

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole, MediaState
from igdesk.domain.message import Message, Quote, Story
from igdesk.domain.message_kinds import Origin
from igdesk.store.database import Row
from igdesk.store.moments import from_ms, from_ms_or_none
from igdesk.store.parts_json import quick_replies_of, reactions_of, shares_of, template_of, wished
from igdesk.store.rows import DELIVERY, DIRECTION, KIND

# A gap is shown where nothing says what came right before a message, and something older is stored.
MESSAGE_QUERY = """
select m.id, m.conversation_id, m.remote_id, m.direction, m.sent_at, m.rank, m.kind, m.text, m.delivery, m.origin,
       m.story_id, m.story_link, m.shares, m.quoted_remote_id, q.id, q.direction, q.kind, q.text, m.reactions,
       m.is_edited, m.is_unread = 1,
       m.is_linked = 0 and exists (
           select 1 from message older
            where older.conversation_id = m.conversation_id
              and (older.sent_at, older.rank, older.id) < (m.sent_at, m.rank, m.id)),
       m.part, m.part_count, m.failure, m.failure_code, m.failure_words, o.not_before, m.attachment_count,
       q.attachment_count, w.emoji, w.failure, m.template, m.quick_replies
  from message m
  left join message q on q.conversation_id = m.conversation_id and q.remote_id = m.quoted_remote_id
  left join outbox o on o.message_id = m.id and m.delivery in ('queued', 'held')
  left join reaction_wish w on w.message_id = m.id
"""

ATTACHMENT_COLUMNS = (
    "id, kind, mime_type, name, url, size_bytes, width_px, height_px, state, media_key,"
    " role, place, real_type, duration_ms, is_animated, is_sticker, position, waveform"
)

# "cross" keeps SQLite from starting with the messages, of which there are a million.
ORIGIN = {e.value: e for e in Origin}
ATTACHMENT_KIND = {e.value: e for e in AttachmentKind}
ROLE = {e.value: e for e in AttachmentRole}
MEDIA_STATE = {e.value: e for e in MediaState}


def message_of(row: Row, files: Sequence[Attachment], quoted: Sequence[Attachment]) -> Message:
    """A message from ``MESSAGE_QUERY``, with its files and those of the message it quotes."""
    return Message(
        id=row[0],
        conversation_id=row[1],
        remote_id=row[2],
        direction=DIRECTION[row[3]],
        sent_at=from_ms(row[4]),
        rank=row[5],
        kind=KIND[row[6]],
        text=row[7],
        delivery=DELIVERY[row[8]],
        origin=ORIGIN[row[9]],
        attachments=tuple(f for f in files if f.role is AttachmentRole.CONTENT) if files else (),
        pictures=tuple(f for f in files if f.role is not AttachmentRole.CONTENT) if files else (),
        story=None if row[10] is None else Story(row[10], row[11]),
        shares=shares_of(row[12]) if row[12] else (),
        template=template_of(row[32]) if row[32] else None,
        quick_replies=quick_replies_of(row[33]) if row[33] else (),
        quote=None if row[13] is None else _quote_of(row, quoted),
        reactions=reactions_of(row[18])
        if row[30] is None or row[6] == "unsent"
        else wished(reactions_of(row[18]), row[30], row[31]),
        is_edited=row[19] == 1,
        is_unread=row[20] == 1,
        has_gap_before=row[21] == 1,
        part=None if row[22] is None else (row[22], row[23]),
        failure=row[24],
        failure_code=row[25],
        failure_words=row[26],
        retry_at=from_ms_or_none(row[27]),
    )


def _quote_of(row: Row, files: Sequence[Attachment]) -> Quote:
    if row[14] is None:
        return Quote(row[13])
    media = next((f.kind for f in files if f.role is AttachmentRole.CONTENT), None)
    picture = next((f for f in files if f.kind is AttachmentKind.IMAGE), None)
    return Quote(row[13], row[14], DIRECTION[row[15]], KIND[row[16]], row[17], media, picture)


def attachment_of(row: Row) -> Attachment:
    """An attachment from ``ATTACHMENT_COLUMNS``."""
    return Attachment(
        id=row[0],
        kind=ATTACHMENT_KIND[row[1]],
        mime_type=row[2],
        name=row[3],
        url=row[4],
        size_bytes=row[5],
        width_px=row[6],
        height_px=row[7],
        state=MEDIA_STATE[row[8]],
        media_key=row[9],
        role=ROLE[row[10]],
        place=row[11] if row[11] >= 0 else row[16],
        real_type=row[12],
        duration_ms=row[13],
        is_animated=row[14] == 1,
        is_sticker=row[15] == 1,
        waveform=row[17],
    )
