"""Getting the key of the archive: from the keychain beside the start of Qt, or with a passphrase."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from igdesk.domain.status import KnownError, Problem
from igdesk.paths import Profile
from igdesk.store.key_peek import KeyPeek
from igdesk.store.vault import Vault

SERVICE = "igdesk"


class KeyMissingError(KnownError):
    """There is an archive, and the keychain holds no key for it."""

    def __init__(self) -> None:
        happened = "The key of this archive is not in the keychain of this computer, so it cannot be opened."
        cure = (
            "Put the keychain back from a backup, or start with a new folder: igdesk --profile FOLDER. "
            "igdesk leaves the archive as it is."
        )
        super().__init__(Problem("key_missing", happened, cure))


class Opened(NamedTuple):
    """A vault that is open, and the key it holds."""

    vault: Vault
    archive_key: bytes


def has_archive(profile: Profile) -> bool:
    return (profile.archive / "archive.db").exists()


def service_of(profile: Profile) -> str:
    """What the keychain entries of a profile are filed under."""
    return f"{SERVICE}-{profile.name}" if profile.name else SERVICE


def keychain_of(profile: Profile) -> Vault:
    """The keychain's entries of a profile. Nothing is read yet."""
    from igdesk.store.keychain import Keychain

    return Keychain(service_of(profile))


def open_keychain(profile: Profile, vault: Vault, peek: KeyPeek | None = None) -> Opened:
    """The key from the keychain; made on the first run. Raises VaultError or KeyMissingError."""
    if peek is not None and (seen := peek.key()) is not None:
        vault.adopt_archive_key(seen)
        vault.adopt_entries(peek.entries)
    key = vault.archive_key()
    if key is None:
        if has_archive(profile):
            raise KeyMissingError
        key = vault.create_archive_key()
    return Opened(vault, key)


def open_with_passphrase(profile: Profile, passphrase: str) -> Opened:
    """The key from the vault file of a profile that has one. Raises VaultError."""
    from igdesk.store.passphrase import PassphraseVault

    vault = PassphraseVault.open(profile.vault_file, passphrase)
    key = vault.archive_key()
    if key is None:
        if has_archive(profile):
            raise KeyMissingError
        key = vault.create_archive_key()  # the program ended between the two steps of choosing
    return Opened(vault, key)


def choose_passphrase(profile: Profile, passphrase: str) -> Opened:
    """Start a vault file, for a profile that has no archive yet. Raises VaultError or KeyMissingError."""
    from igdesk.store.passphrase import PassphraseVault

    if has_archive(profile):
        raise KeyMissingError
    vault = PassphraseVault.create(profile.vault_file, passphrase)
    return Opened(vault, vault.create_archive_key())


class KeyFetch:
    """One attempt in a thread of its own; a prompt that nobody answers does not hold up the end of the program."""

    def __init__(self, attempt: Callable[[], Opened]) -> None:
        self._attempt = attempt
        self._opened: Opened | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="key", daemon=True)
        self._thread.start()

    def wait(self, limit_s: float) -> bool:
        """Whether the attempt is over, after waiting at most so long."""
        self._thread.join(limit_s)
        return not self._thread.is_alive()

    def result(self) -> Opened:
        """What it gave, or raise what stopped it."""
        if self._error is not None:
            raise self._error
        assert self._opened is not None
        return self._opened

    def _run(self) -> None:
        try:
            self._opened = self._attempt()
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever asks for the result
            self._error = error
