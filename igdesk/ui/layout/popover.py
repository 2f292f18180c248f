"""A small card at the thing that opened it, gone with Esc or when anything else is touched.

It lies inside the window, not in one of its own: that needs no translucent windows from the system and
no placing that some systems do not allow.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from igdesk.ui.accessible_role import set_role
from igdesk.ui.focus import give_back
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.shadow import paint_shadow
from igdesk.ui.theme import Theme, ThemeSource

SHADOW = 28
_GAP = 6
_EDGE = 8


class Popover(QWidget):
    """Subclasses fill ``column``; it deletes itself when it closes."""

    holds_keys = True
    """No key goes to the window under it."""

    grows = True
    """Wider with large letters, as far as the window allows."""

    closed = Signal()

    def __init__(self, theme_source: ThemeSource, parent: QWidget, *, width: int) -> None:
        """``parent`` is the window."""
        super().__init__(parent)
        set_role(self, QAccessible.Role.Dialog)  # one that is a menu says so itself
        self.theme_source = theme_source
        self._card_width = width
        self._window = parent
        self._before: QWidget | None = None
        self._anchor: QWidget | None = None
        self._is_closing = False
        self._is_listening = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column = QVBoxLayout(self)
        self.set_padding(16, 14)
        self.column.setSpacing(6)
        self.hide()

    def set_padding(self, across: int, top: int, bottom: int | None = None) -> None:
        """Room inside the card; the room for the shadow around it is added."""
        below = top if bottom is None else bottom
        self.column.setContentsMargins(SHADOW + across, SHADOW + top, SHADOW + across, SHADOW + below)

    def open_at(self, anchor: QWidget) -> None:
        """Under the trailing end of ``anchor``, over it where there is no room, always inside the window."""
        self._place(anchor)
        self._anchor = anchor
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.focusChanged.connect(self._focus_moved)
        self._is_listening = True

    def refit(self) -> None:
        """What it holds has changed: as high as it needs, still at what opened it."""
        if self._anchor is not None and self.isVisible():
            self.column.invalidate()
            self.column.activate()
            self._place(self._anchor)

    def _place(self, anchor: QWidget) -> None:
        window = self._window
        wanted = round(self._card_width * (max(self.theme_source.current.scale, 1.0) if self.grows else 1.0))
        self.setFixedWidth(min(wanted, window.width() - 2 * _EDGE) + 2 * SHADOW)
        height = self.column.heightForWidth(self.width()) if self.column.hasHeightForWidth() else -1
        self.resize(self.width(), height if height > 0 else self.sizeHint().height())
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        corner = anchor.mapTo(window, QPoint(0, 0)) if anchor is not window else QPoint(0, 0)
        card = QRect(
            corner.x() + _EDGE,
            corner.y() + anchor.height() + _GAP,
            self.width() - 2 * SHADOW,
            self.height() - 2 * SHADOW,
        )
        if not is_rtl:
            card.moveRight(corner.x() + anchor.width() - _EDGE)
        if card.bottom() > window.height() - _EDGE:
            card.moveBottom(corner.y() - _GAP)
        card.moveLeft(max(_EDGE, min(card.left(), window.width() - _EDGE - card.width())))
        card.moveTop(max(_EDGE, min(card.top(), window.height() - _EDGE - card.height())))
        self.move(card.topLeft() - QPoint(SHADOW, SHADOW))

    def dismiss(self, *, gives_focus_back: bool = True) -> None:
        """Close; the focus returns to what had it before."""
        if self._is_closing:
            return
        self._is_closing = True
        if gives_focus_back:
            give_back(self._before)
        self.hide()
        self.closed.emit()
        if gives_focus_back:
            give_back(self._before)
        self.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        application = QApplication.instance()
        if self._is_listening and isinstance(application, QApplication):
            self._is_listening = False
            application.removeEventFilter(self)
            application.focusChanged.disconnect(self._focus_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
            popup: QWidget | None = QApplication.activePopupWidget()
            if popup is not None and self._holds(popup):
                return False
            if self.isVisible() and not card.contains(QPointF(self.mapFromGlobal(event.globalPosition()))):
                self.dismiss()
        elif event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.dismiss()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # keys belong to what lies on top
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_card(QPainter(self), card, self.theme_source.current)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and not self._holds(new):
            self.dismiss(gives_focus_back=False)

    def _holds(self, widget: QWidget) -> bool:
        """Whether it is part of the card, or of what a part of it opened: a calendar is a window of its own."""
        above: QWidget | None = widget
        while above is not None and above is not self:
            above = above.parentWidget()
        return above is self


def paint_card(painter: QPainter, card: QRectF, theme: Theme, *, reach: int = SHADOW, radius: float = 0.0) -> None:
    """The ground of everything that lies over the window, and its shadow as far as it reaches."""
    radius = radius or theme.size("radius.popup")
    if reach:
        paint_shadow(painter, card, theme, reach)
    fill_rounded(painter, card, radius, theme.color("bg.raised"))
    stroke_rounded(painter, card, radius, theme.color("line.separator"))
