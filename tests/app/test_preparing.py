"""What is prepared in a thread while the window can be read already."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


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
