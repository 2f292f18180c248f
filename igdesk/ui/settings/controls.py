"""Controls of settings rows: a switch, a choice, a choice of few, a slider; each is what it looks like to a reader."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QSizePolicy, QSlider, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.controls import CENTER, PaintedButton
from igdesk.ui.focus_ring import FocusRing
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.menu import add_row, make_menu, mark_ticked
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.theme import ThemeSource

_SHRUNK_PX = 160


class Toggle(PaintedButton):
    """On or off, at once. The place of the knob says it without colour."""

    takes_enter = False

    def __init__(self, theme_source: ThemeSource, parent: QWidget | None = None, *, is_on: bool = False) -> None:
        super().__init__(theme_source, parent)
        self.setCheckable(True)
        self.setChecked(is_on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.height() / 2

    def sizeHint(self) -> QSize:
        width, height = (int(side) for side in self._sides())
        return QSize(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        is_on, is_rtl = self.isChecked(), self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if not self.isEnabled():
            ground, edge, knob = "bg.sunken", "line.separator", "text.disabled"
        elif is_on:
            ground, edge, knob = "accent.hover" if self.underMouse() else "accent.base", "", "accent.on"
        else:
            ground, edge, knob = "bg.hover" if self.underMouse() else "bg.sunken", "line.strong", "line.strong"
        fill_rounded(painter, rect, rect.height() / 2, theme.color(ground))
        if edge:
            stroke_rounded(painter, rect, rect.height() / 2, theme.color(edge))
        side = rect.height() - 8
        at_end = is_on is not is_rtl
        left = rect.right() - side - 4 if at_end else rect.left() + 4
        fill_rounded(painter, QRectF(left, rect.top() + 4, side, side), side / 2, theme.color(knob))

    def _sides(self) -> Sequence[float]:
        from igdesk.ui import tokens

        sides: Sequence[float] = tokens.value("size.control.toggle")
        return sides


class ChoiceField(QComboBox):
    """One of several words. ``chosen`` carries the value that belongs to the word."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str]], theme_source: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._may_shrink = False
        for value, word in choices:
            self.addItem(word, value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))
        self._ring = FocusRing(self, theme_source, self._radius) if parent is not None else None
        theme_source.changed.connect(self._dress)
        self._dress()

    def choose(self, value: object) -> None:
        """Show a value, without ``chosen``."""
        at = next((at for at in range(self.count()) if self.itemData(at) == value), -1)
        if at >= 0:
            self.setCurrentIndex(at)

    @property
    def value(self) -> object:
        return self.currentData()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and self._ring is None and self.parentWidget() is not None:
            self._ring = FocusRing(self, self._theme_source, self._radius)
        return super().event(event)

    def sizeHint(self) -> QSize:
        font = self._theme_source.current.font("body")
        widest = max(
            (QFontMetricsF(font).horizontalAdvance(self.itemText(at)) for at in range(self.count())), default=0
        )
        height = int(self._theme_source.current.size("size.control.button"))
        return QSize(int(widest + 0.999) + 13 + 8 + int(icon_size("inline")) + 11, height)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _SHRUNK_PX), hint.height()) if self._may_shrink else hint

    def let_shrink(self, may_shrink: bool) -> None:
        """It has a line for itself: where that is too short, its words end with an ellipsis."""
        if may_shrink != self._may_shrink:
            self._may_shrink = may_shrink
            self.updateGeometry()

    def showPopup(self) -> None:  # noqa: N802
        """The choices as a menu like any other, under the field and at least as wide."""
        menu = make_menu(self._theme_source.current, self)
        menu.setObjectName("choices")
        menu.setAccessibleName(self.accessibleName())
        for at in range(self.count()):
            row = add_row(menu, self.itemText(at), partial(self._take, at))
            mark_ticked(row, at == self.currentIndex())
        menu.setMinimumWidth(max(menu.minimumWidth(), self.width()))
        corner = self.rect().bottomRight() if self.isRightToLeft() else self.rect().bottomLeft()
        where = self.mapToGlobal(corner) + QPoint(-menu.sizeHint().width() if self.isRightToLeft() else 0, 5)
        menu.popup(where)
        if self.currentIndex() >= 0:
            menu.setActiveAction(menu.actions()[self.currentIndex()])

    def _take(self, at: int) -> None:
        self.setCurrentIndex(at)
        self.activated.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls under the pointer; a value must not change by that

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self._theme_source.current, QPainter(self), QRectF(self.rect())
        ground = "bg.sunken" if self.underMouse() and self.isEnabled() else "bg.raised"
        fill_rounded(painter, rect, self._radius(), theme.color(ground))
        edge = "focus.ring" if self.hasFocus() else "line.strong"
        stroke_rounded(painter, rect, self._radius(), theme.color(edge))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        ink = theme.color("text.primary" if self.isEnabled() else "text.disabled")
        size = icon_size("inline")
        x = rect.left() + 11 if is_rtl else rect.right() - 11 - size
        paint_icon(painter, "chev-d", QRectF(x, rect.center().y() - size / 2, size, size), ink)
        words = rect.adjusted(size + 19, 0, -13, 0) if is_rtl else rect.adjusted(13, 0, -size - 19, 0)
        side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme.font("body"))
        painter.setPen(ink)
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        metrics = QFontMetricsF(theme.font("body"))
        painter.drawText(
            words, flags, metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, words.width())
        )

    def _radius(self) -> float:
        return self._theme_source.current.size("radius.control")

    def _dress(self) -> None:
        theme = self._theme_source.current
        self.setFont(theme.font("body"))
        self.updateGeometry()
        self.update()


