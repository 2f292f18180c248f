"""How long the thread of the window waits while somebody types into search, and while the index is first built.

python search_waits.py [ARCHIVE [SECONDS]]     an archive of make_archive.py; it is copied, never changed

By the clock, which on a shared machine also counts those who share it (so the same is measured with nothing going on),
and by what the builder used of the processor while others had to wait for it.
"""

import gc
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from make_archive import at_hand, index
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from search import CHANCE, PLAIN, TODAY, keystrokes
from studio import KEY

from igdesk.app.preparing import HAND_OVER_S
from igdesk.domain.ids import ConversationId
from igdesk.store import search_index
from igdesk.store.archive import Archive
from igdesk.store.search_builder import IndexBuilder
from igdesk.ui.search.searcher import Searcher

BEAT_MS, KEY_MS, WRITE_MS = 2, 120, 11
NEW_MESSAGES = 300


def summary(found: list[float]) -> dict[str, float]:
    found = sorted(found) or [0.0]
    return {
        "median_ms": round(found[len(found) // 2], 2),
        "p99_ms": round(found[int(len(found) * 0.99)], 1),
        "longest_ms": round(found[-1], 1),
        "over_8_ms_of_1000": round(sum(one > 8 for one in found) / len(found) * 1000, 1),
    }


class Watch:
    """A beat of the window's thread, and something it does now and then."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def run(self, seconds: float, act: Callable[[], object], every_ms: int) -> dict[str, float]:
        """The beats that came late, by how much."""
        self._gaps, self._last = [], time.perf_counter()
        acting = QTimer(interval=every_ms)
        acting.timeout.connect(act)
        acting.start()
        self._timer.start()
        QTimer.singleShot(int(seconds * 1000), self._app.quit)
        self._app.exec()
        self._timer.stop()
        acting.stop()
        return summary(self._gaps)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now


class Writes:
    """Small writes of the window, as a draft or a mark that something was read is one."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.clock: list[float] = []
        self.cpu: list[float] = []

    def write(self) -> None:
        began, cpu = time.perf_counter(), time.thread_time()
        self._archive.settings.set("benchmark", str(began))
        self.clock.append((time.perf_counter() - began) * 1000)
        self.cpu.append((time.thread_time() - cpu) * 1000)


class TimedBuilder(IndexBuilder):
    """Notes what each step used of the processor while others had to wait."""

    held: list[float]

    def _in_step(self, work):
        begun = 0.0

        def timed(builder):
            nonlocal begun
            begun = time.thread_time()
            return work(builder)

        answer = super()._in_step(timed)
        self.held.append((time.thread_time() - begun) * 1000)
        return answer


def new_messages(archive: Archive) -> dict[str, float]:
    """What indexing one new message takes, inside the transaction that stores it."""
    used: list[float] = []
    settle = search_index.settle

    def timed(*arguments):
        began = time.thread_time()
        answer = settle(*arguments)
        used.append((time.thread_time() - began) * 1000)
        return answer

    search_index.settle = timed
    try:
        for _ in range(NEW_MESSAGES):
            text = " ".join(CHANCE.choices(PLAIN, k=9))
            archive.outbox.enqueue(ConversationId(CHANCE.randrange(1, 2000)), [text], now=datetime.now(UTC))
    finally:
        search_index.settle = settle
    return summary(used)


def typing(app: QApplication, archive: Archive, seconds: float) -> dict[str, float]:
    searcher = Searcher(archive.search_reader, zone=lambda: UTC, today=lambda: TODAY)
    keys = iter([q for _ in range(999) for q in keystrokes(f"{CHANCE.choice(PLAIN)} {CHANCE.choice(PLAIN)}")])
    found = Watch(app).run(seconds, lambda: searcher.ask(next(keys), 6), KEY_MS)
    searcher.close()
    return found


def main() -> None:
    app = QApplication([])
    sys.setswitchinterval(HAND_OVER_S)
    gc.freeze()  # as the program does after its start
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 30.0
    with at_hand(*sys.argv[1:2]) as folder:
        archive = Archive.open(folder, KEY, clock=lambda: datetime.now(UTC))
        index(folder)
        answer = {"nothing_going_on": Watch(app).run(8, lambda: None, KEY_MS), "typing": typing(app, archive, 20)}
        answer["index_a_new_message_cpu"] = new_messages(archive)
        alone = Writes(archive)
        Watch(app).run(8, alone.write, WRITE_MS)
        with archive._database.transaction() as tx:
            search_index.forget_all(tx)
        stops, built = threading.Event(), []
        builder = TimedBuilder(archive.path, KEY, stops, archive._database.turn)
        builder.held = []
        worker = threading.Thread(target=lambda: built.append(builder.run()))
        beside = Writes(archive)
        began = time.perf_counter()
        worker.start()
        answer["building"] = Watch(app).run(seconds, beside.write, WRITE_MS)
        share = 1 - archive._database.rows("select 1.0 * below / (select max(id) from message) from search_state")[0][0]
        stops.set()
        worker.join()
        answer |= {
            "built_share": round(share, 3),
            "whole_in_s": round((time.perf_counter() - began) / share),
            "write_alone": summary(alone.clock),
            "write_beside_it": summary(beside.clock),
            "write_beside_it_cpu": summary(beside.cpu),
            "held_by_the_builder_cpu": summary(builder.held),
        }
        archive.close()
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
