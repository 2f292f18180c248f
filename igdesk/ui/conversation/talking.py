"""What goes with an open conversation beside its words: quotes, undo, reactions, what the customer is told."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from igdesk.domain.changes import ChangeSet
from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId, MessageId
from igdesk.domain.message import Message, Quote
from igdesk.domain.message_kinds import MessageKind
from igdesk.domain.outbox import FailureReason
from igdesk.domain.reaction import is_same_emoji, may_react, offered_to
from igdesk.domain.reply import HeartPart
from igdesk.domain.replying import CTRL_ENTER, HOLD, SEND_WITH, hold_s
from igdesk.domain.saved_reply import Filled, SavedReplies, SavedReply
from igdesk.domain.scheduled import BEFORE_THE_END
from igdesk.domain.status import KnownError
from igdesk.domain.triage import SnoozePreset, snooze_presets
from igdesk.domain.window import WindowLevel
from igdesk.store.archive import Archive
from igdesk.ui.composer.quote_bar import QuotedMessage
from igdesk.ui.composer.send_menu import SendRow
from igdesk.ui.engine_door import EngineDoor
from igdesk.ui.saved.filling import Filling
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.message_menu import Offers, no_key
from igdesk.ui.timeline.speech import quoted_text

if TYPE_CHECKING:
    from igdesk.sync.engine import Engine
    from igdesk.ui.composer.later_popover import LaterPopover
    from igdesk.ui.composer.saved_insertion import SavedInsertion
    from igdesk.ui.conversation.column import ConversationColumn
    from igdesk.ui.emoji.catalogue import EmojiCatalogue

_MOST_TYPED = 20
_SHORTEST = timedelta(minutes=2)
"""Room that is needed to choose a time of one's own."""
_QUOTABLE = 40
"""How many of the newest messages are looked through for those of the customer."""


