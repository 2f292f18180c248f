"""Draws every screen and state of the program to PNG files, for eyes: `python tests/gallery.py FOLDER [--rtl]`.

The pictures come from the real program, offscreen, on the demo. QT_SCALE_FACTOR=2 gives them at 200 %.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

from gallery_accounts import account_states, settings_states  # noqa: E402
from gallery_data import data_states  # noqa: E402
from gallery_files import file_states  # noqa: E402
from gallery_finding import finding  # noqa: E402
from gallery_lock import lock_states  # noqa: E402
from gallery_looks import looks  # noqa: E402
from gallery_media import media_states  # noqa: E402
from gallery_talking import talking  # noqa: E402
from gallery_triage import triage_states  # noqa: E402
from PySide6.QtCore import QSize, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from igdesk.app.demo import Demo  # noqa: E402
from igdesk.app.keys import KeyFetch  # noqa: E402
from igdesk.app.milestones import Milestones  # noqa: E402
from igdesk.app.program import Program  # noqa: E402
from igdesk.domain.account import AccountProblem, AccountState, Flavour  # noqa: E402
from igdesk.domain.attachment import MediaState  # noqa: E402
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding  # noqa: E402
from igdesk.domain.conversation import Conversation, InboxFilter, InboxView  # noqa: E402
from igdesk.domain.message_kinds import MessageKind  # noqa: E402
from igdesk.domain.snapshot import AccountSnapshot  # noqa: E402
from igdesk.ui.theme import ThemeSource  # noqa: E402
from igdesk.ui.unlock.page import UnlockMode, UnlockPage  # noqa: E402
from igdesk.ui.window.main_window import MainWindow  # noqa: E402
from igdesk.ui.wizard.conductor import SignInConductor  # noqa: E402

TALL = QSize(1280, 2900)
WIDE, NARROW, ONE_PANE, SMALLEST = QSize(1280, 800), QSize(860, 640), QSize(700, 600), QSize(480, 480)
MOMENT_MS, FILLED_MS, NOTICED_MS = 450, 7000, 3500


UNTIL = datetime(2027, 1, 19, tzinfo=UTC)
STUDIO = AccountSnapshot(
    "1784", "", "1784", Flavour.INSTAGRAM, "harbour.roasters", "Harbour Coffee", "MEDIA_CREATOR", "", 8214
)
SECOND = AccountSnapshot("1785", "", "1785", Flavour.FACEBOOK, "fernandclay", "Fern & Clay")
PERSON = {"account_type": "media_creator", "username": "harbour.roasters"}
ENV = """IG_ACCESS_TOKEN=IGAA{token}
IG_APP_ID=1234567890
IG_APP_SECRET=0123456789abcdef0123456789abcdef
SMTP_PASSWORD=unknown
"""


def wizard_states(sign_in: SignInConductor) -> Iterator[tuple[str, Callable[[], None]]]:
    """Every page after the first, in the states that the pictures 06b to 06h show."""
    pages = sign_in._pages

    def token(text: str) -> None:
        sign_in.page.show_page(pages.token, "Token")
        pages.token.findChild(QWidget, "wizardToken").setText(text)  # type: ignore[union-attr]

    def wait() -> None:
        pages.wait.wait(Flavour.INSTAGRAM, listens=True, is_port_taken=False, is_https=True, seconds=272)
        sign_in.page.show_page(pages.wait, "Sign-in")

    def env() -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "studio.env"
            path.write_text(ENV.format(token="x7Kq" * 30))
            pages.env.read(path)
        sign_in.page.show_page(pages.env, "File")

    def a_page() -> None:
        pages.facebook.offer([("1", STUDIO), ("2", SECOND)])
        sign_in.page.show_page(pages.facebook, "Sign-in")

    def checks(*results: CheckResult, is_running: bool = False) -> None:
        checkup = Checkup(flavour=Flavour.INSTAGRAM, is_running=True)
        for result in results:
            checkup = checkup.with_result(result)
        pages.checks.start()
        pages.checks.show_checkup(checkup if is_running else checkup.ended())
        sign_in.page.show_page(pages.checks, "Token")

    def ready() -> None:
        pages.ready.show_account(STUDIO, has_passed=True)
        pages.ready.show_progress(37, 120)
        sign_in.page.show_page(pages.ready, "Token")

    passed, failed = CheckState.PASSED, CheckState.FAILED
    first = (
        CheckResult(CheckId.TOKEN, passed, Finding.UNTIL, until=UNTIL),
        CheckResult(CheckId.PROFESSIONAL, passed, Finding.PROFESSIONAL, **PERSON),  # type: ignore[arg-type]
    )
    granted = CheckResult(CheckId.PERMISSIONS, passed, Finding.GRANTED, granted=2, needed=2)
    unticked = ("instagram_business_manage_messages",)
    missing = CheckResult(CheckId.PERMISSIONS, failed, Finding.MISSING, granted=1, needed=2, missing=unticked)
    enabled = CheckResult(CheckId.CAPABILITY, passed, Finding.ENABLED)
    off = CheckResult(CheckId.MESSAGE_ACCESS, failed, Finding.SWITCHED_OFF)
    asking = CheckResult(CheckId.CAPABILITY, CheckState.CHECKING)
    no_role = CheckResult(CheckId.TOKEN, failed, Finding.NO_TESTER)
    yield "token", lambda: token("IGAA" + "x7Kq" * 30)
    yield "token-wrong", lambda: token("too short")
    yield "app", lambda: sign_in.page.show_page(pages.app, "Sign-in")
    yield "browser", wait
    yield "env", env
    yield "page", a_page
    yield "checking", lambda: checks(*first, granted, asking, is_running=True)
    yield "problems", lambda: checks(*first, missing, enabled, off)
    yield "no-role", lambda: checks(no_role)
    yield "ready", ready


class Gallery:
    """Walks the running demo through its states. A step that yields waits so many milliseconds."""

    def __init__(self, folder: Path, demo: Demo, program: Program, only: str = "") -> None:
        self._folder = folder
        self._only = only
        self._demo = demo
        self._program = program
        self._steps = self._walk()
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self) -> None:
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        wait_ms = None
        try:
            wait_ms = next(self._steps, None)
        finally:  # also where a state cannot be drawn: it is told, and nothing waits for ever
            if wait_ms is None:
                self._window.close()
        if wait_ms is not None:
            QTimer.singleShot(wait_ms, self._next)

    @property
    def _window(self) -> MainWindow:
        window = self._program._window  # the gallery looks behind the scenes
        assert window is not None
        return window

    def _walk(self) -> Iterator[int]:
        while self._program._window is None:
            yield 20
        self._window.resize(WIDE)
        yield 200
        self._shoot("first-update")
        yield FILLED_MS
        self._shoot("none-selected")
        for theme in ("light", "dark"):
            self._window.theme_source.use(theme)
            if self._only:
                yield from getattr(self, f"_{self._only}")(theme)
                continue
            yield from self._main(theme)
            yield from self._kinds(theme)
            yield from self._windows(theme)
            yield from self._talking(theme)
            yield from self._files(theme)
            yield from self._media(theme)
            yield from self._looks(theme)
            yield from self._sign_in(theme)
            yield from self._unlock(theme)
            yield from self._lock(theme)
            yield from self._triage(theme)
            yield from self._finding(theme)
            yield from self._settings(theme)
            yield from self._accounts(theme)
            yield from self._data(theme)
        self._window.theme_source.use("light")
        if self._only:
            return
        yield from self._sizes()
        yield from self._troubles()

    def _main(self, theme: str) -> Iterator[int]:
        self._window.activateWindow()
        for username in ("mara.lindqvist", "layla.haddad", "claire.delmas", "galerie.nordlicht", "studio.marlow"):
            self._open(username)
            yield 900
            self._shoot(f"main-{theme}-{username.partition('.')[0]}")
        self._open("mara.lindqvist")
        yield MOMENT_MS

    def _kinds(self, theme: str) -> Iterator[int]:
        """A message of every kind in one tall window, then with files that are gone or were refused."""
        self._window.resize(TALL)
        yield MOMENT_MS
        self._open("kvadrat.home")
        yield FILLED_MS
        self._shoot(f"kinds-{theme}")
        row = next(r for r in self._rows() if r.participant.username == "kvadrat.home")
        messages = self._window.archive.timeline.newest(row.id, 60)
        media = self._window.archive.media
        files = [f for m in messages if m.kind is not MessageKind.DISAPPEARING for f in (*m.attachments, *m.pictures)]
        for state in (MediaState.GONE, MediaState.REFUSED):
            for file in files:
                media.set_state(file.id, state)
            yield MOMENT_MS
            self._shoot(f"kinds-{theme}-{state.value}")
        for file in files:
            media.set_state(file.id, file.state)
        self._window.resize(WIDE)
        yield MOMENT_MS

    def _talking(self, theme: str) -> Iterator[int]:
        """Quotes, undo, reactions, emoji, saved replies."""
        self._open("mara.lindqvist")
        yield FILLED_MS // 4
        yield from talking(self._window, lambda name: self._shoot(f"talking-{theme}-{name}"), MOMENT_MS)

    def _files(self, theme: str) -> Iterator[int]:
        """The tray, the place to drop, uploads and what may go wrong with files."""
        self._open("studio.marlow")
        yield FILLED_MS // 4
        yield from file_states(self._window, lambda name: self._shoot(f"files-{theme}-{name}"), MOMENT_MS)

    def _media(self, theme: str) -> Iterator[int]:
        """Voice messages, the viewer, shared media, what is kept."""
        self._open("kvadrat.home")
        yield FILLED_MS
        yield from media_states(self._window, lambda name: self._shoot(f"media-{theme}-{name}"), MOMENT_MS)

    def _looks(self, theme: str) -> Iterator[int]:
        """Menus, choices, questions, tooltips."""
        self._open("mara.lindqvist")
        yield MOMENT_MS

        def save(name: str, picture: QPixmap) -> None:
            picture.save(str(self._folder / f"looks-{theme}-{name}.png"))

        yield from looks(self._window, save)

    def _finding(self, theme: str) -> Iterator[int]:
        """Palette, results, find in a conversation, shortcuts."""
        self._open("mara.lindqvist")
        yield MOMENT_MS
        yield from finding(self._window, lambda name: self._shoot(f"finding-{theme}-{name}"))

    def _windows(self, theme: str) -> Iterator[int]:
        """The composer in each state of the reply window."""
        seen: set[str] = set()
        for row in self._rows():
            level = self._window.door.window_of(row).level.value
            if level not in seen:
                seen.add(level)
                self._window.open_conversation(row.id)
                yield MOMENT_MS
                self._shoot(f"window-{theme}-{level}")

    def _triage(self, theme: str) -> Iterator[int]:
        """Views, menus, popovers, what is picked, what is empty."""
        yield from triage_states(self._window, theme, self._shoot)

    def _settings(self, theme: str) -> Iterator[int]:
        yield from settings_states(self._window, theme, self._shoot)

    def _accounts(self, theme: str) -> Iterator[int]:
        yield from account_states(self._window, theme, self._shoot)

    def _data(self, theme: str) -> Iterator[int]:
        """Exporting and erasing."""
        self._open("mara.lindqvist")
        yield MOMENT_MS
        yield from data_states(self._window, theme, self._folder, self._shoot)

    def _sign_in(self, theme: str) -> Iterator[int]:
        """The wizard, page by page."""
        window = self._window
        sign_in = window.sign_in
        sign_in.begin()
        yield MOMENT_MS
        self._shoot(f"wizard-{theme}-choose")
        for name, state in wizard_states(sign_in):
            state()
            yield MOMENT_MS
            self._shoot(f"wizard-{theme}-{name}")
        window.pages.setCurrentWidget(window.columns)
        yield MOMENT_MS

    def _unlock(self, theme: str) -> Iterator[int]:
        source = ThemeSource()
        source.use(theme)
        for mode in UnlockMode:
            page = UnlockPage(source, mode)
            page.resize(NARROW)
            page.show()
            yield 100
            page.grab().save(str(self._folder / f"unlock-{theme}-{mode.name.lower()}.png"))
            if mode is UnlockMode.UNLOCK:
                page.show_wrong()
                yield 100
                page.grab().save(str(self._folder / f"unlock-{theme}-wrong.png"))
            page.close()

    def _lock(self, theme: str) -> Iterator[int]:
        yield from lock_states(self._window, theme, self._folder, self._shoot)

    def _sizes(self) -> Iterator[int]:
        self._open("mara.lindqvist")
        self._window.activateWindow()
        for name, size in (("narrow", NARROW), ("one-pane", ONE_PANE), ("smallest", SMALLEST)):
            self._window.resize(size)
            yield MOMENT_MS
            self._shoot(f"size-{name}-conversation")
            if size.width() < 760:
                self._window.findChild(QWidget, "headerBack").click()  # type: ignore[union-attr]
                yield MOMENT_MS
                self._shoot(f"size-{name}-list")
                self._open("mara.lindqvist")
            else:
                self._window.toggle_details(True)
                yield MOMENT_MS
                self._shoot(f"size-{name}-sheet")
                self._window.toggle_details(False)
                yield MOMENT_MS
        self._window.resize(QSize(2000, 1000))
        yield MOMENT_MS
        self._shoot("size-very-wide")
        self._window.resize(WIDE)
        yield MOMENT_MS

    def _troubles(self) -> Iterator[int]:
        faults = self._demo.graph.faults
        for name, kind, settings in (("captive", "html", {}), ("paused", "throttle", {"minutes": 7})):
            faults.clear()
            faults.add(kind, count=None, **settings)  # type: ignore[arg-type]
            self._window.door.check_now()
            yield NOTICED_MS
            self._shoot(f"trouble-{name}")
        accounts = self._window.archive.accounts
        account = accounts.all()[0].id
        for problem in (AccountProblem.TOKEN_EXPIRED, AccountProblem.TOKEN_REVOKED, AccountProblem.CHECKPOINT):
            accounts.set_state(account, AccountState.NEEDS_SIGN_IN, problem)
            yield MOMENT_MS
            self._shoot(f"trouble-{problem.value}")

    def _open(self, username: str) -> None:
        self._window.open_conversation(next(r.id for r in self._rows() if r.participant.username == username))

    def _rows(self) -> list[Conversation]:
        now = datetime.now(UTC)
        return self._window.archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=now, limit=100)

    def _shoot(self, name: str) -> None:
        self._window.grab().save(str(self._folder / f"{name}.png"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rtl", action="store_true", help="mirrored, as for an interface in Arabic or Hebrew")
    parser.add_argument(
        "--only",
        choices=(
            "main",
            "kinds",
            "windows",
            "talking",
            "files",
            "media",
            "looks",
            "sign_in",
            "unlock",
            "lock",
            "triage",
            "finding",
            "settings",
            "accounts",
            "data",
        ),
        default="",
        help="one part of it",
    )
    options = parser.parse_args()
    with Demo() as demo:
        program = Program(demo.profile, Milestones(""), env={}, fetch=KeyFetch(demo.open_vault), demo=demo)
        if options.rtl:
            QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        gallery = Gallery(options.folder, demo, program, options.only)
        gallery.begin()
        return program.run()


if __name__ == "__main__":
    sys.exit(main())
