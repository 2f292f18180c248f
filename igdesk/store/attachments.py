"""Rows of the media that belong to messages. The files are the business of ``media``."""

from collections.abc import Iterable
from datetime import timedelta

from igdesk.domain.attachment import AttachmentRole, MediaState
from igdesk.domain.ids import MessageId
from igdesk.domain.snapshot import AttachmentSnapshot, MessageSnapshot
from igdesk.domain.text import clean
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import MILLISECOND

REFRESH_LINK_MS = timedelta(hours=1) // MILLISECOND
"""Links are signed anew in every answer; writing each of them would make every read a change."""

_FIRST_POSITION = {
    AttachmentRole.CONTENT: 0,
    AttachmentRole.POSTER: 1000,
    AttachmentRole.STORY: 2000,
    AttachmentRole.SHARE: 3000,
    AttachmentRole.CARD: 4000,
}
"""What was sent comes first in the order of a message's files, what it refers to after it."""


def files_of(message: MessageSnapshot) -> list[tuple[int, AttachmentSnapshot]]:
    """Every file of a message with its position: what was sent, then the pictures of what it refers to."""
    return [
        *enumerate(message.attachments),
        *((_FIRST_POSITION[picture.role] + picture.place, picture) for picture in message.pictures),
    ]


def insert_files(
    tx: Transaction, message_id: MessageId, files: Iterable[tuple[int, AttachmentSnapshot]], read_ms: int
) -> None:
    for position, file in files:
        state = MediaState.REMOTE if file.url else MediaState.GONE
        tx.insert(
            "insert into attachment (message_id, position, url, url_read_at, state, remote_id, kind, mime_type, name,"
            " size_bytes, width_px, height_px, role, place, duration_ms, is_animated, is_sticker)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                message_id,
                position,
                clean(file.url),
                read_ms,
                state.value,
                clean(file.remote_id),
                file.kind.value,
                clean(file.mime_type),
                clean(file.name),
                file.size_bytes,
                file.width_px,
                file.height_px,
                file.role.value,
                position - _FIRST_POSITION[file.role],
                file.duration_ms,
                int(file.is_animated),
                int(file.is_sticker),
            ),
        )


def update_files(
    tx: Transaction, message_id: MessageId, stored_count: int, message: MessageSnapshot, read_ms: int
) -> int | None:
    """Take over newer links and parts that were missing; the number of files if something shows, else None.

    Files that an answer leaves out stay, but not the picture of a story that is said to be gone.
    """
    files = files_of(message)
    story = message.story_mention or message.story_reply
    has_story_ended = story is not None and not story.link
    if not files and not (has_story_ended and stored_count):
        return None
    stored = (
        tx.rows(
            "select id, remote_id, url, url_read_at, state, position, role, media_key from attachment"
            " where message_id = ? order by position",
            (message_id,),
        )
        if stored_count
        else []
    )
    is_visible = has_story_ended and _end_story(tx, stored, read_ms)
    missing = []
    for position, file in files:
        row = _match(stored, position, file)
        if row is None:
            missing.append(file)
        elif file.url:
            is_visible = _refresh(tx, row, clean(file.url), read_ms) or is_visible
    if missing:
        insert_files(tx, message_id, _placed(missing, stored), read_ms)
        is_visible = True
    return len(stored) + len(missing) if is_visible else None


def _placed(missing: list[AttachmentSnapshot], stored: list[Row]) -> list[tuple[int, AttachmentSnapshot]]:
    """What was sent goes behind what is there; a picture keeps the place of what it shows."""
    following = sum(row[6] == AttachmentRole.CONTENT.value for row in stored)
    placed = []
    for file in missing:
        if file.role is AttachmentRole.CONTENT:
            placed.append((following, file))
            following += 1
        else:
            placed.append((_FIRST_POSITION[file.role] + file.place, file))
    return placed


def _match(stored: list[Row], position: int, file: AttachmentSnapshot) -> Row | None:
    """The row of a file: by its id at Instagram, else by its position."""
    remote_id = clean(file.remote_id)
    rows = [row for row in stored if row[6] == file.role.value]
    if file.role is AttachmentRole.CONTENT:
        for row in rows:
            if remote_id and row[1] == remote_id:
                return row
        return next((row for row in rows if row[5] == position and not (remote_id and row[1])), None)
    return next((row for row in rows if row[5] == position), None)


def _end_story(tx: Transaction, stored: list[Row], read_ms: int) -> bool:
    """The story is over: its picture goes. Whether that shows."""
    has_ended = False
    for id_, _, _, url_read_at, state, _, role, media_key in stored:
        if role == AttachmentRole.STORY.value and state != MediaState.GONE.value and read_ms > url_read_at:
            tx.write(
                "update attachment set url = '', url_read_at = ?, state = ?, media_key = '' where id = ?",
                (read_ms, MediaState.GONE.value, id_),
            )
            tx.discard_media([media_key])
            has_ended = True
    return has_ended


def _refresh(tx: Transaction, row: Row, url: str, read_ms: int) -> bool:
    """Keep a link that may still be fetched young; whether this revives a file that was gone."""
    id_, _, known_url, url_read_at, state = row[:5]
    if not known_url and state == MediaState.STORED.value:
        # A file that was sent from here now has an address too: it can be fetched should it ever be cleared away.
        tx.write("update attachment set url = ?, url_read_at = ? where id = ?", (url, read_ms, id_))
        return False
    if state in (MediaState.STORED.value, MediaState.REFUSED.value) or url == known_url or read_ms <= url_read_at:
        return False
    is_gone: bool = state == MediaState.GONE.value or not known_url
    if is_gone or read_ms - url_read_at >= REFRESH_LINK_MS:
        tx.write(
            "update attachment set url = ?, url_read_at = ?, state = ? where id = ?",
            (url, read_ms, MediaState.REMOTE.value, id_),
        )
    return is_gone
