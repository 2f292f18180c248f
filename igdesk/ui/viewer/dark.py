"""The dark theme for what is always dark, whatever the rest of the window wears."""

from PySide6.QtCore import QObject

from igdesk.ui.theme import Theme, ThemeSource


class DarkSource(ThemeSource):
    """Follows another source in everything but its colours."""

    def __init__(self, followed: ThemeSource, parent: QObject | None = None) -> None:
        QObject.__init__(self, parent)
        self._followed = followed
        self.current = self._make()
        followed.changed.connect(self._follow)

    def _follow(self) -> None:
        self.current = self._make()
        self.changed.emit()

    def _make(self) -> Theme:
        followed = self._followed.current
        return Theme("dark", followed.generation, strong_contrast=followed.strong_contrast, scale=followed.scale)
