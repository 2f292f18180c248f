"""Whether somebody is the owner of a connected account: they hold a token of it. Nothing is kept or changed."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from igdesk.domain.status import KnownError, Problem
from igdesk.graph.errors import GraphError
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.session import SignIn, SignInResult

OTHERS = Problem(
    "other_account",
    "This token belongs to an account that is not connected here.",
    "Generate a token for one of the accounts of this igdesk.",
)


class Ownership:
    """Asks Instagram whose a token is."""

    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        sign_in: SignIn,
        spawn: Callable[[Callable[[], Awaitable[None]]], None],
        log: logging.Logger,
    ) -> None:
        self._archive = archive
        self._vault = vault
        self._sign_in = sign_in
        self._spawn = spawn
        self._log = log

    def prove(self, token: str, done: Callable[[SignInResult], None]) -> None:
        """``done`` hears, later, to which connected account the token belongs, or what is the matter with it."""

        async def work() -> None:
            try:
                snapshots = await self._sign_in.whose(token, await asyncio.to_thread(self._secrets))
            except GraphError as error:
                self._log.info("nobody was proved to be the owner: %s", error)
                done(SignInResult(problem=error.problem()))
                return
            except KnownError as error:
                done(SignInResult(problem=error.problem))
                return
            found = (self._archive.accounts.find(snapshot.remote_id) for snapshot in snapshots if snapshot.remote_id)
            account = next((account for account in found if account is not None), None)
            done(SignInResult(problem=OTHERS) if account is None else SignInResult(account.id))

        self._spawn(work)

    def _secrets(self) -> list[str]:
        """The app secrets that are known, each once."""
        found = (self._vault.app_secret(account.remote_id) for account in self._archive.accounts.all())
        return list(dict.fromkeys(secret for secret in found if secret))
