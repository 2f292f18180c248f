"""The vault that rests in the keychain of the operating system."""

import os
import queue
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from hashlib import sha256
from typing import Any, Protocol, TypeVar, cast

from igdesk.store.vault import ARCHIVE_KEY, KeychainFailed, KeychainLocked, NoKeychain, Vault, VaultError

T = TypeVar("T")

TIME_LIMIT_S = 60.0
"""A keychain may ask the person something; after this long igdesk goes on without it."""
PART_CHARS = 1100
"""Windows takes 1,280 characters for one entry; the rest is room for the header."""
FORMAT = "igdesk1"
SLOTS = ("a", "b")

_REAL_BACKENDS = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)


class Backend(Protocol):
    """The three calls of ``keyring`` that are used."""

    def get_password(self, service: str, username: str, /) -> str | None: ...
    def set_password(self, service: str, username: str, password: str, /) -> None: ...
    def delete_password(self, service: str, username: str, /) -> None: ...


class Keychain(Vault):
    """Entries of a service in the system's keychain.

    The archive key is one entry, written once. Everything else lives in one of two slots, in numbered parts: a new
    value is written to the free slot, its first part last, and only then is the old slot emptied. Whatever moment
    the program dies at, one complete value is there.
    """

    def __init__(
        self, service: str, *, backend: Backend | None = None, time_limit_s: float = TIME_LIMIT_S, part_chars: int = 0
    ) -> None:
        super().__init__()
        self._service = service
        self._backend = backend
        self._tried: set[type] = set()
        self._worker = _Worker(time_limit_s)
        self._part_chars = part_chars or PART_CHARS
        self._read_ahead: Callable[[], Mapping[str, str] | None] | None = None
        self._ahead: Mapping[str, str] | None = None

    def adopt_entries(self, read: Callable[[], Mapping[str, str] | None]) -> None:
        """Somebody asks the same keychain in another way: ``read`` waits for all its entries, or answers None.

        They count until this keychain is first written to.
        """
        self._read_ahead = read

    def _get(self, name: str) -> str | None:
        return self._worker.call(lambda: self._stored(name))

    def _put(self, name: str, value: str) -> None:
        self._worker.call(lambda: self._on_its_own(lambda: self._store(name, value)))

    def _drop(self, name: str) -> None:
        self._worker.call(lambda: self._on_its_own(lambda: self._forget(name)))

    # Everything below runs in the worker.

    def _on_its_own(self, change: Callable[[], None]) -> None:
        """Write with eyes on the keychain itself, not on what somebody read of it earlier."""
        self._read_ahead = self._ahead = None
        change()

    def _stored(self, name: str) -> str | None:
        if name == ARCHIVE_KEY:
            return self._read_entry(name)
        found = self._newest(name)
        return found[2] if found else None

    def _store(self, name: str, value: str) -> None:
        if name == ARCHIVE_KEY:
            self._write_entry(name, value)
        else:
            current = self._newest(name)
            slot, number = ("a", 1) if current is None else (_other(current[0]), current[1] + 1)
            self._empty(name, slot)
            size = self._part_chars
            parts = [value[at : at + size] for at in range(0, len(value), size)] or [""]
            header = f"{FORMAT} {number} {len(parts)} {_digest(value)}\n"
            for index in range(len(parts) - 1, 0, -1):
                self._write_entry(f"{name}/{slot}{index}", parts[index])
            self._write_entry(f"{name}/{slot}0", header + parts[0])
        if self._stored(name) != value:
            raise KeychainFailed("read back")
        if name != ARCHIVE_KEY and current is not None:
            self._empty(name, current[0])

    def _newest(self, name: str) -> tuple[str, int, str] | None:
        """Slot, number and value of the newest complete value."""
        found = [(slot, *value) for slot in SLOTS if (value := self._slot(name, slot)) is not None]
        return max(found, key=lambda entry: entry[1], default=None)

    def _slot(self, name: str, slot: str) -> tuple[int, str] | None:
        first = self._read_entry(f"{name}/{slot}0")
        if first is None:
            return None
        header, _, text = first.partition("\n")
        fields = header.split(" ")
        if len(fields) != 4 or fields[0] != FORMAT or not (fields[1] + fields[2]).isdecimal():
            return None
        for index in range(1, int(fields[2])):
            part = self._read_entry(f"{name}/{slot}{index}")
            if part is None:
                return None
            text += part
        return (int(fields[1]), text) if _digest(text) == fields[3] else None

    def _forget(self, name: str) -> None:
        if name == ARCHIVE_KEY:
            if self._read_entry(name) is not None:
                self._delete_entry(name)
            return
        for slot in SLOTS:
            self._empty(name, slot)

    def _empty(self, name: str, slot: str) -> None:
        """Delete all parts, the first one first: without it the rest means nothing."""
        index = 0
        while True:
            entry = f"{name}/{slot}{index}"
            if self._read_entry(entry) is not None:
                self._delete_entry(entry)
            elif index:
                return  # a first part may be missing after a death half-way; what is left of the rest goes too
            index += 1

    def _read_entry(self, entry: str) -> str | None:
        if self._read_ahead is not None:
            self._ahead, self._read_ahead = self._read_ahead(), None
        if self._ahead is not None:
            return self._ahead.get(entry)
        return self._ask(lambda backend: backend.get_password(*self._address(entry)))

    def _write_entry(self, entry: str, text: str) -> None:
        self._ask(lambda backend: backend.set_password(*self._address(entry), text))

    def _delete_entry(self, entry: str) -> None:
        self._ask(lambda backend: backend.delete_password(*self._address(entry)))

    def _address(self, entry: str) -> tuple[str, str]:
        # On Windows keyring moves entries of one service about when another one is written; a service of its own
        # for each entry keeps a write to one entry.
        service = f"{self._service}/{entry}" if sys.platform == "win32" else self._service
        return service, entry

    def _ask(self, call: Callable[[Backend], T]) -> T:
        if self._backend is None:
            self._backend = _first_backend()
        try:
            return call(self._backend)
        except Exception as error:  # noqa: BLE001 - backends raise whatever their system raises
            trouble = _translated(error)
            if not isinstance(trouble, NoKeychain):
                raise trouble from None
            self._tried.add(type(self._backend))
            other = _scanned_backend(self._tried)
            if other is None:
                self._tried.clear()
                self._backend = None
                raise trouble from None
            self._backend = other
        return self._ask(call)


