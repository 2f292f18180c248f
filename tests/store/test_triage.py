"""What the owner does with conversations: one act, one transaction, one way back."""

import random
from datetime import timedelta

import pytest

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.conversation import InboxFilter, InboxOnly, InboxSort, InboxView, Shelf
from igdesk.domain.label import LabelColour
from igdesk.domain.message_kinds import Delivery, MessageKind, Origin
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.snapshot import AttachmentSnapshot, PersonSnapshot
from igdesk.domain.triage import TriageAct, Undo

HOUR = timedelta(hours=1)


def person(number):
    return PersonSnapshot(f"ig{number}", f"user{number}")


def write(desk, number, message, seconds, *, own=False, text="hello", files=()):
    """A poll that shows one more message of a conversation."""
    make = desk.answered if own else desk.said
    fields = {"recipients": (person(number),)} if own else {"sender": person(number)}
    fields["attachments"] = tuple(
        AttachmentSnapshot(f"{message}-{place}", kind, url="https://cdn.example/x") for place, kind in enumerate(files)
    )
    page = desk.page(
        make(message, seconds, text, **fields), remote_id=f"t{number}", participants=(desk.shop, person(number))
    )
    found = desk.archive.ingest.conversation(desk.account_id, page, read_started_at=desk.at(max(seconds, 0)))
    return found.conversation_id


@pytest.fixture
def triage(desk):
    return desk.archive.triage


@pytest.fixture
def one(desk):
    """A conversation that waits, with one unread message."""
    return write(desk, 1, "m1", -600)


def row(desk, conversation_id):
    return desk.archive.inbox.by_ids([conversation_id])[0]


def listed(desk, view, chip=InboxFilter.ALL):
    return [c.id for c in desk.archive.inbox.rows(view, chip, now=desk.now)]


def everything(desk):
    """The whole state that the owner can see, for comparing."""
    inbox = desk.archive.inbox
    rows = desk.archive._database.rows(
        "select id, shelf, wakes_at, shelved_at, woken_at, needs_no_reply, is_pinned, is_muted, unread_count"
        " from conversation order by id"
    )
    labels = desk.archive._database.rows("select * from conversation_label order by 1, 2")
    marks = desk.archive._database.rows("select id, is_unread from message order by id")
    notes = desk.archive._database.rows("select * from note order by 1")
    notes += desk.archive._database.rows("select * from timeline_event order by id")
    counts = tuple(inbox.counts(view=view, now=desk.now) for view in InboxView)
    return rows, labels, marks, notes, desk.archive.triage.labels.all(), counts


def test_done_takes_a_conversation_out_of_the_inbox_and_back(desk, triage, one):
    change = desk.in_one_transaction(lambda: triage.done([one]))
    assert change.conversations == {one}
    assert (listed(desk, InboxView.INBOX), listed(desk, InboxView.DONE)) == ([], [one])
    assert listed(desk, InboxView.WAITING) == []
    assert not row(desk, one).is_waiting
    desk.without_transaction(lambda: triage.done([one]))
    triage.back([one])
    assert (listed(desk, InboxView.INBOX), listed(desk, InboxView.WAITING)) == ([one], [one])


def test_undo_does_not_depend_on_microseconds(desk, triage, one, clock):
    clock.advance(microseconds=123)
    before = everything(desk)
    for act in (lambda: triage.done([one]), lambda: triage.snooze([one], desk.now + HOUR)):
        triage.undo(act())
        assert everything(desk) == before


def test_what_is_put_away_counts_nowhere(desk, triage, one):
    assert desk.archive.inbox.unread_by_account() == {desk.account_id: 1}
    undo = triage.snooze([one], desk.now + HOUR)
    assert desk.archive.inbox.unread_by_account() == {}
    assert desk.archive.inbox.counts(now=desk.now).snoozed == 1
    assert row(desk, one).unread_count == 1  # nothing became read by it
    triage.undo(undo)
    assert desk.archive.inbox.unread_by_account() == {desk.account_id: 1}


