"""Finding on the real window: palette, results, the bar of a conversation, with the keyboard alone."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.snapshot import ConversationSnapshot, MessageSnapshot, PersonSnapshot
from igdesk.ui.controls import TextButton
from igdesk.ui.search.rows import RowKind
from igdesk.ui.texts import isolate

NOW_ROWS = (RowKind.PERSON, RowKind.MESSAGE, RowKind.COMMAND)


def long_talk(studio: Any) -> None:
    archive, account_id = studio.archive, studio.accounts[0]
    account = archive.accounts.get(account_id)
    me, mara = PersonSnapshot(account.remote_id, account.username), PersonSnapshot(f"ig-mara-{account_id}", "mara")
    now = studio.window.now()
    messages = [
        MessageSnapshot(f"l{n}", now - timedelta(minutes=600 - n), mara, (me,), f"talk of bowls {n}")
        for n in range(400)
    ]
    messages[7] = MessageSnapshot("l7", now - timedelta(minutes=593), mara, (me,), "a matt Glaze, in celadon")
    page = ConversationSnapshot(f"t-mara-{account_id}", now, (me, mara), tuple(reversed(messages)), is_complete=True)
    archive.ingest.conversation(account_id, page, read_started_at=now)
    assert archive.build_index(Event())


def rows(studio: Any) -> list[Any]:
    return list(studio.window.palette_place.palette.list.found.rows)


def open_palette(studio: Any, text: str, qtbot: QtBot) -> Any:
    assert studio.window.shortcuts
    QTest.keyClick(QApplication.focusWidget() or studio.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = studio.window.palette_place.palette
    assert palette.isVisible()
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, text)
    return palette


def wait_for_rows(studio: Any, qtbot: QtBot, fits: Any) -> None:
    """The answer of search, not what was recent and stands there before it."""
    place = studio.window.palette_place
    qtbot.waitUntil(lambda: not place._is_early and place._answer is not None and fits(rows(studio)), timeout=5000)


def test_enter_jumps_to_the_message_in_its_place(studio: Any, qtbot: QtBot) -> None:
    long_talk(studio)
    window = studio.window
    window.list_pane.list.setFocus()
    palette = open_palette(studio, "glaze", qtbot)
    wait_for_rows(studio, qtbot, lambda found: any(row.kind is RowKind.MESSAGE for row in found))
    row = next(row for row in rows(studio) if row.kind is RowKind.MESSAGE)
    assert row.text == "a matt Glaze, in celadon"
    assert [row.text[a:b] for a, b in row.text_marks] == ["Glaze"]
    assert palette.list.current == row
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    timeline = window.conversation.timeline
    assert timeline.conversation_id == studio.talks["mara"]
    shown = timeline.view.currentIndex().row()
    assert timeline.model.rows[shown].message.text == "a matt Glaze, in celadon"
    assert timeline.view.hasFocus()


def test_people_are_found_and_opened(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "lindq", qtbot)
    wait_for_rows(studio, qtbot, lambda found: any(row.kind is RowKind.PERSON for row in found))
    assert palette.list.current.title == "Mara Lindqvist"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert studio.window.conversation.conversation.id == studio.talks["mara"]


def test_commands_show_their_keys_and_run(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, ">check", qtbot)
    assert palette.tabs[next(tab for tab in palette.tabs if tab.value == "commands")].isChecked()
    assert palette.list.current.title == "Check for new messages"
    assert palette.list.current.caps == ("F5",)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ("check_now", ()) in studio.engine.asked


def test_every_command_is_there(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    open_palette(studio, ">", qtbot)
    shown = {row.command_id for row in rows(studio) if row.kind is RowKind.COMMAND}
    offered = {command.id for command in window.registry.offered()} - {"find"}
    assert shown == offered
    assert [command.id for command in window.registry.offered() if not command.icon] == []
    assert {"go_to_waiting", "settings", "copy_username", "switch_theme", "quit"} <= shown


def test_recent_first_where_nothing_is_typed(studio: Any, qtbot: QtBot) -> None:
    open_palette(studio, "", qtbot)
    wait_for_rows(studio, qtbot, lambda found: bool(found))
    people = [row.title for row in rows(studio) if row.kind is RowKind.PERSON]
    assert people[0] == "Mara Lindqvist"
    assert len(people) == 5


def test_what_was_recent_is_there_at_once_and_the_card_does_not_grow(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "", qtbot)
    conductor = studio.window.palette_place
    at_once, height = rows(studio), palette._card.height()
    assert next(row.title for row in at_once if row.kind is RowKind.PERSON) == "Mara Lindqvist"
    assert conductor._answer is None, "search has not answered yet"
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    chosen = palette.list.current
    qtbot.waitUntil(lambda: conductor._answer is not None, timeout=5000)
    assert rows(studio) == at_once
    assert palette._card.height() == height
    assert palette.list.current == chosen, "and a choice made meanwhile stays"


def test_enter_never_takes_what_was_recent_for_what_is_typed(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "tom", qtbot)
    assert palette.list.current is None or studio.window.palette_place._answer is not None
    chosen = []
    palette.chosen.connect(chosen.append)
    if studio.window.palette_place._answer is None:
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen == []
    wait_for_rows(studio, qtbot, lambda found: any(row.title.startswith("Tom") for row in found))


def test_focus_returns_and_keys_stay_inside(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.conversation.composer.field.setFocus()
    palette = open_palette(studio, "x", qtbot)
    view = window.list_pane.view
    QTest.keyClick(palette.field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(palette.field, Qt.Key.Key_J)
    assert window.list_pane.view is view
    assert palette.field.text() == "xj"
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.conversation.composer.field.hasFocus()


def test_the_field_over_the_list_opens_it_with_the_letter(studio: Any, qtbot: QtBot) -> None:
    button = studio.window.findChild(QWidget, "listSearch")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_G)
    assert studio.window.palette_place.palette.field.text() == "g"


def test_wrong_operators_are_explained(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "glaze is:purple", qtbot)
    note = palette.findChild(QWidget, "paletteNote")
    qtbot.waitUntil(lambda: "purple" in note.text(), timeout=5000)
    assert "unread, waiting, done, snoozed" in note.text()


def test_tab_completes_an_operator_else_goes_to_the_next_group(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "", qtbot)
    wait_for_rows(studio, qtbot, lambda found: bool(found))
    first = palette.list.current
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.list.current.kind is RowKind.COMMAND
    QTest.keyClick(palette.field, Qt.Key.Key_Backtab)
    assert palette.list.current == first
    QTest.keyClicks(palette.field, "from:lind")
    QTest.keyClick(palette.field, Qt.Key.Key_Tab)
    assert palette.field.text() == 'from:"Mara Lindqvist" '
    assert palette.field.hasFocus()


def test_as_many_completions_as_there_is_room_for(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "has:", qtbot)

    def shown() -> list[str]:
        return [button.text() for button in palette._completing.findChildren(TextButton) if button.isVisible()]

    everything = [isolate(f"has:{what}") for what in ("photo", "video", "voice", "file", "link", "story")]
    qtbot.waitUntil(lambda: shown() == everything, timeout=5000)
    palette.field.setText("from:")
    qtbot.waitUntil(lambda: bool(shown()) and shown() != everything, timeout=5000)
    edge = palette._completing.rect()
    buttons = [button for button in palette._completing.findChildren(TextButton) if button.isVisible()]
    assert all(edge.contains(button.geometry()) for button in buttons)


def test_the_arrows_go_round_over_headings(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "", qtbot)
    wait_for_rows(studio, qtbot, lambda found: bool(found))
    seen = []
    for _ in range(len(rows(studio)) + 2):
        seen.append(palette.list.current)
        QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert all(row.kind in NOW_ROWS for row in seen)
    assert seen[0] in seen[1:]
    QTest.keyClick(palette.field, Qt.Key.Key_End)
    assert palette.list.current == rows(studio)[-1]
    QTest.keyClick(palette.field, Qt.Key.Key_Home)
    assert palette.list.current == seen[0]


def test_rows_are_read_aloud(studio: Any, qtbot: QtBot) -> None:
    palette = open_palette(studio, "lindq", qtbot)
    wait_for_rows(studio, qtbot, lambda found: any(row.kind is RowKind.PERSON for row in found))
    index = palette.list.currentIndex()
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Mara Lindqvist, @mara, ")
    assert palette.list.accessibleName().startswith("Results, ")
    assert palette.accessibleName() == "Find anything"
    assert QAccessible.queryAccessibleInterface(palette.field).text(QAccessible.Text.Name) == (
        "Search people, messages and commands"
    )


@pytest.mark.parametrize(
    "text", ['"', "*" * 40, "a" * 10_000, "😀😀", "   ", "from: is: has:", "((NEAR", "-", "label:\0x"]
)
def test_anything_can_be_typed(studio: Any, qtbot: QtBot, text: str) -> None:
    palette = open_palette(studio, "", qtbot)
    palette.field.setText(text)
    conductor = studio.window.palette_place
    qtbot.waitUntil(
        lambda: conductor._answer is not None and conductor._answer.ticket == conductor._ticket, timeout=5000
    )
    assert palette.isVisible()


def test_all_results_in_place_of_the_list(studio: Any, qtbot: QtBot) -> None:
    long_talk(studio)
    window = studio.window
    palette = open_palette(studio, "bowls", qtbot)
    wait_for_rows(studio, qtbot, lambda found: any(row.kind is RowKind.MORE for row in found))
    QTest.keyClick(palette.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    results = window.finding._results
    assert results.isVisible()
    assert not window.list_pane.list.isVisible()
    assert results.field.hasFocus()
    qtbot.waitUntil(lambda: len(results.list.found.rows) >= 100, timeout=5000)
    QTest.keyClick(results.field, Qt.Key.Key_Down)
    QTest.keyClick(results.field, Qt.Key.Key_Return)
    assert window.conversation.timeline.conversation_id == studio.talks["mara"]
    window.commands.escape()
    assert window.list_pane.list.isVisible()
    assert window.list_pane.list.hasFocus()


def test_nothing_found_says_since_when_and_what_was_meant(studio: Any, qtbot: QtBot) -> None:
    long_talk(studio)
    window = studio.window
    window.finding.show_results("celdaon")
    results = window.finding._results
    meant = results.findChild(QWidget, "resultsMeant")
    qtbot.waitUntil(meant.isVisible, timeout=5000)
    assert "celdaon" in results.findChild(QWidget, "resultsEmpty").text()
    meant.click()
    qtbot.waitUntil(lambda: bool(results.list.found.rows), timeout=5000)
    assert results.field.text() == "celadon"


def test_find_in_the_conversation_reaches_what_is_not_loaded(studio: Any, qtbot: QtBot) -> None:
    long_talk(studio)
    window = studio.window
    window.open_conversation(studio.talks["mara"], focus_composer=False)
    assert window.shortcuts
    window.list_pane.list.setFocus()
    QTest.keyClick(window.list_pane.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = window.finding._bar
    assert bar.field.hasFocus()
    QTest.keyClicks(bar.field, "celadon")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1", timeout=5000)
    assert any(message.text == "a matt Glaze, in celadon" for message in shown_messages(window))
    bar.field.setText("bowls")
    qtbot.waitUntil(lambda: bar.count.text().startswith("1 of 399"), timeout=5000)
    QTest.keyClick(bar.field, Qt.Key.Key_F3)
    assert bar.count.text() == "2 of 399"
    QTest.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "399 of 399"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert window.conversation.timeline.view.hasFocus()


def test_what_is_looked_for_is_marked_and_counted_anew(
    studio: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the bar is open: in what people wrote; the hit that was jumped to has an edge. Nobody is moved away."""
    long_talk(studio)
    window = studio.window
    window.open_conversation(studio.talks["mara"], focus_composer=False)
    timeline = window.conversation.timeline
    delegate = timeline.view.itemDelegate()
    window.finding.find_here()
    bar = window.finding._bar
    bar.field.setText("talk bow")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 399", timeout=5000)
    shown = next(message for message in reversed(shown_messages(window)) if message.text.startswith("talk"))
    assert delegate.found.current == shown.id
    bubble = timeline.view.bubble(timeline.model.show_around(shown.id))
    blocks = [part.block for part in bubble.parts if getattr(part, "block", None) is not None]
    assert [delegate.found.spans(block) for block in blocks if block.text == shown.text] == [[(0, 4), (8, 11)]]
    timeline.view.grab()
    QTest.keyClick(bar.field, Qt.Key.Key_F3)
    second = delegate.found.current
    assert second != shown.id
    monkeypatch.setattr("igdesk.ui.search.searcher.FIRST_S", -1)  # the newest alone come before all of them
    conversation_id = window.conversation.conversation.id
    studio.archive.outbox.enqueue(conversation_id, ["talk of bowls, mine"], now=window.now())
    qtbot.waitUntil(lambda: bar.count.text() == "3 of 400", timeout=5000)
    assert delegate.found.current == second
    bar.dismiss()
    assert delegate.found is None
    window.finding.find_here()
    qtbot.waitUntil(lambda: delegate.found is not None, timeout=5000)
    assert delegate.found.current == second
    bar.field.setText("")
    assert delegate.found is None


