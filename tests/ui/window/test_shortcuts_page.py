"""All shortcuts on a sheet and in the settings: shown, changed, taken over, switched off."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.ui.commands.command import Group
from igdesk.ui.commands.sheet_lines import sheet_lines
from igdesk.ui.commands.sheet_overlay import SheetOverlay

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(studio: Any) -> Any:
    studio.window.settings.open("shortcuts")
    return studio.window.settings.place.page


def change(studio: Any, page: Any, command_id: str) -> Any:
    """The popover of one command, opened as the person would."""
    if page.sheet.row_of(command_id) is None or not page._is_changing:
        page.change.click()
    page.sheet.row_of(command_id).click()
    popover = studio.window.findChild(QWidget, "shortcutPopover")
    assert popover.isVisible()
    assert popover.field.hasFocus()
    return popover


def test_lines_stand_by_heading_and_families_share_one(studio: Any) -> None:
    groups = dict(sheet_lines(studio.window.registry))
    assert list(groups)[:2] == [Group.MOVE, Group.CONVERSATION]
    titles = {line.title: line.keys for line in groups[Group.MOVE]}
    assert titles["Account 1…9"] == (("Alt", "1…9"),)
    assert titles["Inbox, Waiting, Snoozed, Done"] == (("Ctrl", "1…4"),)
    assert ("J",) in titles["Next conversation"]
    single = dict(sheet_lines(studio.window.registry, is_changing=True))
    assert "Inbox" in [line.title for line in single[Group.MOVE]]
    assert "Leave the field" not in [line.title for lines in single.values() for line in lines]


def test_f1_shows_the_sheet_and_esc_closes_it(studio: Any) -> None:
    window = studio.window
    assert window.shortcuts
    window.list_pane.list.setFocus()
    QTest.keyClick(window.list_pane.list, Qt.Key.Key_F1)
    sheet = window.findChild(SheetOverlay)
    assert sheet.isVisible()
    assert sheet.hasFocus()
    view = window.list_pane.view
    QTest.keyClick(sheet, Qt.Key.Key_2, CONTROL)
    assert window.list_pane.view is view
    assert len(sheet.sheet.rows) > 30
    assert all(row.accessibleName() for row in sheet.sheet.rows)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert window.list_pane.list.hasFocus()


def test_a_new_key_applies_at_once(studio: Any, page: Any) -> None:
    registry = studio.window.registry
    popover = change(studio, page, "check_now")
    QTest.keyClick(popover.field, Qt.Key.Key_B, CONTROL)
    assert registry.keys(registry.get("check_now")) == ("F5", "Ctrl+B")
    assert page.sheet.row_of("check_now").line.is_changed
    QTest.keyClick(popover.field, Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_B, CONTROL)
    assert ("check_now", ()) in studio.engine.asked
    assert studio.archive.settings.get("shortcuts.keys") == '{"check_now": ["F5", "Ctrl+B"]}'
    page.usual.click()
    assert registry.keys(registry.get("check_now")) == ("F5",)


def test_a_clash_is_said_while_typing_and_can_be_taken_over(studio: Any, page: Any) -> None:
    registry = studio.window.registry
    popover = change(studio, page, "check_now")
    QTest.keyClick(popover.field, Qt.Key.Key_J, CONTROL)
    assert "Next unread" in popover.note.text()
    assert popover.take.isVisible()
    assert registry.keys(registry.get("check_now")) == ("F5",)
    popover.take.click()
    assert registry.keys(registry.get("check_now")) == ("F5", "Ctrl+J")
    assert registry.keys(registry.get("next_unread")) == ("N",)
    assert registry.clashes() == []


def test_keys_of_text_are_refused_with_the_reason(studio: Any, page: Any) -> None:
    registry = studio.window.registry
    popover = change(studio, page, "check_now")
    QTest.keyClick(popover.field, Qt.Key.Key_C, CONTROL)
    assert "writing" in popover.note.text()
    assert not popover.take.isVisible()
    assert registry.keys(registry.get("check_now")) == ("F5",)


def test_a_key_can_be_removed(studio: Any, page: Any) -> None:
    registry = studio.window.registry
    popover = change(studio, page, "check_now")
    button = next(b for b in popover.findChildren(QWidget) if b.accessibleName().startswith("Remove"))
    button.click()
    assert registry.keys(registry.get("check_now")) == ()
    assert page.sheet.row_of("check_now").line.spoken == "Check for new messages, No key"
    popover.usual.click()
    assert registry.keys(registry.get("check_now")) == ("F5",)


def test_single_letters_off(studio: Any, page: Any) -> None:
    toggle = next(child for child in page.findChildren(QWidget) if child.accessibleName() == "Single letters")
    toggle.click()
    assert not studio.window.registry.has_letters
    assert page.sheet.row_of("next_conversation").line.keys[0] == ("Alt", "↓")
    studio.window.settings.leave()
    studio.window.open_conversation(studio.talks["mara"], focus_composer=False)
    studio.window.list_pane.list.setFocus()
    before = studio.window.conversation.conversation.id
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    assert studio.window.conversation.conversation.id == before


def test_the_button_over_the_list_teaches_the_key_of_now(studio: Any) -> None:
    window = studio.window
    assert window.list_pane.search._key in ("", "Ctrl K")
    assert window.shortcuts
    assert window.list_pane.search._key == "Ctrl K"
    window.registry.rebind("find", ["F8"])
    assert window.list_pane.search._key == "F8"
