"""The vault in a file, sealed with a passphrase of the person's own."""

import base64
import hashlib
import hmac
import json
import os
import unicodedata
from pathlib import Path
from typing import Any

from igdesk.store.vault import KEY_BYTES, Vault, VaultNotWritten, VaultUnreadable, WrongPassphrase
from igdesk.whole_file import write_whole

VERSION = 1
SCRYPT_N = 2**16
SCRYPT_R = 8
SCRYPT_P = 1
MAX_SCRYPT_MEMORY = 512 * 2**20
SALT_BYTES = 16
NONCE_BYTES = 12
_ABOUT = b"igdesk vault 1"


class PassphraseVault(Vault):
    """``vault.json`` in the profile: scrypt turns the passphrase into a key, ChaCha20-Poly1305 seals the content.

    Made by ``create`` and ``open``; both take a good part of a second on purpose and belong into a worker thread.
    """

    def __init__(self, path: Path, key: bytes, kdf: dict[str, Any], items: dict[str, str]) -> None:
        super().__init__()
        self._path = path
        self._key = key
        self._kdf = kdf
        self._items = items

    @classmethod
    def create(cls, path: Path, passphrase: str) -> "PassphraseVault":
        """Start a new, empty vault file. An existing one is never overwritten."""
        if path.exists():
            raise FileExistsError(path)
        kdf = _new_kdf()
        vault = cls(path, _derive(passphrase, kdf), kdf, {})
        vault._save({})
        return vault

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "PassphraseVault":
        """Open the file, or raise WrongPassphrase or VaultUnreadable."""
        kdf, nonce, sealed = _read(path)
        key = _derive(passphrase, kdf)
        return cls(path, key, kdf, _unseal(key, nonce, sealed))

    def change_passphrase(self, current: str, new: str) -> None:
        """Seal the same content with another passphrase; asks for the present one again."""
        with self._lock:
            if _derive(current, self._kdf) != self._key:
                raise WrongPassphrase
            former = self._key, self._kdf
            self._kdf = _new_kdf()
            self._key = _derive(new, self._kdf)
            try:
                self._save(self._items)
            except BaseException:
                self._key, self._kdf = former
                raise

    def matches(self, passphrase: str) -> bool:
        """Whether it is the passphrase of this vault; takes a good part of a second on purpose."""
        return hmac.compare_digest(_derive(passphrase, self._kdf), self._key)

    def _get(self, name: str) -> str | None:
        return self._items.get(name)

    def _put(self, name: str, value: str) -> None:
        items = {**self._items, name: value}
        self._save(items)
        self._items = items

    def _drop(self, name: str) -> None:
        if name in self._items:
            items = {n: v for n, v in self._items.items() if n != name}
            self._save(items)
            self._items = items

    def _save(self, items: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        nonce = os.urandom(NONCE_BYTES)
        sealed = ChaCha20Poly1305(self._key).encrypt(nonce, json.dumps(items).encode(), _ABOUT)
        document = {"version": VERSION, "kdf": self._kdf, "nonce": _text(nonce), "sealed": _text(sealed)}
        try:
            write_whole(self._path, [json.dumps(document, indent=1).encode()], flushes_name=True)
        except OSError as error:
            raise VaultNotWritten(error.strerror or type(error).__name__) from error


def make_check(passphrase: str) -> str:
    """What a passphrase can be compared with later; it cannot be read off it. Takes a good part of a second."""
    kdf = _new_kdf()
    return json.dumps({"kdf": kdf, "key": _text(_derive(passphrase, kdf))}, separators=(",", ":"))


def is_right(passphrase: str, check: str) -> bool:
    """Whether ``check`` was made of it; what cannot be read was made of nothing. Takes a good part of a second."""
    try:
        kept = json.loads(check)
        kdf, key = kept["kdf"], base64.b64decode(kept["key"], validate=True)
        if not _is_sane(kdf) or len(key) != KEY_BYTES:
            return False
    except (ValueError, KeyError, TypeError):
        return False
    return hmac.compare_digest(_derive(passphrase, kdf), key)


def _is_sane(kdf: dict[str, Any]) -> bool:
    """It may have been tampered with, and must not make this computer work for hours."""
    n, r, p = (kdf[name] for name in "nrp")
    if kdf["name"] != "scrypt" or not all(type(number) is int for number in (n, r, p)):
        return False
    base64.b64decode(kdf["salt"], validate=True)
    return bool(2**14 <= n <= 2**18 and 1 <= r <= 8 and 1 <= p <= 4)


def _new_kdf() -> dict[str, Any]:
    salt = _text(os.urandom(SALT_BYTES))
    return {"name": "scrypt", "n": SCRYPT_N, "r": SCRYPT_R, "p": SCRYPT_P, "salt": salt}


def _derive(passphrase: str, kdf: dict[str, Any]) -> bytes:
    # The same letters may arrive composed or decomposed, depending on the keyboard.
    secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
    salt = base64.b64decode(kdf["salt"])
    n, r, p = kdf["n"], kdf["r"], kdf["p"]
    return hashlib.scrypt(secret, salt=salt, n=n, r=r, p=p, maxmem=MAX_SCRYPT_MEMORY, dklen=32)


def _read(path: Path) -> tuple[dict[str, Any], bytes, bytes]:
    damaged = VaultUnreadable(
        "The vault file is damaged, so the archive cannot be opened.",
        "Put vault.json back from a backup of the profile folder.",
    )
    try:
        document = json.loads(path.read_bytes())
        version = document["version"]
        if isinstance(version, int) and version > VERSION:
            raise VaultUnreadable("The vault file was made by a newer igdesk.", "Install the newest igdesk.")
        kdf = document["kdf"]
        if not _is_sane(kdf):
            raise damaged
        nonce = base64.b64decode(document["nonce"], validate=True)
        if len(nonce) != NONCE_BYTES:
            raise damaged
        return kdf, nonce, base64.b64decode(document["sealed"], validate=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise VaultUnreadable(f"The vault file cannot be read: {reason}.", "Allow igdesk to read it.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged from error


def _unseal(key: bytes, nonce: bytes, sealed: bytes) -> dict[str, str]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        items = json.loads(ChaCha20Poly1305(key).decrypt(nonce, sealed, _ABOUT))
    except (InvalidTag, ValueError):
        raise WrongPassphrase from None
    return {str(name): str(value) for name, value in items.items()}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
