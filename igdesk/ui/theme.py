"""Colours, sizes and fonts of one appearance, as one unchanging object that is handed to every painter."""

import math
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette, QStyleHints

from igdesk.ui import tokens

QUIET_FONTS = "qt.text.font.db=false\n"
"""A rule for Qt's log. That a font lacks a script is told to nobody who could use it: another font has it."""
_UNSPACED_SCRIPTS = ((0x0590, 0x08FF), (0x0E00, 0x0E7F), (0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF))
"""Hebrew, Arabic and their kin, Thai, CJK: letters that are never moved closer together."""


_ROW_PADDING = {"size.row.compact": 14}
"""Of the height of a row, 20 unless named; the rest is text, and grows with it."""
_CLINGS_TO_TEXT = frozenset(("size.pill", "size.badge", "size.badgeSmall"))
_HOLDS_TEXT = frozenset(
    (
        "size.pill",
        "size.badge",
        "size.badgeSmall",
        "size.list.chip",
        "size.list.header",
        "size.list.footer",
        "size.list.search",
        "size.control.button",
        "size.control.buttonSmall",
        "size.control.field",
        "size.banner",
        "size.composer.footer",
        "size.composer.strip",
    )
)


class Theme:
    """One appearance. ``generation`` differs between any two themes, so it can be part of a cache key."""

    def __init__(
        self,
        name: str,
        generation: int = 0,
        *,
        strong_contrast: bool = False,
        scale: float = 1.0,
        is_compact: bool = False,
    ) -> None:
        """``scale``: the person's text size. ``is_compact``: rows of the list are lower."""
        self.name = name
        self.scale = scale
        self.is_compact = is_compact
        self.generation = generation
        self.is_dark = name == "dark"
        self.strong_contrast = strong_contrast
        colors: dict[str, str] = dict(tokens.value("color")[name])
        if strong_contrast:
            colors |= tokens.value("color")["strongContrast"][name]
        self._colors: Mapping[str, str] = colors
        self._made: dict[str, QColor] = {}
        self._smaller: dict[float, Theme] = {}
        self._fonts: dict[tuple[str, int | None, bool, bool], QFont] = {}
        self._palette: QPalette | None = None

    @property
    def look(self) -> tuple[str, bool, float, bool]:
        """Two themes that agree in this look alike."""
        return self.name, self.strong_contrast, self.scale, self.is_compact

    def color(self, name: str) -> QColor:
        """A colour by its token name, e.g. ``bg.rail``. Shared: never change it in place."""
        color = self._made.get(name)
        if color is None:
            color = self._made[name] = parse_color(self._colors[name])
        return color

    def avatar_tint(self, index: int) -> tuple[QColor, QColor]:
        """Ground and letters of one of the eight tints."""
        tints = tokens.value("avatar.tints")
        tint = tints[list(tints)[index % len(tints)]][self.name]
        return parse_color(tint["bg"]), parse_color(tint["fg"])

    def size(self, path: str) -> float:
        """A number by its full path in the tokens, e.g. ``size.row.comfortable`` or ``radius.row``."""
        number: float = tokens.value(path)
        return number if self.scale == 1.0 else self._scaled(path, number)

    def _scaled(self, path: str, number: float) -> float:
        """What holds text grows with it; spacing stays, and nothing that holds text gets too low for it."""
        if path.startswith("size.row."):
            padding = _ROW_PADDING.get(path, 20)
            return math.ceil(padding + (number - padding) * self.scale)
        if path in _HOLDS_TEXT and (self.scale > 1.0 or path in _CLINGS_TO_TEXT):
            return math.ceil(number * self.scale)
        return number

    def at_most(self, scale: float) -> "Theme":
        """The same with letters no larger, for the few marks that would cover what they stand on if they grew."""
        if self.scale <= scale:
            return self
        made = self._smaller.get(scale)
        if made is None:
            parts = {"strong_contrast": self.strong_contrast, "is_compact": self.is_compact}
            made = self._smaller[scale] = Theme(self.name, self.generation, scale=scale, **parts)
        return made

    @property
    def row_height(self) -> int:
        """A row of the list, in the density that was chosen."""
        return int(self.size("size.row.compact" if self.is_compact else "size.row.comfortable"))

    def font(self, scale: str, *, weight: int | None = None, tabular: bool = False, text: str = "") -> QFont:
        """The system's font at a step of the scale. Shared: copy before changing.

        ``tabular`` gives figures of equal width. With ``text``, tracking is left out for scripts that forbid it.
        """
        is_spaced = not (text and has_unspaced_script(text))
        key = (scale, weight, tabular, is_spaced)
        font = self._fonts.get(key)
        if font is None:
            font = self._fonts[key] = _make_font(*key, self.scale)
        return font

    def line_height(self, scale: str) -> int:
        line: int = tokens.value("type.scale")[scale]["line"]
        return line if self.scale == 1.0 else round(line * self.scale)

    def palette(self) -> QPalette:
        """The same colours for everything that Qt paints itself."""
        if self._palette is None:
            self._palette = _make_palette(self)
        return self._palette


