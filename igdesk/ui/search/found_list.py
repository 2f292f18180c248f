"""The list of what was found: rows by kind, moved through while the focus stays in the field."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from igdesk.domain.text import is_right_to_left
from igdesk.ui.accessible_role import let_readers_choose
from igdesk.ui.announce import announce
from igdesk.ui.icons import paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.paint import badge_width, fill_rounded, paint_avatar, paint_badge, paint_verified
from igdesk.ui.scroll import OverlayScrollBar
from igdesk.ui.search.key_caps import caps_width, paint_caps
from igdesk.ui.search.marked_line import draw_marked
from igdesk.ui.search.rows import FoundRow, RowKind
from igdesk.ui.texts import say
from igdesk.ui.theme import Theme, ThemeSource

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex
MARGIN, PAD = 8.0, 12.0
PICTURE, GAP = 32.0, 12.0
VERIFIED = 14.0
NARROW = 420.0
"""Beside the conversation the time stands behind the name: the words found need the whole of their line."""
_LTR, _RTL = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class FoundModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[FoundRow, ...] = ()

    def show_rows(self, rows: Sequence[FoundRow]) -> None:
        if tuple(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and not self.rows[index.row()].is_choosable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class FoundDelegate(QStyledItemDelegate):
    def __init__(self, images: ImageCache, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._images = images
        self._theme_source = theme_source

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row: FoundRow | None = index.data(ROW_ROLE)
        theme = self._theme_source.current
        two_lines = theme.line_height("name") + theme.line_height("small") + 6
        if row is None:
            return QSize(0, 0)
        heights = {
            RowKind.HEADING: theme.line_height("small") + 14,
            RowKind.NOTE: theme.line_height("body") + 20,
            RowKind.MORE: theme.line_height("body") + 18,
        }
        return QSize(0, int(heights.get(row.kind, max(theme.size("size.row.palette"), two_lines))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: FoundRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        state: QStyle.StateFlag = option.state
        painter.save()
        _RowPainter(painter, QRectF(option.rect), self._theme_source.current, option.direction, self._images).paint(
            row,
            is_selected=bool(state & QStyle.StateFlag.State_Selected),
            is_under=bool(state & QStyle.StateFlag.State_MouseOver),
        )
        painter.restore()


class _RowPainter:
    def __init__(
        self, painter: QPainter, area: QRectF, theme: Theme, direction: Qt.LayoutDirection, images: ImageCache
    ) -> None:
        self._painter, self._area, self._theme, self._images = painter, area, theme, images
        self._direction = direction
        self._is_rtl = direction is _RTL

    def paint(self, row: FoundRow, *, is_selected: bool, is_under: bool) -> None:
        ground = self._area.adjusted(MARGIN, 0, -MARGIN, 0)
        if row.is_choosable and (is_selected or is_under):
            color = self._theme.color("bg.selected" if is_selected else "bg.hover")
            fill_rounded(self._painter, ground, self._theme.size("radius.control"), color)
        inner = ground.adjusted(PAD, 0, -PAD, 0)
        match row.kind:
            case RowKind.HEADING:
                line = inner.adjusted(0, 6, 0, 0)
                self._line(line, row.title, "small", "text.secondary", weight=600)
            case RowKind.NOTE:
                self._line(inner, row.title, "body", "text.secondary")
            case RowKind.MORE:
                self._trailing(row, inner)
                self._line(self._after_picture(inner), row.title, "body", "text.link", weight=600)
            case _:
                self._thing(row, inner, is_selected=is_selected)

    def _thing(self, row: FoundRow, inner: QRectF, *, is_selected: bool) -> None:
        theme = self._theme
        picture = self._flip(QRectF(inner.left(), inner.center().y() - PICTURE / 2, PICTURE, PICTURE), inner)
        if row.participant is not None:
            person = row.participant
            ratio = self._painter.device().devicePixelRatioF()
            pixmap = self._images.any_size(person.picture_key, picture.size().toSize(), ratio)
            paint_avatar(self._painter, picture, theme, person.igsid or row.title, row.title, pixmap)
        else:
            fill_rounded(self._painter, picture, theme.size("radius.control"), theme.color("bg.sunken"))
            if row.icon:
                ink = theme.color("accent.text" if is_selected else "text.secondary")
                paint_icon(self._painter, row.icon, picture, ink, size_key="menu", layout_direction=self._direction)
        title_height, text_height = theme.line_height("name"), theme.line_height("small")
        height = title_height + (text_height if row.text or row.lead else 0)
        top = inner.center().y() - height / 2
        is_narrow = inner.width() < NARROW and not row.caps
        right = self._trailing(row, QRectF(inner.left(), top, inner.width(), title_height) if is_narrow else inner)
        words = self._after_picture(inner).adjusted(0, 0, 0 if is_narrow else -right, 0)
        badge = VERIFIED + 6 if row.participant is not None and row.participant.is_verified else 0
        title = QRectF(words.left(), top, words.width() - badge - (right if is_narrow else 0), title_height)
        width = self._line(title, row.title, "name", "text.primary", marks=row.title_marks, inside=inner)
        if badge:
            sign = QRectF(title.left() + width + 6, title.center().y() - VERIFIED / 2, VERIFIED, VERIFIED)
            paint_verified(self._painter, self._flip(sign, inner), theme)
        if row.number:
            size = badge_width(theme, str(row.number))
            at = self._flip(QRectF(title.left() + width + 8, title.center().y() - 9, size, 18), inner)
            paint_badge(self._painter, at.right(), at.top(), theme, str(row.number), muted=True)
        if row.text or row.lead:
            self._text(row, QRectF(words.left(), top + title_height, words.width(), text_height), inner)

    def _text(self, row: FoundRow, rect: QRectF, inner: QRectF) -> None:
        left = rect.left()
        if row.lead:
            lead = QRectF(rect)
            left += self._line(lead, row.lead, "small", "text.secondary", inside=inner) + 4
        words = QRectF(left, rect.top(), rect.right() - left, rect.height())
        is_rtl = is_right_to_left(row.text)
        box = self._flip(words, inner)
        font = self._theme.font("small", text=row.text)
        # As in the inbox: alone, what is read from the right stands there; in a mirrored window everything does.
        at_right = self._is_rtl or (is_rtl and not row.lead)
        draw_marked(
            self._painter, box, self._theme, row.text, row.text_marks, font=font, ink="text.secondary",
            direction=_RTL if is_rtl else _LTR, at_right=at_right,
        )  # fmt: skip

    def _trailing(self, row: FoundRow, inner: QRectF) -> float:
        """What stands at the trailing end; the room it takes."""
        theme = self._theme
        if row.caps:
            width = caps_width(theme, row.caps)
            box = self._flip(QRectF(inner.right() - width, inner.top(), width, inner.height()), inner)
            paint_caps(self._painter, theme, row.caps, box.left(), inner.center().y())
            return width + GAP
        if row.right:
            from PySide6.QtGui import QFontMetricsF

            font = theme.font("small", tabular=True)
            width = QFontMetricsF(font).horizontalAdvance(row.right) + 2
            box = self._flip(QRectF(inner.right() - width, inner.top(), width, inner.height()), inner)
            self._painter.setFont(font)
            self._painter.setPen(theme.color("text.tertiary"))
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.right)
            return width + GAP
        return 0

    def _line(
        self,
        rect: QRectF,
        text: str,
        scale: str,
        ink: str,
        *,
        weight: int | None = None,
        marks: Sequence[tuple[int, int]] = (),
        inside: QRectF | None = None,
    ) -> float:
        box = self._flip(rect, inside or rect)
        font = self._theme.font(scale, weight=weight, text=text)
        direction = _RTL if is_right_to_left(text) else _LTR
        return draw_marked(
            self._painter, box, self._theme, text, marks, font=font, ink=ink, direction=direction, at_right=self._is_rtl
        )

    def _after_picture(self, inner: QRectF) -> QRectF:
        return inner.adjusted(PICTURE + GAP, 0, 0, 0)

    def _flip(self, rect: QRectF, inside: QRectF) -> QRectF:
        if not self._is_rtl:
            return rect
        return QRectF(inside.left() + inside.right() - rect.right(), rect.y(), rect.width(), rect.height())


class FoundList(QListView):
    """The field keeps the focus and moves the choice."""

    chosen = Signal(object)
    """FoundRow: clicked."""

    def __init__(self, images: ImageCache, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setViewport(QWidget(self))
        self.found = FoundModel(self)
        self.setModel(self.found)
        let_readers_choose(self, self._choose)
        self.setItemDelegate(FoundDelegate(images, theme_source, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self, theme_source)
        images.ready.connect(self.viewport().update)
        theme_source.changed.connect(self._fit_again)

    @property
    def current(self) -> FoundRow | None:
        """What Enter takes."""
        index = self.currentIndex()
        return self.found.rows[index.row()] if index.isValid() else None

    def show_rows(self, rows: Sequence[FoundRow], *, keeps_choice: bool) -> None:
        """Other rows. The first of them is chosen, or the one that was, if it is still there."""
        before = self.current if keeps_choice else None
        self.found.show_rows(rows)
        self.setAccessibleName(say("palette.results", n=sum(row.is_choosable for row in rows)))
        wanted = next((i for i, row in enumerate(rows) if before is not None and _is_same(row, before)), None)
        if wanted is None:
            wanted = next((i for i, row in enumerate(rows) if row.is_choosable), None)
        if wanted is None:
            self.clearSelection()
        else:
            self._choose(wanted)
        if before is None:
            self.scrollToTop()

    @property
    def has_moved(self) -> bool:
        """Whether somebody chose another row than the first."""
        first = next((i for i, row in enumerate(self.found.rows) if row.is_choosable), -1)
        return self.currentIndex().isValid() and self.currentIndex().row() != first

    def choose_none(self) -> None:
        """Until there are other rows."""
        self.setCurrentIndex(QModelIndex())

    def step(self, by: int) -> None:
        """To the next row that can be chosen, and round."""
        places = [i for i, row in enumerate(self.found.rows) if row.is_choosable]
        if not places:
            return
        now = self.currentIndex().row()
        at = places.index(now) if now in places else (-1 if by > 0 else 0)
        self._choose(places[(at + by) % len(places)])
        self._tell()

    def go_to_end(self, *, is_first: bool) -> None:
        places = [i for i, row in enumerate(self.found.rows) if row.is_choosable]
        if places:
            self._choose(places[0 if is_first else -1])
            self._tell()
            if is_first:
                self.scrollToTop()

    def step_group(self, by: int) -> None:
        """To the first row under the next heading, and round."""
        rows = self.found.rows
        starts = [
            i for i, row in enumerate(rows) if row.is_choosable and (i == 0 or rows[i - 1].kind is RowKind.HEADING)
        ]
        if not starts:
            return
        now = self.currentIndex().row()
        at = max((n for n, start in enumerate(starts) if start <= now), default=0)
        self._choose(starts[(at + by) % len(starts)])
        self._tell()

    def rows_height(self) -> int:
        """What all rows need."""
        option = QStyleOptionViewItem()
        delegate = self.itemDelegate()
        return sum(delegate.sizeHint(option, self.found.index(i)).height() for i in range(len(self.found.rows)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            row = self.found.rows[index.row()]
            if row.is_choosable:
                self.chosen.emit(row)
        super().mouseReleaseEvent(event)

    def _tell(self) -> None:
        """The field has the focus: who listens is told which row Enter takes."""
        if self.current is not None:
            announce(self, self.current.spoken)

    def _choose(self, row: int) -> None:
        self.setCurrentIndex(self.found.index(row))
        self.scrollTo(self.found.index(row))

    def _fit_again(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _is_same(one: FoundRow, other: FoundRow) -> bool:
    return (one.kind, one.conversation_id, one.message_id, one.command_id) == (
        other.kind,
        other.conversation_id,
        other.message_id,
        other.command_id,
    )
