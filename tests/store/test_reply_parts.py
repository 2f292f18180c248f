"""Replies of more than text: queued in parts, with files that nothing can take away, and recognised when read."""

import pytest

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message import Button, ButtonKind, QuickReply
from igdesk.domain.message_kinds import NOT_SHOWN, Delivery, MessageKind, Origin
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.reply import ButtonsPart, CardsPart, FilesPart, HeartPart, LinksPart, NewCard, StagedFile, TextPart
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.store.payloads import part_of, payload_of
from igdesk.store.tray import TrayFile

IMAGE, VIDEO, AUDIO, FILE = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE
BUTTON = Button("Yes", ButtonKind.REPLY, payload="YES")
PARTS = [
    TextPart("Hi"),
    TextPart("Which size?", (QuickReply("Small", "S"), QuickReply("Large", "L"))),
    FilesPart((StagedFile("ab" * 16, IMAGE, "image/jpeg", "a.jpg", 5, 4, 3), StagedFile("cd" * 16, IMAGE, "", "", 1))),
    LinksPart(IMAGE, ("https://cdn.example/a.jpg", "https://cdn.example/b.jpg")),
    HeartPart(),
    CardsPart((NewCard("Bowl", "32 cm", "https://x/i.jpg", "https://x/", (BUTTON,)), NewCard("Plate", "20 cm"))),
    ButtonsPart("Look", (BUTTON,)),
]


@pytest.fixture
def chat(desk):
    desk.read(desk.said("m1", -60))
    return desk


def staged(chat, kind=IMAGE, name="a.jpg", data=b"bytes"):
    """A file in the tray of the conversation."""
    key = chat.archive.media.stage(data)
    assert chat.archive.tray.add(
        chat.conversation_id, TrayFile(0, key, kind, "image/jpeg", name, len(data), width_px=4, height_px=3)
    )
    return chat.archive.tray.files(chat.conversation_id)[-1].staged


def queue(chat, *parts):
    return chat.archive.outbox.enqueue(chat.conversation_id, parts, now=chat.now)


def seen(*kinds):
    return {
        "text": "",
        "attachments": tuple(
            AttachmentSnapshot(f"a{n}", kind, url=f"https://lookaside.fbsbx.com/{n}") for n, kind in enumerate(kinds)
        ),
    }


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_a_part_survives_the_archive(chat, part):
    (id_,) = queue(chat, part)
    chat.reopen()
    item = chat.archive.outbox.get(id_)
    assert item.part == part
    assert part_of(item.text, payload_of(part)) == part


def test_files_leave_the_tray_and_show_at_once(chat):
    one, two = staged(chat), staged(chat, name="b.jpg")
    change = chat.in_one_transaction(lambda: queue(chat, FilesPart((one, two)), TextPart("Here they are")))
    pictures, text = chat.messages[-2:]
    assert change.added == {pictures.id, text.id}
    assert (pictures.kind, pictures.delivery, pictures.part) == (MessageKind.MEDIA, Delivery.QUEUED, None)
    assert [(a.state, a.name, a.width_px) for a in pictures.attachments] == [
        (MediaState.STORED, "a.jpg", 4), (MediaState.STORED, "b.jpg", 4),
    ]  # fmt: skip
    assert chat.archive.media.read(pictures.attachments[0].media_key) == b"bytes"
    assert chat.archive.tray.files(chat.conversation_id) == []
    assert (text.text, text.part) == ("Here they are", None)


def test_a_file_is_uploaded_before_it_is_claimed_and_known_after_a_restart(chat):
    one, two = staged(chat), staged(chat)
    (id_,) = queue(chat, FilesPart((one, two)))
    assert chat.archive.outbox.note_upload(id_, one.media_key, "1200001")
    chat.reopen()
    item = chat.archive.outbox.get(id_)
    assert item.files_to_upload == (two,)
    assert item.uploads == ((one.media_key, "1200001"),)
    assert chat.archive.outbox.settle(id_, SendEvent.UPLOAD_REFUSED, failure=FailureReason.FORMAT)
    assert chat.messages[-1].failure == "format"
    assert not chat.archive.outbox.note_upload(id_, two.media_key, "1200002"), "it does not wait any more"


