"""The composer: what its keys do, when drafts are given away, and that an input method keeps its keys."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.account import Capability
from igdesk.domain.conversation import Conversation, Participant
from igdesk.domain.ids import AccountId, ConversationId, ParticipantId
from igdesk.domain.window import window_at
from igdesk.ui.composer import footer as footer_module
from igdesk.ui.composer.pane import DRAFT_AFTER_MS, ComposerPane
from igdesk.ui.composer.reply_text import ReplyText
from igdesk.ui.composer.strip_choice import ReplySituation
from igdesk.ui.theme import ThemeSource

NOW = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)


def situation(number: int = 1, hours: float = 2.0, *, igsid: str = "ig", **parts: object) -> ReplySituation:
    person = Participant(ParticipantId(number), igsid, "mara", "Mara Lindqvist")
    talk = Conversation(
        ConversationId(number), AccountId(1), f"t{number}", person, None, NOW, NOW - timedelta(hours=hours)
    )
    agent = Capability.AVAILABLE
    return ReplySituation(talk, window_at(talk.last_inbound_at, NOW, agent), agent, **parts)  # type: ignore[arg-type]


class Heard:
    def __init__(self, pane: ComposerPane) -> None:
        self.sent: list[tuple[int, str]] = []
        self.drafts: list[tuple[int, str]] = []
        self.asked: list[int] = []
        self.texts_at_send: list[str] = []
        pane.submitted.connect(lambda number, text: self.sent.append((number, text)))
        pane.submitted.connect(lambda _number, _text: self.texts_at_send.append(pane.text))
        pane.draft_changed.connect(lambda number, text: self.drafts.append((number, text)))
        pane.human_reply_wanted.connect(self.asked.append)


@pytest.fixture
def pane(qtbot: QtBot) -> ComposerPane:
    made = ComposerPane(ThemeSource(), server_now=lambda: NOW, now=lambda: NOW)
    qtbot.addWidget(made)
    made.resize(576, 120)
    made.show_conversation(situation(), "", has_agreed_to_human_reply=False)
    made.show()
    return made


@pytest.fixture
def heard(pane: ComposerPane) -> Heard:
    return Heard(pane)


def text_of(pane: ComposerPane) -> ReplyText:
    field = pane.field
    assert isinstance(field, ReplyText)
    return field


def compose(pane: ComposerPane, preedit: str) -> None:
    QApplication.sendEvent(pane.field, QInputMethodEvent(preedit, []))


def test_enter_sends_and_shift_enter_breaks_the_line(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.field, "one")
    qtbot.keyClick(pane.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(pane.field, "two")
    assert heard.sent == []
    qtbot.keyClick(pane.field, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert heard.sent == [(1, "one\ntwo")]


def test_ctrl_enter_always_sends(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.field, "one")
    qtbot.keyClick(pane.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.sent == [(1, "one")]


def test_the_field_is_empty_when_the_reply_is_heard_of(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    """failure 45"""
    qtbot.keyClicks(pane.field, "one")
    for _ in range(3):
        qtbot.keyClick(pane.field, Qt.Key.Key_Return)
    assert heard.sent == [(1, "one")]
    assert heard.texts_at_send == [""]
    assert heard.drafts == [], "the draft of a sent reply is not written once more"


def test_a_key_that_is_held_sends_once(pane: ComposerPane, heard: Heard) -> None:
    """failure 45: repeats of a held key are not presses."""
    text_of(pane).insertPlainText("one")
    repeat = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(pane.field, repeat)
    assert heard.sent == []


def test_while_an_input_method_composes_every_key_is_its_own(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    qtbot.keyClicks(pane.field, "abc")
    compose(pane, "かな")
    assert pane.is_composing
    left: list[int] = []
    pane.left.connect(lambda: left.append(1))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        qtbot.keyClick(pane.field, key)
    assert (heard.sent, left) == ([], [])
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    override.ignore()
    QApplication.sendEvent(pane.field, override)
    assert override.isAccepted(), "no shortcut takes a key from the input method"
    compose(pane, "")
    qtbot.keyClick(pane.field, Qt.Key.Key_Return)
    assert heard.sent == [(1, "abc")]


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_E, Qt.Key.Key_D, Qt.Key.Key_U])
def test_editing_keys_of_qt_pass_as_shortcuts(pane: ComposerPane, qtbot: QtBot, key: Qt.Key) -> None:
    text_of(pane).replace_text("keep this")
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    override.ignore()
    QApplication.sendEvent(pane.field, override)
    assert not override.isAccepted()
    qtbot.keyClick(pane.field, key, Qt.KeyboardModifier.ControlModifier)
    assert pane.text == "keep this"


def test_a_draft_is_given_away_once_typing_rests(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    """failure 93"""
    qtbot.keyClicks(pane.field, "half")
    assert heard.drafts == []
    assert pane._draft_due.interval() == DRAFT_AFTER_MS == 300
    pane._draft_due.timeout.emit()
    pane._draft_due.stop()
    pane.flush_draft()
    assert heard.drafts in ([], [(1, "half")])
    qtbot.keyClicks(pane.field, "!")
    pane.show_conversation(situation(2), "other", has_agreed_to_human_reply=False)
    assert heard.drafts[-1] == (1, "half!")
    assert pane.text == "other"


def test_a_draft_is_kept_while_somebody_types_without_a_pause(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    """failure 93: what was typed since the last pause must not hang on the next one."""
    typist = QTimer()
    typist.timeout.connect(lambda: qtbot.keyClick(pane.field, Qt.Key.Key_A))
    typist.start(20)
    qtbot.waitUntil(lambda: bool(heard.drafts), timeout=5000)
    assert typist.isActive() and heard.drafts[0][1].startswith("a")
    typist.stop()


def test_showing_a_draft_is_not_typing_one(pane: ComposerPane, heard: Heard) -> None:
    pane.show_conversation(situation(2), "kept", has_agreed_to_human_reply=False)
    pane.clear()
    assert heard.drafts == []


def test_the_first_personal_reply_is_asked_for(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    pane.show_conversation(situation(2, 30.0), "Hello again", has_agreed_to_human_reply=False)
    qtbot.keyClick(pane.field, Qt.Key.Key_Return)
    assert (heard.asked, heard.sent, pane.text) == ([2], [], "Hello again")
    pane.send_as_human_reply(ConversationId(7))
    assert heard.sent == [], "another conversation is shown by now"
    pane.send_as_human_reply(ConversationId(2))
    assert heard.sent == [(2, "Hello again")]


def test_closed_keeps_a_draft_and_sends_nothing(pane: ComposerPane, heard: Heard, qtbot: QtBot) -> None:
    pane.show_conversation(situation(3, 24 * 9), "", has_agreed_to_human_reply=False)
    qtbot.keyClicks(pane.field, "later")
    qtbot.keyClick(pane.field, Qt.Key.Key_Return)
    pane.flush_draft()
    assert heard.sent == []
    assert heard.drafts == [(3, "later")]
    assert not pane.findChild(QWidget, "composerSend").isEnabled()
    assert not pane.findChild(QWidget, "composerOpenInstagram").isHidden()


def test_send_is_enabled_only_with_something_to_send(pane: ComposerPane) -> None:
    send = pane.findChild(QWidget, "composerSend")
    assert not send.isEnabled()
    text_of(pane).insertPlainText("  \n")
    assert not send.isEnabled()
    text_of(pane).insertPlainText("a")
    assert send.isEnabled()


def test_counter_appears_at_800_and_tells_of_the_split(pane: ComposerPane) -> None:
    """failure 36"""
    counter = pane.findChild(QWidget, "composerCounter")
    for size, is_hidden in ((799, True), (800, False), (1000, False)):
        text_of(pane).replace_text("a" * size)
        pane._show_length()
        assert counter.isHidden() is is_hidden
    text_of(pane).replace_text("a" * 1124)
    pane._show_length()
    assert counter.accessibleName() == "1,124 bytes, sends as 2 messages"
    assert pane.findChild(QWidget, "composerSend").isEnabled()


def test_each_mark_of_the_counter_is_said_also_the_first(pane: ComposerPane, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counter appears at 800; what is not on the screen says nothing."""
    said: list[str] = []
    note = lambda source, text: said.append(text) if source.isVisible() else None  # noqa: E731
    monkeypatch.setattr(footer_module, "announce", note)
    pane.show()
    for size in (799, 800, 950, 1000):
        text_of(pane).replace_text("a" * size)
        pane._show_length()
    assert said == ["800 of 1,000 bytes", "950 of 1,000 bytes", "1,000 of 1,000 bytes"]


