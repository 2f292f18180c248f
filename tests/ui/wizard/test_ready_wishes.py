"""The switches on the last page."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.domain.notices import MESSAGES, WARN_MIN, read_wishes
from igdesk.ui.theme import ThemeSource
from igdesk.ui.wizard.ready_wishes import ReadyWishes


class Settings:
    def __init__(self, **kept: str) -> None:
        self.kept = kept

    def get(self, key: str, default: str = "") -> str:
        return self.kept.get(key, default)

    def set(self, key: str, value: str) -> None:
        self.kept[key] = value


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_each_switch_keeps_its_wish_at_once(parent: QWidget) -> None:
    kept = Settings()
    wishes = ReadyWishes(kept, ThemeSource(), parent)
    assert wishes.notify.toggle.isChecked()
    assert wishes.warn.toggle.isChecked()
    wishes.notify.toggle.click()
    wishes.warn.toggle.click()
    assert not read_wishes(kept.get).messages
    assert not read_wishes(kept.get).warns_before
    wishes.warn.toggle.click()
    assert read_wishes(kept.get).warns_before


def test_what_was_chosen_before_is_shown(parent: QWidget) -> None:
    kept = Settings()
    kept.set(MESSAGES, "0")
    kept.set(WARN_MIN, "0")
    wishes = ReadyWishes(kept, ThemeSource(), parent)
    assert not wishes.notify.toggle.isChecked()
    assert not wishes.warn.toggle.isChecked()
    assert wishes.notify.toggle.accessibleName() == "Notify me of new messages"


def test_starting_with_the_computer_is_offered_where_it_can_be(parent: QWidget) -> None:
    wishes = ReadyWishes(Settings(), ThemeSource(), parent)
    assert wishes.start.isHidden()
    chosen: list[bool] = []
    wishes = ReadyWishes(Settings(), ThemeSource(), parent, starts_at_sign_in=False)
    wishes.start_chosen.connect(chosen.append)
    assert not wishes.start.isHidden()
    assert wishes.start.toggle.objectName() == "wizardAutostart"
    assert wishes.start.toggle.accessibleName() == "Start igdesk when I sign in to this computer"
    assert not wishes.start.toggle.isChecked(), "nothing starts by itself that nobody asked for"
    wishes.start.toggle.click()
    assert chosen == [True]
