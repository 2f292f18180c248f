"""Commands of the open conversation: on a message, with saved replies, and on the reply that is written."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from igdesk.domain.ids import MessageId
from igdesk.domain.message import Message
from igdesk.ui.commands.command import Command, Group, Place
from igdesk.ui.commands.keys import spoken
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def commands(window: "MainWindow") -> Iterable[Command]:
    """In the order of the sheet."""
    yield from _on_messages(window)
    yield from _on_saved_replies(window)
    yield from _on_the_reply(window)


def _on_messages(window: "MainWindow") -> Iterable[Command]:
    column = window.conversation

    def teach_keys() -> None:
        column.offers.key_of = lambda found: spoken(window.registry.key_of(found, prefers_letter=True))

    if column.has_talk:
        teach_keys()
    else:
        column.talk_made.connect(teach_keys)
    window.commands.close_first(lambda: column.has_talk and column.timeline.toolbar.give_focus_back())

    def focused() -> Message | None:
        """The message with the focus of the keyboard."""
        view = column.timeline.view if column.has_talk else None
        row = view.current_row() if view is not None and view.hasFocus() else -1
        return view.rows.rows[row].message if view is not None and row >= 0 else None

    def on_focused(act: Callable[[MessageId], object]) -> Callable[[], None]:
        def run() -> None:
            message = focused()
            if message is not None:
                act(message.id)

        return run

    def is_offered(what: str) -> bool:
        message = focused()
        return message is not None and getattr(column.offers.of(message), what)

    yield Command(
        "quote",
        on_focused(lambda found: column.quoting.quote(found)),
        ("R",),
        group=Group.MESSAGES,
        place=Place.MESSAGE,
        icon="reply",
        applies=lambda: is_offered("quote"),
    )
    yield Command(
        "react",
        on_focused(lambda found: column.reacting.choose(found)),
        ("Shift+R",),
        group=Group.MESSAGES,
        place=Place.MESSAGE,
        icon="heart",
        applies=lambda: is_offered("reactions"),
    )
    yield Command("copy_text", None, ("Ctrl+C",), group=Group.MESSAGES, place=Place.MESSAGE, is_fixed=True)


def _on_saved_replies(window: "MainWindow") -> Iterable[Command]:
    column = window.conversation

    def has_saved() -> bool:
        saved = column.writing.saved if column.has_talk and column.conversation is not None else None
        return saved is not None and saved.has_any

    def open_saved() -> None:
        if column.writing.saved is not None:
            column.writing.saved.open()

    yield Command(
        "saved_replies",
        open_saved,
        ("/", "Ctrl+/"),
        group=Group.WRITE,
        icon="saved",
        applies=has_saved,
    )

    def save_reply(text: str) -> None:
        from igdesk.ui.saved.page import SavedRepliesPage

        window.settings.open("saved")
        page = window.settings.place.page
        if isinstance(page, SavedRepliesPage):
            page.make(text)

    def save_message(message_id: MessageId) -> None:
        found = window.archive.timeline.by_ids([message_id])
        if found:
            save_reply(found[0].text)

    if column.has_talk:
        column.timeline.make_saved.connect(save_message)
    else:
        column.talk_made.connect(lambda: column.timeline.make_saved.connect(save_message))
    yield Command(
        "new_saved_reply",
        lambda: save_reply(column.composer.text if column.has_talk and column.conversation is not None else ""),
        ("Ctrl+Shift+S",),
        group=Group.WRITE,
        icon="saved",
    )


def _on_the_reply(window: "MainWindow") -> Iterable[Command]:
    column = window.conversation

    def can_reply() -> bool:
        return column.conversation is not None and column.conversation.can_reply

    # Esc closes the quote before it leaves the reply.
    window.commands.close_first(
        lambda: column.has_talk and column.composer.has_focus and column.composer.remove_quote()
    )
    yield Command(
        "emoji",
        lambda: column.writing.pick_emoji(),
        ("Ctrl+E",),
        group=Group.WRITE,
        icon="smile",
        applies=lambda: column.conversation is not None,
    )
    yield Command(
        "send_heart",
        lambda: column.writing.send_heart(),
        group=Group.WRITE,
        icon="heart",
        applies=lambda: column.has_talk and column.writing.can_send_heart,
    )
    yield Command(
        "send_later",
        lambda: column.later.choose(),
        group=Group.WRITE,
        icon="clock",
        applies=lambda: column.has_talk and bool(column.composer.text.strip()) and column.later.can_send,
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
        lambda: column.quoting.quote_theirs(1),
        ("Ctrl+R",),
        group=Group.WRITE,
        icon="reply",
        applies=can_reply,
        repeats=True,
    )
    yield Command(
        "quote_later",
        lambda: column.quoting.quote_theirs(-1),
        ("Ctrl+Shift+R",),
        group=Group.WRITE,
        applies=can_reply,
        is_listed=False,
        repeats=True,
    )


def of_message(window: "MainWindow") -> Iterable[Command]:
    """What the menu of the message with the focus offers and has no key of the window."""
    from igdesk.ui.timeline.actions import Do
    from igdesk.ui.timeline.message_menu import menu_actions

    column = window.conversation
    view = column.timeline.view if column.has_talk else None
    if view is None or not view.hasFocus() or view.current_row() < 0:
        return
    names = {
        Do.COPY: "command.copy_text",
        Do.SAVE_MEDIA: "command.save_media",
        Do.MAKE_SAVED: "message.make_saved",
        Do.DETAILS: "message.details",
    }
    for icon, _words, action in menu_actions(view.rows.rows[view.current_row()].message):
        if action.do in names:
            yield Command(
                f"message_{action.do.name.lower()}",
                partial(view.pointer.act, action),
                ("Ctrl+C",) if action.do is Do.COPY else (),
                group=Group.MESSAGES,
                icon=icon,
                words=partial(say, names[action.do]),
                is_fixed=True,
            )
