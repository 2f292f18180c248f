"""The orders of the list: groups of rows one under the other, each sorted by one moment and then by id.

Every order exists twice, as SQL for pages of a list and as a key for single rows; a test holds them together.
"""

from datetime import datetime
from typing import NamedTuple

from igdesk.domain.conversation import Conversation, InboxSort
from igdesk.domain.window import HUMAN_AGENT, SAFETY, STANDARD
from igdesk.store.moments import EPOCH, MILLISECOND, to_ms

STANDARD_MS = (STANDARD - SAFETY) // MILLISECOND
HUMAN_MS = (HUMAN_AGENT - SAFETY) // MILLISECOND
_FOREVER = 1 << 60
_WAITS = "c.is_waiting = 1 and c.shelf = 0 and c.needs_no_reply = 0"
_RESTS = "(c.is_waiting = 0 or c.shelf <> 0 or c.needs_no_reply = 1)"


class Group(NamedTuple):
    """Rows that stand together."""

    condition: str
    column: str
    """The moment they are sorted by."""
    is_descending: bool
    is_id_descending: bool = False
    parameters: tuple[object, ...] = ()
    is_rest: bool = False
    """Rows that do not wait, under those that do."""

    @property
    def order(self) -> str:
        moment, row = (" desc" if flag else "" for flag in (self.is_descending, self.is_id_descending))
        return f"c.{self.column}{moment}, c.id{row}"


def groups(sort: InboxSort, now: datetime) -> tuple[Group, ...]:
    """The groups of an order, the top one first."""
    match sort:
        case InboxSort.NEWEST:
            return (
                Group("c.is_pinned = 1", "newest_at", is_descending=True),
                Group("c.is_pinned = 0", "newest_at", is_descending=True),
            )
        case InboxSort.WINDOW:
            standard, human = to_ms(now) - STANDARD_MS, to_ms(now) - HUMAN_MS
            between = f"{_WAITS} and c.last_inbound_at > ? and c.last_inbound_at <= ?"
            return (
                Group(between, "last_inbound_at", is_descending=False, parameters=(standard, _FOREVER)),
                Group(between, "last_inbound_at", is_descending=False, parameters=(human, standard)),
                Group(
                    between, "last_inbound_at", is_descending=True, is_id_descending=True, parameters=(-_FOREVER, human)
                ),
                *_REST,
            )
        case InboxSort.LONGEST:
            return (Group(_WAITS, "waits_from", is_descending=False), *_REST)
        case InboxSort.WAKES:
            return (
                Group("c.wakes_at is not null", "wakes_at", is_descending=False),
                Group("c.wakes_at is null", "newest_at", is_descending=True),
            )


_REST = tuple(
    Group(f"{_RESTS} and c.is_pinned = {pinned}", "newest_at", is_descending=True, is_rest=True) for pinned in (1, 0)
)


def after_row(group: Group, row: Conversation) -> tuple[str, tuple[object, ...]]:
    """The condition of what comes below ``row`` in its group."""
    moment = _moment(row, group.column)
    further = "<" if group.is_descending else ">"
    later = "<" if group.is_id_descending else ">"
    column = f"c.{group.column}"
    # The first comparison lets the index find the place.
    terms = f"{column} {further}= ? and ({column} {further} ? or {column} = ? and c.id {later} ?)"
    return terms, (moment, moment, moment, row.id)


def place_of(conversation: Conversation, sort: InboxSort, now: datetime) -> tuple[int, int, int]:
    """Group, moment and id as a key that sorts: the smallest on top."""
    number = _group_of(conversation, sort, now)
    column, sign, id_sign = _SHAPES[sort][number]
    return number, sign * _moment(conversation, column), id_sign * conversation.id


def _group_of(conversation: Conversation, sort: InboxSort, now: datetime) -> int:
    match sort:
        case InboxSort.NEWEST:
            return 0 if conversation.is_pinned else 1
        case InboxSort.WINDOW:
            if not conversation.is_waiting:
                return 3 if conversation.is_pinned else 4
            if conversation.last_inbound_at is None:
                return 2
            age = to_ms(now) - to_ms(conversation.last_inbound_at)
            return 0 if age < STANDARD_MS else 1 if age < HUMAN_MS else 2
        case InboxSort.LONGEST:
            return 0 if conversation.is_waiting else 1 if conversation.is_pinned else 2
        case InboxSort.WAKES:
            return 0 if conversation.wakes_at is not None else 1


def _moment(conversation: Conversation, column: str) -> int:
    match column:
        case "newest_at":
            moment: datetime | None = conversation.newest_at
        case "last_inbound_at":
            moment = conversation.last_inbound_at
        case "wakes_at":
            moment = conversation.wakes_at
        case _:
            moment = conversation.waiting_since or conversation.last_inbound_at
    return 0 if moment is None else to_ms(moment)


# The same whatever the time: made once, because every row of a list asks.
_SHAPES = {
    sort: [
        (group.column, -1 if group.is_descending else 1, -1 if group.is_id_descending else 1)
        for group in groups(sort, EPOCH)
    ]
    for sort in InboxSort
}
