"""The window: columns, pages, and the wires between them. It decides nothing that a part can decide."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from igdesk.domain.account import Account
from igdesk.domain.attention import Attention
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import InboxView
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.status import EngineStatus, KnownError, Problem
from igdesk.store.archive import Archive
from igdesk.ui.appearance import read_appearance
from igdesk.ui.bridge import ChangeBridge
from igdesk.ui.conversation.column import ConversationColumn
from igdesk.ui.engine_door import EngineDoor
from igdesk.ui.images import ImageCache
from igdesk.ui.inbox.pane import ListPane
from igdesk.ui.layout import limits
from igdesk.ui.layout.arrangement import Arrangement, DetailsPlace, Pane, Wishes
from igdesk.ui.layout.columns import Columns
from igdesk.ui.outside import open_folder
from igdesk.ui.paint import fill
from igdesk.ui.rail.rail import Rail
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.commands import OVER_ONCE_WRITTEN, WindowCommands
from igdesk.ui.window.memory import RememberedColumns, WindowMemory
from igdesk.ui.window.places import WindowPlaces

if TYPE_CHECKING:
    from igdesk.sync.engine import Engine
    from igdesk.ui.lock.conductor import OwnPassphrase


T = TypeVar("T")
PAINTED_MS = 20
"""Time in which what stands there while nothing is open is painted, before something takes longer."""


class MainWindow(WindowPlaces):
    """Made from the archive alone; the engine is attached when it is there."""

    quit_requested = Signal()
    demo_requested = Signal()
    closed = Signal()
    erase_requested = Signal()
    """Everything on this computer; the program ends with it."""
    connect_requested = Signal()
    """From the demo: a real account belongs into a profile of its own."""
    unread_changed = Signal(int)
    """Conversations with unread messages, over all accounts."""

    def __init__(
        self,
        archive: Archive,
        theme_source: ThemeSource,
        *,
        is_demo: bool,
        open_url: Callable[[str], None],
        passphrase: "OwnPassphrase | None" = None,
        now: Callable[[], datetime] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.archive = archive
        self.theme_source = theme_source
        self.appearance = read_appearance(archive)
        self.appearance.put_on(theme_source)
        self.open_url = open_url
        self.open_folder = open_folder
        self.is_demo = is_demo
        self.passphrase = passphrase
        """What opens the archive where tokens do not rest in the system's keychain."""
        self.now = now or (lambda: datetime.now(UTC))
        self.door = EngineDoor(archive, self.now)
        self._bridge = ChangeBridge(archive, self.door, self)
        self.images = ImageCache(lambda key: archive.media.read(key), self)
        self._problem: Problem | None = None
        self._accounts: tuple[Account, ...] = archive.accounts.all()
        self._is_sheet_open = False
        self._unread = -1
        self._was_painted = self._is_whole = False
        self._is_released = False
        self._memory = WindowMemory(archive)
        self._remembered = self._memory.columns()
        account_id = self._memory.account(self._accounts)
        self.rail = Rail(archive, self.door, self._bridge, theme_source, local_now=self.now)
        self.list_pane = ListPane(
            archive,
            self.door,
            self._bridge,
            self.images,
            theme_source,
            account_id=account_id,
            is_demo=is_demo,
            local_now=self.now,
        )
        self.conversation = ConversationColumn(archive, self.door, self.images, theme_source, now=self.now)
        self.columns = Columns(theme_source, self.rail, self.list_pane, self.conversation, self.make_details, self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.columns)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self.setMinimumSize(*limits.WINDOW_MIN)
        self.commands = WindowCommands(self)
        self._wire()
        if account_id is not None:
            self.rail.show_account(account_id)
        self._memory.restore_geometry(self)
        self._wish_columns()
        self._show_numbers()
        if not self._accounts:
            self.sign_in.begin()
        if self._memory.was_locked():
            self.locking.restore()
        QTimer.singleShot(0, self, self.take_first_focus)

    # what app does

    def attach(self, engine: "Engine") -> None:
        """The engine is there: what was asked meanwhile is asked now."""
        self.door.attach(engine)
        if self._triage is not None:
            self._triage.waker.look()

    def show_problem(self, problem: Problem | None) -> None:
        """Trouble of the archive, in the banner; None when it is over."""
        self._problem = problem
        self._show_status(self.door.status)

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it; trouble of the archive is told in the banner."""
        try:
            return act()
        except KnownError as error:
            self.show_problem(error.problem)
            return None

    def open_conversation(self, conversation_id: ConversationId, *, focus_composer: bool = True) -> None:
        """Show a conversation, also of another account."""
        row = self.conversation.open(conversation_id)
        if row is None:
            return
        self.leave_settings()
        if self.list_pane.account_id not in (row.account_id, None):
            self._mark_account(row.account_id)
        self.list_pane.select(row.id)
        self._last_open[self.list_pane.account_id] = row.id
        self.door.open_conversation(row.id)
        self.door.want_profiles([row.id])
        if not row.participant.picture_key:
            self.door.want_pictures([row.id])
        self._wish_columns(front=Pane.CONVERSATION if focus_composer else None)
        self.fill_details()
        if focus_composer:
            self.conversation.composer.focus_text()

    def close_conversation(self) -> None:
        """Nothing is open; the middle says what waits."""
        self.conversation.close_conversation()
        self.list_pane.select(None)
        self.door.open_conversation(None)
        self._is_sheet_open = False
        self._show_empty()
        self._wish_columns(front=Pane.LIST)

    def choose_account(self, account_id: AccountId | None) -> None:
        """Its list, and the conversation that was open there last; None: one list of all accounts."""
        self.leave_settings()
        if account_id == self.list_pane.account_id:
            return
        self._mark_account(account_id)
        last = self._last_open.get(account_id)
        if last is not None:
            self.open_conversation(last, focus_composer=False)
        else:
            self.close_conversation()
        self._show_status(self.door.status)

    def choose_view(self, view: InboxView) -> None:
        self.leave_settings()
        self.list_pane.show_view(view)
        self.rail.show_view(view)

    def toggle_details(self, is_wanted: bool) -> None:
        """Dock, undock, or move the sheet in and out."""
        if self.conversation.conversation is None:
            return
        if self.width() >= limits.DETAILS_DOCKED_FROM:
            self._remembered = self._remembered._replace(docks_details=is_wanted)
        self._is_sheet_open = is_wanted
        self._wish_columns()
        self.fill_details()

    @property
    def are_details_shown(self) -> bool:
        return self.columns.arrangement.details_place is not DetailsPlace.HIDDEN

    @property
    def bridge(self) -> ChangeBridge:
        """Tells what changes."""
        return self._bridge

    @property
    def accounts(self) -> tuple[Account, ...]:
        return self._accounts

    @property
    def unread(self) -> int:
        """Conversations with unread messages, over all accounts."""
        return max(self._unread, 0)

    # events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange):
            self.tell_attention()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tell_attention()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.tell_attention()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "commands"):
            self._wish_columns()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.keep_typed()
        self._memory.keep(self, self._remembered)
        if self._notifier is not None and self._notifier.takes_close():
            event.ignore()
            return
        self.conversation.keep_typed()
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.begin()
        fill(QPainter(self), self.rect(), self.theme_source.current.color("bg.rail"))

    def begin(self) -> None:
        """The inbox is on the screen, if it has to be; the rest of the window is made while the person looks at it."""
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._make_the_rest)

    def release(self) -> None:
        """Before the archive is closed: listen to nothing, hold no picture."""
        if self._is_released:
            return
        self._is_released = True
        self.keep_typed()
        self.conversation.keep_typed()
        self.close_lock()
        self.close_notices()
        self.list_pane.stop()
        if self._triage is not None:
            self._triage.waker.stop()
        self._bridge.close()
        self.door.close()
        self.close_media()
        self.close_finding()
        self.close_exporting()
        self.images.close()

    # inside

    def _make_the_rest(self) -> None:
        """The parts that are made when first asked for, before somebody has to wait for one."""
        if self._is_released:
            return
        self._is_whole = True
        self._show_status(self.door.status)
        QTimer.singleShot(
            PAINTED_MS, self, self._make_the_hidden
        )  # what stands there while nothing is open is painted first

    def _make_the_hidden(self) -> None:
        from igdesk.ui.window.making import Making, hidden_parts

        Making(self, hidden_parts(self), is_stopped=lambda: self._is_released).begin()

    def _wire(self) -> None:
        self._bridge.changed.connect(self._apply)
        self._bridge.settled.connect(self._settle)
        self._bridge.status_changed.connect(self._show_status)
        self.rail.account_chosen.connect(self.choose_account)
        self.rail.view_chosen.connect(self.choose_view)
        self.rail.add_account_requested.connect(self.add_account)
        self.rail.account_dropped.connect(lambda found, by: self.account_actions.move(found, by))
        self.rail.account_menu_wanted.connect(lambda who, at: self.account_actions.open_menu(who, at, self.rail))
        self.list_pane.footer.budget_requested.connect(lambda: self.settings.open("updates"))
        self.list_pane.footer.outbox_requested.connect(lambda: self.commands.show_outbox(self.list_pane.footer))
        self.rail.settings_requested.connect(lambda: self.settings.open())
        self.list_pane.opened.connect(lambda found, _by_key: self.open_conversation(found))
        self.list_pane.selected.connect(lambda found: self.open_conversation(found, focus_composer=False))
        self.list_pane.view_changed.connect(self.rail.show_view)
        self.list_pane.search.wanted.connect(lambda text: self.palette_place.open(text))
        self.list_pane.connect_requested.connect(self.add_account)
        self.list_pane.reconnect_requested.connect(lambda found: self.sign_in.begin(found))
        self.list_pane.menu_wanted.connect(lambda found, where: self.triage.open_menu(found, where))
        self.list_pane.sort_menu_wanted.connect(lambda button: self.triage.open_sort_menu(button))
        self.list_pane.acted.connect(lambda command, button, found: self.triage.act(command, button, found))
        self.columns.wishes_changed.connect(self._remember_columns)
        self.columns.arranged.connect(self._follow_arrangement)
        self.conversation.failed.connect(self._note_failure)
        self.conversation.start_requested.connect(lambda found: self.open_conversation(ConversationId(found)))
        self.conversation.view_wanted.connect(self.choose_view)
        self.conversation.talk_made.connect(self._wire_talk)
        self.conversation.opening.connect(self._wish_columns)

    def _wire_talk(self) -> None:
        from igdesk.ui.conversation.wiring import wire_talk

        wire_talk(self)
        self._follow_arrangement(self.columns.arrangement)

    def _apply(self, changes: ChangeSet) -> None:
        if self._problem is not None and self._problem.id in OVER_ONCE_WRITTEN:
            self.show_problem(None)
        if changes.accounts:
            self._accounts = self.archive.accounts.all()
            self._keep_to_an_account()
        self.conversation.apply(changes)

    def _settle(self, changes: ChangeSet) -> None:
        self.conversation.settle(changes)
        row = self.conversation.conversation
        if row is not None and (row.id in changes.conversations or changes.labels):
            self.fill_details()
        if changes.conversations or changes.accounts:
            self._show_numbers()
            self._show_empty()
        if changes.accounts:
            self._show_status(self.door.status)

    def _show_status(self, status: object) -> None:
        if not isinstance(status, EngineStatus):
            return
        if self._problem is not None and status.problem is None:
            status = status._replace(problem=self._problem)
        self._show_banner(status)
        told = self.has_banner and self.banner.tells_of("banner.offline")
        self.conversation.show_status(status, is_trouble_told=told)
        self._show_empty()

    def _show_banner(self, status: EngineStatus) -> None:
        from igdesk.ui.banner.choice import choose

        current = self.list_pane.account_id
        if self.has_banner or choose(self._accounts, status, current=current) is not None:
            self.banner.show_state(self._accounts, status, current)

    def _note_failure(self, error: object) -> None:
        if isinstance(error, KnownError):
            self.show_problem(error.problem)

    def _show_numbers(self) -> None:
        unread = sum(self.archive.inbox.unread_by_account().values())
        if unread != self._unread:
            self._unread = unread
            self.show_title()
            self.unread_changed.emit(unread)

    def _show_empty(self) -> None:
        if self.conversation.conversation is None and self._is_whole:
            from igdesk.ui.conversation.empty_state import ask_for_name, empty_state

            account = self.account(self.list_pane.account_id)
            shown = (account,) if account is not None else self._accounts
            state = empty_state(self.archive, self.door, shown, self.now())
            self.conversation.show_empty(state)
            ask_for_name(state, self.door)

    def _keep_to_an_account(self) -> None:
        """One that exists: the first one came, or the one that was shown was erased."""
        ids, shown = [account.id for account in self._accounts], self.list_pane.account_id
        if not ids:
            self.close_conversation()
            self.sign_in.begin()
        elif shown not in ids and (shown is not None or len(ids) == 1):
            self._mark_account(ids[0])

    def _mark_account(self, account_id: AccountId | None) -> None:
        self.list_pane.show_account(account_id)
        self.rail.show_account(account_id)
        self.attempt(lambda: self._memory.keep_account(account_id))

    def _wish_columns(self, *, front: Pane | None = None) -> None:
        is_wide = self.width() >= limits.DETAILS_DOCKED_FROM
        wants = self._remembered.docks_details if is_wide else self._is_sheet_open
        if is_wide:
            self._is_sheet_open = False
        self.columns.wish(
            Wishes(
                list_width=self._remembered.list_width,
                details_width=self._remembered.details_width,
                shows_details=wants and self.conversation.conversation is not None,
                front=front or self.columns.wishes.front,
            )
        )

    def _remember_columns(self) -> None:
        wishes = self.columns.wishes
        self._remembered = RememberedColumns(wishes.list_width, wishes.details_width, self._remembered.docks_details)

    def _follow_arrangement(self, arrangement: Arrangement) -> None:
        self.rail.set_compact(arrangement.is_rail_compact)
        if self.conversation.has_talk:
            timeline = self.conversation.timeline
            timeline.set_one_pane(arrangement.is_one_pane)
            timeline.header.set_compact(self.width() <= limits.HEADER_COMPACT_TO)
            timeline.set_details_shown(arrangement.details_place is not DetailsPlace.HIDDEN)
        if self.details is not None:
            self.details.set_sheet(arrangement.details_place is DetailsPlace.SHEET)

    def tell_attention(self) -> None:
        """Whether somebody looks at the window, or is in front of it at least."""
        if not self.isVisible() or self.isMinimized():
            attention = Attention.AWAY
        else:
            is_at_work = self.isActiveWindow() and not self.is_locked
            attention = Attention.ACTIVE if is_at_work else Attention.VISIBLE
        if hasattr(self, "door"):
            self.door.set_attention(attention)

    def take_first_focus(self) -> None:
        if self.pages.currentWidget() is self.columns and not self.is_locked:
            self.list_pane.list.setFocus()
