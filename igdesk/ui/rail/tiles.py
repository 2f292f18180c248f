"""The tiles of the rail: accounts, all accounts, views, and the plus."""

from datetime import datetime

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from igdesk.domain.account import Account
from igdesk.domain.conversation import InboxView
from igdesk.domain.status import AccountCondition, AccountStatus, conditions
from igdesk.ui.controls import PaintedButton
from igdesk.ui.format import badge_count
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.paint import badge_width, fill_rounded, paint_avatar, paint_badge, rounded_path, stroke_rounded
from igdesk.ui.texts import keys_here, say
from igdesk.ui.theme import Theme, ThemeSource

BAR = (3, 28)
ADD_HEIGHT = 44
DOT, NARROW = 14, 60
WIDE_SCALE = 1.25
CENTER = Qt.AlignmentFlag.AlignCenter


_DOTS = {
    AccountCondition.SIGNED_OUT: ("x", "danger.base", "danger.on"),
    AccountCondition.PERMISSION: ("x", "danger.base", "danger.on"),
    AccountCondition.PAUSED_BY_INSTAGRAM: ("hourglass", "warn.base", "bg.raised"),
    AccountCondition.TOKEN_ENDS: ("hourglass", "warn.base", "bg.raised"),
    AccountCondition.PAUSED: ("pause", "text.tertiary", "bg.raised"),
}
"""Icon, ground and ink. Offline is told by the list only, and what cannot be sent by the banner."""


def dotted_condition(account: Account, status: AccountStatus, now: datetime) -> AccountCondition | None:
    """What the dot of an account tells: the most serious thing that has one."""
    return next((found for found in conditions(account, status, now) if found in _DOTS), None)


def _badge_trailing(under: QRectF, width: float, room: float, is_rtl: bool) -> float:
    """Trailing edge of a badge on a corner of ``under``: a wide one grows outwards, as far as there is room."""
    if is_rtl:
        return max(under.left() + 8 - width, 2)
    return min(under.right() - 8 + width, room - 2)


def _make_room(under: QRectF, trailing: float, width: float, is_rtl: bool) -> float:
    """How far an icon steps aside for a badge that found no room outwards: no more than half of it is covered."""
    covered = trailing + width - under.left() if is_rtl else under.right() - (trailing - width)
    shift = min(max(covered - under.width() / 2, 0.0), max(under.left() - 4, 0.0))
    return shift if is_rtl else -shift


def _badge_theme(tile: QWidget, theme: Theme) -> Theme:
    """A badge has little room to grow outwards, in a narrow rail none: a large one would hide what it stands on."""
    return theme.at_most(1.0 if tile.width() < NARROW else WIDE_SCALE)


def _paint_choice(tile: PaintedButton, painter: QPainter, circle: QRectF) -> None:
    """Ring and bar of the active tile, a quiet ring under the pointer."""
    theme, ring = tile.theme, circle.adjusted(-4, -4, 4, 4)
    if tile.isChecked():
        stroke_rounded(painter, ring, ring.width(), theme.color("accent.base"), 2)
        is_rtl = tile.layoutDirection() is Qt.LayoutDirection.RightToLeft
        width, height = BAR
        bar = QRectF(tile.width() - width if is_rtl else 0, (tile.height() - height) / 2, width, height)
        radii = (3.0, 0.0, 0.0, 3.0) if is_rtl else (0.0, 3.0, 3.0, 0.0)
        painter.fillPath(rounded_path(bar, radii), theme.color("accent.base"))
    elif tile.underMouse():
        stroke_rounded(painter, ring, ring.width(), theme.color("line.control"), 2)


