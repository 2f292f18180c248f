"""The outbox on the screen: what it shows, and what editing and removing a reply do."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.domain.ids import MessageId
from igdesk.ui.banner.outbox import Entry, OutboxPopover, entry_of, scheduled_entry
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def show_outbox(window: "MainWindow", anchor: QWidget) -> None:
    """Every reply that has not left, in the order in which they leave; it follows what happens while it is open."""
    popover = OutboxPopover(window.theme_source, window)

    def refresh(_changes: object = None) -> None:
        popover.show_entries(entries(window))

    def remove(entry: Entry) -> None:
        _remove(window, entry)
        refresh()

    refresh()
    window.bridge.changed.connect(refresh)
    popover.closed.connect(lambda: window.bridge.changed.disconnect(refresh))
    popover.edit.connect(lambda entry: _edit(window, entry))
    popover.remove.connect(remove)
    popover.open_at(anchor)


def entries(window: "MainWindow") -> list[Entry]:
    """What goes out as soon as it can, then what waits for its time."""
    archive, door = window.archive, window.door
    now = door.server_now()
    waiting = [entry_of(item, of, door.window_of(of), now) for item, of in archive.outbox.items()]
    return waiting + [scheduled_entry(reply, of, window.now()) for reply, of in archive.scheduling.all()]


def _edit(window: "MainWindow", entry: Entry) -> None:
    """It becomes the draft again."""
    window.conversation.keep_draft()
    archive = window.archive
    if entry.is_scheduled:
        window.commands.guarded(archive.scheduling.take_back)(entry.id)
    elif archive.outbox.get(MessageId(entry.id)) is not None:
        window.commands.guarded(archive.outbox.take_back)(MessageId(entry.id))
    window.open_conversation(entry.conversation_id)
    window.conversation.reload_draft()


def _remove(window: "MainWindow", entry: Entry) -> None:
    if not entry.is_scheduled:
        window.commands.guarded(window.door.discard)(MessageId(entry.id))
        return
    scheduling = window.archive.scheduling
    reply = window.triage.attempt(lambda: scheduling.remove(entry.id))
    if reply is not None:
        words = say("outbox.removed", name=isolate(entry.name))
        window.triage.remember(words, lambda: scheduling.put_back(reply))
