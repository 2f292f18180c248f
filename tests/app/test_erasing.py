"""Erasing everything: secrets first, then the files."""

from pathlib import Path

from igdesk.app.erasing import erase_profile
from igdesk.app.keys import choose_passphrase
from igdesk.paths import open_profile
from igdesk.store.keychain import Keychain


class Entries:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_no_entry_of_the_keychain_is_left(tmp_path: Path) -> None:
    profile = open_profile(str(tmp_path / "profile"))
    profile.create()
    entries = Entries()
    vault = Keychain("igdesk-test", backend=entries)
    vault.create_archive_key()
    vault.set_token("1784", "IGAA" + "x" * 3000)
    vault.set_app_secret("1784", "s" * 32)
    vault.set_app_credentials("instagram", "123", "secret")
    vault.keep_begun_sign_in("begun")
    (profile.archive / "archive.db").write_bytes(b"noise")
    (profile.media / "aa").write_bytes(b"noise")
    (profile.logs / "igdesk.log").write_text("a line")
    erase_profile(profile, vault, ["1784"])
    assert entries.held == {}
    assert [path for path in profile.folder.rglob("*") if path.is_file()] == []


def test_a_vault_with_a_passphrase_goes_as_a_whole(tmp_path: Path) -> None:
    profile = open_profile(str(tmp_path / "profile"))
    profile.create()
    opened = choose_passphrase(profile, "correct horse battery")
    opened.vault.set_token("1784", "IGAA" + "x" * 100)
    erase_profile(profile, opened.vault, ["1784"])
    assert not profile.vault_file.exists()


class Locked(Entries):
    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("locked")


def test_a_keychain_that_refuses_keeps_no_file(tmp_path: Path) -> None:
    """failure 95"""
    profile = open_profile(str(tmp_path / "profile"))
    profile.create()
    (profile.archive / "archive.db").write_bytes(b"noise")
    erase_profile(profile, Keychain("igdesk-test", backend=Locked()), ["1784"])
    assert not profile.archive.exists()
