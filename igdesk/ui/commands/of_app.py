"""Commands of the program as a whole."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from igdesk.ui.appearance import other_size
from igdesk.ui.commands.command import Command, Group, Place
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    def has_conversation() -> bool:
        return window.conversation.conversation is not None

    def switch_theme() -> None:
        theme = "light" if window.theme_source.current.is_dark else "dark"
        act.change_appearance(window.appearance._replace(theme=theme))

    def theme_words() -> str:
        return say("command.light_theme" if window.theme_source.current.is_dark else "command.dark_theme")

    def resize_text(by: int) -> Callable[[], None]:
        return lambda: act.change_appearance(other_size(window.appearance, by))

    act = window.commands
    yield Command(
        "open_instagram",
        act.open_in_instagram,
        group=Group.CONVERSATION,
        icon="open",
        applies=has_conversation,
    )
    yield Command(
        "copy_username",
        act.copy_username,
        group=Group.CONVERSATION,
        icon="copy",
        applies=lambda: has_conversation() and act.has_username(),
    )
    yield Command("check_now", window.door.check_now, ("F5",), icon="refresh", place=Place.INSIDE)
    yield Command(
        "details",
        lambda: window.toggle_details(not window.are_details_shown),
        ("Ctrl+I",),
        icon="panel",
        applies=has_conversation,
    )
    yield Command(
        "show_outbox",
        lambda: act.show_outbox(window.list_pane.footer),
        icon="send",
        applies=lambda: bool(window.archive.outbox.items()) or window.archive.scheduling.has_any(),
    )
    yield Command("switch_theme", switch_theme, icon="sun", words=theme_words, place=Place.EVERYWHERE)
    for name, keys, by in (
        ("text_larger", ("Ctrl++", "Ctrl+="), 1),
        ("text_smaller", ("Ctrl+-",), -1),
        ("text_normal", ("Ctrl+0",), 0),
    ):
        yield Command(name, resize_text(by), keys, icon="eye", place=Place.EVERYWHERE)
    yield Command("settings", lambda: window.settings.open(), ("Ctrl+,",), icon="settings", place=Place.INSIDE)
    yield Command(
        "lock",
        lambda: window.locking.lock(),
        ("Ctrl+Shift+L",),
        icon="lock",
        applies=lambda: bool(window.accounts),
        place=Place.EVERYWHERE,
        reaches_over=True,
    )
    yield Command("close_window", window.close, ("Ctrl+W",), is_listed=False, place=Place.EVERYWHERE, works_locked=True)
    yield Command(
        "quit", window.quit_requested.emit, ("Ctrl+Q",), icon="quit", place=Place.EVERYWHERE, works_locked=True
    )
