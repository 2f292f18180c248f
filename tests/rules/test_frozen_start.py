"""The program out of an installer hands its environment on as it got it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = "/usr/lib/igdesk/_internal"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "_MEIPASS", INSIDE, raising=False)
    spec = importlib.util.spec_from_file_location("frozen_start", ROOT / "resources" / "installer" / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("given", "handed_on"),
    [
        ({"LD_LIBRARY_PATH": INSIDE, "HOME": "/srv/mara"}, {"HOME": "/srv/mara"}),
        ({"LD_LIBRARY_PATH": INSIDE, "LD_LIBRARY_PATH_ORIG": "/opt/lib"}, {"LD_LIBRARY_PATH": "/opt/lib"}),
        ({"LD_LIBRARY_PATH": "/opt/lib"}, {"LD_LIBRARY_PATH": "/opt/lib"}),
        ({"_PYI_ARCHIVE_FILE": "x", "_PYI_PARENT_PROCESS_LEVEL": "-1"}, {}),
        ({}, {}),
    ],
)
def test_browsers_and_players_do_not_take_libraries_of_the_bundle(
    start: ModuleType, given: dict[str, str], handed_on: dict[str, str]
) -> None:
    env = dict(given)
    start.hand_back(env)
    assert env == handed_on
