"""The open conversation on a large archive: opening, switching, news, typing, scrolling, each until it is painted.

usage: conversation.py [--messages 1000000]. The first conversation has a tenth of all messages. Medians in
milliseconds and as multiples of one frame of a plain page of text, measured in the same run. Prints one JSON line.
"""

import argparse
import json
import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

from make_archive import index
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from studio import make_profile, workshop
from window import PaintWatch, floor_frame_ms, open_window, settle, utc_now

from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import InboxFilter, InboxView
from igdesk.domain.snapshot import ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.store.archive import Archive

ROUNDS = 30
PAGE = 20
LARGEST = 1
"""Conversation id of the one with the most messages."""


class News:
    """Messages that arrive in the largest conversation, as reads bring them: the newest twenty, one of them new."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._count = 0
        row = archive.inbox.by_ids([LARGEST])[0]
        account = archive.accounts.get(row.account_id)
        assert account is not None
        owner = PersonSnapshot(account.remote_id, account.username)
        self._row, self._person = row, PersonSnapshot(row.participant.igsid, row.participant.username)
        newest = archive.timeline.newest(row.id, PAGE)
        self._last = newest[-1]
        self._page = [
            MessageSnapshot(
                message.remote_id or "",
                created_at=message.sent_at,
                sender=owner if message.is_own else self._person,
                text=message.text,
            )
            for message in newest
        ]

    def arrive(self) -> None:
        self._count += 1
        sent_at = max(self._last.sent_at, utc_now() - timedelta(hours=1)) + timedelta(seconds=self._count)
        message = MessageSnapshot(
            f"news{self._count}", created_at=sent_at, sender=self._person, text=f"Is number {self._count} still there?"
        )
        self._page = [*self._page[-PAGE + 1 :], message]
        snapshot = ConversationSnapshot(
            remote_id=self._row.remote_id,
            updated_at=sent_at,
            participants=(self._person,),
            messages=tuple(reversed(self._page)),
        )
        self._archive.ingest.conversation(self._row.account_id, snapshot, read_started_at=utc_now())


def measure(profile: Path) -> dict[str, float]:
    app = QApplication(sys.argv)
    watch = PaintWatch(app)
    floor_ms = floor_frame_ms(watch)
    archive, window = open_window(profile)
    timeline, composer = window.conversation.timeline, window.conversation.composer
    rows = archive.inbox.rows(InboxView.INBOX, InboxFilter.ALL, now=utc_now(), limit=40)
    others = [row.id for row in rows if row.id != LARGEST]
    found: dict[str, list[float]] = {}

    def note(name: str, ms: float) -> None:
        found.setdefault(name, []).append(ms)

    note("first_open", watch.until_painted_ms(lambda: window.open_conversation(LARGEST)))
    settle(0.3)
    for number in range(ROUNDS):
        note("switch", watch.until_painted_ms(lambda n=number: window.open_conversation(others[n % len(others)])))
        settle(0.02)
        note("open_largest", watch.until_painted_ms(lambda: window.open_conversation(LARGEST)))
        settle(0.02)
    timeline.view.begin_at_end()
    settle(0.5)
    news = News(archive)
    stored = 0.0
    publish = archive._database._publish

    def note_stored(changes: ChangeSet) -> None:
        nonlocal stored
        stored = stored or time.perf_counter()
        publish(changes)

    archive._database._publish = note_stored  # type: ignore[method-assign]
    for _ in range(ROUNDS):
        stored = 0.0
        note("new_message_stored_and_painted", watch.until_painted_ms(news.arrive))
        note("new_message", (time.perf_counter() - stored) * 1000)
        settle(0.03)
    composer.focus_text()
    settle(0.1)
    target = composer.findChild(QTextEdit)  # without a window manager nothing has the focus
    assert target is not None
    for number in range(2 * ROUNDS):
        key = Qt.Key.Key_Space if number % 6 == 5 else Qt.Key(Qt.Key.Key_A.value + number % 26)
        note("key", watch.until_painted_ms(lambda k=key: QTest.keyClick(target, k)))
        settle(0.01)
    bar = timeline.view.verticalScrollBar()
    for _ in range(4 * ROUNDS):
        note("scroll_40_px", watch.until_painted_ms(lambda: bar.setValue(bar.value() - 40)))
    window.close()
    window.release()
    archive.close()
    result: dict[str, float] = {"floor_frame_ms": round(floor_ms, 2)}
    for name, values in found.items():
        result[f"{name}_ms"] = round(statistics.median(values), 2)
        result[f"{name}_p95_ms"] = round(sorted(values)[int(len(values) * 0.95)], 2)
        result[f"{name}_ratio"] = round(statistics.median(values) / floor_ms, 1)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if "DISPLAY" in os.environ else "offscreen")
    with workshop() as folder:
        profile = make_profile(folder, options.messages)
        index(profile / "archive")
        print(json.dumps(measure(profile)))


if __name__ == "__main__":
    main()
