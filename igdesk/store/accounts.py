"""The connected accounts. Tokens are not here but in the vault."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.text import clean
from igdesk.store.database import Database, Transaction
from igdesk.store.moments import to_ms, to_ms_or_none
from igdesk.store.rows import ACCOUNT_COLUMNS, account_of

if TYPE_CHECKING:
    from igdesk.domain.snapshot import AccountSnapshot


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Account, ...]:
        """Every account, in the order of the rail."""
        rows = self._database.rows(f"select {ACCOUNT_COLUMNS} from account order by position, id")
        return tuple(account_of(row) for row in rows)

    def get(self, account_id: AccountId) -> Account | None:
        row = self._database.row(f"select {ACCOUNT_COLUMNS} from account where id = ?", (account_id,))
        return account_of(row) if row else None

    def find(self, remote_id: str) -> Account | None:
        """The account with this professional id."""
        row = self._database.row(f"select {ACCOUNT_COLUMNS} from account where remote_id = ?", (remote_id,))
        return account_of(row) if row else None

    def add(
        self, snapshot: "AccountSnapshot", *, connected_at: datetime, token_expires_at: datetime | None = None
    ) -> AccountId:
        """Connect an account, or connect it again: the professional id decides which row it is."""
        known = self.find(snapshot.remote_id)
        with self._database.transaction() as tx:
            if known is None:
                account_id = AccountId(
                    tx.insert(
                        "insert into account (remote_id, app_scoped_id, node_id, flavour, username, name, picture_url,"
                        " state, problem, human_agent, token_expires_at, connected_at, position)"
                        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        " (select coalesce(max(position), -1) + 1 from account))",
                        (
                            snapshot.remote_id,
                            snapshot.app_scoped_id,
                            snapshot.node_id,
                            snapshot.flavour.value,
                            clean(snapshot.username),
                            clean(snapshot.name),
                            clean(snapshot.picture_url),
                            AccountState.ACTIVE.value,
                            AccountProblem.NONE.value,
                            Capability.UNKNOWN.value,
                            to_ms_or_none(token_expires_at),
                            to_ms(connected_at),
                        ),
                    )
                )
                tx.account(account_id)
                return account_id
            # What a new token may do is unknown again. The day of the first connection stays.
            self._set(tx, known.id, "state", AccountState.ACTIVE.value)
            self._set(tx, known.id, "problem", AccountProblem.NONE.value)
            self._set(tx, known.id, "human_agent", Capability.UNKNOWN.value)
            self._set(tx, known.id, "token_expires_at", to_ms_or_none(token_expires_at))
            self._identify(tx, known.id, snapshot)
            return known.id

    def set_state(self, account_id: AccountId, state: AccountState, problem: AccountProblem) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "state", state.value)
            self._set(tx, account_id, "problem", problem.value)

    def set_human_agent(self, account_id: AccountId, capability: Capability) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "human_agent", capability.value)

    def set_token_expiry(self, account_id: AccountId, expires_at: datetime | None) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "token_expires_at", to_ms_or_none(expires_at))

    def remove(self, account_id: AccountId) -> None:
        """Erase the account and everything that was archived of it, media files too."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from account where id = ?", (account_id,)) is None:
                return
            conversations = tx.rows("select id from conversation where account_id = ?", (account_id,))
            tx.discard_media(row[0] for row in tx.rows(_MEDIA_OF_ACCOUNT, (account_id, account_id)))
            tx.write("delete from account where id = ?", (account_id,))
            tx.account(account_id)
            for row in conversations:
                tx.conversation(ConversationId(row[0]))

    def _identify(self, tx: Transaction, account_id: AccountId, snapshot: "AccountSnapshot") -> None:
        self._set(tx, account_id, "flavour", snapshot.flavour.value)
        for column in ("app_scoped_id", "node_id", "username", "name", "picture_url"):
            value = clean(getattr(snapshot, column))
            if value:
                self._set(tx, account_id, column, value)

    @staticmethod
    def _set(tx: Transaction, account_id: AccountId, column: str, value: object) -> None:
        """Write one column if it changes; ``column`` is a word of this module."""
        found = tx.row(f"select {column} from account where id = ?", (account_id,))
        if found is not None and found[0] != value:
            tx.write(f"update account set {column} = ? where id = ?", (value, account_id))
            tx.account(account_id)


_MEDIA_OF_ACCOUNT = """
select a.media_key
  from conversation c join message m on m.conversation_id = c.id join attachment a on a.message_id = m.id
 where c.account_id = ? and a.media_key <> ''
union
select picture_key from participant where account_id = ? and picture_key <> ''
"""
