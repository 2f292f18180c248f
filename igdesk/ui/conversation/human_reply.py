"""Replying as a human after 24 hours: whether the person has agreed to it, and asking where they have not."""

from typing import TYPE_CHECKING

from igdesk.domain.ids import ConversationId
from igdesk.domain.replying import ASK_HUMAN, agreed_to_human, is_not_off, never_ask_human
from igdesk.ui.conversation.part import ConversationPart

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn


class HumanReply(ConversationPart):
    """Agreed to once for a conversation, or for all of an account."""

    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        column.composer.human_reply_wanted.connect(self._ask)

    def has_agreed(self, conversation_id: ConversationId) -> bool:
        settings = self._archive.settings
        row = self._archive.inbox.by_id(conversation_id)
        return (
            not is_not_off(settings.get(ASK_HUMAN))
            or bool(settings.get(agreed_to_human(conversation_id)))
            or (row is not None and bool(settings.get(never_ask_human(row.account_id))))
        )

    def _ask(self, conversation_id: int) -> None:
        from igdesk.ui.dialogs import human_reply_question

        column, target = self._column, ConversationId(conversation_id)
        question = human_reply_question(self._theme_source, column.window())

        def agreed() -> None:
            row = self._archive.inbox.by_id(target)
            is_last_time = question.is_checked and row is not None
            key = never_ask_human(row.account_id) if is_last_time and row is not None else agreed_to_human(target)
            column.attempt(lambda: self._archive.settings.set(key, "1"))
            column.composer.send_as_human_reply(target)

        question.accepted.connect(agreed)
        question.finished.connect(lambda _code: column.composer.focus_text())
        question.open()
