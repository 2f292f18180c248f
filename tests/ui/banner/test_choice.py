"""One banner at a time, in the order of weight of 5.10."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from igdesk.domain.account import Account, AccountProblem, AccountState, Capability, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.status import AccountStatus, Connection, EngineStatus, Problem
from igdesk.ui.banner.choice import BannerAction, choose
from igdesk.ui.banner.words import banner_words

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
FULL = Problem("disk_full", "The disk is full.", "Make room.")


def account(number: int, problem: AccountProblem = AccountProblem.NONE) -> Account:
    return Account(
        id=AccountId(number),
        remote_id=str(number),
        app_scoped_id="",
        node_id=str(number),
        flavour=Flavour.INSTAGRAM,
        username=f"studio{number}",
        name=f"Studio {number}",
        picture_url="",
        state=AccountState.ACTIVE if problem is AccountProblem.NONE else AccountState.NEEDS_SIGN_IN,
        problem=problem,
        human_agent=Capability.UNKNOWN,
        token_expires_at=NOW - timedelta(minutes=3),
        connected_at=NOW - timedelta(days=60),
    )


def status(*connections: Connection, problem: Problem | None = None, queued: int = 0) -> EngineStatus:
    states = tuple(
        AccountStatus(
            AccountId(number),
            connection,
            paused_until=NOW + timedelta(seconds=402) if connection is Connection.THROTTLED else None,
        )
        for number, connection in enumerate(connections, start=1)
    )
    return EngineStatus(states, problem=problem, queued_replies=queued)


def chosen(accounts: Sequence[Account], of: EngineStatus, current: int | None = None) -> str | None:
    banner = choose(accounts, of, current=AccountId(current) if current else None)
    return banner.text_id if banner else None


ON, OFF, PAUSED = Connection.ONLINE, Connection.OFFLINE, Connection.THROTTLED


def test_all_is_well() -> None:
    assert chosen([account(1)], status(ON)) is None
    assert chosen([account(1)], status(Connection.CONNECTING)) is None
    assert chosen([], EngineStatus()) is None


@pytest.mark.parametrize(
    ("problem", "text_id", "action"),
    [
        (AccountProblem.TOKEN_EXPIRED, "banner.signed_out.expired", BannerAction.RECONNECT),
        (AccountProblem.TOKEN_REVOKED, "banner.signed_out.revoked", BannerAction.RECONNECT),
        (AccountProblem.CHECKPOINT, "banner.signed_out.checkpoint", BannerAction.RECONNECT),
        (AccountProblem.PERMISSION, "banner.permission", BannerAction.RECONNECT),
        (AccountProblem.MESSAGE_ACCESS, "banner.message_access", BannerAction.SHOW_WHERE),
        (AccountProblem.RESTRICTED, "banner.restricted", BannerAction.NONE),
    ],
)
def test_each_problem_of_an_account(problem: AccountProblem, text_id: str, action: BannerAction) -> None:
    banner = choose([account(1, problem)], status(ON))
    assert banner is not None
    assert (banner.text_id, banner.action) == (text_id, action)
    assert banner.can_be_closed is False
    lead, rest = banner_words(banner, NOW)
    assert lead
    assert rest


def test_order_of_weight() -> None:
    """Archive, signed out, permission, pause, offline."""
    both = [account(1, AccountProblem.PERMISSION), account(2, AccountProblem.TOKEN_EXPIRED)]
    assert chosen(both, status(PAUSED, OFF, problem=FULL)) == "banner.disk_full"
    assert chosen(both, status(PAUSED, OFF)) == "banner.signed_out.expired"
    assert chosen(both[:1], status(PAUSED)) == "banner.permission"
    assert chosen([account(1), account(2)], status(OFF, PAUSED)) == "banner.paused"
    assert chosen([account(1), account(2)], status(OFF, OFF)) == "banner.offline"


def test_the_account_that_is_looked_at_comes_first() -> None:
    both = [account(1, AccountProblem.TOKEN_REVOKED), account(2, AccountProblem.TOKEN_REVOKED)]
    banner = choose(both, status(ON, ON), current=AccountId(2))
    assert banner is not None
    assert banner.account_name == "Studio 2"


def test_network() -> None:
    one = [account(1)]
    assert chosen(one, status(OFF, queued=2)) == "banner.offline.outbox"
    assert chosen(one, status(Connection.CAPTIVE)) == "banner.captive"
    assert chosen(one, status(Connection.INSTAGRAM_DOWN)) == "banner.instagram_down"
    assert chosen([account(1), account(2)], status(OFF, ON)) is None, "one account online: there is a network"


def test_a_closed_pause_gives_way_and_the_next_one_is_told() -> None:
    accounts, of = [account(1)], status(PAUSED)
    first = choose(accounts, of)
    assert first is not None
    assert first.can_be_closed
    assert choose(accounts, of, closed=frozenset({first.key})) is None
    later = replace(of, accounts=(replace(of.accounts[0], paused_until=NOW + timedelta(hours=1)),))
    assert choose(accounts, later, closed=frozenset({first.key})) is not None


def test_words() -> None:
    expired = choose([account(1, AccountProblem.TOKEN_EXPIRED)], status(ON))
    assert expired is not None
    lead, rest = banner_words(expired, NOW)
    assert lead.replace("\u2068", "").replace("\u2069", "") == "Studio 1 is signed out."
    assert rest.startswith("The token ran out today at ")
    paused = choose([account(1)], status(PAUSED))
    assert paused is not None
    assert "6:42" in banner_words(paused, NOW)[1]
