"""A message as one sentence, for people who listen to the window (chapter 10.3 of the design)."""

import unicodedata
from collections import Counter

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.message import Button, Message, Quote, ReactionState, Share, ShareKind
from igdesk.domain.message_kinds import NOT_SHOWN, Delivery, MessageKind, Origin
from igdesk.domain.outbox import FailureReason
from igdesk.domain.text import clean, one_line
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.ui.format import clock_time, day_line, day_word, file_size, moment_near, short_date
from igdesk.ui.texts import isolate, say, unmarked
from igdesk.ui.timeline.actions import Do, is_story_over, natural_action
from igdesk.ui.timeline.links import shown_host
from igdesk.ui.timeline.rows import Row
from igdesk.ui.timeline.scene import Scene

SHAPE_HERE = "\ufffc"
MOST_SPOKEN = 2000
"""Characters of a text that are read aloud."""

_ENTER = {
    Do.OPEN_LINK: "said.enter.link",
    Do.OPEN_STORY: "said.enter.story",
    Do.OPEN_INSTAGRAM: "said.enter.instagram",
    Do.SEND_AGAIN: "said.enter.again",
    Do.WHY: "said.enter.why",
    Do.RELOAD: "said.enter.reload",
    Do.SHOW_QUOTED: "said.enter.quoted",
    Do.OPEN_MEDIA: "said.enter.media",
    Do.PLAY: "said.enter.play",
}
_PLACEHOLDERS = {
    MessageKind.UNSUPPORTED: "message.unsupported",
    MessageKind.WITHHELD: "message.withheld",
    MessageKind.UNSENT: "message.unsent",
    MessageKind.DISAPPEARING: "message.disappearing",
}
_GONE = {
    AttachmentKind.VIDEO: "message.video_gone",
    AttachmentKind.AUDIO: "message.voice_gone",
    AttachmentKind.FILE: "message.file_gone",
    AttachmentKind.UNKNOWN: "message.file_gone",
}
_SHARE_TITLES = {
    ShareKind.POST: "message.shared_post",
    ShareKind.REEL: "message.shared_reel",
    ShareKind.STORY: "message.shared_story",
    ShareKind.PROFILE: "message.shared_profile",
    ShareKind.PRODUCT: "message.shared_product",
    ShareKind.LINK: "message.shared_link",
    ShareKind.UNKNOWN: "message.shared_something",
}
_SHARES_SAID: dict[ShareKind, str] = {
    ShareKind.POST: "said.shared.post",
    ShareKind.REEL: "said.shared.reel",
    ShareKind.STORY: "said.shared.story",
    ShareKind.PROFILE: "said.shared.profile",
    ShareKind.PRODUCT: "said.shared.product",
    ShareKind.LINK: "said.shared.link",
    ShareKind.UNKNOWN: "said.shared.something",
}
_KNOWN_EMOJI = {"❤": "red heart", "👍": "thumbs up", "👎": "thumbs down", "😂": "tears of joy", "🙏": "folded hands"}


def speak(row: Row, scene: Scene) -> str:
    """Who, when, what, where it stands, reactions, and what Enter does."""
    message = row.message
    sentences = [
        say(
            "said.message",
            who=say("timeline.who.you") if message.is_own else scene.customer,
            day=day_word(message.sent_at, scene.today, zone=scene.zone),
            time=clock_time(message.sent_at, zone=scene.zone),
            content=content_said(message, scene),
        )
    ]
    state = state_said(message, scene)
    if state:
        sentences.append(f"{state}.")
    if message.reactions:
        sentences.append(say("said.reactions", reactions=reactions_said(message, scene)))
    action = natural_action(message)
    if action is not None:
        sentences.append(say("said.enter", action=say(_ENTER[action.do])))
    return " ".join(sentences)


