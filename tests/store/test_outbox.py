"""The outbox: order, recipient, and a send machine that never sends twice and never loses a reply."""

import shutil
from datetime import timedelta

import pytest

from igdesk.domain.message_kinds import Delivery, Origin
from igdesk.domain.outbox import MAX_ATTEMPTS, FailureReason, SendEvent, transition
from igdesk.store.archive import Archive

STATES = [Delivery.QUEUED, Delivery.SENDING, Delivery.UNCERTAIN, Delivery.SENT, Delivery.FAILED]


@pytest.fixture
def chat(desk):
    """A desk with a customer who just wrote."""
    desk.read(desk.said("m1", -60), is_complete=True)
    desk.outbox = desk.archive.outbox
    return desk


def queue(desk, *texts):
    return desk.archive.outbox.enqueue(desk.conversation_id, texts, now=desk.now)


def claim_next(desk):
    item = desk.archive.outbox.next_item(desk.account_id, desk.now)
    return item and desk.archive.outbox.claim(item.message_id, desk.now)


def states(desk):
    return [message.delivery for message in desk.messages if message.origin is Origin.HERE]


def bring_to(desk, delivery, failure=FailureReason.REFUSED_WINDOW_UNSURE):
    """A reply in the given state."""
    (id_,) = queue(desk, "a reply")
    outbox = desk.archive.outbox
    if delivery is Delivery.QUEUED:
        return id_
    assert outbox.claim(id_, desk.now)
    match delivery:
        case Delivery.SENT:
            assert outbox.settle(id_, SendEvent.ACCEPTED)
        case Delivery.UNCERTAIN:
            assert outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
        case Delivery.FAILED:
            assert outbox.settle(id_, SendEvent.REFUSED, failure=failure)
    return id_


def test_a_reply_is_one_transaction_that_clears_the_draft(chat):
    chat.archive.inbox.save_draft(chat.conversation_id, "Yes, it")
    change = chat.in_one_transaction(lambda: queue(chat, "Yes, it is.", "Shall I keep it?"))
    assert len(change.added) == 2
    assert change.conversations == {chat.conversation_id}
    assert not change.arrived
    assert chat.conversation.draft == ""
    assert chat.conversation.pending_count == 2
    assert not chat.conversation.is_waiting
    assert chat.conversation.preview.text == "Shall I keep it?"
    first, second = chat.messages[1:]
    assert (first.part, second.part) == ((1, 2), (2, 2))
    assert first.delivery is Delivery.QUEUED
    assert not first.has_gap_before
    assert chat.outbox.queued_count() == 2


def test_nothing_is_queued_without_a_recipient_or_a_text(desk):
    """failure 68, failure 44"""
    desk.read(desk.said("m1", -9, sender=None), participants=())
    desk.without_transaction(lambda: queue(desk, "hello"))
    assert not desk.conversation.can_reply


def test_an_empty_reply_is_not_queued(chat):
    chat.without_transaction(lambda: queue(chat, "", "  \n"))


def test_the_recipient_is_frozen_when_the_reply_is_queued(chat):
    """failure 44: the other side gets another id while the reply waits"""
    queue(chat, "for Lena")
    other = type(chat.lena)("111", "someone.else")
    chat.read(chat.said("m2", 0, sender=other), participants=(chat.shop, other))
    assert chat.conversation.participant.igsid == "111"
    assert chat.outbox.next_item(chat.account_id, chat.now).recipient_id == chat.lena.remote_id


@pytest.mark.parametrize("delivery", STATES)
@pytest.mark.parametrize("event", list(SendEvent))
def test_the_store_follows_the_send_machine_for_every_state_and_event(chat, delivery, event):
    """failure 43: every pair does what the table says, and nothing where it says nothing"""
    id_ = bring_to(chat, delivery)
    attempts = 0 if delivery is Delivery.QUEUED else 1
    present = FailureReason.REFUSED_WINDOW_UNSURE if delivery is Delivery.FAILED else FailureReason.NONE
    expected = transition(delivery, event, attempts=attempts, failure=present)
    if expected is None:
        chat.without_transaction(lambda: chat.outbox.settle(id_, event))
        assert chat.messages[-1].delivery is delivery
        return
    assert chat.outbox.settle(id_, event)
    assert chat.messages[-1].delivery is expected.delivery
    assert chat.messages[-1].failure == expected.failure.value
    item = chat.outbox.get(id_)
    assert item is None or item.attempts == expected.attempts


