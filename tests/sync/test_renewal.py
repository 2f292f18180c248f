"""Tokens that stay alive by themselves, and what is said when they cannot."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.status import Connection, KnownError, Problem
from igdesk.domain.token_life import LIFETIME, warning_days
from igdesk.store.vault import MemoryVault, VaultError

DAY_S = 86400.0


async def days(rig: Any, number: float) -> None:
    """The computer sleeps for most of this time, so that nobody has to look at the list a thousand times."""
    while number > 0:
        step = min(number, 0.5)
        rig.loop.now_s += step * DAY_S - 1200
        await asyncio.sleep(1200)
        number -= step


def token_of(rig: Any) -> Any:
    return rig.world.tokens.get(rig.vault.token(rig.world.businesses[0].ig_id))


def renewals(rig: Any) -> list[Any]:
    return [call for call in rig.app.calls if "refresh_access_token" in call.path]


def account(rig: Any) -> Any:
    return rig.archive.accounts.get(1)


@pytest.fixture
def quiet_rig(make_rig: Any) -> Any:
    """Weeks pass: nobody writes, and nobody looks."""
    from igdesk.domain.attention import Attention

    rig = make_rig(conversations=1)
    rig.before = lambda: rig.engine.set_attention(Attention.AWAY)
    return rig


def test_nothing_on_the_first_day(quiet_rig: Any, play: Any) -> None:
    """failure 3"""

    async def scene() -> None:
        await quiet_rig.begin()
        quiet_rig.before()
        await days(quiet_rig, 0.9)
        assert renewals(quiet_rig) == []

    play(quiet_rig, scene)


def test_a_pasted_token_learns_its_date_and_rests_for_a_week(quiet_rig: Any, play: Any) -> None:
    """failure 3: the text stays the same, with a new date."""
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        before = rig.vault.token(rig.world.businesses[0].ig_id)
        token_of(rig).issued_at = rig.world.now()
        await days(rig, 1.1)
        assert len(renewals(rig)) == 1
        assert rig.vault.token(rig.world.businesses[0].ig_id) == before
        left = account(rig).token_expires_at - rig.engine.server_now()
        assert LIFETIME - timedelta(days=1) < left <= LIFETIME
        assert account(rig).renewal_failed_at is None
        await days(rig, 5)
        assert len(renewals(rig)) == 1
        await days(rig, 2)
        assert len(renewals(rig)) == 2

    play(rig, scene)


def test_a_new_text_is_used_at_once_and_without_a_break(quiet_rig: Any, play: Any) -> None:
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        rig.world.tokens.rotate_on_refresh = True
        old = rig.vault.token(rig.world.businesses[0].ig_id)
        token_of(rig).issued_at = rig.world.now()
        seen = len(rig.statuses)
        await days(rig, 1.1)
        new = rig.vault.token(rig.world.businesses[0].ig_id)
        assert new != old
        rig.world.tokens.get(old).revoked = 467
        await asyncio.sleep(3600)
        assert rig.status().connection is Connection.ONLINE
        assert all(s.accounts[0].connection is Connection.ONLINE for s in rig.statuses[seen:])

    play(rig, scene)


class Fails(MemoryVault):
    """A keychain that takes nothing new."""

    is_broken = False
    refused = 0

    def set_token(self, remote_id: str, token: str) -> None:
        if self.is_broken:
            self.refused += 1
            raise VaultError(Problem("keychain_locked", "The keychain is locked.", "Unlock it."))
        super().set_token(remote_id, token)


def test_the_old_token_stays_until_the_new_one_is_safe(quiet_rig: Any, play: Any) -> None:
    """failure 3, failure 95"""
    rig = quiet_rig
    rig.vault = vault = Fails()

    async def scene() -> None:
        await rig.begin()
        rig.before()
        rig.world.tokens.rotate_on_refresh = True
        old = rig.vault.token(rig.world.businesses[0].ig_id)
        token_of(rig).issued_at = rig.world.now()
        vault.is_broken = True
        await days(rig, 1.05)
        assert vault.refused
        assert rig.vault.token(rig.world.businesses[0].ig_id) == old
        assert account(rig).token_expires_at is None, "no date of a token that is not kept"
        assert rig.engine.status.problem.id == "keychain_locked"
        assert rig.status().connection is Connection.ONLINE, "the old one is still good"
        vault.is_broken = False
        await asyncio.sleep(3600)
        assert rig.vault.token(rig.world.businesses[0].ig_id) != old
        assert account(rig).token_expires_at is not None
        assert rig.engine.status.problem is None

    play(rig, scene)


def test_a_date_that_cannot_be_written_is_written_later(quiet_rig: Any, play: Any) -> None:
    """failure 99"""
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        token_of(rig).issued_at = rig.world.now()
        real = rig.archive.accounts.token_renewed

        def full(*_: object, **__: object) -> None:
            raise KnownError(Problem("disk_full", "The disk is full.", "Make room."))

        rig.archive.accounts.token_renewed = full
        await days(rig, 1.05)
        assert account(rig).token_expires_at is None
        rig.archive.accounts.token_renewed = real
        await days(rig, 2.5)
        assert account(rig).token_expires_at is not None
        assert len(renewals(rig)) < 60, "no loop"

    play(rig, scene)


def test_a_token_that_is_younger_than_it_looks_is_left_alone_for_a_day(quiet_rig: Any, play: Any) -> None:
    """failure 3"""
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        token_of(rig).issued_at = rig.world.now() + timedelta(hours=20)
        await days(rig, 1.5)
        assert len(renewals(rig)) == 1
        assert account(rig).renewal_failed_at is None
        await days(rig, 1.0)
        assert len(renewals(rig)) == 2
        assert account(rig).token_expires_at is not None

    play(rig, scene)


def test_a_renewal_that_is_refused_is_told_ten_days_before_the_end(quiet_rig: Any, play: Any) -> None:
    """failure 6, failure 7: the account works, only the renewal does not."""
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        now = rig.engine.server_now()
        rig.archive.accounts.token_renewed(1, expires_at=now + timedelta(days=14), renewed_at=now)
        rig.faults.add("error", "refresh", count=None, code=100, message="Unsupported request - method type: get")
        await days(rig, 3)
        assert account(rig).renewal_failed_at is not None
        assert account(rig).state is AccountState.ACTIVE
        assert warning_days(account(rig), rig.engine.server_now()) is None
        await days(rig, 2)
        assert warning_days(account(rig), rig.engine.server_now()) == 10
        assert len(renewals(rig)) < 20, "twice a day at most"
        rig.faults.clear()
        token_of(rig).issued_at = rig.world.now() - timedelta(days=30)
        await days(rig, 1)
        assert warning_days(account(rig), rig.engine.server_now()) is None

    play(rig, scene)


def test_a_network_that_is_gone_is_no_refusal(quiet_rig: Any, play: Any) -> None:
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.before()
        token_of(rig).issued_at = rig.world.now()
        rig.faults.add("html", "refresh", count=2)
        await days(rig, 1.3)
        assert len(renewals(rig)) == 3
        assert account(rig).renewal_failed_at is None
        assert account(rig).token_expires_at is not None

    play(rig, scene)


def test_asleep_for_more_than_sixty_days(rig: Any, play: Any) -> None:
    """failure 4: the token is dead, the archive is not."""

    async def scene() -> None:
        await rig.begin()
        rows = rig.archive.inbox.counts(now=rig.engine.server_now()).total
        await rig.stop()
        rig.loop.now_s += 61 * DAY_S
        token_of(rig).expires_at = rig.world.now() - timedelta(days=1)
        rig.open().start()
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT)
        assert account(rig).problem is AccountProblem.TOKEN_EXPIRED
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total == rows
        token_of(rig).expires_at = None
        results: list[Any] = []
        rig.engine.sign_in(rig.world.instagram_token(), results.append)
        await rig.until(lambda: results)
        assert results[0].account_id == 1
        assert account(rig).token_issued_at == account(rig).token_issued_at
        await rig.until_quiet()
        assert len(rig.archive.accounts.all()) == 1

    play(rig, scene)


def test_an_account_that_turned_personal_is_told(quiet_rig: Any, play: Any) -> None:
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        rig.faults.add("error", "list", count=None, code=36103, status=400)
        await rig.until(lambda: account(rig).state is AccountState.LIMITED)
        assert account(rig).problem is AccountProblem.PERSONAL
        assert "Business or Creator" in rig.status().problem.cure

    play(rig, scene)


def relink(rig: Any) -> None:
    """Somebody links the Page to another Instagram account."""
    first, second = rig.world.businesses
    object.__setattr__(second, "page_id", first.page_id)
    rig.world.tokens.get(rig.world.page_token()).account = second


async def begin_with_page(rig: Any) -> int:
    """The first account, connected by the token of its Page; answers how many conversations it has."""
    rig.start()
    await rig.sign_in(rig.world.page_token())
    await rig.until_quiet()
    return int(rig.archive.inbox.counts(now=rig.engine.server_now()).total)


def test_what_a_page_hands_out_of_another_account_is_not_mixed_in(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        count = await begin_with_page(rig)
        relink(rig)
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT, within_s=120)
        assert account(rig).problem is AccountProblem.PAGE_LINK
        assert "another Instagram account" in rig.status().problem.happened
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total == count > 0

    play(rig, scene)


def test_a_page_of_another_account_is_noticed_where_nothing_is_listed(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        await begin_with_page(rig)
        rig.world._order[1].clear()
        relink(rig)
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT, within_s=1200)
        assert account(rig).problem is AccountProblem.PAGE_LINK

    play(rig, scene)


def test_an_account_that_cannot_be_asked_about_is_read_all_the_same(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        count = await begin_with_page(rig)
        rig.faults.add("error", "identity", count=None, code=2, status=500)
        relink(rig)
        await rig.until(lambda: rig.archive.inbox.counts(now=rig.engine.server_now()).total > count)
        assert account(rig).state is AccountState.ACTIVE

    play(rig, scene)


@pytest.mark.parametrize(
    ("code", "subcode", "message", "problem"),
    [
        (100, None, "Unsupported request - method type: get", AccountProblem.NO_ROLE),
        (3, None, "(#3) Application does not have the capability to make this API call.", AccountProblem.CAPABILITY),
        (200, None, "(#200) User not authorized", AccountProblem.NO_ROLE),
        (10, None, "(#10) Requires permission", AccountProblem.PERMISSION),
        (200, 2534041, "disabled", AccountProblem.MESSAGE_ACCESS),
        (100, 2534013, "not linked", AccountProblem.PAGE_LINK),
        (100, None, "Invalid appsecret_proof provided in the API argument", AccountProblem.APP_SECRET),
        (190, 492, "no role on the Page", AccountProblem.PAGE_ROLE),
        (25, 2207050, "restricted", AccountProblem.RESTRICTED),
    ],
)
def test_each_problem_of_an_account_has_its_own_name(
    rig: Any, play: Any, code: int, subcode: int | None, message: str, problem: AccountProblem
) -> None:
    """failure 6, failure 13, failure 15, failure 16: and the queue of replies waits."""

    async def scene() -> None:
        await rig.begin()
        settings = {"code": code, "message": message, "status": 400} | ({"subcode": subcode} if subcode else {})
        rig.faults.add("error", "list", count=None, **settings)
        await rig.until(lambda: account(rig).problem is problem)
        assert account(rig).state is not AccountState.ACTIVE

    play(rig, scene)


def test_a_pause_stops_everything_and_ends(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        rig.engine.care.pause(1, is_paused=True)
        await asyncio.sleep(1)
        assert rig.status().connection is Connection.PAUSED
        calls = len(rig.app.calls)
        rig.engine.check_now()
        await asyncio.sleep(7200)
        assert len(rig.app.calls) == calls
        await rig.stop()
        rig.open().start()
        await asyncio.sleep(600)
        assert rig.status().connection is Connection.PAUSED, "it stays so after a restart"
        assert len(rig.app.calls) == calls
        rig.engine.care.pause(1, is_paused=False)
        await rig.until_quiet()
        rig.engine.care.rest(1, rig.clock() + timedelta(hours=1))
        await asyncio.sleep(1)
        assert rig.status().connection is Connection.PAUSED
        calls = len(rig.app.calls)
        await asyncio.sleep(3500)
        assert len(rig.app.calls) == calls
        await asyncio.sleep(120)
        assert rig.status().connection is Connection.ONLINE, "an hour is an hour"

    play(rig, scene)


def test_calls_and_errors_are_counted(rig: Any, play: Any) -> None:
    async def scene() -> None:
        await rig.begin()
        rig.faults.add("error", "list", code=613, status=400)
        await rig.until(lambda: rig.status().connection is Connection.THROTTLED)
        rig.engine.care.keep_health()
        graph_calls = [call for call in rig.app.calls if call.scope != "media"]
        assert sum(slot.calls for slot in rig.archive.health.calls(1)) == len(graph_calls)
        (error,) = rig.archive.health.errors(1)
        assert (error.entry, error.code) == ("paused", "613")
        assert account(rig).last_checked_at is not None

    play(rig, scene)


def test_an_idle_account_writes_twice_an_hour_at_most(quiet_rig: Any, play: Any) -> None:
    rig = quiet_rig

    async def scene() -> None:
        await rig.begin()
        await asyncio.sleep(1200)
        before = rig.archive.statistics.transactions
        await asyncio.sleep(7200)
        assert rig.archive.statistics.transactions - before <= 6

    play(rig, scene)
