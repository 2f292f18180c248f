"""What is prepared in a thread while the window can be read already."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="there such a folder cannot go")
def test_the_folder_it_was_started_in_may_be_gone(tmp_path: Path) -> None:
    """No reason not to start: there is no ``.env`` in it."""
    code = (
        "import os, sys, threading\n"
        "os.rmdir(os.getcwd())\n"
        "from igdesk.app.preparing import Preparation\n"
        "done = threading.Event()\n"
        "preparation = Preparation({}, None, done.set)\n"
        "assert done.wait(30)\n"
        "assert preparation.parts().credentials is None\n"
    )
    (tmp_path / "gone").mkdir()
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path / "gone",
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def test_nothing_of_qt_is_touched_beside_the_qt_thread() -> None:
    """PySide6 makes its types when they are first used, and crashes when two threads are the first."""
    code = (
        "import sys, threading\n"
        "from igdesk.app.preparing import Preparation\n"
        "done = threading.Event()\n"
        "preparation = Preparation({}, None, done.set)\n"
        "assert done.wait(30)\n"
        "preparation.parts()\n"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync')))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() == "[]", ended.stdout
