"""Tells the person what happens while they look elsewhere, and keeps igdesk in the tray if they want that."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from igdesk.domain import notices
from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import InboxFilter, InboxSort, InboxView
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.notices import (
    GATHER_S,
    PAUSE_S,
    SAID_IN_TRAY,
    WARNED,
    MessageNotice,
    NoticeWishes,
    Scene,
    SeveralNotice,
    WindowNotice,
    read_warned,
    read_wishes,
    written_warned,
)
from igdesk.ui.notices.desktop_tray import DesktopTray
from igdesk.ui.notices.icon import TrayState, is_bar_dark, tray_icon, tray_state
from igdesk.ui.notices.menu import MenuActs, numbers, tray_menu
from igdesk.ui.notices.morning import MorningSummary
from igdesk.ui.notices.muting import Muting
from igdesk.ui.notices.troubles import Troubles
from igdesk.ui.notices.words import Shows, words_of
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.notices.sound import Knock
    from igdesk.ui.window.main_window import MainWindow

BEGIN_MS = 400
"""The window is on the screen and whole; the tray can wait for so long."""
LOOK_MS = 30_000
REFRESH_MS = 300
GATHERED_MAX = 200
"""Nobody reads a notification of more; the newest are told."""
WINDOWS_MAX = 200
TROUBLES_MAX = 3
"""At once; the window tells of all."""


class Notifier(QObject):
    """One for the window, made after it was painted."""

    def __init__(self, window: "MainWindow", tray: DesktopTray | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.tray = tray or DesktopTray(self)
        self.muting = Muting(window, self.keep)
        self.morning = MorningSummary(window, self._keep)
        self._knock: Knock | None = None
        self._gathered: dict[MessageId, None] = {}
        self._target: ConversationId | None = None
        self._view: InboxView | None = None
        self._warned: dict[ConversationId, int] | None = None
        self._shown: tuple[object, ...] = ()
        self._is_hidden = self._is_closed = self._menu_was_locked = False
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(lambda: self._window.attempt(self.tell_gathered))
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._troubles = Troubles(window.archive, window.accounts)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self.tray.clicked.connect(self._toggle_window)
        self.tray.notice_clicked.connect(self._open_told)
        window.bridge.settled.connect(self._apply)
        window.bridge.status_changed.connect(lambda _status: self._refresh_soon())
        window.theme_source.changed.connect(self._refresh_soon)
        self._begin = QTimer(self, singleShot=True, interval=BEGIN_MS)
        self._begin.timeout.connect(self.begin)
        self._begin.start()

    def begin(self) -> None:
        """Show the icon, and watch the reply windows from now on."""
        self._begin.stop()
        self._look.start()
        self.look()

    @property
    def wishes(self) -> NoticeWishes:
        return read_wishes(self._window.archive.settings.get)

    @property
    def knock(self) -> "Knock":
        """The sound, made when it is first heard."""
        if self._knock is None:
            from igdesk.ui.notices.sound import Knock

            self._knock = Knock(self)
        return self._knock

    @property
    def tells_texts(self) -> bool:
        """Whether what customers write may be seen outside of the window."""
        return self.wishes.shows_text

    @property
    def is_in_tray(self) -> bool:
        """Whether the window was put away and igdesk goes on without it."""
        return self._is_hidden and not self._window.isVisible()

    # what the window asks

    def takes_close(self) -> bool:
        """A window that is being closed: whether igdesk stays in the tray instead of ending."""
        if not self.may_hide:
            return False
        if isinstance(app := QGuiApplication.instance(), QGuiApplication) and app.isSavingSession():
            return False  # the computer is being shut down
        self.refresh()
        self.put_away()
        if not self._window.archive.settings.get(SAID_IN_TRAY):
            self._keep(SAID_IN_TRAY, "1")
            self._tell(say("notify.in_tray"), say("notify.in_tray.text"), None, is_heard=False)
        return True

    @property
    def may_hide(self) -> bool:
        """Whether igdesk goes on in the tray without a window."""
        return not self._is_closed and self.wishes.keeps_running and self.tray.is_available

    def put_away(self) -> None:
        """The window, into the tray."""
        self._is_hidden = True
        self._window.hide()

    def tell_test(self) -> None:
        """What the person asked to see, whatever the hour."""
        self.refresh()
        self._tell(say("notify.test"), say("notify.test.text"), None)

    def bring_up(self) -> None:
        """The window, in front of all others."""
        window = self._window
        self._is_hidden = False
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def close(self) -> None:
        """igdesk ends."""
        self._is_closed = True
        for timer in (self._begin, self._gather, self._look, self._refresh):
            timer.stop()
        self._gathered.clear()
        if self._knock is not None:
            self._knock.stop()
        self.tray.show_badge(0)
        self.tray.close()

    # telling

    def _apply(self, changes: ChangeSet) -> None:
        if self._is_closed:
            return
        if changes.arrived:
            self._gathered |= dict.fromkeys(sorted(changes.arrived))
            for which in list(self._gathered)[:-GATHERED_MAX]:
                del self._gathered[which]
            if not self._gather.isActive():
                self._gather.start(round(GATHER_S * 1000))
        if changes.conversations or changes.accounts:
            self._refresh_soon()
        self._window.attempt(lambda: self._tell_troubles(changes))

    def _tell_troubles(self, changes: ChangeSet) -> None:
        """What went wrong while nobody looks: in front of the window they are told in it."""
        muted = self.muting.muted
        found = self._troubles.in_changes(changes, self._window.accounts)
        told = [trouble for trouble in found if trouble.account_id not in muted]
        is_silent = notices.is_quiet(self.wishes, self._window.now().astimezone())
        if told and not self._is_looked_at() and not is_silent:
            for trouble in told[:TROUBLES_MAX]:
                title, text = trouble.hidden if self._window.is_locked else (trouble.title, trouble.text)
                self._tell(title, text, trouble.target)

    def tell_gathered(self) -> None:
        """What arrived since the last time, as it is now."""
        ids, self._gathered = tuple(self._gathered), {}
        if not ids or self._is_closed:
            return
        messages = self._window.archive.timeline.by_ids(ids)
        rows = self._window.archive.inbox.by_ids({message.conversation_id for message in messages})
        notice = notices.message_notice(messages, {row.id: row for row in rows}, self._scene())
        if notice is not None:
            self._tell_notice(notice)
            self._gather.start(round(PAUSE_S * 1000))

    def look(self) -> None:
        """Warn of reply windows that are about to close; the tray says how things stand."""
        self._window.attempt(self._warn)
        self._window.attempt(self._greet)
        self.refresh()

    def _warn(self) -> None:
        archive, scene = self._window.archive, self._scene()
        if self._is_closed or not scene.wishes.warns_before:
            return
        if self._warned is None:
            self._warned = read_warned(archive.settings.get(WARNED))
        closing = archive.inbox.rows(
            InboxView.WAITING,
            InboxFilter.CLOSING_SOON,
            sort=InboxSort.WINDOW,
            now=scene.server_now,
            limit=WINDOWS_MAX,
        )
        notice, warned = notices.window_notice(closing, self._warned, scene)
        if warned != self._warned:
            self._warned = warned
            self._keep(WARNED, written_warned(warned))
        if notice is not None:
            self._tell_notice(notice)

    def _greet(self) -> None:
        """The summary of the morning; quiet hours and a lock that hides numbers put it off."""
        is_silent = notices.is_quiet(self.wishes, self._window.now().astimezone())
        if self._is_closed or is_silent or (self._window.is_locked and not self.tells_texts):
            return
        told = self.morning.take(self.muting.muted)
        if told is not None:
            self._tell(*told, None, view=InboxView.WAITING)

    def _scene(self) -> Scene:
        window = self._window
        status = window.door.status
        return Scene(
            self.wishes,
            window.door.server_now(),
            window.now().astimezone(),
            {account.id: account for account in window.accounts},
            [state.account_id for state in status.accounts if state.first_sync is not None],
            self._in_front(),
            self.muting.muted,
        )

    def _in_front(self) -> ConversationId | None:
        conversation = self._window.conversation
        row = conversation.conversation
        return row.id if row is not None and self._is_looked_at() and conversation.isVisible() else None

    def _is_looked_at(self) -> bool:
        window = self._window
        return window.isActiveWindow() and not window.isMinimized() and not window.is_locked

    def _tell_notice(self, notice: MessageNotice | SeveralNotice | WindowNotice) -> None:
        shows = Shows.NOTHING if self._window.is_locked else Shows.TEXT if self.wishes.shows_text else Shows.NAME
        title, text = words_of(notice, self._window.door.server_now(), shows)
        match notice:
            case MessageNotice():
                target: ConversationId | None = notice.conversation.id
            case SeveralNotice() | WindowNotice():
                target = notice.conversations[0].id
        self._tell(title, text, target)

    def _tell(
        self,
        title: str,
        text: str,
        target: ConversationId | None,
        *,
        view: InboxView | None = None,
        is_heard: bool = True,
    ) -> None:
        """A click opens the conversation, else the view."""
        if is_heard and self.wishes.has_sound:
            self.knock.play()
        self._target, self._view = target, view
        if self.tray.can_tell:
            self.tray.tell(title, text)
        else:
            QApplication.alert(self._window)  # the entry in the task bar asks for a look

    def _open_told(self) -> None:
        self.bring_up()
        if self._window.is_locked:
            return
        if self._target is not None:
            self._window.open_conversation(self._target)
        elif self._view is not None:
            self._window.choose_view(self._view)

    # the tray

    def _refresh_soon(self) -> None:
        if not (self._is_closed or self._refresh.isActive() or self._begin.isActive()):
            self._refresh.start()

    def refresh(self) -> None:
        """Icon, tooltip, menu and the count, as things are now."""
        if self._is_closed:
            return
        self._window.attempt(self._show_state)

    def _show_state(self) -> None:
        window, wishes = self._window, self.wishes
        unread, waiting = numbers(window)
        shows_numbers = wishes.shows_text or not window.is_locked
        self.tray.show_badge(unread if wishes.counts_on_icon and shows_numbers else 0)
        if not self.tray.is_available:
            return
        state = tray_state(window.accounts, window.door.status, unread)
        theme, is_dark = window.theme_source.current, is_bar_dark()
        if state is TrayState.UNREAD and not (wishes.counts_on_icon and shows_numbers):
            state = TrayState.QUIET
        words = say("tray.tooltip", unread=unread, waiting=waiting) if shows_numbers else say("app.title")
        tooltip = say("tray.tooltip.state", words=words, state=state.words) if state.words else words
        acts = MenuActs(
            self.bring_up,
            self._open_account,
            self._open_conversation,
            lambda: self.muting.toggle(None),
            self._lock,
            self._open_settings,
        )
        is_open = self.tray.is_menu_open and self._menu_was_locked == window.is_locked
        self._menu_was_locked = window.is_locked
        menu = None if is_open else tray_menu(window, acts)
        self.tray.show_state(tray_icon(state, unread, theme, is_dark=is_dark), tooltip, menu)

    def _toggle_window(self) -> None:
        if self._window.isVisible() and not self._window.isMinimized():
            self.put_away()
        else:
            self.bring_up()

    def _open_account(self, account_id: AccountId) -> None:
        self.bring_up()
        if not self._window.is_locked:
            self._window.choose_account(account_id)

    def _open_conversation(self, conversation_id: ConversationId) -> None:
        self.bring_up()
        if not self._window.is_locked:
            self._window.open_conversation(conversation_id)

    def _open_settings(self) -> None:
        self.bring_up()
        if not self._window.is_locked:
            self._window.settings.open("notifications")

    def _lock(self) -> None:
        if not self._window.locking.has_passphrase:
            self.bring_up()  # to choose one
        self._window.locking.lock()

    def _keep(self, key: str, value: str) -> None:
        settings = self._window.archive.settings
        if not self._window.archive.is_read_only:
            self._window.attempt(lambda: settings.set(key, value))

    def keep(self, key: str, value: str) -> None:
        """A choice of the settings page, followed at once."""
        self._keep(key, value)
        self.look()
