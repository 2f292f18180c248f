"""Everything a message carries beside its text, out of the two shapes that Meta uses for it."""

from dataclasses import dataclass, field, replace
from itertools import islice

from igdesk.domain.attachment import AttachmentKind, AttachmentRole
from igdesk.domain.message import Share, Story, Template
from igdesk.domain.snapshot import AttachmentSnapshot
from igdesk.graph.decode_attachment import decode_attachment
from igdesk.graph.decode_share import SharedThing, decode_shared_attachment, decode_shares
from igdesk.graph.decode_template import CARDS_MOST, decode_template
from igdesk.graph.json_values import as_dict, as_id, as_text, as_url, elements, members

PARTS_MOST = 50
"""Attachments or shared posts of one message; Instagram sends ten at most."""


@dataclass(slots=True)
class Parts:
    attachments: list[AttachmentSnapshot] = field(default_factory=list)
    pictures: list[AttachmentSnapshot] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    template: Template | None = None
    story_reply: Story | None = None
    story_mention: Story | None = None
    is_withheld: bool = False
    """There is something that the answer does not hand out."""


def decode_parts(entry: dict[str, object]) -> Parts:
    """Whatever is wrong with one part never costs the others."""
    parts = Parts()
    _read_story(parts, entry)
    for attachment in map(as_dict, islice(elements(entry.get("attachments")), PARTS_MOST)):
        if attachment is not None:
            _read_attachment(parts, attachment)
    for value in islice(elements(entry.get("shares")), PARTS_MOST):
        for thing in islice(decode_shares(value), PARTS_MOST - len(parts.shares)):
            _add_share(parts, thing)
    return parts


def _read_story(parts: Parts, entry: dict[str, object]) -> None:
    story = members(entry.get("story"))
    # Events name the story among what is answered to.
    answered = as_dict(members(entry.get("reply_to")).get("story"))
    parts.story_reply = _story(story.get("reply_to")) or _story(answered)
    parts.story_mention = _story(story.get("mention"))
    found = parts.story_mention or parts.story_reply
    if found is not None:
        _add_picture(parts, found.link, AttachmentRole.STORY, 0, AttachmentKind.UNKNOWN, found.id)


def _read_attachment(parts: Parts, entry: dict[str, object]) -> None:
    template = decode_template(entry)
    if template is not None:
        _add_template(parts, *template)
        return
    shared = decode_shared_attachment(entry)
    if shared is not None:
        _add_share(parts, shared)
        return
    if as_text(entry.get("type")).strip().lower() == "story_mention" and parts.story_mention is None:
        parts.story_mention = Story("", as_url(members(entry.get("payload")).get("url")))
        _add_picture(parts, parts.story_mention.link, AttachmentRole.STORY, 0, AttachmentKind.UNKNOWN)
        return
    found = decode_attachment(entry)
    if found is not None:
        attachment, still = found
        place = len(parts.attachments)
        parts.attachments.append(replace(attachment, place=place))
        if attachment.kind is AttachmentKind.VIDEO:
            _add_picture(parts, still, AttachmentRole.POSTER, place, AttachmentKind.IMAGE, attachment.remote_id)


def _add_template(parts: Parts, template: Template, pictures: list[str]) -> None:
    """Cards that come one by one are cards of one template."""
    if template.is_note and not any(pictures):
        parts.is_withheld = True
    first = len(parts.template.cards) if parts.template is not None else 0
    for place, picture in enumerate(pictures[: CARDS_MOST - first], first):
        _add_picture(parts, picture, AttachmentRole.CARD, place, AttachmentKind.IMAGE)
    known = parts.template or Template()
    cards = (known.cards + template.cards)[:CARDS_MOST]
    parts.template = Template(known.text or template.text, known.buttons or template.buttons, cards)


def _add_share(parts: Parts, thing: SharedThing) -> None:
    share, picture = thing
    if not (share.link or share.name or share.description or picture):
        parts.is_withheld = True
        return
    same = next((i for i, known in enumerate(parts.shares) if share.link and known.link == share.link), None)
    if same is None:
        same = len(parts.shares)
        parts.shares.append(share)
    _add_picture(parts, picture, AttachmentRole.SHARE, same, AttachmentKind.IMAGE)


def _add_picture(
    parts: Parts, url: str, role: AttachmentRole, place: int, kind: AttachmentKind, remote_id: str = ""
) -> None:
    is_known = any(known.role is role and known.place == place for known in parts.pictures)
    if url and not is_known:
        parts.pictures.append(AttachmentSnapshot(remote_id, kind, url=url, role=role, place=place))


def _story(value: object) -> Story | None:
    """A story that is named at all exists; an empty link says that it is gone."""
    entry = as_dict(value)
    if entry is None:
        return None
    return Story(id=as_id(entry.get("id")), link=as_url(entry.get("link")) or as_url(entry.get("url")))
