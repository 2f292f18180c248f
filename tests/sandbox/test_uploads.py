"""Files and structured messages as the Send API takes or refuses them, in both flavours."""

import json
from typing import Any

import pytest

from igdesk.sandbox.nodes import Options

MARA = "mara.lindqvist"
JPEG = b"\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x20\x00\x00\x00\x10"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42....hdlr........vide"
SOUND = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42....hdlr........soun"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1"
PDF = b"%PDF-1.4\n"
BUTTON = {"type": "web_url", "title": "Shop", "url": "https://shop.example/"}


def upload(caller: Any, kind: str, data: bytes, name: str = "a.jpg", *, platform: str = "instagram") -> Any:
    message = json.dumps({"attachment": {"type": kind, "payload": {"is_reusable": True}}})
    body = b"".join(
        [
            b'--x\r\nContent-Disposition: form-data; name="platform"\r\n\r\n' + platform.encode() + b"\r\n",
            b'--x\r\nContent-Disposition: form-data; name="message"\r\n\r\n' + message.encode() + b"\r\n",
            b'--x\r\nContent-Disposition: form-data; name="filedata"; filename="' + name.encode() + b'"\r\n',
            b"Content-Type: image/jpeg\r\n\r\n" + data + b"\r\n--x--\r\n",
        ]
    )
    path = "/v26.0/me/message_attachments"
    return caller.request("POST", path, {}, body, "multipart/form-data; boundary=x")


def send(caller: Any, message: dict[str, Any]) -> Any:
    recipient = {"id": caller.world.thread(MARA).person.igsid}
    return caller.post("/v26.0/me/messages", {"recipient": recipient, "message": message})


def by_id(kind: str, reply: Any) -> dict[str, Any]:
    return {"type": kind, "payload": {"attachment_id": reply.value["attachment_id"]}}


@pytest.mark.parametrize("flavour", ["instagram", "facebook"])
def test_an_uploaded_picture_is_sent_and_can_be_seen(make_caller, flavour):
    caller = make_caller(flavour=flavour)
    reply = upload(caller, "image", JPEG)
    assert set(reply.value) == {"attachment_id"}
    assert send(caller, {"attachment": by_id("image", reply)}).status == 200
    (shown,) = caller.messages(MARA)[0]["attachments"]["data"]
    assert (shown["image_data"]["width"], shown["image_data"]["height"]) == (32, 16)
    link = caller.follow(shown["image_data"]["url"])
    assert link.body == JPEG
    assert send(caller, {"attachments": [by_id("image", reply), by_id("image", reply)]}).status == 200, "reusable"


@pytest.mark.parametrize(
    ("kind", "data", "codes"),
    [
        ("image", PNG, None),
        ("image", b"GIF89a\x01\x00\x01\x00", None),
        ("image", HEIC, (100, 2534080)),
        ("image", b"RIFF....WEBP", (100, 2018047)),
        ("image", PDF, (100, 2018047)),
        ("image", b"", (100, 2018047)),
        ("image", JPEG + bytes(8 * 1024 * 1024), (100, 2018109)),
        ("video", MP4, None),
        ("video", SOUND, (100, 2018047)),
        ("video", b"\x1aE\xdf\xa3webm", None),
        ("video", MP4 + bytes(25 * 1024 * 1024), (100, 2018109)),
        ("audio", SOUND, None),
        ("audio", b"RIFF....WAVE", None),
        ("audio", b"ID3mp3", (100, 2018047)),
        ("audio", b"OggS", (100, 2018047)),
        ("file", PDF, None),
        ("file", b"PK\x03\x04", (100, 2018047)),
        ("sticker", JPEG, (100, None)),
    ],
)
def test_types_and_sizes(caller, kind, data, codes):
    """failure 41"""
    reply = upload(caller, kind, data)
    assert (reply.codes if reply.status != 200 else None) == codes


def test_names_platform_and_host(make_caller):
    """failure 39, failure 42"""
    caller = make_caller()
    assert upload(caller, "image", JPEG, "Schüssel.jpg").status == 400
    assert upload(caller, "image", JPEG, platform="messenger").status == 400
    caller = make_caller(options=Options(instagram_uploads=False))
    assert upload(caller, "image", JPEG).codes == (2500, None)


def test_ids_that_are_unknown_too_old_or_of_another_kind(caller, clock):
    reply = upload(caller, "image", JPEG)
    assert send(caller, {"attachment": {"type": "image", "payload": {"attachment_id": "1"}}}).codes == (100, 2018074)
    assert send(caller, {"attachment": by_id("video", reply)}).codes == (100, None)
    assert send(caller, {"attachment": by_id("MEDIA_SHARE", reply)}).status == 200
    clock.advance(days=91)
    caller.world.say(MARA, "Still there?")
    caller.token = caller.world.tokens.issue("instagram_user", caller.world.businesses[0], clock()).text
    assert send(caller, {"attachment": by_id("image", reply)}).codes == (100, 2018074)


