"""The list of conversations: what it shows, in which order, and how many."""

import random
from datetime import timedelta

import pytest

from igdesk.domain.account import Capability
from igdesk.domain.conversation import InboxCounts, InboxFilter, InboxView
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.snapshot import PersonSnapshot

LISTS = [(view, chip) for view in InboxView for chip in InboxFilter]


def fill(desk, number, ages_h, *, is_answered=False, is_read=False):
    """A conversation whose customer wrote the given hours ago."""
    person = PersonSnapshot(f"ig{number}", f"user{number}")
    messages = [desk.said(f"c{number}m{i}", -age * 3600, sender=person) for i, age in enumerate(ages_h)]
    if is_answered:
        messages.append(desk.answered(f"c{number}own", -min(ages_h) * 3600 + 1))
    page = desk.page(*messages, remote_id=f"t{number}", participants=(desk.shop, person))
    id_ = desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.now).conversation_id
    if is_read:
        desk.archive.inbox.mark_read(id_)
    return id_


@pytest.fixture
def full(new_desk):
    """Sixty conversations of all ages and states, on two accounts."""
    desk = new_desk(connected_ago=timedelta(days=30))
    chance = random.Random(7)
    for number in range(60):
        ages = [chance.choice([0.5, 3, 19.98, 20, 21, 23.9, 23.99, 24, 30, 160, 167.99, 168, 300]) for _ in range(2)]
        fill(desk, number, sorted(ages, reverse=True), is_answered=chance.random() < 0.4, is_read=chance.random() < 0.4)
    return desk


@pytest.mark.parametrize(("view", "chip"), LISTS)
def test_rows_obey_the_pure_rules(full, view, chip):
    """A model that applies a ChangeSet with ``matches`` and ``sort_key`` equals a fresh load."""
    inbox, now = full.archive.inbox, full.now
    everything = inbox.by_ids(range(1, 61))
    assert len(everything) == 60
    expected = [c for c in everything if inbox.matches(c, view, chip, now)]
    expected.sort(key=lambda c: inbox.sort_key(c, view, now))
    assert inbox.rows(view, chip, now=now) == expected
    assert inbox.rows(view, chip, now=now, account_id=full.account_id) == expected
    assert inbox.rows(view, chip, now=now, account_id=99) == []
    paged = []
    while page := inbox.rows(view, chip, now=now, limit=7, after=paged[-1] if paged else None):
        paged += page
    assert paged == expected
    assert expected or view in (InboxView.SNOOZED, InboxView.DONE)


@pytest.mark.parametrize("view", list(InboxView))
def test_counts_are_the_lengths_of_the_lists(full, view):
    inbox, now = full.archive.inbox, full.now

    def length(chip):
        return len(inbox.rows(view, chip, now=now))

    expected = InboxCounts(
        length(InboxFilter.ALL),
        length(InboxFilter.UNREAD),
        length(InboxFilter.WAITING),
        length(InboxFilter.CLOSING_SOON),
    )
    assert inbox.counts(view=view, now=now) == expected
    assert inbox.counts(view=view, now=now, account_id=full.account_id) == expected
    assert inbox.counts(view=view, now=now, account_id=99) == InboxCounts()


def test_waiting_puts_the_window_that_closes_first_on_top_and_closed_ones_last(desk):
    ages = {1: 2, 2: 23, 3: 30, 4: 200, 5: 250, 6: 160}
    for number, age in ages.items():
        fill(desk, number, [age])
    rows = desk.archive.inbox.rows(InboxView.WAITING, now=desk.now)
    assert [row.remote_id for row in rows] == ["t2", "t1", "t6", "t3", "t4", "t5"]


