"""A way to choose, as a card with an icon, two lines and the ring of a radio button."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

_PAD, _BOX, _RING = 14, 40, 18


class OptionCard(QRadioButton):
    """A radio button to keyboard and screen reader; the arrow keys move between those of one parent."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        text: str,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        pill: str = "",
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._words = (title, text, pill)
        self._theme_source = theme_source
        self.setAccessibleName(name or title)
        self.setAccessibleDescription(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._ring = FocusRing(self, theme_source, lambda: theme_source.current.size("radius.card"))
        theme_source.changed.connect(self.update)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(490, self.heightForWidth(490))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._theme_source.current.line_height("message") + self._text_height(width) - 2
        return max(int(lines) + 32, _BOX + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _BOX + 2 * _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius, is_on = theme.size("radius.card"), self.isChecked()
        over = "bg.hover" if self.underMouse() else "bg.raised"
        fill_rounded(painter, rect, radius, theme.color("accent.soft" if is_on else over))
        edge = theme.color("accent.base" if is_on else "line.control")
        stroke_rounded(painter, rect, radius, edge, 2 if is_on else 1)
        box = self._at(_PAD, (rect.height() - _BOX) / 2, _BOX, _BOX)
        is_raised = is_on or self.underMouse()
        fill_rounded(painter, box, theme.size("radius.control"), theme.color("bg.raised" if is_raised else "bg.sunken"))
        ink = theme.color("accent.text" if is_on else "text.secondary")
        paint_icon(painter, self._icon_name, box, ink, size_key="toolbar")
        self._paint_words(painter)
        ring = self._at(rect.width() - _PAD - 2 - _RING, (rect.height() - _RING) / 2, _RING, _RING)
        if is_on:
            fill_rounded(painter, ring, _RING / 2, theme.color("accent.base"))
            fill_rounded(painter, ring.adjusted(5, 5, -5, -5), 4, theme.color("accent.on"))
        else:
            stroke_rounded(painter, ring, _RING / 2, theme.color("line.strong"))

    def _paint_words(self, painter: QPainter) -> None:
        theme, (title, text, pill) = self._theme_source.current, self._words
        first, second = theme.line_height("message"), self._text_height(self.width())
        top = (self.height() - first - second + 2) / 2
        left = _PAD + _BOX + _PAD
        width = self.width() - left - _PAD - _RING - 12
        side = Qt.AlignmentFlag.AlignRight if self._is_rtl else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        font = theme.font("message", weight=600, text=title)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("text.primary"))
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(self._at(left, top, width, first), flags, shown)
        if pill:
            small = theme.font("micro", weight=600, text=pill)
            at = left + metrics.horizontalAdvance(shown) + 16
            painter.setFont(small)
            painter.setPen(theme.color("success.text"))
            painter.drawText(self._at(at, top, max(width - at + left, 0), first), flags, pill)
        font = theme.font("body", text=text)
        painter.setFont(font)
        painter.setPen(theme.color("text.secondary"))
        wrapped = flags | Qt.TextFlag.TextWordWrap
        painter.drawText(self._at(left, top + first - 2, width, second), wrapped, text)

    def _text_height(self, width: float) -> float:
        """Of the second line, which becomes more than one where there is no room."""
        theme, text = self._theme_source.current, self._words[1]
        room = QRectF(0, 0, width - _PAD * 3 - _BOX - _RING - 12, 10_000)
        needed = (
            QFontMetricsF(theme.font("body", text=text)).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        )
        return max(needed, theme.line_height("body"))

    def _at(self, x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(self.width() - x - width if self._is_rtl else x, y, width, height)

    @property
    def _is_rtl(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft
