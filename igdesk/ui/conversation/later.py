"""Replies that leave later: when they can, asking for the time, and bringing one back into the field."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from igdesk.domain.ids import ConversationId
from igdesk.domain.scheduled import BEFORE_THE_END
from igdesk.domain.triage import SnoozePreset, snooze_presets
from igdesk.ui.composer.send_menu import SendRow
from igdesk.ui.conversation.part import ConversationPart
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.sync.engine import Engine
    from igdesk.ui.composer.later_popover import LaterPopover
    from igdesk.ui.conversation.column import ConversationColumn

_SHORTEST = timedelta(minutes=2)
"""Room that is needed to choose a time of one's own."""


class SendingLater(ConversationPart):
    def __init__(self, column: "ConversationColumn") -> None:
        super().__init__(column)
        self._popover: LaterPopover | None = None
        column.composer.send_menu.sources.append(self._ways)

    def times(self) -> list[tuple[SnoozePreset, datetime]]:
        """The presets that can be chosen: inside the 24 hours, for nobody writes it at that moment (failure 24)."""
        closes_at = self._window_end()
        if closes_at is None:
            return []
        last = closes_at - BEFORE_THE_END
        return [(kind, at) for kind, at in snooze_presets(self._now(), None) if at is not None and at <= last]

    @property
    def can_send(self) -> bool:
        """Whether there is a moment to choose, be it none of the presets."""
        closes_at = self._window_end()
        return closes_at is not None and closes_at - BEFORE_THE_END > self._now() + _SHORTEST

    def choose(self) -> None:
        """Ask when what is typed is to leave."""
        from igdesk.ui.composer.later_popover import LaterPopover

        column, times = self._column, self.times()
        row = column.conversation
        closes_at = self._window_end()
        if row is None or closes_at is None or not self.can_send:
            return
        column.composer.focus_text()
        popover = self._popover = LaterPopover(times, closes_at, self._now(), self._theme_source, column.window())
        popover.chosen.connect(lambda at: self._send(row.id, at))
        popover.closed.connect(self._forget_popover)
        popover.open_at(column.composer.box)

    def follow(self) -> None:
        """The reply window moved, or a minute has passed: what can be chosen follows while it is asked for."""
        if self._popover is not None:
            closes_at = self._window_end() if self.can_send else None
            self._popover.show_choices(self.times(), closes_at, self._now())

    def edit_next(self) -> None:
        """Bring the next scheduled reply, or the one that missed its time, back into the field."""
        row = self._column.conversation
        replies = self._archive.scheduling.of(row.id) if row is not None else []
        if not replies:
            return
        self._column.composer.flush_draft()
        chosen = next((reply for reply in replies if reply.is_missed), replies[0])
        self._column.attempt(lambda: self._archive.scheduling.take_back(chosen.id))
        self._column.reload_draft()

    def _ways(self) -> list[SendRow]:
        if self._column.composer.text.strip() and self.can_send:
            return [SendRow("clock", say("command.send_later"), self.choose)]
        return []

    def _window_end(self) -> datetime | None:
        row = self._column.conversation
        if row is None or not row.can_reply or row.last_inbound_at is None or not self._door.is_standard_window(row):
            return None
        return self._door.window_of(row).closes_at

    def _forget_popover(self) -> None:
        self._popover = None

    def _send(self, conversation_id: ConversationId, send_at: datetime) -> None:
        composer = self._column.composer
        text = composer.text.strip()
        if composer.conversation_id != conversation_id or not text:
            return
        quoted = composer.quote.message_id if composer.quote is not None else None

        def keep(engine: "Engine") -> None:
            if engine.send_later(conversation_id, text, send_at, quoted=quoted):
                if composer.conversation_id == conversation_id and composer.text.strip() == text:
                    composer.load_draft("")
                    composer.show_quote(None)
            else:
                self._tell_refused()

        composer.flush_draft()
        self._column.attempt(lambda: self._door.ask(keep))

    def _tell_refused(self) -> None:
        """Between choosing and keeping the window has closed: the words are still in the field."""
        from igdesk.ui.banner.explain import ExplainPopover

        window = self._column.window()
        popover = ExplainPopover(self._theme_source, window, say("later.refused"), say("later.closed"))
        popover.open_at(self._column.composer.box)
