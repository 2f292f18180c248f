"""Keys as texts, and the Latin letter of a key under other layouts."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from igdesk.ui.commands.keys import caps, is_letter, latin, normal, pressed

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def press(
    key: int, text: str = "", modifiers: Qt.KeyboardModifier = NONE, scan_code: int = 0, virtual_key: int = 0
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, virtual_key, 0, text)


@pytest.mark.parametrize(
    ("written", "one_spelling"),
    [("ctrl+k", "Ctrl+K"), ("Shift+Ctrl+D", "Ctrl+Shift+D"), ("?", "?"), ("Ctrl++", "Ctrl++"), ("Esc", "Esc"),
     ("", ""), ("Ctrl+", ""), ("nonsense", ""), ("Ctrl+K, Ctrl+L", ""), ("\0", ""), ("é", "É")],
)  # fmt: skip
def test_one_spelling(written: str, one_spelling: str) -> None:
    assert normal(written) == one_spelling


def test_letters_are_what_typing_gives() -> None:
    assert all(is_letter(key) for key in ("J", "Shift+N", "?", "/", "1", "+"))
    assert not any(is_letter(key) for key in ("Ctrl+J", "Alt+1", "F5", "Esc", "Ctrl++", "Return", "Meta+A"))


def test_each_key_has_its_own_cap() -> None:
    assert caps("Ctrl+Shift+D") == ("Ctrl", "Shift", "D")
    assert caps("Alt+Down") == ("Alt", "↓")
    assert caps("Ctrl++") == ("Ctrl", "+")
    assert caps("Return") == ("Enter",)


def test_a_sign_is_the_same_on_every_keyboard() -> None:
    assert pressed(press(Qt.Key.Key_Question, "?", SHIFT)) == "?"
    assert pressed(press(Qt.Key.Key_Slash, "/", SHIFT)) == "/"  # Shift+7 on a German keyboard
    assert pressed(press(Qt.Key.Key_N, "N", SHIFT)) == "Shift+N"
    assert pressed(press(Qt.Key.Key_Shift, "", SHIFT)) == ""


@pytest.mark.parametrize(
    ("char", "letter"),
    [
        ("о", "J"),
        ("л", "K"),
        ("ξ", "J"),
        ("κ", "K"),
        ("ח", "J"),
        ("ل", "G"),
        ("ت", "J"),
        ("ㅓ", "J"),
        ("่", "J"),
        ("т", "N"),
    ],
)
def test_other_scripts_by_what_they_type(char: str, letter: str) -> None:
    """Where the system does not number its keys."""
    assert latin(press(ord(char.upper()), char), "unknown") == letter


def test_the_number_of_the_key_says_it_best() -> None:
    """A phonetic Russian layout has я on Q: the letter printed on the key counts."""
    assert latin(press(0x42F, "я", scan_code=24), "linux") == "Q"
    assert latin(press(0x42F, "я"), "linux") == "Z"
    assert latin(press(0x41E, "О", SHIFT, scan_code=44), "linux") == "Shift+J"
    assert latin(press(0x41E, "о", virtual_key=0x4A), "win32") == "J"
    assert latin(press(0x41E, "о", scan_code=1, virtual_key=38), "darwin") == "J"
    assert latin(press(0x41B, "", CONTROL, scan_code=45), "linux") == "Ctrl+K"


def test_latin_layouts_mean_themselves() -> None:
    assert latin(press(Qt.Key.Key_J, "j", scan_code=44), "linux") == ""
    assert latin(press(Qt.Key.Key_Udiaeresis, "ü", scan_code=34), "linux") == ""
    assert latin(press(0x1EA1, "ạ", scan_code=38), "linux") == ""  # Vietnamese
    assert latin(press(Qt.Key.Key_F5), "linux") == ""
    assert latin(press(Qt.Key.Key_Question, "?", SHIFT, scan_code=61), "linux") == ""


def test_digits_of_french_keyboards() -> None:
    """There a digit needs Shift; with Ctrl or Alt the key alone is meant."""
    assert latin(press(Qt.Key.Key_Ampersand, "&", CONTROL, scan_code=10), "linux") == "Ctrl+1"
    assert latin(press(Qt.Key.Key_Ampersand, "&", scan_code=10), "linux") == ""
    assert latin(press(Qt.Key.Key_1, "1", CONTROL, scan_code=10), "linux") == ""
