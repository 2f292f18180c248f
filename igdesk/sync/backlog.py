"""Conversations of one account that have to be read, in the order in which they are read."""

from dataclasses import dataclass, replace
from datetime import datetime

from igdesk.domain.ids import ConversationId
from igdesk.sync.gate import Priority


@dataclass(frozen=True, slots=True)
class Wanted:
    """One conversation to read."""

    conversation_id: ConversationId
    remote_id: str
    updated_at: datetime
    priority: Priority
    failures: int = 0
    not_before_s: float = 0.0
    """On the loop's clock: a read that failed for the moment is repeated later."""


class Backlog:
    """What is to be read. A conversation is in it once, with the greatest urgency that was asked for."""

    def __init__(self) -> None:
        self._wanted: dict[ConversationId, Wanted] = {}

    def __len__(self) -> int:
        return len(self._wanted)

    def __contains__(self, conversation_id: object) -> bool:
        return conversation_id in self._wanted

    def add(self, wanted: Wanted) -> None:
        """Ask for a read. Asking twice asks once, for the newer state; news cancels a wait after a failure."""
        old = self._wanted.get(wanted.conversation_id)
        if old is not None:
            is_news = wanted.updated_at > old.updated_at
            wanted = replace(
                wanted,
                priority=min(old.priority, wanted.priority),
                updated_at=max(old.updated_at, wanted.updated_at),
                failures=0 if is_news else old.failures,
                not_before_s=wanted.not_before_s if is_news else old.not_before_s,
            )
        self._wanted[wanted.conversation_id] = wanted

    def next(self, now_s: float) -> Wanted | None:
        """The most urgent one that may be read now; newest first among equals."""
        due = [w for w in self._wanted.values() if w.not_before_s <= now_s]
        return min(due, key=lambda w: (w.priority, -w.updated_at.timestamp()), default=None)

    def next_due_s(self) -> float | None:
        """When the first one may be read; None when there is none."""
        return min((w.not_before_s for w in self._wanted.values()), default=None)

    def done(self, wanted: Wanted) -> None:
        """It was read, or is given up; kept if newer news came meanwhile."""
        present = self._wanted.get(wanted.conversation_id)
        if present is not None and present.updated_at <= wanted.updated_at:
            del self._wanted[wanted.conversation_id]

    def postpone(self, wanted: Wanted, not_before_s: float) -> None:
        """It could not be read for the moment."""
        present = self._wanted.get(wanted.conversation_id)
        if present is not None:
            self._wanted[wanted.conversation_id] = replace(
                present, failures=wanted.failures + 1, not_before_s=not_before_s
            )

    def hurry(self) -> None:
        """Try everything again at once: the connection is back."""
        self._wanted = {key: replace(w, not_before_s=0.0) for key, w in self._wanted.items()}

    def clear(self) -> None:
        self._wanted.clear()
