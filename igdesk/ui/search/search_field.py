"""A field in which one types what is looked for, with a magnifying glass before the words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from igdesk.ui.controls import TextField
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.theme import ThemeSource

_BEFORE_WORDS, _AFTER_WORDS = 34, 9


class SearchField(TextField):
    """In a popover over a list."""

    def __init__(self, prompt: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(prompt, theme_source, parent)
        self._source = theme_source
        self.setPlaceholderText(prompt)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        before, after = (_AFTER_WORDS, _BEFORE_WORDS) if is_rtl else (_BEFORE_WORDS, _AFTER_WORDS)
        self.setTextMargins(before, 0, after, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = icon_size("menu")
        x = self.width() - 10 - size if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 10
        ink = self._source.current.color("text.secondary")
        paint_icon(QPainter(self), "search", QRectF(x, (self.height() - size) / 2, size, size), ink, size_key="menu")
