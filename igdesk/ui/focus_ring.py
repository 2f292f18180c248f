"""The ring around what has the focus of the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from igdesk.ui.paint import paint_focus_ring
from igdesk.ui.theme import Theme, ThemeSource

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class FocusRing(QWidget):
    """The ring around a control: 2 px, 2 px away, only while the keyboard moves the focus.

    A sibling of its control, so that controls need no margin for it; where their parent has no room for it either,
    it lies in one that has.
    """

    def __init__(self, control: QWidget, theme_source: ThemeSource, radius: Callable[[], float]) -> None:
        super().__init__(control.parentWidget())
        self._control = control
        self._theme_source = theme_source
        self._radius = radius
        self._was_by_keyboard = False
        self._between: tuple[QWidget, ...] = ()
        """Parents of the control that may move under the ring."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        control.installEventFilter(self)
        control.destroyed.connect(self.deleteLater)
        theme_source.changed.connect(self.update)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._control:
            if kind in (QEvent.Type.Move, QEvent.Type.Resize):
                self._follow()
            return False
        if kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            reason = event.reason()
            if reason not in _BACK:
                self._was_by_keyboard = reason in _BY_KEYBOARD or (
                    reason is Qt.FocusReason.OtherFocusReason
                    and self._control.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
                )
            if self._was_by_keyboard:
                self._settle()
                self._follow()
                self.show()
                self.raise_()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._forget_parents()
            self.hide()
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        elif kind == QEvent.Type.ParentChange:
            self.setParent(self._control.parentWidget())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme_source.current
        painter = QPainter(self)
        paint_focus_ring(painter, QRectF(self.rect()), theme, self._radius() + self._reach(theme))

    def _follow(self) -> None:
        host = self.parentWidget()
        if host is not None:
            self.setGeometry(self._place_in(host))

    def _place_in(self, host: QWidget) -> QRect:
        reach = self._reach(self._theme_source.current)
        corner = self._control.mapTo(host, QPoint(0, 0))
        return QRect(corner, self._control.size()).adjusted(-reach, -reach, reach, reach)

    def _settle(self) -> None:
        """Lie in the nearest parent that does not cut the ring; never outside of what scrolls."""
        self._forget_parents()
        host, between = self._control.parentWidget(), []
        while host is not None and not host.isWindow() and not host.rect().contains(self._place_in(host)):
            above = host.parentWidget()
            if above is None or isinstance(above, QAbstractScrollArea):
                break
            between.append(host)
            host = above
        if host is not None and host is not self.parentWidget():
            self.setParent(host)
        self._between = tuple(between)
        for parent in self._between:
            parent.installEventFilter(self)

    def _forget_parents(self) -> None:
        for parent in self._between:
            parent.removeEventFilter(self)
        self._between = ()

    def _reach(self, theme: Theme) -> int:
        usual = theme.size("size.control.focusRing") + theme.size("size.control.focusGap")
        return int(usual) - int(getattr(self._control, "ring_inset", 0))
