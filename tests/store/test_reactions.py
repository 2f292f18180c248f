"""Own reactions from the click until Instagram has them."""

import pytest

from igdesk.domain.message import ReactionState
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import HEART
from igdesk.domain.snapshot import ReactionSnapshot

OWN = "17841400000000123"


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -90, "It arrived!"), is_complete=True)
    desk.reactions = desk.archive.reactions
    desk.id = desk.message("m1").id
    return desk


def shown(chat):
    return [(r.emoji, r.is_own, r.state) for r in chat.message("m1").reactions]


def wish_of(chat):
    return chat.archive.reactions.next_wish(chat.account_id, chat.now)


def react(chat, emoji):
    """A reaction that Instagram takes."""
    chat.reactions.wish(chat.id, emoji, chat.now)
    wish = wish_of(chat)
    chat.reactions.claim(wish.message_id)
    chat.reactions.confirmed(wish, chat.now)


def test_a_wish_never_looks_set(chat):
    """failure 43"""
    change = chat.in_one_transaction(lambda: chat.reactions.wish(chat.id, HEART, chat.now))
    assert (change.updated, change.conversations) == ({chat.id}, {chat.conversation_id})
    assert shown(chat) == [(HEART, True, ReactionState.SETTING)]
    assert chat.conversation.is_waiting, "they still wait: nothing has reached them"
    chat.reopen()
    assert shown(chat) == [(HEART, True, ReactionState.SETTING)]
    wish = wish_of(chat)
    assert (wish.remote_id, wish.recipient_id, wish.emoji, wish.attempts) == ("m1", "998877665544332", HEART, 0)


def test_when_instagram_has_it_it_is_set(chat):
    react(chat, HEART)
    assert shown(chat) == [(HEART, True, ReactionState.SET)]
    assert not chat.conversation.is_waiting, "a reaction is an answer"
    assert wish_of(chat) is None
    assert chat.reactions.next_due(chat.account_id) is None


def test_an_older_read_does_not_take_it_away(chat):
    react(chat, HEART)
    chat.read(chat.said("m1", -90, "It arrived!"), started=-2)
    assert shown(chat) == [(HEART, True, ReactionState.SET)]
    chat.read(chat.said("m1", -90, "It arrived!"), started=2)
    assert shown(chat) == [], "a newer one does: it was taken back on the phone"


def test_it_can_be_changed_and_taken_back(chat):
    react(chat, HEART)
    chat.reactions.wish(chat.id, "🔥", chat.now)
    assert shown(chat) == [("🔥", True, ReactionState.SETTING)]
    chat.reactions.wish(chat.id, "", chat.now)
    assert shown(chat) == [(HEART, True, ReactionState.REMOVING)]
    wish = wish_of(chat)
    chat.reactions.claim(wish.message_id)
    chat.reactions.confirmed(wish, chat.now)
    assert shown(chat) == []


def test_what_never_left_is_simply_dropped(chat):
    chat.reactions.wish(chat.id, HEART, chat.now)
    chat.reactions.wish(chat.id, "", chat.now)
    assert shown(chat) == []
    assert wish_of(chat) is None


def test_what_may_have_arrived_is_taken_back_by_a_request(chat):
    chat.reactions.wish(chat.id, HEART, chat.now)
    chat.reactions.claim(chat.id)
    chat.reactions.wish(chat.id, "", chat.now)
    assert wish_of(chat).emoji == ""


def test_what_is_wished_during_a_request_comes_after_it(chat):
    chat.reactions.wish(chat.id, HEART, chat.now)
    first = wish_of(chat)
    chat.reactions.claim(first.message_id)
    chat.reactions.wish(chat.id, "🔥", chat.now)
    chat.reactions.confirmed(first, chat.now)
    assert shown(chat) == [("🔥", True, ReactionState.SETTING)]
    assert wish_of(chat).emoji == "🔥"


def test_a_refused_one_is_told_and_not_tried_again(chat):
    chat.reactions.wish(chat.id, HEART, chat.now)
    wish = wish_of(chat)
    chat.reactions.claim(wish.message_id)
    chat.reactions.refused(wish, FailureReason.WINDOW_CLOSED, "10/2534022", "outside")
    assert shown(chat) == [(HEART, True, ReactionState.FAILED)]
    assert wish_of(chat) is None
    assert chat.reactions.failure(chat.id) == (FailureReason.WINDOW_CLOSED, "10/2534022", "outside")
    assert chat.conversation.is_waiting
    assert chat.reactions.forget_failure(chat.id)
    assert shown(chat) == []
    assert not chat.reactions.forget_failure(chat.id)


def test_it_stands_beside_the_customers(chat):
    chat.read(chat.said("m1", -90, "It arrived!", reactions=(ReactionSnapshot("😍", ("998877665544332",)),)), started=1)
    chat.reactions.wish(chat.id, HEART, chat.now)
    assert shown(chat) == [("😍", False, ReactionState.SET), (HEART, True, ReactionState.SETTING)]


def test_the_same_heart_with_and_without_colour_is_set_already(chat):
    chat.read(chat.said("m1", -90, "It arrived!", reactions=(ReactionSnapshot("\u2764", (OWN,)),)), started=1)
    chat.without_transaction(lambda: chat.reactions.wish(chat.id, HEART, chat.now))


def test_an_unsent_message_and_one_that_never_arrived_carry_none(chat):
    (own,) = chat.archive.outbox.enqueue(chat.conversation_id, ["hi"], now=chat.now)
    assert chat.reactions.wish(own, HEART, chat.now) is None
    chat.read(chat.said("m1", -90, "It arrived!"), chat.answered("m2", -5), started=2)
    chat.reactions.wish(chat.id, HEART, chat.now)
    for started in (40, 80):
        chat.read(chat.said("m0", -95), chat.answered("m2", -5), started=started)
    assert chat.message("m1").reactions == ()
    assert chat.reactions.next_wish(chat.account_id, chat.at(90)) is None


def test_what_an_account_may_do_is_remembered(chat):
    """failure 66"""
    assert chat.reactions.refused_at(chat.account_id) is None
    assert not chat.reactions.has_worked(chat.account_id)
    change = chat.in_one_transaction(lambda: chat.reactions.note_ability(chat.account_id, chat.now))
    assert change.accounts == {chat.account_id}
    chat.reopen()
    assert chat.archive.reactions.refused_at(chat.account_id) == chat.now
    chat.archive.reactions.note_ability(chat.account_id, None)
    assert chat.archive.reactions.has_worked(chat.account_id)
    chat.without_transaction(lambda: chat.archive.reactions.note_ability(chat.account_id, None))
