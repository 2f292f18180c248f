"""Commands on what igdesk keeps: conversations as files, and gone from this computer."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.ui.commands.command import Command, Group
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    def has_targets() -> bool:
        return window.triage.has_targets

    def export_words() -> str:
        count = len(window.triage.targets())
        return say("command.export") if count < 2 else say("command.export.several", n=count)

    yield Command(
        "export",
        lambda: window.exporting.ask(window.triage.targets()),
        group=Group.CONVERSATION,
        icon="upload",
        applies=has_targets,
        words=export_words,
    )
    yield Command("stop_export", lambda: window.exporting.stop(), icon="x", applies=lambda: window.exporting.is_busy)
    yield Command(
        "open_export", lambda: window.exporting.show_written(), icon="folder",
        applies=lambda: window.exporting.has_written,
    )  # fmt: skip
    yield Command(
        "delete_here",
        lambda: window.erasing.ask_to_delete(),
        group=Group.CONVERSATION,
        icon="trash",
        applies=has_targets,
    )
