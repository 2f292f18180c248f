"""Triage among 20,000 conversations: switching views, chips, orders and filters, and one act on 1,000 of them."""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from make_archive import build, open_for_writing
from PySide6.QtWidgets import QApplication
from window import PaintWatch, floor_frame_ms, open_window, settle, utc_now

from igdesk.domain.conversation import InboxFilter, InboxOnly, InboxSort, InboxView

ROUNDS = 15
BULK = 1000


def prepare(profile: Path, conversations: int) -> None:
    """An archive as it is in use: every third conversation done, some snoozed, labelled, pinned."""
    build(profile / "archive", conversations=conversations, messages=conversations * 6, largest=2000)
    connection = open_for_writing(profile / "archive" / "archive.db")
    now_ms = int(utc_now().timestamp() * 1000)
    connection.execute("begin")
    connection.execute("update conversation set shelf = 2, shelved_at = ? where id % 3 = 0", (now_ms,))
    connection.execute(
        "update conversation set shelf = 1, wakes_at = ? + id * 60000, shelved_at = ? where id % 50 = 1",
        (now_ms + 3_600_000, now_ms),
    )
    connection.execute("update conversation set is_pinned = 1 where id % 1000 = 5")
    connection.execute("insert into label (name, name_key, colour, position) values ('VIP', 'vip', 'red', 1)")
    connection.execute("insert into label (name, name_key, colour, position) values ('Rare', 'rare', 'blue', 2)")
    connection.execute("insert into conversation_label select id, 1 from conversation where id % 7 = 0")
    connection.execute("insert into conversation_label select id, 2 from conversation where id % 4000 = 1")
    connection.execute("update conversation set has_photos = id % 2, answered_elsewhere = id % 5 = 0")
    connection.execute("commit")
    connection.close()


def measure(profile: Path) -> dict[str, float]:
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    watch = PaintWatch(app)
    result: dict[str, float] = {"floor_frame_ms": round(floor_frame_ms(watch), 2)}
    archive, window = open_window(profile)
    settle(4)
    pane, inbox = window.list_pane, archive.inbox
    found: dict[str, list[float]] = {}

    def note(name: str, act: Callable[[], object]) -> None:
        """How long the call takes, in all and of the processor in this thread, and how long until it is painted."""
        start, worked = time.perf_counter(), time.thread_time()

        def run() -> None:
            act()
            found.setdefault(f"{name}_cpu", []).append((time.thread_time() - worked) * 1000)
            found.setdefault(f"{name}_call", []).append((time.perf_counter() - start) * 1000)

        found.setdefault(f"{name}_painted", []).append(watch.until_painted_ms(run))
        settle(0.02)

    for _ in range(ROUNDS):
        for view in (InboxView.WAITING, InboxView.SNOOZED, InboxView.DONE, InboxView.INBOX):
            note("view", lambda v=view: window.choose_view(v))
        for chip in (InboxFilter.UNREAD, InboxFilter.WAITING, InboxFilter.CLOSING_SOON, InboxFilter.ALL):
            note("chip", lambda c=chip: pane.narrow(c))
        for sort in (InboxSort.WINDOW, InboxSort.LONGEST, InboxSort.NEWEST):
            note("order", lambda s=sort: pane.sort_by(s))
        for label in (1, 2, None):
            note("label", lambda found_id=label: pane.show_label(found_id))
        for only in (InboxOnly.PHOTOS, InboxOnly.ELSEWHERE, None):
            note("only", lambda o=only: pane.show_only(o))
    settle(3)
    for _ in range(ROUNDS):
        start = time.perf_counter()
        inbox.counts(now=utc_now())
        found.setdefault("counts", []).append((time.perf_counter() - start) * 1000)
    ids = [row.id for row in inbox.rows(InboxView.INBOX, now=utc_now(), limit=BULK)]
    archive.triage.mark_read(ids)
    archive.triage.label(ids[:10], 2, False)  # type: ignore[arg-type]
    settle(0.5)
    tomorrow = utc_now() + timedelta(days=1)
    acts: dict[str, Callable[[], object]] = {
        "bulk_done": lambda: archive.triage.done(ids),
        "bulk_snooze": lambda: archive.triage.snooze(ids, tomorrow),
        "bulk_pin": lambda: archive.triage.pin(ids, True),
        "bulk_label": lambda: archive.triage.label(ids, 2, True),  # type: ignore[arg-type]
        "bulk_unread": lambda: archive.triage.mark_unread(ids),
    }
    for name, act in acts.items():
        for _ in range(5):
            kept: list[object] = []
            note(name, lambda a=act, k=kept: k.append(a()))
            note(f"{name}_undo", lambda k=kept: archive.triage.undo(k[0]))
    window.close()
    window.release()
    archive.close()
    for name, values in found.items():
        result[f"{name}_ms"] = round(statistics.median(values), 2)
        result[f"{name}_max_ms"] = round(max(values), 2)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=20_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in os.environ else "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder), options.conversations)
        print(json.dumps(measure(Path(folder)), indent=1))


if __name__ == "__main__":
    main()
