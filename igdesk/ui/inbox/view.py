"""The list on the screen: pointer, keyboard, selection by conversation."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.ui.images import ImageCache
from igdesk.ui.inbox.delegate import GAP_AFTER_AVATAR, MARGIN, PAD_X, PAD_Y, RowDelegate
from igdesk.ui.inbox.model import ID_ROLE, InboxModel
from igdesk.ui.paint import fill_rounded
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.theme import ThemeSource

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
        self._delegate = RowDelegate(images, theme_source, self)
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
        self.viewport().setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self, theme_source)
        self._rest = QTimer(self, singleShot=True, interval=POINTER_RESTS_MS)
        self._rest.timeout.connect(self._release)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_HOLD_MS)
        self._longest.timeout.connect(self._release)
        model.modelReset.connect(self._after_reset)
        model.rowsInserted.connect(self._after_insert)
        images.ready.connect(self.viewport().update)
        theme_source.changed.connect(self.viewport().update)
        self._after_reset()

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
        if modifiers:
            event.ignore()
            return
        current = self.currentIndex()
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

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here, they do not search."""

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self._open(index, by_keyboard=False)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() is Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
        self._rest.start()
        if not self._longest.isActive():
            self._longest.start()
        self._inbox.hold()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._release()
        return super().viewportEvent(event)

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
        height = int(theme.size("size.row.comfortable"))
        top = self._inbox.rowCount() * height - self.verticalOffset()
        painter = QPainter(self.viewport())
        color = theme.color("bg.selectedInactive")
        avatar = theme.size("avatar.size.list")
        width = self.viewport().width()
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        leading = MARGIN + PAD_X
        place = 0
        while top < self.viewport().height():
            x = width - leading - avatar if is_rtl else leading
            fill_rounded(painter, QRectF(x, top + PAD_Y + 3, avatar, avatar), avatar / 2, color)
            inset = leading + avatar + GAP_AFTER_AVATAR
            y = top + PAD_Y + 7.0
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
            self.selectionModel().setCurrentIndex(self._inbox.index(row), _SELECT)

    def _put_current_somewhere(self) -> None:
        if not self.currentIndex().isValid() and self._inbox.rowCount():
            self.selectionModel().setCurrentIndex(self._inbox.index(0), _KEEP)

    def _walk(self, row: int) -> None:
        count = self._inbox.rowCount()
        if not count:
            return
        index = self._inbox.index(min(max(row, 0), count - 1))
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self.scrollTo(index)
        conversation_id: ConversationId = index.data(ID_ROLE)
        if conversation_id != self._selected:
            self._selected = conversation_id
            self.selected.emit(conversation_id)

    def _open(self, index: QModelIndex, *, by_keyboard: bool) -> None:
        self.selectionModel().setCurrentIndex(index, _SELECT)
        self._selected = index.data(ID_ROLE)
        self.opened.emit(self._selected, by_keyboard)

    def _release(self) -> None:
        self._rest.stop()
        self._longest.stop()
        self._inbox.release()
