"""Quotes and undo in the whole window."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.conversation import Shelf as Lies
from igdesk.domain.message import Delivery
from igdesk.domain.outbox import FailureReason
from igdesk.domain.replying import HOLD, TELL_SEEN, TELL_TYPING, never_ask_human
from igdesk.domain.saved_reply import SavedReply
from igdesk.domain.scheduled import BEFORE_THE_END
from igdesk.domain.snapshot import ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.domain.window import SAFETY
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.menu import shown_key
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import ChoiceField, Toggle

NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def press(key: Qt.Key, held: Qt.KeyboardModifier = NO) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, held)


@pytest.fixture
def talk(studio: Any, qtbot: QtBot) -> Any:
    studio.window.open_conversation(studio.talks["mara"])
    studio.composer = studio.window.conversation.composer
    studio.column = studio.window.conversation
    _ = studio.window.shortcuts
    qtbot.wait(1)  # the list takes the first focus
    studio.composer.focus_text()
    return studio


def theirs(talk: Any) -> Any:
    return talk.archive.timeline.newest(talk.talks["mara"], 1)[0]


def send(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)
    press(Qt.Key.Key_Return)


def test_a_quote_goes_with_the_reply_once(talk: Any) -> None:
    talk.column.quoting.quote(theirs(talk).id)
    assert talk.composer.quote.who == "Mara Lindqvist"
    bar = talk.window.findChild(QWidget, "composerQuote")
    assert bar.accessibleName() == "Quoting Mara Lindqvist: Hello"
    send("Yes")
    assert talk.composer.quote is None
    message = talk.archive.timeline.newest(talk.talks["mara"], 1)[0]
    assert (message.text, message.quote.message_id) == ("Yes", theirs(talk).quote.message_id)
    send("More")
    assert talk.archive.timeline.newest(talk.talks["mara"], 1)[0].quote is None


def test_escape_takes_the_quote_away_and_then_leaves_the_field(talk: Any) -> None:
    talk.column.quoting.quote(theirs(talk).id)
    QTest.keyClicks(QApplication.focusWidget(), "typed")
    press(Qt.Key.Key_Escape)
    assert talk.composer.quote is None
    assert talk.composer.text == "typed"
    assert talk.archive.drafts.quoted(talk.talks["mara"]) is None
    assert QApplication.focusWidget() is talk.composer.field
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is talk.column.timeline.view


def test_the_quote_is_kept_with_the_draft(talk: Any) -> None:
    """failure 93"""
    talk.column.quoting.quote(theirs(talk).id)
    talk.window.open_conversation(talk.talks["tomas"])
    assert talk.composer.quote is None
    talk.window.open_conversation(talk.talks["mara"])
    assert talk.composer.quote.message_id == theirs(talk).id


def test_the_key_quotes_their_messages_one_after_the_other(talk: Any) -> None:
    talk.write("mara", "Mara Lindqvist", 0.5, "And this?")
    first, second = talk.archive.timeline.newest(talk.talks["mara"], 2)
    press(Qt.Key.Key_R, CTRL)
    assert talk.composer.quote.message_id == second.id
    press(Qt.Key.Key_R, CTRL)
    assert talk.composer.quote.message_id == first.id
    press(Qt.Key.Key_R, CTRL)
    assert talk.composer.quote.message_id == first.id, "there is no older one"
    press(Qt.Key.Key_R, CTRL | SHIFT)
    assert talk.composer.quote.message_id == second.id


def test_undo_within_the_time(talk: Any) -> None:
    talk.archive.settings.set(HOLD, "5")
    talk.column.quoting.quote(theirs(talk).id)
    quoted = theirs(talk).id
    send("Not  quite")
    message = talk.archive.timeline.newest(talk.talks["mara"], 1)[0]
    assert message.delivery is Delivery.HELD
    button = talk.window.findChild(QWidget, "composerUndoSend")
    assert button.isVisible()
    assert button.accessibleName() == "Undo sending, 5 seconds left"
    press(Qt.Key.Key_Z, CTRL)
    assert talk.composer.text == "Not  quite"
    assert talk.composer.quote.message_id == quoted
    assert not button.isVisible()
    assert talk.archive.timeline.newest(talk.talks["mara"], 1)[0].id == quoted


def test_the_key_undoes_typing_first(talk: Any) -> None:
    talk.archive.settings.set(HOLD, "5")
    send("One")
    QTest.keyClicks(QApplication.focusWidget(), "next")
    press(Qt.Key.Key_Z, CTRL)
    assert talk.composer.text == ""
    assert talk.archive.holding.newest(talk.talks["mara"]) is not None
    press(Qt.Key.Key_Z, CTRL)
    assert talk.composer.text == "One"


def test_the_strip_is_gone_when_the_reply_has_left(talk: Any, qtbot: QtBot) -> None:
    talk.archive.settings.set(HOLD, "5")
    send("Gone")
    assert talk.composer.can_undo_send
    talk.archive.holding.release(talk.window.now() + timedelta(seconds=6))
    assert not talk.composer.can_undo_send
    talk.composer.undo_send()
    assert talk.composer.text == ""


def test_it_counts_for_the_conversation_on_the_screen(talk: Any) -> None:
    talk.archive.settings.set(HOLD, "5")
    send("For Mara")
    talk.window.open_conversation(talk.talks["tomas"])
    assert not talk.composer.can_undo_send
    talk.window.open_conversation(talk.talks["mara"])
    assert talk.composer.can_undo_send


def test_typing_and_reading_are_told_to_the_engine(talk: Any) -> None:
    """failure 67: it decides whether the customer hears of it"""
    QTest.keyClicks(QApplication.focusWidget(), "a")
    press(Qt.Key.Key_Backspace)
    names = [name for name, _ in talk.engine.asked]
    assert names.count("tell_writing") == 2
    talk.column.timeline.seen.emit(talk.talks["mara"])
    assert ("tell_seen", (talk.talks["mara"],)) in talk.engine.asked


# reactions and the buttons beside a message


def on_message(talk: Any) -> Any:
    """The keyboard is on the customer's message."""
    view = talk.column.timeline.view
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    view.pointer.is_by_keyboard = True
    view.set_current_row(view.rows.rowCount() - 1)
    return view


