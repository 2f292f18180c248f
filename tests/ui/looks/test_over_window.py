"""What lies over the window: as large as it, with its keys, and the focus goes back to where it was."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.layout.over_window import CardOverWindow
from igdesk.ui.theme import ThemeSource


class Card(CardOverWindow):
    def __init__(self, window: QWidget) -> None:
        super().__init__(ThemeSource(), window)
        self._card = QWidget(self)
        self._card.setGeometry(100, 100, 200, 100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    field = QLineEdit(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    field.setFocus()
    return made


def test_it_covers_the_window_however_large_that_becomes(window: QWidget) -> None:
    over = Card(window)
    assert over.isHidden()
    over.cover()
    assert over.geometry() == window.rect()
    window.resize(500, 350)
    assert over.geometry() == window.rect()
    over.uncover()
    window.resize(300, 200)
    assert over.width() == 500, "what is gone follows nothing"


def test_the_focus_goes_back_to_what_had_it(window: QWidget) -> None:
    over, before = Card(window), QApplication.focusWidget()
    over.cover()
    over.setFocus()
    over.cover()  # once more, while it lies there
    over.uncover()
    assert QApplication.focusWidget() is before is not None


def test_no_shortcut_of_the_window_hears_a_key(window: QWidget) -> None:
    over = Card(window)
    over.cover()
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    assert over.event(event)
    assert event.isAccepted()
    assert over.holds_keys


def test_a_click_beside_the_card_dismisses_it_and_one_on_it_does_not(window: QWidget) -> None:
    over = Card(window)
    over.cover()
    QTest.mouseClick(over, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    assert over.isVisible()
    QTest.mouseClick(over, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert over.isHidden()