def test_a_snooze_ends_on_time(desk, triage, one):
    until = desk.now + HOUR
    triage.snooze([one], until)
    assert triage.next_wake() == until
    assert (listed(desk, InboxView.SNOOZED), listed(desk, InboxView.INBOX)) == ([one], [])
    desk.without_transaction(lambda: triage.wake(until - timedelta(seconds=1)))
    assert triage.wake(until) == (one,)
    found = row(desk, one)
    assert (found.shelf, found.woken_at, found.newest_at) == (Shelf.INBOX, until, until)
    assert found.is_back_from_snooze
    assert triage.next_wake() is None
    desk.without_transaction(lambda: triage.wake(until))


def test_a_snooze_ends_after_the_program_was_off(desk, triage, one):
    """Two days later the first look wakes everything that is due, what was due first below what was due last."""
    two = write(desk, 2, "n1", -300)
    triage.snooze([one], desk.now + HOUR)
    triage.snooze([two], desk.now + HOUR * 2)
    archive = desk.reopen()
    assert set(archive.triage.wake(desk.now + timedelta(days=2))) == {one, two}
    assert listed(desk, InboxView.INBOX) == [two, one]


def test_a_clock_that_is_put_back_wakes_nothing_twice(desk, triage, one):
    triage.snooze([one], desk.now + HOUR)
    assert triage.wake(desk.now + HOUR) == (one,)
    triage.done([one])
    assert triage.wake(desk.now) == ()
    assert triage.wake(desk.now + HOUR) == ()
    assert row(desk, one).shelf is Shelf.DONE


@pytest.mark.parametrize("away", ["done", "snoozed", "until they write"])
def test_a_new_message_brings_it_back_at_once(desk, triage, one, away):
    if away == "done":
        triage.done([one])
    else:
        triage.snooze([one], desk.now + HOUR if away == "snoozed" else None)
    triage.pin([one], True)
    change = desk.in_one_transaction(lambda: write(desk, 1, "m2", 5))
    assert one in change.conversations
    found = row(desk, one)
    assert (found.shelf, found.wakes_at, found.is_pinned, found.unread_count) == (Shelf.INBOX, None, True, 2)
    assert listed(desk, InboxView.WAITING) == [one]


def test_what_brings_nothing_back(desk, triage, one):
    """Own answers from elsewhere, the same messages again, older ones, a profile: not a word of the customer."""
    triage.done([one])
    write(desk, 1, "o1", 5, own=True)
    write(desk, 1, "m1", -600)
    desk.archive.inbox.save_draft(one, "later")
    triage.need_no_reply([one], True)
    triage.label([one], triage.labels.make("VIP").id, True)
    assert row(desk, one).shelf is Shelf.DONE


def test_a_reply_that_was_not_sent_is_not_hidden_among_what_is_done(desk, triage, one):
    (message,) = desk.archive.outbox.enqueue(one, ["Yes"], now=desk.now)
    triage.done([one])
    desk.archive.outbox.claim(message, desk.now)
    assert row(desk, one).shelf is Shelf.DONE
    desk.archive.outbox.settle(message, SendEvent.REFUSED, failure=FailureReason.OTHER)
    assert row(desk, one).shelf is Shelf.INBOX


def test_no_reply_needed_holds_until_they_write_again(desk, triage, one):
    """failure 100: waiting is one thing, unread another"""
    triage.need_no_reply([one], True)
    found = row(desk, one)
    assert (found.is_waiting, found.unread_count) == (False, 1)
    assert listed(desk, InboxView.INBOX) == [one]
    assert listed(desk, InboxView.WAITING) == []
    desk.archive.inbox.mark_read(one)
    assert not row(desk, one).is_waiting
    write(desk, 1, "m2", 5)
    assert listed(desk, InboxView.WAITING) == [one]


