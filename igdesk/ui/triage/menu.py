"""The menu of a conversation, or of all that are picked (picture 13)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from igdesk.domain.conversation import Shelf
from igdesk.domain.ids import ConversationId
from igdesk.ui.commands.keys import spoken
from igdesk.ui.icons import icon
from igdesk.ui.menu import add_row, make_menu, mark_danger
from igdesk.ui.texts import say

if TYPE_CHECKING:
    from igdesk.ui.window.main_window import MainWindow


def conversation_menu(window: "MainWindow", ids: Sequence[ConversationId]) -> QMenu:
    """Ready to pop up; no row moves while it is open."""
    rows = window.archive.inbox.by_ids(ids)
    triage = window.triage
    menu = make_menu(window.theme_source.current, window)
    menu.setObjectName("conversationMenu")
    several = say("list.bulk.count", n=len(rows))
    menu.setAccessibleName(rows[0].participant.display_name if len(rows) == 1 else several)
    ink = window.theme_source.current.color("text.secondary")

    def add(icon_name: str, text_id: str, run: Callable[[], object], command: str = "") -> QAction:
        key = spoken(window.registry.key_of(command, prefers_letter=True)) if command else ""
        action = add_row(menu, say(text_id), run, icon(icon_name, ink), key=key)
        action.setObjectName(f"menu.{text_id.removeprefix('command.')}")
        return action

    is_done = all(row.shelf is Shelf.DONE for row in rows)
    if is_done:
        add("inbox", "command.back_to_inbox", lambda: triage.back(ids), "done")
    else:
        add("done", "command.done", lambda: triage.done(ids), "done")
        if all(row.shelf is Shelf.SNOOZED for row in rows):
            add("inbox", "command.back_to_inbox", lambda: triage.back(ids))
    add("moon", "command.snooze", lambda: triage.choose_snooze(ids), "snooze")
    if triage.reminding.is_set(rows) or triage.reminding.leads(rows):
        remind = "command.remind_not" if triage.reminding.is_set(rows) else "command.remind"
        add("bell", remind, lambda: triage.reminding.choose(ids), "remind")
    add("tag", "command.labels", lambda: triage.choose_labels(ids), "labels")
    if any(row.is_waiting for row in rows):
        add("check", "command.no_reply", lambda: triage.need_no_reply(ids), "no_reply")
    elif any(row.needs_no_reply for row in rows):
        add("waiting", "command.reply_again", lambda: triage.need_no_reply(ids), "no_reply")
    menu.addSeparator()
    is_unread = any(row.unread_count for row in rows)
    read = "command.mark_read" if is_unread else "command.mark_unread"
    add("check" if is_unread else "mail-unread", read, lambda: triage.read(ids), "read")
    pin = "command.unpin" if all(row.is_pinned for row in rows) else "command.pin"
    add("pin", pin, lambda: triage.pin(ids), "pin")
    is_muted = all(row.is_muted for row in rows)
    mute = "command.unmute" if is_muted else "command.mute"
    add("bell" if is_muted else "bell-off", mute, lambda: triage.mute(ids), "mute")
    if len(ids) == 1:
        menu.addSeparator()
        picking = window.list_pane.list.picking
        row_number = window.list_pane.model.row_of(ids[0])
        if row_number >= 0:
            add("checks", "command.select", lambda: picking.toggle(window.list_pane.model.row_of(ids[0])))
        username = rows[0].participant.username if rows else ""
        add("open", "command.open_instagram", lambda: window.commands.open_at_instagram(username))
        if username:
            add("copy", "command.copy_username", lambda: window.commands.copy_handle(username))
    else:
        menu.addSeparator()
    export = add("upload", "command.export", lambda: window.exporting.ask(ids))
    if len(ids) > 1:
        export.setText(say("command.export.several", n=len(ids)))
    menu.addSeparator()
    mark_danger(add("trash", "command.delete_here", lambda: window.erasing.ask_to_delete(ids)))
    window.list_pane.list.hold_for_menu(True)
    menu.aboutToHide.connect(lambda: window.list_pane.list.hold_for_menu(False))
    return menu
