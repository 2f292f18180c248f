"""The composition root: builds the parts, runs them, and ends them in order."""

import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

import PySide6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from igdesk import __version__
from igdesk.app.application import follow_desktop, make_application
from igdesk.app.collector import wake_collector
from igdesk.app.crash import CrashHook
from igdesk.app.keys import KeyFetch, Opened
from igdesk.app.milestones import Milestones
from igdesk.app.telling import FAULT_STATUS, tell
from igdesk.domain.status import KnownError, Problem
from igdesk.logs import start_logging, stop_logging
from igdesk.loop.prelude import FirstPaint, Prelude
from igdesk.paths import Profile
from igdesk.store.archive import Archive
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from igdesk.app.instance import SingleInstance
    from igdesk.app.preparing import Preparation
    from igdesk.app.unlocking import Unlocking
    from igdesk.store.passphrase import PassphraseVault
    from igdesk.sync.session import SignInResult
    from igdesk.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

FAULT = "fault.happened"
RENEW_MS = 20_000
"""Entries elsewhere are looked after when nobody waits for anything."""
KEY_PATIENCE_S = 1.5
"""So long the first window waits for the keychain; then it says what it waits for."""


class Studio(Protocol):
    """What the demo brings along: everything else is as with an account of one's own."""

    profile: Profile

    @property
    def asgi_app(self) -> Callable[..., Any]: ...

    def open_vault(self) -> Opened: ...

    def sign_in(self, archive: Archive, opened: Opened, /) -> None: ...


def run_profile(
    profile: Profile, fetch: KeyFetch | None, milestones: Milestones, env: Mapping[str, str], *, is_quiet: bool = False
) -> int:
    """Run igdesk on a profile; the exit status. ``is_quiet``: without a window in front, as far as that goes."""
    return Program(profile, milestones, env=env, fetch=fetch, is_quiet=is_quiet).run()


def run_demo(demo: Studio, milestones: Milestones, *, is_quiet: bool = False) -> int:
    """Run igdesk on the made-up studio; the exit status."""
    fetch = KeyFetch(demo.open_vault)
    return Program(demo.profile, milestones, env={}, fetch=fetch, demo=demo, is_quiet=is_quiet).run()


def utc_now() -> datetime:
    """The computer's clock."""
    return datetime.now(UTC)


