"""Own messages that a read shows, and the replies written here that they may be."""

import unicodedata
from datetime import timedelta

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Template
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.reply import ButtonsPart, CardsPart, FilesPart, LinksPart, ReplyPart, TextPart, template_of
from igdesk.domain.snapshot import MessageSnapshot
from igdesk.domain.text import clean
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import MILLISECOND
from igdesk.store.outbox import apply, next_state
from igdesk.store.payloads import part_of
from igdesk.store.rows import OUTBOX_QUERY, ids_json

EARLY_MS = timedelta(seconds=5) // MILLISECOND
"""An echo may bear a date this much before the request left: clocks differ, and Instagram cuts off fractions."""
LATE_MS = timedelta(minutes=4) // MILLISECOND
"""A request ends within two minutes, and Instagram takes at most 75 s to fetch a file."""
RENAMED_MS = timedelta(minutes=2) // MILLISECOND
"""The date of a reply is that of its answer here, until a read shows the one that it has at Instagram."""
CLOCK_WAS_WRONG_MS = timedelta(seconds=90) // MILLISECOND
"""No read takes this long. An attempt dated further ahead of a read than this was dated by a wrong clock."""

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑–—", "-")
    | dict.fromkeys("\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff", "")
)


def same_text(one: str, other: str) -> bool:
    """Instagram trims replies, and servers put other forms of the same letters and quotes in their place.

    None of that says which reply it is.
    """
    return one == other or _gist(one) == _gist(other)


def _gist(text: str) -> list[str]:
    return unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE).split()


class Replies:
    """The replies of one conversation whose id at Instagram is not known."""

    def __init__(self, tx: Transaction, conversation_id: ConversationId, read_ms: int) -> None:
        self._tx = tx
        self._conversation_id = conversation_id
        self._read_ms = read_ms
        self._rows: list[Row] = tx.rows(
            f"{OUTBOX_QUERY} where o.conversation_id = ? and m.remote_id is null"
            " and (m.delivery not in ('held', 'queued') or o.reads_without_echo > 0) order by o.place",
            (conversation_id,),
        )

    def may_be_on_its_way(self, created_ms: int | None) -> bool:
        """Whether an unknown own message may be the echo of a request that has no answer yet."""
        return any(row[5] == Delivery.SENDING.value and self._is_late_enough(row, created_ms) for row in self._rows)

    def adopt(self, remote_id: str, message: MessageSnapshot, created_ms: int | None) -> MessageId | None:
        """Recognise a reply by what it says or holds, and by its time: it was sent after all. The oldest such one."""
        for row in self._rows:
            if not (_waits_for_echo(row) and self._is_late_enough(row, created_ms)):
                continue
            part = part_of(row[4], row[14])
            if not is_echo(part, message) or not (_is_telling(part) or self._is_soon_enough(row, created_ms)):
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

    def count_read(self) -> None:
        """A read of the newest messages is over and showed none of these replies."""
        read_ms = self._read_ms
        for row in self._rows:
            if row[5] != Delivery.UNCERTAIN.value or row[8] is None:
                continue
            if row[8] >= read_ms and not self._is_misdated(row):
                continue
            counted = self._tx.row("select last_read_at from outbox where message_id = ?", (row[0],))
            outcome = next_state(row, SendEvent.READ_WITHOUT_ECHO)
            if outcome is None or counted is None or self._is_counted(counted[0]):
                continue
            self._tx.write("update outbox set last_read_at = ? where message_id = ?", (read_ms, row[0]))
            apply(self._tx, row, outcome)

    def _is_counted(self, last_ms: int | None) -> bool:
        """Whether this very read, or a later one, was counted before. One that a wrong clock dated says nothing."""
        return last_ms is not None and self._read_ms <= last_ms <= self._read_ms + CLOCK_WAS_WRONG_MS

    def _is_misdated(self, row: Row) -> bool:
        """Whether the clock was ahead when the request left, and was put right since."""
        return row[8] is not None and bool(row[8] > self._read_ms + CLOCK_WAS_WRONG_MS)

    def _is_late_enough(self, row: Row, created_ms: int | None) -> bool:
        """Whether the message can be from after the request left."""
        if created_ms is None or row[8] is None or created_ms >= row[8] - EARLY_MS:
            return True
        if not self._is_misdated(row):
            return False
        # Instagram's own dates remain: an echo is not older than what was stored before the reply was written.
        before = self._tx.row(
            "select max(sent_at) from message where conversation_id = ? and id < ? and is_dated = 1",
            (self._conversation_id, row[0]),
        )
        return before is None or before[0] is None or created_ms >= before[0]

    def _is_soon_enough(self, row: Row, created_ms: int | None) -> bool:
        """Whether the message can be from this very attempt: pictures look alike, and more may be sent by phone."""
        if created_ms is None or row[8] is None or self._is_misdated(row):
            return True
        return bool(created_ms <= row[8] + LATE_MS)


