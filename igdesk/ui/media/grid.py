"""Pictures and videos as square tiles: a list to keyboard and screen reader."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem, QWidget

from igdesk.domain.attachment import MediaState
from igdesk.store.gallery import GalleryItem
from igdesk.ui.format import play_time
from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import covering_brush, fill_rounded, paint_focus_ring, rounded_path
from igdesk.ui.theme import ThemeSource
from igdesk.ui.tip import TellingDelegate

_Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
GAP = 3
_LOOK_MS = 120


class GridModel(QAbstractListModel):
    """What is shown, in its order."""

    def __init__(self, name: Callable[[GalleryItem], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self.items: list[GalleryItem] = []

    def show_items(self, items: Sequence[GalleryItem]) -> None:
        if list(items) != self.items:
            self.beginResetModel()
            self.items = list(items)
            self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._name(item)
        return None


class _TileDelegate(TellingDelegate):
    def __init__(self, images: ImageCache, theme_source: ThemeSource, grid: "MediaGrid") -> None:
        super().__init__(theme_source, grid)
        self._images = images
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return self._grid.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ITEM_ROLE)
        if not isinstance(item, GalleryItem):
            return
        theme = self._theme_source.current
        side = self._grid.tile_px
        whole: QRectF = QRectF(option.rect)
        rect = QRectF(whole.left(), whole.top(), side, side)
        if self._grid.isRightToLeft():
            rect.moveRight(whole.right() + 1)
        radius = theme.size("radius.control")
        dpr = self._grid.devicePixelRatioF()
        pixmap = self._images.pixmap(item.picture_key, QSize(side, side), dpr) if item.picture_key else None
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if pixmap is None:
            fill_rounded(painter, rect, radius, theme.color("bg.sunken"))
            icon = "video" if item.is_video else "image"
            paint_icon(painter, icon, rect, theme.color("text.tertiary"), size_key="menu")
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setBrush(covering_brush(pixmap, rect))
            painter.drawPath(rounded_path(rect, (radius,) * 4))
        if item.is_video:
            self._paint_tag(painter, rect, item)
        if self._grid.hasFocus() and self._grid.currentIndex() == index:
            paint_focus_ring(painter, rect.adjusted(1, 1, -1, -1), theme, radius)
        painter.restore()

    def _paint_tag(self, painter: QPainter, rect: QRectF, item: GalleryItem) -> None:
        """Play sign and length at the bottom trailing corner."""
        theme = self._theme_source.current
        font = theme.font("micro", weight=500, tabular=True)
        words = play_time(item.attachment.duration_ms) if item.attachment.duration_ms else ""
        width = 8 + 10 + (4 + QFontMetricsF(font).horizontalAdvance(words) if words else 0)
        tag = QRectF(rect.right() - 6 - width, rect.bottom() - 6 - 16, width, 16)
        if self._grid.isRightToLeft():
            tag.moveLeft(rect.left() + 6)
        fill_rounded(painter, tag, 4, theme.color("media.overlay.bg"))
        ink = theme.color("media.overlay.text")
        paint_icon(painter, "play", QRectF(tag.left() + 4, tag.top() + 3, 10, 10), ink, size_key="pill")
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(tag.adjusted(18, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


class MediaGrid(QListView):
    """Opens what is clicked or chosen by Enter; asks for what is on the screen and not on this computer."""

    opened = Signal(int)
    """Id of an attachment."""
    wanted = Signal(list)
    """Ids of attachments."""

    def __init__(
        self,
        name: Callable[[GalleryItem], str],
        images: ImageCache,
        theme_source: ThemeSource,
        parent: QWidget,
        *,
        most_px: int = 0,
    ) -> None:
        """``most_px``: as many columns as keep a tile within it; 0: three columns."""
        super().__init__(parent)
        self._most_px = most_px
        self.tile_px = 80
        self._asked: set[int] = set()
        self.rows = GridModel(name, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_TileDelegate(images, theme_source, self))
        self.setModel(self.rows)
        self._images = images
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._ask)
        images.ready.connect(self._arrived)
        theme_source.changed.connect(self.viewport().update)

    def show_items(self, items: Sequence[GalleryItem]) -> None:
        at = self.currentIndex().row()
        self.rows.show_items(items)
        if items:
            self.setCurrentIndex(self.rows.index(min(max(at, 0), len(items) - 1)))
        self._look.start()

    @property
    def line_px(self) -> int:
        return self.tile_px + GAP

    def forget_asked(self) -> None:
        """Another conversation: what was asked for may be asked for again."""
        self._asked.clear()

    def fit(self, width: int) -> None:
        """Choose the size of a tile for a width. The list lays out by cells, and takes none that just fits."""
        columns = 3 if not self._most_px else max(-(-width // (self._most_px + GAP)), 3)
        side = max((width - 1) // columns - GAP, 24)
        if side != self.tile_px or self.gridSize().width() != side + GAP:
            self.tile_px = side
            self.setGridSize(QSize(side + GAP, side + GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(self.indexAt(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_on = self.indexAt(event.position().toPoint()).isValid()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_on else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.fit(self.viewport().width())
        super().resizeEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._look.start()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows.items[index.row()].attachment.id)

    def _arrived(self, key: str) -> None:
        if any(item.picture_key == key for item in self.rows.items):
            self.viewport().update()

    def _ask(self) -> None:
        """What is visible and not here is asked for, once."""
        if not self.isVisible():
            return
        screen = self.viewport().rect()
        missing = []
        for row, item in enumerate(self.rows.items):
            still = item.still
            if still.state is not MediaState.REMOTE or still.id in self._asked:
                continue
            if (item.is_video and item.poster is None) or not self.visualRect(self.rows.index(row)).intersects(screen):
                continue
            missing.append(still.id)
        if missing:
            self._asked.update(missing)
            self.wanted.emit(missing)
