"""Runs igdesk as its command line would, with somebody at the keyboard: a script that acts twenty times a second.

Usage: ``driven.py SCRIPT ARGUMENTS...``. What the script reports comes out as lines of JSON.
"""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox

from igdesk.app import demo, upkeep
from igdesk.app import program as app
from igdesk.app.launch import launch
from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.message_kinds import Delivery
from igdesk.store.errors import ArchiveDamaged
from igdesk.ui.unlock.page import UnlockPage
from igdesk.ui.window import main_window
from igdesk.ui.window.main_window import MainWindow

PASSPHRASE = "correct horse battery"
PATIENCE_S = 15.0
REPLY = "Both sizes are on the shelf."
DEMOS: list[demo.Demo] = []


def give_up() -> None:
    """The script waits for something that does not come."""
    faulthandler.dump_traceback()
    os._exit(99)


def report(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def find(kind: type[Any]) -> Any:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def rows(window: MainWindow) -> list[Any]:
    return list(window.archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=window.door.server_now()))


def engine_of(window: MainWindow) -> Any:
    return window.door._engine


def unlock() -> Iterator[bool]:
    while find(MainWindow) is None:
        page = find(UnlockPage)
        if page is not None and page._go.isVisible():
            for edit in page.findChildren(QLineEdit):
                edit.setText(PASSPHRASE)
            if page._go.isEnabled():
                page._go.click()
        yield False


def window_with_engine() -> Iterator[bool]:
    while find(MainWindow) is None or engine_of(find(MainWindow)) is None:
        yield False


def filled(count: int) -> Iterator[bool]:
    while len(rows(find(MainWindow))) < count:
        yield False


def look() -> Iterator[bool]:
    """Open, report what is there, stay until a signal comes."""
    yield from unlock()
    yield from window_with_engine()
    window = find(MainWindow)
    for _ in range(10):
        yield False
    connections = [status.connection.value for status in engine_of(window).status.accounts]
    sign_in = window.pages.currentWidget() is not window.columns
    report(rows=len(rows(window)), connections=connections, sign_in=sign_in, title=window.windowTitle())
    while True:
        yield False


def quiet() -> Iterator[bool]:
    """Started with the computer: no window is in front, and igdesk works."""
    while not (windows := [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]):
        yield False
    window = windows[0]
    while engine_of(window) is None or len(rows(window)) < 8:
        yield False
    report(minimised=window.isMinimized(), whole=window._is_whole)
    window.close()
    while True:
        yield False


def reply() -> Iterator[bool]:
    """Open, wait for conversations, answer one, wait until it is sent, close the window."""
    yield from unlock()
    yield from window_with_engine()
    window = find(MainWindow)
    yield from filled(8)
    engine = engine_of(window)
    while not (open_rows := [row for row in rows(window) if row.preview and engine.window_of(row).allows_reply]):
        yield False
    ids = engine.send_text(open_rows[0].id, REPLY)
    while window.archive.timeline.by_ids(ids)[0].delivery is not Delivery.SENT:
        yield False
    before = len(rows(window))
    report(
        sent=[sent.text for one in DEMOS for sent in one.world.sent],
        rows=before,
        unread=sum(row.unread_count > 0 for row in rows(window)),
        title=window.windowTitle(),
        folders=[str(one.profile.folder) for one in DEMOS],
    )
    window.close()
    while True:
        yield False


def refused() -> Iterator[bool]:
    """Open, wait for the words about a refused token."""
    yield from unlock()
    yield from window_with_engine()
    window = find(MainWindow)
    while window.sign_in._pages.token.problem.isHidden():
        yield False
    edits = [edit.text() for edit in window.sign_in.page.findChildren(QLineEdit)]
    report(words=window.sign_in._pages.token.problem.accessibleName(), typed=edits)
    window.close()
    while True:
        yield False


def fault() -> Iterator[bool]:
    """A slot fails twice; the program tells once and goes on."""
    yield from unlock()
    yield from window_with_engine()

    def fail() -> None:
        raise ValueError("words of a customer")

    for _ in range(2):
        QTimer.singleShot(0, fail)
    while (box := find(QMessageBox)) is None:
        yield False
    for _ in range(5):
        yield False
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    report(text=box.text(), more=box.informativeText(), boxes=len(boxes))
    box.close()
    find(MainWindow).close()
    while True:
        yield False


def damaged() -> Iterator[bool]:
    """Pages of the archive are not what was written: the check says so in the banner, and so does a slot that fails."""
    yield from unlock()
    yield from window_with_engine()
    window = find(MainWindow)
    shown = []
    for _ in range(2):
        while (banner := window.banner.banner) is None or banner.problem is None or "archive" not in banner.problem.id:
            yield False
        shown.append((banner.problem.id, window.banner.isVisible()))
        window.show_problem(None)

        def fail() -> None:
            raise ArchiveDamaged

        QTimer.singleShot(0, fail)
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    report(shown=shown, boxes=len(boxes), rows=len(rows(window)))
    window.close()
    while True:
        yield False


def problem() -> Iterator[bool]:
    """Open, report what stands in the way, close it."""
    while (box := find(QMessageBox)) is None:
        page = find(UnlockPage)
        if page is not None and page._go.isVisible():
            for edit in page.findChildren(QLineEdit):
                edit.setText(PASSPHRASE)
            if page._go.isEnabled():
                page._go.click()
        yield False
    report(text=box.text(), more=box.informativeText(), windows=find(MainWindow) is not None)
    box.close()
    while True:
        yield False


def broken() -> Iterator[bool]:
    """The window cannot even be made: a bug."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("words of a customer")

    main_window.MainWindow = fail  # type: ignore[assignment, misc]
    yield from unlock()


SCRIPTS: dict[str, Callable[[], Iterator[bool]]] = {
    f.__name__: f for f in (look, quiet, reply, refused, fault, damaged, problem, broken)
}


def main() -> int:
    patience = threading.Timer(PATIENCE_S, give_up)
    patience.daemon = True
    patience.start()
    script = SCRIPTS[sys.argv[1]]()
    upkeep.CHECK_AFTER_S = 0.1
    make = app.make_application

    def made() -> QApplication:
        application = make()
        timer = QTimer(application)
        timer.timeout.connect(lambda: next(script))
        timer.start(50)
        return application

    app.make_application = made
    enter = demo.Demo.__enter__

    def entered(self: demo.Demo) -> demo.Demo:
        DEMOS.append(self)
        return enter(self)

    demo.Demo.__enter__ = entered  # type: ignore[method-assign]
    return launch(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