def named(talk: Any, name: str) -> QWidget:
    found = talk.window.findChild(QWidget, name)
    assert found is not None
    return found


def test_the_palette_offers_what_can_be_done_with_the_message(talk: Any) -> None:
    """Whatever its menu has, as long as it has the focus; design.md 12.11."""
    registry = talk.window.registry

    def offered() -> dict[str, Any]:
        return {command.title: command for command in registry.offered()}

    on_message(talk)
    assert {"Quote", "React…", "Copy text"} <= set(offered())
    assert registry.first_key(offered()["Copy text"]) == "Ctrl+C"
    QApplication.clipboard().clear()
    offered()["Copy text"].run()
    assert QApplication.clipboard().text() == theirs(talk).text
    talk.composer.focus_text()
    assert not {"Quote", "Copy text"} & set(offered())


def test_the_buttons_stand_beside_the_message_with_the_focus(talk: Any) -> None:
    view = on_message(talk)
    names = ("messageReact", "messageQuote", "messageCopy", "messageMore")
    assert [named(talk, n).accessibleName() for n in names] == ["React", "Quote", "Copy text", "More"]
    assert all(named(talk, n).isVisible() for n in names)
    talk.composer.focus_text()
    assert not talk.column.timeline.toolbar.isVisible()
    view.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert talk.column.timeline.toolbar.isVisible()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_keys_are_taught_where_they_are_used(talk: Any) -> None:
    on_message(talk)
    assert named(talk, "messageQuote").toolTip() == "Quote (R)"
    assert named(talk, "messageReact").toolTip() == "React (Shift+R)"
    named(talk, "messageMore").click()
    menu = talk.window.findChild(QWidget, "messageMenu")
    assert [(action.text(), shown_key(action)) for action in menu.actions()] == [  # type: ignore[union-attr]
        ("React", ""), ("", ""), ("Quote", "R"), ("Copy text", "Ctrl+C"), ("Open in Instagram", ""), ("", ""),
        ("Details…", ""),
    ]  # fmt: skip
    menu.close()  # type: ignore[union-attr]
    talk.window.registry.rebind("quote", ["Y"])
    assert talk.column.offers.of(theirs(talk)).key_of("quote") == "Y"


