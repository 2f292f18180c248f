"""The list of conversations: rows, counts, drafts and what was read."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Iterable
from datetime import datetime

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation, InboxCounts, InboxFilter, InboxView
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.text import clean
from igdesk.domain.window import HUMAN_AGENT, SAFETY, SOON, STANDARD, WindowLevel, window_at
from igdesk.store.database import Database, Row
from igdesk.store.moments import MILLISECOND, from_ms, to_ms
from igdesk.store.rows import CONVERSATION_QUERY, conversation_of, ids_json
from igdesk.store.summary import summarise

_STANDARD_MS = (STANDARD - SAFETY) // MILLISECOND
_HUMAN_MS = (HUMAN_AGENT - SAFETY) // MILLISECOND
_SOON_MS = SOON // MILLISECOND


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(
        self,
        view: InboxView,
        filter: InboxFilter = InboxFilter.ALL,  # noqa: A002 - the word of the domain
        *,
        account_id: AccountId | None = None,
        now: datetime,
        limit: int = 100,
        after: Conversation | None = None,
    ) -> list[Conversation]:
        """The top of a list, or what comes below ``after``."""
        condition, parameters = _condition(view, filter, account_id, now)
        if view is InboxView.INBOX:
            if after is not None:
                condition += " and (c.last_activity_at < ? or c.last_activity_at = ? and c.id > ?)"
                moment = to_ms(after.last_activity_at)
                # The first comparison lets the index find the place.
                condition += " and c.last_activity_at <= ?"
                parameters += (moment, moment, after.id, moment)
            return self._select(condition, "c.last_activity_at desc, c.id", parameters, limit)
        found: list[Conversation] = []
        first = 0 if after is None else _urgency(after, now)
        for urgency in range(first, 3):
            found += self._of_urgency(
                urgency, condition, parameters, now, limit - len(found), after if urgency == first else None
            )
            if len(found) >= limit:
                break
        return found

    def by_ids(self, conversation_ids: Iterable[ConversationId]) -> list[Conversation]:
        """Conversations that (still) exist, newest first."""
        return self._select(
            "c.id in (select value from json_each(?))",
            "c.last_activity_at desc, c.id",
            (ids_json(conversation_ids),),
            -1,
        )

    def matches(
        self,
        conversation: Conversation,
        view: InboxView,
        filter: InboxFilter,  # noqa: A002
        now: datetime,
    ) -> bool:
        """Whether a list shows the conversation: the rule of ``rows``."""
        if view is InboxView.WAITING and not conversation.is_waiting:
            return False
        match filter:
            case InboxFilter.ALL:
                return True
            case InboxFilter.UNREAD:
                return conversation.unread_count > 0
            case InboxFilter.WAITING:
                return conversation.is_waiting
            case InboxFilter.CLOSING_SOON:
                level = window_at(conversation.last_inbound_at, now, Capability.NOT_GRANTED).level
                return conversation.is_waiting and level in (WindowLevel.SOON, WindowLevel.URGENT)

    def sort_key(self, conversation: Conversation, view: InboxView, now: datetime) -> tuple[int, ...]:
        """Place in a list, the smallest on top: the order of ``rows``."""
        if view is InboxView.INBOX:
            return (-to_ms(conversation.last_activity_at), conversation.id)
        urgency = _urgency(conversation, now)
        last_inbound = to_ms(conversation.last_inbound_at) if conversation.last_inbound_at else 0
        if urgency == 2:
            return (urgency, -last_inbound, -conversation.id)
        return (urgency, last_inbound, conversation.id)

    def counts(
        self, *, account_id: AccountId | None = None, view: InboxView = InboxView.INBOX, now: datetime
    ) -> InboxCounts:
        """How many conversations of a view each filter shows."""
        numbers = []
        for chip in (InboxFilter.ALL, InboxFilter.UNREAD, InboxFilter.WAITING, InboxFilter.CLOSING_SOON):
            condition, parameters = _condition(view, chip, account_id, now)
            row = self._database.row(f"select count(*) from conversation c where {condition}", parameters)
            numbers.append(int(row[0]) if row else 0)
        return InboxCounts(*numbers)

    def unread_by_account(self) -> dict[AccountId, int]:
        """Numbers of conversations with unread messages; accounts without any are left out."""
        return {
            row[0]: row[1]
            for row in self._database.rows(
                "select account_id, count(*) from conversation where unread_count > 0 group by account_id"
            )
        }

    def find(self, account_id: AccountId, remote_id: str) -> ConversationId | None:
        row = self._database.row(
            "select id from conversation where account_id = ? and remote_id = ?", (account_id, remote_id)
        )
        return None if row is None else ConversationId(row[0])

    def most_urgent(self, now: datetime, account_id: AccountId | None = None) -> Conversation | None:
        """The waiting conversation whose reply window closes first, of those that still may be answered."""
        condition, parameters = _condition(InboxView.WAITING, InboxFilter.ALL, account_id, now)
        for urgency in (0, 1):
            extra = "" if urgency == 0 else _MAY_USE_HUMAN_TAG
            found = self._of_urgency(urgency, condition + extra, parameters, now, 1, None)
            if found:
                return found[0]
        return None

    def oldest_message_at(self, conversation_id: ConversationId) -> datetime | None:
        row = self._database.row(
            "select sent_at from message where conversation_id = ? order by sent_at, rank, id limit 1",
            (conversation_id,),
        )
        return None if row is None else from_ms(row[0])

    def save_draft(self, conversation_id: ConversationId, text: str) -> None:
        text = clean(text)
        with self._database.transaction() as tx:
            row = tx.row("select draft from conversation where id = ?", (conversation_id,))
            if row is not None and row[0] != text:
                tx.write("update conversation set draft = ? where id = ?", (text, conversation_id))
                tx.conversation(conversation_id)

    def mark_read(self, conversation_id: ConversationId) -> None:
        with self._database.transaction() as tx:
            rows = tx.rows(
                "select id, is_unread from message where conversation_id = ? and is_unread <> 0", (conversation_id,)
            )
            if not rows:
                return
            tx.write(
                "update message set is_unread = 0 where conversation_id = ? and is_unread <> 0", (conversation_id,)
            )
            tx.updated(*(MessageId(row[0]) for row in rows if row[1] == 1))
            summarise(tx, conversation_id)

    def mark_unread(self, conversation_id: ConversationId) -> None:
        """Make the newest message of the customer unread again; nothing happens if there is none."""
        with self._database.transaction() as tx:
            row = tx.row(
                "select id, is_unread from message where conversation_id = ? and direction = 'in' and kind <> 'unsent'"
                " order by sent_at desc, rank desc, id desc limit 1",
                (conversation_id,),
            )
            if row is None or row[1] == 1:
                return
            tx.write("update message set is_unread = 1 where id = ?", (row[0],))
            tx.updated(MessageId(row[0]))
            summarise(tx, conversation_id)

    def _of_urgency(
        self, urgency: int, condition: str, parameters: Row, now: datetime, limit: int, after: Conversation | None
    ) -> list[Conversation]:
        """Waiting conversations of one group of ``_urgency``, in the order of the view."""
        now_ms = to_ms(now)
        standard, human = now_ms - _STANDARD_MS, now_ms - _HUMAN_MS
        low, high = ((standard, _FOREVER), (human, standard), (-1, human))[urgency]
        condition += " and c.last_inbound_at > ? and c.last_inbound_at <= ?"
        parameters += (low, high)
        order, direction = (">", "") if urgency < 2 else ("<", " desc")
        if after is not None and after.last_inbound_at is not None:
            moment = to_ms(after.last_inbound_at)
            condition += (
                f" and c.last_inbound_at {order}= ?"
                f" and (c.last_inbound_at {order} ? or c.last_inbound_at = ? and c.id {order} ?)"
            )
            parameters += (moment, moment, moment, after.id)
        return self._select(condition, f"c.last_inbound_at{direction}, c.id{direction}", parameters, limit)

    def _select(self, condition: str, order: str, parameters: Row, limit: int) -> list[Conversation]:
        rows = self._database.rows(
            f"{CONVERSATION_QUERY} where {condition} order by {order} limit ?", (*parameters, limit)
        )
        return [conversation_of(row) for row in rows]


_FOREVER = 1 << 60

_MAY_USE_HUMAN_TAG = (
    " and exists (select 1 from account a where a.id = c.account_id and a.human_agent <> 'not_granted')"
)


def _condition(
    view: InboxView,
    filter: InboxFilter,  # noqa: A002
    account_id: AccountId | None,
    now: datetime,
) -> tuple[str, Row]:
    """What ``matches`` says, in SQL."""
    terms: list[str] = []
    parameters: Row = ()
    if account_id is not None:
        # The index of the account is the right one for the whole inbox only; "+" keeps SQLite from it elsewhere.
        is_whole = view is InboxView.INBOX and filter is InboxFilter.ALL
        terms.append("c.account_id = ?" if is_whole else "+c.account_id = ?")
        parameters += (account_id,)
    if view is InboxView.WAITING or filter in (InboxFilter.WAITING, InboxFilter.CLOSING_SOON):
        terms.append("c.is_waiting = 1")
    if filter is InboxFilter.UNREAD:
        terms.append("c.unread_count > 0")
    if filter is InboxFilter.CLOSING_SOON:
        closing = to_ms(now) - _STANDARD_MS
        terms.append("c.last_inbound_at > ? and c.last_inbound_at <= ?")
        parameters += (closing, closing + _SOON_MS)
    return " and ".join(terms) or "true", parameters


def _urgency(conversation: Conversation, now: datetime) -> int:
    """0: may be answered in the ordinary way, 1: within the seven days, 2: closed."""
    if conversation.last_inbound_at is None:
        return 2
    age = to_ms(now) - to_ms(conversation.last_inbound_at)
    return 0 if age < _STANDARD_MS else 1 if age < _HUMAN_MS else 2