def test_nothing_the_owner_does_makes_it_unread_or_answered(desk, triage, one):
    """failure 100: labels, pins, notes, drafts, restart: the marks stay what they were"""
    before = (row(desk, one).unread_count, row(desk, one).is_waiting)
    label = triage.labels.make("VIP")
    for act in (
        lambda: triage.label([one], label.id, True),
        lambda: triage.pin([one], True),
        lambda: triage.mute([one], True),
        lambda: triage.save_note(one, "Pays by invoice"),
        lambda: desk.archive.inbox.save_draft(one, "Hi"),
        lambda: triage.label([one], label.id, False),
    ):
        act()
        assert (row(desk, one).unread_count, row(desk, one).is_waiting) == before
    desk.reopen()
    assert (row(desk, one).unread_count, row(desk, one).is_waiting) == before
    desk.archive.inbox.mark_read(one)
    desk.archive.triage.label([one], label.id, True)
    desk.reopen()
    assert (row(desk, one).unread_count, row(desk, one).is_waiting) == (0, True)


def test_waiting_since_is_the_first_message_nobody_answered(desk):
    id_ = write(desk, 1, "m1", -7200)
    write(desk, 1, "o1", -7000, own=True)
    assert row(desk, id_).waiting_since is None
    write(desk, 1, "m2", -3600)
    write(desk, 1, "m3", -60)
    assert row(desk, id_).waiting_since == desk.at(-3600)
    other = write(desk, 2, "n1", -1800)
    inbox = desk.archive.inbox
    assert [c.id for c in inbox.rows(InboxView.WAITING, sort=InboxSort.LONGEST, now=desk.now)] == [id_, other]


def test_mark_unread_and_read_with_undo(desk, triage, one):
    write(desk, 1, "m2", 5)
    before = everything(desk)
    undo = triage.mark_read([one])
    assert row(desk, one).unread_count == 0
    triage.undo(undo)
    assert everything(desk) == before
    triage.mark_read([one])
    before = everything(desk)
    undo = triage.mark_unread([one])
    assert row(desk, one).unread_count == 1
    desk.without_transaction(lambda: triage.mark_unread([one]))
    triage.undo(undo)
    assert everything(desk) == before


def test_undo_of_read_does_not_bring_back_what_was_answered_meanwhile(desk, triage, one):
    undo = triage.mark_read([one])
    write(desk, 1, "o1", 60, own=True)
    triage.undo(undo)
    assert row(desk, one).unread_count == 0


def test_undo_after_a_poll_keeps_what_the_poll_brought(desk, triage, one):
    undo = triage.done([one])
    write(desk, 1, "m2", 5)
    desk.without_transaction(lambda: triage.undo(undo))
    assert (row(desk, one).shelf, row(desk, one).unread_count) == (Shelf.INBOX, 2)
    undo = triage.mark_unread([one])
    assert not undo


def test_a_label_is_made_once_and_put_on_and_off(desk, triage, one):
    vip, order = triage.labels.make("VIP"), triage.labels.make("Order")
    assert [label.colour for label in (vip, order)] == [LabelColour.RED, LabelColour.ORANGE]
    assert triage.labels.make(" vip ") == vip
    change = desk.in_one_transaction(lambda: triage.label([one], vip.id, True))
    assert change.conversations == {one}
    desk.without_transaction(lambda: triage.label([one], vip.id, True))
    assert row(desk, one).label_ids == (vip.id,)
    inbox = desk.archive.inbox
    assert [c.id for c in inbox.rows(InboxView.INBOX, label_id=vip.id, now=desk.now)] == [one]
    assert inbox.rows(InboxView.INBOX, label_id=order.id, now=desk.now) == []
    assert not triage.labels.rename(order.id, "ｖｉｐ")
    assert desk.in_one_transaction(lambda: triage.labels.rename(order.id, "Orders")).labels == {order.id}
    triage.labels.arrange([order.id])
    assert [label.name for label in triage.labels.all()] == ["Orders", "VIP"]
    triage.labels.recolour(vip.id, LabelColour.BLUE)
    assert triage.labels.use() == {vip.id: 1}