def test_a_claim_is_given_once(chat):
    """failure 45: two windows, or a sender that was started twice"""
    queue(chat, "once")
    item = claim_next(chat)
    assert item.attempts == 1
    assert item.delivery is Delivery.SENDING
    assert item.started_at == chat.now
    chat.without_transaction(lambda: chat.outbox.claim(item.message_id, chat.now))
    assert chat.outbox.claim(item.message_id, chat.now) is None
    assert claim_next(chat) is None


def test_a_reply_that_is_settled_twice_changes_once(chat):
    queue(chat, "once")
    id_ = claim_next(chat).message_id
    assert chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="mid.1")
    chat.without_transaction(lambda: chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="mid.2"))
    chat.without_transaction(lambda: chat.outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN))
    assert chat.message("mid.1").delivery is Delivery.SENT


def test_one_reply_of_a_conversation_is_under_way_at_a_time_in_the_order_of_writing(chat):
    first, second, third = queue(chat, "one", "two", "three")
    assert claim_next(chat).message_id == first
    assert chat.outbox.next_item(chat.account_id, chat.now) is None
    assert chat.outbox.claim(second, chat.now) is None, "not even by its id"
    chat.outbox.settle(first, SendEvent.ACCEPTED, remote_id="r1")
    assert claim_next(chat).message_id == second
    chat.outbox.settle(second, SendEvent.OUTCOME_UNKNOWN)
    assert chat.outbox.next_item(chat.account_id, chat.now) is None, "its fate decides whether the next may go"
    assert chat.outbox.next_due(chat.account_id) is None
    assert [item.message_id for item in chat.outbox.uncertain(chat.account_id)] == [second]
    assert chat.texts()[1:] == ["one", "two", "three"]
    assert third


def test_other_conversations_go_on(chat):
    queue(chat, "one")
    claim_next(chat)
    max_ = type(chat.lena)("222", "max")
    chat.archive.ingest.conversation(
        chat.account_id,
        chat.page(chat.said("x1", -5, sender=max_), remote_id="thread-2", participants=(chat.shop, max_)),
        read_started_at=chat.now,
    )
    other = chat.archive.inbox.find(chat.account_id, "thread-2")
    chat.archive.outbox.enqueue(other, ["hi Max"], now=chat.now)
    assert claim_next(chat).recipient_id == "222"


def test_a_reply_that_waits_for_time_holds_back_those_behind_it(chat):
    """failure 34: the order stays"""
    first, second = queue(chat, "one", "two")
    claim_next(chat)
    later = chat.at(30)
    chat.outbox.settle(first, SendEvent.NOT_PROCESSED, not_before=later)
    assert chat.messages[1].retry_at == later
    assert chat.outbox.next_item(chat.account_id, chat.now) is None
    assert chat.outbox.claim(second, chat.now) is None
    assert chat.outbox.next_due(chat.account_id) == later
    chat.clock.advance(seconds=30)
    assert claim_next(chat).message_id == first


def test_a_failed_reply_does_not_hold_back_the_rest(chat):
    (first,) = queue(chat, "one")
    (second,) = queue(chat, "two")
    claim_next(chat)
    chat.outbox.settle(
        first, SendEvent.REFUSED, failure=FailureReason.OTHER_APP, failure_code="100/2534037", failure_words="No"
    )
    assert claim_next(chat).message_id == second
    failed = chat.messages[1]
    assert (failed.failure, failed.failure_code, failed.failure_words) == ("other_app", "100/2534037", "No")
    assert chat.conversation.failed_count == 1


def test_a_refused_token_is_no_attempt(chat):
    """failure 1"""
    queue(chat, "one")
    item = claim_next(chat)
    chat.outbox.settle(item.message_id, SendEvent.TOKEN_REFUSED)
    assert chat.outbox.get(item.message_id).attempts == 0
    assert states(chat) == [Delivery.QUEUED]


def test_attempts_end(chat):
    (id_,) = queue(chat, "one")
    for _ in range(MAX_ATTEMPTS):
        assert claim_next(chat)
        assert chat.outbox.settle(id_, SendEvent.NOT_PROCESSED, not_before=chat.now)
    assert states(chat) == [Delivery.FAILED]
    assert chat.messages[-1].failure == "temporary"
    assert claim_next(chat) is None


def test_a_closed_window_fails_without_a_call(chat):
    """failure 21"""
    (id_,) = queue(chat, "too late")
    assert chat.outbox.settle(id_, SendEvent.WINDOW_CLOSED)
    assert chat.messages[-1].failure == "window_closed"
    assert chat.messages[-1].text == "too late"


