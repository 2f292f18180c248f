"""Connecting an account step by step: a token or a browser sign-in, the six checks, and only then an account."""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from igdesk.domain.account import AccountState, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import KnownError, Problem
from igdesk.domain.token_text import normalise
from igdesk.graph.endpoint import Endpoint
from igdesk.graph.errors import GraphError
from igdesk.graph.inspection import LinkedPage, read_permissions
from igdesk.graph.oauth import AppCredentials, SignInPlan, code_in, is_redirect, make_plan
from igdesk.graph.sign_in_client import SignInClient
from igdesk.store.archive import Archive
from igdesk.store.vault import Vault
from igdesk.sync.checks import Candidate, Checks, Outcome, Proof, candidate_of
from igdesk.sync.redirect_listener import PortTakenError, RedirectListener
from igdesk.sync.session import NO_TOKEN, SignIn, SignInResult
from igdesk.sync.sign_in_steps import BrowserWait, BrowserWish, PageOffer, Progress, candidate_in, text_of
from igdesk.sync.worker import Surroundings

PATIENCE_S = 300.0
"""So long the browser may take."""

NO_REDIRECT = Problem(
    "redirect_address",
    "Meta can’t send anybody to this address.",
    "It has to begin with https://, or lead to this computer.",
)


Tell = Callable[[Progress], None]


