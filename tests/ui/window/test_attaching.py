"""Files in a reply: button, paste, drag and drop, the tray, and what goes out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Capability
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import MessageKind
from igdesk.domain.reply import FilesPart, TextPart
from igdesk.ui.accessible_role import install_roles
from igdesk.ui.composer.tray import AttachmentTray
from igdesk.ui.composer.tray_card import TrayCard
from igdesk.ui.conversation.column import ConversationColumn


@pytest.fixture
def desk(studio: Any) -> Any:
    """A studio that may send files, with Mara's conversation open."""
    for account_id in studio.accounts:
        studio.archive.accounts.set_file_upload(account_id, Capability.AVAILABLE)
    studio.window.open_conversation(studio.talks["mara"])
    return studio


def column(studio: Any) -> ConversationColumn:
    found: ConversationColumn = studio.window.conversation
    return found


def tray(studio: Any) -> AttachmentTray:
    found = column(studio).composer.findChild(AttachmentTray, "composerTray")
    assert isinstance(found, AttachmentTray)
    return found


def cards(studio: Any) -> list[TrayCard]:
    return [tray(studio)._cards[file.id] for file in tray(studio).files]


def names(studio: Any) -> list[str]:
    return [file.name for file in tray(studio).files]


def picture(path: Path, colour: str = "teal") -> Path:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(colour)
    assert image.save(str(path))
    return path


def put(studio: Any, qtbot: QtBot, *paths: Path) -> None:
    """Add files and wait until they were looked at."""
    target = column(studio).conversation
    assert target is not None
    column(studio).attaching.add(target.id, paths)
    settled(studio, qtbot)


def settled(studio: Any, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(names(studio)) and all(file.id > 0 for file in tray(studio).files))


def of_files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def send_button(studio: Any) -> Any:
    return column(studio).composer.box.send


