"""A window at rest, and news in it: calls, writes and paints while nothing happens; from the answer to the paint.

usage: idle.py [--seconds 60] [--news 20]. The studio is the sandbox inside this process, at its own pace. Its floor for
news is one frame of a plain page of text in the same run. Prints one JSON line.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from studio import KEY, STUDIO_ID, hurried_engine, workshop
from window import PaintWatch, floor_frame_ms, utc_now

from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.graph.client import HttpPool
from igdesk.loop.run import run
from igdesk.sandbox.graph_app import GraphApp
from igdesk.sandbox.world import World
from igdesk.store.archive import Archive
from igdesk.store.vault import MemoryVault
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow

SETTLE_S = 6.0


class NotingPool(HttpPool):
    """Counts the calls, and notes when the last answer was complete."""

    calls = 0
    answered = 0.0

    async def fetch(self, *given, **named):  # type: ignore[no-untyped-def, override]
        reply = await super().fetch(*given, **named)
        self.calls += 1
        self.answered = time.perf_counter()
        return reply


class PaintTime(QObject):
    """When a widget was painted last: right after its paint event, in the same turn of Qt."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.painted = asyncio.Event()
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
            self.painted.set()
        return False


async def rest(
    archive: Archive, window: MainWindow, watch: PaintWatch, world: World, seconds: float, news: int
) -> dict[str, float]:
    pool, vault = NotingPool(GraphApp(world)), MemoryVault()
    vault.set_token(STUDIO_ID, world.token)
    account = archive.accounts.all()[0].id
    engine = hurried_engine(archive, vault, pool)
    window.attach(engine)
    done = asyncio.Event()
    engine.subscribe(lambda _status: done.set() if archive.settings.get(f"sync.read_to.{account}") else None)
    task = asyncio.create_task(engine.run())
    await done.wait()
    await asyncio.sleep(SETTLE_S)
    calls, writes, paints = pool.calls, archive.statistics.transactions, watch.paints
    cpu, start = time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    result: dict[str, float] = {
        "seconds": round(time.perf_counter() - start),
        "calls": pool.calls - calls,
        "transactions": archive.statistics.transactions - writes,
        "paints": watch.paints - paints,
        "cpu_percent": round(100 * (time.process_time() - cpu) / (time.perf_counter() - start), 3),
    }
    thread = world.threads()[0]
    found = archive.inbox.find(account, thread.id)
    assert found is not None
    window.open_conversation(found, focus_composer=False)
    await asyncio.sleep(1)
    window.conversation.timeline.view.begin_at_end()
    await asyncio.sleep(1)
    paint = PaintTime(window.conversation.timeline.view.viewport())
    answers: list[float] = []
    for number in range(news):
        paint.painted.clear()
        before = archive.statistics.transactions
        world.say(thread, f"Is number {number} still there?")
        engine.check_now()
        while archive.statistics.transactions == before or not paint.painted.is_set():
            paint.painted.clear()
            async with asyncio.timeout(20):
                await paint.painted.wait()
        answers.append((paint.at - pool.answered) * 1000)
        await asyncio.sleep(0.3)
    result["news_painted_ms"] = round(statistics.median(answers), 2)
    result["news_painted_p95_ms"] = round(sorted(answers)[int(len(answers) * 0.95)], 2)
    task.cancel()
    await asyncio.wait([task])
    return result


def measure(folder: Path, seconds: float, news: int) -> dict[str, float]:
    app = QApplication(sys.argv)
    watch = PaintWatch(app)
    floor_ms = floor_frame_ms(watch)
    archive = Archive.open(folder / "archive", KEY, clock=utc_now)
    world = World(1, utc_now, conversations=30, liveliness=0)
    studio = world.businesses[0]
    snapshot = AccountSnapshot(
        studio.ig_id, studio.app_scoped_id, studio.ig_id, Flavour.INSTAGRAM, studio.username, studio.name
    )
    archive.accounts.add(snapshot, connected_at=utc_now())
    window = MainWindow(archive, ThemeSource(), is_demo=False, open_url=lambda _address: None)
    window.resize(1280, 800)
    window.show()
    result = run(rest(archive, window, watch, world, seconds, news), app)
    window.close()
    window.release()
    archive.close()
    return {
        "floor_frame_ms": round(floor_ms, 2),
        **result,
        "news_ratio": round(result["news_painted_ms"] / floor_ms, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--news", type=int, default=20)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in os.environ else "offscreen")
    with workshop() as folder:
        print(json.dumps(measure(folder, options.seconds, options.news)))


if __name__ == "__main__":
    main()
