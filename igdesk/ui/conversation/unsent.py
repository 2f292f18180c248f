"""Replies that the field has given away and nobody has queued yet, and what is typed beside them."""

from collections.abc import Iterator

from igdesk.domain.ids import ConversationId


class Unsent:
    """Until they are queued they are part of the draft on the disk, before what is typed."""

    def __init__(self) -> None:
        self._texts: dict[ConversationId, list[str]] = {}
        self._typed: dict[ConversationId, str] = {}

    def __contains__(self, conversation_id: object) -> bool:
        return conversation_id in self._texts

    def __iter__(self) -> Iterator[ConversationId]:
        return iter(tuple(self._texts))

    def add(self, conversation_id: ConversationId, text: str) -> None:
        self._texts.setdefault(conversation_id, []).append(text)

    def forget(self, conversation_id: ConversationId, text: str) -> None:
        """It is queued, or refused: it waits no more."""
        texts = self._texts.get(conversation_id, [])
        if text in texts:
            texts.remove(text)
        if not texts:
            self._texts.pop(conversation_id, None)
            self._typed.pop(conversation_id, None)

    def clear(self) -> None:
        self._texts.clear()
        self._typed.clear()

    def note_typed(self, conversation_id: ConversationId, text: str) -> None:
        """What is typed in a conversation: while something waits there, the draft on the disk is more than that."""
        if conversation_id in self._texts:
            self._typed[conversation_id] = text

    def typed_beside(self, conversation_id: ConversationId) -> str:
        """What was typed in a conversation that is not on the screen any more."""
        return self._typed.get(conversation_id, "")

    def typed_in(self, conversation_id: ConversationId, draft: str) -> str:
        """What of a draft on the disk was typed: what waits to be queued is not shown in the field once more."""
        waiting = self.draft(conversation_id, "")
        if not waiting or waiting not in draft:
            return draft
        before, _, after = draft.partition(waiting)
        return "\n".join(filter(None, (before.removesuffix("\n"), after.removeprefix("\n"))))

    def draft(self, conversation_id: ConversationId, typed: str, *, without: str | None = None) -> str:
        """What belongs on the disk as the draft; once the reply ``without`` is queued."""
        texts = [*self._texts.get(conversation_id, ())]
        if without in texts:
            texts.remove(without)
        return "\n".join(filter(None, (*texts, typed)))
