"""An account for the rules that need one."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.ids import AccountId

SIGNED_IN = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def make_account(**parts: object) -> Account:
    made = Account(
        id=AccountId(1),
        remote_id="17841400000000123",
        app_scoped_id="",
        node_id="17841400000000123",
        flavour=Flavour.INSTAGRAM,
        username="fern",
        name="Fern",
        picture_url="",
        state=AccountState.ACTIVE,
        problem=AccountProblem.NONE,
        human_agent=Capability.UNKNOWN,
        token_expires_at=None,
        connected_at=SIGNED_IN,
        token_issued_at=SIGNED_IN,
    )
    return made._replace(**parts)  # type: ignore[arg-type]


@pytest.fixture
def account_of() -> Callable[..., Account]:
    """Signed in on 20 November 2026; the parts that matter are given."""
    return make_account
