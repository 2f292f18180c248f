"""Reminders before a reply window closes: which leads are offered, and how they are set and removed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.domain.triage import LEADS, lead_before
from igdesk.ui.format import moment_near
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


class Reminding:
    """Part of the conductor of triage."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def leads(self, rows: Sequence[Conversation]) -> list[timedelta]:
        """The leads whose moment is still to come for one of them at least."""
        return [lead for lead in LEADS if self._after(rows, lead)]

    def is_set(self, rows: Sequence[Conversation]) -> bool:
        """Whether there is nothing but reminders to remove."""
        return bool(rows) and all(row.remind_after is not None for row in rows)

    @property
    def applies(self) -> bool:
        """Whether the command does something to the conversation that says which way it goes."""
        row = self._window.triage.first
        return row is not None and (row.remind_after is not None or bool(self.leads([row])))

    def words(self) -> str:
        """Name of the command: it sets, or removes."""
        return say("command.remind_not" if self.is_set(self._window.triage.rows()) else "command.remind")

    def choose(self, ids: Sequence[ConversationId] | None = None) -> None:
        """Ask how long before; where there are reminders already, remove them."""
        from igdesk.ui.triage.remind_popover import RemindPopover

        triage = self._window.triage
        rows = triage.rows(ids)
        if self.is_set(rows):
            self.remove([row.id for row in rows])
            return
        leads = self.leads(rows)
        if not leads:
            return
        ends = {
            lead: moment_near(rows[0].last_inbound_at + after, self._window.now())
            for lead in leads
            if len(rows) == 1
            and rows[0].last_inbound_at is not None
            and (after := self._after(rows, lead).get(rows[0].id)) is not None
        }
        popover = RemindPopover([(lead, ends.get(lead, "")) for lead in leads], self._window.theme_source, self._window)
        popover.chosen.connect(lambda lead: self.remind([row.id for row in rows], lead))
        popover.open_at(triage.anchor())

    def remind(self, ids: Sequence[ConversationId], lead: timedelta) -> None:
        """So long before the end of each window; where that has passed nothing happens."""
        triage, window = self._window.triage, self._window
        after = self._after(triage.rows(ids), lead)
        if after:
            triage.carry_out(lambda: window.archive.triage.remind(after, window.door.server_now()), tuple(after))

    def remove(self, ids: Sequence[ConversationId]) -> None:
        self._window.triage.carry_out(lambda: self._window.archive.triage.remind_not(ids), ids)

    def _after(self, rows: Sequence[Conversation], lead: timedelta) -> dict[ConversationId, timedelta]:
        door = self._window.door
        now = door.server_now()
        found = {
            row.id: lead_before(door.window_of(row), row.last_inbound_at, lead, now) for row in rows if row.can_reply
        }
        return {conversation_id: after for conversation_id, after in found.items() if after is not None}
