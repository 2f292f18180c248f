"""Commands around a reply beside its words: quotes, undo."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.ui.commands.command import Command, Group, Place

if TYPE_CHECKING:
    from igdesk.ui.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    column = window.conversation

    def can_reply() -> bool:
        return column.conversation is not None and column.conversation.can_reply

    # Esc closes the quote before it leaves the reply.
    window.commands.close_first(
        lambda: column.has_talk and column.composer.has_focus and column.composer.remove_quote()
    )
    yield Command(
        "edit_held",
        lambda: column.composer.undo_send(),
        ("Ctrl+Z",),
        group=Group.WRITE,
        place=Place.COMPOSER,
        icon="undo",
        applies=lambda: column.has_talk and column.composer.can_undo_send,
    )
    yield Command(
        "quote_theirs",
        lambda: column.talking.quote_theirs(1),
        ("Ctrl+R",),
        group=Group.WRITE,
        icon="reply",
        applies=can_reply,
        repeats=True,
    )
    yield Command(
        "quote_later",
        lambda: column.talking.quote_theirs(-1),
        ("Ctrl+Shift+R",),
        group=Group.WRITE,
        applies=can_reply,
        is_listed=False,
        repeats=True,
    )
