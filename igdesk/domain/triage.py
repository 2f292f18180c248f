"""Triage: where a conversation lies, until when, and what brings it back. Pure rules, one for every state and act.

The rules in words:

- A conversation lies in the inbox, or is snoozed, or done. Only the inbox asks for anything: what is snoozed or done
  waits on nobody and counts nowhere.
- A new message of the customer brings it back to the inbox at once and ends "No reply needed". So does a reply that
  could not be sent.
- A snooze is an instant. Travel and daylight saving do not move it, only the words for it. Without an instant it
  lasts until they write.
- A reminder before the reply window closes brings a conversation back to the top of the inbox, from a snooze too. It
  moves along when they write again; a reply that went out and "Done" end it.
- Undo takes back what an act did, field by field, and only where nothing else has changed the field since.
- Labels, pins, opening and restarting touch neither what is unread nor what waits.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import Enum

from igdesk.domain.conversation import Shelf
from igdesk.domain.ids import ConversationId, LabelId, MessageId
from igdesk.domain.label import Label
from igdesk.domain.window import HUMAN_AGENT, SAFETY, STANDARD, MessagingWindow

NOTE_CHARS_MAX = 20_000
MORNING, EVENING = time(9), time(18)
EVENING_UNTIL = time(17)
"""From then on "This evening" is too near to be offered."""


@dataclass(frozen=True, slots=True)
class TriageState:
    """What the owner decided about a conversation."""

    shelf: Shelf = Shelf.INBOX
    wakes_at: datetime | None = None
    """End of the snooze; None while snoozed: when they write."""
    shelved_at: datetime | None = None
    """When it was snoozed or done; None in the inbox."""
    woken_at: datetime | None = None
    """When a snooze ended by time; the row stands there in the order of the inbox."""
    needs_no_reply: bool = False
    """Until the customer writes again."""
    is_pinned: bool = False
    is_muted: bool = False
    remind_after: timedelta | None = None
    """So long after the customer's last action the owner wants to be reminded; None: not at all."""
    remind_set_at: datetime | None = None
    """When they asked for it; a reply after that ends it."""
    reminded_at: datetime | None = None
    """When it was shown."""


_PLACE = ("shelf", "wakes_at", "shelved_at", "woken_at")
_REMINDER = ("remind_after", "remind_set_at", "reminded_at")
"""Fields that only make sense together."""
LEADS = tuple(timedelta(minutes=minutes) for minutes in (60, 30, 120, 240))
"""So long before the end of the window one can be reminded; the first is the usual one."""
LATE = timedelta(minutes=5)
"""A reminder that is later than this has its reason told: the program was off."""


def done(state: TriageState, now: datetime) -> TriageState:
    """Finished until they write again."""
    if state.shelf is Shelf.DONE:
        return state
    return replace(not_to_remind(state), shelf=Shelf.DONE, wakes_at=None, shelved_at=now, woken_at=None)


def back(state: TriageState) -> TriageState:
    """Into the inbox, by hand."""
    if state.shelf is Shelf.INBOX:
        return state
    return replace(state, shelf=Shelf.INBOX, wakes_at=None, shelved_at=None, woken_at=None)


def snoozed(state: TriageState, until: datetime | None, now: datetime) -> TriageState:
    """Out of sight until then. A time that has passed is a snooze that ended already."""
    if until is not None and until <= now:
        return replace(back(state), woken_at=now)
    return replace(state, shelf=Shelf.SNOOZED, wakes_at=until, shelved_at=now, woken_at=None)


def woken(state: TriageState, now: datetime) -> TriageState:
    """What time alone does: a snooze whose end has come is over."""
    if state.shelf is Shelf.SNOOZED and state.wakes_at is not None and state.wakes_at <= now:
        return replace(back(state), woken_at=state.wakes_at)
    return state


def written_to(state: TriageState) -> TriageState:
    """The customer has written."""
    state = back(_moved_along(state))
    return replace(state, needs_no_reply=False) if state.needs_no_reply else state


def to_remind(state: TriageState, after: timedelta, now: datetime) -> TriageState:
    """Come back to the top so long after the customer's last action."""
    return replace(state, remind_after=after, remind_set_at=now, reminded_at=None)


def not_to_remind(state: TriageState) -> TriageState:
    """Without a reminder, whether it is still to come or was shown."""
    return replace(state, remind_after=None, remind_set_at=None, reminded_at=None)


def reminded(state: TriageState, last_inbound_at: datetime | None, now: datetime) -> TriageState:
    """What time alone does: a reminder that is due is shown, at the top of the inbox."""
    at = remind_at(state.remind_after, last_inbound_at)
    if at is None or at > now or state.reminded_at is not None:
        return state
    return replace(back(state), woken_at=now, reminded_at=now)


def remind_at(after: timedelta | None, last_inbound_at: datetime | None) -> datetime | None:
    """When a reminder is due."""
    return None if after is None or last_inbound_at is None else last_inbound_at + after


