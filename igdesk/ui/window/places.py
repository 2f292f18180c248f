"""What a window has beside its columns: banner, keys, sign-in, settings; each made when it is first asked for."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtWidgets import QWidget

from igdesk.ui.window.title import window_title

if TYPE_CHECKING:
    from igdesk.domain.account import Account
    from igdesk.domain.ids import AccountId, ConversationId
    from igdesk.ui.accounts.actions import AccountActions
    from igdesk.ui.banner.bar import BannerBar
    from igdesk.ui.commands.registry import Commands
    from igdesk.ui.erasing.conductor import ErasingConductor
    from igdesk.ui.export.conductor import ExportConductor
    from igdesk.ui.lock.conductor import LockConductor
    from igdesk.ui.media.conductor import MediaConductor
    from igdesk.ui.notices.notifier import Notifier
    from igdesk.ui.palette.conductor import PaletteConductor
    from igdesk.ui.profile.conductor import DetailsConductor
    from igdesk.ui.profile.pane import DetailsPane
    from igdesk.ui.search.conductor import FindingConductor
    from igdesk.ui.settings.conductor import SettingsConductor
    from igdesk.ui.shortcuts import Shortcuts
    from igdesk.ui.triage.conductor import TriageConductor
    from igdesk.ui.window.main_window import MainWindow
    from igdesk.ui.window.undoing import Undoing
    from igdesk.ui.wizard.conductor import SignInConductor


class AtSignIn(Protocol):
    """Whether igdesk starts when the person signs in to the computer."""

    @property
    def is_on(self) -> bool: ...

    def choose(self, is_on: bool, /) -> None: ...


class WindowPlaces(QWidget):
    """The main window builds on this; nothing else does."""

    accessible_only: QWidget | None = None
    """While igdesk is locked: the one part of the window that screen readers are told of."""
    at_sign_in: AtSignIn | None = None
    """Starting igdesk with the computer; None where that cannot be, or makes no sense."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner: BannerBar | None = None
        self._shortcuts: Shortcuts | None = None
        self._sign_in: SignInConductor | None = None
        self._settings: SettingsConductor | None = None
        self._finding: FindingConductor | None = None
        self._palette: PaletteConductor | None = None
        self._account_actions: AccountActions | None = None
        self._undoing: Undoing | None = None
        self._triage: TriageConductor | None = None
        self._details: DetailsConductor | None = None
        self._media: MediaConductor | None = None
        self._notifier: Notifier | None = None
        self._locking: LockConductor | None = None
        self._exporting: ExportConductor | None = None
        self._erasing: ErasingConductor | None = None
        self._last_open: dict[AccountId | None, ConversationId] = {}
        """Of each list the conversation to go back to."""

    @property
    def has_banner(self) -> bool:
        """Whether the banner was made: there has been something to say."""
        return self._banner is not None

    @property
    def banner(self) -> "BannerBar":
        """The bar over list, timeline and details."""
        if self._banner is None:
            from igdesk.ui.banner.bar import BannerBar

            window = self._whole
            self._banner = BannerBar(window.theme_source, now=window.now)
            self._banner.acted.connect(window.commands.act_on_banner)
            window.columns.set_banner(self._banner)
        return self._banner

    @property
    def shortcuts(self) -> "Shortcuts":
        """The keys of the window; there from the first paint on."""
        if self._shortcuts is None:
            from igdesk.ui.commands.sources import window_commands
            from igdesk.ui.shortcuts import Shortcuts

            window = self._whole
            self._shortcuts = Shortcuts(
                window,
                window_commands(window),
                lambda: window.pages.currentWidget() is window.columns,
                lambda: window.columns.cover is not None,
                lambda: window.is_locked,
            )
            teach = self._teach_keys
            self._shortcuts.commands.subscribe(teach)
            teach()
        return self._shortcuts

    @property
    def registry(self) -> "Commands":
        """Every command of the window, for palette, menus and tooltips."""
        return self.shortcuts.commands

    @property
    def sign_in(self) -> "SignInConductor":
        """The sign-in page."""
        if self._sign_in is None:
            from igdesk.ui.wizard.conductor import SignInConductor

            self._sign_in = SignInConductor(self._whole)
        return self._sign_in

    def account(self, account_id: "AccountId | None") -> "Account | None":
        return next((account for account in self._whole.accounts if account.id == account_id), None)

    def add_account(self) -> None:
        """Sign in to one more account; from the demo, into a profile of one's own."""
        if self._whole.is_demo:
            self._whole.connect_requested.emit()
        else:
            self.sign_in.begin()

    @property
    def details(self) -> "DetailsPane | None":
        """The pane beside the conversation, once it was shown."""
        return self._details.pane if self._details is not None else None

    def make_details(self, parent: QWidget) -> QWidget:
        """Once, when they are first shown."""
        from igdesk.ui.profile.conductor import DetailsConductor

        self._details = DetailsConductor(self._whole, parent)
        return self._details.pane

    def fill_details(self) -> None:
        """Something of the open conversation changed, or it is another one."""
        if self._details is not None:
            self._details.fill()

    @property
    def media(self) -> "MediaConductor":
        """What plays, opens and saves media."""
        if self._media is None:
            from igdesk.ui.media.conductor import MediaConductor

            self._media = MediaConductor(self._whole)
        return self._media

    def rest_media(self) -> None:
        """Nobody is to hear or see any; what was asked for is forgotten."""
        if self._media is not None:
            self._media.rest()

    def close_media(self) -> None:
        """Before the archive is closed."""
        if self._media is not None:
            self._media.close()

    @property
    def settings(self) -> "SettingsConductor":
        """The settings, over the columns."""
        if self._settings is None:
            from igdesk.ui.settings.conductor import SettingsConductor

            self._settings = SettingsConductor(self._whole)
        return self._settings

    @property
    def undoing(self) -> "Undoing":
        """What was done, in words, with the way back."""
        if self._undoing is None:
            from igdesk.ui.window.undoing import Undoing

            self._undoing = Undoing(self._whole)
        return self._undoing

    @property
    def triage(self) -> "TriageConductor":
        """Done, snooze, labels and the rest."""
        if self._triage is None:
            from igdesk.ui.triage.conductor import TriageConductor

            self._triage = TriageConductor(self._whole)
        return self._triage

    @property
    def finding(self) -> "FindingConductor":
        """Searching, and jumping to what was found."""
        if self._finding is None:
            from igdesk.ui.search.conductor import FindingConductor

            self._finding = FindingConductor(self._whole)
        return self._finding

    @property
    def palette_place(self) -> "PaletteConductor":
        """Find anything."""
        if self._palette is None:
            from igdesk.ui.palette.conductor import PaletteConductor

            self._palette = PaletteConductor(self._whole)
        return self._palette

    def close_finding(self) -> None:
        """Before the archive is closed."""
        if self._finding is not None:
            self._finding.close()

    def leave_settings(self) -> None:
        """Back to the columns, if the settings lie over them."""
        if self._settings is not None:
            self._settings.leave()

    @property
    def account_actions(self) -> "AccountActions":
        """What can be done with an account."""
        if self._account_actions is None:
            from igdesk.ui.accounts.actions import AccountActions

            self._account_actions = AccountActions(self._whole)
        return self._account_actions

    @property
    def notifier(self) -> "Notifier":
        """Notifications and the tray; there from the first paint on."""
        if self._notifier is None:
            from igdesk.ui.notices.notifier import Notifier

            self._notifier = Notifier(self._whole)
        return self._notifier

    @property
    def exporting(self) -> "ExportConductor":
        """Conversations as files."""
        if self._exporting is None:
            from igdesk.ui.export.conductor import ExportConductor

            self._exporting = ExportConductor(self._whole)
        return self._exporting

    def close_exporting(self) -> None:
        """Before the archive is closed."""
        if self._exporting is not None:
            self._exporting.close()

    @property
    def erasing(self) -> "ErasingConductor":
        """Conversations and people gone from this computer."""
        if self._erasing is None:
            from igdesk.ui.erasing.conductor import ErasingConductor

            self._erasing = ErasingConductor(self._whole)
        return self._erasing

    def forget_conversations(self, ids: "Collection[ConversationId]") -> None:
        """They were deleted: nothing leads there any more."""
        self._last_open = {place: found for place, found in self._last_open.items() if found not in ids}

    @property
    def is_in_tray(self) -> bool:
        """Whether igdesk goes on without a window."""
        return self._notifier is not None and self._notifier.is_in_tray

    def begin_quietly(self) -> None:
        """Started with the computer: in the tray if it may stay there, else as an entry of the task bar."""
        self._whole.begin()
        if self.notifier.may_hide:
            self.notifier.put_away()
        else:
            self.showMinimized()

    def close_notices(self) -> None:
        """igdesk ends: from now on a closed window is closed."""
        if self._notifier is not None:
            self._notifier.close()

    @property
    def locking(self) -> "LockConductor":
        """The lock of the window, and its passphrase."""
        if self._locking is None:
            from igdesk.ui.lock.conductor import LockConductor

            self._locking = LockConductor(self._whole)
        return self._locking

    @property
    def is_locked(self) -> bool:
        return self._locking is not None and self._locking.is_locked

    def follow_lock(self) -> None:
        """igdesk was locked or opened: everything that tells of the archive elsewhere follows."""
        window = self._whole
        window.show_title()
        window.tell_attention()
        row = window.conversation.conversation
        is_shown = row is not None and not self.is_locked and window.columns.cover is None
        window.door.open_conversation(row.id if row is not None and is_shown else None)
        if self._notifier is not None:
            self._notifier.refresh()

    def show_title(self) -> None:
        window = self._whole
        self.setWindowTitle(window_title(0 if self.is_locked else window.unread, is_demo=window.is_demo))

    def watch_away(self) -> None:
        """Lock when nobody is here, if that was chosen."""
        from igdesk.domain.lock import AFTER_MIN

        if self._whole.archive.settings.get(AFTER_MIN) not in ("", "0"):
            _ = self.locking

    def close_lock(self) -> None:
        """The window goes."""
        if self._locking is not None:
            self._locking.release()

    def keep_typed(self) -> None:
        """What was typed is in the archive from now on."""
        window = self._whole
        window.conversation.keep_draft()
        if window.details is not None:
            window.details.notes.flush()

    def _teach_keys(self) -> None:
        """Keys that stand on buttons, as they are now."""
        from igdesk.ui.commands.keys import spoken

        key_of = self.registry.key_of
        self._whole.conversation.teach_keys(lambda name: key_of(name, prefers_letter=True))
        self._whole.list_pane.search.set_key(spoken(self.registry.key_of("find")).replace("+", " "))

    @property
    def _whole(self) -> "MainWindow":
        return cast("MainWindow", self)
