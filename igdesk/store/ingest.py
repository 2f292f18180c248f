"""What Instagram answered, put into the archive: one answer, one transaction, nothing at all if nothing is new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from igdesk.domain.account import Account
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.snapshot import ConversationSnapshot, InboxPage, ProfileSnapshot
from igdesk.domain.text import clean
from igdesk.domain.triage import written_to
from igdesk.store import deletions
from igdesk.store.accounts import Accounts
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.moments import MILLISECOND, to_ms, to_ms_or_none
from igdesk.store.pages import Page
from igdesk.store.participants import counterpart_of, create_participant, learn_counterpart, touch_conversations
from igdesk.store.renaming import go_on_with
from igdesk.store.summary import summarise
from igdesk.store.triage_rows import follow_rule
from igdesk.store.unsends import HANDED_OUT


@dataclass(frozen=True, slots=True)
class StaleConversation:
    """A conversation whose messages have to be read."""

    conversation_id: ConversationId
    remote_id: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class IngestResult:
    conversation_id: ConversationId
    new_messages: int
    has_gap: bool
    """Something is missing between this page and what is stored before it."""
    has_rest: bool = False
    """What comes before this page has to be asked for."""


class _Standing(NamedTuple):
    """What the row of a conversation says of what was read so far; moments in milliseconds since 1970."""

    is_self: int
    last_inbound_at: int | None
    last_elsewhere_at: int | None
    listed_at: int | None
    read_up_to: int | None
    unavailable_code: str
    reply_refusal: str


class Ingest:
    def __init__(self, database: Database, accounts: Accounts, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._accounts = accounts
        self._clock = clock

    def inbox_page(self, account_id: AccountId, page: InboxPage) -> tuple[StaleConversation, ...]:
        """Take over a page of the list; the conversations of it that are new or newer than what was read."""
        account = self._account(account_id)
        stale = []
        with self._database.transaction(waits_for_disk=False) as tx:
            for entry in page.conversations:
                if not entry.remote_id:
                    continue
                listed_at = to_ms_or_none(entry.updated_at)
                known = _find(tx, account, entry)
                deletion = deletions.find(tx, account.id, clean(entry.remote_id)) if known is None else None
                if deletion is not None:
                    # What was deleted stays away; only reading tells whether something was said since.
                    if listed_at is None or deletion.read_up_to is None or listed_at > deletion.read_up_to:
                        stale.append(StaleConversation(deletion.stand_in, entry.remote_id, entry.updated_at))
                    continue
                conversation_id = self._upsert(tx, account, entry, known)
                row = tx.row("select listed_at, read_up_to from conversation where id = ?", (conversation_id,))
                known_at, read_up_to = row or (None, None)
                if listed_at is not None and (known_at is None or listed_at > known_at):
                    tx.write("update conversation set listed_at = ? where id = ?", (listed_at, conversation_id))
                    summarise(tx, conversation_id)
                # Where the list gives no date, only reading tells whether there is something new.
                if read_up_to is None or listed_at is None or listed_at > read_up_to:
                    stale.append(StaleConversation(conversation_id, entry.remote_id, entry.updated_at))
        return tuple(stale)

    def conversation(
        self,
        account_id: AccountId,
        snapshot: ConversationSnapshot,
        *,
        read_started_at: datetime,
        is_newest: bool = True,
        newer_remote_id: str = "",
        older_remote_id: str = "",
        goes_on: bool = False,
        is_short: bool = False,
    ) -> IngestResult:
        """Take over a page of messages.

        ``read_started_at`` is the server's time when the request left. ``is_newest`` says that the page holds the
        newest messages; an older page names in ``newer_remote_id`` the message it continues (the oldest one of the
        page before it), which closes the gap between the two. ``older_remote_id``: what comes right before the page,
        where nothing but its id is known. ``goes_on``: another page can be asked for after this one; while it has to
        be (``has_rest``), the conversation stays one that has to be read. It has to be where something is missing, or
        where the page was kept short (``is_short``) and less is here than Instagram hands out.
        """
        account = self._account(account_id)
        read_ms = to_ms(read_started_at)
        with self._database.transaction(waits_for_disk=False) as tx:
            known = _find(tx, account, snapshot)
            deletion = deletions.find(tx, account.id, clean(snapshot.remote_id))
            if known is None and deletion is not None:
                page = Page(tx, account, deletion.stand_in, snapshot, read_ms=read_ms, deletion=deletion)
                if not page.has_news:
                    if is_newest:
                        deletions.note_read(tx, deletion, _read_up_to(page, snapshot, None, None, read_ms))
                    return IngestResult(deletion.stand_in, 0, has_gap=False)
            conversation_id = self._upsert(tx, account, snapshot, known)
            if known is not None:  # the list named it: a wrong id in an answer renames nothing
                conversation_id = go_on_with(tx, conversation_id, snapshot)
            before = _standing(tx, conversation_id)
            page = Page(
                tx,
                account,
                conversation_id,
                snapshot,
                read_ms=read_ms,
                last_elsewhere_ms=before.last_elsewhere_at,
                is_self=bool(before.is_self),
                deletion=deletion,
            )
            follows_deletion = deletion is not None and tx.row(_ANY, (conversation_id,)) is None
            page.store(is_newest=is_newest, newer_remote_id=newer_remote_id, older_remote_id=older_remote_id)
            if deletion is not None and follows_deletion and before.unavailable_code and not page.inserted:
                # It was there because it could not be read. Now it could, and nothing is new in it.
                deletions.note_read(tx, deletion, _read_up_to(page, snapshot, before.listed_at, None, read_ms))
                if deletions.drop_bare(tx, conversation_id):
                    return IngestResult(deletion.stand_in, 0, has_gap=False)
            has_gap = (
                bool(page.ids)
                and not snapshot.is_complete
                and _has_gap(tx, conversation_id, page.ids[0], before.read_up_to)
            )
            if follows_deletion and page.inserted and not snapshot.is_complete:
                has_gap = not page.meets_deletion  # something older was known, although nothing of it is stored
            is_begun = is_short and bool(page.ids) and _is_begun(tx, conversation_id, page.ids[0])
            has_rest = goes_on and (has_gap or is_begun)
            after = before._replace(
                last_inbound_at=_latest(before.last_inbound_at, page.last_inbound_ms),
                last_elsewhere_at=page.last_elsewhere_ms,
                unavailable_code="",
            )
            if is_newest and not has_rest:
                found = _read_up_to(page, snapshot, before.listed_at, before.read_up_to, read_ms)
                after = after._replace(read_up_to=found)
            if page.has_new_inbound:
                after = after._replace(reply_refusal="")
            _keep_standing(tx, conversation_id, before, after)
            if page.has_arrived:
                follow_rule(tx, conversation_id, written_to)
            if tx.has_begun:
                summarise(tx, conversation_id)
        return IngestResult(conversation_id, len(page.inserted), has_gap, has_rest)

    def profile(self, conversation_id: ConversationId, snapshot: ProfileSnapshot) -> None:
        """Take over what Instagram tells of the customer; what it leaves out stays known."""
        with self._database.transaction(waits_for_disk=False) as tx:
            row = tx.row(
                "select p.id, p.igsid, p.username, p.name, p.picture_url, p.follower_count, p.is_verified,"
                " p.follows_you, p.you_follow"
                " from participant p join conversation c on c.participant_id = p.id where c.id = ?",
                (conversation_id,),
            )
            if row is None or (row[1] and snapshot.igsid and row[1] != snapshot.igsid):
                return
            seen = (
                clean(snapshot.username or ""),
                clean(snapshot.name or ""),
                clean(snapshot.picture_url or ""),
                snapshot.follower_count,
                snapshot.is_verified,
                snapshot.follows_you,
                snapshot.you_follow,
            )
            wanted = [old if new is None or new == "" else new for old, new in zip(row[2:], seen, strict=True)]
            tx.write(
                "update participant set username = ?, name = ?, picture_url = ?, follower_count = ?, is_verified = ?,"
                " follows_you = ?, you_follow = ?, profile_fetched_at = ? where id = ?",
                (*wanted, to_ms(self._clock()), row[0]),
            )
            touch_conversations(tx, row[0])

    def profile_failed(self, conversation_id: ConversationId) -> None:
        """Remember that Instagram was asked, so that it is not asked again at once."""
        with self._database.transaction(waits_for_disk=False) as tx:
            row = tx.row("select participant_id from conversation where id = ?", (conversation_id,))
            if row is not None:
                tx.write("update participant set profile_fetched_at = ? where id = ?", (to_ms(self._clock()), row[0]))
                touch_conversations(tx, row[0])

    def unavailable(self, conversation_id: ConversationId, code: str) -> None:
        """Instagram does not hand this conversation out. It counts as read until it changes again.

        One that was deleted here comes back: something may have been said in it that nobody can read.
        """
        with self._database.transaction() as tx:
            if conversation_id < 0:
                found = deletions.bring_back(tx, conversation_id, to_ms(self._clock()))
                if found is None:
                    return
                conversation_id = found
            row = tx.row(
                "select unavailable_code, read_up_to, coalesce(listed_at, 0) from conversation where id = ?",
                (conversation_id,),
            )
            if row is None:
                return
            read_up_to = max(row[1] or 0, row[2])
            if (code, read_up_to) != (row[0], row[1]):
                tx.write(
                    "update conversation set unavailable_code = ?, read_up_to = ? where id = ?",
                    (code, read_up_to, conversation_id),
                )
                tx.conversation(conversation_id)
                summarise(tx, conversation_id)

    def reply_refusal(self, conversation_id: ConversationId, reason: str) -> None:
        """Replies are refused for good at the moment; empty when they no longer are."""
        with self._database.transaction() as tx:
            row = tx.row("select reply_refusal from conversation where id = ?", (conversation_id,))
            if row is not None and row[0] != reason:
                tx.write("update conversation set reply_refusal = ? where id = ?", (reason, conversation_id))
                tx.conversation(conversation_id)

    def _account(self, account_id: AccountId) -> Account:
        account = self._accounts.get(account_id)
        if account is None:
            raise LookupError("the account was removed")
        return account

    def _upsert(
        self, tx: Transaction, account: Account, snapshot: ConversationSnapshot, row: Row | None
    ) -> ConversationId:
        """The row of a conversation, made if it is new, with what the answer tells of the customer."""
        side = counterpart_of(account, snapshot.participants, snapshot.messages)
        if row is None:
            participant_id = create_participant(tx, account, side.person)
            listed_at = to_ms(snapshot.updated_at or self._clock())
            conversation_id = ConversationId(
                tx.insert(
                    "insert into conversation (account_id, remote_id, participant_id, is_self, last_activity_at,"
                    " has_photos, answered_elsewhere) values (?, ?, ?, ?, ?, 0, 0)",
                    (account.id, clean(snapshot.remote_id), participant_id, int(side.is_self), listed_at),
                )
            )
            tx.conversation(conversation_id)
        else:
            conversation_id, participant_id = ConversationId(row[0]), row[1]
            if side.is_self and not row[2] and not row[3]:
                tx.write("update conversation set is_self = 1 where id = ?", (conversation_id,))
        learn_counterpart(tx, account, conversation_id, participant_id, side.person)
        return conversation_id


def _standing(tx: Transaction, conversation_id: ConversationId) -> _Standing:
    row = tx.row(f"select {', '.join(_Standing._fields)} from conversation where id = ?", (conversation_id,))  # noqa: S608
    if row is None:
        raise LookupError("the conversation is gone")
    return _Standing(*row)


def _keep_standing(tx: Transaction, conversation_id: ConversationId, before: _Standing, after: _Standing) -> None:
    """Write what differs. How far was read is no news for anybody who looks at the conversation."""
    if after == before:
        return
    tx.write(
        "update conversation set last_inbound_at = ?, last_elsewhere_at = ?, read_up_to = ?, unavailable_code = ?,"
        " reply_refusal = ? where id = ?",
        (
            after.last_inbound_at,
            after.last_elsewhere_at,
            after.read_up_to,
            after.unavailable_code,
            after.reply_refusal,
            conversation_id,
        ),
    )
    unseen = before._replace(last_elsewhere_at=after.last_elsewhere_at, read_up_to=after.read_up_to)
    if after != unseen:
        tx.conversation(conversation_id)


def _find(tx: Transaction, account: Account, snapshot: ConversationSnapshot) -> Row | None:
    """The conversation as it is stored."""
    return tx.row(
        "select c.id, c.participant_id, c.is_self, p.igsid from conversation c"
        " join participant p on p.id = c.participant_id where c.account_id = ? and c.remote_id = ?",
        (account.id, clean(snapshot.remote_id)),
    )


CLOCKS_DIFFER_MS = timedelta(seconds=5) // MILLISECOND
SAME_SECOND_MS = timedelta(seconds=3) // MILLISECOND
"""After this long, by clocks that are two seconds apart, nothing can come that bears the same second."""
LIST_AHEAD_MS = timedelta(minutes=1) // MILLISECOND
"""So long a change may be in the list without the message that made it."""
EMPTY_MS = timedelta(days=1) // MILLISECOND
"""A conversation that changed within this time has messages. An answer without any is a mistake of the other side."""

_ANY = "select 1 from message where conversation_id = ? limit 1"


def _latest(*moments: int | None) -> int | None:
    return max((moment for moment in moments if moment is not None), default=None)


def _read_up_to(
    page: Page, snapshot: ConversationSnapshot, listed_at: int | None, read_up_to: int | None, read_ms: int
) -> int | None:
    """Up to which change of the list the messages are now read: never further than the moment of the read.

    Short of the last change while more may belong to it: dates are whole seconds, so that of a message that comes
    right after the read may be the same; and the list may be ahead of the messages for a moment.
    """
    if page.is_deferred:
        return read_up_to
    updated_at = to_ms_or_none(snapshot.updated_at)
    seen = max(_latest(updated_at if updated_at is not None else listed_at, page.newest_ms, 0) or 0, 0)
    is_shown = page.newest_ms is not None and page.newest_ms >= seen
    settled_ms = SAME_SECOND_MS if is_shown else EMPTY_MS if page.newest_ms is None else LIST_AHEAD_MS
    if read_ms - settled_ms < seen:
        seen -= 1
    return _latest(read_up_to, min(seen, read_ms + CLOCKS_DIFFER_MS))


def _is_begun(tx: Transaction, conversation_id: ConversationId, remote_id: str) -> bool:
    """Whether less is stored than Instagram hands out, and nothing says that a page ends where all begins."""
    count, is_open = tx.row(
        "select count(*), coalesce(max(remote_id = ?2 and is_linked = 0), 0)"
        " from (select remote_id, is_linked from message where conversation_id = ?1 limit ?3)",
        (conversation_id, remote_id, HANDED_OUT),
    ) or (0, 0)
    return bool(count < HANDED_OUT and is_open)


def _has_gap(tx: Transaction, conversation_id: ConversationId, remote_id: str, read_up_to: int | None) -> bool:
    """Whether nothing says what came before the oldest message of a page, although something older is stored.

    Or before another one of those since the last read that was brought to its end.
    """
    return (
        tx.row(
            "select 1 from message m where m.conversation_id = ?1 and (m.remote_id = ?2 or m.sent_at > ?3)"
            " and m.is_linked = 0 and exists (select 1 from message o where o.conversation_id = m.conversation_id"
            " and (o.sent_at, o.rank, o.id) < (m.sent_at, m.rank, m.id))",
            (conversation_id, remote_id, read_up_to or 0),
        )
        is not None
    )
