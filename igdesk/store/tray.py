"""The files that wait in the composer of a conversation: they are a part of its draft."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.ids import ConversationId
from igdesk.domain.reply import StagedFile
from igdesk.domain.sendable_files import sent_name
from igdesk.domain.text import clean
from igdesk.store.database import Database, Row, Transaction


@dataclass(frozen=True, slots=True)
class TrayFile:
    """A file that was picked. Without a ``media_key`` it stays out of the reply, for the reason in ``problem``."""

    id: int
    media_key: str
    kind: AttachmentKind
    mime_type: str
    name: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    note: str = ""
    """The format it was turned into, e.g. ``JPEG``."""
    problem: str = ""
    """End of a text id ``tray.*`` with what it is about, e.g. ``too_large:25``."""

    @property
    def is_sendable(self) -> bool:
        return bool(self.media_key) and not self.problem

    @property
    def staged(self) -> StagedFile:
        return StagedFile(
            self.media_key,
            self.kind,
            self.mime_type,
            sent_name(self.name, self.mime_type),
            self.size_bytes,
            self.width_px,
            self.height_px,
            self.duration_ms,
        )


class Lifted(NamedTuple):
    """A file that was taken out of the tray, and how many stood before it."""

    place: int
    file: TrayFile


_COLUMNS = "id, media_key, kind, mime_type, name, size_bytes, width_px, height_px, duration_ms, note, problem"


class Tray:
    """Used on the Qt thread; the files themselves are written by ``staging`` before they come here."""

    def __init__(self, database: Database, discard: Callable[[list[str]], None]) -> None:
        self._database = database
        self._discard = discard

    def files(self, conversation_id: ConversationId) -> list[TrayFile]:
        """In their order."""
        rows = self._database.rows(
            f"select {_COLUMNS} from draft_file where conversation_id = ? order by position, id",  # noqa: S608
            (conversation_id,),
        )
        return [_file_of(row) for row in rows]

    def add(self, conversation_id: ConversationId, file: TrayFile) -> bool:
        """Put a file at the end. If the conversation is gone meanwhile, so is the file: False."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from conversation where id = ?", (conversation_id,)) is not None:
                _insert(tx, conversation_id, file)
                tx.conversation(conversation_id)
                return True
        if file.media_key:
            self._discard([file.media_key])
        return False

    def remove(self, file_id: int) -> None:
        self._remove("id = ?", file_id)

    def clear(self, conversation_id: ConversationId) -> None:
        """Remove what is left, e.g. what could not be sent."""
        self._remove("conversation_id = ?", conversation_id)

    def lift(self, conversation_id: ConversationId, file_ids: Iterable[int]) -> "tuple[Lifted, ...]":
        """Take files out so that they can be put back; what is not put back is deleted when the next run tidies up."""
        wanted = frozenset(file_ids)
        lifted = tuple(
            Lifted(place, file) for place, file in enumerate(self.files(conversation_id)) if file.id in wanted
        )
        if lifted:
            with self._database.transaction() as tx:
                for each in lifted:
                    tx.write("delete from draft_file where id = ?", (each.file.id,))
                    if each.file.media_key:
                        # noted only: the file itself stays until then
                        key = (each.file.media_key,)
                        tx.write("insert or ignore into discarded_media (media_key) values (?)", key)
                tx.conversation(conversation_id)
        return lifted

    def put_back(self, conversation_id: ConversationId, lifted: "Iterable[Lifted]") -> None:
        """Files that were lifted come back to their places."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from conversation where id = ?", (conversation_id,)) is None:
                return
            order = [file.id for file in self.files(conversation_id)]
            for place, file in lifted:
                if file.media_key:
                    key = (file.media_key,)
                    if tx.row("select 1 from discarded_media where media_key = ?", key) is None:
                        continue
                    tx.write("delete from discarded_media where media_key = ?", key)
                order.insert(place, _insert(tx, conversation_id, file))
            for position, file_id in enumerate(order):
                tx.write("update draft_file set position = ? where id = ?", (position, file_id))
            tx.conversation(conversation_id)

    def arrange(self, conversation_id: ConversationId, file_ids: Iterable[int]) -> None:
        """Put the files into another order."""
        with self._database.transaction() as tx:
            for position, file_id in enumerate(file_ids):
                tx.write(
                    "update draft_file set position = ? where id = ? and conversation_id = ?",
                    (position, file_id, conversation_id),
                )
            tx.conversation(conversation_id)

    def _remove(self, condition: str, value: int) -> None:
        with self._database.transaction() as tx:
            rows = tx.rows(f"select media_key, conversation_id from draft_file where {condition}", (value,))  # noqa: S608
            if not rows:
                return
            tx.discard_media(row[0] for row in rows)
            tx.write(f"delete from draft_file where {condition}", (value,))  # noqa: S608
            tx.conversation(ConversationId(rows[0][1]))


def put_in_tray(tx: Transaction, conversation_id: ConversationId, file: StagedFile) -> None:
    """A file that was queued becomes a part of the draft again."""
    found = TrayFile(
        0,
        file.media_key,
        file.kind,
        file.mime_type,
        file.name,
        file.size_bytes,
        file.width_px,
        file.height_px,
        file.duration_ms,
    )
    _insert(tx, conversation_id, found)


def _insert(tx: Transaction, conversation_id: ConversationId, file: TrayFile) -> int:
    return tx.insert(
        "insert into draft_file (conversation_id, position, media_key, kind, mime_type, name, size_bytes, width_px,"
        " height_px, duration_ms, note, problem) values (?, (select coalesce(max(position), -1) + 1 from draft_file"
        " where conversation_id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            conversation_id,
            conversation_id,
            file.media_key,
            file.kind.value,
            file.mime_type,
            clean(file.name),
            file.size_bytes,
            file.width_px,
            file.height_px,
            file.duration_ms,
            file.note,
            file.problem,
        ),
    )


def _file_of(row: Row) -> TrayFile:
    return TrayFile(
        id=row[0],
        media_key=row[1],
        kind=AttachmentKind(row[2]),
        mime_type=row[3],
        name=row[4],
        size_bytes=row[5],
        width_px=row[6],
        height_px=row[7],
        duration_ms=row[8],
        note=row[9],
        problem=row[10],
    )
