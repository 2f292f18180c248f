"""macOS: a launch agent, which the system starts for the person who signs in."""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from igdesk.whole_file import write_whole


class LaunchAgent:
    """``NAME.plist`` in the person's own folder of agents."""

    def __init__(self, folder: Path, name: str, command: Sequence[str]) -> None:
        self._path = folder / f"app.{name}.plist"
        self._content = content(f"app.{name}", command)

    @property
    def is_on(self) -> bool:
        return bool(self._kept().get("RunAtLoad")) and not self._kept().get("Disabled")

    @property
    def is_current(self) -> bool:
        return bool(self._kept().get("ProgramArguments") == self._content["ProgramArguments"])

    def write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, [plistlib.dumps(self._content)])

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)

    def _kept(self) -> dict[str, Any]:
        try:
            kept = plistlib.loads(self._path.read_bytes())
        except (FileNotFoundError, ValueError, ExpatError):
            return {}
        return kept if isinstance(kept, dict) else {}


def content(label: str, command: Sequence[str]) -> dict[str, Any]:
    """Only in a session with a screen, and not started again when it was quit."""
    return {
        "Label": label,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "KeepAlive": False,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
    }