class _Segment(PaintedButton):
    """One word of ``Segments``."""

    def __init__(self, word: str, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._word = word
        self.setText(word)
        self.setAccessibleName(word)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # which makes it a radio button to Qt, with its state and its action
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.theme.size("radius.sm")

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.theme.font("body", weight=600)).horizontalAdvance(self._word)
        return QSize(int(width + 0.999) + 28, int(self.theme.size("size.control.button")) - 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, rect = self.theme, QPainter(self), QRectF(self.rect())
        if self.isChecked():
            fill_rounded(painter, rect, self.radius(), theme.color("bg.raised"))
            stroke_rounded(painter, rect, self.radius(), theme.color("line.separator"))
        painter.setFont(theme.font("body", weight=600 if self.isChecked() else 400))
        ink = "text.primary" if self.isChecked() or self.underMouse() else "text.secondary"
        painter.setPen(theme.color(ink))
        painter.drawText(rect, CENTER, self._word)


class Segments(QWidget):
    """One of two or three words, all of them in sight; a radio group to a screen reader."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str]], theme_source: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self._values: dict[_Segment, object] = {}
        set_role(self, QAccessible.Role.Grouping)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout(self)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(2)
        self._group = QButtonGroup(self)
        for value, word in choices:
            segment = _Segment(word, theme_source, self)
            segment.clicked.connect(lambda _checked=False, v=value: self.chosen.emit(v))
            self._values[segment] = value
            self._group.addButton(segment)
            line.addWidget(segment)
        theme_source.changed.connect(self.update)

    def choose(self, value: object) -> None:
        """Show a value, without ``chosen``."""
        for segment, its in self._values.items():
            if its == value:
                segment.setChecked(True)

    @property
    def value(self) -> object:
        return next((its for segment, its in self._values.items() if segment.isChecked()), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        fill_rounded(QPainter(self), QRectF(self.rect()), theme.size("radius.control"), theme.color("bg.sunken"))


class StepSlider(QSlider):
    """A few steps on a line. Arrow keys, Home and End move it."""

    KNOB, TRACK = 18, 4

    def __init__(
        self, steps: int, theme_source: ThemeSource, parent: QWidget | None = None, *, width: int = 180
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme_source = theme_source
        self.setRange(0, steps - 1)
        self.setPageStep(1)
        self.setFixedSize(width, 28)
        self._ring = FocusRing(self, theme_source, lambda: 6.0) if parent is not None else None
        theme_source.changed.connect(self.update)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and self._ring is None and self.parentWidget() is not None:
            self._ring = FocusRing(self, self._theme_source, lambda: 6.0)
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        span = self.width() - self.KNOB
        share = (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        centre = self.KNOB / 2 + span * (1 - share if is_rtl else share)
        middle = self.height() / 2
        track = QRectF(0, middle - self.TRACK / 2, self.width(), self.TRACK)
        fill_rounded(painter, track, 2, theme.color("bg.sunken"))
        stroke_rounded(painter, track, 2, theme.color("line.control"))
        done = QRectF(track)
        if is_rtl:
            done.setLeft(centre)
        else:
            done.setRight(centre)
        fill_rounded(painter, done, 2, theme.color("accent.base"))
        knob = QRectF(centre - self.KNOB / 2, middle - self.KNOB / 2, self.KNOB, self.KNOB)
        fill_rounded(painter, knob, self.KNOB / 2, QColor(theme.color("bg.raised")))
        stroke_rounded(painter, knob, self.KNOB / 2, theme.color("line.strong"))
