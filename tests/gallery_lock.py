"""The lock, its passphrase and the way round it; for ``gallery.py``."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from igdesk.domain.lock import CHECK
from igdesk.store import passphrase
from igdesk.ui.lock.help import ask_for_proof
from igdesk.ui.window.main_window import MainWindow

MOMENT_MS = 450
WORDS = "kiln and glaze"


def lock_states(window: MainWindow, theme: str, folder: Path, shoot: Callable[[str], None]) -> Iterator[int]:
    """``shoot`` takes the window; questions are windows of their own."""
    passphrase.SCRYPT_N = 2**14
    locking, settings = window.locking, window.archive.settings

    def take(kind: str, name: str) -> QDialog:
        dialog = window.findChild(QDialog, kind)
        assert dialog is not None
        dialog.grab().save(str(folder / f"lock-{theme}-{name}.png"))
        return dialog

    settings.set(CHECK, "")
    locking.ask_for_new()
    yield MOMENT_MS
    dialog = take("lockAsk", "choose")
    for name in ("lockNew", "lockNewAgain"):
        dialog.findChild(QLineEdit, name).setText("short")
    dialog.findChild(QWidget, "lockAskAccept").click()
    yield MOMENT_MS
    dialog.grab().save(str(folder / f"lock-{theme}-short.png"))
    dialog.reject()
    settings.set(CHECK, passphrase.make_check(WORDS))
    for ask, name in ((locking.ask_to_change, "change"), (locking.ask_to_remove, "remove")):
        ask()
        yield MOMENT_MS
        take("lockAsk", name).reject()
    menu = window.account_actions.menu(window.accounts[0], window)
    window.notifier.muting.toggle(window.accounts[0].id)
    window.account_actions.menu(window.accounts[0], window).grab().save(str(folder / f"lock-{theme}-muted.png"))
    window.notifier.muting.toggle(window.accounts[0].id)
    menu.grab().save(str(folder / f"lock-{theme}-account.png"))
    locking.lock()
    page = locking.page
    assert page is not None
    yield MOMENT_MS
    shoot(f"lock-{theme}")
    page.findChild(QLineEdit, "lockField").setText("wrong one")
    for name in ("wrong", "again", "waits"):
        page.findChild(QWidget, "lockUnlock").click()
        yield 3 * MOMENT_MS
        shoot(f"lock-{theme}-{name}")
    window.resize(QSize(480, 480))
    yield MOMENT_MS
    shoot(f"lock-{theme}-smallest")
    window.resize(QSize(1280, 800))
    proof = ask_for_proof(window, page)
    yield MOMENT_MS
    take("lockForgotten", "forgotten")
    proof.reject()
    locking._open()
    yield MOMENT_MS