def test_tab_goes_to_them_and_on(talk: Any) -> None:
    on_message(talk)
    passed = []
    for _ in range(4):
        press(Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().objectName())  # type: ignore[union-attr]
    assert passed == ["messageReact", "messageQuote", "messageCopy", "messageMore"]
    assert talk.column.timeline.toolbar.isVisible()
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is talk.column.timeline.view


def test_and_beside_the_one_under_the_pointer(talk: Any, qtbot: QtBot) -> None:
    view, toolbar = talk.column.timeline.view, talk.column.timeline.toolbar
    row = view.rows.rowCount() - 1
    body = view.bubble(row).body.translated(view.row_origin(row))
    qtbot.mouseMove(view.viewport(), body.center().toPoint())
    QTest.mouseMove(view.viewport(), body.center().toPoint())
    qtbot.waitUntil(toolbar.isVisible)
    assert toolbar.message_id == theirs(talk).id
    assert not toolbar.geometry().intersects(body.toRect())
    named(talk, "messageQuote").click()
    assert talk.composer.quote.message_id == theirs(talk).id


def test_a_reaction_by_keys(talk: Any) -> None:
    on_message(talk)
    press(Qt.Key.Key_R, SHIFT)
    bar = named(talk, "reactionBar")
    assert [bar.findChild(QWidget, f"reaction{n}").accessibleName() for n in (1, 2)] == ["red heart", "tears of joy"]
    press(Qt.Key.Key_6)
    assert ("react", (theirs(talk).id, "🔥")) in talk.engine.asked
    assert QApplication.focusWidget() is talk.column.timeline.view


def test_the_present_reaction_is_taken_away(talk: Any) -> None:
    message = theirs(talk)
    talk.archive.reactions.wish(message.id, "🔥", talk.window.now())
    talk.column.reacting.react(message.id, "🔥")
    assert ("react", (message.id, "")) in talk.engine.asked


def test_an_account_that_cannot_react_is_not_offered_any(talk: Any) -> None:
    """failure 66"""
    talk.archive.reactions.note_ability(talk.accounts[0], talk.window.now())
    on_message(talk)
    assert named(talk, "messageQuote").isVisible()
    assert not named(talk, "messageReact").isVisible()
    press(Qt.Key.Key_R, SHIFT)
    assert talk.window.findChild(QWidget, "reactionBar") is None


def test_nor_is_one_after_24_hours(talk: Any) -> None:
    """failure 24"""
    talk.window.open_conversation(talk.talks["aiko"])
    message = talk.archive.timeline.newest(talk.talks["aiko"], 1)[0]
    offers = talk.column.offers.of(message)
    assert (offers.quote, offers.reactions) == (True, ())


def test_why_a_reaction_was_not_sent(talk: Any) -> None:
    message = theirs(talk)
    talk.archive.reactions.wish(message.id, "🔥", talk.window.now())
    wish = talk.archive.reactions.next_wish(talk.accounts[0], talk.window.now())
    talk.archive.reactions.refused(wish, FailureReason.OTHER, "100/2534015", "Invalid message id")
    talk.column.timeline.why_reaction.emit(message.id)
    words = " ".join(label.text() for label in talk.window.findChildren(PlainText))
    assert "Your reaction was not sent." in words
    assert "“Invalid message id”" in words
    assert theirs(talk).reactions == ()


def test_a_reply_of_nobody_is_neither_quoted_nor_reacted_to(talk: Any) -> None:
    talk.archive.settings.set(HOLD, "5")
    send("Here")
    own = talk.archive.timeline.newest(talk.talks["mara"], 1)[0]
    offers = talk.column.offers.of(own)
    assert (offers.quote, offers.reactions) == (False, ())


def test_an_emoji_goes_where_the_cursor_is(talk: Any) -> None:
    field = talk.composer.field
    QTest.keyClicks(field, "ab")
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_E, CTRL)
    search = named(talk, "emojiSearch")
    QTest.keyClicks(search, "fire")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert talk.composer.text == "a🔥b"
    assert QApplication.focusWidget() is field
    press(Qt.Key.Key_Z, CTRL)
    assert talk.composer.text == "ab"


def test_each_undo_brings_its_own_words(talk: Any) -> None:
    talk.archive.settings.set(HOLD, "5")
    send("one  one")
    send("two")
    talk.composer.undo_send()
    assert talk.composer.text == "two"
    talk.composer.undo_send()
    assert talk.composer.text == "one  one\ntwo"


# the heart, and what the settings change


def test_the_heart_is_offered_within_24_hours(talk: Any) -> None:
    """failure 24"""
    words = [row.words for source in talk.composer.send_menu.sources for row in source()]
    assert words[0] == "Send"
    assert "Send a heart" in words
    talk.column.writing.send_heart()
    assert [type(part).__name__ for _, parts in talk.engine.parts for part in parts] == ["HeartPart"]
    talk.window.open_conversation(talk.talks["aiko"])
    words = [row.words for source in talk.composer.send_menu.sources for row in source()]
    assert words[0] == "Send as human reply"
    assert "Send a heart" not in words


def test_a_heart_leaves_what_is_typed(talk: Any) -> None:
    """failure 93: the draft is on the disk, also right after the heart, and after looking elsewhere."""
    talk.composer.field.insertPlainText("half a thou")
    talk.composer.flush_draft()
    talk.column.writing.send_heart()
    assert talk.row("mara").draft == "half a thou"
    talk.window.open_conversation(talk.talks["aiko"])
    talk.window.open_conversation(talk.talks["mara"])
    assert talk.composer.text == "half a thou"


def test_enter_may_break_the_line(talk: Any) -> None:
    talk.window.settings.open("replying")
    field = next(box for box in talk.window.findChildren(ChoiceField) if box.accessibleName() == "Send with")
    field.choose("ctrl_enter")
    field.chosen.emit("ctrl_enter")
    talk.window.settings.escape()
    talk.composer.focus_text()
    send("one")
    QTest.keyClicks(QApplication.focusWidget(), "two")
    assert talk.engine.sent == []
    press(Qt.Key.Key_Return, CTRL)
    assert talk.engine.sent == [(talk.talks["mara"], "one\ntwo")]


def test_the_replying_page(talk: Any) -> None:
    kept = talk.archive.settings
    kept.set(never_ask_human(talk.accounts[1]), "1")
    kept.set(HOLD, "nonsense")
    talk.window.settings.open("replying")
    by_name = {b.accessibleName(): b for kind in (ChoiceField, Toggle) for b in talk.window.findChildren(kind)}
    assert by_name["Hold each reply for"].value == 5
    assert not by_name["Tell the customer that I have seen it"].isChecked()
    assert not by_name["Tell the customer that I am writing"].isChecked()
    ask = by_name["Ask before the first human reply to a person"]
    assert not ask.isChecked(), "one account said: don't ask again"
    ask.click()
    assert kept.get(never_ask_human(talk.accounts[1])) == ""
    by_name["Tell the customer that I have seen it"].click()
    by_name["Tell the customer that I am writing"].click()
    by_name["Hold each reply for"].chosen.emit(20)
    assert (kept.get(TELL_SEEN), kept.get(TELL_TYPING), kept.get(HOLD)) == ("1", "1", "20")


def test_the_question_of_a_human_reply_is_remembered_for_the_account(talk: Any) -> None:
    """failure 24"""
    talk.window.open_conversation(talk.talks["aiko"])
    talk.composer.focus_text()
    send("After two days")
    assert talk.engine.sent == []
    question = talk.window.findChild(AskDialog)
    question.findChild(QAbstractButton, "askCheck").setChecked(True)
    question.accept()
    assert talk.engine.sent == [(talk.talks["aiko"], "After two days")]
    assert talk.archive.settings.get(never_ask_human(talk.accounts[0])) == "1"
    assert talk.archive.settings.get(never_ask_human(talk.accounts[1])) == ""


