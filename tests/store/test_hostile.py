"""Answers that are wrong in ways a server can be wrong: nothing archived is lost, no reply goes out twice."""

import itertools
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igdesk.domain.account import Flavour
from igdesk.domain.message_kinds import Delivery, MessageKind, Origin
from igdesk.domain.outbox import READS_TO_GIVE_UP, SendEvent
from igdesk.domain.snapshot import AccountSnapshot, ConversationSnapshot, PersonSnapshot


def send(desk, text, event=SendEvent.OUTCOME_UNKNOWN):
    (id_,) = desk.archive.outbox.enqueue(desk.conversation_id, [text], now=desk.now)
    assert desk.archive.outbox.claim(id_, desk.now)
    desk.archive.outbox.settle(id_, event)
    return id_


def reply(desk, id_):
    return desk.archive.timeline.by_ids([id_])[0]


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -60), is_complete=True)
    return desk


@pytest.fixture
def long_chat(desk):
    """A conversation of which the archive holds far more than Instagram hands out."""
    desk.history = [desk.said(f"m{n:03}", n - 4000, f"text {n}") for n in range(100)]
    for end in range(20, 101, 20):
        desk.read(*desk.history[end - 20 : end])
    return desk


# What must never be erased


@pytest.mark.parametrize("shown", [1, 5, 19, 20])
def test_an_answer_that_calls_itself_complete_erases_nothing_old(long_chat, shown):
    """failure 60: an answer that ends without a cursor says nothing about what Instagram no longer hands out."""
    page = long_chat.history[-shown:]
    for started in (10, 50, 90):
        long_chat.read(*page, started=started, is_complete=True)
    kinds = [message.kind for message in long_chat.messages]
    assert MessageKind.UNSENT not in kinds[:80]
    long_chat.read(*long_chat.history[-20:], started=130)
    assert long_chat.texts() == [f"text {n}" for n in range(100)], "and what seemed to be missing comes back"


@pytest.mark.parametrize("year", [2010, 2015, 2026])
def test_a_wrong_date_erases_nothing(long_chat, year):
    """failure 55"""
    wrong = datetime(year, 1, 1, tzinfo=UTC)
    for started in (10, 50, 90):
        long_chat.read(long_chat.said("odd", 0, "odd", created_at=wrong), *long_chat.history[-19:], started=started)
    assert [t for t in long_chat.texts() if t != "odd"] == [f"text {n}" for n in range(100)]


def test_the_message_at_the_edge_of_what_is_handed_out_is_not_missed(long_chat):
    """failure 53: a new message pushes the oldest one out of every answer."""
    for number, started in ((100, 10), (101, 50), (102, 90)):
        long_chat.history.append(long_chat.said(f"m{number}", number - 4000, f"text {number}"))
        long_chat.read(*long_chat.history[-20:], started=started, is_complete=True)
    assert MessageKind.UNSENT not in [message.kind for message in long_chat.messages]


# Dates that would hide what is new


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=3), timedelta(days=20_000)])
def test_a_conversation_dated_ahead_is_read_again_when_it_changes(chat, ahead):
    """failure 55: nothing newer than the read itself can have been read."""
    chat.read(chat.said("m1", -60), updated_at=chat.at(ahead.total_seconds()))
    chat.clock.advance(minutes=5)
    entry = chat.page(updated_at=chat.at(-10))
    assert chat.archive.ingest.inbox_page(chat.account_id, chat.listed(entry))


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=20_000)])
def test_a_message_of_the_far_future_takes_the_date_of_its_neighbour(chat, ahead):
    """failure 55"""
    chat.read(chat.said("m1", -60), chat.said("m2", ahead.total_seconds()))
    assert chat.message("m2").sent_at == chat.message("m1").sent_at
    assert chat.conversation.last_inbound_at == chat.message("m1").sent_at, "no window is open for years"
    chat.clock.advance(minutes=5)
    assert chat.archive.ingest.inbox_page(chat.account_id, chat.listed(chat.page(updated_at=chat.at(-10))))
    chat.read(chat.said("m1", -360), chat.said("m2", -350, "a date at last"), started=1)
    assert chat.message("m2").sent_at == chat.at(-350)


