"""Files and structured messages from the composer to Instagram: uploaded while queued, sent once, retried alone."""

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from igdesk.domain.account import Capability, Flavour
from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.ids import AccountId
from igdesk.domain.message import Button, ButtonKind, Delivery, MessageKind, Origin, QuickReply
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reply import (
    ButtonsPart,
    CardsPart,
    FilesPart,
    HeartPart,
    InvalidReplyError,
    LinksPart,
    NewCard,
    StagedFile,
    TextPart,
)
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.graph.sending import PROBE_PICTURE

IMAGE, VIDEO, AUDIO, FILE = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE
BYTES = {
    IMAGE: PROBE_PICTURE,
    VIDEO: b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + b"....hdlr........vide",
    AUDIO: b"\x00\x00\x00\x18ftypM4A \x00\x00\x02\x00isommp42" + b"....hdlr........soun",
    FILE: b"%PDF-1.4\n%%EOF\n",
}
TYPES = {IMAGE: "image/jpeg", VIDEO: "video/mp4", AUDIO: "audio/mp4", FILE: "application/pdf"}
ENDINGS = {IMAGE: "jpg", VIDEO: "mp4", AUDIO: "m4a", FILE: "pdf"}
END_STATES = (Delivery.SENT, Delivery.FAILED)


def staged(rig: Any, kind: AttachmentKind = IMAGE, *, data: bytes = b"", name: str = "") -> StagedFile:
    data = data or BYTES[kind]
    key = rig.archive.media.stage(data)
    return StagedFile(key, kind, TYPES[kind], name or f"bowl.{ENDINGS[kind]}", len(data), 8, 8)


def kinds_sent(rig: Any) -> list[Any]:
    return [sent.text or sent.attachment_types for sent in rig.world.sent]


def uploads(rig: Any) -> int:
    return len([call for call in rig.calls("upload") if call.status == 200])


@pytest.mark.parametrize("kind", [IMAGE, VIDEO, AUDIO, FILE])
def test_a_file_from_the_tray_to_the_tick(rig: Any, play: Any, kind: AttachmentKind) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        file = staged(rig, kind)
        (message_id,) = rig.engine.send(row.id, (FilesPart((file,)),))
        assert rig.message(message_id).attachments[0].media_key == file.media_key, "shown at once"
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        (sent,) = rig.world.sent
        assert sent.attachment_types == (kind.value,)
        assert rig.world.media.content(sent.asset_ids[0])[0] == BYTES[kind]
        await asyncio.sleep(90)
        message = rig.message(message_id)
        assert [m.remote_id for m in rig.messages(row)].count(sent.message_id) == 1, "failure 47"
        assert (message.origin, message.kind, len(message.attachments)) == (Origin.HERE, MessageKind.MEDIA, 1)
        assert message.attachments[0].media_key == file.media_key, "its own copy stays"
        assert rig.archive.accounts.get(AccountId(1)).file_upload is Capability.AVAILABLE

    play(rig, scene)


def test_pictures_go_as_one_message_and_the_text_after_them(rig: Any, play: Any) -> None:
    """failure 37"""

    async def scene() -> None:
        row = await rig.begin_asked()
        album = FilesPart(tuple(staged(rig) for _ in range(10)))
        ids = rig.engine.send(row.id, (album, FilesPart((staged(rig, FILE),)), TextPart("Here they are")))
        await rig.until(lambda: all(rig.message(i).delivery is Delivery.SENT for i in ids))
        assert kinds_sent(rig) == [("image",) * 10, ("file",), "Here they are"]
        await asyncio.sleep(60)
        assert [m.id for m in rig.messages(row)[-3:]] == list(ids)

    play(rig, scene)


