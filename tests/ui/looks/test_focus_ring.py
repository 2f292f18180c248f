"""The ring of the focus is never cut off by the edge of what its control is in."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.theme import ThemeSource


def focused(button: TextButton) -> QRect:
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    ring = button._ring
    assert isinstance(ring, FocusRing)
    assert ring.isVisible()
    host = ring.parentWidget()
    assert host.rect().contains(ring.geometry()), "it is whole"
    return QRect(ring.mapTo(button.window(), QPoint(0, 0)), ring.size())


def test_it_lies_where_there_is_room(qtbot: QtBot) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    narrow = QWidget(window)
    column = QVBoxLayout(narrow)
    column.setContentsMargins(0, 0, 0, 0)
    button = TextButton("Press", source, narrow)
    column.addWidget(button)
    narrow.setGeometry(100, 100, 120, button.sizeHint().height())
    window.show()
    around = focused(button)
    assert around == QRect(button.mapTo(window, QPoint(0, 0)), button.size()).adjusted(-4, -4, 4, 4)
    narrow.move(140, 60)
    ring = button._ring
    assert ring is not None
    assert ring.mapTo(window, QPoint(0, 0)) == button.mapTo(window, QPoint(-4, -4)), "it follows"
    QApplication.sendEvent(button, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert not ring.isVisible()


def test_a_link_has_it_at_its_edge(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    button = TextButton("Connect an account", ThemeSource(), window, kind=ButtonKind.LINK)
    button.move(40, 300 - button.sizeHint().height())
    window.show()
    assert focused(button) == button.geometry()


def test_it_goes_with_its_control(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = TextButton("Press", ThemeSource(), window)
    assert len(window.findChildren(FocusRing)) == 1
    button.deleteLater()
    for _ in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChildren(FocusRing) == []