def test_an_entry_without_a_date_may_be_new(chat):
    """failure 60"""
    (stale,) = chat.archive.ingest.inbox_page(chat.account_id, chat.listed(chat.page(updated_at=None)))
    assert stale.updated_at is None


# Pages in odd orders


@given(order=st.permutations(range(5)))
@settings(max_examples=30)
def test_a_page_in_any_order_is_the_same_conversation(new_desk, order):
    """failure 55: gaps and neighbours come from the dates, whatever order an answer has."""
    straight, odd = new_desk(), new_desk()
    for desk in (straight, odd):
        desk.read(desk.said("old", -5000))
    odd.clock = straight.clock
    page = [straight.said(f"m{n}", n * 10 - 1000, str(n)) for n in range(5)]
    straight.read(*page)
    odd.read(*[page[place] for place in order])
    assert [(m.remote_id, m.has_gap_before) for m in odd.messages] == [
        (m.remote_id, m.has_gap_before) for m in straight.messages
    ]
    assert [m.remote_id for m in odd.messages if m.has_gap_before] == ["m0"]


# Echoes that are not letter by letter what was written

ECHOES = {
    "trimmed": ("  Yes, please.\n\n", "Yes, please."),
    "composed": ("Cafe\u0301 a\u0300 la carte", "Café à la carte"),
    "decomposed": ("Café à la carte", "Cafe\u0301 a\u0300 la carte"),
    "quotes": ("It's “fine” – isn't it…", 'It’s "fine" - isn’t it...'),
    "emoji form": ("I ❤\ufe0f it", "I ❤ it"),
    "hard spaces": ("10\u00a0000\u202f€", "10 000 €"),
    "marks": ("\u200fשלום\u200f", "שלום"),
    "line ends": ("one\r\ntwo", "one\ntwo"),
}


@pytest.mark.parametrize(("written", "shown"), ECHOES.values(), ids=ECHOES.keys())
def test_an_echo_in_another_form_is_the_reply(chat, written, shown):
    """failure 33, failure 47"""
    id_ = send(chat, written)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, shown), started=5)
    assert [(m.id, m.remote_id, m.delivery) for m in chat.messages if m.is_own] == [(id_, "r1", Delivery.SENT)]
    assert not reply(chat, id_).is_edited


@pytest.mark.parametrize("shown", ["Yes", "no", "Yes, please. And one more thing", "YES, PLEASE"])
def test_other_words_are_no_echo(chat, shown):
    """failure 33"""
    id_ = send(chat, "Yes, please")
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, shown), started=5)
    assert reply(chat, id_).delivery is Delivery.UNCERTAIN
    assert chat.message("r1").origin is Origin.ELSEWHERE


def test_a_reply_with_a_link_may_come_back_with_its_preview(chat):
    """failure 33, failure 37"""
    from igdesk.domain.attachment import AttachmentKind
    from igdesk.domain.snapshot import AttachmentSnapshot

    card = AttachmentSnapshot("card", AttachmentKind.IMAGE, url="https://scontent.cdninstagram.com/x.jpg")
    id_ = send(chat, "Look: https://example.org")
    echo = chat.answered("r1", 1, "Look: https://example.org", attachments=(card,))
    chat.read(chat.said("m1", -60), echo, started=5)
    assert [m.id for m in chat.messages if m.is_own] == [id_]
    assert reply(chat, id_).delivery is Delivery.SENT


# Late echoes


def not_confirmed(chat, text):
    id_ = send(chat, text)
    for read in range(READS_TO_GIVE_UP):
        chat.read(chat.said("m1", -60), started=10 * (read + 1))
    assert reply(chat, id_).delivery is Delivery.FAILED
    return id_


def test_an_echo_that_comes_while_the_reply_waits_to_be_sent_again_keeps_it_from_being_sent_twice(chat):
    """failure 33, failure 45: "Try again" was pressed, and then Instagram shows that it had arrived."""
    id_ = not_confirmed(chat, "Yes")
    assert chat.archive.outbox.send_again(id_, chat.at(60))
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=61)
    assert [(m.id, m.remote_id, m.delivery) for m in chat.messages if m.is_own] == [(id_, "r1", Delivery.SENT)]
    assert chat.archive.outbox.next_item(chat.account_id, chat.at(100)) is None
    assert chat.archive.outbox.items() == []
    assert chat.conversation.pending_count == 0


