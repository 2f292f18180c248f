"""A part of the details: a line over it, a heading, and what belongs to it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import hairline
from igdesk.ui.plain_text import PlainText
from igdesk.ui.theme import ThemeSource

SIDE, TOP, BOTTOM = 20, 14, 12


class Section(QWidget):
    """``head`` takes what stands at the trailing end of the heading, ``column`` the content."""

    def __init__(self, heading: str, theme_source: ThemeSource, parent: QWidget, *, sign: str = "") -> None:
        """``sign``: an icon at the end of the heading."""
        super().__init__(parent)
        self.theme_source = theme_source
        self._sign = sign
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SIDE, TOP, SIDE, BOTTOM)
        self.column.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.addWidget(
            PlainText(theme_source, self, scale="small", color="text.secondary", weight=600, text=heading), 1
        )
        self.column.addLayout(self.head)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme_source.current, QPainter(self)
        hairline(painter, QRectF(0, 0, self.width(), 1), theme.color("line.separator"))
        if self._sign:
            size = icon_size("meta")
            is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            x = SIDE if is_rtl else self.width() - SIDE - size
            place = QRectF(x, TOP + 2, size, size)
            paint_icon(painter, self._sign, place, theme.color("text.tertiary"))
