"""Encrypted files of the media folder; no database in here, so every thread may use it."""

import errno
import hashlib
import hmac
import logging
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from igdesk.whole_file import write_whole

log = logging.getLogger(__name__)

MAGIC = b"igm1"
NONCE_BYTES = 12
_KEY = re.compile(r"[0-9a-f]{32}")


class MediaFiles:
    """Files named by random keys and sealed with a key derived from the one of the archive."""

    def __init__(self, folder: Path, archive_key: bytes) -> None:
        self._folder = folder
        self._key = _derived(archive_key)
        self._opened_at = time.time()

    def write(self, data: bytes) -> str:
        """Keep the bytes; the key of the new file. Raises OSError, and then nothing is left behind."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        key = secrets.token_hex(16)
        path = self._path(key)
        nonce = os.urandom(NONCE_BYTES)
        sealed = ChaCha20Poly1305(self._key).encrypt(nonce, data, key.encode())
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, (MAGIC, nonce, sealed))
        return key

    def read(self, key: str) -> bytes | None:
        """The bytes of a file; None when it is missing, damaged or no key at all."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        if not _KEY.fullmatch(key):
            return None
        try:
            content = self._path(key).read_bytes()
        except OSError:
            return None
        start = len(MAGIC) + NONCE_BYTES
        if not content.startswith(MAGIC) or len(content) < start:
            return None
        try:
            return ChaCha20Poly1305(self._key).decrypt(content[len(MAGIC) : start], content[start:], key.encode())
        except InvalidTag:
            log.warning("a media file is damaged and is not shown")
            return None

    def delete(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Delete files; the keys that are gone now, also if they were gone before."""
        gone = []
        for key in keys:
            try:
                if _KEY.fullmatch(key):
                    self._path(key).unlink(missing_ok=True)
                gone.append(key)
            except OSError as error:
                # On Windows a file that is being read cannot be deleted: the next start does it.
                log.info("a media file could not be deleted: %s", errno.errorcode.get(error.errno or 0, "unknown"))
        return tuple(gone)

    def missing(self, used: frozenset[str]) -> frozenset[str]:
        """The keys that have no file, as long as the folder itself is there."""
        if not self._folder.is_dir():
            return frozenset()
        return used - {path.name for path in self._all()}

    def sweep(self, used: frozenset[str]) -> int:
        """Delete what nothing refers to and what was left unfinished, both from earlier runs; how many."""
        count = 0
        for path in self._all():
            try:
                if path.name not in used and path.stat().st_mtime < self._opened_at:
                    path.unlink()
                    count += 1
            except OSError:
                continue
        return count

    def _all(self) -> Iterator[Path]:
        try:
            folders = [p for p in self._folder.iterdir() if p.is_dir() and len(p.name) == 2]
        except OSError:
            return
        for folder in folders:
            yield from folder.iterdir()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _derived(archive_key: bytes) -> bytes:
    """HKDF with SHA-256, one block: files and database never share a key."""
    pseudo_random = hmac.new(b"igdesk", archive_key, hashlib.sha256).digest()
    return hmac.new(pseudo_random, b"media files\x01", hashlib.sha256).digest()
