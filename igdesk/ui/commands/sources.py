"""Where the commands of the window come from: one module for each subject."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from igdesk.ui.commands import (
    of_accounts,
    of_app,
    of_data,
    of_files,
    of_finding,
    of_moving,
    of_talking,
    of_triage,
    of_writing,
)
from igdesk.ui.commands.command import Command
from igdesk.ui.commands.registry import Commands

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

# Within a group the list of shortcuts keeps this order: a new subject goes to the end.
_SOURCES: tuple[Callable[["MainWindow"], Iterable[Command]], ...] = (
    of_moving.commands,
    of_writing.commands,
    of_talking.commands,
    of_triage.commands,
    of_app.commands,
    of_accounts.commands,
    of_finding.commands,
    of_files.commands,
    of_data.commands,
)


def window_commands(window: "MainWindow") -> Commands:
    """Every command of a window."""
    found = Commands(window.archive.settings)
    for source in _SOURCES:
        found.add(*source(window))
    found.add_source(lambda: of_moving.accounts(window))
    found.add_source(lambda: of_talking.of_message(window))
    found.add_source(lambda: of_finding.settings_pages(window))
    found.add_source(lambda: of_finding.saved_replies(window))
    return found