def test_a_closed_conversation_comes_back_when_they_write(talk: Any) -> None:
    talk.window.open_conversation(talk.talks["noah"])
    button = named(talk, "composerRemind")
    assert button.isVisible()
    assert button.accessibleName() == "Remind me when Noah writes"
    button.click()
    row = talk.row("noah")
    assert row.shelf is Lies.SNOOZED
    assert row.wakes_at is None


# saved replies


class Shelf:
    """Stands for the store of saved replies."""

    def __init__(self, *replies: SavedReply) -> None:
        self.held = list(replies)
        self.used: list[int] = []

    def all(self) -> list[SavedReply]:
        return self.held

    def note_use(self, reply_id: int) -> None:
        self.used.append(reply_id)


HOURS = SavedReply(1, "hours", "Opening hours", "We’re open Tue–Sat, 10–18.")
SHIP = SavedReply(2, "ship", "Shipping", "Hi {first_name}! To {cursor} it costs 190 kr.")
SIX = SavedReply(3, "six", "Set of six", "Dear {first_name}, {cursor}three weeks.")


@pytest.fixture
def shelf(talk: Any) -> Shelf:
    made = Shelf(HOURS, SHIP, SIX)
    talk.column.writing.use_saved_replies(made)
    return made


def popup(talk: Any) -> Any:
    view = talk.window.findChild(QWidget, "savedPopup")
    return view if view is not None and view.isVisible() else None


def rows(view: Any) -> list[str]:
    model = view.model()
    return [model.index(r, 0).data(Qt.ItemDataRole.AccessibleTextRole) for r in range(model.rowCount())]


def test_without_saved_replies_there_is_nothing_of_them(talk: Any) -> None:
    assert not talk.composer.saved_button.isVisible()
    QTest.keyClicks(talk.composer.field, "/")
    assert popup(talk) is None
    talk.column.writing.use_saved_replies(Shelf())
    assert not talk.composer.saved_button.isVisible()


def test_a_slash_offers_them_and_typing_filters(talk: Any, shelf: Shelf) -> None:
    assert talk.composer.saved_button.isVisible()
    field = talk.composer.field
    QTest.keyClicks(field, "/")
    assert rows(popup(talk))[1] == "/ship, Shipping, Hi Mara! To … it costs 190 kr.", "as she will see it"
    QTest.keyClicks(field, "sh")
    assert [row.partition(",")[0] for row in rows(popup(talk))] == ["/ship"]
    press(Qt.Key.Key_Return)
    assert popup(talk) is None
    assert talk.composer.text == "Hi Mara! To  it costs 190 kr."
    QTest.keyClicks(field, "Malmo")
    assert talk.composer.text == "Hi Mara! To Malmo it costs 190 kr."
    assert talk.engine.sent == []


def test_tab_goes_from_one_open_place_to_the_next(talk: Any, shelf: Shelf) -> None:
    shelf.held = [SavedReply(9, "x", "X", "{cursor}, to {cursor} and {cursor}.")]
    field = talk.composer.field
    QTest.keyClicks(field, "/x")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(field, "A")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(field, "B")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(field, "C")
    assert talk.composer.text == "A, to B and C."
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field, "to the end of the text"
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not field, "an ordinary key again"


def test_escape_closes_and_leaves_the_slash(talk: Any, shelf: Shelf) -> None:
    field = talk.composer.field
    QTest.keyClicks(field, "/")
    press(Qt.Key.Key_Escape)
    assert popup(talk) is None
    assert talk.composer.text == "/"
    QTest.keyClicks(field, "hours")
    assert popup(talk) is None
    assert QApplication.focusWidget() is field


def test_a_slash_in_the_middle_is_a_slash(talk: Any, shelf: Shelf) -> None:
    QTest.keyClicks(talk.composer.field, "and/or")
    assert popup(talk) is None
    press(Qt.Key.Key_Backspace)
    assert popup(talk) is None


def test_what_fits_none_is_sent_as_it_is(talk: Any, shelf: Shelf) -> None:
    send("/nothing like it")
    assert talk.engine.sent == [(talk.talks["mara"], "/nothing like it")]


