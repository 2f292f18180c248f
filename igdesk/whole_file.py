"""A file that is there whole or not at all: written beside, flushed to the disk, renamed over what was there."""

import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

UNFINISHED = ".part"
TRIES = 8
PAUSE_S = 0.05


def write_whole(path: Path, chunks: Iterable[bytes], *, flushes_name: bool = False) -> None:
    """Only this user of the computer may read it. Raises OSError, and then the old file is untouched and nothing is
    left behind; a process that dies in the middle leaves a file that ends in ``UNFINISHED``.

    ``flushes_name``: have the rename on the disk as well, for what must not be the old file again after a power cut.
    """
    beside = path.with_name(f".{os.getpid()}-{os.urandom(4).hex()}{UNFINISHED}")  # short, however long the name is
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - from a descriptor with its rights set
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if flushes_name and os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def put_in_place(unfinished: Path, path: Path) -> None:
    """Rename a file or a folder that is finished. Raises OSError.

    On Windows a scanner that looks at what is new, or another thread that reads, forbids it for a moment.
    """
    for _ in range(TRIES if sys.platform == "win32" else 0):
        try:
            unfinished.replace(path)
        except PermissionError:
            time.sleep(PAUSE_S)
        else:
            return
    unfinished.replace(path)
