"""Decoding and keeping pictures."""

import threading
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from igdesk.ui import images
from igdesk.ui.heif import decode_heif
from igdesk.ui.images import ImageCache, decode


def encoded(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_Mono if width > 1000 else QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def test_a_picture_covers_the_size_asked_for() -> None:
    image = decode(encoded(400, 200), QSize(88, 88))
    assert image is not None
    assert (image.width(), image.height()) == (176, 88)


def test_a_small_picture_is_not_blown_up() -> None:
    image = decode(encoded(20, 20), QSize(88, 88))
    assert image is not None
    assert image.width() == 20


def test_without_a_size_it_keeps_its_own() -> None:
    image = decode(encoded(120, 70, "JPEG"), QSize())
    assert image is not None
    assert (image.width(), image.height()) == (120, 70)


def test_a_picture_with_an_absurd_side_is_refused() -> None:
    assert decode(encoded(images.MAX_SIDE_PX + 1, 2), QSize(44, 44)) is None


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    """8192 x 4096 pixels need 128 MiB; the file itself is small."""
    assert decode(encoded(8192, 4096), QSize(44, 44)) is None


def test_what_is_no_picture_is_none(qtbot: QtBot) -> None:
    assert decode(b"<svg xmlns='http://www.w3.org/2000/svg'/>", QSize(10, 10)) is None
    assert decode(b"", QSize(10, 10)) is None


def test_pictures_come_from_a_worker_and_are_kept(qtbot: QtBot) -> None:
    asked: list[str] = []
    data = encoded(100, 100)

    def load(key: str) -> bytes:
        asked.append(key)
        return data

    cache = ImageCache(load)
    with qtbot.waitSignal(cache.ready) as ready:
        assert cache.pixmap("a", QSize(44, 44), 2) is None
        assert cache.pixmap("a", QSize(44, 44), 2) is None
    assert ready.args == ["a"]
    pixmap = cache.pixmap("a", QSize(44, 44), 2)
    assert pixmap is not None
    assert pixmap.width() == 88
    assert pixmap.devicePixelRatio() == 2
    assert asked == ["a"]
    assert cache.held_bytes == 88 * 88 * 4
    cache.forget("a")
    assert cache.held_bytes == 0
    cache.close()


def test_a_key_without_a_picture_is_asked_for_once(qtbot: QtBot) -> None:
    asked: list[str] = []

    def load(key: str) -> bytes | None:
        asked.append(key)
        if key == "broken":
            raise OSError(key)
        return None

    cache = ImageCache(load)
    for key in ("missing", "broken"):
        with qtbot.waitSignal(cache.ready):
            assert cache.pixmap(key, QSize(44, 44), 1) is None
        assert cache.pixmap(key, QSize(44, 44), 1) is None
    assert sorted(asked) == ["broken", "missing"]
    assert cache.pixmap("", QSize(44, 44), 1) is None
    cache.close()


def test_the_oldest_pictures_leave_when_there_are_too_many(qtbot: QtBot, monkeypatch: object) -> None:
    data = encoded(50, 50)
    cache = ImageCache(lambda _key: data)
    limit = images.CACHE_BYTES
    try:
        images.CACHE_BYTES = 3 * 50 * 50 * 4
        for key in "abcd":
            with qtbot.waitSignal(cache.ready):
                cache.pixmap(key, QSize(50, 50), 1)
            cache.pixmap("a", QSize(50, 50), 1)
    finally:
        images.CACHE_BYTES = limit
    assert cache.held_bytes == 3 * 50 * 50 * 4
    assert cache.pixmap("a", QSize(50, 50), 1) is not None
    assert cache.pixmap("b", QSize(50, 50), 1) is None
    cache.close()


def test_the_first_decoding_is_done_by_the_qt_thread(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two worker threads that are the first to use a type of PySide6 crash the program."""
    threads: list[bool] = []

    def noted(data: bytes, size: QSize) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        return decode(data, size)

    monkeypatch.setattr("igdesk.ui.images.decode", noted)
    cache = ImageCache(lambda key: b"no picture")
    with qtbot.waitSignals([cache.ready, cache.ready]):
        cache.pixmap("one", QSize(10, 10), 1.0)
        cache.pixmap("two", QSize(10, 10), 1.0)
    assert threads == [True, False, False]
    cache.close()


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
def test_photos_of_phones_are_read(kind: str) -> None:
    """failure 41, failure 78: Qt knows neither format."""
    from io import BytesIO

    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    out = BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(out, kind)
    data = out.getvalue()
    whole = decode(data, QSize())
    assert whole is not None
    assert (whole.width(), whole.height()) == (400, 300)
    small = decode(data, QSize(100, 100))
    assert small is not None
    assert (small.width(), small.height()) == (133, 100)
    assert small.pixelColor(50, 50).red() > 150
    for end in (12, 40, 200, len(data) - 60):
        decode(data[:end], QSize(100, 100))  # whatever it gives, nothing is raised


def test_a_phone_photo_beyond_the_limits_is_not_decoded() -> None:
    from io import BytesIO

    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    out = BytesIO()
    Image.new("RGB", (600, 400)).save(out, "HEIF")
    assert decode_heif(out.getvalue(), QSize(), most_side_px=500, most_bytes=10**9) is None
    assert decode_heif(out.getvalue(), QSize(), most_side_px=5000, most_bytes=10**5) is None


def test_another_size_stands_in_until_the_right_one_is_there(qtbot: QtBot) -> None:
    data = encoded(200, 200)
    cache = ImageCache(lambda key: data if key == "here" else None)
    small, large = QSize(36, 36), QSize(80, 80)
    assert cache.any_size("", large, 1.0) is None
    assert cache.any_size("here", small, 1.0) is None
    qtbot.waitUntil(lambda: cache.is_known("here", small, 1.0))
    meanwhile = cache.any_size("here", large, 1.0)
    assert meanwhile is not None
    assert meanwhile.width() == 36
    qtbot.waitUntil(lambda: cache.is_known("here", large, 1.0))
    exact = cache.any_size("here", large, 1.0)
    assert exact is not None
    assert exact.width() == 80
    assert cache.any_size("gone", large, 1.0) is None
    qtbot.waitUntil(lambda: cache.is_known("gone", large, 1.0))
    assert cache.any_size("gone", large, 1.0) is None
    cache.close()
