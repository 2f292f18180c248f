"""F1: all shortcuts on a card over the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.commands.sheet import ShortcutSheet
from igdesk.ui.commands.sheet_lines import sheet_lines
from igdesk.ui.controls import ButtonKind, IconButton, TextButton
from igdesk.ui.focus import give_back
from igdesk.ui.label import Label
from igdesk.ui.paint import fill, fill_rounded, stroke_rounded
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

WIDTH, SIDE = 940, 24
_SCROLLS = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 400, Qt.Key.Key_PageUp: -400}


class SheetOverlay(QWidget):
    """Gone with Esc, F1 or a click beside it; made anew each time."""

    holds_keys = True
    """No key goes to the window under it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("shortcutSheet")
        self.setAccessibleName(say("command.shortcuts"))
        set_role(self, QAccessible.Role.Dialog)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        source = window.theme_source
        self._window, self._theme_source = window, source
        self._before = QApplication.focusWidget()
        self._card = QWidget(self)
        close = IconButton("x", say("banner.close"), source, self._card, key="Esc")
        close.clicked.connect(self.dismiss)
        change = TextButton(say("shortcuts.change"), source, self._card, kind=ButtonKind.PLAIN)
        change.clicked.connect(self._change)
        head = QHBoxLayout()
        head.addWidget(Label(say("command.shortcuts"), source, self._card, scale="title2"))
        head.addStretch(1)
        head.addWidget(change)
        head.addWidget(close)
        text = Label(say("shortcuts.text"), source, self._card, color="text.secondary")
        self.sheet = ShortcutSheet(source, self._card)
        self.sheet.show_lines(sheet_lines(window.registry), is_changing=False)
        self._area = QScrollArea(self._card)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setContentsMargins(0, 0, 16, 0)
        self._area.setWidget(self.sheet)
        self._area.viewport().setAutoFillBackground(False)
        self.sheet.setAutoFillBackground(False)
        OverlayScrollBar(self._area, source)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(28, 20, 28, 16)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(text)
        column.addSpacing(8)
        column.addWidget(self._area, 1)
        window.installEventFilter(self)
        source.changed.connect(self.update)
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """The focus returns to where it was."""
        self._window.removeEventFilter(self)
        give_back(self._before)
        self.hide()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.dismiss()
        elif event.key() in _SCROLLS:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[Qt.Key(event.key())])
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._card.geometry().contains(event.position().toPoint()):
            self.dismiss()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        fill(painter, self.rect(), theme.color("bg.scrim"))
        card = QRectF(self._card.geometry())
        fill_rounded(painter, card, theme.size("radius.dialog"), theme.color("bg.raised"))
        stroke_rounded(painter, card, theme.size("radius.dialog"), theme.color("line.separator"))

    def _change(self) -> None:
        self.dismiss()
        self._window.settings.open("shortcuts")

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(WIDTH, self.width() - 2 * SIDE)
        height = min(self.height() - 2 * SIDE, 720)
        self._card.setGeometry(QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height))
