"""The keys of the window: each is bound to the commands it can mean, and never taken from text that is written."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from igdesk.ui.commands.command import Command, Place
from igdesk.ui.commands.keys import is_letter, latin, normal, pressed
from igdesk.ui.commands.registry import RESERVED, Commands


class Shortcuts(QObject):
    """Holds the shortcuts of one window, and follows the commands when their keys change."""

    def __init__(
        self,
        window: QWidget,
        commands: Commands,
        is_usable: Callable[[], bool],
        is_covered: Callable[[], bool] = lambda: False,
        is_locked: Callable[[], bool] = lambda: False,
    ) -> None:
        """``is_usable``: whether the columns are shown; elsewhere only the commands of every page work.

        ``is_covered``: whether the settings lie over them; ``is_locked``: whether all of the window is out of reach.
        """
        super().__init__(window)
        self._is_covered = is_covered
        self._is_locked = is_locked
        self.commands = commands
        self._window = window
        self._is_usable = is_usable
        self._made: dict[str, QShortcut] = {}
        self._bound: dict[str, tuple[Command, ...]] = {}
        self._is_composing = False
        self._field: QWidget | None = None
        self._handle: QObject | None = None
        commands.subscribe(self._follow)
        self._follow()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        self._follow_focus(None, QApplication.focusWidget())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._made)

    def trigger(self, key: str) -> None:
        """As if the key had been pressed."""
        self._made[normal(key)].activated.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and watched is self._handle and isinstance(event, QKeyEvent):
            return self._take_other_layout(event)
        if watched is self._field:
            if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
                self._is_composing = bool(event.preeditString())
            elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                return self._settle_override(event)
        return False

    def _follow(self) -> None:
        """Make the shortcuts that are new, drop those that are gone."""
        self._bound = self.commands.bound()
        for key in set(self._made) - set(self._bound):
            self._made.pop(key).deleteLater()
        for key, commands in self._bound.items():
            if key not in self._made:
                shortcut = self._made[key] = QShortcut(QKeySequence(key), self._window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(lambda k=key: self._run(k))
            self._made[key].setAutoRepeat(any(command.repeats for command in commands))

    def _run(self, key: str) -> bool:
        if self._is_composing or (is_letter(key) and is_typing()):
            return False
        for command in self._bound.get(key, ()):
            if self._reaches(command) and command.run is not None and command.applies():
                command.run()
                return True
        return False

    def _reaches(self, command: Command) -> bool:
        """Whether its place is on the screen."""
        if self._is_locked():
            return command.works_locked
        if command.place is Place.EVERYWHERE:
            return True
        return self._is_usable() and (command.place is Place.INSIDE or not self._is_covered())

    def _take_other_layout(self, event: QKeyEvent) -> bool:
        """A key that no shortcut knew: the Latin letter printed on it may be one, or something lies over the window."""
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
            return False
        key, focus = latin(event), QApplication.focusWidget()
        if is_on_top(focus):
            key = key or pressed(event)
            return any(command.reaches_over for command in self._bound.get(key, ())) and self._run(key)
        if key not in self._bound or (event.isAutoRepeat() and not any(c.repeats for c in self._bound[key])):
            return False
        if focus is not None:
            override = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
            override.ignore()
            QApplication.sendEvent(focus, override)
            if override.isAccepted() and (is_letter(key) or not is_typing()):
                return False  # it is text, or belongs to what lies on top
        return self._run(key)

    def _settle_override(self, event: QKeyEvent) -> bool:
        """While an input method composes, every key is its; else the field leaves the keys of commands alone."""
        if self._is_composing:
            event.accept()
            return True
        key = pressed(event)
        if key in _UNDO and self._can_undo_text():
            return False
        if key in self._bound and not is_letter(key) and key not in RESERVED:
            event.ignore()
            return True
        return False

    def _can_undo_text(self) -> bool:
        field = self._field
        if isinstance(field, QTextEdit | QPlainTextEdit):
            return field.document().isUndoAvailable()
        return not isinstance(field, QLineEdit) or field.isUndoAvailable()

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._window):
            return  # the focus moves once more while the window is taken apart
        handle = self._window.windowHandle()
        if handle is not self._handle:
            if self._handle is not None:
                self._handle.removeEventFilter(self)
            self._handle = handle
            if handle is not None:
                handle.installEventFilter(self)
        if self._field is not None and self._field is not new:
            self._field.removeEventFilter(self)
            self._field.destroyed.disconnect(self._lose_field)
            self._field = None
            self._is_composing = False
        if (
            new is not None
            and new is not self._field
            and new.window() is self._window
            and _takes_text(new)
            and not is_on_top(new)
        ):
            self._field = new
            new.installEventFilter(self)
            new.destroyed.connect(self._lose_field)

    def _lose_field(self) -> None:
        self._field = None
        self._is_composing = False


_UNDO = {normal("Ctrl+Z")}
"""A field with something to undo keeps it."""


def is_typing() -> bool:
    """Whether keys go into a text field now."""
    focus = QApplication.focusWidget()
    return focus is not None and _takes_text(focus)


def is_on_top(widget: QWidget | None) -> bool:
    """Whether a widget belongs to something that lies over the window and has all keys, such as a popover."""
    while widget is not None:
        if getattr(widget, "holds_keys", False):
            return True
        widget = widget.parentWidget()
    return False


def _takes_text(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox) or widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
