"""What there is to tell of an account, and what of it comes first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from igdesk.domain.account import Account, AccountProblem, AccountState
from igdesk.domain.status import AccountCondition, AccountStatus, Connection, conditions

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
ENDING: dict[str, Any] = {"token_expires_at": NOW + timedelta(days=2), "renewal_failed_at": NOW}
LIMITED = AccountState.LIMITED


@pytest.mark.parametrize(
    ("parts", "connection", "expected"),
    [
        ({}, Connection.ONLINE, []),
        ({}, Connection.CONNECTING, []),
        ({}, Connection.OFFLINE, ["offline"]),
        ({}, Connection.CAPTIVE, ["offline"]),
        ({}, Connection.INSTAGRAM_DOWN, ["instagram_down"]),
        ({}, Connection.SIGNED_OUT, ["signed_out"]),
        ({"state": AccountState.NEEDS_SIGN_IN}, Connection.OFFLINE, ["signed_out", "offline"]),
        (
            {"state": LIMITED, "problem": AccountProblem.PAGE_LINK, "is_paused": True},
            Connection.PAUSED,
            ["permission", "paused"],
        ),
        (
            {"state": LIMITED, "problem": AccountProblem.RESTRICTED, **ENDING},
            Connection.THROTTLED,
            ["restricted", "paused_by_instagram", "token_ends"],
        ),
        ({**ENDING, "is_paused": True}, Connection.OFFLINE, ["paused", "token_ends", "offline"]),
    ],
)
def test_the_most_serious_comes_first(
    account_of: Callable[..., Account], parts: dict[str, Any], connection: Connection, expected: list[str]
) -> None:
    account = account_of(**parts)
    told = [condition.value for condition in conditions(account, AccountStatus(account.id, connection), NOW)]
    assert told == [*expected, AccountCondition.WORKING.value]
