"""The strip over the reply field while a reply can still be undone."""

import math
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.announce import announce
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

_GAP = 8
_ICON_CENTRE = 20
_TEXT_AT = 41
_PAD_X = 9
_BUTTON_PAD, _BUTTON_HEIGHT, _KEY_GAP = 9, 28, 7
TICK_MS = 1000


class UndoButton(PaintedButton):
    """ "Undo" with its key, on a dark ground."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("composerUndoSend")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        word, key = self._words()
        width = QFontMetricsF(self._font(600)).horizontalAdvance(word)
        width += _KEY_GAP + QFontMetricsF(self._font(400)).horizontalAdvance(key)
        return QSize(math.ceil(width) + 2 * _BUTTON_PAD, _BUTTON_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        ink = theme.color("text.onTooltip")
        if self.underMouse() or self.isDown():
            ground = QColor(ink)
            ground.setAlphaF(0.24 if self.isDown() else 0.14)
            fill_rounded(painter, rect, self.radius(), ground)
        edge = QColor(ink)
        edge.setAlphaF(0.4)
        stroke_rounded(painter, rect, self.radius(), edge)
        word, key = self._words()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        inner = rect.adjusted(_BUTTON_PAD, 0, -_BUTTON_PAD, 0)
        painter.setPen(ink)
        for words, weight, at_end in ((word, 600, is_rtl), (key, 400, not is_rtl)):
            painter.setFont(self._font(weight))
            side = (right if at_end else left) | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
            painter.drawText(inner, side, words)

    def _words(self) -> tuple[str, str]:
        return say("action.undo"), say("composer.undo.key")

    def _font(self, weight: int) -> QFont:
        return self.theme.font("body" if weight == 600 else "small", weight=weight)


class UndoStrip(QWidget):
    """Counts down on Instagram's clock, once a second and only while it is on the screen."""

    undone = Signal()

    def __init__(
        self, theme_source: ThemeSource, server_now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._server_now = server_now
        self._until: datetime | None = None
        self._words = PlainText(theme_source, self, color="text.onTooltip", max_lines=1, tabular=True)
        self._button = UndoButton(theme_source, self)
        self._button.clicked.connect(self.undone)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._count)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_source.changed.connect(self.update)
        self.hide()

    @property
    def is_counting(self) -> bool:
        return self._until is not None

    @property
    def text(self) -> str:
        return self._words.text()

    def count_to(self, until: datetime | None) -> None:
        """Count to the moment a reply leaves; None: there is nothing to undo."""
        is_new = until is not None and self._until is None
        self._until = until
        self.setVisible(until is not None)
        if until is None:
            self._tick.stop()
            return
        self._count()
        self._tick.start()
        if is_new:
            announce(self, self._button.accessibleName())

    def sizeHint(self) -> QSize:
        least = int(self._theme_source.current.size("size.composer.strip"))
        return QSize(200, max(least, self._theme_source.current.line_height("body") + 2 * _GAP) + 6 + _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0, 0, 0, -_GAP)
        fill_rounded(painter, rect, theme.size("radius.send"), theme.color("bg.tooltip"))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        centre = rect.right() - _ICON_CENTRE if is_rtl else rect.left() + _ICON_CENTRE
        box = QRectF(centre - 10, rect.center().y() - 10, 20, 20)
        paint_icon(painter, "clock", box, theme.color("text.onTooltip"), size_key="menu")

    def _count(self) -> None:
        assert self._until is not None
        left_s = max(math.ceil((self._until - self._server_now()).total_seconds() - 0.05), 0)
        self._words.set_text(say("strip.undo_send", n=left_s))
        self._button.setAccessibleName(say("composer.undo.name", n=left_s))
        self._arrange()

    def _arrange(self) -> None:
        height = self.height() - _GAP
        size = self._button.sizeHint()
        self._place(self._button, self.width() - _PAD_X - size.width(), (height - size.height()) // 2, size)
        room = QSize(max(self.width() - _TEXT_AT - size.width() - 2 * _PAD_X, 40), height)
        self._place(self._words, _TEXT_AT, 0, room)

    def _place(self, child: QWidget, x: int, y: int, size: QSize) -> None:
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        child.setGeometry(self.width() - x - size.width() if is_rtl else x, y, size.width(), size.height())