def test_pasted_text_is_plain(pane: ComposerPane) -> None:
    mime = QMimeData()
    mime.setHtml("<b>bold</b>")
    mime.setText("bold\u202e\x07")
    text_of(pane).insertFromMimeData(mime)
    assert pane.text == "bold"
    picture = QMimeData()
    picture.setData("image/png", b"x")
    assert not text_of(pane).canInsertFromMimeData(picture)


def test_it_grows_with_the_text_up_to_its_share(pane: ComposerPane) -> None:
    pane.set_room(500, is_low=False)
    field = text_of(pane)
    one_line = field.height()
    field.replace_text("a\nb\nc")
    assert field.height() > one_line
    field.replace_text("line\n" * 60)
    assert field.height() <= 500 * 0.4


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("hello", Qt.LayoutDirection.LeftToRight),
        ("123 مرحبا", Qt.LayoutDirection.RightToLeft),
        ("שלום abc", Qt.LayoutDirection.RightToLeft),
        ("123 !", Qt.LayoutDirection.LeftToRight),
    ],
)
def test_direction_follows_the_first_letter(pane: ComposerPane, text: str, direction: Qt.LayoutDirection) -> None:
    text_of(pane).replace_text(text)
    assert text_of(pane).document().defaultTextOption().textDirection() is direction


def test_names_follow_the_situation(pane: ComposerPane) -> None:
    send = pane.findChild(QWidget, "composerSend")
    names = []
    for of in (situation(), situation(1, 30.0), situation(is_offline=True)):
        pane.update_situation(of)
        names.append(send.accessibleName())
    assert names == ["Send", "Send as human reply", "Send when online"]
    assert pane.field.accessibleDescription() == "Write a reply"


def test_in_a_low_window_the_hint_gives_way(pane: ComposerPane) -> None:
    pane.set_room(400, is_low=True)
    assert pane._footer._hint.isHidden()
    pane.set_room(400, is_low=False)
    assert not pane._footer._hint.isHidden()
