"""What was done, for six seconds, with the way back."""

import re
from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QEnterEvent, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget

from igdesk.domain.text import graphemes
from igdesk.ui import tokens
from igdesk.ui.accessible_role import set_role
from igdesk.ui.announce import announce
from igdesk.ui.controls import PaintedButton
from igdesk.ui.focus import give_back
from igdesk.ui.icons import paint_icon
from igdesk.ui.paint import fill_rounded, paint_focus_ring, stroke_rounded
from igdesk.ui.plain_text import PlainText
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

ABOVE = 24
_ICON, _PAD, _MOST = 16, 16, 420
_LEAST_NAME, _LINE_NAME, _LINES = 6, 14, 1.75
"""Of a name that gives way so many letters stay; with less than the second the sentence takes two lines."""
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")


def with_room(text: str, fits: Callable[[str], bool], least: int = _LEAST_NAME) -> str:
    """The sentence with its longest name cut at the end, as far as it must be: what follows the name stays.

    ``least``: so many letters of it stay, whether that fits or not.
    """
    names = list(_ISOLATED.finditer(text))
    if fits(text) or not names:
        return text
    name = max(names, key=lambda found: len(found[1]))
    letters = graphemes(name[1])
    before, after = text[: name.start(1)], text[name.end(1) :]

    def cut(kept: int) -> str:
        return f"{before}{''.join(letters[:kept]).rstrip()}…{after}"

    kept = range(least, len(letters))
    at = bisect_left(kept, True, key=lambda count: not fits(cut(count)))  # the first that is too long
    return cut(kept[at - 1]) if at > 0 else cut(least) if len(letters) > least else text


class UndoButton(PaintedButton):
    """The word and its key, in the colours of the toast."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("toastUndo")
        self.setText(say("action.undo"))
        self.setAccessibleName(say("action.undo"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.key = ""

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.theme.font("body", weight=600))
        key = QFontMetricsF(self.theme.font("small")).horizontalAdvance(self.key) + 8 if self.key else 0
        height = int(self.theme.size("size.control.buttonSmall"))
        return QSize(round(metrics.horizontalAdvance(self.text()) + key) + 22, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        ink = theme.color("text.onTooltip")
        painter.setOpacity(0.34 if not self.underMouse() else 0.7)
        stroke_rounded(painter, rect, self.radius(), ink)
        painter.setOpacity(1)
        if self.hasFocus():
            paint_focus_ring(painter, rect, theme, self.radius())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter.setPen(ink)
        painter.setFont(theme.font("body", weight=600))
        words = rect.adjusted(11, 0, -11, 0)
        leading = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        trailing = Qt.AlignmentFlag.AlignLeft if is_rtl else Qt.AlignmentFlag.AlignRight
        vertical = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(words, leading | vertical, self.text())
        if self.key:
            painter.setOpacity(0.75)
            painter.setFont(theme.font("small"))
            painter.drawText(words, trailing | vertical, self.key)


class Toast(QWidget):
    """One at a time. It stays while the pointer or the focus is on it."""

    def __init__(self, theme_source: ThemeSource, window: QWidget, place: Callable[[], QRectF]) -> None:
        """``place``: the free room, at whose bottom it stands."""
        super().__init__(window)
        self.setObjectName("toast")
        set_role(self, QAccessible.Role.AlertMessage)
        self._theme_source = theme_source
        self._place = place
        self._undo: Callable[[], object] | None = None
        self._text = ""
        self._words = PlainText(theme_source, self, color="text.onTooltip", max_lines=2)
        self.button = UndoButton(theme_source, self)
        self.button.clicked.connect(self.run)
        line = QHBoxLayout(self)
        line.setContentsMargins(_PAD, 0, 8, 0)
        line.setSpacing(0)
        line.addSpacing(_ICON + 12)
        line.addWidget(self._words, 1)
        line.addSpacing(14)
        line.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=int(tokens.value("motion.toast")))
        self._timer.timeout.connect(self._end)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        window.installEventFilter(self)
        self._before: QWidget | None = None
        """What had the focus before the button."""
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is not there."""
        return "" if self.isHidden() else self._text

    def show_words(self, text: str, undo: Callable[[], object] | None, key: str = "") -> None:
        """Say it in place of what is said now. Without ``undo`` there is no way back to offer."""
        self._undo, self._text = undo, text
        self.setAccessibleName(text)
        self.button.key = key
        self.button.setVisible(undo is not None)
        self.button.updateGeometry()
        self.show()
        self.raise_()
        self._arrange()
        self._timer.start()
        announce(self, text)

    def follow(self, widget: QWidget) -> None:
        """Something under it, whose height changes where it stands."""
        widget.installEventFilter(self)

    def dismiss(self) -> None:
        self._timer.stop()
        self._undo = None
        if self.button.hasFocus():
            give_back(self._before)
        self.hide()

    def run(self) -> None:
        """What the button does."""
        undo = self._undo
        self.dismiss()
        if undo is not None:
            undo()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.isHidden() and not self.button.hasFocus():
            self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._arrange()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        fill_rounded(painter, rect, theme.size("radius.popup"), theme.color("bg.tooltip"))
        if theme.is_dark:
            stroke_rounded(painter, rect, theme.size("radius.popup"), theme.color("line.separator"))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = rect.right() - _PAD - _ICON if is_rtl else rect.left() + _PAD
        sign = QRectF(x, rect.center().y() - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, "check", sign, theme.color("text.onTooltip"), size_key="menu")

    def _end(self) -> None:
        if self.button.hasFocus() or self.underMouse():
            return
        self.dismiss()

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if self.isHidden():
            return
        if new is self.button:
            self._before = old
            self._timer.stop()
        elif old is self.button and not self.underMouse():
            self._timer.start()

    def _arrange(self) -> None:
        room = self._place()
        theme = self._theme_source.current
        button = self.button.sizeHint().width() if not self.button.isHidden() else 0
        around = _PAD + _ICON + 12 + 14 + button + 10
        most = int(min(_MOST * theme.scale, max(room.width() - 24, 160)))
        metrics = QFontMetricsF(theme.font("body", text=self._text))
        room_px = most - around
        words = with_room(self._text, lambda words: metrics.horizontalAdvance(words) + 1 <= room_px, _LINE_NAME)
        if metrics.horizontalAdvance(words) + 1 > room_px:  # two lines, and the first breaks before its end
            words = with_room(self._text, lambda words: metrics.horizontalAdvance(words) <= _LINES * room_px)
        self._words.set_text(words)
        needed = around + self._words.sizeHint().width()
        width = min(needed, most)
        lines = self._words.heightForWidth(width - around)
        height = max(int(theme.size("size.toast")), lines + 16)
        x = round(room.center().x() - width / 2)
        self.setGeometry(x, round(room.bottom()) - ABOVE - height, width, height)
