"""Tests of the whole program need a desktop; where its parts are missing they are skipped."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
OWN = ("QT_", "IGDESK_", "INSTAGRAM_", "XDG_", "DBUS_")
NEEDED = ("Xvfb", "openbox", "xdotool", "dbus-run-session", "gnome-keyring-daemon", "/usr/libexec/at-spi-bus-launcher")


def missing_parts() -> list[str]:
    missing = [part for part in NEEDED if not shutil.which(part)]
    probe = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    system_python = Path("/usr/bin/python3")
    if not system_python.exists() or subprocess.run([system_python, "-c", probe], capture_output=True).returncode:
        missing.append("python3-gi with gir1.2-atspi-2.0")
    return missing


TOKENS = (b"IGAAsandbox", b"EAAsandbox", b"sandboxInstagramSecret", b"sandboxMetaSecret")
"""How all tokens and secrets of the sandbox begin."""


def leaks(folder: Path) -> list[Path]:
    """Files of the profile, of the keychain and of the home that hold one of them, byte by byte."""
    found = []
    # A daemon that ends takes its files along: os.walk passes over a folder that is gone, Path.rglob raises.
    walks = (os.walk(folder / "profile"), os.walk(folder / "home"))
    for path in (Path(place, name) for walk in walks for place, _, names in walk for name in names):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and any(token in path.read_bytes() for token in TOKENS):
                found.append(path)
    return found


@pytest.fixture(scope="session")
def scenario_runner() -> Callable[[str, Path], str]:
    """Runs one scenario of this folder on a desktop of its own; its output, after it passed."""
    if missing := missing_parts():
        pytest.skip("needs " + ", ".join(missing))

    def run(name: str, folder: Path) -> str:
        home = folder / "home"
        (home / "run").mkdir(parents=True, mode=0o700)
        env = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        env |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "PYTHONPATH": f"{HERE}:{ROOT}",
            "IGDESK_TEST_PYTHON": sys.executable,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        command = ["dbus-run-session", "--", "/usr/bin/python3", "-W", "ignore", str(HERE / f"{name}.py"), str(folder)]
        ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)
        assert ended.returncode == 0, ended.stdout[-20000:] + ended.stderr[-20000:]
        assert leaks(folder) == [], "a file of the program or of the person's home holds a token in clear"
        return ended.stdout

    return run
