"""Replies that leave at a time of their own."""

import pytest

from igdesk.domain.message_kinds import Delivery


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -90, "Is it still there?"), is_complete=True)
    desk.later = desk.archive.scheduling
    return desk


def test_it_waits_apart_from_the_outbox(chat):
    chat.archive.inbox.save_draft(chat.conversation_id, "Tomorrow")
    change = chat.in_one_transaction(lambda: chat.later.add(chat.conversation_id, "Tomorrow", chat.at(3600)))
    assert change.conversations == {chat.conversation_id}
    assert chat.conversation.draft == ""
    assert chat.texts() == ["Is it still there?"]
    assert chat.conversation.is_waiting, "nobody has answered yet"
    chat.reopen()
    (reply,) = chat.archive.scheduling.of(chat.conversation_id)
    assert (reply.text, reply.send_at, reply.is_missed) == ("Tomorrow", chat.at(3600), False)
    assert chat.archive.scheduling.next_due() == chat.at(3600)


def test_at_its_time_it_is_queued_in_one_step(chat):
    chat.later.add(chat.conversation_id, "Now. " * 300, chat.at(60), quoted=chat.message("m1").id)
    chat.archive.inbox.save_draft(chat.conversation_id, "typed meanwhile")
    chat.without_transaction(lambda: chat.later.release(chat.at(59)))
    chat.in_one_transaction(lambda: chat.later.release(chat.at(61)))
    assert chat.later.of(chat.conversation_id) == []
    own = [m for m in chat.messages if m.is_own]
    assert [m.delivery for m in own] == [Delivery.QUEUED, Delivery.QUEUED]
    assert own[0].quote.text == "Is it still there?"
    assert chat.conversation.draft == "typed meanwhile"
    item = chat.archive.outbox.next_item(chat.account_id, chat.at(61))
    assert not item.may_use_human_tag, "failure 24: nobody writes it at that moment"
    assert chat.later.release(chat.at(62)) == frozenset()


def test_what_missed_its_time_waits_for_the_person(chat):
    chat.later.add(chat.conversation_id, "Late", chat.at(60))
    assert chat.later.release(chat.at(3600)) == frozenset()
    (reply,) = chat.later.of(chat.conversation_id)
    assert reply.is_missed
    assert chat.later.next_due() is None
    assert [m for m in chat.messages if m.is_own] == []


def test_it_can_be_taken_back_while_it_is_there(chat):
    """failure 93"""
    chat.later.add(chat.conversation_id, "Tomorrow", chat.at(60), quoted=chat.message("m1").id)
    (reply,) = chat.later.of(chat.conversation_id)
    chat.archive.inbox.save_draft(chat.conversation_id, "more")
    chat.in_one_transaction(lambda: chat.later.take_back(reply.id))
    assert chat.conversation.draft == "Tomorrow\nmore"
    assert chat.archive.drafts.quoted(chat.conversation_id) == chat.message("m1").id
    assert chat.later.take_back(reply.id) is None


def test_all_of_them_are_listed_and_one_that_was_removed_comes_back(chat):
    for seconds, text in ((-3600, "Missed"), (90, "Second"), (60, "First")):
        chat.later.add(chat.conversation_id, text, chat.at(seconds))
    assert chat.later.has_any()
    chat.later.release(chat.at(0))
    before = chat.later.all()
    assert [reply.text for reply, _ in before] == ["Missed", "First", "Second"]
    assert {of.id for _, of in before} == {chat.conversation_id}
    change = chat.in_one_transaction(lambda: chat.later.remove(before[1][0].id))
    assert change.conversations == {chat.conversation_id}
    assert chat.later.remove(before[1][0].id) is None
    assert chat.later.next_due() == chat.at(90)
    assert chat.later.put_back(before[1][0])
    assert not chat.later.put_back(before[1][0]), "never twice"
    assert chat.later.all() == before


def test_a_reply_that_missed_its_time_stands_in_the_list_and_is_not_hidden(chat):
    chat.later.add(chat.conversation_id, "Too late", chat.at(60))
    chat.archive.triage.done([chat.conversation_id])
    chat.later.release(chat.at(3600))
    assert chat.conversation.shelf.value == 0, "back in the inbox"
    assert chat.conversation.missed_reply == "Too late"
    chat.later.take_back(chat.later.of(chat.conversation_id)[0].id)
    assert (chat.conversation.missed_reply, chat.conversation.draft) == ("", "Too late")
