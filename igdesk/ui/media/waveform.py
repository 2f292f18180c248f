"""What a voice message sounds like, as bars: decoded once, off the Qt thread, and then remembered by the archive."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, Qt, QThread, QTimer, Signal, Slot

from igdesk.ui.media import multimedia
from igdesk.ui.media.multimedia import CannotPlayError

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDecoder

BARS = 34
RATE = 8000
MOST_S = 1800
"""Of anything longer the beginning stands for the rest."""
_LONGEST_DECODE_MS = 30_000
_PER_PEAK = RATE // 50


def bars_of(peaks: Sequence[int], bars: int = BARS) -> bytes:
    """Heights 0 to 255: the loudest moment is full, silence is 0."""
    if not peaks:
        return b""
    top = max(max(peaks), 1)
    heights = bytearray()
    for number in range(bars):
        first = number * len(peaks) // bars
        last = max((number + 1) * len(peaks) // bars, first + 1)
        part = sorted(peaks[first:last])
        # the louder half, not the one loudest moment: else every bar of a lively voice is full
        louder = part[len(part) // 2 :]
        heights.append(min(round(255 * sum(louder) / len(louder) / top), 255))
    return bytes(heights)


class _Decoding(QObject):
    """Lives in a thread of its own. One file after the other."""

    done = Signal(int, bytes, int)
    """Attachment, bars (empty: it cannot be decoded), length in ms."""

    def __init__(self, load: Callable[[str], bytes | None]) -> None:
        super().__init__()
        self._load = load
        self._decoder: QAudioDecoder | None = None
        self._buffer: QBuffer | None = None
        self._number = 0
        self._peaks: list[int] = []
        self._samples = 0
        self._timer: QTimer | None = None

    @Slot(int, str)
    def begin(self, number: int, key: str) -> None:
        module = multimedia.load()
        self._number, self._peaks, self._samples = number, [], 0
        try:
            data = self._load(key)
        except OSError:
            data = None
        if not data:
            self.done.emit(number, b"", 0)
            return
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        plain = module.QAudioFormat()
        plain.setSampleRate(RATE)
        plain.setChannelCount(1)
        plain.setSampleFormat(module.QAudioFormat.SampleFormat.Int16)
        self._decoder = module.QAudioDecoder(self)
        self._decoder.setAudioFormat(plain)
        self._decoder.setSourceDevice(self._buffer)
        self._decoder.bufferReady.connect(self._take)
        self._decoder.finished.connect(self._end)
        self._decoder.error.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fail)
        self._timer.start(_LONGEST_DECODE_MS)
        self._decoder.start()

    @Slot()
    def _take(self) -> None:
        while self._decoder is not None and self._decoder.bufferAvailable():
            samples = memoryview(self._decoder.read().constData()).cast("h")
            for start in range(0, len(samples), _PER_PEAK):
                part = samples[start : start + _PER_PEAK]
                self._peaks.append(max(max(part), -min(part)))
            self._samples += len(samples)
            if self._samples > MOST_S * RATE:
                self._end()

    @Slot()
    def _end(self) -> None:
        if self._decoder is not None:
            self._let_go()
            self.done.emit(self._number, bars_of(self._peaks), self._samples * 1000 // RATE)

    @Slot()
    def _fail(self, *_error: object) -> None:
        if self._decoder is not None:
            self._let_go()
            self.done.emit(self._number, b"", 0)

    def _let_go(self) -> None:
        decoder, self._decoder = self._decoder, None
        if decoder is not None:
            decoder.stop()
            decoder.deleteLater()
        for held in (self._buffer, self._timer):
            if held is not None:
                held.deleteLater()
        self._buffer = self._timer = None


class Waveforms(QObject):
    """Asked for what is on the screen and not known yet; each file is decoded once."""

    found = Signal(int, bytes, int)
    """Attachment, its bars, its length in ms."""
    _wanted = Signal(int, str)

    def __init__(self, load: Callable[[str], bytes | None], parent: QObject | None = None) -> None:
        """``load`` gives the bytes of a media key; it is called in another thread."""
        super().__init__(parent)
        self._load = load
        self._asked: set[int] = set()
        self._waiting: list[tuple[int, str]] = []
        self._is_busy = False
        self._is_impossible = False
        self._thread: QThread | None = None
        self._decoding: _Decoding | None = None

    def want(self, attachment_id: int, media_key: str) -> None:
        """Find out about it some time soon; what was asked for last comes first."""
        if attachment_id in self._asked or self._is_impossible:
            return
        self._asked.add(attachment_id)
        self._waiting.append((attachment_id, media_key))
        self._next()

    def close(self) -> None:
        """Wait for the thread; nothing is emitted any more."""
        self._waiting.clear()
        self.blockSignals(True)
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = self._decoding = None

    def _next(self) -> None:
        if self._is_busy or not self._waiting:
            return
        if self._thread is None and not self._start():
            self._waiting.clear()
            return
        self._is_busy = True
        self._wanted.emit(*self._waiting.pop())

    def _start(self) -> bool:
        try:
            module = multimedia.load()
        except CannotPlayError:
            self._is_impossible = True
            return False
        # PySide6 makes types when they are first used, and crashes when two threads are the first.
        _ = QTimer, QByteArray(), QIODevice.OpenModeFlag.ReadOnly, module.QAudioFormat.SampleFormat.Int16
        _ = module.QAudioDecoder, module.QAudioBuffer, QBuffer()
        self._thread = QThread(self)
        self._thread.setObjectName("waveforms")
        self._decoding = _Decoding(self._load)
        self._decoding.moveToThread(self._thread)
        self._thread.finished.connect(self._decoding.deleteLater)
        self._wanted.connect(self._decoding.begin, Qt.ConnectionType.QueuedConnection)
        self._decoding.done.connect(self._done, Qt.ConnectionType.QueuedConnection)
        self._thread.start(QThread.Priority.LowPriority)
        return True

    def _done(self, attachment_id: int, bars: bytes, duration_ms: int) -> None:
        self._is_busy = False
        if bars:
            self.found.emit(attachment_id, bars, duration_ms)
        self._next()
