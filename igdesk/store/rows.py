"""Rows of the archive as values of the domain."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.conversation import Conversation, Participant, Preview, Shelf
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind
from igdesk.store.database import Row
from igdesk.store.moments import from_ms, from_ms_or_none

if TYPE_CHECKING:
    from igdesk.domain.outbox import OutboxItem

ACCOUNT_COLUMNS = """id, remote_id, app_scoped_id, node_id, flavour, username, name, picture_url, state, problem,
 human_agent, token_expires_at, connected_at, account_type, label, tint, is_paused, token_issued_at, renewal_failed_at,
 permissions, last_checked_at, file_upload"""

CONVERSATION_QUERY = """
select c.id, c.account_id, c.remote_id, c.last_activity_at, c.last_inbound_at, c.unread_count, c.draft,
       c.is_waiting = 1 and c.shelf = 0 and c.needs_no_reply = 0,
       c.pending_count, c.failed_count, c.unavailable_code, c.reply_refusal,
       c.preview_id, c.preview_kind, c.preview_direction, c.preview_delivery, c.preview_text, c.preview_media,
       p.id, p.igsid, p.username, p.name, p.picture_url, p.picture_key, p.follower_count, p.is_verified,
       p.follows_you, p.you_follow, p.profile_fetched_at,
       c.shelf, c.wakes_at, c.woken_at, c.waiting_since, c.needs_no_reply, c.is_pinned, c.is_muted,
       (select json_group_array(l.label_id) from conversation_label l where l.conversation_id = c.id),
       c.remind_after, c.reminded_at, c.draft_files, c.has_photos = 1, c.answered_elsewhere = 1,
       c.preview_id is null and exists
           (select 1 from deletion d where d.account_id = c.account_id and d.remote_id = c.remote_id),
       (select s.text from scheduled_reply s where s.conversation_id = c.id and s.is_missed = 1 limit 1)
  from conversation c join participant p on p.id = c.participant_id
"""

OUTBOX_QUERY = """
select o.message_id, o.conversation_id, o.account_id, o.recipient_id, m.text, m.delivery, o.attempts, o.not_before,
       o.started_at, o.reads_without_echo, m.quoted_remote_id, o.queued_at, o.may_use_human_tag, m.failure,
       o.payload, o.uploads
  from outbox o cross join message m on m.id = o.message_id
"""

# Looking a value up is several times faster than calling the enum.
FLAVOUR = {e.value: e for e in Flavour}
DIRECTION = {e.value: e for e in Direction}
DELIVERY = {e.value: e for e in Delivery}
KIND = {e.value: e for e in MessageKind}
SHELF = {e.value: e for e in Shelf}


def account_of(row: Row) -> Account:
    """An account from ``ACCOUNT_COLUMNS``."""
    return Account(
        id=row[0],
        remote_id=row[1],
        app_scoped_id=row[2],
        node_id=row[3],
        flavour=FLAVOUR[row[4]],
        username=row[5],
        name=row[6],
        picture_url=row[7],
        state=AccountState(row[8]),
        problem=AccountProblem(row[9]),
        human_agent=Capability(row[10]),
        token_expires_at=from_ms_or_none(row[11]),
        connected_at=from_ms(row[12]),
        account_type=row[13],
        label=row[14],
        tint=row[15],
        is_paused=bool(row[16]),
        token_issued_at=from_ms_or_none(row[17]),
        renewal_failed_at=from_ms_or_none(row[18]),
        permissions=tuple(row[19].split()),
        last_checked_at=from_ms_or_none(row[20]),
        file_upload=Capability(row[21]),
    )


def conversation_of(row: Row) -> Conversation:
    """A conversation from ``CONVERSATION_QUERY``."""
    return Conversation(
        id=row[0],
        account_id=row[1],
        remote_id=row[2],
        participant=Participant(
            id=row[18],
            igsid=row[19],
            username=row[20],
            name=row[21],
            picture_url=row[22],
            picture_key=row[23],
            follower_count=row[24],
            is_verified=_flag(row[25]),
            follows_you=_flag(row[26]),
            you_follow=_flag(row[27]),
            profile_fetched_at=from_ms_or_none(row[28]),
        ),
        preview=None
        if row[12] is None
        else Preview(row[12], KIND[row[13]], DIRECTION[row[14]], DELIVERY[row[15]], row[16], row[17]),
        last_activity_at=from_ms(row[3]),
        last_inbound_at=from_ms_or_none(row[4]),
        unread_count=row[5],
        draft=row[6],
        is_waiting=row[7] == 1,
        pending_count=row[8],
        failed_count=row[9],
        unavailable_code=row[10],
        reply_refusal=row[11],
        shelf=SHELF[row[29]],
        wakes_at=from_ms_or_none(row[30]),
        woken_at=from_ms_or_none(row[31]),
        waiting_since=from_ms_or_none(row[32]),
        needs_no_reply=row[33] == 1,
        is_pinned=row[34] == 1,
        is_muted=row[35] == 1,
        label_ids=tuple(json.loads(row[36])) if row[36] != "[]" else (),
        remind_after=None if row[37] is None else timedelta(milliseconds=row[37]),
        reminded_at=from_ms_or_none(row[38]),
        draft_files=row[39],
        has_photos=row[40] == 1,
        is_answered_elsewhere=row[41] == 1,
        missed_reply=row[43] or "",
        is_emptied=row[42] == 1,
    )


def outbox_item_of(row: Row) -> "OutboxItem":
    """A reply on its way from ``OUTBOX_QUERY``."""
    from igdesk.domain.outbox import OutboxItem
    from igdesk.domain.reply import caption_of
    from igdesk.store.payloads import part_of, uploads_of

    part = part_of(row[4], row[14])
    return OutboxItem(
        message_id=row[0],
        conversation_id=row[1],
        account_id=row[2],
        recipient_id=row[3],
        text=caption_of(part),
        delivery=DELIVERY[row[5]],
        attempts=row[6],
        not_before=from_ms_or_none(row[7]),
        started_at=from_ms_or_none(row[8]),
        reads_without_echo=row[9],
        quoted_remote_id=row[10] or "",
        queued_at=from_ms(row[11]),
        may_use_human_tag=row[12] == 1,
        part=part,
        uploads=tuple(uploads_of(row[15]).items()),
    )


def ids_json(ids: Iterable[object]) -> str:
    """Ids as the argument of ``json_each``: one statement whatever their number."""
    return json.dumps(list(ids))


def _flag(value: int | None) -> bool | None:
    return None if value is None else value == 1
