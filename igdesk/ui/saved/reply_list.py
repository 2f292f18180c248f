"""The list of saved replies in the editor: folders as headings, moved by drag and by key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFontMetricsF, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from igdesk.domain.saved_reply import SavedReply
from igdesk.ui.accessible_role import let_readers_choose
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import fill_rounded, paint_focus_ring
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.texts import left_to_right, say
from igdesk.ui.theme import ThemeSource

_REPLY = Qt.ItemDataRole.UserRole
ROW, HEADING, MARGIN = 48, 30, 8
_GRIP_AT, _WORDS_AT, _END = 12, 38, 10
Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    """Grip, name and shortcut; a folder is a small heading."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        theme = self._theme_source.current
        if not isinstance(index.data(_REPLY), SavedReply):
            return QSize(0, max(HEADING, theme.line_height("small") + 10))
        return QSize(0, max(ROW, theme.line_height("body") + theme.line_height("small") + 10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, direction = self._theme_source.current, option.direction
        is_rtl = direction is Qt.LayoutDirection.RightToLeft
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, 0)
        side = (Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignAbsolute
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        reply = index.data(_REPLY)
        painter.save()
        if not isinstance(reply, SavedReply):
            self._write(painter, rect.adjusted(12, 6, -12, 0), flags, str(reply), "small", 600, "text.secondary")
            painter.restore()
            return
        state: QStyle.StateFlag = option.state
        radius = theme.size("radius.control")
        if state & QStyle.StateFlag.State_Selected:
            fill_rounded(painter, rect, radius, theme.color("bg.selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, rect, radius, theme.color("bg.hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, rect, theme, radius)
        size = icon_size("meta")
        x = rect.right() - _GRIP_AT - size if is_rtl else rect.left() + _GRIP_AT
        grip = QRectF(x, rect.center().y() - size / 2, size, size)
        paint_icon(painter, "grip", grip, theme.color("text.tertiary"), layout_direction=direction)
        start, end = (_END, -_WORDS_AT) if is_rtl else (_WORDS_AT, -_END)
        words = rect.adjusted(start, 0, end, 0)
        high, low = theme.line_height("body"), theme.line_height("small")
        top = rect.center().y() - (high + low) / 2
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        name = QRectF(words.left(), top, words.width(), high)
        self._write(painter, name, flags, reply.name, "body", 600 if is_chosen else 500, "text.primary")
        if reply.shortcut:
            below = QRectF(words.left(), top + high, words.width(), low)
            self._write(painter, below, flags, left_to_right(f"/{reply.shortcut}"), "small", 500, "accent.text")
        painter.restore()

    def _write(
        self, painter: QPainter, rect: QRectF, flags: object, text: str, scale: str, weight: int, ink: str
    ) -> None:
        theme = self._theme_source.current
        font = theme.font(scale, weight=weight, text=text)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, shown)  # type: ignore[call-overload]


class ReplyList(QListWidget):
    """One stop for Tab. Alt+Up and Alt+Down move what is chosen."""

    picked = Signal(int)
    """Id of the reply that is chosen now."""
    arranged = Signal(object)
    """All ids in their new order."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setObjectName("savedList")
        self.setAccessibleName(say("saved.title"))
        self.setAccessibleDescription(say("saved.list.keys"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setViewportMargins(0, 8, 0, 8)
        self.setItemDelegate(_Delegate(theme_source, self))
        OverlayScrollBar(self, theme_source)
        let_readers_choose(self, self.setCurrentRow)
        self.currentItemChanged.connect(self._pick)
        theme_source.changed.connect(self._dress)
        self._dress()

    @property
    def chosen_id(self) -> int | None:
        item: QListWidgetItem | None = self.currentItem()
        reply = item.data(_REPLY) if item is not None else None
        return reply.id if isinstance(reply, SavedReply) else None

    def show_replies(self, replies: Sequence[SavedReply], chosen: int | None) -> None:
        """Other rows, without telling of it; ``chosen`` stays chosen."""
        was_blocked = self.blockSignals(True)
        self.clear()
        folder = ""
        for reply in replies:
            if reply.folder != folder:
                folder = reply.folder
                heading = QListWidgetItem(folder)
                heading.setData(_REPLY, folder)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(heading)
            item = QListWidgetItem(reply.name)
            item.setData(_REPLY, reply)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
            spoken = say("saved.item", name=reply.name, shortcut=reply.shortcut, n=reply.uses)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.addItem(item)
            if reply.id == chosen:
                self.setCurrentItem(item)
        self.blockSignals(was_blocked)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()  # else the window walks through conversations
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if step := _step_of(event):
            self._move(step)
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.arranged.emit(self._ids())

    def _move(self, by: int) -> None:
        ids, chosen = self._ids(), self.chosen_id
        if chosen is None:
            return
        at = ids.index(chosen)
        ids.insert(min(max(at + by, 0), len(ids) - 1), ids.pop(at))
        self.arranged.emit(ids)

    def _ids(self) -> list[int]:
        found = [self.item(row).data(_REPLY) for row in range(self.count())]
        return [reply.id for reply in found if isinstance(reply, SavedReply)]

    def _pick(self) -> None:
        if self.chosen_id is not None:
            self.picked.emit(self.chosen_id)

    def _dress(self) -> None:
        palette = QPalette(self._theme_source.current.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme_source.current.color("bg.list"))
        self.setPalette(palette)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _step_of(event: QKeyEvent) -> int:
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.AltModifier:
        return 0
    return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