class _Worker:
    """One daemon thread for all calls: a prompt that nobody answers holds up neither the program nor its end."""

    def __init__(self, time_limit_s: float) -> None:
        self._time_limit_s = time_limit_s
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def call(self, job: Callable[[], T]) -> T:
        future: Future[T] = Future()
        self._jobs.put((future, job))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="keychain", daemon=True)
            self._thread.start()
        try:
            return future.result(self._time_limit_s)
        except TimeoutError:
            future.cancel()  # if it still waits behind another one, it is not done later behind our back
            raise KeychainLocked from None

    def _work(self) -> None:
        while True:
            future, job = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = job()
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
                future.set_exception(error)
            else:
                future.set_result(result)


def _first_backend() -> Backend:
    """The system's own keychain, without the search through all installed packages that keyring would make."""
    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        return _scanned_backend(set()) or _none()
    backend: Backend
    try:
        if sys.platform == "win32":
            from keyring.backends.Windows import WinVaultKeyring

            backend = cast(Callable[[], Backend], WinVaultKeyring)()
        elif sys.platform == "darwin":
            from keyring.backends.macOS import Keyring as MacKeyring

            backend = cast(Callable[[], Backend], MacKeyring)()
        else:
            from keyring.backends.SecretService import Keyring

            backend = cast(Callable[[], Backend], Keyring)()
    except Exception:  # noqa: BLE001 - a backend that does not even load is no backend
        return _scanned_backend(set()) or _none()
    return backend


def _scanned_backend(tried: set[type]) -> Backend | None:
    """The backend keyring itself finds, if it is a real keychain and not one that was tried."""
    import keyring

    chosen = keyring.get_keyring()
    for backend in getattr(chosen, "backends", (chosen,)):
        if type(backend).__module__.startswith(_REAL_BACKENDS) and type(backend) not in tried:
            return cast(Backend, backend)
    return None


def _none() -> Backend:
    raise NoKeychain


def _translated(error: Exception) -> VaultError:
    """The state behind an exception of whatever library."""
    if isinstance(error, VaultError):
        return error
    name, text = type(error).__name__, str(error).lower()
    if "Locked" in name or "Dismissed" in name or "dismissed" in text or "denied" in text:
        return KeychainLocked()
    absent = ("NoKeyringError", "InitError", "SecretServiceNotAvailableException", "FileNotFoundError", "KeyError")
    if name in absent or isinstance(error, ConnectionError | NameError):
        return NoKeychain()
    return KeychainFailed(name)


def _other(slot: str) -> str:
    return SLOTS[1 - SLOTS.index(slot)]


def _digest(text: str) -> str:
    """Tells a complete value from a torn one. Short: nothing about a long random token can be read off it."""
    return sha256(text.encode()).hexdigest()[:12]
