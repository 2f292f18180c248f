"""Every way to the key: keychain, prompt, passphrase, and what is said when there is none."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from igdesk.app import keys, unlocking
from igdesk.app.keys import KeyFetch, KeyMissingError, Opened, choose_passphrase, open_keychain, open_with_passphrase
from igdesk.app.unlocking import Unlocking
from igdesk.paths import Profile, open_profile
from igdesk.store import passphrase
from igdesk.store.archive import Archive
from igdesk.store.vault import KeychainLocked, MemoryVault, NoKeychain, Vault, WrongPassphrase
from igdesk.ui.theme import ThemeSource
from igdesk.ui.unlock.page import UnlockMode

WORDS = "correct horse battery"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")


class Troubled(MemoryVault):
    """A keychain that is missing or locked until somebody helps."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self.error = error

    def archive_key(self) -> bytes | None:
        if self.error is not None:
            raise self.error
        return super().archive_key()


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "SCRYPT_N", 2**14)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    made = open_profile(str(tmp_path / "profile"))
    made.create()
    return made


@pytest.fixture
def keychain(monkeypatch: pytest.MonkeyPatch) -> Troubled:
    vault = Troubled(None)
    monkeypatch.setattr(unlocking, "keychain_of", lambda _: vault)
    return vault


@pytest.fixture
def begin(qtbot: QtBot, profile: Profile) -> Iterator[Callable[..., Any]]:
    made: list[Unlocking] = []

    def start(fetch: KeyFetch | None) -> tuple[Unlocking, list[Opened], list[int]]:
        subject = Unlocking(profile, ThemeSource(), fetch)
        made.append(subject)
        opened: list[Opened] = []
        given_up: list[int] = []
        subject.opened.connect(opened.append)
        subject.given_up.connect(lambda: given_up.append(1))
        subject.begin()
        return subject, opened, given_up

    yield start
    for subject in made:
        subject.close()
    QApplication.processEvents()


def attempt(profile: Profile, vault: Vault) -> KeyFetch:
    fetch = KeyFetch(lambda: open_keychain(profile, vault))
    fetch.wait(10)
    return fetch


def fill(subject: Unlocking, words: str) -> None:
    assert subject.page is not None
    for edit in subject.page.findChildren(QLineEdit):
        edit.setText(words)
    subject.page._go.click()


def test_a_first_run_makes_a_key_and_the_next_one_finds_it(profile: Profile) -> None:
    vault = MemoryVault()
    key = open_keychain(profile, vault).archive_key
    assert open_keychain(profile, vault).archive_key == key


def test_an_archive_without_its_key_is_never_given_a_new_one(profile: Profile) -> None:
    """A new key would lock the archive away for good."""
    (profile.archive / "archive.db").write_bytes(b"x")
    vault = MemoryVault()
    with pytest.raises(KeyMissingError):
        open_keychain(profile, vault)
    assert vault.archive_key() is None
    with pytest.raises(KeyMissingError):
        choose_passphrase(profile, WORDS)
    assert not profile.vault_file.exists()


def test_a_chosen_passphrase_opens_the_profile_again(profile: Profile) -> None:
    key = choose_passphrase(profile, WORDS).archive_key
    assert open_with_passphrase(profile, WORDS).archive_key == key
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(profile, WORDS + "!")


