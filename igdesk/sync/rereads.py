"""Conversations whose place in the list says "new" again and again, whatever reading them shows."""

from datetime import datetime

from igdesk.domain.ids import ConversationId

FIRST_S = 5.0
LONGEST_S = 3600.0


class Rereads:
    """Lets one and the same list entry cause reads ever more seldom. An entry with another date is news.

    Instagram's list may be ahead of the conversation for a moment, so reading once is not enough; some entries
    stay ahead for ever, or have no date at all.
    """

    def __init__(self) -> None:
        self._seen: dict[ConversationId, tuple[datetime | None, float, float]] = {}

    def allows(self, conversation_id: ConversationId, updated_at: datetime | None, now_s: float) -> bool:
        """Whether this list entry is a reason to read the conversation now; if so, it is counted."""
        listed_at, pause_s, not_before_s = self._seen.get(conversation_id, (None, 0.0, 0.0))
        if not pause_s or listed_at != updated_at:
            pause_s = FIRST_S
        elif now_s < not_before_s:
            return False
        else:
            pause_s = min(2 * pause_s, LONGEST_S)
        self._seen[conversation_id] = (updated_at, pause_s, now_s + pause_s)
        return True

    def forget(self) -> None:
        """Somebody wants to see the newest state: everything may be read again."""
        self._seen.clear()
