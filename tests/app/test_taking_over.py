"""Credentials of the environment: when they are tried, and how often."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from igdesk.app.credentials import Credentials
from igdesk.app.running import TAKEN_OVER, take_over
from igdesk.domain.account import AccountProblem, AccountState, Flavour
from igdesk.domain.ids import AccountId
from igdesk.domain.snapshot import AccountSnapshot
from igdesk.domain.status import Problem
from igdesk.store.archive import Archive
from igdesk.sync.session import SignInResult

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OFFLINE = SignInResult(problem=Problem("no_connection", "", ""))
REFUSED = SignInResult(problem=Problem("token_expired", "", ""))
SIGNED_IN = SignInResult(AccountId(1))


class NotingEngine:
    """Answers each sign-in with the next of its results."""

    def __init__(self, *results: SignInResult) -> None:
        self.results = list(results)
        self.tokens: list[str] = []

    def sign_in(self, token: str, done: Callable[[SignInResult], None], **_: str) -> None:
        self.tokens.append(token)
        asyncio.get_running_loop().call_soon(done, self.results.pop(0))


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with_key = Archive.open(tmp_path / "archive", bytes(32), clock=lambda: NOW)
    yield with_key
    with_key.close()


def played(archive: Archive, engine: NotingEngine, turns: int = 40) -> list[SignInResult | None]:
    told: list[SignInResult | None] = []

    async def scene() -> None:
        stop = take_over(engine, archive, Credentials("IGAAtoken"), told.append, pause_s=0.0)  # type: ignore[arg-type]
        for _ in range(turns):
            await asyncio.sleep(0)
        stop()

    asyncio.run(scene())
    return told


def account(archive: Archive, state: AccountState, problem: AccountProblem) -> None:
    snapshot = AccountSnapshot("178", "26", "178", Flavour.INSTAGRAM, "shop")
    account_id = archive.accounts.add(snapshot, connected_at=NOW)
    archive.accounts.set_state(account_id, state, problem)


def test_a_first_start_without_a_network_signs_in_once_there_is_one(archive: Archive) -> None:
    engine = NotingEngine(OFFLINE, OFFLINE, OFFLINE, SIGNED_IN)
    assert played(archive, engine) == [None, OFFLINE, SIGNED_IN], "the trouble is told once"
    assert len(engine.tokens) == 4
    assert archive.settings.get(TAKEN_OVER)
    assert played(archive, NotingEngine()) == [], "they are no news any more"


def test_a_refusal_is_not_tried_again(archive: Archive) -> None:
    engine = NotingEngine(REFUSED)
    assert played(archive, engine) == [None, REFUSED]
    assert len(engine.tokens) == 1


def test_whoever_signs_in_meanwhile_ends_the_trying(archive: Archive) -> None:
    class Engine(NotingEngine):
        def sign_in(self, token: str, done: Callable[[SignInResult], None], **more: str) -> None:
            super().sign_in(token, done, **more)
            if not archive.accounts.all():
                account(archive, AccountState.ACTIVE, AccountProblem.NONE)

    engine = Engine(OFFLINE, OFFLINE)
    played(archive, engine)
    assert len(engine.tokens) == 1


def test_a_token_that_was_refused_since_is_tried_at_the_next_start(archive: Archive) -> None:
    """A checkpoint that was passed brings the same token back to life."""
    assert played(archive, NotingEngine(SIGNED_IN)) == [None, SIGNED_IN]
    account(archive, AccountState.NEEDS_SIGN_IN, AccountProblem.CHECKPOINT)
    assert played(archive, NotingEngine(SIGNED_IN)) == [None, SIGNED_IN]


def test_an_account_that_was_disconnected_on_purpose_stays_so(archive: Archive) -> None:
    assert played(archive, NotingEngine(SIGNED_IN)) == [None, SIGNED_IN]
    account(archive, AccountState.NEEDS_SIGN_IN, AccountProblem.NONE)
    assert played(archive, NotingEngine()) == []
