"""States of the gallery around files that go out: the tray, the place to drop, uploads, failures, ready answers."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication

from igdesk.domain.account import Capability
from igdesk.domain.message import QuickReply
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.reply import FilesPart, TextPart
from igdesk.sandbox.pictures import picture_png
from igdesk.ui.composer.link_card import LinkCard
from igdesk.ui.composer.quick_replies import QuickRepliesEditor
from igdesk.ui.window.main_window import MainWindow

LOOKED_AT_MS = 1500


def file_states(window: MainWindow, shoot: Callable[[str], None], moment_ms: int) -> Iterator[int]:
    """The conversation is open already; afterwards it is as it was."""
    column, archive = window.conversation, window.archive
    row = column.conversation
    assert row is not None
    archive.accounts.set_file_upload(row.account_id, Capability.AVAILABLE)
    with tempfile.TemporaryDirectory() as name:
        paths = _files(Path(name))
        yield from _drop(window, paths[:2], shoot, moment_ms)
        column.attaching.add(row.id, paths)
        yield LOOKED_AT_MS
        column.composer.field.insertPlainText("Here they are, fresh from the kiln")  # type: ignore[attr-defined]
        yield moment_ms
        shoot("tray")
    ready = [file.staged for file in archive.tray.files(row.id) if file.is_sendable]
    now = window.door.server_now()
    ids = archive.outbox.enqueue(
        row.id, (FilesPart(tuple(ready[:2])), TextPart("Which one?", (QuickReply("Moss"), QuickReply("Sand")))), now=now
    )
    archive.tray.clear(row.id)
    column.timeline.set_upload(ids[0], 0.6)
    yield moment_ms
    shoot("uploading")
    column.timeline.set_upload(ids[0], None)
    for reason in (FailureReason.TOO_LARGE, FailureReason.FORMAT, FailureReason.FETCH, FailureReason.NO_UPLOAD):
        archive.outbox.settle(ids[0], SendEvent.UPLOAD_REFUSED, failure=reason)
        yield moment_ms
        shoot(f"failed-{reason.value}")
        archive.outbox.send_again(ids[0])
    for message_id in ids:
        archive.removing.remove(message_id)
    column.composer.load_draft("Which size would you like?")
    yield from _cards(window, shoot, moment_ms)
    column.composer.load_draft("")
    archive.accounts.set_file_upload(row.account_id, Capability.NOT_GRANTED)
    column.attaching.choose()
    yield moment_ms
    shoot("text-only")
    archive.accounts.set_file_upload(row.account_id, Capability.AVAILABLE)


def _files(folder: Path) -> list[Path]:
    from PIL import Image
    from pillow_heif import register_heif_opener

    register_heif_opener()
    paths = [folder / name for name in ("moss-bowl.png", "shelf.heic", "firing.mov", "notes.zip")]
    paths[0].write_bytes(picture_png("bowl", 900, 700, 3))
    (folder / "shelf.png").write_bytes(picture_png("shelf", 900, 700, 5))
    Image.open(folder / "shelf.png").save(paths[1], "HEIF")
    with paths[2].open("wb") as film:
        film.write(b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ")
        film.truncate(31 * 1024 * 1024)
    paths[3].write_bytes(b"PK\x03\x04")
    return paths


def _drop(window: MainWindow, paths: list[Path], shoot: Callable[[str], None], moment_ms: int) -> Iterator[int]:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDragEnterEvent(
        QPoint(50, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window.conversation.talk, event)
    yield moment_ms
    shoot("drop")
    overlay = window.conversation.attaching.dropping.overlay
    if overlay is not None:
        overlay.hide()


def _cards(window: MainWindow, shoot: Callable[[str], None], moment_ms: int) -> Iterator[int]:
    window.conversation.offering.write_quick_replies()
    yield moment_ms
    shoot("quick-replies")
    editor = window.findChild(QuickRepliesEditor)
    assert isinstance(editor, QuickRepliesEditor)
    editor.dismiss()
    window.conversation.offering.send_link()
    yield moment_ms
    shoot("link")
    card = window.findChild(LinkCard)
    assert isinstance(card, LinkCard)
    card.dismiss()
