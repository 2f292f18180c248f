"""The vault in a file sealed with a passphrase."""

import errno
import json
import os
import stat
import sys
from pathlib import Path

import pytest

from igdesk.store import passphrase
from igdesk.store.passphrase import PassphraseVault
from igdesk.store.vault import VaultNotWritten, VaultUnreadable, WrongPassphrase

TOKEN = "IGAA" + "x1Y2z3" * 60
WORDS = "correct horse battery"


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "SCRYPT_N", 2**14)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vault.json"


def test_the_usual_cost_is_high_enough() -> None:
    source = Path(passphrase.__file__).read_text("utf-8")
    assert "SCRYPT_N = 2**16" in source


def test_what_was_put_in_comes_out_with_the_passphrase_only(path: Path) -> None:
    vault = PassphraseVault.create(path, WORDS)
    key = vault.create_archive_key()
    vault.set_token("178", TOKEN)
    vault.set_app_secret("178", "s3cr3t-of-the-app")
    opened = PassphraseVault.open(path, WORDS)
    assert (opened.archive_key(), opened.token("178"), opened.app_secret("178")) == (key, TOKEN, "s3cr3t-of-the-app")
    with pytest.raises(WrongPassphrase) as wrong:
        PassphraseVault.open(path, WORDS + "!")
    assert wrong.value.problem.happened == "That is not the passphrase."
    written = path.read_bytes()
    for secret in (TOKEN.encode(), key.hex().encode(), key, b"s3cr3t", WORDS.encode(), b"178"):
        assert secret not in written


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_nobody_else_may_read_the_file(path: Path) -> None:
    former = os.umask(0)
    try:
        PassphraseVault.create(path, WORDS).set_token("178", TOKEN)
    finally:
        os.umask(former)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_composed_letter_equals_a_decomposed_one(path: Path) -> None:
    PassphraseVault.create(path, "caf\u00e9 au lait").create_archive_key()
    assert PassphraseVault.open(path, "cafe\u0301 au lait").archive_key()


def test_the_passphrase_can_be_changed(path: Path) -> None:
    vault = PassphraseVault.create(path, WORDS)
    vault.set_token("178", TOKEN)
    with pytest.raises(WrongPassphrase):
        vault.change_passphrase("wrong", "new words")
    vault.change_passphrase(WORDS, "new words")
    vault.set_token("179", "another")
    with pytest.raises(WrongPassphrase):
        PassphraseVault.open(path, WORDS)
    opened = PassphraseVault.open(path, "new words")
    assert (opened.token("178"), opened.token("179")) == (TOKEN, "another")


def test_no_two_writes_seal_alike(path: Path) -> None:
    """A nonce that came twice with one key would give the content away."""
    vault = PassphraseVault.create(path, WORDS)
    nonces = set()
    for number in range(20):
        vault.set_token("178", f"token {number}")
        nonces.add(json.loads(path.read_text())["nonce"])
    assert len(nonces) == 20


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_write_that_dies_leaves_the_former_file(path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """failure 99, failure 3: disk full or a power cut in the middle of saving a token."""
    vault = PassphraseVault.create(path, WORDS)
    vault.set_token("178", "old")
    with monkeypatch.context() as patch:

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        if moment == "fsync":
            patch.setattr(os, "fsync", full)
        else:
            patch.setattr(Path, "replace", full)
        with pytest.raises(VaultNotWritten, match="No space left"):
            vault.set_token("178", "new")
        with pytest.raises(VaultNotWritten):
            vault.change_passphrase(WORDS, "new words")
    assert vault.token("178") == "old"
    assert PassphraseVault.open(path, WORDS).token("178") == "old"
    assert [p for p in path.parent.iterdir() if p != path] == []
    vault.set_token("178", "new")
    assert PassphraseVault.open(path, WORDS).token("178") == "new"


def test_a_file_is_never_overwritten_by_a_new_vault(path: Path) -> None:
    PassphraseVault.create(path, WORDS).create_archive_key()
    with pytest.raises(FileExistsError):
        PassphraseVault.create(path, "others")


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"version": 1, "kdf": {"name": "scrypt", "n": 1073741824, "r": 8, "p": 1, "salt": ""}}',
        b'{"version": 1, "kdf": {"name": "plain"}, "nonce": "", "sealed": ""}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_says_so(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    with pytest.raises(VaultUnreadable, match="damaged"):
        PassphraseVault.open(path, WORDS)


def test_a_file_of_a_later_version_says_so(path: Path) -> None:
    path.write_text('{"version": 2}')
    with pytest.raises(VaultUnreadable, match="newer"):
        PassphraseVault.open(path, WORDS)


def test_a_missing_file_says_so(path: Path) -> None:
    with pytest.raises(VaultUnreadable, match="cannot be read"):
        PassphraseVault.open(path, WORDS)


def test_a_flipped_bit_is_noticed(path: Path) -> None:
    PassphraseVault.create(path, WORDS).set_token("178", TOKEN)
    document = json.loads(path.read_text())
    document["sealed"] = ("A" if document["sealed"][5] != "A" else "B").join(
        (document["sealed"][:5], document["sealed"][6:])
    )
    path.write_text(json.dumps(document))
    with pytest.raises(WrongPassphrase):
        PassphraseVault.open(path, WORDS)


def test_a_vault_knows_its_own_passphrase(path: Path) -> None:
    vault = PassphraseVault.create(path, WORDS)
    assert vault.matches(WORDS)
    assert not vault.matches(WORDS + " ")


def test_a_check_is_right_for_one_passphrase_and_tells_nothing_of_it() -> None:
    check = passphrase.make_check("Käthe geht heim")
    assert passphrase.is_right("Ka\u0308the geht heim", check)
    assert not passphrase.is_right("Käthe geht heim.", check)
    assert "geht" not in check
    assert passphrase.make_check("Käthe geht heim") != check


@pytest.mark.parametrize(
    "check", ["", "x", "[]", "{}", '{"kdf": 1, "key": ""}', '{"kdf": {"name": "none"}, "key": "AAAA"}', "null"]
)
def test_a_check_that_cannot_be_read_is_right_for_nothing(check: str) -> None:
    assert not passphrase.is_right("", check)
    assert not passphrase.is_right(WORDS, check)


def test_a_check_that_was_tampered_with_costs_no_hours() -> None:
    check = json.loads(passphrase.make_check(WORDS))
    check["kdf"]["n"] = 2**30
    assert not passphrase.is_right(WORDS, json.dumps(check))
