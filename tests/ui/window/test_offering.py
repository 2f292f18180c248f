"""Quick replies and media by address, from the menu of Send; how far an upload is; what the outbox says of files."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Capability
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import QuickReply
from igdesk.domain.reply import FilesPart, HeartPart, LinksPart, StagedFile, TextPart
from igdesk.store.tray import TrayFile
from igdesk.ui.composer.link_card import LinkCard, kind_of_address
from igdesk.ui.composer.quick_replies import AnswerField, QuickRepliesEditor
from igdesk.ui.part_words import part_line

IMAGE, VIDEO = AttachmentKind.IMAGE, AttachmentKind.VIDEO


@pytest.fixture
def talk(studio: Any) -> Any:
    studio.archive.accounts.set_file_upload(studio.accounts[0], Capability.AVAILABLE)
    studio.window.open_conversation(studio.talks["mara"])
    return studio


def rows(studio: Any) -> list[str]:
    return [row.words for source in studio.window.conversation.composer.send_menu.sources for row in source()]


def answers(editor: QuickRepliesEditor) -> list[AnswerField]:
    return editor._answers


def button(widget: QWidget, name: str) -> QPushButton:
    found = widget.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_menu_offers_both_while_something_can_be_sent(talk: Any) -> None:
    assert {"Quick replies…", "Send from the web…"} <= set(rows(talk))
    talk.window.open_conversation(talk.talks["noah"])
    assert "Quick replies…" not in rows(talk)


def test_quick_replies_by_keyboard_alone(talk: Any, qtbot: QtBot) -> None:
    composer = talk.window.conversation.composer
    composer.field.insertPlainText("Which size?")
    talk.window.conversation.offering.write_quick_replies()
    editor = talk.window.findChild(QuickRepliesEditor)
    assert editor.accessibleName() == "Quick replies"
    assert not button(editor, "quickSend").isEnabled(), "an answer is missing"
    for title in ("Small", "Large", "x" * 30):
        field = next(found for found in answers(editor) if not found.text())
        qtbot.keyClicks(field, title)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [field.text() for field in answers(editor)] == ["Small", "Large", "x" * 20, ""]
    qtbot.keyClick(answers(editor)[-1], Qt.Key.Key_Return)
    expected = tuple(QuickReply(title) for title in ("Small", "Large", "x" * 20))
    assert talk.engine.parts == [(talk.talks["mara"], (TextPart("Which size?", expected),))]
    assert composer.text == "", "the words became the question"
    assert talk.archive.timeline.newest(talk.talks["mara"], 1)[0].quick_replies == expected


def test_thirteen_answers_are_the_most(talk: Any) -> None:
    talk.window.conversation.offering.write_quick_replies()
    editor = talk.window.findChild(QuickRepliesEditor)
    for _ in range(20):
        button(editor, "quickAdd").click()
    assert len(answers(editor)) == 13
    assert not button(editor, "quickAdd").isEnabled()
    editor.dismiss()


def test_a_question_too_long_for_one_message_is_not_sent(talk: Any, qtbot: QtBot) -> None:
    """failure 36"""
    talk.window.conversation.composer.field.insertPlainText("ä" * 501)
    talk.window.conversation.offering.write_quick_replies()
    editor = talk.window.findChild(QuickRepliesEditor)
    qtbot.keyClicks(answers(editor)[0], "Yes")
    assert not button(editor, "quickSend").isEnabled()
    editor.dismiss()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://x.example/a.jpg", IMAGE),
        ("https://x.example/a.JPEG?w=100", IMAGE),
        ("https://x.example/photo", IMAGE),
        ("https://x.example/a.mov#t=1", VIDEO),
        ("https://x.example/a.pdf", AttachmentKind.FILE),
        ("https://x.example/a.zip", None),
        ("https://x.example/a.heic", None),
    ],
)
def test_the_ending_says_what_an_address_leads_to(url: str, kind: AttachmentKind | None) -> None:
    assert kind_of_address(url) is kind


def test_media_by_address_where_nothing_can_be_uploaded(talk: Any, qtbot: QtBot) -> None:
    """failure 39: a public address can still be sent; the draft stays."""
    talk.archive.accounts.set_file_upload(talk.accounts[0], Capability.NOT_GRANTED)
    composer = talk.window.conversation.composer
    composer.field.insertPlainText("Here it is")
    talk.window.conversation.offering.send_link()
    card = talk.window.findChild(LinkCard)
    field = card.findChild(QWidget, "sendLinkAddress")
    qtbot.keyClicks(field, "http://x.example/a.jpg")
    assert not button(card, "sendLinkSend").isEnabled()
    assert "begins with https://" in card._problem.text()
    field.setText("https://x.example/a.zip")
    assert "does not take files of this kind" in card._problem.text()
    field.setText("https://x.example/a.jpg")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert talk.engine.parts == [(talk.talks["mara"], (LinksPart(IMAGE, ("https://x.example/a.jpg",)),))]
    assert composer.text == "Here it is" and talk.row("mara").draft == "Here it is"


def test_it_goes_to_whom_it_was_opened_for(talk: Any, qtbot: QtBot) -> None:
    """failure 44"""
    talk.window.conversation.offering.send_link()
    card = talk.window.findChild(LinkCard)
    talk.window.open_conversation(talk.talks["tomas"])
    card.sent.emit(LinksPart(VIDEO, ("https://x.example/a.mp4",)))
    assert [target for target, _ in talk.engine.parts] == [talk.talks["mara"]]


def test_how_far_an_upload_is_is_shown_and_said(talk: Any) -> None:
    key = talk.archive.media.stage(b"bytes")
    talk.archive.tray.add(talk.talks["mara"], TrayFile(0, key, IMAGE, "image/jpeg", "a.jpg", 5))
    talk.window.conversation.composer.box.send.click()
    (message,) = talk.archive.timeline.newest(talk.talks["mara"], 1)
    timeline = talk.window.conversation.timeline
    talk.engine.uploads.note(message.id, 0.4)
    assert message.id in timeline.model.scene.uploading
    assert timeline._uploads == {message.id: 0.4}
    timeline.grab()
    talk.engine.uploads.note(message.id, None)
    assert timeline._uploads == {} and not timeline.model.scene.uploading


def test_files_in_the_outbox_have_words() -> None:
    one = StagedFile("k", VIDEO, "video/mp4", "firing.mp4", 1)
    assert part_line(FilesPart((one,))) == "Video · firing.mp4"
    pictures = tuple(StagedFile(str(n), IMAGE, "image/jpeg", "a.jpg", 1) for n in range(3))
    assert part_line(FilesPart(pictures)) == "3 photos"
    assert part_line(LinksPart(IMAGE, ("https://x.example/a.jpg",))) == "Photo · https://x.example/a.jpg"
    assert part_line(TextPart("Two\nlines")) == "Two lines"
    assert part_line(HeartPart())
