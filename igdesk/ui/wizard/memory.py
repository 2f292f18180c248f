"""Where the person was in the wizard, so that the next start goes on there. Never what is secret."""

import contextlib
import json
from dataclasses import asdict, dataclass

from igdesk.domain.status import KnownError
from igdesk.store.archive import Archive

KEY = "wizard.place"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the wizard."""

    way: str = "token"
    page: str = "choose"
    """``choose``, ``give`` (token, app or file) or ``checks``."""
    flavour: str = "instagram"
    account: str = ""
    """Professional id of the account that is connected again; empty for a new one."""


class WizardMemory:
    """Keeps one place in the archive's settings."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def load(self) -> Place | None:
        try:
            kept = json.loads(self._archive.settings.get(KEY) or "null")
            return Place(**{name: str(value) for name, value in kept.items()}) if kept else None
        except (ValueError, TypeError, AttributeError):
            return None

    def keep(self, place: Place) -> None:
        self._set(json.dumps(asdict(place)))

    def forget(self) -> None:
        self._set("")

    def _set(self, text: str) -> None:
        if self._archive.is_read_only or self._archive.settings.get(KEY) == text:
            return
        with contextlib.suppress(KnownError):  # a full disk costs no more than the place
            self._archive.settings.set(KEY, text)
