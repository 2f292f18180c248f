"""The six checks of a connection, made with a token before it is kept, and again whenever somebody asks."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from igdesk.domain.account import Account, Flavour
from igdesk.domain.checks import (
    CheckId,
    CheckResult,
    CheckState,
    Checkup,
    Finding,
    judge_account_type,
    judge_permissions,
    needed_permissions,
)
from igdesk.domain.snapshot import AccountSnapshot, InboxPage
from igdesk.graph.client import GraphClient
from igdesk.graph.endpoint import Endpoint, flavour_of_token
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.inspection import (
    LinkedPage,
    TokenFacts,
    read_granted_pages,
    read_pages,
    read_permissions,
    read_token_facts,
)
from igdesk.sync.check_verdicts import about_list, about_token
from igdesk.sync.session import OTHER_HOST, MakeClient

LIFETIME = timedelta(days=60)
"""A token made in the dashboard lives so long; a pasted one does not tell how much of it is over."""
SHORTEST_LIFE = timedelta(hours=2)
"""A token that ends sooner is one that has yet to be exchanged: it would be dead before the day is over."""
LISTED = 50
LIST_CHECKS = (CheckId.CAPABILITY, CheckId.MESSAGE_ACCESS, CheckId.CONVERSATIONS)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that is to be checked, and what is known about it beforehand."""

    token: str = field(repr=False)
    app_secret: str = field(default="", repr=False)
    flavour: Flavour | None = None
    """None: the token tells, or both hosts are asked."""
    node_id: str = ""
    """The Page, where it was chosen."""
    expected_account: str = ""
    """Professional id or handle that the token has to belong to."""
    expires_at: datetime | None = None
    """When Meta said so; None when it is not known."""
    granted: tuple[str, ...] | None = None
    """Permissions, when the sign-in told them."""
    worked_before: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """The account behind a token that Instagram accepts, and the token to keep (of the Page, in that flavour)."""

    snapshot: AccountSnapshot
    token: str = field(repr=False)
    app_secret: str = field(default="", repr=False)
    expires_at: datetime | None = None
    permissions: tuple[str, ...] = ()
    """The granted ones, where Instagram listed them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. Either a Page has to be chosen first, or the checkup is complete."""

    checkup: Checkup
    proof: Proof | None = None
    pages: tuple[LinkedPage, ...] = ()


def candidate_of(account: Account, token: str, *, app_secret: str = "") -> Candidate:
    """The token of a connected account."""
    return Candidate(
        token,
        app_secret,
        account.flavour,
        account.node_id if account.flavour is Flavour.FACEBOOK else "",
        account.remote_id,
        account.token_expires_at,
        worked_before=True,
    )


class Checks:
    """Makes the six checks. Nothing is changed at Instagram, and nothing is kept here."""

    def __init__(
        self,
        *,
        make_client: MakeClient,
        endpoint_of: Callable[[Flavour], Endpoint],
        server_now: Callable[[], datetime],
        on_server_time: Callable[[datetime], None] | None = None,
        connected: Callable[[str], bool] = lambda remote_id: False,
        turn: Callable[[], Awaitable[None]] | None = None,
        log: logging.Logger | None = None,
    ) -> None:
        """``connected``: whether this professional id is an account that works already. ``turn``: waits until the
        list of conversations may be asked for."""
        self._make_client = make_client
        self._endpoint_of = endpoint_of
        self._server_now = server_now
        self._on_server_time = on_server_time
        self._connected = connected
        self._turn = turn
        self._log = log or logging.getLogger(__name__)

    async def run(
        self,
        candidate: Candidate,
        before: Outcome | None = None,
        tell: Callable[[Checkup], None] = lambda checkup: None,
    ) -> Outcome:
        """Make the checks, or with ``before`` only those that did not pass then. ``tell`` hears of every step.

        Never raises for what Instagram or the network does: that is what the results say.
        """
        run = _Run(self, candidate, before or Outcome(Checkup()), tell)
        outcome = await run.go()
        failed = ", ".join(f"{r.id.value}: {r.finding.value}" for r in outcome.checkup.failed)
        self._log.info("checks: %s", failed or ("a Page has to be chosen" if outcome.pages else "passed"))
        return outcome

    def client(self, candidate: Candidate, flavour: Flavour, *, token: str = "", node_id: str = "") -> GraphClient:
        return self._make_client(
            self._endpoint_of(flavour),
            token or candidate.token,
            node_id=node_id or candidate.node_id,
            app_secret=candidate.app_secret,
            on_server_time=self._on_server_time,
        )

    def now(self) -> datetime:
        return self._server_now()

    def is_connected(self, remote_id: str) -> bool:
        return self._connected(remote_id)

    async def wait_for_turn(self) -> None:
        if self._turn is not None:
            await self._turn()


