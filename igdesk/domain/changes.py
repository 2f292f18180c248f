"""What one committed transaction changed, as sets of ids."""

from typing import NamedTuple

from igdesk.domain.ids import AccountId, ConversationId, LabelId, MessageId


class ChangeSet(NamedTuple):
    """Ids touched by one transaction. Whoever shows rows re-reads those ids and nothing else.

    A row may be added and updated in one set; ``removed`` wins over both.
    """

    accounts: frozenset[AccountId] = frozenset()
    conversations: frozenset[ConversationId] = frozenset()
    """Conversations whose row in the inbox, participant or messages changed."""
    added: frozenset[MessageId] = frozenset()
    updated: frozenset[MessageId] = frozenset()
    removed: frozenset[MessageId] = frozenset()
    arrived: frozenset[MessageId] = frozenset()
    """Subset of added: unread messages of customers, the ones worth a notification."""
    labels: frozenset[LabelId] = frozenset()
    """Labels that were made, renamed, moved or deleted; which conversation has which is told by ``conversations``."""

    happened: frozenset[ConversationId] = frozenset()
    """Conversations in which lines between the messages came or went."""

    def merge(self, later: "ChangeSet") -> "ChangeSet":
        """Both changes as one. Total and associative."""
        return ChangeSet._make(mine | theirs for mine, theirs in zip(self, later, strict=True))

    def __bool__(self) -> bool:
        return any(tuple(self))


NOTHING = ChangeSet()
