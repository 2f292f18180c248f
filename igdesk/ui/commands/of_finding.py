"""Commands that find: anything, something here, and the keys themselves."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from igdesk.ui.commands.command import Command, Group, Place
from igdesk.ui.settings.registry import ENTRIES
from igdesk.ui.texts import isolate, say

if TYPE_CHECKING:
    from igdesk.domain.saved_reply import SavedReply
    from igdesk.ui.settings.registry import PageEntry
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    def has_conversation() -> bool:
        return window.conversation.conversation is not None

    yield Command("find", lambda: window.palette_place.open(), ("Ctrl+K",), group=Group.MOVE, icon="search",
                  place=Place.INSIDE)  # fmt: skip
    yield Command("find_here", lambda: window.finding.find_here(), ("Ctrl+F",), group=Group.MOVE, icon="search",
                  applies=has_conversation)  # fmt: skip
    yield Command("next_hit", lambda: window.finding.step(1), ("F3",), ("Ctrl+G",), Group.MOVE, is_listed=False,
                  applies=has_conversation, repeats=True)  # fmt: skip
    yield Command("previous_hit", lambda: window.finding.step(-1), ("Shift+F3",), ("Ctrl+Shift+G",), Group.MOVE,
                  is_listed=False, applies=has_conversation, repeats=True)  # fmt: skip
    yield Command("shortcuts", lambda: _show_sheet(window), ("F1", "?"), icon="keyboard", place=Place.INSIDE)


def _show_sheet(window: "MainWindow") -> None:
    from igdesk.ui.commands.sheet_overlay import SheetOverlay

    SheetOverlay(window)


def settings_pages(window: "MainWindow") -> Iterator[Command]:
    """Settings: {page}, for each page there is."""
    for entry in ENTRIES:
        yield _page(window, entry)


def saved_replies(window: "MainWindow") -> Iterator[Command]:
    """Insert each saved reply into the reply of the open conversation."""
    row = window.conversation.conversation
    if row is not None and row.can_reply and window.conversation.has_talk:
        for reply in window.archive.saved_replies.all():
            yield _insertion(window, reply)


def _insertion(window: "MainWindow", reply: "SavedReply") -> Command:
    def insert() -> None:
        saved = window.conversation.writing.saved
        if saved is not None:
            window.commands.reply()
            saved.insert(reply)

    return Command(
        f"insert_saved_{reply.id}",
        insert,
        group=Group.WRITE,
        icon="saved",
        words=lambda: say("command.insert_saved", name=isolate(reply.name)),
        hint=f"/{reply.shortcut}" if reply.shortcut else "",
        is_minor=True,
    )


def _page(window: "MainWindow", entry: "PageEntry") -> Command:
    return Command(
        f"settings_{entry.id}",
        lambda: window.settings.open(entry.id),
        icon=entry.icon_name,
        words=lambda: say("command.settings.page", page=entry.title),
        place=Place.INSIDE,
    )