def test_a_deleted_label_comes_back_whole(desk, triage, one):
    vip = triage.labels.make("VIP")
    triage.label([one], vip.id, True)
    before = everything(desk)
    undo = triage.delete_label(vip.id)
    assert desk.last_change().labels == {vip.id}
    assert row(desk, one).label_ids == ()
    triage.undo(undo)
    assert everything(desk) == before
    undo = triage.delete_label(vip.id)
    again = triage.labels.make("VIP")
    triage.undo(undo)  # the name is taken: the new label stands
    assert triage.labels.all() == (again,)
    assert not triage.delete_label(vip.id)


def test_labels_of_absurd_length_and_with_control_characters(desk, triage):
    made = triage.labels.make("\x00a\x1b" + "b" * 100_000)
    assert made.name == "a" + "b" * 39
    assert triage.labels.make("\x00 \n") is None
    assert not triage.labels.rename(made.id, "\u202e\x07")
    for number in range(300):
        triage.labels.make(f"label {number}")
    assert len(triage.labels.all()) == 200


def test_a_note_is_cleaned_kept_and_taken_back(desk, triage, one):
    undo = triage.save_note(one, "Opens a café\x00\nin spring")
    assert triage.note(one) == "Opens a café\nin spring"
    assert desk.last_change().conversations == {one}
    desk.without_transaction(lambda: triage.save_note(one, "Opens a café\nin spring"))
    triage.undo(undo)
    assert triage.note(one) == ""
    triage.save_note(one, "x" * 1_000_000)
    assert len(triage.note(one)) == 20_000
    assert not triage.save_note(999, "nobody")


def test_acts_on_what_is_gone_do_nothing(desk, triage, one):
    """The account was disconnected while a menu was open."""
    label = triage.labels.make("VIP")
    undo = triage.done([one])
    desk.archive.accounts.remove(desk.account_id)
    for act in (
        lambda: triage.done([one]),
        lambda: triage.snooze([one], None),
        lambda: triage.mark_unread([one]),
        lambda: triage.mark_read([one]),
        lambda: triage.label([one], label.id, True),
        lambda: triage.undo(undo),
    ):
        desk.without_transaction(act)


def test_a_bulk_act_is_one_transaction_with_one_change_and_one_undo(desk, triage):
    ids = [write(desk, number, f"m{number}", -600 - number) for number in range(120)]
    label = triage.labels.make("VIP")
    before = everything(desk)
    acts = (
        lambda: triage.done(ids),
        lambda: triage.snooze(ids, desk.now + HOUR),
        lambda: triage.mark_read(ids),
        lambda: triage.pin(ids, True),
        lambda: triage.need_no_reply(ids, True),
        lambda: triage.label(ids, label.id, True),
    )
    for act in acts:
        statements = desk.archive.statistics.statements
        kept = []
        change = desk.in_one_transaction(lambda act=act, kept=kept: kept.append(act()))
        assert change.conversations == set(ids)
        assert desk.archive.statistics.statements - statements < 12
        desk.in_one_transaction(lambda kept=kept: triage.undo(kept[0]))
        assert everything(desk) == before


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_acts_and_polls_equals_a_fresh_count_and_undo_restores(desk, triage, seed):
    """Views and counters are what a scan over the rows gives; Undo right after an act restores everything."""
    chance = random.Random(seed)
    ids = [write(desk, number, f"m{number}", -chance.randrange(60, 90_000)) for number in range(12)]
    labels = [triage.labels.make(name).id for name in ("VIP", "Order")]
    moment = 0
    for step in range(40):
        some = chance.sample(ids, chance.randrange(1, 5))
        acts = (
            lambda s=some: triage.done(s),
            lambda s=some: triage.back(s),
            lambda s=some: triage.snooze(s, chance.choice([None, desk.now + chance.randrange(-1, 5) * HOUR])),
            lambda s=some: triage.pin(s, chance.random() < 0.5),
            lambda s=some: triage.mute(s, chance.random() < 0.5),
            lambda s=some: triage.need_no_reply(s, chance.random() < 0.5),
            lambda s=some: triage.mark_read(s),
            lambda s=some: triage.mark_unread(s),
            lambda s=some: triage.label(s, chance.choice(labels), chance.random() < 0.6),
            lambda s=some: triage.save_note(s[0], chance.choice(["", "a", "b"])),
        )
        if chance.random() < 0.35:
            moment += chance.randrange(1, 50)
            files = chance.choices((AttachmentKind.IMAGE, AttachmentKind.VIDEO), k=chance.randrange(3))
            write(desk, chance.randrange(12), f"x{step}", moment, own=chance.random() < 0.3, files=files)
            triage.wake(desk.now + chance.randrange(0, 6) * HOUR)
        else:
            before = everything(desk)
            undo = chance.choice(acts)()
            if chance.random() < 0.5:
                triage.undo(undo)
                assert everything(desk) == before
        if step % 4 == 3:
            check(desk, ids)


