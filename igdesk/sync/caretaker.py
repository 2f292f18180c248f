"""What the person decides about a connected account: a rest, the end of the connection, a look at its health."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.health import SeenError, ToldError
from igdesk.domain.ids import AccountId
from igdesk.domain.pace import BATTERY_KEY, PACE_KEY, Pace
from igdesk.domain.status import KnownError
from igdesk.graph.catalogue import entry_named
from igdesk.graph.client import GraphClient
from igdesk.graph.errors import GraphError
from igdesk.graph.renewal import revoke_token
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.pacing import Pacing
from igdesk.sync.progress import key_of
from igdesk.sync.worker import AccountWorker

PATIENCE_S = 8.0
"""Disconnecting must not hang on a network that is gone: the token is forgotten here in any case."""


class Caretaker:
    """Part of the engine. Its methods are plain functions for the interface."""

    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        workers: Mapping[AccountId, AccountWorker],
        *,
        start: Callable[[AccountId], None],
        stop: Callable[[AccountId], Awaitable[None]],
        spawn: Callable[[Callable[[], Awaitable[None]]], None],
        publish: Callable[[], None],
        pacing: Pacing,
        log: logging.Logger,
    ) -> None:
        self._pacing = pacing
        self._archive = archive
        self._vault = vault
        self._workers = workers
        self._start = start
        self._stop = stop
        self._spawn = spawn
        self._publish = publish
        self._log = log

    def disconnect(self, account_id: AccountId, *, erase: bool) -> None:
        """Forget the token of an account, here and at Meta, and with ``erase`` everything that was kept of it."""

        async def work() -> None:
            account = self._archive.accounts.get(account_id)
            if account is None:
                return
            worker = self._workers.get(account_id)
            client = worker.link.client if worker is not None else None
            await self._stop(account_id)
            try:
                await asyncio.to_thread(self._vault.delete_token, account.remote_id)
            except KnownError:
                self._start(account_id)  # it is still connected
                raise
            await farewell(client, self._log)
            if erase:
                self._archive.accounts.remove(account_id)
                self._archive.settings.set(key_of(account_id), "")
            else:
                self._archive.accounts.set_state(account_id, AccountState.NEEDS_SIGN_IN, AccountProblem.NONE)
                self._start(account_id)
            self._publish()

        self._spawn(work)

    def pause(self, account_id: AccountId, *, is_paused: bool) -> None:
        """Check nothing of an account and send nothing, until the person says otherwise."""
        self._archive.accounts.set_paused(account_id, is_paused)
        self.rest(account_id, None)

    def rest(self, account_id: AccountId, until: datetime | None) -> None:
        """The same until a time of the computer's clock; None ends it."""
        worker = self._workers.get(account_id)
        if worker is not None:
            worker.rest(until)

    def choose_pace(self, pace: Pace, *, is_slower_on_battery: bool) -> None:
        """How often to look from now on."""
        self._archive.settings.set(PACE_KEY, pace.value)
        self._archive.settings.set(BATTERY_KEY, "1" if is_slower_on_battery else "0")
        self._pacing.read()
        for worker in self._workers.values():
            worker.poller.reconsider()

    def keep_health(self) -> None:
        """Write down the calls and errors counted so far: somebody wants to look at them."""
        for worker in self._workers.values():
            worker.link.recorder.keep()

    def errors(self, account_id: AccountId) -> tuple[ToldError, ...]:
        """The latest errors of an account in words, the newest first."""
        self.keep_health()
        return tuple(told(seen) for seen in self._archive.health.errors(account_id))


def told(seen: SeenError) -> ToldError:
    """An error with the words of the catalogue; one of another version of igdesk keeps its id."""
    try:
        entry = entry_named(seen.entry)
    except KeyError:
        return ToldError(seen.entry, "", seen)
    return ToldError(entry.happened, entry.cure, seen)


async def farewell(client: GraphClient | None, log: logging.Logger) -> bool:
    """Whether the token is dead at Meta now. If not, the person can remove the app in Instagram's settings."""
    if client is None:
        return False
    try:
        async with asyncio.timeout(PATIENCE_S):
            is_revoked = (await revoke_token(client)).value
    except (GraphError, TimeoutError) as error:
        log.info("the token was not revoked: %s", error if isinstance(error, GraphError) else "no answer")
        return False
    log.info("the token was revoked" if is_revoked else "the token was not revoked")
    return is_revoked