def is_echo(part: ReplyPart, message: MessageSnapshot) -> bool:
    """Whether a message that a read shows is what this part looks like once it was sent."""
    seen = [attachment.kind for attachment in message.attachments]
    match part:
        case TextPart(text):
            return bool(message.text) and same_text(text, clean(message.text))
        case FilesPart(files):
            return not message.text and _same_kinds([file.kind for file in files], seen)
        case LinksPart(kind, urls):
            return not message.text and _same_kinds([kind] * len(urls), seen)
        case ButtonsPart() | CardsPart() if message.template is not None or message.text:
            said = message.text or _first_words(message.template)
            return same_text(_first_words(template_of(part)), clean(said).partition("\n")[0])
        case _:
            # Of the sticker and of templates Instagram hands out little or nothing.
            is_of_customer = message.story_reply is not None or message.story_mention is not None
            return not message.text and not message.shares and not is_of_customer and len(seen) <= 1


def _first_words(template: Template | None) -> str:
    if template is None:
        return ""
    return next((words for words in (template.text, *(card.title for card in template.cards)) if words), "")


def _is_telling(part: ReplyPart) -> bool:
    """Whether its words alone say which reply it is."""
    return isinstance(part, TextPart | ButtonsPart)


def _same_kinds(sent: list[AttachmentKind], seen: list[AttachmentKind]) -> bool:
    """As many files of the same kinds. Voice comes back as video at times, and some files without a kind."""
    if len(sent) != len(seen):
        return False
    alike = {AttachmentKind.AUDIO: AttachmentKind.VIDEO}
    left = [alike.get(kind, kind) for kind in sent]
    for kind in (alike.get(kind, kind) for kind in seen if kind is not AttachmentKind.UNKNOWN):
        if kind not in left:
            return False
        left.remove(kind)
    return True


def _waits_for_echo(row: Row) -> bool:
    if row[5] == Delivery.QUEUED.value:
        return bool(row[9] > 0)
    return row[5] in (Delivery.UNCERTAIN.value, Delivery.SENT.value) or (
        row[5] == Delivery.FAILED.value and row[13] == FailureReason.NOT_CONFIRMED.value
    )


def under_another_id(
    tx: Transaction, conversation_id: ConversationId, shown: list[str], text: str, created_ms: int | None
) -> MessageId | None:
    """A sent reply that no read has ever shown, when a read shows its words and time under an id that nobody knows.

    Instagram promises nothing about the id it answers with. The reply would stand there twice, and one of the two
    would be called unsent later on.
    """
    if not text or created_ms is None:
        return None
    for id_, known in tx.rows(
        "select id, text from message where conversation_id = ? and sent_at between ? and ? and origin = 'here'"
        " and delivery = 'sent' and is_dated = 0 and attachment_count = 0 and remote_id is not null"
        " and remote_id not in (select value from json_each(?)) order by sent_at, rank, id",
        (conversation_id, created_ms - RENAMED_MS, created_ms + RENAMED_MS, ids_json(shown)),
    ):
        if same_text(known, text):
            return MessageId(id_)
    return None
