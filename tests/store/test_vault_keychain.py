"""The vault in the system's keychain: parts, slots, deaths half-way, locked and missing keychains."""

import itertools
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from igdesk.store.keychain import Keychain, _Worker
from igdesk.store.vault import (
    KeychainFailed,
    KeychainLocked,
    MemoryVault,
    NoKeychain,
    Vault,
    VaultError,
    VaultUnreadable,
)

TOKEN = "IGAA" + "x1Y2z3" * 60


class KeyringLockedError(Exception):
    """Named like the states of the real backends."""


class NoKeyringError(Exception):
    pass


class FakeBackend:
    """A keychain in memory that takes only short entries and can die at any write."""

    def __init__(self, limit_chars: int = 1280) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.limit_chars = limit_chars
        self.changes_left = 10**9
        self.reads = 0
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        self.reads += 1
        if self.error:
            raise self.error
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        if len(password) > self.limit_chars:
            raise OSError(1783, "The stub received bad data")  # what Windows says; not a KeyringError
        # like the backend of macOS: delete, then add
        self._change(lambda: self.entries.pop((service, username), None))
        self._change(lambda: self.entries.update({(service, username): password}))

    def delete_password(self, service: str, username: str) -> None:
        self._change(lambda: self.entries.pop((service, username)))

    def _change(self, change: object) -> None:
        if self.changes_left <= 0:
            raise KeyboardInterrupt
        self.changes_left -= 1
        change()  # type: ignore[operator]


def test_a_fresh_keychain_has_no_key_and_keeps_the_one_that_is_made() -> None:
    backend = FakeBackend()
    vault = Keychain("igdesk", backend=backend)
    assert vault.archive_key() is None
    key = vault.create_archive_key()
    assert len(key) == 32
    assert Keychain("igdesk", backend=backend).archive_key() == key
    assert backend.entries == {("igdesk", "archive-key"): key.hex()}
    with pytest.raises(ValueError, match="already"):
        vault.create_archive_key()


@pytest.mark.parametrize("length", [1, 100, 1100, 1101, 5000])
def test_tokens_of_any_length_fit(length: int) -> None:
    """Windows refuses more than 1,280 characters for one entry, and not with a KeyringError."""
    backend = FakeBackend()
    token = (TOKEN * 20)[:length]
    Keychain("igdesk", backend=backend).set_token("178", token)
    assert Keychain("igdesk", backend=backend).token("178") == token
    assert max(map(len, backend.entries.values())) <= 1280


def test_a_replaced_token_leaves_nothing_behind() -> None:
    backend = FakeBackend()
    vault = Keychain("igdesk", backend=backend, part_chars=50)
    vault.set_token("178", TOKEN)
    vault.set_token("178", "short")
    vault.set_token("178", "shorter still")
    assert Keychain("igdesk", backend=backend).token("178") == "shorter still"
    assert len(backend.entries) == 1
    vault.set_app_secret("178", "secret")
    vault.set_token("179", "other")
    vault.delete_token("178")
    assert [name for _, name in backend.entries] == ["token:179/a0"]
    fresh = Keychain("igdesk", backend=backend)
    assert (fresh.token("178"), fresh.app_secret("178"), fresh.token("179")) == (None, None, "other")


def test_dying_at_any_change_never_loses_the_token() -> None:
    """failure 3: whatever moment a write dies at, the old token or the new one is there, complete."""
    old, new = TOKEN, TOKEN[::-1] + "longer"
    outcomes = set()
    for step in itertools.count():
        backend = FakeBackend()
        Keychain("igdesk", backend=backend, part_chars=90).set_token("178", "even older")
        Keychain("igdesk", backend=backend, part_chars=90).set_token("178", old)
        backend.changes_left = step
        try:
            Keychain("igdesk", backend=backend, part_chars=90).set_token("178", new)
            finished = True
        except KeyboardInterrupt:
            finished = False
        backend.changes_left = 10**9
        vault = Keychain("igdesk", backend=backend, part_chars=90)
        found = vault.token("178")
        assert found in (old, new), f"lost at change {step}"
        outcomes.add(found)
        vault.set_token("178", "after")
        assert Keychain("igdesk", backend=backend, part_chars=90).token("178") == "after"
        if finished:
            assert found == new
            break
    assert outcomes == {old, new}


def test_profiles_do_not_see_each_other() -> None:
    backend = FakeBackend()
    Keychain("igdesk", backend=backend).set_token("178", "one")
    assert Keychain("igdesk-abc", backend=backend).token("178") is None


def test_what_was_read_is_not_read_again() -> None:
    backend = FakeBackend()
    Keychain("igdesk", backend=backend).set_token("178", "token")
    vault = Keychain("igdesk", backend=backend)
    for account in ("178", "179"):
        vault.token(account)
        vault.app_secret(account)
    reads = backend.reads
    assert (vault.token("178"), vault.app_secret("178"), vault.token("179")) == ("token", None, None)
    assert backend.reads == reads


