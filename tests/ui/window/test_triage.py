"""Triage in the window: everything at once on the screen, everything with a way back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind
from igdesk.domain.conversation import InboxFilter, InboxOnly, InboxSort, InboxView, Shelf
from igdesk.domain.label import LabelColour
from igdesk.domain.snapshot import AttachmentSnapshot, ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.store.errors import DiskFull
from igdesk.store.tray import TrayFile
from igdesk.ui.inbox.model import ROW_ROLE
from igdesk.ui.menu import shown_key
from igdesk.ui.texts import unmarked
from igdesk.ui.triage.conductor import MARK_READ, REPLIED
from igdesk.ui.triage.label_popover import LabelPopover
from igdesk.ui.triage.snooze_popover import SnoozePopover

Key = Qt.Key


@pytest.fixture
def desk(studio: Any, qtbot: QtBot) -> Iterator[Any]:
    """The studio with the focus in its list."""
    studio.window.activateWindow()
    studio.window.list_pane.list.setFocus()
    qtbot.waitUntil(lambda: studio.window._triage is not None)
    yield studio


def press(widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, held)


def names(studio: Any) -> list[str]:
    model = studio.window.list_pane.model
    return [model.conversation_at(row).participant.username for row in range(model.rowCount())]


def said(studio: Any) -> str:
    return unmarked(studio.window.undoing.toast.text)


def popover(studio: Any, kind: type) -> Any:
    found = [one for one in studio.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def arrive(studio: Any, name: str, text: str, minutes: float = 0.0, *, files: int = 0, own: bool = False) -> None:
    """A poll finds one more message of somebody, or of the account from another place."""
    row = studio.row(name)
    account = studio.archive.accounts.get(row.account_id)
    me = PersonSnapshot(account.remote_id, account.username)
    person = PersonSnapshot(row.participant.igsid, row.participant.username)
    now = studio.engine.server_now() + timedelta(minutes=minutes)
    photos = tuple(AttachmentSnapshot(f"{text}{n}", AttachmentKind.IMAGE, url="https://cdn/x") for n in range(files))
    writer, reader = (me, person) if own else (person, me)
    message = MessageSnapshot(f"x-{name}-{text}", now, writer, (reader,), text, photos)
    page = ConversationSnapshot(row.remote_id, now, (me, person), (message,))
    studio.archive.ingest.conversation(row.account_id, page, read_started_at=now)
    studio.window.bridge.settle()


def test_done_goes_on_to_the_next_and_z_brings_it_back(desk: Any) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("E")
    assert names(desk) == ["tomas", "priya", "aiko", "noah"]
    assert window.conversation.conversation.participant.username == "tomas"
    assert window.list_pane.list.hasFocus()
    assert said(desk) == "Mara Lindqvist is done."
    window.shortcuts.trigger("Z")
    assert names(desk)[0] == "mara"
    assert window.conversation.conversation.participant.username == "mara"
    assert said(desk) == ""


def test_done_twice_and_undo_twice(desk: Any) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    for _ in range(3):
        window.shortcuts.trigger("E")
    assert names(desk) == ["aiko", "noah"]
    for _ in range(3):
        window.shortcuts.trigger("Z")
    assert names(desk) == ["mara", "tomas", "priya", "aiko", "noah"]
    assert not window.undoing.can_undo


def test_done_keeps_what_is_typed_as_a_draft(desk: Any, qtbot: QtBot) -> None:
    """failure 93"""
    window = desk.window
    window.open_conversation(desk.talks["mara"])
    QTest.keyClicks(window.conversation.composer.field, "half a thought")
    window.shortcuts.trigger("Ctrl+Shift+D")
    assert desk.row("mara").draft == "half a thought"
    assert window.conversation.composer.field.toPlainText() == ""
    assert window.conversation.composer.has_focus
    window.undoing.undo()
    window.open_conversation(desk.talks["mara"])
    assert window.conversation.composer.field.toPlainText() == "half a thought"


def test_done_in_the_done_view_brings_back(desk: Any) -> None:
    window = desk.window
    window.triage.done([desk.talks["mara"]])
    window.choose_view(InboxView.DONE)
    assert names(desk) == ["mara"]
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    assert window.registry.get("done").title == "Back to inbox"
    window.shortcuts.trigger("E")
    assert names(desk) == []
    assert said(desk) == "Mara Lindqvist is back in the inbox."
    assert desk.row("mara").shelf is Shelf.INBOX


def test_a_message_brings_a_done_conversation_back_while_one_reads_another(desk: Any) -> None:
    """failure 92: the open conversation stays open, the row under the eye stays"""
    window = desk.window
    window.open_conversation(desk.talks["tomas"], focus_composer=False)
    window.triage.done([desk.talks["mara"]])
    arrive(desk, "mara", "One more thing")
    assert names(desk)[0] == "mara"
    assert window.conversation.conversation.participant.username == "tomas"
    assert window.list_pane.list.selected_id == desk.talks["tomas"]


def test_snooze_by_key_wakes_on_time(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("H")
    card = popover(desk, SnoozePopover)
    assert card.accessibleName() == "Snooze until"
    warning = card.findChild(QWidget, "snoozeWarning")
    assert warning is not None
    assert warning.accessibleName().startswith("The reply window closes tomorrow at ")
    press(card, Key.Key_Return)
    until = window.now() + timedelta(hours=1)
    assert desk.row("mara").wakes_at == until
    assert "mara" not in names(desk)
    assert said(desk).startswith("Mara Lindqvist is back today at ")
    assert window.triage.waker.timer.isActive()
    window.choose_view(InboxView.SNOOZED)
    assert names(desk) == ["mara"]
    window.now = lambda: until
    window.triage.waker._now = window.now
    window.triage.waker.look()
    assert names(desk) == []
    window.choose_view(InboxView.INBOX)
    assert "mara" in names(desk)
    assert desk.row("mara").is_back_from_snooze is True


def test_a_time_of_ones_own(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("H")
    card = popover(desk, SnoozePopover)
    press(card, Key.Key_Up)
    press(card, Key.Key_Return)
    fields = card._fields
    assert fields.isVisible()
    press(card, Key.Key_1)
    press(card, Key.Key_Return)
    assert card.isVisible() and desk.row("mara").wakes_at is None, "no key takes a preset that has given way"
    fields._day.setDate(fields._day.date().addDays(2))
    fields._accept.click()
    found = desk.row("mara").wakes_at
    assert found is not None
    assert (found.astimezone().date() - window.now().astimezone().date()).days == 3
    assert found.astimezone().hour == 9


def test_a_time_that_has_passed_is_not_taken(desk: Any) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("H")
    card = popover(desk, SnoozePopover)
    card._custom.click()
    fields = card._fields
    here = window.now().astimezone()
    fields._day.setDate(fields._day.minimumDate())
    fields._time.setTime(fields._time.time().fromString("00:00", "HH:mm"))
    assert fields.moment() <= here
    fields._accept.click()
    assert desk.row("mara").shelf is Shelf.INBOX
    assert card.isVisible()


def test_labels_by_number_by_typing_and_made(desk: Any) -> None:
    window, labels = desk.window, desk.archive.triage.labels
    labels.make("VIP", LabelColour.YELLOW)
    labels.make("Order")
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("L")
    card = popover(desk, LabelPopover)
    field = card.field
    press(field, Key.Key_1)
    assert [label.name for label in labels.all() if label.id in desk.row("mara").label_ids] == ["VIP"]
    assert said(desk) == "Mara Lindqvist is labelled VIP."
    press(field, Key.Key_1)
    assert desk.row("mara").label_ids == ()
    QTest.keyClicks(field, "ord")
    press(field, Key.Key_Return)
    assert len(desk.row("mara").label_ids) == 1
    field.clear()
    QTest.keyClicks(field, "Wholesale")
    assert card._rows[0].accessibleName() == "Create “Wholesale”"
    press(field, Key.Key_Return)
    assert len(desk.row("mara").label_ids) == 2
    press(field, Key.Key_Escape)
    index = window.list_pane.model.index(0)
    assert "labels Order, Wholesale" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    item = list(card._rows)
    assert all(row.accessibleName() for row in item)


def test_labels_of_several_are_mixed_until_all_have_them(desk: Any) -> None:
    window = desk.window
    vip = desk.archive.triage.labels.make("VIP")
    ids = [desk.talks["mara"], desk.talks["tomas"]]
    desk.archive.triage.label(ids[:1], vip.id, True)
    window.triage.choose_labels(ids)
    card = popover(desk, LabelPopover)
    assert card._rows[0]._is_mixed
    card._rows[0].click()
    assert all(vip.id in row.label_ids for row in desk.archive.inbox.by_ids(ids))
    assert said(desk) == "VIP was taken off Tomás Oliveira." or "labelled" in said(desk)
    window.undoing.undo()
    assert [bool(row.label_ids) for row in (desk.row("mara"), desk.row("tomas"))] == [True, False]


def test_pin_mute_no_reply_and_unread_switch(desk: Any) -> None:
    window = desk.window
    window.open_conversation(desk.talks["tomas"], focus_composer=False)
    run = window.registry.run
    run("pin")
    assert names(desk)[0] == "tomas"
    assert said(desk) == "Tomás Oliveira is pinned."
    assert window.registry.get("pin").title == "Unpin"
    run("mute")
    assert window.list_pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("pinned, muted")
    run("no_reply")
    assert said(desk) == "Tomás Oliveira no longer waits."
    assert not desk.row("tomas").is_waiting
    assert window.registry.get("no_reply").title == "Reply needed"
    unread = desk.row("tomas").unread_count
    assert unread == 1
    run("read")
    assert desk.row("tomas").unread_count == 0
    for _ in range(4):
        run("undo")
    found = desk.row("tomas")
    assert (found.is_pinned, found.is_muted, found.is_waiting, found.unread_count) == (False, False, True, 1)


def test_marked_as_unread_it_stays_so_while_it_is_looked_at(desk: Any) -> None:
    """failure 100: opening marks as read, but not what was just marked as unread"""
    window = desk.window
    desk.archive.inbox.mark_read(desk.talks["mara"])
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.shortcuts.trigger("U")
    assert desk.row("mara").unread_count == 1
    watch = window.conversation.timeline._read
    watch.look()
    assert not watch.timer.isActive()


def test_unread_until_answered(desk: Any) -> None:
    window = desk.window
    assert desk.row("mara").unread_count == 1
    desk.archive.settings.set(MARK_READ, REPLIED)
    window.conversation.timeline.seen.emit(desk.talks["mara"])
    assert desk.row("mara").unread_count == 1
    window.open_conversation(desk.talks["mara"])
    window.conversation.composer.submitted.emit(int(desk.talks["mara"]), "Yes")
    assert desk.row("mara").unread_count == 0
    desk.archive.triage.mark_unread([desk.talks["mara"]])
    desk.archive.settings.set(MARK_READ, "")
    window.conversation.timeline.seen.emit(desk.talks["mara"])
    assert desk.row("mara").unread_count == 0


def test_a_read_conversation_stays_in_the_unread_list_while_it_is_open(desk: Any) -> None:
    """failure 92: reading must not take the row away"""
    window = desk.window
    window.list_pane.narrow(InboxFilter.UNREAD)
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    desk.archive.inbox.mark_read(desk.talks["mara"])
    assert names(desk)[0] == "mara"
    window.open_conversation(desk.talks["tomas"], focus_composer=False)
    assert "mara" not in names(desk)


def test_picking_and_the_bar(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    pane = window.list_pane
    listed = pane.list
    press(listed, Key.Key_Space)
    assert [desk.archive.inbox.by_ids([i])[0].participant.username for i in pane.picked] == ["mara"]
    assert pane.bulk.isVisible()
    assert not pane.chips.isVisible()
    press(listed, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(listed, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(pane.picked) == 3
    assert pane.bulk.findChild(QWidget, "listBulkCount").accessibleName() == "3 selected"
    before = desk.archive.statistics.transactions
    pane.bulk._buttons["done"].click()
    assert desk.archive.statistics.transactions == before + 1
    assert names(desk) == ["aiko", "noah"]
    assert said(desk) == "3 conversations are done."
    assert not pane.bulk.isVisible()
    window.shortcuts.trigger("Z")
    assert len(names(desk)) == 5


def test_all_are_picked_and_escape_ends_it(desk: Any) -> None:
    window = desk.window
    press(window.list_pane.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(window.list_pane.picked) == 5
    window.shortcuts.trigger("Esc")
    assert window.list_pane.picked == ()
    assert window.list_pane.list.hasFocus()


def test_picking_with_the_pointer(desk: Any) -> None:
    pane = desk.window.list_pane
    view = pane.list.viewport()

    def click(row: int, held: Qt.KeyboardModifier) -> None:
        where = pane.list.visualRect(pane.model.index(row)).center()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, held, where)

    click(1, Qt.KeyboardModifier.ControlModifier)
    click(3, Qt.KeyboardModifier.ShiftModifier)
    assert len(pane.picked) == 3
    assert desk.window.conversation.conversation is None
    corner = pane.list.visualRect(pane.model.index(4)).topLeft() + QPoint(40, 40)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, corner)
    assert len(pane.picked) == 4
    click(0, Qt.KeyboardModifier.NoModifier)
    assert pane.picked == ()
    assert desk.window.conversation.conversation is not None


def test_the_buttons_on_the_row_under_the_pointer(desk: Any) -> None:
    pane = desk.window.list_pane
    pane.list._show_actions(pane.model.index(2))
    actions = pane.list.row_actions
    assert actions.isVisible()
    looks = [pane.list._look_of(pane.model.index(row)).has_buttons for row in range(4)]
    assert looks == [False, False, True, False], "its time is not painted: it may be wider than they are"
    pane.list._show_actions(pane.model.index(1))
    assert not pane.list._look_of(pane.model.index(2)).has_buttons
    pane.list._hide_actions()
    assert not any(pane.list._look_of(pane.model.index(row)).has_buttons for row in range(4))
    pane.list._show_actions(pane.model.index(2))
    actions._done.click()
    assert names(desk) == ["mara", "tomas", "aiko", "noah"]
    assert not actions.isVisible()
    pane.list._show_actions(pane.model.index(0))
    actions._snooze.click()
    assert popover(desk, SnoozePopover)


def menu_of(studio: Any) -> QMenu:
    menus = [menu for menu in studio.window.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_the_menu_of_a_row(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    press(window.list_pane.list, Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = menu_of(desk)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == [
        "Mark as done",
        "Snooze…",
        "Remind me before the window closes…",
        "Labels…",
        "No reply needed",
        "Mark as read",
        "Pin",
        "Mute notifications",
        "Select",
        "Open in Instagram",
        "Copy username",
        "Export conversation…",
        "Delete from this computer…",
    ]
    assert [key for key in map(shown_key, menu.actions()) if key] == ["E", "H", "L", "X", "U", "P"]
    arrive(desk, "noah", "Hello again")
    assert names(desk)[0] == "mara"  # nothing moves under an open menu
    menu.actions()[0].trigger()
    menu.hide()
    assert names(desk)[0] == "noah"
    assert "mara" not in names(desk)


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_order_and_label_of_the_list(desk: Any) -> None:
    window = desk.window
    vip = desk.archive.triage.labels.make("VIP & friends")
    desk.archive.triage.label([desk.talks["aiko"]], vip.id, True)
    header = window.list_pane.header
    assert header.filter.accessibleName() == "Sort and filter"
    window.triage.open_sort_menu(header.filter)
    menu = menu_of(desk)
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Newest message"].isChecked()
    actions["Waiting longest"].trigger()
    menu.hide()
    assert names(desk) == ["noah", "aiko", "priya", "tomas", "mara"]
    assert header.filter.accessibleName() == "Sort and filter, 1 active"
    window.list_pane.sort_by(InboxSort.WINDOW)
    assert names(desk) == ["priya", "tomas", "mara", "aiko", "noah"]
    window.triage.open_sort_menu(header.filter)
    actions = {action.text(): action for action in menu_of(desk).actions()}
    actions["VIP && friends"].trigger()
    assert names(desk) == ["aiko"]
    assert header.filter.accessibleName() == "Sort and filter, 2 active"
    window.choose_view(InboxView.WAITING)
    window.choose_view(InboxView.INBOX)
    assert len(names(desk)) == 5
    assert window.list_pane.model.choice.sort is InboxSort.WINDOW  # the order of a view is kept


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_the_list_narrowed_to_photos_and_to_what_was_answered_elsewhere(desk: Any) -> None:
    window, header = desk.window, desk.window.list_pane.header

    def choose(name: str) -> None:
        window.triage.open_sort_menu(header.filter)
        menu = menu_of(desk)
        next(action for action in menu.actions() if action.objectName() == name).trigger()
        menu.close()

    arrive(desk, "noah", "Look", files=1)
    choose("only.photos")
    assert names(desk) == ["noah"]
    assert header.filter.accessibleName() == "Sort and filter, 1 active"
    assert window.list_pane.list.accessibleName() == "Inbox, 1 conversation"
    arrive(desk, "mara", "And this", files=1)  # a poll
    assert sorted(names(desk)) == ["mara", "noah"]
    assert window.list_pane.counts.total == 2
    window.triage.done([desk.talks["mara"]])
    assert names(desk) == ["noah"]
    window.choose_view(InboxView.DONE)
    choose("only.photos")
    assert names(desk) == ["mara"], "in every view"
    window.choose_view(InboxView.INBOX)
    assert len(names(desk)) == 4, "another view begins with all of it"
    choose("only.elsewhere")
    assert names(desk) == []
    assert not window.list_pane._nothing.isHidden()
    arrive(desk, "aiko", "I answered on the phone", own=True)
    assert names(desk) == ["aiko"]
    window.triage.open_sort_menu(header.filter)
    on = [action.text() for action in menu_of(desk).actions() if action.isChecked() and not action.actionGroup()]
    assert on == ["Answered elsewhere"]


def test_mark_all_as_read_is_about_the_list_that_is_shown(desk: Any) -> None:
    arrive(desk, "noah", "Look", files=1)
    arrive(desk, "aiko", "Hello")
    before = desk.row("aiko").unread_count
    desk.window.list_pane.show_only(InboxOnly.PHOTOS)
    desk.window.triage.mark_all_read()
    assert desk.row("noah").unread_count == 0
    assert desk.row("aiko").unread_count == before > 0
    desk.window.undoing.undo()
    assert desk.row("noah").unread_count > 0


def test_a_draft_of_nothing_but_files_is_a_draft_in_the_list(desk: Any) -> None:
    target = desk.talks["mara"]
    file = TrayFile(0, "k", AttachmentKind.IMAGE, "image/jpeg", "cup.jpg", 9)
    desk.archive.tray.add(target, file)
    desk.archive.tray.add(target, file)
    model = desk.window.list_pane.model
    index = model.index(model.row_of(target))
    row = index.data(ROW_ROLE)
    assert (row.snippet.prefix, row.snippet.text, row.snippet.icon) == ("Draft:", "2 files", "pencil")
    assert ", draft, 2 files, " in row.sentence()
    desk.archive.tray.clear(target)
    assert index.data(ROW_ROLE).snippet.prefix == ""


def test_empty_views_say_what_they_are_for(desk: Any) -> None:
    window = desk.window
    for view, heading, text in (
        (InboxView.SNOOZED, "Nothing is snoozed", "Press H on a conversation to bring it back later."),
        (InboxView.DONE, "Nothing is done yet", "Press E on a conversation when it is finished."),
    ):
        window.choose_view(view)
        nothing = window.list_pane._nothing
        assert nothing.isVisible()
        assert (nothing._heading.text(), nothing._text.text()) == (heading, text)
    window.choose_view(InboxView.INBOX)
    window.list_pane.list.picking.all()
    window.triage.done()
    assert window.list_pane._nothing._text.text() == "Nothing here right now."
    assert window.conversation.empty._heading.text() == "All done"
    words = window.conversation.empty._text.text()
    assert words == "Everyone has an answer. 5 conversations were finished today."
    window.triage.snooze([desk.talks["mara"]], window.now() + timedelta(days=1))
    words = window.conversation.empty._text.text()
    assert words.startswith("Everyone has an answer. 4 conversations were finished today, 1 comes back from")
    window.conversation.empty.findChild(QWidget, "emptyShowDone").click()
    assert window.list_pane.view is InboxView.DONE
    assert len(names(desk)) == 4


def test_notes_are_kept_while_typing(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"])
    window.toggle_details(True)
    section = window.details.notes
    assert section.field.accessibleName() == "Private notes about Mara Lindqvist"
    section.field.setFocus()
    QTest.keyClicks(section.field, "Likes moss glaze")
    section._timer.timeout.emit()
    assert desk.archive.triage.note(desk.talks["mara"]) == "Likes moss glaze"
    QTest.keyClicks(section.field, ", large")
    arrive(desk, "mara", "Hello?")
    assert section.field.toPlainText() == "Likes moss glaze, large"  # a poll takes nothing
    window.open_conversation(desk.talks["tomas"])
    assert desk.archive.triage.note(desk.talks["mara"]) == "Likes moss glaze, large"
    assert section.field.toPlainText() == ""
    QTest.keyClicks(section.field, "unsaved")
    window.close()
    assert desk.archive.triage.note(desk.talks["tomas"]) == "unsaved"


def test_labels_in_the_details(desk: Any) -> None:
    window = desk.window
    vip = desk.archive.triage.labels.make("VIP")
    desk.archive.triage.label([desk.talks["mara"]], vip.id, True)
    window.open_conversation(desk.talks["mara"])
    window.toggle_details(True)
    (chip,) = window.details.labels._chips
    assert chip.accessibleName() == "Label VIP, remove"
    desk.archive.triage.labels.rename(vip.id, "Very important")
    (chip,) = window.details.labels._chips
    assert chip.accessibleName() == "Label Very important, remove"
    chip.click()
    assert desk.row("mara").label_ids == ()
    assert said(desk) == "Very important was taken off Mara Lindqvist."
    window.details.labels._add.click()
    assert popover(desk, LabelPopover)


def test_the_toast_stays_while_the_focus_is_on_it(desk: Any, qtbot: QtBot) -> None:
    window = desk.window
    window.triage.done([desk.talks["mara"]])
    toast = window.undoing.toast
    assert toast._timer.isActive()
    assert (toast.objectName(), toast.button.objectName()) == ("toast", "toastUndo")
    toast.button.setFocus()
    assert not toast._timer.isActive()
    press(toast.button, Key.Key_Space)
    assert names(desk)[0] == "mara"
    assert toast.isHidden()
    window.triage.done([desk.talks["mara"]])
    toast._timer.timeout.emit()
    assert toast.isHidden()
    assert window.undoing.can_undo  # Z still works


def test_the_toast_undoes_its_own_act_only(desk: Any) -> None:
    """The button of one act must not take back another one."""
    window = desk.window
    window.triage.done([desk.talks["mara"]])
    undo = window.undoing.toast._undo
    window.triage.done([desk.talks["tomas"]])
    undo()
    assert "mara" not in names(desk)
    assert "tomas" not in names(desk)


def test_the_labels_page(desk: Any) -> None:
    window = desk.window
    labels = desk.archive.triage.labels
    first, second = labels.make("VIP"), labels.make("Order")
    desk.archive.triage.label([desk.talks["mara"]], first.id, True)
    window.settings.open("labels")
    page = next(one for one in window.findChildren(QWidget) if type(one).__name__ == "LabelsPage")
    rows = [page._card.column.itemAt(n).widget() for n in range(page._card.column.count())]
    assert [row.field.text() for row in rows] == ["VIP", "Order"]
    rows[0].field.setText("Order")
    rows[0]._rename()
    assert rows[0].field._has_problem
    page.shift(second.id, -1)
    assert [label.name for label in labels.all()] == ["Order", "VIP"]
    page.delete(first.id)
    assert [label.name for label in labels.all()] == ["Order"]
    assert said(desk) == "The label VIP was deleted."
    window.undoing.undo()
    assert {label.name for label in labels.all()} == {"Order", "VIP"}
    page._make()
    assert "Label 1" in {label.name for label in labels.all()}
    window.settings.open("appearance")
    page = next(one for one in window.findChildren(QWidget) if type(one).__name__ == "AppearancePage")
    page._label_names.click()
    assert not window.list_pane.shows_label_names
    assert desk.archive.settings.get("list.label_names") == "0"


@pytest.fixture
def labels_page(desk: Any) -> Any:
    for name in ("VIP", "Order", "Press", "Repair"):
        desk.archive.triage.labels.make(name)
    desk.window.settings.open("labels")
    return next(one for one in desk.window.findChildren(QWidget) if type(one).__name__ == "LabelsPage")


def order_of(desk: Any) -> list[str]:
    return [label.name for label in desk.archive.triage.labels.all()]


def drag(page: Any, source: int, target: int, *, give_up: bool = False) -> None:
    """By the grip of one row to the upper half of another, or under the last one."""
    QTest.qWait(0)  # new rows find their places
    rows, grip = page._rows, page._rows[source].grip
    row = rows[min(target, len(rows) - 1)]
    end = row.mapToGlobal(QPoint(30, 4 if target < len(rows) else row.height() - 4))
    start = grip.mapToGlobal(grip.rect().center())

    def send(kind: QEvent.Type, place: QPoint) -> None:
        local, there = QPointF(grip.mapFromGlobal(place)), QPointF(place)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else left
        QApplication.sendEvent(grip, QMouseEvent(kind, local, there, button, left, none))

    send(QEvent.Type.MouseButtonPress, start)
    for share in (0.3, 0.7, 1.0):
        send(QEvent.Type.MouseMove, start + (end - start) * share)
    if give_up:
        assert not page._order._line.isHidden()
        QTest.keyClick(grip, Key.Key_Escape)
    send(QEvent.Type.MouseButtonRelease, end)


def test_labels_are_dragged_into_order_and_the_number_keys_follow(desk: Any, labels_page: Any) -> None:
    """Section 6.11 of the design."""
    drag(labels_page, 0, 2)
    assert order_of(desk) == ["Order", "VIP", "Press", "Repair"]
    drag(labels_page, 3, 0)
    assert order_of(desk) == ["Repair", "Order", "VIP", "Press"]
    drag(labels_page, 1, 4)
    assert order_of(desk) == ["Repair", "VIP", "Press", "Order"]
    drag(labels_page, 1, 0, give_up=True)
    drag(labels_page, 1, 2)
    assert order_of(desk) == ["Repair", "VIP", "Press", "Order"], "given up; put where it was"
    assert [row.field.accessibleDescription() for row in labels_page._rows][:2] == ["Key 1", "Key 2"]
    desk.window.settings.leave()
    desk.window.open_conversation(desk.talks["mara"])
    desk.window.triage.choose_labels()
    popup = popover(desk, LabelPopover)
    QTest.keyClick(popup.focusWidget() or popup, Key.Key_1)
    row = desk.row("mara")
    repair = next(label.id for label in desk.archive.triage.labels.all() if label.name == "Repair")
    assert row.label_ids == (repair,)


def test_labels_are_put_in_order_by_key_and_the_focus_stays_on_its_label(desk: Any, labels_page: Any) -> None:
    labels_page._rows[0].grip.setFocus()
    for expected in (["Order", "VIP", "Press", "Repair"], ["Order", "Press", "VIP", "Repair"]):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
        assert order_of(desk) == expected
    assert QApplication.focusWidget().accessibleName() == "Move VIP"
    down = labels_page._rows[2].findChild(QWidget, "settingsLabelDown")
    down.setFocus()
    QTest.keyClick(down, Key.Key_Space)
    assert order_of(desk)[-1] == "VIP"
    assert QApplication.focusWidget().accessibleName() == "Move VIP", "there is no step further down"
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    assert order_of(desk)[-1] == "VIP"
    away = labels_page._rows[0].findChild(QWidget, "settingsLabelDelete")
    away.setFocus()
    QTest.keyClick(away, Key.Key_Space)
    assert order_of(desk) == ["Press", "Repair", "VIP"]
    assert QApplication.focusWidget().accessibleName() == "Delete Press", "the next one is under the key"
    room = desk.window.undoing.toast._place()
    assert room.left() >= desk.window.settings.place.pages.mapTo(desk.window, QPoint(0, 0)).x()
    desk.window.undoing.undo()
    assert order_of(desk) == ["Order", "Press", "Repair", "VIP"], "and in its place"


def test_a_name_in_the_making_stays_whatever_happens(desk: Any, labels_page: Any) -> None:
    field = labels_page._rows[0].field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Frien")
    desk.archive.triage.label([desk.talks["mara"]], labels_page._rows[1].label.id, True)
    labels_page.refresh()
    QTest.keyClicks(field, "ds")
    assert field.text() == "Friends"
    QTest.keyClick(field, Key.Key_Return)
    assert order_of(desk)[0] == "Friends"


def test_views_that_leave_out_the_pill_have_room_for_two_lines(desk: Any) -> None:
    window = desk.window
    window.triage.done([desk.talks["mara"]])
    window.choose_view(InboxView.DONE)
    row = window.list_pane.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "left to reply" not in row  # what is done needs no clock


def test_send_and_done(desk: Any) -> None:
    window = desk.window
    window.open_conversation(desk.talks["mara"])
    field = window.conversation.composer.field
    assert not window.registry.get("send_and_done").applies()
    QTest.keyClicks(field, "On its way")
    window.shortcuts.trigger("Ctrl+Shift+Return")
    assert desk.engine.sent == [(desk.talks["mara"], "On its way")]
    assert desk.row("mara").shelf is Shelf.DONE
    assert window.conversation.conversation.participant.username == "tomas"
    QTest.keyClicks(window.conversation.composer.field, "Soon")
    rows = window.triage.ways_to_send()
    assert [(row.words, row.key, row.is_possible) for row in rows] == [
        ("Send and mark as done", "Ctrl+Shift+Enter", True),
        ("Send, then next", "", True),
    ]
    rows[1].run()
    assert desk.engine.sent[-1] == (desk.talks["tomas"], "Soon")
    assert desk.row("tomas").shelf is Shelf.INBOX
    assert window.conversation.conversation.participant.username != "tomas"


def test_a_reply_that_asks_first_is_not_done_yet(desk: Any) -> None:
    """More than 24 hours: the question is open, nothing was sent, so nothing is finished."""
    window = desk.window
    window.open_conversation(desk.talks["aiko"])
    QTest.keyClicks(window.conversation.composer.field, "Late, sorry")
    window.shortcuts.trigger("Ctrl+Shift+Return")
    assert desk.engine.sent == []
    assert desk.row("aiko").shelf is Shelf.INBOX


def test_trouble_with_the_archive_is_told_and_nothing_is_lost(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """failure 99: a full disk while triaging; the act did not happen, the way back of the one before stays"""
    window, triage = desk.window, desk.archive.triage
    window.triage.done([desk.talks["noah"]])
    told: list[Any] = []
    monkeypatch.setattr(window, "show_problem", told.append)

    def full(*_parts: Any) -> Any:
        raise DiskFull

    for name in ("done", "snooze", "label", "save_note", "undo"):
        monkeypatch.setattr(triage, name, full)
    monkeypatch.setattr(triage.labels, "make", full)
    window.open_conversation(desk.talks["mara"], focus_composer=False)
    window.triage.done()
    window.triage.snooze([desk.talks["mara"]], None)
    window.triage.save_note(desk.talks["mara"], "x")
    window.triage.make_label("VIP")
    window.undoing.undo()
    assert len(told) == 5
    assert desk.row("mara").shelf is Shelf.INBOX
    assert window.conversation.conversation.participant.username == "mara"
    assert window.undoing.can_undo


def test_what_cannot_be_woken_keeps_nobody_busy(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive of a later version is only read: its snoozes end there."""
    desk.archive.triage.snooze([desk.talks["mara"]], desk.window.now() + timedelta(hours=1))
    waker = desk.window.triage.waker
    monkeypatch.setattr(type(desk.archive), "is_read_only", property(lambda _self: True))
    waker.look()
    assert not waker.timer.isActive()


