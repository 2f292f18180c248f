"""The second column: title, chips, list, and the line that tells whether it is up to date."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from igdesk.domain.account import Account, AccountProblem
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import DEFAULT_SORT, InboxCounts, InboxFilter, InboxOnly, InboxSort, InboxView
from igdesk.domain.ids import AccountId, ConversationId, LabelId
from igdesk.domain.status import Connection, EngineStatus, FirstSync
from igdesk.ui.accessible_role import set_role
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.images import ImageCache
from igdesk.ui.inbox.all_accounts import gravest
from igdesk.ui.inbox.chips import ChipRow
from igdesk.ui.inbox.footer import ListFooter, footer_state
from igdesk.ui.inbox.header import ListHeader
from igdesk.ui.inbox.model import InboxModel
from igdesk.ui.inbox.nothing import NothingHere
from igdesk.ui.inbox.progress import FirstUpdate
from igdesk.ui.inbox.source import InboxEngine, InboxSource
from igdesk.ui.inbox.view import ConversationList
from igdesk.ui.paint import fill
from igdesk.ui.search.search_button import SearchButton
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from igdesk.ui.inbox.bulk_bar import BulkBar

VIEW_NAMES = {view: f"view.{view.value}" for view in InboxView}
WANT_AFTER_MS = 250
AFTER_THE_MINUTE_MS = 40


class ListPane(QWidget):
    """Shows the conversations of one account in one view."""

    opened = Signal(object, bool)
    """ConversationId, by_keyboard: show it and go on in the composer (click, or Enter)."""
    selected = Signal(object)
    """ConversationId: show it, the focus stays in the list (J, K, arrows, Home, End)."""
    view_changed = Signal(object)
    """InboxView."""
    filter_changed = Signal(object)
    """InboxFilter."""
    connect_requested = Signal()
    """Demo: the person wants to connect an account of their own."""
    reconnect_requested = Signal(object)
    """AccountId that has to sign in again."""
    menu_wanted = Signal(object, object)
    """ConversationId, and where on the screen."""
    sort_menu_wanted = Signal(object)
    """The button it hangs from."""
    acted = Signal(str, object, object)
    """Id of a command, its button, and the ConversationId it is for; None: all that are picked."""

    def __init__(
        self,
        archive: InboxSource,
        engine: InboxEngine,
        bridge: ChangeBridge,
        images: ImageCache,
        theme_source: ThemeSource,
        *,
        account_id: AccountId | None = None,
        is_demo: bool = False,
        local_now: Callable[[], datetime] | None = None,
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive = archive
        self._engine = engine
        self._theme_source = theme_source
        self._is_demo = is_demo
        self._local_now = local_now or (lambda: datetime.now(UTC))
        self._zone = zone
        self._accounts: dict[AccountId, Account] = {}
        self._counts = InboxCounts()
        self._asked: set[ConversationId] = set()
        self._sorts: dict[InboxView, InboxSort] = {}
        """Orders that the person chose."""
        self._has_chips = False
        self._bulk: BulkBar | None = None
        self._results: QWidget | None = None
        self.setObjectName("listPane")
        set_role(self, QAccessible.Role.Grouping)
        self.setAccessibleName(say("list.name"))
        self.model = InboxModel(
            archive,
            server_now=engine.server_now,
            local_now=self._local_now,
            zone=zone,
            account_id=account_id,
            parent=self,
        )
        self._build(images)
        theme_source.changed.connect(self.update)
        bridge.changed.connect(self.apply)
        bridge.settled.connect(self._settle)
        bridge.status_changed.connect(self.show_status)
        self._want = QTimer(self, singleShot=True, interval=WANT_AFTER_MS)
        self._want.timeout.connect(self._ask_for_people)
        self.list.verticalScrollBar().valueChanged.connect(self._want.start)
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self.tick)
        self._read_accounts()
        self._refresh()
        self._wait_for_the_minute()
        self._want.start()

    # what the window asks

    @property
    def view(self) -> InboxView:
        return self.model.choice.view

    @property
    def account_id(self) -> AccountId | None:
        return self.model.choice.account_id

    @property
    def counts(self) -> InboxCounts:
        """Numbers of the account and view that are shown."""
        return self._counts

    def show_view(self, view: InboxView) -> None:
        """Another view, with every filter off."""
        if view is self.view:
            return
        self.model.choose(view=view, narrowed=InboxFilter.ALL, sort=self._sorts.get(view), label_id=None, only=None)
        self._refresh()
        self._want.start()
        self.view_changed.emit(view)

    def show_account(self, account_id: AccountId | None) -> None:
        """The conversations of another account; None: of all of them."""
        if account_id == self.account_id:
            return
        self.model.choose(account_id=account_id, narrowed=InboxFilter.ALL)
        self._refresh()
        self._want.start()

    def narrow(self, narrowed: InboxFilter) -> None:
        """Another chip."""
        if narrowed is self.model.choice.narrowed:
            return
        self.model.choose(narrowed=narrowed)
        self._refresh()
        self._want.start()
        self.filter_changed.emit(narrowed)

    def sort_by(self, sort: InboxSort) -> None:
        """Another order, kept for this view."""
        self._sorts[self.view] = sort
        self.model.choose(sort=sort)
        self._refresh()

    def show_label(self, label_id: LabelId | None) -> None:
        """Only the conversations with a label, or all again."""
        self.model.choose(label_id=label_id)
        self._refresh()
        self._want.start()

    def show_only(self, only: InboxOnly | None) -> None:
        """Only the conversations that hold it, or all again."""
        self.model.choose(only=only)
        self._refresh()
        self._want.start()

    def select(self, conversation_id: ConversationId | None) -> None:
        """Mark a conversation as open without opening it. It stays in the list while it is."""
        self.list.select(conversation_id)
        self.model.keep(conversation_id)

    @property
    def shows_label_names(self) -> bool:
        """Names of labels in the rows, or their shapes alone."""
        return self.list.shows_label_names

    def show_label_names(self, are_shown: bool) -> None:
        self.list.show_label_names(are_shown)

    @property
    def current_id(self) -> ConversationId | None:
        """The row that the keyboard is on."""
        return self.model.id_at(self.list.currentIndex().row())

    @property
    def picked(self) -> tuple[ConversationId, ...]:
        """The conversations picked for one act, from the top."""
        return self.list.picking.ids

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) conversation; the focus stays where it is."""
        self.list.step(by)

    # what happens

    def apply(self, changes: ChangeSet) -> None:
        """A transaction was committed: the rows."""
        if changes.accounts:
            self._read_accounts()
        if changes.conversations or changes.accounts or changes.labels:
            # What a customer says in the open conversation is painted there first.
            is_seen_there = bool(changes.arrived) and self.model.kept in changes.conversations
            self.model.apply(changes, later=is_seen_there)

    def _settle(self, changes: ChangeSet) -> None:
        """What stands around the rows."""
        self.model.make_up()
        if changes.conversations or changes.accounts or changes.labels:
            self._refresh()
            self._want.start()

    def show_status(self, status: EngineStatus) -> None:
        """The engine has something to tell."""
        account = self._accounts.get(self.account_id) if self.account_id is not None else None
        if self.account_id is None and self._accounts:
            account = gravest(tuple(self._accounts.values()), status)
        account_status = status.of(account.id) if account is not None else None
        if account_status is None:
            self.footer.setVisible(False)
            self._show_progress(None)
            return
        self.footer.setVisible(True)
        state = footer_state(
            account,
            account_status,
            self._local_now(),
            is_demo=self._is_demo,
            is_read_only=self._archive.is_read_only,
            zone=self._zone,
        )
        self.footer.show_state(state, account_status.budget_used, status.queued_replies)
        works = account_status.connection in (Connection.ONLINE, Connection.CONNECTING)
        is_first = account_status.knows_nothing_yet and self._is_archive_empty(account)
        progress = account_status.first_sync or (FirstSync(0, 0) if is_first else None)
        self._show_progress(progress if works else None)

    def _is_archive_empty(self, account: Account | None) -> bool:
        """Whether nothing is stored of an account that may be fetched."""
        if account is None or account.problem is not AccountProblem.NONE or self._counts.total:
            return False
        if self._archive.is_read_only:
            return False
        return not self._archive.inbox.has_any(account.id)

    def tick(self) -> None:
        """A minute has passed."""
        self.model.tick()
        self._refresh()
        self._wait_for_the_minute()

    def stop(self) -> None:
        """Before the archive is closed: ask it for nothing any more."""
        for timer in (self._minute, self._want):
            timer.stop()
            timer.timeout.disconnect()
        self.model.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        fill(QPainter(self), self.rect(), self._theme_source.current.color("bg.list"))

    # inside

    def _build(self, images: ImageCache) -> None:
        theme_source = self._theme_source
        self.header = ListHeader(theme_source, self)
        self.header.menu_wanted.connect(lambda: self.sort_menu_wanted.emit(self.header.filter))
        self.search = SearchButton(theme_source, self)
        search_line = QWidget(self)
        search_room = QHBoxLayout(search_line)
        search_room.setContentsMargins(12, 0, 12, 6)
        search_room.addWidget(self.search)
        self.chips = ChipRow(theme_source, self)
        self.chips.chosen.connect(self.narrow)
        self.progress = FirstUpdate(theme_source, self)
        self.progress.hide()
        self.list = ConversationList(self.model, images, theme_source, self)
        self.list.opened.connect(self.opened)
        self.list.selected.connect(self.selected)
        self.list.menu_wanted.connect(self.menu_wanted)
        self.list.done_wanted.connect(lambda found: self.acted.emit("done", None, found))
        self.list.snooze_wanted.connect(lambda found, button: self.acted.emit("snooze", button, found))
        self.list.picking.changed.connect(self._show_picked)
        self._nothing = NothingHere(theme_source, self.list.viewport())
        self._nothing.cleared.connect(self._clear_filters)
        self.footer = ListFooter(theme_source, self)
        self.footer.action_requested.connect(self._do_footer_action)
        self._body = QWidget(self)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        for part in (search_line, self.chips, self.progress):
            body.addWidget(part)
        body.addWidget(self.list, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self.header)
        self._whole.addWidget(self._body, 1)
        self._whole.addWidget(self.footer)

    def show_results(self, results: QWidget | None) -> None:
        """What was found in place of the conversations; None brings them back, with their old selection."""
        if self._results is not None and results is None:
            from igdesk.ui.focus import holds_focus

            self._body.show()
            if holds_focus(self._results):
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._results.hide()
        if results is not None and self._whole.indexOf(results) < 0:
            self._whole.insertWidget(1, results, 1)
        self._results = results
        self._body.setVisible(results is None)
        if results is not None:
            results.show()

    def _refresh(self) -> None:
        """Numbers, names and what stands in place of rows."""
        self._counts = self._archive.inbox.counts(
            account_id=self.account_id,
            view=self.view,
            label_id=self.model.choice.label_id,
            only=self.model.choice.only,
            now=self._engine.server_now(),
        )
        view_name = say(VIEW_NAMES[self.view])
        is_sorted = self.model.choice.sort is not DEFAULT_SORT[self.view]
        self.header.show_state(view_name, int(is_sorted) + self.model.choice.narrowings)
        self.chips.show_state(self.view, self.model.choice.narrowed, self._counts)
        shown = {
            InboxFilter.ALL: self._counts.total,
            InboxFilter.UNREAD: self._counts.unread,
            InboxFilter.WAITING: self._counts.waiting,
            InboxFilter.CLOSING_SOON: self._counts.closing_soon,
        }[self.model.choice.narrowed]
        self.list.setAccessibleName(say("list.conversations", view=view_name, n=shown))
        self.show_status(self._engine.status)

    def _show_progress(self, progress: FirstSync | None) -> None:
        is_running = progress is not None
        if progress is not None:
            self.progress.show_progress(progress)
        has_rows = self.model.rowCount() > 0
        is_narrowed = self.model.choice.narrowed is not InboxFilter.ALL or self.model.choice.narrowings > 0
        self.progress.setVisible(is_running)  # from the start, so that no row moves when the number is known
        self._has_chips = not is_running and (self._counts.total > 0 or is_narrowed)
        self._show_picked()
        self.list.show_placeholders(is_running)
        is_empty = not has_rows and not is_running
        if is_empty:
            self._nothing.show_words(*self._empty_words(is_narrowed), can_clear=is_narrowed)
        self._nothing.setVisible(is_empty)

    @property
    def bulk(self) -> "BulkBar":
        """The bar of the picked conversations, under the chips that it replaces; made with the first pick."""
        if self._bulk is None:
            from igdesk.ui.focus import put_in_tab_order
            from igdesk.ui.inbox.bulk_bar import BulkBar

            bar = self._bulk = BulkBar(self._theme_source, self._body)
            bar.acted.connect(lambda command, button: self.acted.emit(command, button, None))
            bar.closed.connect(self.list.picking.clear)
            column = self._body.layout()
            assert isinstance(column, QVBoxLayout)
            column.insertWidget(column.indexOf(self.chips) + 1, bar)
            put_in_tab_order(self.search, *bar.stops)
        return self._bulk

    def _show_picked(self) -> None:
        """The bar of the picked conversations stands in the place of the chips."""
        count = len(self.list.picking)
        if count or self._bulk is not None:
            self.bulk.show_count(count, is_done_view=self.view is InboxView.DONE)
        self.chips.setVisible(self._has_chips and not count)

    def _empty_words(self, is_narrowed: bool) -> tuple[str, str]:
        """Heading and text of an empty list; either may be missing."""
        account = self._accounts.get(self.account_id) if self.account_id is not None else None
        if is_narrowed:
            return say("empty.filter"), ""
        if account is not None and account.problem.value != "none":
            return "", say("empty.list.blocked")
        match self.view:
            case InboxView.INBOX:
                return "", say("empty.list")
            case InboxView.WAITING:
                return say("empty.waiting"), ""
            case InboxView.SNOOZED:
                return say("empty.snoozed"), say("empty.snoozed.text")
            case InboxView.DONE:
                return say("empty.done"), say("empty.done.text")

    def _clear_filters(self) -> None:
        self.model.choose(narrowed=InboxFilter.ALL, label_id=None, only=None)
        self._refresh()
        self._want.start()
        self.filter_changed.emit(InboxFilter.ALL)

    def _do_footer_action(self) -> None:
        if self._is_demo:
            self.connect_requested.emit()
        elif self.account_id is not None:
            self.reconnect_requested.emit(self.account_id)

    def _read_accounts(self) -> None:
        self._accounts = {account.id: account for account in self._archive.accounts.all()}

    def _ask_for_people(self) -> None:
        """Names and pictures of the rows on the screen, once each."""
        found = [self.model.conversation_at(row) for row in self.list.rows_on_screen()]
        # A list tells of a conversation before its first read tells who it is with: that one is asked for then.
        unasked = [c for c in found if c is not None and c.participant.igsid and c.id not in self._asked]
        self._asked.update(c.id for c in unasked)
        if unasked:
            self._engine.want_profiles([c.id for c in unasked])
        known = [c.id for c in unasked if c.participant.picture_url and not c.participant.picture_key]
        if known:  # a picture whose address is not known yet follows its profile
            self._engine.want_pictures(known)

    def _wait_for_the_minute(self) -> None:
        now = self._local_now()
        self._minute.start(60_000 - (now.second * 1000 + now.microsecond // 1000) + AFTER_THE_MINUTE_MS)
