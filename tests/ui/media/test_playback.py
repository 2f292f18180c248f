"""The one player: with a player that is told what to do, and with the real one."""

import sys
from collections.abc import Callable
from enum import Enum
from typing import Any

import PySide6
import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind
from igdesk.ui.media import multimedia
from igdesk.ui.media.multimedia import CannotPlayError
from igdesk.ui.media.playback import AT_REST, Playback, PlayState

MultimediaStates = pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError).QMediaPlayer


class Player(QObject):
    """Has the surface of QMediaPlayer that is used; nothing sounds."""

    positionChanged = Signal(int)  # noqa: N815
    durationChanged = Signal(int)  # noqa: N815
    playbackStateChanged = Signal(object)  # noqa: N815
    mediaStatusChanged = Signal(object)  # noqa: N815
    errorOccurred = Signal(object, str)  # noqa: N815

    def __init__(self) -> None:
        super().__init__()
        self.state: Enum = MultimediaStates.PlaybackState.StoppedState
        self.asked: list[tuple[str, Any]] = []
        self.bytes = b""
        self.rate = 1.0

    def playbackState(self) -> Enum:
        return self.state

    def play(self) -> None:
        self._turn(MultimediaStates.PlaybackState.PlayingState)

    def pause(self) -> None:
        self._turn(MultimediaStates.PlaybackState.PausedState)

    def stop(self) -> None:
        self._turn(MultimediaStates.PlaybackState.StoppedState)

    def setSourceDevice(self, device: Any, url: Any) -> None:
        self.bytes = bytes(device.readAll().data())
        self.durationChanged.emit(3000)

    def setSource(self, url: Any) -> None:
        self.bytes = b""

    def setPosition(self, at: int) -> None:
        self.asked.append(("position", at))
        self.positionChanged.emit(at)

    def setPlaybackRate(self, rate: float) -> None:
        self.rate = rate

    def setVideoSink(self, sink: Any) -> None:
        self.asked.append(("sink", sink))

    def setAudioOutput(self, output: Any) -> None:
        pass

    def _turn(self, state: Enum) -> None:
        if state is not self.state:
            self.state = state
            self.playbackStateChanged.emit(state)


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def playback(qtbot: QtBot, player: Player) -> Any:
    made = Playback(lambda key: key.encode(), has_speaker=lambda: True, make_player=lambda: player)  # type: ignore[arg-type,return-value]
    made._output = object()  # type: ignore[assignment]
    yield made
    made.close()


def wait_playing(qtbot: QtBot, playback: Playback, number: int) -> None:
    qtbot.waitUntil(lambda: playback.state_of(number).is_playing, timeout=3000)


def test_nothing_is_played_at_first(playback: Playback) -> None:
    assert playback.state_of(1) == AT_REST == PlayState()
    assert playback.current is None


def test_bytes_of_the_archive_are_played_and_nothing_is_written(
    qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any], tmp_path: Any
) -> None:
    playback.toggle(attachment(1))
    assert playback.state_of(1).is_loading
    wait_playing(qtbot, playback, 1)
    assert player.bytes == b"k1"
    assert playback.state_of(1).duration_ms == 3000
    assert list(tmp_path.iterdir()) == []


def test_one_at_a_time(qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]) -> None:
    playback.toggle(attachment(1))
    wait_playing(qtbot, playback, 1)
    playback.toggle(attachment(2))
    assert not playback.state_of(1).is_playing
    assert playback.state_of(1) == AT_REST
    wait_playing(qtbot, playback, 2)
    assert player.bytes == b"k2"


def test_a_second_press_holds_on_and_a_third_goes_on(
    qtbot: QtBot, playback: Playback, attachment: Callable[..., Any]
) -> None:
    playback.toggle(attachment(1))
    wait_playing(qtbot, playback, 1)
    playback.toggle(attachment(1))
    assert not playback.state_of(1).is_playing
    assert playback.state_of(1).has_begun
    playback.toggle(attachment(1))
    assert playback.state_of(1).is_playing


def test_going_to_a_place(qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]) -> None:
    playback.seek(attachment(1, duration_ms=3000), 0.5)
    wait_playing(qtbot, playback, 1)
    assert ("position", 1500) in player.asked
    playback.seek(attachment(1), 2.0)
    assert player.asked[-1] == ("position", 3000)
    playback.step(-5000)
    assert player.asked[-1] == ("position", 0)
    assert playback.state_of(1).share == 0.0


