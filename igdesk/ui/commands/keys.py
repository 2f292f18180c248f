"""Keys as texts: which are letters, how they are shown, and which Latin letter a key of another layout bears."""

import sys
import unicodedata
from functools import cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier

# The key in the place of each Latin letter, by what other layouts print on it: Russian and Ukrainian, Greek,
# Hebrew, Arabic, Persian, Korean, Thai. The numbers of keys say it better; this is for systems that give none.
_LATIN_ROWS = "qwertyuiopasdfghjklzxcvbnm"
_OTHER_ROWS = (
    "йцукенгшщзфывапролдячсмить",
    "йцукенгшщзфівапролдячсмить",
    "ςςερτυθιοπασδφγηξκλζχψωβνμ",
    "//קראטוןםפשדגכעיחלךזסבהנמצ",
    "ضصثقفغعهخحشسيبلاتنمئءؤرىىة",
    "ضصثقفغعهخحشسیبلاتنمظطزرذدپ",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ",
    "ๆไำพะัีรนยฟหกดเ้่าสผปแอิืท",
)
# Where the letters lie: numbers of the keys under X11 and Wayland, and on a Mac.
_X11_ROWS = ((24, "qwertyuiop"), (38, "asdfghjkl"), (52, "zxcvbnm"))
_X11_DIGITS = (10, "1234567890")
_MAC_CODES = {
    0: "a", 1: "s", 2: "d", 3: "f", 4: "h", 5: "g", 6: "z", 7: "x", 8: "c", 9: "v", 11: "b", 12: "q", 13: "w", 14: "e",
    15: "r", 16: "y", 17: "t", 31: "o", 32: "u", 34: "i", 35: "p", 37: "l", 38: "j", 40: "k", 45: "n", 46: "m",
}  # fmt: skip


def normal(key: str) -> str:
    """The one spelling of a key, empty if it is none."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    name = sequence.toString(QKeySequence.SequenceFormat.PortableText) if sequence.count() == 1 else ""
    return name if name.isprintable() and parts_of(name)[1] else ""


def parts_of(key: str) -> tuple[tuple[str, ...], str]:
    """What is held, and the key that is pressed: "Ctrl++" is Ctrl and the plus."""
    if key == "+" or key.endswith("++"):
        return tuple(filter(None, key[:-1].split("+"))), "+"
    *held, last = key.split("+")
    return tuple(held), last


def is_letter(key: str) -> bool:
    """Whether this is what typing gives: a letter, a digit or a sign, with Shift or without."""
    held, last = parts_of(key)
    return len(last) == 1 and set(held) <= {"Shift"}


def caps(key: str) -> tuple[str, ...]:
    """The keys to press, each as it is printed on a keyboard of this system."""
    native = QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )
    if sys.platform == "darwin":
        signs = [sign for sign in native if sign in "⌃⌥⇧⌘"]
        return (*signs, native.lstrip("⌃⌥⇧⌘"))
    else:  # noqa: RET505 - what is left would be unreachable on a Mac
        held, last = parts_of(native)
        return tuple(_ARROWS.get(part, part) for part in (*held, last))


_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}


def spoken(key: str) -> str:
    """A key in one piece, for tooltips and screen readers."""
    native = QKeySequence(key, QKeySequence.SequenceFormat.PortableText).toString(
        QKeySequence.SequenceFormat.NativeText
    )
    return native.replace("Return", "Enter")  # as it is printed, and as "Enter" is called everywhere else


def pressed(event: QKeyEvent) -> str:
    """The key of an event as a text; empty while only Shift and its kin are held."""
    key = event.key()
    if key in (0, Qt.Key.Key_unknown, *_MODIFIER_KEYS):
        return ""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.GroupSwitchModifier
    text = event.text()
    is_sign = len(text) == 1 and text.isprintable() and not text.isalnum() and not text.isspace()
    if is_sign and not modifiers & _HELD:
        modifiers = _NONE  # Shift was needed to type the sign: "?" is "?" on every keyboard
    return normal(QKeySequence(QKeyCombination(modifiers, Qt.Key(key))).toString())


_MODIFIER_KEYS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock, Qt.Key.Key_Super_L, Qt.Key.Key_Super_R,
)  # fmt: skip


def latin(event: QKeyEvent, platform: str = "") -> str:
    """The key as a Latin keyboard would give it, where the layout in use has another script; else empty.

    With Ctrl or Alt also the digit of a key that bears another sign on top, as on French keyboards.
    """
    char = _char(event)
    letter = _letter_of_key(event.nativeScanCode(), event.nativeVirtualKey(), platform or sys.platform)
    if letter.isdigit():
        is_held = bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
        if not is_held or Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            return ""
    elif not _is_of_other_script(char):
        return ""
    else:
        letter = letter or _letters().get(char, "")
    if not letter:
        return ""
    modifiers = event.modifiers() & (_HELD | _SHIFT)
    return normal(QKeySequence(QKeyCombination(modifiers, Qt.Key(ord(letter.upper())))).toString())


def _char(event: QKeyEvent) -> str:
    """What the key types; with Ctrl it types nothing, then what it is called."""
    text, key = event.text(), event.key()
    if len(text) == 1 and text.isprintable():
        return text.lower()
    return chr(key).lower() if 0 < key < 0x110000 else ""


def _is_of_other_script(char: str) -> bool:
    if len(char) != 1 or unicodedata.category(char)[0] not in "LM":
        return False
    return ord(char) > 0x24F and not 0x1E00 <= ord(char) <= 0x1EFF


def _letter_of_key(scan_code: int, virtual_key: int, platform: str) -> str:
    if platform == "win32":
        return chr(virtual_key).lower() if 0x41 <= virtual_key <= 0x5A or 0x30 <= virtual_key <= 0x39 else ""
    if platform == "darwin":
        return _MAC_CODES.get(virtual_key, "") if scan_code or virtual_key else ""
    for first, letters in (*_X11_ROWS, _X11_DIGITS):
        if first <= scan_code < first + len(letters):
            return letters[scan_code - first]
    return ""


@cache
def _letters() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _OTHER_ROWS:
        for other, letter in zip(row, _LATIN_ROWS, strict=True):
            if other != "/":
                found.setdefault(other, letter)
    return found
