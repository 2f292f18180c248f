"""What is kept of an account's token, of its calls and of its errors."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from igdesk.domain.account import Flavour
from igdesk.domain.health import ERRORS_KEPT, SLOTS_SHOWN, CallSlot, SeenError, last_day, slot_of, slot_start
from igdesk.domain.snapshot import AccountSnapshot

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
SNAPSHOT = AccountSnapshot("17841", "26", "17841", Flavour.INSTAGRAM, "fern", "Fern & Clay", "BUSINESS")


@pytest.fixture
def archive(desk: Any) -> Any:
    return desk.archive


def seen(code: str, minutes: int = 0, times: int = 1) -> SeenError:
    moment = NOW + timedelta(minutes=minutes)
    return SeenError("paused", code, f"trace{minutes}", moment, moment, times)


def test_a_sign_in_keeps_when_and_what_was_granted(archive: Any) -> None:
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW, permissions=("basic", "manage_messages"))
    account = archive.accounts.get(account_id)
    assert (account.token_issued_at, account.permissions) == (NOW, ("basic", "manage_messages"))
    assert account.account_type == "BUSINESS"
    later = NOW + timedelta(days=90)
    archive.accounts.renewal_failed(account_id, later)
    archive.accounts.set_paused(account_id, True)
    archive.accounts.add(SNAPSHOT, connected_at=later)
    account = archive.accounts.get(account_id)
    assert (account.connected_at, account.token_issued_at) == (NOW, later), "the first day stays"
    assert account.renewal_failed_at is None
    assert not account.is_paused, "whoever signs in wants to go on"


def test_a_renewal_is_one_transaction(archive: Any) -> None:
    """failure 3"""
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    archive.accounts.renewal_failed(account_id, NOW)
    before = archive.statistics.transactions
    archive.accounts.token_renewed(account_id, expires_at=NOW + timedelta(days=60), renewed_at=NOW + timedelta(days=1))
    account = archive.accounts.get(account_id)
    assert account.token_expires_at == NOW + timedelta(days=60)
    assert account.token_issued_at == NOW + timedelta(days=1)
    assert account.renewal_failed_at is None
    assert archive.statistics.transactions == before + 1


def test_what_the_person_chooses_for_an_account(archive: Any) -> None:
    others = [account.id for account in archive.accounts.all()]
    first = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    second = archive.accounts.add(AccountSnapshot("2", "2", "2", Flavour.INSTAGRAM, "harbour"), connected_at=NOW)
    archive.accounts.set_label(first, "  The\nstudio ")
    archive.accounts.set_tint(first, 4)
    archive.accounts.set_paused(first, True)
    archive.accounts.arrange([second, first, *others])
    assert [account.id for account in archive.accounts.all()] == [second, first, *others]
    account = archive.accounts.get(first)
    assert (account.display_name, account.tint, account.is_paused) == ("The studio", 4, True)
    archive.accounts.set_label(first, "")
    assert archive.accounts.get(first).display_name == "Fern & Clay"


def test_calls_of_a_day(archive: Any) -> None:
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    now = slot_of(NOW)
    archive.health.keep(account_id, [CallSlot(now - SLOTS_SHOWN - 5, 9, 1), CallSlot(now - 1, 3, 20)], [])
    archive.health.keep(account_id, [CallSlot(now - 1, 4, 10), CallSlot(now, 2, 5)], [])
    assert archive.health.calls(account_id) == (CallSlot(now - 1, 7, 20), CallSlot(now, 2, 5))
    day = last_day(archive.health.calls(account_id), NOW)
    assert len(day) == SLOTS_SHOWN
    assert day[-2:] == (CallSlot(now - 1, 7, 20), CallSlot(now, 2, 5))
    assert slot_start(now) <= NOW < slot_start(now + 1)


def test_the_same_error_again_is_one_line(archive: Any) -> None:
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    archive.health.keep(account_id, [], [seen("4"), seen("4", 1, 3), seen("190", 2)])
    archive.health.keep(account_id, [], [seen("190", 3)])
    found = archive.health.errors(account_id)
    assert [(error.code, error.times, error.trace_id) for error in found] == [("190", 2, "trace3"), ("4", 4, "trace1")]


def test_only_the_latest_errors_are_kept(archive: Any) -> None:
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    archive.health.keep(account_id, [], [seen(str(number), number) for number in range(ERRORS_KEPT + 20)])
    found = archive.health.errors(account_id)
    assert len(found) == ERRORS_KEPT
    assert found[0].code == str(ERRORS_KEPT + 19)


def test_an_account_that_is_gone_keeps_nothing(archive: Any) -> None:
    account_id = archive.accounts.add(SNAPSHOT, connected_at=NOW)
    archive.accounts.remove(account_id)
    archive.health.keep(account_id, [CallSlot(1, 1)], [seen("4")], last_checked_at=NOW)
    assert archive.health.calls(account_id) == ()
    assert archive.health.errors(account_id) == ()
