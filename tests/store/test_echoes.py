"""Own messages in reads: the reply that comes back is recognised, never doubled, never guessed."""

import pytest

from igdesk.domain.message_kinds import Delivery, Origin
from igdesk.domain.outbox import READS_TO_GIVE_UP, SendEvent


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -60), is_complete=True)
    desk.outbox = desk.archive.outbox
    return desk


def send(desk, *texts, event=None, **result):
    """Queue replies and let the first of them leave; with ``event`` its answer comes at once."""
    ids = desk.archive.outbox.enqueue(desk.conversation_id, texts, now=desk.now)
    assert desk.archive.outbox.claim(ids[0], desk.now)
    if event is not None:
        assert desk.archive.outbox.settle(ids[0], event, **result)
    return ids


def own(desk):
    return [(m.remote_id, m.text, m.delivery, m.origin) for m in desk.messages if m.is_own]


def test_an_echo_after_the_answer_is_the_reply(chat):
    """failure 47"""
    send(chat, "Yes", event=SendEvent.ACCEPTED, remote_id="r1")
    change = chat.in_one_transaction(lambda: chat.read(chat.said("m1", -60), chat.answered("r1", 2, "Yes"), started=5))
    assert not change.added
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.message("r1").sent_at == chat.at(2), "now it has Instagram's date"
    chat.without_transaction(lambda: chat.read(chat.said("m1", -60), chat.answered("r1", 2, "Yes"), started=20))


def test_an_echo_under_another_id_is_the_reply_all_the_same(chat):
    """failure 47: what the answer called r1, every read calls r9."""
    send(chat, "Yes", event=SendEvent.ACCEPTED, remote_id="r1")
    page = (chat.said("m1", -60), chat.answered("r9", 2, "Yes"))
    for started in (5, 60, 120):
        chat.read(*page, started=started)
    assert own(chat) == [("r9", "Yes", Delivery.SENT, Origin.HERE)]


def test_a_reply_that_was_taken_without_an_id_gets_it_from_its_echo(chat):
    """failure 47: nothing waits for it in the outbox any more, and the same words once more are another message."""
    (id_,) = send(chat, "Yes", event=SendEvent.ACCEPTED)
    assert own(chat) == [(None, "Yes", Delivery.SENT, Origin.HERE)]
    page = (chat.said("m1", -60), chat.answered("r1", 2, "Yes"))
    chat.read(*page, started=5)
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.outbox.get(id_) is None
    chat.read(*page, chat.answered("r2", 6, "Yes"), started=9)
    assert [entry[0] for entry in own(chat)] == ["r1", "r2"]


def test_the_same_words_from_the_phone_are_a_message_of_their_own(chat):
    send(chat, "Yes", event=SendEvent.ACCEPTED, remote_id="r1")
    page = (chat.said("m1", -60), chat.answered("r1", 1, "Yes"), chat.answered("phone", 4, "Yes"))
    chat.read(*page, started=5)
    chat.read(*page, chat.answered("again", 7, "Yes"), started=9)
    assert [entry[0] for entry in own(chat)] == ["r1", "phone", "again"]
    assert [entry[3] for entry in own(chat)] == [Origin.HERE, Origin.ELSEWHERE, Origin.ELSEWHERE]


def test_an_echo_before_the_answer_is_left_for_the_next_read(chat):
    """failure 47"""
    (id_,) = send(chat, "Yes")
    page = (chat.said("m1", -60), chat.answered("r1", 1, "Yes"))
    chat.read(*page, started=2)
    assert [entry[0] for entry in own(chat)] == [None]
    chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="r1")
    chat.read(*page, started=12)
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.messages[-1].id == id_


def test_a_read_that_left_something_out_has_to_be_repeated(chat):
    (id_,) = send(chat, "Yes")
    chat.clock.advance(seconds=30)
    listed = chat.listed(chat.page(updated_at=chat.at(-5)))
    assert chat.archive.ingest.inbox_page(chat.account_id, listed)
    page = (chat.said("m1", -90), chat.answered("other", -5, "from the phone"))
    chat.read(*page, updated_at=chat.at(-5))
    assert chat.archive.ingest.inbox_page(chat.account_id, listed), "the own message was not stored yet"
    chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="r1")
    chat.read(*page, updated_at=chat.at(-5), started=1)
    assert not chat.archive.ingest.inbox_page(chat.account_id, listed)
    assert ("other", "from the phone", Delivery.RECEIVED, Origin.ELSEWHERE) in own(chat)


def test_older_own_messages_are_stored_while_a_reply_is_under_way(chat):
    send(chat, "Yes")
    chat.read(chat.said("m1", -60), chat.answered("old", -30, "Yes"))
    assert ("old", "Yes", Delivery.RECEIVED, Origin.ELSEWHERE) in own(chat)


def test_an_echo_settles_a_reply_whose_answer_was_lost(chat):
    """failure 33"""
    (id_,) = send(chat, "Yes,  it\nis ", event=SendEvent.OUTCOME_UNKNOWN)
    chat.read(chat.said("m1", -60), chat.answered("r1", -4, "Yes, it is"), started=5)
    assert own(chat) == [("r1", "Yes,  it\nis ", Delivery.SENT, Origin.HERE)]
    assert chat.messages[-1].id == id_
    assert not chat.messages[-1].is_edited
    assert chat.outbox.uncertain(chat.account_id) == []