def describe_dividers(row: Row, scene: Scene) -> str:
    """What stands between a message and the one before it, and after the last one, as its description."""
    parts = []
    if row.starts_archive:
        parts.append(start_text(row, scene))
    if row.day is not None:
        parts.append(day_line(row.message.sent_at, scene.today, zone=scene.zone))
    if row.has_gap:
        parts.append(say("divider.gap"))
    parts += [event_said(event, scene) for event in row.happened]
    if row.new_count:
        parts.append(say("divider.new", n=row.new_count))
    parts += [event_said(event, scene) for event in row.happened_after]
    return ", ".join(part.rstrip(".") for part in parts)


def start_text(row: Row, scene: Scene) -> str:
    """What stands before the first message that is held."""
    if scene.deleted_on is not None:
        with_year = scene.deleted_on.year != scene.today.year
        return say("divider.deleted", date=short_date(scene.deleted_on, with_year=with_year))
    day = row.message.sent_at.astimezone(scene.zone).date()
    return say("divider.start", date=short_date(day, with_year=True))


def event_words(event: TimelineEvent, scene: Scene) -> str:
    """What happened; ``SHAPE_HERE`` stands for the shape of the label."""
    match event.kind:
        case EventKind.LABELLED:
            return say("system.labelled", shape=SHAPE_HERE, name=isolate(event.label_name))
        case EventKind.SNOOZED:
            if event.wakes_at is None:
                return say("system.snoozed.when_they_write")
            return say("system.snoozed", time=isolate(moment_near(event.wakes_at, event.at, zone=scene.zone)))
        case EventKind.WINDOW_CLOSED:
            return say("system.window_closed")


def event_said(event: TimelineEvent, scene: Scene) -> str:
    return " ".join(unmarked(event_words(event, scene)).replace(SHAPE_HERE, "").split())


def content_said(message: Message, scene: Scene) -> str:
    text = clean(message.text[:MOST_SPOKEN]).strip()
    if message.kind in _PLACEHOLDERS and not text:
        return note_in(message) or first_sentence(say(_PLACEHOLDERS[message.kind]))
    parts = [*_media_said(message), *_shares_said(message), *_template_said(message)]
    if message.kind is MessageKind.STORY_MENTION:
        parts.insert(0, say("said.story_mention"))
    spoken = ", ".join([*parts, text] if text else parts)
    if message.kind is MessageKind.STORY_REPLY:
        lead = say("said.story_reply.gone" if is_story_over(message) else "said.story_reply")
        return f"{lead}: {spoken}" if spoken else lead
    if message.quote is not None:
        lead = say("said.quote", who=quoted_who(message.quote, scene), quoted=quoted_text(message.quote))
        return f"{lead}: {spoken}" if spoken else lead
    if message.quick_replies:
        offered = ", ".join(one_line(clean(reply.title), 40) for reply in message.quick_replies)
        spoken = ". ".join(filter(None, (spoken, say("said.quick_replies", titles=offered))))
    return spoken or first_sentence(say("message.withheld"))


def state_said(message: Message, scene: Scene) -> str:
    """Where an own message stands; nothing for the customer's and for what was written before igdesk."""
    if not message.is_own:
        return ""
    if message.delivery is Delivery.FAILED:
        return _failure_said(message.failure)
    if message.origin is Origin.ELSEWHERE:
        return say("state.elsewhere")
    return state_word(message, scene)


def state_word(message: Message, scene: Scene) -> str:
    """The word for a delivery in the footer; empty where nothing is claimed."""
    match message.delivery:
        case Delivery.HELD:
            return say("state.held")
        case Delivery.QUEUED if message.id in scene.uploading:
            return say("state.uploading")
        case Delivery.QUEUED:
            return say("state.waiting") if scene.is_offline else say("state.queued")
        case Delivery.SENDING:
            return say("state.sending")
        case Delivery.SENT if message.failure == NOT_SHOWN:
            return say("state.not_shown")
        case Delivery.SENT:
            return say("state.sent")
        case Delivery.SEEN:
            return say("state.seen")
        case Delivery.UNCERTAIN:
            return say("state.uncertain")
        case _:
            return ""