class Program(QObject):
    """One run, from the first window to the end."""

    _prepared = Signal()
    _faulted = Signal()
    _troubled = Signal(object)

    def __init__(
        self,
        profile: Profile,
        milestones: Milestones,
        *,
        env: Mapping[str, str],
        fetch: KeyFetch | None,
        demo: Studio | None = None,
        is_quiet: bool = False,
    ) -> None:
        self._app = make_application()
        super().__init__()
        self._profile = profile
        self._milestones = milestones
        self._env = env
        self._fetch = fetch
        self._demo = demo
        self._is_quiet = is_quiet
        self._crash = CrashHook(profile.logs)
        self._prelude = Prelude(self._app)
        self._theme_source = ThemeSource()
        self._instance: SingleInstance | None = None
        self._unlocking: Unlocking | None = None
        self._preparation: Preparation | None = None
        self._window: MainWindow | None = None
        self._archive: Archive | None = None
        self._opened: Opened | None = None
        self._box: QMessageBox | None = None
        self._failure: Exception | None = None
        self._erased: tuple[str, ...] | None = None
        """The accounts whose secrets go at the end, when everything is to be erased."""
        self._quit: Callable[[], None] = self._prelude.end
        self._status = 0
        queued = Qt.ConnectionType.QueuedConnection
        self._prepared.connect(self._prelude.finish, queued)
        self._faulted.connect(self._show_fault, queued)
        self._troubled.connect(self._show_trouble, queued)

    def run(self) -> int:
        """Show the window, work, and end; the exit status."""
        start_logging(self._profile.logs)
        self._crash.install()
        self._crash.on_fault(self._tell_fault)
        self._crash.on_known_error(self._troubled.emit)
        self._crash.on_interrupt(lambda: self._quit())
        log.info(
            "igdesk %s, Python %s, PySide6 %s, %s, %s",
            __version__,
            sys.version.partition(" ")[0],
            PySide6.__version__,
            self._app.platformName(),
            sys.platform,
        )
        try:
            self._begin()
            goes_on = self._prelude.run()
            if self._failure is not None:
                raise self._failure
            if goes_on:
                self._work()
        except Exception as error:
            if self._demo is not None:
                raise  # its log is gone in a moment
            self._crash.report("igdesk could not go on", error, error.__traceback__)
            place = say("fault.log", folder=str(self._profile.logs))
            tell(Problem("fault", say(FAULT), place))
            self._status = FAULT_STATUS
        finally:
            self._end()
        return self._status

    # The key and the archive

    def _begin(self) -> None:
        if self._fetch is not None and self._fetch.wait(KEY_PATIENCE_S):
            self._key_arrived()
        else:
            self._ask_for_key()

    def _ask_for_key(self) -> None:
        wake_collector()
        from igdesk.app.unlocking import Unlocking

        unlocking = self._unlocking = Unlocking(self._profile, self._theme_source, self._fetch)
        unlocking.opened.connect(self._open)
        unlocking.given_up.connect(self._prelude.end)
        unlocking.begin()

    def _key_arrived(self) -> None:
        assert self._fetch is not None
        try:
            opened = self._fetch.result()
        except KnownError:
            self._ask_for_key()
        else:
            self._open(opened)

    def _open(self, opened: Opened) -> None:
        """The key is there: open the archive and show the inbox."""
        try:
            self._show_archive(opened)
        except Exception as error:  # noqa: BLE001 - raised again by run: out of a slot it would only be printed
            self._failure = error
            self._prelude.end()
        if self._unlocking is not None:
            self._unlocking.close()

    def _show_archive(self, opened: Opened) -> None:
        self._milestones.mark("key")
        try:
            self._archive = Archive.open(self._profile.archive, opened.archive_key, clock=utc_now)
        except KnownError as error:
            self._cannot_go_on(error)
            return
        self._opened = opened
        self._milestones.mark("archive")
        if self._demo is not None:
            self._demo.sign_in(self._archive, opened)
        try:
            self._show_window(self._archive)
        except KnownError as error:  # damage met by the first rows of the inbox
            self._cannot_go_on(error)

    def _cannot_go_on(self, error: KnownError) -> None:
        wake_collector()
        log.error("cannot start: %s", error.problem.id)
        self._status = tell(error.problem)
        box = self._box = message_box(error.problem.happened, error.problem.cure)
        box.finished.connect(self._prelude.end)
        box.open()

    # The window

    def _show_window(self, archive: Archive) -> None:
        from igdesk.ui.outside import open_in_browser
        from igdesk.ui.window.main_window import MainWindow

        window = self._window = MainWindow(
            archive,
            self._theme_source,
            is_demo=self._demo is not None,
            open_url=open_in_browser,
            passphrase=self._own_passphrase(),
        )
        window.demo_requested.connect(start_demo)
        window.connect_requested.connect(start_beside_demo)
        window.quit_requested.connect(lambda: self._quit())
        window.erase_requested.connect(self._end_erasing)
        if archive.read_only_reason is not None:
            window.show_problem(archive.read_only_reason.problem)
        self._milestones.mark("window")
        self._app.lastWindowClosed.connect(lambda: window.is_in_tray or self._quit())
        if self._is_quiet:
            window.begin_quietly()
            QTimer.singleShot(0, self, self._painted)
        else:
            FirstPaint(window, self._painted)
            window.show()

    def _own_passphrase(self) -> "PassphraseVault | None":
        """What opened the archive, if that was not the keychain."""
        if self._opened is None or not self._profile.vault_file.exists():
            return None
        from igdesk.store.passphrase import PassphraseVault

        vault = self._opened.vault
        return vault if isinstance(vault, PassphraseVault) else None

    def _painted(self) -> None:
        """The inbox can be read; everything that takes long comes now."""
        self._milestones.mark("painted")
        wake_collector()
        from igdesk.app.app_icon import app_icon
        from igdesk.app.instance import SingleInstance
        from igdesk.app.preparing import Preparation

        asgi_app = self._demo.asgi_app if self._demo is not None else None
        self._preparation = Preparation(self._env, asgi_app, self._prepared.emit)
        self._app.setWindowIcon(app_icon())
        follow_desktop(self._app, keep=self._keep_typed, quits=lambda: self._quit(), come_back=self._come_back)
        self._instance = SingleInstance(self._profile, self._raise_window)
        if self._demo is None and self._window is not None:
            from igdesk.app.autostart.entry import at_sign_in

            start = self._window.at_sign_in = at_sign_in(self._profile)
            if start is not None:
                QTimer.singleShot(RENEW_MS, self, start.renew)

    def _raise_window(self) -> None:
        window = self._window
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def _come_back(self) -> None:
        if self._window is not None and not self._window.isVisible():
            self._raise_window()

    def _keep_typed(self) -> None:
        if self._window is not None:
            self._window.keep_typed()

    # At work, and the end

    def _work(self) -> None:
        from igdesk.app.running import Surface, at_work
        from igdesk.loop.run import run

        archive, opened, window = self._archive, self._opened, self._window
        assert archive is not None
        assert opened is not None
        assert window is not None
        self._milestones.mark("prepared")
        surface = Surface(
            attach=window.attach,
            taking_over=self._follow_take_over,
            make_details=window.columns.make_details,
            show_problem=window.show_problem,
            quit_with=self._quit_with,
            watch_faults=self._crash.watch,
            mark=self._milestones.mark,
        )
        assert self._preparation is not None
        parts = self._preparation.parts()
        with suppress(KeyboardInterrupt):
            run(at_work(archive, opened.vault, parts, surface, env=self._env, clock=utc_now), self._app)

    def _follow_take_over(self, result: "SignInResult | None") -> None:
        """Credentials of the environment are being tried, and what came of it. The token itself is never shown."""
        window = self._window
        assert window is not None
        if result is not None and result.account_id is not None:
            window.sign_in.leave()
            window.choose_account(result.account_id)
        elif window.accounts:
            return  # the banner of that account tells what is the matter
        elif result is None:
            window.sign_in.follow_take_over(None)
        elif result.problem is not None:
            window.sign_in.follow_take_over(result)

    def _quit_with(self, quits: Callable[[], None]) -> None:
        """From now on the end goes this way."""
        self._quit = quits
        self._milestones.report()

    def _end(self) -> None:
        """Close everything, in the order in which the parts use each other. Nothing here waits for long."""
        from igdesk.app.last_resort import LastResort

        LastResort()
        if self._window is not None:
            self._window.close_notices()
            self._window.close()
            self._window.release()
            self._window.deleteLater()
        if self._instance is not None:
            self._instance.close()
        if self._archive is not None:
            self._archive.close()
        log.info("igdesk ends")
        self._crash.uninstall()
        stop_logging()
        if self._erased is not None and self._opened is not None:
            from igdesk.app.erasing import erase_profile

            erase_profile(self._profile, self._opened.vault, self._erased)

    def _end_erasing(self) -> None:
        """The person asked for everything to be erased: the end comes first, then nothing is left."""
        if self._archive is not None:
            self._erased = tuple(account.remote_id for account in self._archive.accounts.all())
            self._quit()

    def _tell_fault(self) -> None:
        """A fault that nobody expected: said once, in a window that stops nothing."""
        self._faulted.emit()

    def _show_trouble(self, problem: object) -> None:
        """Damage or a full disk, met where nobody asked: a slot of Qt, a thread."""
        if isinstance(problem, Problem) and self._window is not None:
            self._window.show_problem(problem)

    def _show_fault(self) -> None:
        if self._status == FAULT_STATUS:
            return  # there is nothing to go on with: whoever started the program says so
        box = self._box = message_box(say(FAULT), say("fault.cure", folder=str(self._profile.logs)))
        box.setParent(self._window, box.windowFlags())
        box.open()


def message_box(happened: str, cure: str) -> "QMessageBox":
    """A window with words, as plain text. Whoever opens it keeps it."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox()
    box.setWindowTitle(say("app.title"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(happened)
    box.setInformativeText(cure)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box


def start_demo() -> None:
    """The demo beside this igdesk."""
    _start_another("--demo")


def start_beside_demo() -> None:
    """An igdesk for the person's own accounts, beside the demo."""
    _start_another()


def _start_another(*options: str) -> None:
    """One more igdesk, as a process of its own."""
    from PySide6.QtCore import QProcess

    from igdesk.app.autostart.entry import own_command

    program, *own = own_command()
    QProcess.startDetached(program, [*own, *options])
