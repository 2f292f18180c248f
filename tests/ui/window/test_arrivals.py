"""News in other conversations, said aloud, at most once a minute."""

from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from igdesk.ui.inbox import arrivals
from igdesk.ui.inbox.arrivals import Arrivals


@pytest.fixture
def said(studio: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(arrivals, "announce", lambda _source, text: words.append(text))
    with qtbot.waitActive(studio.window):
        studio.window.activateWindow()
    studio.window.open_conversation(studio.talks["mara"])
    return words


def write(studio: Any, *what: Any) -> None:
    studio.write(*what)
    studio.window.bridge.settle()


def rest(studio: Any) -> QTimer:
    found = studio.window.findChild(Arrivals)
    assert isinstance(found, Arrivals)
    return found.rest


def test_the_number_of_conversations_at_most_once_a_minute(studio: Any, said: list[str]) -> None:
    write(studio, "lena", "Lena Fischer", 0.02)
    assert said == ["New messages in one conversation"]
    write(studio, "lena", "Lena Fischer", 0.015, "And one more")
    write(studio, "omar", "Omar Haddad", 0.01)
    assert len(said) == 1, "the minute is not over"
    rest(studio).timeout.emit()
    assert said[1:] == ["New messages in 2 conversations"]
    rest(studio).timeout.emit()
    assert len(said) == 2, "nothing came since"


def test_what_is_open_and_what_is_muted_is_not_counted(studio: Any, said: list[str]) -> None:
    write(studio, "mara", "Mara Lindqvist", 0.02, "In the open one")
    studio.archive.triage.mute([studio.talks["tomas"]], True)
    write(studio, "tomas", "Tomás Oliveira", 0.01, "Silent")
    assert said == []
