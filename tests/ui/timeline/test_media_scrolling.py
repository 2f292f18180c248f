"""Scrolling past media, counted: what is decoded where, what is held, and that nothing moves."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from igdesk.domain.attachment import AttachmentKind, MediaState
from igdesk.domain.message_kinds import MessageKind
from igdesk.ui import images
from igdesk.ui.images import CACHE_BYTES
from igdesk.ui.media.animation import BUDGET_BYTES

Build = Callable[..., Any]
IMAGE, VIDEO, AUDIO = AttachmentKind.IMAGE, AttachmentKind.VIDEO, AttachmentKind.AUDIO


def picture(number: int) -> bytes:
    image = QImage(560, 420, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsv(number * 7 % 360, 200, 200))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each picture was decoded by the Qt thread."""
    noted: list[bool] = []
    decode = images.decode

    def watched(data: bytes, size: Any) -> Any:
        if len(data) > 100:
            noted.append(threading.current_thread() is threading.main_thread())
        return decode(data, size)

    monkeypatch.setattr(images, "decode", watched)
    yield noted


def mixed(message: Any, count: int) -> list[Any]:
    made = message.many(count)
    for number in range(0, count, 2):
        kind = (IMAGE, IMAGE, AUDIO, VIDEO)[number // 2 % 4]
        known = number % 3 == 0
        found = message.attachment(
            kind,
            state=MediaState.STORED,
            media_key=f"{number:032x}",
            width_px=560 if known else None,
            height_px=420 if known else None,
            duration_ms=9000,
        )
        made[number] = replace(made[number], text="", kind=MessageKind.MEDIA, attachments=(found,))
    return made


def test_pictures_come_without_moving_what_is_read(
    stage: Build, message: Any, qtbot: QtBot, threads: list[bool]
) -> None:
    """Their room is reserved, known or not; the decoder works elsewhere; memory is bounded."""
    scene = stage(mixed(message, 120))
    view, cache = scene.view, scene.pane.view._images
    cache._load = lambda key: picture(int(key, 16))
    bar = view.verticalScrollBar()
    for _ in range(12):
        before = {row: view.placing.top_on_screen(row) for row in view.placing.visible_rows()}
        view.grab()
        qtbot.waitUntil(lambda: not cache._under_way, timeout=5000)
        view.grab()
        assert {row: view.placing.top_on_screen(row) for row in view.placing.visible_rows()} == before
        assert cache.held_bytes <= CACHE_BYTES
        bar.setValue(bar.value() - 300)
    assert len(threads) > 5
    assert not any(threads)


def test_all_decoded_pictures_keep_within_64_mib() -> None:
    """Stills, what moves in the timeline, what moves in the viewer."""
    assert CACHE_BYTES + 2 * BUDGET_BYTES <= 64 * 1024 * 1024
    assert images.WHOLE_BYTES < CACHE_BYTES


def test_a_step_lays_out_what_comes_near_and_nothing_else(
    stage: Build, message: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igdesk.ui.timeline import shelf

    scene = stage(mixed(message, 300))
    view = scene.view
    view.grab()
    built: list[int] = []
    assemble = shelf.assemble

    def counted(row: Any, *given: Any, **named: Any) -> Any:
        built.append(row.id)
        return assemble(row, *given, **named)

    monkeypatch.setattr(shelf, "assemble", counted)
    bar = view.verticalScrollBar()
    for _ in range(40):
        built.clear()
        bar.setValue(bar.value() - 40)
        view.grab()
        assert len(built) <= 4
