"""F1: all shortcuts on a card over the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.commands.sheet import ShortcutSheet
from igdesk.ui.commands.sheet_lines import sheet_lines
from igdesk.ui.controls import ButtonKind, IconButton, TextButton
from igdesk.ui.label import Label
from igdesk.ui.layout.over_window import CardOverWindow
from igdesk.ui.plain_text import PlainText
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

WIDTH, SIDE = 940, 24
_SCROLLS = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 400, Qt.Key.Key_PageUp: -400}


class SheetOverlay(CardOverWindow):
    """Gone with Esc, F1 or a click beside it; made anew each time."""

    def __init__(self, window: "MainWindow") -> None:
        source = window.theme_source
        super().__init__(source, window)
        self._window = window
        self._card = QWidget(self)
        self.setObjectName("shortcutSheet")
        self.setAccessibleName(say("command.shortcuts"))
        set_role(self, QAccessible.Role.Dialog)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        close = IconButton("x", say("banner.close"), source, self._card, key="Esc")
        close.clicked.connect(self.dismiss)
        change = TextButton(say("shortcuts.change"), source, self._card, kind=ButtonKind.PLAIN)
        change.clicked.connect(self._change)
        head = QHBoxLayout()
        head.addWidget(Label(say("command.shortcuts"), source, self._card, scale="title2"))
        head.addStretch(1)
        head.addWidget(change)
        head.addWidget(close)
        text = PlainText(source, self._card, color="text.secondary", text=say("shortcuts.text"))
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
        self.cover()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        super().dismiss()
        self.deleteLater()

    def fit(self) -> None:
        super().fit()
        width = min(WIDTH, self.width() - 2 * SIDE)
        height = min(self.height() - 2 * SIDE, 720)
        self._card.setGeometry(QRect((self.width() - width) // 2, (self.height() - height) // 2, width, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.dismiss()
        elif event.key() in _SCROLLS:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + _SCROLLS[Qt.Key(event.key())])
        event.accept()

    def _change(self) -> None:
        self.dismiss()
        self._window.settings.open("shortcuts")
