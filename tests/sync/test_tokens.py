"""Tokens that end, and what is left when they do."""

import asyncio
from typing import Any

import pytest

from igdesk.domain.account import AccountProblem, AccountState
from igdesk.domain.message_kinds import Delivery
from igdesk.domain.status import Connection, KnownError, Problem
from igdesk.store.vault import MemoryVault, VaultError
from igdesk.sync.session import SignInResult


def token_of(rig: Any, account: int = 0) -> Any:
    return rig.world.tokens.get(rig.world.instagram_token(account))


@pytest.mark.parametrize(
    ("subcode", "problem"),
    [
        (463, AccountProblem.TOKEN_EXPIRED),
        (460, AccountProblem.TOKEN_REVOKED),
        (467, AccountProblem.TOKEN_REVOKED),
        (99999, AccountProblem.TOKEN_INVALID),
        (459, AccountProblem.CHECKPOINT),
    ],
)
def test_a_refused_token_stops_the_account_and_keeps_everything(
    rig: Any, play: Any, subcode: int, problem: AccountProblem
) -> None:
    """failure 1, failure 2"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.archive.inbox.save_draft(row.id, "half a")
        token_of(rig).revoked = subcode
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT)
        account = rig.archive.accounts.get(1)
        assert (account.state, account.problem) == (AccountState.NEEDS_SIGN_IN, problem)
        assert rig.status().problem is not None
        assert rig.status().problem.code.startswith("190")
        calls = len(rig.app.calls)
        (message_id,) = rig.engine.send_text(row.id, "Waits")
        rig.engine.check_now()
        rig.engine.open_conversation(row.id)
        await asyncio.sleep(3600)
        assert len(rig.app.calls) == calls, "an account that is signed out asks nothing"
        assert rig.message(message_id).delivery is Delivery.QUEUED

        others = [thread for thread in rig.world.threads() if thread.id != row.remote_id]
        for thread in others:
            rig.world.say(thread, "Still waiting")
        token_of(rig).revoked = 0
        result = await rig.sign_in(rig.world.instagram_token())
        assert (result.account_id, result.problem) == (1, None)
        await asyncio.sleep(60)
        assert rig.status().connection is Connection.ONLINE
        assert rig.sent_texts == ["Waits"]
        assert all(rig.row(thread).preview.text == "Still waiting" for thread in others)
        assert len(rig.archive.accounts.all()) == 1

    play(rig, scene)


def test_a_token_refused_while_sending_counts_as_no_attempt(rig: Any, play: Any) -> None:
    """failure 1"""

    async def scene() -> None:
        row = await rig.begin_asked()
        rig.faults.add("error", "send", code=190, subcode=463, status=401)
        (message_id,) = rig.engine.send_text(row.id, "Later then")
        await asyncio.sleep(2)
        assert rig.message(message_id).delivery is Delivery.QUEUED
        assert rig.archive.outbox.get(message_id).attempts == 0
        assert rig.status().connection is Connection.SIGNED_OUT
        assert (await rig.sign_in(rig.world.instagram_token())).account_id == 1
        await asyncio.sleep(10)
        assert rig.sent_texts == ["Later then"]

    play(rig, scene)


def test_signed_out_survives_a_restart(rig: Any, play: Any) -> None:
    """failure 4"""

    async def scene() -> None:
        await rig.begin_asked()
        token_of(rig).expires_at = rig.world.now()
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT)
        await rig.stop()
        rig.open().start()
        calls = len(rig.app.calls)
        await asyncio.sleep(600)
        assert rig.status().connection is Connection.SIGNED_OUT
        assert len(rig.app.calls) == calls
        assert rig.row(rig.world.threads()[0]).preview is not None

    play(rig, scene)


def test_a_vault_that_lost_the_token_asks_for_it(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.connect()
        rig.vault.delete_token(rig.world.businesses[0].ig_id)
        rig.start()
        await asyncio.sleep(5)
        assert rig.status().connection is Connection.SIGNED_OUT
        assert rig.archive.accounts.all()[0].problem is AccountProblem.TOKEN_MISSING, "nobody changed a password"
        assert rig.app.calls == []

    play(rig, scene)


class Locked(MemoryVault):
    """A keychain that nobody unlocked yet."""

    is_locked = True

    def token(self, remote_id: str) -> str | None:
        if self.is_locked:
            raise VaultError(Problem("keychain_locked", "The keychain is locked.", "Unlock it."))
        return super().token(remote_id)

    def set_token(self, remote_id: str, token: str) -> None:
        if self.is_locked:
            raise VaultError(Problem("keychain_locked", "The keychain is locked.", "Unlock it."))
        super().set_token(remote_id, token)


def test_a_locked_keychain_is_said_and_tried_again(rig: Any, play: Any) -> None:
    """failure 95"""
    rig.vault = vault = Locked()

    async def scene() -> None:
        vault.is_locked = False
        rig.connect()
        vault.is_locked = True
        rig.start()
        await asyncio.sleep(10)
        assert rig.engine.status.problem.id == "keychain_locked"
        assert rig.archive.accounts.get(1).state is AccountState.ACTIVE
        vault.is_locked = False
        await rig.until_quiet()
        assert rig.engine.status.problem is None

    play(rig, scene)


def test_an_account_that_may_not_read_is_asked_seldom(rig: Any, play: Any) -> None:
    """failure 13, failure 14"""

    async def scene() -> None:
        await rig.begin_asked()
        refusal = rig.faults.add("error", "list", count=None, code=200, subcode=2534041, status=403)
        await rig.until(lambda: rig.archive.accounts.get(1).state is AccountState.LIMITED)
        assert rig.archive.accounts.get(1).problem is AccountProblem.MESSAGE_ACCESS
        assert rig.status().connection is Connection.ONLINE
        assert rig.status().problem is not None
        hits = refusal.hits
        await asyncio.sleep(3600)
        assert 9 <= refusal.hits - hits <= 16
        rig.faults.clear()
        rig.engine.check_now()
        await asyncio.sleep(3)
        assert rig.archive.accounts.get(1).state is AccountState.ACTIVE
        assert rig.status().problem is None

    play(rig, scene)


# Signing in


def test_the_first_sign_in(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.start()
        result = await rig.sign_in(f'  "Bearer {rig.world.instagram_token()}" \n')
        assert result.problem is None
        account = rig.archive.accounts.get(result.account_id)
        business = rig.world.businesses[0]
        assert (account.remote_id, account.app_scoped_id) == (business.ig_id, business.app_scoped_id)
        assert rig.vault.token(business.ig_id) == rig.world.instagram_token()
        await rig.until_quiet()
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total > 5

    play(rig, scene)


def test_signing_in_may_be_asked_for_before_the_engine_runs(rig: Any, play: Any) -> None:
    async def scene() -> None:
        results: list[SignInResult] = []
        rig.engine.sign_in(rig.world.instagram_token(), results.append)
        await asyncio.sleep(1)
        assert results == []
        rig.start()
        await rig.until(lambda: results)
        assert results[0].account_id is not None

    play(rig, scene)


def test_facebook_tokens_become_page_tokens(rig: Any, play: Any) -> None:
    """failure 11"""

    async def scene() -> None:
        rig.start()
        result = await rig.sign_in(rig.world.user_token())
        assert result.problem is None
        account = rig.archive.accounts.get(result.account_id)
        assert account.node_id == rig.world.businesses[0].page_id
        assert account.remote_id == rig.world.businesses[0].ig_id
        assert rig.vault.token(account.remote_id) == rig.world.page_token()
        await rig.until_quiet()
        thread = rig.world.threads()[0]
        rig.world.say(thread, "Hello?")
        await asyncio.sleep(20)
        rig.engine.send_text(rig.row(thread).id, "Hello!")
        await asyncio.sleep(3)
        assert rig.sent_texts == ["Hello!"]

    play(rig, scene)


@pytest.mark.parametrize("lists_pages", [True, False])
def test_which_of_several_pages_is_meant_is_never_guessed(make_rig: Any, play: Any, lists_pages: bool) -> None:
    rig = make_rig(accounts=2)
    rig.world.app.lists_pages = lists_pages
    first, second = rig.world.businesses

    async def scene() -> None:
        rig.start()
        result = await rig.sign_in(rig.world.user_token())
        assert result.account_id is None
        assert result.problem.id == "several_pages"
        assert f"@{first.username}, @{second.username}" in result.problem.happened
        assert rig.archive.accounts.all() == ()
        assert rig.vault.token(first.ig_id) is None
        result = await rig.sign_in(rig.world.user_token(), expected_account="@somebody.else")
        assert result.problem.id == "other_account"
        assert "INSTAGRAM_ACCOUNT_ID" in result.problem.cure, "only the environment and .env name an account"

    play(rig, scene)


@pytest.mark.parametrize("lists_pages", [True, False])
@pytest.mark.parametrize("named", ["ig_id", "page_id", "username"])
def test_the_page_of_the_account_that_was_named_is_taken(
    make_rig: Any, play: Any, named: str, lists_pages: bool
) -> None:
    rig = make_rig(accounts=2)
    rig.world.app.lists_pages = lists_pages
    business = rig.world.businesses[1]

    async def scene() -> None:
        rig.start()
        name = getattr(business, named)
        name = f"@{name.title()}" if named == "username" else name
        result = await rig.sign_in(rig.world.user_token(), expected_account=name)
        assert result.problem is None
        assert [account.remote_id for account in rig.archive.accounts.all()] == [business.ig_id]
        assert rig.vault.token(business.ig_id) == rig.world.page_token(1)

    play(rig, scene)


def test_a_person_without_any_page_is_told_so(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.start()
        rig.world.app.lists_pages = False
        rig.world.tokens.get(rig.world.user_token()).permissions[:] = ["instagram_basic"]
        assert (await rig.sign_in(rig.world.user_token())).problem.id == "page_not_linked"

    play(rig, scene)


def test_the_same_account_by_another_way_is_the_same_row(rig: Any, play: Any) -> None:
    """failure 20"""

    async def scene() -> None:
        rig.start()
        first = await rig.sign_in(rig.world.instagram_token())
        await rig.until_quiet()
        rows = rig.archive.inbox.counts(now=rig.engine.server_now()).total
        second = await rig.sign_in(rig.world.page_token())
        assert first.account_id == second.account_id
        await asyncio.sleep(60)
        assert rig.archive.inbox.counts(now=rig.engine.server_now()).total == rows
        assert len(rig.engine.status.accounts) == 1

    play(rig, scene)


@pytest.mark.parametrize("pasted", ["", "   ", "ünïcode tökén", '""'])
def test_what_is_no_token_asks_nobody(rig: Any, play: Any, pasted: str) -> None:
    async def scene() -> None:
        rig.start()
        assert (await rig.sign_in(pasted)).problem.id == "no_token"
        assert rig.app.calls == []

    play(rig, scene)


def test_a_wrong_token_leaves_nothing(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.start()
        for text in ("IGAA" + "x" * 120, "EAA" + "x" * 120, "something" * 20):
            result = await rig.sign_in(text)
            assert result.problem.happened
            assert text not in repr(result)
        assert rig.archive.accounts.all() == ()

    play(rig, scene)


@pytest.mark.parametrize(
    "fault",
    [
        ("error", "list", {"code": 200, "subcode": 2534041, "status": 403}),
        ("error", "list", {"code": 10, "status": 403}),
        ("error", "identity", {"code": 100, "message": "Unsupported request - method type: get"}),
        ("drop_before", "identity", {}),
        ("html", "any", {}),
        ("hang", "identity", {}),
        ("garbage", "identity", {}),
    ],
)
def test_a_sign_in_that_fails_leaves_nothing_half_done(rig: Any, play: Any, fault: Any) -> None:
    """failure 6, failure 13, failure 14, failure 17"""
    kind, scope, settings = fault

    async def scene() -> None:
        rig.start()
        rig.faults.add(kind, scope, count=None, **settings)
        result = await rig.sign_in(rig.world.instagram_token())
        assert result.account_id is None
        assert result.problem.happened
        assert rig.archive.accounts.all() == ()
        assert rig.vault.token(rig.world.businesses[0].ig_id) is None
        rig.faults.clear()
        assert (await rig.sign_in(rig.world.instagram_token())).account_id is not None

    play(rig, scene)


def test_a_list_that_is_busy_is_no_reason_against_an_account(rig: Any, play: Any) -> None:
    async def scene() -> None:
        rig.start()
        rig.faults.add("error", "list", code=1, status=500)
        assert (await rig.sign_in(rig.world.instagram_token())).account_id is not None

    play(rig, scene)


def test_a_vault_that_fails_leaves_no_account(rig: Any, play: Any) -> None:
    """failure 95"""
    rig.vault = Locked()

    async def scene() -> None:
        rig.start()
        result = await rig.sign_in(rig.world.instagram_token())
        assert result.problem.id == "keychain_locked"
        assert rig.archive.accounts.all() == ()
        assert rig.engine.status.accounts == ()

    play(rig, scene)


def test_an_archive_that_fails_leaves_no_token(rig: Any, play: Any) -> None:
    """failure 99"""

    async def scene() -> None:
        rig.start()

        def full(*_: object, **__: object) -> None:
            raise KnownError(Problem("disk_full", "The disk is full.", "Make room."))

        rig.archive.accounts.add = full
        result = await rig.sign_in(rig.world.instagram_token())
        assert result.problem.id == "disk_full"
        assert rig.vault.token(rig.world.businesses[0].ig_id) is None

    play(rig, scene)


def test_reconnecting_wants_the_same_account(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        await rig.begin_asked()
        first, second = rig.world.businesses
        token_of(rig).revoked = 467
        await rig.until(lambda: rig.status().connection is Connection.SIGNED_OUT)
        result = await rig.sign_in(rig.world.instagram_token(1), expected_account=first.ig_id)
        assert result.account_id is None
        assert second.username in result.problem.happened
        assert rig.vault.token(second.ig_id) is None
        token_of(rig).revoked = 0
        result = await rig.sign_in(rig.world.instagram_token(0), expected_account=f"@{first.username}")
        assert result.account_id == 1

    play(rig, scene)


@pytest.mark.parametrize("erase", [False, True])
def test_disconnecting(rig: Any, play: Any, erase: bool) -> None:
    async def scene() -> None:
        await rig.begin_asked()
        rig.engine.care.disconnect(1, erase=erase)
        await asyncio.sleep(5)
        calls = len(rig.app.calls)
        await asyncio.sleep(300)
        assert len(rig.app.calls) == calls
        assert rig.vault.token(rig.world.businesses[0].ig_id) is None
        assert len(rig.archive.accounts.all()) == (0 if erase else 1)
        if not erase:
            assert rig.status().connection is Connection.SIGNED_OUT
            assert rig.row(rig.world.threads()[0]).preview is not None
        assert token_of(rig).revoked == 458, "Instagram knows it too"
        token_of(rig).revoked = 0
        result = await rig.sign_in(rig.world.instagram_token())
        await rig.until_quiet()
        listed = [t for t in rig.world.threads() if t.is_listed(rig.world.now())]
        assert all(rig.row(t, result.account_id).preview is not None for t in listed), "all of it is fetched again"

    play(rig, scene)


def test_a_late_refusal_of_the_old_token_says_nothing_of_the_new_one(rig: Any, play: Any) -> None:
    """failure 1: a call was on its way while somebody signed in again."""

    async def scene() -> None:
        await rig.begin()
        old = rig.world.instagram_token()
        fault = rig.faults.add("slow", "list", count=1, seconds=15.0)
        rig.engine.check_now()
        await rig.until(lambda: fault.hits)
        rig.world.spoil_token("revoked", old)
        fresh = rig.world.tokens.issue("instagram_user", rig.world.businesses[0], rig.world.now())
        assert (await rig.sign_in(fresh.text)).account_id is not None
        for _ in range(60):
            await asyncio.sleep(1)
            assert rig.status().connection is not Connection.SIGNED_OUT
        assert rig.archive.accounts.all()[0].state is AccountState.ACTIVE

    play(rig, scene)
