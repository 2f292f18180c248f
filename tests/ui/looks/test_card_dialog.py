"""A question lies as a round card over the darkened window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.banner.choice import Tone
from igdesk.ui.dialogs import AskDialog
from igdesk.ui.theme import ThemeSource


@pytest.mark.qt_log_ignore("raise|grabbing|propagateSizeHints")
def test_the_window_is_dark_while_a_question_is_asked(qtbot: QtBot) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    bright = window.grab().toImage().pixelColor(10, 10).lightness()
    dialog = AskDialog(
        source, window, icon_name="trash", of_tone=Tone.DANGER, heading="Delete?", text="All of it.",
        accept="Delete", reject="Keep", is_erasing=True,
    )  # fmt: skip
    dialog.open()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    assert dialog.windowFlags() & Qt.WindowType.FramelessWindowHint
    image = dialog.grab().toImage()
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(200, 4) == source.current.color("bg.raised")
    assert window.grab().toImage().pixelColor(10, 10).lightness() < bright - 60
    window.resize(900, 640)
    assert window.grab().toImage().pixelColor(880, 630).lightness() < bright - 60
    dialog.reject()
    assert window.grab().toImage().pixelColor(10, 10).lightness() == bright
