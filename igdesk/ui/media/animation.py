"""Pictures that move: their frames are decoded by a worker, within a budget, and shown for a short while."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, QThreadPool, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from igdesk.ui.images import MAX_ALLOCATION_MIB, MAX_SIDE_PX

BUDGET_BYTES = 12 * 1024 * 1024
"""All frames of all pictures that move; the pictures that stand still have the rest of 64 MiB."""
PICTURE_BYTES = 6 * 1024 * 1024
MOST_FRAMES = 150
LOOPS = 3
LONGEST_S = 10.0
"""Nothing on the screen moves for ever: then it stands still until it is looked at anew."""
LEAST_DELAY_MS, USUAL_DELAY_MS = 30, 100
_SHORTEST_TOLD_MS = 20
"""Browsers take anything shorter for a mistake too."""


@dataclass(frozen=True, slots=True)
class Frames:
    images: tuple[QImage, ...]
    delays_ms: tuple[int, ...]


def decode_frames(data: bytes, size: QSize, *, budget_bytes: int = PICTURE_BYTES) -> Frames | None:
    """The frames, covering ``size`` (device pixels; empty: their own size); None if nothing moves in it.

    Called in worker threads. As many frames as fit: a file of ten thousand frames costs no more than one of forty.
    """
    QImageReader.setAllocationLimit(MAX_ALLOCATION_MIB)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    own = reader.size()
    if not reader.supportsAnimation() or own.isEmpty() or max(own.width(), own.height()) > MAX_SIDE_PX:
        return None
    aim = own
    if not size.isEmpty():
        aim = own.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if aim.width() > own.width():
        aim = own
    # Rather fewer pixels than fewer frames, down to a third of each side.
    frame_count = min(max(reader.imageCount(), 2), MOST_FRAMES)
    share = (budget_bytes / (aim.width() * aim.height() * 4 * frame_count)) ** 0.5
    if share < 1:
        aim = QSize(max(int(aim.width() * max(share, 1 / 3)), 1), max(int(aim.height() * max(share, 1 / 3)), 1))
    most = min(MOST_FRAMES, budget_bytes // (aim.width() * aim.height() * 4))
    images: list[QImage] = []
    delays: list[int] = []
    while len(images) < most:
        image = reader.read()
        if image.isNull():
            break
        if image.size() != aim:
            image = image.scaled(aim, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        images.append(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
        told = reader.nextImageDelay()
        delays.append(max(told, LEAST_DELAY_MS) if told >= _SHORTEST_TOLD_MS else USUAL_DELAY_MS)
    return Frames(tuple(images), tuple(delays)) if len(images) > 1 else None


@dataclass(slots=True)
class _Show:
    """One picture and where its show stands."""

    frames: Frames
    pixmaps: dict[int, QPixmap] = field(default_factory=dict)
    at: int = 0
    loops: int = 0
    due_s: float = 0.0
    ends_s: float = 0.0
    is_on: bool = False
    was_painted: bool = False

    @property
    def weight(self) -> int:
        return sum(image.sizeInBytes() for image in self.frames.images)


class Animations(QObject):
    """Asked by whoever paints; what is not painted any more stands still."""

    changed = Signal(str)
    """Key of a picture that has another frame to show."""
    _decoded = Signal(str, int, int, object)

    def __init__(
        self,
        load: Callable[[str], bytes | None],
        parent: QObject | None = None,
        *,
        now_s: Callable[[], float] = monotonic,
        loops: int = LOOPS,
        longest_s: float = LONGEST_S,
        picture_bytes: int = PICTURE_BYTES,
    ) -> None:
        """``load`` gives the bytes of a media key; it is called in worker threads."""
        super().__init__(parent)
        self._load = load
        self._now_s = now_s
        self._loops = loops
        self._longest_s = longest_s
        self._picture_bytes = picture_bytes
        self.has_motion = True
        """Off: pictures stand still."""
        self._shows: OrderedDict[tuple[str, int, int], _Show | None] = OrderedDict()
        self._under_way: set[tuple[str, int, int]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._decoded.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._turn)

    def frame(self, key: str, size: QSize, dpr: float) -> QPixmap | None:
        """The frame of the moment, covering ``size``; None where the still picture is to be painted."""
        if not self.has_motion or not key:
            return None
        wanted = (key, round(size.width() * dpr), round(size.height() * dpr))
        if wanted not in self._shows:
            self._fetch(wanted)
            return None
        show = self._shows[wanted]
        self._shows.move_to_end(wanted)
        if show is None:
            return None
        show.was_painted = True
        pixmap = show.pixmaps.get(show.at)
        if pixmap is None:
            pixmap = show.pixmaps[show.at] = QPixmap.fromImage(show.frames.images[show.at])
        if not show.is_on and show.loops == 0:
            self._begin(show)
        pixmap.setDevicePixelRatio(dpr)
        return pixmap

    def forget_all(self) -> None:
        """Another conversation is opened: what begins there begins anew."""
        self._timer.stop()
        self._shows.clear()

    def close(self) -> None:
        """Wait for the worker; nothing is emitted any more."""
        self._pool.clear()
        self._pool.waitForDone()
        self._decoded.disconnect(self._keep)
        self.forget_all()

    @property
    def held_bytes(self) -> int:
        return sum(show.weight for show in self._shows.values() if show is not None)

    @property
    def is_moving(self) -> bool:
        return self._timer.isActive()

    # inside

    def _fetch(self, wanted: tuple[str, int, int]) -> None:
        if wanted in self._under_way:
            return
        if not self._under_way and not self._shows:
            # PySide6 makes types when they are first used, and crashes when two threads are the first.
            decode_frames(b"", QSize(1, 1))
            QImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        self._under_way.add(wanted)
        self._pool.start(lambda: self._work(wanted))

    def _work(self, wanted: tuple[str, int, int]) -> None:
        """In a worker thread."""
        key, width, height = wanted
        try:
            data = self._load(key)
            size = QSize(width, height)
            frames = decode_frames(data, size, budget_bytes=self._picture_bytes) if data else None
        except OSError:
            frames = None
        self._decoded.emit(key, width, height, frames)

    def _keep(self, key: str, width: int, height: int, frames: Frames | None) -> None:
        wanted = (key, width, height)
        self._under_way.discard(wanted)
        show = _Show(frames) if frames is not None else None
        if show is not None and not self._make_room(show.weight):
            show = None  # too much moves already: this one stands still
        self._shows[wanted] = show
        if show is not None:
            self.changed.emit(key)

    def _make_room(self, weight: int) -> bool:
        """Let go of what no longer moves, the longest ago first."""
        for wanted, show in tuple(self._shows.items()):
            if self.held_bytes + weight <= BUDGET_BYTES:
                break
            if show is not None and not show.is_on:
                del self._shows[wanted]
        return self.held_bytes + weight <= BUDGET_BYTES

    def _begin(self, show: _Show) -> None:
        now = self._now_s()
        show.is_on, show.loops = True, 0
        show.due_s = now + show.frames.delays_ms[show.at] / 1000
        show.ends_s = now + self._longest_s
        self._aim()

    def _turn(self) -> None:
        """Show the next frame of what is due and still looked at."""
        now = self._now_s()
        for (key, _, _), show in tuple(self._shows.items()):
            if show is None or not show.is_on or show.due_s > now:
                continue
            if not show.was_painted:
                show.is_on = False  # out of sight; it goes on when it is painted again
                continue
            show.at = (show.at + 1) % len(show.frames.images)
            show.loops += show.at == 0
            if show.loops >= self._loops or now > show.ends_s:
                show.at, show.is_on, show.loops = 0, False, max(show.loops, 1)
            else:
                show.due_s = now + show.frames.delays_ms[show.at] / 1000
            show.was_painted = False
            self.changed.emit(key)
        self._aim()

    def _aim(self) -> None:
        """Wake when the next frame is due."""
        due = [show.due_s for show in self._shows.values() if show is not None and show.is_on]
        if due:
            self._timer.start(max(round((min(due) - self._now_s()) * 1000), 1))
        else:
            self._timer.stop()