def test_the_most_urgent_may_still_be_answered(desk):
    inbox = desk.archive.inbox
    assert inbox.most_urgent(desk.now) is None
    fill(desk, 1, [200])
    assert inbox.most_urgent(desk.now) is None
    fill(desk, 2, [30])
    assert inbox.most_urgent(desk.now).remote_id == "t2", "seven days, as long as nobody knows better"
    desk.archive.accounts.set_human_agent(desk.account_id, Capability.NOT_GRANTED)
    assert inbox.most_urgent(desk.now) is None
    fill(desk, 3, [5])
    fill(desk, 4, [9])
    assert inbox.most_urgent(desk.now, desk.account_id).remote_id == "t4"
    assert inbox.most_urgent(desk.now, 99) is None


def test_closing_soon_follows_the_clock(desk):
    id_ = fill(desk, 1, [19])
    inbox = desk.archive.inbox
    assert inbox.counts(now=desk.now).closing_soon == 0
    assert inbox.counts(now=desk.at(3600)).closing_soon == 1
    assert inbox.counts(now=desk.at(5 * 3600)).closing_soon == 0
    assert inbox.by_ids([id_])[0].is_waiting


def test_unread_is_counted_by_account_in_conversations(desk):
    fill(desk, 1, [2, 1])
    fill(desk, 2, [1])
    fill(desk, 3, [1], is_read=True)
    assert desk.archive.inbox.unread_by_account() == {desk.account_id: 2}


def test_marking_read_and_unread(desk):
    """failure 100"""
    id_ = fill(desk, 1, [2, 1])
    inbox = desk.archive.inbox
    change = desk.in_one_transaction(lambda: inbox.mark_read(id_))
    assert change.conversations == {id_}
    assert len(change.updated) == 2
    desk.without_transaction(lambda: inbox.mark_read(id_))
    change = desk.in_one_transaction(lambda: desk.archive.triage.mark_unread([id_]))
    assert len(change.updated) == 1
    assert not change.arrived
    assert inbox.by_ids([id_])[0].unread_count == 1
    desk.without_transaction(lambda: desk.archive.triage.mark_unread([id_]))
    desk.reopen()
    assert desk.archive.inbox.by_ids([id_])[0].unread_count == 1


def test_nothing_of_the_customer_cannot_be_unread(desk):
    desk.read(desk.answered("m1", -9))
    desk.without_transaction(lambda: desk.archive.triage.mark_unread([desk.conversation_id]))


def test_counters_are_columns_that_follow_every_step(desk):
    id_ = fill(desk, 1, [1])
    outbox = desk.archive.outbox

    def numbers():
        row = desk.archive.inbox.by_ids([id_])[0]
        return row.pending_count, row.failed_count, row.is_waiting

    assert numbers() == (0, 0, True)
    (first,) = outbox.enqueue(id_, ["one"], now=desk.now)
    outbox.enqueue(id_, ["two"], now=desk.now)
    assert numbers() == (2, 0, False)
    outbox.claim(first, desk.now)
    assert numbers() == (2, 0, False)
    outbox.settle(first, SendEvent.REFUSED, failure=FailureReason.OTHER)
    assert numbers() == (1, 1, False)


def test_a_list_entry_moves_when_a_message_comes(desk):
    for number in (1, 2, 3):
        fill(desk, number, [number])
    fill(desk, 3, [3, 0])
    rows = desk.archive.inbox.rows(InboxView.INBOX, now=desk.now)
    assert [row.remote_id for row in rows] == ["t3", "t1", "t2"]


def test_a_conversation_that_was_listed_but_not_read_has_its_place_and_no_preview(desk):
    page = desk.listed(desk.page(updated_at=desk.at(-30)))
    desk.archive.ingest.inbox_page(desk.account_id, page)
    assert desk.conversation.preview is None
    assert desk.conversation.last_activity_at == desk.at(-30)
    assert desk.archive.inbox.oldest_message_at(desk.conversation_id) is None
    desk.read(desk.said("m1", -30))
    assert desk.archive.inbox.oldest_message_at(desk.conversation_id) == desk.at(-30)


def test_previews_are_short_and_on_one_line(desk):
    desk.read(desk.said("m1", -9, "a\n b" + "c" * 1000))
    assert desk.conversation.preview.text.startswith("a bccc")
    assert len(desk.conversation.preview.text) == 200
