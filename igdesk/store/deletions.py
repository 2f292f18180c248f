"""What is remembered of deleted messages: enough to keep them away when Instagram shows them again, no word of them.

A message is known by its id, or it is older than everything that was known without a gap. Whatever is neither was never
seen here, however old it seems: it is stored.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from igdesk.domain.ids import ConversationId
from igdesk.store.database import Transaction
from igdesk.store.moments import from_ms
from igdesk.store.reading import Reading
from igdesk.store.rows import ids_json

REMEMBERED = 50
"""Messages of a conversation whose ids are remembered. Instagram hands out the newest 20."""
CLOCKS_DIFFER_MS = 5000


@dataclass(frozen=True, slots=True)
class Deletion:
    """Of one conversation of an account."""

    id: int
    deleted_at: int
    read_up_to: int | None
    known_from: int | None
    known: Mapping[str, int]
    """Mark of the id, date."""

    @property
    def stand_in(self) -> ConversationId:
        """Names the conversation for those who read it, as long as it has no row."""
        return ConversationId(-self.id)

    def keeps_away(self, remote_id: str, at_ms: int) -> bool:
        """Whether this message was deleted, or is older than what was."""
        return (self.known_from is not None and at_ms < self.known_from) or mark(remote_id) in self.known


def mark(remote_id: str) -> str:
    """Recognises an id without holding it."""
    return blake2b(remote_id.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def find(tx: Transaction, account_id: int, remote_id: str) -> Deletion | None:
    """What was deleted of a conversation."""
    row = tx.row(
        "select id, deleted_at, read_up_to, known_from, known from deletion where account_id = ? and remote_id = ?",
        (account_id, remote_id),
    )
    return None if row is None else Deletion(row[0], row[1], row[2], row[3], json.loads(row[4]))


def note_read(tx: Transaction, deletion: Deletion, read_up_to: int | None) -> None:
    """It was read, and nothing was new."""
    if read_up_to is not None and (deletion.read_up_to is None or read_up_to > deletion.read_up_to):
        tx.write("update deletion set read_up_to = ? where id = ?", (read_up_to, deletion.id))


def bring_back(tx: Transaction, stand_in: ConversationId, now_ms: int) -> ConversationId | None:
    """A row for a deleted conversation, whose customer the next read names; None if nobody deleted it."""
    found = tx.row("select account_id, remote_id from deletion where id = ?", (-stand_in,))
    if found is None:
        return None
    present = tx.row("select id from conversation where account_id = ? and remote_id = ?", found)
    if present is not None:
        return ConversationId(present[0])
    nobody = tx.insert("insert into participant (account_id, igsid) values (?, '')", (found[0],))
    conversation_id = ConversationId(
        tx.insert(
            "insert into conversation (account_id, remote_id, participant_id, last_activity_at, has_photos,"
            " answered_elsewhere) values (?, ?, ?, ?, 0, 0)",
            (*found, nobody, now_ms),
        )
    )
    tx.conversation(conversation_id)
    return conversation_id


def drop_bare(tx: Transaction, conversation_id: ConversationId) -> bool:
    """Delete a conversation without messages again, unless the owner has put something to it; whether it is gone."""
    row = tx.row("select participant_id from conversation where id = ?", (conversation_id,))
    is_gone = row is not None and tx.write(_DROP, (conversation_id,)) > 0
    if is_gone and row is not None:
        tx.conversation(conversation_id)
        tx.write(
            "delete from participant where id = ? and not exists"
            " (select 1 from conversation where participant_id = participant.id)",
            row,
        )
    return is_gone


def remember(tx: Transaction, conversation_id: ConversationId, now_ms: int) -> None:
    """Before the messages of a conversation are deleted: what keeps them away from now on."""
    account_id, remote_id, read_up_to = tx.rows(
        "select account_id, remote_id, read_up_to from conversation where id = ?", (conversation_id,)
    )[0]
    before = find(tx, account_id, remote_id)
    known, oldest, is_whole = _known(tx, conversation_id)
    # Where everything was seen, nothing lies between what is deleted now and what was before, or the beginning.
    known_from = oldest if not is_whole else before.known_from if before is not None else None
    if before is not None:
        known = {**before.known, **known}
    known, known_from = _newest(known, known_from)
    _write(tx, account_id, remote_id, now_ms, read_up_to, known_from, known)


def clear_before(tx: Transaction, conversation_id: ConversationId, cutoff_ms: int, now_ms: int) -> None:
    """Older messages of a conversation are deleted: whatever is older than this stays away."""
    account_id, remote_id, read_up_to = tx.rows(
        "select account_id, remote_id, read_up_to from conversation where id = ?", (conversation_id,)
    )[0]
    before = find(tx, account_id, remote_id)
    if before is None or before.known_from is None or before.known_from < cutoff_ms:
        known = {} if before is None else {key: at for key, at in before.known.items() if at >= cutoff_ms}
        _write(tx, account_id, remote_id, now_ms, read_up_to, cutoff_ms, known)


def deleted_at(reading: Reading, conversation_id: ConversationId) -> datetime | None:
    """When messages of a conversation were last deleted."""
    row = reading.row(
        "select d.deleted_at from conversation c join deletion d on d.account_id = c.account_id"
        " and d.remote_id = c.remote_id where c.id = ?",
        (conversation_id,),
    )
    return None if row is None else from_ms(row[0])


def own_files(reading: Reading, message_ids: Iterable[int]) -> list[str]:
    """Media keys of these messages that no other message has: a file of several goes with the last of them."""
    wanted = ids_json(message_ids)
    return [row[0] for row in reading.rows(_OWN_FILES, (wanted, wanted))]


def _write(
    tx: Transaction,
    account_id: int,
    remote_id: str,
    now_ms: int,
    read_up_to: int | None,
    known_from: int | None,
    known: Mapping[str, int],
) -> None:
    tx.write(
        "insert into deletion (account_id, remote_id, deleted_at, read_up_to, known_from, known)"
        " values (?, ?, ?, ?, ?, ?) on conflict (account_id, remote_id) do update set deleted_at = excluded.deleted_at,"
        " read_up_to = excluded.read_up_to, known_from = excluded.known_from, known = excluded.known, is_swept = 0",
        (account_id, remote_id, now_ms, read_up_to, known_from, json.dumps(known)),
    )


def _known(tx: Transaction, conversation_id: ConversationId) -> tuple[dict[str, int], int | None, bool]:
    """The newest messages up to the first gap, the date of the oldest of them, and whether these are all there are."""
    known: dict[str, int] = {}
    oldest: int | None = None
    rows = tx.rows(f"{_NEWEST} order by sent_at desc, rank desc, id desc limit ?", (conversation_id, REMEMBERED))
    is_cut = len(rows) == REMEMBERED
    if is_cut:
        rows += tx.rows(f"{_NEWEST} and sent_at = ?", (conversation_id, rows[-1][1]))
    for remote_id, sent_at, read_at, is_linked in rows:
        # No message is younger than the read that showed it: a date ahead of that is a mistake, and would make
        # younger messages seem old.
        at = sent_at if read_at is None else min(sent_at, read_at + CLOCKS_DIFFER_MS)
        oldest = at if oldest is None else min(oldest, at)
        if remote_id is not None:
            known[mark(remote_id)] = at
        if not is_linked:
            return known, oldest, False
    return known, oldest, not is_cut


def _newest(known: dict[str, int], known_from: int | None) -> tuple[dict[str, int], int | None]:
    """The newest of them; what is left out is older than those, and kept away as such."""
    if len(known) <= REMEMBERED:
        return known, known_from
    limit = sorted(known.values(), reverse=True)[REMEMBERED - 1]
    kept = {key: at for key, at in known.items() if at >= limit}
    return kept, limit if known_from is None else max(known_from, limit)


_NEWEST = "select remote_id, sent_at, read_at, is_linked from message where conversation_id = ?"
_OWN_FILES = """
select distinct media_key from attachment a
 where media_key <> '' and message_id in (select value from json_each(?)) and not exists
    (select 1 from attachment o where o.media_key = a.media_key and o.media_key <> ''
        and o.message_id not in (select value from json_each(?)))
"""
_DROP = """
delete from conversation where id = ? and draft = '' and is_pinned = 0
   and not exists (select 1 from message where conversation_id = conversation.id)
   and not exists (select 1 from note where conversation_id = conversation.id)
   and not exists (select 1 from conversation_label where conversation_id = conversation.id)
   and not exists (select 1 from draft_file where conversation_id = conversation.id)
   and not exists (select 1 from scheduled_reply where conversation_id = conversation.id)
"""
