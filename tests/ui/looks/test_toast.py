"""What a toast says keeps its end: a long name gives way, not the time after it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.texts import isolate
from igdesk.ui.theme import ThemeSource
from igdesk.ui.toast import Toast, with_room

NAME = "Maximiliane-Alexandrina Freifrau von Hohenzollern-Sigmaringen"


@pytest.fixture
def toast_in(qtbot: QtBot) -> Callable[[float, float], Toast]:
    windows = []

    def make(width: float, scale: float) -> Toast:
        window, source = QWidget(), ThemeSource()
        qtbot.addWidget(window)
        windows.append(window)
        source.wear("light", strong_contrast=None, scale=scale)
        window.resize(int(width), 500)
        window.show()
        return Toast(source, window, lambda: QRectF(0, 0, width, 480))

    return make


@pytest.mark.parametrize("width", [424, 800])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_long_name_gives_way_to_the_time(
    toast_in: Callable[[float, float], Toast], width: float, scale: float
) -> None:
    toast = toast_in(width, scale)
    said = f"{isolate(NAME)} is back tomorrow at 09:00."
    toast.show_words(said, lambda: None, "Z")
    shown = toast._words.text()
    assert shown.endswith("\u2069 is back tomorrow at 09:00.")
    assert shown.startswith("\u2068Maximi")
    assert "…" in shown
    assert toast._words.heightForWidth(toast._words.width()) <= toast.height()
    assert toast.x() >= 0
    assert toast.geometry().right() < width
    assert toast.text == toast.accessibleName() == said


def test_a_short_name_stays_whole(toast_in: Callable[[float, float], Toast]) -> None:
    toast = toast_in(800, 1.0)
    said = f"{isolate('Mara Lindqvist')} is back tomorrow at 09:00."
    toast.show_words(said, lambda: None, "Z")
    assert toast._words.text() == said
    assert toast.height() == 44


def test_a_name_is_cut_between_whole_letters() -> None:
    family = "👨‍👩‍👧‍👦"
    said = with_room(f"{isolate(family * 20)} is done.", lambda words: words.count(family) <= 8)
    assert said == f"{isolate(family * 8 + '…')} is done."


def test_a_name_never_shrinks_to_nothing() -> None:
    assert with_room(f"{isolate('Alexandrina')} is done.", lambda _words: False) == f"{isolate('Alexan…')} is done."
    assert with_room(f"{isolate('Mara')} is done.", lambda _words: False) == f"{isolate('Mara')} is done."


def test_a_usual_name_stays_whole_on_two_lines_rather_than_being_cut(
    toast_in: Callable[[float, float], Toast],
) -> None:
    toast = toast_in(424, 1.5)
    said = f"{isolate('Mara Lindqvist')} is back when they write."
    toast.show_words(said, lambda: None, "Z")
    assert toast._words.text() == said
    assert toast.height() > 60
