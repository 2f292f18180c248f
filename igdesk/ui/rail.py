"""The first column: accounts and views."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.account import Account, AccountState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import InboxCounts, InboxView
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountStatus, Connection, EngineStatus
from igdesk.domain.token_life import warning_days
from igdesk.ui.accessible_role import set_role
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.controls import PaintedButton
from igdesk.ui.format import badge_count
from igdesk.ui.icons import icon_size, paint_icon
from igdesk.ui.inbox.source import InboxEngine, InboxSource
from igdesk.ui.paint import badge_width, fill_rounded, paint_avatar, paint_badge, rounded_path, stroke_rounded
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

TOP, GAP = 12, 2
BAR = (3, 28)
LINE_WIDTH = 36
ADD_HEIGHT = 44
DOT = 14
CENTER = Qt.AlignmentFlag.AlignCenter


class AccountSign(Enum):
    """What the dot of an account tells; the value is the id of its words."""

    NONE = ""
    SIGNED_OUT = "rail.state.signed_out"
    PERMISSION = "rail.state.permission"
    PAUSED_BY_INSTAGRAM = "rail.state.paused_by_instagram"
    TOKEN_ENDS = "rail.state.token_ends"
    PAUSED = "rail.state.paused"

    @property
    def is_danger(self) -> bool:
        return self in (AccountSign.SIGNED_OUT, AccountSign.PERMISSION)


def account_sign(account: Account, status: AccountStatus, now: datetime) -> AccountSign:
    """The most serious thing that keeps the account from working. Offline is told by the list only."""
    if account.state is AccountState.NEEDS_SIGN_IN or status.connection is Connection.SIGNED_OUT:
        return AccountSign.SIGNED_OUT
    if account.is_withheld:
        return AccountSign.PERMISSION
    if account.is_paused or status.connection is Connection.PAUSED:
        return AccountSign.PAUSED
    if status.connection is Connection.THROTTLED:
        return AccountSign.PAUSED_BY_INSTAGRAM
    if warning_days(account, now) is not None:
        return AccountSign.TOKEN_ENDS
    return AccountSign.NONE


def _badge_trailing(under: QRectF, width: float, room: float, is_rtl: bool) -> float:
    """Trailing edge of a badge on a corner of ``under``: a wide one grows outwards, as far as there is room."""
    if is_rtl:
        return max(under.left() + 8 - width, 2)
    return min(under.right() - 8 + width, room - 2)


class AccountTile(PaintedButton):
    """Picture, ring and bar of the active account, number of unread conversations, dot."""

    def __init__(self, account: Account, place: int, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(theme_source, parent)
        self.account = account
        self._unread = 0
        self._sign = AccountSign.NONE
        self._told: tuple[int, AccountSign, Account] | None = None
        self._place = place
        self.setObjectName(f"railAccount{place}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_state(0, AccountSign.NONE)

    def radius(self) -> float:
        return self.theme.size("radius.row")

    def sizeHint(self) -> QSize:
        return QSize(int(self.theme.size("size.rail.width")), int(self.theme.size("size.rail.account")))

    def show_state(self, unread: int, sign: AccountSign) -> None:
        """Number and dot, also in words. Painted again only if they are others."""
        if self._told == (unread, sign, self.account):
            return
        self._told = (unread, sign, self.account)
        self._unread, self._sign = unread, sign
        name = self.account.display_name
        spoken = say("rail.account.unread", account=name, n=unread) if unread else name
        if sign is not AccountSign.NONE:
            spoken = say("rail.account.state", account=spoken, state=say(sign.value))
        self.setAccessibleName(spoken)
        self.setToolTip(f"{name} (Alt+{self._place})" if self._place < 10 else name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        is_rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        size = theme.size("avatar.size.rail")
        circle = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        ground = theme.color("bg.rail")
        if self.isChecked():
            stroke_rounded(painter, circle.adjusted(-4, -4, 4, 4), size, theme.color("accent.base"), 2)
            width, height = BAR
            bar = QRectF(self.width() - width if is_rtl else 0, (self.height() - height) / 2, width, height)
            radii = (width, 0.0, 0.0, width) if is_rtl else (0.0, width, width, 0.0)
            painter.fillPath(rounded_path(bar, tuple(float(r) for r in radii)), theme.color("accent.base"))  # type: ignore[arg-type]
        elif self.underMouse():
            stroke_rounded(painter, circle.adjusted(-4, -4, 4, 4), size, theme.color("line.control"), 2)
        account = self.account
        paint_avatar(painter, circle, theme, account.remote_id, account.display_name, tint=account.tint)
        direction = self.layoutDirection()
        if self._unread:
            text = badge_count(self._unread)
            trailing = _badge_trailing(circle, badge_width(theme, text, small=True), self.width(), is_rtl)
            paint_badge(painter, trailing, 2, theme, text, small=True, ring=ground, direction=direction)
        if self._sign is not AccountSign.NONE:
            self._paint_dot(painter, circle, is_rtl)

    def _paint_dot(self, painter: QPainter, circle: QRectF, is_rtl: bool) -> None:
        theme = self.theme
        left = circle.left() - 3 if is_rtl else circle.right() - DOT + 3
        dot = QRectF(left, circle.bottom() - DOT + 3, DOT, DOT)
        fill_rounded(painter, dot.adjusted(-2, -2, 2, 2), DOT, theme.color("bg.rail"))
        is_paused = self._sign is AccountSign.PAUSED
        ground = "text.tertiary" if is_paused else "danger.base" if self._sign.is_danger else "warn.base"
        fill_rounded(painter, dot, DOT / 2, theme.color(ground))
        icon = "pause" if is_paused else "x" if self._sign.is_danger else "hourglass"
        ink = theme.color("danger.on" if self._sign.is_danger else "bg.raised")
        paint_icon(painter, icon, dot.adjusted(2, 2, -2, -2), ink)


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
        self.setToolTip(f"{self._word} ({key})")
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
        paint_icon(painter, self._icon_name, icon, ink, layout_direction=direction)
        if not self.is_compact:
            font = theme.font("micro", weight=600 if self.isChecked() else 500, text=self._word)
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QRectF(0, 34, rect.width(), 14), CENTER, self._word)
        if self._count:
            is_rtl = direction is Qt.LayoutDirection.RightToLeft
            width = badge_width(theme, self._count, small=True)
            trailing = _badge_trailing(icon, width, self.width(), is_rtl)
            paint_badge(
                painter,
                trailing,
                icon.top() - 4,
                theme,
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


class _Line(QWidget):
    """The short line between accounts and views."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(17)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.6)
        left = (self.width() - LINE_WIDTH) // 2
        painter.fillRect(left, 8, LINE_WIDTH, 1, self._theme_source.current.color("line.control"))


