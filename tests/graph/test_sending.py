"""The payloads of section 4 of the fact sheet, in both flavours, and files on their way to Instagram."""

import asyncio
import email.parser
import email.policy
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import Button, ButtonKind, QuickReply
from igdesk.domain.reply import (
    ButtonsPart,
    CardsPart,
    FilesPart,
    HeartPart,
    LinksPart,
    NewCard,
    ReplyPart,
    StagedFile,
    TextPart,
)
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.multipart import CHUNK_BYTES, Form, FormFile
from igdesk.graph.sending import PROBE_PICTURE, ascii_name, decode_upload, send_request, upload_request

A, B = Flavour.INSTAGRAM, Flavour.FACEBOOK
IMAGE, VIDEO, AUDIO, FILE = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE
LINK = Button("Shop", ButtonKind.LINK, url="https://shop.example/")
YES = Button("Yes", ButtonKind.REPLY, payload="YES")


def file(key: str, kind: AttachmentKind = IMAGE, name: str = "a.jpg") -> StagedFile:
    return StagedFile(key, kind, "image/jpeg", name, 10)


def message(part: ReplyPart, flavour: Flavour, **more: Any) -> Any:
    uploads = {"k1": "1201", "k2": "1202"}
    request = send_request("178", "99", part, flavour=flavour, uploads=uploads, **more)
    assert request.json is not None
    assert request.json["recipient"] == {"id": "99"}
    return request.json["message"]


def uploaded(kind: str, number: str) -> dict[str, object]:
    return {"type": kind, "payload": {"attachment_id": number}}


@pytest.mark.parametrize("flavour", [A, B])
def test_the_same_words_for_both_flavours(flavour: Flavour) -> None:
    assert message(FilesPart((file("k1", VIDEO),)), flavour) == {"attachment": uploaded("video", "1201")}
    assert message(FilesPart((file("k1", AUDIO),)), flavour) == {"attachment": uploaded("audio", "1201")}
    assert message(FilesPart((file("k1", FILE),)), flavour) == {"attachment": uploaded("file", "1201")}
    album = FilesPart((file("k1"), file("k2")))
    assert message(album, flavour) == {"attachments": [uploaded("image", "1201"), uploaded("image", "1202")]}
    assert message(HeartPart(), flavour) == {"attachment": {"type": "like_heart"}}
    by_address = {"type": "video", "payload": {"url": "https://x/a.mp4"}}
    assert message(LinksPart(VIDEO, ("https://x/a.mp4",)), flavour) == {"attachment": by_address}
    offered = TextPart("Which size?", (QuickReply("Small", "S"), QuickReply("Large")))
    assert message(offered, flavour) == {
        "text": "Which size?",
        "quick_replies": [
            {"content_type": "text", "title": "Small", "payload": "S"},
            {"content_type": "text", "title": "Large", "payload": "Large"},
        ],
    }
    assert message(ButtonsPart("Look", (LINK, YES)), flavour)["attachment"]["payload"] == {
        "template_type": "button",
        "text": "Look",
        "buttons": [
            {"type": "web_url", "title": "Shop", "url": "https://shop.example/"},
            {"type": "postback", "title": "Yes", "payload": "YES"},
        ],
    }
    cards = CardsPart((NewCard("Bowl", "32 cm", "https://x/i.jpg", "https://x/", (YES,)), NewCard("Plate", "20 cm")))
    assert message(cards, flavour) == {
        "attachment": {
            "type": "template",
            "payload": {
                "template_type": "generic",
                "elements": [
                    {
                        "title": "Bowl",
                        "subtitle": "32 cm",
                        "image_url": "https://x/i.jpg",
                        "default_action": {"type": "web_url", "url": "https://x/"},
                        "buttons": [{"type": "postback", "title": "Yes", "payload": "YES"}],
                    },
                    {"title": "Plate", "subtitle": "20 cm"},
                ],
            },
        }
    }


def test_one_picture_has_other_words_in_each_flavour() -> None:
    part = FilesPart((file("k1"),))
    assert message(part, A) == {"attachments": uploaded("image", "1201")}
    assert message(part, B) == {"attachment": uploaded("image", "1201")}


def test_an_uploaded_file_may_go_as_a_share() -> None:
    assert message(FilesPart((file("k1", VIDEO),)), B, as_share=True) == {"attachment": uploaded("MEDIA_SHARE", "1201")}


def test_tag_and_quote_go_with_every_kind() -> None:
    request = send_request("1", "99", HeartPart(), flavour=B, human_agent=True, quoted_remote_id="m.1")
    assert request.json is not None
    assert (request.json["tag"], request.json["reply_to"]) == ("HUMAN_AGENT", {"mid": "m.1"})
    assert not request.is_slow
    assert send_request("1", "99", LinksPart(VIDEO, ("https://x/",)), flavour=B).is_slow, "Instagram fetches it first"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("moss-bowl.jpg", "moss-bowl.jpg"),
        ("Schüssel für Jürgen.jpg", "Schussel-fur-Jurgen.jpg"),
        ("碗.jpg", "image.jpg"),
        ("🎉", "image"),
        ('../../etc/"passwd"\r\n.jpg', "etc--passwd.jpg"),
        (".jpg", "image.jpg"),
        ("x" * 300 + ".jpeg", "x" * 90 + ".jpeg"),
    ],
)
def test_file_names_are_plain_ascii(name: str, expected: str) -> None:
    """failure 42"""
    assert ascii_name(name, IMAGE) == expected


async def _all(form: Form) -> bytes:
    return b"".join([chunk async for chunk in form.body().chunks()])


def test_an_upload_is_a_form_that_tells_how_far_it_is() -> None:
    data = b"\xff\xd8 \r\n--igdesk-form-0--\r\n" + bytes(3 * CHUNK_BYTES)
    told: list[float] = []
    request = upload_request("111", file("k1", name="Schüssel.jpg"), data, told.append)
    assert request.path == "/111/message_attachments" and request.form is not None
    body = request.form.body()
    sent = asyncio.run(_all(request.form))
    assert len(sent) == body.length
    told = told[len(told) // 2 :] if len(told) > 8 else told
    assert told[-1] == 1.0 and told == sorted(told)
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    parsed = parser.parsebytes(f"Content-Type: {body.content_type}\r\n\r\n".encode() + sent)
    fields = {p.get_param("name", header="content-disposition"): p for p in parsed.iter_parts()}
    assert fields["platform"].get_content().strip() == "instagram"
    assert fields["message"].get_content().strip() == ('{"attachment":{"type":"image","payload":{"is_reusable":true}}}')
    assert fields["filedata"].get_filename() == "Schussel.jpg"
    assert fields["filedata"].get_payload(decode=True) == data


def test_the_bytes_of_a_file_are_in_no_repr() -> None:
    form = Form((), FormFile("filedata", "a.jpg", "image/jpeg", b"NEEDLE"))
    assert "NEEDLE" not in repr(form)
    assert len(PROBE_PICTURE) < 1000


def test_an_upload_without_an_id_is_no_success() -> None:
    assert decode_upload(b'{"attachment_id": "1200"}') == "1200"
    assert decode_upload(b'{"attachment_id": 1200}') == "1200"
    for body in (b"", b"{}", b"[]", b'{"attachment_id": ""}', b"<html>"):
        with pytest.raises(GraphError) as caught:
            decode_upload(body)
        assert caught.value.kind is ErrorKind.MALFORMED
