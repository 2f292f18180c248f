"""Keeps the token of one account alive, and looks once a day whose it is."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from igdesk.domain.account import Account, AccountProblem, Flavour
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import KnownError
from igdesk.domain.token_life import renewal_due_at
from igdesk.graph.catalogue import entry_named
from igdesk.graph.client import GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.inspection import read_permissions
from igdesk.graph.renewal import RenewedToken, renew_token
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync import schedule
from igdesk.sync.link import AccountLink, SignedOut
from igdesk.sync.waking import wait_for

LOOK_EVERY_S = 6 * 3600.0
"""A computer that sleeps does not count the hours: the dates are looked at again and again."""
IDENTITY_EVERY_S = 24 * 3600.0
IDENTITY_AFTER_S = 900.0
PROVED_S, DOUBT_S = 3600.0, 60.0
FIRST_RETRY_S, LONGEST_RETRY_S = 300.0, 6 * 3600.0
KEEP_RETRY_S = 600.0
TRIES = 4
"""Passing troubles in a row after which the person is told that renewing does not work."""
SHORTEST_LIFE_S = 2 * 3600
YOUNG = timedelta(hours=48)
"""A refusal of a token that igdesk knows for less than this most likely means that it is not a day old."""
PASSING = frozenset(
    {
        ErrorKind.NOT_CONNECTED,
        ErrorKind.NOT_INSTAGRAM,
        ErrorKind.OUTCOME_UNKNOWN,
        ErrorKind.TEMPORARY,
        ErrorKind.THROTTLED,
        ErrorKind.MALFORMED,
        ErrorKind.TOO_MUCH_DATA,
    }
)


class TokenKeeper:
    """One loop for each account. The old token stays in use until the new one is safe in the vault."""

    def __init__(
        self,
        link: AccountLink,
        archive: Archive,
        vault: Vault,
        *,
        server_now: Callable[[], datetime],
        chance: Callable[[], float],
        use_token: Callable[[str], None],
        on_known_error: Callable[[KnownError | None], None],
        log: logging.Logger,
    ) -> None:
        """``use_token``: go on with another token, without a break."""
        self._link = link
        self._archive = archive
        self._vault = vault
        self._server_now = server_now
        self._chance = chance
        self._use_token = use_token
        self._on_known_error = on_known_error
        self._log = log
        self._wake = asyncio.Event()
        self._failures = 0
        self._has_vault_trouble = False
        self._believed_until_s = 0.0
        link.wakers.append(self._wake)

    async def renew(self) -> None:
        """Renew the token whenever its time has come."""
        while True:
            await self._link.ready.wait()
            due = renewal_due_at(self._link.account)
            left_s = LOOK_EVERY_S if due is None else (due - self._server_now()).total_seconds()
            if left_s > 0:
                await wait_for(self._wake, min(left_s, LOOK_EVERY_S))
                continue
            await self._link.online.wait()
            delay_s = await self._renew_now(self._link.account)
            if delay_s > 0:
                await asyncio.sleep(delay_s)

    async def look_after_identity(self) -> None:
        """Once a day: is it still a professional account, and under which name?"""
        await asyncio.sleep(IDENTITY_AFTER_S)
        while True:
            await self._link.online.wait()
            try:
                snapshot = await self._link.call_now(lambda client: client.identity())
            except SignedOut:
                continue
            except GraphError as error:
                if error.kind in PASSING:
                    await asyncio.sleep(schedule.retry_s(1, self._chance(), first_s=IDENTITY_AFTER_S, longest_s=3600.0))
                    continue
            else:
                self._take_in(snapshot)
                await self._learn_permissions()
            await asyncio.sleep(IDENTITY_EVERY_S)

    async def is_ours(self) -> bool:
        """Whether the token still leads to this account: somebody may have linked the Page to another one.

        Where the question fails, or was answered a short while ago, it counts as ours: nothing is kept from the
        person for want of an answer.
        """
        now_s = asyncio.get_running_loop().time()
        if now_s < self._believed_until_s:
            return True
        self._believed_until_s = now_s + DOUBT_S
        try:
            snapshot = await self._link.call_now(lambda client: client.identity())
        except (SignedOut, GraphError):
            return True
        self._believed_until_s = now_s + PROVED_S
        return self._take_in(snapshot)

    def _take_in(self, snapshot: AccountSnapshot) -> bool:
        """What the token says of the account now; False when it leads to another one."""
        account = self._link.account
        if snapshot.account_type.strip().lower() in ("personal", "private"):
            self._link.limit(AccountProblem.PERSONAL, _told_by("not_professional"))
        elif snapshot.remote_id == account.remote_id:
            self._archive.accounts.update_identity(account.id, snapshot)
        elif account.flavour is Flavour.FACEBOOK:
            # Whatever the Page hands out from now on are the messages of somebody else.
            self._link.sign_out(AccountProblem.PAGE_LINK, _told_by("page_linked_elsewhere").problem())
            return False
        return True

    async def _renew_now(self, account: Account) -> float:
        """One try; answers how long to wait before the dates are looked at again."""
        try:
            renewed = await self._link.call_now(renew_token)
        except SignedOut:
            return 0.0
        except GraphError as error:
            return self._refused(account, error)
        if renewed.expires_in_s < SHORTEST_LIFE_S:
            self._log.warning("a renewal gave a token of %d seconds", renewed.expires_in_s)
            self._archive.accounts.renewal_failed(account.id, self._server_now())
            return 0.0
        return await self._keep(account, renewed)

    def _refused(self, account: Account, error: GraphError) -> float:
        if error.kind is ErrorKind.REAUTHENTICATE:
            return 0.0  # the link has stopped the account, with its own words
        if error.kind in PASSING:
            self._failures += 1
            if self._failures >= TRIES:
                self._failures = 0
                self._archive.accounts.renewal_failed(account.id, self._server_now())
            return schedule.retry_s(
                max(self._failures, 1), self._chance(), first_s=FIRST_RETRY_S, longest_s=LONGEST_RETRY_S
            )
        issued_at = account.token_issued_at or account.connected_at
        is_young = error.kind is ErrorKind.PERMANENT and self._server_now() - issued_at < YOUNG
        if "24 hours" in error.words or (is_young and account.renewal_failed_at is None):
            self._archive.accounts.token_too_young(account.id, self._server_now())
        else:
            self._archive.accounts.renewal_failed(account.id, self._server_now())
        return 0.0

    async def _keep(self, account: Account, renewed: RenewedToken) -> float:
        """The vault first: if that fails the old token stays, and it is good for a while."""
        now = self._server_now()
        try:
            before = await asyncio.to_thread(self._vault.token, account.remote_id)
            if renewed.token != before:
                await asyncio.to_thread(self._vault.set_token, account.remote_id, renewed.token)
                self._use_token(renewed.token)
            self._archive.accounts.token_renewed(
                account.id, expires_at=now + timedelta(seconds=renewed.expires_in_s), renewed_at=now
            )
        except KnownError as error:
            self._log.warning("a renewed token could not be kept: %s", error.problem.id)
            self._has_vault_trouble = True
            self._on_known_error(error)
            return KEEP_RETRY_S
        if self._has_vault_trouble:
            self._has_vault_trouble = False
            self._on_known_error(None)
        self._failures = 0
        self._log.info("the token of account %d was renewed", account.id)
        return 0.0

    async def _learn_permissions(self) -> None:
        """Which permissions there are, where Instagram tells; a refusal says nothing about the account."""
        client: GraphClient | None = self._link.client
        if client is None or self._link.account.flavour is not Flavour.INSTAGRAM:
            return
        try:
            granted = (await read_permissions(client)).value
        except GraphError:
            return
        if granted:
            self._archive.accounts.set_permissions(self._link.account_id, granted)


def _told_by(entry_id: str) -> GraphError:
    entry = entry_named(entry_id)
    return GraphError(entry.kind, entry=entry)
