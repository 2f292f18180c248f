"""The frames of the playing video as pictures, turned into such by a worker; one that comes too late is left out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from igdesk.ui.media import multimedia

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame, QVideoSink

MOST_PX = 2048 * 2048
"""A larger frame is made smaller: nobody sees the difference, and memory stays bounded."""


class VideoFrames(QObject):
    """Made when a video is first played."""

    frame = Signal(object)
    """QImage"""
    _made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QVideoSink | None = None
        self._waiting: QVideoFrame | None = None
        self._is_busy = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._made.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def sink(self) -> "QVideoSink":
        """Where a player puts its frames."""
        if self._sink is None:
            module = multimedia.load()
            # PySide6 makes types when they are first used, and crashes when two threads are the first.
            module.QVideoFrame().toImage()
            self._sink = module.QVideoSink(self)
            self._sink.videoFrameChanged.connect(self._frame_came)
        return self._sink

    def close(self) -> None:
        """Wait for the worker; nothing is emitted any more."""
        self._pool.clear()
        self._pool.waitForDone()
        self.blockSignals(True)

    def _frame_came(self, frame: "QVideoFrame") -> None:
        if not frame.isValid():
            return
        if self._is_busy:
            self._waiting = frame
            return
        self._is_busy = True
        self._pool.start(lambda: self._made.emit(_image_of(frame)))

    def _take(self, image: QImage) -> None:
        self._is_busy = False
        if not image.isNull():
            self.frame.emit(image)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._frame_came(waiting)


def _image_of(frame: "QVideoFrame") -> QImage:
    """In a worker thread."""
    image = frame.toImage()
    area = image.width() * image.height()
    if area > MOST_PX:
        share = (MOST_PX / area) ** 0.5
        return image.scaled(round(image.width() * share), round(image.height() * share))
    return image
