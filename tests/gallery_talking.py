"""The states of replying for the gallery: quote, undo, reactions, emoji, saved replies, settings."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from igdesk.domain.reaction import HEART
from igdesk.domain.saved_reply import SavedReply
from igdesk.domain.triage import LEADS
from igdesk.ui.window.main_window import MainWindow

SAVED = (
    SavedReply(1, "hours", "Opening hours", "We’re open Tue–Sat, 10–18. The studio is on the ground floor."),
    SavedReply(2, "ship", "Shipping in Europe", "Parcels leave on Tuesdays and Fridays. To {cursor} it is 190 kr."),
    SavedReply(3, "six", "Set of six", "A set of six takes about three weeks; a deposit of 30 % holds it."),
    SavedReply(4, "thanks", "Thank you", "Thank you, {first_name}! It was a joy to make these for you."),
)
LONG = "The stoneware set is ready and packed. Each plate is 27 cm, each bowl 16 cm. " * 14


class Shelf:
    """Saved replies without a store."""

    def all(self) -> tuple[SavedReply, ...]:
        return SAVED


def talking(window: MainWindow, shoot: Callable[[str], None], moment_ms: int) -> Iterator[int]:
    """With the conversation of Mara Lindqvist on the screen."""
    column = window.conversation
    composer, view = column.composer, column.timeline.view
    row = column.conversation
    assert row is not None
    theirs = [m for m in window.archive.timeline.newest(row.id, 20) if not m.is_own]
    composer.focus_text()
    column.quoting.quote(theirs[-2].id)
    composer.insert("Yes, all of them")
    yield moment_ms
    shoot("quote")
    composer.box.send.click()
    yield moment_ms
    shoot("undo")
    composer.undo_send()
    composer.remove_quote()
    composer.box.text.clear()
    composer.insert(LONG)
    yield moment_ms
    shoot("two-messages")
    composer.box.text.clear()
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    view.pointer.is_by_keyboard = True
    view.set_current_row(view.rows.rowCount() - 1)
    yield moment_ms
    shoot("toolbar")
    column.reacting.choose(view.rows.rows[view.current_row()].message.id)
    yield moment_ms
    shoot("reactions")
    window.findChild(QWidget, "reaction1").click()  # type: ignore[union-attr]
    yield moment_ms
    window.archive.reactions.wish(theirs[-2].id, HEART, window.door.server_now())
    yield moment_ms
    shoot("reaction-waiting")
    composer.focus_text()
    column.writing.pick_emoji()
    yield moment_ms
    shoot("emoji")
    search = window.findChild(QWidget, "emojiSearch")
    search.setText("hand")  # type: ignore[union-attr]
    yield moment_ms
    shoot("emoji-search")
    window.findChild(QWidget, "emojiPopup").dismiss()  # type: ignore[union-attr]
    if column.writing.saved is None:
        column.writing.use_saved_replies(Shelf())
    composer.focus_text()
    composer.insert("/")
    yield moment_ms
    shoot("saved-replies")
    column.writing.saved.close()  # type: ignore[union-attr]
    composer.box.text.clear()
    composer.send_menu.open()
    yield moment_ms
    window.findChild(QWidget, "sendMenu").close()  # type: ignore[union-attr]
    composer.insert("Good morning, it is ready")
    column.later.choose()
    yield moment_ms
    shoot("send-later")
    window.findChild(QWidget, "laterCustom").click()  # type: ignore[union-attr]
    yield moment_ms
    shoot("send-later-custom")
    window.findChild(QWidget, "laterPopup").dismiss()  # type: ignore[union-attr]
    at = column.later.times()[0][1]
    composer.box.text.clear()
    window.archive.scheduling.add(row.id, "Good morning, it is ready", at)
    yield moment_ms
    shoot("scheduled")
    column.later.edit_next()
    composer.box.text.clear()
    window.triage.reminding.choose([row.id])
    yield moment_ms
    shoot("remind")
    window.findChild(QWidget, "remindPopup").dismiss()  # type: ignore[union-attr]
    window.triage.reminding.remind([row.id], LEADS[0])
    yield moment_ms
    shoot("remind-strip")
    window.undoing.undo()
    window.settings.open("replying")
    yield moment_ms
    shoot("settings-replying")
    window.settings.escape()
    yield moment_ms
