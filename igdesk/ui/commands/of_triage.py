"""Commands on conversations: done, snooze, labels, marks, and the way back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from igdesk.domain.conversation import Conversation, Shelf
from igdesk.ui.commands.command import Command, Group, Place
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow

CONVERSATION = Group.CONVERSATION


def commands(window: "MainWindow") -> Iterable[Command]:
    def has_targets() -> bool:
        return window.triage.has_targets

    def first() -> Conversation | None:
        return window.triage.first

    def done_words() -> str:
        row = first()
        return say("command.back_to_inbox" if row is not None and row.shelf is Shelf.DONE else "command.done")

    def read_words() -> str:
        row = first()
        return say("command.mark_read" if row is not None and row.unread_count else "command.mark_unread")

    def pin_words() -> str:
        row = first()
        return say("command.unpin" if row is not None and row.is_pinned else "command.pin")

    def mute_words() -> str:
        row = first()
        return say("command.unmute" if row is not None and row.is_muted else "command.mute")

    def reply_words() -> str:
        row = first()
        return say("command.reply_again" if row is not None and row.needs_no_reply else "command.no_reply")

    def may_need_reply() -> bool:
        row = first()
        return row is not None and (row.is_waiting or row.needs_no_reply)

    yield Command(
        "done", lambda: window.triage.done(), ("E", "Ctrl+Shift+D"), group=CONVERSATION, icon="done",
        applies=has_targets, words=done_words,
    )  # fmt: skip
    yield Command(
        "snooze", lambda: window.triage.choose_snooze(), ("H", "Ctrl+Shift+H"), group=CONVERSATION, icon="moon",
        applies=has_targets,
    )  # fmt: skip
    yield Command(
        "remind", lambda: window.triage.reminding.choose(), group=CONVERSATION, icon="bell",
        applies=lambda: window.triage.reminding.applies, words=lambda: window.triage.reminding.words(),
    )  # fmt: skip
    yield Command(
        "labels", lambda: window.triage.choose_labels(), ("L", "Ctrl+L"), group=CONVERSATION, icon="tag",
        applies=has_targets,
    )  # fmt: skip
    yield Command(
        "no_reply", lambda: window.triage.need_no_reply(), ("X",), group=CONVERSATION, icon="check",
        applies=may_need_reply, words=reply_words,
    )  # fmt: skip
    yield Command(
        "read", lambda: window.triage.read(), ("U", "Ctrl+Shift+M"), group=CONVERSATION, icon="mail-unread",
        applies=has_targets, words=read_words,
    )  # fmt: skip
    yield Command(
        "pin", lambda: window.triage.pin(), ("P", "Ctrl+Shift+P"), group=CONVERSATION, icon="pin",
        applies=has_targets, words=pin_words,
    )  # fmt: skip
    yield Command(
        "mute", lambda: window.triage.mute(), group=CONVERSATION, icon="bell-off", applies=has_targets, words=mute_words
    )
    yield Command(
        "undo", lambda: window.undoing.undo(), ("Z", "Ctrl+Z"), group=CONVERSATION, icon="undo",
        applies=lambda: window.undoing.can_undo,
    )  # fmt: skip

    def can_send() -> bool:
        return window.conversation.conversation is not None and window.conversation.composer.can_submit

    yield Command(
        "send_and_done", lambda: window.triage.send_and_done(), ("Ctrl+Shift+Return",), group=Group.WRITE, icon="done",
        place=Place.COMPOSER, applies=can_send,
    )  # fmt: skip
    yield Command(
        "send_then_next", lambda: window.triage.send_then_next(), group=Group.WRITE, icon="arrow-d",
        place=Place.COMPOSER, applies=can_send,
    )  # fmt: skip
    yield Command("mark_all_read", lambda: window.triage.mark_all_read(), group=CONVERSATION, icon="checks")
    yield Command(
        "select_all", lambda: window.list_pane.list.picking.all(), group=CONVERSATION, icon="checks",
        applies=lambda: window.list_pane.model.rowCount() > 0,
    )  # fmt: skip