def test_albums(make_caller):
    caller = make_caller()
    entry = {"type": "image", "payload": {"url": "https://cdn.example/a.jpg"}}
    assert send(caller, {"attachments": [entry] * 10}).status == 200
    assert send(caller, {"attachments": [entry] * 11}).codes == (100, 2534015)
    video = {"type": "video", "payload": {"url": "https://cdn.example/a.mp4"}}
    assert send(caller, {"attachments": [entry, video]}).codes == (100, 2534068)
    early = make_caller(options=Options(albums=False))
    assert send(early, {"attachments": [entry] * 2}).codes == (100, 2534068)


@pytest.mark.parametrize(
    ("kind", "url", "codes"),
    [
        ("image", "https://cdn.example/a.jpg", None),
        ("image", "https://cdn.example/photo", None),
        ("image", "http://cdn.example/a.jpg", (100, 2018008)),
        ("image", "https://localhost/a.jpg", (100, 2018008)),
        ("image", "", (100, 2018008)),
        ("image", "https://cdn.example/a.heic", (100, 2534080)),
        ("image", "https://cdn.example/a.pdf", (100, 2018047)),
        ("audio", "https://cdn.example/a.mp4", None),
        ("audio", "https://cdn.example/a.mp3", (100, 2018047)),
        ("file", "https://cdn.example/a.pdf?x=1", None),
    ],
)
def test_addresses_that_are_fetched(caller, kind, url, codes):
    reply = send(caller, {"attachment": {"type": kind, "payload": {"url": url}}})
    assert (reply.codes if reply.status != 200 else None) == codes


def test_files_of_the_media_host_are_really_looked_at(caller):
    reply = upload(caller, "image", JPEG)
    send(caller, {"attachment": by_id("image", reply)})
    link = caller.messages(MARA)[0]["attachments"]["data"][0]["image_data"]["url"]
    assert send(caller, {"attachment": {"type": "image", "payload": {"url": link}}}).status == 200
    assert send(caller, {"attachment": {"type": "video", "payload": {"url": link}}}).codes == (100, 2018047)


def test_text_with_an_attachment_loses_the_attachment(caller):
    """failure 37"""
    entry = {"type": "image", "payload": {"url": "https://cdn.example/a.jpg"}}
    assert send(caller, {"text": "Look", "attachment": entry}).status == 200
    newest = caller.messages(MARA)[0]
    assert newest["message"] == "Look" and "attachments" not in newest


@pytest.mark.parametrize(
    ("replies", "is_fine"),
    [
        ([{"content_type": "text", "title": "Small", "payload": "S"}] * 13, True),
        ([{"content_type": "text", "title": "Small", "payload": "S"}] * 14, False),
        ([], False),
        ([{"content_type": "text", "title": "x" * 21, "payload": "S"}], False),
        ([{"content_type": "text", "title": "Small"}], False),
        ([{"content_type": "user_phone_number"}], False),
        ("Small", False),
    ],
)
def test_quick_replies(caller, replies, is_fine):
    reply = send(caller, {"text": "Which size?", "quick_replies": replies})
    assert (reply.status == 200) is is_fine
    assert is_fine == bool(caller.world.sent)


@pytest.mark.parametrize(
    ("payload", "is_fine"),
    [
        ({"template_type": "button", "text": "Look", "buttons": [BUTTON]}, True),
        ({"template_type": "button", "text": "x" * 641, "buttons": [BUTTON]}, False),
        ({"template_type": "button", "text": "Look", "buttons": [BUTTON] * 4}, False),
        ({"template_type": "button", "text": "Look", "buttons": []}, False),
        ({"template_type": "button", "text": "Look", "buttons": [{"type": "phone_number", "title": "x"}]}, False),
        ({"template_type": "generic", "elements": [{"title": "Bowl", "subtitle": "32 cm"}]}, True),
        ({"template_type": "generic", "elements": [{"title": "Bowl", "buttons": [BUTTON]}] * 10}, True),
        ({"template_type": "generic", "elements": [{"title": "Bowl", "subtitle": "a"}] * 11}, False),
        ({"template_type": "generic", "elements": [{"title": "Bowl"}]}, False),
        ({"template_type": "generic", "elements": [{"title": "x" * 81, "subtitle": "a"}]}, False),
        ({"template_type": "generic", "elements": []}, False),
        ({"template_type": "media"}, False),
    ],
)
def test_templates(caller, payload, is_fine):
    reply = send(caller, {"attachment": {"type": "template", "payload": payload}})
    assert (reply.status == 200) is is_fine
    if is_fine:
        newest = caller.conversation(MARA, "messages.limit(1){attachments{generic_template}}")["messages"]["data"][0]
        assert "generic_template" in newest["attachments"]["data"][0], "as reads give it back"


def test_the_heart_is_the_only_sticker(caller):
    assert send(caller, {"attachment": {"type": "like_heart"}}).status == 200
    assert send(caller, {"attachment": {"type": "thumbs_up"}}).codes == (100, None)
