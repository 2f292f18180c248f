"""The four buttons beside the message under the pointer, or beside the one that has the focus of the keyboard."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QCursor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from igdesk.domain.message import Message
from igdesk.ui.accessible_role import set_opens, set_role
from igdesk.ui.controls import IconButton
from igdesk.ui.menu import select_first
from igdesk.ui.paint import fill_rounded, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.message_menu import Offers, message_menu
from igdesk.ui.timeline.view import TimelineView
from igdesk.ui.timeline.words import words_of

BUTTON = 28
PAD = 3
SHADOW = 5
BESIDE = 8
"""From the message to the buttons."""
_WATCHED = (QEvent.Type.Resize, QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Leave)


class MessageToolbar(QWidget):
    """One widget that moves. Lies over the list and not in it: a list has messages only for who listens."""

    react_wanted = Signal(object)
    """Id of a message."""

    def __init__(
        self, view: TimelineView, theme_source: ThemeSource, offers: Callable[[Message], Offers], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._over = parent
        set_role(self, QAccessible.Role.ToolBar)
        self.setAccessibleName(say("message.tools"))
        self._view = view
        self._theme_source = theme_source
        self._offers = offers
        self._pointer: QPoint | None = None
        self._message: Message | None = None
        self._is_held = False
        """A menu or the reactions are open: it stays where it is."""
        row = QHBoxLayout(self)
        row.setContentsMargins(SHADOW + PAD, SHADOW + PAD, SHADOW + PAD, SHADOW + PAD)
        row.setSpacing(0)
        self.react = self._button(row, "heart", "messageReact", say("message.react"), "", self._react)
        self.quote = self._button(row, "reply", "messageQuote", say("command.quote"), "", self._act(Do.QUOTE))
        self.copy = self._button(row, "copy", "messageCopy", say("command.copy_text"), "Ctrl+C", self._act(Do.COPY))
        self.more = self._button(row, "more", "messageMore", say("command.more"), "", self._show_menu)
        set_opens(self.react)
        set_opens(self.more)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(self.follow)
        view.selectionModel().currentChanged.connect(self.follow)
        view.rows.applied.connect(self.follow)
        theme_source.changed.connect(self.update)
        self.hide()

    @property
    def message_id(self) -> int | None:
        """The message it stands beside."""
        return self._message.id if self._message is not None and not self.isHidden() else None

    def follow(self) -> None:
        """Something moved: stand beside the right message, or nowhere."""
        if self._is_held:
            return
        row = self._row()
        if row < 0:
            self.hide()
            self._message = None
            return
        message = self._view.rows.rows[row].message
        if self._message != message or self.isHidden():
            self._message = message
            self._offer(message)
        if not any(not button.isHidden() for button in self._buttons):
            self.hide()
            return
        self.resize(self.sizeHint())
        self.move(self._view.viewport().mapTo(self._over, self._place(row)))
        self.show()
        self.raise_()

    def follow_in_tab_order(self, before: QWidget, after: QWidget) -> None:
        """From the list to the buttons of its message, and on."""
        for one, following in pairwise((before, *self._buttons, after)):
            QWidget.setTabOrder(one, following)

    def hold(self, is_held: bool) -> None:
        """Stay while something that was opened from here is open."""
        self._is_held = is_held
        if not is_held:
            self.follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isValid(self._view):
            return False  # the window is being taken apart, the list first
        kind = event.type()
        if watched is self._view.viewport():
            if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
                self._pointer = event.position().toPoint()
                self.follow()
            elif kind == QEvent.Type.Leave and not self.underMouse() and not self._is_under_cursor():
                self._pointer = None
                self.follow()
        if kind in _WATCHED:
            self.follow()
        return False

    def give_focus_back(self) -> bool:
        """From the buttons to the message; whether they had the focus."""
        had_focus = any(button.hasFocus() for button in self._buttons)
        if had_focus:
            self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return had_focus

    def leaveEvent(self, event: QEvent) -> None:
        """Out of the buttons: back over the list, or away."""
        at = self._view.viewport().mapFromGlobal(QCursor.pos())
        self._pointer = at if self._view.viewport().rect().contains(at) else None
        self.follow()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._view.wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme_source.current, QPainter(self)
        card = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        radius = theme.size("radius.control") + PAD
        shadow = QColor(theme.color("shadow.small"))
        for reach in range(SHADOW - 1, 0, -1):
            layer = QColor(shadow)
            layer.setAlphaF(shadow.alphaF() * 0.3 / reach)
            fill_rounded(painter, card.adjusted(-reach, -reach + 1, reach, reach + 1), radius + reach, layer)
        fill_rounded(painter, card, radius, theme.color("bg.raised"))
        stroke_rounded(painter, card, radius, theme.color("line.separator"))

    # inside

    def _is_under_cursor(self) -> bool:
        return self.isVisible() and self.rect().contains(self.mapFromGlobal(QCursor.pos()))

    @property
    def _buttons(self) -> tuple[IconButton, ...]:
        return (self.react, self.quote, self.copy, self.more)

    def _button(
        self, row: QHBoxLayout, icon: str, object_name: str, name: str, key: str, act: Callable[[], None]
    ) -> IconButton:
        button = IconButton(icon, name, self._theme_source, self, size_key="menu", side=BUTTON, key=key)
        button.setObjectName(object_name)
        button.clicked.connect(act)
        row.addWidget(button)
        return button

    def _offer(self, message: Message) -> None:
        offers = self._offers(message)
        self.react.set_name(say("message.react"), offers.key_of("react"))
        self.quote.set_name(say("command.quote"), offers.key_of("quote"))
        self.react.setVisible(bool(offers.reactions))
        self.quote.setVisible(offers.quote)
        self.copy.setVisible(bool(words_of(message)))

    def _row(self) -> int:
        """The message under the pointer, else the one with the focus; -1 for none."""
        view = self._view
        if self._pointer is not None:
            if not self.isHidden() and self._message is not None:
                # On the way from the message to the buttons nothing changes.
                row = view.rows.position(self._message.id)
                if row >= 0 and self._reach(row).contains(self._pointer):
                    return row
            row = view.placing.row_on_screen(self._pointer.y())
            if row >= 0 and view.pointer.is_on_message(row, QPointF(self._pointer)):
                return row
        has_focus = view.hasFocus() or any(button.hasFocus() for button in self._buttons)
        if has_focus and view.pointer.is_by_keyboard and view.current_row() in view.placing.visible_rows():
            return view.current_row()
        return -1

    def _body(self, row: int) -> QRect:
        """The message without its day line and footer, on the screen."""
        view = self._view
        return view.bubble(row).body.translated(QPointF(view.row_origin(row))).toAlignedRect()

    def _reach(self, row: int) -> QRect:
        corner = self._view.viewport().mapFrom(self._over, self.pos())
        return self._body(row).united(QRect(corner, self.size()))

    def _place(self, row: int) -> QPoint:
        """Beside the message where there is room, else on its upper edge."""
        view, body = self._view.viewport().rect(), self._body(row)
        shown = body.intersected(view)
        size = self.size()
        is_at_left = body.center().x() < view.center().x()
        left = body.right() + BESIDE - SHADOW if is_at_left else body.left() - BESIDE + SHADOW - size.width()
        top = shown.center().y() - size.height() // 2
        if shown.height() > 3 * size.height():
            top = shown.top()
        if left + SHADOW < view.left() or left + size.width() - SHADOW > view.right():
            left = body.right() - size.width() if is_at_left else body.left()
            top = shown.top() - size.height() // 2
        left = min(max(left, view.left() - SHADOW), view.right() - size.width() + SHADOW)
        return QPoint(left, min(max(top, view.top() - SHADOW), view.bottom() - size.height() + SHADOW))

    def _act(self, do: Do) -> Callable[[], None]:
        def act() -> None:
            if self._message is not None:
                self._view.pointer.act(Action(do, self._message.id))

        return act

    def _react(self) -> None:
        if self._message is not None:
            self.react_wanted.emit(self._message.id)

    def _show_menu(self) -> None:
        if self._message is None:
            return
        pointer, message = self._view.pointer, self._message
        menu = message_menu(message, self._theme_source, pointer.act, self, self._offers(message))
        self.hold(True)
        menu.aboutToHide.connect(lambda: self.hold(False))
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        corner = self.more.rect().bottomRight() if is_rtl else self.more.rect().bottomLeft()
        menu.popup(self.more.mapToGlobal(corner + QPoint(0, 4)))
        if self.more.is_ringed:
            select_first(menu)