def test_a_reply_that_surely_did_not_leave_is_not_taken_for_sent(chat):
    """failure 43: the same word from the phone is another message."""
    (id_,) = chat.archive.outbox.enqueue(chat.conversation_id, ["Yes"], now=chat.now)
    chat.archive.outbox.claim(id_, chat.now)
    chat.archive.outbox.settle(id_, SendEvent.NOT_PROCESSED)
    chat.read(chat.said("m1", -60), chat.answered("p1", 1, "Yes"), started=5)
    assert reply(chat, id_).delivery is Delivery.QUEUED
    assert chat.message("p1").origin is Origin.ELSEWHERE


def test_after_a_second_attempt_the_first_one_is_forgotten(chat):
    """failure 33: the second attempt needs reads of its own."""
    id_ = not_confirmed(chat, "Yes")
    chat.archive.outbox.send_again(id_, chat.at(60))
    assert chat.archive.outbox.claim(id_, chat.at(60))
    chat.archive.outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
    assert chat.archive.outbox.get(id_).reads_without_echo == 0
    chat.read(chat.said("m1", -60), started=70)
    assert reply(chat, id_).delivery is Delivery.UNCERTAIN


# Clocks


@pytest.mark.parametrize("ahead_s", [120, 3600, 86_400])
def test_a_clock_that_ran_ahead_when_a_reply_left_does_not_hide_its_echo(chat, ahead_s):
    """failure 33: the computer's clock was wrong, and was put right before the conversation was read."""
    chat.clock.advance(seconds=ahead_s)
    id_ = send(chat, "Yes")
    chat.clock.advance(seconds=-ahead_s)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=5)
    assert [(m.id, m.remote_id, m.delivery) for m in chat.messages if m.is_own] == [(id_, "r1", Delivery.SENT)]


def test_a_clock_that_ran_ahead_does_not_keep_a_reply_uncertain(chat):
    """failure 33"""
    chat.clock.advance(hours=5)
    id_ = send(chat, "Yes")
    chat.clock.advance(hours=-5)
    for started in (10, 20):
        chat.read(chat.said("m1", -60), started=started)
    assert reply(chat, id_).delivery is Delivery.FAILED


def test_a_read_that_a_wrong_clock_dated_does_not_keep_a_reply_uncertain(chat):
    """failure 33: the clock was put right after the first read for it."""
    chat.clock.advance(hours=5)
    id_ = send(chat, "Yes")
    chat.read(chat.said("m1", -60 - 5 * 3600), started=10)
    assert reply(chat, id_).delivery is Delivery.UNCERTAIN
    chat.clock.advance(hours=-5)
    chat.read(chat.said("m1", -60), started=20)
    assert reply(chat, id_).delivery is Delivery.FAILED


def test_with_a_wrong_clock_what_was_known_before_is_still_no_echo(chat):
    """failure 33: Instagram's dates are what is left to go by."""
    chat.clock.advance(hours=5)
    id_ = send(chat, "Yes")
    chat.clock.advance(hours=-5)
    chat.read(chat.answered("before", -300, "Yes"), chat.said("m1", -60), started=5)
    assert reply(chat, id_).delivery is Delivery.UNCERTAIN


def test_an_echo_is_left_alone_while_a_misdated_request_is_under_way(chat):
    """failure 47"""
    chat.clock.advance(hours=1)
    (id_,) = chat.archive.outbox.enqueue(chat.conversation_id, ["Yes"], now=chat.now)
    chat.archive.outbox.claim(id_, chat.now)
    chat.clock.advance(hours=-1)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=2)
    assert len([m for m in chat.messages if m.is_own]) == 1
    chat.archive.outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=9)
    assert [(m.id, m.delivery) for m in chat.messages if m.is_own] == [(id_, Delivery.SENT)]


