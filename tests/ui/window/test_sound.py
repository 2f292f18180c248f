"""The sound of a notification: what it is made of, and when it is heard."""

from array import array
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from igdesk.domain.notices import KEEP_RUNNING, QUIET, QUIET_FROM, QUIET_TO, SOUND
from igdesk.ui.media.multimedia import CannotPlayError
from igdesk.ui.notices import sound
from igdesk.ui.notices.sound import LENGTH_S, RATE, Knock, knocks


def test_two_knocks_that_begin_and_end_in_silence() -> None:
    samples = array("h")
    samples.frombytes(knocks())
    assert len(samples) == int(RATE * LENGTH_S)
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    window = RATE // 100
    loud = [max(map(abs, samples[at : at + window])) for at in range(0, len(samples) - window, window)]
    assert 4000 < max(loud) < 16_000, "soft, and far from clipping"
    assert loud.index(max(loud)) < 4
    assert min(loud[10:14]) < 500 < max(loud[15:18]), "a pause between the two"


def test_without_a_library_or_a_speaker_nothing_is_heard_and_nothing_fails(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Any:
        raise CannotPlayError("library")

    parent = QObject()
    monkeypatch.setattr(sound, "load", fail)
    knock = Knock(parent)
    assert not knock.play()
    assert not knock.is_heard


class Heard:
    def __init__(self) -> None:
        self.times = 0

    def play(self) -> bool:
        self.times += 1
        return True

    def stop(self) -> None:
        pass


@pytest.fixture
def heard(noting: Any) -> Heard:
    noting.notifier._knock = found = Heard()
    return found


def test_it_is_heard_only_if_it_was_chosen(noting: Any, heard: Heard) -> None:
    noting.arrive("zoe", "Zoë")
    noting.told()
    assert heard.times == 0
    noting.window.settings.open("notifications")
    field = noting.window.settings.place.page._sound
    assert field.currentText() == "None"
    field.setCurrentIndex(1)
    field.activated.emit(1)
    assert field.currentText() == "Soft knock"
    assert heard.times == 1, "to be judged"
    noting.arrive("zoe", "Zoë", "Hello?", 1 / 3600)
    noting.told()
    assert heard.times == 2


def test_quiet_hours_have_no_sound_and_going_into_the_tray_has_none(noting: Any, heard: Heard) -> None:
    settings = noting.studio.archive.settings
    for key, value in ((SOUND, "1"), (QUIET, "1"), (QUIET_FROM, "00:00"), (QUIET_TO, "00:00"), (KEEP_RUNNING, "1")):
        settings.set(key, value)
    noting.arrive("zoe", "Zoë")
    noting.told()
    noting.window.close()
    assert noting.notifier.is_in_tray
    assert heard.times == 0


@pytest.mark.qt_log_ignore("PulseAudio", "No audio device")
def test_several_at_once_knock_once(qapp: object, qtbot: QtBot) -> None:
    """Where there is something to hear it with; elsewhere both answer the same."""
    parent = QObject()
    knock = Knock(parent)
    assert knock.play() == knock.play()
    assert len(knock.children()) <= 3
    knock.stop()
    assert not knock.is_heard
