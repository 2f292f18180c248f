"""The settings inside the window: opening, navigation, search, and what applies at once."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.appearance import Appearance, read_appearance
from igdesk.ui.layout.motion import has_motion
from igdesk.ui.settings.page import Row
from igdesk.ui.settings.registry import ENTRIES
from igdesk.ui.texts import unmarked
from igdesk.ui.theme import Theme


def row_named(studio: Any, title: str) -> Row:
    page = studio.window.settings.place.page
    return next(row for row in page.rows if row.title == title)


def control(studio: Any, name: str) -> Any:
    page = studio.window.settings.place.page
    return next(child for child in page.findChildren(QWidget) if child.accessibleName() == name)


def test_nothing_of_the_settings_is_made_before_it_is_asked_for(studio: Any) -> None:
    assert studio.window._settings is None
    studio.window.leave_settings()
    assert studio.window._settings is None


def test_the_key_opens_them_and_esc_leaves_them(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.shortcuts.trigger("Ctrl+,")
    assert window.settings.is_open
    assert not window.list_pane.isVisible()
    assert not window.conversation.isVisible()
    assert window.findChild(QWidget, "railSettings").isChecked()
    assert studio.engine.asked[-1] == ("open_conversation", (None,))
    window.shortcuts.trigger("Esc")
    assert not window.settings.is_open
    assert window.conversation.isVisible()
    assert window.findChild(QWidget, "railInbox").isChecked()
    assert studio.engine.asked[-1] == ("open_conversation", (studio.talks["mara"],))


def test_keys_of_the_inbox_rest_while_it_is_covered(studio: Any) -> None:
    window = studio.window
    window.open_conversation(studio.talks["mara"])
    window.settings.open()
    window.shortcuts.trigger("J")
    assert window.conversation.conversation.id == studio.talks["mara"]
    window.shortcuts.trigger("Ctrl+2")
    assert not window.settings.is_open
    assert window.list_pane.view.value == "waiting"


def test_an_account_or_a_conversation_chosen_leaves_them(studio: Any) -> None:
    window = studio.window
    window.settings.open()
    window.shortcuts.trigger("Alt+2")
    assert not window.settings.is_open
    assert window.list_pane.account_id == studio.accounts[1]
    window.settings.open()
    window.open_conversation(studio.talks["mara"])
    assert not window.settings.is_open
    assert window.conversation.isVisible()


def test_names_of_the_contract(studio: Any) -> None:
    studio.window.settings.open()
    place = studio.window.settings.place
    assert place.nav.objectName() == "settingsNav"
    assert place.nav.accessibleName() == "Settings"
    assert place.search.objectName() == "settingsSearch"
    assert place.search.accessibleName() == "Search settings"
    assert [place.nav.item(at).text() for at in range(place.nav.count())] == [entry.title for entry in ENTRIES]


def test_every_control_is_named_like_its_row(studio: Any) -> None:
    window = studio.window
    for entry in ENTRIES:
        window.settings.open(entry.id)
        for child in window.settings.place.page.findChildren(QWidget):
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
                assert child.accessibleName(), f"{entry.id}: {type(child).__name__} has no name"


def test_search_finds_rows_of_every_page_and_leads_there(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.settings.open()
    place = window.settings.place
    place.search.setText("contrast")
    assert place.nav.count() == 1
    qtbot.keyClick(place.search, Qt.Key.Key_Return)
    assert place.page_id == "appearance"
    assert row_named(studio, "Stronger contrast")._is_ringed
    window.shortcuts.trigger("Esc")
    assert window.settings.is_open, "Esc first empties the search"
    assert place.nav.count() == len(ENTRIES)
    place.search.setText("no such thing")
    assert place.nav.count() == 0
    assert place._nothing.isVisible()


def test_the_theme_changes_at_once_and_stays(studio: Any, make_studio: Callable[..., Any]) -> None:
    window = studio.window
    window.settings.open("appearance")
    control(studio, "Dark").click()
    assert window.theme_source.current.is_dark
    control(studio, "Stronger contrast").click()
    assert window.theme_source.current.strong_contrast
    control(studio, "Less motion").click()
    assert not has_motion(window)
    assert read_appearance(studio.archive) == Appearance("dark", True, True)
    again = make_studio(accounts=2)
    assert again.window.theme_source.current.is_dark
    assert again.window.theme_source.current.strong_contrast
    control(studio, "As the system").click()
    assert read_appearance(studio.archive).theme == ""


def test_text_size_and_density_apply_to_the_list_at_once(studio: Any, make_studio: Callable[..., Any]) -> None:
    window = studio.window
    usual = window.list_pane.list.sizeHintForIndex(window.list_pane.model.index(0, 0)).height()
    window.settings.open("appearance")
    window.settings.place.page.findChild(QSlider).setValue(4)
    assert window.theme_source.current.font("body").pixelSize() == 20
    high = window.list_pane.list.sizeHintForIndex(window.list_pane.model.index(0, 0)).height()
    assert high > usual * 1.3
    control(studio, "Compact").click()
    low = window.list_pane.list.sizeHintForIndex(window.list_pane.model.index(0, 0)).height()
    assert low < high
    window.leave_settings()
    window.grab()
    again = make_studio(accounts=2)
    assert again.window.theme_source.current.look[2:] == (1.5, True)
    window.shortcuts.trigger("Ctrl+0")
    assert read_appearance(studio.archive).text_size == 1.0
    window.shortcuts.trigger("Ctrl+=")
    assert read_appearance(studio.archive).text_size == 1.125
    window.shortcuts.trigger("Ctrl+-")
    window.shortcuts.trigger("Ctrl+-")
    window.shortcuts.trigger("Ctrl+-")
    assert read_appearance(studio.archive).text_size == 0.875, "there is a smallest"


@pytest.mark.parametrize("size", [0.875, 1.0, 1.125, 1.25, 1.5])
def test_nothing_of_a_row_is_cut_in_any_size(size: float) -> None:
    theme = Theme("light", scale=size)
    needed = 20 + theme.line_height("name") + theme.line_height("body") + 3 + theme.size("size.pill")
    assert theme.row_height >= needed - 1
    low = Theme("light", scale=size, is_compact=True)
    assert low.row_height >= 14 + low.line_height("name") + low.line_height("body") - 1
    assert theme.size("size.pill") >= theme.line_height("micro")


@pytest.mark.parametrize("kept", ["{", "[]", '{"theme": 7, "less_motion": "no"}'])
def test_a_setting_that_cannot_be_read_is_the_default(archive: Any, kept: str) -> None:
    archive.settings.set("appearance", kept)
    assert read_appearance(archive) == Appearance()


def test_the_pane_key_goes_round_in_the_settings(studio: Any) -> None:
    window = studio.window
    window.activateWindow()
    window.settings.open()
    place = window.settings.place
    window.shortcuts.trigger("F6")
    focus = window.focusWidget()
    assert focus is not None
    assert place.pages.isAncestorOf(focus)
    window.shortcuts.trigger("F6")
    assert window.rail.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("page_id", ["accounts", "appearance", "updates"])
def test_what_can_be_chosen_tells_screen_readers_its_state(studio: Any, page_id: str) -> None:
    studio.window.settings.open(page_id)
    buttons = [b for b in studio.window.settings.place.page.findChildren(QPushButton) if b.isCheckable()]
    for button in buttons:
        interface = QAccessible.queryAccessibleInterface(button)
        wanted = QAccessible.Role.RadioButton if button.autoExclusive() else QAccessible.Role.CheckBox
        assert interface.role() is wanted, button.accessibleName()
        assert bool(interface.state().checked) is button.isChecked()


def test_a_button_of_a_row_tells_which_row_it_is_of(studio: Any) -> None:
    """Several buttons of one page are called "Open folder"; who listens hears whose folder."""
    studio.window.settings.open("privacy")
    page = studio.window.settings.place.page
    folder = page.findChild(QWidget, "privacyArchiveFolder")
    row = next(row for row in page.rows if row.isAncestorOf(folder))
    assert folder.accessibleDescription() == unmarked(f"{row.title}. {row.text}") != "Archive. "
    studio.window.settings.open("accounts")
    page = studio.window.settings.place.page
    away = page.findChild(QWidget, "settingsDisconnect")
    assert (away.accessibleName(), away.accessibleDescription()) == (
        "Disconnect…",
        "Removes the token. You decide whether the archive stays.",
    )
