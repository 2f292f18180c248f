"""Single values out of JSON that nobody vouches for: of the right type, or nothing."""

import json
import math
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from igdesk.domain.text import clean

URL_CHARS = 8192
COUNT_LIMIT = 2**53
ELEMENTS_MOST = 500
"""More than this was never asked for: a list of a million would keep the window from answering for minutes."""
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_MISSING = object()


def parse_json(body: bytes) -> object:
    """The body as plain Python values; None when it is not JSON (a bare ``null`` is no answer either).

    Half an emoji, a broken byte or a number out of range would make a strict reader refuse a whole page of
    messages, so whatever msgspec refuses gets a second chance with a lenient reader.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def as_dict(value: object) -> dict[str, object] | None:
    return value if isinstance(value, dict) else None


def members(value: object) -> dict[str, object]:
    """An object's members; none when it is not an object."""
    return value if isinstance(value, dict) else {}


def elements(value: object) -> Iterator[object]:
    """A list however it is wrapped: ``[…]``, ``{"data": […]}`` or ``{"data": {one}}``."""
    if isinstance(value, dict):
        value = value.get("data", _MISSING)
        if isinstance(value, dict):
            value = [value]
    if isinstance(value, list):
        yield from value[:ELEMENTS_MOST]


def as_text(value: object) -> str:
    """Text made safe to show; numbers as digits; everything else is no text."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(value)
    return ""


def as_id(value: object) -> str:
    """An opaque id of any length. A float has lost digits and is no id."""
    if isinstance(value, str):
        text = value.strip()
        return text if text.isprintable() and " " not in text and _is_encodable(text) else ""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return _digits(value)
    return ""


def as_integer(value: object) -> int | None:
    """An integer, also when it is written as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < COUNT_LIMIT else None
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value.is_integer() and abs(value) < COUNT_LIMIT else None
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        return as_integer(int(value))
    return None


def as_count(value: object, most: int = COUNT_LIMIT) -> int | None:
    """An integer from 0 to ``most``."""
    number = as_integer(value)
    return number if number is not None and 0 <= number <= most else None


def as_flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower())
    return None


def as_url(value: object) -> str:
    """An http or https address, else empty: nothing that a click could turn into a command."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    if not text or len(text) > URL_CHARS or not text.isprintable() or " " in text or not _is_encodable(text):
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    return text if parts.scheme.lower() in ("http", "https") and host else ""


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # thousands of digits
        return ""


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
