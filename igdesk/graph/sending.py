"""What is sent, in the words of the Send API: messages of every kind, and files uploaded before them."""

import json
import unicodedata
from collections.abc import Callable, Mapping

from igdesk.domain.account import Flavour
from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import Button, ButtonKind
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
from igdesk.graph.json_values import as_dict, as_id, parse_json
from igdesk.graph.multipart import Form, FormFile
from igdesk.graph.protocol import GraphRequest, segment

NAME_MOST = 100
PROBE_PICTURE = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb00430050373c463c32504641465a55505f78c882786e6e78f5afb991c8ff"
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080008000801011100ffc4"
    "0014000100000000000000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f00"
    "3fffd9"
)
"""A small grey picture, to learn whether an account may upload. An upload sends nothing to anybody."""

_TYPES = {
    AttachmentKind.IMAGE: "image",
    AttachmentKind.VIDEO: "video",
    AttachmentKind.AUDIO: "audio",
    AttachmentKind.FILE: "file",
}
_BUTTONS = {ButtonKind.LINK: "web_url", ButtonKind.REPLY: "postback"}


def send_request(
    node_id: str,
    recipient_id: str,
    part: ReplyPart,
    *,
    flavour: Flavour,
    uploads: Mapping[str, str] | None = None,
    human_agent: bool = False,
    quoted_remote_id: str = "",
    as_share: bool = False,
) -> GraphRequest:
    """One message to a customer. The node is named outright, so that a token of another account fails.

    ``uploads`` names the ids that Instagram gave to files. ``as_share``: the other of the two contradicting ways in
    which Meta documents sending an uploaded file.
    """
    message = _message(part, uploads or {}, flavour, as_share=as_share)
    body: dict[str, object] = {"recipient": {"id": recipient_id}, "message": message}
    if human_agent:
        body |= {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    elif flavour is Flavour.FACEBOOK:
        body["messaging_type"] = "RESPONSE"
    if quoted_remote_id:
        body["reply_to"] = {"mid": quoted_remote_id}  # beside the message, not in it
    is_slow = isinstance(part, FilesPart | LinksPart | CardsPart)
    return GraphRequest("POST", f"/{segment(node_id)}/messages", json=body, is_slow=is_slow)


def upload_request(
    node_id: str, file: StagedFile, data: bytes, on_sent: Callable[[float], None] | None = None
) -> GraphRequest:
    """Hand a file to Instagram, to be sent by the id it answers."""
    message = {"attachment": {"type": _TYPES[file.kind], "payload": {"is_reusable": True}}}
    name = ascii_name(file.name, file.kind)
    form = Form(
        (("platform", "instagram"), ("message", json.dumps(message, separators=(",", ":")))),
        FormFile("filedata", name, file.mime_type, data),
        on_sent,
    )
    return GraphRequest("POST", f"/{segment(node_id)}/message_attachments", form=form, is_slow=True)


def decode_upload(body: bytes) -> str:
    """The id of a file that was uploaded."""
    found = as_id((as_dict(parse_json(body)) or {}).get("attachment_id"))
    if not found:
        raise GraphError(ErrorKind.MALFORMED)
    return found


def ascii_name(name: str, kind: AttachmentKind) -> str:
    """A file name that Instagram accepts: letters without accents, digits, dots and dashes (failure 42)."""
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    stem, ending = _plain(stem)[: NAME_MOST - 10].strip("-._"), _plain(ending)[:8]
    return (stem or _TYPES.get(kind, "file")) + (f".{ending}" if ending else "")


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in letters)


def _message(part: ReplyPart, uploads: Mapping[str, str], flavour: Flavour, *, as_share: bool) -> dict[str, object]:
    match part:
        case TextPart(text, quick_replies):
            message: dict[str, object] = {"text": _sendable(text)}
            if quick_replies:
                message["quick_replies"] = [
                    {"content_type": "text", "title": _sendable(r.title), "payload": _sendable(r.payload or r.title)}
                    for r in quick_replies
                ]
            return message
        case FilesPart(files):
            kinds = ["MEDIA_SHARE" if as_share else _TYPES[file.kind] for file in files]
            return _media(
                [(kind, {"attachment_id": uploads[file.media_key]}) for kind, file in zip(kinds, files, strict=True)],
                flavour,
            )
        case LinksPart(kind, urls):
            return _media([(_TYPES[kind], {"url": url}) for url in urls], flavour)
        case HeartPart():
            return {"attachment": {"type": "like_heart"}}
        case CardsPart(cards):
            return _template({"template_type": "generic", "elements": [_card(card) for card in cards]})
        case ButtonsPart(text, buttons):
            return _template(
                {"template_type": "button", "text": _sendable(text), "buttons": [_button(b) for b in buttons]}
            )


def _media(entries: list[tuple[str, dict[str, str]]], flavour: Flavour) -> dict[str, object]:
    """One file, or several pictures as one message. For one picture the two flavours document different words."""
    listed = [{"type": type_, "payload": payload} for type_, payload in entries]
    if len(listed) > 1:
        return {"attachments": listed}
    if flavour is Flavour.INSTAGRAM and listed[0]["type"] == "image":
        return {"attachments": listed[0]}
    return {"attachment": listed[0]}


def _template(payload: dict[str, object]) -> dict[str, object]:
    return {"attachment": {"type": "template", "payload": payload}}


def _card(card: NewCard) -> dict[str, object]:
    element: dict[str, object] = {"title": _sendable(card.title)}
    if card.subtitle:
        element["subtitle"] = _sendable(card.subtitle)
    if card.image_url:
        element["image_url"] = card.image_url
    if card.url:
        element["default_action"] = {"type": "web_url", "url": card.url}
    if card.buttons:
        element["buttons"] = [_button(button) for button in card.buttons]
    return element


def _button(button: Button) -> dict[str, str]:
    told = {"type": _BUTTONS[button.kind], "title": _sendable(button.title)}
    if button.kind is ButtonKind.LINK:
        return told | {"url": button.url}
    return told | {"payload": _sendable(button.payload)}


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()  # half an emoji has no UTF-8
