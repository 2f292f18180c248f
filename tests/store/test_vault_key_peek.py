"""The archive key read in a child process: right or nothing, never a prompt, nothing left running."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from igdesk.store import key_peek
from igdesk.store.key_peek import KeyPeek
from igdesk.store.vault import MemoryVault

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the Secret Service of Linux")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)


def peek() -> KeyPeek:
    begun = KeyPeek.begin("igdesk-test")
    assert begun is not None
    return begun


@LINUX
@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    ("stored", "key"),
    [("ab" * 32, b"\xab" * 32), ("", None), ("ab" * 31, None), ("no hex", None), ("ümlaut", None)],
)
def test_a_whole_key_or_nothing(monkeypatch: pytest.MonkeyPatch, stored: str, key: bytes | None) -> None:
    monkeypatch.setattr(key_peek, "_tell", lambda _, write: write(stored.encode() + b"\n{}"))
    assert peek().key() == key


@LINUX
@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    ("told", "entries"),
    [
        (b'{"token:1/a0": "x"}', {"token:1/a0": "x"}),
        (b'{"long": "' + b"y" * 200_000 + b'"}', {"long": "y" * 200_000}),
        (b"{}", {}),
        (b"", None),
        (b'{"token:1/a0": ', None),
        (b'{"token:1/a0": 3}', None),
        (b"[]", None),
    ],
)
def test_all_entries_or_nothing(monkeypatch: pytest.MonkeyPatch, told: bytes, entries: dict[str, str] | None) -> None:
    monkeypatch.setattr(key_peek, "_tell", lambda _, write: write(b"ab" * 32 + b"\n" + told))
    begun = peek()
    assert begun.key() == b"\xab" * 32
    assert begun.entries() == entries
    with pytest.raises(ChildProcessError):
        os.waitpid(begun._child, os.WNOHANG)
    assert begun.entries() is None


@LINUX
@pytest.mark.usefixtures("bus")
def test_without_the_key_nothing_else_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_peek, "_tell", lambda _, write: write(b'no key\n{"token:1/a0": "x"}'))
    begun = peek()
    assert (begun.key(), begun.entries()) == (None, None)


@LINUX
@pytest.mark.usefixtures("bus")
def test_a_child_that_fails_says_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(_: str, write: object) -> None:
        os.write(2, b"from the child")
        raise RuntimeError

    monkeypatch.setattr(key_peek, "_tell", fail)
    begun = peek()
    assert begun.key() is None
    assert capfd.readouterr().err == ""
    with pytest.raises(ChildProcessError):
        os.waitpid(begun._child, os.WNOHANG)


@LINUX
def test_it_is_not_tried_where_it_makes_no_sense(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert KeyPeek.begin("igdesk-test") is None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    assert KeyPeek.begin("igdesk-test") is None
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
    monkeypatch.setattr(sys, "platform", "win32")
    assert KeyPeek.begin("igdesk-test") is None


def test_a_key_that_was_read_elsewhere_is_taken() -> None:
    vault = MemoryVault()
    vault.adopt_archive_key(bytes(32))
    assert vault.archive_key() == bytes(32)
    with pytest.raises(ValueError, match="already"):
        vault.create_archive_key()


@LINUX
@pytest.mark.keychain
def test_it_finds_what_keyring_wrote(tmp_path: Path) -> None:
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("needs dbus-run-session and gnome-keyring-daemon")
    (tmp_path / "run").mkdir(mode=0o700)
    code = (
        "from igdesk.store.keychain import Keychain; from igdesk.store.key_peek import KeyPeek\n"
        "first = KeyPeek.begin('igdesk-test').key()\n"
        "chain = Keychain('igdesk-test'); key = chain.create_archive_key()\n"
        "chain.set_token('17', 'IGAA' + 'x' * 3000); chain.set_app_secret('17', 'ümlaut')\n"
        "peek = KeyPeek.begin('igdesk-test')\n"
        "print(first, peek.key() == key, KeyPeek.begin('other').key())\n"
        "def ask(call): raise AssertionError('the keychain was asked')\n"
        "again = Keychain('igdesk-test'); again._ask = ask; again.adopt_entries(peek.entries)\n"
        "print(again.token('17') == 'IGAA' + 'x' * 3000, again.app_secret('17'), again.token('18'))\n"
        "del again._ask; again.set_token('18', 'new'); print(Keychain('igdesk-test').token('18'))"
    )
    start = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "XDG_", "PYTHON_KEYRING"))}
    env |= {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "PY": sys.executable, "CODE": code}
    run = subprocess.run(
        ["dbus-run-session", "--", "bash", "-ec", f'{start}; "$PY" -c "$CODE"'],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split("\n")[:3] == ["None True None", "True ümlaut None", "new"]
