"""Order among the messages of one second, from what the pages of Instagram showed next to each other."""

import heapq
import json
from collections.abc import Mapping, Sequence

from igdesk.domain.ids import ConversationId, MessageId
from igdesk.store.database import Transaction

LOCAL_RANK = 1 << 20
"""Rank of replies that Instagram has not dated yet: after everything of the same instant."""


def ranked(follows: Mapping[str, Sequence[str]]) -> list[str]:
    """Remote ids in their order, oldest first. ``follows`` names what some page showed right before each.

    It depends on nothing but the argument: where the pages leave the order open, and where they contradict
    each other, the remote ids decide.
    """
    waits_for = {id_: {before for before in befores if before in follows} for id_, befores in follows.items()}
    then: dict[str, list[str]] = {}
    for id_, befores in waits_for.items():
        for before in befores:
            then.setdefault(before, []).append(id_)
    free = [id_ for id_, befores in waits_for.items() if not befores]
    heapq.heapify(free)
    order: list[str] = []
    placed: set[str] = set()
    while len(order) < len(follows):
        id_ = heapq.heappop(free) if free else min(follows.keys() - placed)
        if id_ in placed:
            continue
        placed.add(id_)
        order.append(id_)
        for later in then.get(id_, ()):
            waits_for[later].discard(id_)
            if not waits_for[later] and later not in placed:
                heapq.heappush(free, later)
    return order


def rank_second(tx: Transaction, conversation_id: ConversationId, sent_at: int) -> None:
    """Bring the ranks of one instant in line with what is known."""
    rows = tx.rows(
        "select id, remote_id, rank, follows from message"
        " where conversation_id = ? and sent_at = ? and rank < ? and remote_id is not null",
        (conversation_id, sent_at, LOCAL_RANK),
    )
    if len(rows) == 1 and rows[0][2] == 0:
        return
    order = ranked({row[1]: json.loads(row[3]) if row[3] else () for row in rows})
    place = {remote_id: rank for rank, remote_id in enumerate(order)}
    for id_, remote_id, rank, _ in rows:
        if place[remote_id] != rank:
            tx.write("update message set rank = ? where id = ?", (place[remote_id], id_))
            tx.updated(MessageId(id_))


def keep_pending_behind(tx: Transaction, conversation_id: ConversationId, sent_at: int) -> None:
    """Replies still on their way stay behind one that got a later date."""
    for row in tx.rows(
        "select m.id from outbox o cross join message m on m.id = o.message_id where o.conversation_id = ?"
        " and m.delivery in ('held', 'queued', 'sending', 'uncertain') and m.sent_at < ?",
        (conversation_id, sent_at),
    ):
        tx.write("update message set sent_at = ? where id = ?", (sent_at, row[0]))
        tx.updated(MessageId(row[0]))
