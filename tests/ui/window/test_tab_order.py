"""The focus goes through the window in the order of the panes, and inside each from top to bottom."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from igdesk.sandbox.pictures import gif_bytes
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.token_entry import TokenEntry


def walk(studio: Any, steps: int = 60) -> list[str]:
    """Names of what Tab reaches, from the list on, until it comes round."""
    studio.window.list_pane.list.setFocus()
    found: list[str] = []
    for _ in range(steps):
        focus = QApplication.focusWidget()
        if focus is None or focus.objectName() in found[:1]:
            break
        found.append(focus.objectName() or type(focus).__name__)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return found


def test_every_control_is_reached_in_its_place(studio: Any, qtbot: Any) -> None:
    studio.window.resize(1400, 900)
    studio.window.activateWindow()
    label = studio.archive.triage.labels.make("Wholesale")
    studio.archive.triage.label([studio.talks["mara"]], label.id, True)
    studio.window.open_conversation(studio.talks["mara"])
    studio.window.toggle_details(True)
    qtbot.wait(0)
    studio.archive.media.store_picture(studio.window.conversation.conversation.participant.id, gif_bytes(8, 8, 1))
    qtbot.waitUntil(lambda: studio.window.details.findChild(QWidget, "detailsPicture").isEnabled())
    stops = walk(studio)
    expected = [
        "conversationList", "headerPerson", "headerFind", "headerLabels", "headerSnooze", "headerDone", "headerMore",
        "headerDetails", "timeline", "messageReact", "messageQuote", "messageCopy", "messageMore", "composerText",
        "composerEmoji", "detailsPicture", "detailsUsername", "detailsLabel", "detailsAddLabel", "detailsNotes",
        "detailsOpenInstagram", "splitterList", "splitterDetails", "railAccount1", "railAddAccount", "railInbox",
        "listFilterButton", "listSearch", "listChipAll",
    ]  # fmt: skip
    assert [name for name in stops if name in expected] == expected


def test_the_secret_field_lets_tab_through_to_its_buttons(qtbot: Any) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    entry = TokenEntry(ThemeSource(), page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    entry.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert QApplication.focusWidget().objectName() == "wizardToken", "it passes the focus on"
    entry._field.edit.setText("x")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "wizardTokenReveal"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "wizardTokenPaste"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().objectName() == "wizardToken"


def test_alt_down_on_send_is_its_menu_and_not_the_next_conversation(studio: Any) -> None:
    """Elsewhere the key walks on; the button has it first."""
    studio.window.open_conversation(studio.talks["mara"])
    composer = studio.window.conversation.composer
    composer.insert("Hello")
    send = composer.box.send
    send.setFocus()
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    asked.ignore()
    QApplication.sendEvent(send, asked)
    assert asked.isAccepted()


def test_send_without_anything_to_send_gives_the_focus_to_the_field(studio: Any) -> None:
    """Else it went on to whatever comes next, here to the details."""
    studio.window.open_conversation(studio.talks["mara"])
    composer = studio.window.conversation.composer
    composer.insert("Hello")
    composer.box.send.setFocus()
    studio.window.list_pane.step(1)
    assert not composer.box.send.isEnabled()
    assert QApplication.focusWidget() is composer.field


def test_what_is_looked_for_stands_in_its_place(studio: Any, qtbot: QtBot) -> None:
    """The bar between header and messages, what was found between the header of the list and its foot: both are made
    when they are first asked for, and came after everything else.
    """

    def tabbed(count: int) -> list[str]:
        seen = []
        for _ in range(count):
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, Qt.Key.Key_Tab)
            focus = QApplication.focusWidget()
            assert focus is not None
            seen.append(focus.objectName())
        return seen

    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.finding.find_here()
    window.conversation.timeline.header.details.setFocus()
    assert tabbed(5) == ["findField", "findPrevious", "findNext", "findClose", "timeline"]
    window.finding.show_results("cup")
    window.list_pane.header.filter.setFocus()
    chips = ["resultsChipEverywhere", "resultsChipPeople", "resultsChipMessages", "resultsChipPhotos"]
    assert tabbed(6) == ["listSearch", "listSearchClear", *chips]
    following = tabbed(1)[0]
    assert following not in ("splitterList", "splitterDetails")
