"""Rows of the media that belong to messages. The files are the business of ``media``."""

from collections.abc import Sequence
from datetime import timedelta

from igdesk.domain.attachment import MediaState
from igdesk.domain.ids import MessageId
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.domain.text import clean
from igdesk.store.content import attachment_values
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import MILLISECOND

REFRESH_LINK_MS = timedelta(hours=1) // MILLISECOND
"""Links are signed anew in every answer; writing each of them would make every read a change."""


def insert_attachments(
    tx: Transaction, message_id: MessageId, attachments: Sequence[AttachmentSnapshot], read_ms: int, first: int = 0
) -> None:
    for position, attachment in enumerate(attachments, first):
        state = MediaState.REMOTE if attachment.url else MediaState.GONE
        tx.insert(
            "insert into attachment (message_id, position, url, url_read_at, state,"
            " remote_id, kind, mime_type, name, size_bytes, width_px, height_px)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (message_id, position, clean(attachment.url), read_ms, state.value, *attachment_values(attachment)),
        )


def update_attachments(
    tx: Transaction,
    message_id: MessageId,
    stored_count: int,
    attachments: Sequence[AttachmentSnapshot],
    read_ms: int,
) -> int | None:
    """Take over newer links and parts that were missing; the number of attachments if something shows, else None.

    Attachments that an answer leaves out stay.
    """
    if not attachments:
        return None
    stored = (
        tx.rows(
            "select id, remote_id, url, url_read_at, state from attachment where message_id = ? order by position",
            (message_id,),
        )
        if stored_count
        else []
    )
    is_visible = False
    missing = []
    for position, attachment in enumerate(attachments):
        row = _match(stored, position, clean(attachment.remote_id))
        if row is None:
            missing.append(attachment)
        elif attachment.url:
            is_visible = _refresh(tx, row, clean(attachment.url), read_ms) or is_visible
    if missing:
        insert_attachments(tx, message_id, missing, read_ms, first=len(stored))
        is_visible = True
    return len(stored) + len(missing) if is_visible else None


def _match(stored: list[Row], position: int, remote_id: str) -> Row | None:
    for row in stored:
        if remote_id and row[1] == remote_id:
            return row
    if position < len(stored) and not (remote_id and stored[position][1]):
        return stored[position]
    return None


def _refresh(tx: Transaction, row: Row, url: str, read_ms: int) -> bool:
    """Keep a link that may still be fetched young; whether this revives an attachment that was gone."""
    id_, _, known_url, url_read_at, state = row
    if state in (MediaState.STORED.value, MediaState.REFUSED.value) or url == known_url or read_ms <= url_read_at:
        return False
    is_gone: bool = state == MediaState.GONE.value
    if is_gone or read_ms - url_read_at >= REFRESH_LINK_MS:
        tx.write(
            "update attachment set url = ?, url_read_at = ?, state = ? where id = ?",
            (url, read_ms, MediaState.REMOTE.value, id_),
        )
    return is_gone