def test_a_part_that_fails_is_sent_again_alone(rig: Any, play: Any) -> None:
    """failure 41, failure 43"""

    async def scene() -> None:
        row = await rig.begin_asked()
        heic = staged(rig, data=b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1")
        first, bad, text = rig.engine.send(
            row.id, (FilesPart((staged(rig),)), FilesPart((heic,)), TextPart("Here they are"))
        )
        await rig.until(lambda: all(rig.message(i).delivery in END_STATES for i in (first, bad, text)))
        assert [rig.message(i).delivery for i in (first, bad, text)] == [
            Delivery.SENT, Delivery.FAILED, Delivery.SENT,
        ]  # fmt: skip
        assert rig.message(bad).failure == FailureReason.FORMAT.value
        assert rig.message(bad).failure_code == "100/2534080"
        assert kinds_sent(rig) == [("image",), "Here they are"]
        rig.engine.send_again(bad)
        await asyncio.sleep(60)
        assert rig.message(bad).delivery is Delivery.FAILED

    play(rig, scene)


@pytest.mark.parametrize(
    ("fault", "settings"),
    [("drop_before", {}), ("drop_after", {}), ("error", {"code": 2, "status": 500}), ("html", {}), ("garbage", {}),
     ("empty", {}), ("throttle", {"retry_after": 20}), ("truncated", {})],
)  # fmt: skip
def test_an_upload_that_breaks_is_repeated_and_nothing_is_sent_twice(
    rig: Any, play: Any, fault: Any, settings: dict[str, Any]
) -> None:
    """failure 33, failure 34"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add(fault, "upload", count=2, **settings)
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig), staged(rig))),))
        await asyncio.sleep(0.5)
        assert rig.message(message_id).delivery is Delivery.QUEUED, "nothing was sent: nothing is uncertain"
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT, within_s=1200)
        assert kinds_sent(rig) == [("image", "image")]

    play(rig, scene)


def test_after_five_tries_the_person_is_told(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "upload", count=5, code=2, status=400)
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED, within_s=3600)
        assert rig.message(message_id).failure == FailureReason.TEMPORARY.value
        rig.engine.send_again(message_id)
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        assert kinds_sent(rig) == [("image",)]

    play(rig, scene)


def test_a_send_of_a_file_that_breaks_is_looked_up_and_not_repeated(rig: Any, play: Any) -> None:
    """failure 33, failure 47"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("drop_after", "send")
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig), staged(rig))),))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.UNCERTAIN)
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        await asyncio.sleep(60)
        assert kinds_sent(rig) == [("image", "image")]
        assert rig.message(message_id).remote_id == rig.world.sent[0].message_id
        assert (
            len([m for m in rig.messages(row) if m.kind is MessageKind.MEDIA and m.is_own and m.id >= message_id]) == 1
        )

    play(rig, scene)


def test_a_large_upload_does_not_hold_up_words_to_others(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        others = rig.world.threads()[1:4]
        for other in others:
            rig.world.say(other, "Hi")
        await asyncio.sleep(30)
        rig.faults.add("slow", "upload", count=None, seconds=60)
        first = rig.engine.send(row.id, (FilesPart((staged(rig, VIDEO),)), TextPart("after it")))
        second = rig.engine.send(rig.row(others[0]).id, (FilesPart((staged(rig),)),))
        words = rig.engine.send_text(rig.row(others[1]).id, "Hello")
        await asyncio.sleep(5)
        assert rig.message(words[0]).delivery is Delivery.SENT
        assert all(rig.message(i).delivery is Delivery.QUEUED for i in (*first, *second))
        await rig.until(lambda: all(rig.message(i).delivery is Delivery.SENT for i in (*first, *second)))
        assert kinds_sent(rig).index("after it") > kinds_sent(rig).index(("video",))

    play(rig, scene)


def test_taken_back_while_it_is_uploaded(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("slow", "upload", seconds=20)
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
        await asyncio.sleep(2)
        assert rig.archive.outbox.take_back(message_id)
        await asyncio.sleep(60)
        assert rig.world.sent == []
        assert len(rig.archive.tray.files(row.id)) == 1

    play(rig, scene)


def test_a_file_that_is_gone_says_so(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.cut = True
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
        for path in (rig.folder / "media").rglob("*"):
            if path.is_file():
                path.unlink()
        rig.come_back()
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED)
        assert rig.message(message_id).failure == FailureReason.UNREADABLE.value

    play(rig, scene)


def test_progress_is_told_and_forgotten(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        told: list[float | None] = []
        rig.engine.uploads.subscribe(lambda message_id: told.append(rig.engine.uploads.share(message_id)))
        data = PROBE_PICTURE + bytes(2 * 1024 * 1024)
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig, data=data), staged(rig, data=data))),))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        shares = [share for share in told if share is not None]
        assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 5
        assert told[-1] is None and rig.engine.uploads.share(message_id) is None

    play(rig, scene)


def test_where_nothing_can_be_uploaded_that_is_found_once(rig: Any, play: Any) -> None:
    """failure 39: the Instagram flavour may have no way to upload. A public address can still be sent."""
    rig.app.options.instagram_uploads = False

    async def scene() -> None:
        row = await rig.begin_asked()
        assert not rig.archive.accounts.get(AccountId(1)).may_send_files
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(5)
        account = rig.archive.accounts.get(AccountId(1))
        assert account.file_upload is Capability.NOT_GRANTED
        rig.engine.open_conversation(None)
        rig.engine.open_conversation(row.id)
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.FAILED)
        assert rig.message(message_id).failure == FailureReason.NO_UPLOAD.value
        assert len(rig.calls("upload")) == 1, "asked once, and remembered"
        (link_id,) = rig.engine.send(row.id, (LinksPart(IMAGE, ("https://cdn.example/a.jpg",)),))
        await rig.until(lambda: rig.message(link_id).delivery is Delivery.SENT)

    play(rig, scene)


