"""Replies on their way. Every change of state goes through the send machine of the domain."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason, OutboxItem, Outcome, SendEvent, transition
from igdesk.domain.reply import ButtonsPart, FilesPart, ReplyPart, TextPart
from igdesk.domain.text import clean
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.drafts import files_of, put_back
from igdesk.store.moments import MILLISECOND, from_ms, to_ms, to_ms_or_none
from igdesk.store.ordering import keep_pending_behind
from igdesk.store.payloads import uploads_json, uploads_of
from igdesk.store.queueing import NEXT_PLACE, Target, queue, split_files
from igdesk.store.rows import CONVERSATION_QUERY, OUTBOX_QUERY, conversation_of, ids_json, outbox_item_of
from igdesk.store.summary import summarise
from igdesk.store.twins import absorb_twin

# The first reply of a conversation that is not settled decides: the order inside a conversation is fixed,
# and a reply whose fate is unknown holds back those after it. A failed one does not.
LONGEST_WAIT_MS = timedelta(hours=25) // MILLISECOND
"""A reply put off for longer than this was put off by a clock that was wrong: it waits no more."""
_IS_DUE = f"coalesce(o.not_before, 0) not between ? + 1 and ? + {LONGEST_WAIT_MS}"

_HEADS = """
    m.delivery = 'queued' and not exists (
        select 1 from outbox other cross join message om on om.id = other.message_id
         where other.conversation_id = o.conversation_id
           and (om.delivery = 'sending'
                or other.place < o.place and om.delivery in ('held', 'queued', 'uncertain')))
