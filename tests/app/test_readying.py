"""What the first conversation and search need is there before it is asked for, loaded in small steps."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from igdesk.app import readying

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from igdesk.app.readying import CONVERSATION, SEARCH
import igdesk.ui.window.main_window
for name in (*CONVERSATION, *SEARCH):
    before = set(sys.modules)
    __import__(name)
    ours = {found for found in set(sys.modules) - before if found.startswith(tuple(sys.argv[1:]))}
    print(len(ours - {name}), name)
before = set(sys.modules)
import igdesk.ui.palette.conductor, igdesk.ui.search.conductor
import igdesk.ui.profile.pane
assert set(sys.modules) == before, set(sys.modules) - before
"""


def test_each_step_loads_little() -> None:
    """A module that loads many others of search at once would hold up the window for all of them."""
    parts = ("igdesk.ui.search", "igdesk.ui.palette", "igdesk.store.search", "igdesk.domain.query", "igdesk.ui.profile")
    env = {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *parts], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    steps = [line.split() for line in done.stdout.splitlines()]
    assert len(steps) == len(readying.CONVERSATION + readying.SEARCH)
    assert [step for step in steps if int(step[0]) > 3] == []


def test_between_two_steps_the_window_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    monkeypatch.setattr(readying, "CONVERSATION_AFTER_S", 0)
    monkeypatch.setattr(readying, "SEARCH_AFTER_S", 0)
    monkeypatch.setattr(readying, "PAUSE_S", 0)
    monkeypatch.setattr(readying, "CONVERSATION", ("json",))
    monkeypatch.setattr(readying, "SEARCH", ("re", "bisect"))
    loaded: list[str] = []
    monkeypatch.setattr("importlib.import_module", lambda name: loaded.append(name))

    async def body() -> None:
        task = asyncio.create_task(readying.make_ready(lambda: loaded.append("details")))
        while not task.done():
            await asyncio.sleep(0)
            turns.append(len(loaded))

    asyncio.run(body())
    assert {1, 2, 3, 4} <= set(turns)
    assert loaded == ["json", "details", "re", "bisect"]
