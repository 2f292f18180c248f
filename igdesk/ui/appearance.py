"""How igdesk looks, as the person chose it: read once at the start, kept with each change."""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from igdesk.ui.layout.motion import choose_motion

if TYPE_CHECKING:
    from igdesk.store.archive import Archive
    from igdesk.ui.theme import ThemeSource

_KEY = "appearance"
THEMES = ("", "light", "dark")


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is not chosen follows the system."""

    theme: str = ""
    """``light``, ``dark``, or empty: as the system."""
    strong_contrast: bool | None = None
    less_motion: bool | None = None

    def put_on(self, theme_source: "ThemeSource") -> None:
        """Make the window look like this."""
        choose_motion(None if self.less_motion is None else not self.less_motion)
        theme_source.wear(self.theme or None, strong_contrast=self.strong_contrast)


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
    )


def keep_appearance(archive: "Archive", appearance: Appearance) -> None:
    """Remember it for the next start."""
    archive.settings.set(_KEY, json.dumps(asdict(appearance)))


def _flag(kept: object) -> bool | None:
    return kept if isinstance(kept, bool) else None
