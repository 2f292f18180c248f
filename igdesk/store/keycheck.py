"""Tells a wrong key from a damaged file: SQLite cannot, to it both are no database."""

import hashlib
import hmac
from contextlib import suppress
from pathlib import Path

_PURPOSE = b"igdesk archive key check"


def keycheck_path(archive: Path) -> Path:
    return archive.with_suffix(".keycheck")


def remember_key(archive: Path, key: bytes) -> None:
    """Note which key the file has; from the note nobody learns the key."""
    with suppress(OSError):
        keycheck_path(archive).write_text(_digest(key), encoding="ascii")


def is_remembered_key(archive: Path, key: bytes) -> bool:
    """Whether the file was surely made with this key."""
    try:
        return hmac.compare_digest(keycheck_path(archive).read_text(encoding="ascii").strip(), _digest(key))
    except (OSError, UnicodeDecodeError):
        return False


def _digest(key: bytes) -> str:
    return hmac.new(key, _PURPOSE, hashlib.sha256).hexdigest()