def test_the_bar_closes_with_its_conversation(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"], focus_composer=False)
    window.finding.find_here()
    assert not window.finding._bar.isHidden()
    window.open_conversation(studio.talks["tomas"], focus_composer=False)
    assert window.finding._bar.isHidden()


def shown_messages(window: Any) -> list[Any]:
    model = window.conversation.timeline.model
    return [model.rows[row].message for row in range(model.rowCount())]


def test_saved_replies_are_found_and_inserted(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    studio.archive.saved_replies.make("Which glaze for what", "Moss is food-safe.", shortcut="glaze")
    window.open_conversation(studio.talks["mara"])
    palette = open_palette(studio, ">glaze for", qtbot)
    row = palette.list.current
    assert (row.title, row.caps) == ("Insert saved reply \u201c\u2068Which glaze for what\u2069\u201d", ("/glaze",))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.conversation.composer.text == "Moss is food-safe."
    assert window.conversation.composer.field.hasFocus()


@pytest.mark.parametrize("width", [800, 1280])
def test_every_chip_of_the_results_has_room_for_its_word(studio: Any, width: int) -> None:
    window = studio.window
    window.resize(width, 700)
    window.finding.show_results("the")
    chips = [window.findChild(QWidget, f"resultsChip{name}") for name in ("Everywhere", "People", "Messages", "Photos")]
    pane = window.list_pane
    for chip in chips:
        assert chip.isVisible()
        assert chip.width() >= chip.sizeHint().width()
        assert chip.mapTo(pane, chip.rect().topRight()).x() < pane.width()