def reactions_said(message: Message, scene: Scene) -> str:
    return ", ".join(
        say(
            "said.reaction",
            emoji=emoji_name(r.emoji),
            who=say("timeline.who.you") if r.is_own else scene.customer,
        )
        + (f" ({say(f'said.reaction.{r.state.value}')})" if r.state is not ReactionState.SET else "")
        for r in message.reactions
    )


def emoji_name(emoji: str) -> str:
    """A spoken name of an emoji; the sign itself when Unicode does not name it."""
    sign = next((c for c in emoji if c not in "\ufe0e\ufe0f\u200d"), "")
    if not sign:
        return emoji
    return _KNOWN_EMOJI.get(sign) or unicodedata.name(sign, sign).lower()


def quoted_who(quote: Quote, scene: Scene) -> str:
    """The writer of a quoted message."""
    if quote.direction is None:
        return say("message.quoted_unknown")
    return say("timeline.who.you") if quote.direction.value == "out" else scene.customer


_QUOTED_MEDIA: dict[AttachmentKind | None, str] = {
    AttachmentKind.IMAGE: "row.photo",
    AttachmentKind.VIDEO: "row.video",
    AttachmentKind.AUDIO: "row.voice",
    AttachmentKind.FILE: "row.file",
}


def quoted_text(quote: Quote) -> str:
    """One line of a quoted message."""
    text = one_line(clean(quote.text[:800]))
    if text:
        return text
    match quote.kind:
        case MessageKind.MEDIA:
            return say(_QUOTED_MEDIA.get(quote.media, "row.attachment"))
        case MessageKind.STORY_REPLY:
            return say("row.story_reply")
        case MessageKind.STORY_MENTION:
            return say("row.story_mention")
        case MessageKind.SHARE | MessageKind.WITHHELD:
            return say("row.share")
        case MessageKind.UNSENT:
            return say("row.unsent")
        case MessageKind.DISAPPEARING:
            return say("row.disappearing")
        case MessageKind.UNSUPPORTED:
            return say("row.unsupported")
        case MessageKind.TEMPLATE:
            return say("row.card")
        case _:
            return say("message.quoted_missing")


def file_facts(attachment: Attachment, *, size: bool = True) -> list[str]:
    """Type and size of a file as far as they are known: "PDF", "1.2 MB"."""
    facts = []
    ending = attachment.name.rpartition(".")[2] if "." in attachment.name else ""
    subtype = attachment.media_type.partition("/")[2].partition(";")[0].removeprefix("x-")
    kind = subtype if attachment.real_type or not 1 <= len(ending) <= 5 else ending
    if attachment.kind is AttachmentKind.FILE and 1 <= len(kind) <= 8 and kind != "octet-stream":
        facts.append(clean(kind).upper())
    if size and attachment.size_bytes:
        facts.append(file_size(attachment.size_bytes))
    return facts


def note_in(message: Message) -> str:
    """What Instagram itself says in place of a message that it does not hand out."""
    if message.kind is not MessageKind.UNSUPPORTED or message.template is None:
        return ""
    return next((one_line(clean(card.title)) for card in message.template.cards if card.title), "").rstrip(".")


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")


def gone_words(kind: AttachmentKind, count: int = 1) -> str:
    """That something is lost, once for all of a kind."""
    if count > 1:
        return say("message.photos_gone" if kind is AttachmentKind.IMAGE else "message.several_gone", n=count)
    return say(_GONE.get(kind, "message.media_gone"))


def share_title(share: Share) -> str:
    return say(_SHARE_TITLES[share.kind])


