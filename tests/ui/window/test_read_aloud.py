"""What somebody hears who listens to the window: rows of menus, of what was found, of lists, and buttons that open."""

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from igdesk.ui import announce as announce_module
from igdesk.ui.accessible_role import install_roles, set_opens, set_role
from igdesk.ui.controls import TextButton
from igdesk.ui.plain_text import PlainText

Key, Role, Name = Qt.Key, QAccessible.Role, QAccessible.Text.Name
SHOW_MENU = QAccessibleActionInterface.showMenuAction()


class Listener:
    """Stands for QAccessible where igdesk speaks."""

    Event = QAccessible.Event
    AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    def __init__(self) -> None:
        self.said: list[str] = []

    def isActive(self) -> bool:
        return True

    def updateAccessibility(self, event: QAccessibleEvent) -> None:
        thing = event.object()
        if isinstance(event, QAccessibleAnnouncementEvent):
            self.said.append(event.message())
        elif event.child() >= 0:
            self.said.append(interface(thing).child(event.child()).text(Name))  # type: ignore[arg-type]
        else:
            self.said.append(thing.accessibleName())  # type: ignore[attr-defined]

    def last(self) -> str:
        return self.said[-1] if self.said else ""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Listener:
    listener = Listener()
    monkeypatch.setattr(announce_module, "QAccessible", listener)
    return listener


@pytest.fixture(autouse=True)
def roles(qapp: QApplication) -> None:
    install_roles()


def interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def named(studio: Any, name: str) -> Any:
    found = studio.window.findChild(QWidget, name)
    assert found is not None, name
    return found


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def test_a_role_given_late_counts_where_somebody_listens(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    button = QPushButton("Tomorrow")
    assert interface(button).role() is Role.Button
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    set_role(button, Role.MenuItem)
    assert interface(button).role() is Role.MenuItem
    set_role(button, Role.PageTab)
    assert interface(button).role() is Role.PageTab
    button.setCheckable(True)
    button.setChecked(True)
    assert interface(button).state().selected, "a tab that is chosen"


def test_a_button_says_that_it_opens_something(studio: Any) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    for name in ("listFilterButton", "headerLabels", "headerSnooze", "headerMore", "composerSaved", "composerEmoji"):
        button = interface(named(studio, name))
        assert (button.role(), button.state().hasPopup) == (Role.Button, True), name
        assert SHOW_MENU in button.actionInterface().actionNames(), name
    assert not interface(named(studio, "headerFind")).state().hasPopup


def test_the_menu_of_a_button_besides_what_it_does(qtbot: Any) -> None:
    asked: list[str] = []
    button = QPushButton("Send")
    qtbot.addWidget(button)
    button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    button.customContextMenuRequested.connect(lambda _at: asked.append("menu"))
    button.clicked.connect(lambda: asked.append("send"))
    set_opens(button, aside=True)
    button.show()
    interface(button).actionInterface().doAction(SHOW_MENU)
    assert asked == ["menu"]


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_an_open_menu_is_part_of_the_window_and_its_rows_are_called_by_their_words(studio: Any) -> None:
    window = studio.window
    whole = interface(window)
    window.list_pane.list.setFocus()
    press(Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    last = whole.childCount() - 1
    shown = whole.child(last)
    assert (shown.role(), shown.text(Name)) == (Role.PopupMenu, interface_name(studio))
    assert whole.indexOfChild(shown) == last
    assert shown.child(0).text(Name) == "Mark as done", "without the key"
    assert menu.activeAction() is menu.actions()[0], "opened by key it begins on its first row"
    menu.close()
    assert whole.child(whole.childCount() - 1).role() is not Role.PopupMenu


def interface_name(studio: Any) -> str:
    row = studio.archive.inbox.by_ids([studio.window.list_pane.model.id_at(0)])[0]
    return str(row.participant.display_name)


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_shift_f10_opens_the_menu_of_what_has_the_focus(studio: Any) -> None:
    window = studio.window
    for place in (window.list_pane.list, window.conversation.timeline.view):
        window.open_conversation(studio.talks["mara"])
        place.setFocus()
        window.shortcuts.trigger("Shift+F10")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), place
        menu.close()


def test_rows_of_snoozing_are_told_as_one_goes(studio: Any, heard: Listener, qtbot: Any) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    studio.window.triage.choose_snooze()
    qtbot.waitUntil(lambda: heard.last().startswith("In one hour"))
    press(Key.Key_Down)
    assert heard.last().startswith("This evening")
    rows = named(studio, "snoozePopup")._rows
    assert [interface(row).state().focused for row in rows[:2]] == [False, True]


def test_labels_are_told_with_their_ticks(studio: Any, heard: Listener) -> None:
    for name in ("Wholesale", "VIP"):
        studio.archive.triage.labels.make(name)
    studio.window.open_conversation(studio.talks["mara"])
    studio.window.triage.choose_labels()
    press(Key.Key_Down)
    assert heard.last().startswith("VIP, ") and heard.last().endswith(", not ticked")
    press(Key.Key_Return)
    assert heard.last().endswith(", ticked") and not heard.last().endswith("not ticked")


def test_what_was_found_is_told_row_by_row(studio: Any, heard: Listener, qtbot: Any) -> None:
    studio.window.registry.run("find")
    palette = named(studio, "palette")
    qtbot.waitUntil(lambda: palette.list.current is not None)
    press(Key.Key_Down)
    assert heard.last() == palette.list.current.spoken


def test_a_list_that_gets_the_focus_tells_its_row(studio: Any, heard: Listener, qtbot: Any) -> None:
    conversations = studio.window.list_pane.list
    named(studio, "listFilterButton").setFocus()
    heard.said.clear()
    conversations.setFocus()
    wanted = conversations.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    qtbot.waitUntil(lambda: heard.last() == wanted)


def test_a_row_marked_by_a_screen_reader_is_opened(studio: Any) -> None:
    window = studio.window
    conversations = window.list_pane.list
    target = conversations.model().index(2, 0)
    conversations.clearSelection()
    conversations.selectionModel().select(target, QItemSelectionModel.SelectionFlag.Select)
    shown = window.conversation.conversation
    assert shown is not None
    assert shown.id == window.list_pane.model.id_at(2)
    assert conversations.currentIndex() == target


def test_undo_is_told(studio: Any, heard: Listener) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    studio.window.triage.done()
    studio.window.undoing.undo()
    assert "Undone" in heard.said


def test_what_gets_the_focus_in_the_end_is_told_last(studio: Any, heard: Listener, qtbot: Any) -> None:
    """A pane passes the focus on; Qt names the pane after the list in it."""
    studio.window.open_conversation(studio.talks["mara"])
    named(studio, "listFilterButton").setFocus()
    heard.said.clear()
    studio.window.conversation.timeline.setFocus()
    qtbot.waitUntil(lambda: "Messages" in heard.said)


def test_marks_of_direction_are_for_the_eye_alone(studio: Any, heard: Listener) -> None:
    """A name inside a sentence is kept apart from it on the screen; who listens or looks for the words has no use
    for that, nor do tests from outside.
    """
    theme_source, window = studio.window.theme_source, studio.window
    words = "Remind me when \u2068Noah\u2069 writes"
    button = TextButton(words, theme_source, window)
    line = PlainText(theme_source, window, text=words)
    strip = QWidget(window)
    set_role(strip, Role.AlertMessage)
    strip.setAccessibleName(words)
    for thing in (button, line, strip):
        assert interface(thing).text(Name) == "Remind me when Noah writes"
    line.set_text("Nobody")
    assert interface(line).text(Name) == "Nobody"
    announce_module.announce(window, words)
    assert heard.last() == "Remind me when Noah writes"


def test_how_many_are_picked_is_told(studio: Any, heard: Listener) -> None:
    conversations = studio.window.list_pane.list
    conversations.setFocus()
    press(Key.Key_Space)
    press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "1 selected" in heard.said
    assert "2 selected" in heard.said
    studio.window.list_pane.search.setFocus()
    press(Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "listBulkClose", "before the list, where it stands"
    conversations.picking.clear()
    assert heard.last() == "0 selected"


def test_a_reaction_is_told(studio: Any, heard: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    message = window.conversation.timeline.model.rows[-1].message
    wish = studio.archive.reactions.wish
    monkeypatch.setattr(studio.engine, "react", lambda found, emoji: wish(found, emoji, window.now()), raising=False)
    window.conversation.reacting.react(message.id, "🔥")
    assert heard.last() == "fire from You (not sent yet)"
