"""What an error of Instagram says about the six checks."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from igdesk.domain.account import AccountProblem, Flavour
from igdesk.domain.checks import CheckId, CheckResult, CheckState, Checkup, Finding, needed_permissions
from igdesk.graph.errors import ErrorKind, GraphError

SILENT = frozenset({ErrorKind.NOT_CONNECTED, ErrorKind.NOT_INSTAGRAM})
"""Instagram was not reached at all."""
UNCLEAR = frozenset(
    {
        ErrorKind.OUTCOME_UNKNOWN,
        ErrorKind.TEMPORARY,
        ErrorKind.MALFORMED,
        ErrorKind.THROTTLED,
        ErrorKind.TOO_MUCH_DATA,
    }
)
"""Answers that say nothing against the account."""
ABOUT_ACCOUNT = frozenset({"not_eligible", "page_not_linked", "link_unverified"})
_ENDED = re.compile(r"expired on (\w+, \d{2}-\w{3}-\d{2,4} \d{2}:\d{2}:\d{2} P[SD]T)")

Results = tuple[CheckResult, ...]


def about_token(error: GraphError, flavour: Flavour, worked_before: bool) -> Results:
    """The verdict when Instagram did not tell whose token it is."""
    name = error.entry.id
    if name in ABOUT_ACCOUNT:
        return (CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.ACCEPTED), _about_account(error))
    if name == "app_no_access":
        return (_no_access(error, worked_before),)
    if error.kind in SILENT or error.kind in UNCLEAR:
        return (_failed(CheckId.TOKEN, Finding.NO_ANSWER, problem=error),)
    if error.kind is ErrorKind.REAUTHENTICATE:
        return (_refused_token(error),)
    if name in ("permission", "unknown_or_permission"):
        needed = needed_permissions(flavour)
        accepted = CheckResult(CheckId.TOKEN, CheckState.PASSED, Finding.ACCEPTED)
        return (accepted, _missing_one(error, needed[0], granted=0, needed=len(needed)))
    return (_failed(CheckId.TOKEN, Finding.TROUBLE, problem=error),)


def about_list(error: GraphError, flavour: Flavour, checkup: Checkup, worked_before: bool) -> Results:
    """The verdicts when the list of conversations was not handed out."""
    name, kind = error.entry.id, error.kind
    if kind is ErrorKind.REAUTHENTICATE:
        return (_refused_token(error),)
    if name == "app_no_access":
        return (_no_access(error, worked_before),)
    if name in ABOUT_ACCOUNT:
        return (_about_account(error),)
    if name == "capability":
        return (*_granted_if_open(flavour, checkup), _failed(CheckId.CAPABILITY, Finding.NOT_ENABLED, problem=error))
    enabled = CheckResult(CheckId.CAPABILITY, CheckState.PASSED, Finding.ENABLED)
    if kind is ErrorKind.MESSAGE_ACCESS:
        access = _failed(CheckId.MESSAGE_ACCESS, Finding.SWITCHED_OFF, problem=error)
        return (*_granted_if_open(flavour, checkup), enabled, access)
    if kind is ErrorKind.PERMISSION and not checkup[CheckId.PERMISSIONS].is_settled:
        return _missing(flavour, checkup, error)
    if kind in UNCLEAR:
        unclear = (CheckId.CAPABILITY, CheckId.MESSAGE_ACCESS, CheckId.CONVERSATIONS)
        found = tuple(_failed(i, Finding.UNCLEAR, CheckState.WARNING, problem=error) for i in unclear)
        return (*_granted_if_open(flavour, checkup), *found)
    if kind in SILENT:
        return (_failed(CheckId.CONVERSATIONS, Finding.NO_ANSWER, problem=error),)
    allowed = CheckResult(CheckId.MESSAGE_ACCESS, CheckState.PASSED, Finding.ALLOWED)
    is_known = kind in (ErrorKind.RESTRICTED, ErrorKind.OTHER_APP) or name in ("standard_access", "app_secret")
    finding = Finding.TROUBLE if is_known else Finding.REFUSED
    refused = _failed(CheckId.CONVERSATIONS, finding, problem=error)
    return (*_granted_if_open(flavour, checkup), enabled, allowed, refused)


def _failed(
    check_id: CheckId,
    finding: Finding,
    state: CheckState = CheckState.FAILED,
    *,
    problem: GraphError | None = None,
    until: datetime | None = None,
) -> CheckResult:
    return CheckResult(check_id, state, finding, until=until, problem=problem.problem() if problem else None)


def _refused_token(error: GraphError) -> CheckResult:
    problem = error.entry.account_problem
    if problem is AccountProblem.TOKEN_EXPIRED:
        return _failed(CheckId.TOKEN, Finding.ENDED, problem=error, until=_end_in(error.words))
    if problem is AccountProblem.CHECKPOINT:
        return _failed(CheckId.TOKEN, Finding.CHECKPOINT, problem=error)
    if error.entry.id in ("token_revoked", "app_removed"):
        return _failed(CheckId.TOKEN, Finding.REMOVED, problem=error)
    finding = Finding.NOT_ACCEPTED if error.entry.id in ("token_invalid", "token_wrong_kind") else Finding.TROUBLE
    return _failed(CheckId.TOKEN, finding, problem=error)


def _no_access(error: GraphError, worked_before: bool) -> CheckResult:
    """The same answer stands for an account without a role and for an app that lost its access."""
    finding = Finding.APP_RESTRICTED if worked_before else Finding.NO_TESTER
    return _failed(CheckId.TOKEN, finding, problem=error)


def _about_account(error: GraphError) -> CheckResult:
    finding = Finding.NOT_ELIGIBLE if error.entry.id == "not_eligible" else Finding.TROUBLE
    return _failed(CheckId.PROFESSIONAL, finding, problem=error)


def _granted_if_open(flavour: Flavour, checkup: Checkup) -> Results:
    """An answer that got past the permissions shows that they are there."""
    if checkup[CheckId.PERMISSIONS].state not in (CheckState.WAITING, CheckState.CHECKING):
        return ()
    needed = len(needed_permissions(flavour))
    granted = CheckResult(CheckId.PERMISSIONS, CheckState.PASSED, Finding.GRANTED, granted=needed, needed=needed)
    return (granted,)


def _missing(flavour: Flavour, checkup: Checkup, error: GraphError) -> Results:
    """Instagram refused for want of a permission: the one for messages, when it was not listed as missing."""
    known = checkup[CheckId.PERMISSIONS]
    if known.state is CheckState.FAILED:
        return ()
    needed = needed_permissions(flavour)
    return (_missing_one(error, needed[1], granted=len(needed) - 1, needed=len(needed)),)


def _missing_one(error: GraphError, name: str, *, granted: int, needed: int) -> CheckResult:
    return CheckResult(
        CheckId.PERMISSIONS,
        CheckState.FAILED,
        Finding.MISSING,
        granted=granted,
        needed=needed,
        missing=(name,),
        problem=error.problem(),
    )


def _end_in(words: str) -> datetime | None:
    """The moment in "Session has expired on Tuesday, 01-Dec-25 06:00:00 PST", when Instagram names one."""
    found = _ENDED.search(words)
    if found is None:
        return None
    try:
        return parsedate_to_datetime(found[1]).astimezone(UTC)
    except ValueError:
        return None