def test_that_nothing_can_be_uploaded_is_no_trouble_of_the_account(rig: Any, play: Any) -> None:
    """The same words mean elsewhere that the app lost its access: a diagnosis must not say so of one that works."""

    async def scene() -> None:
        row = await rig.begin_asked()
        words = "Unsupported request - method type: post"
        rig.faults.add("error", "upload", code=100, status=400, message=words)
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(5)
        assert rig.archive.accounts.get(AccountId(1)).file_upload is Capability.NOT_GRANTED
        rig.engine.care.keep_health()
        assert rig.archive.health.errors(1) == ()

    play(rig, scene)


def test_the_probe_sends_nothing_and_is_repeated_until_there_is_an_answer(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "upload", code=2, status=500)
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(5)
        assert rig.archive.accounts.get(AccountId(1)).file_upload is Capability.UNKNOWN
        await asyncio.sleep(120)
        assert rig.archive.accounts.get(AccountId(1)).file_upload is Capability.AVAILABLE
        assert len(rig.calls("upload")) == 2 and rig.world.sent == []
        rig.engine.sign_in(rig.world.instagram_token(), lambda result: None)
        await asyncio.sleep(5)
        assert rig.archive.accounts.get(AccountId(1)).file_upload is Capability.UNKNOWN, "another app may differ"

    play(rig, scene)


def test_an_upload_that_instagram_forgot_is_done_anew(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "send", code=100, subcode=2018074, message="(#100) Invalid attachment ID")
        (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        assert uploads(rig) == 2 and kinds_sent(rig) == [("image",)]

    play(rig, scene)


def test_an_album_that_is_not_possible_goes_one_by_one(rig: Any, play: Any) -> None:
    rig.app.options.albums = False

    async def scene() -> None:
        row = await rig.begin_asked()
        album, text = rig.engine.send(row.id, (FilesPart(tuple(staged(rig) for _ in range(3))), TextPart("There")))
        await rig.until(lambda: rig.message(text).delivery is Delivery.SENT)
        assert kinds_sent(rig) == [("image",)] * 3 + ["There"]
        assert uploads(rig) == 3, "what is there is not uploaded again"
        await asyncio.sleep(60)
        own = [m for m in rig.messages(row) if m.is_own and m.id >= album]
        assert [len(m.attachments) for m in own] == [1, 1, 1, 0]

    play(rig, scene)


def test_uploaded_files_may_have_to_go_as_shares(rig: Any, play: Any) -> None:
    rig.app.options.uploads_are_shares = True

    async def scene() -> None:
        row = await rig.begin_asked()
        for _ in range(2):
            (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig),)),))
            await rig.until(lambda found=message_id: rig.message(found).delivery is Delivery.SENT)
        assert kinds_sent(rig) == [("image",)] * 2
        assert len([call for call in rig.calls("send") if call.status != 200]) == 1, "learnt from one refusal"

    play(rig, scene)


STRUCTURED = [
    TextPart("Which size?", (QuickReply("Small", "S"), QuickReply("Large", "L"))),
    HeartPart(),
    LinksPart(VIDEO, ("https://cdn.example/a.mp4",)),
    LinksPart(IMAGE, ("https://cdn.example/a.jpg", "https://cdn.example/b.png")),
    CardsPart((NewCard("Bowl", "32 cm", "https://cdn.example/i.jpg", "https://shop.example/"),)),
    ButtonsPart("Take a look", (Button("Shop", ButtonKind.LINK, url="https://shop.example/"),)),
]


