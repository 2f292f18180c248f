"""Paints one row of the list: 80 high, from one role, with nothing looked up while painting."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from igdesk.domain.ids import ConversationId
from igdesk.ui import tokens
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.images import ImageCache
from igdesk.ui.inbox.model import ROW_ROLE
from igdesk.ui.inbox.row import ListRow, Mark
from igdesk.ui.inbox.row_text import (
    GAP_AFTER_NAME,
    GAP_AFTER_SHAPE,
    GAP_BETWEEN_LABELS,
    GAP_BETWEEN_MARKS,
    MARK_SIZE,
    PILL_GAP_COMPACT,
    RIGHT_TO_LEFT,
    SHAPE_SIZE,
    VERIFIED_SIZE,
    Line,
    RowText,
    lay_out,
    marks_of,
    time_font,
)
from igdesk.ui.label_shape import paint_label_shape
from igdesk.ui.paint import (
    fill_rounded,
    paint_avatar,
    paint_badge,
    paint_focus_ring,
    paint_pill,
    paint_verified,
    stroke_rounded,
)
from igdesk.ui.theme import Theme, ThemeSource

MARGIN, PAD_X, PAD_Y = 8, 12, 10
GAP_AFTER_AVATAR = 12
PAD_Y_COMPACT = 7
PILL_GAP = 3
WAITING_NAME, WAITING_BARS, BAR_HEIGHT = 0.48, (0.86, 0.6), 10
LAYOUTS_KEPT = 400
ACCOUNT_MARK = 18
"""The account's own initials on the picture, where several accounts share the list."""


def avatar_size(theme: Theme) -> float:
    """The picture in the present density."""
    sizes: dict[str, float] = tokens.value("avatar.size")
    return sizes["list.compact" if theme.is_compact else "list"]


class RowLook(NamedTuple):
    """How a row stands out, by pointer and keyboard."""

    is_selected: bool = False
    is_hovered: bool = False
    has_focus: bool = False
    has_buttons: bool = False
    """What can be done with it stands over its time, which may be wider than they are."""


Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Layouts of text are kept by row and width, so scrolling lays out only what is new."""

    def __init__(
        self,
        images: ImageCache,
        theme_source: ThemeSource,
        parent: QWidget | None = None,
        *,
        look_of: Callable[[Index], RowLook],
        is_picked: Callable[[ConversationId], bool | None] = lambda _id: None,
    ) -> None:
        """``look_of``: the state of the option says the same, but asking it makes the enums of QStyle, 6 ms before the
        first window. ``is_picked``: whether a row is picked; None while nothing is.
        """
        super().__init__(parent)
        self._look_of = look_of
        self._is_picked = is_picked
        self.shows_label_names = True
        self._images = images
        self._theme_source = theme_source
        self._kept: OrderedDict[int, tuple[ListRow, float, Qt.LayoutDirection, RowText]] = OrderedDict()
        self.layouts_made = 0
        """For tests: how many rows were laid out so far."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme_source.current.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ListRow | None = index.data(ROW_ROLE)
        if row is None:
            return
        theme = self._theme_source.current
        area = QRectF(option.rect)
        direction: Qt.LayoutDirection = option.direction
        painter.save()
        ground = area.adjusted(MARGIN, 0, -MARGIN, 0)
        look = self._look_of(index)
        self._paint_ground(painter, ground, look, theme, is_active=_is_in_active_window(option))
        pad = PAD_Y_COMPACT if theme.is_compact else PAD_Y
        _RowPainter(painter, ground.adjusted(PAD_X, pad, -PAD_X, -pad), theme, direction).paint(
            row,
            self._text_of(row, ground.width(), theme, direction),
            self._images,
            self._is_picked(row.conversation.id),
            has_time=not look.has_buttons,
        )
        painter.restore()

    def forget(self) -> None:
        """Fonts changed: every layout is made anew."""
        self._kept.clear()

    def _paint_ground(self, painter: QPainter, rect: QRectF, look: RowLook, theme: Theme, *, is_active: bool) -> None:
        radius = theme.size("radius.row")
        if look.is_selected:
            name = "bg.selected" if is_active else "bg.selectedInactive"
            fill_rounded(painter, rect, radius, theme.color(name))
        elif look.is_hovered:
            fill_rounded(painter, rect, radius, theme.color("bg.hover"))
        if look.has_focus:
            paint_focus_ring(painter, rect, theme, radius)

    def _text_of(self, row: ListRow, ground_width: float, theme: Theme, direction: Qt.LayoutDirection) -> RowText:
        key = row.conversation.id
        kept = self._kept.get(key)
        if kept is not None and kept[0] is row and kept[1] == ground_width and kept[2] is direction:
            self._kept.move_to_end(key)
            return kept[3]
        room = ground_width - 2 * PAD_X - avatar_size(theme) - GAP_AFTER_AVATAR
        text = lay_out(row, room, theme, direction, shows_label_names=self.shows_label_names)
        self.layouts_made += 1
        self._kept[key] = (row, ground_width, direction, text)
        self._kept.move_to_end(key)
        if len(self._kept) > LAYOUTS_KEPT:
            self._kept.popitem(last=False)
        return text


