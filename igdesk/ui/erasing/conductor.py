"""Deleting conversations and everything about a person: asked first, then done at once, with no way back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from igdesk.domain.conversation import Conversation
from igdesk.domain.ids import ConversationId
from igdesk.store.deleting import Holding, Obstacle
from igdesk.ui.banner.choice import Tone
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.erasing.words import what_is_erased
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.erasing.record import RecordDialog
    from igdesk.ui.export.writer import Exported
    from igdesk.ui.window.main_window import MainWindow

Ids = Sequence[ConversationId]
AT_ONCE, PAUSE_MS = 20, 5
"""Conversations of one transaction, and the time until the next."""


class ErasingConductor:
    """What is asked counts what is there; if more came until the answer, it is asked anew."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    # a conversation

    def ask_to_delete(self, ids: Ids | None = None, *, is_again: bool = False) -> AskDialog | None:
        """Opens the question about these conversations, or the ones that an act would be about now.

        ``is_again``: something came in since it was asked.
        """
        window = self._window
        ids = tuple(window.triage.targets() if ids is None else ids)
        rows = window.archive.inbox.by_ids(ids)
        if not rows or self._is_in_the_way(ids):
            return None
        holding = window.archive.deleting.holding(ids)
        name = _name(rows[0]) if len(rows) == 1 else ""
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="trash",
            of_tone=Tone.DANGER,
            heading=say("ask.delete_conversation", n=len(rows)),
            text=_again(what_is_erased(holding, name), is_again=is_again),
            accept=say("ask.delete_conversation.accept"),
            reject=say("ask.keep"),
            check=say("ask.delete_conversation.export", n=len(rows)),
            is_erasing=True,
        )
        dialog.setObjectName("askDelete")
        dialog.accepted.connect(lambda: self._answered(ids, holding, exports=dialog.is_checked))
        dialog.open()
        return dialog

    def delete(self, ids: Ids, *, is_told: bool = True) -> bool:
        """Delete them now; whether that was possible. ``is_told``: a toast says so."""
        window = self._window
        name = next((_name(row) for row in window.archive.inbox.by_ids(ids)), "") if len(ids) == 1 else ""
        shown = window.conversation.conversation
        if self._is_in_the_way(ids):
            return False
        if shown is not None and shown.id in ids:
            window.close_conversation()
            if window.columns.cover is None:
                window.list_pane.list.setFocus()
        window.forget_conversations(ids)
        window.list_pane.list.picking.clear()
        window.archive.opened_files.delete_all()
        seen = {row.id: row.last_activity_at for row in window.archive.inbox.by_ids(ids)}
        if not self._delete_some(tuple(ids), seen):
            return False
        if is_told:
            words = say("toast.erased", name=isolate(name)) if name else say("toast.erased.several", n=len(ids))
            window.undoing.tell(words)
        return True

    def _delete_some(self, ids: Ids, seen: dict[ConversationId, datetime]) -> bool:
        """A few at a time, so that the window stays at hand; whether the first were possible.

        ``seen``: how new each was when the person said yes. Who has written since is asked about anew.
        """
        window = self._window
        now, later = ids[:AT_ONCE], ids[AT_ONCE:]
        rows = window.archive.inbox.by_ids(now)
        fresh = tuple(row.id for row in rows if row.last_activity_at != seen[row.id])
        if fresh:
            self.ask_to_delete(fresh, is_again=True)
        is_done = window.attempt(
            lambda: window.archive.deleting.delete([row.id for row in rows if row.id not in fresh])
        )
        if is_done is None:
            return False
        if not is_done:
            self._is_in_the_way(ids)
        elif later:
            QTimer.singleShot(PAUSE_MS, window, lambda: self._delete_some(later, seen))
        return is_done

    def _answered(self, ids: Ids, holding: Holding, *, exports: bool) -> None:
        window = self._window
        if exports:
            window.exporting.ask(ids, lambda exported: self._exported(ids, holding, exported))
        elif window.archive.deleting.holding(ids) != holding:
            self.ask_to_delete(ids, is_again=True)
        else:
            self.delete(ids)

    def _exported(self, ids: Ids, holding: Holding, exported: "Exported") -> None:
        """It is in files. What came since the question may not be, and nobody has seen it."""
        held = self._window.archive.deleting.holding(ids)
        if held != holding or (held.messages, held.conversations) != (exported.messages, exported.conversations):
            self.ask_to_delete(ids, is_again=True)
        else:
            self.delete(ids)

    def _is_in_the_way(self, ids: Ids) -> bool:
        """Says what has to be settled first."""
        window = self._window
        if window.archive.read_only_reason is not None:
            window.show_problem(window.archive.read_only_reason.problem)
            return True
        obstacle = window.archive.deleting.obstacle(ids)
        if obstacle is None:
            return False
        is_sending = obstacle is Obstacle.SENDING
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="clock",
            of_tone=Tone.WARN,
            heading=say("ask.not_yet"),
            text=say(f"ask.not_yet.{obstacle.value}"),
            accept=say("action.show_outbox") if is_sending else say("export.close"),
            reject=say("export.close") if is_sending else "",
        )
        dialog.setObjectName("askNotYet")
        if is_sending:
            dialog.accepted.connect(lambda: window.commands.show_outbox(window.list_pane.footer))
        dialog.open()
        return True

    # what is old

    def ask_to_keep(self, days: int | None, span: str) -> AskDialog | None:
        """Keep messages so long from now on (None: for ever); asks where something may be erased by it."""
        window = self._window
        retention = window.archive.retention
        present = retention.days
        if days == present:
            return None
        if days is None or (present is not None and days > present):
            window.attempt(lambda: retention.set_days(days))
            return None
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="calendar",
            of_tone=Tone.DANGER,
            heading=say("ask.older", span=span),
            text=say("ask.older.text"),
            accept=say("action.delete"),
            reject=say("ask.keep"),
            is_erasing=True,
        )
        dialog.setObjectName("askOlder")
        dialog.accepted.connect(lambda: window.attempt(lambda: retention.set_days(days)))
        dialog.open()
        return dialog

    # a person

    def choose_person(self, anchor: QWidget) -> None:
        """Find somebody, then ask."""
        from igdesk.ui.erasing.person_popover import PersonPopover

        window = self._window
        popover = PersonPopover(window.theme_source, window, window.archive.deleting.people)
        popover.chosen.connect(self.ask_to_erase)
        popover.open_at(anchor)

    def ask_to_erase(self, conversation_id: ConversationId, *, is_again: bool = False) -> AskDialog | None:
        """Opens the question about the person of this conversation, in every account."""
        window = self._window
        ids = window.archive.deleting.same_person(conversation_id)
        rows = window.archive.inbox.by_ids(ids)
        if not rows or self._is_in_the_way(ids):
            return None
        holding = window.archive.deleting.holding(ids)
        dialog = AskDialog(
            window.theme_source,
            window,
            icon_name="trash",
            of_tone=Tone.DANGER,
            heading=say("ask.erase_person", name=isolate(_name(rows[0]))),
            text=_again(say("ask.erase_person.text"), is_again=is_again),
            accept=say("ask.erase_person.accept"),
            reject=say("ask.keep"),
            is_erasing=True,
        )
        dialog.setObjectName("askErasePerson")
        dialog.accepted.connect(lambda: self._erase(conversation_id, ids, holding))
        dialog.open()
        return dialog

    def _erase(self, conversation_id: ConversationId, ids: Ids, holding: Holding) -> "RecordDialog | None":
        from igdesk.ui.erasing.record import Record, RecordDialog

        window = self._window
        if window.archive.deleting.holding(ids) != holding:
            self.ask_to_erase(conversation_id, is_again=True)
            return None
        rows = window.archive.inbox.by_ids(ids)
        accounts = {account.id: account for account in window.accounts}
        of = dict.fromkeys(f"@{accounts[row.account_id].username}" for row in rows if row.account_id in accounts)
        person = rows[0].participant
        found = tuple(dict.fromkeys(row.participant.igsid for row in rows if row.participant.igsid))
        if not self.delete(ids, is_told=False):
            return None
        record = Record(window.now().replace(microsecond=0), person.name, person.username, found, tuple(of), holding)
        dialog = RecordDialog(window.theme_source, window, record)
        dialog.open()
        return dialog


def _again(text: str, *, is_again: bool) -> str:
    words = say("ask.delete.again")
    return f"{words} {text}" if is_again else text


def _name(row: Conversation) -> str:
    return row.participant.display_name or say("row.nobody")
