"""What is made after the first paint is made a little at a time."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from igdesk.ui.window.making import KEYS, NOTICES, TALK, Making

ROOT = Path(__file__).parents[3]
AT_ONCE = 12
"""Modules of igdesk that one step may load; a hundred in one go took a third of a second."""
COUNT = """
import json, sys
def loaded(): return {name for name in sys.modules if name.startswith("igdesk.")}
import igdesk.ui.window.main_window
from igdesk.app.preparing import Preparation  # its thread loads the engine
import igdesk.app.running, igdesk.sync.engine
from igdesk.ui.window.making import KEYS, NOTICES, TALK
from importlib import import_module
counts = {}
for name in (*KEYS, *TALK, *NOTICES):
    before = loaded()
    import_module(name)
    counts[name] = len(loaded() - before)
print(json.dumps(counts))
"""


def test_no_step_loads_much() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT], cwd=ROOT, capture_output=True, text=True, check=True)
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    assert {name: count for name, count in counts.items() if count > AT_ONCE} == {}
    assert sum(counts.values()) > len(KEYS + TALK + NOTICES)


def test_a_window_has_everything_after_a_while(studio: Any, qtbot: QtBot) -> None:
    window = studio.window
    window.show()
    qtbot.waitUntil(lambda: any(making.is_over for making in window.findChildren(Making)))
    assert window.conversation.has_talk
    for name in ("_shortcuts", "_notifier", "_triage"):
        assert getattr(window, name) is not None


def test_who_is_quicker_than_the_steps_finds_everything(studio: Any) -> None:
    """A conversation opened before its turn has its keys at once: Esc, and what Undo brings back."""
    studio.window.open_conversation(studio.talks["mara"])
    assert studio.window._shortcuts is not None


def test_a_click_between_two_steps_is_heard(qtbot: QtBot, studio: Any) -> None:
    """A step that fails keeps none after it from being taken."""
    heard: list[str] = []

    def fails() -> None:
        heard.append("fails")
        raise ValueError("a step failed")

    steps = (lambda: heard.append("one"), fails, lambda: heard.append("three"))
    making = Making(studio.window, steps, is_stopped=lambda: False)
    with qtbot.captureExceptions() as raised:
        making.begin()
        QTimer.singleShot(0, lambda: heard.append("click"))
        qtbot.waitUntil(lambda: making.is_over and len(heard) == 4)
    assert heard.index("click") < heard.index("fails")
    assert heard[-1] == "three"
    assert [kind for kind, _, _ in raised] == [ValueError]


def test_a_window_that_is_closed_makes_nothing_more(qtbot: QtBot, studio: Any) -> None:
    made: list[int] = []
    making = Making(studio.window, [lambda: made.append(1)], is_stopped=lambda: True)
    making.begin()
    qtbot.wait(30)
    assert making.is_over and not made
