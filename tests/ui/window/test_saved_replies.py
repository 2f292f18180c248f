"""Saved replies: written in the settings, inserted by a slash, brought and taken as a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.layout.popover import SHADOW
from igdesk.ui.saved.page import SavedRepliesPage
from igdesk.ui.texts import unmarked

Key = Qt.Key


@pytest.fixture
def page(studio: Any, qtbot: QtBot) -> Iterator[SavedRepliesPage]:
    saved = studio.archive.saved_replies
    saved.make("Opening hours", "Mon to Fri", shortcut="hours")
    saved.make("Shipping", "Hi {first name}! To {cursor}", shortcut="ship", folder="Orders")
    window = studio.window
    window.activateWindow()
    qtbot.waitUntil(lambda: window.conversation.has_talk)
    window.settings.open("saved")
    found = window.settings.place.page
    assert isinstance(found, SavedRepliesPage)
    yield found


def names(page: SavedRepliesPage) -> list[str]:
    return [reply.name for reply in page._store.all()]


def said(page: SavedRepliesPage) -> str:
    return unmarked(page._window.undoing.toast.text)


def test_what_is_typed_is_kept_by_itself(page: SavedRepliesPage, qtbot: QtBot) -> None:
    page.editor.name.setFocus()
    page.editor.name.selectAll()
    QTest.keyClicks(page.editor.name, "Hours")
    page.editor.field.edit.selectAll()
    QTest.keyClicks(page.editor.field.edit, "Tue to Sat")
    qtbot.waitUntil(lambda: page._store.all()[0].text == "Tue to Sat")
    assert names(page) == ["Hours", "Shipping"]
    assert page.editor.bubble.words.text() == "Tue to Sat"


def test_another_one_shows_with_its_fields_filled(page: SavedRepliesPage, studio: Any) -> None:
    QTest.keyClick(page.list, Key.Key_Down)
    assert page.editor.name.text() == "Shipping"
    assert page.editor.folder.text() == "Orders"
    first_name = page._sample().participant.first_name  # type: ignore[union-attr]
    assert page.editor.bubble.words.text().startswith(f"Hi {first_name}!")
    assert first_name in page.editor._seen_by.text()


def test_leaving_the_page_loses_nothing(page: SavedRepliesPage) -> None:
    page.editor.field.edit.insertPlainText("Always. ")
    page._window.settings.leave()
    assert page._store.all()[0].text == "Always. Mon to Fri"


def test_a_press_puts_a_field_in(page: SavedRepliesPage) -> None:
    chips = {chip.accessibleName(): chip for chip in page.editor.findChildren(QPushButton, "savedInsert")}
    chips["Insert first name"].click()
    assert page.editor.field.text == "{first name}Mon to Fri"


def test_a_shortcut_of_another_one_is_refused_with_words(page: SavedRepliesPage) -> None:
    page.editor.shortcut.setText("ship")
    page.editor.shortcut.editingFinished.emit()
    assert "/ship" in page.editor._problem.text()
    assert page._store.all()[0].shortcut == "hours"
    page.editor.shortcut.setText("open")
    page.editor.shortcut.editingFinished.emit()
    assert not page.editor._problem.isVisible()
    assert page._store.all()[0].shortcut == "open"


@pytest.mark.parametrize(("field", "wrong"), [("name", " "), ("shortcut", "ship")])
def test_a_wrong_name_or_shortcut_loses_no_text(page: SavedRepliesPage, field: str, wrong: str) -> None:
    getattr(page.editor, field).setText(wrong)
    page.editor.field.edit.setPlainText("Every day")
    page._window.settings.leave()
    first = page._store.all()[0]
    assert (first.name, first.shortcut, first.text) == ("Opening hours", "hours", "Every day")


def test_new_moved_deleted_and_back(page: SavedRepliesPage) -> None:
    page.findChild(QPushButton, "savedNew").click()  # type: ignore[union-attr]
    assert page.editor.name.text() == "New saved reply"
    QTest.keyClick(page.list, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(page) == ["New saved reply", "Opening hours", "Shipping"]
    page.findChild(QPushButton, "savedDelete").click()  # type: ignore[union-attr]
    assert names(page) == ["Opening hours", "Shipping"]
    assert "New saved reply" in said(page)
    page._window.undoing.toast.run()
    assert sorted(names(page)) == ["New saved reply", "Opening hours", "Shipping"]


def test_own_fields_are_offered_and_filled(page: SavedRepliesPage) -> None:
    page.fields.make()
    row = page.fields.rows[0]
    row.name.setText("bank account")
    row.name.editingFinished.emit()
    row = page.fields.rows[0]
    row.value.setText("DE12")
    row.value.editingFinished.emit()
    names_of_chips = [chip.accessibleName() for chip in page.editor.findChildren(QPushButton, "savedInsert")]
    assert "Insert bank account" in names_of_chips
    page.editor.field.edit.setPlainText("To {Bank Account}")
    assert page.editor.bubble.words.text() == "To DE12"
    row = page.fields.rows[0]
    row.name.setText("first name")
    row.name.editingFinished.emit()
    assert row.name._has_problem


def test_out_and_in_again_as_a_table(page: SavedRepliesPage, tmp_path: Path) -> None:
    table = tmp_path / "replies.csv"
    page.write(str(table))
    assert said(page) == "Saved"
    before = [(r.shortcut, r.name, r.text, r.folder) for r in page._store.all()]
    for reply in page._store.all():
        page._store.delete(reply.id)
    page.bring(str(table))
    assert [(r.shortcut, r.name, r.text, r.folder) for r in page._store.all()] == before
    assert said(page) == "2 saved replies were added."


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"\0" * 100, b"x" * 9_000_000])
def test_what_is_no_table_changes_nothing(page: SavedRepliesPage, tmp_path: Path, data: bytes) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(data)
    page.bring(str(wrong))
    assert names(page) == ["Opening hours", "Shipping"]
    assert "no table" in said(page)
    page.bring(str(tmp_path / "missing.csv"))
    assert said(page) == "That file can’t be read."


def test_a_slash_inserts_it_and_counts_the_use(page: SavedRepliesPage, studio: Any) -> None:
    page._window.settings.leave()
    row = studio.window.list_pane.model.conversation_at(0)
    studio.window.open_conversation(row.id)
    field = studio.window.conversation.composer.field
    assert studio.window.conversation.composer.saved_button.isVisible()
    QTest.keyClicks(field, "/hou")
    QTest.keyClick(field, Key.Key_Return)
    assert field.toPlainText() == "Mon to Fri"
    assert page._store.all()[0].uses == 1


def test_a_text_becomes_a_saved_reply(page: SavedRepliesPage, studio: Any) -> None:
    page._window.settings.leave()
    row = studio.window.list_pane.model.conversation_at(0)
    studio.window.open_conversation(row.id)
    QTest.keyClicks(studio.window.conversation.composer.field, "We open at ten")
    studio.window.registry.run("new_saved_reply")
    assert page._store.all()[1].text == "We open at ten"
    assert page.editor.name.text() == "We open at ten"


def test_the_popup_keeps_clear_of_the_field_in_a_low_window(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    for number in range(8):
        window.archive.saved_replies.make(f"Reply {number}", "Words")
    window.commands.change_appearance(window.appearance._replace(text_size=1.5))
    window.resize(480, 480)
    window.open_conversation(studio.talks["mara"])
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.conversation.composer.field.setFocus()
    QTest.keyClicks(window.conversation.composer.field, "/")
    popup = window.findChild(QWidget, "savedPopup").parentWidget()
    assert popup.isVisible()
    popup.layout().activate()
    card = popup.geometry().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    box = window.conversation.composer.box
    assert card.top() >= 0
    assert card.bottom() < box.mapTo(window, box.rect().topLeft()).y()
