"""Answers of the Graph API as snapshots. Whatever is wrong with one part never costs the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from igdesk.domain.account import Flavour
from igdesk.domain.snapshot import (
    AccountSnapshot,
    ConversationSnapshot,
    InboxPage,
    MessageSnapshot,
    PersonSnapshot,
    ProfileSnapshot,
    ReactionSnapshot,
    SendReceipt,
)
from igdesk.graph.catalogue import entry_named
from igdesk.graph.decode_parts import decode_parts
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.instants import read_instant
from igdesk.graph.json_values import (
    as_count,
    as_dict,
    as_flag,
    as_id,
    as_text,
    as_url,
    elements,
    members,
    parse_json,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

EMOJI_CHARS = 32
_REACTION_NAMES = {"love": "❤", "like": "👍", "laugh": "😆", "wow": "😮", "sad": "😢", "angry": "😠", "other": "…"}


def decode_identity(body: bytes) -> AccountSnapshot:
    """The account of an Instagram token. Printed inside ``data[0]``, served flat: both are taken."""
    answer = _object(body)
    if "data" in answer:
        answer = next((found for found in map(as_dict, elements(answer)) if found is not None), answer)
    professional_id = as_id(answer.get("user_id"))
    if not professional_id:  # ``id`` differs per app and never appears in messages: it cannot stand in
        raise _malformed()
    return AccountSnapshot(
        remote_id=professional_id,
        app_scoped_id=as_id(answer.get("id")),
        node_id=professional_id,
        flavour=Flavour.INSTAGRAM,
        username=_handle(answer.get("username")),
        name=as_text(answer.get("name")).strip(),
        account_type=as_text(answer.get("account_type")).strip(),
        picture_url=as_url(answer.get("profile_picture_url")),
        follower_count=as_count(answer.get("followers_count")),
    )


def decode_page_identity(body: bytes) -> AccountSnapshot | None:
    """The Instagram account of the Page a token belongs to; None when the answer names none."""
    answer = _object(body)
    return _account_of_page(answer)


def decode_pages(body: bytes) -> tuple[tuple[AccountSnapshot, str], ...]:
    """The Instagram accounts behind a person's Pages, each with the token of its Page."""
    found = []
    for page in map(as_dict, elements(_object(body))):
        account = _account_of_page(page) if page is not None else None
        page_token = as_id(page.get("access_token")) if page is not None else ""
        if account is not None and page_token:
            found.append((account, page_token))
    return tuple(found)


def decode_after(body: bytes) -> str:
    """The cursor of the next page of any list; empty where there is none."""
    return _cursor_after(_object(body))


def _account_of_page(page: dict[str, object]) -> AccountSnapshot | None:
    page_id = as_id(page.get("id"))
    linked = members(page.get("instagram_business_account"))
    professional_id = as_id(linked.get("id"))
    if not page_id or not professional_id:
        return None
    return AccountSnapshot(
        remote_id=professional_id,
        app_scoped_id="",
        node_id=page_id,
        flavour=Flavour.FACEBOOK,
        username=_handle(linked.get("username")),
        name=(as_text(linked.get("name")) or as_text(page.get("name"))).strip(),
        picture_url=as_url(linked.get("profile_picture_url")),
        follower_count=as_count(linked.get("followers_count")),
    )


def decode_inbox(body: bytes) -> InboxPage:
    """A page of the list of conversations."""
    answer = _object(body)
    if "data" not in answer:
        raise _malformed()
    entries = list(elements(answer))
    conversations = _each(entries, _conversation, lambda found: found.remote_id)
    if len(conversations) < len(entries):
        log.warning(
            "%d of %d entries of the list left out: no id or twice", len(entries) - len(conversations), len(entries)
        )
    return InboxPage(conversations=conversations, after=_cursor_after(answer))


def decode_conversation(body: bytes, limit: int = 0) -> ConversationSnapshot:
    """A conversation with its newest messages. ``limit`` is how many messages were asked for."""
    conversation = _conversation(_object(body), limit)
    if conversation is None:
        raise _malformed()
    return conversation


def decode_messages(body: bytes, remote_id: str, limit: int = 0) -> ConversationSnapshot:
    """A further page of the messages of one conversation."""
    answer = _object(body)
    if "data" not in answer:
        raise _malformed()
    return _with_messages(ConversationSnapshot(remote_id, None), answer, limit)


def decode_message(body: bytes) -> MessageSnapshot:
    """One message."""
    message = _message(_object(body))
    if message is None:
        raise _malformed()
    return message


def decode_profile(body: bytes, igsid: str) -> ProfileSnapshot:
    """A customer's profile. Empty and missing are both "not given"."""
    answer = _object(body)
    return ProfileSnapshot(
        igsid=igsid,
        username=_handle(answer.get("username")) or None,
        name=as_text(answer.get("name")).strip() or None,
        picture_url=as_url(answer.get("profile_pic")) or None,
        follower_count=as_count(answer.get("follower_count")),
        is_verified=as_flag(answer.get("is_verified_user")),
        follows_you=as_flag(answer.get("is_user_follow_business")),
        you_follow=as_flag(answer.get("is_business_follow_user")),
    )


