"""A small sign and a quiet sentence beside it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.layout.margins import set_margins
from igdesk.ui.plain_text import PlainText
from igdesk.ui.theme import ThemeSource

_WORDS_AT = 24


class RemarkLine(QWidget):
    """An i, and what is good to know."""

    def __init__(self, words: str, theme_source: ThemeSource, parent: QWidget, *, icon_name: str = "info") -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._icon_name = icon_name
        self.words = PlainText(theme_source, self, scale="small", color="text.secondary", text=words)
        column = QVBoxLayout(self)
        set_margins(column, self, _WORDS_AT, 0, 0, 0)
        column.addWidget(self.words)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        size = icon_size("inline")
        x = self.width() - size if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else 0.0
        box = QRectF(x, (theme.line_height("small") - size) / 2, size, size)
        paint_icon(QPainter(self), self._icon_name, box, theme.color("text.secondary"))
