"""The list on the screen: pointer, keyboard, selection by conversation."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHoverEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.ui.accessible_role import let_readers_choose
from igdesk.ui.images import ImageCache
from igdesk.ui.inbox.delegate import GAP_AFTER_AVATAR, MARGIN, PAD_X, PAD_Y, Index, RowDelegate, RowLook, avatar_size
from igdesk.ui.inbox.model import ID_ROLE, InboxModel
from igdesk.ui.inbox.picking import Picking
from igdesk.ui.paint import fill_rounded
from igdesk.ui.scroll import OverlayScrollBar, make_viewport_known
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.inbox.row_actions import RowActions

POINTER_RESTS_MS = 400
LONGEST_HOLD_MS = 2000
_PLACEHOLDER_BARS = ((120, 210, 150), (96, 190, 120), (140, 220, 90), (110, 170, 140), (130, 205, 100))
_STEPS = {
    Qt.Key.Key_J: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_K: -1,
    Qt.Key.Key_Up: -1,
}
_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_KEEP = QItemSelectionModel.SelectionFlag.NoUpdate


class ConversationList(QListView):
    """Reports what the person does; what they have open is told back with ``select``."""

    opened = Signal(object, bool)
    """ConversationId, by_keyboard: show it and go on in the composer (click, or Enter)."""
    selected = Signal(object)
    """ConversationId: show it, the focus stays here (J, K, arrows, Home, End)."""
    done_wanted = Signal(object)
    """ConversationId: done, or back to the inbox."""
    snooze_wanted = Signal(object, object)
    """ConversationId, and the button."""
    menu_wanted = Signal(object, object)
    """ConversationId, and where on the screen: right click, Menu key."""

    def __init__(
        self, model: InboxModel, images: ImageCache, theme_source: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # One of our own: asked for a widget that Qt made, PySide loads every kind of widget to find out which it is.
        self.setViewport(QWidget(self))
        self._inbox = model
        self._theme_source = theme_source
        self._selected: ConversationId | None = None
        self._placeholders = False
        self._is_current_put = False
        """While an account is fetched for the first time, the current row is the first one until somebody walks."""
        self.picking = Picking(model, self)
        self._actions: RowActions | None = None
        self._actions_on = QPersistentModelIndex()
        """The row that they lie over."""
        self._is_menu_open = False
        self._hovered = QPersistentModelIndex()
        self._delegate = RowDelegate(images, theme_source, self, look_of=self._look_of, is_picked=self._is_picked)
        self.setObjectName("conversationList")
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        viewport = make_viewport_known(self)
        viewport.setAutoFillBackground(False)
        viewport.setAttribute(Qt.WidgetAttribute.WA_Hover)  # no style of Qt asks for it here
        self._bar = OverlayScrollBar(self, theme_source)
        self._rest = QTimer(self, singleShot=True, interval=POINTER_RESTS_MS)
        self._rest.timeout.connect(self._release)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_HOLD_MS)
        self._longest.timeout.connect(self._release)
        let_readers_choose(self, self._walk)
        model.modelReset.connect(self._after_reset)
        model.rowsInserted.connect(self._after_insert)
        model.rowsMoved.connect(self._put_current_somewhere)
        model.layoutChanged.connect(self._hide_actions)
        for moved in (model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.modelReset):
            moved.connect(self._hide_actions)
        self.verticalScrollBar().valueChanged.connect(self._hide_actions)
        self.picking.changed.connect(self.viewport().update)
        images.ready.connect(self.viewport().update)
        theme_source.changed.connect(self._restyle)
        self._measure = (theme_source.current.scale, theme_source.current.is_compact)
        self._after_reset()

    def _restyle(self) -> None:
        """Other colours; or another text size or density, and then every row is laid out anew."""
        theme = self._theme_source.current
        if (theme.scale, theme.is_compact) != self._measure:
            self._measure = (theme.scale, theme.is_compact)
            self._delegate.forget()
            self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @property
    def shows_label_names(self) -> bool:
        return self._delegate.shows_label_names

    def show_label_names(self, are_shown: bool) -> None:
        """Names of labels in the rows, or their shapes alone."""
        if are_shown != self._delegate.shows_label_names:
            self._delegate.shows_label_names = are_shown
            self._delegate.forget()
            self.viewport().update()

    # what is open

    @property
    def selected_id(self) -> ConversationId | None:
        """The conversation that is marked as open, in the list or not."""
        return self._selected

    def select(self, conversation_id: ConversationId | None) -> None:
        """Mark a conversation as open without opening it."""
        self._selected = conversation_id
        row = self._inbox.row_of(conversation_id)
        if row < 0:
            self.selectionModel().clearSelection()
        else:
            self._is_current_put = False
            self.selectionModel().setCurrentIndex(self._inbox.index(row), _SELECT)
            self.scrollTo(self._inbox.index(row))

    def step(self, by: int) -> None:
        """Walk to the next (1) or previous (-1) conversation; with nothing open, to the current one."""
        current = self.currentIndex().row()
        is_open = self._selected is not None and self._inbox.row_of(self._selected) == current
        self._walk(current + by if is_open else current)

    def show_placeholders(self, are_shown: bool) -> None:
        """Grey rows after the last one, while the first update runs."""
        if are_shown != self._placeholders:
            self._placeholders = are_shown
            self.viewport().update()

    def rows_on_screen(self) -> range:
        """Rows of which at least a part is visible."""
        height = max(self.sizeHintForRow(0), 1)
        first = self.verticalOffset() // height
        last = (self.verticalOffset() + self.viewport().height() - 1) // height
        return range(first, min(last + 1, self._inbox.rowCount()))

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        current = self.currentIndex()
        if self._pick_by_key(Qt.Key(key), modifiers) or self._open_menu_by_key(Qt.Key(key), modifiers):
            return
        if modifiers:
            event.ignore()
            return
        if key in _STEPS:
            self.step(_STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._walk(0)
        elif key == Qt.Key.Key_End:
            self._walk(self._inbox.rowCount() - 1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            page = max(self.viewport().height() // max(self.sizeHintForRow(0), 1) - 1, 1)
            self._walk(current.row() + (page if key == Qt.Key.Key_PageDown else -page))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self._open(current, by_keyboard=True)
        else:
            event.ignore()

    def _pick_by_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Space picks, Shift+Up and Shift+Down a stretch, Ctrl+A all, Esc ends it."""
        current = self.currentIndex().row()
        if current < 0:
            return False
        if key == Qt.Key.Key_Space and not modifiers:
            self.picking.toggle(current)
        elif key == Qt.Key.Key_A and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.picking.all()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and modifiers == Qt.KeyboardModifier.ShiftModifier:
            target = min(max(current + (1 if key == Qt.Key.Key_Down else -1), 0), self._inbox.rowCount() - 1)
            self.picking.extend(target, current)
            self._is_current_put = False
            self.selectionModel().setCurrentIndex(self._inbox.index(target), _KEEP)
            self.scrollTo(self._inbox.index(target))
        else:
            return False
        return True

    def _open_menu_by_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        is_shifted = key == Qt.Key.Key_F10 and modifiers == Qt.KeyboardModifier.ShiftModifier
        current = self.currentIndex()
        if not current.isValid() or not (is_shifted or (key == Qt.Key.Key_Menu and not modifiers)):
            return False
        self.scrollTo(current)
        rect = self.visualRect(current)
        self.menu_wanted.emit(current.data(ID_ROLE), self.viewport().mapToGlobal(rect.center()))

        from PySide6.QtWidgets import QMenu

        from igdesk.ui.menu import select_first

        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            select_first(menu)
        return True

    def hold_for_menu(self, is_open: bool) -> None:
        """No row moves under an open menu."""
        self._is_menu_open = is_open
        if is_open:
            self._hide_actions()
            self._rest.stop()
            self._longest.stop()
            self._inbox.hold()
        else:
            self._release()

    def _look_of(self, index: Index) -> RowLook:
        row = index.row()
        return RowLook(
            is_selected=self.selectionModel().isRowSelected(row, QModelIndex()),
            is_hovered=row == self._hovered.row(),
            has_focus=row == self.currentIndex().row() and self.hasFocus(),
            has_buttons=self._actions is not None and row == self._actions_on.row(),
        )

    def _is_picked(self, conversation_id: ConversationId) -> bool | None:
        """None while nothing is picked."""
        return conversation_id in self.picking if len(self.picking) else None

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here, they do not search."""

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        held = event.modifiers()
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            if held & Qt.KeyboardModifier.ControlModifier:
                self.picking.toggle(index.row())
            elif held & Qt.KeyboardModifier.ShiftModifier:
                self.picking.extend(index.row(), max(self.currentIndex().row(), 0))
            elif len(self.picking) and self._is_on_picture(index, event.position().toPoint()):
                self.picking.toggle(index.row())
            else:
                self.picking.clear()
                self._open(index, by_keyboard=False)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        from igdesk.ui.announce import tell_row

        tell_row(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard and not event.spontaneous():
            self._open_menu_by_key(Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier)  # the key itself came already
        elif event.reason() is QContextMenuEvent.Reason.Mouse and index.isValid():
            self.menu_wanted.emit(index.data(ID_ROLE), event.globalPos())
        event.accept()

    def _is_on_picture(self, index: QModelIndex, at: QPoint) -> bool:
        """Where the tick of a picked row is."""
        row = self.visualRect(index)
        reach = MARGIN + PAD_X + int(avatar_size(self._theme_source.current)) + GAP_AFTER_AVATAR // 2
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return row.right() - at.x() < reach if is_rtl else at.x() - row.left() < reach

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() is Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
            self._show_actions(self.indexAt(event.position().toPoint()))
        self._rest.start()
        if not self._longest.isActive():
            self._longest.start()
        self._inbox.hold()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._release()
            self._hide_actions()
        if kind in (QEvent.Type.HoverLeave, QEvent.Type.Leave):
            self._hovered = QPersistentModelIndex()
        elif kind in (QEvent.Type.HoverEnter, QEvent.Type.HoverMove) and isinstance(event, QHoverEvent):
            self._hovered = QPersistentModelIndex(self.indexAt(event.position().toPoint()))
        return super().viewportEvent(event)

    @property
    def row_actions(self) -> "RowActions":
        """The buttons on the row under the pointer; made when the pointer first comes."""
        if self._actions is None:
            from igdesk.ui.inbox.row_actions import RowActions

            self._actions = RowActions(self._theme_source, self.viewport())
            self._actions.done.connect(self.done_wanted)
            self._actions.snooze.connect(self.snooze_wanted)
        return self._actions

    def _hide_actions(self) -> None:
        if self._actions is not None:
            self._actions.hide()
            self._put_actions_on(QModelIndex())

    def _put_actions_on(self, index: QModelIndex) -> None:
        before, self._actions_on = self._actions_on, QPersistentModelIndex(index)
        for place in (before, index):
            if place.isValid():
                self.viewport().update(self.visualRect(place))

    def _show_actions(self, index: QModelIndex) -> None:
        conversation = self._inbox.conversation_at(index.row()) if index.isValid() else None
        if conversation is None or len(self.picking):
            self._hide_actions()
        else:
            self.row_actions.show_over(conversation, self.visualRect(index))
            self._put_actions_on(index)

    # edits of the model

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """The row that leaves hands the keyboard to its neighbour, but never opens it."""
        current = self.currentIndex().row()
        if start <= current <= end:
            neighbour = end + 1 if end + 1 < self._inbox.rowCount() else start - 1
            self.selectionModel().setCurrentIndex(self._inbox.index(neighbour), _KEEP)
        super().rowsAboutToBeRemoved(parent, start, end)

    def dataChanged(
        self,
        top_left: QModelIndex | QPersistentModelIndex,
        bottom_right: QModelIndex | QPersistentModelIndex,
        roles: object = (),
    ) -> None:
        """All rows are of one height. QListView would measure each of them again, and paint all that are visible."""
        QAbstractItemView.dataChanged(self, top_left, bottom_right, [])

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._placeholders:
            self._paint_placeholders()

    def _paint_placeholders(self) -> None:
        theme = self._theme_source.current
        height = theme.row_height
        top = self._inbox.rowCount() * height - self.verticalOffset()
        painter = QPainter(self.viewport())
        color = theme.color("bg.selectedInactive")
        avatar = avatar_size(theme)
        width = self.viewport().width()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        leading = MARGIN + PAD_X
        place = 0
        while top < self.viewport().height():
            x = width - leading - avatar if is_rtl else leading
            fill_rounded(painter, QRectF(x, top + PAD_Y + 1, avatar, avatar), avatar / 2, color)
            inset = leading + avatar + GAP_AFTER_AVATAR
            y = top + PAD_Y + 5.0
            for wanted in _PLACEHOLDER_BARS[place % len(_PLACEHOLDER_BARS)]:
                length = min(wanted, width - inset - leading)
                fill_rounded(painter, QRectF(width - inset - length if is_rtl else inset, y, length, 10), 5, color)
                y += 19.5
            top += height
            place += 1

    def _after_reset(self) -> None:
        self._put_current_somewhere()
        self.select_again()
        self.scrollToTop()

    def _after_insert(self) -> None:
        self._put_current_somewhere()
        if self._selected is not None and not self.selectionModel().hasSelection():
            self.select_again()

    def select_again(self) -> None:
        """The open conversation may have come (back) into the list."""
        row = self._inbox.row_of(self._selected)
        if row >= 0:
            self._is_current_put = False
            self.selectionModel().setCurrentIndex(self._inbox.index(row), _SELECT)

    def _put_current_somewhere(self) -> None:
        is_first = self._is_current_put and self._placeholders
        if self._inbox.rowCount() and (is_first or not self.currentIndex().isValid()):
            self.selectionModel().setCurrentIndex(self._inbox.index(0), _KEEP)
            self._is_current_put = True

    def _walk(self, row: int) -> None:
        count = self._inbox.rowCount()
        if not count:
            return
        index = self._inbox.index(min(max(row, 0), count - 1))
        self._is_current_put = False
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)
        conversation_id: ConversationId = index.data(ID_ROLE)
        if conversation_id != self._selected:
            self._selected = conversation_id
            self.selected.emit(conversation_id)

    def _open(self, index: QModelIndex, *, by_keyboard: bool) -> None:
        self._is_current_put = False
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self._selected = index.data(ID_ROLE)
        self.opened.emit(self._selected, by_keyboard)

    def _release(self) -> None:
        self._rest.stop()
        self._longest.stop()
        if not self._is_menu_open:
            self._inbox.release()
