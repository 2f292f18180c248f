"""What else the Send button can do: right click, a long press or Alt+Down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from igdesk.ui.composer.send_button import SendButton
from igdesk.ui.icons import icon
from igdesk.ui.menu import add_row, make_menu
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

LONG_PRESS_MS = 500


@dataclass(frozen=True, slots=True)
class SendRow:
    """One more way to send."""

    icon_name: str
    words: str
    run: Callable[[], object]
    key: str = ""
    is_possible: bool = True


class SendMenu(QObject):
    """Asks its sources for rows when it opens. ``sources`` may be added to by anybody who knows another way."""

    def __init__(self, button: SendButton, theme_source: ThemeSource) -> None:
        super().__init__(button)
        self._button = button
        self._theme_source = theme_source
        self.sources: list[Callable[[], Sequence[SendRow]]] = []
        self._press = QTimer(self, singleShot=True, interval=LONG_PRESS_MS)
        self._press.timeout.connect(self.open)
        button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QContextMenuEvent):
            self.open()
            return True
        if isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton:
            if kind == QEvent.Type.MouseButtonPress:
                self._press.start()
            elif kind == QEvent.Type.MouseButtonRelease:
                self._press.stop()
        if isinstance(event, QKeyEvent) and kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() == Qt.Key.Key_Down and held == Qt.KeyboardModifier.AltModifier:
                event.accept()  # elsewhere it is the next conversation
                if kind == QEvent.Type.KeyPress:
                    self.open()
                return True
        return False

    def open(self) -> None:
        """Show the rows there are now."""
        rows = [row for source in self.sources for row in source()]
        if not any(row.is_possible for row in rows):
            return
        self._press.stop()
        self._button.setDown(False)
        theme = self._theme_source.current
        menu = make_menu(theme, self._button)
        menu.setObjectName("sendMenu")
        menu.setAccessibleName(say("composer.send"))
        for row in rows:
            sign = icon(row.icon_name, theme.color("text.secondary"))
            add_row(menu, row.words, row.run, sign, key=row.key).setEnabled(row.is_possible)
        menu.setActiveAction(next(action for action in menu.actions() if action.isEnabled()))
        corner = self._button.mapToGlobal(QPoint(0, 0))
        size = menu.sizeHint()
        is_rtl = self._button.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = corner.x() if is_rtl else corner.x() + self._button.width() - size.width()
        menu.popup(QPoint(x, corner.y() - size.height() - 6))
