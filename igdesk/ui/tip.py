"""The small dark box that names a control and teaches its key; it lies in the window, like everything over it."""

import re

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import Theme, ThemeSource

_Index = QModelIndex | QPersistentModelIndex
MOST_WIDTH = 360
LASTS_MS = 10_000
_PAD_X, _PAD_Y, _GAP, _CAP_PAD, _AWAY, _EDGE = 10, 6, 8, 5, 6, 4
_POINTER = 16
_STILL_THERE = 24
_ENDS = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.Resize,
    )
)
_KEY = re.compile(r" \(([^()\s]+)\)$")
_FLAGS = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter


class Tip(QWidget):
    """One for each window."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self.setObjectName("tip")
        self._theme = theme
        self._target: QWidget | None = None
        self._words, self._key = "", ""
        self._pointer: QPoint | None = None
        """Where the pointer was, if it is about a place and not about the whole widget."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest = QTimer(self, singleShot=True, interval=LASTS_MS)
        self._rest.timeout.connect(self.dismiss)
        self.hide()

    @property
    def words(self) -> str:
        return self._words

    @property
    def key(self) -> str:
        return self._key

    def show_words(
        self, target: QWidget, theme: Theme, words: str, key: str, place: QRect, pointer: QPoint | None = None
    ) -> None:
        """Under ``place`` (in the window), over it where there is no room."""
        self._pointer = pointer
        self._theme, self._target, self._words, self._key = theme, target, words, key
        around = self.parentWidget()
        assert around is not None
        room = min(MOST_WIDTH, around.width() - 2 * _EDGE) - 2 * _PAD_X - self._key_width()
        text = QFontMetricsF(self._font()).boundingRect(QRectF(0, 0, room, 10_000), int(_FLAGS), words)
        high = max(text.height(), 18.0)
        self.resize(round(text.width() + 0.999) + self._key_width() + 2 * _PAD_X, round(high) + 2 * _PAD_Y - 1)
        x = place.center().x() - self.width() // 2
        y = place.bottom() + 1 + _AWAY
        if y + self.height() > around.height() - _EDGE:
            y = place.top() - _AWAY - self.height()
        self.move(min(max(x, _EDGE), around.width() - _EDGE - self.width()), max(y, _EDGE))
        if not self.isVisible():
            application = QApplication.instance()
            assert application is not None
            application.installEventFilter(self)
        self.show()
        self.raise_()
        self.update()
        self._rest.start()

    def dismiss(self) -> None:
        if self.isVisible():
            application = QApplication.instance()
            if application is not None:
                application.removeEventFilter(self)
            self._rest.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ENDS or (watched is self._target and kind in (QEvent.Type.Leave, QEvent.Type.Hide)):
            self.dismiss()
        elif kind == QEvent.Type.MouseMove and watched is self._target and isinstance(event, QMouseEvent):
            here = event.globalPosition().toPoint()
            if self._pointer is not None and (here - self._pointer).manhattanLength() > _STILL_THERE:
                self.dismiss()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme, QPainter(self), QRectF(self.rect())
        is_rtl = self.isRightToLeft()
        fill_rounded(painter, rect, theme.size("radius.sm"), theme.color("bg.tooltip"))
        ink = theme.color("text.onTooltip")
        font = self._font()
        text = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        if self._key:
            width = self._key_width() - _GAP
            cap = QRectF(text.right() - width, text.center().y() - 9, width, 18)
            if is_rtl:
                cap.moveLeft(text.left())
                text.setLeft(cap.right() + _GAP)
            else:
                text.setRight(cap.left() - _GAP)
            edge = theme.color("text.onTooltip")
            painter.setOpacity(0.35)
            stroke_rounded(painter, cap, 4, edge)
            painter.setOpacity(1.0)
            painter.setFont(theme.font("micro"))
            painter.setPen(ink)
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.setFont(font)
        painter.setPen(ink)
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.drawText(text.adjusted(0, 0, 1, 0), side | Qt.AlignmentFlag.AlignAbsolute | _FLAGS, self._words)

    def _font(self) -> QFont:
        return self._theme.font("small", text=self._words)

    def _key_width(self) -> int:
        """With the gap before it; nothing without a key."""
        if not self._key:
            return 0
        needed = QFontMetricsF(self._theme.font("micro")).horizontalAdvance(self._key) + 2 * _CAP_PAD
        return round(max(needed, 18.0)) + _GAP


def show_tip(target: QWidget, theme: Theme, words: str, key: str = "", *, at: QPoint | None = None) -> None:
    """Show it at a widget, or at a point on the screen; no words at all take it away."""
    tip = _tip_of(target.window(), theme)
    if not words:
        tip.dismiss()
        return
    window = target.window()
    if at is None:
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
    else:
        place = QRect(window.mapFromGlobal(at) - QPoint(_POINTER // 2, 0), QSize(_POINTER, _POINTER))
    tip.show_words(target, theme, words, key, place, at)


def show_own_tip(target: QWidget, theme: Theme) -> None:
    """What the widget says of itself; a key in brackets at its end is shown as one."""
    words = target.toolTip()
    found = _KEY.search(words)
    if found is None:
        show_tip(target, theme, words)
    else:
        show_tip(target, theme, words[: found.start()], found.group(1))


def _tip_of(window: QWidget, theme: Theme) -> Tip:
    found = window.findChild(Tip, "tip", Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Tip) else Tip(window, theme)


class TellingDelegate(QStyledItemDelegate):
    """Rows of a list that have something to tell the pointer."""

    def __init__(self, theme_source: ThemeSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme_source = theme_source

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        words = index.data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else ""
        show_tip(view.viewport(), self._theme_source.current, str(words or ""), at=event.globalPos())
        return True