def test_the_customer_still_waits_when_the_reply_failed(chat):
    queue(chat, "no")
    assert not chat.conversation.is_waiting
    chat.outbox.settle(claim_next(chat).message_id, SendEvent.REFUSED, failure=FailureReason.RECIPIENT)
    assert chat.conversation.is_waiting


def test_sending_again_puts_the_reply_at_the_end(chat):
    (first,) = queue(chat, "one")
    queue(chat, "two")
    chat.outbox.settle(claim_next(chat).message_id, SendEvent.REFUSED, failure=FailureReason.OTHER)
    chat.read(chat.said("m1", -60), chat.said("m2", 5))
    chat.clock.advance(seconds=1)
    assert chat.outbox.send_again(first)
    assert chat.texts()[-1] == "one"
    assert chat.messages[-1].failure == ""
    assert [item.text for item, _ in chat.outbox.items()] == ["two", "one"]
    assert claim_next(chat).text == "two"
    chat.without_transaction(lambda: chat.outbox.send_again(first))


def test_only_the_rest_of_the_same_reply_is_stopped(chat):
    first, rest = queue(chat, "a1", "a2")
    queue(chat, "b1", "b2")
    chat.outbox.settle(claim_next(chat).message_id, SendEvent.REFUSED, failure=FailureReason.OTHER)
    failed = {message.text: message.failure for message in chat.messages if message.delivery is Delivery.FAILED}
    assert failed == {"a1": "other", "a2": "part_before"}
    assert claim_next(chat).text == "b1"
    assert chat.outbox.send_again(rest), "the person may want it alone"
    assert [item.text for item, _ in chat.outbox.items()] == ["a1", "b1", "b2", "a2"]
    assert chat.outbox.send_again(first)
    assert [item.text for item, _ in chat.outbox.items()] == ["b1", "b2", "a2", "a1"]


def test_a_closed_window_is_told_of_each_part(chat):
    first, rest = queue(chat, "a1", "a2")
    assert chat.outbox.settle(first, SendEvent.WINDOW_CLOSED)
    assert chat.outbox.get(rest).delivery is Delivery.QUEUED
    assert chat.outbox.settle(rest, SendEvent.WINDOW_CLOSED)


@pytest.mark.parametrize("delivery", STATES)
def test_only_what_is_surely_not_under_way_can_be_removed(chat, delivery):
    id_ = bring_to(chat, delivery)
    if delivery in (Delivery.QUEUED, Delivery.FAILED):
        change = chat.in_one_transaction(lambda: chat.archive.removing.remove(id_))
        assert change.removed == {id_}
        assert chat.texts() == ["hello"]
        assert chat.conversation.pending_count == chat.conversation.failed_count == 0
        assert chat.conversation.is_waiting
    else:
        chat.without_transaction(lambda: chat.archive.removing.remove(id_))
        assert len(chat.messages) == 2


def test_an_id_is_never_given_out_twice(chat):
    (first,) = queue(chat, "one")
    chat.archive.removing.remove(first)
    (second,) = queue(chat, "two")
    assert second > first


def test_a_reply_taken_back_becomes_the_draft(chat):
    """failure 93"""
    (id_,) = queue(chat, "not yet")
    chat.archive.inbox.save_draft(chat.conversation_id, "more")
    change = chat.in_one_transaction(lambda: chat.outbox.take_back(id_))
    assert change.removed == {id_}
    assert change.conversations == {chat.conversation_id}
    assert chat.conversation.draft == "not yet\nmore"
    chat.without_transaction(lambda: chat.outbox.take_back(id_))


def test_the_outbox_shows_items_with_their_conversation(chat):
    queue(chat, "one", "two")
    items = chat.outbox.items()
    assert [(item.text, conversation.id) for item, conversation in items] == [
        ("one", chat.conversation_id),
        ("two", chat.conversation_id),
    ]


def test_a_quoted_message_is_named_by_its_id_at_instagram(chat):
    quoted = chat.message("m1")
    chat.outbox.enqueue(chat.conversation_id, ["this one"], now=chat.now, quoted=quoted.id)
    assert claim_next(chat).quoted_remote_id == "m1"
    assert chat.messages[-1].quote.message_id == quoted.id
    assert chat.messages[-1].quote.text == "hello"


