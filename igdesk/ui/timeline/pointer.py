"""What mouse and keys do in the list of messages."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from igdesk.domain.message import Message
from igdesk.ui.format import full_time
from igdesk.ui.menu import select_first
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do, media_action, natural_action
from igdesk.ui.timeline.bubble import Bubble, Hit
from igdesk.ui.timeline.links import shown_address
from igdesk.ui.timeline.message_menu import NOTHING, Offers, message_menu
from igdesk.ui.timeline.model import TimelineModel
from igdesk.ui.timeline.placing import Placing
from igdesk.ui.timeline.words import words_of

WHEEL_NOTCH = 120
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class Surface(Protocol):
    """What hands work on: the view."""

    rows: TimelineModel
    placing: Placing

    def viewport(self) -> QWidget: ...
    def current_row(self) -> int: ...
    def set_current_row(self, row: int) -> None: ...
    def scrollTo(self, index: QModelIndex, hint: QAbstractItemView.ScrollHint) -> None: ...
    def bubble(self, row: int) -> Bubble: ...
    def row_origin(self, row: int) -> QPoint: ...
    def repaint_message(self, message_id: int) -> None: ...
    def scroll_by(self, distance_px: float, *, glides: bool) -> None: ...
    def scroll_by_page(self, direction: int) -> None: ...
    def begin_at_end(self) -> None: ...
    def act(self, action: Action) -> None: ...


class Pointer:
    """The part of the view that listens to hands."""

    def __init__(self, view: Surface, theme_source: ThemeSource) -> None:
        self._view = view
        self._theme_source = theme_source
        self._hover: tuple[int, Hit] | None = None
        self._pressed: Action | None = None
        self._last: QPointF | None = None
        self.offers: Callable[[Message], Offers] = lambda _message: NOTHING
        self.opens_media = False
        """Whether a click on a picture does something."""
        self.is_by_keyboard = False
        """The keyboard was used last: the current message is marked."""
        self._leaving: int | None = None
        view.rows.applied.connect(self._follow_current)

    def about_to_remove(self, start: int, end: int) -> None:
        """Rows go. The current message may come back further down, as one does that is sent again."""
        row = self._view.current_row()
        if start <= row <= end:
            self._leaving = self._model.rows[row].id

    def _follow_current(self) -> None:
        left, self._leaving = self._leaving, None
        row = -1 if left is None else self._model.position(left)
        if row >= 0 and row in self._view.placing.visible_rows():
            self._view.set_current_row(row)

    # mouse

    def move(self, point: QPointF) -> None:
        self._last = point
        found = self._hit(point)
        if found != self._hover:
            earlier, self._hover = self._hover, found
            for held in (earlier, found):
                if held is not None:
                    self._view.repaint_message(held[0])
            shape = Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)

    def follow(self) -> None:
        """The messages moved under a resting pointer."""
        if self._last is not None:
            self.move(self._last)

    def forget(self) -> None:
        if self._hover is not None:
            message_id, self._hover = self._hover[0], None
            self._view.repaint_message(message_id)
            self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._last = None

    def hit_in(self, message_id: int) -> Hit | None:
        return self._hover[1] if self._hover is not None and self._hover[0] == message_id else None

    def press(self, event: QMouseEvent) -> None:
        self.is_by_keyboard = False
        found = self._hit(event.position())
        row = self._view.placing.row_on_screen(round(event.position().y()))
        if row >= 0:
            self._view.set_current_row(row)
        self._pressed = found[1].action if found and event.button() is Qt.MouseButton.LeftButton else None
        self._view.viewport().update()

    def release(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        found = self._hit(event.position())
        if pressed is not None and found is not None and found[1].action == pressed:
            self.act(pressed)

    def is_on_message(self, row: int, point: QPointF) -> bool:
        """Whether a point of the screen lies on the message of a row or on its footer."""
        bubble = self._view.bubble(row)
        local = point - QPointF(self._view.row_origin(row))
        body = bubble.body.adjusted(0, 0, 0, bubble.height - bubble.body.bottom())
        return body.contains(local)

    def show_menu(self, event: QContextMenuEvent) -> None:
        """The menu of the message under the pointer, or of the current one when a key asked for it."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        row = self._view.current_row() if by_key else self._view.placing.row_on_screen(event.pos().y())
        if row < 0:
            return
        bubble, where = self._view.bubble(row), event.globalPos()
        if by_key:
            screen = self._view.viewport().rect()
            body = bubble.body.translated(QPointF(self._view.row_origin(row))).toRect()
            where = self._view.viewport().mapToGlobal(body.intersected(screen).center())
        message = bubble.row.message
        menu = message_menu(message, self._theme_source, self.act, self._view.viewport(), self.offers(message))
        menu.popup(where)
        if by_key:
            select_first(menu)

    def show_tooltip(self, event: QHelpEvent) -> None:
        """Where a link leads; else when exactly a message was sent."""
        found = self._hit(QPointF(event.pos()))
        if found is not None and found[1].action.do is Do.OPEN_LINK:
            self._tell(event, shown_address(found[1].action.url))
            return
        row = self._view.placing.row_on_screen(event.pos().y())
        if row >= 0 and self.is_on_message(row, QPointF(event.pos())):
            when = full_time(self._model.rows[row].message.sent_at, zone=self._model.scene.zone)
            self._tell(event, when)
        else:
            self._tell(event, "")

    def _tell(self, event: QHelpEvent, words: str) -> None:
        from igdesk.ui.tip import show_tip

        show_tip(self._view.viewport(), self._theme_source.current, words, at=event.globalPos())

    def _hit(self, point: QPointF) -> tuple[int, Hit] | None:
        row = self._view.placing.row_on_screen(round(point.y()))
        if row < 0:
            return None
        bubble = self._view.bubble(row)
        hit = bubble.hit(point - QPointF(self._view.row_origin(row)))
        if hit is None or (hit.action.do is Do.OPEN_MEDIA and not self.opens_media):
            return None
        return bubble.row.id, hit

    def wheel(self, event: QWheelEvent) -> bool:
        """Three lines for a notch of the wheel; a touchpad moves the messages by its own pixels."""
        pixels, turn = event.pixelDelta().y(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not (pixels or turn):
            return False
        if pixels:
            self._view.scroll_by(-pixels, glides=False)
        else:
            lines = 3 * self._theme_source.current.line_height("message")
            self._view.scroll_by(-turn / WHEEL_NOTCH * lines, glides=True)
        return True

    # keys

    def focused(self, reason: Qt.FocusReason) -> None:
        if reason in _KEYBOARD:
            self.is_by_keyboard = True
        elif reason is Qt.FocusReason.MouseFocusReason:
            self.is_by_keyboard = False

    def key(self, event: QKeyEvent) -> bool:
        """Whether a key was for the list. Letters are not: they are commands of the window."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_current()
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        match event.key():
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Home:
                self._model.show_oldest()
                self._go(0, QAbstractItemView.ScrollHint.PositionAtTop)
            case Qt.Key.Key_End:
                self._go_to_end()
            case Qt.Key.Key_PageUp:
                self._view.scroll_by_page(-1)
            case Qt.Key.Key_PageDown:
                self._view.scroll_by_page(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._enter()
            case Qt.Key.Key_Space:
                return self._play()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                return self._step_in_media(event.key() == Qt.Key.Key_Right)
            case _:
                return False
        return True

    def act(self, action: Action) -> None:
        """Copying needs nobody else."""
        if action.do is Do.COPY:
            row = self._model.position(action.message_id)
            if row >= 0:
                QGuiApplication.clipboard().setText(words_of(self._model.rows[row].message))
        else:
            self._view.act(action)

    def row_to_begin(self) -> int:
        """The message that the focus begins with: the last one that is wholly on the screen."""
        visible = self._view.placing.visible_rows()
        for row in reversed(visible):
            top = self._view.placing.top_on_screen(row)
            if top + self._view.placing.heights.height(row) <= self._view.viewport().height():
                return row
        return visible[0] if visible else 0

    @property
    def _model(self) -> TimelineModel:
        return self._view.rows

    def _step(self, direction: int) -> None:
        count = self._model.rowCount()
        if not count:
            return
        row = self._view.current_row()
        if row < 0 or row not in self._view.placing.visible_rows():
            row = self.row_to_begin()
        else:
            row = min(max(row + direction, 0), count - 1)
        self._go(row, QAbstractItemView.ScrollHint.EnsureVisible)

    def _go(self, row: int, hint: QAbstractItemView.ScrollHint) -> None:
        if 0 <= row < self._model.rowCount():
            self.is_by_keyboard = True
            self._view.set_current_row(row)
            self._view.scrollTo(self._model.index(row), hint)

    def _go_to_end(self) -> None:
        self._model.show_newest()
        self._view.begin_at_end()
        count = self._model.rowCount()
        if count:
            self.is_by_keyboard = True
            self._view.set_current_row(count - 1)

    def _copy_current(self) -> None:
        row = self._view.current_row()
        if row >= 0 and words_of(self._model.rows[row].message):
            self.act(Action(Do.COPY, self._model.rows[row].id))

    def _play(self) -> bool:
        """Play the voice message or video that has the focus, or hold on."""
        row = self._view.current_row()
        action = media_action(self._model.rows[row].message) if row >= 0 else None
        if action is None:
            return False
        self.act(action)
        return True

    def _step_in_media(self, is_right: bool) -> bool:
        """Forward or back in the voice message that has the focus."""
        row = self._view.current_row()
        action = media_action(self._model.rows[row].message) if row >= 0 else None
        if action is None or action.do is not Do.PLAY:
            return False
        is_forward = is_right is not (self._view.viewport().layoutDirection() is Qt.LayoutDirection.RightToLeft)
        self.act(Action(Do.STEP, action.message_id, target=action.target, share=1.0 if is_forward else -1.0))
        return True

    def _enter(self) -> bool:
        row = self._view.current_row()
        action = natural_action(self._model.rows[row].message) if row >= 0 else None
        if action is None:
            return False
        self.act(action)
        return True
