"""The keys of the window (chapter 9 of the design), each bound to a plain function."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QTextEdit, QWidget

Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Binding:
    """One command and its keys."""

    keys: tuple[str, ...]
    run: Run
    is_letter: bool = False
    """A single letter: acts only while no text field has the focus."""


class Shortcuts(QObject):
    """Holds the shortcuts of one window. Text fields claim single letters before these see them."""

    def __init__(self, window: QWidget, bindings: tuple[Binding, ...], is_usable: Callable[[], bool]) -> None:
        """``is_usable``: whether the columns are shown; on other pages only their own keys work."""
        super().__init__(window)
        self._is_usable = is_usable
        self._made: dict[str, QShortcut] = {}
        for binding in bindings:
            for key in binding.keys:
                shortcut = QShortcut(QKeySequence(key), window)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.setAutoRepeat(binding.is_letter or "Down" in key or "Up" in key)
                shortcut.activated.connect(lambda b=binding: self._run(b))
                self._made[key] = shortcut

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._made)

    def trigger(self, key: str) -> None:
        """As if the key had been pressed."""
        self._made[key].activated.emit()

    def _run(self, binding: Binding) -> None:
        if not self._is_usable():
            return
        if binding.is_letter and is_typing():
            return
        binding.run()


def is_typing() -> bool:
    """Whether keys go into a text field now."""
    return isinstance(QApplication.focusWidget(), QTextEdit | QLineEdit | QAbstractSpinBox)