def check(desk, ids):
    inbox, now = desk.archive.inbox, desk.now
    rows = inbox.by_ids(ids)
    for conversation in rows:
        messages = desk.archive.timeline.newest(conversation.id, 100)
        assert conversation.unread_count == sum(m.is_unread for m in messages)
        theirs = bool(messages) and messages[-1].direction.value == "in"
        away = conversation.shelf is not Shelf.INBOX or conversation.needs_no_reply
        assert conversation.is_waiting == (theirs and not away)
        photos = [a for m in messages for a in m.attachments if a.kind is AttachmentKind.IMAGE and not a.is_sticker]
        assert conversation.has_photos == bool(photos)
        words = [m for m in messages if m.kind is not MessageKind.UNSENT and m.delivery is not Delivery.FAILED]
        assert conversation.is_answered_elsewhere == (bool(words) and words[-1].origin is Origin.ELSEWHERE)
        noted = desk.archive.timeline.events(conversation.id)
        assert noted == sorted(noted, key=lambda event: (event.at, event.id))
    for view in InboxView:
        for chip in InboxFilter:
            found = [c for c in rows if inbox.matches(c, view, chip, now)]
            for sort in InboxSort:
                found.sort(key=lambda c, v=view, s=sort: inbox.sort_key(c, v, now, sort=s))
                if view is InboxView.WAITING and sort is InboxSort.WAKES:
                    continue
                assert inbox.rows(view, chip, sort=sort, now=now) == found
        counts = inbox.counts(view=view, now=now)
        assert counts.total == len(inbox.rows(view, now=now))
        assert counts.unread == len(inbox.rows(view, InboxFilter.UNREAD, now=now))
        for only in InboxOnly:
            found = [[c for c in rows if inbox.matches(c, view, chip, now, only=only)] for chip in InboxFilter]
            for chip, those in zip(InboxFilter, found, strict=True):
                those.sort(key=lambda c, v=view: inbox.sort_key(c, v, now))
                assert inbox.rows(view, chip, only=only, now=now) == those
                assert inbox.rows(view, chip, only=only, account_id=desk.account_id, now=now) == those
            narrowed = inbox.counts(view=view, only=only, now=now)
            numbers = [narrowed.total, narrowed.unread, narrowed.waiting, narrowed.closing_soon]
            assert numbers == [len(those) for those in found]


def test_an_empty_undo_is_false():
    assert not Undo(TriageAct.DONE)


def test_what_was_finished_and_what_comes_back(desk, triage, one):
    two = write(desk, 2, "n1", -300)
    start = desk.now - HOUR
    triage.done([one])
    triage.snooze([two], desk.now + HOUR)
    inbox = desk.archive.inbox
    assert inbox.done_since(start) == inbox.done_since(start, desk.account_id) == 1
    assert inbox.done_since(desk.now + HOUR) == 0
    assert inbox.next_back(desk.now + HOUR * 2) == (1, desk.now + HOUR)
    assert inbox.next_back(desk.now + HOUR, desk.account_id) == (0, None)


def events(desk, conversation_id):
    return desk.archive.timeline.events(conversation_id)


