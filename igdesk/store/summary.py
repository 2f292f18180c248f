"""The columns of a conversation that sum up its messages, computed when something is written."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from igdesk.domain.ids import ConversationId
from igdesk.domain.text import one_line
from igdesk.domain.triage import back
from igdesk.store.database import Row, Transaction
from igdesk.store.parts_json import reactions_of, shares_of, template_of
from igdesk.store.triage_rows import follow_rule

_NEWEST = """
select id, kind, direction, delivery, text, sent_at,
       coalesce((select case kind when 'audio' then 'audio/' else mime_type end
                   from attachment a where a.message_id = message.id and a.role = 'content'
                  order by position limit 1), ''),
       template, shares
  from message where conversation_id = ? order by sent_at desc, rank desc, id desc limit 1
"""

# Neither a withdrawn message nor a reply that was not sent is the last word.
_LAST_WORDS = """
select direction, sent_at, reactions, origin from message
 where conversation_id = ? and kind <> 'unsent' and delivery <> 'failed'
 order by sent_at desc, rank desc, id desc limit ?
"""
LAST_WORDS = 20
"""So far back is looked for the first message that nobody answered."""

_COLUMNS = (
    "preview_id, preview_kind, preview_direction, preview_delivery, preview_text, preview_media,"
    " last_activity_at, is_waiting, unread_count, pending_count, failed_count, waiting_since, answered_elsewhere"
)


def summarise(tx: Transaction, conversation_id: ConversationId) -> None:
    """Bring preview, order in the list, waiting and counters up to date; publish the conversation if one changed."""
    present = tx.row(
        f"select {_COLUMNS}, is_self, listed_at, unavailable_code, read_up_to, shelf, remind_set_at from"
        " conversation where id = ?",
        (conversation_id,),
    )
    if present is None:
        return
    is_self, listed_at, unavailable_code, read_up_to, shelf, remind_set_at = present[13:]
    newest = tx.row(_NEWEST, (conversation_id,))
    last_word = next(iter(tx.rows(_LAST_WORDS, (conversation_id, 1))), None)
    waiting_since = None if is_self else _waiting_since(tx, conversation_id, last_word)
    unread = tx.row(
        "select count(*) from message where conversation_id = ? and is_unread <> 0 and is_unread = 1",
        (conversation_id,),
    )
    replies = tx.row(
        "select coalesce(sum(m.delivery in ('held', 'queued', 'sending', 'uncertain')), 0),"
        " coalesce(sum(m.delivery = 'failed'), 0)"
        " from outbox o cross join message m on m.id = o.message_id where o.conversation_id = ?",
        (conversation_id,),
    )
    activity = present[6] if newest is None else newest[5]
    if listed_at is not None and (newest is None or unavailable_code or read_up_to is None):
        # What cannot be read yet still moves its row to where Instagram has it.
        activity = max(listed_at, newest[5]) if newest else listed_at
    preview = (
        (None,) * 6
        if newest is None
        else (*newest[:4], one_line(newest[4] or _words_of(newest[7], newest[8])), newest[6])
    )
    wanted = (
        *preview,
        activity,
        int(waiting_since is not None),
        0 if is_self or unread is None else unread[0],
        *(replies or (0, 0)),
        waiting_since,
        int(last_word is not None and last_word[0] == "out" and last_word[3] == "elsewhere" and not is_self),
    )
    if wanted != present[:13]:
        tx.write(
            f"update conversation set ({_COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) where id = ?",
            (*wanted, conversation_id),
        )
        tx.conversation(conversation_id)
    if remind_set_at is not None:
        _end_reminder(tx, conversation_id, remind_set_at)
    if shelf and wanted[10] > present[10]:
        follow_rule(tx, conversation_id, back)  # a reply that was not sent is not hidden among what is done


def _end_reminder(tx: Transaction, conversation_id: ConversationId, set_at: int) -> None:
    """A reply that went out is what the reminder was for."""
    if tx.row(
        "select 1 from message where conversation_id = ? and sent_at > ? and direction = 'out'"
        " and delivery in ('sent', 'seen', 'received') limit 1",
        (conversation_id, set_at),
    ):
        tx.write(
            "update conversation set remind_after = null, remind_set_at = null, reminded_at = null where id = ?",
            (conversation_id,),
        )
        tx.conversation(conversation_id)


def _waiting_since(tx: Transaction, conversation_id: ConversationId, last_word: Row | None) -> int | None:
    """Date of the first message that nobody answered; None if the last word is the account's or it reacted to it."""
    if last_word is None or last_word[0] != "in" or _has_own_reaction(last_word[2]):
        return None
    since: int = last_word[1]
    for direction, sent_at, _, _ in tx.rows(_LAST_WORDS, (conversation_id, LAST_WORDS)):
        if direction != "in":
            break
        since = sent_at
    return since


def _words_of(template: str, shares: str) -> str:
    """What stands on a card or a shared post, where a message has no text of its own."""
    if template:
        found = template_of(template)
        return found.text or next((words for card in found.cards if (words := card.title or card.subtitle)), "")
    return next((share.name for share in shares_of(shares) if share.name), "") if shares else ""


def _has_own_reaction(reactions: str) -> bool:
    return bool(reactions) and any(reaction.is_own for reaction in reactions_of(reactions))
