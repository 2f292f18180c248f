"""What a reply is made of, in the form the outbox keeps it."""

import json
from collections.abc import Mapping
from typing import Any

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


def payload_of(part: ReplyPart) -> str:
    """Everything of a part but the text of its message; empty for a plain text."""
    match part:
        case TextPart(_, quick_replies):
            if not quick_replies:
                return ""
            return _compact("text", [[reply.title, reply.payload] for reply in quick_replies])
        case FilesPart(files):
            return _compact(
                "files",
                [
                    [
                        f.media_key,
                        f.kind.value,
                        f.mime_type,
                        f.name,
                        f.size_bytes,
                        f.width_px,
                        f.height_px,
                        f.duration_ms,
                    ]
                    for f in files
                ],
            )
        case LinksPart(kind, urls):
            return _compact("links", [kind.value, *urls])
        case CardsPart(cards):
            return _compact(
                "cards", [[c.title, c.subtitle, c.image_url, c.url, _plain_buttons(c.buttons)] for c in cards]
            )
        case ButtonsPart(text, buttons):
            return _compact("buttons", [text, _plain_buttons(buttons)])
        case HeartPart():
            return _compact("heart", [])


def part_of(text: str, payload: str) -> ReplyPart:
    """The part that ``payload_of`` wrote."""
    if not payload:
        return TextPart(text)
    kind, values = json.loads(payload)
    match kind:
        case "text":
            return TextPart(text, tuple(QuickReply(*pair) for pair in values))
        case "files":
            return FilesPart(tuple(StagedFile(v[0], AttachmentKind(v[1]), *v[2:]) for v in values))
        case "links":
            return LinksPart(AttachmentKind(values[0]), tuple(values[1:]))
        case "cards":
            return CardsPart(tuple(NewCard(v[0], v[1], v[2], v[3], _buttons(v[4])) for v in values))
        case "buttons":
            return ButtonsPart(values[0], _buttons(values[1]))
        case "heart":
            return HeartPart()
        case _:
            raise ValueError(f"a reply of a kind that is not known: {kind}")


def uploads_json(uploads: Mapping[str, str]) -> str:
    """Ids that Instagram gave to files, by the key of each file."""
    return json.dumps(dict(uploads), separators=(",", ":")) if uploads else ""


def uploads_of(text: str) -> dict[str, str]:
    return dict(json.loads(text)) if text else {}


def _plain_buttons(buttons: tuple[Button, ...]) -> list[list[str]]:
    return [[b.title, b.kind.value, b.url, b.payload] for b in buttons]


def _buttons(values: list[list[str]]) -> tuple[Button, ...]:
    return tuple(Button(title, ButtonKind(kind), url, payload) for title, kind, url, payload in values)


def _compact(kind: str, values: list[Any]) -> str:
    return json.dumps([kind, values], ensure_ascii=False, separators=(",", ":"))