def test_from_a_full_inbox_to_none_left_with_the_keyboard_alone(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    """The ten minutes of an owner: answer, snooze, label, done; nothing but keys, sent to whatever has the focus."""
    studio = make_studio(accounts=1)
    window = studio.window
    window.show()
    window.activateWindow()
    window.list_pane.list.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.list_pane.list and window._triage is not None)

    def key(name: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, name, held)

    def text(words: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, words)

    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    assert names(studio) == ["mara", "tomas", "priya", "aiko", "noah"]
    # the one whose window closes first
    key(Key.Key_2, control)
    assert window.list_pane.view is InboxView.WAITING
    key(Key.Key_Return)  # priya, in the composer
    text("It is ready")
    key(Key.Key_Return)
    assert [words for _, words in studio.engine.sent] == ["It is ready"]
    key(Key.Key_D, control | shift)
    assert studio.row("priya").shelf is Shelf.DONE
    key(Key.Key_Escape)
    key(Key.Key_Escape)
    assert window.list_pane.list.hasFocus()
    key(Key.Key_1, control)
    assert names(studio) == ["mara", "tomas", "aiko", "noah"]
    key(Key.Key_Home)
    # a label, made on the way
    key(Key.Key_L)
    text("VIP")
    key(Key.Key_Return)
    key(Key.Key_Escape)
    assert studio.row("mara").label_ids
    assert window.list_pane.list.hasFocus()
    # out of sight until they write
    key(Key.Key_H)
    key(Key.Key_Up)
    key(Key.Key_Up)
    key(Key.Key_Return)
    assert (studio.row("mara").shelf, studio.row("mara").wakes_at) == (Shelf.SNOOZED, None)
    # one too many, and back
    key(Key.Key_E)
    key(Key.Key_E)
    key(Key.Key_Z)
    assert names(studio) == ["aiko", "noah"]
    key(Key.Key_X)
    # the rest at once
    key(Key.Key_A, control)
    key(Key.Key_E)
    assert names(studio) == []
    assert window.list_pane.counts.total == 0
    assert window.conversation.empty._heading.text() == "All done"
    assert window.list_pane.list.hasFocus()
    key(Key.Key_3, control)
    assert names(studio) == ["mara"]
    key(Key.Key_4, control)
    assert set(names(studio)) == {"tomas", "priya", "aiko", "noah"}
