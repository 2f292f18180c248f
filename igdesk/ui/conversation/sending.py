"""A reply from the field to the outbox: kept in the draft until it is queued, and given back if it is refused."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.status import KnownError
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.conversation.unsent import Unsent

if TYPE_CHECKING:
    from igdesk.ui.conversation.column import ConversationColumn

KEEP_AGAIN_MS = 5_000


class Sending(ConversationPart):
    """What was typed is always in the field, in the draft or in the outbox."""

    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        self._unsent = Unsent()
        self._unkept: dict[ConversationId, str] = {}
        """Drafts that could not be written, by a full disk for instance; tried until they are."""
        self._keep_again = QTimer(self, singleShot=True, interval=KEEP_AGAIN_MS)
        self._keep_again.timeout.connect(self._keep_unkept)
        column.composer.submitted.connect(self._send)
        column.composer.draft_changed.connect(self._keep_draft)

    def draft_of(self, row: Conversation) -> str:
        """What belongs into the field when this conversation is shown."""
        if row.id in self._unsent:
            return self._unsent.typed_beside(row.id)
        return self._unkept.get(row.id, row.draft)

    def reload(self, row: Conversation) -> None:
        """The draft in the archive changed otherwise than by typing."""
        typed = self._unsent.typed_in(row.id, row.draft)
        self._unsent.note_typed(row.id, typed)
        self._column.composer.load_draft(typed)

    def draft_beside(
        self, conversation_id: ConversationId, *, sent: str | None = None, takes_text: bool = False
    ) -> str | None:
        """What is the draft once a reply (``sent``, or what is in the field) is queued; None: it does not change."""
        if self._column.composer.conversation_id != conversation_id and conversation_id not in self._unsent:
            return None
        typed = "" if takes_text else self._typed_in(conversation_id)
        return self._unsent.draft(conversation_id, typed, without=sent)

    def close(self) -> None:
        """The window goes: what was sent but not queued yet is the draft."""
        for conversation_id in self._unsent:
            self._keep_draft(conversation_id, self._typed_in(conversation_id))
        self._keep_unkept()
        self._unsent.clear()
        self._keep_again.stop()

    def _send(self, conversation_id: int, text: str) -> None:
        """The field is empty already; if nothing was queued the words come back to it."""
        column, target = self._column, ConversationId(conversation_id)
        self._unsent.add(target, text)
        self._unkept.pop(target, None)
        if not self._door.is_attached:  # there is nobody yet who could queue it
            self._keep_draft(target, "")
        quoted, hold_s = column.quoting.take(target), column.writing.hold_s
        files = column.attaching.take(target)

        def done(ids: tuple[MessageId, ...]) -> None:
            column.attaching.sent(target, was_queued=bool(ids))
            (self._unsent.forget if ids else self._give_back)(target, text)
            if ids and column.timeline.conversation_id == target:
                column.timeline.show_newest()
            if ids and hold_s:
                column.writing.remember(ids, text)

        rest = partial(self.draft_beside, target, sent=text)
        try:
            if files:
                from igdesk.domain.reply import parts_of

                self._door.send(target, parts_of(text, files), done, draft=rest, quoted=quoted, hold_s=hold_s)
            else:
                self._door.send_text(target, text, done, draft=rest, quoted=quoted, hold_s=hold_s)
        except KnownError as error:
            column.attaching.sent(target, was_queued=False)
            self._give_back(target, text)
            column.failed.emit(error)

    def _typed_in(self, conversation_id: ConversationId) -> str:
        """What is typed there beside what was sent."""
        composer = self._column.composer
        is_shown = composer.conversation_id == conversation_id
        return composer.text if is_shown else self._unsent.typed_beside(conversation_id)

    def _give_back(self, conversation_id: ConversationId, text: str) -> None:
        """A refused reply is a draft again, where it was written."""
        typed = self._typed_in(conversation_id)
        self._unsent.forget(conversation_id, text)
        text = f"{text}\n{typed}" if typed.strip() else text
        if self._column.composer.conversation_id == conversation_id:
            self._column.composer.load_draft(text)
            row = self._archive.inbox.by_id(conversation_id)
            if row is not None:
                self._column.quoting.show_kept(row)
        self._keep_draft(conversation_id, text)

    def _keep_draft(self, conversation_id: int, text: str) -> None:
        self._unkept[ConversationId(conversation_id)] = text
        self._unsent.note_typed(ConversationId(conversation_id), text)
        self._keep_unkept()

    def _keep_unkept(self) -> None:
        for conversation_id, text in list(self._unkept.items()):
            try:
                self._archive.inbox.save_draft(conversation_id, self._unsent.draft(conversation_id, text))
            except KnownError as error:
                self._keep_again.start()
                self._column.failed.emit(error)
                return
            self._unkept.pop(conversation_id, None)
