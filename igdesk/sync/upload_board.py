"""How far uploads are: shown while they run, and kept nowhere."""

from collections.abc import Callable

from igdesk.domain.ids import MessageId

STEP = 0.04
"""Smaller steps are not told."""


class UploadBoard:
    """Shares from 0 to 1 by message; listeners hear the message whose share changed."""

    def __init__(self) -> None:
        self._shares: dict[MessageId, float] = {}
        self._listeners: list[Callable[[MessageId], None]] = []

    def share(self, message_id: MessageId) -> float | None:
        """How much of its files has left; None while nothing is uploaded."""
        return self._shares.get(message_id)

    def subscribe(self, listener: Callable[[MessageId], None]) -> Callable[[], None]:
        """Be told of changes; the answer ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def note(self, message_id: MessageId, share: float | None) -> None:
        """An upload goes on, or (None) is over."""
        known = self._shares.get(message_id)
        if share is None:
            if self._shares.pop(message_id, None) is None:
                return
        elif known is not None and share - known < STEP and share < 1.0:
            return
        else:
            self._shares[message_id] = share
        for listener in tuple(self._listeners):
            listener(message_id)