def parse_color(text: str) -> QColor:
    """``#RRGGBB`` or ``#RRGGBBAA`` (alpha last, where QColor reads it first)."""
    if len(text) == 9:
        return QColor(f"#{text[7:9]}{text[1:7]}")
    return QColor(text)


def has_unspaced_script(text: str) -> bool:
    """Whether a letter belongs to a script without letter-spacing and capitals."""
    return not text.isascii() and any(low <= ord(c) <= high for c in text for low, high in _UNSPACED_SCRIPTS)


def _make_font(scale: str, weight: int | None, tabular: bool, is_spaced: bool, size: float = 1.0) -> QFont:
    step = tokens.value("type.scale")[scale]
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    font.setPixelSize(step["px"] if size == 1.0 else round(step["px"] * size))
    wanted = weight or step["weight"]
    font.setWeight(QFont.Weight(_existing_weight(_family(font.family()), wanted)))
    if step["tracking"] and is_spaced:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, step["tracking"] * step["px"])
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _family(name: str) -> str:
    """The family that a name such as "Sans Serif" stands for; asking takes half a millisecond."""
    return QFontInfo(QFont(name)).family()


@cache
def _existing_weight(family: str, wanted: int) -> int:
    """The weight to ask for where a family lacks 500 (then 400) or 600 (then 700)."""
    existing = {QFontDatabase.weight(family, style) for style in QFontDatabase.styles(family)}
    if not existing or wanted in existing:
        return wanted
    if wanted == 500:
        return 400
    return 700 if wanted == 600 else wanted


def _make_palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, name in (
        (role.Window, "bg.pane"),
        (role.WindowText, "text.primary"),
        (role.Base, "bg.raised"),
        (role.AlternateBase, "bg.sunken"),
        (role.Text, "text.primary"),
        (role.Button, "bg.raised"),
        (role.ButtonText, "text.primary"),
        (role.BrightText, "danger.text"),
        (role.PlaceholderText, "text.tertiary"),
        (role.Highlight, "accent.base"),
        (role.HighlightedText, "accent.on"),
        (role.Accent, "accent.base"),
        (role.Link, "text.link"),
        (role.LinkVisited, "text.link"),
        (role.ToolTipBase, "bg.tooltip"),
        (role.ToolTipText, "text.onTooltip"),
        (role.Light, "bg.raised"),
        (role.Midlight, "bg.hover"),
        (role.Mid, "line.control"),
        (role.Dark, "line.strong"),
        (role.Shadow, "line.strong"),
    ):
        palette.setColor(target, theme.color(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.color("text.disabled"))
    return palette


class ThemeSource(QObject):
    """Holds the theme in use; follows the system's appearance while it runs, unless one is chosen."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None, *, hints: QStyleHints | None = None) -> None:
        super().__init__(parent)
        self._chosen: str | None = None
        self._strong: bool | None = None
        self._scale = 1.0
        self._is_compact = False
        self._generation = 0
        self._hints = hints or QGuiApplication.styleHints()
        self.current = self._make()
        QGuiApplication.setPalette(self.current.palette())
        self._hints.colorSchemeChanged.connect(self._follow)
        self._hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    def use(self, name: str | None) -> None:
        """Keep to "light" or "dark"; None follows the system again."""
        self.wear(name, strong_contrast=self._strong)

    def wear(
        self,
        name: str | None,
        *,
        strong_contrast: bool | None,
        scale: float | None = None,
        is_compact: bool | None = None,
    ) -> None:
        """The same, with stronger contrast or without (None leaves that to the system as well), in a text size and
        a density (None leaves them as they are)."""
        self._strong = strong_contrast
        self._scale = self._scale if scale is None else scale
        self._is_compact = self._is_compact if is_compact is None else is_compact
        if name != self._chosen:
            self._choose_scheme(name)
        self._follow()

    def _choose_scheme(self, name: str | None) -> None:
        self._chosen = name
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(name or "", Qt.ColorScheme.Unknown)
        self._hints.setColorScheme(scheme)  # so that title bars and native dialogs match

    def _follow(self) -> None:
        """Make another theme if the appearance asked for is not the one in use."""
        wanted = self._make()
        if wanted.look == self.current.look:
            return
        self._generation += 1
        wanted.generation = self._generation
        self.current = wanted
        QGuiApplication.setPalette(wanted.palette())
        self.changed.emit()

    def _make(self) -> Theme:
        is_dark = self._hints.colorScheme() is Qt.ColorScheme.Dark
        strong = self._strong
        if strong is None:
            strong = self._hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        return Theme(
            self._chosen or ("dark" if is_dark else "light"),
            strong_contrast=strong,
            scale=self._scale,
            is_compact=self._is_compact,
        )