def test_a_refusal_ends_with_a_reply_that_goes_through(chat):
    """failure 28"""
    chat.archive.ingest.reply_refusal(chat.conversation_id, "other_app")
    assert chat.conversation.reply_refusal == "other_app"
    chat.without_transaction(lambda: chat.archive.ingest.reply_refusal(chat.conversation_id, "other_app"))
    queue(chat, "try")
    chat.outbox.settle(claim_next(chat).message_id, SendEvent.ACCEPTED, remote_id="r1")
    assert chat.conversation.reply_refusal == ""


def test_parts_keep_their_order_when_the_first_gets_a_later_date(chat):
    first, _ = queue(chat, "one", "two")
    chat.clock.advance(minutes=10)
    claim_next(chat)
    chat.outbox.settle(first, SendEvent.ACCEPTED, remote_id="r1")
    assert chat.texts()[1:] == ["one", "two"]
    chat.read(chat.said("m1", -660), chat.answered("r1", 2, "one"))
    assert chat.texts()[1:] == ["one", "two"]


def test_a_reply_stands_at_the_end_even_if_the_clock_is_behind(chat):
    chat.read(chat.said("m1", -60), chat.said("m2", 300))
    queue(chat, "mine")
    assert chat.texts()[-1] == "mine"


def test_a_program_killed_at_any_commit_neither_loses_nor_repeats_a_reply(chat, tmp_path):
    """failure 33, failure 99: every state the file ever had is copied away and opened again"""
    copies = []

    def copy(_):
        target = tmp_path / f"copy{len(copies)}"
        shutil.copytree(chat.folder, target)
        copies.append((target, dict(asked)))

    asked: dict[int, int] = {}
    """How many requests for each reply Instagram may have processed when the copy was made."""
    chat.archive.subscribe(copy)
    first, second, third = queue(chat, "one", "two", "three")
    for id_, event in (
        (first, SendEvent.NOT_PROCESSED),
        (first, SendEvent.ACCEPTED),
        (second, SendEvent.OUTCOME_UNKNOWN),
    ):
        item = claim_next(chat)
        assert item.message_id == id_
        asked[id_] = 0 if event is SendEvent.NOT_PROCESSED else 1
        chat.outbox.settle(id_, event, remote_id="r1" if event is SendEvent.ACCEPTED else "")
    chat.outbox.settle(second, SendEvent.READ_WITHOUT_ECHO)
    chat.outbox.settle(second, SendEvent.READ_WITHOUT_ECHO)
    assert len(copies) == 9
    for folder, left in copies:
        archive = Archive.open(folder, chat.key, clock=chat.clock)
        try:
            archive.outbox.recover()
            assert archive.outbox.recover() == 0
            messages = {m.id: m for m in archive.timeline.newest(chat.conversation_id, 50) if m.origin is Origin.HERE}
            assert [m.text for m in messages.values()] == ["one", "two", "three"]
            while item := archive.outbox.next_item(chat.account_id, chat.now):
                assert left.get(item.message_id, 0) == 0, "might have been sent already"
                assert archive.outbox.claim(item.message_id, chat.now)
                archive.outbox.settle(item.message_id, SendEvent.ACCEPTED, remote_id=f"new{item.message_id}")
            for message in archive.timeline.newest(chat.conversation_id, 50):
                if message.origin is Origin.HERE:
                    assert message.delivery in (Delivery.SENT, Delivery.UNCERTAIN, Delivery.FAILED, Delivery.QUEUED)
        finally:
            archive.close()
    assert third


def test_a_claimed_reply_is_uncertain_after_a_crash(chat):
    """failure 33"""
    queue(chat, "one", "two")
    claim_next(chat)
    archive = chat.reopen()
    assert archive.outbox.recover() == 1
    assert states(chat) == [Delivery.UNCERTAIN, Delivery.QUEUED]
    assert archive.outbox.next_item(chat.account_id, chat.now) is None
    chat.without_transaction(archive.outbox.recover)


def test_an_idle_outbox_opens_no_transaction(chat):
    chat.without_transaction(lambda: chat.outbox.next_item(chat.account_id, chat.now))
    chat.without_transaction(lambda: chat.outbox.next_due(chat.account_id))
    chat.without_transaction(chat.outbox.recover)
    assert chat.outbox.next_due(chat.account_id) is None
    queue(chat, "one")
    assert chat.outbox.next_due(chat.account_id) == chat.now
    assert chat.now - chat.outbox.items()[0][0].queued_at == timedelta(0)
