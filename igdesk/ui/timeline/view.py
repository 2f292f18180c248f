"""The list of messages: one child for each to assistive technology, its own row geometry, an anchor that holds."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from igdesk.domain.ids import MessageId
from igdesk.ui import tokens
from igdesk.ui.announce import tell_current, tell_row
from igdesk.ui.images import ImageCache
from igdesk.ui.scroll import make_viewport_known
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.actions import Action, Do
from igdesk.ui.timeline.bubble import Bubble
from igdesk.ui.timeline.content import Measures, measures_for
from igdesk.ui.timeline.delegate import Marks, TimelineDelegate
from igdesk.ui.timeline.effects import Effects
from igdesk.ui.timeline.estimate import estimate_height
from igdesk.ui.timeline.glide import Glide
from igdesk.ui.timeline.media_watch import MediaWatch
from igdesk.ui.timeline.model import TimelineModel
from igdesk.ui.timeline.overlays import Overlays
from igdesk.ui.timeline.painting import Painting
from igdesk.ui.timeline.placing import Placing
from igdesk.ui.timeline.pointer import Pointer
from igdesk.ui.timeline.shelf import BubbleShelf

_Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemView.ScrollHint
Cursor = QAbstractItemView.CursorAction

PAGE_OVERLAP_PX = 40
OPEN_AT_PX = 48
"""Where the first unread message begins when a conversation is opened."""
_MOST_PAGES = 6


class TimelineView(QListView):
    """Never asks a delegate for sizes: a row is laid out when it comes near the screen, and only then."""

    acted = Signal(object)
    """An Action that is not the view's own business."""
    media_wanted = Signal(list)

    def __init__(
        self, model: TimelineModel, images: ImageCache, theme_source: ThemeSource, parent: QWidget | None = None
    ) -> None:
        # Qt asks for rows and places while the list is still being built
        self._is_settling = True
        self._theme_source = theme_source
        self._images = images
        self._has_motion = True
        self.rows = model
        self.shelf = BubbleShelf(Measures(1.0, theme_source.current, model.scene))
        self.placing = Placing(model, self.bubble)
        super().__init__(parent)
        make_viewport_known(self)
        self.setObjectName("timeline")
        self.setAccessibleName(say("timeline.list"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAutoScroll(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 60)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._delegate = TimelineDelegate(self.shelf, images, theme_source, self)
        self.setItemDelegate(self._delegate)
        self.painting = Painting(self, self._delegate, theme_source)
        self.effects = Effects(self.repaint_message, self)
        self.pointer = Pointer(self, theme_source)
        self._glide = Glide(self._move_by, self)
        self.media_watch = MediaWatch(self.visible_bubbles, self)
        self.media_watch.wanted.connect(self.media_wanted)
        self.overlays = Overlays(model, self.placing, theme_source, self)
        self.overlays.jump.clicked.connect(self.jump_to_end)
        self.setModel(model)
        model.rowsRemoved.connect(self._after_remove)
        model.applied.connect(self._after_changes)
        model.arrived.connect(self.overlays.count_arrived)
        images.ready.connect(self._picture_came)
        theme_source.changed.connect(self._restyle)
        self._restyle()
        self._is_settling = False

    # for the pane

    def begin_at(self, row: int) -> None:
        """First sight of an opened conversation: a row near the upper edge, or the end (-1)."""
        self._glide.stop()
        self.effects.stop()
        self.media_watch.forget()
        self.overlays.reset()
        self.pointer.forget()
        if row < 0:
            self.placing.go_to_end()
        else:
            self.placing.hold(row, OPEN_AT_PX, with_dividers=False)
        self._settle()

    def show_message(self, message_id: MessageId, *, flash: bool = True) -> bool:
        """Bring a message to the middle of the screen; False when the archive does not have it."""
        row = self.rows.show_around(message_id)
        if row < 0:
            return False
        self.scrollTo(self.rows.index(row), Hint.PositionAtCenter)
        if flash:
            self.effects.flash(message_id)
        return True

    def set_has_motion(self, has_motion: bool) -> None:
        """Off: nothing moves by itself."""
        self._has_motion = has_motion
        self.effects.has_motion = self.overlays.day_pill.has_motion = has_motion

    @property
    def is_at_end(self) -> bool:
        return self.placing.is_at_end

    def begin_at_end(self) -> None:
        """To the newest message, at once."""
        self._glide.stop()
        self.placing.go_to_end()
        self._settle()

    def jump_to_end(self) -> None:
        """To the newest message; the last stretch of the way is shown."""
        self.rows.show_newest()
        height = self.viewport().height()
        far = self.placing.maximum - self.placing.value
        if far > 3 * height:
            self._move_by(far - height)
        self._glide.push(self.placing.maximum - self.placing.value, self._duration("motion.slow"))
        if not self._has_motion:
            self.placing.go_to_end()
            self._settle()

    def scroll_by(self, distance_px: float, *, glides: bool) -> None:
        """Move the messages up by a distance, gliding or at once."""
        if not glides:
            self._glide.stop()
        self._glide.push(distance_px, self._duration("motion.base") if glides else 0)

    def scroll_by_page(self, direction: int) -> None:
        """A screen up (-1) or down (1), with a little overlap."""
        step = max(self.viewport().height() - PAGE_OVERLAP_PX, 40)
        self.scroll_by(direction * step, glides=True)

    # bubbles

    def bubble(self, row: int) -> Bubble:
        return self.shelf.bubble(self.rows.rows[row])

    def visible_bubbles(self) -> list[Bubble]:
        return [self.bubble(row) for row in self.placing.visible_rows()]

    def current_row(self) -> int:
        return self.currentIndex().row()

    def set_current_row(self, row: int) -> None:
        self.selectionModel().setCurrentIndex(self.rows.index(row), QItemSelectionModel.SelectionFlag.NoUpdate)

    def column_left(self) -> int:
        return (self.viewport().width() - int(self.shelf.measures.column)) // 2

    def row_origin(self, row: int) -> QPoint:
        """Where the column of a row begins on the screen."""
        return QPoint(self.column_left(), self.placing.top_on_screen(row))

    def act(self, action: Action) -> None:
        """Do what belongs to the view, pass on the rest."""
        if action.do is Do.SHOW_ALL:
            self.shelf.show_whole(action.message_id)
            row = self.rows.position(action.message_id)
            if row >= 0:
                self.placing.changed(row, row)
                self._settle()
        elif action.do is Do.SHOW_QUOTED:
            self.show_message(MessageId(action.target))
        else:
            self.acted.emit(action)

    # geometry that QListView would otherwise work out by asking for every size

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid() or index.row() >= len(self.placing.heights):
            return QRect()
        row = index.row()
        top = self.placing.top_on_screen(row)
        return QRect(0, top, self.viewport().width(), self.placing.heights.height(row))

    def indexAt(self, p: QPoint) -> QModelIndex:
        row = self.placing.row_on_screen(p.y()) if self.viewport().rect().contains(p) else -1
        return self.rows.index(row) if row >= 0 else QModelIndex()

    def scrollTo(self, index: _Index, hint: Hint = Hint.EnsureVisible) -> None:
        row = index.row()
        if not index.isValid() or row >= len(self.placing.heights):
            return
        if hint is Hint.EnsureVisible and self.placing.is_wholly_visible(row):
            return
        height, view = self.bubble(row).height, self.viewport().height()
        if hint is Hint.EnsureVisible:
            y = self.placing.nearest_place(row)
        elif hint is Hint.PositionAtTop:
            y = 0
        else:
            y = view - height if hint is Hint.PositionAtBottom else max((view - height) // 2, 0)
        self._glide.stop()
        self.placing.hold(row, y)
        self._settle()

    def verticalOffset(self) -> int:
        return self.placing.value

    def horizontalOffset(self) -> int:
        return 0

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: object) -> None:
        """Text is copied message by message; there is nothing to select."""

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()

    def doItemsLayout(self) -> None:
        self._settle()

    def updateGeometries(self) -> None:
        self._settle()

    def reset(self) -> None:
        super().reset()
        self.shelf.forget_bubbles()
        self.placing.reset(self._estimates(0, self.rows.rowCount() - 1))
        self.pointer.forget()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        self.placing.inserted(start, self._estimates(start, end))
        if end == self.rows.rowCount() - 1 and self.placing.is_at_end and self.isVisible():
            row = self.rows.rows[end]
            if start == end and row.message.is_own:
                self.effects.appear(row.id)
        self.scheduleDelayedItemsLayout()

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        self.pointer.about_to_remove(start, end)
        super().rowsAboutToBeRemoved(parent, start, end)
        self.placing.about_to_remove(start, end)
        self.shelf.forget(row.id for row in self.rows.rows[start : end + 1])

    def dataChanged(self, top_left: _Index, bottom_right: _Index, roles: object = ()) -> None:
        self.placing.changed(top_left.row(), bottom_right.row())
        self.scheduleDelayedItemsLayout()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Nothing scrolls by itself; who listens is told which message is meant now."""
        self.viewport().update()
        tell_current(self)

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        self._settle()
        self.overlays.place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if self._is_settling:
            return
        self.placing.scrolled_to(self.verticalScrollBar().value())
        self._settle()
        self.overlays.tell_day()
        self.pointer.follow()

    def verticalScrollbarValueChanged(self, value: int) -> None:
        """Qt would paint the rows under the pointer anew; the pointer of this view knows what it is over."""

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painting.paint(event)

    def marks_of(self, message_id: int) -> Marks:
        """What is on a message at the moment."""
        row = self.current_row() if self.hasFocus() and self.pointer.is_by_keyboard else -1
        has_ring = row >= 0 and self.rows.rows[row].id == message_id
        flash, presence = self.effects.flash_strength(message_id), self.effects.presence(message_id)
        return Marks(self.pointer.hit_in(message_id), has_ring, flash, presence)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.setAccepted(self.pointer.wheel(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.setAccepted(self.pointer.key(event))

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where the focus goes: used by Qt when the list gets the focus without a current message."""
        return self.rows.index(self.pointer.row_to_begin()) if self.rows.rowCount() else QModelIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer.forget()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.pointer.focused(event.reason())
        super().focusInEvent(event)
        self.viewport().update()
        tell_row(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.pointer.show_menu(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self.pointer.show_tooltip(event)
            return True
        return super().viewportEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange):
            self._remeasure()

    # inside

    def _estimates(self, first: int, last: int) -> list[int]:
        return [estimate_height(row, self.shelf.measures) for row in self.rows.rows[first : last + 1]]

    def _settle(self) -> None:
        """Bring the scroll bar in line with the rows; fetch pages that come near."""
        if self._is_settling or len(self.placing.heights) != self.rows.rowCount():
            return
        self._is_settling = True
        try:
            for _ in range(_MOST_PAGES):
                self.placing.set_view_height(self.viewport().height())
                value = self.placing.settle()
                if not self.isVisible() or not self.placing.fetch_near():
                    break
            bar = self.verticalScrollBar()
            bar.setRange(0, self.placing.maximum)
            bar.setPageStep(max(self.viewport().height(), 1))
            bar.setSingleStep(self._theme_source.current.line_height("message"))
            bar.setValue(value)
        finally:
            self._is_settling = False
        self.overlays.show_jump()
        self.media_watch.look_soon()
        self.painting.catch_up()

    def _move_by(self, distance: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + distance)

    def _after_remove(self, parent: _Index, first: int, last: int) -> None:
        self.placing.removed(first, last)
        self.scheduleDelayedItemsLayout()

    def _after_changes(self) -> None:
        if self.shelf.measures.scene != self.rows.scene:
            self._remeasure()
        self._settle()
        visible = self.placing.visible_rows()
        if not self._is_settling and visible:
            self.rows.trim(visible[len(visible) // 2])

    def _measure(self) -> None:
        """Width of the column of messages; a change makes every layout untrue."""
        measures = measures_for(self.viewport().width(), self._theme_source.current, self.rows.scene)
        is_rtl = self.isRightToLeft()
        held = self.shelf.measures
        if (measures.column, measures.scene, is_rtl) != (held.column, held.scene, self.shelf.is_rtl):
            self._use(measures, is_rtl=is_rtl)

    def _remeasure(self) -> None:
        column = self.shelf.measures.column
        self._use(Measures(column, self._theme_source.current, self.rows.scene), is_rtl=self.isRightToLeft())
        self._settle()

    def _use(self, measures: Measures, *, is_rtl: bool) -> None:
        self.shelf.set_measures(measures, is_rtl=is_rtl)
        if len(self.placing.heights):
            self.placing.changed(0, len(self.placing.heights) - 1)
        self.pointer.forget()

    def _restyle(self) -> None:
        """Other colours: no text is laid out anew unless the letters have another size."""
        old, new = self.shelf.measures.theme, self._theme_source.current
        self.setPalette(new.palette())
        if old.font("message") != new.font("message") or old.line_height("message") != new.line_height("message"):
            self._remeasure()
        self.viewport().update()

    def _picture_came(self, key: str) -> None:
        if any(picture.key == key for bubble in self.visible_bubbles() for picture in bubble.pictures):
            self.viewport().update()

    def repaint_message(self, message_id: int) -> None:
        row = self.rows.position(message_id)
        if 0 <= row < len(self.placing.heights):
            self.viewport().update(self.visualRect(self.rows.index(row)).adjusted(0, -8, 0, 16))

    def _duration(self, name: str) -> int:
        duration: int = tokens.value(name)
        return duration if self._has_motion else 0
