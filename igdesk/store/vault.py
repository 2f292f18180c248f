"""Where tokens, app secrets and the key of the archive rest; never in plain text on a disk."""

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping

from igdesk.domain.status import KnownError, Problem

ARCHIVE_KEY = "archive-key"
KEY_BYTES = 32
APP_FLAVOURS = ("instagram", "facebook")


class VaultError(KnownError):
    """Something about the vault that the person can act on."""


class NoKeychain(VaultError):  # noqa: N818 - named like the state it tells of
    """This system offers no keychain."""

    def __init__(self) -> None:
        happened = "This computer has no keychain that igdesk could keep the key of your archive in."
        cure = (
            "Choose a passphrase of your own, or start a keychain "
            "(on Linux: gnome-keyring, KWallet or KeePassXC) and try again."
        )
        super().__init__(Problem("no_keychain", happened, cure))


class KeychainLocked(VaultError):  # noqa: N818
    """There is a keychain, but nobody unlocked it."""

    def __init__(self) -> None:
        happened = "The keychain of this computer is locked."
        cure = "Unlock it and try again. Its question may be behind another window."
        super().__init__(Problem("keychain_locked", happened, cure))


class KeychainFailed(VaultError):  # noqa: N818
    """The keychain is there and open, and still does not do it."""

    def __init__(self, code: str = "") -> None:
        happened = "The keychain of this computer did not do what it was asked for."
        cure = "Try again. If it stays that way, use a passphrase of your own."
        super().__init__(Problem("keychain_failed", happened, cure, code))


class WrongPassphrase(VaultError):  # noqa: N818
    """The vault file does not open with it."""

    def __init__(self) -> None:
        super().__init__(Problem("wrong_passphrase", "That is not the passphrase.", "Try again; capitals matter."))


class VaultUnreadable(VaultError):  # noqa: N818
    """The vault file is damaged, newer than this program, or out of reach."""

    def __init__(self, happened: str, cure: str) -> None:
        super().__init__(Problem("vault_unreadable", happened, cure))


class VaultNotWritten(VaultError):  # noqa: N818
    """The vault file could not be written; the former one is untouched."""

    def __init__(self, reason: str) -> None:
        happened = f"The vault file could not be written: {reason}. What it held before is still there."
        super().__init__(Problem("vault_not_written", happened, "Make room or allow writing, then try again."))


class Vault(ABC):
    """Named secrets. Every method may be called from any thread; some may take long, none takes for ever.

    What was read or written once is kept in memory: a keychain takes 20 ms for each item.
    """

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}
        self._lock = threading.RLock()

    @abstractmethod
    def _get(self, name: str) -> str | None: ...

    @abstractmethod
    def _put(self, name: str, value: str) -> None:
        """Keep the value; when this fails or dies half-way, the former value is still readable."""

    @abstractmethod
    def _drop(self, name: str) -> None: ...

    def archive_key(self) -> bytes | None:
        """The key of the archive, or None when none was made yet."""
        return _key_of(self._read(ARCHIVE_KEY))

    def adopt_archive_key(self, key: bytes) -> None:
        """Take the key as read: somebody asked the same vault in another way."""
        with self._lock:
            self._known[ARCHIVE_KEY] = key.hex()

    def create_archive_key(self) -> bytes:
        """Make a random key and keep it. An existing key is never replaced: the archive would be lost."""
        with self._lock:
            if self.archive_key() is not None:
                raise ValueError("there is an archive key already")
            key = os.urandom(KEY_BYTES)
            self._write(ARCHIVE_KEY, key.hex())
            return key

    def token(self, remote_id: str) -> str | None:
        """The access token of an account, named by its professional id."""
        return self._read(f"token:{remote_id}")

    def set_token(self, remote_id: str, token: str) -> None:
        self._write(f"token:{remote_id}", token)

    def delete_token(self, remote_id: str) -> None:
        """Forget the token and the app secret of an account."""
        with self._lock:
            for name in (f"token:{remote_id}", f"app-secret:{remote_id}"):
                self._drop(name)
                self._known[name] = None

    def forget_everything(self, remote_ids: Iterable[str]) -> None:
        """Forget every secret of the profile, the key of the archive last: what it locks can never be read again."""
        with self._lock:
            for remote_id in remote_ids:
                self.delete_token(remote_id)
            for name in (*(f"app:{flavour}" for flavour in APP_FLAVOURS), "sign-in", ARCHIVE_KEY):
                self._drop(name)
                self._known[name] = None

    def app_secret(self, remote_id: str) -> str | None:
        """The secret of the Meta app the token was made with, if the person gave it."""
        return self._read(f"app-secret:{remote_id}")

    def set_app_secret(self, remote_id: str, secret: str) -> None:
        self._write(f"app-secret:{remote_id}", secret)

    def app_credentials(self, flavour: str) -> tuple[str, str] | None:
        """ID and secret of the person's own app for signing in with the browser, if they were given."""
        app_id, _, secret = (self._read(f"app:{flavour}") or "").partition("\n")
        return (app_id, secret) if app_id and secret else None

    def set_app_credentials(self, flavour: str, app_id: str, secret: str) -> None:
        self._write(f"app:{flavour}", f"{app_id}\n{secret}")

    def begun_sign_in(self) -> str | None:
        """What a sign-in that was not finished needs to go on: the one place for a token without an account."""
        return self._read("sign-in") or None

    def keep_begun_sign_in(self, value: str) -> None:
        self._write("sign-in", value)

    def drop_begun_sign_in(self) -> None:
        with self._lock:
            if self._known.get("sign-in", "?") is not None:
                self._drop("sign-in")
                self._known["sign-in"] = None

    def adopt_entries(self, read: Callable[[], Mapping[str, str] | None]) -> None:
        """``read`` waits for what somebody found in the same keychain. Of no use to a vault of another kind."""
        del read

    def _read(self, name: str) -> str | None:
        with self._lock:
            if name not in self._known:
                self._known[name] = self._get(name)
            return self._known[name]

    def _write(self, name: str, value: str) -> None:
        with self._lock:
            if self._known.get(name) != value:
                self._put(name, value)
                self._known[name] = value


class MemoryVault(Vault):
    """Forgets everything with the process: for the demo and for tests."""

    def _get(self, name: str) -> str | None:
        return None

    def _put(self, name: str, value: str) -> None:
        pass

    def _drop(self, name: str) -> None:
        pass


def _key_of(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        # Somebody else wrote here. Making a new key would lock the archive away for good.
        raise VaultUnreadable(
            "The keychain entry of igdesk does not hold the key of an archive.",
            "Put the keychain back from a backup, or start with another profile.",
        )
    return key
