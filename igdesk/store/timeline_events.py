"""What the owner did to conversations, kept as lines between their messages, in the transaction of the act."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

import json
from collections.abc import Collection, Iterable, Sequence

from igdesk.domain.ids import ConversationId, LabelId
from igdesk.domain.label import LabelColour
from igdesk.domain.timeline_event import EventKind, TimelineEvent
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import from_ms, from_ms_or_none
from igdesk.store.reading import Reading
from igdesk.store.rows import ids_json

MOST_EVENTS = 500
"""Of one conversation, the newest."""
_COLUMNS = "id, conversation_id, at, kind, wakes_at, label_id, label_name, label_colour"
# Whatever the computer's clock says, it happened after the messages that were there.
_NOW = "max(?, c.last_activity_at)"
_COLOUR = {colour.value: colour for colour in LabelColour}


def events_of(database: Reading, conversation_id: ConversationId) -> list[TimelineEvent]:
    """In their order. A label goes by the name it has today, one that was deleted by the name it had."""
    rows = database.rows(
        "select e.id, e.at, e.kind, e.wakes_at, coalesce(l.name, e.label_name), coalesce(l.colour, e.label_colour)"
        " from timeline_event e left join label l on l.id = e.label_id"
        " where e.conversation_id = ? order by e.at desc, e.id desc limit ?",
        (conversation_id, MOST_EVENTS),
    )
    return [
        TimelineEvent(from_ms(row[1]), EventKind(row[2]), row[0], from_ms_or_none(row[3]), row[4], _COLOUR.get(row[5]))
        for row in reversed(rows)
    ]


def note_labelled(
    tx: Transaction, pairs: Sequence[tuple[ConversationId, LabelId]], at_ms: int, *, is_now: bool = True
) -> tuple[int, ...]:
    """Labels were put on."""
    tx.happened.update(pair[0] for pair in pairs)
    return _note(
        tx,
        "insert into timeline_event (conversation_id, at, kind, label_id, label_name, label_colour)"
        f" select c.id, {_NOW if is_now else '?'}, 'labelled', l.id, l.name, l.colour from json_each(?) w"
        " cross join conversation c on c.id = w.value ->> 0 cross join label l on l.id = w.value ->> 1",
        (at_ms, json.dumps(list(pairs))),
    )


def note_snoozed(tx: Transaction, ids: Sequence[ConversationId], until_ms: int | None, now_ms: int) -> tuple[int, ...]:
    """Conversations were put out of sight; without a moment until they write."""
    tx.happened.update(ids)
    return _note(
        tx,
        "insert into timeline_event (conversation_id, at, kind, wakes_at)"
        f" select c.id, {_NOW}, 'snoozed', ? from json_each(?) w cross join conversation c on c.id = w.value",
        (now_ms, until_ms, ids_json(ids)),
    )


def take_back_labelled(tx: Transaction, pairs: Sequence[tuple[ConversationId, LabelId]]) -> tuple[Row, ...]:
    """A label that is taken off before anything was written left no trace; the lines that are gone."""
    gone = tx.rows(
        f"select {', '.join('e.' + column for column in _COLUMNS.split(', '))} from json_each(?) w"
        " cross join timeline_event e on e.conversation_id = w.value ->> 0 and e.label_id = w.value ->> 1"
        " and e.kind = 'labelled' join conversation c on c.id = e.conversation_id where e.at >= c.last_activity_at",
        (json.dumps(list(pairs)),),
    )
    remove(tx, [row[0] for row in gone], {ConversationId(row[1]) for row in gone})
    return tuple(gone)


def remove(tx: Transaction, ids: Sequence[int], of: Collection[ConversationId]) -> None:
    """Those of these lines that belong to some conversations."""
    if ids and of:
        tx.write(
            "delete from timeline_event where id in (select value from json_each(?))"
            " and conversation_id in (select value from json_each(?))",
            (ids_json(ids), ids_json(of)),
        )
        tx.happened.update(of)


def put_back(tx: Transaction, rows: Iterable[Row]) -> None:
    """Lines that ``take_back_labelled`` took away, as they were."""
    for row in rows:
        tx.write(
            f"insert into timeline_event ({_COLUMNS}) select ?, ?, ?, ?, ?, ?, ?, ?"
            " where exists (select 1 from conversation where id = ?)",
            (*row, row[1]),
        )
        tx.happened.add(row[1])


def _note(tx: Transaction, sql: str, parameters: tuple[object, ...]) -> tuple[int, ...]:
    before = tx.row("select coalesce(max(id), 0) from timeline_event")
    tx.write(sql, parameters)
    rows = tx.rows("select id from timeline_event where id > ?", (before[0] if before else 0,))
    return tuple(row[0] for row in rows)