class Connecting:
    """One try at a time. All methods return at once; ``tell`` hears how it goes, until another try begins.

    Until ``connect`` nothing exists but one entry in the vault, from which a later start can go on.
    """

    def __init__(
        self,
        archive: Archive,
        vault: Vault,
        *,
        checks: Checks,
        keep: Callable[[Proof], Awaitable[AccountId]],
        endpoint_of: Callable[[Flavour], Endpoint],
        make_sign_in_client: Callable[[], SignInClient],
        spawn: Callable[[Callable[[], Awaitable[None]]], None],
        connected: Callable[[AccountId], None],
        server_now: Callable[[], datetime],
        log: logging.Logger,
    ) -> None:
        self._archive = archive
        self._vault = vault
        self._checks = checks
        self._keep = keep
        self._endpoint_of = endpoint_of
        self._make_sign_in_client = make_sign_in_client
        self._spawn = spawn
        self._connected = connected
        self._server_now = server_now
        self._log = log
        self._attempt = 0
        self._task: asyncio.Task[object] | None = None
        self._candidate: Candidate | None = None
        self._outcome: Outcome | None = None
        self._pasted: asyncio.Future[str] | None = None
        self._plan: SignInPlan | None = None
        self._begun = asyncio.Lock()
        """Held while the entry of what was begun is written or dropped: in that order, never the other way."""
        self._is_kept = False
        """The account exists: what was begun is over."""

    # A token

    def check(self, pasted: str, tell: Tell, *, app_secret: str = "", expected_account: str = "") -> None:
        """Check a token that was pasted or imported."""
        token = normalise(pasted)
        if not token or not (token.isascii() and token.isprintable()):
            self.cancel()
            tell(Progress(problem=NO_TOKEN))
            return
        self._begin(Candidate(token, app_secret.strip(), expected_account=expected_account), tell)

    def check_again(self, tell: Tell) -> None:
        """Look again at what did not pass."""
        candidate, before = self._candidate, self._outcome
        if candidate is not None:
            self._run(lambda heard: self._check(candidate, before, heard), tell)

    def choose_page(self, node_id: str, tell: Tell) -> None:
        """Go on with one of the Pages that were offered."""
        if self._candidate is not None:
            self._begin(replace(self._candidate, node_id=node_id), tell)

    def check_account(self, account_id: AccountId, tell: Tell) -> None:
        """The checks for an account that is connected, with the token it has."""
        account = self._archive.accounts.get(account_id)
        if account is None:
            return

        async def work(heard: Tell) -> None:
            token = await asyncio.to_thread(self._vault.token, account.remote_id)
            secret = await asyncio.to_thread(self._vault.app_secret, account.remote_id)
            if not token:
                heard(Progress(problem=NO_TOKEN))
                return
            await self._check(candidate_of(account, token, app_secret=secret or ""), None, heard)

        self._run(work, tell)

    def resume(self, tell: Tell, nothing: Callable[[], None]) -> None:
        """Go on with what was begun before the program was closed."""

        async def work(heard: Tell) -> None:
            kept = await asyncio.to_thread(self._vault.begun_sign_in)
            candidate = candidate_in(kept) if kept else None
            if candidate is None:
                nothing()
            else:
                await self._check(candidate, None, heard)

        self._run(work, tell)

    def cancel(self) -> None:
        """Stop what is under way; what was begun can still be resumed."""
        self._attempt += 1
        if self._task is not None:
            self._task.cancel()
        self._task = self._pasted = self._plan = None

    def forget(self) -> None:
        """Give it up: nothing of it stays, not even what a death in the middle of ``connect`` left in the vault."""
        self.cancel()
        proof = self._outcome.proof if self._outcome is not None else None
        self._candidate = self._outcome = None

        async def work() -> None:
            await self._drop_begun()
            if proof is not None and self._archive.accounts.find(proof.snapshot.remote_id) is None:
                await asyncio.to_thread(self._vault.delete_token, proof.snapshot.remote_id)

        self._spawn(work)

    def connect(self, done: Callable[[SignInResult], None]) -> None:
        """Make the account that was checked one of igdesk's."""
        outcome = self._outcome
        if outcome is None or outcome.proof is None or not outcome.checkup.may_continue:
            return
        proof = outcome.proof

        async def work() -> None:
            try:
                account_id = await self._keep(proof)
            except KnownError as error:
                self._log.warning("the account could not be kept: %s", error.problem.id)
                done(SignInResult(problem=error.problem))
                return
            self._candidate = self._outcome = None
            self._is_kept = True
            self._connected(account_id)
            done(SignInResult(account_id))
            try:
                await self._drop_begun()
            except KnownError as error:
                self._log.warning("what was begun could not be forgotten: %s", error.problem.id)

        self._spawn(work)

    # The browser

    def known_app(self, flavour: Flavour, done: Callable[[str], None]) -> None:
        """The ID of the app that was entered before; empty when there is none. The secret stays in the vault."""

        async def work() -> None:
            try:
                known = await asyncio.to_thread(self._vault.app_credentials, flavour.value)
            except KnownError:
                known = None
            done(known[0] if known else "")

        self._spawn(work)

    def keep_app(self, flavour: Flavour, app_id: str, secret: str) -> None:
        """Keep the app for a later sign-in with the browser; a vault that fails costs only that."""

        async def work() -> None:
            try:
                await asyncio.to_thread(self._vault.set_app_credentials, flavour.value, app_id, secret)
            except KnownError as error:
                self._log.warning("the app could not be kept: %s", error.problem.id)

        self._spawn(work)

    def sign_in_with_browser(self, wish: BrowserWish, tell: Tell) -> None:
        """Wait for the browser; the window opens the page once it is told where."""
        if wish.redirect_uri and not is_redirect(wish.redirect_uri):
            self.cancel()
            tell(Progress(problem=NO_REDIRECT))
            return
        self._run(lambda heard: self._browse(wish, heard), tell)

    def take_address(self, address: str) -> Problem | None:
        """The address that the person copied from the browser; why it is of no use, or None when it is."""
        if self._plan is None or self._pasted is None or self._pasted.done():
            return None
        try:
            code = code_in(address, self._plan)
        except GraphError as error:
            return error.problem()
        self._pasted.set_result(code)
        return None

    async def _browse(self, wish: BrowserWish, tell: Tell) -> None:
        app = await self._app_of(wish)
        # The browser may be signed in to an account that is connected already.
        asks_who = bool(self._archive.accounts.all()) and not wish.expected_account
        plan = make_plan(self._endpoint_of(wish.flavour), app, wish.redirect_uri, asks_who=asks_who)
        self._plan = plan
        self._pasted = asyncio.get_running_loop().create_future()
        code = await self._wait_for_code(plan, wish, tell)
        client = self._make_sign_in_client()
        grant = await client.exchange(plan, code)
        self._plan = self._pasted = None
        granted, expires_at = grant.permissions, None
        if wish.flavour is Flavour.INSTAGRAM and grant.expires_in_s is not None:
            expires_at = self._server_now() + timedelta(seconds=grant.expires_in_s)
        candidate = Candidate(
            grant.token,
            flavour=wish.flavour,
            expected_account=wish.expected_account,
            expires_at=expires_at,
            granted=granted,
        )
        if granted is None:
            candidate = replace(candidate, granted=await self._granted(candidate))
        self._keep_begun(candidate)
        await self._check(candidate, None, tell)

    async def _wait_for_code(self, plan: SignInPlan, wish: BrowserWish, tell: Tell) -> str:
        """The first of both: the browser's own answer, or the address that the person copied."""
        assert self._pasted is not None
        is_taken = False
        async with asyncio.timeout(PATIENCE_S):
            if plan.is_loopback:
                try:
                    return await self._listen(plan, wish, tell, self._pasted)
                except PortTakenError:
                    is_taken = True
                    self._log.warning("sign-in: the port of the redirect address is taken")
                except (OSError, ImportError) as error:
                    self._log.warning("sign-in: no certificate could be made: %s", type(error).__name__)
            tell(Progress(wait=_wait(plan, listens=False, is_port_taken=is_taken)))
            return await self._pasted

    async def _listen(self, plan: SignInPlan, wish: BrowserWish, tell: Tell, pasted: "asyncio.Future[str]") -> str:
        tls: ssl.SSLContext | None = None
        if plan.redirect_uri.startswith("https:"):
            from igdesk.sync.loopback_certificate import make_context

            tls = await asyncio.to_thread(make_context, self._server_now())
        judge = partial(code_in, plan=plan)
        async with RedirectListener(plan.redirect_uri, judge, page=wish.words, tls=tls, log=self._log) as listener:
            tell(Progress(wait=_wait(plan, listens=True)))
            return await _first(listener.code(PATIENCE_S), pasted)

    async def _app_of(self, wish: BrowserWish) -> AppCredentials:
        """The app that was typed, which the vault then keeps, or the one that it keeps already."""
        known = await asyncio.to_thread(self._vault.app_credentials, wish.flavour.value)
        app_id, secret = "".join(wish.app_id.split()), "".join(wish.app_secret.split())
        if not secret and known is not None and app_id in ("", known[0]):
            return AppCredentials(*known)
        await asyncio.to_thread(self._vault.set_app_credentials, wish.flavour.value, app_id, secret)
        return AppCredentials(app_id, secret)

    async def _granted(self, candidate: Candidate) -> tuple[str, ...] | None:
        """Which boxes were left ticked; the token of the person tells, that of a Page does not."""
        assert candidate.flavour is not None
        try:
            return (await read_permissions(self._checks.client(candidate, candidate.flavour))).value
        except GraphError:
            return None

    # Inside

    def _begin(self, candidate: Candidate, tell: Tell) -> None:
        async def work(heard: Tell) -> None:
            self._keep_begun(candidate)
            await self._check(candidate, None, heard)

        self._run(work, tell)

    async def _check(self, candidate: Candidate, before: Outcome | None, tell: Tell) -> None:
        self._candidate, self._outcome = candidate, before
        outcome = await self._checks.run(candidate, before, lambda checkup: tell(Progress(checkup, self._account())))
        self._outcome = outcome
        if candidate.flavour is Flavour.INSTAGRAM:
            # What the sign-in said of the permissions holds once; the next look asks Instagram.
            self._candidate = replace(candidate, granted=None)
        if outcome.pages:
            tell(Progress(pages=tuple(map(_offer, outcome.pages))))
        else:
            tell(Progress(outcome.checkup, self._account()))

    def _account(self) -> AccountSnapshot | None:
        proof = self._outcome.proof if self._outcome is not None else None
        return proof.snapshot if proof is not None else None

    def _keep_begun(self, candidate: Candidate) -> None:
        """So that a program that is closed now can go on later. A vault that fails only costs that.

        Nobody waits for it: a keychain may ask the person something first.
        """
        attempt = self._attempt

        async def work() -> None:
            async with self._begun:
                if attempt == self._attempt and not self._is_kept:
                    try:
                        await asyncio.to_thread(self._vault.keep_begun_sign_in, text_of(candidate))
                    except KnownError as error:
                        self._log.warning("the sign-in could not be kept for later: %s", error.problem.id)

        self._spawn(work)

    async def _drop_begun(self) -> None:
        async with self._begun:
            await asyncio.to_thread(self._vault.drop_begun_sign_in)

    def _run(self, job: Callable[[Tell], Awaitable[None]], tell: Tell) -> None:
        """Do this instead of what is under way; nothing is told once another try has begun."""
        self.cancel()
        self._is_kept = False
        attempt = self._attempt

        def tell_if_current(progress: Progress) -> None:
            if attempt == self._attempt:
                tell(progress)

        async def work() -> None:
            if attempt != self._attempt:
                return
            self._task = asyncio.current_task()
            try:
                await job(tell_if_current)
            except GraphError as error:
                tell_if_current(Progress(problem=error.problem()))
            except KnownError as error:
                tell_if_current(Progress(problem=error.problem))
            except TimeoutError:
                tell_if_current(Progress(problem=NOBODY_CAME))
            finally:
                if attempt == self._attempt:
                    self._task = None

        self._spawn(work)


