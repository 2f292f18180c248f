"""Searching 1,000,000 messages: each keystroke, the index beside the text, and the thread of the interface meanwhile.

python search.py [ARCHIVE]     an archive of make_archive.py; it is copied, never changed
"""

import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from make_archive import WORDS, build
from studio import KEY

from igdesk.domain.query import parse
from igdesk.store.archive import Archive
from igdesk.store.search import SearchReader
from igdesk.ui.search.searcher import FIRST_S

TODAY = date(2026, 11, 22)
CHANCE = random.Random(3)
PLAIN = [word for word in WORDS if word.isascii()]
DENSE = ["谢谢", "明天", "釉薬", "ありがとう", "色", "多少", "りがと"]


def keystrokes(text: str) -> list[str]:
    """What is asked while this is typed."""
    return [text[:end] for end in range(1, len(text) + 1) if not text[:end].isspace()]


def questions() -> dict[str, list[str]]:
    def word() -> str:
        return CHANCE.choice(PLAIN)

    return {
        "word": [q for _ in range(30) for q in keystrokes(word())],
        "any script": [CHANCE.choice(WORDS) for _ in range(150)],
        "two words": [f"{word()} {part}" for _ in range(40) for part in keystrokes(word())],
        "phrase": [f'"{word()} {word()}"' for _ in range(150)],
        "cjk": [CHANCE.choice(DENSE) for _ in range(150)],
        "nothing": [f"zq{word()}" for _ in range(100)],
        "from:": [f"from:person.{CHANCE.randrange(2000)} {word()}" for _ in range(150)],
        "is:waiting": [f"is:waiting {word()}" for _ in range(100)],
        "before:": [f"before:2026-0{CHANCE.randrange(1, 9)} {word()}" for _ in range(100)],
        "has:": [f"has:link {word()}" for _ in range(100)],
        "-not": [f"{word()} -{word()}" for _ in range(100)],
    }


def times(reader: SearchReader, texts: list[str]) -> dict[str, float]:
    """Of the first hits, as the window asks for them."""
    taken, used = [], []
    for text in texts:
        began, cpu = time.perf_counter(), time.thread_time()
        query = parse(text, zone=UTC, today=TODAY)
        scope = reader.scope(query)
        reader.messages(query, scope).more(6, FIRST_S)
        reader.people.found(query.terms)
        taken.append((time.perf_counter() - began) * 1000)
        used.append((time.thread_time() - cpu) * 1000)
    taken.sort()
    used.sort()
    place = int(len(taken) * 0.99)
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p99_ms": round(taken[place], 1),
        "p99_cpu_ms": round(used[place], 1),
    }


def plain_scan(archive: Archive) -> float:
    """The floor: one word looked for without an index, in ms."""
    began = time.perf_counter()
    archive._database.rows("select count(*) from message where text like '%glaze%'")
    return (time.perf_counter() - began) * 1000


def stalls(folder: Path) -> dict[str, float]:
    """The longest waits of the thread of the interface while the index is built and somebody types."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from igdesk.ui.search.searcher import Searcher

    application = QApplication.instance() or QApplication([])
    archive = Archive.open(folder, KEY, clock=lambda: datetime.now(UTC))
    gaps: dict[str, list[float]] = {"typing": [], "building": [], "writing": []}
    phase, last = "typing", time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps[phase].append((now - last) * 1000 - 2)
        last = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(2)
    searcher = Searcher(archive.search_reader, zone=lambda: UTC, today=lambda: TODAY)

    def run(seconds: float, each: object = None) -> None:
        nonlocal last
        last = until = time.perf_counter()
        until += seconds
        while time.perf_counter() < until:
            application.processEvents()
            if callable(each):
                each()
            time.sleep(0.0005)

    typed = [q for _ in range(20) for q in keystrokes(f"{CHANCE.choice(PLAIN)} {CHANCE.choice(PLAIN)}")]
    nexts, at = iter(typed), 0.0

    def key() -> None:
        nonlocal at
        if time.perf_counter() - at > 0.12:
            at = time.perf_counter()
            searcher.ask(next(nexts, "glaze"), 6)

    run(8, key)
    searcher.close()
    with archive._database.transaction() as tx:
        from igdesk.store.search_index import begin_anew

        begin_anew(tx)
    stops = threading.Event()
    builder = threading.Thread(target=archive.build_index, args=(stops,))
    builder.start()
    phase = "building"

    def write() -> None:
        began = time.perf_counter()
        archive.settings.set("benchmark", str(began))
        gaps["writing"].append((time.perf_counter() - began) * 1000)

    run(10, write)
    stops.set()
    builder.join()
    archive.close()
    return {
        f"{name}_{kind}_ms": round(sorted(found)[int(len(found) * share)], 1)
        for name, found in gaps.items()
        for kind, share in (("p99", 0.99), ("longest", 0.99999))
        if found
    }


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as temporary:
        folder = Path(temporary) / "archive"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], folder)
        else:
            build(folder)
        archive = Archive.open(folder, KEY, clock=lambda: datetime.now(UTC))
        text_bytes = archive._database.rows("select sum(length(cast(text as blob))) from message")[0][0]
        began = time.perf_counter()
        archive.build_index(threading.Event())
        built_s = time.perf_counter() - began
        index_bytes = archive._database.rows("select sum(length(block)) from search_words_data")[0][0]
        scan_ms = plain_scan(archive)
        archive.close()
        reader = SearchReader(folder / "archive.db", KEY)
        reader.people.all()
        found = {name: times(reader, texts) for name, texts in questions().items()}
        reader.close()
        answer = {
            "plain_scan_ms": round(scan_ms),
            "built_s": round(built_s),
            "text_mb": round(text_bytes / 1e6, 1),
            "index_mb": round(index_bytes / 1e6, 1),
            "index_share": round(index_bytes / text_bytes, 2),
            "queries": found,
            "worst_p99_ms": max(entry["p99_ms"] for entry in found.values()),
            "worst_p99_to_scan": round(max(entry["p99_ms"] for entry in found.values()) / scan_ms, 3),
            **stalls(folder),
        }
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
