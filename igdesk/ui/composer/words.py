"""The sentences of the composer: strip, footer, placeholder and accessible names, from the situation."""

from dataclasses import dataclass
from datetime import datetime

from igdesk.domain.conversation import Participant
from igdesk.domain.window import WindowLevel
from igdesk.ui import format as fmt
from igdesk.ui.composer.counter import ReplyLength
from igdesk.ui.composer.strip_choice import ReplySituation, Strip
from igdesk.ui.texts import isolate, say, say_parts

_TWO_UNITS_FROM_S = 3600


@dataclass(frozen=True, slots=True)
class FooterWords:
    """The leading half of the footer: icon, text, and what is said aloud."""

    icon: str
    text: str
    spoken: str


def person(participant: Participant) -> str:
    """The customer in a name or sentence; never empty."""
    return participant.display_name or say("row.nobody")


def strip_words(strip: Strip, situation: ReplySituation, server_now: datetime, now: datetime) -> tuple[str, str]:
    """Bold beginning and the rest of a strip. ``now`` is the computer's clock, for the days it speaks of."""
    left, until = "", ""
    if strip.closes_at is not None:
        left_s = (strip.closes_at - server_now).total_seconds()
        left = fmt.duration_long(left_s) if left_s >= _TWO_UNITS_FROM_S else fmt.duration_words(left_s)
        until = fmt.moment_near(strip.closes_at, now)
    first = situation.conversation.participant.first_name or say("row.nobody")
    parts: tuple[str, str] = ("", "")
    match strip.text_id:
        case "strip.scheduled" | "strip.missed":
            parts = say_parts(strip.text_id, time=isolate(until))
        case "strip.scheduled.more":
            parts = say_parts("strip.scheduled.more", n=strip.count, time=isolate(until))
        case text_id if text_id.startswith("strip.remind"):
            at = fmt.moment_near(strip.at, now) if strip.at is not None else ""
            parts = say_parts(text_id, at=isolate(at), time=isolate(left), until=isolate(until))
        case "strip.closed":
            parts = say_parts("strip.closed", date=isolate(until), name=isolate(first))
        case "strip.unavailable":
            parts = say_parts("strip.unavailable", code=isolate(strip.code))
        case "strip.unreachable":
            parts = say_parts("strip.unreachable", name=isolate(first))
        case "strip.held_back" | "strip.offline":
            parts = say_parts(strip.text_id, n=strip.count)
        case "strip.other_app" | "strip.no_recipient" | "strip.text_only":
            parts = say_parts(strip.text_id)
        case _:
            parts = say_parts(strip.text_id, time=isolate(left), until=isolate(until))
    return parts


def footer_words(
    situation: ReplySituation, server_now: datetime, now: datetime, *, tells_window: bool, is_empty: bool
) -> FooterWords:
    """What the footer says of the reply window.

    ``tells_window``: the strip over the field gives the time left, so the footer gives the other half.
    While the field is empty there is room for the hour as well.
    """
    window = situation.window
    if not situation.conversation.can_reply or window.closes_at is None:
        return FooterWords("", "", "")
    left = isolate(fmt.window_long(window, server_now))
    until = isolate(fmt.moment_near(window.closes_at, now))
    spoken = say(
        "composer.window.name",
        time=fmt.window_long(window, server_now),
        until=fmt.moment_near(window.closes_at, now),
    )
    match window.level:
        case WindowLevel.CLOSED:
            return FooterWords("lock", say("composer.window.closed"), say("composer.window.closed"))
        case WindowLevel.HUMAN:
            text = say("composer.tagged") if tells_window else say("composer.window.human", time=left)
            return FooterWords("agent", text, text)
        case WindowLevel.SOON | WindowLevel.URGENT:
            icon = "hourglass" if window.level is WindowLevel.SOON else "alert"
            is_today = window.closes_at.astimezone().date() == now.astimezone().date()
            clock = isolate(fmt.clock_time(window.closes_at))
            if not tells_window:
                return FooterWords(icon, say("composer.window", time=left), spoken)
            text_id = "composer.window.closes" if is_today else "composer.window.closes.tomorrow"
            return FooterWords(icon, say(text_id, until=clock), spoken)
        case _:
            text_id = "composer.window.until" if is_empty else "composer.window"
            return FooterWords("clock", say(text_id, time=left, until=until), spoken)


def placeholder(situation: ReplySituation) -> str:
    """What the empty field says."""
    if not situation.can_send:
        return say("composer.placeholder.closed")
    if situation.is_signed_out:
        return say("composer.placeholder.signed_out")
    return say("composer.placeholder.human" if situation.is_human_reply else "composer.placeholder")


def field_name(situation: ReplySituation) -> str:
    """Accessible name of the field."""
    name = person(situation.conversation.participant)
    return say("composer.name" if situation.can_send else "composer.name.draft", name=name)


def send_name(situation: ReplySituation) -> str:
    """Accessible name of the Send button."""
    if situation.waits_in_outbox:
        return say("composer.send.offline")
    return say("composer.send.human" if situation.is_human_reply else "composer.send")


def counter_words(length: ReplyLength) -> tuple[str, str]:
    """The counter, shown and spoken."""
    count = fmt.byte_count(length.byte_count)
    if length.is_split:
        parts = fmt.number(length.part_count)
        return (
            say("composer.bytes.split", bytes=count, parts=parts),
            say("composer.bytes.split.name", bytes=count, parts=parts),
        )
    return say("composer.bytes", bytes=count), say("composer.bytes.name", bytes=count)


def key_hint(situation: ReplySituation, *, is_short: bool, has_quote: bool = False, enter_sends: bool = True) -> str:
    """What the trailing end of the footer says while there is nothing to count."""
    if not situation.can_send:
        return ""
    if has_quote:
        return say("composer.hint.quote")
    if situation.waits_in_outbox:
        return say("composer.hint.outbox")
    if not enter_sends:
        return say("composer.hint.ctrl_enter.short" if is_short else "composer.hint.ctrl_enter")
    return say("composer.hint.enter.short" if is_short else "composer.hint.enter")