def test_an_entry_that_is_no_key_is_not_replaced() -> None:
    backend = FakeBackend()
    backend.entries["igdesk", "archive-key"] = "hello"
    vault = Keychain("igdesk", backend=backend)
    with pytest.raises(VaultUnreadable):
        vault.archive_key()
    with pytest.raises(VaultUnreadable):
        vault.create_archive_key()
    assert backend.entries["igdesk", "archive-key"] == "hello"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (KeyringLockedError("no"), KeychainLocked),
        (RuntimeError("Failed to create the collection: Prompt dismissed.."), KeychainLocked),
        (OSError(1783, "The stub received bad data"), KeychainFailed),
        (NoKeyringError("none"), NoKeychain),
    ],
)
def test_errors_of_any_library_become_words(
    error: Exception, state: type[VaultError], monkeypatch: pytest.MonkeyPatch
) -> None:
    """failure 95: explained, with a passphrase as the way out."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    backend = FakeBackend()
    backend.error = error
    vault = Keychain("igdesk", backend=backend)
    with pytest.raises(state) as caught:
        vault.archive_key()
    assert "passphrase" in caught.value.problem.cure or state is KeychainLocked
    assert "bad data" not in caught.value.problem.happened


def test_a_token_that_cannot_be_kept_is_an_error_and_the_old_one_stays() -> None:
    backend = FakeBackend()
    vault = Keychain("igdesk", backend=backend)
    vault.set_token("178", "old")
    backend.error = OSError(28, "No space left")
    with pytest.raises(KeychainFailed):
        vault.set_token("178", "new")
    backend.error = None
    assert vault.token("178") == "old"
    assert Keychain("igdesk", backend=backend).token("178") == "old"


def test_a_prompt_that_nobody_answers_ends() -> None:
    """The worker is a daemon and the call has a time limit: neither the start nor the end hangs."""
    release = threading.Event()

    class Prompting(FakeBackend):
        def get_password(self, service: str, username: str) -> str | None:
            release.wait(30)
            return super().get_password(service, username)

    vault = Keychain("igdesk", backend=Prompting(), time_limit_s=0.02)
    with pytest.raises(KeychainLocked):
        vault.archive_key()
    release.set()
    vault._worker._time_limit_s = 10
    assert vault.archive_key() is None, "the same vault works once the prompt was answered"


def test_a_call_that_came_too_late_is_not_made_behind_our_back() -> None:
    release, made = threading.Event(), []
    worker = _Worker(0.02)
    with pytest.raises(KeychainLocked):
        worker.call(lambda: release.wait(30))
    with pytest.raises(KeychainLocked):
        worker.call(lambda: made.append("too late"))
    release.set()
    worker._time_limit_s = 10
    worker.call(lambda: None)
    assert made == []


@pytest.mark.parametrize("name", ["fail", "null"])
def test_backends_that_are_no_keychain_are_refused(name: str) -> None:
    code = (
        "from igdesk.store.keychain import Keychain\n"
        "from igdesk.store.vault import NoKeychain\n"
        "try: Keychain('igdesk').create_archive_key()\n"
        "except NoKeychain: print('refused')"
    )
    env = {**os.environ, "PYTHON_KEYRING_BACKEND": f"keyring.backends.{name}.Keyring"}
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "refused"


def test_the_vault_itself_imports_nothing_heavy() -> None:
    code = (
        "import sys, igdesk.store.vault, igdesk.store.keychain, igdesk.store.passphrase;"
        "print([m for m in ('keyring', 'cryptography', 'ssl', 'asyncio') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


def test_the_memory_vault_keeps_and_forgets() -> None:
    vault: Vault = MemoryVault()
    assert vault.archive_key() is None
    assert vault.create_archive_key() == vault.archive_key()
    vault.set_token("178", "token")
    assert (vault.token("178"), MemoryVault().token("178")) == ("token", None)
    vault.delete_token("178")
    assert vault.token("178") is None


@pytest.mark.keychain
def test_a_real_secret_service(tmp_path: Path) -> None:
    """Against gnome-keyring in a D-Bus session of its own: created, read by a second process, replaced, deleted."""
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("needs dbus-run-session and gnome-keyring-daemon")
    (tmp_path / "run").mkdir(mode=0o700)
    write = (
        "from igdesk.store.keychain import Keychain; v = Keychain('igdesk-test'); assert v.archive_key() is None;"
        "v.create_archive_key(); v.set_token('178', 'old'); v.set_token('178', 'x' * 3000);"
        "print(v.archive_key().hex())"
    )
    read = (
        "from igdesk.store.keychain import Keychain; v = Keychain('igdesk-test'); print(v.archive_key().hex());"
        "assert v.token('178') == 'x' * 3000; v.delete_token('178');"
        "assert Keychain('igdesk-test').token('178') is None"
    )
    start = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    script = f'{start}; "$PY" -c "$WRITE"; "$PY" -c "$READ"'
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "PYTHON_KEYRING"))}
    env |= {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    env |= {"PY": sys.executable, "WRITE": write, "READ": read}
    run = subprocess.run(
        ["dbus-run-session", "--", "bash", "-ec", script],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    keys = run.stdout.split()
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert len(keys[0]) == 64