def decode_receipt(body: bytes) -> SendReceipt:
    """The answer to a message that was sent.

    An answer that cannot be read is no refusal: the message may well be there, so the outcome is unknown.
    """
    answer = as_dict(parse_json(body))
    if answer is not None:
        receipt = SendReceipt(
            remote_id=as_id(answer.get("message_id")) or as_id(answer.get("id")),
            recipient_id=as_id(answer.get("recipient_id")),
        )
        if receipt.remote_id or receipt.recipient_id:
            return receipt
    raise GraphError(ErrorKind.OUTCOME_UNKNOWN, entry=entry_named("connection_broke"))


def _conversation(value: object, limit: int = 0) -> ConversationSnapshot | None:
    entry = members(value)
    remote_id = as_id(entry.get("id"))
    if not remote_id:
        return None
    conversation = ConversationSnapshot(
        remote_id=remote_id,
        updated_at=read_instant(entry.get("updated_time")),
        participants=_people(entry.get("participants")),
    )
    edge = entry.get("messages")
    return _with_messages(conversation, {"data": edge} if isinstance(edge, list) else members(edge), limit)


def _with_messages(conversation: ConversationSnapshot, edge: dict[str, object], limit: int) -> ConversationSnapshot:
    entries = list(elements(edge))
    messages = _each(entries, _message, lambda found: found.remote_id)
    broken = sum(1 for entry in entries if not as_id(members(entry).get("id")))
    if broken:
        log.warning("%d of %d messages left out: no id", broken, len(entries))
    after = _cursor_after(edge)
    # An empty page proves nothing, nor does a full one that comes without any paging.
    reaches_back = bool(messages) and not after and not _has_next(edge)
    return ConversationSnapshot(
        remote_id=conversation.remote_id,
        updated_at=conversation.updated_at,
        participants=conversation.participants,
        messages=messages,
        is_complete=reaches_back and not broken and (as_dict(edge.get("paging")) is not None or len(entries) < limit),
        messages_after=after,
        broken_messages=broken,
    )


def _message(value: object) -> MessageSnapshot | None:
    entry = members(value)
    remote_id = as_id(entry.get("id"))
    if not remote_id:
        return None
    quoted = entry.get("reply_to")
    parts = decode_parts(entry)
    return MessageSnapshot(
        remote_id=remote_id,
        created_at=read_instant(entry.get("created_time")),
        sender=_person(entry.get("from")),
        recipients=_people(entry.get("to")),
        text=as_text(entry.get("message")) or as_text(members(entry.get("postback")).get("title")),
        attachments=tuple(parts.attachments),
        pictures=tuple(parts.pictures),
        shares=tuple(parts.shares),
        template=parts.template,
        story_reply=parts.story_reply,
        story_mention=parts.story_mention,
        reactions=tuple(found for found in map(_reaction, elements(entry.get("reactions"))) if found is not None),
        quoted_remote_id=as_id(members(quoted).get("mid")) or as_id(members(quoted).get("id")) or as_id(quoted),
        is_unsupported=as_flag(entry.get("is_unsupported")) is True or parts.is_withheld,
    )


def _person(value: object) -> PersonSnapshot | None:
    entry = members(value)
    person = PersonSnapshot(as_id(entry.get("id")), _handle(entry.get("username")), as_text(entry.get("name")).strip())
    return person if person.remote_id or person.username else None


def _people(value: object) -> tuple[PersonSnapshot, ...]:
    return tuple(found for found in map(_person, elements(value)) if found is not None)


def _reaction(value: object) -> ReactionSnapshot | None:
    entry = members(value)
    said = as_text(entry.get("emoji")).strip() or as_text(entry.get("reaction")).strip()
    emoji = _REACTION_NAMES.get(said.lower(), said)[:EMOJI_CHARS]
    users = entry.get("users")
    people = users if isinstance(users, list) else list(elements(users))
    ids = tuple(found for found in (as_id(members(person).get("id")) for person in people) if found)
    return ReactionSnapshot(emoji, ids) if emoji else None


def _handle(value: object) -> str:
    return as_text(value).strip().removeprefix("@")


def _each(entries: Iterable[object], decode: Callable[[object], T | None], key: Callable[[T], str]) -> tuple[T, ...]:
    """Every entry that can be decoded, the first of each id."""
    found: dict[str, T] = {}
    for entry in entries:
        decoded = decode(entry)
        if decoded is not None:
            found.setdefault(key(decoded), decoded)
    return tuple(found.values())


def _has_next(edge: dict[str, object]) -> bool:
    return bool(members(edge.get("paging")).get("next"))


def _cursor_after(edge: dict[str, object]) -> str:
    """The cursor of the next page, while there is one. ``paging.next`` holds the token: only its cursor is taken."""
    if not _has_next(edge):
        return ""
    paging = members(edge.get("paging"))
    after = as_id(members(paging.get("cursors")).get("after"))
    if after:
        return after
    try:
        found = parse_qs(urlsplit(as_url(paging.get("next"))).query).get("after", [""])
    except ValueError:
        return ""
    return as_id(found[0])


def _object(body: bytes) -> dict[str, object]:
    answer = as_dict(parse_json(body))
    if answer is None:
        raise _malformed()
    return answer


def _malformed() -> GraphError:
    return GraphError(ErrorKind.MALFORMED)
