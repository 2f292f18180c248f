"""What the engine is doing, for the parts of the window that tell about it."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from igdesk.domain.account import Account, AccountState
from igdesk.domain.ids import AccountId
from igdesk.domain.token_life import warning_days


class Connection(Enum):
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    """No answer from the network at all."""
    CAPTIVE = "captive"
    """Something answers, but it is not Instagram: a network that wants a sign-in first."""
    INSTAGRAM_DOWN = "instagram_down"
    THROTTLED = "throttled"
    SIGNED_OUT = "signed_out"
    PAUSED = "paused"
    """The person asked for a rest: nothing is checked, and what is written waits."""

    @property
    def is_offline(self) -> bool:
        """Whether no way leads from this computer to Instagram."""
        return self in (Connection.OFFLINE, Connection.CAPTIVE)


class Problem(NamedTuple):
    """Something the person can act on, in plain words. A code never stands alone."""

    id: str
    """Catalogue id, e.g. ``token_expired``."""
    happened: str
    """What happened: one or two full sentences."""
    cure: str
    """What to do about it; empty when there is nothing to do but wait."""
    code: str = ""
    """Instagram's code, e.g. ``190/463``; shown small, at the end."""
    trace_id: str = ""
    link: str = ""
    """Page at Meta that helps, if there is one."""


class FirstSync(NamedTuple):
    """Progress of the first fetch."""

    done: int
    total: int
    """Conversations known so far; grows while the list is walked."""


class AccountStatus(NamedTuple):
    """What goes on with one account now. Nothing of it is kept."""

    account_id: AccountId
    connection: Connection = Connection.CONNECTING
    is_busy: bool = False
    last_checked_at: datetime | None = None
    """Time of the last successful list call, on the computer's clock."""
    next_check_at: datetime | None = None
    paused_until: datetime | None = None
    """Computer's clock; set while THROTTLED."""
    trouble_since: datetime | None = None
    """When the present trouble began (OFFLINE, INSTAGRAM_DOWN)."""
    budget_used: float = 0.0
    """Highest usage that the headers report, 0 to 1."""
    first_sync: FirstSync | None = None
    problem: Problem | None = None

    @property
    def knows_nothing_yet(self) -> bool:
        """Instagram was not heard of in this run: an empty archive says nothing about the account."""
        return self.connection is Connection.CONNECTING and self.last_checked_at is None


class AccountCondition(Enum):
    """What there is to tell of an account; the values are the ends of text ids."""

    WORKING = "working"
    SIGNED_OUT = "signed_out"
    PERMISSION = "permission"
    RESTRICTED = "restricted"
    PAUSED_BY_INSTAGRAM = "paused_by_instagram"
    TOKEN_ENDS = "token_ends"
    PAUSED = "paused"
    OFFLINE = "offline"
    INSTAGRAM_DOWN = "instagram_down"


def conditions(account: Account, status: AccountStatus, now: datetime) -> Iterator[AccountCondition]:
    """All that is so now, the most serious first, for those who tell of one; WORKING comes last, or alone."""
    if account.state is AccountState.NEEDS_SIGN_IN or status.connection is Connection.SIGNED_OUT:
        yield AccountCondition.SIGNED_OUT
    if account.is_withheld:
        yield AccountCondition.PERMISSION
    if account.is_restricted:
        yield AccountCondition.RESTRICTED
    if account.is_paused or status.connection is Connection.PAUSED:
        yield AccountCondition.PAUSED
    if status.connection is Connection.THROTTLED:
        yield AccountCondition.PAUSED_BY_INSTAGRAM
    if warning_days(account, now) is not None:
        yield AccountCondition.TOKEN_ENDS
    if status.connection.is_offline:
        yield AccountCondition.OFFLINE
    if status.connection is Connection.INSTAGRAM_DOWN:
        yield AccountCondition.INSTAGRAM_DOWN
    yield AccountCondition.WORKING


class EngineStatus(NamedTuple):
    """What the engine tells the window whenever something of it changed."""

    accounts: tuple[AccountStatus, ...] = ()
    problem: Problem | None = None
    """Trouble that belongs to no account: disk full, archive damaged."""
    queued_replies: int = 0
    """Replies that wait in the outbox over all accounts (QUEUED)."""
    clock_offset_s: float = 0.0
    """Instagram's clock minus the computer's, in seconds."""
    api_ends_at: datetime | None = None
    """When Instagram stops to understand this version of igdesk; set only when that is near or over."""

    def of(self, account_id: AccountId) -> AccountStatus:
        """The status of one account; a fresh one if the engine does not run it yet."""
        for status in self.accounts:
            if status.account_id == account_id:
                return status
        return AccountStatus(account_id)


class KnownError(Exception):
    """An error the person can act on. Anything else that escapes is a bug."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.happened)
        self.problem = problem
