"""Qt is loaded without the modules that only words of errors need, and those words are there all the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SCRIPT = """
import builtins, json, sys
if sys.argv[1] == "lean":
    from igdesk.app.qt_loading import load_qt
    load_qt()
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

SIGNATURE = "shibokensupport.signature."
facts = {
    "asleep": sorted(name for name, module in sys.modules.items()
                     if name.startswith(SIGNATURE) and "__getattr__" in vars(module)),
    "plain imports": builtins.__import__ is not builtins.__feature_import__,
    "enums": [Qt.AlignmentFlag.AlignLeft.name, Qt.AlignmentFlag(1).name, len(Qt.Key)],
}
def words(ask):
    try:
        return repr(ask())
    except Exception as error:
        return type(error).__name__ + ": " + str(error)

asks = {
    "wrong type": lambda: QTimer().setInterval("soon"),
    "too many": lambda: QTimer.singleShot(1, 2, 3, 4, 5, 6),
    "wrong keyword": lambda: QTimer(colour=3),
    "constructor": lambda: QWidget(5),
    "documentation": lambda: QTimer.setInterval.__doc__,
    "type documentation": lambda: QTimer.__signature__,
}
first = sys.argv[2]
facts["words"] = {name: words(asks[name]) for name in (first, *(other for other in asks if other != first))}
print(json.dumps(facts))
"""


def facts(way: str, first: str) -> dict[str, object]:
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", SCRIPT, way, first]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


# Each kind of question once as the very first: it is the one that finds everything asleep.
@pytest.mark.parametrize("first", ["wrong type", "too many", "wrong keyword", "constructor", "documentation"])
def test_the_words_of_errors_are_those_of_pyside(first: str) -> None:
    lean, full = facts("lean", first), facts("full", first)
    assert lean["words"] == full["words"]
    assert lean["enums"] == full["enums"]
    assert lean["plain imports"]


def test_nothing_of_it_is_compiled_before_it_is_asked_for() -> None:
    lean, full = facts("lean", "wrong type"), facts("full", "wrong type")
    assert full["asleep"] == []
    asleep = lean["asleep"]
    assert isinstance(asleep, list)
    for name in ("mapping", "parser", "layout", "errorhandler", "lib.pyi_generator", "lib.enum_sig"):
        assert f"shibokensupport.signature.{name}" in asleep