class AllTile(PaintedButton):
    """One list of all accounts; there as soon as there are two."""

    ring_inset = 6

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self._unread = -1
        self.setObjectName("railAllAccounts")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(say("rail.all.tooltip", key=keys_here("Alt+0")))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_unread(0)

    def radius(self) -> float:
        return self.theme.size("radius.row")

    def sizeHint(self) -> QSize:
        return QSize(int(self.theme.size("size.rail.widthCompact")), int(self.theme.size("size.rail.account")))

    def show_unread(self, unread: int) -> None:
        if unread != self._unread:
            self._unread = unread
            self.setAccessibleName(say("rail.all.unread", n=unread) if unread else say("rail.all"))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        size = theme.size("avatar.size.rail")
        circle = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        _paint_choice(self, painter, circle)
        fill_rounded(painter, circle, size / 2, theme.color("bg.raised"))
        ink = theme.color("accent.text" if self.isChecked() else "text.secondary")
        paint_icon(painter, "users", circle, ink, size_key="rail")
        if self._unread:
            text, is_rtl = badge_count(self._unread), self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            marks = _badge_theme(self, theme)
            trailing = _badge_trailing(circle, badge_width(marks, text, small=True), self.width(), is_rtl)
            paint_badge(
                painter,
                trailing,
                2,
                marks,
                text,
                small=True,
                ring=theme.color("bg.rail"),
                direction=self.layoutDirection(),
            )


