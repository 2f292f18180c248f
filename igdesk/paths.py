"""Where things lie: files that come with the program, and the folder of a profile."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from igdesk.domain.status import KnownError, Problem

PACKAGE = Path(__file__).resolve().parent
PRIVATE = 0o700


def resource(name: str) -> Path:
    """A file or folder that comes with the program, e.g. ``theme/tokens.json``.

    A wheel and a frozen program carry the folder inside the package, a checkout beside it.
    """
    for base in (PACKAGE / "resources", PACKAGE.parent / "resources"):
        path = base / name
        if path.exists():
            return path
    raise FileNotFoundError(f"igdesk is not installed completely: resources/{name} is missing")


class Profile(NamedTuple):
    """One archive with its settings and logs; two profiles know nothing of each other."""

    folder: Path
    name: str = ""
    """Short and stable: tells the profile's keychain entries from others. Empty for the usual one."""

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def media(self) -> Path:
        return self.archive / "media"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def lock(self) -> Path:
        return self.folder / "lock"

    @property
    def doorbell(self) -> Path:
        """Where a second start says that the window of the first is wanted."""
        return self.folder / "doorbell"

    @property
    def vault_file(self) -> Path:
        """Exists only when the person chose a passphrase instead of the keychain."""
        return self.folder / "vault.json"

    def create(self) -> None:
        """Make the folders, readable by nobody else, and check that they can be written to. Raises OSError."""
        for folder in (self.folder, self.archive, self.media, self.logs):
            folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
            if sys.platform != "win32" and folder.stat().st_mode & 0o077 and folder.stat().st_uid == os.getuid():
                folder.chmod(PRIVATE)
        probe = self.folder / f".probe-{os.getpid()}"
        probe.write_bytes(b"igdesk")
        probe.unlink()


def open_profile(chosen: str | None = None) -> Profile:
    """The profile in the folder the person named, else the usual one of this system; nothing is created yet.

    Raises KnownError where nobody knows the home of this person, as in a container: ``~`` would be made as a folder.
    """
    if chosen is None:
        from platformdirs import user_data_path

        try:
            usual = user_data_path("igdesk", appauthor=False)
        except RuntimeError:
            usual = Path("~")  # as its older versions answer
        if not usual.is_absolute():
            happened = "igdesk does not know where to keep its files: this user has no home folder."
            raise KnownError(Problem("no_home", happened, "Set HOME, or choose a folder with --profile FOLDER."))
        return Profile(usual)
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # hashlib would load OpenSSL first
    except ImportError:  # since Python 3.12 it has another name
        from hashlib import sha256

    try:
        folder = Path(chosen).expanduser().absolute()
    except (RuntimeError, OSError) as error:  # "~somebody", or the folder that igdesk was started in is gone
        happened = f"Which folder “{chosen}” is cannot be found out."
        raise KnownError(Problem("no_home", happened, "Name it by its whole path.")) from error
    # Two spellings of one folder are one profile; the path itself may be private and must not show in a keychain.
    name = sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:12]
    return Profile(folder, name)
