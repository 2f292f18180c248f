"""How igdesk looks, as the person chose it: read once at the start, kept with each change."""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from igdesk.ui.layout.motion import choose_motion

if TYPE_CHECKING:
    from igdesk.store.archive import Archive
    from igdesk.ui.theme import ThemeSource

_KEY = "appearance"
THEMES = ("", "light", "dark")
TEXT_SIZES = (0.875, 1.0, 1.125, 1.25, 1.5)


class Appearance(NamedTuple):
    """What is not chosen follows the system."""

    theme: str = ""
    """``light``, ``dark``, or empty: as the system."""
    strong_contrast: bool | None = None
    less_motion: bool | None = None
    text_size: float = 1.0
    is_compact: bool = False

    def put_on(self, theme_source: "ThemeSource") -> None:
        """Make the window look like this."""
        choose_motion(None if self.less_motion is None else not self.less_motion)
        theme_source.wear(
            self.theme or None,
            strong_contrast=self.strong_contrast,
            scale=self.text_size,
            is_compact=self.is_compact,
        )


def read_appearance(archive: "Archive") -> Appearance:
    """What was kept; a setting that cannot be read is the default."""
    kept = archive.settings.get(_KEY)
    if not kept:
        return Appearance()
    try:
        found: Any = json.loads(kept)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return Appearance()
    theme = found.get("theme")
    return Appearance(
        theme=theme if theme in THEMES else "",
        strong_contrast=_flag(found.get("strong_contrast")),
        less_motion=_flag(found.get("less_motion")),
        text_size=next((size for size in TEXT_SIZES if size == found.get("text_size")), 1.0),
        is_compact=found.get("is_compact") is True,
    )


def keep_appearance(archive: "Archive", appearance: Appearance) -> None:
    """Remember it for the next start."""
    archive.settings.set(_KEY, json.dumps(appearance._asdict()))


def lay_out_again(window: QWidget) -> None:
    """The letters have another size: every part measures itself anew, also those that place their children by hand."""
    widgets = window.findChildren(QWidget)
    for widget in widgets:
        widget.updateGeometry()

    def place() -> None:
        for widget in window.findChildren(QWidget):
            QApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))

    QTimer.singleShot(0, window, place)


def other_size(appearance: Appearance, by: int) -> Appearance:
    """One step larger or smaller, as far as there is one; 0 is the usual size."""
    if by == 0:
        return appearance._replace(text_size=1.0)
    at = TEXT_SIZES.index(appearance.text_size) + by
    return appearance._replace(text_size=TEXT_SIZES[max(0, min(at, len(TEXT_SIZES) - 1))])


def _flag(kept: object) -> bool | None:
    return kept if isinstance(kept, bool) else None
