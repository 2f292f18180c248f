"""What "Details…" tells of a message."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.ids import AttachmentId
from igdesk.domain.message_kinds import Delivery
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.message_details import MessageDetails, detail_lines
from igdesk.ui.timeline.message_menu import menu_actions

Build = Callable[..., Any]


def plain(text: str) -> str:
    """Without the marks around names, and with ordinary spaces."""
    return (
        "".join(sign for sign in text if sign not in "\u2066\u2068\u2069").replace("\u00a0", " ").replace("\u202f", " ")
    )


def test_a_message_of_the_customer(stage: Build, message: Any) -> None:
    photo = Attachment(
        AttachmentId(1), AttachmentKind.IMAGE, "image/jpeg", "", "", 412_300, 1080, 1350, MediaState.STORED, "key"
    )
    one = message("Look", attachments=(photo,), is_edited=True)
    scene = stage([one])
    who, when, edited, file, number = map(plain, detail_lines(one, scene.model.scene))
    assert who == "Written by Mara Lindqvist"
    assert when.startswith("Tue 17 November 2026")
    assert edited == "Edited after it was sent"
    assert file == "Photo · JPEG · 1080 × 1350 · 412 kB · on this computer"
    assert number == f"Id at Instagram: {one.remote_id}"


def test_an_own_one_that_failed_tells_the_code_beside_the_words(stage: Build, message: Any) -> None:
    one = message(
        "Sorry", own=True, delivery=Delivery.FAILED, failure="unreachable", failure_code="551", remote_id=None
    )
    lines = [plain(line) for line in detail_lines(one, stage([one]).model.scene)]
    assert lines[0] == "Written by you"
    assert lines[2].startswith("State: Not sent")
    assert lines[-1] == "Instagram’s code: 551"


def test_a_long_id_is_shown_by_its_ends_and_copied_whole(stage: Build, message: Any) -> None:
    one = message("Hi", remote_id="aWdf" + "x" * 160 + "mOQm")
    scene = stage([one]).model.scene
    assert plain(detail_lines(one, scene, is_short=True)[-1]) == "Id at Instagram: aWdfxxxxxxxx…xxxxxxxxmOQm"
    assert one.remote_id in detail_lines(one, scene)[-1]


def test_it_opens_from_the_menu_copies_and_closes(stage: Build, message: Any, qtbot: QtBot) -> None:
    one = message("Hello")
    scene = stage([one])
    words = {row_words: action for _icon, row_words, action in menu_actions(one)}
    assert words["Details…"] == Action(Do.DETAILS, one.id)
    scene.view.act(words["Details…"])
    dialog = scene.pane.window().findChild(MessageDetails)
    assert dialog is not None and dialog.isVisible()
    assert dialog.accessibleName() == "About this message"
    dialog.findChild(QPushButton, "messageDetailsCopy").click()
    assert one.remote_id in QApplication.clipboard().text()
    dialog.findChild(QPushButton, "messageDetailsClose").click()
    qtbot.waitUntil(lambda: scene.pane.window().findChild(MessageDetails) is None)