def test_speeds_go_round_and_stay(
    qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]
) -> None:
    assert [playback.next_rate() for _ in range(4)] == [1.5, 2.0, 1.0, 1.5]
    playback.toggle(attachment(1))
    wait_playing(qtbot, playback, 1)
    assert player.rate == 1.5
    assert playback.state_of(1).rate == 1.5


def test_at_its_end_it_is_as_before(
    qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]
) -> None:
    playback.toggle(attachment(1))
    wait_playing(qtbot, playback, 1)
    player.positionChanged.emit(2990)
    player.stop()
    player.mediaStatusChanged.emit(MultimediaStates.MediaStatus.EndOfMedia)
    assert playback.state_of(1) == PlayState(position_ms=0, duration_ms=3000)


@pytest.mark.parametrize("why", ["library", "speaker"])
def test_a_computer_that_cannot_play_says_why(qtbot: QtBot, attachment: Callable[..., Any], why: str) -> None:
    def lacks() -> Any:
        raise CannotPlayError("library")

    speaker = (lambda: False) if why == "speaker" else lacks
    playback = Playback(lambda key: b"", has_speaker=speaker, make_player=lacks)
    told: list[tuple[int, str]] = []
    playback.cannot.connect(lambda found, reason: told.append((found.id, reason)))
    playback.toggle(attachment(1))
    assert told == [(1, why)]
    assert playback.current is None
    playback.close()


def test_a_video_plays_without_a_speaker(qtbot: QtBot, player: Player, attachment: Callable[..., Any]) -> None:
    playback = Playback(lambda key: b"x", has_speaker=lambda: False, make_player=lambda: player)  # type: ignore[arg-type,return-value]
    playback.toggle(attachment(1, AttachmentKind.VIDEO))
    wait_playing(qtbot, playback, 1)
    playback.close()


def test_a_file_that_is_gone_or_no_sound_at_all(
    qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]
) -> None:
    """failure 78: the bytes are gone, or are no sound"""
    told: list[str] = []
    playback.cannot.connect(lambda _found, reason: told.append(reason))
    playback._load = lambda _key: None
    playback.toggle(attachment(1))
    qtbot.waitUntil(lambda: told == ["missing"])
    playback._load = lambda _key: b"x"
    playback.toggle(attachment(2))
    wait_playing(qtbot, playback, 2)
    player.mediaStatusChanged.emit(MultimediaStates.MediaStatus.InvalidMedia)
    assert told == ["missing", "format"]
    assert playback.current is None


def test_what_came_too_late_is_not_played(
    qtbot: QtBot, playback: Playback, player: Player, attachment: Callable[..., Any]
) -> None:
    playback.toggle(attachment(1))
    playback.stop()
    playback._begin(1, b"late")
    assert player.bytes == b""


def test_the_module_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    monkeypatch.delattr(PySide6, "QtMultimedia", raising=False)
    with pytest.raises(CannotPlayError, match="library"):
        multimedia.load()


@pytest.mark.usefixtures("multimedia")
def test_the_real_player_plays_a_film_out_of_memory(qtbot: QtBot, film: bytes, attachment: Callable[..., Any]) -> None:
    from igdesk.ui.media.video_frames import VideoFrames

    frames, images = VideoFrames(), []
    frames.frame.connect(images.append)
    playback = Playback(lambda key: film, has_speaker=lambda: False)
    playback.toggle(attachment(1, AttachmentKind.VIDEO), sink=frames.sink)
    qtbot.waitUntil(lambda: len(images) >= 3, timeout=8000)
    assert playback.state_of(1).duration_ms == 2000
    assert (images[0].width(), images[0].height()) == (96, 64)
    playback.seek(attachment(1, AttachmentKind.VIDEO), 0.75)
    qtbot.waitUntil(lambda: playback.state_of(1).position_ms >= 1400, timeout=5000)
    playback.close()
    frames.close()


@pytest.mark.usefixtures("multimedia")
@pytest.mark.parametrize("data", [b"MZ" + b"\0" * 4000, b"\0\0\0\x18ftypisom" + b"\xff" * 4000, b"<html></html>"])
def test_the_real_player_gives_up_on_lies(qtbot: QtBot, data: bytes, attachment: Callable[..., Any]) -> None:
    """failure 78"""
    told: list[str] = []
    playback = Playback(lambda key: data, has_speaker=lambda: False)
    playback.cannot.connect(lambda _found, reason: told.append(reason))
    playback.toggle(attachment(1, AttachmentKind.VIDEO))
    qtbot.waitUntil(lambda: told == ["format"], timeout=8000)
    playback.close()