def test_what_was_labelled_and_snoozed_stands_between_the_messages(desk, triage, one):
    vip = triage.labels.make("VIP")
    triage.label([one], vip.id, True)
    desk.in_one_transaction(lambda: triage.snooze([one], desk.now + HOUR))
    write(desk, 1, "m2", 60)
    triage.snooze([one], None)
    found = events(desk, one)
    assert [event.kind.value for event in found] == ["labelled", "snoozed", "snoozed"]
    assert (found[0].label_name, found[0].label_colour) == ("VIP", vip.colour)
    assert [event.wakes_at for event in found[1:]] == [desk.now + HOUR, None]
    desk.reopen()
    assert events(desk, one) == found, "they survive a restart"


def test_a_line_goes_by_the_name_that_its_label_has_today_or_had_at_last(desk, triage, one):
    vip = triage.labels.make("VIP")
    triage.label([one], vip.id, True)
    triage.labels.rename(vip.id, "Friends")
    assert events(desk, one)[0].label_name == "Friends"
    undo = triage.delete_label(vip.id)
    assert events(desk, one)[0].label_name == "VIP"
    triage.undo(undo)
    assert events(desk, one)[0].label_name == "Friends"


def test_a_line_stands_after_what_was_written_whatever_the_clock_says(desk, triage, one, clock):
    """failure: the computer's clock is behind by a day"""
    clock.advance(days=-1)
    triage.snooze([one], None)
    assert events(desk, one)[0].at >= row(desk, one).last_activity_at


def test_a_label_that_was_put_on_by_mistake_leaves_no_line(desk, triage, one):
    vip = triage.labels.make("VIP")
    triage.label([one], vip.id, True)
    before = everything(desk)
    undo = triage.label([one], vip.id, False)
    assert events(desk, one) == []
    triage.undo(undo)
    assert everything(desk) == before
    write(desk, 1, "m2", 60)
    triage.label([one], vip.id, False)
    assert len(events(desk, one)) == 1, "what was there while they wrote is told"


def test_what_moves_nothing_writes_no_line(desk, triage, one):
    triage.snooze([one], desk.now - HOUR)
    assert events(desk, one) == [], "a snooze that is over was none"
    triage.snooze([one], None)
    triage.pin([one], True)
    triage.mute([one], True)
    triage.snooze([one], None)
    assert len(events(desk, one)) == 1


def test_undo_leaves_the_line_of_a_snooze_that_ended_since(desk, triage, one):
    undo = triage.snooze([one], desk.now + HOUR)
    write(desk, 1, "m2", 60)
    triage.undo(undo)
    assert len(events(desk, one)) == 1, "it was snoozed until they wrote"


def test_what_is_known_of_photos_follows_every_change(desk, triage, one):
    write(desk, 1, "m2", 10, files=(AttachmentKind.IMAGE,))
    assert row(desk, one).has_photos
    ids = {message.remote_id: message.id for message in desk.archive.timeline.newest(one, 10)}
    with desk.archive._database.transaction() as tx:
        tx.write("update attachment set kind = 'file' where message_id = ?", (ids["m2"],))
        tx.conversation(one)
    assert not row(desk, one).has_photos
    with desk.archive._database.transaction() as tx:
        tx.write("update attachment set kind = 'image' where message_id = ?", (ids["m2"],))
        tx.write("delete from message where id = ?", (ids["m2"],))
        tx.conversation(one)
    assert not row(desk, one).has_photos


def test_an_older_archive_is_looked_over_beside_the_work(desk, triage, one):
    two = write(desk, 2, "n1", -300, files=(AttachmentKind.IMAGE,))
    three = write(desk, 3, "o1", -200, own=True)
    before = desk.archive.inbox.by_ids([one, two, three])
    assert not desk.archive.look_over()
    with desk.archive._database.transaction() as tx:
        tx.write("update conversation set has_photos = null, answered_elsewhere = null")
    assert not any(c.has_photos or c.is_answered_elsewhere for c in desk.archive.inbox.by_ids([one, two, three]))
    change = desk.in_one_transaction(lambda: desk.archive.look_over())
    assert change.conversations == {two, three}
    assert desk.archive.inbox.by_ids([one, two, three]) == before
    desk.without_transaction(lambda: desk.archive.look_over())
