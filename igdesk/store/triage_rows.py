"""Where a conversation lies and how it is marked, as columns of its row: rules of the domain in, changed rows out."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Callable, Iterable
from datetime import timedelta

from igdesk.domain.ids import ConversationId
from igdesk.domain.triage import TriageState
from igdesk.store.database import Row, Transaction
from igdesk.store.moments import from_ms_or_none, to_ms_or_none
from igdesk.store.rows import SHELF, ids_json

COLUMNS = (
    "shelf, wakes_at, shelved_at, woken_at, needs_no_reply, is_pinned, is_muted,"
    " remind_after, remind_set_at, reminded_at"
)
_ONE_OF = "in (select value from json_each(?))"

Rule = Callable[[TriageState], TriageState]


def follow_rule(tx: Transaction, conversation_id: ConversationId, rule: Rule) -> None:
    """What happened to a conversation moves it as the rule says."""
    row = tx.row(f"select {COLUMNS} from conversation where shelf < 3 and id = ?", (conversation_id,))
    if row is not None:
        present = _state_of(row)
        write_states(tx, {conversation_id: present}, {conversation_id: rule(present)})


def states_of(tx: Transaction, ids: Iterable[ConversationId]) -> dict[ConversationId, TriageState]:
    """Of those that are there; one that is being deleted has none."""
    rows = tx.rows(f"select id, {COLUMNS} from conversation where shelf < 3 and id {_ONE_OF}", (ids_json(ids),))
    return {ConversationId(row[0]): _state_of(row[1:]) for row in rows}


def _state_of(row: Row) -> TriageState:
    return TriageState(
        shelf=SHELF[row[0]],
        wakes_at=from_ms_or_none(row[1]),
        shelved_at=from_ms_or_none(row[2]),
        woken_at=from_ms_or_none(row[3]),
        needs_no_reply=row[4] == 1,
        is_pinned=row[5] == 1,
        is_muted=row[6] == 1,
        remind_after=None if row[7] is None else timedelta(milliseconds=row[7]),
        remind_set_at=from_ms_or_none(row[8]),
        reminded_at=from_ms_or_none(row[9]),
    )


def write_states(
    tx: Transaction, present: dict[ConversationId, TriageState], wanted: dict[ConversationId, TriageState]
) -> tuple[ConversationId, ...]:
    """Write what differs, one statement for all rows that become the same; which ones did."""
    same: dict[TriageState, list[ConversationId]] = {}
    for conversation_id, state in wanted.items():
        if state != present[conversation_id]:
            same.setdefault(state, []).append(conversation_id)
    for state, ids in same.items():
        tx.write(
            f"update conversation set ({COLUMNS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) where id {_ONE_OF}",
            (
                state.shelf.value,
                to_ms_or_none(state.wakes_at),
                to_ms_or_none(state.shelved_at),
                to_ms_or_none(state.woken_at),
                int(state.needs_no_reply),
                int(state.is_pinned),
                int(state.is_muted),
                None if state.remind_after is None else state.remind_after // timedelta(milliseconds=1),
                to_ms_or_none(state.remind_set_at),
                to_ms_or_none(state.reminded_at),
                ids_json(ids),
            ),
        )
        tx.conversations.update(ids)
    return tuple(found for found in wanted if wanted[found] != present[found])