def _media_said(message: Message) -> list[str]:
    said: list[str] = []
    gone = [a for a in message.attachments if a.state is MediaState.GONE]
    refused = [a for a in message.attachments if a.state is MediaState.REFUSED]
    lacking = [*gone, *refused]
    photos = [a for a in message.attachments if a.kind is AttachmentKind.IMAGE and a not in lacking]
    if len(photos) == 1:
        photo = photos[0]
        said.append(say("said.sticker" if photo.is_sticker else "said.gif" if photo.is_animated else "row.photo"))
    elif photos:
        said.append(say("said.photos", n=len(photos)))
    for attachment in message.attachments:
        if attachment in photos or attachment in lacking:
            continue
        if attachment.kind in (AttachmentKind.VIDEO, AttachmentKind.AUDIO):
            said.append(_playable_said(attachment))
        else:
            said.append(_file_said(attachment))
    if refused:
        said.append(say("message.refused").rstrip("."))
    lost = Counter(a.kind for a in gone)
    return said + [gone_words(kind, count) for kind, count in lost.items()]


def _playable_said(attachment: Attachment) -> str:
    word = say("row.video" if attachment.kind is AttachmentKind.VIDEO else "row.voice")
    if not attachment.duration_ms:
        return word
    return f"{word}, {length_said(attachment.duration_ms)}"


def length_said(duration_ms: int) -> str:
    """A length in words: "18 seconds", "2 minutes 5 seconds"."""
    minutes, seconds = divmod(max(round(duration_ms / 1000), 1), 60)
    parts = [say("said.minutes", n=minutes)] if minutes else []
    if seconds or not minutes:
        parts.append(say("said.seconds", n=seconds))
    return " ".join(parts)


def _file_said(attachment: Attachment) -> str:
    facts = file_facts(attachment, size=False)
    if attachment.size_bytes:
        facts.append(_size_said(attachment.size_bytes))
    name = clean(attachment.name)
    return ", ".join([f"{say('row.file')} {name}" if name else say("row.file"), *facts])


def _size_said(size_bytes: int) -> str:
    amount, _, unit = file_size(size_bytes).partition("\u00a0")
    return say(f"said.size.{unit}", amount=amount)


def _shares_said(message: Message) -> list[str]:
    if message.kind is MessageKind.SHARE and not message.shares:
        return [say("said.shared.unknown")]
    said = []
    for share in message.shares:
        name = one_line(clean(share.name[:400]))
        author = one_line(clean(share.author))
        if not (name or share.link or author):
            said.append(say("said.shared.unknown"))
            continue
        word = say(_SHARES_SAID[share.kind])
        if author:
            word = say("said.shared.from", what=word, name=f"@{author}")
        host = shown_host(share.link) if share.kind is ShareKind.LINK else ""
        said.append(", ".join(filter(None, (word, name, host))))
    return said


def _template_said(message: Message) -> list[str]:
    """What stands on the cards, then their buttons and where those lead."""
    template = message.template
    if template is None:
        return []
    said = [clean(template.text[:MOST_SPOKEN]).strip(), *_buttons_said(template.buttons)]
    for card in template.cards:
        said += [one_line(clean(card.title)), one_line(clean(card.subtitle)), *_buttons_said(card.buttons)]
    return [say("row.card"), *filter(None, said)]


def _buttons_said(buttons: tuple[Button, ...]) -> list[str]:
    return [
        say("said.button.link", title=one_line(clean(button.title)), host=shown_host(button.url))
        if button.url
        else say("said.button", title=one_line(clean(button.title)))
        for button in buttons
    ]


def _failure_said(failure: str) -> str:
    try:
        reason = FailureReason(failure)
    except ValueError:
        reason = FailureReason.OTHER
    if reason in (FailureReason.NONE, FailureReason.OTHER, FailureReason.TEMPORARY):
        return say("state.not_sent").rstrip(".")
    if reason is FailureReason.NOT_CONFIRMED:
        return say("said.failed.not_confirmed")
    return say("state.not_sent.said", reason=say(f"said.failed.{reason.value}"))