class AccountTile(PaintedButton):
    """Picture, ring and bar of the active account, number of unread conversations, dot."""

    ring_inset = 6

    menu_wanted = Signal(QPoint)
    """Where on the screen its menu opens."""
    dropped = Signal(int)
    """So many places further down it was dragged, or up when negative."""

    def __init__(self, account: Account, place: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.account = account
        self._unread = 0
        self._dotted: AccountCondition | None = None
        self._told: tuple[int, AccountCondition | None, Account] | None = None
        self._place = place
        self._pressed_at = QPointF()
        self.setObjectName(f"railAccount{place}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state(0, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.globalPosition()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._places_dragged(event):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.unsetCursor()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        places = self._places_dragged(event)
        self.unsetCursor()
        super().mouseReleaseEvent(event)
        if places:
            self.dropped.emit(places)

    def _places_dragged(self, event: QMouseEvent) -> int:
        if not event.buttons() & Qt.MouseButton.LeftButton and event.button() is not Qt.MouseButton.LeftButton:
            return 0
        return round((event.globalPosition().y() - self._pressed_at.y()) / self.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        beside = self.mapToGlobal(QPoint(self.width() - 8, self.height() // 2))
        self.menu_wanted.emit(beside if by_key else event.globalPos())

    def radius(self) -> float:
        return self.theme.size("radius.row")

    def sizeHint(self) -> QSize:
        return QSize(int(self.theme.size("size.rail.widthCompact")), int(self.theme.size("size.rail.account")))

    def show_state(self, unread: int, dotted: AccountCondition | None) -> None:
        """Number and dot, also in words. Painted again only if they are others."""
        if self._told == (unread, dotted, self.account):
            return
        self._told = (unread, dotted, self.account)
        self._unread, self._dotted = unread, dotted
        name = self.account.display_name
        spoken = say("rail.account.unread", account=name, n=unread) if unread else name
        if dotted is not None:
            spoken = say("rail.account.state", account=spoken, state=say(f"rail.state.{dotted.value}"))
        self.setAccessibleName(spoken)
        self.setToolTip(f"{name} (Alt+{self._place})" if self._place < 10 else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        size = theme.size("avatar.size.rail")
        circle = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        ground = theme.color("bg.rail")
        _paint_choice(self, painter, circle)
        account = self.account
        paint_avatar(painter, circle, theme, account.remote_id, account.display_name, tint=account.tint)
        direction = self.layoutDirection()
        if self._unread:
            text = badge_count(self._unread)
            marks = _badge_theme(self, theme)
            trailing = _badge_trailing(circle, badge_width(marks, text, small=True), self.width(), is_rtl)
            paint_badge(painter, trailing, 2, marks, text, small=True, ring=ground, direction=direction)
        if self._dotted is not None:
            self._paint_dot(painter, circle, is_rtl, *_DOTS[self._dotted])

    def _paint_dot(self, painter: QPainter, circle: QRectF, is_rtl: bool, icon: str, ground: str, ink: str) -> None:
        theme = self.theme
        left = circle.left() - 3 if is_rtl else circle.right() - DOT + 3
        dot = QRectF(left, circle.bottom() - DOT + 3, DOT, DOT)
        fill_rounded(painter, dot.adjusted(-2, -2, 2, 2), DOT, theme.color("bg.rail"))
        fill_rounded(painter, dot, DOT / 2, theme.color(ground))
        paint_icon(painter, icon, dot.adjusted(2, 2, -2, -2), theme.color(ink))


class ViewTile(PaintedButton):
    """Icon and word of a view."""

    def __init__(
        self,
        view: InboxView | None,
        object_name: str,
        icon_name: str,
        word: str,
        theme_source: ThemeSource,
        parent: QWidget,
    ) -> None:
        """``view`` is None for a tile that leads somewhere else."""
        super().__init__(theme_source, parent)
        self.view = view
        self._icon_name = icon_name
        self._word = word
        self._count = ""
        self._is_muted = view is InboxView.WAITING
        self.is_compact = False
        self.setObjectName(object_name)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.theme.size("radius.row")

    def sizeHint(self) -> QSize:
        height = int(self.theme.size("size.rail.item"))
        return QSize(44, 44) if self.is_compact else QSize(int(self.theme.size("size.rail.itemWidth")), height)

    def show_count(self, count: int, name: str, key: str) -> None:
        """The number on the icon; ``name`` says it in words."""
        if self.accessibleName() == name and self._count == (badge_count(count) if count else ""):
            return
        self._count = badge_count(count) if count else ""
        self.setAccessibleName(name)
        self.setToolTip(f"{self._word} ({keys_here(key)})")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        ground = theme.color("bg.rail")
        if self.isChecked():
            ground = theme.color("bg.selected")
        elif self.underMouse() or self.isDown():
            ground = theme.color("line.separator")
        if ground is not theme.color("bg.rail"):
            fill_rounded(painter, rect, self.radius(), ground)
        ink = theme.color("accent.text" if self.isChecked() else "text.secondary")
        size, direction = icon_size("rail"), self.layoutDirection()
        top = (rect.height() - size) / 2 if self.is_compact else 8.0
        icon = QRectF((rect.width() - size) / 2, top, size, size)
        is_rtl = direction is Qt.LayoutDirection.RightToLeft
        trailing, shift, marks = 0.0, 0.0, _badge_theme(self, theme)
        if self._count:
            width = badge_width(marks, self._count, small=True)
            trailing = _badge_trailing(icon, width, self.width(), is_rtl)
            shift = _make_room(icon, trailing, width, is_rtl)
        paint_icon(painter, self._icon_name, icon.translated(shift, 0), ink, layout_direction=direction)
        if not self.is_compact:
            font = theme.font("micro", weight=600 if self.isChecked() else 500, text=self._word)
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRectF(0, 34, rect.width(), theme.line_height("micro")), CENTER, self._word)
        if self._count:
            paint_badge(
                painter,
                trailing,
                max(icon.top() - (8 if self.is_compact else 4), 1),
                marks,
                self._count,
                muted=self._is_muted,
                small=True,
                ring=ground,
                direction=direction,
            )


class AddTile(PaintedButton):
    """The plus under the accounts."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.setObjectName("railAddAccount")
        self.setAccessibleName(say("rail.add_account"))
        self.setToolTip(say("rail.add_account"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        return self.theme.size("radius.row")

    def sizeHint(self) -> QSize:
        return QSize(ADD_HEIGHT, ADD_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        if self.underMouse() or self.isDown():
            fill_rounded(painter, QRectF(self.rect()), self.radius(), theme.color("line.separator"))
        paint_icon(painter, "plus", QRectF(self.rect()), theme.color("text.secondary"), size_key="rail")
