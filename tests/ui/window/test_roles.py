"""What a popover is to a screen reader, and that a row of a menu can be chosen by one."""

from typing import Any

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from igdesk.ui.accessible_role import install_roles

Role = QAccessible.Role


@pytest.fixture(autouse=True)
def roles(qapp: QApplication) -> None:
    install_roles()


def opened(studio: Any, command: str, name: str) -> QWidget:
    studio.window.open_conversation(studio.talks["mara"])
    getattr(studio.window.triage, command)()
    found = studio.window.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def test_labels_are_a_dialog_with_boxes(studio: Any) -> None:
    popup = opened(studio, "choose_labels", "labelPopup")
    assert (interface(popup).role(), interface(popup).text(QAccessible.Text.Name)) == (Role.Dialog, "Labels")
    item = popup.findChild(QWidget, "labelItem")
    assert item is None or interface(item).role() is Role.CheckBox


def test_snoozing_is_a_menu_whose_items_can_be_pressed(studio: Any, qtbot: Any) -> None:
    popup = opened(studio, "choose_snooze", "snoozePopup")
    assert interface(popup).role() is Role.PopupMenu
    item = interface(popup.findChild(QWidget, "snooze.tomorrow"))
    assert item.role() is Role.MenuItem
    assert item.text(QAccessible.Text.Name).startswith("Tomorrow, ")
    actions = item.actionInterface()
    assert QAccessibleActionInterface.pressAction() in actions.actionNames()
    actions.doAction(QAccessibleActionInterface.pressAction())
    qtbot.waitUntil(lambda: studio.window.findChild(QWidget, "snoozePopup") is None)
    row = studio.archive.inbox.by_ids([studio.talks["mara"]])[0]
    assert row.wakes_at is not None


@pytest.mark.qt_log_ignore("does not support")
def test_a_choice_is_named_by_its_row_and_can_be_opened(qtbot: Any) -> None:
    """Qt names it by what is chosen, on Linux: three boxes of one page would be "Never"."""
    box = QComboBox()
    box.addItems(["Enter", "Ctrl+Enter"])
    box.setAccessibleName("Send with")
    qtbot.addWidget(box)
    box.show()
    choice = interface(box)
    assert (choice.role(), choice.text(QAccessible.Text.Name)) == (Role.ComboBox, "Send with")
    assert choice.text(QAccessible.Text.Value) == "Enter"
    items = choice.child(0)
    assert (choice.childCount(), choice.indexOfChild(items), items.childCount()) == (1, 0, 2)
    assert items.child(1).text(QAccessible.Text.Name) == "Ctrl+Enter"
    press = QAccessibleActionInterface.pressAction()
    choice.actionInterface().doAction(press)
    assert box.view().isVisible()
    assert choice.state().expanded
    choice.actionInterface().doAction(press)
    assert not box.view().isVisible()
