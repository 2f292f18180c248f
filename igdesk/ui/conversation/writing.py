"""What helps to write a reply: taking it back while it is held, saved replies, emoji, the heart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.reply import HeartPart
from igdesk.domain.replying import CTRL_ENTER, HOLD, SEND_WITH, hold_s
from igdesk.domain.saved_reply import Filled, SavedReplies, SavedReply
from igdesk.ui.composer.send_menu import SendRow
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.saved.filling import Filling
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.composer.saved_insertion import SavedInsertion
    from igdesk.ui.conversation.column import ConversationColumn
    from igdesk.ui.emoji.catalogue import EmojiCatalogue

_MOST_TYPED = 20


class Writing(ConversationPart):
    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        self._typed: dict[MessageId, str] = {}
        """What was typed, by the first message it became, while it may come back: cutting up loses white space."""
        self._emoji: EmojiCatalogue | None = None
        self.saved: SavedInsertion | None = None
        composer = column.composer
        composer.undo_wanted.connect(self._undo_send)
        composer.writing.connect(lambda found, on: self._door.tell_writing(ConversationId(found), is_writing=on))
        composer.emoji_wanted.connect(self.pick_emoji)
        composer.send_menu.sources.append(self._ways)
        column.timeline.seen.connect(self._door.tell_seen)
        column.timeline.undo_send.connect(composer.undo_send)
        self.follow_settings()

    # taking back

    @property
    def hold_s(self) -> int:
        """Seconds in which a reply that is sent now can be undone."""
        return hold_s(self._archive.settings.get(HOLD))

    def remember(self, ids: Sequence[MessageId], text: str) -> None:
        """What was sent just now, as it was typed."""
        self._typed[ids[0]] = text
        while len(self._typed) > _MOST_TYPED:
            del self._typed[next(iter(self._typed))]

    def _undo_send(self, conversation_id: int) -> None:
        target = ConversationId(conversation_id)
        self._column.composer.flush_draft()

        def done(was_here: bool) -> None:
            if was_here and self._column.conversation is not None and self._column.conversation.id == target:
                self._column.reload_draft()

        held = self._archive.holding.newest(target)
        text = self._typed.pop(held.message_ids[0], "") if held is not None else ""
        self._column.attempt(lambda: self._door.undo_send(target, text, done))

    def follow_hold(self, row: Conversation) -> None:
        """The composer counts down what can be undone in this conversation."""
        held = self._archive.holding.newest(row.id) if row.pending_count else None
        self._column.composer.count_to(held.until if held is not None else None)

    def follow_settings(self) -> None:
        """What the person chose in the settings."""
        self._column.composer.set_enter_sends(self._archive.settings.get(SEND_WITH) != CTRL_ENTER)

    # saved replies

    def use_saved_replies(self, replies: SavedReplies) -> None:
        """From now on a slash in an empty reply offers these. Call ``saved_replies_changed`` when they change."""
        from igdesk.ui.composer.saved_insertion import SavedInsertion

        composer = self._column.composer
        self.saved = SavedInsertion(composer, replies, self._filled, self._theme_source)
        composer.saved_button.clicked.connect(self.saved.open)
        self.saved_replies_changed()

    def saved_replies_changed(self) -> None:
        """The button is there while there is something behind it."""
        self._column.composer.saved_button.setVisible(self.saved is not None and self.saved.has_any)

    def _filled(self, reply: SavedReply) -> Filled:
        """A saved reply as the person on the screen would get it."""
        return Filling(self._archive, self._now).fill(reply.text, self._column.conversation)

    # emoji and the heart

    def pick_emoji(self) -> None:
        """Open the emoji picker over the reply."""
        from igdesk.ui.emoji.catalogue import EmojiCatalogue
        from igdesk.ui.emoji.picker import EmojiPicker

        if self._emoji is None:
            self._emoji = EmojiCatalogue()
        composer = self._column.composer
        composer.focus_text()  # that is where the focus comes back to
        picker = EmojiPicker(self._emoji, self._archive.settings, self._theme_source, self._column.window())
        picker.chosen.connect(composer.insert)
        picker.open_at(composer.box)

    @property
    def can_send_heart(self) -> bool:
        """Only within 24 hours: a human reply is for what a person writes (failure 24)."""
        row = self._column.conversation
        return row is not None and row.can_reply and self._door.is_standard_window(row)

    def send_heart(self) -> None:
        """The one sticker that Instagram takes."""
        row = self._column.conversation
        if row is None or not self.can_send_heart:
            return
        quoted = self._column.quoting.take(row.id)
        hold_s = self.hold_s
        self._column.attempt(
            lambda: self._door.send(
                row.id,
                (HeartPart(),),
                lambda _ids: None,
                draft=lambda: self._column.sending.draft_beside(row.id),
                quoted=quoted,
                hold_s=hold_s,
            )
        )

    def _ways(self) -> list[SendRow]:
        return [SendRow("heart", say("command.send_heart"), self.send_heart)] if self.can_send_heart else []
