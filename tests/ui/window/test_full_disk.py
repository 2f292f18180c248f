"""A disk that is full while somebody writes, and has room again later."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from igdesk.store.errors import DiskFull


def test_what_was_typed_on_a_full_disk_is_kept_once_there_is_room(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 93, failure 99: and the banner goes as it came."""
    window, inbox = studio.window, studio.archive.inbox
    mara, tomas = studio.talks["mara"], studio.talks["tomas"]

    def full(*_parts: Any) -> None:
        raise DiskFull

    window.open_conversation(mara)
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "save_draft", full)
        QTest.keyClicks(window.conversation.composer.field, "Nobody may lose this")
        window.conversation.composer.flush_draft()
        assert window.banner.accessibleName().startswith("The disk is full.")
        window.open_conversation(tomas)
        window.open_conversation(mara)
        assert window.conversation.composer.text == "Nobody may lose this", "also from here to there and back"
        window.conversation.sending._keep_again.timeout.emit()
        assert window.banner.isVisible()
    window.conversation.sending._keep_again.timeout.emit()
    assert inbox.by_id(mara).draft == "Nobody may lose this"
    assert not window.banner.accessibleName().startswith("The disk is full.") or not window.banner.isVisible()
    assert not window.conversation.sending._unkept


def test_a_reply_takes_the_draft_along_that_could_not_be_kept(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    window, inbox = studio.window, studio.archive.inbox
    mara = studio.talks["mara"]

    def full(*_parts: Any) -> None:
        raise DiskFull

    window.open_conversation(mara)
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "save_draft", full)
        QTest.keyClicks(window.conversation.composer.field, "Half")
        window.conversation.composer.flush_draft()
    QTest.keyClick(window.conversation.composer.field, Qt.Key.Key_Return)
    window.conversation.sending._keep_again.timeout.emit()
    assert inbox.by_id(mara).draft == "", "it was sent and is no draft any more"


def test_a_reply_that_could_not_be_put_back_can_be_once_there_is_room(
    studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """failure 99: the way back is not used up by an Undo that could not be written."""
    window, outbox, removing = studio.window, studio.archive.outbox, studio.archive.removing
    (waiting,) = outbox.enqueue(studio.talks["mara"], ["One"], now=studio.engine.server_now())

    def full(*_parts: Any) -> None:
        raise DiskFull

    window.commands.remove_reply(waiting)
    assert outbox.items() == []
    with monkeypatch.context() as patch:
        patch.setattr(removing, "put_back", full)
        window.undoing.undo()
        assert window.banner.accessibleName().startswith("The disk is full.")
    window.undoing.undo()
    assert [item.text for item, _ in outbox.items()] == ["One"]
    assert not window.undoing.can_undo


def test_a_reply_is_sent_although_the_disk_is_full_where_it_counts_as_read(
    studio: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """failure 99: that the conversation was read with it is said in the banner, and fails alone."""
    window = studio.window

    def full(*_parts: Any) -> None:
        raise DiskFull

    window.open_conversation(studio.talks["mara"])
    monkeypatch.setattr(studio.archive.inbox, "mark_read", full)
    QTest.keyClicks(window.conversation.composer.field, "Yes")
    assert window.conversation.composer.submit()
    assert studio.engine.sent == [(studio.talks["mara"], "Yes")]
    assert window.banner.accessibleName().startswith("The disk is full.")
