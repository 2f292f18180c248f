"""How much to ask for at once when Instagram finds an answer too large: down by halves, up again with time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

CLIMB_AFTER = 20
"""Answers in a row at a smaller size before a larger one is tried."""
MOST_PATIENT = 1280

Rung = TypeVar("Rung")


@dataclass(frozen=True, slots=True)
class ListSize:
    """Size of one request for the list."""

    limit: int
    with_participants: bool = False


FIRST_PAGES = tuple(ListSize(n, with_participants=True) for n in (25, 12, 6, 3, 1)) + tuple(
    ListSize(n) for n in (25, 12, 6, 3, 1)
)
"""The walk of the first fetch: with names as long as that works, then ids and dates only."""
POLL_PAGES = tuple(ListSize(n) for n in (10, 5, 3, 1))
MESSAGES = (20, 10, 5, 1)
"""Instagram hands out the details of the 20 newest messages only, so nobody asks for more."""


class Ladder(Generic[Rung]):
    """Sizes from large to small; remembers which one works."""

    def __init__(self, rungs: Sequence[Rung]) -> None:
        self._rungs = rungs
        self._at = 0
        self._good = 0
        self._patience = CLIMB_AFTER
        self._is_trial = False

    @property
    def size(self) -> Rung:
        """What to ask for now."""
        return self._rungs[self._at]

    @property
    def is_largest(self) -> bool:
        return self._at == 0

    def too_large(self) -> bool:
        """One step down; False when there is none."""
        self._good = 0
        if self._is_trial:
            self._is_trial = False
            self._patience = min(self._patience * 2, MOST_PATIENT)
        if self._at + 1 >= len(self._rungs):
            return False
        self._at += 1
        return True

    def worked(self) -> None:
        """An answer came at this size. After many of them one step up is tried again."""
        self._is_trial = False
        if self._at == 0:
            self._patience = CLIMB_AFTER
            return
        self._good += 1
        if self._good >= self._patience:
            self._good = 0
            self._at -= 1
            self._is_trial = True
