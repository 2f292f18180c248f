"""Clocks that are put forward and back, travel and polls in between, while conversations are snoozed and replies wait
for their time: nothing is lost, nothing leaves twice, nothing comes back before its instant."""

import random
from datetime import timedelta

import pytest

from igdesk.domain.conversation import InboxView, Shelf
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.scheduled import GRACE

HOUR = timedelta(hours=1)


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m0", -90, "Is it still there?"), is_complete=True)
    return desk


def places_of(desk, text, removed):
    """Where a reply is: each time it is found counts."""
    archive, conversation_id = desk.archive, desk.conversation_id
    waiting = [reply.text for reply, _ in archive.scheduling.all()]
    queued = [m.text for m in archive.timeline.newest(conversation_id, 500) if m.is_own]
    drafted = [desk.conversation.draft]
    return [
        place
        for place, texts in (("later", waiting), ("outbox", queued), ("draft", drafted), ("removed", removed))
        for found in texts
        for line in found.split("\n")
        if line == text
    ]


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_leaves_twice_however_the_clock_jumps(chat, seed):
    chance = random.Random(seed)
    scheduling, triage = chat.archive.scheduling, chat.archive.triage
    now, texts, removed, polls = chat.now, [], {}, 0
    for step in range(60):
        now += chance.choice((1, 1, 1, -1)) * timedelta(minutes=chance.choice((0, 1, 7, 61, 60 * 25)))
        waiting = [reply for reply, _ in scheduling.all()]
        act = chance.choice(("add", "release", "back", "remove", "put", "snooze", "wake", "poll", "reopen"))
        if act == "add":
            texts.append(f"Reply {step}")
            typed = "\n".join(filter(None, (chat.conversation.draft, texts[-1])))  # what is in the field leaves whole
            scheduling.add(chat.conversation_id, typed, now + chance.randrange(1, 40) * HOUR / 4)
        elif act == "release":
            before = {reply.id: reply for reply in waiting}
            scheduling.release(now)
            left = {reply.id: reply for reply, _ in scheduling.all()}
            for reply in before.values():
                is_due, is_late = reply.send_at <= now, now - reply.send_at > GRACE
                if reply.is_missed or not is_due:
                    assert left[reply.id] == reply, "what is not due stays"
                else:
                    assert (reply.id in left) == is_late, "what is too late waits for the person"
                    assert not is_late or left[reply.id].is_missed
        elif act == "back" and waiting:
            scheduling.take_back(chance.choice(waiting).id)
        elif act == "remove" and waiting:
            reply = chance.choice(waiting)
            removed[reply.id] = scheduling.remove(reply.id)
        elif act == "put" and removed:
            assert scheduling.put_back(removed.pop(chance.choice(sorted(removed))))
        elif act == "snooze":
            triage.snooze([chat.conversation_id], now + chance.randrange(1, 30) * HOUR)
        elif act == "wake":
            wakes_at = chat.conversation.wakes_at
            was_snoozed = chat.conversation.shelf is Shelf.SNOOZED
            came = triage.wake(now)
            assert bool(came) == (was_snoozed and wakes_at is not None and wakes_at <= now)
        elif act == "poll":
            polls += 1
            chat.read(chat.said(f"p{polls}", polls, f"Hello {polls}"), started=polls)
            assert chat.conversation.shelf is Shelf.INBOX, "they wrote: it is back at once"
        elif act == "reopen":
            scheduling, triage = (archive := chat.reopen()).scheduling, archive.triage
        for text in texts:
            found = places_of(chat, text, [reply.text for reply in removed.values()])
            assert len(found) == 1, (step, act, text, found)
    own = [m for m in chat.archive.timeline.newest(chat.conversation_id, 500) if m.is_own]
    assert all(m.delivery in (Delivery.QUEUED, Delivery.FAILED) for m in own)
    events = chat.archive.timeline.events(chat.conversation_id)
    assert events == sorted(events, key=lambda event: (event.at, event.id))
    views = [len(chat.archive.inbox.rows(view, now=now)) for view in (InboxView.INBOX, InboxView.SNOOZED)]
    assert sum(views) == 1
