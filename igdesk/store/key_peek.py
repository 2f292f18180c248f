"""Asks the Secret Service of Linux for the archive key in a child process, while this one loads Qt.

Reading the key takes about 100 ms of computing, mostly imports. In a thread that would be added to the time until the
first window; in a child it is not. The child never prompts and never writes: whatever is out of the ordinary it leaves
to ``Keychain``.
"""

import os
import signal
import sys
from contextlib import closing, suppress
from typing import NoReturn

from igdesk.store.vault import ARCHIVE_KEY, KEY_BYTES

LIMIT_S = 5


class KeyPeek:
    """Begun by ``begin``, before the process has threads. ``key`` waits for the answer."""

    def __init__(self, child: int, pipe: int) -> None:
        self._child = child
        self._pipe = pipe

    @classmethod
    def begin(cls, service: str) -> "KeyPeek | None":
        """None where there is no Secret Service, or no way to ask it like this."""
        if not sys.platform.startswith("linux") or os.environ.get("PYTHON_KEYRING_BACKEND"):
            return None
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return None
        try:
            read, write = os.pipe()
            child = os.fork()
        except OSError:
            return None
        if child:
            os.close(write)
            return cls(child, read)
        return _answer(service, read, write)

    def key(self) -> bytes | None:
        """The key, or None: then ask in the ordinary way. Any thread; once."""
        answer = b""
        with suppress(OSError):
            while chunk := os.read(self._pipe, 256):
                answer += chunk
        with suppress(OSError):
            os.close(self._pipe)
        with suppress(OSError):
            os.waitpid(self._child, 0)
        try:
            key = bytes.fromhex(answer.decode("ascii"))
        except ValueError:
            return None
        return key if len(key) == KEY_BYTES else None


def _answer(service: str, read: int, write: int) -> NoReturn:
    """In the child: answer, and be gone without running anything that belongs to the parent."""
    status = 1
    try:
        os.close(read)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(LIMIT_S)
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        os.write(write, _stored_key(service).encode("ascii"))
        status = 0
    except BaseException:  # noqa: BLE001, S110 - the parent asks again and says what is wrong
        pass
    finally:
        os._exit(status)


def _stored_key(service: str) -> str:
    """The entry as ``keyring`` wrote it; empty when it is missing or locked."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        for item in secretstorage.search_items(bus, {"service": service, "username": ARCHIVE_KEY}):
            if not item.is_locked():
                return bytes(item.get_secret()).decode("ascii")
    return ""
