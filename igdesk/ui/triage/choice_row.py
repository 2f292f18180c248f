"""A row of a popover: a sign, words, and something at the trailing end."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.label import LabelColour
from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.paint import fill_rounded, hairline, stroke_rounded
from igdesk.ui.theme import ThemeSource

PAD, GAP = 12, 12
_CHECK, _SHAPE = 18, 11


class Rule(QWidget):
    """A line between rows."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(11)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._theme_source.current.color("line.separator")
        hairline(QPainter(self), QRectF(-6, 5, self.width() + 12, 1), line)


class ChoiceRow(PaintedButton):
    """34 high. The one that Enter takes is tinted."""

    def __init__(
        self,
        words: str,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        icon_name: str = "",
        trailing: str = "",
        colour: LabelColour | None = None,
        is_on: bool | None = None,
        is_mixed: bool = False,
    ) -> None:
        """``is_on``: a box with a tick, without one, or (None) no box; ``is_mixed``: some have it."""
        super().__init__(theme_source, parent)
        self.words, self.trailing = words, trailing
        self._icon_name, self._colour = icon_name, colour
        self._has_box, self._is_mixed = is_on is not None, is_mixed
        self.is_current = False
        if is_on is not None:
            self.setCheckable(True)
            self.setChecked(is_on)
        self.entered: Callable[[], object] = lambda: None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_current(self, is_current: bool) -> None:
        if is_current != self.is_current:
            self.is_current = is_current
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, int(self.theme.size("size.row.menu")))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered()
        super().enterEvent(event)

    def nextCheckState(self) -> None:  # noqa: N802
        """What it stands for is switched by whoever listens; it shows what is so then."""

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if self.is_current:
            fill_rounded(painter, rect, theme.size("radius.sm"), theme.color("accent.soft"))
        ink = theme.color("accent.text" if self.is_current and not self._has_box else "text.primary")
        at = float(PAD)
        if self._has_box:
            self._paint_box(painter, self._box(at, _CHECK))
            at += _CHECK + GAP
        if self._colour is not None:
            paint_label_shape(painter, self._box(at, _SHAPE), theme, self._colour)
            at += _SHAPE + 8
        if self._icon_name:
            size = icon_size("menu")
            color = ink if self.is_current else theme.color("text.secondary")
            direction = self.layoutDirection()
            paint_icon(painter, self._icon_name, self._box(at, size), color, layout_direction=direction)
            at += size + GAP
        self._write(painter, rect, at)

    def _write(self, painter: QPainter, rect: QRectF, at: float) -> None:
        theme, is_rtl = self.theme, self.isRightToLeft()
        small, font = theme.font("small", tabular=True), theme.font("body", text=self.words)
        end = QFontMetricsF(small).horizontalAdvance(self.trailing) if self.trailing else 0.0
        leading = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        trailing = Qt.AlignmentFlag.AlignLeft if is_rtl else Qt.AlignmentFlag.AlignRight
        vertical = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | Qt.TextFlag.TextSingleLine
        room = rect.adjusted(PAD + end + 8, 0, -at, 0) if is_rtl else rect.adjusted(at, 0, -PAD - end - 8, 0)
        painter.setFont(font)
        ink = "accent.text" if self.is_current and not self._has_box else "text.primary"
        painter.setPen(theme.color(ink))
        words = QFontMetricsF(font).elidedText(self.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, leading | vertical, words)
        painter.setFont(small)
        painter.setPen(theme.color("text.secondary"))
        painter.drawText(rect.adjusted(PAD, 0, -PAD, 0), trailing | vertical, self.trailing)

    def _box(self, at: float, side: float) -> QRectF:
        x = self.width() - at - side if self.isRightToLeft() else at
        return QRectF(x, (self.height() - side) / 2, side, side)

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        theme = self.theme
        if self.isChecked() or self._is_mixed:
            fill_rounded(painter, box, theme.size("radius.xs"), theme.color("accent.base"))
            sign = "check" if self.isChecked() else "minus"
            paint_icon(painter, sign, box.adjusted(2, 2, -2, -2), theme.color("accent.on"), size_key="inline")
        else:
            stroke_rounded(painter, box, theme.size("radius.xs"), theme.color("line.control"), 1.5)