@pytest.mark.parametrize("part", STRUCTURED, ids=lambda part: type(part).__name__)
@pytest.mark.parametrize("fault", [None, "drop_after"])
def test_everything_else_the_send_api_takes(rig: Any, play: Any, part: Any, fault: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        if fault:
            rig.faults.add(fault, "send")
        (message_id,) = rig.engine.send(row.id, (part,))
        await rig.until(lambda: rig.message(message_id).delivery is Delivery.SENT)
        await asyncio.sleep(60)
        (sent,) = rig.world.sent
        own = [m for m in rig.messages(row) if m.is_own and m.id >= message_id]
        assert [(m.id, m.remote_id, m.origin) for m in own] == [(message_id, sent.message_id, Origin.HERE)]
        if isinstance(part, TextPart):
            assert own[0].quick_replies == part.quick_replies and sent.quick_replies == ("Small", "Large")
        if isinstance(part, LinksPart) and not fault:
            assert [a.state for a in own[0].attachments] == [MediaState.STORED] * len(part.urls), "its own copies"
        if isinstance(part, CardsPart | ButtonsPart):
            assert own[0].kind is MessageKind.TEMPLATE and sent.template is not None

    play(rig, scene)


def test_what_instagram_would_refuse_is_not_queued(rig: Any, play: Any) -> None:
    async def scene() -> None:
        row = await rig.begin_asked()
        with pytest.raises(InvalidReplyError):
            rig.engine.send(row.id, (TextPart("Fine"), TextPart("Size?", (QuickReply("x" * 21),))))
        assert rig.engine.status.queued_replies == 0

    play(rig, scene)


@pytest.mark.parametrize("fault", [None, "drop_after", "hang"])
def test_files_killed_at_every_step(make_rig: Callable[..., Any], play: Any, tmp_path: Path, fault: Any) -> None:
    """failure 33, failure 45, failure 47: every turn of the loop from Send to the tick, one after the other."""
    rig = make_rig(conversations=3)

    async def scene() -> None:
        rig.connect()
        rows = []
        for thread in rig.world.threads()[:3]:
            rig.world.say(thread, "Hello?")
            rows.append(thread.id)
        rig.start()
        await rig.until_quiet()
        written: dict[int, bytes] = {}
        killed_in: set[Delivery] = set()
        for step in range(1, 46):
            if fault is not None:
                rig.faults.add(fault, "send" if step % 2 else "upload", processed=True)
            data = PROBE_PICTURE + str(step).encode()
            row = rig.row(rows[step % 3])
            (message_id,) = rig.engine.send(row.id, (FilesPart((staged(rig, data=data),)),))
            written[message_id] = data
            reached = asyncio.Event()
            rig.loop.at_step[rig.loop.steps + step] = reached.set
            await reached.wait()
            killed_in.add(rig.message(message_id).delivery)
            await rig.kill(tmp_path / f"life {step}")
            await rig.settle_sandbox()
            rig.faults.clear()
            rig.open().start()
            if step % 9 == 0:
                await settle(rig, written)
        await settle(rig, written)
        judge(rig, written)
        assert {Delivery.QUEUED, Delivery.SENDING} <= killed_in

    play(rig, scene)


async def settle(rig: Any, written: dict[int, bytes]) -> None:
    rig.faults.clear()
    await rig.settle_sandbox()
    await rig.until(
        lambda: all(m.delivery in END_STATES for m in rig.archive.timeline.by_ids(list(written))), within_s=7200
    )
    await asyncio.sleep(120)


def judge(rig: Any, written: dict[int, bytes]) -> None:
    """Every file arrived at most once, none vanished, and what counts as sent was sent."""
    received = Counter(rig.world.media.content(sent.asset_ids[0])[0] for sent in rig.world.sent)
    assert all(count == 1 for count in received.values()), "sent twice"
    kept = {message.id: message for message in rig.archive.timeline.by_ids(list(written))}
    for message_id, data in written.items():
        message = kept[message_id]
        assert rig.archive.media.read(message.attachments[0].media_key) == data, "the file is kept"
        if message.delivery is Delivery.SENT:
            assert received[data] == 1, "counts as sent, and was not"
        elif received[data]:
            assert message.failure == FailureReason.NOT_CONFIRMED.value
    ids = [
        m.remote_id for row in {m.conversation_id for m in kept.values()} for m in rig.archive.timeline.newest(row, 500)
    ]
    assert all(count == 1 for remote_id, count in Counter(ids).items() if remote_id), "shown twice"


def test_files_over_a_page(make_rig: Callable[..., Any], play: Any) -> None:
    """The Facebook flavour: another host, another node, the same pictures."""
    rig = make_rig(flavour="facebook")

    async def scene() -> None:
        business = rig.world.businesses[0]
        rig.vault.set_token(business.ig_id, rig.world.page_token())
        rig.archive.accounts.add(
            AccountSnapshot(business.ig_id, "", business.page_id, Flavour.FACEBOOK, business.username),
            connected_at=rig.engine.server_now(),
        )
        assert rig.archive.accounts.get(AccountId(1)).may_send_files, "what Meta documents"
        thread = rig.world.threads()[0]
        rig.world.say(thread, "Can you send me a picture?")
        rig.start()
        await rig.until_quiet()
        ids = rig.engine.send(rig.row(thread).id, (FilesPart((staged(rig), staged(rig))), FilesPart((staged(rig),))))
        await rig.until(lambda: all(rig.message(i).delivery is Delivery.SENT for i in ids))
        assert kinds_sent(rig) == [("image", "image"), ("image",)]
        assert {call.path.split("/")[2] for call in rig.calls("upload", "send")} == {business.page_id}

    play(rig, scene)
