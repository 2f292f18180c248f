"""The whole program offscreen: demo, first run from the environment, restart, faults, and every way to end."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from igdesk.app.keys import choose_passphrase, open_with_passphrase
from igdesk.paths import Profile, open_profile
from igdesk.store import passphrase
from igdesk.store.archive import Archive
from igdesk.store.database import Database

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TOKEN = "IGAAsandboxAppTestToken0123456789abcdefghijklm"
PASSPHRASE = "correct horse battery"
REPLY = "Both sizes are on the shelf."
OFFSCREEN = "This plugin does not support"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Driven:
    """igdesk with a script at the keyboard, as a process."""

    def __init__(self, folder: Path, env: dict[str, str], script: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "driven.py"), script, *arguments],
            env=env,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def report(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            pytest.fail(f"no report: {self.process.communicate(timeout=30)[1]}")
        found: dict[str, Any] = json.loads(line)
        return found

    def end(self, number: int | None = None) -> int:
        if number is not None:
            self.process.send_signal(number)
        try:
            said = self.process.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            self.process.kill()
            pytest.fail(f"did not end: {self.process.communicate()[1]}")
        self.said = "".join(line for line in said.splitlines(True) if not line.startswith(OFFSCREEN))
        return self.process.returncode


@pytest.fixture
def env(bare_env: dict[str, str]) -> dict[str, str]:
    return bare_env | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": bare_env["HOME"]}


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """A profile whose vault is a file: no keychain is needed."""
    made = open_profile(str(tmp_path / "profile"))
    made.create()
    monkeypatch.setattr(passphrase, "SCRYPT_N", 2**14)
    choose_passphrase(made, PASSPHRASE)
    return made


@pytest.fixture
def sandbox(tmp_path: Path, env: dict[str, str]) -> Iterator[str]:
    """Address of a stand-in for Instagram on a loopback port."""
    output = tmp_path / "sandbox.out"
    command = [sys.executable, "-u", "-m", "igdesk.sandbox", "--conversations", "12", "--liveliness", "0"]
    with output.open("wb") as out:
        process = subprocess.Popen([*command, "--token", TOKEN], env=env, stdout=out, stderr=subprocess.STDOUT)
    end = time.monotonic() + 30
    while not (found := re.search(r"http://127\.0\.0\.1:\d+", output.read_text())):
        assert process.poll() is None, output.read_text()
        assert time.monotonic() < end
        time.sleep(0)
    yield found.group()
    process.kill()
    process.wait()


def files_with(folder: Path, needle: str) -> list[str]:
    return [str(p) for p in folder.rglob("*") if p.is_file() and needle.encode() in p.read_bytes()]


def left_over(env: dict[str, str], profile: Profile) -> list[str]:
    temporary = [p.name for p in Path(env["TMPDIR"]).iterdir() if p.name.startswith("igdesk")]
    return temporary + [p.name for p in profile.folder.iterdir() if p.name == "lock"]


def test_the_demo_from_start_to_a_reply(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    """No keychain, no network: conversations appear, a reply is received exactly once, nothing is left."""
    demo = Driven(tmp_path, env, "reply", "--demo")
    found = demo.report()
    assert found["sent"] == [REPLY]
    assert found["rows"] >= 8
    assert found["unread"] > 0, "what came since the studio was connected is unread"
    assert "Demo" in found["title"]
    assert demo.end() == 0, demo.said
    assert demo.said == ""
    assert found["folders"]
    assert not any(Path(folder).exists() for folder in found["folders"])
    assert left_over(env, profile) == []


def test_a_quiet_start_works_without_a_window_in_front(tmp_path: Path, env: dict[str, str]) -> None:
    driven = Driven(tmp_path, env, "quiet", "--demo", "--background")
    assert driven.report() == {"minimised": True, "whole": True}
    assert driven.end() == 0, driven.said


def test_first_run_from_the_environment_then_offline(
    tmp_path: Path, env: dict[str, str], profile: Profile, sandbox: str
) -> None:
    (tmp_path / ".env").write_text(f"export INSTAGRAM_ACCESS_TOKEN='{TOKEN}'\r\n")
    online = env | {"IGDESK_INSTAGRAM_GRAPH_URL": sandbox}
    first = Driven(tmp_path, online, "reply", "--profile", str(profile.folder))
    found = first.report()
    assert first.end() == 0, first.said
    assert left_over(env, profile) == []
    (tmp_path / ".env").unlink()
    offline = env | {"IGDESK_INSTAGRAM_GRAPH_URL": "http://127.0.0.1:9"}
    again = Driven(tmp_path, offline, "look", "--profile", str(profile.folder))
    seen = again.report()
    assert again.end(signal.SIGTERM) == 0, again.said
    assert seen["rows"] >= found["rows"]
    assert seen["connections"] in (["offline"], ["connecting"])
    assert not seen["sign_in"]
    for secret in (TOKEN, REPLY, PASSPHRASE):
        assert files_with(profile.folder, secret) == []


def test_a_refused_token_of_the_environment_is_said_and_not_shown(
    tmp_path: Path, env: dict[str, str], profile: Profile, sandbox: str
) -> None:
    bad = "IGAAwrongToken0123456789abcdefghijklmnopqrstuvwx"
    online = env | {"IGDESK_INSTAGRAM_GRAPH_URL": sandbox, "INSTAGRAM_ACCESS_TOKEN": bad}
    program = Driven(tmp_path, online, "refused", "--profile", str(profile.folder))
    found = program.report()
    assert found["words"]
    assert set(found["typed"]) == {""}
    assert program.end() == 0, program.said
    assert files_with(profile.folder, bad) == []


def test_without_credentials_the_sign_in_page_waits(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    program = Driven(tmp_path, env, "look", "--profile", str(profile.folder))
    assert program.report()["sign_in"]
    assert program.end(signal.SIGINT) == 0, program.said


@POSIX
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signals_end_it_cleanly(tmp_path: Path, env: dict[str, str], profile: Profile, name: str) -> None:
    """SIGHUP: the terminal it was started in is closed, with the demo in it, of which nothing may stay."""
    if signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
        pytest.skip("it is ignored here, as under nohup")
    program = Driven(tmp_path, env, "look", "--profile", str(profile.folder))
    program.report()
    assert profile.lock.exists()
    assert program.end(getattr(signal, name)) == 0, program.said
    assert program.said == ""
    assert left_over(env, profile) == []
    assert not list(profile.archive.glob("*-wal")), "the archive was closed"


@POSIX
def test_a_signal_before_the_key_is_there_ends_it_too(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    """The unlock page is on the screen and asyncio is not loaded yet."""
    program = subprocess.Popen(
        [sys.executable, "-m", "igdesk", "--profile", str(profile.folder)],
        env=env,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 30
    log = profile.logs / "igdesk.log"
    while not (log.exists() and "offscreen" in log.read_text()):
        assert time.monotonic() < end
        time.sleep(0)
    program.send_signal(signal.SIGTERM)
    said = program.communicate(timeout=30)[1]
    assert "Traceback" not in said
    assert program.returncode in (0, -signal.SIGTERM)
    if program.returncode == 0:
        assert left_over(env, profile) == []


@POSIX
def test_a_second_start_shows_the_first_and_ends_with_0(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    """failure 98; and after a kill, lock and socket are in nobody's way."""
    first = Driven(tmp_path, env, "look", "--profile", str(profile.folder))
    first.report()
    second = subprocess.run(
        [sys.executable, "-m", "igdesk", "--profile", str(profile.folder)],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (second.returncode, second.stdout) == (0, "")
    assert second.stderr == ""
    first.end(signal.SIGKILL)
    third = Driven(tmp_path, env, "look", "--profile", str(profile.folder))
    third.report()
    assert third.end(signal.SIGTERM) == 0, third.said
    assert left_over(env, profile) == []


def test_a_fault_in_a_slot_is_told_once_and_ends_nothing(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    program = Driven(tmp_path, env, "fault", "--profile", str(profile.folder))
    found = program.report()
    assert "did not expect" in found["text"]
    assert str(profile.logs) in found["more"]
    assert found["boxes"] == 1
    assert program.end() == 0, program.said
    log = (profile.logs / "igdesk.log").read_text()
    assert "ValueError" in log
    assert log.count("words of a customer") == log.count('raise ValueError("words of a customer")')


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda file: file.write_bytes(b"\0" * 8192), "damaged"),
        (lambda file: file.with_suffix(".keycheck").unlink() or file.write_bytes(b"x" * 8192), "key"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_said(
    tmp_path: Path, env: dict[str, str], profile: Profile, damage: Callable[[Path], object], words: str
) -> None:
    key = open_with_passphrase(profile, PASSPHRASE).archive_key
    Archive.open(profile.archive, key, clock=lambda: datetime.now(UTC)).close()
    damage(profile.archive / "archive.db")
    before = (profile.archive / "archive.db").read_bytes()
    program = Driven(tmp_path, env, "problem", "--profile", str(profile.folder))
    found = program.report()
    assert words in found["text"]
    assert found["more"]
    assert not found["windows"]
    assert program.end() == 1
    assert "Traceback" not in program.said
    assert found["text"] in program.said
    assert (profile.archive / "archive.db").read_bytes() == before, "nothing is made anew over it"
    assert left_over(env, profile) == []


def test_an_archive_of_a_later_version_is_shown_and_left_alone(
    tmp_path: Path, env: dict[str, str], profile: Profile
) -> None:
    """failure 99: opened for reading, with an explanation."""
    key = open_with_passphrase(profile, PASSPHRASE).archive_key
    Archive.open(profile.archive, key, clock=lambda: datetime.now(UTC)).close()
    database = Database(profile.archive / "archive.db", key)
    database.rows("pragma user_version = 999")
    database.close()
    program = Driven(tmp_path, env, "look", "--profile", str(profile.folder))
    program.report()
    assert program.end(signal.SIGTERM) == 0, program.said
    assert "Traceback" not in program.said
    assert "can only be read" in (profile.logs / "igdesk.log").read_text()


def test_a_bug_at_the_start_is_said_in_words(tmp_path: Path, env: dict[str, str], profile: Profile) -> None:
    program = Driven(tmp_path, env, "broken", "--profile", str(profile.folder))
    assert program.end() == 70, program.said
    assert "did not expect" in program.said
    assert str(profile.logs) in program.said
    assert "Traceback" not in program.said
    log = (profile.logs / "igdesk.log").read_text()
    assert "RuntimeError" in log
    assert log.count("words of a customer") == log.count('raise RuntimeError("words of a customer")')
    assert left_over(env, profile) == []
