"""With large letters nothing is cut off that could give way."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.inbox.footer import FooterState, ListFooter
from igdesk.ui.plain_text import PlainText
from igdesk.ui.profile.parts import UsernameButton
from igdesk.ui.rail.tiles import _make_room
from igdesk.ui.theme import ThemeSource


@pytest.fixture
def large(qtbot: QtBot) -> ThemeSource:
    source = ThemeSource()
    source.wear("light", strong_contrast=None, scale=1.5)
    return source


def test_the_state_of_the_list_gives_way_to_the_action(qtbot: QtBot, large: ThemeSource) -> None:
    footer = ListFooter(large)
    qtbot.addWidget(footer)
    footer.show_state(FooterState("Demo · nothing is sent", "info", action="Connect an account"), 0.0, 0)
    footer.resize(300, footer.height())
    footer.show()
    action = footer.findChild(QWidget, "listFooterAction")
    state = footer.findChild(QWidget, "listFooterState")
    assert action.width() >= action.sizeHint().width()
    assert state.geometry().right() < action.geometry().left()
    assert state.accessibleName() == "Demo · nothing is sent"


def test_a_username_has_the_room_it_needs(qtbot: QtBot, large: ThemeSource) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    button = UsernameButton(large, parent)
    button.show_username("mara.lindqvist.ceramics")
    words = large.current.font("body")
    button.setFont(words)
    assert button.sizeHint().width() >= button.fontMetrics().horizontalAdvance("@mara.lindqvist.ceramics")


@pytest.mark.parametrize("is_rtl", [False, True])
def test_an_icon_steps_aside_for_a_wide_badge(is_rtl: bool) -> None:
    icon, width = QRectF(21, 8, 22, 22), 32.0
    trailing = 2.0 if is_rtl else 62.0
    moved = icon.translated(_make_room(icon, trailing, width, is_rtl), 0)
    covered = trailing + width - moved.left() if is_rtl else moved.right() - (trailing - width)
    assert covered <= icon.width() / 2
    assert _make_room(icon, 56.0 if not is_rtl else 8.0, 20.0, is_rtl) == 0


def test_a_long_name_keeps_to_its_two_lines(qtbot: QtBot) -> None:
    source = ThemeSource()
    words = PlainText(source, scale="title2", max_lines=2, text="Maximiliane-Alexandrina Freifrau von Hohenzollern")
    qtbot.addWidget(words)
    for width in range(150, 260, 7):
        assert words.heightForWidth(width) <= 2 * source.current.line_height("title2"), width