def make_connecting(
    around: Surroundings,
    sign_in: SignIn,
    *,
    spawn: Callable[[Callable[[], Awaitable[None]]], None],
    connected: Callable[[AccountId], None],
) -> Connecting:
    """The parts put together for an engine."""

    def works(remote_id: str) -> bool:
        account = around.archive.accounts.find(remote_id)
        return account is not None and account.state is not AccountState.NEEDS_SIGN_IN

    checks = Checks(
        make_client=around.make_client,
        endpoint_of=around.endpoint_of,
        server_now=around.server_now,
        on_server_time=around.on_server_time,
        connected=works,
        log=around.log,
    )
    return Connecting(
        around.archive,
        around.vault,
        checks=checks,
        keep=lambda proof: sign_in.keep(
            proof.snapshot, proof.token, proof.app_secret, proof.expires_at, proof.permissions
        ),
        endpoint_of=around.endpoint_of,
        make_sign_in_client=lambda: SignInClient(
            around.make_client(around.endpoint_of(Flavour.INSTAGRAM), "").pool, on_server_time=around.on_server_time
        ),
        spawn=spawn,
        connected=connected,
        server_now=around.server_now,
        log=around.log,
    )


NOBODY_CAME = Problem(
    "sign_in_nobody_came",
    "Nothing came back from the browser within five minutes.",
    "Open the page again. If it says that you have no developer role, add your account to the app as a tester and "
    "accept the invite in Instagram: Settings → Apps and websites → Tester invites.",
)


async def _first(listening: Awaitable[str], pasted: "asyncio.Future[str]") -> str:
    """Whichever is there first."""
    task = asyncio.ensure_future(listening)
    try:
        await asyncio.wait({task, pasted}, return_when=asyncio.FIRST_COMPLETED)
        return pasted.result() if pasted.done() else await task
    finally:
        task.cancel()
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()


def _wait(plan: SignInPlan, *, listens: bool, is_port_taken: bool = False) -> BrowserWait:
    return BrowserWait(plan.authorise_url, plan.redirect_uri, listens, is_port_taken, PATIENCE_S)


def _offer(page: LinkedPage) -> PageOffer:
    return PageOffer(page.account.node_id, page.account)
