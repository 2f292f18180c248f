"""What the tasks of one account share: its client, its turns at the budget, and how the connection fares."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from igdesk.domain.account import Account, AccountProblem, AccountState
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountStatus, Connection, Problem
from igdesk.graph.client import Answer, GraphClient
from igdesk.graph.errors import ErrorKind, GraphError
from igdesk.graph.throttle import CallBudget
from igdesk.store.archive import Archive
from igdesk.sync.gate import Gate, Priority
from igdesk.sync.recorder import CallRecorder

T = TypeVar("T")
FAILURES_UNTIL_DOWN = 3
"""Answers in a row that say "Instagram has a problem" before the person is told so."""
CAUTIOUS_S = 600.0
"""After a pause that Instagram asked for, everything goes slower for this long."""

_OF_THE_LINK = frozenset(
    {ErrorKind.NOT_CONNECTED, ErrorKind.NOT_INSTAGRAM, ErrorKind.THROTTLED, ErrorKind.REAUTHENTICATE}
)


class SignedOut(Exception):  # noqa: N818
    """There is no token at the moment."""


class AccountLink:
    """The connection of one account. All its tasks call through here, so that one picture of it exists."""

    def __init__(
        self,
        account_id: AccountId,
        archive: Archive,
        *,
        budget: CallBudget,
        account_of: Callable[[AccountId], Account],
        clock: Callable[[], datetime],
        publish: Callable[[], None],
    ) -> None:
        self.account_id = account_id
        self.recorder = CallRecorder(archive, account_id, clock)
        self._archive = archive
        self._account_of = account_of
        self._clock = clock
        self._publish = publish
        self.budget = budget
        self.gate = Gate(budget)
        self.client: GraphClient | None = None
        self.status = AccountStatus(account_id)
        self.ready = asyncio.Event()
        """Set while there is a client, i.e. a token that was not refused."""
        self.online = asyncio.Event()
        """Set while Instagram answers: everything but the poller, which probes, waits for it."""
        self.wakers: list[asyncio.Event] = []
        """Set whenever the account comes back to life."""
        self.on_trouble: Callable[[], None] = lambda: None
        """Called when a call of any kind found that there is no connection."""
        self._failures = 0
        self._throttled_s: float | None = None
        self.last_activity_s = 0.0

    @property
    def account(self) -> Account:
        """The row as it is now."""
        return self._account_of(self.account_id)

    async def call(
        self,
        priority: Priority,
        ask: Callable[[GraphClient], Awaitable[Answer[T]]],
        *,
        is_about_account: bool = False,
        is_probe: bool = False,
    ) -> T:
        """One read in its turn. Waits while signed out or, unless it is the probe, while there is no connection."""
        while True:
            await self.ready.wait()
            if not is_probe:
                await self.online.wait()
            await self.gate.turn(priority)
            if self.client is not None and (is_probe or self.online.is_set()):
                break
        return await self.call_now(ask, is_about_account=is_about_account)

    async def call_now(
        self,
        ask: Callable[[GraphClient], Awaitable[Answer[T]]],
        *,
        is_about_account: bool = False,
        expected: Collection[ErrorKind] = (),
    ) -> T:
        """One call at once, outside the turns: sending and downloads have limits of their own.

        An ``expected`` refusal is an answer like any other, and no trouble that a diagnosis would tell of.
        """
        note = partial(self.note_error, is_about_account=is_about_account)
        return await self._call(ask, note, expected)

    async def call_aside(self, ask: Callable[[GraphClient], Awaitable[Answer[T]]]) -> T:
        """One call at once whose refusal says nothing about connection or account: a reaction, "seen", typing.

        There are accounts that answer "temporary" to every one of them for ever.
        """

        def note(error: GraphError) -> None:
            if error.kind in _OF_THE_LINK:
                self.note_error(error, is_about_account=False)

        return await self._call(ask, note)

    async def _call(
        self,
        ask: Callable[[GraphClient], Awaitable[Answer[T]]],
        note: Callable[[GraphError], object],
        expected: Collection[ErrorKind] = (),
    ) -> T:
        client = self.client
        if client is None:
            raise SignedOut
        self.recorder.called(self.budget.used)
        try:
            answer = await ask(client)
        except GraphError as error:
            if error.kind not in expected:
                self.recorder.failed(error)
            if client is self.client:  # an answer to a token that was replaced meanwhile says nothing
                note(error)
            raise
        if client is self.client:
            self.note_answer()
        return answer.value

    # What is known about the connection

    def note_answer(self) -> None:
        """Instagram answered as it should."""
        self._failures = 0
        if self._pause_left_s() > 0:
            return
        self._came_back()
        problem = self.status.problem if self.account.state is AccountState.LIMITED else None
        self.update(
            connection=Connection.ONLINE,
            trouble_since=None,
            paused_until=None,
            problem=problem,
            budget_used=self.budget.used,
        )

    def note_error(self, error: GraphError, *, is_about_account: bool) -> None:
        """A call failed: what that says about the account as a whole."""
        match error.kind:
            case ErrorKind.NOT_CONNECTED:
                self._in_trouble(Connection.OFFLINE, error)
            case ErrorKind.NOT_INSTAGRAM:
                self._in_trouble(Connection.CAPTIVE, error)
            case ErrorKind.OUTCOME_UNKNOWN | ErrorKind.TEMPORARY | ErrorKind.MALFORMED:
                self._failures += 1
                if self._failures >= FAILURES_UNTIL_DOWN:
                    self._in_trouble(Connection.INSTAGRAM_DOWN, error)
            case ErrorKind.THROTTLED:
                self._throttled(error)
            case ErrorKind.REAUTHENTICATE:
                self.sign_out(error.entry.account_problem, error.problem())
            case ErrorKind.RESTRICTED:
                self._limited(AccountProblem.RESTRICTED, error)
            case ErrorKind.PERMISSION | ErrorKind.MESSAGE_ACCESS if is_about_account:
                self._limited(error.entry.account_problem, error)
            case _:
                self._answered()
                if is_about_account and error.kind is not ErrorKind.TOO_MUCH_DATA:
                    self.update(problem=error.problem())

    def sign_in(self, client: GraphClient) -> None:
        """Go on with a token that works."""
        self.client = client
        self._failures = 0
        self.online.clear()
        self.ready.set()
        self.update(connection=Connection.CONNECTING, problem=None, trouble_since=None, paused_until=None)
        self._wake()

    def sign_out(self, problem: AccountProblem, words: Problem | None = None) -> None:
        """Stop: nothing is read or sent until somebody signs in again. What is queued stays queued."""
        self.client = None
        self.ready.clear()
        self.online.clear()
        self._archive.accounts.set_state(self.account_id, AccountState.NEEDS_SIGN_IN, problem)
        self.update(connection=Connection.SIGNED_OUT, problem=words, paused_until=None, is_busy=False)

    def use(self, client: GraphClient) -> None:
        """Go on with a renewed token, without a break."""
        if self.client is not None:
            self.client = client

    def rest(self, until: datetime | None) -> None:
        """The person wants no checks: nothing is read or sent for now. What is queued stays queued."""
        self.client = None
        self.ready.clear()
        self.online.clear()
        self.update(connection=Connection.PAUSED, problem=None, paused_until=until, is_busy=False)

    def limit(self, problem: AccountProblem, error: GraphError) -> None:
        """Something about the whole account is withheld, as a look at it showed."""
        self._limited(problem, error)

    def lift_limit(self) -> None:
        """What was withheld is granted now."""
        if self.account.state is AccountState.LIMITED:
            self._archive.accounts.set_state(self.account_id, AccountState.ACTIVE, AccountProblem.NONE)
            self.update(problem=None)
            self._wake()

    def note_usage(self, headers: Mapping[str, str]) -> None:
        """The usage that every answer reports."""
        self.budget.note_headers(headers, self._now_s())
        self.gate.refresh()

    def count_call(self) -> None:
        """A conversations call was made outside the turns: signing in looks at the list once."""
        self.budget.take(self._now_s())

    def note_activity(self) -> None:
        """A message came or went, or the person did something here."""
        self.last_activity_s = self._now_s()

    @property
    def was_throttled(self) -> bool:
        return self._throttled_s is not None and self._now_s() - self._throttled_s < CAUTIOUS_S

    @property
    def pause_left_s(self) -> float:
        """Seconds until Instagram wants to hear from us again; 0 when there is no pause."""
        return self._pause_left_s()

    def update(self, **changes: object) -> None:
        """Change the status; tells about it only if something that is shown changed."""
        before, self.status = self.status, self.status._replace(**changes)  # type: ignore[arg-type]
        if shown(before) != shown(self.status):
            self._publish()

    def _answered(self) -> None:
        """The call was refused, but by Instagram itself: there is a connection."""
        self._failures = 0
        if self._pause_left_s() <= 0:
            self._came_back()
            self.update(connection=Connection.ONLINE, trouble_since=None, paused_until=None)

    def _came_back(self) -> None:
        if not self.online.is_set():
            self.online.set()
            self._wake()

    def _in_trouble(self, connection: Connection, error: GraphError) -> None:
        if self.online.is_set():
            self.online.clear()
            self.on_trouble()
        since = self.status.trouble_since if self.status.connection is connection else None
        self.update(connection=connection, trouble_since=since or self._clock(), problem=error.problem(), is_busy=False)

    def _throttled(self, error: GraphError) -> None:
        self.online.clear()
        self._failures = 0
        self._throttled_s = self._now_s()
        self.budget.note_throttled(error, self._now_s())
        self.gate.refresh()
        until = self._clock() + timedelta(seconds=self._pause_left_s())
        self.update(
            connection=Connection.THROTTLED,
            paused_until=until,
            next_check_at=until,
            problem=error.problem(),
            is_busy=False,
        )

    def _limited(self, problem: AccountProblem, error: GraphError) -> None:
        account = self.account
        if (account.state, account.problem) != (AccountState.LIMITED, problem):
            self._archive.accounts.set_state(self.account_id, AccountState.LIMITED, problem)
        self._answered()
        self.update(problem=error.problem())

    def _wake(self) -> None:
        for event in self.wakers:
            event.set()

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    def _pause_left_s(self) -> float:
        until = self.budget.paused_until(self._now_s())
        return 0.0 if until is None else max(until - self._now_s(), 0.0)


def shown(status: AccountStatus) -> AccountStatus:
    """The status without what changes at every look and is shown to the minute at most."""
    checked = status.last_checked_at
    return status._replace(
        last_checked_at=checked and checked.replace(second=0, microsecond=0),
        next_check_at=status.next_check_at if status.connection is Connection.THROTTLED else None,
        budget_used=round(status.budget_used, 2),
    )