def test_what_was_uploaded_and_is_gone_there_is_uploaded_anew(chat):
    (id_,) = queue(chat, FilesPart((staged(chat),)))
    chat.archive.outbox.note_upload(id_, chat.archive.outbox.get(id_).files_to_upload[0].media_key, "12")
    chat.archive.outbox.claim(id_, chat.now)
    assert chat.archive.outbox.settle(id_, SendEvent.NOT_PROCESSED, forget_uploads=True)
    assert len(chat.archive.outbox.get(id_).files_to_upload) == 1


def test_files_of_a_removed_reply_are_kept_until_nobody_can_want_them_back(chat):
    file = staged(chat)
    (id_,) = queue(chat, FilesPart((file,)))
    assert chat.archive.removing.remove(id_)
    chat.archive.sweep()
    assert file.media_key in chat.archive.media.used_keys()
    assert chat.archive.media.read(file.media_key) == b"bytes"
    chat.reopen()
    assert file.media_key not in chat.archive.media.used_keys()
    chat.archive.sweep()
    assert chat.archive.media.read(file.media_key) is None


@pytest.mark.parametrize("part", PARTS)
def test_a_removed_reply_comes_back_as_it_was(chat, part):
    outbox = chat.archive.outbox
    first, id_, last = queue(chat, TextPart("before"), part, TextPart("after"))
    was, order = outbox.get(id_), [item.message_id for item, _ in outbox.items()]
    shown = chat.messages
    removed = chat.archive.removing.remove(id_)
    assert removed.can_return
    assert outbox.get(id_) is None
    change = chat.in_one_transaction(lambda: chat.archive.removing.put_back(removed))
    assert change.added == {id_}
    assert change.conversations == {chat.conversation_id}
    assert outbox.get(id_) == was
    assert [item.message_id for item, _ in outbox.items()] == order == [first, id_, last]
    assert chat.messages == shown
    chat.without_transaction(lambda: chat.archive.removing.put_back(removed))


def test_files_of_a_reply_that_was_put_back_stay(chat):
    file = staged(chat)
    (id_,) = queue(chat, FilesPart((file,)))
    chat.archive.removing.put_back(chat.archive.removing.remove(id_))
    chat.reopen()
    chat.archive.sweep()
    assert chat.archive.media.read(file.media_key) == b"bytes"


def test_a_place_taken_meanwhile_is_made_free(chat):
    outbox = chat.archive.outbox
    (id_,) = queue(chat, TextPart("one"))
    removed = chat.archive.removing.remove(id_)
    queue(chat, TextPart("two"), TextPart("three"))
    assert chat.archive.removing.put_back(removed)
    assert [item.text for item, _ in outbox.items()] == ["one", "two", "three"]


def test_what_may_have_arrived_does_not_come_back(chat):
    """failure 33: a read may show it meanwhile; put back it could be sent twice"""
    outbox = chat.archive.outbox
    (id_,) = queue(chat, TextPart("perhaps"))
    assert outbox.claim(id_, chat.now)
    outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
    outbox.settle(id_, SendEvent.READ_WITHOUT_ECHO)
    outbox.settle(id_, SendEvent.READ_WITHOUT_ECHO)
    assert outbox.get(id_).delivery is Delivery.FAILED
    removed = chat.archive.removing.remove(id_)
    assert not removed.can_return
    chat.without_transaction(lambda: chat.archive.removing.put_back(removed))


def test_nothing_comes_back_into_a_conversation_that_was_deleted(chat):
    (id_,) = queue(chat, TextPart("one"))
    removed = chat.archive.removing.remove(id_)
    assert chat.archive.deleting.delete([chat.conversation_id])
    chat.without_transaction(lambda: chat.archive.removing.put_back(removed))


def test_editing_a_queued_reply_puts_its_files_back(chat):
    file = staged(chat, name="bowl.jpg")
    first, second = queue(chat, FilesPart((file,)), TextPart("Here"))
    chat.archive.inbox.save_draft(chat.conversation_id, "more")
    assert chat.archive.outbox.take_back(first)
    assert chat.conversation.draft == "more"
    assert chat.archive.outbox.take_back(second)
    assert chat.conversation.draft == "Here\nmore"
    assert [(f.name, f.staged) for f in chat.archive.tray.files(chat.conversation_id)] == [("bowl.jpg", file)]
    assert chat.archive.media.read(file.media_key) == b"bytes"


