"""The outbox on the screen: what it shows, and what editing and removing a reply do."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from igdesk.domain.ids import MessageId
from igdesk.ui.banner.outbox import Entry, OutboxPopover, entry_of, scheduled_entry
from igdesk.ui.texts import isolate, say
from igdesk.ui.triage.words import name_of

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
        window.attempt(lambda: archive.scheduling.take_back(entry.id))
    elif archive.outbox.get(MessageId(entry.id)) is not None:
        window.attempt(lambda: archive.outbox.take_back(MessageId(entry.id)))
    window.open_conversation(entry.conversation_id)
    window.conversation.reload_draft()


def remove_reply(window: "MainWindow", message_id: MessageId) -> None:
    """Take a reply that was not sent out of the outbox. Undo puts it back where it waited."""
    removing = window.archive.removing
    removed = window.attempt(lambda: removing.remove(message_id))
    if removed is None:
        return
    window.door.outbox_changed()
    row = window.archive.inbox.by_id(removed.conversation_id)
    words = say("outbox.removed", name=name_of(row))

    def back() -> None:
        if removing.put_back(removed):
            window.door.outbox_changed()

    if removed.can_return:
        window.undoing.remember(words, back)
    else:  # it may have arrived after all
        window.undoing.tell(words)


def _remove(window: "MainWindow", entry: Entry) -> None:
    if not entry.is_scheduled:
        remove_reply(window, MessageId(entry.id))
        return
    scheduling = window.archive.scheduling
    reply = window.attempt(lambda: scheduling.remove(entry.id))
    if reply is not None:
        words = say("outbox.removed", name=isolate(entry.name))
        window.undoing.remember(words, lambda: scheduling.put_back(reply))
