"""Asks the Secret Service of Linux for the entries of a profile in a child process, while this one loads Qt.

Reading the key takes about 100 ms of computing, mostly imports. In a thread that would be added to the time until the
first window; in a child it is not, and the libraries it takes (13 MiB) are gone with the child. The child never
prompts and never writes: whatever is out of the ordinary it leaves to ``Keychain``.
"""

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from typing import NoReturn

from igdesk.store.vault import ARCHIVE_KEY, KEY_BYTES

LIMIT_S = 10


class KeyPeek:
    """Begun by ``begin``, before the process has threads. First ``key``, then ``entries``; both wait for the answer.

    Through the pipe come the key in hexadecimal digits and a line break, then all entries as one JSON object.
    """

    def __init__(self, child: int, pipe: int) -> None:
        self._child = child
        self._pipe = pipe
        self._is_open = True
        self._rest = b""

    @classmethod
    def begin(cls, service: str, platform: str = "") -> "KeyPeek | None":
        """None where there is no Secret Service, or no way to ask it like this."""
        if not (platform or sys.platform).startswith("linux") or os.environ.get("PYTHON_KEYRING_BACKEND"):
            return None
        if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            return None
        try:
            read, write = os.pipe()
            child = os.fork()  # type: ignore[attr-defined, unused-ignore] # of Linux
        except OSError:
            return None
        if child:
            os.close(write)
            return cls(child, read)
        return _answer(service, read, write)

    def key(self) -> bytes | None:
        """The key, or None: then ask in the ordinary way. Any thread; once."""
        answer = b""
        while b"\n" not in answer and (chunk := self._read()):
            answer += chunk
        line, _, self._rest = answer.partition(b"\n")
        try:
            key = bytes.fromhex(line.decode("ascii"))
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            self.close()
            return None
        return key

    def entries(self) -> Mapping[str, str] | None:
        """Every entry of the service by its name; None if some could not be read. Once, after ``key``."""
        if not self._is_open:
            return None
        answer = self._rest
        while chunk := self._read():
            answer += chunk
        self.close()
        try:
            found = json.loads(answer)
        except ValueError:
            return None
        is_sound = isinstance(found, dict) and all(isinstance(value, str) for value in found.values())
        return found if is_sound else None

    def close(self) -> None:
        """Want nothing more of the child."""
        if self._is_open:
            self._is_open, self._rest = False, b""
            with suppress(OSError):
                os.close(self._pipe)
            with suppress(OSError):
                os.waitpid(self._child, 0)

    def _read(self) -> bytes:
        try:
            return os.read(self._pipe, 4096)
        except OSError:
            return b""


def _answer(service: str, read: int, write: int) -> NoReturn:
    """In the child: answer, and be gone without running anything that belongs to the parent."""
    status = 1
    try:
        os.close(read)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):  # type: ignore[attr-defined, unused-ignore]
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(LIMIT_S)  # type: ignore[attr-defined, unused-ignore]
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        with os.fdopen(write, "wb", buffering=0) as pipe:
            _tell(service, pipe.write)
        status = 0
    except BaseException:  # noqa: BLE001, S110 - the parent asks again and says what is wrong
        pass
    finally:
        os._exit(status)


def _tell(service: str, write: Callable[[bytes], object]) -> None:
    """The entries as ``keyring`` wrote them; nothing at all from where the key is missing or locked."""
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        for item in secretstorage.search_items(bus, {"service": service, "username": ARCHIVE_KEY}):
            if not item.is_locked():
                write(bytes(item.get_secret()) + b"\n")
                break
        else:
            return
        found = {}
        for item in secretstorage.search_items(bus, {"service": service}):
            if item.is_locked():
                return
            found[item.get_attributes()["username"]] = bytes(item.get_secret()).decode("utf-8")
        write(json.dumps(found).encode("ascii"))
