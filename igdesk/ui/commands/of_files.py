"""Commands around files that go out with a reply."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.ui.commands.command import Command, Group

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    column = window.conversation

    def offer_undo() -> None:
        column.attaching.removed.connect(lambda words, back: window.undoing.remember(words, back))

    if column.has_talk:
        offer_undo()
    else:
        column.talk_made.connect(offer_undo)
    # Esc puts the files away before it takes the quote or leaves the reply.
    window.commands.close_first(lambda: column.has_talk and column.composer.has_focus and column.attaching.put_away())
    yield Command(
        "attach_files",
        lambda: column.attaching.choose(),
        ("Ctrl+O",),
        group=Group.WRITE,
        icon="attach",
        applies=lambda: column.has_talk and column.attaching.can_attach,
    )
    yield Command(
        "quick_replies",
        lambda: column.offering.write_quick_replies(),
        group=Group.WRITE,
        icon="saved",
        applies=lambda: column.has_talk and column.offering.can_offer,
    )
    yield Command(
        "send_link",
        lambda: column.offering.send_link(),
        group=Group.WRITE,
        icon="link",
        applies=lambda: column.has_talk and column.offering.can_offer,
    )
