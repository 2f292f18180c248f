"""A line or paragraph of words in a font and colour of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from igdesk.ui.texts import unmarked
from igdesk.ui.theme import ThemeSource

_LEAST_WIDTH = 24
LTR = Qt.LayoutDirection.LeftToRight


class Label(QLabel):
    """Always plain text; follows the theme. To a screen reader it is static text named as written."""

    def __init__(
        self,
        text: str,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        scale: str = "body",
        color: str = "text.primary",
        weight: int | None = None,
        tabular: bool = False,
        may_shrink: bool = False,
    ) -> None:
        """``may_shrink``: where there is no room, the words end with an ellipsis."""
        super().__init__(parent)
        self._theme_source = theme_source
        self._scale, self._color, self._weight, self._tabular = scale, color, weight, tabular
        self._may_shrink = may_shrink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # also inside the viewport of a list
        self.set_text(text)
        theme_source.changed.connect(self._dress)

    def set_style(self, *, color: str | None = None, weight: int | None = None) -> None:
        """Another colour token or weight."""
        self._color, self._weight = color or self._color, weight
        self._dress()

    def set_text(self, text: str) -> None:
        """Other words, also as the accessible name."""
        self.setText(text)
        self.setAccessibleName(unmarked(text))
        self._dress()

    def minimumSizeHint(self) -> QSize:
        usual = super().minimumSizeHint()
        return QSize(min(_LEAST_WIDTH, usual.width()), usual.height()) if self._may_shrink else usual

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._may_shrink or self.wordWrap() or self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        side = Qt.AlignmentFlag.AlignLeft if self.layoutDirection() is LTR else Qt.AlignmentFlag.AlignRight
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)

    def _dress(self) -> None:
        theme = self._theme_source.current
        self.setFont(theme.font(self._scale, weight=self._weight, tabular=self._tabular, text=self.text()))
        palette = QPalette(theme.palette())
        palette.setColor(QPalette.ColorRole.WindowText, theme.color(self._color))
        self.setPalette(palette)
