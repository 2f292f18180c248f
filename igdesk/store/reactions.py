"""Own reactions on their way: what the person wants, until Instagram has it."""

from datetime import datetime

from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message import Reaction
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import ReactionWish, is_same_emoji
from igdesk.domain.text import clean
from igdesk.store.database import Database, Row, Transaction
from igdesk.store.moments import from_ms, to_ms
from igdesk.store.parts_json import reactions_json, reactions_of
from igdesk.store.summary import summarise

_WISH = """
select w.message_id, w.conversation_id, w.account_id, p.igsid, coalesce(m.remote_id, ''), w.emoji, w.attempts
  from reaction_wish w
  join message m on m.id = w.message_id
  join conversation c on c.id = w.conversation_id
  join participant p on p.id = c.participant_id
"""


class Reactions:
    """A wish lives here from the click until Instagram has confirmed it, and through every restart between.

    A message carries at most one own reaction, and setting it again, or taking it away again, changes nothing.
    So unlike a reply a wish may be sent again when nobody knows whether it arrived.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def wish(self, message_id: MessageId, emoji: str, now: datetime) -> AccountId | None:
        """React with this emoji, or with none; the account that has something to do now, if there is."""
        with self._database.transaction() as tx:
            row = tx.row(
                "select c.id, c.account_id, m.reactions, p.igsid, m.kind, m.remote_id from message m"
                " join conversation c on c.id = m.conversation_id join participant p on p.id = c.participant_id"
                " where m.id = ?",
                (message_id,),
            )
            if row is None or not row[3] or not row[5] or row[4] == "unsent":
                return None
            known = tx.row("select attempts, emoji, failure from reaction_wish where message_id = ?", (message_id,))
            if known is not None and known[1] == emoji and not known[2]:
                return None
            # As long as no request has left, what Instagram has is what the archive shows.
            is_settled = known is None or known[0] == 0
            if is_settled and _is_own(reactions_of(row[2]), emoji):
                if known is not None:
                    tx.write("delete from reaction_wish where message_id = ?", (message_id,))
                    _tell(tx, message_id, row[0])
                return None
            tx.write(
                "insert into reaction_wish (message_id, account_id, conversation_id, emoji, wished_at, attempts)"
                " values (?, ?, ?, ?, ?, ?) on conflict do update set emoji = excluded.emoji,"
                " wished_at = excluded.wished_at, attempts = excluded.attempts, not_before = null, failure = '',"
                " failure_code = '', failure_words = ''",
                (message_id, row[1], row[0], emoji, to_ms(now), 0 if is_settled else 1),
            )
            _tell(tx, message_id, row[0])
        return AccountId(row[1])

    def forget_failure(self, message_id: MessageId) -> bool:
        """The person has seen that it did not get through."""
        with self._database.transaction() as tx:
            row = tx.row(
                "select conversation_id from reaction_wish where message_id = ? and failure <> ''", (message_id,)
            )
            if row is None:
                return False
            tx.write("delete from reaction_wish where message_id = ?", (message_id,))
            _tell(tx, message_id, row[0])
        return True

    def failure(self, message_id: MessageId) -> tuple[FailureReason, str, str] | None:
        """Why the last change did not get through: reason, code, Instagram's words."""
        row = self._database.row(
            "select failure, failure_code, failure_words from reaction_wish where message_id = ? and failure <> ''",
            (message_id,),
        )
        return None if row is None else (FailureReason(row[0]), row[1], row[2])

    def next_wish(self, account_id: AccountId, now: datetime) -> ReactionWish | None:
        """The oldest one that may be sent now."""
        row = self._database.row(
            f"{_WISH} where w.account_id = ? and w.failure = '' and m.kind <> 'unsent'"
            " and coalesce(w.not_before, 0) <= ? order by w.wished_at limit 1",
            (account_id, to_ms(now)),
        )
        return None if row is None else _wish_of(row)

    def next_due(self, account_id: AccountId) -> datetime | None:
        """When the next one may be sent; None if none waits."""
        row = self._database.row(
            "select min(coalesce(w.not_before, w.wished_at)) from reaction_wish w join message m on m.id = w.message_id"
            " where w.account_id = ? and w.failure = '' and m.kind <> 'unsent'",
            (account_id,),
        )
        return None if row is None or row[0] is None else from_ms(row[0])

    def claim(self, message_id: MessageId) -> None:
        """A request is about to leave: from now on Instagram may have it."""
        with self._database.transaction() as tx:
            tx.write("update reaction_wish set attempts = attempts + 1 where message_id = ?", (message_id,))

    def confirmed(self, wish: ReactionWish, at: datetime) -> None:
        """Instagram took it. Reads that began earlier no longer tell what the reaction is."""
        with self._database.transaction() as tx:
            row = tx.row("select reactions, read_at from message where id = ?", (wish.message_id,))
            if row is None:
                return
            others = [reaction for reaction in reactions_of(row[0]) if not reaction.is_own]
            own = [Reaction(wish.emoji, True)] if wish.emoji else []
            tx.write(
                "update message set reactions = ?, read_at = ? where id = ?",
                (reactions_json([*others, *own]), max(row[1] or 0, to_ms(at)), wish.message_id),
            )
            # What was wished meanwhile stays, and is settled ground again.
            tx.write(
                "delete from reaction_wish where message_id = ? and emoji = ?",
                (wish.message_id, wish.emoji),
            )
            tx.write(
                "update reaction_wish set attempts = 0, not_before = null where message_id = ?", (wish.message_id,)
            )
            summarise(tx, wish.conversation_id)
            _tell(tx, wish.message_id, wish.conversation_id)

    def put_off(self, wish: ReactionWish, not_before: datetime, *, is_counted: bool = True) -> None:
        """Try again later, unless something else is wished meanwhile."""
        with self._database.transaction() as tx:
            tx.write(
                "update reaction_wish set not_before = ?, attempts = attempts - ? where message_id = ? and emoji = ?",
                (to_ms(not_before), 0 if is_counted else 1, wish.message_id, wish.emoji),
            )

    def refused(self, wish: ReactionWish, reason: FailureReason, code: str, words: str) -> None:
        """It is not tried again; the person is told. The reaction is what it was before."""
        with self._database.transaction() as tx:
            changed = tx.write(
                "update reaction_wish set failure = ?, failure_code = ?, failure_words = ?"
                " where message_id = ? and emoji = ?",
                (reason.value, clean(code), clean(words), wish.message_id, wish.emoji),
            )
            if changed:
                _tell(tx, wish.message_id, wish.conversation_id)

    def refused_at(self, account_id: AccountId) -> datetime | None:
        """When Instagram last said that this account cannot react; None if it can, or nobody knows."""
        row = self._database.row("select value from setting where key = ?", (_key(account_id),))
        return from_ms(int(row[0])) if row is not None and str(row[0]).isdigit() else None

    def note_ability(self, account_id: AccountId, refused_at: datetime | None) -> None:
        """Whether the account can react is known only after a try (failure 66); it is remembered."""
        value = "yes" if refused_at is None else str(to_ms(refused_at))
        with self._database.transaction() as tx:
            row = tx.row("select value from setting where key = ?", (_key(account_id),))
            if row is None or row[0] != value:
                tx.write(
                    "insert into setting (key, value) values (?, ?) on conflict do update set value = excluded.value",
                    (_key(account_id), value),
                )
                tx.account(account_id)

    def has_worked(self, account_id: AccountId) -> bool:
        """Whether Instagram ever took a reaction of this account."""
        row = self._database.row("select value from setting where key = ?", (_key(account_id),))
        return row is not None and row[0] == "yes"


def _key(account_id: AccountId) -> str:
    return f"reactions.{account_id}"


def _is_own(reactions: tuple[Reaction, ...], emoji: str) -> bool:
    own = [reaction.emoji for reaction in reactions if reaction.is_own]
    return any(is_same_emoji(each, emoji) for each in own) if emoji else not own


def _tell(tx: Transaction, message_id: MessageId, conversation_id: int) -> None:
    tx.updated(message_id)
    tx.conversation(ConversationId(conversation_id))


def _wish_of(row: Row) -> ReactionWish:
    return ReactionWish(
        MessageId(row[0]), ConversationId(row[1]), AccountId(row[2]), row[3], row[4], row[5], attempts=row[6]
    )
