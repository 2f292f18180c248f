"""News in other conversations, said aloud, at most once a minute."""

from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from igdesk.ui.inbox import arrivals
from igdesk.ui.inbox.arrivals import Arrivals
from igdesk.ui.inbox.model import ROW_ROLE


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


def snippet(studio: Any, key: str) -> str:
    model = studio.window.list_pane.model
    row = model.index(model.row_of(studio.talks[key])).data(ROW_ROLE)
    return str(row.snippet.text)


def test_the_open_conversation_shows_a_message_before_its_row_does(studio: Any) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    before = snippet(studio, "mara")
    studio.write("mara", "Mara Lindqvist", 0.001, "Is it ready?")
    assert studio.window.conversation.timeline.view.rows.rows[-1].message.text == "Is it ready?"
    assert snippet(studio, "mara") == before
    studio.write("tomas", "Tomás Oliveira", 0.0005, "And mine?")
    assert snippet(studio, "tomas") == "And mine?", "of another one the row is all there is"
    studio.window.bridge.settle()
    assert snippet(studio, "mara") == "Is it ready?"


def test_an_act_of_the_person_brings_the_row_up_to_date_at_once(studio: Any) -> None:
    studio.window.open_conversation(studio.talks["mara"])
    studio.write("mara", "Mara Lindqvist", 0.001, "Is it ready?")
    studio.archive.triage.mute([studio.talks["mara"]], True)
    assert snippet(studio, "mara") == "Is it ready?"
