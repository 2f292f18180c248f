"""Buttons, chips, fields: names, roles, rings."""

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.controls import ButtonKind, Chip, IconButton, TextButton, TextField
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.label import Label
from igdesk.ui.settings.controls import Toggle
from igdesk.ui.theme import ThemeSource


@pytest.fixture
def source(qapp: QApplication) -> Iterator[ThemeSource]:
    source = ThemeSource()
    yield source
    source.use(None)


@pytest.fixture
def panel(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(400, 300)
    qtbot.addWidget(widget)
    return widget


def role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def test_buttons_are_buttons_to_a_screen_reader(source: ThemeSource, panel: QWidget) -> None:
    icon = IconButton("search", "Find", source, panel, key="Ctrl+F")
    text = TextButton("Reconnect", source, panel, kind=ButtonKind.PRIMARY)
    assert role(icon) == role(text) == QAccessible.Role.Button
    assert icon.accessibleName() == "Find"
    assert icon.toolTip() == "Find (Ctrl+F)"
    assert text.accessibleName() == "Reconnect"
    assert icon.sizeHint().height() == icon.sizeHint().width() == 32
    assert text.sizeHint().height() == 32


def test_a_mac_is_told_the_keys_it_has(source: ThemeSource, panel: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert IconButton("search", "Find", source, panel, key="Ctrl+F").toolTip() == "Find (⌘F)"


def test_an_ampersand_is_no_shortcut(source: ThemeSource, panel: QWidget) -> None:
    button = TextButton("Fern & Clay", source, panel)
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Fern & Clay"


def test_chips_are_check_buttons_and_keep_their_width_when_checked(source: ThemeSource, panel: QWidget) -> None:
    chip = Chip("Unread", source, panel)
    bare = chip.sizeHint().width()
    chip.set_count("3")
    wide = chip.sizeHint().width()
    chip.setChecked(True)
    assert role(chip) == QAccessible.Role.CheckBox
    assert bare < wide == chip.sizeHint().width()


@pytest.mark.parametrize(
    ("reason", "is_shown"),
    [
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.BacktabFocusReason, True),
        (Qt.FocusReason.ShortcutFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
    ],
)
def test_the_ring_is_for_the_keyboard(
    source: ThemeSource, panel: QWidget, reason: Qt.FocusReason, is_shown: bool
) -> None:
    button = TextButton("Send", source, panel)
    button.setGeometry(50, 50, 80, 32)
    panel.show()
    ring = panel.findChild(FocusRing)
    assert ring is not None
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert ring.isVisible() is is_shown
    if is_shown:
        assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
        button.move(80, 80)
        assert ring.geometry() == button.geometry().adjusted(-4, -4, 4, 4)
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert not ring.isVisible()


def test_every_kind_and_state_can_be_painted_in_both_themes(source: ThemeSource, panel: QWidget) -> None:
    buttons = [TextButton("Check again", source, panel, kind=kind, icon_name="refresh") for kind in ButtonKind]
    for name in ("light", "dark"):
        source.use(name)
        for button in buttons:
            for state in ("rest", "down", "disabled"):
                button.setEnabled(state != "disabled")
                button.setDown(state == "down")
                assert not button.grab().isNull()


def test_a_field_shows_its_problem(source: ThemeSource, panel: QWidget) -> None:
    field = TextField("Access token", source, panel)
    field.setGeometry(0, 0, 200, 36)
    calm = field.grab().toImage()
    field.set_problem(True)
    assert field.grab().toImage() != calm
    assert field.accessibleName() == "Access token"
    assert field.height() == 36


def test_labels_never_take_markup_for_markup(source: ThemeSource, panel: QWidget) -> None:
    label = Label("<b>Mara</b>", source, panel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.accessibleName() == "<b>Mara</b>"
    assert role(label) == QAccessible.Role.StaticText


def test_a_theme_change_reaches_what_qt_paints(source: ThemeSource, panel: QWidget) -> None:
    label = Label("Inbox", source, panel)
    source.use("dark")
    assert label.palette().windowText().color() == source.current.color("text.primary")


def test_the_bridge_hands_on_until_it_is_closed(make_ui: Callable[..., object]) -> None:
    ui = make_ui()
    seen: list[object] = []
    bridge: ChangeBridge = ui.bridge  # type: ignore[attr-defined]
    bridge.changed.connect(seen.append)
    bridge.status_changed.connect(seen.append)
    change = ChangeSet(conversations=frozenset((ConversationId(1),)))
    ui.archive.publish(change)  # type: ignore[attr-defined]
    ui.engine.publish("status")  # type: ignore[attr-defined]
    bridge.close()
    ui.archive.publish(change)  # type: ignore[attr-defined]
    assert seen == [change, "status"]


def test_what_customers_wrote_is_painted_before_the_rest_follows(make_ui: Callable[..., Any], qtbot: QtBot) -> None:
    ui = make_ui()
    seen: list[tuple[str, ChangeSet]] = []
    ui.bridge.changed.connect(lambda changes: seen.append(("changed", changes)))
    ui.bridge.settled.connect(lambda changes: seen.append(("settled", changes)))
    first, second = (
        ChangeSet(conversations=frozenset((ConversationId(n),)), arrived=frozenset((MessageId(n),))) for n in (1, 2)
    )
    own = ChangeSet(conversations=frozenset((ConversationId(3),)))
    ui.archive.publish(first)
    ui.archive.publish(second)
    assert seen == [("changed", first), ("changed", second)]
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen.pop() == ("settled", first.merge(second)), "as one"
    ui.archive.publish(first)
    ui.archive.publish(own)
    assert seen[2:] == [("changed", first), ("changed", own), ("settled", first.merge(own))], "at once"
    ui.archive.publish(first)
    ui.bridge.close()
    qtbot.wait(20)
    assert seen[5:] == [("changed", first)]


def test_a_screen_reader_toggles_and_it_counts_as_a_click(qtbot: QtBot) -> None:
    """Assistive technology calls ``toggle``; what the program sets is no click, and a click is one."""
    holder = QWidget()
    qtbot.addWidget(holder)
    first, second = (Chip(word, ThemeSource(), holder) for word in ("One", "Two"))
    heard: list[tuple[str, bool]] = []
    for name, chip in (("one", first), ("two", second)):
        chip.setAutoExclusive(True)
        chip.clicked.connect(lambda on, n=name: heard.append((n, on)))
    first.setChecked(True)
    assert heard == []
    second.toggle()
    assert heard == [("two", True)]
    first.click()
    assert heard == [("two", True), ("one", True)]
    alone = Chip("Alone", ThemeSource(), None)
    qtbot.addWidget(alone)
    alone.clicked.connect(lambda on: heard.append(("alone", on)))
    alone.toggle()
    alone.toggle()
    assert heard[2:] == [("alone", True), ("alone", False)]


def test_enter_presses_a_button_and_leaves_a_box_alone(source: ThemeSource, panel: QWidget, qtbot: QtBot) -> None:
    """Space presses both. Qt leaves Enter to dialogs, and the window is none."""
    button, box = TextButton("Export", source, panel), Toggle(source, panel)
    clicked: list[str] = []
    button.clicked.connect(lambda: clicked.append("export"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(button, key)
    assert clicked == ["export"] * 3
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True)
    QApplication.sendEvent(button, held)
    assert clicked == ["export"] * 3, "a key that is held presses once"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert not box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