def test_the_key_opens_them_in_the_middle_of_a_text(talk: Any, shelf: Shelf) -> None:
    field = talk.composer.field
    field.insertPlainText("👋 ")
    press(Qt.Key.Key_Slash, CTRL)
    assert len(rows(popup(talk))) == 3
    QTest.keyClicks(field, "hou")
    press(Qt.Key.Key_Return)
    assert talk.composer.text == "👋 We’re open Tue–Sat, 10–18."


def test_leaving_the_field_closes_them(talk: Any, shelf: Shelf) -> None:
    QTest.keyClicks(talk.composer.field, "/")
    talk.window.open_conversation(talk.talks["tomas"], focus_composer=False)
    talk.column.timeline.view.setFocus()
    assert popup(talk) is None


def test_one_undo_takes_the_inserted_text_away(talk: Any, shelf: Shelf) -> None:
    QTest.keyClicks(talk.composer.field, "/hours")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Z, CTRL)
    assert talk.composer.text == "/hours"


def test_a_reply_for_later_stands_in_the_strip_and_comes_back(talk: Any) -> None:
    QTest.keyClicks(talk.composer.field, "Good morning")
    talk.column.later.choose()
    times = talk.column.later.times()
    popup_ = named(talk, "laterPopup")
    QTest.keyClick(popup_, Qt.Key.Key_1)
    assert ("send_later", (talk.talks["mara"], "Good morning", times[0][1])) in talk.engine.asked
    talk.archive.scheduling.add(talk.talks["mara"], "Good morning", times[0][1])
    assert talk.composer.strip.text_id == "strip.scheduled"
    talk.composer.box.text.clear()
    talk.column.later.edit_next()
    assert talk.composer.text == "Good morning"
    assert talk.archive.scheduling.of(talk.talks["mara"]) == []


def test_no_preset_is_offered_for_later_where_the_window_ends_before(talk: Any) -> None:
    """failure 24"""
    talk.window.open_conversation(talk.talks["priya"])
    QTest.keyClicks(talk.composer.field, "x")
    assert talk.column.later.times() == []
    assert "Send later…" in [row.words for source in talk.composer.send_menu.sources for row in source()]
    talk.column.later.choose()
    assert [row.words for row in named(talk, "laterPopup")._rows] == ["Pick date and time…"]  # type: ignore[attr-defined]


def test_nor_anything_where_it_has_ended(talk: Any) -> None:
    """failure 24"""
    talk.window.open_conversation(talk.talks["aiko"])
    QTest.keyClicks(talk.composer.field, "x")
    assert not talk.column.later.can_send
    assert "Send later…" not in [row.words for source in talk.composer.send_menu.sources for row in source()]


def arrive(talk: Any, name: str) -> None:
    """A poll finds that they wrote just now."""
    row = talk.row(name)
    account = talk.archive.accounts.get(row.account_id)
    me, now = PersonSnapshot(account.remote_id, account.username), talk.engine.server_now()
    person = PersonSnapshot(row.participant.igsid, row.participant.username)
    message = MessageSnapshot(f"new-{name}", now, person, (me,), "Hello again")
    page = ConversationSnapshot(row.remote_id, now, (me, person), (message,))
    talk.archive.ingest.conversation(row.account_id, page, read_started_at=now)
    talk.window.bridge.settle()


def test_the_choices_for_later_follow_when_they_write(talk: Any) -> None:
    """Priya's window ends in less than an hour; then she writes, and a day is open."""
    talk.window.open_conversation(talk.talks["priya"])
    QTest.keyClicks(talk.composer.field, "x")
    talk.column.later.choose()
    popup_ = named(talk, "laterPopup")
    assert len(popup_._rows) == 1  # type: ignore[attr-defined]
    arrive(talk, "priya")
    times = talk.column.later.times()
    assert popup_._rows[0].words == "In one hour"  # type: ignore[attr-defined]
    assert len(popup_._rows) == len(times) + 1  # type: ignore[attr-defined]
    note = named(talk, "laterNote").text()  # type: ignore[attr-defined]
    assert note.startswith("They wrote again. The reply window closes ")
    assert popup_._rows[popup_._current].words == "Pick date and time…"  # type: ignore[attr-defined]
    QTest.keyClick(popup_, Qt.Key.Key_1)
    assert ("send_later", (talk.talks["priya"], "x", times[0][1])) in talk.engine.asked