def test_an_older_message_of_the_same_text_is_no_echo(chat):
    send(chat, "Yes", event=SendEvent.OUTCOME_UNKNOWN)
    chat.read(chat.said("m1", -60), chat.answered("before", -6, "Yes"), started=5)
    assert [entry[2] for entry in own(chat)] == [Delivery.RECEIVED, Delivery.UNCERTAIN]


def test_two_uncertain_replies_of_one_text_take_one_echo_each_oldest_first(chat):
    """failure 33: the same word twice"""
    (first,) = send(chat, "ok", event=SendEvent.OUTCOME_UNKNOWN)
    for _ in range(READS_TO_GIVE_UP):
        chat.clock.advance(seconds=10)
        chat.read(chat.said("m1", -60), started=0)
        chat.clock.advance(seconds=1)
    (second,) = send(chat, "ok", event=SendEvent.OUTCOME_UNKNOWN)
    assert chat.outbox.get(first).delivery is Delivery.FAILED
    started = chat.now
    page = [chat.said("m1", -60), chat.answered("r1", -3, "ok")]
    chat.read(*page, started=5)
    settled = {m.id: (m.remote_id, m.delivery) for m in chat.messages if m.is_own}
    assert settled[first] == ("r1", Delivery.SENT)
    assert settled[second][1] is Delivery.UNCERTAIN
    chat.read(*page, chat.answered("r2", 1, "ok"), started=6)
    settled = {m.id: (m.remote_id, m.delivery) for m in chat.messages if m.is_own}
    assert settled == {first: ("r1", Delivery.SENT), second: ("r2", Delivery.SENT)}
    assert chat.now == started


def test_both_echoes_of_one_text_in_one_read(chat):
    first, second = send(chat, "ok", "ok", event=SendEvent.OUTCOME_UNKNOWN)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "ok"), chat.answered("r2", 1, "ok"), started=3)
    found = {m.remote_id: (m.id, m.delivery, m.origin) for m in chat.messages if m.is_own}
    assert found["r1"] == (first, Delivery.SENT, Origin.HERE)
    # The second was still queued: what Instagram shows is not it.
    assert found["r2"][2] is Origin.ELSEWHERE
    assert found[None] == (second, Delivery.QUEUED, Origin.HERE)


def test_reads_without_an_echo_end_in_not_confirmed_and_are_counted_once(chat):
    """failure 33"""
    (id_,) = send(chat, "Yes", event=SendEvent.OUTCOME_UNKNOWN)
    page = (chat.said("m1", -60),)
    chat.without_transaction(lambda: chat.read(*page, started=-1))
    chat.in_one_transaction(lambda: chat.read(*page, started=10))
    assert chat.outbox.get(id_).reads_without_echo == 1
    chat.without_transaction(lambda: chat.read(*page, started=10))
    chat.without_transaction(lambda: chat.read(*page, started=25, is_newest=False))
    chat.read(*page, started=30)
    assert chat.messages[-1].delivery is Delivery.FAILED
    assert chat.messages[-1].failure == "not_confirmed"
    chat.without_transaction(lambda: chat.read(*page, started=40))


def test_a_late_echo_still_corrects_not_confirmed(chat):
    send(chat, "Yes", event=SendEvent.OUTCOME_UNKNOWN)
    for started in (10, 20):
        chat.read(chat.said("m1", -60), started=started)
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=30)
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.messages[-1].failure == ""
    assert chat.conversation.failed_count == 0


def test_a_success_without_an_id_waits_for_its_echo(chat):
    (id_,) = send(chat, "Yes", event=SendEvent.ACCEPTED)
    assert own(chat) == [(None, "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.outbox.items() == []
    assert chat.conversation.pending_count == 0
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "Yes"), started=3)
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]
    assert chat.messages[-1].id == id_


def test_an_answer_whose_id_a_read_stored_already_does_not_double(chat):
    """failure 47: whatever order the two came in"""
    (id_,) = send(chat, "Yes")
    chat.read(chat.said("m1", -60), chat.answered("r1", -20, "Yes"), started=2)
    assert len(own(chat)) == 2
    change = chat.in_one_transaction(lambda: chat.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="r1"))
    assert len(change.removed) == 1
    assert own(chat) == [("r1", "Yes", Delivery.SENT, Origin.HERE)]


def test_parts_are_rows_of_their_own(chat):
    """failure 37"""
    first, second = send(chat, "one", "two", event=SendEvent.ACCEPTED, remote_id="r1")
    chat.outbox.claim(second, chat.now)
    chat.outbox.settle(second, SendEvent.ACCEPTED, remote_id="r2")
    chat.read(chat.said("m1", -60), chat.answered("r1", 1, "one"), chat.answered("r2", 1, "two"), started=4)
    assert [m.id for m in chat.messages if m.is_own] == [first, second]


def test_an_own_message_of_another_place_is_not_a_reply_of_ours(chat):
    """failure 50: never taken for the customer's"""
    change = chat.in_one_transaction(lambda: chat.read(chat.said("m1", -60), chat.answered("p1", -5, "from the phone")))
    assert own(chat) == [("p1", "from the phone", Delivery.RECEIVED, Origin.ELSEWHERE)]
    assert not change.arrived
    assert not chat.conversation.is_waiting


def test_what_is_older_than_the_connection_is_not_called_elsewhere(chat):
    chat.read(chat.answered("old", -200_000), chat.said("m1", -60))
    assert chat.message("old").origin is Origin.BEFORE
