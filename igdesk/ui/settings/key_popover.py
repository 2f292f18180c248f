"""Changing the keys of one command: those it has, and a new one as soon as it is pressed."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from igdesk.ui.commands.command import Command
from igdesk.ui.commands.keys import caps, latin, pressed, spoken
from igdesk.ui.commands.registry import Clash, Commands
from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.focus import pass_focus_on
from igdesk.ui.label import Label
from igdesk.ui.layout.popover import Popover
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.search.key_caps import paint_caps
from igdesk.ui.texts import isolate, left_to_right, say
from igdesk.ui.theme import ThemeSource

WIDTH = 360


class KeyField(QWidget):
    """Takes the next key that is pressed on it."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.key = ""
        self.setObjectName("shortcutKey")
        self.setAccessibleName(say("shortcuts.press"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, int(self._theme_source.current.size("size.control.field")))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event)
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, theme.size("radius.field"), theme.color("bg.sunken"))
        edge = "focus.ring" if self.hasFocus() else "line.strong"
        stroke_rounded(painter, rect, theme.size("radius.field"), theme.color(edge), 2 if self.hasFocus() else 1)
        if self.key:
            paint_caps(painter, theme, caps(self.key), 12, rect.height() / 2)
            return
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text.tertiary"))
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(12, 0, -12, 0), side, say("shortcuts.press"))

    def _take(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape and not held:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and held in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            return super().event(event)
        else:
            key = latin(event) or pressed(event)
            if key:
                self.key = key
                self.update()
                self.pressed.emit(key)
        event.accept()
        return True


class KeyPopover(Popover):
    """Everything applies at once."""

    def __init__(self, commands: Commands, command: Command, theme_source: ThemeSource, window: QWidget) -> None:
        super().__init__(theme_source, window, width=WIDTH)
        self.setObjectName("shortcutPopover")
        self.setAccessibleName(say("shortcuts.of", command=command.short_title))
        self._commands, self._command = commands, command
        self._clash: Clash | None = None
        self.column.addWidget(Label(command.short_title, theme_source, self, scale="title3"))
        self._keys = QWidget(self)
        self._lines = QHBoxLayout(self._keys)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self.column.addWidget(self._keys)
        self.field = KeyField(theme_source, self)
        self.field.pressed.connect(self._try)
        self.field.left.connect(self.dismiss)
        self.column.addWidget(self.field)
        self.note = Label("", theme_source, self, scale="small", color="danger.text")
        self.note.setObjectName("shortcutNote")
        self.note.setWordWrap(True)
        self.column.addWidget(self.note)
        self.take = TextButton(say("shortcuts.take"), theme_source, self, kind=ButtonKind.PLAIN, small=True)
        self.take.setObjectName("shortcutTake")
        self.take.clicked.connect(self._take_over)
        self.usual = TextButton(say("shortcuts.usual"), theme_source, self, kind=ButtonKind.LINK, small=True)
        self.usual.setObjectName("shortcutUsual")
        self.usual.clicked.connect(self._reset)
        ends = QHBoxLayout()
        ends.addWidget(self.take)
        ends.addStretch(1)
        ends.addWidget(self.usual)
        self.column.addLayout(ends)
        pass_focus_on(self, self.field)
        self._show()

    def _try(self, key: str) -> None:
        """Give the key to the command, unless something stands against it: then that is said."""
        self._clash = self._commands.clash(self._command, key)
        if self._clash is None:
            self._commands.rebind(self._command.id, (*self._commands.keys(self._command), key))
            self.field.key = ""
        self._show()

    def _take_over(self) -> None:
        if self._clash is not None and self._clash.command is not None:
            keys = (*self._commands.keys(self._command), self._clash.key)
            self._clash = None
            self.field.key = ""
            self._commands.take_over(self._command.id, keys)
        self._show()
        self.field.setFocus()

    def _remove(self, key: str) -> None:
        self._commands.rebind(self._command.id, [other for other in self._commands.keys(self._command) if other != key])
        self._show()
        self.field.setFocus()

    def _reset(self) -> None:
        self._commands.reset(self._command.id)
        self._clash = None
        self.field.key = ""
        self._show()
        self.field.setFocus()

    def _show(self) -> None:
        while self._lines.count():
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        keys = self._commands.keys(self._command)
        for key in keys:
            words = left_to_right(spoken(key))
            button = TextButton(words, self.theme_source, self._keys, kind=ButtonKind.PLAIN, icon_name="x", small=True)
            button.setAccessibleName(say("shortcuts.remove", key=words))
            button.setToolTip(say("shortcuts.remove", key=words))
            button.clicked.connect(lambda _checked=False, k=key: self._remove(k))
            self._lines.addWidget(button)
        self._lines.addStretch(1)
        self._keys.setVisible(bool(keys))
        self.note.set_text(self._words())
        self.note.setVisible(bool(self.note.text()))
        self.take.setVisible(self._clash is not None and _can_give(self._clash))
        self.usual.setVisible(self._commands.is_changed(self._command))
        if self.isVisible():
            self.refit()

    def _words(self) -> str:
        clash = self._clash
        if clash is None:
            return ""
        key = left_to_right(spoken(clash.key))
        if clash.command is None:
            return say("shortcuts.clash.text", key=key)
        return say("shortcuts.clash", key=key, command=isolate(clash.command.short_title))


def _can_give(clash: Clash) -> bool:
    return clash.command is not None and not clash.command.is_fixed
