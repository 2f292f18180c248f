"""What the loop does where asyncio stands on a completion port. The port is a queue here, the rest is what it is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HERE.parents[1])}
    command = [sys.executable, str(HERE / "on_windows.py")]
    ended = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    result: dict[str, Any] = json.loads(ended.stdout)
    return result


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is the real thing in every other test")


def test_it_is_the_loop_of_windows(found: dict[str, Any]) -> None:
    assert "ProactorEventLoop" in found["base"]


def test_it_sleeps_works_in_threads_and_keeps_times(found: dict[str, Any]) -> None:
    assert found["slept"] is True
    assert found["thread"].startswith("worker-")
    assert found["timeout"] is True


def test_what_is_done_at_the_port_is_heard_without_looking_all_the_time(found: dict[str, Any]) -> None:
    """No processor at rest; qasync alone looks a hundred times a second."""
    assert found["completed"] == 42
    assert found["looks_until_completed"] <= 2, "it woke whoever waited"
    assert found["looks_a_second"] <= 10


def test_it_ends_in_order(found: dict[str, Any]) -> None:
    assert found["quit"] is True
    assert found["interrupted"] is True
    assert found["cleaned"] is True
    assert found["open_ports"] == 0
