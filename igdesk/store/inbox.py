"""The list of conversations: rows, counts, drafts and what was read."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Iterable
from datetime import datetime

from igdesk.domain.account import Capability
from igdesk.domain.conversation import (
    DEFAULT_SORT,
    Conversation,
    InboxCounts,
    InboxFilter,
    InboxOnly,
    InboxSort,
    InboxView,
    Shelf,
)
from igdesk.domain.ids import AccountId, ConversationId, LabelId, MessageId
from igdesk.domain.text import clean
from igdesk.domain.window import SOON, WindowLevel, window_at
from igdesk.store.database import Database, Transaction
from igdesk.store.inbox_order import STANDARD_MS, after_row, groups, place_of
from igdesk.store.moments import MILLISECOND, from_ms, to_ms
from igdesk.store.rows import CONVERSATION_QUERY, conversation_of, ids_json

_SOON_MS = SOON // MILLISECOND
COMMON = 500
"""A label on more conversations than this is on many."""
_ONLY = {InboxOnly.PHOTOS: "c.has_photos = 1", InboxOnly.ELSEWHERE: "c.answered_elsewhere = 1"}
_SHELF = {
    InboxView.INBOX: Shelf.INBOX,
    InboxView.WAITING: Shelf.INBOX,
    InboxView.SNOOZED: Shelf.SNOOZED,
    InboxView.DONE: Shelf.DONE,
}


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted: dict[tuple[InboxView, InboxFilter, AccountId | None], int] = {}
        self._counted_at = -1

    def rows(
        self,
        view: InboxView,
        filter: InboxFilter = InboxFilter.ALL,  # noqa: A002 - the word of the domain
        *,
        sort: InboxSort | None = None,
        account_id: AccountId | None = None,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
        limit: int = 100,
        after: Conversation | None = None,
    ) -> list[Conversation]:
        """The top of a list, or what comes below ``after``. Without ``sort`` in the order of the view."""
        sort = sort or DEFAULT_SORT[view]
        condition, parameters = _condition(view, filter, account_id, now, sort=sort, only=only)
        if label_id is not None:
            # Of many labelled conversations the top is found by walking down the list, of few by looking at each.
            is_common = self._count_labelled(label_id) > COMMON
            plus = "+" if is_common else ""
            condition += f" and {plus}c.id in (select conversation_id from conversation_label where label_id = ?)"
            parameters += (label_id,)
        first = 0 if after is None else place_of(after, sort, now)[0]
        found: list[Conversation] = []
        for number, group in enumerate(groups(sort, now)):
            if number < first or (view is InboxView.WAITING and group.is_rest):
                continue
            terms, values = f"{condition} and {group.condition}", (*parameters, *group.parameters)
            if after is not None and number == first:
                more, places = after_row(group, after)
                terms, values = f"{terms} and {more}", (*values, *places)
            found += self._select(terms, group.order, values, limit - len(found))
            if len(found) >= limit:
                break
        return found

    def by_ids(self, conversation_ids: Iterable[ConversationId]) -> list[Conversation]:
        """Conversations that (still) exist, newest first."""
        return self._select(
            "c.id in (select value from json_each(?)) and c.shelf < 3",
            "c.last_activity_at desc, c.id",
            (ids_json(conversation_ids),),
            -1,
        )

    def by_id(self, conversation_id: ConversationId) -> Conversation | None:
        """None where it is gone."""
        return next(iter(self.by_ids((conversation_id,))), None)

    def matches(
        self,
        conversation: Conversation,
        view: InboxView,
        filter: InboxFilter,  # noqa: A002
        now: datetime,
        *,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
    ) -> bool:
        """Whether a list shows the conversation: the rule of ``rows``."""
        if conversation.shelf is not _SHELF[view] or (view is InboxView.WAITING and not conversation.is_waiting):
            return False
        if label_id is not None and label_id not in conversation.label_ids:
            return False
        if (only is InboxOnly.PHOTOS and not conversation.has_photos) or (
            only is InboxOnly.ELSEWHERE and not conversation.is_answered_elsewhere
        ):
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

    def sort_key(
        self, conversation: Conversation, view: InboxView, now: datetime, *, sort: InboxSort | None = None
    ) -> tuple[int, ...]:
        """Place in a list, the smallest on top: the order of ``rows``."""
        return place_of(conversation, sort or DEFAULT_SORT[view], now)

    def counts(
        self,
        *,
        account_id: AccountId | None = None,
        view: InboxView = InboxView.INBOX,
        label_id: LabelId | None = None,
        only: InboxOnly | None = None,
        now: datetime,
    ) -> InboxCounts:
        """How many conversations of a view each filter shows, and how many are snoozed."""
        snoozed = self._steady_count(InboxView.SNOOZED, InboxFilter.ALL, account_id, now)
        if label_id is not None or only is not None:
            return self._counts_of_some(view, account_id, label_id, only, now, snoozed)
        return InboxCounts(
            self._steady_count(view, InboxFilter.ALL, account_id, now),
            self._steady_count(view, InboxFilter.UNREAD, account_id, now),
            self._steady_count(view, InboxFilter.WAITING, account_id, now),
            self._count(*_condition(view, InboxFilter.CLOSING_SOON, account_id, now)),
            snoozed,
        )

    def has_any(self, account_id: AccountId) -> bool:
        """Whether anything is stored of an account."""
        return bool(self._database.row("select 1 from conversation where account_id = ? limit 1", (account_id,)))

    def done_since(self, moment: datetime, account_id: AccountId | None = None) -> int:
        """How many conversations were finished since then and are still done."""
        condition, parameters = "c.shelf = 2 and c.shelved_at >= ?", (to_ms(moment),)
        if account_id is not None:
            return self._count(f"{condition} and +c.account_id = ?", (*parameters, account_id))
        return self._count(condition, parameters)

    def next_back(self, until: datetime, account_id: AccountId | None = None) -> tuple[int, datetime | None]:
        """How many snoozed conversations come back before ``until``, and when the first one does."""
        condition, parameters = "c.shelf = 1 and c.wakes_at < ?", [to_ms(until)]
        if account_id is not None:
            condition, parameters = f"{condition} and +c.account_id = ?", [*parameters, account_id]
        row = self._database.row(f"select count(*), min(c.wakes_at) from conversation c where {condition}", parameters)
        return (0, None) if row is None or not row[0] else (row[0], from_ms(row[1]))

    def unread_by_account(self) -> dict[AccountId, int]:
        """Numbers of conversations of the inbox with unread messages; accounts without any are left out."""
        return {
            row[0]: row[1]
            for row in self._database.rows(
                "select account_id, count(*) from conversation where unread_count > 0 and shelf = 0 group by account_id"
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
        for extra, group in zip(("", _MAY_USE_HUMAN_TAG), groups(InboxSort.WINDOW, now), strict=False):
            terms = f"{condition} and {group.condition}{extra}"
            found = self._select(terms, group.order, (*parameters, *group.parameters), 1)
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
            _summarise(tx, conversation_id)

    def _select(self, condition: str, order: str, parameters: tuple[object, ...], limit: int) -> list[Conversation]:
        rows = self._database.rows(
            f"{CONVERSATION_QUERY} where {condition} order by {order} limit ?", (*parameters, limit)
        )
        return [conversation_of(row) for row in rows]

    def _counts_of_some(
        self,
        view: InboxView,
        account_id: AccountId | None,
        label_id: LabelId | None,
        only: InboxOnly | None,
        now: datetime,
        snoozed: int,
    ) -> InboxCounts:
        """One walk over the conversations that have a label, or that hold what is looked for."""
        closing = to_ms(now) - STANDARD_MS
        waits = "c.is_waiting = 1 and c.needs_no_reply = 0 and c.shelf = 0"
        source, terms = "conversation c", f"c.shelf = {_SHELF[view].value}"
        parameters: tuple[object, ...] = (closing, closing + _SOON_MS)
        if label_id is not None:
            source = "conversation_label l cross join conversation c on c.id = l.conversation_id"
            terms, parameters = f"l.label_id = ? and {terms}", (*parameters, label_id)
        if only is not None:
            terms = f"{_ONLY[only]} and {terms}"
        if account_id is not None:
            terms, parameters = f"{terms} and +c.account_id = ?", (*parameters, account_id)
        if view is InboxView.WAITING:
            # "+" keeps SQLite from an index that holds less than it needs.
            terms += " and " + waits.replace("c.", "+c.")
        row = self._database.row(
            f"select count(*), sum(c.unread_count > 0), sum({waits}),"
            f" sum({waits} and c.last_inbound_at > ? and c.last_inbound_at <= ?)"
            f" from {source} where {terms}",
            parameters,
        )
        total, unread, waiting, closing_soon = (number or 0 for number in row or (0, 0, 0, 0))
        return InboxCounts(total, unread, waiting, closing_soon, snoozed)

    def _steady_count(
        self,
        view: InboxView,
        filter: InboxFilter,  # noqa: A002
        account_id: AccountId | None,
        now: datetime,
    ) -> int:
        """A number that time alone does not change. List, rail and title ask for the same after every change."""
        stamp = self._database.connection.total_changes()
        if stamp != self._counted_at:
            self._counted_at = stamp
            self._counted.clear()
        key = (view, filter, account_id)
        number = self._counted.get(key)
        if number is None:
            number = self._counted[key] = self._count(*_condition(view, filter, account_id, now))
        return number

    def _count_labelled(self, label_id: LabelId) -> int:
        row = self._database.row("select count(*) from conversation_label where label_id = ?", (label_id,))
        return int(row[0]) if row else 0

    def _count(self, condition: str, parameters: tuple[object, ...]) -> int:
        row = self._database.row(f"select count(*) from conversation c where {condition}", parameters)
        return int(row[0]) if row else 0


def _summarise(tx: Transaction, conversation_id: ConversationId) -> None:
    from igdesk.store.summary import summarise  # knows every kind of message; the first sight of the inbox does not

    summarise(tx, conversation_id)


_MAY_USE_HUMAN_TAG = (
    " and exists (select 1 from account a where a.id = c.account_id and a.human_agent <> 'not_granted')"
)


def _condition(
    view: InboxView,
    filter: InboxFilter,  # noqa: A002
    account_id: AccountId | None,
    now: datetime,
    *,
    sort: InboxSort = InboxSort.NEWEST,
    only: InboxOnly | None = None,
) -> tuple[str, tuple[object, ...]]:
    """What ``matches`` says, in SQL."""
    # Constants stand in the text: only so can SQLite tell that an index over a part of the table holds the rows.
    terms = [f"c.shelf = {_SHELF[view].value}"]
    parameters: tuple[object, ...] = ()
    if account_id is not None:
        # The index of the account is the right one for whole views only; "+" keeps SQLite from it elsewhere.
        is_whole = view in (InboxView.INBOX, InboxView.DONE) and filter is InboxFilter.ALL
        is_whole = is_whole and sort is InboxSort.NEWEST and only is None
        terms.append("c.account_id = ?" if is_whole else "+c.account_id = ?")
        parameters += (account_id,)
    if view is InboxView.WAITING or filter in (InboxFilter.WAITING, InboxFilter.CLOSING_SOON):
        terms.append("c.is_waiting = 1 and c.needs_no_reply = 0")
        if view not in (InboxView.INBOX, InboxView.WAITING):
            terms.append("false")  # what is put away waits on nobody
    if only is not None:
        terms.append(_ONLY[only])
    if filter is InboxFilter.UNREAD:
        terms.append("c.unread_count > 0")
    if filter is InboxFilter.CLOSING_SOON:
        closing = to_ms(now) - STANDARD_MS
        terms.append("c.last_inbound_at > ? and c.last_inbound_at <= ?")
        parameters += (closing, closing + _SOON_MS)
    return " and ".join(terms), parameters