"""


class Outbox:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def enqueue(
        self,
        conversation_id: ConversationId,
        parts: Sequence[ReplyPart | str],
        *,
        now: datetime,
        quoted: MessageId | None = None,
        may_use_human_tag: bool = True,
        held_until: datetime | None = None,
        draft: str | None = "",
    ) -> tuple[MessageId, ...]:
        """Queue a reply, one message for each part. Nothing without a known recipient.

        ``draft`` is the draft from now on, in the same transaction; None leaves what is there. With ``held_until``
        it can be undone until then, and is not sent before. Files are taken over from the composer's tray: nothing
        else refers to them from now on.
        """
        with self._database.transaction() as tx:
            return enqueue_in(
                tx,
                conversation_id,
                parts,
                now=now,
                quoted=quoted,
                may_use_human_tag=may_use_human_tag,
                held_until=held_until,
                draft=draft,
            )

    def get(self, message_id: MessageId) -> OutboxItem | None:
        row = self._database.row(f"{OUTBOX_QUERY} where o.message_id = ?", (message_id,))
        return outbox_item_of(row) if row else None

    def next_item(
        self, account_id: AccountId, now: datetime, besides: Iterable[ConversationId] = ()
    ) -> OutboxItem | None:
        """The oldest reply that may be claimed now; ``besides`` those of some conversations."""
        row = self._database.row(
            f"{OUTBOX_QUERY} where o.account_id = ? and {_IS_DUE} and {_HEADS}"
            " and o.conversation_id not in (select value from json_each(?)) order by o.place limit 1",
            (account_id, to_ms(now), to_ms(now), ids_json(besides)),
        )
        return outbox_item_of(row) if row else None

    def next_due(self, account_id: AccountId) -> datetime | None:
        """When the next reply may be claimed; the past if it may be now, None if none waits for time alone."""
        row = self._database.row(
            "select min(coalesce(o.not_before, o.queued_at)) from outbox o cross join message m on m.id = o.message_id"
            f" where o.account_id = ? and {_HEADS}",
            (account_id,),
        )
        return None if row is None or row[0] is None else from_ms(row[0])

    def claim(self, message_id: MessageId, now: datetime) -> OutboxItem | None:
        """Take a reply for sending; None if it may not be sent (now, any more, or before another one).

        When this returns an item, the claim is on the disk: after a power cut it is found as SENDING.
        """
        with self._database.transaction() as tx:
            row = tx.row(
                f"{OUTBOX_QUERY} where o.message_id = ? and {_IS_DUE} and {_HEADS}",
                (message_id, to_ms(now), to_ms(now)),
            )
            outcome = next_state(row, SendEvent.CLAIMED) if row else None
            if row is None or outcome is None:
                return None
            tx.write(
                "update outbox set started_at = ?, not_before = null, last_read_at = null where message_id = ?",
                (to_ms(now), message_id),
            )
            apply(tx, row, outcome)
        return self.get(message_id)

    def settle(
        self,
        message_id: MessageId,
        event: SendEvent,
        *,
        remote_id: str = "",
        sent_at: datetime | None = None,
        failure: FailureReason = FailureReason.NONE,
        failure_code: str = "",
        failure_words: str = "",
        not_before: datetime | None = None,
        forget_uploads: bool = False,
    ) -> bool:
        """Tell what became of a reply; False if the send machine knows no such step, then nothing changes."""
        with self._database.transaction() as tx:
            row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ?", (message_id,))
            outcome = next_state(row, event, failure) if row else None
            if row is None or outcome is None:
                return False
            moment: int | None = None
            if outcome.delivery is Delivery.SENT:
                conversation_id = ConversationId(row[1])
                remote_id = clean(remote_id)
                if remote_id:
                    absorb_twin(tx, conversation_id, message_id, remote_id)
                # Until a read brings Instagram's date, the reply stands where its request left.
                moment = to_ms_or_none(sent_at) or row[8]
                tx.write(
                    "update message set remote_id = coalesce(remote_id, ?),"
                    " sent_at = case when is_dated then sent_at else coalesce(?, sent_at) end where id = ?",
                    (remote_id or None, moment, message_id),
                )
                tx.write(
                    "update conversation set reply_refusal = '' where id = ? and reply_refusal <> ''",
                    (conversation_id,),
                )
            if forget_uploads:
                tx.write("update outbox set uploads = '' where message_id = ?", (message_id,))
            if not_before is not None and outcome.delivery is Delivery.QUEUED:
                tx.write("update outbox set not_before = ? where message_id = ?", (to_ms(not_before), message_id))
            apply(tx, row, outcome, clean(failure_code), clean(failure_words), keep_item=not remote_id)
            if outcome.delivery is Delivery.SENT and moment is not None:
                keep_pending_behind(tx, ConversationId(row[1]), moment)
        return True

    def note_upload(self, message_id: MessageId, media_key: str, upload_id: str) -> bool:
        """Instagram has a file of a reply that waits; it is not uploaded again. False if the reply is gone."""
        with self._database.transaction() as tx:
            row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ? and m.delivery = 'queued'", (message_id,))
            if row is None:
                return False
            uploads = uploads_of(row[15]) | {media_key: clean(upload_id)}
            tx.write("update outbox set uploads = ? where message_id = ?", (uploads_json(uploads), message_id))
        return True

    def split_album(self, message_id: MessageId) -> bool:
        """Several pictures cannot go as one message: let each be one. Only for a request that was cleanly refused."""
        with self._database.transaction() as tx:
            row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ?", (message_id,))
            outcome = next_state(row, SendEvent.NOT_PROCESSED) if row else None
            if row is None or outcome is None or len(files_of(row)) < 2:
                return False
            apply(tx, row, outcome)
            if outcome.delivery is Delivery.QUEUED:
                split_files(tx, row)
                summarise(tx, ConversationId(row[1]))
        return True

    def recover(self) -> int:
        """After a start: replies found SENDING might have been sent. How many there were."""
        if self._database.read_only_reason is not None:
            return 0
        with self._database.transaction() as tx:
            rows = tx.rows(f"{OUTBOX_QUERY} where m.delivery = 'sending'")
            for row in rows:
                outcome = next_state(row, SendEvent.FOUND_AT_START)
                if outcome is not None:
                    apply(tx, row, outcome)
        return len(rows)

    def uncertain(self, account_id: AccountId) -> list[OutboxItem]:
        """Replies whose fate only a read of their conversation tells."""
        rows = self._database.rows(
            f"{OUTBOX_QUERY} where o.account_id = ? and m.delivery = 'uncertain' order by o.place", (account_id,)
        )
        return [outbox_item_of(row) for row in rows]

    def send_again(self, message_id: MessageId, now: datetime | None = None) -> bool:
        """Queue a failed reply once more, behind all else of its conversation, with the parts that wait for it."""
        now_ms = to_ms(now or self._clock())
        with self._database.transaction() as tx:
            rest = [found for found, failure in _rest_of(tx, message_id) if failure == FailureReason.PART_BEFORE.value]
            if not _queue_again(tx, message_id, now_ms):
                return False
            for part in rest:
                _queue_again(tx, part, now_ms)
        return True

    def take_back(self, message_id: MessageId) -> bool:
        """Remove a reply that is surely not under way and make it the draft, before what is there."""
        with self._database.transaction() as tx:
            row = remove_unsent(tx, message_id)
            if row is None:
                return False
            put_back(tx, [row])
        return True

    def queued_count(self) -> int:
        """Replies that wait, over all accounts."""
        row = self._database.row(
            "select count(*) from outbox o cross join message m on m.id = o.message_id where m.delivery = 'queued'"
        )
        return int(row[0]) if row else 0

    def items(self) -> list[tuple[OutboxItem, Conversation]]:
        """What the outbox shows, in sending order, each with its conversation."""
        rows = self._database.rows(f"{OUTBOX_QUERY} where m.delivery <> 'sent' order by o.place")
        conversations = {
            row[0]: conversation_of(row)
            for row in self._database.rows(f"{CONVERSATION_QUERY} where c.id in (select conversation_id from outbox)")
        }
        return [(outbox_item_of(row), conversations[row[1]]) for row in rows]


_ENDS_ALONE = frozenset({FailureReason.WINDOW_CLOSED, FailureReason.PART_BEFORE})
"""A closed window closes for each part by itself; and one that stops for another has stopped the rest already."""
_REMOVABLE = frozenset({Delivery.HELD.value, Delivery.QUEUED.value, Delivery.FAILED.value})


def enqueue_in(
    tx: Transaction,
    conversation_id: ConversationId,
    parts: Sequence[ReplyPart | str],
    *,
    now: datetime,
    quoted: MessageId | None = None,
    may_use_human_tag: bool = True,
    held_until: datetime | None = None,
    draft: str | None = "",
) -> tuple[MessageId, ...]:
    """Queue a reply as part of a transaction; see ``Outbox.enqueue``. None leaves the draft as it is."""
    wanted = [part for part in map(_cleaned, parts) if not (isinstance(part, TextPart) and not part.text.strip())]
    found = tx.row(
        "select c.account_id, p.igsid from conversation c join participant p on p.id = c.participant_id where c.id = ?",
        (conversation_id,),
    )
    if found is None or not found[1] or not wanted:
        return ()
    account_id, recipient_id = found
    target = Target(
        account_id,
        conversation_id,
        recipient_id,
        _end_of(tx, conversation_id, to_ms(now)),
        _own_moment(tx, conversation_id, to_ms(now)),
        may_use_human_tag,
        to_ms_or_none(held_until),
    )
    ids = queue(tx, target, wanted, quoted)
    for part in wanted:
        for file in part.files if isinstance(part, FilesPart) else ():
            tx.write("delete from draft_file where media_key = ?", (file.media_key,))
    if draft is not None:
        tx.write(
            "update conversation set draft = ?1, draft_quoted_id = null where id = ?2"
            " and (draft <> ?1 or draft_quoted_id is not null)",
            (clean(draft), conversation_id),
        )
    tx.conversation(conversation_id)
    summarise(tx, conversation_id)
    return tuple(ids)


def _own_moment(tx: Transaction, conversation_id: ConversationId, moment: int) -> int:
    """A time at which nothing else of the conversation was queued: by it the parts of one reply belong together."""
    taken = {
        row[0]
        for row in tx.rows(
            "select queued_at from outbox where conversation_id = ? and queued_at >= ?", (conversation_id, moment)
        )
    }
    while moment in taken:
        moment += 1
    return moment


def apply(
    tx: Transaction,
    row: Row,
    outcome: Outcome,
    failure_code: str = "",
    failure_words: str = "",
    *,
    keep_item: bool = False,
) -> None:
    """Write the next state of a reply (``row`` of ``OUTBOX_QUERY``), as the send machine gave it."""
    message_id, conversation_id = MessageId(row[0]), ConversationId(row[1])
    _tell_rest(tx, message_id, Delivery(row[5]), outcome)
    if row[13] and outcome.failure.value == row[13]:  # for the same reason as before: what Instagram said stays
        tx.write("update message set delivery = ? where id = ?", (outcome.delivery.value, message_id))
    else:
        tx.write(
            "update message set delivery = ?, failure = ?, failure_code = ?, failure_words = ? where id = ?",
            (outcome.delivery.value, outcome.failure.value, failure_code, failure_words, message_id),
        )
    if outcome.delivery is Delivery.SENT and not keep_item:
        tx.write("delete from outbox where message_id = ?", (message_id,))
    else:
        tx.write(
            "update outbox set attempts = ?, reads_without_echo = ? where message_id = ?",
            (outcome.attempts, outcome.reads_without_echo, message_id),
        )
    tx.updated(message_id)
    summarise(tx, conversation_id)


def _rest_of(tx: Transaction, message_id: MessageId) -> list[tuple[MessageId, str]]:
    """The parts that come after one of a reply that was cut, with the reason of each that failed."""
    own = tx.row(
        "select o.conversation_id, o.place, m.part, m.part_count"
        " from outbox o cross join message m on m.id = o.message_id where o.message_id = ?",
        (message_id,),
    )
    if own is None or own[2] is None:
        return []
    conversation_id, place, piece, pieces = own
    rest: list[tuple[MessageId, str]] = []
    for row in tx.rows(
        "select o.message_id, m.part, m.part_count, m.failure from outbox o cross join message m on m.id = o.message_id"
        " where o.conversation_id = ? and o.place > ? order by o.place limit ?",
        (conversation_id, place, pieces - piece),
    ):
        if (row[1], row[2]) != (piece + 1 + len(rest), pieces):
            break
        rest.append((MessageId(row[0]), row[3]))
    return rest


def _tell_rest(tx: Transaction, message_id: MessageId, before: Delivery, outcome: Outcome) -> None:
    """What goes on with a part that was not sent is not sent either, until the person decides or it comes to light
    that the part arrived.
    """
    if outcome.delivery is Delivery.FAILED and outcome.failure not in _ENDS_ALONE:
        event = SendEvent.PART_BEFORE_FAILED
    elif outcome.delivery is Delivery.SENT and before is Delivery.FAILED:
        event = SendEvent.SEND_AGAIN
    else:
        return
    for part, failure in _rest_of(tx, message_id):
        if event is SendEvent.SEND_AGAIN and failure != FailureReason.PART_BEFORE.value:
            return
        row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ?", (part,))
        following = next_state(row, event) if row else None
        if row is not None and following is not None:
            apply(tx, row, following)


def _queue_again(tx: Transaction, message_id: MessageId, now_ms: int) -> bool:
    row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ?", (message_id,))
    outcome = next_state(row, SendEvent.SEND_AGAIN) if row else None
    if row is None or outcome is None:
        return False
    end = _end_of(tx, row[1], now_ms)
    tx.write(
        "update message set sent_at = ?, rank = (select"
        " max(rank) + 1 from message where conversation_id = ? and sent_at >= ? or id = ?) where id = ?",
        (end, row[1], end, message_id, message_id),
    )
    tx.write(f"update outbox set place = {NEXT_PLACE}, not_before = null where message_id = ?", (message_id,))
    apply(tx, row, outcome)
    return True


def next_state(row: Row, event: SendEvent, failure: FailureReason = FailureReason.NONE) -> Outcome | None:
    """What the send machine says to ``event`` for a row of ``OUTBOX_QUERY``."""
    return transition(
        Delivery(row[5]),
        event,
        attempts=row[6],
        reads_without_echo=row[9],
        failure=FailureReason(row[13]) if row[13] else failure,
    )


def _end_of(tx: Transaction, conversation_id: ConversationId, moment: int) -> int:
    """A time at the end of the conversation: ``moment``, or that of the newest message if it is later."""
    row = tx.row("select max(sent_at) from message where conversation_id = ?", (conversation_id,))
    return max(moment, row[0] or 0) if row else moment


def remove_unsent(tx: Transaction, message_id: MessageId) -> Row | None:
    """Delete a reply that is surely not under way; its row of ``OUTBOX_QUERY``, or None."""
    row = tx.row(f"{OUTBOX_QUERY} where o.message_id = ?", (message_id,))
    if row is None or row[5] not in _REMOVABLE:
        return None
    tx.write("delete from message where id = ?", (message_id,))
    tx.removed(message_id)
    summarise(tx, ConversationId(row[1]))
    return row


def _cleaned(part: ReplyPart | str) -> ReplyPart:
    """Text as it may be stored: no control characters, no half letters."""
    match part:
        case str():
            return TextPart(clean(part))
        case TextPart() | ButtonsPart():
            return replace(part, text=clean(part.text))
        case _:
            return part
