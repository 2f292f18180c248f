"""With large letters nothing is cut off that could give way."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.ids import ConversationId
from igdesk.ui.composer.tray_card import width_of
from igdesk.ui.dialogs import CheckRow
from igdesk.ui.icons import icon_size
from igdesk.ui.inbox.footer import FooterState, ListFooter
from igdesk.ui.paint import badge_width
from igdesk.ui.plain_text import PlainText
from igdesk.ui.profile.notes import NoteSection
from igdesk.ui.profile.parts import RowButton, UsernameButton
from igdesk.ui.rail.tiles import _badge_theme, _make_room
from igdesk.ui.search.find_bar import FindBar
from igdesk.ui.search.key_caps import caps_height
from igdesk.ui.settings.call_plot import ABOVE_AXIS, BARS, CallPlot
from igdesk.ui.settings.nav import GAP, HEIGHT, SettingsNav, Target
from igdesk.ui.texts import say
from igdesk.ui.theme import ThemeSource
from igdesk.ui.timeline.header import TimelineHeader
from igdesk.ui.viewer.top_bar import TopBar


class Quiet(QObject):
    """A searcher that is never asked."""

    placed = Signal(object)

    def stop(self) -> None: ...


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
    assert state.wordWrap()
    assert footer.height() >= state.heightForWidth(state.width()), "a second line instead of an ellipsis"
    footer.resize(480, footer.height())
    assert not state.wordWrap()
    footer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    footer.resize(481, footer.height())
    assert state.alignment() & Qt.AlignmentFlag.AlignRight, "beside its sign"
    assert footer.height() == int(large.current.size("size.list.footer"))


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


def test_a_badge_of_the_rail_does_not_grow_over_what_it_stands_on(qtbot: QtBot, large: ThemeSource) -> None:
    tile = QWidget()
    qtbot.addWidget(tile)
    tile.resize(56, 52)
    assert badge_width(_badge_theme(tile, large.current), "35", small=True) <= 28
    tile.resize(76, 52)
    assert badge_width(_badge_theme(tile, large.current), "35", small=True) <= 36
    large.wear("light", strong_contrast=None, scale=1.125)
    assert _badge_theme(tile, large.current) is large.current


def test_keys_have_room_for_large_letters(large: ThemeSource) -> None:
    assert caps_height(large.current) >= large.current.line_height("micro")
    assert caps_height(ThemeSource().current) == 18


def test_the_bar_of_find_is_as_high_as_its_field(qtbot: QtBot, large: ThemeSource) -> None:
    bar = FindBar(Quiet(), large, None)  # type: ignore[arg-type]
    qtbot.addWidget(bar)
    assert bar.height() >= bar.field.minimumHeight() + 16
    large.wear("light", strong_contrast=None, scale=1.0)
    assert bar.height() == 52


@pytest.mark.parametrize(("width", "scale", "gone"), [(424, 1.0, 1), (424, 1.5, 2), (700, 1.0, 0)])
@pytest.mark.qt_log_ignore("raise|grabbing|propagate")
def test_a_name_keeps_its_room_in_the_head(
    qtbot: QtBot, make_ui: Callable[[], Any], width: int, scale: float, gone: int
) -> None:
    ui = make_ui()
    ui.theme_source.wear("light", strong_contrast=None, scale=scale)
    header = TimelineHeader(ui.theme_source, ui.images)
    qtbot.addWidget(header)
    header.set_compact(True)
    header.set_one_pane(True)
    header.resize(width, header.height())
    header.show()
    hidden = [button for button in (header.snooze_button, header.find_button) if button.isHidden()]
    assert hidden == [header.snooze_button, header.find_button][:gone]
    header.layout().activate()
    assert header.person.width() - header.person.room_beside_name() >= 96 * scale
    header.more.click()
    menu = header.findChild(QMenu, "headerMenu")
    menu_words = [action.text() for action in menu.actions()]
    menu.close()
    assert ("Snooze…" in menu_words, "Find in this conversation" in menu_words) == (gone > 0, gone > 1)


def test_the_words_of_a_box_to_tick_are_whole(qtbot: QtBot, large: ThemeSource) -> None:
    parent = QWidget()
    box = CheckRow("Don’t ask again", large, parent)
    words = QFontMetricsF(large.current.font("body")).horizontalAdvance("Don’t ask again")
    assert box.sizeHint().width() >= words + large.current.size("size.control.check") + 12


def test_the_commands_of_the_details_wrap_before_they_are_cut(qtbot: QtBot) -> None:
    """ "Delete from this comp…" leaves open what is deleted."""
    source = ThemeSource()
    panel = QWidget()
    qtbot.addWidget(panel)
    button = RowButton("trash", "Delete from this computer…", source, panel)
    usual = button.sizeHint().height()
    assert button.heightForWidth(268) == usual
    source.wear("light", strong_contrast=None, scale=1.5)
    assert button.heightForWidth(268) > button.sizeHint().height()
    assert button.heightForWidth(600) == button.sizeHint().height()


@pytest.mark.parametrize("is_rtl", [False, True])
def test_the_viewer_keeps_the_name_whole_in_the_smallest_window(qtbot: QtBot, large: ThemeSource, is_rtl: bool) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight)
    bar = TopBar(large, parent, {})
    bar.show_person("1", "Galerie Nordlicht", None, "Today, 04:10 · PNG · 240 × 240")
    bar.show_place("6 of 24")
    parent.resize(480, 480)
    bar.resize(480, bar.height())
    parent.show()
    bar.layout().activate()
    name = bar.findChild(PlainText, "viewerName")
    assert name.width() >= name.sizeHint().width()
    assert any(words.text().startswith("6 of 24 · Today") for words in bar.findChildren(PlainText))
    for button in (bar.rotate, bar.save, bar.close_button):
        assert button.width() == button.sizeHint().width()
    end = bar.close_button.geometry()
    assert (end.left() if is_rtl else bar.width() - end.right() - 1) == 18
    bar.resize(1280, bar.height())
    bar.layout().activate()
    assert not bar.findChild(QWidget, "viewerPlace").isHidden()
    assert name.width() >= name.sizeHint().width()


def test_the_pages_of_the_settings_are_named_in_full(qtbot: QtBot, large: ThemeSource) -> None:
    nav = SettingsNav(large, None)  # type: ignore[arg-type]
    qtbot.addWidget(nav)
    nav.resize(264, 600)
    nav.show_targets(
        [
            Target("accounts", "users", "Accounts"),
            Target("updates", "gauge", "Updates and API budget"),
            Target("updates", "gauge", "Updates and API budget", "How often the list is asked for in the background"),
        ]
    )
    nav.show()
    nav.doItemsLayout()
    heights = [nav.visualItemRect(nav.item(row)).height() for row in range(3)]
    assert heights[0] == HEIGHT + GAP
    words = QFontMetricsF(large.current.font("body", weight=600))
    assert words.horizontalAdvance("Updates and API budget") > 264 - 71, "else nothing is tried"
    assert heights[1] >= 2 * words.height()
    assert heights[2] >= 2 * words.height() + large.current.line_height("small")
    assert not nav.grab().isNull()


def test_the_axis_of_the_calls_is_as_high_as_its_letters(qtbot: QtBot, large: ThemeSource) -> None:
    plot = CallPlot(large, None)  # type: ignore[arg-type]
    qtbot.addWidget(plot)
    room = plot.sizeHint().height() - BARS - ABOVE_AXIS
    assert room >= QFontMetricsF(large.current.font("micro")).height()


def test_what_an_empty_note_says_wraps(qtbot: QtBot, large: ThemeSource) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    section = NoteSection(large, whole)
    section.resize(292, 220)
    section.show_note(ConversationId(1), "", "Mara")
    whole.show()
    words = QFontMetricsF(large.current.font("body"))
    field = section.field
    assert words.horizontalAdvance(say("details.notes.placeholder")) > field.viewport().width(), "else nothing is tried"
    line = large.current.line_height("body")
    picture = field.viewport().grab(QRect(0, line + 4, field.viewport().width(), line - 4)).toImage()
    inks = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(inks) > 5, "a second line"
    assert field.accessibleDescription() == say("details.notes.placeholder")


def test_a_card_of_the_tray_tells_what_becomes_of_the_file(qtbot: QtBot, large: ThemeSource) -> None:
    words = QFontMetricsF(large.current.font("small"))
    room = width_of(large.current) - 2 * 9 - icon_size("meta") - 5
    assert words.horizontalAdvance(say("tray.converted", format="JPEG")) <= room
    assert width_of(ThemeSource().current) == 148