def test_the_tray_survives_a_restart_in_its_order(chat):
    for name in ("a", "b", "c"):
        staged(chat, name=name)
    ids = [file.id for file in chat.archive.tray.files(chat.conversation_id)]
    chat.archive.tray.arrange(chat.conversation_id, [ids[2], ids[0], ids[1]])
    chat.archive.tray.remove(ids[0])
    chat.reopen()
    files = chat.archive.tray.files(chat.conversation_id)
    assert [file.name for file in files] == ["c", "b"]
    assert {file.media_key for file in files} <= chat.archive.media.used_keys()
    chat.archive.tray.clear(chat.conversation_id)
    assert not chat.archive.media.used_keys()
    assert not list(chat.files(chat.folder / "media"))


def test_files_for_a_conversation_that_is_gone_are_gone_too(chat):
    key = chat.archive.media.stage(b"bytes")
    assert not chat.archive.tray.add(999, TrayFile(0, key, IMAGE, "image/jpeg", "a.jpg", 5))
    assert chat.archive.media.read(key) is None


def test_erasing_the_account_erases_the_tray(chat):
    key = staged(chat).media_key
    chat.archive.accounts.remove(chat.account_id)
    assert chat.archive.media.read(key) is None


def uncertain(chat, *parts):
    ids = queue(chat, *parts)
    for id_ in ids:
        chat.archive.outbox.claim(id_, chat.now)
        chat.archive.outbox.settle(id_, SendEvent.OUTCOME_UNKNOWN)
    return ids


def test_the_echo_of_sent_pictures_is_not_stored_twice(chat):
    """failure 33, failure 37, failure 47"""
    file = staged(chat)
    (id_,) = uncertain(chat, FilesPart((file, staged(chat))))
    chat.read(chat.said("m1", -60), chat.answered("m2", 2, **seen(IMAGE, IMAGE)), started=10)
    (message,) = chat.messages[1:]
    assert (message.id, message.remote_id, message.delivery, message.origin) == (id_, "m2", Delivery.SENT, Origin.HERE)
    assert [a.state for a in message.attachments] == [MediaState.STORED] * 2
    assert message.attachments[0].url == "https://lookaside.fbsbx.com/0", "should the cache be cleared"
    assert chat.archive.media.read(file.media_key) == b"bytes"
    chat.without_transaction(
        lambda: chat.read(chat.said("m1", -60), chat.answered("m2", 2, **seen(IMAGE, IMAGE)), started=11)
    )


@pytest.mark.parametrize(
    ("kinds", "is_echo"),
    [((IMAGE,), True), ((AttachmentKind.UNKNOWN,), True), ((VIDEO,), False), ((IMAGE, IMAGE), False), ((), False)],
)
def test_an_echo_has_the_same_kinds_and_number(chat, kinds, is_echo):
    uncertain(chat, FilesPart((staged(chat),)))
    chat.read(chat.said("m1", -60), chat.answered("m2", 2, **seen(*kinds)), started=10)
    assert len(chat.messages) == (2 if is_echo else 3)


def test_voice_may_come_back_as_video(chat):
    """failure 89"""
    uncertain(chat, FilesPart((staged(chat, kind=AUDIO),)))
    chat.read(chat.said("m1", -60), chat.answered("m2", 2, **seen(VIDEO)), started=10)
    assert [m.delivery for m in chat.messages[1:]] == [Delivery.SENT]


@pytest.mark.parametrize("seconds", [-10, 300])
def test_a_picture_sent_by_phone_at_another_time_is_not_mistaken_for_it(chat, clock, seconds):
    """failure 43: nothing counts as sent that may not have been."""
    (id_,) = uncertain(chat, FilesPart((staged(chat),)))
    chat.read(chat.said("m1", -60), chat.answered("m2", seconds, **seen(IMAGE)), started=400)
    assert len(chat.messages) == 3
    assert next(m for m in chat.messages if m.id == id_).delivery is Delivery.UNCERTAIN


