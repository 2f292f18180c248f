"""Colours, fonts and following the system."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from igdesk.ui import tokens
from igdesk.ui.theme import Theme, ThemeSource, parse_color

pytestmark = pytest.mark.usefixtures("qapp")


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "needed"),
    [
        ("text.tertiary", "bg.selectedInactive", 4.5),
        ("text.tertiary", "bg.rail", 4.5),
        ("text.secondary", "bg.hover", 4.5),
        ("accent.text", "bg.selected", 4.5),
        ("accent.text", "accent.soft", 4.5),
        ("danger.text", "bg.selected", 4.5),
        ("badge.text", "badge.bg", 4.5),
        ("badge.muted.text", "badge.muted.bg", 4.5),
        ("pill.open.text", "pill.open.bg", 4.5),
        ("pill.soon.text", "pill.soon.bg", 4.5),
        ("pill.urgent.text", "pill.urgent.bg", 4.5),
        ("pill.agent.text", "pill.agent.bg", 4.5),
        ("pill.closed.text", "pill.closed.bg", 4.5),
        ("bg.raised", "warn.base", 3.0),
        ("focus.ring", "bg.selected", 3.0),
        ("danger.text", "bg.list", 4.5),
        ("warn.text", "bg.list", 4.5),
    ],
)
def test_what_the_list_shows_can_be_read(name: str, ink: str, ground: str, needed: float) -> None:
    theme = Theme(name)
    assert contrast(theme.color(ink), theme.color(ground)) >= needed


@pytest.mark.parametrize("name", ["light", "dark"])
def test_letters_of_avatars_can_be_read(name: str) -> None:
    for index in range(8):
        ground, letters = Theme(name).avatar_tint(index)
        assert contrast(ground, letters) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark"])
def test_stronger_contrast_is_stronger(name: str) -> None:
    strong = Theme(name, strong_contrast=True)
    for ground in ("bg.rail", "bg.list", "bg.canvas", "bg.selected"):
        assert contrast(strong.color("text.tertiary"), strong.color(ground)) >= 7


def test_alpha_comes_last_in_the_tokens() -> None:
    assert parse_color("#1B1E1D73") == QColor(0x1B, 0x1E, 0x1D, 0x73)
    assert parse_color("#0B746A") == QColor(0x0B, 0x74, 0x6A)


def test_sizes_fonts_and_lines_are_those_of_the_tokens() -> None:
    theme = Theme("light")
    assert theme.size("size.row.comfortable") == 80
    assert theme.line_height("message") == 20
    font = theme.font("title2")
    assert (font.pixelSize(), font.weight()) == (17, QFont.Weight.Bold)
    assert font.letterSpacing() < 0
    assert theme.font("title2") is font


def test_letters_that_must_not_move_closer_do_not() -> None:
    assert Theme("light").font("title2", text="ليلى").letterSpacing() == 0
    assert Theme("light").font("title2", text="田中").letterSpacing() == 0
    assert Theme("light").font("title2", text="Åsa").letterSpacing() < 0


def test_figures_of_equal_width() -> None:
    font = Theme("light").font("small", tabular=True)
    assert font.featureValue(QFont.Tag("tnum")) == 1


def test_a_choice_wins_and_the_system_takes_over_again(qtbot: object) -> None:
    source = ThemeSource()
    seen: list[str] = []
    source.changed.connect(lambda: seen.append(source.current.name))
    first = source.current
    source.use("dark")
    source.use("dark")
    dark = source.current
    assert dark.is_dark
    assert QGuiApplication.palette().color(QPalette.ColorRole.Window) == dark.color("bg.pane")
    source.use("light")
    source.use(None)
    assert seen == ["dark", "light"]
    assert len({first.generation, dark.generation, source.current.generation}) == 3


class FakeAccessibility(QObject):
    contrastPreferenceChanged = Signal(object)  # noqa: N815 - Qt's name
    preference = Qt.ContrastPreference.NoPreference

    def contrastPreference(self) -> Qt.ContrastPreference:
        return self.preference


class FakeHints(QObject):
    """The system's appearance."""

    colorSchemeChanged = Signal(object)  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Qt.ColorScheme.Unknown
        self.access = FakeAccessibility()

    def accessibility(self) -> FakeAccessibility:
        return self.access

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_theme_follows_the_system_while_it_runs() -> None:
    hints = FakeHints()
    source = ThemeSource(hints=hints)  # type: ignore[arg-type]
    seen: list[tuple[str, bool]] = []
    source.changed.connect(lambda: seen.append((source.current.name, source.current.strong_contrast)))
    assert source.current.name == "light"
    hints.setColorScheme(Qt.ColorScheme.Dark)
    hints.setColorScheme(Qt.ColorScheme.Dark)
    hints.access.preference = Qt.ContrastPreference.HighContrast
    hints.access.contrastPreferenceChanged.emit(hints.access.preference)
    hints.setColorScheme(Qt.ColorScheme.Light)
    assert seen == [("dark", False), ("dark", True), ("light", True)]


def test_both_themes_know_the_same_colours() -> None:
    colors = tokens.value("color")
    assert set(colors["light"]) == set(colors["dark"])
    assert all(Theme(name).color(key).isValid() for name in ("light", "dark") for key in colors[name])