def test_files_and_text_go_out_in_their_order(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    """failure 37, failure 45"""
    put(desk, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    column(desk).composer.field.insertPlainText("Here they are")
    qtbot.keyClick(column(desk).composer.field, Qt.Key.Key_Return)
    qtbot.keyClick(column(desk).composer.field, Qt.Key.Key_Return)
    ((target, parts),) = desk.engine.parts
    assert target == desk.talks["mara"]
    album, text = parts
    assert isinstance(album, FilesPart) and [file.name for file in album.files] == ["a.png", "b.png"]
    assert text == TextPart("Here they are")
    assert not tray(desk).isVisible() and column(desk).composer.text == ""
    newest = desk.archive.timeline.newest(target, 2)
    assert [message.kind for message in newest] == [MessageKind.MEDIA, MessageKind.TEXT]


def test_files_alone_can_be_sent_and_nothing_while_they_are_looked_at(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    assert not send_button(desk).isEnabled()
    target = column(desk).conversation
    assert target is not None
    column(desk).attaching.add(target.id, [picture(tmp_path / "a.png")])
    assert not send_button(desk).isEnabled()
    qtbot.keyClick(column(desk).composer.field, Qt.Key.Key_Return)
    assert desk.engine.parts == []
    settled(desk, qtbot)
    assert send_button(desk).isEnabled()
    send_button(desk).click()
    assert len(desk.engine.parts) == 1
    assert not send_button(desk).isEnabled()


def test_a_problem_is_told_before_anything_is_sent(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    """failure 41"""
    (tmp_path / "notes.zip").write_bytes(b"PK\x03\x04")
    put(desk, qtbot, tmp_path / "notes.zip")
    (card,) = cards(desk)
    assert card.accessibleName() == "notes.zip, 4 B, Instagram does not take \u2066.zip\u2069" or (
        "Instagram does not take" in card.accessibleName()
    )
    assert "will be left out" in tray(desk)._line.text()
    assert not send_button(desk).isEnabled()
    put(desk, qtbot, picture(tmp_path / "a.png"))
    assert send_button(desk).isEnabled()
    send_button(desk).click()
    ((_, (part,)),) = desk.engine.parts
    assert [file.name for file in part.files] == ["a.png"]
    assert desk.archive.tray.files(desk.talks["mara"]) == [], "what was left out is gone too"


def test_the_tray_belongs_to_its_conversation_and_survives(
    make_studio: Callable[..., Any], desk: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    """failure 93"""
    path = picture(tmp_path / "a.png")
    put(desk, qtbot, path)
    path.unlink()
    desk.window.open_conversation(desk.talks["tomas"])
    assert not tray(desk).isVisible()
    desk.window.open_conversation(desk.talks["mara"])
    assert names(desk) == ["a.png"] and tray(desk).isVisible()
    (file,) = desk.archive.tray.files(desk.talks["mara"])
    assert desk.archive.media.read(file.media_key), "the file itself was moved away meanwhile"


def test_a_file_lands_where_it_was_added(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    """failure 44"""
    column(desk).attaching.add(desk.talks["mara"], [picture(tmp_path / "a.png")])
    desk.window.open_conversation(desk.talks["tomas"])
    qtbot.waitUntil(lambda: len(desk.archive.tray.files(desk.talks["mara"])) == 1)
    assert desk.archive.tray.files(desk.talks["tomas"]) == []


def test_a_refused_reply_keeps_its_files(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, picture(tmp_path / "a.png"))
    desk.engine.refuses = True
    column(desk).composer.field.insertPlainText("Look")
    send_button(desk).click()
    assert names(desk) == ["a.png"] and tray(desk).isVisible()
    assert column(desk).composer.text == "Look"


def test_keys_move_and_remove(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, *(picture(tmp_path / f"{name}.png") for name in "abc"))
    first = cards(desk)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is cards(desk)[1]
    qtbot.keyClick(cards(desk)[1], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert names(desk) == ["b.png", "a.png", "c.png"]
    assert [file.name for file in desk.archive.tray.files(desk.talks["mara"])] == ["b.png", "a.png", "c.png"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert names(desk) == ["a.png", "c.png"]
    assert isinstance(QApplication.focusWidget(), TrayCard)
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert QApplication.focusWidget() is column(desk).composer.field
    assert not list((desk.archive.folder / "media").rglob("*.part")) and not desk.archive.media.used_keys()


def test_what_is_removed_comes_back_to_its_place(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, *(picture(tmp_path / f"{name}.png") for name in "abc"))
    middle = cards(desk)[1]
    middle.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(middle, Qt.Key.Key_Delete)
    assert names(desk) == ["a.png", "c.png"]
    assert desk.window.undoing.toast.text == "\u2068b.png\u2069 was removed."
    desk.window.undoing.undo()
    assert names(desk) == ["a.png", "b.png", "c.png"]
    key = tray(desk).files[1].media_key
    assert desk.archive.media.read(key) is not None
    desk.archive.sweep()
    assert desk.archive.media.read(key) is not None, "it is no longer among what is to be deleted"


def test_esc_puts_the_files_away_before_it_leaves_the_reply(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    keys = [file.media_key for file in tray(desk).files]
    composer = column(desk).composer
    composer.insert("Look")
    cards(desk)[0].setFocus(Qt.FocusReason.TabFocusReason)
    desk.window.commands.escape()
    assert (names(desk), composer.text) == ([], "Look")
    assert QApplication.focusWidget() is composer.field
    desk.window.undoing.undo()
    assert names(desk) == ["a.png", "b.png"]
    composer.field.setFocus()
    desk.window.commands.escape()
    desk.window.commands.escape()
    assert QApplication.focusWidget() is column(desk).timeline.view
    desk.archive.sweep()
    assert [desk.archive.media.read(key) for key in keys] == [None, None], "deleted, if nobody wants them back"
    desk.window.undoing.undo()
    assert names(desk) == []


def test_tab_comes_to_the_files_before_the_field(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    composer = column(desk).composer
    composer.field.setFocus()
    seen = []
    for _ in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        seen.append(QApplication.focusWidget().objectName() or type(QApplication.focusWidget()).__name__)
    assert seen == ["composerAttach", "composerTrayAdd", "composerTrayRemove", "composerTrayRemove", "TrayCard"]


def test_who_listens_finds_the_files_in_their_list(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    install_roles()
    put(desk, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    files = QAccessible.queryAccessibleInterface(tray(desk))
    items = [files.child(place) for place in range(files.childCount())]
    spoken = [item.text(QAccessible.Text.Name).partition(",")[0] for item in items]
    assert spoken[:3] == ["a.png", "b.png", "Add more files"]
    assert [files.indexOfChild(item) for item in items[:2]] == [0, 1]
    assert items[1].parent().object() is tray(desk)


def test_dragging_a_card_moves_it(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    card = cards(desk)[0]
    qtbot.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.mouseMove(card, QPoint(130, 20))
    qtbot.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert names(desk) == ["b.png", "a.png"]


def test_the_cross_removes_and_names_are_read_aloud(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    put(desk, qtbot, picture(tmp_path / "a.png"))
    assert tray(desk).accessibleName() == "Files to send, 1"
    (card,) = cards(desk)
    assert card.accessibleName().startswith("a.png, PNG, ")
    (cross,) = card.findChildren(QWidget, "composerTrayRemove")
    assert cross.accessibleName() == "Remove a.png"
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not tray(desk).isVisible()


def test_pasted_files_and_pictures(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    field = column(desk).composer.field
    field.insertFromMimeData(of_files(picture(tmp_path / "a.png")))  # type: ignore[attr-defined]
    settled(desk, qtbot)
    mime = QMimeData()
    mime.setImageData(QImage(str(tmp_path / "a.png")))
    field.insertFromMimeData(mime)  # type: ignore[attr-defined]
    settled(desk, qtbot)
    assert names(desk) == ["a.png", "Pasted picture.png"]
    assert column(desk).composer.text == ""
    assert all(file.kind is AttachmentKind.IMAGE and file.is_sendable for file in tray(desk).files)


def test_pasted_text_stays_text(desk: Any) -> None:
    field = column(desk).composer.field
    for mime in (QMimeData(), QMimeData()):
        mime.setText("https://example.org/a.png")
        mime.setUrls([QUrl("https://example.org/a.png")])
        field.insertFromMimeData(mime)  # type: ignore[attr-defined]
    assert column(desk).composer.text == "https://example.org/a.png" * 2


def enter(studio: Any, mime: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(
        QPoint(50, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(column(studio).talk, event)
    return event


def dropped(mime: QMimeData) -> QDropEvent:
    return QDropEvent(
        QPointF(50, 200), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )


def test_files_are_dropped_over_messages_and_composer(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    mime = of_files(picture(tmp_path / "a.png"), picture(tmp_path / "b.png"))
    assert enter(desk, mime).isAccepted()
    overlay = column(desk).talk.findChild(QWidget, "composerDrop")
    assert overlay is not None and overlay.isVisible()
    assert overlay.accessibleName() == "Drop to add 2 photos for Mara"
    assert overlay.y() == column(desk).timeline.header.height(), "list and header still say whom it is for"
    overlay.grab()
    overlay.dropEvent(dropped(mime))  # type: ignore[attr-defined]
    assert not overlay.isVisible()
    settled(desk, qtbot)
    assert names(desk) == ["a.png", "b.png"]


def test_dragged_text_and_web_addresses_open_nothing(desk: Any) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/a.png")])
    assert not enter(desk, mime).isAccepted()


def test_where_no_file_can_be_sent_that_is_said_once_somebody_tries(studio: Any, tmp_path: Path) -> None:
    """failure 39"""
    studio.archive.accounts.set_file_upload(studio.accounts[0], Capability.NOT_GRANTED)
    studio.window.open_conversation(studio.talks["mara"])
    composer = column(studio).composer
    assert column(studio).attaching.button.isHidden()
    assert composer.strip is None
    composer.field.insertFromMimeData(of_files(picture(tmp_path / "a.png")))
    assert composer.strip is not None and composer.strip.text_id == "strip.text_only"
    assert studio.archive.tray.files(studio.talks["mara"]) == []
    studio.window.open_conversation(studio.talks["tomas"])
    studio.window.open_conversation(studio.talks["mara"])
    assert composer.strip is None
    mime = of_files(tmp_path / "a.png")
    assert enter(studio, mime).isAccepted()
    QApplication.sendEvent(column(studio).talk, dropped(mime))
    assert composer.strip is not None
    studio.archive.accounts.set_file_upload(studio.accounts[0], Capability.AVAILABLE)
    assert not column(studio).attaching.button.isHidden()


def test_the_dialog_does_not_stop_the_window(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    picture(tmp_path / "a.png")
    column(desk).attaching.choose()
    dialog = desk.window.findChild(QFileDialog)
    assert dialog is not None and dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    desk.window.open_conversation(desk.talks["tomas"])
    dialog.filesSelected.emit([str(tmp_path / "a.png")])
    dialog.reject()
    qtbot.waitUntil(lambda: len(desk.archive.tray.files(desk.talks["mara"])) == 1)
    assert desk.archive.tray.files(desk.talks["tomas"]) == []


def test_more_files_than_anybody_sends_at_once(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.zip" for n in range(40)]
    for path in paths:
        path.write_bytes(b"PK")
    put(desk, qtbot, *paths)
    qtbot.waitUntil(lambda: all(file.id > 0 for file in tray(desk).files))
    assert len(names(desk)) == 31
    assert "Too many files at once" in [card.accessibleName().rpartition(", ")[2] for card in cards(desk)]


def test_a_file_removed_while_it_is_looked_at_is_not_kept(desk: Any, qtbot: QtBot, tmp_path: Path) -> None:
    target = column(desk).conversation
    assert target is not None
    column(desk).attaching.add(target.id, [picture(tmp_path / "a.png")])
    (waiting,) = tray(desk).files
    tray(desk).remove_wanted.emit(waiting.id)
    assert not tray(desk).isVisible()
    column(desk).attaching._pool.waitForDone()
    QApplication.sendPostedEvents()
    qtbot.wait(20)
    assert names(desk) == [] and not list((desk.archive.folder / "media").rglob("??*/*"))


def test_whatever_a_file_makes_the_libraries_raise_there_is_an_answer(
    desk: Any, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: Any) -> None:
        raise ValueError

    monkeypatch.setattr("igdesk.store.picking.check_picture", broken)
    put(desk, qtbot, picture(tmp_path / "a.png"))
    (file,) = tray(desk).files
    assert file.problem == "unreadable"
    assert "Can’t be read" in cards(desk)[0].accessibleName()
