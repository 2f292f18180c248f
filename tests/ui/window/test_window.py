"""The window as a whole: wiring, keys, focus, drafts, the first moments without an engine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.attention import Attention
from igdesk.domain.conversation import InboxView
from igdesk.domain.outbox import FailureReason, SendEvent
from igdesk.domain.status import Connection
from igdesk.ui.banner.outbox import OutboxPopover
from igdesk.ui.layout.arrangement import DetailsPlace
from igdesk.ui.plain_text import PlainText


def typed(studio: Any, text: str) -> None:
    studio.window.conversation.composer.field.insertPlainText(text)


def press(studio: Any, key: Qt.Key, qtbot: QtBot) -> None:
    qtbot.keyClick(studio.window.conversation.composer.field, key)


def early(make_studio: Callable[..., Any], qtbot: QtBot, *texts: str) -> Any:
    """A studio without its engine, in which replies to Mara were sent, and "More" was typed after them."""
    studio = make_studio(attach=False)
    studio.window.open_conversation(studio.talks["mara"])
    for text in texts:
        typed(studio, text)
        press(studio, Qt.Key.Key_Return, qtbot)
    typed(studio, "More")
    return studio


def test_opening_shows_the_conversation_and_tells_the_engine(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    assert window.conversation.timeline.conversation_id == studio.talks["mara"]
    assert window.conversation.composer.conversation_id == studio.talks["mara"]
    assert window.list_pane.list.selected_id == studio.talks["mara"]
    assert ("open_conversation", (studio.talks["mara"],)) in studio.engine.asked
    assert ("want_profiles", ([studio.talks["mara"]],)) in studio.engine.asked


def test_enter_twice_sends_once(studio: Any, qtbot: QtBot) -> None:
    """failure 45: the field is empty before the second Enter comes."""
    studio.window.open_conversation(studio.talks["mara"])
    typed(studio, "Yes to both!")
    press(studio, Qt.Key.Key_Return, qtbot)
    press(studio, Qt.Key.Key_Return, qtbot)
    assert studio.engine.sent == [(studio.talks["mara"], "Yes to both!")]
    assert studio.window.conversation.composer.text == ""
    assert studio.row("mara").pending_count == 1
    assert studio.row("mara").draft == ""


def test_a_reply_is_seen_at_once_wherever_one_was_reading(studio: Any, qtbot: QtBot) -> None:
    for number in range(40):
        studio.write("mara", "Mara Lindqvist", 20 - number / 4, f"Message {number}")
    studio.window.open_conversation(studio.talks["mara"])
    view = studio.window.conversation.timeline.view
    view.scroll_by(-10_000, glides=False)
    typed(studio, "Yes to both!")
    assert not view.is_at_end, "typing moves nothing"
    press(studio, Qt.Key.Key_Return, qtbot)
    assert view.is_at_end
    assert view.rows.rows[-1].message.text == "Yes to both!"
    assert view.bubble(view.rows.rowCount() - 1) in view.visible_bubbles()


def test_the_recipient_is_the_conversation_shown_when_send_is_pressed(studio: Any, qtbot: QtBot) -> None:
    """failure 44: switching in the same moment changes nothing."""
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "For Mara")
    window.open_conversation(studio.talks["tomas"])
    typed(studio, "For Tomás")
    press(studio, Qt.Key.Key_Return, qtbot)
    assert studio.engine.sent == [(studio.talks["tomas"], "For Tomás")]
    assert studio.row("mara").draft == "For Mara"


def test_drafts_survive_switching_closing_and_another_account(studio: Any) -> None:
    """failure 93"""
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "one")
    window.open_conversation(studio.talks["tomas"])
    assert window.conversation.composer.text == ""
    typed(studio, "two")
    window.choose_account(studio.accounts[1])
    window.open_conversation(studio.talks["jonas"])
    typed(studio, "three")
    window.open_conversation(studio.talks["mara"])
    assert window.conversation.composer.text == "one"
    window.close()
    assert [studio.row(name).draft for name in ("mara", "tomas", "jonas")] == ["one", "two", "three"]


def test_what_is_typed_is_kept_without_leaving_the_conversation(studio: Any, qtbot: QtBot) -> None:
    """failure 93: the plug may be pulled at any moment; a pause of a moment is enough to keep the draft."""
    studio.window.open_conversation(studio.talks["mara"])
    typed(studio, "not sent yet")
    qtbot.waitUntil(lambda: studio.row("mara").draft == "not sent yet")


def test_a_poll_takes_nothing_from_the_person(studio: Any) -> None:
    """failure 92: news while typing leave text, focus and selection alone."""
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "half a thou")
    before = QApplication.focusWidget()
    studio.write("lena", "Lena Fischer", 0.01)
    studio.write("mara", "Mara Lindqvist", 0.005, "One more thing")
    assert window.conversation.composer.text == "half a thou"
    assert window.list_pane.list.selected_id == studio.talks["mara"]
    assert QApplication.focusWidget() is before


def test_a_refused_reply_comes_back_to_the_field(studio: Any, qtbot: QtBot) -> None:
    """failure 93: nothing was queued, so the words are the draft again."""
    studio.engine.refuses = True
    studio.window.open_conversation(studio.talks["mara"])
    typed(studio, "Too late")
    press(studio, Qt.Key.Key_Return, qtbot)
    assert studio.window.conversation.composer.text == "Too late"
    assert studio.row("mara").draft == "Too late"


def test_before_the_engine_is_there(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    studio = make_studio(attach=False)
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "Early")
    press(studio, Qt.Key.Key_Return, qtbot)
    assert window.conversation.composer.text == ""
    window.open_conversation(studio.talks["tomas"])
    window.attach(studio.engine)
    assert studio.engine.sent == [(studio.talks["mara"], "Early")]


def test_closing_before_the_engine_is_there_keeps_the_reply_as_a_draft(
    make_studio: Callable[..., Any], qtbot: QtBot
) -> None:
    """failure 93"""
    studio = make_studio(attach=False)
    studio.window.open_conversation(studio.talks["mara"])
    typed(studio, "Early")
    press(studio, Qt.Key.Key_Return, qtbot)
    studio.window.close()
    assert studio.row("mara").draft == "Early"


def test_what_is_sent_before_the_engine_is_there_is_on_the_disk(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    """failure 93: killed in the first moments, it is the draft."""
    studio = make_studio(attach=False)
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    for text in ("Early", "And early too"):
        typed(studio, text)
        press(studio, Qt.Key.Key_Return, qtbot)
    assert window.conversation.composer.text == ""
    assert studio.row("mara").draft == "Early\nAnd early too"
    typed(studio, "More")
    window.conversation.composer.flush_draft()
    assert studio.row("mara").draft == "Early\nAnd early too\nMore"
    window.attach(studio.engine)
    assert [text for _, text in studio.engine.sent] == ["Early", "And early too"]
    assert studio.row("mara").draft == "More"
    assert window.conversation.composer.text == "More"


def test_closing_before_the_engine_is_there_keeps_every_reply(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    studio = early(make_studio, qtbot, "Early", "And early too")
    studio.window.close()
    assert studio.row("mara").draft == "Early\nAnd early too\nMore"


def test_no_moment_of_the_queueing_loses_what_waits_behind(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    """failure 93: a power cut finds every reply of the first moments either queued or in the draft, never neither."""
    studio = early(make_studio, qtbot, "Early", "And early too")
    window = studio.window
    window.conversation.composer.flush_draft()
    seen: list[list[str]] = []

    def look(_changes: object) -> None:  # what a transaction left on the disk
        queued = [message.text for message in studio.archive.timeline.newest(studio.talks["mara"], 2) if message.is_own]
        seen.append([*queued, *studio.row("mara").draft.split("\n")])

    studio.archive.subscribe(look)
    window.attach(studio.engine)
    assert [text for _, text in studio.engine.sent] == ["Early", "And early too"]
    assert seen
    assert all(sorted(found) == ["And early too", "Early", "More"] for found in seen), seen


def test_what_is_typed_beside_an_early_reply_stays_with_its_conversation(
    make_studio: Callable[..., Any], qtbot: QtBot
) -> None:
    """failure 93: somebody looks elsewhere before the engine is there."""
    studio = early(make_studio, qtbot, "Early")
    window = studio.window
    window.open_conversation(studio.talks["tomas"])
    window.open_conversation(studio.talks["mara"])
    assert window.conversation.composer.text == "More"
    window.open_conversation(studio.talks["tomas"])
    typed(studio, "For Tomas")
    window.attach(studio.engine)
    assert studio.row("mara").draft == "More"
    assert window.conversation.composer.text == "For Tomas"
    window.open_conversation(studio.talks["mara"])
    assert window.conversation.composer.text == "More"


def test_an_early_reply_is_not_in_the_field_once_more(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    """failure 45: a scheduled reply is taken back into the field before the engine is there."""
    studio = make_studio(attach=False)
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    studio.archive.scheduling.add(studio.talks["mara"], "For tomorrow", studio.engine.server_now() + timedelta(hours=1))
    typed(studio, "Early")
    press(studio, Qt.Key.Key_Return, qtbot)
    typed(studio, "More")
    window.conversation.later.edit_next()
    assert window.conversation.composer.text == "For tomorrow\nMore"
    window.attach(studio.engine)
    assert [text for _, text in studio.engine.sent] == ["Early"]
    assert studio.row("mara").draft == "For tomorrow\nMore"
    assert window.conversation.composer.text == "For tomorrow\nMore"


def test_an_early_reply_that_is_refused_comes_back_before_what_is_typed_beside_it(
    make_studio: Callable[..., Any], qtbot: QtBot
) -> None:
    studio = early(make_studio, qtbot, "Early")
    window = studio.window
    window.open_conversation(studio.talks["tomas"])
    studio.engine.refuses = True
    window.attach(studio.engine)
    assert studio.row("mara").draft == "Early\nMore"


def test_the_first_personal_reply_asks_once(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["aiko"])
    typed(studio, "Sorry for the wait")
    press(studio, Qt.Key.Key_Return, qtbot)
    assert studio.engine.sent == []
    assert window.conversation.composer.text == "Sorry for the wait"
    question = next(w for w in QApplication.topLevelWidgets() if w.findChild(QWidget, "askAccept") and w.isVisible())
    question.findChild(QWidget, "askAccept").click()
    assert studio.engine.sent == [(studio.talks["aiko"], "Sorry for the wait")]
    typed(studio, "And one more")
    press(studio, Qt.Key.Key_Return, qtbot)
    assert len(studio.engine.sent) == 2


def test_escape_closes_one_thing_at_a_time(studio: Any) -> None:
    window = studio.window
    window.resize(900, 700)
    window.open_conversation(studio.talks["mara"])
    typed(studio, "keep me")
    window.toggle_details(True)
    assert window.columns.arrangement.details_place is DetailsPlace.SHEET
    window.commands.escape()
    assert window.columns.arrangement.details_place is DetailsPlace.HIDDEN
    assert window.conversation.composer.field.hasFocus()
    window.commands.escape()
    assert window.conversation.timeline.view.hasFocus()
    window.commands.escape()
    assert window.list_pane.list.hasFocus()
    assert window.conversation.composer.text == "keep me"


def test_one_pane_goes_to_the_conversation_and_back(studio: Any) -> None:
    window = studio.window
    window.resize(700, 600)
    assert not window.list_pane.isHidden()
    window.open_conversation(studio.talks["mara"])
    assert window.list_pane.isHidden()
    assert not window.findChild(QWidget, "headerBack").isHidden()
    window.commands.escape()
    window.commands.escape()
    assert not window.list_pane.isHidden()
    assert window.list_pane.list.hasFocus()


def test_f6_walks_through_the_panes(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.list_pane.list.setFocus()
    order = []
    for _ in range(5):
        window.commands.next_pane(1)
        focus = QApplication.focusWidget()
        panes = ("rail", "listPane", "timelinePane", "composerPane", "detailsPane")
        order.append(next(name for name in panes if window.findChild(QWidget, name).isAncestorOf(focus)))
    assert order == ["timelinePane", "composerPane", "detailsPane", "rail", "listPane"]
    window.commands.next_pane(-1)
    assert window.rail.isAncestorOf(QApplication.focusWidget())


def test_keys_of_the_window(studio: Any) -> None:
    window, keys = studio.window, studio.window.shortcuts
    keys.trigger("F5")
    assert ("check_now", ()) in studio.engine.asked
    keys.trigger("Ctrl+2")
    assert window.list_pane.view is InboxView.WAITING
    keys.trigger("Ctrl+1")
    keys.trigger("Alt+2")
    assert window.list_pane.account_id == studio.accounts[1]
    keys.trigger("Alt+1")
    keys.trigger("Ctrl+J")
    first = window.conversation.conversation.id
    keys.trigger("Ctrl+J")
    assert window.conversation.conversation.id != first
    keys.trigger("Ctrl+Shift+J")
    assert window.conversation.conversation.id == first


def test_single_letters_are_text_while_typing(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.shortcuts.trigger("J")
    assert window.conversation.conversation.id == studio.talks["mara"]
    window.list_pane.list.setFocus()
    window.shortcuts.trigger("J")
    assert window.conversation.conversation.id != studio.talks["mara"]


def test_title_and_demo(make_studio: Callable[..., Any]) -> None:
    studio = make_studio(is_demo=True)
    assert studio.window.windowTitle() == "igdesk (6) · Demo"


def test_a_real_account_is_not_connected_inside_the_demo(make_studio: Callable[..., Any], qtbot: QtBot) -> None:
    window = make_studio(is_demo=True).window
    with qtbot.waitSignal(window.connect_requested):
        window.findChild(QWidget, "railAddAccount").click()
    assert window.pages.currentWidget() is window.columns


def test_a_hidden_window_looks_away(studio: Any) -> None:
    studio.engine.asked.clear()
    studio.window.hide()
    assert ("set_attention", (Attention.AWAY,)) in studio.engine.asked


def test_banner_and_composer_follow_the_network(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    studio.tell(Connection.OFFLINE, queued=2)
    assert window.banner.banner.text_id == "banner.offline.outbox"
    assert window.findChild(QWidget, "composerSend").accessibleName() == "Send when online"
    assert window.conversation.composer.strip is None, "the banner tells it already"
    studio.tell(Connection.ONLINE)
    assert window.banner.banner is None


def test_without_an_account_the_wizard_is_shown(make_studio: Callable[..., Any]) -> None:
    window = make_studio(accounts=0).window
    assert window.pages.currentWidget().objectName() == "wizard"
    assert window.findChild(QWidget, "wizardOptionToken").isChecked()


def test_a_reply_taken_out_of_the_outbox_is_the_draft_again(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "Not yet")
    press(studio, Qt.Key.Key_Return, qtbot)
    window.commands.show_outbox(window.banner)
    window.findChild(OutboxPopover, "outbox")._rows[0].buttons[0].click()
    assert window.conversation.composer.text == "Not yet"
    assert studio.archive.outbox.items() == []


def test_widths_and_details_are_remembered(studio: Any, make_studio: Callable[..., Any]) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.columns.list_splitter.width_wanted.emit(400)
    window.toggle_details(False)
    window.close()
    window.release()
    again = make_studio(accounts=0).window
    assert again.columns.wishes.list_width == 400
    assert again._remembered.docks_details is False


@pytest.mark.parametrize("key", [Qt.Key.Key_Right, Qt.Key.Key_Left])
def test_splitter_moves_by_keys(studio: Any, qtbot: QtBot, key: Qt.Key) -> None:
    splitter = studio.window.columns.list_splitter
    before = studio.window.columns.arrangement.list
    qtbot.keyClick(splitter, key)
    assert studio.window.columns.arrangement.list - before == (16 if key == Qt.Key.Key_Right else -16)
    splitter.reset.emit()
    assert studio.window.columns.arrangement.list == 336


def test_accessible_names_of_the_contract(studio: Any) -> None:
    """10.4 and 10.5, word for word."""
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    names = {
        "composerPane": "Reply to Mara Lindqvist",
        "composerText": "Reply to Mara Lindqvist",
        "composerSend": "Send",
        "detailsPane": "Details of Mara Lindqvist",
        "detailsPicture": "Picture of Mara Lindqvist",
        "detailsName": "Mara Lindqvist, verified",
        "detailsUsername": "@mara, copy",
        "detailsFollowers": "12.4K followers",
        "detailsFollowsYou": "Follows you",
        "detailsOpenInstagram": "Open in Instagram",
        "detailsClose": "Close details",
        "splitterList": "Width of the conversation list",
        "splitterDetails": "Width of the details",
    }
    assert {name: window.findChild(QWidget, name).accessibleName() for name in names} == names
    assert window.findChild(QWidget, "detailsYouFollow").isHidden(), "unknown facts are left out"
    assert "left to reply, until" in window.findChild(QWidget, "composerWindow").accessibleName()
    window.open_conversation(studio.talks["noah"])
    assert window.findChild(QWidget, "composerText").accessibleName() == "Draft for Noah Okafor"
    assert window.findChild(QWidget, "composerOpenInstagram").accessibleName() == "Open in Instagram"
    assert window.findChild(QWidget, "composerStrip").accessibleName().startswith("The reply window is closed since")


def test_nothing_is_heard_after_the_window_was_released(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    heard: list[object] = []
    window.unread_changed.connect(heard.append)
    window.close()
    window.release()
    studio.tell(Connection.OFFLINE)
    studio.archive.inbox.mark_read(studio.talks["priya"])
    assert heard == []
    assert window.banner.banner is None


def test_links_are_pages_only(studio: Any) -> None:
    for link in ("file:///etc/passwd", "javascript:alert(1)", "https://example.org/a"):
        studio.window.commands.open_link(link)
    assert studio.opened_urls == ["https://example.org/a"]


def test_open_in_instagram_names_the_person(studio: Any) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    studio.window.commands.open_in_instagram()
    assert studio.opened_urls == ["https://ig.me/m/mara"]


def test_a_popover_takes_the_keys_and_gives_the_focus_back(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["aiko"])
    window.conversation.composer.strip_acted.emit(window.conversation.composer.strip.action)
    popover = window.findChild(QWidget, "explain")
    assert popover.isVisible()
    assert popover.accessibleName() == "What is a human reply?"
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    assert window.conversation.composer.field.hasFocus()


def test_the_outbox_shows_what_waits_and_a_click_beside_closes_it(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "Later")
    press(studio, Qt.Key.Key_Return, qtbot)
    window.commands.show_outbox(window.banner)
    popover = window.findChild(QWidget, "outbox")
    assert popover.isVisible()
    assert any("Later" in child.accessibleName() for child in popover.findChildren(QWidget))
    qtbot.mouseClick(window.conversation.composer.field.viewport(), Qt.MouseButton.LeftButton)
    assert not popover.isVisible()


def test_a_reply_removed_from_the_outbox_comes_back_with_undo(studio: Any, qtbot: QtBot) -> None:
    window, outbox = studio.window, studio.archive.outbox
    window.open_conversation(studio.talks["mara"])
    for words in ("One", "Two"):
        typed(studio, words)
        press(studio, Qt.Key.Key_Return, qtbot)
    was = outbox.items()
    window.commands.show_outbox(window.banner)
    popover = window.findChild(OutboxPopover, "outbox")
    popover._rows[0].buttons[1].click()
    assert [item.text for item, _ in outbox.items()] == ["Two"]
    assert studio.engine.asked[-1] == ("outbox_changed", ())
    assert popover.isVisible()
    assert window.undoing.toast.text == "The reply to \u2068Mara Lindqvist\u2069 is removed."
    asked = len(studio.engine.asked)
    window.undoing.undo()
    assert outbox.items() == was
    assert [row.accessibleName().split(", ")[1] for row in popover._rows] == ["One", "Two"]
    assert studio.engine.asked[asked:] == [("outbox_changed", ())]
    window.undoing.undo()
    assert outbox.items() == was, "once"


def test_a_failed_reply_deleted_from_its_bubble_comes_back_with_undo(studio: Any, qtbot: QtBot) -> None:
    window, outbox = studio.window, studio.archive.outbox
    window.open_conversation(studio.talks["mara"])
    typed(studio, "One")
    press(studio, Qt.Key.Key_Return, qtbot)
    ((item, _),) = outbox.items()
    assert outbox.claim(item.message_id, studio.engine.server_now())
    outbox.settle(item.message_id, SendEvent.REFUSED, failure=FailureReason.UNREACHABLE)
    shown = [row.message for row in window.conversation.timeline.model.rows]
    window.conversation.timeline.discard.emit(item.message_id)
    assert outbox.items() == []
    assert [row.message for row in window.conversation.timeline.model.rows] == shown[:-1]
    window.undoing.undo()
    assert [row.message for row in window.conversation.timeline.model.rows] == shown


def test_the_outbox_lists_what_leaves_later_too_in_sending_order(studio: Any, qtbot: QtBot) -> None:
    window, scheduling = studio.window, studio.archive.scheduling
    now = studio.engine.server_now()
    for name, text, hours in (("aiko", "Second", 3), ("mara", "First", 2), ("mara", "Missed", -1)):
        scheduling.add(studio.talks[name], text, now + timedelta(hours=hours))
    scheduling.release(now)
    window.open_conversation(studio.talks["priya"])
    typed(studio, "At once")
    press(studio, Qt.Key.Key_Return, qtbot)
    window.commands.show_outbox(window.banner)
    popover = window.findChild(OutboxPopover, "outbox")

    def rows() -> list[str]:
        return [row.accessibleName().split(", ")[1] for row in popover._rows]

    assert rows() == ["At once", "Missed", "First", "Second"]
    assert popover._rows[1].accessibleName().replace("\u2068", "").endswith("igdesk was closed at 13:36\u2069.")
    assert ", Leaves " in popover._rows[2].accessibleName()
    for key, at in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Down, 2), (Qt.Key.Key_Up, 1)):
        qtbot.keyClick(popover.focusWidget() or popover, key)
        assert popover._rows[at].buttons[0].hasFocus()
    popover._rows[2].buttons[1].click()
    assert rows() == ["At once", "Missed", "Second"], "the list follows"
    assert popover.isVisible()
    assert "is removed." in window.undoing.toast.text
    window.undoing.undo()
    assert rows() == ["At once", "Missed", "First", "Second"], "and Undo brings it back"
    assert [reply.text for reply, _ in scheduling.all()] == ["Missed", "First", "Second"]
    popover._rows[3].buttons[0].click()
    assert not popover.isVisible()
    assert window.conversation.conversation.id == studio.talks["aiko"]
    assert window.conversation.composer.text == "Second"
    assert [reply.text for reply, _ in scheduling.all()] == ["Missed", "First"]


def test_several_replies_for_later_are_shown_by_the_strip(studio: Any) -> None:
    window, scheduling = studio.window, studio.archive.scheduling
    now = studio.engine.server_now()
    window.open_conversation(studio.talks["mara"])
    for hours in (1, 2):
        scheduling.add(studio.talks["mara"], f"In {hours}", now + timedelta(hours=hours))
    strip = window.conversation.composer.strip
    assert (strip.text_id, strip.count) == ("strip.scheduled.more", 2)
    window.conversation.composer.strip_acted.emit(strip.action)
    assert len(window.findChild(OutboxPopover, "outbox")._rows) == 2


def test_a_held_back_reply_is_told_once_it_happened(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    typed(studio, "Too slow")
    press(studio, Qt.Key.Key_Return, qtbot)
    item, _ = studio.archive.outbox.items()[0]
    studio.archive.outbox.settle(item.message_id, SendEvent.WINDOW_CLOSED)
    assert window.conversation.composer.strip.text_id == "strip.held_back"
    window.commands.explain_message(item.message_id)
    assert window.findChild(QWidget, "explain").accessibleName() == "Not sent. The reply window has closed."


def test_the_first_conversation_is_laid_out_in_its_place(studio: Any) -> None:
    """Not once for the whole width, and once more when the details have taken their room."""
    timeline = studio.window.conversation.timeline
    widths: list[int] = []
    timeline.view.rows.modelReset.connect(lambda: widths.append(timeline.view.viewport().width()))
    assert studio.window.details is None
    studio.window.open_conversation(studio.talks["mara"])
    assert studio.window.details.isVisible()
    assert widths == [timeline.view.viewport().width()]


def test_the_focus_leaves_the_details_for_what_brings_them_back(studio: Any) -> None:
    """Not for whatever comes next in the order of Tab."""
    window = studio.window
    window.resize(1280, 800)
    window.open_conversation(studio.talks["mara"])
    window.toggle_details(True)
    details = window.details
    assert details is not None
    details.first_control().setFocus()
    window.toggle_details(False)
    assert QApplication.focusWidget() is window.conversation.timeline.header.details
    window.list_pane.list.setFocus()
    window.toggle_details(True)
    window.toggle_details(False)
    assert QApplication.focusWidget() is window.list_pane.list, "who is elsewhere stays there"


def test_details_that_were_made_ahead_are_the_ones_that_are_shown(studio: Any) -> None:
    studio.window.columns.make_details()
    made = studio.window.details
    assert made is not None
    assert not made.isVisible()
    studio.window.open_conversation(studio.talks["mara"])
    assert studio.window.details is made
    assert made.isVisible()
    assert made.findChild(PlainText, "detailsName").text() == "Mara Lindqvist"


def test_whoever_the_empty_window_names_is_asked_for_by_name(studio: Any, qtbot: QtBot) -> None:
    window, engine = studio.window, studio.engine
    studio.tell(Connection.ONLINE, last_checked_at=window.now())
    urgent = window.archive.inbox.most_urgent(window.door.server_now(), studio.accounts[0])
    assert urgent.id == studio.talks["priya"]
    qtbot.waitUntil(lambda: window._is_whole)
    engine.asked.clear()
    window.close_conversation()
    asked = [found for name, given in engine.asked if name == "want_profiles" for found in given[0]]
    assert (urgent.id in asked) is not bool(urgent.participant.name)
    me = studio.accounts[0]
    write = studio.write("nobody", "", 23.5)
    engine.asked.clear()
    window.close_conversation()
    assert ("want_profiles", ([write],)) in engine.asked, (me, engine.asked)
