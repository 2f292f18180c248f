"""Locks the window, opens it again, and keeps the passphrase for that. igdesk goes on working behind it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from igdesk.domain.lock import AFTER_MIN, CHECK, LOCKED, TRIES, Tries, read_after, read_tries
from igdesk.domain.status import KnownError
from igdesk.store.vault import WrongPassphrase
from igdesk.ui.announce import announce
from igdesk.ui.lock.away import AwayWatch
from igdesk.ui.lock.background import InBackground
from igdesk.ui.lock.cover import Cover
from igdesk.ui.texts import say
from igdesk.ui.unlock.page import UnlockMode, UnlockPage

if TYPE_CHECKING:
    from igdesk.ui.lock.forgotten import ForgottenDialog
    from igdesk.ui.lock.question import PassphraseDialog, Purpose
    from igdesk.ui.window.main_window import MainWindow

SECOND_MS = 1000


class OwnPassphrase(Protocol):
    """The passphrase that opens the archive where there is no keychain; both take a moment on purpose."""

    def matches(self, passphrase: str, /) -> bool: ...

    def change_passphrase(self, current: str, new: str, /) -> None: ...


class LockConductor(QObject):
    """One for the window, made when something is locked, or may be before long."""

    changed = Signal()
    """Locked, opened, or another passphrase."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._page: UnlockPage | None = None
        self._cover: Cover | None = None
        self._dialog: PassphraseDialog | None = None
        self._proof: ForgottenDialog | None = None
        self._work = InBackground(self)
        self._tries = read_tries(self._kept(TRIES), _moment)
        self._wait = QTimer(self, interval=SECOND_MS)
        self._wait.timeout.connect(self._show_wait)
        self.away = AwayWatch(window, window.now, self)
        self.away.left.connect(self.lock)
        window.bridge.status_changed.connect(lambda _status: self.away.look())
        window.bridge.settled.connect(lambda _changes: self._show_unread())
        self._watch()

    # what is so

    @property
    def is_locked(self) -> bool:
        return self._page is not None

    @property
    def page(self) -> UnlockPage | None:
        return self._page

    @property
    def has_passphrase(self) -> bool:
        return self._window.passphrase is not None or bool(self._kept(CHECK))

    @property
    def is_shared(self) -> bool:
        """Whether it is the passphrase that opens the archive; the lock cannot be without it."""
        return self._window.passphrase is not None

    @property
    def after(self) -> timedelta:
        """Of being away; zero: never."""
        return read_after(self._kept(AFTER_MIN)) if self.has_passphrase else timedelta(0)

    # what people do

    def choose_after(self, minutes: int) -> None:
        """Lock after so many minutes; without a passphrase one is chosen first."""
        if minutes and not self.has_passphrase:
            self.ask_for_new(lambda: self.choose_after(minutes))
            return
        self._keep(AFTER_MIN, str(minutes))
        self._watch()
        self.changed.emit()

    def lock(self) -> None:
        """Now; without a passphrase one is chosen first."""
        if self.is_locked or not self._window.accounts:
            return
        if not self.has_passphrase:
            self.ask_for_new(self.lock)
            return
        self._keep(LOCKED, "1")
        self._close()

    def restore(self) -> None:
        """igdesk ended while it was locked. Whoever has just opened the archive with a passphrase is asked no more."""
        if self._kept(CHECK) and not self.is_shared and self._window.accounts:
            self._close()
        else:
            self._keep(LOCKED, "")

    def release(self) -> None:
        """The window goes."""
        self._wait.stop()
        self.away.watch(timedelta(0))
        if self._cover is not None:
            self._cover.release()

    # the passphrase

    def ask_for_new(self, then: Callable[[], None] = lambda: None) -> None:
        """Choose one; ``then`` follows if that was done."""
        from igdesk.store.passphrase import make_check
        from igdesk.ui.lock.question import Purpose

        def chosen(check: str) -> None:
            self._keep(CHECK, check)
            if self.has_passphrase:
                self._settle(say("lock.ask.choose.done"))
                then()
            else:
                self._refuse("")  # the archive could not be written to, which the banner tells

        self._ask(Purpose.CHOOSE, lambda _old, new: self._work.run(lambda: make_check(new), chosen, self._fail))

    def ask_to_change(self) -> None:
        from igdesk.store.passphrase import is_right, make_check
        from igdesk.ui.lock.question import Purpose

        own, check = self._window.passphrase, self._kept(CHECK)

        def change(old: str, new: str) -> str:
            if own is not None:
                own.change_passphrase(old, new)
                return ""
            if not is_right(old, check):
                raise WrongPassphrase
            return make_check(new)

        def changed(made: str) -> None:
            if made:
                self._keep(CHECK, made)
            self._settle(say("lock.ask.change.done"))

        self._ask(Purpose.CHANGE, lambda old, new: self._work.run(lambda: change(old, new), changed, self._fail))

    def ask_to_remove(self) -> None:
        from igdesk.store.passphrase import is_right
        from igdesk.ui.lock.question import Purpose

        check = self._kept(CHECK)

        def tried(was_right: bool) -> None:
            if was_right:
                self._forget_passphrase()
                self._settle(say("lock.ask.remove.done"))
            else:
                self._refuse(say("lock.wrong"))

        self._ask(Purpose.REMOVE, lambda old, _new: self._work.run(lambda: is_right(old, check), tried, self._fail))

    # inside: closing and opening

    def _close(self) -> None:
        window = self._window
        if self._dialog is not None:
            self._dialog.reject()
        self._cover = Cover(window)
        page = self._page = UnlockPage(window.theme_source, UnlockMode.RETURN, window)
        page.unlock_requested.connect(self._try)
        page.forgotten.connect(self._help)
        self._show_unread()
        self.away.watch(timedelta(0))
        self._cover.close(page)
        self._show_wait()
        window.follow_lock()
        announce(page, say("lock.title"))
        self.changed.emit()

    def _try(self, passphrase: str) -> None:
        from igdesk.store.passphrase import is_right

        own, check = self._window.passphrase, self._kept(CHECK)

        def attempt() -> bool:
            return own.matches(passphrase) if own is not None else is_right(passphrase, check)

        if self._tries.wait_s(self._window.now()) or not self._work.run(attempt, self._tried, self._fail):
            self._show_wait()

    def _tried(self, was_right: bool) -> None:
        if self._page is None:
            return
        if was_right:
            self._open()
            return
        self._tries = self._tries.wrong(self._window.now())
        self._keep(TRIES, self._tries.written())
        self._page.show_wrong()
        self._show_wait()

    def _open(self) -> None:
        page, cover = self._page, self._cover
        if page is None or cover is None:
            return
        if self._proof is not None:
            self._proof.reject()
        self._wait.stop()
        self._tries = Tries()
        self._keep(TRIES, "")
        self._keep(LOCKED, "")
        page.forget()
        self._page = self._cover = None
        cover.open()
        self._window.follow_lock()
        self._watch()
        self.changed.emit()

    def _show_wait(self) -> None:
        if self._page is None:
            self._wait.stop()
            return
        left_s = self._tries.wait_s(self._window.now())
        if not left_s:
            self._wait.stop()
        elif not self._wait.isActive():
            self._wait.start()
        self._page.show_wait(left_s)

    def _show_unread(self) -> None:
        """How many conversations wait to be read, unless notifications are to say as little."""
        if self._page is not None:
            unread = self._window.unread
            self._page.show_text(say("lock.unread", n=unread) if unread and self._window.notifier.tells_texts else "")

    def _help(self) -> None:
        """The passphrase is forgotten."""
        from igdesk.ui.lock.help import ask_for_proof, explain

        page = self._page
        if page is None:
            return
        if self._window.is_demo or self.is_shared:
            explain(self._window, page)
            return
        proof = self._proof = ask_for_proof(self._window, page)
        proof.finished.connect(self._forget_proof)
        proof.token_given.connect(self._prove)

    def _prove(self, token: str) -> None:
        from igdesk.sync.session import SignInResult

        def done(result: SignInResult) -> None:
            if self._proof is None or self._page is None:
                return
            if result.account_id is None:
                if result.problem is not None:
                    self._proof.show_problem(result.problem)
                return
            self._forget_passphrase()
            self._open()
            self._window.undoing.tell(say("lock.proof.done"))

        self._window.door.ask(lambda engine: engine.owner.prove(token, done))

    def _forget_proof(self) -> None:
        self._proof = None

    # inside: the passphrase

    def _ask(self, purpose: "Purpose", submitted: Callable[[str, str], object]) -> None:
        from igdesk.ui.lock.question import PassphraseDialog

        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        shared = ".shared" if self.is_shared else ""
        care = say("lock.new.care" if self.is_shared else "lock.ask.care") if purpose.has_new else ""
        dialog = self._dialog = PassphraseDialog(
            purpose, say(f"lock.ask.{purpose.value}.text{shared}"), care, self._window.theme_source, self._window
        )
        dialog.submitted.connect(submitted)
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _settle(self, words: str) -> None:
        """It is done: close the question and say so."""
        if self._dialog is not None:
            self._dialog.accept()
        self._watch()
        self._window.undoing.tell(words)
        self.changed.emit()

    def _refuse(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.show_wrong(words)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, WrongPassphrase):
            self._refuse(say("lock.wrong"))
        elif isinstance(error, KnownError):
            problem = error.problem
            self._refuse(f"{problem.happened} {problem.cure}".strip())
            if self._page is not None:
                self._page.show_problem(problem)
        else:
            raise error

    def _forget_dialog(self) -> None:
        self._dialog = None
        self.changed.emit()

    def _forget_passphrase(self) -> None:
        self._keep(CHECK, "")
        self._keep(AFTER_MIN, "0")

    def _watch(self) -> None:
        self.away.watch(timedelta(0) if self.is_locked or not self._window.accounts else self.after)

    def _kept(self, key: str) -> str:
        return self._window.archive.settings.get(key)

    def _keep(self, key: str, value: str) -> None:
        settings = self._window.archive.settings
        if not self._window.archive.is_read_only:
            self._window.attempt(lambda: settings.set(key, value))


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)
