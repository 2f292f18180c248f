"""The conversation around its messages: names, marks as read, pictures asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from igdesk.domain.attachment import MediaState
from igdesk.domain.conversation import Participant
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind
from igdesk.store.archive import Archive
from igdesk.ui.timeline.read_watch import ReadWatch

Build = Callable[..., Any]


def test_names_of_the_contract(stage: Build, message: Any) -> None:
    scene = stage([message()])
    pane, header = scene.pane, scene.pane.header
    assert (pane.objectName(), pane.accessibleName()) == ("timelinePane", "Conversation with Mara Lindqvist")
    assert (scene.view.objectName(), scene.view.accessibleName()) == ("timeline", "Messages")
    assert header.person.objectName() == "headerPerson"
    assert header.person.accessibleName() == "Mara Lindqvist, @mara.lindqvist, show details"
    assert (header.back_button.objectName(), header.back_button.accessibleName()) == (
        "headerBack",
        "Back to conversations",
    )
    assert (header.details.objectName(), header.details.accessibleName()) == ("headerDetails", "Details")
    assert header.details.isCheckable()
    assert (header.more.objectName(), header.more.accessibleName()) == ("headerMore", "More")
    jump = scene.view.overlays.jump
    assert (jump.objectName(), jump.accessibleName()) == ("timelineJump", "Jump to latest")


def test_the_person_opens_the_details(stage: Build, message: Any) -> None:
    scene = stage([message()])
    told: list[bool] = []
    scene.pane.details_toggled.connect(told.append)
    scene.pane.header.person.click()
    scene.pane.header.details.click()
    assert told == [True, False]
    scene.pane.set_details_shown(True)
    assert told == [True, False], "what the window did is not asked for again"


def test_back_is_there_in_one_pane_only(stage: Build, message: Any) -> None:
    scene = stage([message()])
    button = scene.pane.header.back_button
    assert not button.isVisible()
    scene.pane.set_one_pane(True)
    told: list[int] = []
    scene.pane.back.connect(lambda: told.append(1))
    button.click()
    assert button.isVisible() and told == [1]


def test_a_person_nobody_knows_has_words_all_the_same(stage: Build, message: Any) -> None:
    """failure 69, 74."""
    nobody = Participant(1, "")
    scene = stage([message()], participant=nobody)
    assert scene.pane.accessibleName() == "Conversation with Instagram user"
    assert scene.pane.header.person.accessibleName() == "Instagram user, show details"
    scene.pane.grab()
    handle = nobody._replace(username="mara")
    scene.pane.update_conversation(scene.conversation._replace(participant=handle))
    assert scene.pane.accessibleName() == "Conversation with @mara"
    assert scene.model.data(scene.model.index(0), Qt.ItemDataRole.AccessibleTextRole).startswith("@mara, ")


def test_a_hostile_name_is_plain_text_on_one_line(stage: Build, message: Any) -> None:
    name = "<h1>\u202eEvil\n\n</h1>" + "x" * 5_000
    scene = stage([message(reactions=())], participant=Participant(1, "i", "u", name, is_verified=True))
    scene.pane.grab()
    assert "\n" not in scene.pane.header.person._name and "\u202e" not in scene.pane.header.person._name


class Eyes:
    """A window that is looked at, or not."""

    def __init__(self) -> None:
        self.are_here = True

    def __call__(self) -> bool:
        return self.are_here


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


def test_read_after_two_seconds_of_looking(qapp: object, eyes: Eyes) -> None:
    from PySide6.QtCore import QObject

    owner, seen = QObject(), []
    watch = ReadWatch(eyes, owner)
    watch.seen.connect(seen.append)
    watch.open(7)
    assert not watch.timer.isActive(), "nothing to mark"
    watch.set_has_unread(True)
    assert watch.timer.isActive() and watch.timer.interval() == 2000
    eyes.are_here = False
    watch.look()
    assert not watch.timer.isActive(), "begins again when the window is back"
    eyes.are_here = True
    watch.look()
    watch.timer.timeout.emit()
    assert seen == [7]
    watch.look()
    assert not watch.timer.isActive(), "told once"
    watch.set_has_unread(True)
    assert watch.timer.isActive(), "and again when more came"
    watch.open(None)
    watch.timer.timeout.emit()
    assert seen == [7]


def test_pictures_on_the_screen_are_asked_for_once(stage: Build, message: Any) -> None:
    messages = message.many(200)
    shown, far = message.attachment(), message.attachment()
    messages[-1] = replace(messages[-1], kind=MessageKind.MEDIA, attachments=(shown,))
    messages[145] = replace(messages[145], kind=MessageKind.MEDIA, attachments=(far,))
    scene = stage(messages)
    asked: list[Any] = []
    scene.pane.media_wanted.connect(asked.extend)
    scene.view.grab()
    assert asked == [], "never while painting"
    scene.view.media_watch.look()
    scene.view.media_watch.look()
    assert asked == [shown.id]
    scene.view.show_message(messages[145].id, flash=False)
    scene.view.media_watch.look()
    assert asked == [shown.id, far.id]


def test_lost_media_can_be_asked_for_again(stage: Build, message: Any) -> None:
    gone = message.attachment(state=MediaState.GONE)
    scene = stage([message("", kind=MessageKind.MEDIA, attachments=(gone,))])
    asked: list[int] = []
    scene.pane.reload_media.connect(asked.append)
    scene.view.set_current_row(0)
    QTest.keyClick(scene.view, Qt.Key.Key_Return)
    assert asked == [gone.id]


def test_offline_and_midnight_change_the_words_and_move_nothing(stage: Build, message: Any) -> None:
    queued = message("Hi", own=True, delivery=Delivery.QUEUED)
    scene = stage([*message.many(60), replace(queued, sent_at=message.at + timedelta(minutes=1))])
    y = scene.y_of(queued.id)

    def said() -> str:
        index = scene.model.index(scene.model.position(queued.id))
        return str(scene.model.data(index, Qt.ItemDataRole.AccessibleTextRole))

    assert said().endswith("Waiting.")
    scene.pane.set_offline(True)
    assert said().endswith("Waiting for connection.")
    assert scene.y_of(queued.id) == y
    built = scene.view.shelf.contents_built
    scene.pane.refresh_day()
    assert scene.view.shelf.contents_built == built, "the same day costs nothing"


def test_a_bubble_that_is_sent_changes_its_footer_only(stage: Build, message: Any) -> None:
    scene = stage(message.many(30))
    reply = message("On its way", own=True, delivery=Delivery.QUEUED)
    scene.put(reply)
    built, y = scene.view.shelf.contents_built, scene.y_of(reply.id)
    for delivery in (Delivery.SENDING, Delivery.SENT):
        scene.put(replace(reply, delivery=delivery))
        assert scene.y_of(reply.id) == y
    assert scene.view.shelf.contents_built == built


def test_news_are_read_aloud(stage: Build, message: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from igdesk.ui.announce import Urgency
    from igdesk.ui.timeline import pane as pane_module

    heard: list[tuple[str, Urgency]] = []
    monkeypatch.setattr(
        pane_module, "announce", lambda _view, text, urgency=Urgency.POLITE: heard.append((text, urgency))
    )
    reply = message("Hi", own=True, delivery=Delivery.SENDING)
    scene = stage([reply])
    scene.put(message("Is it <b>there</b>?"))
    scene.put(replace(reply, delivery=Delivery.SENT))
    scene.put(replace(reply, delivery=Delivery.SENT, is_edited=True))
    scene.put(replace(reply, delivery=Delivery.SENDING))
    scene.put(replace(reply, delivery=Delivery.FAILED, failure="unreachable"))
    assert heard == [
        ("Mara Lindqvist: Is it <b>there</b>?", Urgency.POLITE),
        ("Sent", Urgency.POLITE),
        ("Not sent, this person can’t be reached", Urgency.ASSERTIVE),
    ]


def test_the_real_archive_has_the_same_reads(qapp: object, tmp_path: Path, clock: Any) -> None:
    from igdesk.domain.account import Flavour
    from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
    from igdesk.ui.images import ImageCache
    from igdesk.ui.theme import ThemeSource
    from igdesk.ui.timeline.pane import TimelinePane

    archive = Archive.open(tmp_path, bytes(range(32)), clock=clock)
    try:
        me, mara = PersonSnapshot("17841", "fernandclay"), PersonSnapshot("igs1", "mara", "Mara Lindqvist")
        account = archive.accounts.add(
            AccountSnapshot("17841", "", "17841", Flavour.INSTAGRAM, "fernandclay"),
            connected_at=clock() - timedelta(days=30),
        )
        written = tuple(
            MessageSnapshot(
                f"m{i}", clock() - timedelta(minutes=3 * i), me if i % 3 == 2 else mara, text=f"Message {i}"
            )
            for i in range(130)
        )
        snapshot = ConversationSnapshot("t1", clock(), (me, mara), written, is_complete=True)
        result = archive.ingest.conversation(account, snapshot, read_started_at=clock())
        (conversation,) = archive.inbox.by_ids([result.conversation_id])
        theme_source, images = ThemeSource(), ImageCache(lambda _key: None)
        pane = TimelinePane(archive.timeline, images, theme_source, clock=clock, zone=UTC)
        forget = archive.subscribe(pane.apply)
        pane.set_has_motion(False)
        pane.resize(560, 700)
        pane.show()
        pane.open_conversation(conversation)
        assert pane.model.rows[0].new_count or pane.model.has_older
        assert any(row.new_count for row in pane.model.rows)
        before = archive.statistics.statements
        pane.grab()
        pane.view.visualRect(pane.model.index(0))
        assert archive.statistics.statements == before, "painting runs no SQL"
        archive.outbox.enqueue(conversation.id, ["On its way"], now=clock())
        while pane.model.has_newer:
            pane.model.fetch_newer()
        last = pane.model.rows[-1].message
        assert (last.text, last.direction, last.delivery) == ("On its way", Direction.OUTBOUND, Delivery.QUEUED)
        pane.view.begin_at_end()
        while pane.model.has_older:
            pane.model.fetch_older()
        assert pane.model.rowCount() == 131 and pane.model.rows[0].starts_archive
        forget()
        pane.close()
        images.close()
        pane.deleteLater()
    finally:
        archive.close()
    assert QGuiApplication.instance() is not None
