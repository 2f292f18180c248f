"""The box that names a control."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.controls import IconButton
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import Tip, show_tip


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    whole = QWidget()
    qtbot.addWidget(whole)
    whole.resize(500, 300)
    whole.show()
    yield whole


def hovered(button: QWidget) -> Tip:
    middle = button.rect().center()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, middle, button.mapToGlobal(middle)))
    found = button.window().findChild(Tip, "tip")
    assert isinstance(found, Tip)
    return found


def test_it_names_a_control_and_teaches_its_key(window: QWidget) -> None:
    button = IconButton("moon", "Snooze", ThemeSource(), window, key="H")
    button.move(240, 20)
    button.show()
    tip = hovered(button)
    assert (tip.words, tip.key) == ("Snooze", "H")
    assert tip.isVisible()
    assert tip.geometry().top() > button.geometry().bottom()
    assert abs(tip.geometry().center().x() - button.geometry().center().x()) <= 1


def test_there_is_one_and_the_next_press_takes_it_away(window: QWidget) -> None:
    source = ThemeSource()
    one, two = (IconButton("moon", name, source, window) for name in ("Snooze", "Labels"))
    two.move(200, 260)
    for button in (one, two):
        button.show()
    first = hovered(one)
    assert hovered(two) is first
    assert first.words == "Labels"
    assert first.geometry().bottom() < two.geometry().top(), "no room under it"
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not first.isVisible()


def test_it_never_leaves_the_window_and_takes_no_click(window: QWidget) -> None:
    theme = ThemeSource().current
    show_tip(window, theme, "https://example.org/" + "a-very-long-address-" * 12, at=window.mapToGlobal(QPoint(495, 5)))
    tip = window.findChild(Tip, "tip")
    assert window.rect().contains(tip.geometry())
    assert tip.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    show_tip(window, theme, "")
    assert not tip.isVisible()


def test_what_it_says_of_a_place_goes_when_the_pointer_leaves_the_place(window: QWidget) -> None:
    target = QWidget(window)
    target.resize(400, 200)
    target.show()

    def move(x: int) -> None:
        here = QPointF(x, 50)
        where = QPointF(target.mapToGlobal(here))
        none = Qt.KeyboardModifier.NoModifier
        button = Qt.MouseButton.NoButton
        QApplication.sendEvent(target, QMouseEvent(QEvent.Type.MouseMove, here, where, button, button, none))

    show_tip(target, ThemeSource().current, "14:31:07", at=target.mapToGlobal(QPoint(50, 50)))
    tip = window.findChild(Tip, "tip")
    move(60)
    assert tip.isVisible()
    move(120)
    assert not tip.isVisible()
