"""The field over the list: a button that opens the palette, with the first letter if one is typed on it."""

import sys

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.ui.controls import PaintedButton
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

PAD, GAP = 11, 7
USUAL_KEY = "⌘K" if sys.platform == "darwin" else "Ctrl K"
"""Shown from the first moment; the keys that a person chose are read later."""


class SearchButton(PaintedButton):
    """Looks like a field."""

    wanted = Signal(str)
    """With what was typed on it."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._key = USUAL_KEY
        self.setObjectName("listSearch")
        self.setAccessibleName(say("list.search"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.wanted.emit(""))

    def set_key(self, key: str) -> None:
        """The key to teach; empty where there is none."""
        if key != self._key:
            self._key = key
            self.update()

    def radius(self) -> float:
        return self.theme.size("radius.field")

    def sizeHint(self) -> QSize:
        return QSize(200, int(self.theme.size("size.list.search")))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit("")
        elif text.isprintable() and text.strip() and not held:
            self.wanted.emit(text)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        fill_rounded(painter, rect, self.radius(), theme.color("bg.hover" if self.underMouse() else "bg.sunken"))
        side = icon_size("menu")
        sign = QRectF(PAD, (rect.height() - side) / 2, side, side)
        font, small = theme.font("body"), theme.font("micro", weight=500)
        key_width = QFontMetricsF(small).horizontalAdvance(self._key) + 12 if self._key else 0
        left = PAD + side + GAP
        room = rect.width() - left - key_width - PAD - (6 if self._key else 0)
        words = say("list.search.words")
        if QFontMetricsF(font).horizontalAdvance(words) > room:
            words = say("list.search.short")
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, max(room, 1))
        text = QRectF(left, 0, room, rect.height())
        box = QRectF(rect.width() - 9 - key_width, rect.center().y() - 10, key_width, 20)
        if is_rtl:
            for part in (sign, text, box):
                part.moveLeft(rect.width() - part.right())
        paint_icon(painter, "search", sign, theme.color("text.secondary"), layout_direction=self.layoutDirection())
        painter.setFont(font)
        painter.setPen(theme.color("text.secondary"))
        edge = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(text, edge | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, shown)
        if self._key:
            stroke_rounded(painter, box, 5, theme.color("line.control"))
            painter.setFont(small)
            painter.setPen(theme.color("text.secondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._key)
