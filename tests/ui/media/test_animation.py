"""Pictures that move."""

import struct
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from igdesk.sandbox.pictures import gif_bytes
from igdesk.ui.media import animation
from igdesk.ui.media.animation import MOST_FRAMES, PICTURE_BYTES, Animations, decode_frames

SIZE = QSize(48, 48)


def gif(width: int, height: int, frames: int, *, delay: int = 5) -> bytes:
    """Frames of one pixel on a canvas of any size."""
    control = b"\x21\xf9\x04\x00" + struct.pack("<H", delay) + b"\x00\x00"
    frame = control + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame * frames + b"\x3b"


def test_frames_and_their_times(qtbot: QtBot) -> None:
    frames = decode_frames(gif_bytes(48, 48, 1), SIZE)
    assert frames is not None
    assert frames.delays_ms == (180,) * 4
    assert {(image.width(), image.height()) for image in frames.images} == {(48, 48)}


def test_a_picture_that_stands_still_is_none(qtbot: QtBot, encoded: Callable[..., bytes]) -> None:
    assert decode_frames(encoded(), SIZE) is None
    assert decode_frames(gif(10, 10, 1), SIZE) is None
    assert decode_frames(b"", SIZE) is None
    assert decode_frames(b"<svg/>", SIZE) is None


def test_ten_thousand_frames_cost_no_more_than_a_few(qtbot: QtBot) -> None:
    """failure 78: a file that would unpack to gigabytes"""
    frames = decode_frames(gif(100, 100, 10_000), QSize(100, 100))
    assert frames is not None
    assert len(frames.images) == MOST_FRAMES
    large = decode_frames(gif(900, 900, 500), QSize(900, 900))
    assert large is not None
    assert 10 < len(large.images) <= MOST_FRAMES
    assert sum(image.sizeInBytes() for image in large.images) <= PICTURE_BYTES


@pytest.mark.parametrize("side", [9_000, 50_000, 65_535])
def test_an_absurd_canvas_is_not_even_tried(qtbot: QtBot, side: int) -> None:
    """failure 78"""
    assert decode_frames(gif(side, side, 3), SIZE) is None


def test_frames_without_a_time_do_not_flicker(qtbot: QtBot) -> None:
    frames = decode_frames(gif(10, 10, 3, delay=0), SIZE)
    assert frames is not None
    assert set(frames.delays_ms) == {100}


class Show:
    """Animations with a clock of its own."""

    def __init__(self, data: Callable[[str], bytes | None], **parts: Any) -> None:
        self.now = 0.0
        self.loads: list[bool] = []

        def load(key: str) -> bytes | None:
            self.loads.append(threading.current_thread() is threading.main_thread())
            return data(key)

        self.animations = Animations(load, now_s=lambda: self.now, **parts)
        self.changes: list[str] = []
        self.animations.changed.connect(self.changes.append)

    def ready(self, qtbot: QtBot, key: str = "a") -> None:
        self.animations.frame(key, SIZE, 1.0)
        qtbot.waitUntil(lambda: key in self.changes)

    def turn(self, seconds: float = 0.2) -> None:
        self.now += seconds
        self.animations._turn()


@pytest.fixture
def show(qtbot: QtBot, encoded: Callable[..., bytes]) -> Any:
    made = Show(lambda key: gif_bytes(48, 48, 1) if key != "still" else encoded())
    yield made
    made.animations.close()


def test_it_moves_for_three_rounds_and_stands_still(qtbot: QtBot, show: Show) -> None:
    show.ready(qtbot)
    assert show.loads == [False], "decoded by a worker"
    seen = []
    for _ in range(40):
        pixmap = show.animations.frame("a", SIZE, 1.0)
        assert pixmap is not None
        seen.append(pixmap.cacheKey())
        show.turn()
    assert len(set(seen)) == 4
    assert not show.animations.is_moving
    assert seen[-1] == seen[0], "it rests on its first frame"


def test_what_is_not_painted_any_more_stands_still(qtbot: QtBot, show: Show) -> None:
    show.ready(qtbot)
    show.animations.frame("a", SIZE, 1.0)
    show.turn()
    show.changes.clear()
    show.turn()
    show.turn()
    assert show.changes == []
    assert not show.animations.is_moving


def test_less_motion_means_none(qtbot: QtBot, show: Show) -> None:
    show.animations.has_motion = False
    assert show.animations.frame("a", SIZE, 1.0) is None
    assert show.loads == []


def test_a_still_picture_is_tried_once(qtbot: QtBot, show: Show) -> None:
    show.animations.frame("still", SIZE, 1.0)
    qtbot.waitUntil(lambda: not show.animations._under_way)
    for _ in range(5):
        assert show.animations.frame("still", SIZE, 1.0) is None
    assert len(show.loads) == 1


def test_all_of_them_keep_within_the_budget(qtbot: QtBot, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(animation, "BUDGET_BYTES", 3 * 4 * 48 * 48 * 4)
    for key in "abcde":
        show.animations.frame(key, SIZE, 1.0)
    qtbot.waitUntil(lambda: not show.animations._under_way)
    for _ in range(3):
        for key in "abcde":
            show.animations.frame(key, SIZE, 1.0)
        assert show.animations.held_bytes <= animation.BUDGET_BYTES
    qtbot.wait(20)
    assert len(show.loads) <= 7, "what does not fit is not decoded again and again"
