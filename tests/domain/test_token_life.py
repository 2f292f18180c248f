"""When a token is renewed, and when its end is told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from igdesk.domain.account import Account, AccountState, Flavour
from igdesk.domain.token_life import LIFETIME, RENEW_EVERY, days_left, ends_at, renewal_due_at, warning_days

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)
DAY = timedelta(days=1)


AccountOf = Callable[..., Account]


def test_a_pasted_token_is_renewed_as_soon_as_it_may_be(account_of: AccountOf) -> None:
    """failure 3: nothing on day 0."""
    due = renewal_due_at(account_of())
    assert due is not None
    assert DAY < due - NOW < DAY + timedelta(hours=1)
    assert ends_at(account_of()) == NOW + LIFETIME


def test_a_renewed_token_rests_for_a_week(account_of: AccountOf) -> None:
    due = renewal_due_at(account_of(token_expires_at=NOW + LIFETIME))
    assert due == NOW + RENEW_EVERY


def test_a_token_given_late_in_its_life_is_renewed_early(account_of: AccountOf) -> None:
    due = renewal_due_at(account_of(token_expires_at=NOW + 22 * DAY))
    assert due == NOW + 2 * DAY


def test_never_younger_than_a_day_however_short_its_life(account_of: AccountOf) -> None:
    """failure 5"""
    due = renewal_due_at(account_of(token_expires_at=NOW + DAY / 2))
    assert due is not None
    assert due > NOW + DAY


def test_a_renewal_that_failed_waits(account_of: AccountOf) -> None:
    late = account_of(token_expires_at=NOW, token_issued_at=NOW - 60 * DAY, renewal_failed_at=NOW)
    assert renewal_due_at(late) == NOW + DAY / 2


@pytest.mark.parametrize(
    "parts",
    [
        {"flavour": Flavour.FACEBOOK},
        {"state": AccountState.NEEDS_SIGN_IN},
        {"is_paused": True},
    ],
)
def test_what_cannot_be_renewed_is_not_tried(account_of: AccountOf, parts: dict[str, object]) -> None:
    assert renewal_due_at(account_of(**parts)) is None


def test_a_page_token_has_no_end(account_of: AccountOf) -> None:
    page = account_of(flavour=Flavour.FACEBOOK)
    assert ends_at(page) is None
    assert days_left(page, NOW) is None
    assert warning_days(page, NOW) is None


@pytest.mark.parametrize(
    ("left", "told"),
    [(11.0, None), (10.0, 10), (9.5, 10), (4.0, 10), (3.0, 3), (2.0, 3), (1.0, 1), (0.1, 1), (-1.0, 1)],
)
def test_the_end_is_told_ten_three_and_one_day_before(account_of: AccountOf, left: float, told: int | None) -> None:
    failing = account_of(token_expires_at=NOW + left * DAY, renewal_failed_at=NOW - DAY)
    assert warning_days(failing, NOW) == told


def test_a_token_that_renews_itself_is_not_told_of(account_of: AccountOf) -> None:
    assert warning_days(account_of(token_expires_at=NOW + DAY), NOW) is None


def test_a_page_token_with_an_end_is_told_of(account_of: AccountOf) -> None:
    assert warning_days(account_of(flavour=Flavour.FACEBOOK, token_expires_at=NOW + 2 * DAY), NOW) == 3
