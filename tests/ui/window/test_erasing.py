"""Deleting from the window: asked with figures, the safe choice in front, and never what nobody has seen."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from igdesk.domain.conversation import InboxView
from igdesk.domain.outbox import SendEvent
from igdesk.domain.status import Connection
from igdesk.ui.dialogs import AskDialog, CheckRow
from igdesk.ui.erasing.person_popover import PersonPopover
from igdesk.ui.erasing.record import RecordDialog
from igdesk.ui.plain_text import PlainText
from igdesk.ui.settings.controls import ChoiceField


def said(dialog):
    return " ".join(label.text() for label in dialog.findChildren(PlainText))


def press(qtbot, dialog, name):
    qtbot.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def ask(studio, *names):
    return studio.window.erasing.ask_to_delete([studio.talks[name] for name in names])


def names(studio):
    rows = studio.archive.inbox.rows(InboxView.INBOX, now=studio.window.now())
    return {row.participant.name for row in rows}


def test_the_question(studio, qtbot):
    """Picture 13."""
    studio.archive.triage.save_note(studio.talks["mara"], "Likes blue")
    dialog = ask(studio, "mara")
    assert dialog.accessibleName() == "Delete this conversation from this computer?"
    assert "1 message and your notes about \u2068Mara Lindqvist\u2069 are erased here." in said(dialog)
    assert "At Instagram nothing changes." in said(dialog)
    assert dialog.focusWidget().objectName() == "askReject", "the safe choice has the focus"
    assert dialog.findChild(QPushButton, "askReject").words == "Keep"
    assert dialog.findChild(CheckRow, "askCheck").text() == "Export it first"
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert "Mara Lindqvist" in names(studio)


def test_delete_the_open_conversation(studio, qtbot):
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    assert window.registry.run("delete_here")
    press(qtbot, window.findChild(AskDialog, "askDelete"), "askAccept")
    assert "Mara Lindqvist" not in names(studio)
    assert window.conversation.conversation is None
    assert window.list_pane.model.row_of(studio.talks["mara"]) < 0
    assert "Mara Lindqvist" in window.undoing.toast.text
    assert window.undoing.toast.button.isHidden(), "there is no way back"
    window.choose_account(studio.accounts[1])
    window.choose_account(studio.accounts[0])
    assert window.conversation.conversation is None, "nothing leads there any more"


def test_a_message_that_comes_while_it_is_asked(studio, qtbot):
    dialog = ask(studio, "mara")
    studio.write("mara", "Mara Lindqvist", 0.5, "One more thing")
    press(qtbot, dialog, "askAccept")
    assert "Mara Lindqvist" in names(studio), "nobody has seen it"
    again = [found for found in studio.window.findChildren(AskDialog, "askDelete") if found.isVisible()]
    assert "Something has come in meanwhile. 2 messages are erased here." in said(again[-1])
    press(qtbot, again[-1], "askAccept")
    assert "Mara Lindqvist" not in names(studio)


def test_export_it_first(studio, qtbot, tmp_path):
    window = studio.window
    dialog = ask(studio, "mara")
    dialog.findChild(CheckRow, "askCheck").click()
    press(qtbot, dialog, "askAccept")
    assert "Mara Lindqvist" in names(studio)
    files = window.findChild(QFileDialog, "exportDialog")
    files.fileSelected.emit(str(tmp_path))
    files.close()
    qtbot.waitUntil(lambda: "Mara Lindqvist" not in names(studio), timeout=10_000)
    (written,) = tmp_path.glob("Mara*/conversation.json")
    assert json.loads(written.read_bytes())["messages"][0]["text"] == "Hello"


def test_an_export_that_fails_deletes_nothing(studio, qtbot, tmp_path):
    window = studio.window
    dialog = ask(studio, "mara")
    dialog.findChild(CheckRow, "askCheck").click()
    press(qtbot, dialog, "askAccept")
    files = window.findChild(QFileDialog, "exportDialog")
    files.fileSelected.emit(str(tmp_path / "gone"))
    files.close()
    qtbot.waitUntil(lambda: not window.exporting.is_busy, timeout=10_000)
    assert "Not exported" in window.exporting.panel.words
    assert "Mara Lindqvist" in names(studio)


@pytest.mark.parametrize("what", ["queued", "uncertain", "scheduled"])
def test_what_is_on_its_way_comes_first(studio, qtbot, what):
    found, archive, now = studio.talks["mara"], studio.archive, studio.window.now()
    if what == "scheduled":
        archive.scheduling.add(found, "later", now)
    else:
        (reply,) = archive.outbox.enqueue(found, ["yes"], now=now)
        if what == "uncertain":
            archive.outbox.claim(reply, now)
            archive.outbox.settle(reply, SendEvent.OUTCOME_UNKNOWN)
    assert ask(studio, "mara") is None
    dialog = studio.window.findChild(AskDialog, "askNotYet")
    words = "leave later" if what == "scheduled" else "find" + "ing out whether it arrived"
    assert words in said(dialog)
    press(qtbot, dialog, "askReject" if what != "scheduled" else "askAccept")
    assert "Mara Lindqvist" in names(studio)


def test_several_conversations_are_erased_with_one_question(studio, qtbot):
    dialog = ask(studio, "mara", "aiko")
    assert dialog.accessibleName() == "Delete 2 conversations from this computer?"
    assert "2 messages are erased here." in said(dialog)
    press(qtbot, dialog, "askAccept")
    assert names(studio) & {"Mara Lindqvist", "Aiko Tanaka"} == set()


def test_everything_about_one_person(studio, qtbot, tmp_path, monkeypatch):
    window = studio.window
    studio.archive.triage.save_note(studio.talks["mara"], "Likes blue")
    window.settings.open("privacy")
    button = window.settings.place.page.findChild(QPushButton, "privacyErasePerson")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    popover = window.findChild(PersonPopover)
    popover.field.setText("nobody of that name")
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    assert popover.isVisible()
    popover.field.setText("@MARA")
    QTest.keyClick(popover.field, Qt.Key.Key_Return)
    dialog = window.findChild(AskDialog, "askErasePerson")
    assert dialog.accessibleName() == "Erase everything about Mara Lindqvist?"
    assert dialog.focusWidget().objectName() == "askReject"
    press(qtbot, dialog, "askAccept")
    assert "Mara Lindqvist" not in names(studio)
    record = window.findChild(RecordDialog)
    assert record.isVisible()
    assert "Messages: 1, in conversations: 1." in said(record)
    record.save(tmp_path / "is not there" / "record.txt")
    assert record.isVisible()
    assert "could not be written" in said(record)
    record.save(tmp_path / "record.json")
    form = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    assert form["person"]["username"] == "mara"
    assert form["erased"] == {
        "conversations": 1,
        "messages": 1,
        "pictures": 0,
        "other_files": 0,
        "notes": 1,
        "labels": 0,
    }
    assert "Likes blue" not in (tmp_path / "record.json").read_text(encoding="utf-8")
    assert "Hello" not in record.record.text()


def test_offline_makes_no_difference(studio, qtbot):
    studio.tell(Connection.OFFLINE)
    press(qtbot, ask(studio, "mara"), "askAccept")
    assert "Mara Lindqvist" not in names(studio)


def test_many_go_a_few_at_a_time(studio, qtbot, monkeypatch):
    from igdesk.ui.erasing import conductor

    monkeypatch.setattr(conductor, "AT_ONCE", 2)
    transactions = studio.archive.statistics.transactions
    studio.window.erasing.delete([studio.talks[name] for name in ("mara", "aiko", "noah", "priya", "tomas")])
    assert studio.archive.statistics.transactions == transactions + 1
    qtbot.waitUntil(lambda: names(studio) == {"Jonas Weber"}, timeout=2000)


def test_who_writes_while_many_go_is_asked_about_anew(studio, qtbot, monkeypatch):
    from igdesk.ui.erasing import conductor

    monkeypatch.setattr(conductor, "AT_ONCE", 2)
    studio.window.erasing.delete([studio.talks[name] for name in ("mara", "aiko", "noah", "priya", "tomas")])
    studio.write("priya", "Priya Raman", 0.1, "Wait!")
    qtbot.waitUntil(lambda: names(studio) == {"Jonas Weber", "Priya Raman"}, timeout=2000)
    again = [found for found in studio.window.findChildren(AskDialog, "askDelete") if found.isVisible()]
    assert "Something has come in meanwhile. 2 messages are erased here." in said(again[-1])


def test_what_begins_to_be_sent_while_many_go_is_told(studio, qtbot, monkeypatch):
    from igdesk.ui.erasing import conductor

    monkeypatch.setattr(conductor, "AT_ONCE", 2)
    studio.window.erasing.delete([studio.talks[name] for name in ("mara", "aiko", "noah", "priya", "tomas")])
    studio.archive.outbox.enqueue(studio.talks["tomas"], ["On its way"], now=studio.window.now())
    qtbot.waitUntil(lambda: bool(studio.window.findChildren(AskDialog, "askNotYet")), timeout=2000)
    assert names(studio) == {"Jonas Weber", "Tomás Oliveira"}


def test_how_long_messages_are_kept(studio, qtbot):
    window, retention = studio.window, studio.archive.retention
    window.settings.open("privacy")
    field = window.settings.place.page.findChild(ChoiceField, "privacyOlder")
    assert field.currentText() == "Never"
    field.chosen.emit(180)
    dialog = window.findChild(AskDialog, "askOlder")
    assert dialog.accessibleName() == "Delete messages older than 6 months?"
    assert dialog.focusWidget().objectName() == "askReject"
    press(qtbot, dialog, "askReject")
    assert retention.days is None
    assert field.currentText() == "Never"
    field.chosen.emit(90)
    dialog = next(found for found in window.findChildren(AskDialog, "askOlder") if found.isVisible())
    press(qtbot, dialog, "askAccept")
    assert retention.days == 90
    assert field.currentText() == "3 months"
    field.chosen.emit(365)
    assert retention.days == 365, "what is kept longer is not asked"
    field.chosen.emit(0)
    assert retention.days is None


def test_the_line_over_what_is_left(studio, qtbot):
    """Design 5.5."""
    window, archive = studio.window, studio.archive
    found = studio.talks["mara"]
    archive.inbox.mark_read(found)
    archive.triage.need_no_reply([found], True)
    studio.write("mara", "Mara Lindqvist", 0.2, "Still there?")
    archive.inbox.mark_read(found)
    archive.triage.need_no_reply([found], True)
    window.open_conversation(found)
    view = window.conversation.timeline.view
    assert "igdesk keeps this conversation" in view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    with archive._database.transaction() as tx:
        tx.write("update message set sent_at = sent_at - 9000000000 where text = 'Hello'")
    archive.retention.set_days(90)
    while archive.retention.go_on():
        pass
    assert [row.message.text for row in view.rows.rows] == ["Still there?"]
    words = view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "Older messages were deleted on 20 Nov" in words
