"""Menus as they are painted: round, wide enough, keys at the end, red where something is erased."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.commands.keys import spoken
from igdesk.ui.icons import icon
from igdesk.ui.menu import Menu, add_row, make_menu, mark_danger, mark_ticked, shown_key
from igdesk.ui.settings.controls import ChoiceField
from igdesk.ui.theme import Theme, ThemeSource

LIGHT = Theme("light")


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    whole = QWidget()
    qtbot.addWidget(whole)
    whole.resize(600, 500)
    whole.show()
    yield whole


def filled(window: QWidget, *rows: str) -> Menu:
    menu = make_menu(LIGHT, window)
    assert isinstance(menu, Menu)
    for row in rows:
        words, _, key = row.partition("\t")
        add_row(menu, words, lambda: None, icon("done", LIGHT.color("text.secondary")), key=key)
    return menu


def test_a_row_does_what_it_says_and_shows_its_words_as_they_are(window: QWidget) -> None:
    """A label or an account may have an ampersand in its name: it makes no key of the next letter."""
    done: list[str] = []
    menu = make_menu(LIGHT, window)
    row = add_row(menu, "Fern & Clay", lambda: done.append("Fern & Clay"), key="F")
    row.trigger()
    assert done == ["Fern & Clay"]
    assert row.text() == "Fern && Clay", "as Qt wants it"
    assert shown_key(row) == "F"
    assert menu.actions() == [row]


def opened(menu: Menu, window: QWidget) -> QImage:
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    return menu.grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)


def has(image: QImage, color: QColor, left: int = 0) -> bool:
    columns = range(left, image.width())
    return any(image.pixelColor(x, y).rgb() == color.rgb() for x in columns for y in range(image.height()))


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_a_menu_is_a_round_card_with_a_shadow_under_it(window: QWidget) -> None:
    menu = filled(window, "Mark as done\tE", "Snooze…\tH")
    image = opened(menu, window)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(image.width() // 2, 3).rgb() == LIGHT.color("bg.raised").rgb()
    under = [child for child in window.findChildren(QWidget) if "CardUnder" in type(child).__name__]
    assert len(under) == 1
    assert under[0].geometry().contains(menu.geometry())
    assert under[0].testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    menu.hide()
    assert not under[0].isVisible()


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_no_row_runs_into_its_key(window: QWidget) -> None:
    menu = filled(window, "Send and mark as done, with a long word\tCtrl+Shift+Enter", "Send\tEnter")
    needed = menu.fontMetrics().horizontalAdvance("Send and mark as done, with a long wordCtrl+Shift+E")
    assert menu.sizeHint().width() > needed + 46


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_the_chosen_row_is_tinted_with_its_icon(window: QWidget) -> None:
    menu = filled(window, "Mark as done", "Snooze…")
    assert not has(opened(menu, window), LIGHT.color("accent.soft"))
    menu.setActiveAction(menu.actions()[0])
    assert has(menu.grab().toImage(), LIGHT.color("accent.soft"))


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_what_erases_is_red(window: QWidget) -> None:
    menu = filled(window, "Delete from this computer…")
    mark_danger(menu.actions()[0])
    menu.setActiveAction(menu.actions()[0])
    assert has(opened(menu, window), LIGHT.color("danger.soft"))


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_one_of_many_is_a_ring_and_a_switch_has_a_tick_at_its_end(window: QWidget) -> None:
    menu = filled(window, "Wholesale")
    mark_ticked(menu.actions()[0], True)
    group = QActionGroup(menu)
    for number in range(2):
        one = QAction(f"Order {number}", menu)
        one.setCheckable(True)
        group.addAction(one)
        menu.addAction(one)
    menu.actions()[1].setChecked(True)
    image = opened(menu, window)
    assert has(image, LIGHT.color("accent.base"))
    assert has(image, LIGHT.color("accent.text"), left=image.width() - 40)


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_the_choices_of_a_setting_open_as_a_menu(window: QWidget) -> None:
    field = ChoiceField([("a", "Automatic"), ("b", "Every minute & more")], ThemeSource(), window)
    field.show()
    chosen: list[object] = []
    field.chosen.connect(chosen.append)
    field.showPopup()
    menu = window.findChild(Menu, "choices")
    assert isinstance(menu, Menu)
    assert menu.width() >= field.width()
    assert (menu.activeAction().text(), menu.activeAction().isChecked()) == ("Automatic", True)
    menu.actions()[1].trigger()
    assert (field.value, chosen) == ("b", ["b"])


def test_the_large_key_has_one_name() -> None:
    assert spoken("Ctrl+Shift+Return") == "Ctrl+Shift+Enter"
