"""The settings in a narrow window, also with the largest letters: nothing runs past the edge of a page."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF

from igdesk.ui.settings.account_card import AccountCard
from igdesk.ui.settings.registry import ENTRIES


@pytest.mark.parametrize("width", [480, 720, 960])
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("page_id", [entry.id for entry in ENTRIES])
def test_a_page_keeps_to_its_width(studio: Any, spilt: Any, page_id: str, scale: float, width: int) -> None:
    window = studio.window
    for name in ("Wholesale", "VIP"):
        window.triage.make_label(name)
    window.archive.saved_replies.make("Opening hours", "We are open Tuesday to Saturday.")
    window.archive.saved_replies.set_field("studio address", "Kaserntorget 11, Gothenburg")
    window.commands.change_appearance(window.appearance._replace(text_size=scale))
    window.resize(width, 640)
    window.settings.open(page_id)
    page = window.settings.place.page
    page.widget().layout().activate()
    assert spilt(page.viewport()) == []


def test_the_head_of_the_settings_stands_where_that_of_the_list_stood(studio: Any) -> None:
    window = studio.window
    window.resize(1280, 800)
    listed = window.list_pane.search
    y = listed.mapTo(window, QPoint(0, 0)).y()
    window.settings.open()
    assert window.settings.place.search.mapTo(window, QPoint(0, 0)).y() == y


def test_a_command_keeps_its_whole_name_beside_many_keys(studio: Any) -> None:
    window = studio.window
    window.commands.change_appearance(window.appearance._replace(text_size=1.5))
    window.resize(480, 640)
    window.settings.open("shortcuts")
    page = window.settings.place.page
    page.widget().layout().activate()
    crowded = [row for row in page.sheet.rows if len(row.line.keys) > 1]
    assert crowded
    for row in crowded:
        words = QFontMetricsF(window.theme_source.current.font("body")).horizontalAdvance(row.line.title)
        has_room = words + row._keys_width() + 12 <= row.width()
        assert row.height() == row.heightForWidth(row.width())
        assert has_room or row.height() > 1.5 * row.sizeHint().height()


def test_an_account_is_named_in_full_where_its_state_has_no_room_beside_it(studio: Any) -> None:
    window = studio.window
    window.commands.change_appearance(window.appearance._replace(text_size=1.5))
    window.resize(480, 640)
    window.settings.open("accounts")
    card = window.settings.place.page.findChildren(AccountCard)[0]
    name = QFontMetricsF(window.theme_source.current.font("title3")).horizontalAdvance(card.account.display_name)
    assert card._is_state_below()
    assert card._names_room(beside_state=False) >= min(name, 160)
    window.resize(1280, 640)
    assert not card._is_state_below()


def test_rows_under_the_pointer_are_told_of_it(studio: Any) -> None:
    """Without the attribute Qt sends no hover events, and no row is tinted."""
    window = studio.window
    window.settings.open("saved")
    place = window.settings.place
    for view in (place.nav, place.page.list, window.palette_place.palette.list):
        assert view.viewport().testAttribute(Qt.WidgetAttribute.WA_Hover)
