"""How long a token lives, when it is renewed, and when its end has to be told."""

from datetime import datetime, timedelta

from igdesk.domain.account import Account, AccountState, Flavour

LIFETIME = timedelta(days=60)
"""What a token of the Instagram flavour gets each time; one that was pasted does not say how much of it is over."""
YOUNGEST = timedelta(hours=24, minutes=10)
"""Instagram renews no token that is younger than a day; the minutes are for clocks that differ."""
RENEW_EVERY = timedelta(days=7)
"""Far from the end on purpose: igdesk may then rest for seven weeks, and a renewal may fail for as long."""
TRY_AGAIN = timedelta(hours=12)
WARN_DAYS = (10, 3, 1)
"""A token that could not be renewed is told of this many days before its end."""
VERSION_WARNING = timedelta(days=60)


def ends_at(account: Account) -> datetime | None:
    """When the token ends: as Meta said, else sixty days after it was given; None when it has no end date."""
    if account.token_expires_at is not None:
        return account.token_expires_at
    if account.flavour is Flavour.INSTAGRAM and account.token_issued_at is not None:
        return account.token_issued_at + LIFETIME
    return None


def renews(account: Account) -> bool:
    """Whether the token is one of those that can be renewed at all."""
    return account.flavour is Flavour.INSTAGRAM and account.state is not AccountState.NEEDS_SIGN_IN


def renewal_due_at(account: Account) -> datetime | None:
    """When the next renewal should be tried; None for a token that cannot be renewed.

    A token whose end is only assumed is renewed as soon as it may be: the answer tells the date.
    """
    if not renews(account) or account.is_paused:
        return None
    issued_at = account.token_issued_at or account.connected_at
    due = issued_at + (YOUNGEST if account.token_expires_at is None else RENEW_EVERY)
    if account.token_expires_at is not None:
        # A token that was given with less than its whole life is renewed well before its end all the same.
        due = min(due, account.token_expires_at - timedelta(days=20))
    due = max(due, issued_at + YOUNGEST)
    if account.renewal_failed_at is not None:
        due = max(due, account.renewal_failed_at + TRY_AGAIN)
    return due


def days_left(account: Account, now: datetime) -> int | None:
    """Whole days until the token ends, rounded up; None without an end date."""
    end = ends_at(account)
    if end is None:
        return None
    return max(-((now - end) // timedelta(days=1)), 0)


def warning_days(account: Account, now: datetime) -> int | None:
    """10, 3 or 1 when the end has to be told now, else None.

    A token that renews itself is not told of while that works.
    """
    left = days_left(account, now)
    if left is None or account.state is AccountState.NEEDS_SIGN_IN:
        return None
    if renews(account) and account.renewal_failed_at is None and not account.is_paused:
        return None
    return next((days for days in reversed(WARN_DAYS) if left <= days), None)


def near_end(ends_at: datetime, now: datetime) -> datetime | None:
    """The end of a version of the API, once it is time to tell of it."""
    return ends_at if ends_at - now <= VERSION_WARNING else None