class Talking(QObject):
    """One for the column; made with its timeline and composer."""

    def __init__(
        self,
        column: "ConversationColumn",
        archive: Archive,
        door: EngineDoor,
        theme_source: ThemeSource,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(column)
        self._theme_source = theme_source
        self._now = now
        self._column = column
        self._archive = archive
        self._door = door
        self._typed: dict[MessageId, str] = {}
        """What was typed, by the first message it became, while it may come back: cutting up loses white space."""
        self.key_of: Callable[[str], str] = no_key
        """The key of a command, for menus and tooltips; the window knows them."""
        self._emoji: EmojiCatalogue | None = None
        self._later: LaterPopover | None = None
        self.saved: SavedInsertion | None = None
        composer, timeline = column.composer, column.timeline
        composer.undo_wanted.connect(self._undo_send)
        composer.quote_removed.connect(lambda found: self._keep_quote(ConversationId(found), None))
        composer.writing.connect(lambda found, on: door.tell_writing(ConversationId(found), is_writing=on))
        composer.emoji_wanted.connect(self.pick_emoji)
        composer.send_menu.sources.append(self._ways_to_send)
        self.follow_settings()
        timeline.seen.connect(door.tell_seen)
        timeline.undo_send.connect(composer.undo_send)
        timeline.quote.connect(self.quote)
        timeline.react.connect(self.choose_reaction)
        timeline.toggle_reaction.connect(self.react)
        timeline.why_reaction.connect(self.explain_reaction)
        timeline.view.pointer.offers = self.offers

    # quotes

    def opened(self, row: Conversation) -> None:
        """Another conversation is shown."""
        self._show_kept_quote(row, is_told=False)
        self._follow_hold(row)

    def changed(self, row: Conversation, changes: ChangeSet) -> None:
        """Something in the open conversation changed."""
        self._follow_hold(row)
        self.follow_later()
        quote = self._column.composer.quote
        if quote is not None and quote.message_id in changes.updated | changes.removed:
            self._show_kept_quote(row, is_told=False)

    def reload_quote(self, row: Conversation) -> None:
        """The quote in the archive changed otherwise than by the person."""
        self._show_kept_quote(row, is_told=False)

    def take_quote(self, conversation_id: ConversationId) -> MessageId | None:
        """The message that the reply just sent answers; it is answered once."""
        composer = self._column.composer
        if composer.conversation_id != conversation_id or composer.quote is None:
            return None
        quoted = composer.quote.message_id
        composer.show_quote(None)
        return quoted

    def quote(self, message_id: MessageId) -> None:
        """Answer this message."""
        row, found = self._column.conversation, self._archive.timeline.by_ids([message_id])
        if row is None or not found or found[0].conversation_id != row.id or not can_be_quoted(found[0]):
            return
        if not row.can_reply:
            return
        self._keep_quote(row.id, message_id)
        self._column.composer.show_quote(self._words_of(found[0], row))
        self._column.composer.focus_text()

    def quote_theirs(self, step: int) -> None:
        """Answer the customer's last message; again: the one before it; the other way round with -1."""
        row = self._column.conversation
        if row is None:
            return
        newest = self._archive.timeline.newest(row.id, _QUOTABLE)
        theirs = [m.id for m in reversed(newest) if not m.is_own and can_be_quoted(m)]
        quote = self._column.composer.quote
        at = theirs.index(quote.message_id) + step if quote is not None and quote.message_id in theirs else 0
        if theirs and 0 <= at < len(theirs):
            self.quote(theirs[at])

    # undo

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
        self._guarded(lambda: self._door.undo_send(target, text, done))

    def _follow_hold(self, row: Conversation) -> None:
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

    # the heart

    @property
    def can_send_heart(self) -> bool:
        """Only within 24 hours: a human reply is for what a person writes (failure 24)."""
        row = self._column.conversation
        return row is not None and row.can_reply and self._is_standard_window(row)

    def send_heart(self) -> None:
        """The one sticker that Instagram takes."""
        row = self._column.conversation
        if row is None or not self.can_send_heart:
            return
        quoted = self.take_quote(row.id)
        hold_s = self.hold_s
        self._guarded(
            lambda: self._door.ask(lambda engine: engine.send(row.id, (HeartPart(),), quoted=quoted, hold_s=hold_s))
        )

    def _ways_to_send(self) -> list[SendRow]:
        rows = [SendRow("heart", say("command.send_heart"), self.send_heart)] if self.can_send_heart else []
        if self._column.composer.text.strip() and self.can_send_later:
            rows.append(SendRow("clock", say("command.send_later"), self.choose_later))
        return rows

    # later

    def times_for_later(self) -> list[tuple[SnoozePreset, datetime]]:
        """The presets that can be chosen: inside the 24 hours, for nobody writes it at that moment (failure 24)."""
        closes_at = self._end_for_later()
        if closes_at is None:
            return []
        last = closes_at - BEFORE_THE_END
        return [(kind, at) for kind, at in snooze_presets(self._now(), None) if at is not None and at <= last]

    @property
    def can_send_later(self) -> bool:
        """Whether there is a moment to choose, be it none of the presets."""
        closes_at = self._end_for_later()
        return closes_at is not None and closes_at - BEFORE_THE_END > self._now() + _SHORTEST

    def _end_for_later(self) -> datetime | None:
        row = self._column.conversation
        if row is None or not row.can_reply or row.last_inbound_at is None or not self._is_standard_window(row):
            return None
        return self._door.window_of(row).closes_at

    def choose_later(self) -> None:
        """Ask when what is typed is to leave."""
        from igdesk.ui.composer.later_popover import LaterPopover

        column, times = self._column, self.times_for_later()
        row = column.conversation
        closes_at = self._end_for_later()
        if row is None or closes_at is None or not self.can_send_later:
            return
        column.composer.focus_text()
        popover = self._later = LaterPopover(times, closes_at, self._now(), self._theme_source, column.window())
        popover.chosen.connect(lambda at: self._send_later(row.id, at))
        popover.closed.connect(self._forget_later)
        popover.open_at(column.composer.box)

    def _forget_later(self) -> None:
        self._later = None

    def follow_later(self) -> None:
        """The reply window moved, or a minute has passed: what can be chosen follows while it is asked for."""
        if self._later is not None:
            closes_at = self._end_for_later() if self.can_send_later else None
            self._later.show_choices(self.times_for_later(), closes_at, self._now())

    def _send_later(self, conversation_id: ConversationId, send_at: datetime) -> None:
        composer = self._column.composer
        text = composer.text.strip()
        if composer.conversation_id != conversation_id or not text:
            return
        quoted = composer.quote.message_id if composer.quote is not None else None

        def keep(engine: "Engine") -> None:
            if engine.send_later(conversation_id, text, send_at, quoted=quoted):
                composer.load_draft("")
                composer.show_quote(None)
            else:
                self._tell_refused()

        composer.flush_draft()
        self._guarded(lambda: self._door.ask(keep))

    def _tell_refused(self) -> None:
        """Between choosing and keeping the window has closed: the words are still in the field."""
        from igdesk.ui.banner.explain import ExplainPopover

        window = self._column.window()
        popover = ExplainPopover(self._theme_source, window, say("later.refused"), say("later.closed"))
        popover.open_at(self._column.composer.box)

    def edit_scheduled(self) -> None:
        """Bring the next scheduled reply, or the one that missed its time, back into the field."""
        row = self._column.conversation
        replies = self._archive.scheduling.of(row.id) if row is not None else []
        if not replies:
            return
        self._column.composer.flush_draft()
        chosen = next((reply for reply in replies if reply.is_missed), replies[0])
        self._guarded(lambda: self._archive.scheduling.take_back(chosen.id))
        self._column.reload_draft()

    def _is_standard_window(self, row: Conversation) -> bool:
        level = self._door.window_of(row).level
        return row.last_inbound_at is None or level not in (WindowLevel.HUMAN, WindowLevel.CLOSED)

    # emoji

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

    # reactions

    def offered(self, message: Message | None = None) -> tuple[str, ...]:
        """The reactions that can be set now; none where the account or the window does not allow any."""
        row = self._column.conversation
        account = self._archive.accounts.get(row.account_id) if row is not None else None
        if row is None or account is None or not row.can_reply or (message is not None and not may_react(message)):
            return ()
        if not self._is_standard_window(row):
            return ()
        return offered_to(account, self._archive.reactions.refused_at(account.id), self._door.server_now())

    def choose_reaction(self, message_id: MessageId) -> None:
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

    def explain_reaction(self, message_id: MessageId) -> None:
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
        self._guarded(lambda: self._archive.reactions.forget_failure(message_id))

    def react(self, message_id: MessageId, emoji: str) -> None:
        """Set the own reaction, or take it away when it is this one already."""
        found = self._archive.timeline.by_ids([message_id])
        if not found:
            return
        own = [reaction for reaction in found[0].reactions if reaction.is_own]
        is_there = any(is_same_emoji(reaction.emoji, emoji) for reaction in own)
        self._guarded(lambda: self._door.react(message_id, "" if is_there else emoji))

    # inside

    def offers(self, message: Message) -> Offers:
        """What can be done with a message here and now."""
        row = self._column.conversation
        can_quote = row is not None and row.can_reply and can_be_quoted(message)
        return Offers(quote=can_quote, reactions=self.offered(message), key_of=self.key_of)

    def _show_kept_quote(self, row: Conversation, *, is_told: bool) -> None:
        quoted = self._archive.drafts.quoted(row.id)
        found = self._archive.timeline.by_ids([quoted]) if quoted is not None else []
        self._column.composer.show_quote(self._words_of(found[0], row) if found else None, is_told=is_told)

    def _keep_quote(self, conversation_id: ConversationId, message_id: MessageId | None) -> None:
        self._guarded(lambda: self._archive.drafts.quote(conversation_id, message_id))

    def _words_of(self, message: Message, row: Conversation) -> QuotedMessage:
        who = say("timeline.who.you") if message.is_own else row.participant.display_name or say("row.nobody")
        return QuotedMessage(message.id, who, quoted_text(quote_of(message)))

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except KnownError as error:
            self._column.failed.emit(error)


def can_be_quoted(message: Message) -> bool:
    """Whether Instagram has the message, so that a reply can point at it."""
    return message.remote_id is not None and message.kind is not MessageKind.UNSENT


def quote_of(message: Message) -> Quote:
    """A message as the replies that quote it show it."""
    media = message.attachments[0].kind if message.attachments else None
    return Quote(message.remote_id or "", message.id, message.direction, message.kind, message.text, media)
