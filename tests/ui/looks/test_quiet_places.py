"""The place without a conversation, the notes and the field over the list, as they are painted."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.ids import ConversationId
from igdesk.ui.controls import TextButton
from igdesk.ui.conversation.empty import EmptyConversation, EmptyKind, EmptyState, MarkDisc
from igdesk.ui.plain_text import PlainText
from igdesk.ui.profile.notes import NoteSection
from igdesk.ui.search.key_caps import caps_width
from igdesk.ui.search.search_button import SearchButton
from igdesk.ui.theme import ThemeSource


@pytest.mark.parametrize("kind", [EmptyKind.ALL_DONE, EmptyKind.FIRST_UPDATE, EmptyKind.QUIET])
def test_the_words_stand_in_the_middle(qtbot: QtBot, kind: EmptyKind) -> None:
    empty = EmptyConversation(ThemeSource())
    qtbot.addWidget(empty)
    empty.resize(870, 800)
    empty.show_state(EmptyState(kind, finished_count=37))
    empty.show()
    for words in empty.findChildren(PlainText):
        assert abs(words.geometry().center().x() - empty.rect().center().x()) <= 1


def test_only_keys_that_exist_are_taught(qtbot: QtBot) -> None:
    empty = EmptyConversation(ThemeSource())
    qtbot.addWidget(empty)
    usual = empty.keys.height()
    empty.keys.teach({"next_conversation": "J", "previous_conversation": "K", "find": "F4"}.get)
    assert empty.keys.accessibleName() == ("Next, previous conversation: J+K. Open and write: Enter. Find anything: F4")
    assert empty.keys.height() < usual


def test_notes_stand_on_the_lines_of_the_design(qtbot: QtBot) -> None:
    section = NoteSection(source := ThemeSource(), whole := QWidget())
    qtbot.addWidget(whole)
    section.resize(292, 300)
    section.show_note(ConversationId(1), "one\ntwo\nthree\nfour\nfive", "Mara")
    whole.show()
    assert section.field.document().size().height() == 5 * source.current.line_height("body")
    assert section.field.height() == 5 * source.current.line_height("body")


def test_the_key_over_the_list_can_be_read(qtbot: QtBot) -> None:
    source = ThemeSource()
    button = SearchButton(source, parent := QWidget())
    qtbot.addWidget(parent)
    button.resize(QSize(311, 36))
    button.set_key("Ctrl K")
    cap = button.grab(QRect(QPoint(255, 8), QSize(50, 20))).toImage()
    assert source.current.color("text.secondary").lightness() + 24 > _darkest(cap).lightness()


def test_small_buttons_have_small_words(qtbot: QtBot) -> None:
    source, parent = ThemeSource(), QWidget()
    qtbot.addWidget(parent)
    small, usual = (TextButton("Open folder", source, parent, small=is_small) for is_small in (True, False))
    assert small.sizeHint().width() < usual.sizeHint().width() - 4
    assert small.sizeHint().height() == source.current.size("size.control.buttonSmall")


def _darkest(image: QImage) -> QColor:
    found = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return min(found, key=lambda color: color.lightness())


def test_what_is_pasted_into_notes_is_plain(qtbot: QtBot) -> None:
    section = NoteSection(ThemeSource(), whole := QWidget())
    qtbot.addWidget(whole)
    pasted = QMimeData()
    pasted.setData("text/html", b"<b>bold</b>")
    pasted.setText("bold")
    section.field.insertFromMimeData(pasted)
    assert section.field.toPlainText() == "bold"
    assert section.field.textCursor().charFormat().fontWeight() == QFont.Weight.Normal


def test_keys_that_are_taught_stand_clear_of_large_words(qtbot: QtBot) -> None:
    source = ThemeSource()
    empty = EmptyConversation(source)
    qtbot.addWidget(empty)
    empty.resize(870, 800)
    usual = empty.keys.width()
    source.wear("light", strong_contrast=None, scale=1.5)
    words = QFontMetricsF(source.current.font("body"))
    for title, keys in empty.keys._rows:
        assert words.horizontalAdvance(title) + caps_width(source.current, keys) + 12 <= empty.keys.width()
    source.wear("light", strong_contrast=None, scale=1.0)
    assert empty.keys.width() == usual == 320


def test_words_in_the_middle_stand_there_at_once_and_break_evenly(qtbot: QtBot) -> None:
    empty = EmptyConversation(ThemeSource())
    qtbot.addWidget(empty)
    empty.resize(868, 800)
    empty.show()
    empty.show_state(EmptyState(EmptyKind.FIRST_UPDATE))
    disc = empty.findChild(MarkDisc)
    words = empty.findChildren(PlainText)[1]
    middle = (disc.y() + words.geometry().bottom()) / 2
    assert abs(middle - empty.height() / 2) < 40, "before the loop comes round to the layout"
    lines = [words.text()[start : start + length] for start, length in lines_of(words)]
    assert [line.strip() for line in lines] == [
        "You can open any that is already here.",
        "Older ones follow while you work.",
    ]


def lines_of(words: PlainText) -> list[tuple[int, int]]:
    layout = words._lay_out(words.width())[0]
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [(line.textStart(), line.textLength()) for line in lines]
