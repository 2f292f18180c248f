"""Replies that are held back for some seconds, and the quote of a draft."""

from datetime import timedelta

import pytest

from igdesk.domain.message_kinds import Delivery
from igdesk.domain.outbox import SendEvent

HOLD = timedelta(seconds=5)


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -90, "Is it still there?"), desk.answered("m2", -60, "Yes"), is_complete=True)
    desk.outbox, desk.holding = desk.archive.outbox, desk.archive.holding
    return desk


def hold(chat, *texts, quoted=None):
    return chat.outbox.enqueue(chat.conversation_id, texts, now=chat.now, quoted=quoted, held_until=chat.now + HOLD)


def test_a_held_reply_is_shown_and_not_sent(chat):
    (id_,) = hold(chat, "On its way")
    message = chat.messages[-1]
    assert (message.id, message.delivery, message.retry_at) == (id_, Delivery.HELD, chat.now + HOLD)
    assert chat.conversation.pending_count == 1
    assert chat.outbox.next_item(chat.account_id, chat.at(3600)) is None
    assert chat.outbox.claim(id_, chat.at(3600)) is None
    assert chat.holding.next_release() == chat.now + HOLD


def test_it_is_released_when_its_time_is_over(chat):
    (id_,) = hold(chat, "On its way")
    assert chat.holding.release(chat.at(4)) == frozenset()
    change = chat.in_one_transaction(lambda: chat.holding.release(chat.at(5)))
    assert change.updated == {id_}
    assert chat.messages[-1].delivery is Delivery.QUEUED
    assert chat.outbox.next_item(chat.account_id, chat.at(5)).message_id == id_
    assert chat.holding.next_release() is None
    chat.without_transaction(lambda: chat.holding.release(chat.at(6)))


def test_a_restart_neither_loses_nor_sends_it(chat):
    (id_,) = hold(chat, "On its way")
    chat.reopen()
    assert chat.archive.outbox.recover() == 0
    assert chat.messages[-1].delivery is Delivery.HELD
    assert chat.archive.holding.release(chat.at(600)) == {chat.account_id}
    assert chat.archive.outbox.next_item(chat.account_id, chat.at(600)).message_id == id_


def test_two_replies_of_one_moment_are_taken_back_one_by_one(chat):
    """failure 93: those of the first moments are queued one right after the other."""
    hold(chat, "one")
    hold(chat, "two", "and its end")
    taken = chat.holding.take_back(chat.conversation_id, text="two  and its end")
    assert len(taken.message_ids) == 2
    assert [m.text for m in chat.messages if m.delivery is Delivery.HELD] == ["one"]
    assert chat.conversation.draft == "two  and its end"
    assert chat.holding.take_back(chat.conversation_id).text == "one"
    assert chat.conversation.draft == "one\ntwo  and its end"


def test_a_clock_that_was_wrong_does_not_hold_it_for_ever(chat):
    chat.outbox.enqueue(chat.conversation_id, ["late"], now=chat.now, held_until=chat.at(86_400))
    assert chat.holding.release(chat.now) == {chat.account_id}


def test_order_is_kept_behind_a_held_one(chat):
    hold(chat, "first")
    chat.outbox.enqueue(chat.conversation_id, ["second"], now=chat.at(1))
    assert chat.outbox.next_item(chat.account_id, chat.at(2)) is None
    chat.holding.release(chat.at(9))
    assert chat.outbox.next_item(chat.account_id, chat.at(9)).text == "first"


def test_undo_makes_it_the_draft_with_its_quote(chat):
    """failure 93"""
    quoted = chat.message("m1").id
    (id_,) = hold(chat, "Not yet", quoted=quoted)
    chat.archive.inbox.save_draft(chat.conversation_id, "and more")
    change = chat.in_one_transaction(lambda: chat.holding.take_back(chat.conversation_id))
    assert change.removed == {id_}
    assert chat.conversation.draft == "Not yet\nand more"
    assert chat.archive.drafts.quoted(chat.conversation_id) == quoted
    assert chat.texts() == ["Is it still there?", "Yes"]
    chat.without_transaction(lambda: chat.holding.take_back(chat.conversation_id))


def test_undo_takes_back_all_parts_of_one_press_of_send(chat):
    (earlier,) = hold(chat, "earlier")
    parts = chat.outbox.enqueue(chat.conversation_id, ["one", "two"], now=chat.at(2), held_until=chat.at(7))
    assert chat.holding.newest(chat.conversation_id).message_ids == parts
    reply = chat.holding.take_back(chat.conversation_id, text="one\n\ntwo")
    assert reply.text == "one two"
    assert chat.conversation.draft == "one\n\ntwo"
    assert chat.holding.newest(chat.conversation_id).message_ids == (earlier,)


def test_what_has_left_is_not_taken_back(chat):
    (id_,) = hold(chat, "Too late")
    chat.holding.release(chat.at(5))
    chat.outbox.claim(id_, chat.at(5))
    assert chat.holding.take_back(chat.conversation_id) is None
    assert chat.conversation.draft == ""
    chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="m3")
    assert chat.messages[-1].delivery is Delivery.SENT


def test_no_read_takes_a_held_reply_for_an_echo(chat):
    """failure 47"""
    (id_,) = hold(chat, "Yes, it is")
    chat.read(chat.said("m1", -90), chat.answered("m9", 2, "Yes, it is"), started=3)
    assert chat.archive.timeline.by_ids([id_])[0].delivery is Delivery.HELD
    assert len(chat.messages) == 4


def test_the_quote_of_a_draft_is_kept(chat):
    quoted = chat.message("m1").id
    change = chat.in_one_transaction(lambda: chat.archive.drafts.quote(chat.conversation_id, quoted))
    assert change.conversations == {chat.conversation_id}
    chat.reopen()
    assert chat.archive.drafts.quoted(chat.conversation_id) == quoted
    chat.without_transaction(lambda: chat.archive.drafts.quote(chat.conversation_id, quoted))
    chat.archive.outbox.enqueue(chat.conversation_id, ["Sent"], now=chat.now, quoted=quoted)
    assert chat.archive.drafts.quoted(chat.conversation_id) is None
    assert chat.messages[-1].quote.message_id == quoted


def test_nothing_that_never_arrived_is_quoted(chat):
    (id_,) = chat.outbox.enqueue(chat.conversation_id, ["still here"], now=chat.now)
    chat.archive.drafts.quote(chat.conversation_id, id_)
    assert chat.archive.drafts.quoted(chat.conversation_id) is None
