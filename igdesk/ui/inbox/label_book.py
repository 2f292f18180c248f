"""The labels that rows show, read when the first row has one."""

from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import LabelId
from igdesk.ui.inbox.source import InboxSource

if TYPE_CHECKING:
    from igdesk.domain.label import Label


class LabelBook:
    def __init__(self, archive: InboxSource) -> None:
        self._archive = archive
        self._held: dict[LabelId, Label] = {}

    def of(self, conversation: Conversation) -> "tuple[Label, ...]":
        """In the order of the owner."""
        if not conversation.label_ids:
            return ()
        if not self._held:
            self.read()
        found = [self._held[label_id] for label_id in conversation.label_ids if label_id in self._held]
        return tuple(sorted(found, key=lambda label: (label.position, label.id)))

    def read(self) -> None:
        """They changed."""
        self._held = {label.id: label for label in self._archive.labels.all()}
