"""Quotes and undo in the whole window."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.message import Delivery
from igdesk.domain.replying import HOLD

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
    talk.column.talking.quote(theirs(talk).id)
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
    talk.column.talking.quote(theirs(talk).id)
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
    talk.column.talking.quote(theirs(talk).id)
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
    talk.column.talking.quote(theirs(talk).id)
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
