"""What was found is to be seen, however narrow the list is."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from igdesk.ui.search.marked_line import brought_near

TEXT = "Is this glaze available on the big serving bowl?"
SPAN = (TEXT.index("bowl"), TEXT.index("bowl") + 4)


@pytest.mark.parametrize("share", [0.95, 0.7, 0.5, 0.35, 0.2, 0.01])
def test_the_first_mark_is_never_cut_off(qtbot: QtBot, share: float) -> None:
    font = QFont()
    room = QFontMetricsF(font).horizontalAdvance(TEXT) * share
    shown, spans = brought_near(TEXT, [SPAN], font, room)
    (start, end) = spans[0]
    assert shown[start:end] == "bowl"
    assert shown.startswith("… ") == (share < 0.99)
    if share > 0.2:
        assert QFontMetricsF(font).horizontalAdvance(shown[:end]) <= room


def test_what_fits_stays(qtbot: QtBot) -> None:
    font = QFont()
    room = QFontMetricsF(font).horizontalAdvance(TEXT) * 1.2
    assert brought_near(TEXT, [SPAN], font, room) == (TEXT, [SPAN])
    assert brought_near(TEXT, [], font, 10) == (TEXT, [])
    first = [(0, 2)]
    assert brought_near(TEXT, first, font, room / 2) == (TEXT, first)
