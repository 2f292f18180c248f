"""Real files to play and to show, small ones."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from igdesk.domain.attachment import Attachment, AttachmentKind, MediaState
from igdesk.domain.ids import AttachmentId
from igdesk.sandbox.films import video_mp4
from igdesk.sandbox.sounds import voice_mp4

GRUMBLE = (
    "qt.multimedia",
    "Could.*t (load|resolve)",
    "PulseAudio",
    "QRhi",
    "propagateSizeHints",
    "No RHI",
    "QImageIOHandler",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the libraries under QtMultimedia miss on this machine is no fault of the program."""
    for item in items:
        if "/ui/media/" in item.nodeid:
            item.add_marker(pytest.mark.qt_log_ignore(*GRUMBLE))


@pytest.fixture
def multimedia() -> Any:
    """The module itself; skips where a library of the system is missing."""
    return pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)


@pytest.fixture(scope="session")
def voice() -> bytes:
    return voice_mp4(3, 1)


@pytest.fixture(scope="session")
def film() -> bytes:
    return video_mp4("kiln", 96, 64, 2, 1)


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    """A picture of one colour as a file."""

    def make(width: int = 40, height: int = 30, kind: str = "PNG", color: str = "teal") -> bytes:
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, kind)
        return bytes(buffer.data().data())

    return make


@pytest.fixture
def attachment() -> Callable[..., Attachment]:
    """Attachments whose files are here."""

    def make(number: int = 1, kind: AttachmentKind = AttachmentKind.AUDIO, **parts: Any) -> Attachment:
        state, key = MediaState.STORED, f"k{number}"
        made = Attachment(AttachmentId(number), kind, "", "", "https://x/y", None, None, None, state, key)
        return replace(made, **parts)

    return make
