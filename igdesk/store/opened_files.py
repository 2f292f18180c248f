"""Files that another program shows: written plainly for a while, readable by this person alone, then deleted."""

import logging
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

log = logging.getLogger(__name__)


class OpenedFiles:
    """Any thread. Each file has a folder of its own, so that its name tells nothing about another one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_at = time.time()
        self._written: set[Path] = set()

    def write(self, data: bytes, name: str) -> Path:
        """A new file of this name. Raises OSError, and then nothing is left behind."""
        if Path(name).name != name or name in ("", ".", ".."):
            raise ValueError("a name without a path")
        place = self._folder / token_hex(8)
        place.mkdir(mode=0o700, parents=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        try:
            with os.fdopen(os.open(place / name, flags, 0o600), "wb") as file:
                file.write(data)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        self._written.add(place)
        return place / name

    def delete(self, path: Path) -> bool:
        """Delete a file that was written here; whether it is gone."""
        place = path.parent
        if place not in self._written:
            return False
        shutil.rmtree(place, ignore_errors=True)
        if place.exists():  # on Windows as long as the other program has it open: the next start does it
            log.info("a file that was opened elsewhere could not be deleted yet")
            return False
        self._written.discard(place)
        return True

    def delete_all(self) -> None:
        """Everything that was written since the start."""
        for place in tuple(self._written):
            self.delete(place / "-")
        with suppress(OSError):
            self._folder.rmdir()

    def delete_leftovers(self) -> None:
        """What an earlier run had to leave behind."""
        with suppress(OSError):
            for place in tuple(self._folder.iterdir()):
                if place not in self._written and place.stat().st_mtime < self._made_at:
                    shutil.rmtree(place, ignore_errors=True)
