"""Withdrawn messages: noticed by reads that no longer show them, erased with their media, restored if shown again."""

import pytest

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.outbox import SendEvent
from igdesk.domain.snapshot import AttachmentSnapshot, ReactionSnapshot

PHOTO = AttachmentSnapshot("a1", AttachmentKind.IMAGE, "image/jpeg", url="https://lookaside.fbsbx.com/x")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


@pytest.fixture
def three(desk):
    desk.said_all = [
        desk.said("m1", -300, "one"),
        desk.said("m2", -200, "two", attachments=(PHOTO,), quoted_remote_id="m1"),
        desk.said("m3", -100, "three", quoted_remote_id="m2", reactions=(ReactionSnapshot("❤", ("1",)),)),
    ]
    desk.read(*desk.said_all)
    return desk


def without(desk, remote_id):
    return [message for message in desk.said_all if message.remote_id != remote_id]


def test_two_reads_half_a_minute_apart_make_a_tombstone(three):
    before = three.conversation.unread_count
    three.read(*without(three, "m2"), started=10)
    assert three.message("m2").kind is MessageKind.MEDIA
    three.read(*without(three, "m2"), started=20)
    assert three.message("m2").kind is MessageKind.MEDIA, "too close together"
    three.read(*without(three, "m2"), started=61)
    stone = three.message("m2")
    assert stone.kind is MessageKind.UNSENT
    assert (stone.text, stone.attachments, stone.quote, stone.reactions) == ("", (), None, ())
    assert three.message("m3").quote.text == "", "nobody quotes it any more"
    assert {stone.id, three.message("m3").id} <= three.last_change().updated
    assert three.conversation.unread_count == before - 1
    three.without_transaction(lambda: three.read(*without(three, "m2"), started=91))


def test_media_files_go_with_the_message(three):
    """failure 90"""
    media = three.archive.media
    (attachment,) = three.message("m2").attachments
    media.store(attachment.id, PNG)
    (stored,) = three.message("m2").attachments
    assert media.read(stored.media_key) == PNG
    for started in (10, 50):
        three.read(*without(three, "m2"), started=started)
    assert media.read(stored.media_key) is None


def test_the_newest_message_may_be_withdrawn_too(three):
    for started in (10, 50):
        three.read(*without(three, "m3"), started=started)
    assert three.message("m3").kind is MessageKind.UNSENT
    assert three.conversation.preview.kind is MessageKind.UNSENT
    assert three.conversation.preview.text == ""
    assert three.conversation.is_waiting, "the message before it still asks for an answer"


def test_a_message_outside_the_page_is_not_missing(three):
    """failure 53: only the newest are shown"""
    three.without_transaction(lambda: [three.read(three.said_all[2], started=s) for s in (10, 50)])
    assert three.message("m2").kind is MessageKind.MEDIA


def test_of_the_second_where_the_page_ends_nothing_is_concluded(desk):
    together = [desk.said("a", -100), desk.said("b", -100), desk.said("c", -100)]
    desk.read(*together)
    desk.without_transaction(lambda: [desk.read(*together[1:], started=s) for s in (10, 50)])
    for started in (60, 100):
        desk.read(*together[1:], started=started, is_complete=True)
    assert desk.message("a").kind is MessageKind.UNSENT


def test_what_came_after_the_read_began_is_not_missing(three):
    three.read(*three.said_all, three.said("m4", 30), started=40)
    three.without_transaction(lambda: [three.read(*three.said_all, started=s) for s in (20, 29)])


@pytest.mark.parametrize("fields", [{"broken_messages": 1}, {"is_newest": False}])
def test_reads_that_may_have_missed_it_do_not_count(three, fields):
    three.without_transaction(lambda: [three.read(*without(three, "m2"), started=s, **fields) for s in (10, 50)])


def test_an_empty_answer_is_no_proof(three):
    """failure 60"""
    for started in (10, 50):
        three.read(started=started, is_complete=True)
    assert three.message("m2").kind is MessageKind.MEDIA


def test_an_answer_that_lost_most_of_a_conversation_erases_nothing(desk):
    """It calls itself complete, and goes on for minutes: nothing would bring back what is erased here."""
    said = [desk.said(f"m{n:02}", n - 300, f"text {n}") for n in range(15)]
    desk.read(*said, is_complete=True)
    for started in (10, 50, 90, 3600):
        desk.read(*said[-2:], started=started, is_complete=True)
    assert desk.texts() == [f"text {n}" for n in range(15)]
    desk.read(*said, started=3700, is_complete=True)
    desk.read(*said[-2:], started=3800, is_complete=True)
    desk.read(*said[-2:], started=3800 + 86_500, is_complete=True)
    assert [message.kind for message in desk.messages].count(MessageKind.UNSENT) == 13, "a day of it is no mistake"


def test_several_that_are_withdrawn_at_once_are_erased_at_once(desk):
    said = [desk.said(f"m{n:02}", n - 300, f"text {n}") for n in range(15)]
    desk.read(*said, is_complete=True)
    for started in (10, 50):
        desk.read(*said[:9], started=started, is_complete=True)
    assert [message.kind for message in desk.messages].count(MessageKind.UNSENT) == 6


def test_being_seen_in_between_starts_the_count_anew(three):
    three.read(*without(three, "m2"), started=10)
    three.read(*three.said_all, started=30)
    three.read(*without(three, "m2"), started=50)
    assert three.message("m2").kind is MessageKind.MEDIA
    three.read(*without(three, "m2"), started=81)
    assert three.message("m2").kind is MessageKind.UNSENT


def test_shown_again_it_is_restored(three):
    for started in (10, 50):
        three.read(*without(three, "m2"), started=started)
    unread = three.conversation.unread_count
    three.read(*three.said_all, started=90)
    back = three.message("m2")
    assert (back.kind, back.text, len(back.attachments)) == (MessageKind.MEDIA, "two", 1)
    assert back.quote.text == "one"
    assert three.conversation.unread_count == unread + 1
    assert not three.last_change().arrived
    three.without_transaction(lambda: three.read(*three.said_all, started=95))


def test_an_answer_from_before_it_was_withdrawn_does_not_restore_it(three):
    for started in (10, 50):
        three.read(*without(three, "m2"), started=started)
    three.without_transaction(lambda: three.read(*three.said_all, started=5))
    assert three.message("m2").kind is MessageKind.UNSENT


def test_what_was_read_before_it_was_withdrawn_stays_read(three):
    for started in (10, 50):
        three.read(*without(three, "m2"), started=started)
    three.archive.inbox.mark_read(three.conversation_id)
    three.read(*three.said_all, started=90)
    assert three.conversation.unread_count == 0


def test_own_replies_can_be_withdrawn_in_the_app(three):
    (id_,) = three.archive.outbox.enqueue(three.conversation_id, ["mine"], now=three.now)
    three.archive.outbox.claim(id_, three.now)
    three.archive.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="r1")
    for started in (10, 50):
        three.read(*three.said_all, started=started)
    assert three.message("r1").kind is MessageKind.UNSENT
    assert three.conversation.is_waiting
