"""Points in time as Instagram writes them."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

EARLIEST = datetime(2010, 1, 1, tzinfo=UTC)
"""Instagram is younger than this; an earlier date is a mistake."""
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_WAIT_S = 24 * 3600.0


def read_instant(value: object) -> datetime | None:
    """A date in any of the forms that occur, as aware UTC; None where there is none that makes sense.

    ISO 8601 with ``+0000``, ``+00:00``, ``Z`` or no offset, with or without fractions; Unix time in seconds,
    milliseconds or microseconds, as a number or as digits.
    """
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            found = _of_unix(float(value))
        elif isinstance(value, str):
            found = _of_text(value.strip())
        else:
            return None
        if found is None:
            return None
        found = found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if EARLIEST <= found < LATEST else None


def _of_unix(number: float) -> datetime | None:
    if not math.isfinite(number):
        return None
    magnitude = abs(number)
    seconds = number / 1e6 if magnitude >= 1e14 else number / 1e3 if magnitude >= 1e11 else number
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def _of_text(text: str) -> datetime | None:
    if not text or len(text) > 40 or not text.isascii():
        return None
    if text.lstrip("-").replace(".", "", 1).isdigit():
        return _of_unix(float(text))
    found = datetime.fromisoformat(text)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def read_http_date(value: str) -> datetime | None:
    """The ``Date`` header as aware UTC, or None."""
    if not value or len(value) > 60:
        return None
    try:
        found = parsedate_to_datetime(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if EARLIEST <= found < LATEST else None


def seconds_to_wait(value: str, date_header: str = "") -> float | None:
    """``Retry-After`` in seconds: it comes as a number or as a date, which counts from the ``Date`` header."""
    text = value.strip()
    if not text or len(text) > 60:
        return None
    try:
        wait_s = float(text)
    except ValueError:
        then, now = read_http_date(text), read_http_date(date_header)
        if then is None or now is None:
            return None
        wait_s = (then - now).total_seconds()
    if not math.isfinite(wait_s) or wait_s <= 0:
        return None
    return min(wait_s, LONGEST_WAIT_S)