def lead_before(
    window: MessagingWindow, last_inbound_at: datetime | None, lead: timedelta, now: datetime
) -> timedelta | None:
    """A lead as ``remind_after``; None where that moment has passed, or no window is open. ``now``: Instagram's."""
    if last_inbound_at is None or window.closes_at is None or not window.allows_reply:
        return None
    return window.closes_at - lead - last_inbound_at if window.closes_at - lead > now else None


def is_moved(before: TriageState, after: TriageState) -> bool:
    """Whether a step moves the conversation itself, not only its marks."""
    return any(getattr(before, name) != getattr(after, name) for name in _PLACE)


def _moved_along(state: TriageState) -> TriageState:
    """They wrote: 24 hours begin anew, also for a reminder before the end of the seven days."""
    if state.reminded_at is not None:
        return not_to_remind(state)
    if state.remind_after is None or state.remind_after <= STANDARD - SAFETY:
        return state
    return replace(state, remind_after=state.remind_after - (HUMAN_AGENT - STANDARD))


def waits(state: TriageState, *, is_last_word_theirs: bool) -> bool:
    """Whether the conversation waits on the owner."""
    return is_last_word_theirs and state.shelf is Shelf.INBOX and not state.needs_no_reply


def undone(present: TriageState, before: TriageState, after: TriageState) -> TriageState:
    """``present`` without what an act did to it (``before`` to ``after``); what came later stands."""
    changed: dict[str, object] = {}
    if all(getattr(present, name) == getattr(after, name) for name in _PLACE):
        changed |= {name: getattr(before, name) for name in _PLACE}
    if all(getattr(present, name) == getattr(after, name) for name in _REMINDER):
        changed |= {name: getattr(before, name) for name in _REMINDER}
    for name in ("needs_no_reply", "is_pinned", "is_muted"):
        if getattr(present, name) == getattr(after, name):
            changed[name] = getattr(before, name)
    return replace(present, **changed)  # type: ignore[arg-type]


class TriageAct(Enum):
    """What was done, for the words of the toast."""

    DONE = "done"
    BACK = "back"
    SNOOZED = "snoozed"
    PINNED = "pinned"
    UNPINNED = "unpinned"
    MUTED = "muted"
    UNMUTED = "unmuted"
    REMIND = "remind"
    REMIND_NOT = "remind_not"
    NO_REPLY = "no_reply"
    REPLY_AGAIN = "reply_again"
    READ = "read"
    UNREAD = "unread"
    LABELLED = "labelled"
    UNLABELLED = "unlabelled"
    LABEL_DELETED = "label_deleted"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Restore:
    """One conversation before and after an act."""

    conversation_id: ConversationId
    before: TriageState
    after: TriageState


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back from one act. Kept in memory; it is of use once."""

    act: TriageAct
    conversation_ids: tuple[ConversationId, ...] = ()
    """The conversations that the act changed."""
    states: tuple[Restore, ...] = ()
    labelled: tuple[tuple[ConversationId, LabelId], ...] = ()
    """Labels that the act put on."""
    unlabelled: tuple[tuple[ConversationId, LabelId], ...] = ()
    """Labels that the act took off."""
    made_read: tuple[MessageId, ...] = ()
    made_unread: tuple[MessageId, ...] = ()
    deleted_label: Label | None = None
    note: tuple[ConversationId, str, str] | None = None
    """Conversation, text before, text after."""
    lines: tuple[int, ...] = ()
    """Lines that the act put between the messages."""
    lines_gone: tuple[tuple[object, ...], ...] = ()
    """Lines that it took away, as the archive kept them."""

    def __bool__(self) -> bool:
        return bool(self.conversation_ids) or self.deleted_label is not None


class SnoozePreset(Enum):
    """The rows of the snooze menu."""

    HOUR = "hour"
    EVENING = "evening"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    WHEN_THEY_WRITE = "when_they_write"


def snooze_presets(
    now: datetime, zone: tzinfo | None, first_weekday: int = 0
) -> tuple[tuple[SnoozePreset, datetime | None], ...]:
    """The presets that make sense ``now``, each with its instant. ``first_weekday``: Monday is 0."""
    here = now.astimezone(zone)
    found: list[tuple[SnoozePreset, datetime | None]] = [(SnoozePreset.HOUR, now + timedelta(hours=1))]
    if here.time() < EVENING_UNTIL:
        found.append((SnoozePreset.EVENING, at_local(here, 0, EVENING, zone)))
    found.append((SnoozePreset.TOMORROW, at_local(here, 1, MORNING, zone)))
    days = (first_weekday - here.weekday() - 1) % 7 + 1
    # On the last day of the week "Next week" begins tomorrow: one row for both is enough.
    if days > 1:
        found.append((SnoozePreset.NEXT_WEEK, at_local(here, days, MORNING, zone)))
    return (*found, (SnoozePreset.WHEN_THEY_WRITE, None))


def at_local(here: datetime, days: int, at: time, zone: tzinfo | None) -> datetime:
    """The instant of a time of day, ``days`` after the day of ``here``.

    A time that the clocks skip is later by as much as they skip; one that comes twice is the first.
    """
    day = here.date() + timedelta(days=days)
    naive = datetime.combine(day, at)
    return naive.astimezone(UTC) if zone is None else naive.replace(tzinfo=zone).astimezone(UTC)
