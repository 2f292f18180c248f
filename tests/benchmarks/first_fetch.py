"""The first fetch of 2,000 conversations with the window shown: stalls of the event loop, and the number of API calls.

usage: first_fetch.py [--conversations 2000]. A timer of 8 ms runs on the program's own event loop; the longest gap
between two of its calls is the longest stall. Its floor is the same timer while nothing happens, in the same run.
The pace is that of a stand-in that need not be spared. Prints one JSON line.
"""

import argparse
import asyncio
import json
import math
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from studio import KEY, STUDIO_ID, TOKEN, environment, hurried_engine, sandbox, workshop
from window import utc_now

from igdesk.app.collector import rest_collector, wake_collector
from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.graph.client import HttpPool
from igdesk.loop.run import run
from igdesk.store.archive import Archive
from igdesk.store.vault import MemoryVault
from igdesk.sync import engine as _engine  # noqa: F401 - loaded before the first call, as in the program
from igdesk.ui.theme import ThemeSource
from igdesk.ui.window.main_window import MainWindow

LIST_PAGE = 25
BEAT_MS = 8
CALM_S = 2.0


class Beat:
    """Notes how late each beat of a timer comes."""

    def __init__(self) -> None:
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)
        self._timer.start(BEAT_MS)

    def take(self) -> list[float]:
        """The gaps since the last time, sorted."""
        gaps, self.gaps_ms = sorted(self.gaps_ms), []
        return gaps

    def _note(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1000)
        self._last = now


class CountingPool(HttpPool):
    """Counts what goes to the API; files are something else."""

    lists = reads = others = 0

    async def fetch(self, method: str, url: str, **more):  # type: ignore[no-untyped-def, override]
        if "/v26.0/" not in url:
            pass
        elif url.endswith("/conversations"):
            self.lists += 1
        elif "messages" in str(more.get("params", "")):
            self.reads += 1
        else:
            self.others += 1
        return await super().fetch(method, url, **more)


async def fetch_all(archive: Archive, window: MainWindow, url: str) -> dict[str, float]:
    os.environ["IGDESK_INSTAGRAM_GRAPH_URL"] = url
    beat, pool, vault = Beat(), CountingPool(), MemoryVault()
    vault.set_token(STUDIO_ID, TOKEN)
    account = archive.accounts.all()[0].id
    await asyncio.sleep(CALM_S)
    calm = beat.take()
    engine = hurried_engine(archive, vault, pool)
    window.attach(engine)
    done = asyncio.Event()
    engine.subscribe(lambda _status: done.set() if archive.settings.get(f"sync.read_to.{account}") else None)
    start, cpu = time.perf_counter(), time.process_time()
    task = asyncio.create_task(engine.run())
    await done.wait()
    took_s, cpu_s, gaps = time.perf_counter() - start, time.process_time() - cpu, beat.take()
    task.cancel()
    await asyncio.wait([task])
    await pool.aclose()
    return {
        "seconds": round(took_s, 1),
        "cpu_s": round(cpu_s, 1),
        "list_calls": pool.lists,
        "reads": pool.reads,
        "other_calls": pool.others,
        "floor_longest_gap_ms": round(calm[-1], 1),
        "longest_gap_ms": round(gaps[-1], 1),
        "p99_gap_ms": round(gaps[int(len(gaps) * 0.99)], 1),
        "gaps_over_50_ms": sum(gap > 50 for gap in gaps),
        "longest_gap_ratio": round(gaps[-1] / calm[-1], 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=2000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in os.environ else "offscreen")
    with workshop() as folder, sandbox(folder, options.conversations) as url:
        environment(folder)
        result = fetch_in(folder, url)
        least = math.ceil(options.conversations / LIST_PAGE) + options.conversations
        calls = result["list_calls"] + result["reads"]
        print(json.dumps({**result, "least_calls": least, "calls_ratio": round(calls / least, 3)}))


def fetch_in(folder: Path, url: str) -> dict[str, float]:
    rest_collector()
    app = QApplication(sys.argv)
    archive = Archive.open(folder / "archive", KEY, clock=utc_now)
    snapshot = AccountSnapshot(STUDIO_ID, STUDIO_ID, STUDIO_ID, Flavour.INSTAGRAM, "studio", "Studio")
    archive.accounts.add(snapshot, connected_at=utc_now())
    window = MainWindow(archive, ThemeSource(), is_demo=False, open_url=lambda _address: None)
    window.resize(1280, 800)
    window.show()
    wake_collector()
    result = run(fetch_all(archive, window, url), app)
    window.close()
    window.release()
    archive.close()
    return result


if __name__ == "__main__":
    main()