class _Run:
    """One run: the checkup as it grows."""

    def __init__(self, checks: Checks, candidate: Candidate, before: Outcome, tell: Callable[[Checkup], None]) -> None:
        self._checks = checks
        self._candidate = candidate
        self._proof = before.proof
        self._tell = tell
        self._open = before.checkup.open_ids
        self._checkup = before.checkup.waiting_for(self._open)
        self._facts: TokenFacts | None = None

    async def go(self) -> Outcome:
        if self._proof is None or self._open & {CheckId.TOKEN, CheckId.PROFESSIONAL}:
            self._begin(CheckId.TOKEN)
            pages = await self._prove()
            if pages:
                return Outcome(Checkup(flavour=Flavour.FACEBOOK), pages=pages)
        proof = self._proof
        if proof is not None and self._goes_on():
            if CheckId.PERMISSIONS in self._open:
                await self._look_at_permissions(proof)
            if not self._open.isdisjoint(LIST_CHECKS) or CheckId.PERMISSIONS in self._waiting():
                await self._look_at_list(proof)
        self._checkup = self._checkup.ended()
        self._tell(self._checkup)
        return Outcome(self._checkup, self._proof)

    # Whose token it is

    async def _prove(self) -> tuple[LinkedPage, ...]:
        """The first two checks; the Pages when one of several has to be chosen."""
        found = self._candidate.flavour or flavour_of_token(self._candidate.token)
        flavours = (found,) if found is not None else tuple(Flavour)
        first: GraphError | None = None
        self._proof = None
        for flavour in flavours:
            self._checkup = replace(self._checkup, flavour=flavour)
            client = self._checks.client(self._candidate, flavour)
            try:
                snapshot = (await client.identity(wanted=self._candidate.expected_account)).value
                token = client.page_token or self._candidate.token
                if len(client.linked) > 1 and not self._is_named(snapshot):
                    pages = (await read_pages(self._checks.client(self._candidate, flavour))).value
                    if len(pages) > 1:
                        return pages
                if flavour is Flavour.FACEBOOK:
                    self._facts = await self._read_facts(client, token)
            except GraphError as error:
                if error.entry.id == "page_not_linked":
                    pages = await self._granted_pages(flavour)
                    page = next((p for p in pages if self._is_named(p.account)), None)
                    if page is None and not self._candidate.node_id:
                        if len(pages) > 1:
                            return pages
                        page = pages[0] if pages else None
                    if page is not None:
                        self._accept(page.account, page.token)
                        return ()
                first = first or error
                if error.kind in OTHER_HOST:
                    continue
            else:
                self._accept(snapshot, token)
                return ()
            break
        if first is not None:
            flavour = self._checkup.flavour or Flavour.INSTAGRAM
            self._note_all(about_token(first, flavour, self._candidate.worked_before))
        return ()

    def _is_named(self, account: AccountSnapshot) -> bool:
        """Whether it was said that it is this one."""
        node_id = self._candidate.node_id
        return account.node_id == node_id if node_id else account.is_called(self._candidate.expected_account)

    async def _granted_pages(self, flavour: Flavour) -> tuple[LinkedPage, ...]:
        """The Pages behind a person's token whose list of Pages is empty."""
        client = self._checks.client(self._candidate, flavour)
        try:
            return await read_granted_pages(client, self._candidate.token)
        except GraphError:
            return ()

    async def _read_facts(self, client: GraphClient, token: str) -> TokenFacts | None:
        """What Meta says about the token, where it says anything."""
        try:
            return (await read_token_facts(client, token)).value
        except GraphError:
            return None

    def _accept(self, snapshot: AccountSnapshot, token: str) -> None:
        """Instagram told the account; whether it is the right one, and how long the token lives."""
        candidate = self._candidate
        life = self._judge_life(snapshot)
        expected = candidate.expected_account.strip()
        if expected and not snapshot.is_called(expected):
            life = CheckResult(CheckId.TOKEN, CheckState.FAILED, Finding.OTHER_ACCOUNT, username=snapshot.username)
        elif life.state is CheckState.PASSED and not expected and self._checks.is_connected(snapshot.remote_id):
            life = replace(life, state=CheckState.WARNING, finding=Finding.ALREADY_CONNECTED)
        self._proof = Proof(snapshot, token, candidate.app_secret, self._expiry())
        self._note(life)
        if life.state is not CheckState.FAILED:
            self._begin(CheckId.PROFESSIONAL)
            self._note(judge_account_type(snapshot.account_type, snapshot.username))

    def _judge_life(self, snapshot: AccountSnapshot) -> CheckResult:
        until, now = self._expiry(), self._checks.now()
        if until is not None:
            is_short = until - now < SHORTEST_LIFE
            state = CheckState.FAILED if is_short else CheckState.PASSED
            return CheckResult(CheckId.TOKEN, state, Finding.SHORT_LIVED if is_short else Finding.UNTIL, until=until)
        if snapshot.flavour is Flavour.FACEBOOK:
            # The Page token of a person's short token ends with it: "no end" is said only where Meta says so.
            is_told = self._facts is not None and self._facts.has_no_end
            return CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.NO_END if is_told else Finding.ACCEPTED)
        return CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.AT_MOST_UNTIL, until=now + LIFETIME)

    def _expiry(self) -> datetime | None:
        if self._facts is not None and (self._facts.expires_at or self._facts.has_no_end):
            return self._facts.expires_at
        return self._candidate.expires_at

    # What it may do

    async def _look_at_permissions(self, proof: Proof) -> None:
        self._begin(CheckId.PERMISSIONS)
        granted = self._candidate.granted
        flavour = proof.snapshot.flavour
        if granted is None and flavour is Flavour.FACEBOOK:
            client = self._checks.client(self._candidate, flavour, token=proof.token, node_id=proof.snapshot.node_id)
            facts = self._facts or await self._read_facts(client, proof.token)
            granted = (facts.permissions or None) if facts is not None else None
        if granted is None and flavour is Flavour.INSTAGRAM:
            try:
                granted = (await read_permissions(self._checks.client(self._candidate, flavour))).value or None
            except GraphError:
                granted = None
        if granted is not None:
            self._proof = replace(proof, permissions=granted)
        if granted is not None:  # else the list of conversations will tell
            self._note(judge_permissions(flavour, granted))

    async def _look_at_list(self, proof: Proof) -> None:
        """The last three checks, from one look at the list of conversations."""
        for check_id in (CheckId.PERMISSIONS, *LIST_CHECKS):
            if check_id in self._waiting():
                self._begin(check_id)
                break
        client = self._checks.client(
            self._candidate, proof.snapshot.flavour, token=proof.token, node_id=proof.snapshot.node_id
        )
        try:
            page = await self._read_list(client)
        except GraphError as error:
            self._note_all(about_list(error, proof.snapshot.flavour, self._checkup, self._candidate.worked_before))
            return
        if CheckId.PERMISSIONS in self._waiting():
            self._note(judge_permissions(proof.snapshot.flavour, needed_permissions(proof.snapshot.flavour)))
        self._note(CheckResult(CheckId.CAPABILITY, CheckState.PASSED, Finding.ENABLED))
        self._note(CheckResult(CheckId.MESSAGE_ACCESS, CheckState.PASSED, Finding.ALLOWED))
        count = len(page.conversations)
        self._note(
            CheckResult(
                CheckId.CONVERSATIONS,
                CheckState.PASSED if count else CheckState.WARNING,
                Finding.FOUND if count else Finding.NONE_FOUND,
                count=count,
                has_more=bool(page.after),
            )
        )

    async def _read_list(self, client: GraphClient) -> InboxPage:
        """One conversation that Instagram cannot hand out fails the whole list: then one is asked for."""
        await self._checks.wait_for_turn()
        try:
            return (await client.inbox(limit=LISTED)).value
        except GraphError as error:
            if error.kind is not ErrorKind.TOO_MUCH_DATA:
                raise
        await self._checks.wait_for_turn()
        return (await client.inbox(limit=1)).value

    # The checkup

    def _goes_on(self) -> bool:
        """Whether anything more can be told: a token that is refused stops everything."""
        return self._checkup[CheckId.TOKEN].is_settled and self._checkup[CheckId.PROFESSIONAL].is_settled

    def _waiting(self) -> frozenset[CheckId]:
        waits = (CheckState.WAITING, CheckState.CHECKING)
        return frozenset(result.id for result in self._checkup.results if result.state in waits)

    def _begin(self, check_id: CheckId) -> None:
        if self._checkup[check_id].state is CheckState.WAITING:
            self._note(CheckResult(check_id, CheckState.CHECKING))

    def _note(self, result: CheckResult) -> None:
        self._checkup = self._checkup.with_result(result)
        self._tell(self._checkup)

    def _note_all(self, results: tuple[CheckResult, ...]) -> None:
        for result in results:
            self._note(result)
