"""The navigation of the settings: the pages, or what a search found on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from igdesk.ui.accessible_role import let_readers_choose
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import fill_rounded, paint_focus_ring
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import TellingDelegate

_TARGET = Qt.ItemDataRole.UserRole
HEIGHT, GAP, MARGIN, LEAST_PAD = 38, 2, 8, 4
BEFORE_WORDS, AFTER_WORDS = 43, 12
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
COMPACT_BELOW = 120


@dataclass(frozen=True, slots=True)
class Target:
    """Where an item leads: a page, and a row of it if the search found one."""

    page_id: str
    icon_name: str
    title: str
    row_title: str = ""

    @property
    def words(self) -> str:
        return self.row_title or self.title


class _Delegate(TellingDelegate):
    """Icon and word; the chosen page is tinted."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        target: Target | None = index.data(_TARGET)
        port = self.parent()
        if target is None or not isinstance(port, QListWidget):
            return QSize(0, HEIGHT + GAP)
        row = port.viewport().width() - 2 * MARGIN
        line = self._theme_source.current.line_height("small") if target.row_title else 0
        words = 0 if row < COMPACT_BELOW else ceil(self._words_height(target, row - BEFORE_WORDS - AFTER_WORDS))
        return QSize(0, max(HEIGHT, words + 2 * LEAST_PAD) + GAP + line)

    def _words_height(self, target: Target, room: float) -> float:
        """Two lines where large letters need them."""
        font = self._theme_source.current.font("body", weight=600, text=target.words)
        return QFontMetricsF(font).boundingRect(QRectF(0, 0, room, 1000), _WRAPPED, target.words).height()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        target: Target | None = index.data(_TARGET)
        if target is None:
            return
        theme = self._theme_source.current
        state: QStyle.StateFlag = option.state
        direction: Qt.LayoutDirection = option.direction
        rect = QRectF(option.rect).adjusted(MARGIN, 0, -MARGIN, -GAP)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        radius = theme.size("radius.control")
        painter.save()
        if is_chosen:
            fill_rounded(painter, rect, radius, theme.color("bg.selected"))
        elif state & QStyle.StateFlag.State_MouseOver:
            fill_rounded(painter, rect, radius, theme.color("bg.hover"))
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, rect, theme, radius)
        ink = theme.color("accent.text" if is_chosen else "text.primary")
        sign = theme.color("accent.text" if is_chosen else "text.secondary")
        size, is_rtl = icon_size("menu"), direction is Qt.LayoutDirection.RightToLeft
        is_compact = rect.width() < COMPACT_BELOW
        inset = (rect.width() - size) / 2 if is_compact else 13.0
        x = rect.right() - inset - size if is_rtl else rect.left() + inset
        paint_icon(painter, target.icon_name, QRectF(x, rect.center().y() - size / 2, size, size), sign)
        if not is_compact:
            before, after = (AFTER_WORDS, BEFORE_WORDS) if is_rtl else (BEFORE_WORDS, AFTER_WORDS)
            words = rect.adjusted(before, 0, -after, 0)
            side = Qt.AlignmentFlag.AlignRight if is_rtl else Qt.AlignmentFlag.AlignLeft
            flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            font = theme.font("body", weight=600 if is_chosen else 500, text=target.words)
            painter.setFont(font)
            painter.setPen(ink)
            line = theme.line_height("small") if target.row_title else 0
            middle = int(flags)
            painter.drawText(words.adjusted(0, 0, 0, -line), middle | _WRAPPED, target.words)
            if target.row_title:
                painter.setFont(theme.font("small"))
                painter.setPen(theme.color("text.secondary"))
                high = self._words_height(target, words.width())
                top = words.top() + (words.height() - line + high) / 2
                painter.drawText(QRectF(words.left(), top, words.width(), line), middle, target.title)
        painter.restore()


class SettingsNav(QListWidget):
    """One stop for Tab; arrows move and show at once."""

    wanted = Signal(object)
    """The Target that was chosen."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setObjectName("settingsNav")
        self.setAccessibleName(say("settings.name"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Delegate(theme_source, self))
        self.setUniformItemSizes(False)
        let_readers_choose(self, self._choose_row)
        self.itemClicked.connect(lambda item: self.wanted.emit(item.data(_TARGET)))
        theme_source.changed.connect(self._dress)
        self._dress()

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Other items; none is chosen yet."""
        self.clear()
        for target in targets:
            item = QListWidgetItem(target.words)
            item.setData(_TARGET, target)
            spoken = f"{target.row_title}, {target.title}" if target.row_title else target.title
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(target.title)
            self.addItem(item)

    def mark(self, page_id: str) -> None:
        """Show which page is on the screen."""
        for at in range(self.count()):
            target = self.item(at).data(_TARGET)
            if target.page_id == page_id and not target.row_title:
                self.setCurrentRow(at)
                return

    def choose_current(self) -> None:
        item = self.currentItem()
        if item is not None:
            self.wanted.emit(item.data(_TARGET))

    def _choose_row(self, row: int) -> None:
        self.setCurrentRow(row)
        self.choose_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentRow()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current()
            return
        super().keyPressEvent(event)
        if self.currentRow() != before:
            self.choose_current()

    def _dress(self) -> None:
        palette = QPalette(self._theme_source.current.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme_source.current.color("bg.list"))
        self.setPalette(palette)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
