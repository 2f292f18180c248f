"""A token proves whose igdesk this is, and nothing of it is kept."""

import asyncio
from typing import Any

import pytest

from igdesk.sync.session import SignInResult


@pytest.fixture
def prove(rig: Any) -> Any:
    async def ask(token: str) -> SignInResult:
        results: list[SignInResult] = []
        rig.engine.owner.prove(token, results.append)
        await rig.until(lambda: results)
        await asyncio.sleep(0.1)
        return results[0]

    return ask


def test_a_token_of_a_connected_account_proves_it(rig: Any, play: Any, prove: Any) -> None:
    async def scene() -> None:
        account_id = rig.connect()
        remote_id = rig.archive.accounts.get(account_id).remote_id
        before = rig.vault.token(remote_id)
        rig.start()
        assert (await prove(f" {rig.world.instagram_token()} \n")).account_id == account_id
        assert rig.vault.token(remote_id) == before
        assert len(rig.archive.accounts.all()) == 1

    play(rig, scene)


def test_a_persons_token_proves_every_page_it_leads_to(make_rig: Any, play: Any) -> None:
    rig = make_rig(accounts=2)

    async def scene() -> None:
        results: list[SignInResult] = []
        rig.start()
        account_id = (await rig.sign_in(rig.world.page_token(1))).account_id
        rig.engine.owner.prove(rig.world.user_token(), results.append)
        await rig.until(lambda: results)
        assert results[0].account_id == account_id

    play(rig, scene)


def test_an_app_that_asks_for_its_secret_with_every_request(make_rig: Any, play: Any) -> None:
    """The secret is in the vault, beside one of another app that would spoil the call."""
    rig = make_rig(accounts=2)

    async def scene() -> None:
        tokens = rig.world.tokens
        connected = [rig.archive.accounts.get(rig.connect(number)) for number in (0, 1)]
        for account, secret in zip(connected, ("of another app", "of this app"), strict=True):
            rig.vault.set_app_secret(account.remote_id, secret)
        tokens.app_secret, tokens.require_proof = "of this app", True
        rig.start()
        results: list[SignInResult] = []
        rig.engine.owner.prove(rig.world.instagram_token(1), results.append)
        await rig.until(lambda: results)
        assert results[0].account_id == connected[1].id
        tokens.app_secret = "of a third app"
        rig.engine.owner.prove(rig.world.instagram_token(1), results.append)
        await rig.until(lambda: len(results) == 2)
        assert results[1].problem.id == "signature", "what Instagram said first"

    play(rig, scene)


def test_a_token_of_another_account_proves_nothing_and_connects_nothing(rig: Any, play: Any, prove: Any) -> None:
    async def scene() -> None:
        rig.start()
        result = await prove(rig.world.instagram_token())
        assert result.account_id is None
        assert result.problem.id == "other_account"
        assert rig.archive.accounts.all() == ()

    play(rig, scene)


@pytest.mark.parametrize("token", ["", "IGAA nothing", "IGAAnobodyKnowsThisTokenAtAllBecauseItIsMadeUp00"])
def test_what_is_no_token_proves_nothing(rig: Any, play: Any, prove: Any, token: str) -> None:
    async def scene() -> None:
        rig.connect()
        rig.start()
        result = await prove(token)
        assert result.account_id is None
        assert result.problem is not None

    play(rig, scene)
