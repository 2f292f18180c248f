"""The connected accounts. Tokens are not here but in the vault."""

# ruff: noqa: S608 - SQL is put together from constants of this package; values are always parameters

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability
from igdesk.domain.ids import AccountId, ConversationId
from igdesk.domain.text import clean, one_line
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
        self,
        snapshot: "AccountSnapshot",
        *,
        connected_at: datetime,
        token_expires_at: datetime | None = None,
        permissions: Sequence[str] = (),
    ) -> AccountId:
        """Connect an account, or connect it again: the professional id decides which row it is.

        ``token_expires_at``: as Meta said; None when it is not known, or when there is no end date.
        """
        known = self.find(snapshot.remote_id)
        with self._database.transaction() as tx:
            if known is None:
                account_id = AccountId(
                    tx.insert(
                        "insert into account (remote_id, app_scoped_id, node_id, flavour, username, name, picture_url,"
                        " state, problem, human_agent, token_expires_at, connected_at, account_type, token_issued_at,"
                        " permissions, position)"
                        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
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
                            clean(snapshot.account_type),
                            to_ms(connected_at),
                            " ".join(permissions),
                        ),
                    )
                )
                tx.account(account_id)
                return account_id
            # What a new token may do is unknown again. The day of the first connection stays.
            self._set(tx, known.id, "state", AccountState.ACTIVE.value)
            self._set(tx, known.id, "problem", AccountProblem.NONE.value)
            self._set(tx, known.id, "human_agent", Capability.UNKNOWN.value)
            self._set(tx, known.id, "file_upload", Capability.UNKNOWN.value)
            self._set(tx, known.id, "token_expires_at", to_ms_or_none(token_expires_at))
            self._set(tx, known.id, "token_issued_at", to_ms(connected_at))
            self._set(tx, known.id, "renewal_failed_at", None)
            self._set(tx, known.id, "is_paused", 0)  # whoever signs in wants to go on
            self._set(tx, known.id, "permissions", " ".join(permissions))
            self._identify(tx, known.id, snapshot)
            return known.id

    def set_state(self, account_id: AccountId, state: AccountState, problem: AccountProblem) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "state", state.value)
            self._set(tx, account_id, "problem", problem.value)

    def set_human_agent(self, account_id: AccountId, capability: Capability) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "human_agent", capability.value)

    def set_file_upload(self, account_id: AccountId, capability: Capability) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "file_upload", capability.value)

    def token_renewed(self, account_id: AccountId, *, expires_at: datetime, renewed_at: datetime) -> None:
        """A renewal succeeded, and the token is safe in the vault: both dates at once."""
        with self._database.transaction() as tx:
            self._set(tx, account_id, "token_expires_at", to_ms(expires_at))
            self._set(tx, account_id, "token_issued_at", to_ms(renewed_at))
            self._set(tx, account_id, "renewal_failed_at", None)

    def token_too_young(self, account_id: AccountId, now: datetime) -> None:
        """Instagram says that the token is not a day old yet: it was made now, as far as anybody knows."""
        with self._database.transaction() as tx:
            self._set(tx, account_id, "token_issued_at", to_ms(now))

    def renewal_failed(self, account_id: AccountId, now: datetime) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "renewal_failed_at", to_ms(now))

    def set_permissions(self, account_id: AccountId, permissions: Sequence[str]) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "permissions", " ".join(permissions))

    def set_label(self, account_id: AccountId, label: str) -> None:
        """A name of the person's own; empty takes Instagram's again."""
        with self._database.transaction() as tx:
            self._set(tx, account_id, "label", one_line(clean(label), 80))

    def set_tint(self, account_id: AccountId, tint: int | None) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "tint", tint)

    def set_paused(self, account_id: AccountId, is_paused: bool) -> None:
        with self._database.transaction() as tx:
            self._set(tx, account_id, "is_paused", int(is_paused))

    def update_identity(self, account_id: AccountId, snapshot: "AccountSnapshot") -> None:
        """What Instagram says of the account now; what it leaves out stays."""
        with self._database.transaction() as tx:
            self._identify(tx, account_id, snapshot)

    def arrange(self, order: Sequence[AccountId]) -> None:
        """The order of the rail."""
        with self._database.transaction() as tx:
            for place, account_id in enumerate(order):
                self._set(tx, account_id, "position", place)

    def remove(self, account_id: AccountId) -> None:
        """Erase the account and everything that was archived of it, media files too."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from account where id = ?", (account_id,)) is None:
                return
            conversations = tx.rows("select id from conversation where account_id = ?", (account_id,))
            tx.discard_media(row[0] for row in tx.rows(_MEDIA_OF_ACCOUNT, (account_id,) * 3))
            _spare_the_index(tx, account_id)
            tx.write("delete from account where id = ?", (account_id,))
            tx.account(account_id)
            for row in conversations:
                tx.conversation(ConversationId(row[0]))

    def _identify(self, tx: Transaction, account_id: AccountId, snapshot: "AccountSnapshot") -> None:
        self._set(tx, account_id, "flavour", snapshot.flavour.value)
        for column in ("app_scoped_id", "node_id", "username", "name", "picture_url", "account_type"):
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


MUCH = 2000
"""Messages that are sooner left out of a new index than taken out of the old one, one by one."""


def _spare_the_index(tx: Transaction, account_id: AccountId) -> None:
    from igdesk.store.search_index import forget_all

    much = "select 1 from conversation c join message m on m.conversation_id = c.id where c.account_id = ? limit 1"
    if tx.row(f"{much} offset {MUCH}", (account_id,)):
        forget_all(tx)


_MEDIA_OF_ACCOUNT = """
select a.media_key
  from conversation c join message m on m.conversation_id = c.id join attachment a on a.message_id = m.id
 where c.account_id = ? and a.media_key <> ''
union
select picture_key from participant where account_id = ? and picture_key <> ''
union
select f.media_key from draft_file f join conversation c on c.id = f.conversation_id
 where c.account_id = ? and f.media_key <> ''
"""
