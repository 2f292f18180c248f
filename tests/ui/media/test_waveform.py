"""Bars of voice messages."""

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from igdesk.ui.media import waveform
from igdesk.ui.media.multimedia import CannotPlayError
from igdesk.ui.media.waveform import BARS, Waveforms, bars_of


def test_the_loudest_is_full_and_silence_is_nothing() -> None:
    bars = bars_of([0] * 50 + [1000] * 50, 4)
    assert list(bars) == [0, 0, 255, 255]


def test_few_peaks_fill_all_bars() -> None:
    assert len(bars_of([5, 9], BARS)) == BARS
    assert bars_of([], BARS) == b""
    assert set(bars_of([0, 0, 0], BARS)) == {0}


@pytest.mark.usefixtures("multimedia")
def test_a_voice_is_decoded_once_and_not_by_the_qt_thread(qtbot: QtBot, voice: bytes) -> None:
    threads: list[bool] = []

    def load(key: str) -> bytes:
        threads.append(threading.current_thread() is threading.main_thread())
        return voice

    waveforms = Waveforms(load)
    found: list[tuple[int, bytes, int]] = []
    waveforms.found.connect(lambda *told: found.append(told))
    waveforms.want(1, "a")
    waveforms.want(1, "a")
    waveforms.want(2, "b")
    qtbot.waitUntil(lambda: len(found) == 2, timeout=10_000)
    assert threads == [False, False]
    assert {number for number, _, _ in found} == {1, 2}
    for _, bars, length_ms in found:
        assert len(bars) == BARS
        assert max(bars) > 150
        assert abs(length_ms - 3000) < 60
    waveforms.close()


@pytest.mark.usefixtures("multimedia")
def test_what_cannot_be_decoded_holds_up_nothing(qtbot: QtBot, voice: bytes, film: bytes) -> None:
    """failure 78: no sound in it, nothing in it, something else altogether"""
    files: dict[str, Any] = {"film": film, "none": None, "html": b"<html>", "cut": voice[:300], "good": voice}

    def load(key: str) -> Any:
        if key == "gone":
            raise OSError(key)
        return files[key]

    waveforms = Waveforms(load)
    found: list[int] = []
    waveforms.found.connect(lambda number, _bars, _ms: found.append(number))
    waveforms.want(9, "good")
    for number, key in enumerate(("gone", "cut", "html", "none", "film"), 1):
        waveforms.want(number, key)
    waveforms.want(10, "good")
    qtbot.waitUntil(lambda: {9, 10} <= set(found), timeout=15_000)
    qtbot.waitUntil(lambda: not waveforms._is_busy, timeout=15_000)
    assert set(found) == {9, 10}
    waveforms.close()


def test_without_the_library_nobody_tries_twice(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    def lacks() -> Any:
        tries.append(1)
        raise CannotPlayError("library")

    monkeypatch.setattr(waveform.multimedia, "load", lacks)
    waveforms = Waveforms(lambda key: b"")
    for number in range(5):
        waveforms.want(number, "k")
    assert tries == [1]
    waveforms.close()