def test_a_waiting_time_set_by_a_wrong_clock_does_not_last_for_days(chat):
    """failure 34: a reply waits seconds, whatever the clock said when it was put off."""
    chat.clock.advance(days=30)
    (id_,) = chat.archive.outbox.enqueue(chat.conversation_id, ["Yes"], now=chat.now)
    chat.archive.outbox.claim(id_, chat.now)
    chat.archive.outbox.settle(id_, SendEvent.NOT_PROCESSED, not_before=chat.at(4))
    chat.clock.advance(days=-30)
    assert chat.archive.outbox.next_item(chat.account_id, chat.now) is not None
    assert chat.archive.outbox.claim(id_, chat.now) is not None


# Two accounts that share ids


def test_accounts_do_not_mix_whatever_ids_instagram_gives_them(desk):
    """failure 20, failure 44: the same conversation, message and customer ids on both sides."""
    other_me = PersonSnapshot("17841400000000999", "southwind")
    other = desk.archive.accounts.add(
        AccountSnapshot(other_me.remote_id, "5550002", other_me.remote_id, Flavour.INSTAGRAM, other_me.username),
        connected_at=desk.at(-86_400),
    )
    desk.read(desk.said("m1", -60, "to the first"))
    theirs = ConversationSnapshot(
        "thread-1",
        desk.now,
        (other_me, desk.lena),
        (desk.said("m1", -60, "to the second", recipients=(other_me,)),),
    )
    result = desk.archive.ingest.conversation(other, theirs, read_started_at=desk.now)
    first, second = desk.conversation_id, result.conversation_id
    assert first != second
    (id_,) = desk.archive.outbox.enqueue(first, ["mine"], now=desk.now)
    desk.archive.outbox.claim(id_, desk.now)
    desk.archive.outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
    echo = desk.answered("r1", 1, "mine", sender=other_me, recipients=(desk.lena,))
    desk.archive.ingest.conversation(
        other, ConversationSnapshot("thread-1", desk.now, (other_me, desk.lena), (echo,)), read_started_at=desk.at(5)
    )
    assert reply(desk, id_).delivery is Delivery.UNCERTAIN, "what another account wrote is no echo"
    assert desk.texts() == ["to the first", "mine"]
    assert [m.text for m in desk.archive.timeline.newest(second, 9)] == ["to the second", "mine"]
    desk.archive.accounts.remove(other)
    assert desk.texts() == ["to the first", "mine"]


def test_a_customer_whose_id_changes_keeps_the_conversation_and_the_frozen_recipient(chat):
    """failure 44, failure 76"""
    chat.archive.inbox.save_draft(chat.conversation_id, "not yet")
    (id_,) = chat.archive.outbox.enqueue(chat.conversation_id, ["Yes"], now=chat.now)
    changed = PersonSnapshot("112233", "lena.bakes")
    chat.read(chat.said("m1", -60), chat.said("m2", 1, sender=changed), participants=(chat.shop, changed))
    assert chat.conversation.participant.igsid == "112233"
    assert chat.archive.outbox.get(id_).recipient_id == chat.lena.remote_id, "it was written to that person"
    assert chat.texts()[0] == "hello"
    (new,) = chat.archive.outbox.enqueue(chat.conversation_id, ["Now"], now=chat.now)
    assert chat.archive.outbox.get(new).recipient_id == "112233"


# Time zones


def test_the_archive_knows_no_time_zone(new_desk, monkeypatch):
    """failure 55: the same reads under any zone of the computer, also where the clocks are set back."""
    seen = set()
    for zone in ("UTC", "America/St_Johns", "Pacific/Apia", "Europe/Berlin"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        desk = new_desk()
        night = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, twice
        for hour in range(3):
            desk.read(desk.said(f"m{hour}", 0, created_at=night + timedelta(hours=hour)))
        desk.reopen()
        seen.add(tuple((m.remote_id, m.sent_at) for m in desk.messages))
    monkeypatch.delenv("TZ")
    time.tzset()
    assert len(seen) == 1
    assert all(one < other for one, other in itertools.pairwise([moment for _, moment in seen.pop()]))
