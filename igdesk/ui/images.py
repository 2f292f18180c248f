"""Pictures of the archive, decoded off the Qt thread to the size shown, within limits."""

from base64 import b64decode
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QPixmap

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

MAX_SIDE_PX = 8192
MAX_ALLOCATION_MIB = 64
CACHE_BYTES = 40 * 1024 * 1024
"""With what moves in the timeline (12 MiB) and in the viewer (12 MiB) all decoded pictures keep within 64 MiB."""
WHOLE_BYTES = 32 * 1024 * 1024
"""A picture that keeps its own size is made smaller to fit into this."""


def decode(data: bytes, size: QSize) -> "QImage | None":
    """A picture that covers ``size`` (device pixels) in its own proportions; None if it is not a sane picture.

    With an empty size the picture keeps its own size. The decoder scales while it reads where the format allows it.
    """
    # Here and not above: the first window has no pictures yet, and these take 2 ms to load.
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImageReader

    from igdesk.ui.heif import decode_heif, is_heif

    if is_heif(data):
        most = WHOLE_BYTES if size.isEmpty() else MAX_ALLOCATION_MIB * 1024 * 1024
        return decode_heif(data, size, most_side_px=MAX_SIDE_PX, most_bytes=most)
    QImageReader.setAllocationLimit(MAX_ALLOCATION_MIB)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    own = reader.size()
    if own.width() > MAX_SIDE_PX or own.height() > MAX_SIDE_PX:
        return None
    if own.width() * own.height() * 4 > MAX_ALLOCATION_MIB * 1024 * 1024:
        return None
    if size.isEmpty() and own.width() * own.height() * 4 > WHOLE_BYTES:
        share = (WHOLE_BYTES / (own.width() * own.height() * 4)) ** 0.5
        reader.setScaledSize(QSize(int(own.width() * share), int(own.height() * share)))
    elif own.isValid() and not size.isEmpty():
        turned = bool(reader.transformation().value & 4)
        box = size.transposed() if turned else size
        scaled = own.scaled(box, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        if scaled.width() < own.width():
            reader.setScaledSize(scaled)
    image = reader.read()
    return None if image.isNull() else image


_SAMPLE = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A picture of one pixel."""


class ImageCache(QObject):
    """Pictures by key and size. What is missing is loaded and decoded by worker threads; then ``ready`` tells."""

    ready = Signal(str)
    """Key of a picture that can now be painted, or that turned out to be no picture."""
    broken = Signal(str)
    """Key of a file that is here and that no decoder takes for a picture."""
    _decoded = Signal(str, int, int, object, bool)

    def __init__(self, load: Callable[[str], bytes | None], parent: QObject | None = None) -> None:
        """``load`` gives the bytes of a key; it is called in worker threads."""
        super().__init__(parent)
        self._load = load
        self._is_ready_for_threads = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._pixmaps: OrderedDict[tuple[str, int, int], QPixmap | None] = OrderedDict()
        self._held_bytes = 0
        self._under_way: set[tuple[str, int, int]] = set()
        self._decoded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def pixmap(self, key: str, size: QSize, dpr: float) -> QPixmap | None:
        """The picture if it is at hand, covering ``size``; else None, and it is fetched in the background."""
        if not key:
            return None
        wanted = (key, round(size.width() * dpr), round(size.height() * dpr))
        if wanted in self._pixmaps:
            self._pixmaps.move_to_end(wanted)
            pixmap = self._pixmaps[wanted]
            if pixmap is not None:
                pixmap.setDevicePixelRatio(dpr)
            return pixmap
        if wanted not in self._under_way:
            self._under_way.add(wanted)
            self.warm_up()
            self._pool.start(lambda: self._work(wanted))
        return None

    def any_size(self, key: str, size: QSize, dpr: float) -> QPixmap | None:
        """The picture, or meanwhile the largest of another size that is at hand: nothing else flashes up before it."""
        exact = self.pixmap(key, size, dpr)
        if exact is not None or not key or self.is_known(key, size, dpr):
            return exact
        held = [pixmap for (of, _, _), pixmap in self._pixmaps.items() if of == key and pixmap is not None]
        return max(held, key=QPixmap.width, default=None)

    def is_known(self, key: str, size: QSize, dpr: float) -> bool:
        """Whether it was tried already: if there is no pixmap then, it is no picture."""
        return (key, round(size.width() * dpr), round(size.height() * dpr)) in self._pixmaps

    def warm_up(self) -> None:
        """To be called before a worker of anybody decodes pictures."""
        if not self._is_ready_for_threads:
            # PySide6 makes types when they are first used, and crashes when two threads are the first.
            decode(_SAMPLE, QSize(1, 1))
            self._is_ready_for_threads = True

    def forget(self, key: str) -> None:
        """Load a picture anew when it is next asked for: its file changed or came back."""
        for held in [k for k in self._pixmaps if k[0] == key]:
            self._drop(held)

    def close(self) -> None:
        """Wait for the workers; nothing is emitted any more."""
        self._pool.clear()
        self._pool.waitForDone()
        self._decoded.disconnect(self._keep)
        self._pixmaps.clear()

    @property
    def held_bytes(self) -> int:
        """Memory of the pictures at hand."""
        return self._held_bytes

    def _work(self, wanted: tuple[str, int, int]) -> None:
        """In a worker thread."""
        key, width, height = wanted
        data = None
        try:
            data = self._load(key)
            image = decode(data, QSize(width, height)) if data else None
        except OSError:
            image = None
        self._decoded.emit(key, width, height, image, bool(data) and image is None)

    def _keep(self, key: str, width: int, height: int, image: "QImage | None", is_broken: bool) -> None:
        wanted = (key, width, height)
        self._under_way.discard(wanted)
        pixmap = QPixmap.fromImage(image) if image is not None else None
        while self._pixmaps and self._held_bytes + _weight(pixmap) > CACHE_BYTES:
            self._drop(next(iter(self._pixmaps)))
        self._pixmaps[wanted] = pixmap
        self._held_bytes += _weight(pixmap)
        self.ready.emit(key)
        if is_broken:
            self.broken.emit(key)

    def _drop(self, held: tuple[str, int, int]) -> None:
        self._held_bytes -= _weight(self._pixmaps.pop(held))


def _weight(pixmap: QPixmap | None) -> int:
    return 0 if pixmap is None else pixmap.width() * pixmap.height() * 4
