"""What the person is told outside of the window: which messages, which reply windows, and when nothing at all.

Pure rules. Times of messages and reply windows are of Instagram's clock; quiet hours are of the computer's.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from igdesk.domain.account import Account, Capability
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Direction, MessageKind
from igdesk.domain.window import WindowLevel, window_at

MESSAGES = "notify.messages"
SOUND = "notify.sound"
SHOW_TEXT = "notify.show_text"
BADGE = "notify.badge"
WARN_MIN = "notify.warn_min"
QUIET = "notify.quiet"
QUIET_FROM = "notify.quiet_from"
QUIET_TO = "notify.quiet_to"
QUIET_LETS_WARNINGS = "notify.quiet_lets_warnings"
MUTED = "notify.muted"
"""Accounts that tell nothing for a while, each with the moment at which that ends."""
KEEP_RUNNING = "tray.keep_running"
SAID_IN_TRAY = "tray.said"
WARNED = "notify.warned"
"""Reply windows that were warned of: conversation and the message that opened the window."""

WARN_CHOICES_MIN = (0, 15, 30, 60, 120, 240)
"""How long before a reply window closes; 0 never. None is longer than "Closing soon" looks ahead."""
USUAL_WARN_MIN = 60
OLD = timedelta(minutes=10)
"""What is older when it arrives only counts."""
MUTE = timedelta(hours=1)
GATHER_S, PAUSE_S = 0.4, 4.0
"""Messages that come at once are told together; then nothing more for so long."""


@dataclass(frozen=True, slots=True)
class NoticeWishes:
    """What the person wants to be told."""

    messages: bool = True
    shows_text: bool = True
    counts_on_icon: bool = True
    warns_before: timedelta = timedelta(minutes=USUAL_WARN_MIN)
    """Zero: never."""
    has_quiet_hours: bool = False
    quiet_from: time = time(20)
    quiet_to: time = time(8)
    quiet_lets_warnings: bool = True
    keeps_running: bool = False
    has_sound: bool = False


USUAL = NoticeWishes()


def read_wishes(get: Callable[[str], str]) -> NoticeWishes:
    """From the settings; the usual where nothing sensible is kept."""

    def is_on(key: str, usual: bool) -> bool:
        return {"1": True, "0": False}.get(get(key), usual)

    kept = get(WARN_MIN)
    minutes = int(kept) if kept.isdecimal() and int(kept) in WARN_CHOICES_MIN else USUAL_WARN_MIN
    return NoticeWishes(
        is_on(MESSAGES, USUAL.messages),
        is_on(SHOW_TEXT, USUAL.shows_text),
        is_on(BADGE, USUAL.counts_on_icon),
        timedelta(minutes=minutes),
        is_on(QUIET, USUAL.has_quiet_hours),
        _time_of(get(QUIET_FROM), USUAL.quiet_from),
        _time_of(get(QUIET_TO), USUAL.quiet_to),
        is_on(QUIET_LETS_WARNINGS, USUAL.quiet_lets_warnings),
        is_on(KEEP_RUNNING, USUAL.keeps_running),
        is_on(SOUND, USUAL.has_sound),
    )


def _time_of(kept: str, usual: time) -> time:
    try:
        return time.fromisoformat(kept).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return usual


def is_quiet(wishes: NoticeWishes, here: datetime) -> bool:
    """Whether quiet hours are now; ``here`` is the computer's own time of day. Equal ends mean the whole day."""
    if not wishes.has_quiet_hours:
        return False
    now, begin, end = here.time(), wishes.quiet_from, wishes.quiet_to
    if begin < end:
        return begin <= now < end
    return now >= begin or now < end


@dataclass(frozen=True, slots=True)
class MessageNotice:
    """One person wrote; ``message`` is the newest of ``count``."""

    conversation: Conversation
    account: Account
    message: Message
    count: int = 1


@dataclass(frozen=True, slots=True)
class SeveralNotice:
    """Several people wrote."""

    conversations: tuple[Conversation, ...]
    """Who wrote last comes first."""
    account: Account | None
    """None: to several accounts."""
    count: int


@dataclass(frozen=True, slots=True)
class WindowNotice:
    """Reply windows close soon, the next one first."""

    conversations: tuple[Conversation, ...]
    left: timedelta
    """Of the first."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is so at the moment of telling."""

    wishes: NoticeWishes
    server_now: datetime
    here: datetime
    """The computer's own time of day."""
    accounts: Mapping[AccountId, Account]
    first_fetching: Collection[AccountId] = ()
    """Accounts whose first fetch goes on: everything is new, nothing is news."""
    in_front: ConversationId | None = None
    """The conversation that is open in the window the person works in."""
    muted: Collection[AccountId] = ()
    """Accounts that tell nothing for an hour."""


