"""Searching 1,000,000 messages: each keystroke by kind of query, and the index beside the text.

python search.py [ARCHIVE]     an archive of make_archive.py; it is copied, never changed
"""

import json
import os
import random
import statistics
import sys
import time
from datetime import UTC, date, datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from make_archive import WORDS, at_hand, index
from studio import KEY, SEED

from igdesk.domain.query import parse
from igdesk.sandbox.people import business
from igdesk.store.archive import Archive
from igdesk.store.search import SearchReader
from igdesk.ui.search.searcher import FIRST_S, MOST_PEOPLE

ACCOUNT = business(SEED, 0).username
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

    def person() -> int:
        return CHANCE.randrange(2000)

    return {
        "word": [q for _ in range(30) for q in keystrokes(word())],
        "any script": [CHANCE.choice(WORDS) for _ in range(150)],
        "two words": [f"{word()} {part}" for _ in range(40) for part in keystrokes(word())],
        "phrase": [f'"{word()} {word()}"' for _ in range(150)],
        "cjk": [CHANCE.choice(DENSE) for _ in range(150)],
        "nothing": [f"zq{word()}" for _ in range(100)],
        "from:": [f"from:person.{person()} {word()}" for _ in range(150)],
        "from:me": [f"from:me {part}" for _ in range(20) for part in keystrokes(word())],
        "to:": [f"to:person.{person()} {word()}" for _ in range(100)],
        "label:": [f"label:wholesale {word()}" for _ in range(100)],
        "in:": [f"in:{ACCOUNT} {word()}" for _ in range(100)],
        "is:waiting": [f"is:waiting {word()}" for _ in range(100)],
        "is:unread": [f"is:unread {word()}" for _ in range(100)],
        "before:": [f"before:2026-0{CHANCE.randrange(1, 9)} {word()}" for _ in range(100)],
        "after:": [f"after:2026-0{CHANCE.randrange(1, 9)} {word()}" for _ in range(100)],
        "has:": [f"has:link {word()}" for _ in range(100)],
        "-not": [f"{word()} -{word()}" for _ in range(100)],
        "filter alone": [f"from:person.{person()}" for _ in range(100)],
    }


def times(reader: SearchReader, texts: list[str]) -> dict[str, float]:
    """Until the list is full, or it is certain that there is no more: not only until the first of it is shown."""
    taken, used = [], []
    for text in texts:
        began, cpu = time.perf_counter(), time.thread_time()
        query = parse(text, zone=UTC, today=TODAY)
        scope = reader.scope(query)
        search = reader.messages(query, scope)
        wanted = 6
        while wanted and search.is_asked and not search.is_over:
            wanted -= len(search.more(wanted, FIRST_S))
        reader.people.found(query.terms, None, MOST_PEOPLE)
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


def label_some(archive: Archive) -> None:
    """Every tenth conversation."""
    label = archive.triage.labels.make("Wholesale")
    rows = archive._database.rows("select id from conversation where id % 10 = 0")
    archive.triage.label([row[0] for row in rows], label.id, True)


def plain_scan(archive: Archive) -> float:
    """The floor: one word looked for without an index, in ms."""
    began = time.perf_counter()
    archive._database.rows("select count(*) from message where text like '%glaze%'")
    return (time.perf_counter() - began) * 1000


def main() -> None:
    with at_hand(*sys.argv[1:2]) as folder:
        archive = Archive.open(folder, KEY, clock=lambda: datetime.now(UTC))
        label_some(archive)
        text_bytes = archive._database.rows("select sum(length(cast(text as blob))) from message")[0][0]
        index(folder)
        index_bytes = archive._database.rows("select sum(length(block)) from search_words_data")[0][0]
        scan_ms = plain_scan(archive)
        archive.close()
        reader = SearchReader(folder / "archive.db", KEY)
        reader.people.all()
        found = {name: times(reader, texts) for name, texts in questions().items()}
        reader.close()
        answer = {
            "plain_scan_ms": round(scan_ms),
            "text_mb": round(text_bytes / 1e6, 1),
            "index_mb": round(index_bytes / 1e6, 1),
            "index_share": round(index_bytes / text_bytes, 2),
            "queries": found,
            "worst_p99_cpu_ms": max(entry["p99_cpu_ms"] for entry in found.values()),
            "worst_p99_ms": max(entry["p99_ms"] for entry in found.values()),
            "worst_p99_to_scan": round(max(entry["p99_ms"] for entry in found.values()) / scan_ms, 3),
        }
        print(json.dumps(answer))


if __name__ == "__main__":
    main()
