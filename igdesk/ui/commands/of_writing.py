"""Commands around writing a reply."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.ui.commands.command import Command, Group, Place

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    yield Command(
        "reply",
        window.commands.reply,
        ("R",),
        group=Group.WRITE,
        icon="reply",
        applies=lambda: window.conversation.conversation is not None,
    )
    # The field itself does these; they stand in the list of shortcuts.
    yield Command("send", None, ("Return",), group=Group.WRITE, place=Place.COMPOSER, is_fixed=True)
    yield Command("open_and_write", None, ("Return",), group=Group.MOVE, is_fixed=True)
    yield Command("message_steps", None, ("Up", "Down"), group=Group.MESSAGES, place=Place.MESSAGE, is_fixed=True)
    yield Command("message_open", None, ("Return",), group=Group.MESSAGES, place=Place.MESSAGE, is_fixed=True)
    yield Command("new_line", None, ("Shift+Return",), group=Group.WRITE, place=Place.COMPOSER, is_fixed=True)
