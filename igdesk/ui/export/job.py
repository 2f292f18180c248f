"""One export in a thread of its own, told of on the Qt thread."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from igdesk.domain.ids import ConversationId
from igdesk.domain.status import KnownError
from igdesk.store.export_reader import ExportReader
from igdesk.ui.export.writer import Exported, ExportWriter, Stopped, trouble_of
from igdesk.ui.texts import say

log = logging.getLogger(__name__)

TELL_EVERY_S = 0.1
SWITCH_S = 0.0005
"""While pages are written, whoever else needs the interpreter gets it after so long."""


class ExportJob(QObject):
    """Started once."""

    progressed = Signal(int, int)
    """Messages of how many."""
    ended = Signal(object)
    """Exported; words where it failed; None where it was stopped."""
    _told = Signal(int, int)
    _left = Signal(object)

    def __init__(
        self,
        make_reader: Callable[[], ExportReader],
        ids: Sequence[ConversationId] | None,
        folder: Path,
        now: datetime,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_reader = make_reader
        self._ids = ids
        self._folder = folder
        self._now = now
        self._stops = threading.Event()
        self._told_at = 0.0
        self._told.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._left.connect(self.ended, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="export", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Give it up; ``ended`` still comes."""
        self._stops.set()

    def close(self) -> None:
        """Give it up and wait until nothing of it is left."""
        self._stops.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        before = sys.getswitchinterval()
        sys.setswitchinterval(min(before, SWITCH_S))
        try:
            outcome: object = self._write()
        except Stopped:
            outcome = None
        except KnownError as error:
            outcome = f"{error.problem.happened} {error.problem.cure}"
        except OSError as error:
            log.warning("an export failed: %s", type(error).__name__)
            outcome = say(trouble_of(error))
        except Exception:  # nobody else hears of a thread that ends: the card would turn for ever
            log.exception("an export failed")
            outcome = say("export.failed.other")
        finally:
            sys.setswitchinterval(before)
        self._left.emit(outcome)

    def _write(self) -> Exported:
        reader = self._make_reader()
        try:
            return ExportWriter(reader, self._folder, now=self._now, told=self._tell, stops=self._stops).write(
                self._ids
            )
        finally:
            reader.close()

    def _tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told_at >= TELL_EVERY_S or done == total:
            self._told_at = now
            self._told.emit(done, total)
