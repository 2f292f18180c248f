"""The real window on a large archive, without a network, and a watch that waits until something was painted."""

import importlib
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from studio import KEY

from igdesk.app.qt_loading import restore_imports
from igdesk.app.readying import CONVERSATION
from igdesk.store.archive import Archive
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow

restore_imports()  # as in the program: PySide6 would read the source of each module that is loaded

PATIENCE_S = 2.0
LINES = 30
OF_THE_ENGINE = ("igdesk.store.outbox", "igdesk.store.scheduling", "igdesk.store.ingest")
"""Loaded by the engine, of which there is none here."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class PaintWatch(QObject):
    """Counts what is painted, anywhere in the application, and knows when the last of it was over."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.paints = 0
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
        return False

    def until_painted_ms(self, act: Callable[[], object]) -> float:
        """From the call until everything that became due with it was painted."""
        before, start = self.paints, time.perf_counter()
        act()
        end = start + PATIENCE_S
        while self.paints == before and time.perf_counter() < end:
            QApplication.processEvents()
        return (time.perf_counter() - start) * 1000


class PlainPage(QWidget):
    """What a frame costs at least: a filled ground with thirty lines of text."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), "white")
        for line in range(LINES):
            painter.drawText(20, 20 + 22 * line, "A line of text of the usual length, painted as Qt does it")


def floor_frame_ms(watch: PaintWatch, rounds: int = 30) -> float:
    """The time of one frame of a plain page, median."""
    page = PlainPage()
    page.resize(700, 800)
    watch.until_painted_ms(page.show)
    settle(0.2)
    return statistics.median(watch.until_painted_ms(page.update) for _ in range(rounds))


def settle(seconds: float) -> None:
    """Let timers run out."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.002)


def open_window(profile: Path) -> tuple[Archive, MainWindow]:
    archive = Archive.open(profile / "archive", KEY, clock=utc_now)
    window = MainWindow(archive, ThemeSource(), is_demo=False, open_url=lambda _address: None)
    window.resize(1280, 800)
    window.show()
    settle(1.5)  # the list loads in the background
    for name in (*CONVERSATION, *OF_THE_ENGINE):
        importlib.import_module(name)  # as the program does meanwhile
    window.columns.make_details()
    return archive, window