class Rail(QWidget):
    """Reports what is chosen; the window answers with ``show_account`` and ``show_view``."""

    account_chosen = Signal(object)
    """AccountId."""
    view_chosen = Signal(object)
    """InboxView."""
    add_account_requested = Signal()
    settings_requested = Signal()

    def __init__(
        self,
        archive: InboxSource,
        engine: InboxEngine,
        bridge: ChangeBridge,
        theme_source: ThemeSource,
        *,
        local_now: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._engine = engine
        self._theme_source = theme_source
        self._now = local_now or (lambda: datetime.now(UTC))
        self._account_id: AccountId | None = None
        self._tiles: list[AccountTile] = []
        self.setObjectName("rail")
        set_role(self, QAccessible.Role.Grouping)
        self.setAccessibleName(say("rail.name"))
        self._account_group = QButtonGroup(self)
        self._view_group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, TOP, 0, TOP)
        self._column.setSpacing(0)
        self._add = AddTile(theme_source, self)
        self._add.clicked.connect(self.add_account_requested)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._column.addWidget(self._add, 0, middle)
        self._column.addWidget(_Line(theme_source, self))
        self._views = {
            view: ViewTile(view, object_name, icon, say(word), theme_source, self)
            for view, object_name, icon, word in (
                (InboxView.INBOX, "railInbox", "inbox", "rail.inbox"),
                (InboxView.WAITING, "railWaiting", "waiting", "rail.waiting"),
                (InboxView.SNOOZED, "railSnoozed", "moon", "rail.snoozed"),
                (InboxView.DONE, "railDone", "done", "rail.done"),
            )
        }
        for view, tile in self._views.items():
            tile.clicked.connect(lambda _checked=False, v=view: self.view_chosen.emit(v))
            self._view_group.addButton(tile)
            self._column.addWidget(tile, 0, middle)
            self._column.addSpacing(GAP)
        self._column.addStretch(1)
        self._settings = ViewTile(None, "railSettings", "settings", say("rail.settings"), theme_source, self)
        self._settings.show_count(0, say("rail.settings"), "Ctrl+,")
        self._settings.clicked.connect(lambda _checked=False: self.settings_requested.emit())
        self._view_group.addButton(self._settings)
        self._column.addWidget(self._settings, 0, middle)
        self._views[InboxView.INBOX].setChecked(True)
        self.set_compact(False)
        theme_source.changed.connect(self.update)
        bridge.changed.connect(self.apply)
        bridge.status_changed.connect(lambda _status: self._refresh())
        self._refresh()

    def set_compact(self, is_compact: bool) -> None:
        """56 wide, without words."""
        theme = self._theme_source.current
        self.setFixedWidth(int(theme.size("size.rail.widthCompact" if is_compact else "size.rail.width")))
        for tile in (*self._views.values(), self._settings):
            tile.is_compact = is_compact
            tile.updateGeometry()

    def show_account(self, account_id: AccountId) -> None:
        """Mark an account as active, without ``account_chosen``."""
        self._account_id = account_id
        self._refresh()

    def show_view(self, view: InboxView) -> None:
        """Mark a view as active, without ``view_chosen``."""
        self._views[view].setChecked(True)

    def show_settings(self) -> None:
        """Mark the settings as what is shown, without ``settings_requested``."""
        self._settings.setChecked(True)

    def apply(self, changes: ChangeSet) -> None:
        """A transaction was committed."""
        if changes.accounts or changes.conversations:
            self._refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme_source.current.color("bg.rail"))

    def _refresh(self) -> None:
        """Tiles, numbers and dots from the archive and the engine."""
        accounts = tuple(self._archive.accounts.all())
        if [a.id for a in accounts] != [t.account.id for t in self._tiles]:
            self._rebuild(accounts)
        for tile, account in zip(self._tiles, accounts, strict=True):
            tile.account = account
        status: EngineStatus = self._engine.status
        unread = self._archive.inbox.unread_by_account()
        now = self._now()
        for tile in self._tiles:
            account = tile.account
            tile.setChecked(account.id == self._account_id)
            tile.show_state(unread.get(account.id, 0), account_sign(account, status.of(account.id), now))
        counts = InboxCounts()
        if self._account_id is not None:
            counts = self._archive.inbox.counts(
                account_id=self._account_id, view=InboxView.INBOX, now=self._engine.server_now()
            )
        inbox_name = say("rail.inbox.unread", n=counts.unread) if counts.unread else say("rail.inbox")
        self._views[InboxView.INBOX].show_count(counts.unread, inbox_name, "Ctrl+1")
        waiting_name = say("rail.waiting.count", n=counts.waiting) if counts.waiting else say("rail.waiting.name")
        self._views[InboxView.WAITING].show_count(counts.waiting, waiting_name, "Ctrl+2")
        snoozed_name = say("rail.snoozed.count", n=counts.snoozed) if counts.snoozed else say("rail.snoozed")
        self._views[InboxView.SNOOZED].show_count(0, snoozed_name, "Ctrl+3")
        self._views[InboxView.DONE].show_count(0, say("rail.done"), "Ctrl+4")

    def _rebuild(self, accounts: tuple[Account, ...]) -> None:
        for tile in self._tiles:
            self._account_group.removeButton(tile)
            self._column.removeWidget(tile)
            tile.setParent(None)
            tile.deleteLater()
        self._tiles = []
        for place, account in enumerate(accounts, start=1):
            tile = AccountTile(account, place, self._theme_source, self)
            tile.clicked.connect(lambda _checked=False, a=account.id: self.account_chosen.emit(a))
            self._account_group.addButton(tile)
            self._column.insertWidget(place - 1, tile)
            self._tiles.append(tile)
        stops = (*self._tiles, self._add, *self._views.values(), self._settings)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
