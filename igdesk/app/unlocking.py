"""The way to the key when the keychain does not simply give it: waiting, trying again, a passphrase."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from igdesk.app.keys import (
    KeyFetch,
    Opened,
    choose_passphrase,
    has_archive,
    keychain_of,
    open_keychain,
    open_with_passphrase,
)
from igdesk.domain.status import KnownError, Problem
from igdesk.paths import Profile
from igdesk.store.vault import NoKeychain, WrongPassphrase
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.unlock.page import UnlockMode, UnlockPage

LOOK_EVERY_MS = 40


class Unlocking(QObject):
    """Shows the page that fits, and tries what the person decides. Every attempt runs in a thread."""

    opened = Signal(object)
    """Opened: vault and key."""
    given_up = Signal()
    """The person closed the page."""

    def __init__(self, profile: Profile, theme_source: ThemeSource, fetch: KeyFetch | None) -> None:
        super().__init__()
        self._profile = profile
        self._theme_source = theme_source
        self._fetch = fetch
        self._page: UnlockPage | None = None
        self._box: QMessageBox | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def page(self) -> UnlockPage | None:
        return self._page

    @property
    def box(self) -> QMessageBox | None:
        return self._box

    def begin(self) -> None:
        """Ask for the passphrase of a profile that has one; else tell how the keychain fares."""
        if self._fetch is None:
            self._show_page(UnlockMode.UNLOCK)
        elif self._fetch.wait(0):
            self._look()
        else:
            self._show_waiting()
            self._timer.start()

    def close(self) -> None:
        """The key is there, and another window is on the screen."""
        self._timer.stop()
        self._close_box()
        if self._page is not None:
            self._page.removeEventFilter(self)
            self._page.forget()
            self._page.close()
            self._page.deleteLater()
            self._page = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Close:
            self.given_up.emit()
        return False

    def _try(self, attempt: Callable[[], Opened]) -> None:
        self._fetch = KeyFetch(attempt)
        self._timer.start()

    def _look(self) -> None:
        if self._fetch is None or not self._fetch.wait(0):
            return
        self._timer.stop()
        fetch, self._fetch = self._fetch, None
        try:
            opened = fetch.result()
        except WrongPassphrase:
            if self._page is not None:
                self._page.show_wrong()
        except KnownError as error:
            self._show_problem(error)
        else:
            self.opened.emit(opened)

    def _show_problem(self, error: KnownError) -> None:
        self._close_box()
        if self._page is None and has_archive(self._profile):
            self._show_box(error.problem, self._retry_keychain)  # only its own key opens an archive
            return
        if self._page is None:
            self._show_page(UnlockMode.CHOOSE)
            if isinstance(error, NoKeychain):
                return  # the page itself says that
        assert self._page is not None
        self._page.show_problem(error.problem)

    def _show_page(self, mode: UnlockMode) -> None:
        page = self._page = UnlockPage(self._theme_source, mode)
        page.installEventFilter(self)
        page.unlock_requested.connect(lambda words: self._try(lambda: open_with_passphrase(self._profile, words)))
        page.passphrase_chosen.connect(lambda words: self._try(lambda: choose_passphrase(self._profile, words)))
        page.keychain_retried.connect(self._retry_keychain)
        page.resize(page.sizeHint())
        page.show()
        page.focus_field()

    def _retry_keychain(self) -> None:
        if self._page is not None:
            self._page.set_busy(True)
        else:
            self._show_waiting()
        vault = keychain_of(self._profile)
        self._try(lambda: open_keychain(self._profile, vault))

    def _show_waiting(self) -> None:
        self._show_box(Problem("keychain_waiting", say("key.waiting"), say("key.waiting.cure")), None)

    def _show_box(self, problem: Problem, retry: Callable[[], None] | None) -> None:
        self._close_box()
        box = self._box = QMessageBox()
        box.setObjectName("keychainBox")
        box.setWindowTitle(say("app.title"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(problem.happened)
        box.setInformativeText(problem.cure)
        leave = box.addButton(say("key.quit"), QMessageBox.ButtonRole.RejectRole)
        again = None if retry is None else box.addButton(say("key.retry"), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(leave)

        def answered() -> None:
            if box is not self._box:
                return
            self._box = None
            box.deleteLater()
            if retry is not None and box.clickedButton() is again:
                retry()
            else:
                self.given_up.emit()

        box.finished.connect(answered)
        box.open()

    def _close_box(self) -> None:
        if self._box is not None:
            box, self._box = self._box, None
            box.close()
            box.deleteLater()