def test_two_alike_are_recognised_in_their_order(chat):
    first, second = queue(chat, FilesPart((staged(chat),)), FilesPart((staged(chat),)))
    chat.archive.outbox.claim(first, chat.now)
    chat.archive.outbox.settle(first, SendEvent.OUTCOME_UNKNOWN)
    chat.read(chat.said("m1", -60), chat.answered("m2", 1, **seen(IMAGE)), started=10)
    chat.archive.outbox.claim(second, chat.at(2))
    chat.archive.outbox.settle(second, SendEvent.OUTCOME_UNKNOWN)
    pair = (chat.answered("m2", 1, **seen(IMAGE)), chat.answered("m3", 3, **seen(IMAGE)))
    chat.read(chat.said("m1", -60), *pair, started=20)
    assert [(m.id, m.remote_id) for m in chat.messages[1:]] == [(first, "m2"), (second, "m3")]


@pytest.mark.parametrize("part", [HeartPart(), PARTS[5]], ids=["heart", "cards"])
def test_what_instagram_does_not_hand_out_is_recognised_by_its_emptiness(chat, part):
    """failure 49, failure 84"""
    (id_,) = uncertain(chat, part)
    chat.read(chat.said("m1", -60), chat.answered("m2", 1, text="", is_unsupported=True), started=10)
    assert [(m.id, m.delivery) for m in chat.messages[1:]] == [(id_, Delivery.SENT)]


def test_a_read_without_the_pictures_counts_against_them(chat, clock):
    (id_,) = uncertain(chat, FilesPart((staged(chat),)))
    for seconds in (10, 50):
        chat.read(chat.said("m1", -60), started=seconds)
    message = chat.messages[-1]
    assert (message.delivery, message.failure) == (Delivery.FAILED, FailureReason.NOT_CONFIRMED.value)
    assert chat.archive.outbox.send_again(id_)
    assert chat.archive.outbox.get(id_).files_to_upload, "the file is here still"


def test_a_file_that_instagram_takes_and_then_refuses_is_not_called_withdrawn(chat):
    """failure 41: first "sent", then gone. The file stays here, and the message says that it is not shown."""
    file = staged(chat)
    (id_,) = queue(chat, FilesPart((file,)))
    chat.archive.outbox.claim(id_, chat.now)
    chat.archive.outbox.settle(id_, SendEvent.ACCEPTED, remote_id="m2")
    for seconds in (10, 61):
        chat.read(chat.said("m1", -60), started=seconds)
    message = chat.message("m2")
    assert (message.delivery, message.failure, message.kind) == (Delivery.SENT, NOT_SHOWN, MessageKind.MEDIA)
    assert chat.archive.media.read(file.media_key) == b"bytes"
    chat.without_transaction(lambda: chat.read(chat.said("m1", -60), started=110))
    chat.read(chat.said("m1", -60), chat.answered("m2", 2, **seen(IMAGE)), started=120)
    assert chat.message("m2").failure == "", "it came after all"
    for seconds in (200, 240):
        chat.read(chat.said("m1", -60), started=seconds)
    assert chat.message("m2").kind is MessageKind.UNSENT, "what was shown once and is gone was withdrawn"
    assert chat.archive.media.read(file.media_key) is None


def test_clearing_the_cache_takes_no_file_that_is_to_be_sent(chat):
    """Neither one in the tray, nor one that was put back there, nor one on its way."""
    in_tray, queued, taken_back = staged(chat, name="t"), staged(chat, name="q"), staged(chat, name="b")
    queue(chat, FilesPart((queued,)))
    (id_,) = queue(chat, FilesPart((taken_back,)))
    chat.archive.outbox.take_back(id_)
    while chat.archive.media_cache.empty():
        pass
    assert all(chat.archive.media.read(file.media_key) for file in (in_tray, queued, taken_back))


def test_a_video_of_ones_own_is_not_taken_for_a_broken_picture(chat):
    """It has no still; whoever tries to paint it as a picture must not make it unusable."""
    file = staged(chat, kind=VIDEO)
    queue(chat, FilesPart((file,)))
    (attachment,) = chat.messages[-1].attachments
    (item,) = chat.archive.gallery.items(chat.archive.gallery.ids(chat.conversation_id))
    assert item.still.media_key == "" and item.attachment.media_key == file.media_key
    chat.archive.media.refuse(file.media_key)
    assert chat.archive.media.attachment(attachment.id).state is MediaState.STORED
