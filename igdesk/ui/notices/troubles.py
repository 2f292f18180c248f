"""Troubles the person should hear of while the window is out of sight: a reply that failed, an account signed out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from igdesk.domain.account import Account, AccountProblem, AccountState
from igdesk.domain.changes import ChangeSet
from igdesk.domain.ids import AccountId, ConversationId, MessageId
from igdesk.domain.message_kinds import Delivery
from igdesk.ui.notices.words import name_of
from igdesk.ui.texts import has_text, isolate, say

if TYPE_CHECKING:
    from igdesk.store.archive import Archive

UPDATED_MAX = 50
"""A reply fails in a change of its own; what touches more messages is something else."""


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble in words, and the conversation to open."""

    title: str
    text: str
    hidden: tuple[str, str]
    """Title and text while igdesk is locked: without the name of a customer."""
    account_id: AccountId
    target: ConversationId | None = None


class Troubles:
    """Remembers what is known already: each trouble is told once."""

    def __init__(self, archive: "Archive", accounts: tuple[Account, ...]) -> None:
        self._archive = archive
        self._signed_out = _signed_out(accounts)
        self._failed: set[MessageId] = set()
        self._missed: set[ConversationId] = set()

    def in_changes(self, changes: ChangeSet, accounts: tuple[Account, ...]) -> list[Told]:
        """What went wrong just now."""
        return [*self._of_accounts(accounts), *self._of_replies(changes), *self._of_missed(changes)]

    def _of_accounts(self, accounts: tuple[Account, ...]) -> list[Told]:
        known, self._signed_out = self._signed_out, _signed_out(accounts)
        text, told = say("notify.signed_out.text"), []
        for account in accounts:
            if account.id in self._signed_out - known:
                title = say("notify.signed_out", account=isolate(account.display_name))
                told.append(Told(title, text, (title, text), account.id))
        return told

    def _of_missed(self, changes: ChangeSet) -> list[Told]:
        """Replies that should have left while the program was off."""
        if not changes.conversations or len(changes.conversations) > UPDATED_MAX:
            return []
        if not self._missed and not self._archive.scheduling.has_any(missed=True):
            return []
        rows = self._archive.inbox.by_ids(changes.conversations)
        missed = {row.id for row in rows if row.missed_reply}
        new, self._missed = missed - self._missed, (self._missed - changes.conversations) | missed
        text = say("notify.missed.text")
        return [
            Told(
                say("notify.failed", name=isolate(name_of(row))),
                text,
                (say("notify.failed.hidden"), text),
                row.account_id,
                row.id,
            )
            for row in rows
            if row.id in new
        ]

    def _of_replies(self, changes: ChangeSet) -> list[Told]:
        ids = changes.updated - changes.removed
        if not ids or len(ids) > UPDATED_MAX:
            return []
        messages = self._archive.timeline.by_ids(ids)
        failed = {message.id for message in messages if message.is_own and message.delivery is Delivery.FAILED}
        new, self._failed = failed - self._failed, (self._failed - ids) | failed
        last = {message.conversation_id: message for message in messages if message.id in new}
        told: list[Told] = []
        for row in self._archive.inbox.by_ids(last):
            reason = f"send.{last[row.id].failure}"
            text = say(reason) if last[row.id].failure not in ("", "other") and has_text(reason) else ""
            title, hidden = say("notify.failed", name=isolate(name_of(row))), say("notify.failed.hidden")
            told.append(Told(title, text, (hidden, text), row.account_id, row.id))
        return told


def _signed_out(accounts: tuple[Account, ...]) -> frozenset[AccountId]:
    """Those that the person disconnected on purpose are none."""
    return frozenset(
        account.id
        for account in accounts
        if account.state is AccountState.NEEDS_SIGN_IN and account.problem is not AccountProblem.NONE
    )
