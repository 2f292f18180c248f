"""Conversations as JSON for other programs. ``resources/export-format.md`` tells people what stands where.

Every moment is UTC in ISO 8601; what is empty or does not apply is left out.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from igdesk import __version__
from igdesk.domain.account import Account
from igdesk.domain.attachment import Attachment
from igdesk.domain.message import Button, Card, Message, Quote, Share, Template
from igdesk.domain.message_kinds import Direction, Origin
from igdesk.domain.saved_reply import SavedReply
from igdesk.domain.timeline_event import TimelineEvent
from igdesk.store.export_reader import ConversationFacts

FORMAT = "igdesk-export"
VERSION = 1
"""Raised when something gets another name or meaning; what is only added leaves it as it is."""

Form = dict[str, Any]


def moment(when: datetime) -> str:
    """``2026-11-20T14:31:05Z``; with milliseconds where there are any."""
    utc = when.astimezone(UTC)
    step = "milliseconds" if utc.microsecond else "seconds"
    return utc.replace(tzinfo=None).isoformat(timespec=step) + "Z"


def head(now: datetime) -> Form:
    """How every file begins."""
    return {"format": FORMAT, "version": VERSION, "written_by": f"igdesk {__version__}", "exported_at": moment(now)}


def of_account(account: Account) -> Form:
    return _lean(
        {"instagram_id": account.remote_id, "username": account.username, "name": account.name, "label": account.label}
    )


def of_conversation(facts: ConversationFacts, picture: str) -> Form:
    """Everything but the messages. ``picture`` is the file of the profile picture, if there is one."""
    row, person = facts.row, facts.row.participant
    return _lean(
        {
            "instagram_id": row.remote_id,
            "customer": _lean(
                {
                    "instagram_id": person.igsid,
                    "username": person.username,
                    "name": person.name,
                    "picture": picture,
                    "followers": person.follower_count,
                    "is_verified": person.is_verified,
                    "follows_you": person.follows_you,
                    "you_follow": person.you_follow,
                }
            ),
            "state": row.shelf.name.lower(),
            "snoozed_until": row.wakes_at and moment(row.wakes_at),
            "is_waiting": row.is_waiting or None,
            "needs_no_reply": row.needs_no_reply or None,
            "is_pinned": row.is_pinned or None,
            "is_muted": row.is_muted or None,
            "labels": list(facts.labels),
            "note": facts.note,
            "draft": row.draft,
            "events": [_event(event) for event in facts.events],
        }
    )


def of_message(message: Message, files: Mapping[str, str]) -> Form:
    """``files``: media keys and the files that were written of them."""
    return _lean(
        {
            "id": message.remote_id,
            "at": moment(message.sent_at),
            "from": "you" if message.direction is Direction.OUTBOUND else "customer",
            "kind": message.kind.value,
            "text": message.text,
            "edited": message.is_edited or None,
            "unread": message.is_unread or None,
            "delivery": message.delivery.value if message.is_own else None,
            "written": message.origin.value if message.origin is not Origin.CUSTOMER else None,
            "part": message.part and {"number": message.part[0], "of": message.part[1]},
            "failure": message.failure
            and _lean({"reason": message.failure, "code": message.failure_code, "words": message.failure_words}),
            "reply_to": message.quote and _quote(message.quote),
            "story": message.story and _lean({"instagram_id": message.story.id, "link": message.story.link}),
            "shares": [_share(share) for share in message.shares],
            "template": message.template and _template(message.template),
            "quick_replies": [reply.title for reply in message.quick_replies],
            "reactions": [
                {"emoji": reaction.emoji, "from": "you" if reaction.is_own else "customer"}
                for reaction in message.reactions
            ],
            "attachments": [_attachment(found, files) for found in (*message.attachments, *message.pictures)],
            "gap_before": message.has_gap_before or None,
        }
    )


def of_saved_reply(reply: SavedReply) -> Form:
    return _lean(
        {"shortcut": reply.shortcut, "name": reply.name, "text": reply.text, "folder": reply.folder, "used": reply.uses}
    )


def _attachment(found: Attachment, files: Mapping[str, str]) -> Form:
    return _lean(
        {
            "kind": found.kind.value,
            "role": found.role.value,
            "place": found.place,
            "name": found.name,
            "type": found.media_type,
            "size": found.size_bytes,
            "width": found.width_px,
            "height": found.height_px,
            "duration_ms": found.duration_ms,
            "is_animated": found.is_animated or None,
            "is_sticker": found.is_sticker or None,
            "state": found.state.value,
            "file": files.get(found.media_key) if found.media_key else None,
        }
    )


def _quote(quote: Quote) -> Form:
    return _lean(
        {
            "id": quote.remote_id,
            "from": quote.direction and ("you" if quote.direction is Direction.OUTBOUND else "customer"),
            "kind": quote.kind and quote.kind.value,
            "text": quote.text,
        }
    )


def _share(share: Share) -> Form:
    return _lean(
        {
            "kind": share.kind.value,
            "link": share.link,
            "name": share.name,
            "description": share.description,
            "author": share.author,
        }
    )


def _template(template: Template) -> Form:
    return _lean(
        {
            "text": template.text,
            "buttons": [_button(button) for button in template.buttons],
            "cards": [_card(card) for card in template.cards],
        }
    )


def _card(card: Card) -> Form:
    return _lean(
        {
            "title": card.title,
            "subtitle": card.subtitle,
            "link": card.url,
            "buttons": [_button(button) for button in card.buttons],
        }
    )


def _button(button: Button) -> Form:
    return _lean({"title": button.title, "kind": button.kind.value, "link": button.url, "payload": button.payload})


def _event(event: TimelineEvent) -> Form:
    return _lean(
        {
            "at": moment(event.at),
            "kind": event.kind.value,
            "label": event.label_name,
            "until": event.wakes_at and moment(event.wakes_at),
        }
    )


def _lean(form: Form) -> Form:
    """Without what is empty."""
    return {key: value for key, value in form.items() if value is not None and value not in ("", [], {})}
