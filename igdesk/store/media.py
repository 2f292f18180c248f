"""Pictures, voice messages and files of the archive: rows in the database, bytes in the media folder."""

import errno
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState, kind_of_mime
from igdesk.domain.ids import AccountId, AttachmentId, ConversationId, MessageId, ParticipantId
from igdesk.store.database import Database, Transaction
from igdesk.store.errors import ArchiveError, DiskFull
from igdesk.store.media_files import MediaFiles
from igdesk.store.message_rows import ATTACHMENT_COLUMNS, attachment_of
from igdesk.store.moments import to_ms
from igdesk.store.rows import ids_json
from igdesk.store.sniff import FileRefusedError, Sniffed, sniff


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was judged and written, and that no row refers to yet."""

    media_key: str
    sniffed: Sniffed
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AttachmentSource:
    """Where an attachment came from: what a fetch, or a fresh link, needs to know."""

    attachment: Attachment
    message_id: MessageId
    message_remote_id: str
    conversation_id: ConversationId
    account_id: AccountId


@dataclass(frozen=True, slots=True)
class MissingPicture:
    """A profile picture that is not on this computer, or not the one of the newest profile."""

    participant_id: ParticipantId
    account_id: AccountId
    igsid: str
    url: str


class Media:
    """Rows are used on the Qt thread. ``keep_file``, ``read``, ``missing_files`` and ``sweep_files`` touch files only:
    any thread."""

    def __init__(self, database: Database, folder: Path, clock: Callable[[], datetime]) -> None:
        self._db = database
        self._files = MediaFiles(folder, database.key)
        self._clock = clock
        self.shown: set[str] = set()
        """Keys of the files that were read since somebody emptied it; filled in any thread."""
        database.on_media_discarded = self.delete_files

    # Files: any thread.

    def keep_file(self, data: bytes) -> KeptFile:
        """Judge and write a file. FileRefusedError if it may not be kept, DiskFull if there is no room."""
        sniffed = sniff(data)
        return KeptFile(self.stage(data), sniffed, len(data))

    def stage(self, data: bytes) -> str:
        """Keep a file that was judged already, for sending; its key. DiskFull if there is no room."""
        try:
            return self._files.write(data)
        except OSError as error:
            if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
                raise DiskFull from error
            raise

    def read(self, media_key: str) -> bytes | None:
        """The bytes of a stored file, or None."""
        data = self._files.read(media_key) if media_key else None
        if data is not None:
            self.shown.add(media_key)
        return data

    def missing_files(self, used: frozenset[str]) -> frozenset[str]:
        """Keys whose file somebody deleted; none where the whole folder is away, for it may come back."""
        return self._files.missing(used)

    def sweep_files(self, used: frozenset[str]) -> int:
        """Delete files of earlier runs that nothing refers to. ``used`` comes from ``used_keys``."""
        return self._files.sweep(used)

    # Attachments.

    def attachment(self, attachment_id: AttachmentId) -> Attachment | None:
        row = self._db.row(f"select {ATTACHMENT_COLUMNS} from attachment where id = ?", (attachment_id,))  # noqa: S608
        return attachment_of(row) if row else None

    def source(self, attachment_id: AttachmentId) -> AttachmentSource | None:
        """The attachment with its message and account; None when it is gone, e.g. unsent meanwhile."""
        columns = ", ".join(f"a.{name.strip()}" for name in ATTACHMENT_COLUMNS.split(","))
        row = self._db.row(
            f"select {columns}, m.id, m.remote_id, c.id, c.account_id from attachment a"  # noqa: S608
            " join message m on m.id = a.message_id join conversation c on c.id = m.conversation_id where a.id = ?",
            (attachment_id,),
        )
        if row is None:
            return None
        return AttachmentSource(attachment_of(row[:-4]), row[-4], row[-3] or "", row[-2], row[-1])

    def store(self, attachment_id: AttachmentId, data: bytes) -> MediaState:
        """Judge, write and attach in one go: for small files; large ones go through ``keep_file`` in a thread."""
        try:
            kept = self.keep_file(data)
        except FileRefusedError:
            self.set_state(attachment_id, MediaState.REFUSED)
            return MediaState.REFUSED
        return self.attach(attachment_id, kept)

    def attach(self, attachment_id: AttachmentId, kept: KeptFile) -> MediaState:
        """Make a kept file the content of an attachment. If that was unsent meanwhile, the file goes again."""
        with self._db.transaction() as tx:
            row = tx.row("select message_id, media_key, kind from attachment where id = ?", (attachment_id,))
            if row is not None:
                sniffed = kept.sniffed
                kind = row[2]
                if kind == AttachmentKind.UNKNOWN.value:
                    kind = kind_of_mime(sniffed.mime_type).value
                tx.write(
                    "update attachment set state = ?, media_key = ?, kind = ?, size_bytes = ?, real_type = ?,"
                    " duration_ms = coalesce(?, duration_ms), is_animated = ?,"
                    " width_px = coalesce(?, width_px), height_px = coalesce(?, height_px) where id = ?",
                    (
                        MediaState.STORED.value,
                        kept.media_key,
                        kind,
                        kept.size_bytes,
                        sniffed.mime_type,
                        sniffed.duration_ms,
                        int(sniffed.is_animated),
                        sniffed.width_px,
                        sniffed.height_px,
                        attachment_id,
                    ),
                )
                tx.discard_media([row[1]])
                tx.write(
                    "insert or replace into media_file (media_key, size_bytes, shown_at) values (?, ?, ?)",
                    (kept.media_key, kept.size_bytes, to_ms(self._clock())),
                )
                _touch(tx, row[0])
        if row is None:
            self._files.delete([kept.media_key])
            return MediaState.GONE
        return MediaState.STORED

    def set_sound(self, attachment_id: AttachmentId, waveform: bytes, duration_ms: int) -> None:
        """Remember what a voice message looks like, and how long it is."""
        with self._db.transaction() as tx:
            row = tx.row("select message_id, waveform, duration_ms from attachment where id = ?", (attachment_id,))
            if row is not None and row[1:] != (waveform, duration_ms):
                tx.write(
                    "update attachment set waveform = ?, duration_ms = ? where id = ?",
                    (waveform, duration_ms or row[2], attachment_id),
                )
                _touch(tx, row[0])

    def set_state(self, attachment_id: AttachmentId, state: MediaState) -> None:
        """Note that a file is gone or refused, or may be fetched again."""
        with self._db.transaction() as tx:
            row = tx.row("select message_id, state from attachment where id = ?", (attachment_id,))
            if row is not None and row[1] != state.value:
                tx.write("update attachment set state = ? where id = ?", (state.value, attachment_id))
                _touch(tx, row[0])

    def refuse(self, media_key: str) -> None:
        """A file that is here turned out to be none that can be shown: what shows it says so instead."""
        with self._db.transaction() as tx:
            for row in tx.rows(
                "select id, message_id from attachment where media_key <> '' and media_key = ? and state = 'stored'"
                " and kind in ('image', 'unknown')",
                (media_key,),
            ):
                tx.write("update attachment set state = ? where id = ?", (MediaState.REFUSED.value, row[0]))
                _touch(tx, row[1])

    def update_url(self, attachment_id: AttachmentId, url: str, *, read_at: datetime) -> None:
        """Put a fresh link in place of one that ran out; a file that seemed gone may be fetched again."""
        with self._db.transaction() as tx:
            row = tx.row("select message_id, url, state from attachment where id = ?", (attachment_id,))
            if row is None or not url or row[1] == url:
                return
            state = MediaState.REMOTE.value if row[2] == MediaState.GONE.value else row[2]
            tx.write(
                "update attachment set url = ?, url_read_at = ?, state = ? where id = ?",
                (url, to_ms(read_at), state, attachment_id),
            )
            _touch(tx, row[0])

    def missing(self, attachment_ids: Iterable[AttachmentId]) -> list[Attachment]:
        """Those that could be fetched: not stored, with a link."""
        rows = self._db.rows(
            f"select {ATTACHMENT_COLUMNS} from attachment"  # noqa: S608
            " where id in (select value from json_each(?)) and state = 'remote' and url <> '' order by id",
            (ids_json(attachment_ids),),
        )
        return [attachment_of(row) for row in rows]

    # Profile pictures.

    def missing_pictures(self, conversation_ids: Iterable[ConversationId]) -> list[MissingPicture]:
        """Pictures to fetch for these conversations, each person once."""
        rows = self._db.rows(
            "select distinct p.id, p.account_id, p.igsid, p.picture_url from conversation c"
            " join participant p on p.id = c.participant_id"
            " where c.id in (select value from json_each(?)) and p.picture_url <> ''"
            " and (p.picture_key = '' or p.picture_stored_at is null or p.picture_stored_at < p.profile_fetched_at)",
            (ids_json(conversation_ids),),
        )
        return [MissingPicture(*row) for row in rows]

    def store_picture(self, participant_id: ParticipantId, data: bytes) -> bool:
        """Keep a profile picture; whether it is another one than before. FileRefusedError if it is no picture."""
        if not sniff(data).mime_type.startswith("image/"):
            raise FileRefusedError("not a picture")
        row = self._db.row("select picture_key from participant where id = ?", (participant_id,))
        if row is None:
            return False
        former: str = row[0]
        is_same = bool(former) and self.read(former) == data
        media_key = former if is_same else self.keep_file(data).media_key
        with self._db.transaction() as tx:
            tx.write(
                "update participant set picture_key = ?, picture_stored_at = ? where id = ?",
                (media_key, to_ms(self._clock()), participant_id),
            )
            if not is_same:
                tx.discard_media([former])
                for conversation in tx.rows("select id from conversation where participant_id = ?", (participant_id,)):
                    tx.conversation(conversation[0])
        return not is_same

    # Clearing away.

    def delete_files(self, media_keys: Sequence[str]) -> None:
        """Delete files whose last use was dropped; what cannot be deleted now is tried again at the next start."""
        gone = self._files.delete(media_keys)
        if not gone:
            return
        # The change that dropped them is committed and told of; that this note stays is no reason to fail.
        with suppress(ArchiveError), self._db.transaction() as tx:
            tx.write(
                "delete from discarded_media where media_key in (select value from json_each(?))", (ids_json(gone),)
            )

    def delete_discarded(self) -> None:
        """Finish what an earlier run could not delete."""
        rows = self._db.rows("select media_key from discarded_media")
        self.delete_files([row[0] for row in rows if row[0] not in self._db.spared_media])

    def give_up_files(self, media_keys: Iterable[str]) -> None:
        """Delete files of messages that may be fetched again."""
        self.forget_files(media_keys, are_there=True)

    def forget_files(self, media_keys: Iterable[str], *, are_there: bool = False) -> None:
        """Files that are gone count as not fetched: what shows them asks for them again."""
        media_keys = list(media_keys)
        keys = ids_json(media_keys)
        with self._db.transaction() as tx:
            if are_there:
                tx.discard_media(media_keys)
            elif tx.row("select 1 from media_file where media_key in (select value from json_each(?))", (keys,)):
                tx.write("delete from media_file where media_key in (select value from json_each(?))", (keys,))
            for row in tx.rows(
                "select id, message_id from attachment where media_key <> ''"
                " and media_key in (select value from json_each(?))",
                (keys,),
            ):
                tx.write(
                    "update attachment set state = ?, media_key = '' where id = ?", (MediaState.REMOTE.value, row[0])
                )
                _touch(tx, row[1])
            for row in tx.rows(
                "select p.id, c.id from participant p left join conversation c on c.participant_id = p.id"
                " where p.picture_key <> '' and p.picture_key in (select value from json_each(?))",
                (keys,),
            ):
                tx.write("update participant set picture_key = '' where id = ?", (row[0],))
                if row[1] is not None:
                    tx.conversation(row[1])

    def used_keys(self) -> frozenset[str]:
        """Keys of all files that rows refer to, or that may be wanted back."""
        rows = self._db.rows(
            "select media_key from attachment where media_key <> ''"
            " union select picture_key from participant where picture_key <> ''"
            " union select media_key from draft_file where media_key <> ''"
        )
        return frozenset(row[0] for row in rows) | self._db.spared_media


def _touch(tx: Transaction, message_id: MessageId) -> None:
    """A file shows in its message, and in those that quote it."""
    tx.updated(message_id)
    for row in tx.rows(
        "select q.id from message m join message q on q.conversation_id = m.conversation_id"
        " and q.quoted_remote_id = m.remote_id where m.id = ? and m.remote_id is not null",
        (message_id,),
    ):
        tx.updated(row[0])