def message_notice(
    messages: Iterable[Message], conversations: Mapping[ConversationId, Conversation], scene: Scene
) -> MessageNotice | SeveralNotice | None:
    """What is to be told of messages that arrived, or None. They are as they are now, not as they came."""
    wishes = scene.wishes
    if not wishes.messages or is_quiet(wishes, scene.here):
        return None
    found: dict[ConversationId, list[Message]] = {}
    for message in sorted(messages, key=lambda m: m.sort_key):
        conversation = conversations.get(message.conversation_id)
        if conversation is not None and _is_news(message, conversation, scene):
            found.setdefault(conversation.id, []).append(message)
    if not found:
        return None
    newest_first = sorted(found, key=lambda which: found[which][-1].sort_key, reverse=True)
    told = tuple(conversations[which] for which in newest_first)
    count = sum(len(of_one) for of_one in found.values())
    if len(told) == 1:
        return MessageNotice(told[0], scene.accounts[told[0].account_id], found[told[0].id][-1], count)
    accounts = {conversation.account_id for conversation in told}
    return SeveralNotice(told, scene.accounts[accounts.pop()] if len(accounts) == 1 else None, count)


def _is_news(message: Message, conversation: Conversation, scene: Scene) -> bool:
    return (
        message.direction is Direction.INBOUND
        and message.is_unread
        and message.kind is not MessageKind.UNSENT
        and scene.server_now - message.sent_at <= OLD
        and _may_be_told(conversation, scene)
        and conversation.account_id not in scene.first_fetching
    )


def _may_be_told(conversation: Conversation, scene: Scene) -> bool:
    account = scene.accounts.get(conversation.account_id)
    return (
        account is not None
        and not account.is_paused
        and account.id not in scene.muted
        and not conversation.is_muted
        and conversation.id != scene.in_front
    )


def read_muted(kept: str, now: datetime) -> dict[AccountId, datetime]:
    """The accounts that are muted now, from the settings. What is over, or cannot be read, is left out."""
    try:
        pairs = json.loads(kept) if kept else {}
        found = {AccountId(int(which)): datetime.fromtimestamp(int(until), UTC) for which, until in pairs.items()}
    except (ValueError, AttributeError, TypeError, OverflowError, OSError, RecursionError):
        return {}
    # A clock that was put back must not mute for longer than was asked for.
    return {which: until for which, until in found.items() if now < until <= now + MUTE}


def written_muted(muted: Mapping[AccountId, datetime]) -> str:
    return json.dumps({str(which): int(until.timestamp()) for which, until in sorted(muted.items())})


Warned = Mapping[ConversationId, int]
"""Which window of a conversation was warned of: when it opened, in seconds."""


def read_warned(kept: str) -> dict[ConversationId, int]:
    """From the settings; what cannot be read counts as never warned."""
    try:
        pairs = json.loads(kept) if kept else {}
        return {ConversationId(int(which)): int(opened) for which, opened in pairs.items()}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return {}


def written_warned(warned: Warned) -> str:
    return json.dumps({str(which): opened for which, opened in sorted(warned.items())}, separators=(",", ":"))


def window_notice(
    closing: Sequence[Conversation], warned: Warned, scene: Scene
) -> tuple[WindowNotice | None, dict[ConversationId, int]]:
    """The warning that is due for conversations that wait and close soon, and what has been warned of after it.

    Each window is warned of once. What must not be told now (muted, quiet, open in front) is told later if it still
    may be. Windows that are over are forgotten.
    """
    lead, kept, due = scene.wishes.warns_before, {}, []
    is_silent = is_quiet(scene.wishes, scene.here) and not scene.wishes.quiet_lets_warnings
    for conversation in closing:
        window = window_at(conversation.last_inbound_at, scene.server_now, Capability.NOT_GRANTED)
        if conversation.last_inbound_at is None or window.level is WindowLevel.CLOSED:
            continue
        opened = int(conversation.last_inbound_at.timestamp())
        left = window.remaining(scene.server_now)
        if warned.get(conversation.id) == opened:
            kept[conversation.id] = opened
        elif not is_silent and left <= lead and conversation.is_waiting and _may_be_told(conversation, scene):
            kept[conversation.id] = opened
            due.append((left, conversation))
    if not due:
        return None, kept
    due.sort(key=lambda pair: (pair[0], pair[1].id))
    return WindowNotice(tuple(conversation for _, conversation in due), due[0][0]), kept
