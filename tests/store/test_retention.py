"""Messages older than the person wants to keep go, a few at a time; what waits for the owner never does."""

import threading

import pytest

from igdesk.domain.conversation import InboxView

DAY = 86_400


def clear(desk, days=90):
    desk.archive.retention.set_days(days)
    steps = 0
    while desk.archive.retention.go_on():
        steps += 1
        assert steps < 1000
    return steps


def settled(desk):
    """Read and answered."""
    desk.archive.inbox.mark_read(desk.conversation_id)
    desk.archive.triage.done([desk.conversation_id])


def test_nothing_goes_unless_it_was_chosen(desk):
    desk.read(desk.said("m1", -900 * DAY))
    settled(desk)
    assert desk.archive.retention.days is None
    assert not desk.archive.retention.go_on()
    assert desk.texts() == ["hello"]


def test_old_messages_go_and_stay_away(desk):
    old = [desk.said(f"o{n:02}", (-200 + n) * DAY, f"ostrich{n}") for n in range(40)]
    new = [desk.answered("n1", -10 * DAY, "new"), desk.said("n2", -9 * DAY, "quotes", quoted_remote_id="o39")]
    desk.read(*old, *new)
    settled(desk)
    desk.changes.clear()
    clear(desk)
    assert desk.texts() == ["new", "quotes"]
    assert all(len(change.removed) <= 15 for change in desk.changes)
    assert {found for change in desk.changes for found in change.conversations} == {desk.conversation_id}
    desk.read(*old[-5:], *new)
    assert desk.texts() == ["new", "quotes"]
    assert desk.archive.timeline.deleted_at(desk.conversation_id) is not None
    assert desk.archive.deleting.is_unfinished
    assert desk.archive.deleting.finish(threading.Event())
    assert "ostrich" not in repr(desk.archive._database.rows("select * from message, search_queue"))
    assert desk.conversation.preview.text == "quotes"


def test_a_conversation_that_is_old_altogether_goes(desk):
    page = [desk.said("m1", -200 * DAY), desk.answered("m2", -190 * DAY)]
    desk.read(*page, updated_at=desk.at(-190 * DAY))
    desk.archive.inbox.mark_read(desk.conversation_id)
    found = desk.conversation_id
    clear(desk)
    assert desk.archive.inbox.by_id(found) is None
    assert desk.archive._database.rows("select 1 from participant") == []
    again = desk.page(*page, updated_at=desk.at(-190 * DAY))
    assert desk.archive.ingest.inbox_page(desk.account_id, desk.listed(again)) == ()
    desk.read(*page, desk.said("m3", -5, "It is me again"))
    assert desk.texts() == ["It is me again"]


def test_what_the_owner_put_to_it_stays(desk):
    desk.read(desk.said("m1", -200 * DAY), desk.answered("m2", -190 * DAY))
    desk.archive.inbox.mark_read(desk.conversation_id)
    desk.archive.triage.save_note(desk.conversation_id, "Always pays at once")
    clear(desk)
    assert desk.texts() == []
    assert desk.conversation.preview is None
    assert desk.conversation.is_emptied
    assert desk.archive.triage.note(desk.conversation_id) == "Always pays at once"
    assert len(desk.archive.inbox.rows(InboxView.INBOX, now=desk.now)) == 1


@pytest.mark.parametrize("why", ["waiting", "unread", "snoozed", "draft", "queued", "failed", "scheduled"])
def test_what_waits_for_the_owner_stays(new_desk, why):
    from datetime import timedelta

    desk = new_desk(timedelta(days=1000))
    desk.read(desk.said("m1", -200 * DAY, "old"))
    found, archive = desk.conversation_id, desk.archive
    if why != "unread":
        archive.inbox.mark_read(found)
    if why != "waiting":
        archive.triage.need_no_reply([found], True)
    if why == "snoozed":
        archive.triage.snooze([found], desk.at(DAY))
    elif why == "draft":
        archive.inbox.save_draft(found, "Dear")
    elif why in ("queued", "failed"):
        from igdesk.domain.outbox import SendEvent

        (reply,) = archive.outbox.enqueue(found, ["yes"], now=desk.now)
        if why == "failed":
            archive.outbox.claim(reply, desk.now)
            archive.outbox.settle(reply, SendEvent.REFUSED)
    elif why == "scheduled":
        archive.scheduling.add(found, "later", desk.at(3600))
    clear(desk)
    assert "old" in desk.texts()


def test_once_a_day_and_anew_when_it_is_chosen_shorter(desk, clock):
    desk.read(desk.said("m1", -400 * DAY, "very old"), desk.said("m2", -120 * DAY, "old"), desk.answered("m3", -5))
    desk.archive.inbox.mark_read(desk.conversation_id)
    clear(desk, 365)
    assert desk.texts() == ["old", "hello"]
    statements = desk.archive.statistics.transactions
    assert clear(desk, 365) == 0
    assert desk.archive.statistics.transactions == statements
    clear(desk, 90)
    assert desk.texts() == ["hello"]


def test_many_conversations_are_looked_at_some_at_a_time(desk, monkeypatch):
    from igdesk.store import retention

    monkeypatch.setattr(retention, "LOOKED_AT", 4)
    for number in range(13):
        page = desk.page(
            desk.said(f"{number}a", -200 * DAY), desk.answered(f"{number}b", -1), remote_id=f"thread-{number}"
        )
        desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now)
    assert clear(desk) >= 13
    assert len(desk.archive._database.rows("select 1 from message")) == 13
