"""Calls of the last day and the latest errors of each account; kept for the diagnosis."""

from collections.abc import Sequence
from datetime import datetime

from igdesk.domain.health import ERRORS_KEPT, SLOTS_SHOWN, CallSlot, SeenError
from igdesk.domain.ids import AccountId
from igdesk.store.database import Database, Transaction
from igdesk.store.moments import from_ms, to_ms


class Health:
    def __init__(self, database: Database) -> None:
        self._database = database

    def calls(self, account_id: AccountId) -> tuple[CallSlot, ...]:
        """What is kept, the oldest first."""
        rows = self._database.rows(
            "select slot, calls, used_percent from api_calls where account_id = ? order by slot", (account_id,)
        )
        return tuple(CallSlot(*row) for row in rows)

    def errors(self, account_id: AccountId, limit: int = ERRORS_KEPT) -> tuple[SeenError, ...]:
        """The latest first."""
        rows = self._database.rows(
            "select entry, code, trace_id, first_at, last_at, times from api_error where account_id = ?"
            " order by last_at desc, id desc limit ?",
            (account_id, limit),
        )
        return tuple(SeenError(r[0], r[1], r[2], from_ms(r[3]), from_ms(r[4]), r[5]) for r in rows)

    def keep(
        self,
        account_id: AccountId,
        calls: Sequence[CallSlot],
        errors: Sequence[SeenError],
        *,
        last_checked_at: datetime | None = None,
    ) -> None:
        """Add what was counted since the last time. Everything in one transaction, and nothing of an account gone."""
        with self._database.transaction() as tx:
            if tx.row("select 1 from account where id = ?", (account_id,)) is None:
                return
            for counted in calls:
                tx.write(
                    "insert into api_calls (account_id, slot, calls, used_percent) values (?, ?, ?, ?)"
                    " on conflict do update set calls = calls + excluded.calls,"
                    " used_percent = max(used_percent, excluded.used_percent)",
                    (account_id, counted.slot, counted.calls, counted.used_percent),
                )
            if calls:
                oldest = max(counted.slot for counted in calls) - SLOTS_SHOWN
                tx.write("delete from api_calls where account_id = ? and slot < ?", (account_id, oldest))
            for error in errors:
                self._add(tx, account_id, error)
            if errors:
                tx.write(
                    "delete from api_error where account_id = ? and id not in"
                    " (select id from api_error where account_id = ? order by last_at desc, id desc limit ?)",
                    (account_id, account_id, ERRORS_KEPT),
                )
            if last_checked_at is not None:
                tx.write("update account set last_checked_at = ? where id = ?", (to_ms(last_checked_at), account_id))

    @staticmethod
    def _add(tx: Transaction, account_id: AccountId, error: SeenError) -> None:
        newest = tx.row(
            "select id, entry, code from api_error where account_id = ? order by last_at desc, id desc limit 1",
            (account_id,),
        )
        if newest is not None and (newest[1], newest[2]) == (error.entry, error.code):
            tx.write(
                "update api_error set times = times + ?, last_at = ?, trace_id = ? where id = ?",
                (error.times, to_ms(error.last_at), error.trace_id, newest[0]),
            )
            return
        tx.write(
            "insert into api_error (account_id, entry, code, trace_id, first_at, last_at, times)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (
                account_id,
                error.entry,
                error.code,
                error.trace_id,
                to_ms(error.first_at),
                to_ms(error.last_at),
                error.times,
            ),
        )