class _RowPainter:
    """Places the parts of a row by leading and trailing edge."""

    def __init__(self, painter: QPainter, content: QRectF, theme: Theme, direction: Qt.LayoutDirection) -> None:
        self.painter = painter
        self.content = content
        self.theme = theme
        self.direction = direction
        self.is_rtl = direction is RIGHT_TO_LEFT
        self.avatar = avatar_size(theme)
        self.name_px, self.snippet_px = theme.line_height("name"), theme.line_height("body")
        self.inset = self.avatar + GAP_AFTER_AVATAR

    def from_leading(self, distance: float, width: float) -> float:
        """Left edge of something ``width`` wide that begins ``distance`` after the leading edge."""
        if self.is_rtl:
            return self.content.right() - distance - width
        return self.content.left() + distance

    def paint(self, row: ListRow, text: RowText, images: ImageCache, is_picked: bool | None, *, has_time: bool) -> None:
        painter, theme, content = self.painter, self.theme, self.content
        if is_picked is not None:
            self._paint_tick(is_picked)
        elif row.is_nobody_yet:
            self._paint_waiting_avatar()
        else:
            self._paint_avatar(row, images)

        color = theme.color
        top = content.top()
        if row.is_nobody_yet:
            room = (content.width() - self.inset) * WAITING_NAME
            bar = QRectF(self.from_leading(self.inset, room), top + 5, room, BAR_HEIGHT)
            fill_rounded(painter, bar, BAR_HEIGHT / 2, color("bg.selectedInactive"))
        else:
            painter.setPen(color("text.primary"))
            text.name.draw(painter, self.from_leading(self.inset, text.name.width), top, self.name_px)
        if row.is_verified:
            x = self.from_leading(self.inset + text.name.width + GAP_AFTER_NAME, VERIFIED_SIZE)
            size = VERIFIED_SIZE
            paint_verified(painter, QRectF(x, top + (self.name_px - size) / 2, size, size), theme)
        if has_time:
            self._paint_time(row, text)

        self._paint_marks(row, text, top)
        top += self.name_px
        if row.is_being_read and not row.snippet.text:
            self._paint_waiting_lines(top)
        self._paint_snippet(row, text, top)
        if row.badge:
            trailing = content.left() if self.is_rtl else content.right()
            paint_badge(
                painter, trailing, top, theme, row.badge, muted=row.conversation.is_muted, direction=self.direction
            )
        if theme.is_compact:
            self._paint_short_pill(row, text, top)
            return
        top += self.snippet_px + PILL_GAP
        if row.window is not None:
            x = self.from_leading(self.inset, 0)
            paint_pill(painter, x, top, theme, row.window.level, row.pill, direction=self.direction)
        if row.labels:
            self._paint_labels(text, top)

    def _paint_short_pill(self, row: ListRow, text: RowText, top: float) -> None:
        """At the trailing end of the snippet, before the badge."""
        if row.window is not None and row.short_pill:
            x = self.content.width() - text.badge_room + PILL_GAP_COMPACT
            at = self.content.right() - x if self.is_rtl else self.content.left() + x
            paint_pill(self.painter, at, top, self.theme, row.window.level, row.short_pill, direction=self.direction)

    def _paint_marks(self, row: ListRow, text: RowText, top: float) -> None:
        at = self.inset + text.name.width + GAP_AFTER_NAME
        if row.is_verified:
            at += VERIFIED_SIZE + GAP_BETWEEN_MARKS
        for icon in marks_of(row):
            rect = QRectF(self.from_leading(at, MARK_SIZE), top + (self.name_px - MARK_SIZE) / 2, MARK_SIZE, MARK_SIZE)
            ink = self.theme.color("text.tertiary")
            paint_icon(self.painter, icon, rect, ink, layout_direction=self.direction)
            at += MARK_SIZE + GAP_BETWEEN_MARKS

    def _paint_labels(self, text: RowText, top: float) -> None:
        height = self.theme.size("size.pill")
        ink = self.theme.color("text.secondary")
        end = 0.0
        for place in text.labels:
            start = self.inset + place.start
            shape = QRectF(
                self.from_leading(start, SHAPE_SIZE), top + (height - SHAPE_SIZE) / 2, SHAPE_SIZE, SHAPE_SIZE
            )
            paint_label_shape(self.painter, shape, self.theme, place.label.colour)
            end = start + SHAPE_SIZE + GAP_AFTER_SHAPE
            if place.name is not None:
                self.painter.setPen(ink)
                place.name.draw(self.painter, self.from_leading(end, place.name.width), top, height)
                end += place.name.width + GAP_BETWEEN_LABELS
        if text.more_labels is not None:
            self.painter.setPen(self.theme.color("text.tertiary"))
            more = text.more_labels
            more.draw(self.painter, self.from_leading(end or self.inset, more.width), top, height)

    def _paint_waiting_lines(self, top: float) -> None:
        """Grey bars where the snippet will be."""
        color = self.theme.color("bg.selectedInactive")
        room = self.content.width() - self.inset
        for share in WAITING_BARS:
            rect = QRectF(self.from_leading(self.inset, room * share), top + 5, room * share, BAR_HEIGHT)
            fill_rounded(self.painter, rect, BAR_HEIGHT / 2, color)
            top += self.snippet_px

    def _paint_waiting_avatar(self) -> None:
        rect = QRectF(self.from_leading(0, self.avatar), self.content.top() + 1, self.avatar, self.avatar)
        fill_rounded(self.painter, rect, self.avatar / 2, self.theme.color("bg.selectedInactive"))

    def _paint_avatar(self, row: ListRow, images: ImageCache) -> None:
        participant = row.conversation.participant
        rect = QRectF(self.from_leading(0, self.avatar), self.content.top() + 1, self.avatar, self.avatar)
        dpr = self.painter.deviceTransform().m11()
        pixmap = images.pixmap(participant.picture_key, rect.size().toSize(), dpr)
        key = participant.igsid or str(participant.id)
        paint_avatar(self.painter, rect, self.theme, key, participant.display_name, pixmap)
        account = row.account
        if account is not None:
            side = ACCOUNT_MARK
            x = rect.left() - 3 if self.is_rtl else rect.right() - side + 3
            mark = QRectF(x, rect.bottom() - side + 3, side, side)
            fill_rounded(self.painter, mark.adjusted(-2, -2, 2, 2), side, self.theme.color("bg.list"))
            paint_avatar(self.painter, mark, self.theme, account.remote_id, account.display_name, tint=account.tint)

    def _paint_tick(self, is_picked: bool) -> None:
        """In the place of the picture: a full disc with a tick, or an empty one."""
        rect = QRectF(self.from_leading(0, self.avatar), self.content.top() + 1, self.avatar, self.avatar)
        if is_picked:
            fill_rounded(self.painter, rect, self.avatar / 2, self.theme.color("accent.base"))
            ink = self.theme.color("accent.on")
            paint_icon(self.painter, "check", rect, ink, size_key="rail", layout_direction=self.direction)
        else:
            stroke_rounded(
                self.painter, rect.adjusted(1, 1, -1, -1), self.avatar / 2, self.theme.color("line.control"), 2
            )

    def _paint_time(self, row: ListRow, text: RowText) -> None:
        painter = self.painter
        painter.setPen(self.theme.color("accent.text" if row.is_unread else "text.tertiary"))
        painter.setFont(time_font(row, self.theme))
        x = self.content.left() if self.is_rtl else self.content.right() - text.time_width
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(x, self.content.top(), text.time_width + 1, self.name_px), flags, row.time)

    def _paint_snippet(self, row: ListRow, text: RowText, top: float) -> None:
        painter, snippet = self.painter, row.snippet
        ink = self.theme.color("text.primary" if row.is_unread else "text.secondary")
        warning = snippet.mark in (Mark.DRAFT, Mark.NOT_SENT)
        mark_ink = self.theme.color("danger.text") if warning else ink
        distance = self.inset
        if snippet.icon:
            size = icon_size("meta")
            rect = QRectF(self.from_leading(distance, size), top + (self.snippet_px - size) / 2, size, size)
            paint_icon(painter, snippet.icon, rect, mark_ink, layout_direction=self.direction)
            distance += size + 4
        if text.prefix is not None:
            painter.setPen(mark_ink)
            text.prefix.draw(painter, self.from_leading(distance, text.prefix.width), top, self.snippet_px)
        painter.setPen(ink)
        indent = text.snippet_indent
        for line in text.snippet:
            line.draw(painter, self._line_left(line, indent, text), top, self.snippet_px)
            top += self.snippet_px
            indent = 0.0

    def _line_left(self, line: Line, indent: float, text: RowText) -> float:
        if text.snippet_side is self.direction:
            return self.from_leading(self.inset + indent, line.width)
        # the text reads against the interface: it begins at the trailing edge
        room = text.badge_room
        return self.content.left() + room if self.is_rtl else self.content.right() - room - line.width


def _is_in_active_window(option: Any) -> bool:
    """The open conversation stays marked while one writes in it: Qt's own flag follows the focus of the list."""
    view = option.widget
    return bool(view is not None and view.isActiveWindow())
