"""What happens at an act of triage: on which conversations, what is shown next, and how it is taken back."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from igdesk.domain.conversation import Conversation, InboxFilter, Shelf
from igdesk.domain.ids import ConversationId, LabelId
from igdesk.domain.label import Label
from igdesk.domain.triage import TriageAct, Undo
from igdesk.ui.texts import say
from igdesk.ui.triage.reminding import Reminding
from igdesk.ui.triage.waker import Waker
from igdesk.ui.triage.words import toast_words

if TYPE_CHECKING:
    from igdesk.ui.composer.pane import ComposerPane
    from igdesk.ui.composer.send_menu import SendRow
    from igdesk.ui.profile.pane import DetailsPane
    from igdesk.ui.timeline.pane import TimelinePane
    from igdesk.ui.window.main_window import MainWindow

Ids = Sequence[ConversationId]
MARK_READ = "reading.mark_read"
LABEL_NAMES = "list.label_names"
REPLIED = "replied"
"""Value of that setting: what was read stays unread until it is answered."""
_MOVING = (TriageAct.DONE, TriageAct.BACK, TriageAct.SNOOZED)


class TriageConductor:
    """Every act is on the screen at once and can be undone."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        window.commands.close_first(self._leave_picking)
        self.reminding = Reminding(window)
        self.waker = Waker(window.archive, window.now, window.door, window.show_problem, window)

    # on what

    def targets(self) -> Ids:
        """The picked conversations, else the open one, else the row that the keyboard is on."""
        window = self._window
        if window.list_pane.picked:
            return window.list_pane.picked
        row = window.conversation.conversation
        if row is not None:
            return (row.id,)
        found = window.list_pane.current_id
        return () if found is None else (found,)

    def rows(self, ids: Ids | None = None) -> list[Conversation]:
        """The conversations of an act."""
        return self._window.archive.inbox.by_ids(self.targets() if ids is None else ids)

    @property
    def has_targets(self) -> bool:
        return bool(self.targets())

    @property
    def first(self) -> Conversation | None:
        """The one that says which way a switch goes: Pin or Unpin."""
        row = self._window.conversation.conversation
        targets = self.targets()
        if row is not None and targets == (row.id,):
            return row
        return next(iter(self._window.archive.inbox.by_ids(targets[:1])), None)

    # acts

    def done(self, ids: Ids | None = None) -> None:
        """Done, or back to the inbox where everything is done or snoozed already."""
        ids = self.targets() if ids is None else ids
        rows = self.rows(ids)
        triage = self._window.archive.triage
        if rows and all(row.shelf is Shelf.DONE for row in rows):
            self.carry_out(lambda: triage.back(ids), ids)
        elif rows:
            self.carry_out(lambda: triage.done(ids), ids)

    def back(self, ids: Ids | None = None) -> None:
        ids = self.targets() if ids is None else ids
        self.carry_out(lambda: self._window.archive.triage.back(ids), ids)

    def snooze(self, ids: Ids, until: datetime | None) -> None:
        self.carry_out(lambda: self._window.archive.triage.snooze(ids, until), ids)

    def pin(self, ids: Ids | None = None) -> None:
        self._switch(ids, lambda row: row.is_pinned, self._window.archive.triage.pin)

    def mute(self, ids: Ids | None = None) -> None:
        self._switch(ids, lambda row: row.is_muted, self._window.archive.triage.mute)

    def need_no_reply(self, ids: Ids | None = None) -> None:
        self._switch(ids, lambda row: row.needs_no_reply, self._window.archive.triage.need_no_reply)

    def read(self, ids: Ids | None = None) -> None:
        """Unread where all is read; else read."""
        ids = self.targets() if ids is None else ids
        rows = self.rows(ids)
        triage = self._window.archive.triage
        if any(row.unread_count for row in rows):
            self.carry_out(lambda: triage.mark_read(ids), ids)
            return
        self.carry_out(lambda: triage.mark_unread(ids), ids)
        open_row = self._window.conversation.conversation
        if open_row is not None and open_row.id in ids:
            self._window.conversation.timeline.leave_unread()

    def mark_all_read(self) -> None:
        """Of the list that is shown."""
        choice = self._window.list_pane.model.choice
        rows = self._window.archive.inbox.rows(
            choice.view,
            InboxFilter.UNREAD,
            account_id=choice.account_id,
            label_id=choice.label_id,
            only=choice.only,
            now=self._window.door.server_now(),
            limit=1000,
        )
        ids = [row.id for row in rows]
        if ids:
            self.carry_out(lambda: self._window.archive.triage.mark_read(ids), ids)

    def label(self, ids: Ids, label_id: LabelId, is_on: bool) -> None:
        labels = {label.id: label.name for label in self._window.archive.triage.labels.all()}
        self.carry_out(
            lambda: self._window.archive.triage.label(ids, label_id, is_on), ids, label=labels.get(label_id, "")
        )

    def make_label(self, name: str) -> Label | None:
        """A new label, or the one of that name."""
        return self._window.attempt(lambda: self._window.archive.triage.labels.make(name))

    def delete_label(self, label_id: LabelId) -> None:
        self.carry_out(lambda: self._window.archive.triage.delete_label(label_id), ())

    # parts of the window that are made later

    def follow_talk(self, composer: "ComposerPane", timeline: "TimelinePane") -> None:
        """What is read, answered and asked for over the open conversation."""
        timeline.seen.connect(self.seen)
        composer.submitted.connect(lambda found, _text: self.answered(ConversationId(found)))
        composer.send_menu.sources.insert(1, self.ways_to_send)  # right under Send
        timeline.header.done.connect(lambda: self.done(self.open_ids))
        timeline.header.snooze.connect(lambda button: self.choose_snooze(self.open_ids, button))
        timeline.header.labels.connect(lambda button: self.choose_labels(self.open_ids, button))

    def follow_details(self, pane: "DetailsPane") -> None:
        pane.notes.changed.connect(self.save_note)
        pane.labels.removed.connect(self.take_label_off)
        pane.labels.add_wanted.connect(lambda button: self.choose_labels(self.open_ids, button))

    # details

    @property
    def open_ids(self) -> Ids:
        row = self._window.conversation.conversation
        return () if row is None else (row.id,)

    def fill_details(self, pane: "DetailsPane", row: Conversation) -> None:
        """Labels and notes of the open conversation."""
        triage = self._window.archive.triage
        pane.labels.show_labels([label for label in triage.labels.all() if label.id in row.label_ids])
        name = row.participant.display_name or say("row.nobody")
        pane.notes.show_note(row.id, triage.note(row.id), name)

    def save_note(self, conversation_id: ConversationId, text: str) -> None:
        """The field has its own way back, key by key."""
        self._window.attempt(lambda: self._window.archive.triage.save_note(conversation_id, text))

    def take_label_off(self, label_id: LabelId) -> None:
        self.label(self.open_ids, label_id, False)

    # choices

    def show_label_names(self, are_shown: bool) -> None:
        """In the rows of the list; kept."""
        self._window.list_pane.show_label_names(are_shown)
        self._keep(LABEL_NAMES, "" if are_shown else "0")

    def restore(self) -> None:
        """What was chosen in an earlier run, and what woke meanwhile."""
        self._window.list_pane.show_label_names(self._window.archive.settings.get(LABEL_NAMES) != "0")
        self.waker.look()

    def _keep(self, key: str, value: str) -> None:
        self._window.attempt(lambda: self._window.archive.settings.set(key, value))

    # reading and answering

    def seen(self, conversation_id: ConversationId) -> None:
        """It was on the screen long enough to count as read, if that is what counts."""
        if self._window.archive.settings.get(MARK_READ) != REPLIED:
            self.answered(conversation_id)

    def answered(self, conversation_id: ConversationId) -> None:
        """A reply was written: what it answers was read."""
        self._window.attempt(lambda: self._window.archive.inbox.mark_read(conversation_id))

    def send_and_done(self) -> None:
        """The reply goes out and the conversation is finished. If it fails, the conversation comes back."""
        row = self._window.conversation.conversation
        if row is not None and self._window.conversation.composer.submit():
            self.carry_out(lambda: self._window.archive.triage.done([row.id]), [row.id])

    def send_then_next(self) -> None:
        """The reply goes out, the next conversation comes."""
        if self._window.conversation.composer.submit():
            self._window.list_pane.step(1)

    def ways_to_send(self) -> "list[SendRow]":
        """Rows of the menu of the Send button."""
        from igdesk.ui.commands.keys import spoken
        from igdesk.ui.composer.send_menu import SendRow

        registry = self._window.registry
        can_send = self._window.conversation.composer.can_submit
        return [
            SendRow(icon, say(f"command.{name}"), run, spoken(registry.key_of(name)), can_send)
            for icon, name, run in (
                ("done", "send_and_done", self.send_and_done),
                ("arrow-d", "send_then_next", self.send_then_next),
            )
        ]

    # menus

    def open_menu(self, conversation_id: ConversationId, where: QPoint) -> None:
        """The menu of a row: of all picked ones if it is one of them."""
        from igdesk.ui.triage.menu import conversation_menu

        picked = self._window.list_pane.picked
        ids: Ids = picked if conversation_id in picked else (conversation_id,)
        conversation_menu(self._window, ids).popup(where)

    def open_bulk_menu(self, button: QWidget) -> None:
        from igdesk.ui.triage.menu import conversation_menu

        menu = conversation_menu(self._window, self.targets())
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def open_sort_menu(self, button: QWidget) -> None:
        from igdesk.ui.menu import select_first
        from igdesk.ui.triage.sort_menu import sort_menu

        menu = sort_menu(self._window)
        corner = button.rect().bottomRight()
        menu.popup(button.mapToGlobal(QPoint(corner.x() - menu.sizeHint().width(), corner.y() + 2)))
        if getattr(button, "is_ringed", False):
            select_first(menu)

    def choose_snooze(self, ids: Ids | None = None, anchor: QWidget | None = None) -> None:
        from igdesk.ui.triage.snooze_popover import SnoozePopover

        ids = self.targets() if ids is None else ids
        rows = self.rows(ids)
        if not rows:
            return
        window = self._window
        ends = [window.door.window_of(row) for row in rows if row.is_waiting]
        closes = [end.closes_at for end in ends if end.allows_reply and end.closes_at is not None]
        popover = SnoozePopover(window.theme_source, window, window.now(), closes_at=min(closes, default=None))
        popover.chosen.connect(lambda until: self.snooze(ids, until))
        popover.open_at(anchor or self.anchor())

    def choose_labels(self, ids: Ids | None = None, anchor: QWidget | None = None) -> None:
        from igdesk.ui.triage.label_popover import LabelPopover

        ids = self.targets() if ids is None else ids
        rows = self.rows(ids)
        if not rows:
            return
        window = self._window
        popover = LabelPopover(window.theme_source, window, window.archive.triage.labels.all, self.make_label, rows)
        popover.switched.connect(lambda label_id, is_on: self.label(ids, label_id, is_on))
        popover.edit_wanted.connect(lambda: window.settings.open("labels"))
        popover.open_at(anchor or self.anchor())

    def act(self, command: str, button: QWidget | None, conversation_id: ConversationId | None) -> None:
        """A button of the list: of the row under the pointer, or of the bar for the picked ones."""
        ids = None if conversation_id is None else (conversation_id,)
        if command == "done":
            self.done(ids)
        elif command == "snooze":
            self.choose_snooze(ids, button)
        elif command == "labels":
            self.choose_labels(ids, button)
        elif button is not None:
            self.open_bulk_menu(button)

    # inside

    def _leave_picking(self) -> bool:
        """Esc ends it, before it leaves a pane."""
        picking = self._window.list_pane.list.picking
        was_picking = len(picking) > 0
        picking.clear()
        return was_picking

    def carry_out(self, act: Callable[[], Undo], ids: Ids, *, label: str = "") -> None:
        """Do it, say it, remember the way back."""
        window = self._window
        following = self._following(ids)
        window.conversation.keep_draft()
        undo = window.attempt(act)
        if not undo:
            return
        self.waker.look()
        if undo.act in _MOVING:
            self._go_on(ids, following)
        first = next(iter(window.archive.inbox.by_ids(undo.conversation_ids[:1])), None)
        words = toast_words(undo, first, window.now(), label=label)
        window.undoing.remember(words, lambda: self._take_back(undo))

    def _take_back(self, undo: Undo) -> None:
        changed = self._window.archive.triage.undo(undo)
        self.waker.look()
        if undo.act in _MOVING and len(undo.conversation_ids) == 1 and changed:
            self._window.open_conversation(undo.conversation_ids[0], focus_composer=False)

    def _switch(
        self, ids: Ids | None, is_on: Callable[[Conversation], bool], switch: Callable[[Ids, bool], Undo]
    ) -> None:
        """On where one of them is off; else off."""
        ids = self.targets() if ids is None else ids
        rows = self.rows(ids)
        if rows:
            wanted = not all(is_on(row) for row in rows)
            self.carry_out(lambda: switch(ids, wanted), ids)

    def _following(self, ids: Ids) -> ConversationId | None:
        """The row after those of an act, else the one before them."""
        model = self._window.list_pane.model
        gone = set(ids)
        at = [model.row_of(found) for found in ids]
        last, first = max(at, default=-1), min((row for row in at if row >= 0), default=-1)
        if last < 0:
            return None
        for row in (*range(last + 1, model.rowCount()), *range(first - 1, -1, -1)):
            found = model.id_at(row)
            if found is not None and found not in gone:
                return found
        return None

    def _go_on(self, ids: Ids, following: ConversationId | None) -> None:
        """The open conversation has left the list: the next one takes its place, the focus stays."""
        window = self._window
        row = window.conversation.conversation
        if row is None or row.id not in ids or window.list_pane.model.row_of(row.id) >= 0:
            return
        if following is None:
            window.close_conversation()
            window.list_pane.list.setFocus()
        else:
            window.open_conversation(following, focus_composer=False)

    def anchor(self) -> QWidget:
        """Where a popover opens that was asked for by key."""
        window = self._window
        talk = window.conversation
        if not window.list_pane.picked and talk.conversation is not None and talk.isVisible():
            return talk.timeline.header
        return window.list_pane.header
