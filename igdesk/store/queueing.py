"""The rows of a reply: its message, its files and its place in the outbox."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Sequence
from dataclasses import dataclass

from igdesk.domain.attachment import KIND_OF_MIME_PREFIX, MediaState
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.reply import FilesPart, LinksPart, ReplyPart, StagedFile, TextPart, template_of, text_of
from igdesk.store.database import Row, Transaction
from igdesk.store.ordering import LOCAL_RANK
from igdesk.store.parts_json import quick_replies_json, template_json
from igdesk.store.payloads import part_of, payload_of

_MIME_PREFIX = {kind: prefix for prefix, kind in KIND_OF_MIME_PREFIX.items() if prefix != "text"}
NEXT_PLACE = "(select coalesce(max(place), 0) + 1 from outbox)"


@dataclass(frozen=True, slots=True)
class Target:
    """Where replies go, frozen when they are queued."""

    account_id: AccountId
    conversation_id: ConversationId
    recipient_id: str
    sent_at: int
    queued_at: int
    may_use_human_tag: bool
    held_until: int | None = None
    """Nothing leaves before; until then it can be undone."""


def queue(tx: Transaction, target: Target, parts: Sequence[ReplyPart], quoted: MessageId | None) -> list[MessageId]:
    """One message for each part, at the end of the conversation and of the outbox."""
    pieces = sum(isinstance(part, TextPart) for part in parts)
    piece = 0
    ids = []
    for number, part in enumerate(parts):
        is_piece = isinstance(part, TextPart) and pieces > 1
        piece += is_piece
        message_id = insert_part(
            tx,
            target,
            part,
            quoted=quoted if number == 0 else None,
            piece=(piece, pieces) if is_piece else (None, None),
        )
        tx.write(
            "insert into outbox (message_id, account_id, conversation_id, place, recipient_id, queued_at,"
            f" may_use_human_tag, not_before, payload) values (?, ?, ?, {NEXT_PLACE}, ?, ?, ?, ?, ?)",
            (
                message_id,
                target.account_id,
                target.conversation_id,
                target.recipient_id,
                target.queued_at,
                int(target.may_use_human_tag),
                target.held_until,
                payload_of(part),
            ),
        )
        ids.append(message_id)
    return ids


def insert_part(
    tx: Transaction,
    target: Target,
    part: ReplyPart,
    *,
    quoted: MessageId | None,
    piece: tuple[int | None, int | None],
) -> MessageId:
    """The message of a part, with its files."""
    files = attachments_of(part)
    template = template_of(part)
    kind = MessageKind.MEDIA if files else MessageKind.TEMPLATE if template is not None else MessageKind.TEXT
    message_id = MessageId(
        tx.insert(
            "insert into message (conversation_id, direction, sent_at, rank, is_dated, kind, text,"
            " delivery, origin, is_linked, attachment_count, template, quick_replies, quoted_remote_id,"
            " part, part_count) values (?, ?, ?, ?, 0, ?, ?, ?, ?, 1, ?, ?, ?,"
            " (select remote_id from message where id = ? and conversation_id = ?), ?, ?)",
            (
                target.conversation_id,
                Direction.OUTBOUND.value,
                target.sent_at,
                LOCAL_RANK,
                kind.value,
                text_of(part),
                (Delivery.QUEUED if target.held_until is None else Delivery.HELD).value,
                Origin.HERE.value,
                len(files),
                template_json(template),
                quick_replies_json(part.quick_replies if isinstance(part, TextPart) else ()),
                quoted,
                target.conversation_id,
                *piece,
            ),
        )
    )
    for position, file in enumerate(files):
        insert_file(tx, message_id, position, file)
    tx.added(message_id)
    return message_id


def split_files(tx: Transaction, row: Row) -> None:
    """Turn an album (its row of ``OUTBOX_QUERY``) into messages of one picture each, at the same place in the order."""
    message_id, conversation_id, account_id, recipient_id, uploads = MessageId(row[0]), row[1], row[2], row[3], row[15]
    part = part_of(row[4], row[14])
    found = tx.row(
        "select m.sent_at, o.place from message m join outbox o on o.message_id = m.id where m.id = ?", (message_id,)
    )
    if found is None or not isinstance(part, FilesPart):
        return
    sent_at, place = found
    first, *others = part.files
    # Places are unique at every moment: move what comes later away, and back further down.
    tx.write("update outbox set place = -(place + ?) where place > ?", (len(others), place))
    tx.write("update outbox set place = -place where place < 0")
    tx.write("update outbox set payload = ? where message_id = ?", (payload_of(FilesPart((first,))), message_id))
    tx.write("delete from attachment where message_id = ? and position > 0", (message_id,))
    tx.write("update message set attachment_count = 1 where id = ?", (message_id,))
    target = Target(account_id, conversation_id, recipient_id, sent_at, row[11], bool(row[12]))
    for number, file in enumerate(others, 1):
        single = FilesPart((file,))
        id_ = insert_part(tx, target, single, quoted=None, piece=(None, None))
        tx.write(
            "insert into outbox (message_id, account_id, conversation_id, place, recipient_id, queued_at,"
            " may_use_human_tag, payload, uploads) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id_,
                account_id,
                conversation_id,
                place + number,
                recipient_id,
                row[11],
                row[12],
                payload_of(single),
                uploads,
            ),
        )


def attachments_of(part: ReplyPart) -> tuple[StagedFile, ...]:
    """What a part shows as media. Of what Instagram fetches itself, only the kind is known."""
    match part:
        case FilesPart(files):
            return files
        case LinksPart(kind, urls):
            return tuple(StagedFile("", kind, f"{_MIME_PREFIX[kind]}/", name_in(url), 0) for url in urls)
        case _:
            return ()


def insert_file(tx: Transaction, message_id: MessageId, position: int, file: StagedFile) -> None:
    state = MediaState.STORED if file.media_key else MediaState.REMOTE
    tx.insert(
        "insert into attachment (message_id, position, url, url_read_at, state, media_key,"
        " remote_id, kind, mime_type, real_type, name, size_bytes, width_px, height_px, duration_ms, is_animated)"
        " values (?, ?, '', 0, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            message_id,
            position,
            state.value,
            file.media_key,
            file.kind.value,
            file.mime_type,
            file.mime_type if file.media_key else "",
            file.name,
            file.size_bytes or None,
            file.width_px,
            file.height_px,
            file.duration_ms,
            int(file.mime_type == "image/gif"),
        ),
    )


def name_in(url: str) -> str:
    """The file name at the end of an address."""
    return url.partition("?")[0].rsplit("/", 1)[-1]
