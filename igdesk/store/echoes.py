"""Own messages that a read shows, and the replies written here that they may be."""

from datetime import timedelta

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Delivery
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import MILLISECOND
from igdesk.store.outbox import apply, next_state
from igdesk.store.rows import OUTBOX_QUERY

EARLY_MS = timedelta(seconds=5) // MILLISECOND
"""An echo may bear a date this much before the request left: clocks differ, and Instagram cuts off fractions."""


def same_text(one: str, other: str) -> bool:
    """Instagram trims replies; white space says nothing about which reply it is."""
    return one.split() == other.split()


class Replies:
    """The replies of one conversation whose id at Instagram is not known."""

    def __init__(self, tx: Transaction, conversation_id: ConversationId) -> None:
        self._tx = tx
        self._conversation_id = conversation_id
        self._rows: list[Row] = tx.rows(
            f"{OUTBOX_QUERY} where o.conversation_id = ? and m.remote_id is null and m.delivery <> 'queued'"
            " order by o.place",
            (conversation_id,),
        )

    def may_be_on_its_way(self, created_ms: int | None) -> bool:
        """Whether an unknown own message may be the echo of a request that has no answer yet."""
        return any(row[5] == Delivery.SENDING.value and _is_late_enough(row, created_ms) for row in self._rows)

    def adopt(self, remote_id: str, text: str, created_ms: int | None) -> MessageId | None:
        """Recognise a reply by its text and time: it was sent after all. The oldest one of the same text."""
        for row in self._rows:
            if not (_waits_for_echo(row) and _is_late_enough(row, created_ms) and same_text(row[4], text)):
                continue
            self._rows.remove(row)
            message_id = MessageId(row[0])
            self._tx.write("update message set remote_id = ? where id = ?", (remote_id, message_id))
            outcome = next_state(row, SendEvent.ECHO_SEEN)
            if outcome is not None:
                apply(self._tx, row, outcome)
            else:  # already SENT, only its id was missing
                self._tx.write("delete from outbox where message_id = ?", (message_id,))
                self._tx.updated(message_id)
            return message_id
        return None

    def count_read(self, read_ms: int) -> None:
        """A read of the newest messages is over and showed none of these replies."""
        for row in self._rows:
            if row[5] != Delivery.UNCERTAIN.value or row[8] is None or row[8] >= read_ms:
                continue
            counted = self._tx.row("select last_read_at from outbox where message_id = ?", (row[0],))
            outcome = next_state(row, SendEvent.READ_WITHOUT_ECHO)
            if outcome is None or counted is None or (counted[0] is not None and counted[0] >= read_ms):
                continue
            self._tx.write("update outbox set last_read_at = ? where message_id = ?", (read_ms, row[0]))
            apply(self._tx, row, outcome)


def _waits_for_echo(row: Row) -> bool:
    return row[5] in (Delivery.UNCERTAIN.value, Delivery.SENT.value) or (
        row[5] == Delivery.FAILED.value and row[13] == FailureReason.NOT_CONFIRMED.value
    )


def _is_late_enough(row: Row, created_ms: int | None) -> bool:
    return created_ms is None or row[8] is None or created_ms >= row[8] - EARLY_MS
