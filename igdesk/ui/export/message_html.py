"""A message as HTML. What comes from outside is text and nothing else: every word of it is escaped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from igdesk.domain.attachment import Attachment, AttachmentKind, AttachmentRole
from igdesk.domain.message import Button, Message, Quote, Share
from igdesk.domain.message_kinds import Delivery, Direction, MessageKind, Origin
from igdesk.domain.text import is_emoji_only
from igdesk.ui.export.json_form import moment
from igdesk.ui.format import clock_time, file_size, full_time, play_time
from igdesk.ui.texts import say
from igdesk.ui.timeline.links import find_links
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.speech import share_title

_NOTES = {
    MessageKind.UNSUPPORTED: "message.unsupported",
    MessageKind.WITHHELD: "message.withheld",
    MessageKind.UNSENT: "message.unsent",
    MessageKind.DISAPPEARING: "message.disappearing",
}
_NAMES = {
    AttachmentKind.IMAGE: "row.photo",
    AttachmentKind.VIDEO: "row.video",
    AttachmentKind.AUDIO: "row.voice",
}
_STATES = {
    Delivery.SENT: "state.sent",
    Delivery.SEEN: "state.seen",
    Delivery.HELD: "state.queued",
    Delivery.QUEUED: "state.queued",
    Delivery.SENDING: "state.sending",
    Delivery.UNCERTAIN: "state.uncertain",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """What the messages of a page share."""

    customer: str
    zone: tzinfo | None
    files: Mapping[str, str]
    """Media keys and the files that were written of them, as the page links to them."""
    places: Mapping[int, str]
    """Messages that were written already, and the page they are on."""


def article(row: Row, scene: Scene) -> str:
    """One message with what stands under it."""
    message = row.message
    body = "".join(_parts(message, scene)) or _note(say("message.withheld"))
    is_bare = _is_big(message) or _is_sticker(message, scene)
    side, bare = ("you" if message.is_own else "them"), (" bare" if is_bare else "")
    if row.joins_next:
        side += " joined"
    when = escape(full_time(message.sent_at, zone=scene.zone))
    foot = _reactions(message, scene) + (_foot(message, scene) if row.has_footer else "")
    return (
        f'<article id="m{message.id}" class="{side}"><div class="bubble{bare}" title="{when}">{body}</div>'
        f"{foot}</article>\n"
    )


def link(url: str, words: str) -> str:
    """To a page of the web; anything else stays words."""
    if not url.lower().startswith(("http://", "https://")):
        return words
    return f'<a href="{escape(url)}" rel="noreferrer noopener">{words}</a>'


def text_html(text: str) -> str:
    """A text with its links."""
    parts, at = [], 0
    for found in find_links(text):
        end = found.start + found.length
        parts += [escape(text[at : found.start]), link(found.url, escape(text[found.start : end]))]
        at = end
    return "".join((*parts, escape(text[at:])))


def bidi(text: str) -> str:
    """A name inside a sentence."""
    return f"<bdi>{escape(text)}</bdi>"


def _parts(message: Message, scene: Scene) -> list[str]:
    parts = []
    if message.quote is not None:
        parts.append(_quote(message.quote, scene))
    if message.kind in (MessageKind.STORY_REPLY, MessageKind.STORY_MENTION):
        parts.append(_story(message, scene))
    if message.attachments and message.kind is not MessageKind.DISAPPEARING:
        parts.append(_media(message.attachments, scene))
    if message.text:
        big = " big" if _is_big(message) else ""
        parts.append(f'<p class="text{big}" dir="auto">{text_html(message.text)}</p>')
    parts += [_share(share, message.picture(AttachmentRole.SHARE, n), scene) for n, share in enumerate(message.shares)]
    parts += _template(message, scene)
    if message.quick_replies:
        parts.append(_chips(reply.title for reply in message.quick_replies))
    if message.kind in _NOTES and not message.text:
        parts.append(_note(say(_NOTES[message.kind])))
    return parts


def _is_big(message: Message) -> bool:
    return message.quote is None and not message.attachments and is_emoji_only(message.text.strip())


def _is_sticker(message: Message, scene: Scene) -> bool:
    found = message.attachments
    return not message.text and len(found) == 1 and found[0].is_sticker and found[0].media_key in scene.files


def _note(words: str) -> str:
    return f'<p class="note-in">{escape(words)}</p>'


def _quote(quote: Quote, scene: Scene) -> str:
    who = scene.customer if quote.direction is Direction.INBOUND else say("timeline.who.you")
    if quote.message_id is None:
        who, words = say("message.quoted_unknown"), say("message.quoted_missing")
    else:
        words = quote.text[:200] or (say(_NAMES.get(quote.media, "row.file")) if quote.media else say("row.share"))
    inside = f'<b>{bidi(who)}</b><span dir="auto">{escape(words)}</span>'
    page = scene.places.get(quote.message_id) if quote.message_id is not None else None
    if page is None:
        return f'<span class="quote">{inside}</span>'
    return f'<a class="quote" href="{escape(page)}#m{quote.message_id}">{inside}</a>'


def _story(message: Message, scene: Scene) -> str:
    words = say("message.story_mention" if message.kind is MessageKind.STORY_MENTION else "message.story_reply")
    picture = message.picture(AttachmentRole.STORY)
    return f'<div class="card">{_picture(picture, words, scene)}<p>{escape(words)}</p></div>'


def _media(found: tuple[Attachment, ...], scene: Scene) -> str:
    several = " several" if sum(a.kind is AttachmentKind.IMAGE for a in found) > 1 else ""
    return f'<div class="media{several}">{"".join(_file(a, scene) for a in found)}</div>'


def _file(found: Attachment, scene: Scene) -> str:
    # What Instagram calls a picture is a number.
    name = say(_NAMES[found.kind]) if found.kind in _NAMES else found.name or say("row.file")
    path = scene.files.get(found.media_key) if found.media_key else None
    if path is None:
        return _note(say("export.page.no_file", name=name))
    source = escape(path)
    if found.real_type.startswith("image/"):
        return f'<a href="{source}">{_picture(found, name, scene)}</a>'
    if found.real_type.startswith("video/"):
        return f'<video src="{source}" controls preload="none"></video>'
    if found.real_type.startswith("audio/"):
        length = f" · {play_time(found.duration_ms)}" if found.duration_ms else ""
        return f'<div><audio src="{source}" controls preload="none"></audio>{escape(name)}{length}</div>'
    size = f" · {file_size(found.size_bytes)}" if found.size_bytes else ""
    return f'<div class="card"><a href="{source}">{bidi(name)}</a>{size}</div>'


def _picture(found: Attachment | None, words: str, scene: Scene) -> str:
    path = scene.files.get(found.media_key) if found is not None and found.media_key else None
    if found is None or path is None or not found.real_type.startswith("image/"):
        return ""
    kind = ' class="sticker"' if found.is_sticker else ""
    return f'<img{kind} src="{escape(path)}" alt="{escape(words)}" loading="lazy">'


def _share(share: Share, picture: Attachment | None, scene: Scene) -> str:
    title = share_title(share)
    lines = [f"<p><b>{link(share.link, escape(title))}</b></p>"]
    if share.name:
        lines.append(f'<p dir="auto">{escape(share.name)}</p>')
    if share.description:
        lines.append(f'<p class="quiet" dir="auto">{escape(share.description)}</p>')
    if share.author:
        lines.append(f'<p class="quiet">{escape(say("message.shared_from", username=f"@{share.author}"))}</p>')
    return f'<div class="card">{_picture(picture, title, scene)}{"".join(lines)}</div>'


def _template(message: Message, scene: Scene) -> list[str]:
    template = message.template
    if template is None:
        return []
    parts = []
    if template.text and template.text != message.text:
        parts.append(f'<p class="text" dir="auto">{text_html(template.text)}</p>')
    if template.buttons:
        parts.append(_buttons(template.buttons))
    for place, card in enumerate(template.cards):
        picture = _picture(message.picture(AttachmentRole.CARD, place), card.title, scene)
        title = f'<p dir="auto"><b>{link(card.url, escape(card.title))}</b></p>' if card.title else ""
        below = f'<p class="quiet" dir="auto">{escape(card.subtitle)}</p>' if card.subtitle else ""
        parts.append(f'<div class="card">{picture}{title}{below}{_buttons(card.buttons)}</div>')
    return parts


def _buttons(buttons: tuple[Button, ...]) -> str:
    if not buttons:
        return ""
    shown = (f'<li dir="auto">{link(button.url, escape(button.title))}</li>' for button in buttons)
    return f'<ul class="chips">{"".join(shown)}</ul>'


def _chips(words: Iterable[str]) -> str:
    shown = (f'<li dir="auto">{escape(word)}</li>' for word in words)
    return f'<ul class="chips">{"".join(shown)}</ul>'


def _reactions(message: Message, scene: Scene) -> str:
    if not message.reactions:
        return ""
    you = say("timeline.who.you")
    shown = (
        f"{escape(reaction.emoji)} {bidi(you if reaction.is_own else scene.customer)}" for reaction in message.reactions
    )
    return f'<p class="reactions">{" · ".join(shown)}</p>'


def _foot(message: Message, scene: Scene) -> str:
    who = say("timeline.who.you") if message.is_own else scene.customer
    clock = escape(clock_time(message.sent_at, zone=scene.zone))
    parts = [f"<b>{bidi(who)}</b>", f'<time datetime="{moment(message.sent_at)}">{clock}</time>']
    if message.is_edited:
        parts.append(escape(say("state.edited")))
    if message.part is not None:
        parts.append(escape(say("state.part", part=message.part[0], parts=message.part[1])))
    if message.delivery is Delivery.FAILED:
        parts.append(f'<span class="bad">{escape(say("state.not_sent"))}</span>')
    elif message.is_own and message.origin is Origin.ELSEWHERE:
        parts.append(escape(say("state.elsewhere")))
    elif message.delivery in _STATES:
        parts.append(escape(say(_STATES[message.delivery])))
    return f'<p class="foot">{" · ".join(parts)}</p>'
