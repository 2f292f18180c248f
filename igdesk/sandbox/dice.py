"""Repeatable chance and invented ids: the same keys give the same results on every machine and Python version."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256, sha512
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Dice:
    """A small generator (splitmix64) seeded by any printable keys."""

    __slots__ = ("_state",)

    def __init__(self, *key: object) -> None:
        self._state = int.from_bytes(sha256(repr(key).encode()).digest()[:8], "big")

    def bits(self) -> int:
        """64 random bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * (self.bits() >> 11) / (1 << 53)

    def integer(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.bits() % (high - low + 1)

    def chance(self, probability: float) -> bool:
        return self.uniform(0, 1) < probability

    def choice(self, items: Sequence[T]) -> T:
        return items[self.bits() % len(items)]


def opaque_id(head: str, *key: object) -> str:
    """An id as Instagram makes them: long, like URL-safe base64, with characters that do not belong there."""
    digest = sha512(repr(key).encode()).digest() + sha256(repr((key, "tail")).encode()).digest()
    body = urlsafe_b64encode(digest).decode().rstrip("=")
    stray = "=" if digest[0] & 3 == 0 else "ZA"
    return f"{head}{body[:40]}ZA{body[40:90]}{stray}{body[90:]}ZDZD"


def numeric_id(digits: int, *key: object) -> str:
    """A decimal id of exactly so many digits; from 17 digits on it does not fit a double."""
    number = int.from_bytes(sha256(repr(key).encode()).digest()[:12], "big")
    return str(10 ** (digits - 1) + number % (9 * 10 ** (digits - 1)))


def trace_id(*key: object) -> str:
    """An ``fbtrace_id``."""
    return "A" + urlsafe_b64encode(sha256(repr(key).encode()).digest()).decode()[:22]