def test_dying_between_vault_and_key_is_healed(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "create_archive_key", lambda self: (_ for _ in ()).throw(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            choose_passphrase(profile, WORDS)
    assert open_with_passphrase(profile, WORDS).archive_key


def test_without_a_keychain_a_passphrase_is_chosen(
    begin: Callable[..., Any], profile: Profile, qtbot: QtBot, keychain: Troubled
) -> None:
    """failure 95."""
    subject, opened, _ = begin(attempt(profile, Troubled(NoKeychain())))
    assert subject.page.mode is UnlockMode.CHOOSE
    fill(subject, WORDS)
    qtbot.waitUntil(lambda: bool(opened))
    assert profile.vault_file.exists()
    assert open_with_passphrase(profile, WORDS).archive_key == opened[0].archive_key


def test_a_keychain_that_came_back_is_used(
    begin: Callable[..., Any], profile: Profile, qtbot: QtBot, keychain: Troubled
) -> None:
    subject, opened, _ = begin(attempt(profile, Troubled(NoKeychain())))
    subject.page.keychain_retried.emit()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].vault is keychain
    assert not profile.vault_file.exists()


def test_a_passphrase_is_asked_for_until_it_is_right(begin: Callable[..., Any], profile: Profile, qtbot: QtBot) -> None:
    key = choose_passphrase(profile, WORDS).archive_key
    subject, opened, _ = begin(None)
    assert subject.page.mode is UnlockMode.UNLOCK
    fill(subject, "wrong words")
    qtbot.waitUntil(lambda: "not the passphrase" in subject.page._remark.words.text())
    assert opened == []
    fill(subject, WORDS)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].archive_key == key


def test_a_damaged_vault_file_is_said(begin: Callable[..., Any], profile: Profile, qtbot: QtBot) -> None:
    profile.vault_file.write_text("{")
    subject, opened, _ = begin(None)
    fill(subject, WORDS)
    qtbot.waitUntil(lambda: "damaged" in subject.page._remark.words.text())
    assert opened == []


def test_a_locked_keychain_with_an_archive_can_only_be_tried_again(
    begin: Callable[..., Any], profile: Profile, qtbot: QtBot, keychain: Troubled
) -> None:
    """No passphrase opens an archive whose key is in the keychain."""
    key = open_keychain(profile, keychain).archive_key
    Archive.open(profile.archive, key, clock=lambda: __import__("datetime").datetime.now().astimezone()).close()
    subject, opened, given_up = begin(attempt(profile, Troubled(KeychainLocked())))
    assert subject.page is None
    assert "locked" in subject.box.text()
    next(b for b in subject.box.buttons() if b.text() == "Try again").click()
    qtbot.waitUntil(lambda: bool(opened))
    assert (opened[0].archive_key, given_up) == (key, [])


def test_a_prompt_is_waited_for_and_the_box_goes_by_itself(
    begin: Callable[..., Any], profile: Profile, qtbot: QtBot, keychain: Troubled
) -> None:
    answer = threading.Event()

    def slow() -> Opened:
        answer.wait(30)
        return open_keychain(profile, keychain)

    subject, opened, given_up = begin(KeyFetch(slow))
    assert "waiting for the keychain" in subject.box.text()
    answer.set()
    qtbot.waitUntil(lambda: bool(opened))
    subject.close()
    assert (subject.box, given_up) == (None, [])


def test_quitting_while_it_waits_gives_up(begin: Callable[..., Any], profile: Profile, qtbot: QtBot) -> None:
    answer = threading.Event()
    subject, opened, given_up = begin(KeyFetch(lambda: answer.wait(30) and None))  # type: ignore[arg-type, return-value]
    next(b for b in subject.box.buttons() if b.text() == "Quit").click()
    assert (opened, given_up) == ([], [1])
    subject._timer.stop()
    answer.set()


def test_closing_the_page_gives_up(begin: Callable[..., Any], profile: Profile) -> None:
    choose_passphrase(profile, WORDS)
    subject, _, given_up = begin(None)
    subject.page.close()
    assert given_up == [1]


def test_profiles_have_their_own_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = []

    class Recorded:
        def __init__(self, service: str) -> None:
            services.append(service)

    monkeypatch.setitem(sys.modules, "igdesk.store.keychain", type("Module", (), {"Keychain": Recorded}))
    keys.keychain_of(open_profile())
    keys.keychain_of(open_profile(str(tmp_path)))
    assert services[0] == "igdesk"
    assert services[1].startswith("igdesk-")
    assert str(tmp_path) not in services[1]
