"""Reactions of one's own: which can be set, choosing one, taking it back, and why one did not get through."""

from typing import TYPE_CHECKING

from igdesk.domain.ids import MessageId
from igdesk.domain.message import Message
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import is_same_emoji, may_react, offered_to
from igdesk.ui.announce import announce
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.texts import say
from igdesk.ui.timeline.speech import reactions_said

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn


class Reacting(ConversationPart):
    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        timeline = column.timeline
        timeline.react.connect(self.choose)
        timeline.toggle_reaction.connect(self.react)
        timeline.why_reaction.connect(self.explain)

    def offered(self, message: Message | None = None) -> tuple[str, ...]:
        """The reactions that can be set now; none where the account or the window does not allow any."""
        row = self._column.conversation
        account = self._archive.accounts.get(row.account_id) if row is not None else None
        if row is None or account is None or not row.can_reply or (message is not None and not may_react(message)):
            return ()
        if not self._door.is_standard_window(row):
            return ()
        return offered_to(account, self._archive.reactions.refused_at(account.id), self._door.server_now())

    def choose(self, message_id: MessageId) -> None:
        """Show the reactions beside a message."""
        from igdesk.ui.timeline.reaction_bar import ReactionBar

        found = self._archive.timeline.by_ids([message_id])
        offered = self.offered(found[0]) if found else ()
        if not offered:
            return
        toolbar, column = self._column.timeline.toolbar, self._column
        own = next((reaction.emoji for reaction in found[0].reactions if reaction.is_own), "")
        bar = ReactionBar(offered, own, self._theme_source, column.window())
        bar.chosen.connect(lambda emoji: self.react(message_id, emoji))
        toolbar.hold(True)
        bar.closed.connect(lambda: toolbar.hold(False))
        is_there = toolbar.message_id == message_id
        bar.open_at(toolbar if is_there else column.timeline.view)

    def react(self, message_id: MessageId, emoji: str) -> None:
        """Set the own reaction, or take it away when it is this one already."""
        found = self._archive.timeline.by_ids([message_id])
        if not found:
            return
        own = [reaction for reaction in found[0].reactions if reaction.is_own]
        is_there = any(is_same_emoji(reaction.emoji, emoji) for reaction in own)
        self._column.attempt(lambda: self._door.react(message_id, "" if is_there else emoji))
        timeline = self._column.timeline
        for message in self._archive.timeline.by_ids([message_id]):
            if message.reactions != found[0].reactions:
                announce(timeline.view, reactions_said(message, timeline.model.scene))

    def explain(self, message_id: MessageId) -> None:
        """Why a reaction did not get through; then it is forgotten."""
        from igdesk.ui.banner.explain import ExplainPopover

        failure = self._archive.reactions.failure(message_id)
        if failure is None:
            return
        reason, code, words = failure
        row = self._column.conversation
        account_id = row.account_id if row is not None else None
        if reason is FailureReason.WINDOW_CLOSED:
            text = say("react.failed.window")
        elif account_id is not None and self._archive.reactions.refused_at(account_id) is not None:
            text = say("react.failed.account")
        elif reason is FailureReason.TEMPORARY or not words:
            text = say("react.failed.temporary")
        else:
            text = say("react.failed.other", words=words, code=code)
        heading = say("react.failed")
        popover = ExplainPopover(self._theme_source, self._column.window(), heading, text, code=code, words="")
        popover.open_at(self._column.timeline.view)
        self._column.attempt(lambda: self._archive.reactions.forget_failure(message_id))
