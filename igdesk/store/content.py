"""What a message snapshot says, in the form the archive keeps it."""

from typing import NamedTuple

from igdesk.domain.account import Account
from igdesk.domain.message import Reaction
from igdesk.domain.message_kinds import Direction, MessageKind
from igdesk.domain.snapshot import MessageSnapshot
from igdesk.domain.text import clean
from igdesk.store.participants import is_account
from igdesk.store.parts_json import reactions_json, shares_json, template_json


class Content(NamedTuple):
    """Columns of a message that Instagram decides."""

    kind: str
    text: str
    story_id: str | None
    story_link: str
    shares: str
    template: str
    reactions: str
    quoted_remote_id: str | None


CONTENT_COLUMNS = ", ".join(Content._fields)

_RICHEST_FIRST = {
    kind.value: place
    for place, kind in enumerate(
        (
            MessageKind.STORY_MENTION,
            MessageKind.STORY_REPLY,
            MessageKind.SHARE,
            MessageKind.TEMPLATE,
            MessageKind.MEDIA,
            MessageKind.TEXT,
            MessageKind.UNSUPPORTED,
            MessageKind.DISAPPEARING,
            MessageKind.WITHHELD,
            MessageKind.UNSENT,
        )
    )
}


def content_of(account: Account, snapshot: MessageSnapshot) -> Content:
    story = snapshot.story_mention or snapshot.story_reply
    return Content(
        kind=kind_of(snapshot).value,
        text=clean(snapshot.text),
        story_id=clean(story.id) if story else None,
        story_link=clean(story.link) if story else "",
        shares=shares_json(snapshot.shares),
        template=template_json(snapshot.template),
        reactions=reactions_json(_reactions(account, snapshot)),
        quoted_remote_id=clean(snapshot.quoted_remote_id) or None,
    )


def merged(stored: Content, seen: Content, *, is_newer: bool) -> Content:
    """What is known after a read: nothing said is lost to an emptier answer, else the newer read wins.

    Reactions may be taken back and stories end, so there emptiness counts.
    """
    newer, older = (seen, stored) if is_newer else (stored, seen)
    story = newer if newer.story_id is not None else older
    return Content(
        kind=min(stored.kind, seen.kind, key=_RICHEST_FIRST.__getitem__),
        text=newer.text or older.text,
        story_id=story.story_id,
        story_link=story.story_link,
        shares=newer.shares or older.shares,
        template=newer.template or older.template,
        reactions=newer.reactions,
        quoted_remote_id=newer.quoted_remote_id or older.quoted_remote_id,
    )


def kind_of(snapshot: MessageSnapshot) -> MessageKind:
    if snapshot.story_mention is not None:
        return MessageKind.STORY_MENTION
    if snapshot.story_reply is not None:
        return MessageKind.STORY_REPLY
    if snapshot.shares:
        return MessageKind.SHARE
    template = snapshot.template
    if template is not None and not (snapshot.is_unsupported and template.is_note):
        return MessageKind.TEMPLATE
    if any(attachment.url for attachment in snapshot.attachments):
        return MessageKind.MEDIA
    if snapshot.text:
        return MessageKind.TEXT
    if snapshot.is_unsupported:
        return MessageKind.UNSUPPORTED
    return MessageKind.DISAPPEARING if snapshot.attachments else MessageKind.WITHHELD


def direction_of(account: Account, snapshot: MessageSnapshot) -> Direction:
    """Who wrote it: the sender says, else the recipients; in doubt the customer, so that nothing is overlooked."""
    if snapshot.sender is not None and (snapshot.sender.remote_id or snapshot.sender.username):
        return Direction.OUTBOUND if is_account(account, snapshot.sender) else Direction.INBOUND
    recipients = [person for person in snapshot.recipients if person.remote_id or person.username]
    if recipients and not any(is_account(account, person) for person in recipients):
        return Direction.OUTBOUND
    return Direction.INBOUND


def _reactions(account: Account, snapshot: MessageSnapshot) -> list[Reaction]:
    """One entry for each emoji and side, in the order of Instagram."""
    found: list[Reaction] = []
    for reaction in snapshot.reactions:
        sides = {account.is_own_id(user_id) for user_id in reaction.user_ids} or {False}
        for is_own in sorted(sides):
            entry = Reaction(clean(reaction.emoji), is_own)
            if entry.emoji and entry not in found:
                found.append(entry)
    return found
