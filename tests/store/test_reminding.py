"""Reminders before the reply window closes."""

from datetime import timedelta

import pytest

from igdesk.domain.conversation import InboxView, Shelf
from igdesk.domain.outbox import SendEvent

HOUR = timedelta(hours=1)
WROTE_S = -20 * 3600
AFTER = timedelta(hours=23) - timedelta(seconds=60)
DUE_S = WROTE_S + AFTER.total_seconds()


@pytest.fixture
def chat(desk):
    """A conversation that waits since twenty hours, with a reminder an hour before its window closes."""
    desk.read(desk.said("m1", WROTE_S, "Is it still there?"), is_complete=True)
    desk.undo = desk.archive.triage.remind({desk.conversation_id: AFTER}, desk.now)
    return desk


def reminder(chat):
    row = chat.conversation
    return row.remind_after, row.reminded_at


def test_it_comes_at_its_time_and_survives_a_restart(chat):
    assert chat.conversation.remind_at == chat.at(DUE_S)
    chat.archive.triage.snooze([chat.conversation_id], chat.at(5 * 24 * 3600))
    chat.reopen()
    triage = chat.archive.triage
    assert triage.next_reminder() == chat.at(DUE_S)
    chat.without_transaction(lambda: triage.show_reminders(chat.at(DUE_S - 1)))
    change = chat.in_one_transaction(lambda: triage.show_reminders(chat.at(DUE_S)))
    assert change.conversations == {chat.conversation_id}
    row = chat.conversation
    assert (row.shelf, row.reminded_at, row.newest_at) == (Shelf.INBOX, chat.at(DUE_S), chat.at(DUE_S))
    assert triage.next_reminder() is None
    chat.without_transaction(lambda: triage.show_reminders(chat.at(DUE_S + 60)))


def test_after_being_off_it_stands_on_top(chat):
    """Where it would have stood at its time, others came since."""
    chat.archive.triage.show_reminders(chat.at(DUE_S + 7200))
    assert chat.conversation.reminded_at == chat.conversation.newest_at == chat.at(DUE_S + 7200)
    assert chat.conversation.remind_at == chat.at(DUE_S)


@pytest.mark.parametrize("is_shown", [False, True])
def test_a_reply_that_went_out_ends_it(chat, is_shown):
    if is_shown:
        chat.archive.triage.show_reminders(chat.at(DUE_S))
    outbox = chat.archive.outbox
    (message_id,) = outbox.enqueue(chat.conversation_id, ["Yes"], now=chat.at(5))
    assert reminder(chat)[0] == AFTER, "it has not gone out yet"
    outbox.claim(message_id, chat.at(6))
    outbox.settle(message_id, SendEvent.ACCEPTED, remote_id="m2")
    assert reminder(chat) == (None, None)


def test_so_does_one_from_elsewhere_and_none_that_was_there_before(chat):
    chat.read(chat.said("m1", WROTE_S, "Is it still there?"), chat.answered("m0", -60))
    assert reminder(chat)[0] == AFTER
    chat.read(chat.answered("m2", 30))
    assert reminder(chat) == (None, None)
    assert chat.archive.triage.next_reminder() is None


def test_done_ends_it_and_undo_brings_it_back(chat):
    triage = chat.archive.triage
    undo = triage.done([chat.conversation_id])
    assert reminder(chat) == (None, None)
    triage.undo(undo)
    assert reminder(chat) == (AFTER, None)
    undo = triage.remind_not([chat.conversation_id])
    assert reminder(chat) == (None, None)
    triage.undo(undo)
    assert reminder(chat) == (AFTER, None)
    triage.undo(chat.undo)
    assert reminder(chat) == (None, None)


def test_it_moves_along_when_they_write(chat):
    chat.read(chat.said("m2", 60, "Hello?"))
    assert chat.conversation.remind_at == chat.at(60) + AFTER
    assert chat.archive.triage.next_reminder() == chat.at(60) + AFTER
    chat.archive.triage.remind({chat.conversation_id: AFTER + timedelta(days=6)}, chat.now)
    chat.read(chat.said("m3", 120, "Hello??"))
    assert chat.conversation.remind_at == chat.at(120) + AFTER, "24 hours begin anew, after seven days too"


def test_one_that_was_shown_has_done_its_work_then(chat):
    chat.archive.triage.show_reminders(chat.at(DUE_S))
    chat.read(chat.said("m2", DUE_S + 60, "Hello?"))
    assert reminder(chat) == (None, None)
    assert [row.id for row in chat.archive.inbox.rows(InboxView.INBOX, now=chat.now)] == [chat.conversation_id]


def test_only_those_that_wait_are_looked_through(chat):
    plan = chat.archive._database.rows(
        "explain query plan select min(last_inbound_at + remind_after) from conversation"
        " where remind_after is not null and reminded_at is null"
    )
    assert "conversation_remind" in plan[0][3]