@pytest.mark.parametrize("has_fields", [False, True])
def test_a_window_that_closes_while_a_time_is_asked_for_says_so(talk: Any, has_fields: bool) -> None:
    QTest.keyClicks(talk.composer.field, "Good morning")
    talk.column.later.choose()
    popup_ = named(talk, "laterPopup")
    if has_fields:
        popup_._rows[-1].click()  # type: ignore[attr-defined]
    talk.engine.late = timedelta(days=1)
    talk.column.tick()
    assert popup_.isVisible() and popup_._rows == []  # type: ignore[attr-defined]
    assert named(talk, "laterNote").text().startswith("The reply window has closed")  # type: ignore[attr-defined]
    assert not has_fields or not named(talk, "laterDay").isVisible()
    QTest.keyClick(popup_, Qt.Key.Key_1)
    QTest.keyClick(popup_, Qt.Key.Key_Down)
    QTest.keyClick(popup_, Qt.Key.Key_Escape)
    assert not popup_.isVisible()
    assert talk.composer.text == "Good morning"
    assert not [asked for asked in talk.engine.asked if asked[0] == "send_later"]


def test_a_time_of_ones_own_is_judged_anew_when_they_write(talk: Any) -> None:
    QTest.keyClicks(talk.composer.field, "Good morning")
    talk.column.later.choose()
    named(talk, "laterPopup")._rows[-1].click()  # type: ignore[attr-defined]
    day, time = named(talk, "laterDay"), named(talk, "laterTime")
    last = (talk.row("mara").last_inbound_at + timedelta(hours=24) - SAFETY - BEFORE_THE_END).astimezone()
    day.setDate(day.maximumDate())  # type: ignore[attr-defined]
    time.setTime(QTime(last.hour, last.minute).addSecs(60))  # type: ignore[attr-defined]
    problem = named(talk, "laterProblem")
    assert problem.isVisible()
    arrive(talk, "mara")
    assert not problem.isVisible()


def test_a_reply_that_the_engine_does_not_keep_says_why(talk: Any) -> None:
    talk.engine.refuses_later = True
    QTest.keyClicks(talk.composer.field, "Good morning")
    talk.column.later.choose()
    QTest.keyClick(named(talk, "laterPopup"), Qt.Key.Key_1)
    assert named(talk, "explain").accessibleName() == "The reply was not kept for later"
    assert talk.composer.text == "Good morning"


def test_a_time_of_ones_own_for_later(talk: Any) -> None:
    QTest.keyClicks(talk.composer.field, "Good morning")
    talk.column.later.choose()
    popup_ = named(talk, "laterPopup")
    QTest.keyClick(popup_, Qt.Key.Key_End)
    popup_._rows[-1].click()  # type: ignore[attr-defined]
    day, time = named(talk, "laterDay"), named(talk, "laterTime")
    last = talk.row("mara").last_inbound_at + timedelta(hours=24) - SAFETY - BEFORE_THE_END
    here = last.astimezone()
    assert day.maximumDate().toPython() == here.date()  # type: ignore[attr-defined]
    assert day.minimumDate().toPython() == talk.engine.server_now().astimezone().date()  # type: ignore[attr-defined]
    day.setDate(day.maximumDate())  # type: ignore[attr-defined]
    time.setTime(QTime(here.hour, here.minute).addSecs(60))  # type: ignore[attr-defined]
    problem = named(talk, "laterProblem")
    assert problem.isVisible()
    assert problem.text().startswith("Until ")  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return)
    assert popup_.isVisible()
    assert not [asked for asked in talk.engine.asked if asked[0] == "send_later"]
    time.setTime(QTime(here.hour, here.minute))  # type: ignore[attr-defined]
    assert not problem.isVisible()
    named(talk, "laterAccept").click()  # type: ignore[attr-defined]
    at = last.replace(second=0, microsecond=0)
    assert ("send_later", (talk.talks["mara"], "Good morning", at)) in talk.engine.asked
