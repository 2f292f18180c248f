"""Cards over the window keep what they hold inside, clear of their shadow."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import igdesk
from igdesk.ui.layout.popover import SHADOW, Popover
from igdesk.ui.theme import ThemeSource
from igdesk.ui.triage.date_fields import ClockField, DayField


@pytest.mark.parametrize("padding", [(16, 14), (6, 8, 6)])
def test_what_a_card_holds_lies_inside_its_edge(qtbot: QtBot, padding: tuple[int, ...]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    popover = Popover(ThemeSource(), window, width=240)
    popover.set_padding(*padding)
    inside = QWidget(popover)
    inside.setFixedHeight(120)
    popover.column.addWidget(inside)
    popover.open_at(window)
    card = popover.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
    below = padding[-1]
    across, top = padding[0], padding[1]
    assert inside.geometry() == QRect(
        card.x() + across, card.y() + top, card.width() - 2 * across, card.height() - top - below
    )


def test_no_card_counts_the_shadow_itself() -> None:
    """A number that knows how far the shadow reaches would be wrong as soon as the shadow changes."""
    for path in (Path(igdesk.__file__).parent / "ui").rglob("*.py"):
        words = path.read_text("utf-8")
        if "(Popover)" in words:
            assert "self.column.setContentsMargins" not in words, path


def test_a_card_is_wider_with_large_letters_as_far_as_the_window_allows(qtbot: QtBot) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    source.wear("light", strong_contrast=None, scale=1.5)
    window.resize(480, 500)
    window.show()
    for wanted, width in ((240, 360), (360, 464)):
        popover = Popover(source, window, width=wanted)
        popover.open_at(window)
        assert popover.width() - 2 * SHADOW == width
        popover.dismiss()


@pytest.mark.qt_log_ignore("raise|grabbing|propagateSizeHints")
def test_the_calendar_of_a_field_belongs_to_its_card(qtbot: QtBot) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    popover = Popover(source, window, width=240)
    field = DayField(QDate(2026, 11, 23), "Day", source, popover)
    popover.column.addWidget(field)
    popover.open_at(window)
    field.setFocus()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() - 12, field.height() // 2))
    calendar = QApplication.activePopupWidget()
    assert calendar is not None
    assert popover.isVisible()
    QTest.mouseClick(calendar, Qt.MouseButton.LeftButton, pos=calendar.rect().center())
    assert popover.isVisible()
    calendar.close()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(590, 490))
    assert not popover.isVisible()


def test_fields_of_a_moment_are_as_high_as_others_and_read_left_to_right(qtbot: QtBot) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    for field in (
        DayField(QDate(2026, 11, 23), "Day", source, window),
        ClockField(QTime(20, 0), "Time", source, window),
    ):
        assert field.height() == 36
        assert field.layoutDirection() is Qt.LayoutDirection.LeftToRight
        image = field.grab().toImage()
        assert image.pixelColor(field.width() // 2, 0) == source.current.color("line.strong")
