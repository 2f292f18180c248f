"""What was found, beside the conversation and in the palette."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.images import ImageCache
from igdesk.ui.search.found_list import FoundList
from igdesk.ui.search.rows import FoundRow, RowKind
from igdesk.ui.search.search_field import SearchField
from igdesk.ui.theme import ThemeSource

ROW = FoundRow(RowKind.MESSAGE, "Mara Lindqvist", text="glaze " * 30, right="Yesterday 21:38")


def inked(image: QImage, area: QRect) -> bool:
    ground = image.pixelColor(area.left(), area.top())
    columns, lines = range(area.left(), area.right()), range(area.top(), area.bottom())
    return any(image.pixelColor(x, y).lightness() < ground.lightness() - 60 for x in columns for y in lines)


@pytest.mark.parametrize(("width", "runs_on"), [(336, True), (640, False)])
def test_the_words_found_have_the_whole_line_where_it_is_short(qtbot: QtBot, width: int, runs_on: bool) -> None:
    found = FoundList(ImageCache(lambda _key: None), ThemeSource(), parent := QWidget())
    qtbot.addWidget(parent)
    found.resize(width, 200)
    found.show_rows([ROW, ROW], keeps_choice=False)
    parent.resize(width, 200)
    parent.show()
    second = found.visualRect(found.found.index(1))
    image = found.viewport().grab(second).toImage()
    under_the_time = QRect(width - 60, second.height() - 13, 30, 12)
    assert inked(image, under_the_time) is runs_on


def test_the_sign_of_the_chosen_command_is_in_the_accent(qtbot: QtBot) -> None:
    source = ThemeSource()
    found = FoundList(ImageCache(lambda _key: None), source, parent := QWidget())
    qtbot.addWidget(parent)
    found.resize(640, 200)
    found.show_rows([FoundRow(RowKind.COMMAND, "Mark as done", icon="done")] * 2, keeps_choice=False)
    parent.resize(640, 200)
    parent.show()
    accent = source.current.color("accent.text").rgb()
    inks = []
    for at in range(2):
        row = found.visualRect(found.found.index(at))
        image = found.viewport().grab(row.adjusted(0, 0, -580, 0)).toImage()
        inks.append({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})
    assert accent in inks[0]
    assert accent not in inks[1]


def test_a_field_over_a_list_has_its_glass_beside_the_words(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    field = SearchField("Find or create a label", ThemeSource(), parent)
    field.resize(220, field.height())
    parent.show()
    image = field.grab().toImage()
    assert inked(image, QRect(12, 10, 14, 16))
    assert not inked(image, QRect(28, 10, 6, 16))
    assert (field.placeholderText(), field.accessibleName()) == ("Find or create a label",) * 2
