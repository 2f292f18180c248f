"""A word that acts, in the colour of the strip it stands on."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from igdesk.ui.controls import ButtonKind, TextButton
from igdesk.ui.theme import Theme, ThemeSource


class WordButton(TextButton):
    """A link button whose ink can be another token than that of links."""

    def __init__(self, text: str, theme_source: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(text, theme_source, parent, kind=ButtonKind.LINK, small=True)
        self._ink = "text.link"

    def set_ink(self, name: str) -> None:
        self._ink = name
        self.update()

    def _colors(self, theme: Theme) -> tuple[QColor | None, QColor | None, QColor]:
        return None, None, theme.color(self._ink if self.isEnabled() else "text.disabled")
