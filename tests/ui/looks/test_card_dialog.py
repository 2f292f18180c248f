"""A question lies as a round card over the darkened window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from igdesk.ui.banner.choice import Tone
from igdesk.ui.card_dialog import CardDialog
from igdesk.ui.controls import TextButton
from igdesk.ui.dialogs import AskDialog, IconDisc
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


@pytest.mark.qt_log_ignore("raise|grabbing|propagateSizeHints")
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_of_a_question_is_cut(qtbot: QtBot, scale: float) -> None:
    source, window = ThemeSource(), QWidget()
    qtbot.addWidget(window)
    source.wear("light", strong_contrast=None, scale=scale)
    dialog = CardDialog(source, window)
    words = dialog.write("Show that this igdesk is yours", "Paste a token.")
    buttons = [TextButton(text, source, dialog) for text in ("App Dashboard ↗", "Back", "Remove the passphrase")]
    sign = IconDisc("lock", Tone.INFO, source, dialog)
    dialog.arrange(sign, words, *buttons[1:], width_px=500, link=buttons[0])
    dialog.open()
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert dialog.rect().contains(button.geometry())
    assert (buttons[0].y() < buttons[1].y()) == (scale > 1.0)
    dialog.reject()
