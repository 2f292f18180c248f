"""A reply before it is sent: the parts it goes out in, one message each, and what each part may hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.message import Button, ButtonKind, Card, QuickReply, Template
from igdesk.domain.text import LIMIT_BYTES, byte_length, split_reply

ALBUM_MOST = 10
"""Pictures that one message may hold."""
QUICK_REPLIES_MOST = 13
TITLE_MOST = 20
"""Characters of a quick reply or a button."""
CARDS_MOST = 10
CARD_TEXT_MOST = 80
BUTTONS_MOST = 3
BUTTON_TEXT_MOST = 640
PAYLOAD_MOST = 1000
HEART = "\u2764\ufe0f"
"""How the sticker is shown here."""
PICTURE, VIDEO, AUDIO, FILE = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO, AttachmentKind.FILE


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that was judged and lies in the media folder of the archive, ready to be sent."""

    media_key: str
    kind: AttachmentKind
    mime_type: str
    name: str
    size_bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class TextPart:
    text: str
    quick_replies: tuple[QuickReply, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesPart:
    """One file, or up to ten pictures."""

    files: tuple[StagedFile, ...]


@dataclass(frozen=True, slots=True)
class LinksPart:
    """Media that Instagram fetches from public addresses: one of a kind, or up to ten pictures."""

    kind: AttachmentKind
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeartPart:
    """The one sticker that may be sent."""


@dataclass(frozen=True, slots=True)
class NewCard:
    """One card of a template, with the public address of its picture."""

    title: str
    subtitle: str = ""
    image_url: str = ""
    url: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class CardsPart:
    """A generic template."""

    cards: tuple[NewCard, ...]


@dataclass(frozen=True, slots=True)
class ButtonsPart:
    """A button template."""

    text: str
    buttons: tuple[Button, ...]


ReplyPart = TextPart | FilesPart | LinksPart | HeartPart | CardsPart | ButtonsPart


class Flaw(Enum):
    """Why a part cannot be sent as it is."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    MIXED = "mixed"
    """Only pictures go out together."""
    ADDRESS = "address"
    """Not a public https address."""
    INCOMPLETE = "incomplete"
    """A card needs more than a title, a button somewhere to lead to or something to tell."""


class InvalidReplyError(ValueError):
    """A part that Instagram would refuse; found before anything is queued."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def parts_of(text: str, files: Sequence[StagedFile] = ()) -> tuple[ReplyPart, ...]:
    """What was put together in the composer, in the order it goes out: files first, neighbouring pictures together."""
    parts: list[ReplyPart] = []
    album: list[StagedFile] = []
    for file in files:
        if album and (file.kind is not PICTURE or len(album) == ALBUM_MOST):
            parts.append(FilesPart(tuple(album)))
            album = []
        if file.kind is PICTURE:
            album.append(file)
        else:
            parts.append(FilesPart((file,)))
    if album:
        parts.append(FilesPart(tuple(album)))
    if text.strip():
        parts.append(TextPart(text))
    return tuple(parts)


def sendable(parts: Iterable[ReplyPart]) -> tuple[ReplyPart, ...]:
    """The parts as messages: long texts split, nothing empty. InvalidReplyError for what Instagram would refuse."""
    found: list[ReplyPart] = []
    for part in parts:
        if isinstance(part, TextPart):
            pieces = split_reply(part.text)
            if part.quick_replies and not pieces:
                raise InvalidReplyError(Flaw.EMPTY)
            found += [TextPart(piece) for piece in pieces]
            if pieces and part.quick_replies:
                found[-1] = TextPart(pieces[-1], part.quick_replies)
        else:
            found.append(part)
    for part in found:
        flaw = flaw_of(part)
        if flaw is not None:
            raise InvalidReplyError(flaw)
    return tuple(found)


def flaw_of(part: ReplyPart) -> Flaw | None:
    """What keeps a part from being sent, by the limits of the Send API."""
    match part:
        case TextPart(text, quick_replies):
            return _text_flaw(text) or _quick_reply_flaw(quick_replies)
        case FilesPart(files):
            kinds = [file.kind for file in files]
            return _media_flaw(kinds)
        case LinksPart(kind, urls):
            return _media_flaw([kind] * len(urls)) or (
                None if all(is_public_address(url) for url in urls) else Flaw.ADDRESS
            )
        case CardsPart(cards):
            return _cards_flaw(cards)
        case ButtonsPart(text, buttons):
            if not text.strip() or not buttons:
                return Flaw.EMPTY
            if len(text) > BUTTON_TEXT_MOST:
                return Flaw.TOO_LONG
            return _buttons_flaw(buttons)
        case _:
            return None


def is_public_address(url: str) -> bool:
    """Whether Instagram could fetch from there: https and a host, nothing else."""
    host = url.removeprefix("https://").partition("/")[0]
    return url.startswith("https://") and bool(host) and url.isprintable() and " " not in url


def caption_of(part: ReplyPart) -> str:
    """The words of a part, for lists, search and the outbox."""
    match part:
        case TextPart(text, _) | ButtonsPart(text, _):
            return text
        case CardsPart(cards):
            return "\n".join(line for card in cards for line in (card.title, card.subtitle) if line)
        case HeartPart():
            return HEART
        case _:
            return ""


def text_of(part: ReplyPart) -> str:
    """The text of the message itself; that of a template belongs to the template."""
    match part:
        case TextPart(text, _):
            return text
        case HeartPart():
            return HEART
        case _:
            return ""


def template_of(part: ReplyPart) -> Template | None:
    """Cards and buttons as they are shown here."""
    match part:
        case ButtonsPart(text, buttons):
            return Template(text, buttons)
        case CardsPart(cards):
            return Template(cards=tuple(Card(c.title, c.subtitle, c.url, c.buttons) for c in cards))
        case _:
            return None


def _text_flaw(text: str) -> Flaw | None:
    if not text.strip():
        return Flaw.EMPTY
    return Flaw.TOO_LONG if byte_length(text) > LIMIT_BYTES else None


def _quick_reply_flaw(quick_replies: Sequence[QuickReply]) -> Flaw | None:
    if len(quick_replies) > QUICK_REPLIES_MOST:
        return Flaw.TOO_MANY
    for reply in quick_replies:
        if not reply.title.strip():
            return Flaw.EMPTY
        if len(reply.title) > TITLE_MOST or len(reply.payload) > PAYLOAD_MOST:
            return Flaw.TOO_LONG
    return None


def _media_flaw(kinds: Sequence[AttachmentKind]) -> Flaw | None:
    if not kinds or AttachmentKind.UNKNOWN in kinds:
        return Flaw.EMPTY
    if len(kinds) > 1 and set(kinds) != {PICTURE}:
        return Flaw.MIXED
    return Flaw.TOO_MANY if len(kinds) > ALBUM_MOST else None


def _cards_flaw(cards: Sequence[NewCard]) -> Flaw | None:
    if not cards:
        return Flaw.EMPTY
    if len(cards) > CARDS_MOST:
        return Flaw.TOO_MANY
    for card in cards:
        if not card.title.strip():
            return Flaw.EMPTY
        if len(card.title) > CARD_TEXT_MOST or len(card.subtitle) > CARD_TEXT_MOST:
            return Flaw.TOO_LONG
        if not (card.subtitle or card.image_url or card.url or card.buttons):
            return Flaw.INCOMPLETE
        if any(url and not is_public_address(url) for url in (card.image_url, card.url)):
            return Flaw.ADDRESS
        flaw = _buttons_flaw(card.buttons)
        if flaw is not None:
            return flaw
    return None


def _buttons_flaw(buttons: Sequence[Button]) -> Flaw | None:
    if len(buttons) > BUTTONS_MOST:
        return Flaw.TOO_MANY
    for button in buttons:
        if not button.title.strip():
            return Flaw.EMPTY
        if len(button.title) > TITLE_MOST or len(button.payload) > PAYLOAD_MOST:
            return Flaw.TOO_LONG
        if button.kind is ButtonKind.LINK and not is_public_address(button.url):
            return Flaw.ADDRESS
        if button.kind is ButtonKind.REPLY and not button.payload:
            return Flaw.INCOMPLETE
    return None
