"""The account rows as they are now, without asking the archive each time."""

from collections.abc import Iterable

from igdesk.domain.account import Account
from igdesk.domain.ids import AccountId
from igdesk.store.archive import Archive


class AccountBook:
    """Rows that were read once, until the archive says that they changed."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[AccountId, Account] = {}

    def get(self, account_id: AccountId) -> Account:
        """The account; LookupError if it was removed."""
        account = self._known.get(account_id) or self._archive.accounts.get(account_id)
        if account is None:
            raise LookupError(f"account {account_id} is not in the archive")
        self._known[account_id] = account
        return account

    def forget(self, account_ids: Iterable[AccountId]) -> None:
        """These rows changed."""
        for account_id in account_ids:
            self._known.pop(account_id, None)
