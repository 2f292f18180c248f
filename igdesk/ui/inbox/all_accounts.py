"""The state of several accounts that share a list, as one line can tell it."""

from collections.abc import Mapping, Sequence

from igdesk.domain.account import Account, AccountState
from igdesk.domain.ids import AccountId
from igdesk.domain.status import Connection, EngineStatus

_WEIGHT = {
    Connection.SIGNED_OUT: 0,
    Connection.INSTAGRAM_DOWN: 2,
    Connection.CAPTIVE: 3,
    Connection.OFFLINE: 3,
    Connection.THROTTLED: 4,
    Connection.CONNECTING: 5,
    Connection.ONLINE: 6,
    Connection.PAUSED: 7,
}


def gravest(accounts: Sequence[Account], status: EngineStatus) -> Account:
    """The account that has the most to tell; of those alike the one that was checked longest ago."""

    def weight(account: Account) -> tuple[int, float]:
        state = status.of(account.id)
        checked = state.last_checked_at.timestamp() if state.last_checked_at is not None else 0.0
        if account.state is AccountState.NEEDS_SIGN_IN:
            return 0, checked
        return (1 if account.is_withheld else _WEIGHT[state.connection]), checked

    return min(accounts, key=weight)


def names_of(accounts: Mapping[AccountId, Account]) -> list[tuple[AccountId, str, int | None]]:
    """What a row shows of its account."""
    return [(account.id, account.display_name, account.tint) for account in accounts.values()]
