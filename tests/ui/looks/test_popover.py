"""Cards over the window keep what they hold inside, clear of their shadow."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import igdesk
from igdesk.ui.layout.popover import SHADOW, Popover
from igdesk.ui.theme import ThemeSource


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
