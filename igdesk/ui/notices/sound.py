"""The sound of a notification: two soft knocks on wood, made of numbers when they are first heard."""

from array import array
from math import cos, exp, pi, sin

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer

from igdesk.ui.media.multimedia import CannotPlayError, load

RATE = 22_050
LENGTH_S = 0.42
_KNOCKS = ((0.005, 1.0), (0.15, 0.8))
"""When each begins, and how strong it is."""
_TONES = ((176.0, 6200.0, 34.0), (292.0, 2800.0, 52.0), (88.0, 3100.0, 26.0))
"""Of wood: frequency, strength, and how fast it dies away."""
_RISE_S = 0.004
REST_MS = 400
"""After the last sample, until it has left the speaker."""


def knocks() -> bytes:
    """Samples of 16 bits, one channel."""
    samples = array("h", bytes(2 * int(RATE * LENGTH_S)))
    knock = _knock(len(samples))
    for begin_s, strength in _KNOCKS:
        first = int(begin_s * RATE)
        for at, value in enumerate(knock[: len(samples) - first], first):
            samples[at] += int(value * strength)
    tail = int(0.02 * RATE)
    for at in range(tail):
        samples[-1 - at] = samples[-1 - at] * at // tail
    return samples.tobytes()


def _knock(count: int) -> list[float]:
    """Sines that die away, each value out of the two before it: that is quicker than asking for every sine."""
    knock = [0.0] * count
    for tone, strength, fade in _TONES:
        step, damp = 2 * pi * tone / RATE, exp(-fade / RATE)
        before, now = 0.0, strength * damp * sin(step)
        again, back = 2 * damp * cos(step), damp * damp
        for at in range(1, count):
            knock[at] += now
            before, now = now, again * now - back * before
    rise = int(_RISE_S * RATE)
    for at in range(rise):
        knock[at] *= at / rise
    return knock


class Knock(QObject):
    """Holds no part of the computer's sound but while it is heard."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._samples = QByteArray()
        self._playing: tuple[QObject, QBuffer] | None = None
        self._over = QTimer(self, singleShot=True, interval=round(LENGTH_S * 1000) + REST_MS)
        self._over.timeout.connect(self.stop)

    @property
    def is_heard(self) -> bool:
        return self._playing is not None

    def play(self) -> bool:
        """Begin, unless it is heard already; False where there is nothing to hear it with."""
        if self._playing is not None:
            return True
        try:
            multimedia = load()
        except CannotPlayError:
            return False
        device = multimedia.QMediaDevices.defaultAudioOutput()
        form = multimedia.QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(1)
        form.setSampleFormat(multimedia.QAudioFormat.SampleFormat.Int16)
        if device.isNull() or not device.isFormatSupported(form):
            return False
        if self._samples.isEmpty():
            self._samples = QByteArray(knocks())
        buffer = QBuffer(self._samples, self)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        sink = multimedia.QAudioSink(device, form, self)
        self._playing = sink, buffer
        sink.start(buffer)
        self._over.start()
        return True

    def stop(self) -> None:
        self._over.stop()
        if self._playing is not None:
            (sink, buffer), self._playing = self._playing, None
            sink.stop()  # type: ignore[attr-defined]
            sink.deleteLater()
            buffer.deleteLater()
