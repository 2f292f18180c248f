"""The entry of this system and this profile, and the command it holds."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from igdesk.domain.status import KnownError, Problem
from igdesk.paths import Profile

NAME = "igdesk"
BACKGROUND = "--background"


class Entry(Protocol):
    """One place of one system. ``write`` and ``remove`` raise OSError."""

    @property
    def is_on(self) -> bool: ...

    @property
    def is_current(self) -> bool:
        """Whether it would start this very igdesk."""
        ...

    def write(self) -> None: ...

    def remove(self) -> None: ...


class AtSignIn:
    """What the settings show and change."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    @property
    def is_on(self) -> bool:
        try:
            return self._entry.is_on
        except OSError:
            return False

    def choose(self, is_on: bool) -> None:
        """Raises KnownError when the system does not allow it."""
        try:
            if is_on:
                self._entry.write()
            else:
                self._entry.remove()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            happened = f"Starting igdesk when you sign in could not be changed: {reason}."
            raise KnownError(Problem("autostart", happened, "Change it in the settings of this computer.")) from error

    def renew(self) -> None:
        """igdesk was moved or installed anew: what starts it has to follow."""
        try:
            if self._entry.is_on and not self._entry.is_current:
                self._entry.write()
        except OSError:
            return


def at_sign_in(profile: Profile, env: Mapping[str, str] = os.environ, platform: str = sys.platform) -> AtSignIn | None:
    """For this profile; None where that is impossible, as in a sandbox around the program."""
    if env.get("FLATPAK_ID") or env.get("SNAP"):
        return None
    name = f"{NAME}-{profile.name}" if profile.name else NAME
    words = command(profile, env)
    entry: Entry
    if platform == "win32":
        from igdesk.app.autostart.windows import RunKey

        entry = RunKey(name, words)
    elif platform == "darwin":
        from igdesk.app.autostart.macos import LaunchAgent

        entry = LaunchAgent(Path.home() / "Library" / "LaunchAgents", name, words)
    else:
        from igdesk.app.autostart.linux import DesktopFile

        home = env.get("XDG_CONFIG_HOME", "")
        try:
            folder = Path(home) if home.startswith("/") else Path.home() / ".config"
        except RuntimeError:
            return None  # nobody knows the home of this person, as in a container
        entry = DesktopFile(folder / "autostart", name, words)
    return AtSignIn(entry)


def command(profile: Profile, env: Mapping[str, str] = os.environ) -> Sequence[str]:
    """What starts this igdesk quietly, with this profile."""
    chosen = ["--profile", str(profile.folder)] if profile.name else []
    return [*own_command(env), BACKGROUND, *chosen]


def own_command(env: Mapping[str, str] = os.environ) -> Sequence[str]:
    """What starts this igdesk."""
    program = env.get("APPIMAGE") or sys.executable
    own = [] if getattr(sys, "frozen", False) or env.get("APPIMAGE") else ["-m", "igdesk"]
    windowed = Path(program).with_name("pythonw.exe")
    if own and Path(program).name.lower() == "python.exe" and windowed.exists():
        program = str(windowed)  # without a black window behind it
    return [program, *own]
