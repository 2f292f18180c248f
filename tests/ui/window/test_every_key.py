"""Every key of every command in every focus: it acts where it may, and text stays text."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.ui.commands.command import Command, Place
from igdesk.ui.commands.keys import is_letter, parts_of
from igdesk.ui.commands.registry import Commands
from igdesk.ui.shortcuts import Shortcuts

HELD = {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Shift": Qt.KeyboardModifier.ShiftModifier,
        "Alt": Qt.KeyboardModifier.AltModifier, "Meta": Qt.KeyboardModifier.MetaModifier}  # fmt: skip


def press(target: QWidget, key: str) -> None:
    held, last = parts_of(key)
    modifiers = Qt.KeyboardModifier.NoModifier
    for name in held:
        modifiers |= HELD[name]
    code = QKeySequence(last, QKeySequence.SequenceFormat.PortableText)[0].key()  # type: ignore[index]
    QTest.keyClick(target, code, modifiers)


class Heard:
    """The commands of the window, noting what ran instead of doing it."""

    def __init__(self, window: Any) -> None:
        self.ran: list[str] = []
        self.commands = Commands(window.archive.settings)
        self.texts: list[str] = []
        for command in window.registry.all():
            run = None if command.run is None else self._noter(command.id)
            self.commands.add(
                Command(command.id, run, command.keys, command.mac_keys, command.group, command.place,
                        is_fixed=command.is_fixed, words=command.words)
            )  # fmt: skip
        window.shortcuts.deleteLater()
        for shortcut in window.shortcuts._made.values():
            shortcut.setEnabled(False)
        self.shortcuts = Shortcuts(window, self.commands, lambda: True)

    def _noter(self, name: str) -> Callable[[], None]:
        return lambda: self.ran.append(name)


@pytest.fixture
def heard(studio: Any) -> Heard:
    studio.window.open_conversation(studio.talks["mara"])
    return Heard(studio.window)


def places(window: Any) -> dict[str, QWidget]:
    return {
        "list": window.list_pane.list,
        "timeline": window.conversation.timeline.view,
        "composer": window.conversation.composer.field,
        "rail": window.rail.findChild(QWidget, "railInbox"),
    }


def test_every_key_in_every_focus(studio: Any, heard: Heard) -> None:
    window = studio.window
    field = window.conversation.composer.field
    for place, target in places(window).items():
        target.setFocus()
        assert QApplication.focusWidget() is target, place
        for key, commands in heard.commands.bound().items():
            if any(command.is_fixed for command in commands):
                continue
            before = field.toPlainText()
            if key == "Ctrl+Z" and place == "composer":
                continue  # the field has text to undo
            heard.ran.clear()
            press(target, key)
            if place == "composer" and is_letter(key):
                assert heard.ran == [], f"{key} in {place}"
                assert field.toPlainText() != before, f"{key} in {place} was no text"
            else:
                assert heard.ran == [commands[0].id], f"{key} in {place}"
                assert field.toPlainText() == before, f"{key} in {place} changed the text"


def test_an_input_method_has_every_key_while_it_composes(studio: Any, heard: Heard) -> None:
    field = studio.window.conversation.composer.field
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("にほ", []))
    for key in heard.commands.bound():
        press(field, key)
    assert heard.ran == []
    QApplication.sendEvent(field, QInputMethodEvent("", []))
    press(field, "F5")
    assert heard.ran == ["check_now"]


def test_letters_of_another_layout(studio: Any, heard: Heard) -> None:
    window = studio.window
    window.list_pane.list.setFocus()

    def type_russian(scan_code: int, key: int, text: str, modifiers: Qt.KeyboardModifier) -> None:
        QApplication.sendEvent(
            window.windowHandle(), QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)
        )

    plain, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    type_russian(44, 0x41E, "о", plain)
    assert heard.ran == ["next_conversation"]
    window.conversation.composer.field.setFocus()
    type_russian(44, 0x41E, "о", plain)
    assert heard.ran == ["next_conversation"]
    assert window.conversation.composer.text == "о"
    type_russian(31, 0x428, "", control)  # Ctrl+I
    assert heard.ran == ["next_conversation", "details"]


def test_letters_switched_off(studio: Any, heard: Heard) -> None:
    window = studio.window
    heard.commands.use_letters(False)
    window.list_pane.list.setFocus()
    for key, commands in heard.commands.bound().items():
        assert not is_letter(key)
        assert commands
    press(window.list_pane.list, "J")
    assert heard.ran == []
    press(window.list_pane.list, "Alt+Down")
    assert heard.ran == ["next_conversation"]


def test_rebound_keys_act_at_once(studio: Any, heard: Heard) -> None:
    field = studio.window.conversation.composer.field
    heard.commands.rebind("check_now", ["Ctrl+K"])
    field.replace_text("keep")
    field.setFocus()
    press(field, "Ctrl+K")
    press(field, "F5")
    assert heard.ran == ["check_now"]
    assert field.toPlainText() == "keep"


def test_no_two_commands_share_a_key_in_one_place(studio: Any) -> None:
    registry = studio.window.registry
    for command in registry.all():
        for key in registry.keys(command):
            clash = registry.clash(command, key)
            assert command.is_fixed or clash is None or clash.command is None, (command.id, key, clash)


def test_every_command_has_words(studio: Any) -> None:
    for command in studio.window.registry.all():
        assert command.title
        assert command.short_title if command.words is None else True
        assert isinstance(command.place, Place)
