"""One banner at a time, in the order of weight of 5.10."""

from collections.abc import Sequence
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
        (AccountProblem.TOKEN_MISSING, "banner.signed_out.missing", BannerAction.RECONNECT),
        (AccountProblem.CHECKPOINT, "banner.signed_out.checkpoint", BannerAction.RECONNECT),
        (AccountProblem.PERMISSION, "banner.permission", BannerAction.RUN_CHECKS),
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


def test_the_network_is_told_only_when_every_account_is_cut_off() -> None:
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
    later = of._replace(accounts=(of.accounts[0]._replace(paused_until=NOW + timedelta(hours=1)),))
    assert choose(accounts, later, closed=frozenset({first.key})) is not None


def test_the_words_of_a_banner_name_account_and_time() -> None:
    expired = choose([account(1, AccountProblem.TOKEN_EXPIRED)], status(ON))
    assert expired is not None
    lead, rest = banner_words(expired, NOW)
    assert lead.replace("\u2068", "").replace("\u2069", "") == "Studio 1 is signed out."
    assert rest.startswith("The token ran out today at ")
    paused = choose([account(1)], status(PAUSED))
    assert paused is not None
    assert "6:42" in banner_words(paused, NOW)[1]


PROBLEMS = {
    AccountProblem.TOKEN_EXPIRED: ("ran out", BannerAction.RECONNECT),
    AccountProblem.TOKEN_REVOKED: ("password was changed", BannerAction.RECONNECT),
    AccountProblem.TOKEN_INVALID: ("does not accept its token", BannerAction.RECONNECT),
    AccountProblem.TOKEN_MISSING: ("not on this computer any more", BannerAction.RECONNECT),
    AccountProblem.CHECKPOINT: ("wants to see you", BannerAction.RECONNECT),
    AccountProblem.PAGE_ROLE: ("role on its Page", BannerAction.RECONNECT),
    AccountProblem.APP_SECRET: ("secret", BannerAction.RECONNECT),
    AccountProblem.NO_ROLE: ("tester invite", BannerAction.RUN_CHECKS),
    AccountProblem.PERSONAL: ("personal account", BannerAction.SHOW_WHERE),
    AccountProblem.CAPABILITY: ("not enabled", BannerAction.RUN_CHECKS),
    AccountProblem.PAGE_LINK: ("not linked", BannerAction.RUN_CHECKS),
    AccountProblem.PERMISSION: ("permission is missing", BannerAction.RUN_CHECKS),
    AccountProblem.MESSAGE_ACCESS: ("switched off", BannerAction.SHOW_WHERE),
    AccountProblem.RESTRICTED: ("restricted", BannerAction.NONE),
}


@pytest.mark.parametrize("problem", [p for p in AccountProblem if p is not AccountProblem.NONE])
def test_each_problem_of_an_account_has_its_own_words_and_way_back(problem: AccountProblem) -> None:
    """failure 1, failure 2, failure 6, failure 13, failure 14"""
    words, action = PROBLEMS[problem]
    banner = choose([account(1, problem)], status(ON))
    assert banner is not None
    said = " ".join(banner_words(banner, NOW))
    assert words in said
    assert banner.action is action
    if problem is not AccountProblem.CHECKPOINT:
        assert "Studio 1" in said


def ending(days: float, **parts: object) -> Account:
    parts = {"token_expires_at": NOW + timedelta(days=days), "renewal_failed_at": NOW - timedelta(days=1)} | parts
    return account(1)._replace(**parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(("days", "shown"), [(11, None), (10, 10), (7.5, 8), (3, 3), (1.5, 2), (0.5, 1)])
def test_a_token_that_cannot_be_renewed_is_told_of(days: float, shown: int | None) -> None:
    banner = choose([ending(days)], status(ON), now=NOW)
    if shown is None:
        assert banner is None
        return
    assert banner is not None
    assert banner.text_id == "banner.token_ends"
    assert f"within {shown} day" in banner_words(banner, NOW)[0]
    assert banner.action is BannerAction.RECONNECT


def test_the_warning_comes_at_ten_three_and_one_and_can_be_closed_each_time() -> None:
    closed: frozenset[object] = frozenset()
    told = []
    for days in range(12, 0, -1):
        banner = choose([ending(days)], status(ON), closed=closed, now=NOW)  # type: ignore[arg-type]
        if banner is not None:
            told.append(days)
            closed |= {banner.key}
    assert told == [10, 3, 1]


def test_a_token_that_renews_itself_is_not_told_of() -> None:
    assert choose([ending(2, renewal_failed_at=None)], status(ON), now=NOW) is None


def test_the_end_of_the_api_version_is_told_sixty_days_before() -> None:
    """failure 103"""
    ends_at = NOW + timedelta(days=60)
    banner = choose([account(1)], status(ON)._replace(api_ends_at=ends_at), now=NOW)
    assert banner is not None
    assert "works with Instagram until" in banner_words(banner, NOW)[0]
    assert banner.can_be_closed
    later = choose([account(1)], status(ON)._replace(api_ends_at=ends_at), now=ends_at)
    assert later is not None
    assert later.text_id == "banner.api_retired"
    refused = AccountStatus(AccountId(1), ON, problem=Problem("api_retired", "Too old.", "Update."))
    now_banner = choose([account(1)], EngineStatus((refused,)), now=NOW)
    assert now_banner is not None
    assert now_banner.text_id == "banner.api_retired"


def test_a_locked_keychain_has_its_own_banner() -> None:
    """failure 95"""
    locked = Problem("keychain_locked", "The keychain of this computer is locked.", "Unlock it.")
    banner = choose([account(1)], status(ON, problem=locked))
    assert banner is not None
    assert (banner.text_id, banner.action) == ("banner.keychain", BannerAction.UNLOCK)
