"""igdesk as a process of its own, with nothing of the person's around it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = ("QT_", "IGDESK_", "INSTAGRAM_", "XDG_", "DBUS_", "DISPLAY", "WAYLAND_", "PYTHON_KEYRING")


@pytest.fixture
def bare_env(tmp_path: Path) -> dict[str, str]:
    """An environment without screen, session bus, keychain and credentials."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    (tmp_path / "home").mkdir(exist_ok=True)
    return env | {"HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}


Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def start(bare_env: dict[str, str], tmp_path: Path) -> Start:
    """Run igdesk to its end."""

    def run(*arguments: str, code: str = "", **env: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "igdesk", *arguments]
        return subprocess.run(
            command,
            env={**bare_env, **env},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
