"""What every test gets: an offscreen Qt, a profile of its own, a keyring in memory and no way out of this machine."""

import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_API", "pyside6")

# What a script starts in the background is deaf to Ctrl+C, and so would be every program that a test starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

import pytest
from hypothesis import HealthCheck, settings

# Machines are noisy: no deadline by the clock; the same examples every time, so that a red run can be repeated.
settings.register_profile(
    "igdesk",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("igdesk")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_outside_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would talk to another machine fails instead."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> object:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:  # type: ignore[index]
            raise AssertionError(f"a test tried to reach {address!r}")
        return connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Neither the person's own files nor their credentials reach a test."""
    for name in list(os.environ):
        if name.startswith(("IGDESK_", "INSTAGRAM_")):
            monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "xdg"))
    yield


SECRET = re.compile(rb"(?:IGAA|EAA)[A-Za-z0-9_-]{24,}")
KEPT_BY_THE_PROGRAM = {"archive", "logs", "media", "backups"}


@pytest.fixture(autouse=True)
def no_token_at_rest(tmp_path: Path) -> Iterator[None]:
    """Whatever a test did: no file of an archive, no log and no core of a crash holds a token afterwards."""
    yield
    for path in tmp_path.rglob("*"):
        is_kept = path.suffix == ".log" or path.name.startswith("core") or KEPT_BY_THE_PROGRAM & {*path.parts}
        if is_kept and path.is_file() and not path.is_symlink():
            with suppress(OSError):
                assert not SECRET.search(path.read_bytes()), f"a token in {path.relative_to(tmp_path)}"


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime = datetime(2026, 11, 20, 14, 36, tzinfo=UTC)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> datetime:
        """Move on, e.g. ``advance(hours=3)``."""
        self.now += timedelta(**parts)
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
