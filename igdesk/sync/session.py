"""Signing in with a token: whose it is, whether it may read, and only then what is kept of it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import KnownError, Problem
from igdesk.domain.text import one_line
from igdesk.domain.token_text import normalise
from igdesk.graph.client import GraphClient
from igdesk.graph.endpoint import Endpoint, flavour_of_token
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.inspection import LinkedPage, read_granted_pages
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault

T = TypeVar("T")
NOT_A_REFUSAL = frozenset({ErrorKind.TOO_MUCH_DATA, ErrorKind.TEMPORARY, ErrorKind.THROTTLED})
"""Answers of the list that say nothing against the account."""
OTHER_HOST = frozenset({ErrorKind.REAUTHENTICATE, ErrorKind.PERMANENT, ErrorKind.GONE})
"""With a token that does not tell what it is, these mean: ask the other host."""


class MakeClient(Protocol):
    """Makes the client of one account; ``app`` gives it the pool."""

    def __call__(
        self,
        endpoint: Endpoint,
        token: str,
        *,
        node_id: str = "",
        app_secret: str = "",
        on_server_time: Callable[[datetime], None] | None = None,
        on_usage: Callable[[Mapping[str, str]], None] | None = None,
    ) -> GraphClient: ...


@dataclass(frozen=True, slots=True)
class SignInResult:
    """Either the account that is connected now, or why it is not."""

    account_id: AccountId | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Proved:
    """A token that Instagram accepts, with the account it belongs to."""

    snapshot: AccountSnapshot
    token: str


class SignIn:
    """Takes a pasted token as far as an account row. Whatever fails leaves nothing half-done."""

    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        *,
        make_client: MakeClient,
        endpoint_of: Callable[[Flavour], Endpoint],
        server_now: Callable[[], datetime],
        on_server_time: Callable[[datetime], None],
        log: logging.Logger,
    ) -> None:
        self._archive = archive
        self._vault = vault
        self._make_client = make_client
        self._endpoint_of = endpoint_of
        self._server_now = server_now
        self._on_server_time = on_server_time
        self._log = log

    async def run(self, pasted: str, *, app_secret: str = "", expected_account: str = "") -> SignInResult:
        """Sign in. ``expected_account`` is a professional id or a handle that the token has to belong to."""
        token = normalise(pasted)
        if not token or not (token.isascii() and token.isprintable()):
            return SignInResult(problem=NO_TOKEN)
        try:
            proved = await self._prove(token, app_secret.strip(), expected_account)
            problem = _objection(proved.snapshot, expected_account)
            if problem is not None:
                return SignInResult(problem=problem)
            return SignInResult(await self.keep(proved.snapshot, proved.token, app_secret.strip()))
        except GraphError as error:
            self._log.info("sign-in failed: %s", error)
            return SignInResult(problem=error.problem())
        except KnownError as error:
            self._log.warning("sign-in could not be kept: %s", error.problem.id)
            return SignInResult(problem=error.problem)

    async def whose(self, pasted: str, secrets: Iterable[str] = ()) -> tuple[AccountSnapshot, ...]:
        """The account a token belongs to, all of them for a person's. Nothing is kept; raises KnownError.

        ``secrets`` of apps are tried where the app of the token asks for its own with every request.
        """
        token = normalise(pasted)
        if not token or not (token.isascii() and token.isprintable()):
            raise KnownError(NO_TOKEN)

        async def identify(flavour: Flavour) -> tuple[AccountSnapshot, ...]:
            first: GraphError | None = None
            for secret in ("", *secrets):
                client = self._make_client(
                    self._endpoint_of(flavour), token, app_secret=secret, on_server_time=self._on_server_time
                )
                try:
                    account = (await client.identity()).value
                except GraphError as error:
                    first = first or error
                    if error.entry.account_problem is not AccountProblem.APP_SECRET:
                        break
                else:
                    return client.linked or (account,)
            assert first is not None
            raise first

        return await _at_its_host(token, identify)

    async def _prove(self, token: str, app_secret: str, wanted: str) -> _Proved:
        """Ask whose token it is and whether it may read conversations."""
        return await _at_its_host(token, lambda flavour: self._prove_as(flavour, token, app_secret, wanted))

    async def _prove_as(self, flavour: Flavour, token: str, app_secret: str, wanted: str) -> _Proved:
        endpoint = self._endpoint_of(flavour)
        client = self._make_client(endpoint, token, app_secret=app_secret, on_server_time=self._on_server_time)
        snapshot, token = await self._identify(client, token, wanted)
        client = self._make_client(
            endpoint, token, node_id=snapshot.node_id, app_secret=app_secret, on_server_time=self._on_server_time
        )
        try:
            await client.inbox(limit=1)
        except GraphError as error:
            if error.kind not in NOT_A_REFUSAL:
                raise
        return _Proved(snapshot, token)

    async def _identify(self, client: GraphClient, token: str, wanted: str) -> tuple[AccountSnapshot, str]:
        """The account, and the token to keep. Which of several Pages is meant is never guessed."""
        try:
            snapshot = (await client.identity(wanted=wanted)).value
        except GraphError as error:
            if error.entry.id != "page_not_linked":
                raise
            pages: tuple[LinkedPage, ...] = ()
            with suppress(GraphError):
                pages = await read_granted_pages(client, token)
            fitting = [page for page in pages if page.account.is_called(wanted)] or list(pages)
            if not fitting:
                raise
            snapshot, token, linked = fitting[0].account, fitting[0].token, tuple(page.account for page in pages)
        else:
            token, linked = client.page_token or token, client.linked
        if len(linked) > 1 and not wanted.strip():
            raise KnownError(_which_page(linked))
        return snapshot, token

    async def keep(
        self,
        snapshot: AccountSnapshot,
        token: str,
        app_secret: str,
        expires_at: datetime | None = None,
        permissions: tuple[str, ...] = (),
    ) -> AccountId:
        """The token first, then the row: a row without a token would be an account that never works."""
        remote_id = snapshot.remote_id
        known = any(account.remote_id == remote_id for account in self._archive.accounts.all())
        former = await asyncio.to_thread(self._vault.token, remote_id) if known else None
        await asyncio.to_thread(self._vault.set_token, remote_id, token)
        try:
            former_secret = await asyncio.to_thread(self._vault.app_secret, remote_id) if known else None
            if app_secret or former_secret:
                # Also an empty one: the secret of another app would spoil every call of this one.
                await asyncio.to_thread(self._vault.set_app_secret, remote_id, app_secret)
            account_id = self._archive.accounts.add(
                snapshot, connected_at=self._server_now(), token_expires_at=expires_at, permissions=permissions
            )
            self._archive.accounts.set_state(account_id, AccountState.ACTIVE, AccountProblem.NONE)
        except Exception:  # whatever it was, it goes on to the caller: the keychain is put back first
            if not known:
                await asyncio.to_thread(self._vault.delete_token, remote_id)
            elif former:
                await asyncio.to_thread(self._vault.set_token, remote_id, former)
            raise
        return account_id


NAMES_CHARS = 160
NO_TOKEN = Problem("no_token", "This is not an access token.", "Copy the whole token, and paste it again.")


async def _at_its_host(token: str, ask: Callable[[Flavour], Awaitable[T]]) -> T:
    """Ask where the token belongs; one that does not tell is shown to both."""
    flavour = flavour_of_token(token)
    first: GraphError | None = None
    for candidate in (flavour,) if flavour is not None else (Flavour.INSTAGRAM, Flavour.FACEBOOK):
        try:
            return await ask(candidate)
        except GraphError as error:
            first = first or error
            if error.kind not in OTHER_HOST:
                raise
    assert first is not None
    raise first


def _which_page(linked: tuple[AccountSnapshot, ...]) -> Problem:
    names = ", ".join(f"@{account.username}" if account.username else account.remote_id for account in linked)
    return Problem(
        "several_pages",
        f"This token leads to several accounts: {one_line(names, NAMES_CHARS)}.",
        "Paste it here and choose one, or name one in INSTAGRAM_ACCOUNT_ID.",
    )


def _objection(snapshot: AccountSnapshot, expected_account: str) -> Problem | None:
    """Why this account is not taken, if it is not."""
    name = f"@{snapshot.username}" if snapshot.username else snapshot.remote_id
    if not snapshot.remote_id:
        return Problem(
            "no_account", "Instagram did not say which account this token belongs to.", "Generate a new token."
        )
    if snapshot.account_type.strip().lower() in ("personal", "private"):
        return Problem(
            "not_professional",
            f"{name} is a personal account. Instagram offers messages of professional accounts only.",
            "Switch to a Business or Creator account in Instagram: Settings → Account type and tools.",
        )
    if expected_account.strip() and not snapshot.is_called(expected_account):
        return Problem(
            "other_account",
            f"This token belongs to {name}, but INSTAGRAM_ACCOUNT_ID names another account.",
            "Correct INSTAGRAM_ACCOUNT_ID or leave it out, or generate a token for the account that it names.",
        )
    return None
