"""The first column: accounts and views."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from igdesk.domain.account import Account
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import InboxCounts, InboxView
from igdesk.domain.ids import AccountId
from igdesk.domain.status import EngineStatus
from igdesk.ui.accessible_role import set_role
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.inbox.source import InboxEngine, InboxSource
from igdesk.ui.paint import fill
from igdesk.ui.rail.tiles import AccountTile, AddTile, AllTile, ViewTile, dotted_condition
from igdesk.ui.scroll import make_viewport_known
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

TOP, GAP = 12, 2
LINE_WIDTH, LINE_HEIGHT = 36, 17


class _Line(QWidget):
    """The short line between accounts and views."""

    def __init__(self, theme_source: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme_source = theme_source
        self.setFixedHeight(LINE_HEIGHT)
        theme_source.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.6)
        left = (self.width() - LINE_WIDTH) // 2
        fill(painter, QRect(left, 8, LINE_WIDTH, 1), self._theme_source.current.color("line.control"))


class _Accounts(QScrollArea):
    """The tiles of the accounts: as high as they are together, and scrolled where there is no room for that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_viewport_known(self).setAutoFillBackground(False)
        inner = QWidget(self)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # a scroll area switches it on
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(0, self.column.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.column.sizeHint().height(), 104))


class Rail(QWidget):
    """Reports what is chosen; the window answers with ``show_account`` and ``show_view``."""

    account_chosen = Signal(object)
    """AccountId, or None for all of them."""
    account_menu_wanted = Signal(object, QPoint)
    """Account, and where on the screen."""
    view_chosen = Signal(object)
    """InboxView."""
    account_dropped = Signal(object, int)
    """AccountId, and how many places further down it shall be."""
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
        self._is_narrow = False
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
        self._all = AllTile(theme_source, self)
        self._all.clicked.connect(lambda _checked=False: self.account_chosen.emit(None))
        self._all.hide()
        self._account_group.addButton(self._all)
        self._box = _Accounts(self)
        self._column.addWidget(self._box)
        self._box.column.addWidget(self._all)
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
        bridge.settled.connect(self.apply)
        bridge.status_changed.connect(lambda _status: self._refresh())
        self._refresh()

    def set_compact(self, is_compact: bool) -> None:
        """56 wide, without words."""
        theme = self._theme_source.current
        self.setFixedWidth(int(theme.size("size.rail.widthCompact" if is_compact else "size.rail.width")))
        self._is_narrow = is_compact
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Without words where the rail is narrow, or too low for all of them."""
        theme, tiles = self._theme_source.current, (*self._views.values(), self._settings)
        words = len(tiles) * (int(theme.size("size.rail.item")) + GAP)
        needed = 2 * TOP + self._box.sizeHint().height() + self._add.sizeHint().height() + LINE_HEIGHT + words
        is_compact = self._is_narrow or 0 < self.height() < needed
        for tile in tiles:
            if tile.is_compact is not is_compact:
                tile.is_compact = is_compact
                tile.updateGeometry()
                tile.update()

    def show_account(self, account_id: AccountId | None) -> None:
        """Mark an account as active, or all of them, without ``account_chosen``."""
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
        fill(QPainter(self), self.rect(), self._theme_source.current.color("bg.rail"))

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
            tile.show_state(unread.get(account.id, 0), dotted_condition(account, status.of(account.id), now))
        self._all.setVisible(len(accounts) > 1)
        self._all.setChecked(self._account_id is None and len(accounts) > 1)
        self._all.show_unread(sum(unread.values()))
        self._make_one_stop()
        counts = InboxCounts()
        if accounts:
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

    def _make_one_stop(self) -> None:
        """Tab and F6 come to the account that is shown, arrows go on from there. Qt would see to it at clicks only."""
        tiles: list[QWidget] = [tile for tile in (self._all, *self._tiles) if not tile.isHidden()]
        stop = next((tile for tile in (self._all, *self._tiles) if tile.isChecked()), tiles[0] if tiles else None)
        for tile in tiles:
            tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tile is stop else Qt.FocusPolicy.ClickFocus)

    def _rebuild(self, accounts: tuple[Account, ...]) -> None:
        for tile in self._tiles:
            self._account_group.removeButton(tile)
            self._box.column.removeWidget(tile)
            tile.setParent(None)
            tile.deleteLater()
        self._tiles = []
        for place, account in enumerate(accounts, start=1):
            tile = AccountTile(account, place, self._theme_source, self)
            tile.clicked.connect(lambda _checked=False, a=account.id: self.account_chosen.emit(a))
            tile.menu_wanted.connect(lambda at, t=tile: self.account_menu_wanted.emit(t.account, at))
            self._account_group.addButton(tile)
            tile.dropped.connect(lambda by, a=account.id: self.account_dropped.emit(a, by))
            self._box.column.insertWidget(place, tile)
            self._tiles.append(tile)
        self._box.updateGeometry()
        self._fit()
        stops = (self._all, *self._tiles, self._add, *self._views.values(), self._settings)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
