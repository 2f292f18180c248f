"""The six checks of a connection: what each may find, and how they hang together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from igdesk.domain.account import Flavour
from igdesk.domain.status import Problem

INSTAGRAM_NEEDS = ("instagram_business_basic", "instagram_business_manage_messages")
FACEBOOK_NEEDS = ("instagram_basic", "instagram_manage_messages", "pages_manage_metadata")


class CheckId(Enum):
    """In the order in which they are made and shown; the values are the ends of their text ids."""

    TOKEN = "token_valid"
    PROFESSIONAL = "professional"
    PERMISSIONS = "permissions"
    CAPABILITY = "capability"
    MESSAGE_ACCESS = "message_access"
    CONVERSATIONS = "conversations"


class CheckState(Enum):
    WAITING = "waiting"
    CHECKING = "checking"
    PASSED = "passed"
    WARNING = "warning"
    """Nothing that keeps the account from being connected."""
    FAILED = "failed"
    BLOCKED = "blocked"
    """Cannot be told before the failed ones are put right."""


class Finding(Enum):
    """What a check found; the values are the ends of the text ids of verdict and cure."""

    NONE = "none"
    # Token is valid
    UNTIL = "until"
    AT_MOST_UNTIL = "at_most_until"
    """A pasted token does not tell its age: it ends then at the latest."""
    NO_END = "no_end"
    ACCEPTED = "accepted"
    """More was not told."""
    NOT_ACCEPTED = "not_accepted"
    ENDED = "ended"
    REMOVED = "removed"
    """Password changed, or access removed by the person."""
    CHECKPOINT = "checkpoint"
    NO_ANSWER = "no_answer"
    NO_TESTER = "no_tester"
    APP_RESTRICTED = "app_restricted"
    """The same answer as NO_TESTER, for an account that worked before."""
    SHORT_LIVED = "short_lived"
    OTHER_ACCOUNT = "other_account"
    ALREADY_CONNECTED = "already_connected"
    # Account is professional
    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    NOT_ELIGIBLE = "not_eligible"
    # Permissions are granted
    GRANTED = "granted"
    MISSING = "missing"
    # Messaging is enabled for the app, message access is allowed
    ENABLED = "enabled"
    NOT_ENABLED = "not_enabled"
    ALLOWED = "allowed"
    SWITCHED_OFF = "switched_off"
    # Conversations are readable
    FOUND = "found"
    NONE_FOUND = "none_found"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    # Any
    TROUBLE = "trouble"
    """Something with words of its own, in ``problem``."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check as it stands. Nothing in here is secret, a message or a customer's name."""

    id: CheckId
    state: CheckState = CheckState.WAITING
    finding: Finding = Finding.NONE
    until: datetime | None = None
    """When the token ends or ended."""
    granted: int = 0
    needed: int = 0
    missing: tuple[str, ...] = ()
    """Permissions, as Meta writes them."""
    count: int = 0
    """Conversations that were found."""
    has_more: bool = False
    account_type: str = ""
    username: str = ""
    problem: Problem | None = None
    """What Instagram answered, in the words of the error table."""

    @property
    def is_settled(self) -> bool:
        """Nothing keeps the account from being connected as far as this check goes."""
        return self.state in (CheckState.PASSED, CheckState.WARNING)


@dataclass(frozen=True, slots=True)
class Checkup:
    """All six checks of one token, and the account they are about as far as it is known."""

    results: tuple[CheckResult, ...] = tuple(CheckResult(check_id) for check_id in CheckId)
    flavour: Flavour | None = None
    is_running: bool = False

    def __getitem__(self, check_id: CheckId) -> CheckResult:
        return next(result for result in self.results if result.id is check_id)

    @property
    def may_continue(self) -> bool:
        """Whether the account may be connected: all passed, or only warnings are left."""
        return not self.is_running and all(result.is_settled for result in self.results)

    @property
    def has_passed(self) -> bool:
        return not self.is_running and all(result.state is CheckState.PASSED for result in self.results)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.results if result.state is CheckState.FAILED)

    @property
    def open_ids(self) -> frozenset[CheckId]:
        """What has to be looked at (again): everything that did not pass."""
        return frozenset(result.id for result in self.results if result.state is not CheckState.PASSED)

    def with_result(self, result: CheckResult) -> "Checkup":
        return replace(self, results=tuple(result if old.id is result.id else old for old in self.results))

    def waiting_for(self, ids: Iterable[CheckId]) -> "Checkup":
        """These once more, from the start."""
        again = frozenset(ids)
        results = tuple(CheckResult(old.id) if old.id in again else old for old in self.results)
        return replace(self, results=results, is_running=True)

    def ended(self) -> "Checkup":
        """What could not be told because of what failed is marked as such."""
        rest = (CheckState.WAITING, CheckState.CHECKING)
        results = tuple(CheckResult(old.id, CheckState.BLOCKED) if old.state in rest else old for old in self.results)
        return replace(self, results=results, is_running=False)


def needed_permissions(flavour: Flavour) -> tuple[str, ...]:
    """Without these an inbox cannot be read or answered."""
    return INSTAGRAM_NEEDS if flavour is Flavour.INSTAGRAM else FACEBOOK_NEEDS


def judge_permissions(flavour: Flavour, granted: Iterable[str]) -> CheckResult:
    """The check of the permissions, when Instagram lists them."""
    needed, held = needed_permissions(flavour), frozenset(granted)
    missing = tuple(name for name in needed if name not in held)
    return CheckResult(
        CheckId.PERMISSIONS,
        CheckState.FAILED if missing else CheckState.PASSED,
        Finding.MISSING if missing else Finding.GRANTED,
        granted=len(needed) - len(missing),
        needed=len(needed),
        missing=missing,
    )


def judge_account_type(account_type: str, username: str) -> CheckResult:
    """The check of the account; a type that Instagram does not tell is one that it serves."""
    is_personal = account_type.strip().lower() in ("personal", "private")
    return CheckResult(
        CheckId.PROFESSIONAL,
        CheckState.FAILED if is_personal else CheckState.PASSED,
        Finding.PERSONAL if is_personal else Finding.PROFESSIONAL,
        account_type=account_type.strip().lower(),
        username=username,
    )
