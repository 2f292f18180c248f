"""What a message needs from its neighbours to be shown: day line, grouping, footer, dividers."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from igdesk.domain.message import Message
from igdesk.domain.message_kinds import Delivery, MessageKind, Origin
from igdesk.domain.timeline_event import EventKind, TimelineEvent

GROUP_SECONDS = 300
"""Messages of one side within this time form a group."""

SortKey = tuple[object, int, int]

_STAND_ALONE = frozenset({Delivery.FAILED, Delivery.UNCERTAIN})
"""Each of these says something of its own in its footer, also in the middle of a group."""


@dataclass(frozen=True, slots=True)
class Row:
    """A message and what its neighbours decide."""

    message: Message
    day: date | None = None
    """Set when a day line stands before it."""
    new_count: int = 0
    """Set when the line "n new messages" stands before it."""
    has_gap: bool = False
    happened: tuple[TimelineEvent, ...] = ()
    """What happened between it and the message before it."""
    happened_after: tuple[TimelineEvent, ...] = ()
    """What happened since it was written, where it is the newest message."""
    starts_archive: bool = False
    """It is the first one that igdesk holds of this conversation."""
    joins_previous: bool = False
    joins_next: bool = False
    has_footer: bool = True

    @property
    def id(self) -> int:
        return self.message.id

    @property
    def has_divider(self) -> bool:
        """Whether anything stands between it and the message before it."""
        return bool(self.day is not None or self.new_count or self.has_gap or self.starts_archive or self.happened)


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """Where "n new messages" stands: before the first message that was unread when the conversation was opened."""

    key: SortKey
    count: int


@dataclass(frozen=True, slots=True)
class ReplyTime:
    """What says whether a reply window closed before anybody answered."""

    span: timedelta
    """How long an answer is possible after a message of theirs."""
    since: datetime
    """Windows that closed before are left alone: nobody could have answered from here."""
    now: datetime


@dataclass(frozen=True, slots=True)
class RowRules:
    """What all rows of an opened conversation share."""

    zone: tzinfo | None = None
    """Zone of the day lines; None is the computer's."""
    unread: UnreadLine | None = None
    events: tuple[TimelineEvent, ...] = ()
    """What happened beside the messages, in its order."""
    reply_time: ReplyTime | None = None

    def day_of(self, message: Message) -> date:
        return message.sent_at.astimezone(self.zone).date()

    def happened(self, first: Message | None, second: Message | None) -> tuple[TimelineEvent, ...]:
        """What happened between two neighbours; without a second one since the first."""
        closed = self._closed_window(first, second)
        if not self.events and closed is None:
            return ()
        begin = 0 if first is None else bisect_left(self.events, first.sent_at, key=_moment)
        end = len(self.events) if second is None else bisect_left(self.events, second.sent_at, key=_moment)
        found = self.events[begin:end]
        return found if closed is None else tuple(sorted((*found, closed), key=_moment))

    def _closed_window(self, first: Message | None, second: Message | None) -> TimelineEvent | None:
        """A window that closed while their message had no answer."""
        times = self.reply_time
        if times is None or first is None or first.is_own or first.kind is MessageKind.UNSENT:
            return None
        end = first.sent_at + times.span
        is_over = end <= (times.now if second is None else second.sent_at)
        if not is_over or end < times.since or any(reaction.is_own for reaction in first.reactions):
            return None
        return TimelineEvent(end, EventKind.WINDOW_CLOSED)


def row_of(message: Message, previous: Message | None, following: Message | None, rules: RowRules) -> Row:
    """The row of a message between its neighbours in the archive (None: there is none)."""
    day = rules.day_of(message)
    is_new_day = previous is None or rules.day_of(previous) != day
    joins_next = following is not None and _is_joined(message, following, rules)
    return Row(
        message,
        day=day if is_new_day else None,
        new_count=_new_count(message, previous, rules.unread),
        has_gap=message.has_gap_before and previous is not None,
        happened=rules.happened(previous, message),
        happened_after=rules.happened(message, None) if following is None else (),
        starts_archive=previous is None,
        joins_previous=previous is not None and _is_joined(previous, message, rules),
        joins_next=joins_next,
        has_footer=not joins_next,
    )


def rows_of(messages: Sequence[Message], older: Message | None, newer: Message | None, rules: RowRules) -> list[Row]:
    """The rows of a stretch of messages; ``older`` and ``newer`` are what lies just outside of it."""
    around: list[Message | None] = [older, *messages, newer]
    return [row_of(message, around[i], around[i + 2], rules) for i, message in enumerate(messages)]


def _is_joined(first: Message, second: Message, rules: RowRules) -> bool:
    """Whether two neighbours stand in one group, with one footer under the last."""
    return (
        first.direction is second.direction
        and (second.sent_at - first.sent_at).total_seconds() <= GROUP_SECONDS
        and not second.has_gap_before
        and not rules.happened(first, second)
        and not _new_count(second, first, rules.unread)
        and first.delivery not in _STAND_ALONE
        and not first.is_edited
        and _is_marked_elsewhere(first) == _is_marked_elsewhere(second)
        and rules.day_of(first) == rules.day_of(second)
    )


def _moment(event: TimelineEvent) -> datetime:
    return event.at


def _is_marked_elsewhere(message: Message) -> bool:
    return message.origin is Origin.ELSEWHERE


def _new_count(message: Message, previous: Message | None, unread: UnreadLine | None) -> int:
    if unread is None or message.sort_key < unread.key:
        return 0
    return unread.count if previous is None or previous.sort_key < unread.key else 0
